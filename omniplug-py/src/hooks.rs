//! Validators and transformers that a host writes in Python.

use crate::answer::reply_to_python;
use crate::error::{invalid, summary};
use crate::payload::{payload, payload_to_python};
use crate::value::{json_object, to_python};
use omniplug_core::gateway::{Call, Gateway, Issue, Transformer, Validator};
use omniplug_core::manifest::ExtensionPoint;
use omniplug_core::sandbox::Reply;
use omniplug_core::{Error, ErrorKind, Result};
use pyo3::exceptions::PyValueError;
use pyo3::prelude::*;
use pyo3::types::PyDict;

/// A Python function that says what is wrong with a call.
struct PythonValidator(Py<PyAny>);

/// A Python function that changes a plugin's answer.
struct PythonTransformer(Py<PyAny>);

/// An extension point, whether it checks calls or else changes answers, and the function.
pub(crate) type Hook = (String, bool, Py<PyAny>);

/// Registers functions by extension point. The Python half makes them take and give dictionaries.
pub(crate) fn register(gateway: &mut Gateway, hooks: Vec<Hook>) -> Result<()> {
    for (point, is_validator, function) in hooks {
        let point: ExtensionPoint = point.parse()?;
        if is_validator {
            gateway.register_validator(point, PythonValidator(function));
        } else {
            gateway.register_transformer(point, PythonTransformer(function));
        }
    }
    Ok(())
}

impl Validator for PythonValidator {
    fn check(&self, call: &Call<'_>) -> Vec<Issue> {
        let ask = |py: Python<'_>| {
            let found = self.ask(py, call);
            found.unwrap_or_else(|error| vec![objection(py, &error)])
        };
        // A check that can't be made refuses the call.
        Python::try_attach(ask).unwrap_or_else(|| {
            vec![Issue::new("call", "could not be checked", "the host's interpreter has ended")]
        })
    }
}

impl PythonValidator {
    fn ask(&self, py: Python<'_>, call: &Call<'_>) -> PyResult<Vec<Issue>> {
        let dict = PyDict::new(py);
        dict.set_item("parameters", to_python(py, call.parameters)?)?;
        dict.set_item("metadata", to_python(py, call.metadata)?)?;
        dict.set_item("input", payload_to_python(py, call.input)?)?;
        let issues: Vec<(String, String, String)> = self.0.call1(py, (dict,))?.extract(py)?;
        Ok(issues
            .into_iter()
            .map(|(path, message, hint)| Issue::new(path, message, hint))
            .collect())
    }
}

/// What a validator raised. A `ValueError` is its word for a wrong call, anything else a fault of its own.
fn objection(py: Python<'_>, error: &PyErr) -> Issue {
    if error.is_instance_of::<PyValueError>(py) {
        return Issue::new("call", format!("is wrong: {}", error.value(py)), "mend the call");
    }
    let message =
        format!("could not be checked; the host's validator raised {}", summary(py, error));
    Issue::new("call", message, "mend the validator")
}

impl Transformer for PythonTransformer {
    fn transform(&self, reply: Reply) -> Result<Reply> {
        let change = |py: Python<'_>| {
            self.change(py, &reply).map_err(|error| {
                let raised = summary(py, &error);
                invalid(format!("the host's transformer raised {raised}"))
            })
        };
        let ended = || Error::new(ErrorKind::Unavailable, "the host's interpreter has ended");
        Python::try_attach(change).unwrap_or_else(|| Err(ended()))
    }
}

impl PythonTransformer {
    fn change(&self, py: Python<'_>, reply: &Reply) -> PyResult<Reply> {
        let changed = self.0.call1(py, (reply_to_python(py, reply)?,))?;
        let changed = changed.bind(py);
        let texts = |name: &str| changed.get_item(name)?.extract::<Vec<String>>();
        Ok(Reply {
            data: payload(&changed.get_item("data")?)?,
            metadata: json_object(Some(&changed.get_item("metadata")?))?,
            logs: texts("logs")?,
            warnings: texts("warnings")?,
            errors: texts("errors")?,
        })
    }
}
