//! Opening and closing.

#![expect(unsafe_code, reason = "exports")]

use crate::arguments::{Answer, given, write_json};
use crate::error::{Error, guard, quiet};
use crate::options;
use crate::runtime::{Owned, Runtime};
use omniplug_core::Result;
use serde::Serialize;
use std::ffi::c_char;
use std::future::Future;
use std::mem::MaybeUninit;

/// An open home: installs plugins and runs them. Any number of threads may call it at once.
#[derive(Debug)]
pub struct Omniplug(pub(crate) Owned<omniplug_core::Omniplug>);

impl Omniplug {
    pub(crate) fn inner(&self) -> &omniplug_core::Omniplug {
        self.0.get()
    }

    /// Waits for a call of the facade.
    pub(crate) fn wait<T>(&self, call: impl Future<Output = Result<T>>) -> Result<T> {
        self.0.runtime().wait(call)?
    }
}

/// An export that asks the facade for something and answers with it as JSON.
pub(crate) fn answer<T: Serialize>(
    omniplug: Option<&Omniplug>,
    to: Answer<'_, *mut c_char>,
    call: impl AsyncFnOnce(&omniplug_core::Omniplug) -> Result<T>,
) -> Option<Box<Error>> {
    guard(|| {
        let (omniplug, to) = (given(omniplug, "omniplug")?, given(to, "answer")?);
        write_json(to, &omniplug.wait(call(omniplug.inner()))?)
    })
}

/// Opens a home.
///
/// - `options`: a JSON object, or `NULL` for the defaults. Its fields are `home` (a folder; else `$OMNIPLUG_HOME`, else
///   `omniplug` in the user's data folder), `database` (a URL; else a file in the home), `policy` and `pool` (objects
///   with the fields of the library's `Policy` and `PoolOptions`, of which any may be left out; times in seconds),
///   `sandbox` (`native`, `docker` or `auto`; else what `$OMNIPLUG_SANDBOX` names), `platform_version` (as in `2.1.0`),
///   `contracts` (`default`, or `omniscope` for the stricter ones of OmniScope's older gateway) and `advisories` (a list
///   of folders and archives in the OSV format, which scans compare with).
///
/// Thread-safe. A process that forks opens another one in the fork.
#[unsafe(no_mangle)]
pub extern "C" fn omniplug_open(
    options: *const c_char,
    omniplug: Option<&mut MaybeUninit<*mut Omniplug>>,
) -> Option<Box<Error>> {
    guard(|| {
        let to = given(omniplug, "omniplug")?;
        let builder = options::builder(options)?;
        let runtime = Runtime::shared()?;
        let inner = runtime.wait(builder.open())??;
        to.write(Box::into_raw(Box::new(Omniplug(Owned::new(inner, runtime)))));
        Ok(())
    })
}

/// Waits for what runs and ends all sessions, for a shutdown in good order. Afterwards nothing executes any more, and
/// everything else still answers. `omniplug_free` is still to be called.
///
/// Thread-safe.
#[unsafe(no_mangle)]
pub extern "C" fn omniplug_close(omniplug: Option<&Omniplug>) -> Option<Box<Error>> {
    guard(|| {
        let omniplug = given(omniplug, "omniplug")?;
        omniplug.0.runtime().wait(omniplug.inner().close())
    })
}

/// Frees an open home, and ends its sessions without waiting for them; `NULL` is nothing.
///
/// Not while another thread uses it, and after what `omniplug_execute_many` made of it is freed or used up.
#[unsafe(no_mangle)]
pub extern "C" fn omniplug_free(omniplug: Option<Box<Omniplug>>) {
    quiet((), || drop(omniplug));
}

/// Looks at what this machine offers and what is missing: a JSON list of objects with `name`, `state` (`ok`, `warn`,
/// `fail`), `detail` and, where there is one, `remedy`.
///
/// - `answer`: to be freed by `omniplug_text_free`.
///
/// Thread-safe.
#[unsafe(no_mangle)]
pub extern "C" fn omniplug_doctor(
    omniplug: Option<&Omniplug>,
    answer: Option<&mut MaybeUninit<*mut c_char>>,
) -> Option<Box<Error>> {
    self::answer(omniplug, answer, async |omniplug| Ok(omniplug.doctor().await))
}

/// As `omniplug_doctor`, for a home that is not open or can't be opened.
///
/// - `options`: as for `omniplug_open`.
/// - `answer`: to be freed by `omniplug_text_free`.
///
/// Thread-safe.
#[unsafe(no_mangle)]
pub extern "C" fn omniplug_doctor_of(
    options: *const c_char,
    answer: Option<&mut MaybeUninit<*mut c_char>>,
) -> Option<Box<Error>> {
    guard(|| {
        let to = given(answer, "answer")?;
        let builder = options::builder(options)?;
        write_json(to, &Runtime::shared()?.wait(builder.doctor())?)
    })
}
