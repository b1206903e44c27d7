//! A call of a plugin from Python's arguments.

use crate::error::{OrRaise, invalid};
use crate::payload::payload;
use crate::value::json_object;
use omniplug_core::manager::ExecutionRequest;
use omniplug_core::manifest::ExtensionPoint;
use omniplug_core::{Error, Result};
use pyo3::prelude::*;
use pyo3::types::PyDict;
use std::time::Duration;

/// What all calls say of a plugin's work beside the input.
#[derive(FromPyObject)]
#[pyo3(from_item_all)]
pub(crate) struct Details<'py> {
    extension_point: Option<String>,
    parameters: Option<Bound<'py, PyAny>>,
    metadata: Option<Bound<'py, PyAny>>,
    user_id: Option<String>,
    workspace_id: Option<String>,
    timeout: Option<f64>,
    seed: Option<u64>,
    longest_wait: Option<f64>,
}

impl Details<'_> {
    /// The request without its input.
    pub(crate) fn read(details: &Bound<'_, PyDict>) -> PyResult<ExecutionRequest> {
        let py = details.py();
        let given: Details<'_> = details.extract()?;
        let point = given.extension_point.map(|name| name.parse::<ExtensionPoint>());
        Ok(ExecutionRequest {
            extension_point: point.transpose().or_raise(py)?,
            parameters: json_object(given.parameters.as_ref())?,
            metadata: json_object(given.metadata.as_ref())?,
            user_id: given.user_id,
            workspace_id: given.workspace_id,
            timeout: given.timeout.map(seconds).transpose().or_raise(py)?,
            seed: given.seed,
            longest_wait: given.longest_wait.map(seconds).transpose().or_raise(py)?,
            ..ExecutionRequest::default()
        })
    }
}

/// The request with its input.
pub(crate) fn request(
    input: &Bound<'_, PyAny>,
    details: &Bound<'_, PyDict>,
) -> PyResult<ExecutionRequest> {
    Ok(ExecutionRequest { input: payload(input)?, ..Details::read(details)? })
}

fn seconds(time: f64) -> Result<Duration> {
    Duration::try_from_secs_f64(time).map_err(|error| -> Error {
        invalid(format!("`{time}` is no time in seconds"))
            .with_hint("give a positive number")
            .with_source(error)
    })
}
