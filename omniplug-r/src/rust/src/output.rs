//! JSON, with tables, as R's values.
//!
//! Arrays become what R users know from other readers of JSON: an array of scalars of one type an atomic vector, an
//! array of records a data frame, an array of equally long arrays of numbers a matrix; else lists. Objects become
//! named lists, null becomes NULL, and NA in vectors. It is the form in which plugins in R get their input.

use crate::failure::of_r;
use crate::frames;
use extendr_api::prelude::*;
use omniplug_core::Result;
use omniplug_core::payload::{Payload, TABLE_KEY};
use serde::Serialize;
use serde_json::{Map, Value};
use std::borrow::Cow;

/// Serde data as R's values. Arrays of records and of arrays stay lists, whatever happens to be in them.
///
/// # Errors
/// [`Unavailable`](omniplug_core::ErrorKind::Unavailable) when R can't make them.
pub(crate) fn data<T: Serialize>(data: &T) -> Result<Robj> {
    plain(&json(data)?)
}

/// Serde data as JSON.
///
/// # Errors
/// As [`data`] tells.
pub(crate) fn json<T: Serialize>(data: &T) -> Result<Value> {
    serde_json::to_value(data).map_err(|error| of_r(error.to_string().into()))
}

/// JSON as [`data`] makes R's values of it.
///
/// # Errors
/// As [`data`] tells.
pub(crate) fn plain(json: &Value) -> Result<Robj> {
    Reader { tables: &[], is_simplified: false }.value(json)
}

/// A payload as R's values, its tables as data frames.
///
/// # Errors
/// As [`frames::frame`] and [`data`] tell.
pub(crate) fn payload(payload: &Payload) -> Result<Robj> {
    let tables = payload.tables().iter().map(frames::frame).collect::<Result<Vec<_>>>()?;
    Reader { tables: &tables, is_simplified: true }.value(payload.json())
}

/// A list with names.
///
/// # Errors
/// As [`data`] tells.
pub(crate) fn named<'a>(items: impl IntoIterator<Item = (&'a str, Robj)>) -> Result<Robj> {
    let (names, values): (Vec<_>, Vec<_>) = items.into_iter().unzip();
    let mut list: Robj = List::from_values(values).into();
    list.set_attrib("names", texts(names.into_iter().map(Some))).map_err(of_r)?;
    Ok(list)
}

/// A character vector.
pub(crate) fn strings<'a>(values: impl IntoIterator<Item = &'a str>) -> Robj {
    let values: Vec<_> = values.into_iter().map(Some).collect();
    texts(values.into_iter())
}

/// A character vector of lines.
pub(crate) fn lines(lines: &[String]) -> Robj {
    strings(lines.iter().map(String::as_str))
}

/// A character vector with NA for what is missing. Characters of code zero, which R can't hold, become `?`.
pub(crate) fn texts<'a>(values: impl Iterator<Item = Option<&'a str>>) -> Robj {
    let clean = |text: &'a str| match text.contains('\0') {
        true => Cow::from(text.replace('\0', "?")),
        false => Cow::from(text),
    };
    let texts: Vec<Rstr> = values
        .map(|value| value.map_or_else(Rstr::na, |text| Rstr::from(clean(text).as_ref())))
        .collect();
    Strings::from_values(texts).into()
}

struct Reader<'a> {
    tables: &'a [Robj],
    /// Whether arrays become matrices and data frames where they can.
    is_simplified: bool,
}

impl Reader<'_> {
    fn value(&self, json: &Value) -> Result<Robj> {
        match json {
            Value::Null => Ok(().into()),
            Value::Bool(_) | Value::Number(_) | Value::String(_) => {
                Ok(atomic(std::slice::from_ref(json)).unwrap_or_else(|| ().into()))
            }
            Value::Array(values) => self.array(values),
            Value::Object(object) => match self.table(object) {
                Some(table) => Ok(table.clone()),
                None => {
                    let items =
                        object.iter().map(|(name, json)| Ok((name.as_str(), self.value(json)?)));
                    named(items.collect::<Result<Vec<_>>>()?)
                }
            },
        }
    }

    fn array(&self, values: &[Value]) -> Result<Robj> {
        if let Some(vector) = atomic(values) {
            return Ok(vector);
        }
        if self.is_simplified {
            if let Some(simple) = matrix(values)? {
                return Ok(simple);
            }
            if let Some(simple) = records(values)? {
                return Ok(simple);
            }
        }
        let values = values.iter().map(|json| self.value(json)).collect::<Result<Vec<_>>>()?;
        Ok(List::from_values(values).into())
    }

    fn table(&self, object: &Map<String, Value>) -> Option<&Robj> {
        let index = object.get(TABLE_KEY).filter(|_| object.len() == 1)?.as_u64()?;
        self.tables.get(usize::try_from(index).ok()?)
    }
}

