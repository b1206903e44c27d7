//! Text that leaves for C.

#![expect(unsafe_code, reason = "exports, and taking back what was handed out")]

use crate::error::quiet;
use std::ffi::{CString, c_char};

const VERSION: &str = concat!(env!("CARGO_PKG_VERSION"), "\0");

/// Text for C, where it ends at its first NUL: one inside becomes U+FFFD.
pub(crate) fn c_text(text: &str) -> CString {
    CString::new(text)
        .unwrap_or_else(|_| CString::new(text.replace('\0', "\u{fffd}")).unwrap_or_default())
}

/// The version of the library, as in `0.1.0`. It is never freed.
///
/// Thread-safe.
#[unsafe(no_mangle)]
pub extern "C" fn omniplug_version() -> *const c_char {
    VERSION.as_ptr().cast()
}

/// Frees a text that a call answered with; `NULL` is nothing.
///
/// Not while another thread uses the text.
#[unsafe(no_mangle)]
pub extern "C" fn omniplug_text_free(text: *mut c_char) {
    quiet((), || {
        if !text.is_null() {
            // SAFETY: the text came from `CString::into_raw`, and nobody has freed it.
            drop(unsafe { CString::from_raw(text) });
        }
    });
}
