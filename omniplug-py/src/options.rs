//! How a host is opened, from Python's arguments.

use crate::error::OrRaise;
use crate::hooks::{self, Hook};
use crate::value::json;
use omniplug_core::Builder;
use omniplug_core::options::Options;
use pyo3::prelude::*;
use pyo3::types::PyDict;

/// What a dictionary of options describes, with the host's own checks and changes.
pub(crate) fn builder(options: &Bound<'_, PyDict>, hooks: Vec<Hook>) -> PyResult<Builder> {
    let py = options.py();
    let options = Options::read(json(options)?).or_raise(py)?;
    let mut gateway = options.gateway();
    hooks::register(&mut gateway, hooks).or_raise(py)?;
    Ok(options.builder().gateway(gateway))
}
