//! Arguments on their way in and answers on their way out: pointers, UTF-8 and JSON, all checked.

#![expect(unsafe_code, reason = "reading what C points at")]

use crate::text::c_text;
use omniplug_core::{Error, ErrorKind, Result, options};
use serde::Serialize;
use serde::de::DeserializeOwned;
use serde_json::json;
use std::ffi::{CStr, c_char};
use std::mem::MaybeUninit;

/// The argument that a pointer must point at.
pub(crate) fn given<T>(argument: Option<T>, name: &str) -> Result<T> {
    argument.ok_or_else(|| {
        Error::new(ErrorKind::InvalidInput, format!("the argument `{name}` is NULL"))
    })
}

/// Text that must be there.
pub(crate) fn text<'a>(pointer: *const c_char, name: &str) -> Result<&'a str> {
    given(optional_text(pointer, name)?, name)
}

/// Text, or nothing for a null pointer.
pub(crate) fn optional_text<'a>(pointer: *const c_char, name: &str) -> Result<Option<&'a str>> {
    if pointer.is_null() {
        return Ok(None);
    }
    // SAFETY: by the header's rules the pointer is null or a text with a NUL at its end that outlives the call.
    let text = unsafe { CStr::from_ptr(pointer) };
    text.to_str().map(Some).map_err(|error| {
        Error::new(ErrorKind::InvalidInput, format!("the argument `{name}` is not UTF-8"))
            .with_source(error)
    })
}

/// `count` things that C keeps beside each other.
pub(crate) fn slice<'a, T>(pointer: *const T, count: usize, name: &str) -> Result<&'a [T]> {
    if count == 0 {
        return Ok(&[]);
    }
    if pointer.is_null() {
        return given(None, name);
    }
    // SAFETY: by the header's rules `count` things stand there and outlive the call.
    Ok(unsafe { std::slice::from_raw_parts(pointer, count) })
}

/// JSON that must be there.
pub(crate) fn json<T: DeserializeOwned>(pointer: *const c_char, name: &str) -> Result<T> {
    let text = text(pointer, name)?;
    serde_json::from_str(text).map_err(|error| wrong_json(name, error))
}

/// A JSON object laid over the defaults of a type, field by field; a null pointer leaves them all.
pub(crate) fn over_defaults<T>(pointer: *const c_char, name: &str) -> Result<T>
where
    T: Default + Serialize + DeserializeOwned,
{
    over(&T::default(), pointer, name)
}

/// As [`over_defaults`], over other values than the defaults.
pub(crate) fn over<T>(base: &T, pointer: *const c_char, name: &str) -> Result<T>
where
    T: Serialize + DeserializeOwned,
{
    let given = if pointer.is_null() { json!({}) } else { json(pointer, name)? };
    options::over(base, given, name)
}

fn wrong_json(name: &str, error: serde_json::Error) -> Error {
    Error::new(ErrorKind::InvalidInput, format!("the argument `{name}` is wrong"))
        .with_source(error)
        .with_hint("the header tells the JSON that it takes")
}

/// Where an answer goes. It is looked at before anything is done, and written to after everything succeeded.
pub(crate) type Answer<'a, T> = Option<&'a mut MaybeUninit<T>>;

/// Writes an answer as JSON text, which the caller frees.
pub(crate) fn write_json(
    to: &mut MaybeUninit<*mut c_char>,
    value: &(impl Serialize + ?Sized),
) -> Result<()> {
    let text = serde_json::to_string(value).map_err(|error| {
        Error::new(ErrorKind::Sandbox, "the answer can't be written as JSON").with_source(error)
    })?;
    to.write(c_text(&text).into_raw());
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;
    use omniplug_core::manager::{ExecutionFilter, PluginFilter};

    #[test]
    fn absent_fields_have_their_defaults() {
        let filter: ExecutionFilter = over_defaults(c"{\"limit\": 3}".as_ptr(), "filter").unwrap();
        assert_eq!(filter, ExecutionFilter { limit: 3, ..ExecutionFilter::default() });
        let filter: PluginFilter = over_defaults(std::ptr::null(), "filter").unwrap();
        assert_eq!(filter, PluginFilter::default());
    }

    #[test]
    fn unknown_fields_and_wrong_types_are_errors() {
        for text in [c"{\"limti\": 3}", c"{\"limit\": \"three\"}", c"[1]", c"{", c"\xff"] {
            let error = over_defaults::<ExecutionFilter>(text.as_ptr(), "filter").unwrap_err();
            assert_eq!(error.kind(), ErrorKind::InvalidInput, "{error}");
            assert!(error.message().contains("`filter`"), "{error}");
        }
        assert!(text(std::ptr::null(), "plugin").is_err());
    }
}
