//! Columns from NumPy's arrays and lists, and back, sharing memory where both lay values out alike.

#![expect(unsafe_code, reason = "NumPy tells of its memory by address")]

use arrow_array::cast::AsArray;
use arrow_array::types::{
    ArrowPrimitiveType, Float32Type, Float64Type, Int8Type, Int16Type, Int32Type, Int64Type,
    TimestampMicrosecondType, TimestampNanosecondType, UInt8Type, UInt16Type, UInt32Type,
    UInt64Type,
};
use arrow_array::{
    Array, ArrayRef, BooleanArray, Float64Array, Int64Array, LargeStringArray, PrimitiveArray,
    RecordBatch, RecordBatchOptions,
};
use arrow_buffer::{ArrowNativeType, Buffer, NullBuffer, ScalarBuffer};
use arrow_schema::{DataType, Field, Schema, TimeUnit};
use pyo3::exceptions::{PyTypeError, PyValueError};
use pyo3::prelude::*;
use pyo3::types::{PyBool, PyDict, PyList, PyString};
use std::panic::RefUnwindSafe;
use std::ptr::NonNull;
use std::sync::Arc;

/// What NumPy has in place of a missing moment.
const NOT_A_TIME: i64 = i64::MIN;

/// A column that NumPy reads where it lies, by `__array_interface__`.
#[pyclass(frozen, module = "omniplug._native")]
#[derive(Debug)]
pub(crate) struct Column {
    data: Buffer,
    kind: &'static str,
    length: usize,
}

#[pymethods]
impl Column {
    #[getter]
    fn __array_interface__<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyDict>> {
        let interface = PyDict::new(py);
        interface.set_item("version", 3)?;
        interface.set_item("shape", (self.length,))?;
        interface.set_item("typestr", self.kind)?;
        // Read-only: others may share the memory.
        interface.set_item("data", (self.data.as_ptr() as usize, true))?;
        Ok(interface)
    }
}

impl Column {
    /// The column for NumPy; whole numbers with missing values are floats there. `None` for texts, categories, dates
    /// and truth values with missing ones.
    pub(crate) fn of(array: &dyn Array) -> Option<Self> {
        match array.data_type() {
            DataType::Boolean if array.null_count() == 0 => {
                let flags = array.as_boolean().values().iter().map(u8::from);
                Some(Self::new("|b1", flags.collect::<Vec<u8>>()))
            }
            DataType::Int8 => whole::<Int8Type>("|i1", array),
            DataType::Int16 => whole::<Int16Type>("<i2", array),
            DataType::Int32 => whole::<Int32Type>("<i4", array),
            DataType::Int64 => whole::<Int64Type>("<i8", array),
            DataType::UInt8 => whole::<UInt8Type>("|u1", array),
            DataType::UInt16 => whole::<UInt16Type>("<u2", array),
            DataType::UInt32 => whole::<UInt32Type>("<u4", array),
            DataType::UInt64 => whole::<UInt64Type>("<u8", array),
            DataType::Float32 => Some(filled::<Float32Type>("<f4", array, f32::NAN)),
            DataType::Float64 => Some(filled::<Float64Type>("<f8", array, f64::NAN)),
            DataType::Timestamp(TimeUnit::Microsecond, None) => {
                Some(filled::<TimestampMicrosecondType>("<M8[us]", array, NOT_A_TIME))
            }
            DataType::Timestamp(TimeUnit::Nanosecond, None) => {
                Some(filled::<TimestampNanosecondType>("<M8[ns]", array, NOT_A_TIME))
            }
            _ => None,
        }
    }

    fn new<T: ArrowNativeType>(kind: &'static str, values: Vec<T>) -> Self {
        Self { kind, length: values.len(), data: Buffer::from_vec(values) }
    }
}

fn whole<T: ArrowPrimitiveType>(kind: &'static str, array: &dyn Array) -> Option<Column> {
    let values = array.as_primitive_opt::<T>()?;
    if values.null_count() == 0 {
        return Some(Column { data: values.values().inner().clone(), kind, length: values.len() });
    }
    let number = |value: Option<T::Native>| {
        value.and_then(|it| it.to_i64()).map_or(f64::NAN, |it| it as f64)
    };
    Some(Column::new("<f8", values.iter().map(number).collect()))
}

fn filled<T: ArrowPrimitiveType>(
    kind: &'static str,
    array: &dyn Array,
    missing: T::Native,
) -> Column {
    let values = array.as_primitive::<T>();
    if values.null_count() == 0 {
        return Column { data: values.values().inner().clone(), kind, length: values.len() };
    }
    Column::new(kind, values.iter().map(|value| value.unwrap_or(missing)).collect())
}

/// A table of columns by name.
pub(crate) fn batch(columns: &Bound<'_, PyDict>) -> PyResult<RecordBatch> {
    let mut fields = Vec::with_capacity(columns.len());
    let mut arrays: Vec<ArrayRef> = Vec::with_capacity(columns.len());
    for (name, values) in columns.iter() {
        let name: String = name.extract()?;
        let array = match values.getattr_opt("__array_interface__")? {
            Some(interface) => shared(&values, interface.cast::<PyDict>()?),
            None => listed(&values),
        };
        let array = array.map_err(|error| {
            PyTypeError::new_err(format!("column `{name}`: {}", error.value(columns.py())))
        })?;
        fields.push(Field::new(name, array.data_type().clone(), true));
        arrays.push(array);
    }
    let rows = arrays.first().map_or(0, |array| array.len());
    let options = RecordBatchOptions::new().with_row_count(Some(rows));
    RecordBatch::try_new_with_options(Arc::new(Schema::new(fields)), arrays, &options)
        .map_err(|error| PyValueError::new_err(error.to_string()))
}

