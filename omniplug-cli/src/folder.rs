//! A result in a folder: a file for each table, and one for what is around them.

use crate::format::Format;
use crate::references::{reference, replaced};
use omniplug_core::payload::{Payload, TABLE_KEY};
use serde_json::{Value, json};
use std::collections::HashSet;

/// The file that holds the result without its tables.
pub(crate) const RESULT: &str = "result.json";
/// The most characters that a name takes from the keys of a result.
const LONGEST: usize = 50;

/// A result, divided into files.
pub(crate) struct Division {
    /// The name of each table's file, in the order of the tables.
    pub(crate) names: Vec<String>,
    /// The JSON in which `{"$table": "<name>"}` stands for each table.
    pub(crate) result: Value,
}

impl Division {
    /// Names the table at `{"counts": {"$table": 0}}` `counts.csv`. The keys are a plugin's, so that nothing of them
    /// but letters, digits, `-` and `_` gets into a name, and no two names differ in case only.
    pub(crate) fn new(data: &Payload, format: Format) -> Self {
        let mut places = vec![String::new(); data.tables().len()];
        find(data.json(), &mut Vec::new(), &mut places);
        let mut used = HashSet::from(["result".to_owned()]);
        let names =
            places.iter().map(|place| format!("{}.{}", unused(place, &mut used), format.ending()));
        let names: Vec<_> = names.collect();
        let file = |table: usize| json!({ TABLE_KEY: names.get(table) });
        Self { result: replaced(data.json(), &file), names }
    }
}

/// Puts down by what keys each table is reached.
fn find(value: &Value, keys: &mut Vec<String>, places: &mut [String]) {
    if let Some(place) = reference(value).and_then(|table| places.get_mut(table)) {
        *place = keys.join(".");
        return;
    }
    let mut within = |key: String, value: &Value| {
        keys.push(key);
        find(value, keys, places);
        keys.pop();
    };
    match value {
        Value::Object(object) => object.iter().for_each(|(key, value)| within(clean(key), value)),
        Value::Array(values) => {
            values.iter().enumerate().for_each(|(place, value)| within(place.to_string(), value));
        }
        _ => {}
    }
}

fn clean(key: &str) -> String {
    let harmless = |c: char| if c.is_alphanumeric() || c == '-' { c } else { '_' };
    let name: String = key.chars().map(harmless).collect();
    // A name that starts with a dash looks like an option to other programs.
    if name.is_empty() || name.starts_with('-') { format!("_{name}") } else { name }
}

fn unused(place: &str, used: &mut HashSet<String>) -> String {
    let place: String = place.chars().take(LONGEST).collect();
    let place = if place.is_empty() { "table".to_owned() } else { place };
    let mut name = place.clone();
    let mut number = 2;
    while !used.insert(name.to_lowercase()) {
        name = format!("{place}-{number}");
        number += 1;
    }
    name
}

#[cfg(test)]
mod tests {
    use super::*;
    use omniplug_core::payload::csv;

    fn divided(json: Value, tables: usize) -> Division {
        let table = csv::read("x\n1\n".as_bytes(), &csv::Options::csv()).unwrap();
        Division::new(&Payload::new(json, vec![table; tables]).unwrap(), Format::Csv)
    }

    #[test]
    fn tables_are_named_for_their_keys() {
        let data = json!({"counts": {"$table": 1}, "n": 3, "by": [{"cell": {"$table": 0}}]});
        let division = divided(data, 2);
        assert_eq!(division.names, ["by.0.cell.csv", "counts.csv"]);
        let expected = json!({
            "counts": {"$table": "counts.csv"}, "n": 3, "by": [{"cell": {"$table": "by.0.cell.csv"}}]
        });
        assert_eq!(division.result, expected);
        assert_eq!(divided(json!({"$table": 0}), 1).names, ["table.csv"]);
    }

    #[test]
    fn a_plugin_cannot_choose_where_files_go() {
        let data = json!({
            "../../etc/passwd": {"$table": 0}, "": {"$table": 1}, "-rf": {"$table": 2},
            "Result": {"$table": 3}, "a/b": {"$table": 4}, "A_B": {"$table": 5}, "a.\u{1b}": {"$table": 6},
            "é".repeat(300): {"$table": 7},
        });
        let names = divided(data, 8).names;
        let long = format!("{}.csv", "é".repeat(50));
        let expected = [
            "______etc_passwd.csv",
            "_.csv",
            "_-rf.csv",
            "Result-2.csv",
            "a_b.csv",
            "A_B-2.csv",
            "a__.csv",
            &long,
        ];
        assert_eq!(names, expected);
    }
}
