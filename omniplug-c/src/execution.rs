//! Running plugins, and how that ended.

#![expect(unsafe_code, reason = "exports")]

use crate::arguments::{Answer, given, text, write_json};
use crate::control::{Control, listen};
use crate::data::Data;
use crate::error::{Error, guard, quiet};
use crate::handle::Omniplug;
use crate::request::Request;
use crate::text::c_text;
use omniplug_core::Result;
use omniplug_core::manager::ExecutionRequest;
use serde_json::{Value, json};
use std::ffi::{CString, c_char};
use std::mem::{self, MaybeUninit};
use std::ptr;

/// An execution that ended, however it ended. It never changes, so any number of threads may read it at once.
#[derive(Debug)]
pub struct Execution {
    inner: omniplug_core::manager::Execution,
    /// The data of the reply, which is taken out of it.
    data: Option<Data>,
    status: CString,
}

impl Execution {
    pub(crate) fn new(mut inner: omniplug_core::manager::Execution) -> Self {
        let data = inner.reply.as_mut().map(|reply| Data::from(mem::take(&mut reply.data)));
        let status = c_text(inner.record.status.map_or("", |status| status.as_str()));
        Self { inner, data, status }
    }

    pub(crate) fn into_raw(self) -> *mut Self {
        Box::into_raw(Box::new(self))
    }

    fn json(&self, with_tables: bool) -> Value {
        let reply = self.inner.reply.as_ref().map(|reply| {
            json!({
                "data": self.data.as_ref().map(|data| data.json(with_tables)),
                "metadata": reply.metadata,
                "logs": reply.logs,
                "warnings": reply.warnings,
                "errors": reply.errors,
            })
        });
        json!({
            "record": self.inner.record,
            "reply": reply,
            "logs": self.inner.logs,
            "warnings": self.inner.warnings,
        })
    }
}

/// An export that runs a plugin.
fn run(
    omniplug: Option<&Omniplug>,
    request: Option<&Request>,
    control: Option<&Control>,
    to: Answer<'_, *mut Execution>,
    call: impl AsyncFnOnce(
        &omniplug_core::Omniplug,
        ExecutionRequest,
        &omniplug_core::sandbox::Control,
    ) -> Result<omniplug_core::manager::Execution>,
) -> Option<Box<Error>> {
    guard(|| {
        let (omniplug, to) = (given(omniplug, "omniplug")?, given(to, "execution")?);
        let request = request.map(|request| request.0.clone()).unwrap_or_default();
        let (control, _listening) = listen(control);
        let execution = omniplug.wait(call(omniplug.inner(), request, &control))?;
        to.write(Execution::new(execution).into_raw());
        Ok(())
    })
}

/// Runs a plugin once and waits for its end. Whatever the plugin does, crashes included, is an execution with a status;
/// an error means that the call or the host is at fault.
///
/// - `plugin`: its id or name.
/// - `request`: may be `NULL`, for null without parameters.
/// - `control`: may be `NULL`.
/// - `execution`: to be freed by `omniplug_execution_free`.
///
/// Thread-safe.
#[unsafe(no_mangle)]
pub extern "C" fn omniplug_execute(
    omniplug: Option<&Omniplug>,
    plugin: *const c_char,
    request: Option<&Request>,
    control: Option<&Control>,
    execution: Option<&mut MaybeUninit<*mut Execution>>,
) -> Option<Box<Error>> {
    run(omniplug, request, control, execution, async |omniplug, request, control| {
        omniplug.execute(text(plugin, "plugin")?, request, control).await
    })
}

/// Runs a package or an author's folder once without installing it, through the same checks. Nothing stays of it, and
/// no record is kept.
///
/// - `source`: its path.
/// - `request`, `control`, `execution`: as for `omniplug_execute`.
///
/// Thread-safe.
#[unsafe(no_mangle)]
pub extern "C" fn omniplug_execute_source(
    omniplug: Option<&Omniplug>,
    source: *const c_char,
    request: Option<&Request>,
    control: Option<&Control>,
    execution: Option<&mut MaybeUninit<*mut Execution>>,
) -> Option<Box<Error>> {
    run(omniplug, request, control, execution, async |omniplug, request, control| {
        omniplug.execute_source(text(source, "source")?, request, control).await
    })
}

/// How an execution ended: `success`, `failure`, `timeout`, `cancelled`, `out_of_memory`, `output_too_large`, `refused`
/// or `error`; `NULL` for `NULL`. It lives as long as the execution.
///
/// Thread-safe.
#[unsafe(no_mangle)]
pub extern "C" fn omniplug_execution_status(execution: Option<&Execution>) -> *const c_char {
    quiet(ptr::null(), || execution.map_or(ptr::null(), |execution| execution.status.as_ptr()))
}

/// Whether an execution ended as `success`, so that it has data; `NULL` did not.
///
/// Thread-safe.
#[unsafe(no_mangle)]
pub extern "C" fn omniplug_execution_succeeded(execution: Option<&Execution>) -> bool {
    quiet(false, || execution.is_some_and(|execution| execution.data.is_some()))
}

/// The data that the plugin answered with, or `NULL` where it did not succeed. It lives as long as the execution and is
/// not to be freed.
///
/// Thread-safe.
#[unsafe(no_mangle)]
pub extern "C" fn omniplug_execution_data(execution: Option<&Execution>) -> *const Data {
    quiet(ptr::null(), || {
        let data = execution.and_then(|execution| execution.data.as_ref());
        data.map_or(ptr::null(), ptr::from_ref)
    })
}

/// Answers with all about an execution: a JSON object with `record`, `reply` (null where it did not succeed; else an
/// object with `data`, `metadata`, `logs`, `warnings`, `errors`), `logs` (what the plugin printed) and `warnings`. In the
/// record, `usage` has the fields of `OmniplugUsage`, and `attempts` is how many times it was begun: more than once where
/// its sandbox was ended from outside.
///
/// - `with_tables`: whether tables are written out by columns; else `{"$table": 0}` stands for them.
/// - `json`: to be freed by `omniplug_text_free`.
///
/// Thread-safe.
#[unsafe(no_mangle)]
pub extern "C" fn omniplug_execution_json(
    execution: Option<&Execution>,
    with_tables: bool,
    json: Option<&mut MaybeUninit<*mut c_char>>,
) -> Option<Box<Error>> {
    guard(|| {
        let (execution, to) = (given(execution, "execution")?, given(json, "json")?);
        write_json(to, &execution.json(with_tables))
    })
}

/// Frees an execution; `NULL` is nothing. Tables that were taken out of it stay.
///
/// Not while another thread uses it or its data.
#[unsafe(no_mangle)]
pub extern "C" fn omniplug_execution_free(execution: Option<Box<Execution>>) {
    quiet((), || drop(execution));
}
