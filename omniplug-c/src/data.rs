//! What goes into plugins and comes out of them.

#![expect(unsafe_code, reason = "exports, and taking over tables")]

use crate::arguments::{given, optional_text, slice, write_json};
use crate::arrow;
use crate::error::{Error, guard, quiet};
use arrow_array::RecordBatch;
use arrow_array::ffi::{FFI_ArrowArray, FFI_ArrowSchema};
use omniplug_core::payload::{Payload, TABLE_KEY};
use omniplug_core::{ErrorKind, Result};
use serde_json::{Value, json};
use std::ffi::c_char;
use std::mem::MaybeUninit;

/// JSON with tables attached, in which the object `{"$table": 0}` stands for the first table. It never changes, so any
/// number of threads may read it at once.
#[derive(Debug, Default)]
pub struct Data(pub(crate) Payload);

impl From<Payload> for Data {
    fn from(payload: Payload) -> Self {
        Self(payload)
    }
}

impl Data {
    /// The JSON, with tables written out by columns where that is asked for.
    pub(crate) fn json(&self, with_tables: bool) -> Value {
        if with_tables { self.0.to_json() } else { self.0.json().clone() }
    }
}

/// Takes over tables. All are taken, also where one of them or something else is wrong.
fn take_tables(
    schemas: *mut FFI_ArrowSchema,
    arrays: *mut FFI_ArrowArray,
    count: usize,
) -> Result<Vec<RecordBatch>> {
    slice(schemas, count, "schemas")?;
    slice(arrays, count, "arrays")?;
    let taken: Vec<_> = (0..count)
        .map(|index| {
            // SAFETY: by the header's rules `count` of them stand there, which the caller hands over.
            let schema = unsafe { FFI_ArrowSchema::from_raw(schemas.add(index)) };
            // SAFETY: as above.
            let array = unsafe { FFI_ArrowArray::from_raw(arrays.add(index)) };
            (schema, array)
        })
        .collect();
    taken.into_iter().map(|(schema, array)| arrow::import(&schema, array)).collect()
}

fn parse(text: Option<&str>, tables: usize) -> Result<Value> {
    match text {
        None if tables == 1 => Ok(json!({ TABLE_KEY: 0 })),
        None => Ok(Value::Null),
        Some(text) => serde_json::from_str(text).map_err(|error| {
            omniplug_core::Error::new(ErrorKind::InvalidInput, "the argument `json` is not JSON")
                .with_source(error)
        }),
    }
}

/// Makes data of JSON and `tables` tables.
///
/// - `json`: each table is referred to once, as `{"$table": 0}`. `NULL` stands for the only table, or for null.
/// - `schemas`, `arrays`: for each table its schema and its array, which is a struct whose children are the columns:
///   numbers, booleans, texts, dictionaries of texts, timestamps and dates. Their memory is shared, not copied, and
///   must not change any more. They are moved from, also on failure; only where one of the two pointers is `NULL` they
///   are left alone. Both may be `NULL` without tables.
///
/// Thread-safe.
#[unsafe(no_mangle)]
pub extern "C" fn omniplug_data_new(
    json: *const c_char,
    schemas: *mut FFI_ArrowSchema,
    arrays: *mut FFI_ArrowArray,
    tables: usize,
    data: Option<&mut MaybeUninit<*mut Data>>,
) -> Option<Box<Error>> {
    guard(|| {
        let taken = take_tables(schemas, arrays, tables)?;
        let data = given(data, "data")?;
        let payload = Payload::new(parse(optional_text(json, "json")?, tables)?, taken)?;
        data.write(Box::into_raw(Box::new(Data(payload))));
        Ok(())
    })
}

/// Answers with the JSON of data as text, to be freed by `omniplug_text_free`.
///
/// - `with_tables`: whether tables are written out by columns, as in `{"x": [1, 2]}`, with null for NaN; else
///   `{"$table": 0}` stays.
///
/// Thread-safe.
#[unsafe(no_mangle)]
pub extern "C" fn omniplug_data_json(
    data: Option<&Data>,
    with_tables: bool,
    json: Option<&mut MaybeUninit<*mut c_char>>,
) -> Option<Box<Error>> {
    guard(|| {
        let (data, json) = (given(data, "data")?, given(json, "json")?);
        write_json(json, &data.json(with_tables))
    })
}

/// How many tables are attached; none to `NULL`.
///
/// Thread-safe.
#[unsafe(no_mangle)]
pub extern "C" fn omniplug_data_tables(data: Option<&Data>) -> usize {
    quiet(0, || data.map_or(0, |data| data.0.tables().len()))
}

/// Answers with a table, counted from 0, as a struct array whose children are its columns. The memory is shared, not
/// copied, and stays until both are released by their `release`; it may outlive the data.
///
/// Thread-safe.
#[unsafe(no_mangle)]
pub extern "C" fn omniplug_data_table(
    data: Option<&Data>,
    index: usize,
    schema: Option<&mut MaybeUninit<FFI_ArrowSchema>>,
    array: Option<&mut MaybeUninit<FFI_ArrowArray>>,
) -> Option<Box<Error>> {
    guard(|| {
        let (schema, array) = (given(schema, "schema")?, given(array, "array")?);
        let table = given(data, "data")?.0.tables().get(index).ok_or_else(|| {
            omniplug_core::Error::new(ErrorKind::NotFound, format!("there is no table `{index}`"))
                .with_hint("`omniplug_data_tables` tells how many there are")
        })?;
        let exported = arrow::export(table)?;
        schema.write(exported.0);
        array.write(exported.1);
        Ok(())
    })
}

/// Frees data that `omniplug_data_new` made; `NULL` is nothing. Requests and tables made of it stay.
///
/// Not while another thread uses the data.
#[unsafe(no_mangle)]
pub extern "C" fn omniplug_data_free(data: Option<Box<Data>>) {
    quiet((), || drop(data));
}
