//! R's texts, which have encodings, as Rust's.
#![expect(unsafe_code, reason = "R's interface tells a text's encoding in C only")]

use crate::failure::invalid;
use extendr_api::prelude::*;
use extendr_ffi::{R_CHAR, R_NaString, STRING_ELT};
use omniplug_core::Result;
use std::borrow::Cow;
use std::ffi::{CStr, c_void};
use std::os::raw::c_int;

/// R's mark of a text in Latin-1.
const LATIN1: c_int = 2;

unsafe extern "C" {
    fn Rf_getCharCE(text: *const c_void) -> c_int;
}

/// The texts of a character vector, `None` for NA. `place` names it in errors.
///
/// # Errors
/// [`InvalidInput`](omniplug_core::ErrorKind::InvalidInput) when one is no valid text.
pub(crate) fn texts<'a>(
    vector: &'a Robj,
    place: &'a str,
) -> impl ExactSizeIterator<Item = Result<Option<Cow<'a, str>>>> + 'a {
    (0..vector.len()).map(move |index| {
        // SAFETY: the callers give character vectors, `index` is below the length, and `vector` keeps the text.
        let (bytes, encoding) = unsafe {
            let text = STRING_ELT(vector.get(), index as isize);
            if text == R_NaString {
                return Ok(None);
            }
            (CStr::from_ptr(R_CHAR(text)).to_bytes(), Rf_getCharCE(text.cast()))
        };
        if encoding == LATIN1 && !bytes.is_ascii() {
            return Ok(Some(bytes.iter().map(|byte| char::from(*byte)).collect::<String>().into()));
        }
        let text = std::str::from_utf8(bytes).map_err(|_| {
            invalid(format!("`{place}` has a text that is not valid UTF-8"))
                .with_hint("`enc2utf8()` or `iconv()` converts it")
        })?;
        Ok(Some(text.into()))
    })
}

/// The names of a vector or list; empty where it has none. NA is an empty name.
///
/// # Errors
/// As [`texts`] tells.
pub(crate) fn names(value: &Robj, place: &str) -> Result<Vec<String>> {
    match value.get_attrib("names") {
        Some(names) if names.is_string() => {
            texts(&names, place).map(|name| Ok(name?.unwrap_or_default().into_owned())).collect()
        }
        _ => Ok(Vec::new()),
    }
}

/// The one text of a character vector of length 1.
///
/// # Errors
/// [`InvalidInput`](omniplug_core::ErrorKind::InvalidInput) when it is something else.
pub(crate) fn one_text(value: &Robj, place: &str) -> Result<String> {
    let found = if value.is_string() && value.len() == 1 {
        texts(value, place).next().transpose()?.flatten()
    } else {
        None
    };
    found.map(Cow::into_owned).ok_or_else(|| invalid(format!("`{place}` must be one text")))
}
