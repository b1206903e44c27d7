//! Payloads: JSON with tables from Python's objects and back.

use crate::error::{OrRaise, invalid};
use crate::table::Table;
use crate::value::{Reader, python};
use arrow_array::RecordBatch;
use omniplug_core::payload::{Payload, TABLE_KEY};
use pyo3::intern;
use pyo3::prelude::*;
use pyo3::sync::PyOnceLock;
use serde_json::{Map, Value, json};

static CONVERT: PyOnceLock<Py<PyAny>> = PyOnceLock::new();
static WRAP: PyOnceLock<Py<PyAny>> = PyOnceLock::new();

/// Takes data for a plugin. Whatever has Arrow's `__arrow_c_stream__` or `__arrow_c_array__` is attached as a table
/// without a copy; the Python half makes such tables of NumPy's arrays and of pandas' frames.
pub(crate) fn payload(object: &Bound<'_, PyAny>) -> PyResult<Payload> {
    let mut tables = Vec::new();
    let mut other = |object: &Bound<'_, PyAny>| attach(object, &mut tables);
    let json = Reader { other: &mut other }.read(object, 0)?;
    Payload::new(json, tables).or_raise(object.py())
}

fn attach(object: &Bound<'_, PyAny>, tables: &mut Vec<RecordBatch>) -> PyResult<Option<Value>> {
    let py = object.py();
    let convert = CONVERT.import(py, "omniplug._table", "convert")?;
    let converted = convert.call1((object,))?;
    if let Some(batch) = Table::import(&converted)? {
        return Ok(Some(reference(batch, tables)));
    }
    if converted.is(object) {
        return Ok(None);
    }
    crate::value::json(&converted).map(Some)
}

fn reference(batch: RecordBatch, tables: &mut Vec<RecordBatch>) -> Value {
    tables.push(batch);
    json!({ TABLE_KEY: tables.len() - 1 })
}

/// Hands data of a plugin to Python, tables as `omniplug.Table`.
pub(crate) fn payload_to_python<'py>(
    py: Python<'py>,
    payload: &Payload,
) -> PyResult<Bound<'py, PyAny>> {
    let table = |object: &Map<String, Value>| {
        let index = object.get(TABLE_KEY)?.as_u64()?;
        let index = usize::try_from(index).ok()?;
        Some(match payload.tables().get(index) {
            Some(batch) => wrap(py, batch.clone()),
            None => Err(invalid("a table is missing")).or_raise(py),
        })
    };
    python(py, payload.json(), &table)
}

fn wrap(py: Python<'_>, batch: RecordBatch) -> PyResult<Bound<'_, PyAny>> {
    let wrap = WRAP.import(py, "omniplug._table", "Table")?;
    wrap.call_method1(intern!(py, "_of"), (Table::from(batch),))
}
