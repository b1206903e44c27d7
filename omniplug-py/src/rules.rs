//! The rules of scans.

use crate::value::to_python;
use pyo3::prelude::*;

/// All of them, as dictionaries.
#[pyfunction]
pub(crate) fn rules(py: Python<'_>) -> PyResult<Bound<'_, PyAny>> {
    to_python(py, &omniplug_core::scanner::rules::all().collect::<Vec<_>>())
}
