//! Errors on their way to R.

use crate::output::strings;
use extendr_api::prelude::*;
use omniplug_core::{Error, ErrorKind, Result};

/// What a call answers: the value, or its error as a list of the class `omniplug_failure`.
pub(crate) fn answer(call: impl FnOnce() -> Result<Robj>) -> Robj {
    match call() {
        Ok(value) => value,
        Err(error) => failure(&error),
    }
}

/// An error of the caller's.
pub(crate) fn invalid(message: impl Into<String>) -> Error {
    Error::new(ErrorKind::InvalidInput, message)
}

/// An error of R itself, as when it can't allocate memory.
pub(crate) fn of_r(error: extendr_api::Error) -> Error {
    Error::new(ErrorKind::Unavailable, "R could not make the answer").with_source(error.to_string())
}

/// An error as a list: `kind`, `message`, and `hint` and `retry_after` (seconds) or NULL.
pub(crate) fn failure(error: &Error) -> Robj {
    let hint = error.hint().map_or_else(|| Robj::from(()), |hint| strings([hint]));
    let retry_after = error.retry_after().map(|time| time.as_secs_f64());
    let mut list: Robj = List::from_names_and_values(
        ["kind", "message", "hint", "retry_after"],
        [
            strings([error.kind().as_str()]),
            strings([error.full_message().as_str()]),
            hint,
            retry_after.map_or_else(|| Robj::from(()), Robj::from),
        ],
    )
    .map_or_else(|_| Robj::from(()), Into::into);
    // Setting the class of a fresh list can't fail; without it the R code would still see what it is by its names.
    drop(list.set_class(["omniplug_failure"]).map(|_| ()));
    list
}
