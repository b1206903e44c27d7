//! The places in a result at which its tables stand.

use omniplug_core::payload::TABLE_KEY;
use serde_json::Value;

/// The table that a value stands for.
pub(crate) fn reference(value: &Value) -> Option<usize> {
    usize::try_from(value.get(TABLE_KEY)?.as_u64()?).ok()
}

/// The JSON with what `table` answers in the place of each table.
pub(crate) fn replaced(value: &Value, table: &dyn Fn(usize) -> Value) -> Value {
    if let Some(index) = reference(value) {
        return table(index);
    }
    match value {
        Value::Array(values) => values.iter().map(|value| replaced(value, table)).collect(),
        Value::Object(object) => {
            object.iter().map(|(key, value)| (key.clone(), replaced(value, table))).collect()
        }
        scalar => scalar.clone(),
    }
}
