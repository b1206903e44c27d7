//! Tables, which cross by the Arrow C data interface without being copied.

#![expect(unsafe_code, reason = "structures of the Arrow C data interface come in capsules")]

use crate::columns::{self, Column};
use crate::error::{OrRaise, invalid};
use crate::value::python;
use arrow_array::ffi::{FFI_ArrowArray, FFI_ArrowSchema, from_ffi, to_ffi};
use arrow_array::ffi_stream::{FFI_ArrowArrayStream, RecordBatchStreamReader};
use arrow_array::{Array, RecordBatch, RecordBatchIterator, RecordBatchReader, StructArray};
use arrow_schema::ArrowError;
use omniplug_core::payload::Payload;
use pyo3::exceptions::{PyKeyError, PyTypeError};
use pyo3::prelude::*;
use pyo3::types::{PyCapsule, PyDict, PyTuple};
use std::ffi::CStr;

const STREAM: &CStr = c"arrow_array_stream";
const SCHEMA: &CStr = c"arrow_schema";
const ARRAY: &CStr = c"arrow_array";

/// A table.
#[pyclass(frozen, module = "omniplug._native")]
#[derive(Debug)]
pub(crate) struct Table(RecordBatch);

impl From<RecordBatch> for Table {
    fn from(batch: RecordBatch) -> Self {
        Self(batch)
    }
}

impl Table {
    /// Takes what an object offers as Arrow; `None` when it offers nothing.
    pub(crate) fn import(object: &Bound<'_, PyAny>) -> PyResult<Option<RecordBatch>> {
        let py = object.py();
        let batch = if let Some(method) = object.getattr_opt("__arrow_c_stream__")? {
            from_stream(&method.call0()?)?
        } else if let Some(method) = object.getattr_opt("__arrow_c_array__")? {
            from_array(&method.call0()?)?
        } else {
            return Ok(None);
        };
        batch
            .map(Some)
            .map_err(|error| invalid("the table can't be read").with_source(error))
            .or_raise(py)
    }
}

fn from_stream(capsule: &Bound<'_, PyAny>) -> PyResult<Result<RecordBatch, ArrowError>> {
    let pointer = capsule.cast::<PyCapsule>()?.pointer_checked(Some(STREAM))?;
    // SAFETY: a capsule of this name holds a stream, which is moved out of it.
    let reader = unsafe {
        RecordBatchStreamReader::from_raw(pointer.cast::<FFI_ArrowArrayStream>().as_ptr())
    };
    Ok(reader.and_then(|reader| {
        let schema = reader.schema();
        let mut batches = reader.collect::<Result<Vec<_>, _>>()?;
        match batches.len() {
            1 => Ok(batches.remove(0)),
            _ => arrow_select::concat::concat_batches(&schema, &batches),
        }
    }))
}

fn from_array(pair: &Bound<'_, PyAny>) -> PyResult<Result<RecordBatch, ArrowError>> {
    let pair = pair.cast::<PyTuple>()?;
    let (schema, array) = (pair.get_item(0)?, pair.get_item(1)?);
    let schema =
        schema.cast::<PyCapsule>()?.pointer_checked(Some(SCHEMA))?.cast::<FFI_ArrowSchema>();
    let array = array.cast::<PyCapsule>()?.pointer_checked(Some(ARRAY))?.cast::<FFI_ArrowArray>();
    // SAFETY: capsules of these names hold an array and its schema. The array is moved out, leaving one that is
    // released, as the interface wants it.
    let data = unsafe { from_ffi(FFI_ArrowArray::from_raw(array.as_ptr()), schema.as_ref()) };
    Ok(data.and_then(|data| match data.data_type() {
        arrow_schema::DataType::Struct(_) if data.null_count() == 0 => {
            Ok(RecordBatch::from(StructArray::from(data)))
        }
        kind => Err(ArrowError::SchemaError(format!("it has the type `{kind}`, not columns"))),
    }))
}

#[pymethods]
impl Table {
    /// A table of columns: arrays of NumPy, whose memory it shares, and lists.
    #[staticmethod]
    fn from_columns(columns: &Bound<'_, PyDict>) -> PyResult<Self> {
        columns::batch(columns).map(Self)
    }

    #[getter]
    fn num_rows(&self) -> usize {
        self.0.num_rows()
    }

    #[getter]
    fn column_names(&self) -> Vec<&str> {
        self.0.schema_ref().fields().iter().map(|field| field.name().as_str()).collect()
    }

    /// The types of the columns, in Arrow's words.
    #[getter]
    fn column_types(&self) -> Vec<String> {
        self.0.columns().iter().map(|column| column.data_type().to_string()).collect()
    }

    /// The rows from one on.
    fn slice(&self, offset: usize, length: usize) -> Self {
        let offset = offset.min(self.0.num_rows());
        Self(self.0.slice(offset, length.min(self.0.num_rows() - offset)))
    }

    /// A column as NumPy has it, or nothing where NumPy has no numbers for it.
    fn column(&self, name: &str) -> PyResult<Option<Column>> {
        let column = self.0.column_by_name(name);
        column
            .map(|column| Column::of(column.as_ref()))
            .ok_or_else(|| PyKeyError::new_err(name.to_owned()))
    }

    /// The values of all columns, by name.
    fn to_dict<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyAny>> {
        let payload = Payload::from_table(self.0.clone()).or_raise(py)?;
        python(py, &payload.to_json(), &|_| None)
    }

    fn __arrow_c_schema__<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyCapsule>> {
        let schema = FFI_ArrowSchema::try_from(self.0.schema_ref().as_ref());
        PyCapsule::new_with_value(py, schema.map_err(arrow)?, SCHEMA)
    }

    #[pyo3(signature = (requested_schema=None))]
    fn __arrow_c_array__<'py>(
        &self,
        py: Python<'py>,
        requested_schema: Option<Bound<'py, PyAny>>,
    ) -> PyResult<(Bound<'py, PyCapsule>, Bound<'py, PyCapsule>)> {
        // The interface lets a producer answer with its own schema.
        drop(requested_schema);
        let (array, schema) =
            to_ffi(&StructArray::from(self.0.clone()).into_data()).map_err(arrow)?;
        let schema = PyCapsule::new_with_value(py, schema, SCHEMA)?;
        Ok((schema, PyCapsule::new_with_value(py, array, ARRAY)?))
    }

    #[pyo3(signature = (requested_schema=None))]
    fn __arrow_c_stream__<'py>(
        &self,
        py: Python<'py>,
        requested_schema: Option<Bound<'py, PyAny>>,
    ) -> PyResult<Bound<'py, PyCapsule>> {
        drop(requested_schema);
        let batches = [Ok(self.0.clone())];
        let reader = RecordBatchIterator::new(batches, self.0.schema());
        let stream = FFI_ArrowArrayStream::new(Box::new(reader));
        PyCapsule::new_with_value(py, stream, STREAM)
    }
}

#[expect(clippy::needless_pass_by_value, reason = "it is handed to `map_err`")]
fn arrow(error: ArrowError) -> PyErr {
    PyTypeError::new_err(error.to_string())
}
