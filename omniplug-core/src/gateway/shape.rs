//! The shapes that data may have.

use crate::payload::{Payload, TABLE_KEY};
use serde_json::{Map, Value};

/// What data must look like.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Shape {
    /// Anything, `null` too.
    Anything,
    /// Anything but `null`.
    Present,
    /// A table: an attached one, a list of objects, a list of equally long lists of single values, or an
    /// object of equally long columns.
    Table,
    /// A table or an object.
    TableOrObject,
    /// A table or an object with something in it.
    Metrics,
    /// A table, a list or an object.
    Structured,
    /// A table, a list, an object or text.
    StructuredOrText,
    /// An object or text with something in it.
    Content,
}

impl Shape {
    /// Whether data has the shape.
    pub fn fits(self, data: &Payload) -> bool {
        let json = data.json();
        match self {
            Self::Anything => true,
            Self::Present => !json.is_null(),
            Self::Table => is_table(data),
            Self::TableOrObject => json.is_object() || is_table(data),
            Self::Metrics => !is_empty(json) && (json.is_object() || is_table(data)),
            Self::Structured => json.is_object() || json.is_array(),
            Self::StructuredOrText => json.is_object() || json.is_array() || json.is_string(),
            Self::Content => !is_empty(json) && (json.is_object() || json.is_string()),
        }
    }

    /// What the shape is, for people, read on after "is not".
    pub fn description(self) -> &'static str {
        match self {
            Self::Anything => "anything",
            Self::Present => "data, but `null`",
            Self::Table => {
                "a table: rows as objects, equally long lists, or an object of equally long columns"
            }
            Self::TableOrObject => "a table or an object",
            Self::Metrics => "a table or an object with something in it",
            Self::Structured => "a table, a list or an object",
            Self::StructuredOrText => "a table, a list, an object or text",
            Self::Content => "an object or text with something in it",
        }
    }
}

fn is_empty(json: &Value) -> bool {
    match json {
        Value::String(text) => text.is_empty(),
        Value::Array(items) => items.is_empty(),
        Value::Object(fields) => fields.is_empty(),
        other => other.is_null(),
    }
}

fn is_table(data: &Payload) -> bool {
    match data.json() {
        Value::Object(fields) => is_reference(fields) || is_columns(fields),
        Value::Array(rows) => is_records(rows) || is_matrix(rows),
        _ => false,
    }
}

fn is_reference(fields: &Map<String, Value>) -> bool {
    fields.len() == 1 && fields.get(TABLE_KEY).is_some_and(Value::is_u64)
}

fn is_scalars(list: &[Value]) -> bool {
    list.iter().all(|value| !value.is_array() && !value.is_object())
}

fn is_columns(fields: &Map<String, Value>) -> bool {
    let mut columns = fields.values().map(Value::as_array);
    let Some(Some(first)) = columns.next() else {
        return false;
    };
    is_scalars(first)
        && columns.all(|column| {
            column.is_some_and(|column| column.len() == first.len() && is_scalars(column))
        })
}

fn is_records(rows: &[Value]) -> bool {
    rows.iter().all(Value::is_object)
}

fn is_matrix(rows: &[Value]) -> bool {
    let width = rows.first().and_then(Value::as_array).map(Vec::len);
    rows.iter()
        .all(|row| row.as_array().is_some_and(|row| Some(row.len()) == width && is_scalars(row)))
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    fn payload(json: Value) -> Payload {
        Payload::new(json, Vec::new()).unwrap()
    }

    #[test]
    fn tables_come_as_records_rows_and_columns() {
        for json in [
            json!([{"a": 1}, {"a": null}]),
            json!([[1, 2], [3, "x"]]),
            json!({"a": [1, 2], "b": ["x", null]}),
            json!([]),
        ] {
            assert!(Shape::Table.fits(&payload(json.clone())), "{json}");
        }
        assert!(is_reference(json!({"$table": 0}).as_object().unwrap()));
    }

    #[test]
    fn what_is_ragged_nested_or_single_is_no_table() {
        for json in [
            json!(null),
            json!(1),
            json!("a"),
            json!({}),
            json!([1, 2]),
            json!([[1], [1, 2]]),
            json!([[1], {"a": 1}]),
            json!({"a": [1], "b": [1, 2]}),
            json!({"a": [1], "b": 1}),
            json!([[[1]]]),
            json!({"a": [[1]]}),
        ] {
            assert!(!Shape::Table.fits(&payload(json.clone())), "{json}");
        }
    }

    #[test]
    fn each_shape_takes_what_it_says() {
        for (shape, good, bad) in [
            (Shape::Present, json!(0), json!(null)),
            (Shape::TableOrObject, json!({"x": 1}), json!([1])),
            (Shape::Metrics, json!({"accuracy": 0.9}), json!({})),
            (Shape::Structured, json!([1]), json!("a")),
            (Shape::StructuredOrText, json!("a"), json!(1)),
            (Shape::Content, json!("<svg/>"), json!("")),
        ] {
            assert!(shape.fits(&payload(good)), "{shape:?}");
            assert!(!shape.fits(&payload(bad)), "{shape:?}");
        }
        assert!(Shape::Anything.fits(&payload(json!(null))));
    }
}
