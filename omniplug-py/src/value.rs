//! JSON from Python's objects and back.

use crate::error::{OrRaise, invalid};
use omniplug_core::Result;
use omniplug_core::payload::DEEPEST;
use pyo3::exceptions::PyTypeError;
use pyo3::prelude::*;
use pyo3::types::{PyBool, PyDict, PyFloat, PyInt, PyList, PyString, PyTuple};
use serde::Serialize;
use serde::de::DeserializeOwned;
use serde_json::{Map, Number, Value};

/// Makes JSON of a Python object. `other` is asked for what JSON has no word for, and is given mappings too, before
/// they are taken apart.
pub(crate) struct Reader<'a, 'py> {
    pub(crate) other: &'a mut dyn FnMut(&Bound<'py, PyAny>) -> PyResult<Option<Value>>,
}

impl<'py> Reader<'_, 'py> {
    pub(crate) fn read(&mut self, object: &Bound<'py, PyAny>, depth: usize) -> PyResult<Value> {
        // The core refuses what is too deep; here it only must not exhaust the stack.
        if depth > DEEPEST + 1 {
            let error = invalid(format!("the data is nested deeper than {DEEPEST} levels"));
            return Err(error.with_hint("make it flatter")).or_raise(object.py());
        }
        if object.is_none() {
            Ok(Value::Null)
        } else if let Ok(flag) = object.cast::<PyBool>() {
            Ok(Value::Bool(flag.is_true()))
        } else if let Ok(text) = object.cast::<PyString>() {
            Ok(Value::String(text.to_str()?.to_owned()))
        } else if object.is_instance_of::<PyInt>() {
            whole(object)
        } else if let Ok(number) = object.cast::<PyFloat>() {
            Ok(Number::from_f64(number.value()).map_or(Value::Null, Value::Number))
        } else if let Ok(dict) = object.cast::<PyDict>() {
            match (self.other)(object)? {
                Some(table) => Ok(table),
                None => Ok(Value::Object(self.object(dict, depth)?)),
            }
        } else if object.is_instance_of::<PyList>() || object.is_instance_of::<PyTuple>() {
            object.try_iter()?.map(|item| self.read(&item?, depth + 1)).collect()
        } else {
            (self.other)(object)?.ok_or_else(|| unknown(object))
        }
    }

    fn object(&mut self, dict: &Bound<'py, PyDict>, depth: usize) -> PyResult<Map<String, Value>> {
        let mut map = Map::with_capacity(dict.len());
        for (key, value) in dict.iter() {
            let key = key.cast::<PyString>().map_err(|_| {
                PyTypeError::new_err(format!("the key {key} is no text; JSON has only those"))
            })?;
            map.insert(key.to_str()?.to_owned(), self.read(&value, depth + 1)?);
        }
        Ok(map)
    }
}

fn whole(object: &Bound<'_, PyAny>) -> PyResult<Value> {
    if let Ok(number) = object.extract::<i64>() {
        return Ok(number.into());
    }
    let number = object.extract::<u64>();
    number.map(Value::from).map_err(|_| {
        PyTypeError::new_err(format!("{object} has more than 64 bits; give it as text"))
    })
}

fn unknown(object: &Bound<'_, PyAny>) -> PyErr {
    let kind = object.get_type().name().map_or_else(|_| "object".to_owned(), |it| it.to_string());
    PyTypeError::new_err(format!(
        "a plugin can't be given a `{kind}`; it takes what JSON has, and tables of pandas, polars, pyarrow and NumPy"
    ))
}

/// JSON without tables. Missing numbers (NaN) and infinities become null.
pub(crate) fn json(object: &Bound<'_, PyAny>) -> PyResult<Value> {
    Reader { other: &mut |_| Ok(None) }.read(object, 0)
}

/// A JSON object; nothing is an empty one.
pub(crate) fn json_object(object: Option<&Bound<'_, PyAny>>) -> PyResult<Map<String, Value>> {
    match object.map(json).transpose()? {
        None | Some(Value::Null) => Ok(Map::new()),
        Some(Value::Object(map)) => Ok(map),
        Some(_) => Err(PyTypeError::new_err("this is a dictionary or nothing")),
    }
}

/// A value of the library from the JSON of a Python object.
pub(crate) fn from_python<T: DeserializeOwned>(object: &Bound<'_, PyAny>) -> PyResult<T> {
    let value: Result<T> =
        serde_json::from_value(json(object)?).map_err(|error| invalid(error.to_string()));
    value.or_raise(object.py())
}

/// A value of the library as Python's dictionaries, lists and scalars.
pub(crate) fn to_python<'py>(
    py: Python<'py>,
    value: &impl Serialize,
) -> PyResult<Bound<'py, PyAny>> {
    let value = serde_json::to_value(value).map_err(|error| invalid(error.to_string()));
    python(py, &value.or_raise(py)?, &|_| None)
}

/// The table that a JSON object stands for, if it is one.
pub(crate) type Found<'py> = Option<PyResult<Bound<'py, PyAny>>>;

/// Python's objects of JSON; `table` answers for the objects that stand for a table.
pub(crate) fn python<'py>(
    py: Python<'py>,
    value: &Value,
    table: &dyn Fn(&Map<String, Value>) -> Found<'py>,
) -> PyResult<Bound<'py, PyAny>> {
    Ok(match value {
        Value::Null => py.None().into_bound(py),
        Value::Bool(flag) => PyBool::new(py, *flag).to_owned().into_any(),
        Value::Number(number) => match (number.as_i64(), number.as_u64()) {
            (Some(number), _) => number.into_pyobject(py)?.into_any(),
            (None, Some(number)) => number.into_pyobject(py)?.into_any(),
            (None, None) => number.as_f64().into_pyobject(py)?,
        },
        Value::String(text) => PyString::new(py, text).into_any(),
        Value::Array(values) => {
            let list = PyList::empty(py);
            for value in values {
                list.append(python(py, value, table)?)?;
            }
            list.into_any()
        }
        Value::Object(map) => match table(map) {
            Some(table) => table?,
            None => {
                let dict = PyDict::new(py);
                for (key, value) in map {
                    dict.set_item(PyString::intern(py, key), python(py, value, table)?)?;
                }
                dict.into_any()
            }
        },
    })
}
