//! Errors on their way to Python.

use omniplug_core::{Error, ErrorKind};
use pyo3::prelude::*;
use pyo3::sync::PyOnceLock;

static MAKE: PyOnceLock<Py<PyAny>> = PyOnceLock::new();

/// The exception of an error's kind, with all that the error holds.
pub(crate) fn exception(py: Python<'_>, error: &Error) -> PyErr {
    let make = |py: Python<'_>| -> PyResult<Py<PyAny>> {
        Ok(py.import("omniplug._errors")?.getattr("make_error")?.unbind())
    };
    let retry_after = error.retry_after().map(|time| time.as_secs_f64());
    let arguments = (error.kind().as_str(), error.full_message(), error.hint(), retry_after);
    match MAKE.get_or_try_init(py, || make(py)).and_then(|make| make.call1(py, arguments)) {
        Ok(exception) => PyErr::from_value(exception.into_bound(py)),
        Err(error) => error,
    }
}

/// What raises the exception of an error.
pub(crate) trait OrRaise<T> {
    fn or_raise(self, py: Python<'_>) -> PyResult<T>;
}

impl<T> OrRaise<T> for omniplug_core::Result<T> {
    fn or_raise(self, py: Python<'_>) -> PyResult<T> {
        self.map_err(|error| exception(py, &error))
    }
}

/// An error about an argument.
pub(crate) fn invalid(message: impl Into<String>) -> Error {
    Error::new(ErrorKind::InvalidInput, message)
}

/// What a Python exception says, in one line.
pub(crate) fn summary(py: Python<'_>, error: &PyErr) -> String {
    let kind =
        error.get_type(py).name().map_or_else(|_| "exception".to_owned(), |it| it.to_string());
    let text = error.value(py).to_string();
    format!("`{kind}`: {}", text.lines().next().unwrap_or_default())
}
