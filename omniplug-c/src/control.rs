//! Following and cancelling calls.

#![expect(unsafe_code, reason = "exports")]

use crate::arguments::given;
use crate::error::{Error, guard, quiet};
use crate::sink::{
    Callback, Callbacks, Listening, LogCallback, PartialCallback, ProgressCallback, TextCallback,
    UsageCallback,
};
use omniplug_core::Result;
use std::ffi::c_void;
use std::mem::MaybeUninit;
use tokio_util::sync::CancellationToken;

/// How a caller follows and cancels calls: callbacks, and a switch that ends them. Where a call takes one, `NULL` will
/// do.
///
/// Callbacks are called on threads of the library or on the caller's, one at a time for each call and never after the
/// call has returned. They should return at once and must not leave by `longjmp` or an exception. They may cancel the
/// control, read what they are given and copy it; calls that wait fail in them with `OMNIPLUG_ERROR_KIND_CONFLICT`.
#[derive(Debug, Default)]
pub struct Control {
    callbacks: Callbacks,
    cancel: CancellationToken,
}

/// The core's control for one call, and what must live as long as callbacks may be called.
pub(crate) fn listen(control: Option<&Control>) -> (omniplug_core::sandbox::Control, Listening) {
    let callbacks = control.map(|control| control.callbacks).unwrap_or_default();
    let cancel = control.map(|control| control.cancel.clone()).unwrap_or_default();
    let listening = Listening::new(callbacks);
    (omniplug_core::sandbox::Control { events: listening.sink(), cancel }, listening)
}

fn set(control: Option<&mut Control>, change: impl FnOnce(&mut Control)) -> Option<Box<Error>> {
    guard(|| -> Result<()> {
        change(given(control, "control")?);
        Ok(())
    })
}

/// Makes a control without callbacks.
///
/// Thread-safe.
#[unsafe(no_mangle)]
pub extern "C" fn omniplug_control_new(
    control: Option<&mut MaybeUninit<*mut Control>>,
) -> Option<Box<Error>> {
    guard(|| {
        given(control, "control")?.write(Box::into_raw(Box::default()));
        Ok(())
    })
}

/// Sets what hears the lines that plugins print; a callback of `NULL` unsets it.
///
/// Not while another thread uses the control.
#[unsafe(no_mangle)]
pub extern "C" fn omniplug_control_on_log(
    control: Option<&mut Control>,
    callback: LogCallback,
    user_data: *mut c_void,
) -> Option<Box<Error>> {
    set(control, |it| it.callbacks.log = Some(Callback { function: callback, user_data }))
}

/// Sets what hears how far plugins are; a callback of `NULL` unsets it.
///
/// Not while another thread uses the control.
#[unsafe(no_mangle)]
pub extern "C" fn omniplug_control_on_progress(
    control: Option<&mut Control>,
    callback: ProgressCallback,
    user_data: *mut c_void,
) -> Option<Box<Error>> {
    set(control, |it| it.callbacks.progress = Some(Callback { function: callback, user_data }))
}

/// Sets what hears what is being prepared, as an environment or a session; a callback of `NULL` unsets it.
///
/// Not while another thread uses the control.
#[unsafe(no_mangle)]
pub extern "C" fn omniplug_control_on_phase(
    control: Option<&mut Control>,
    callback: TextCallback,
    user_data: *mut c_void,
) -> Option<Box<Error>> {
    set(control, |it| it.callbacks.phase = Some(Callback { function: callback, user_data }))
}

/// Sets what hears what plugins warn of; a callback of `NULL` unsets it.
///
/// Not while another thread uses the control.
#[unsafe(no_mangle)]
pub extern "C" fn omniplug_control_on_warning(
    control: Option<&mut Control>,
    callback: TextCallback,
    user_data: *mut c_void,
) -> Option<Box<Error>> {
    set(control, |it| it.callbacks.warning = Some(Callback { function: callback, user_data }))
}

/// Sets what hears parts of results; a callback of `NULL` unsets it.
///
/// Not while another thread uses the control.
#[unsafe(no_mangle)]
pub extern "C" fn omniplug_control_on_partial(
    control: Option<&mut Control>,
    callback: PartialCallback,
    user_data: *mut c_void,
) -> Option<Box<Error>> {
    set(control, |it| it.callbacks.partial = Some(Callback { function: callback, user_data }))
}

/// Sets what hears, about once a second, what executions have used so far; a callback of `NULL` unsets it.
///
/// Not while another thread uses the control.
#[unsafe(no_mangle)]
pub extern "C" fn omniplug_control_on_usage(
    control: Option<&mut Control>,
    callback: UsageCallback,
    user_data: *mut c_void,
) -> Option<Box<Error>> {
    set(control, |it| it.callbacks.usage = Some(Callback { function: callback, user_data }))
}

/// Cancels all calls that were given this control, and those that will be. Executions end with the status
/// `cancelled`. `NULL` is nothing.
///
/// Thread-safe, also from a callback. Not from a signal handler.
#[unsafe(no_mangle)]
pub extern "C" fn omniplug_control_cancel(control: Option<&Control>) {
    quiet((), || {
        if let Some(control) = control {
            control.cancel.cancel();
        }
    });
}

/// Whether a control is cancelled; `NULL` is not.
///
/// Thread-safe.
#[unsafe(no_mangle)]
pub extern "C" fn omniplug_control_is_cancelled(control: Option<&Control>) -> bool {
    quiet(false, || control.is_some_and(|control| control.cancel.is_cancelled()))
}

/// Frees a control; `NULL` is nothing.
///
/// Not while another thread uses it or a call that was given it has not returned.
#[unsafe(no_mangle)]
pub extern "C" fn omniplug_control_free(control: Option<Box<Control>>) {
    quiet((), || drop(control));
}
