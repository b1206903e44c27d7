//! The payload itself.

use super::{digest, json, wire};
use crate::{Error, ErrorKind, Result};
use arrow_array::RecordBatch;
use serde_json::{Value, json};
use std::collections::HashSet;

/// The key of the JSON object that stands for an attached table: `{"$table": 0}` is the first.
pub const TABLE_KEY: &str = "$table";

/// How deep the JSON of a payload may be nested, counted in arrays and objects.
pub const DEEPEST: usize = 100;

/// JSON with tables attached.
///
/// Every attached table is referred to exactly once. The columns of the tables are numbers, booleans, text,
/// categories (dictionaries of text), timestamps and dates, their names distinct.
///
/// ```
/// use omniplug_core::payload::{Payload, csv};
///
/// let table = csv::read("x,y\n1,a\n2,b\n".as_bytes(), &csv::Options::default())?;
/// let payload = Payload::from_table(table)?;
/// assert_eq!(payload.json().to_string(), r#"{"$table":0}"#);
/// assert_eq!(payload.to_json().to_string(), r#"{"x":[1,2],"y":["a","b"]}"#);
/// # Ok::<(), omniplug_core::Error>(())
/// ```
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Payload {
    json: Value,
    tables: Vec<RecordBatch>,
}

impl Payload {
    /// JSON whose `{"$table": n}` objects stand for the attached tables.
    ///
    /// # Errors
    /// [`InvalidInput`](ErrorKind::InvalidInput) when a table is missing, or referred to never or twice; when
    /// a column has a type that plugins can't be given, or a name twice; when the JSON is nested deeper than
    /// [`DEEPEST`].
    pub fn new(json: Value, tables: Vec<RecordBatch>) -> Result<Self> {
        let mut seen = vec![false; tables.len()];
        check_references(&json, &mut seen, 0)?;
        if let Some(index) = seen.iter().position(|seen| !seen) {
            return Err(Error::new(
                ErrorKind::InvalidInput,
                format!("table {index} is attached, but the JSON does not refer to it"),
            )
            .with_hint(format!("put `{{\"{TABLE_KEY}\": {index}}}` where it belongs")));
        }
        for table in &tables {
            check_columns(table)?;
        }
        Ok(Self { json, tables })
    }

    /// JSON without tables.
    ///
    /// # Errors
    /// [`InvalidInput`](ErrorKind::InvalidInput) when it refers to a table or is nested too deep.
    pub fn from_json(json: Value) -> Result<Self> {
        Self::new(json, Vec::new())
    }

    /// One table and nothing else.
    ///
    /// # Errors
    /// [`InvalidInput`](ErrorKind::InvalidInput) as [`new`](Self::new) tells.
    pub fn from_table(table: RecordBatch) -> Result<Self> {
        Self::new(json!({ TABLE_KEY: 0 }), vec![table])
    }

    /// The JSON.
    pub fn json(&self) -> &Value {
        &self.json
    }

    /// The attached tables.
    pub fn tables(&self) -> &[RecordBatch] {
        &self.tables
    }

    /// The table, where the payload is one table and nothing else.
    pub fn as_table(&self) -> Option<&RecordBatch> {
        self.tables.get(reference(&self.json)?)
    }

    /// The JSON with each table written out by columns: `{"x": [1, 2], "y": ["a", "b"]}`.
    ///
    /// Missing values, NaN and infinities become null, dates and timestamps text as of ISO 8601.
    pub fn to_json(&self) -> Value {
        json::inline(&self.json, &|index| self.tables.get(index).map(json::columns))
    }

    /// The JSON with each table written out by rows: `[{"x": 1, "y": "a"}, {"x": 2, "y": "b"}]`, values as in
    /// [`to_json`](Self::to_json).
    pub fn to_json_records(&self) -> Value {
        json::inline(&self.json, &|index| self.tables.get(index).map(json::records))
    }

    /// The SHA-256 of the content in hexadecimal.
    ///
    /// Payloads of the same content have the same digest: it does not depend on the order of keys in
    /// objects, on how Arrow laid out a table's memory, nor on what lies beneath missing values. It is taken
    /// over the JSON with sorted keys, then the tables in the form of the [`wire`], each part behind its
    /// length of 64 bits, little endian.
    pub fn digest(&self) -> String {
        digest::digest(&self.json, &self.tables)
    }

    /// The size in bytes that the content has on the [`wire`].
    pub fn size_bytes(&self) -> u64 {
        let body = wire::encode_tables(&self.tables).map_or(0, |encoded| encoded.length);
        digest::json_length(&self.json) + body
    }
}

/// The table that a JSON value stands for.
pub(super) fn reference(json: &Value) -> Option<usize> {
    let object = json.as_object().filter(|object| object.len() == 1)?;
    usize::try_from(object.get(TABLE_KEY)?.as_u64()?).ok()
}

fn check_references(json: &Value, seen: &mut [bool], depth: usize) -> Result<()> {
    if depth > DEEPEST {
        return Err(Error::new(
            ErrorKind::InvalidInput,
            format!("the data is nested deeper than {DEEPEST} levels"),
        )
        .with_hint("make it flatter"));
    }
    match json {
        Value::Array(values) => {
            values.iter().try_for_each(|value| check_references(value, seen, depth + 1))
        }
        Value::Object(object) if object.contains_key(TABLE_KEY) => mark(json, seen),
        Value::Object(object) => {
            object.values().try_for_each(|value| check_references(value, seen, depth + 1))
        }
        _ => Ok(()),
    }
}

fn mark(json: &Value, seen: &mut [bool]) -> Result<()> {
    let count = seen.len();
    match reference(json).and_then(|index| seen.get_mut(index)) {
        Some(seen) if !*seen => {
            *seen = true;
            Ok(())
        }
        Some(_) => Err(Error::new(ErrorKind::InvalidInput, format!("`{json}` is there twice"))
            .with_hint("attach the table twice")),
        None => Err(Error::new(
            ErrorKind::InvalidInput,
            format!("the key `{TABLE_KEY}` does not refer to one of the {count} attached tables"),
        )
        .with_hint("the key is reserved for tables; rename it")),
    }
}

fn check_columns(table: &RecordBatch) -> Result<()> {
    let mut names = HashSet::new();
    for (field, column) in table.schema_ref().fields().iter().zip(table.columns()) {
        if !names.insert(field.name()) {
            return Err(Error::new(
                ErrorKind::InvalidInput,
                format!("a table has two columns `{}`", field.name()),
            )
            .with_hint("rename one of them"));
        }
        wire::check_column(field, column.as_ref())?;
    }
    Ok(())
}
