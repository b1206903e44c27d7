//! Work in bulk: one plugin over many inputs, or over the rows of a table in chunks.

#![expect(unsafe_code, reason = "exports, and reading what C points at")]

use crate::arguments::{Answer, given, slice, text};
use crate::control::{Control, listen};
use crate::error::{Error, guard, quiet};
use crate::execution::Execution;
use crate::handle::Omniplug;
use crate::request::Request;
use crate::runtime::Owned;
use crate::sink::Listening;
use omniplug_core::Result;
use omniplug_core::manager::{ExecutionRequest, Executions};
use std::ffi::c_char;
use std::mem::MaybeUninit;
use std::ptr;
use std::sync::Arc;

/// The executions of one plugin over many inputs, in the order of the inputs, several beside each other.
///
/// Callbacks of its control may be called until it is freed, and hear progress over all, as in `37 of 100`.
pub struct Bulk {
    // Before what is heard, so that nothing is said any more when that ends.
    executions: Owned<Option<Executions>>,
    _listening: Listening,
}

impl std::fmt::Debug for Bulk {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_tuple("Bulk").field(&self.executions).finish()
    }
}

fn begin<I>(
    omniplug: &Omniplug,
    plugin: *const c_char,
    requests: I,
    control: Option<&Control>,
    to: &mut MaybeUninit<*mut Bulk>,
) -> Result<()>
where
    I: IntoIterator<Item = Result<ExecutionRequest>>,
    I::IntoIter: ExactSizeIterator + Send + 'static,
{
    let (control, listening) = listen(control);
    let executions = omniplug.inner().execute_many(text(plugin, "plugin")?, requests, &control);
    let executions = Owned::new(Some(executions), Arc::clone(omniplug.0.runtime()));
    to.write(Box::into_raw(Box::new(Bulk { executions, _listening: listening })));
    Ok(())
}

/// Runs a plugin over many inputs. Nothing begins before the first `omniplug_bulk_next`.
///
/// - `plugin`: its id or name.
/// - `requests`, `count`: the calls, none of them `NULL`; they may be freed afterwards.
/// - `control`: may be `NULL`; is not freed before `bulk`.
/// - `bulk`: to be freed by `omniplug_bulk_free`.
///
/// Thread-safe.
#[unsafe(no_mangle)]
pub extern "C" fn omniplug_execute_many(
    omniplug: Option<&Omniplug>,
    plugin: *const c_char,
    requests: *const *const Request,
    count: usize,
    control: Option<&Control>,
    bulk: Option<&mut MaybeUninit<*mut Bulk>>,
) -> Option<Box<Error>> {
    guard(|| {
        let (omniplug, to) = (given(omniplug, "omniplug")?, given(bulk, "bulk")?);
        let requests = slice(requests, count, "requests")?.iter().map(|request| {
            // SAFETY: by the header's rules each is null or a request that outlives the call.
            let request = given(unsafe { request.as_ref() }, "requests")?;
            Ok(Ok(request.0.clone()))
        });
        let requests = requests.collect::<Result<Vec<_>>>()?;
        begin(omniplug, plugin, requests, control, to)
    })
}

/// Runs a plugin once for each `rows` rows of a request's input, which is one table, as plugins allow that look at each
/// row alone. Nothing begins before the first `omniplug_bulk_next`.
///
/// - `plugin`: its id or name.
/// - `request`: where it has a seed, each chunk has the seed plus the chunk's number.
/// - `rows`: more than 0.
/// - `control`, `bulk`: as for `omniplug_execute_many`.
///
/// Thread-safe.
#[unsafe(no_mangle)]
pub extern "C" fn omniplug_execute_rows(
    omniplug: Option<&Omniplug>,
    plugin: *const c_char,
    request: Option<&Request>,
    rows: usize,
    control: Option<&Control>,
    bulk: Option<&mut MaybeUninit<*mut Bulk>>,
) -> Option<Box<Error>> {
    guard(|| {
        let (omniplug, to) = (given(omniplug, "omniplug")?, given(bulk, "bulk")?);
        let chunks = given(request, "request")?.0.clone().by_rows(rows)?;
        begin(omniplug, plugin, chunks, control, to)
    })
}

/// Sets how many executions are begun and not yet handed out at most; by default twice as many as there are processors,
/// at least 8.
///
/// Not while another thread uses the bulk.
#[unsafe(no_mangle)]
pub extern "C" fn omniplug_bulk_window(
    bulk: Option<&mut Bulk>,
    executions: usize,
) -> Option<Box<Error>> {
    guard(|| {
        let (all, _) = given(bulk, "bulk")?.executions.parts();
        *all = all.take().map(|all| all.window(executions));
        Ok(())
    })
}

/// Waits for the next execution in the order of the inputs.
///
/// - `execution`: the execution, to be freed by `omniplug_execution_free`; `NULL` after the last one.
///
/// An error is that of one input, and the next call answers with the next one.
///
/// Not while another thread uses the bulk.
#[unsafe(no_mangle)]
pub extern "C" fn omniplug_bulk_next(
    bulk: Option<&mut Bulk>,
    execution: Option<&mut MaybeUninit<*mut Execution>>,
) -> Option<Box<Error>> {
    guard(|| next(given(bulk, "bulk")?, execution))
}

fn next(bulk: &mut Bulk, to: Answer<'_, *mut Execution>) -> Result<()> {
    let to = given(to, "execution")?;
    let (executions, runtime) = bulk.executions.parts();
    let next = match executions {
        Some(executions) => runtime.wait(executions.next())?.transpose()?,
        None => None,
    };
    to.write(next.map_or(ptr::null_mut(), |next| Execution::new(next).into_raw()));
    Ok(())
}

/// Ends what still runs and frees; `NULL` is nothing.
///
/// Not while another thread uses the bulk, nor from one of its callbacks.
#[unsafe(no_mangle)]
pub extern "C" fn omniplug_bulk_free(bulk: Option<Box<Bulk>>) {
    quiet((), || drop(bulk));
}
