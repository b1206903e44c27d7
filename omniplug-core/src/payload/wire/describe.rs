//! How the header describes tables, for both directions.

use serde::{Deserialize, Serialize};

/// Offset and length of a buffer in the body.
pub(super) type Place = [u64; 2];

#[derive(Debug, Serialize, Deserialize)]
pub(crate) struct TableDescription {
    pub rows: u64,
    pub columns: Vec<ColumnDescription>,
}

#[derive(Debug, Serialize, Deserialize)]
pub(crate) struct ColumnDescription {
    pub name: String,
    #[serde(rename = "type")]
    pub kind: String,
    pub nulls: u64,
    #[serde(default)]
    pub validity: Option<Place>,
    #[serde(default)]
    pub offsets: Option<Place>,
    pub data: Place,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub categories: Option<Vec<String>>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub ordered: Option<bool>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub timezone: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub unit: Option<Unit>,
}

/// What a timestamp counts, where that is not microseconds.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) enum Unit {
    #[serde(rename = "us")]
    Microseconds,
    #[serde(rename = "ns")]
    Nanoseconds,
}
