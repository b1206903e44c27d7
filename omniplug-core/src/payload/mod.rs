//! Data on its way between a host and a plugin: JSON with tables attached.

use crate::Result;
use arrow_array::RecordBatch;
use serde_json::Value;

/// The key of the JSON object that stands for an attached table: `{"$table": 0}` is the first.
pub const TABLE_KEY: &str = "$table";

/// JSON with tables attached.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Payload {
    json: Value,
    tables: Vec<RecordBatch>,
}

impl Payload {
    /// JSON whose `{"$table": n}` objects stand for the attached tables.
    pub fn new(json: Value, tables: Vec<RecordBatch>) -> Result<Self> {
        Ok(Self { json, tables })
    }

    /// The JSON.
    pub fn json(&self) -> &Value {
        &self.json
    }

    /// The attached tables.
    pub fn tables(&self) -> &[RecordBatch] {
        &self.tables
    }
}
