//! Events on their way to Python, as dictionaries.

use crate::payload::payload_to_python;
use crate::value::to_python;
use omniplug_core::sandbox::{Event, Stream};
use pyo3::prelude::*;
use pyo3::types::PyDict;

/// The event with its kind under `kind`.
pub(crate) fn event_to_python<'py>(py: Python<'py>, event: &Event) -> PyResult<Bound<'py, PyDict>> {
    let dict = PyDict::new(py);
    match event {
        Event::Phase(text) => {
            dict.set_item("kind", "phase")?;
            dict.set_item("text", text)?;
        }
        Event::Log { stream, text } => {
            dict.set_item("kind", "log")?;
            dict.set_item("stream", if *stream == Stream::Stdout { "stdout" } else { "stderr" })?;
            dict.set_item("text", text)?;
        }
        Event::Progress { fraction, message } => {
            dict.set_item("kind", "progress")?;
            dict.set_item("fraction", fraction)?;
            dict.set_item("message", message)?;
        }
        Event::Warning(text) => {
            dict.set_item("kind", "warning")?;
            dict.set_item("text", text)?;
        }
        Event::Partial(data) => {
            dict.set_item("kind", "partial")?;
            dict.set_item("data", payload_to_python(py, data)?)?;
        }
        Event::Usage(usage) => {
            let usage = to_python(py, usage)?.cast_into::<PyDict>()?;
            usage.set_item("kind", "usage")?;
            return Ok(usage);
        }
        // Kinds that come later are told by name, so that nothing is lost unseen.
        other => {
            dict.set_item("kind", "phase")?;
            dict.set_item("text", format!("{other:?}"))?;
        }
    }
    Ok(dict)
}