/// Keeps a Python object alive while Arrow reads its memory.
struct Owner(#[expect(dead_code, reason = "it only has to live")] Py<PyAny>);

impl RefUnwindSafe for Owner {}

/// An array of NumPy in one piece, its memory shared.
fn shared(object: &Bound<'_, PyAny>, interface: &Bound<'_, PyDict>) -> PyResult<ArrayRef> {
    let entry = |name: &str| {
        interface.get_item(name)?.ok_or_else(|| PyTypeError::new_err(format!("it has no `{name}`")))
    };
    let kind: String = entry("typestr")?.extract()?;
    let (length,): (usize,) = entry("shape")?.extract()?;
    let (address, _): (usize, bool) = entry("data")?.extract()?;
    if interface.get_item("strides")?.is_some_and(|strides| !strides.is_none()) {
        return Err(PyTypeError::new_err("it is not in one piece"));
    }
    let memory = Memory { object, address, length };
    match kind.as_str() {
        "|b1" => {
            let flags = memory.values::<u8>()?;
            Ok(Arc::new(BooleanArray::from_iter(flags.iter().map(|flag| Some(*flag != 0)))))
        }
        "|i1" => memory.array::<Int8Type>(),
        "<i2" => memory.array::<Int16Type>(),
        "<i4" => memory.array::<Int32Type>(),
        "<i8" => memory.array::<Int64Type>(),
        "|u1" => memory.array::<UInt8Type>(),
        "<u2" => memory.array::<UInt16Type>(),
        "<u4" => memory.array::<UInt32Type>(),
        "<u8" => memory.array::<UInt64Type>(),
        "<f4" => memory.array::<Float32Type>(),
        "<f8" => memory.array::<Float64Type>(),
        "<M8[us]" => memory.moments::<TimestampMicrosecondType>(),
        "<M8[ns]" => memory.moments::<TimestampNanosecondType>(),
        kind => Err(PyTypeError::new_err(format!("it has NumPy's type `{kind}`"))),
    }
}

struct Memory<'a, 'py> {
    object: &'a Bound<'py, PyAny>,
    address: usize,
    length: usize,
}

impl Memory<'_, '_> {
    fn values<T: ArrowNativeType>(&self) -> PyResult<ScalarBuffer<T>> {
        let bytes = self.length.checked_mul(size_of::<T>());
        let pointer =
            NonNull::new(self.address as *mut u8).filter(|it| it.cast::<T>().is_aligned());
        let (Some(pointer), Some(bytes)) = (pointer, bytes) else {
            return Err(PyTypeError::new_err("its memory is not aligned"));
        };
        let owner = Arc::new(Owner(self.object.clone().unbind()));
        // SAFETY: the array has so many bytes there, by what it says of itself, as long as it lives; the buffer
        // keeps it alive. NumPy does not move the memory of an array that others refer to.
        Ok(unsafe { Buffer::from_custom_allocation(pointer, bytes, owner) }.into())
    }

    fn array<T: ArrowPrimitiveType>(&self) -> PyResult<ArrayRef> {
        Ok(Arc::new(PrimitiveArray::<T>::new(self.values()?, None)))
    }

    fn moments<T: ArrowPrimitiveType<Native = i64>>(&self) -> PyResult<ArrayRef> {
        let values = self.values::<i64>()?;
        let missing = values.contains(&NOT_A_TIME);
        let nulls =
            missing.then(|| values.iter().map(|it| *it != NOT_A_TIME).collect::<NullBuffer>());
        Ok(Arc::new(PrimitiveArray::<T>::new(values, nulls)))
    }
}

/// A list of texts, truth values, whole numbers or numbers, with `None` for what is missing.
fn listed(object: &Bound<'_, PyAny>) -> PyResult<ArrayRef> {
    let list = object.cast::<PyList>().map_err(|_| PyTypeError::new_err("it is no list"))?;
    let is = |test: &dyn Fn(&Bound<'_, PyAny>) -> bool| {
        list.iter().all(|item| item.is_none() || test(&item))
    };
    if is(&|item| item.is_instance_of::<PyString>()) {
        let texts: Vec<Option<String>> = list.extract()?;
        Ok(Arc::new(LargeStringArray::from(texts)))
    } else if is(&|item| item.is_instance_of::<PyBool>()) {
        Ok(Arc::new(BooleanArray::from(list.extract::<Vec<Option<bool>>>()?)))
    } else if is(&|item| item.extract::<i64>().is_ok() && !item.is_instance_of::<PyBool>()) {
        Ok(Arc::new(Int64Array::from(list.extract::<Vec<Option<i64>>>()?)))
    } else if is(&|item| item.extract::<f64>().is_ok() && !item.is_instance_of::<PyBool>()) {
        Ok(Arc::new(Float64Array::from(list.extract::<Vec<Option<f64>>>()?)))
    } else {
        Err(PyTypeError::new_err("its values are not all texts, all truth values or all numbers"))
    }
}
