//! Errors as C sees them, and the guard around every export.

#![expect(unsafe_code, reason = "exports")]

use crate::text::c_text;
use std::any::Any;
use std::ffi::{CString, c_char};
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::ptr;

/// What a caller can do about an error. Later versions may add kinds.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[repr(C)]
pub enum ErrorKind {
    /// There is no error.
    None = 0,
    /// The manifest of a plugin is wrong; its author mends it.
    InvalidManifest = 1,
    /// The package is damaged or hostile; nothing of it was kept.
    InvalidPackage = 2,
    /// An argument, a configuration, a parameter or a plugin's input is wrong; the caller mends it.
    InvalidInput = 3,
    /// The plugin, release, execution or file does not exist.
    NotFound = 4,
    /// It exists already, or it is in use.
    Conflict = 5,
    /// The plugin is disabled.
    Disabled = 6,
    /// The host's policy forbids it.
    Refused = 7,
    /// A dependency can't be had: not found, not permitted, or its installation failed.
    Dependency = 8,
    /// This machine lacks something that is needed: an interpreter, a kernel feature, a service.
    Unavailable = 9,
    /// Too much runs or waits already; the same call succeeds later: `omniplug_error_retry_after` says when.
    Busy = 10,
    /// The store can't be read or written.
    Storage = 11,
    /// The sandbox, or the library itself, failed for a reason that is not the plugin's.
    Sandbox = 12,
    /// A kind that this header does not know; `omniplug_error_kind_name` has its name.
    Other = 1000,
}

impl From<omniplug_core::ErrorKind> for ErrorKind {
    fn from(kind: omniplug_core::ErrorKind) -> Self {
        use omniplug_core::ErrorKind as Core;
        match kind {
            Core::InvalidManifest => Self::InvalidManifest,
            Core::InvalidPackage => Self::InvalidPackage,
            Core::InvalidInput => Self::InvalidInput,
            Core::NotFound => Self::NotFound,
            Core::Conflict => Self::Conflict,
            Core::Disabled => Self::Disabled,
            Core::Refused => Self::Refused,
            Core::Dependency => Self::Dependency,
            Core::Unavailable => Self::Unavailable,
            Core::Busy => Self::Busy,
            Core::Storage => Self::Storage,
            Core::Sandbox => Self::Sandbox,
            _ => Self::Other,
        }
    }
}

/// Why a call failed. It never changes, so any number of threads may read it at once.
#[derive(Debug)]
pub struct Error {
    kind: ErrorKind,
    name: CString,
    message: CString,
    hint: Option<CString>,
    retry_after: Option<f64>,
}

impl From<omniplug_core::Error> for Error {
    fn from(error: omniplug_core::Error) -> Self {
        Self {
            kind: error.kind().into(),
            name: c_text(error.kind().as_str()),
            message: c_text(&error.full_message()),
            hint: error.hint().map(c_text),
            retry_after: error.retry_after().map(|time| time.as_secs_f64()),
        }
    }
}

/// Runs the body of an export. A panic ends here and becomes an error; what C handed in can be used on, as every
/// body reads shared things or takes what it owns.
pub(crate) fn guard(body: impl FnOnce() -> omniplug_core::Result<()>) -> Option<Box<Error>> {
    let ended = catch_unwind(AssertUnwindSafe(body)).unwrap_or_else(|panic| Err(of_panic(&*panic)));
    ended.err().map(|error| Box::new(error.into()))
}

/// Runs the body of an export that can't tell an error; `otherwise` is its answer should it panic.
pub(crate) fn quiet<T>(otherwise: T, body: impl FnOnce() -> T) -> T {
    catch_unwind(AssertUnwindSafe(body)).unwrap_or(otherwise)
}

fn of_panic(panic: &(dyn Any + Send)) -> omniplug_core::Error {
    let text = panic.downcast_ref::<String>().map(String::as_str);
    let text = text.or_else(|| panic.downcast_ref::<&str>().copied()).unwrap_or("no message");
    omniplug_core::Error::new(
        omniplug_core::ErrorKind::Sandbox,
        format!("omniplug itself failed: `{text}`"),
    )
    .with_hint("this is a defect of omniplug; please report it")
}

fn pointer(text: Option<&CString>) -> *const c_char {
    text.map_or(ptr::null(), |text| text.as_ptr())
}

/// The kind of an error; `OMNIPLUG_ERROR_KIND_NONE` for `NULL`.
///
/// Thread-safe.
#[unsafe(no_mangle)]
pub extern "C" fn omniplug_error_kind(error: Option<&Error>) -> ErrorKind {
    quiet(ErrorKind::Other, || error.map_or(ErrorKind::None, |error| error.kind))
}

/// The stable name of the error's kind, as in `not_found`; `NULL` for `NULL`. It lives as long as the error.
///
/// Thread-safe.
#[unsafe(no_mangle)]
pub extern "C" fn omniplug_error_kind_name(error: Option<&Error>) -> *const c_char {
    quiet(ptr::null(), || pointer(error.map(|error| &error.name)))
}

/// What went wrong, one line; `NULL` for `NULL`. It lives as long as the error.
///
/// Thread-safe.
#[unsafe(no_mangle)]
pub extern "C" fn omniplug_error_message(error: Option<&Error>) -> *const c_char {
    quiet(ptr::null(), || pointer(error.map(|error| &error.message)))
}

/// What the reader can do about it, or `NULL`. It lives as long as the error.
///
/// Thread-safe.
#[unsafe(no_mangle)]
pub extern "C" fn omniplug_error_hint(error: Option<&Error>) -> *const c_char {
    quiet(ptr::null(), || pointer(error.and_then(|error| error.hint.as_ref())))
}

/// Seconds after which the same call may succeed, of what is `OMNIPLUG_ERROR_KIND_BUSY`; negative where that is not known.
///
/// Thread-safe.
#[unsafe(no_mangle)]
pub extern "C" fn omniplug_error_retry_after(error: Option<&Error>) -> f64 {
    quiet(-1.0, || error.and_then(|error| error.retry_after).unwrap_or(-1.0))
}

/// Frees an error; `NULL` is nothing.
///
/// Not while another thread uses the error.
#[unsafe(no_mangle)]
pub extern "C" fn omniplug_error_free(error: Option<Box<Error>>) {
    quiet((), || drop(error));
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_panic_becomes_an_error() {
        let error = guard(|| panic!("the moon is {}", "full")).unwrap();
        assert_eq!(error.kind, ErrorKind::Sandbox);
        assert!(error.message.to_str().unwrap().contains("the moon is full"));
        assert_eq!(quiet(7, || panic!("again")), 7);
    }

    #[test]
    fn an_error_keeps_kind_message_hint_and_time() {
        let error = omniplug_core::Error::new(omniplug_core::ErrorKind::Busy, "too\0many")
            .with_hint("wait")
            .with_retry_after(std::time::Duration::from_millis(1500));
        let error = guard(|| Err(error)).unwrap();
        assert_eq!(omniplug_error_kind(Some(&error)), ErrorKind::Busy);
        assert_eq!(error.message.to_str().unwrap(), "too\u{fffd}many");
        assert_eq!(error.hint.as_deref(), Some(c"wait"));
        assert_eq!(omniplug_error_retry_after(Some(&error)), 1.5);
        assert!(guard(|| Ok(())).is_none());
    }
}
