//! What calls answer, on its way to Python.

use crate::executions::Outcome;
use crate::payload::payload_to_python;
use crate::value::{python, to_python};
use omniplug_core::manager::Execution;
use omniplug_core::sandbox::Reply;
use pyo3::prelude::*;
use pyo3::types::PyDict;
use serde::Serialize;
use serde_json::Value;

/// What a call answers.
pub(crate) enum Answer {
    /// What serde knows.
    Plain(serde_json::Result<Value>),
    /// An execution, whose tables cross on their own.
    Execution(Box<Execution>),
    /// One of many executions, or their end.
    Next(Option<Box<Outcome>>),
}

impl Answer {
    pub(crate) fn plain(value: &impl Serialize) -> Self {
        Self::Plain(serde_json::to_value(value))
    }

    pub(crate) fn execution(execution: Execution) -> Self {
        Self::Execution(Box::new(execution))
    }

    /// Python's dictionaries, lists and scalars of it. The end of many executions is `None`.
    pub(crate) fn into_python(self, py: Python<'_>) -> PyResult<Bound<'_, PyAny>> {
        match self {
            Self::Plain(Ok(value)) => python(py, &value, &|_| None),
            Self::Plain(Err(error)) => {
                Err(pyo3::exceptions::PyValueError::new_err(error.to_string()))
            }
            Self::Execution(execution) => execution_to_python(py, &execution),
            Self::Next(None) => Ok(py.None().into_bound(py)),
            Self::Next(Some(outcome)) => {
                execution_to_python(py, &crate::error::OrRaise::or_raise(*outcome, py)?)
            }
        }
    }
}

fn execution_to_python<'py>(py: Python<'py>, execution: &Execution) -> PyResult<Bound<'py, PyAny>> {
    let reply = execution.reply.as_ref().map(|reply| reply_to_python(py, reply)).transpose()?;
    let dict = PyDict::new(py);
    dict.set_item("record", to_python(py, &execution.record)?)?;
    dict.set_item("reply", reply)?;
    dict.set_item("logs", to_python(py, &execution.logs)?)?;
    dict.set_item("warnings", &execution.warnings)?;
    Ok(dict.into_any())
}

/// A plugin's answer.
pub(crate) fn reply_to_python<'py>(py: Python<'py>, reply: &Reply) -> PyResult<Bound<'py, PyAny>> {
    let dict = PyDict::new(py);
    dict.set_item("data", payload_to_python(py, &reply.data)?)?;
    dict.set_item("metadata", to_python(py, &reply.metadata)?)?;
    dict.set_item("logs", &reply.logs)?;
    dict.set_item("warnings", &reply.warnings)?;
    dict.set_item("errors", &reply.errors)?;
    Ok(dict.into_any())
}