/// Scalars of one type, and nulls, as a vector; nothing where they are none or of several types.
pub(crate) fn atomic(values: &[Value]) -> Option<Robj> {
    let known = || values.iter().filter(|value| !value.is_null());
    if values.is_empty() {
        None
    } else if known().all(Value::is_boolean) {
        let flag = |value: &Value| value.as_bool().map_or(Rbool::na(), Rbool::from);
        Some(values.iter().map(flag).collect_robj())
    } else if known().all(Value::is_string) {
        Some(texts(values.iter().map(Value::as_str)))
    } else if known().all(|value| integer(value).is_some()) {
        let number = |value: &Value| integer(value).unwrap_or(i32::MIN);
        Some(values.iter().map(number).collect_robj())
    } else if known().all(Value::is_number) {
        Some(values.iter().map(|value| value.as_f64().unwrap_or_else(f64::na)).collect_robj())
    } else {
        None
    }
}

/// The number where it is one of R's integers, whose smallest is NA.
fn integer(value: &Value) -> Option<i32> {
    value.as_i64().and_then(|value| i32::try_from(value).ok()).filter(|value| *value != i32::MIN)
}

/// Equally long arrays of numbers as the rows of a matrix.
fn matrix(rows: &[Value]) -> Result<Option<Robj>> {
    let first = rows.first().and_then(Value::as_array).map_or(0, Vec::len);
    let is_row = |row: &Value| {
        let row = row.as_array();
        row.is_some_and(|row| {
            row.len() == first && row.iter().all(|it| it.is_number() || it.is_null())
        })
    };
    let any = rows.iter().filter_map(Value::as_array).flatten().any(Value::is_number);
    let size = [rows.len(), first].map(|length| i32::try_from(length).ok());
    let [Some(height), Some(width)] = size else { return Ok(None) };
    if first == 0 || !any || !rows.iter().all(is_row) {
        return Ok(None);
    }
    let cells = (0..first).flat_map(|column| rows.iter().filter_map(move |row| row.get(column)));
    let Some(mut values) = atomic(&cells.cloned().collect::<Vec<_>>()) else { return Ok(None) };
    values.set_attrib("dim", [height, width].as_slice()).map_err(of_r)?;
    Ok(Some(values))
}

/// Objects with the same keys and scalar values as a data frame.
fn records(values: &[Value]) -> Result<Option<Robj>> {
    let Some(objects) = values.iter().map(Value::as_object).collect::<Option<Vec<_>>>() else {
        return Ok(None);
    };
    let Some(first) = objects.first().filter(|first| !first.is_empty()) else { return Ok(None) };
    let mut columns = Vec::with_capacity(first.len());
    for name in first.keys() {
        let cells = objects.iter().filter(|object| object.len() == first.len());
        let cells: Vec<Value> = cells.filter_map(|object| object.get(name)).cloned().collect();
        match atomic(&cells).filter(|_| cells.len() == objects.len()) {
            Some(column) => columns.push((name.as_str(), column)),
            None => return Ok(None),
        }
    }
    frame_of_columns(columns, objects.len()).map(Some)
}

/// A data frame of columns with names.
///
/// # Errors
/// As [`data`] tells.
pub(crate) fn frame_of_columns<'a>(
    columns: impl IntoIterator<Item = (&'a str, Robj)>,
    rows: usize,
) -> Result<Robj> {
    let rows = i32::try_from(rows).map_err(|_| of_r("it has too many rows".to_owned().into()))?;
    let mut frame = named(columns)?;
    // How R writes that the rows have numbers only.
    frame.set_attrib("row.names", [i32::MIN, -rows].as_slice()).map_err(of_r)?;
    frame.set_class(["data.frame"]).map_err(of_r)?;
    Ok(frame)
}
