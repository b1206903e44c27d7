//! Comparing answers with what scenarios expect.

use serde_json::Value;

/// Whether a value is what is expected.
pub(super) fn matches(expected: &Value, actual: &Value) -> bool {
    let only = expected.as_object().filter(|object| object.len() == 1);
    match only.and_then(|object| object.iter().next()).map(|(key, value)| (key.as_str(), value)) {
        Some(("present", Value::Bool(true))) => !actual.is_null(),
        Some(("contains", Value::String(text))) => {
            actual.as_str().is_some_and(|actual| actual.contains(text))
        }
        Some(("length", Value::Number(length))) => length_of(actual) == length.as_u64(),
        _ => equal(expected, actual),
    }
}

fn length_of(value: &Value) -> Option<u64> {
    match value {
        Value::Array(values) => Some(values.len() as u64),
        Value::String(text) => Some(text.chars().count() as u64),
        _ => None,
    }
}

fn equal(a: &Value, b: &Value) -> bool {
    match (a, b) {
        (Value::Number(a), Value::Number(b)) => {
            a == b || a.as_f64().zip(b.as_f64()).is_some_and(|(a, b)| (a - b).abs() <= 1e-9)
        }
        (Value::Array(a), Value::Array(b)) => {
            a.len() == b.len() && a.iter().zip(b).all(|(a, b)| equal(a, b))
        }
        (Value::Object(a), Value::Object(b)) => {
            let is_in_b = |(key, value): (&String, &Value)| {
                b.get(key).is_some_and(|other| equal(value, other))
            };
            a.len() == b.len() && a.iter().all(is_in_b)
        }
        _ => a == b,
    }
}

/// What stands at a dotted path; null where nothing does.
pub(super) fn at_path(answer: &Value, path: &str) -> Value {
    let mut keys = path.split('.').filter(|key| !key.is_empty());
    let found = keys.try_fold(answer, |value, key| match value {
        Value::Array(values) => values.get(key.parse::<usize>().ok()?),
        value => value.get(key),
    });
    found.cloned().unwrap_or_default()
}

/// Whether events happened, in any order and among others. An event has at least the fields expected.
pub(super) fn heard(expected: &[Value], events: &[Value]) -> bool {
    expected.iter().all(|wanted| {
        let fields = wanted.as_object().into_iter().flatten();
        let fits =
            |event: &Value| fields.clone().all(|(key, value)| matches(value, &at_path(event, key)));
        events.iter().any(fits)
    })
}
