//! The library's records as R's lists and data frames, with times as POSIXct.

use crate::frames::times;
use crate::output::{atomic, frame_of_columns, json, named, plain};
use extendr_api::prelude::*;
use jiff::Timestamp;
use omniplug_core::Result;
use serde::Serialize;
use serde_json::Value;

/// Members of records that are times.
const TIMES: [&str; 8] = [
    "at",
    "since",
    "started_at",
    "finished_at",
    "installed_at",
    "updated_at",
    "created_at",
    "last_used",
];
/// Members of records that are records.
const RECORDS: [&str; 2] = ["plugin", "release"];

/// A record as a list with names. What is within its members is of plugins and hosts, and stays as it is written.
///
/// # Errors
/// [`Unavailable`](omniplug_core::ErrorKind::Unavailable) when R can't make it.
pub(crate) fn record<T: Serialize>(record: &T) -> Result<Robj> {
    list(&json(record)?)
}

fn list(record: &Value) -> Result<Robj> {
    let Some(members) = record.as_object() else { return plain(record) };
    let member = |(name, value): (&String, &Value)| -> Result<Robj> {
        match moment(name, value) {
            Some(moment) => times(vec![moment], None),
            None if RECORDS.contains(&name.as_str()) => list(value),
            None => plain(value),
        }
    };
    let names = members.keys().map(String::as_str);
    named(names.zip(members.iter().map(member).collect::<Result<Vec<_>>>()?))
}

/// Records as a data frame with a row for each: first the `columns`, which are there in any case, then what else the
/// records have. Columns of `taken` stand at a path (RFC 6901) in the records. A column of scalars is a vector, with NA
/// for what is missing; any other a list.
///
/// # Errors
/// As [`record`] tells.
pub(crate) fn frame<T: Serialize>(
    records: &[T],
    columns: &[&str],
    taken: &[(&str, &str)],
) -> Result<Robj> {
    let records = records.iter().map(json).collect::<Result<Vec<_>>>()?;
    let mut names = columns.to_vec();
    for name in records.iter().filter_map(Value::as_object).flat_map(|record| record.keys()) {
        if !names.contains(&name.as_str()) {
            names.push(name);
        }
    }
    let column = |name: &&str| {
        let path = taken.iter().find(|(other, _)| other == name).map(|(_, path)| path);
        let cell = |record: &Value| match path {
            Some(path) => record.pointer(path).cloned().unwrap_or_default(),
            None => record.get(name).cloned().unwrap_or_default(),
        };
        column(name, &records.iter().map(cell).collect::<Vec<_>>())
    };
    let values = names.iter().map(column).collect::<Result<Vec<_>>>()?;
    frame_of_columns(names.iter().copied().zip(values), records.len())
}

fn column(name: &str, cells: &[Value]) -> Result<Robj> {
    if TIMES.contains(&name) {
        let moments = cells.iter().map(|cell| moment(name, cell).unwrap_or_else(f64::na));
        return times(moments.collect(), None);
    }
    if cells.is_empty() {
        return Ok(Robj::from(Vec::<bool>::new()));
    }
    if cells.iter().all(|cell| !cell.is_object() && !cell.is_array())
        && let Some(vector) = atomic(cells)
    {
        return Ok(vector);
    }
    Ok(List::from_values(cells.iter().map(plain).collect::<Result<Vec<_>>>()?).into())
}

/// The seconds since 1970 of a member that is a time.
fn moment(name: &str, value: &Value) -> Option<f64> {
    let text = value.as_str().filter(|_| TIMES.contains(&name))?;
    let time: Timestamp = text.parse().ok()?;
    Some(time.as_second() as f64 + f64::from(time.subsec_nanosecond()) / 1e9)
}
