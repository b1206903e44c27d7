//! Tables written out as JSON.

use super::value::reference;
use super::wire::{ColumnDescription, Unit, encode_tables};
use arrow_array::RecordBatch;
use arrow_buffer::{ArrowNativeType, Buffer};
use jiff::Timestamp;
use jiff::tz::TimeZone;
use serde_json::{Map, Number, Value};

/// The JSON with each reference replaced by what `table` answers for it.
pub(super) fn inline(json: &Value, table: &dyn Fn(usize) -> Option<Value>) -> Value {
    match json {
        Value::Array(values) => values.iter().map(|value| inline(value, table)).collect(),
        Value::Object(object) => {
            let written = reference(json).and_then(table);
            written.unwrap_or_else(|| {
                object.iter().map(|(key, value)| (key.clone(), inline(value, table))).collect()
            })
        }
        scalar => scalar.clone(),
    }
}

/// `{"x": [1, 2], "y": ["a", "b"]}`
pub(super) fn columns(table: &RecordBatch) -> Value {
    named_columns(table).into_iter().map(|(name, values)| (name, Value::Array(values))).collect()
}

/// `[{"x": 1, "y": "a"}, {"x": 2, "y": "b"}]`
pub(super) fn records(table: &RecordBatch) -> Value {
    let mut rows = vec![Map::new(); table.num_rows()];
    for (name, values) in named_columns(table) {
        for (row, value) in rows.iter_mut().zip(values) {
            row.insert(name.clone(), value);
        }
    }
    rows.into_iter().map(Value::Object).collect()
}

/// The columns by way of the wire, which has few types. A payload's tables are known to fit it.
fn named_columns(table: &RecordBatch) -> Vec<(String, Vec<Value>)> {
    let Ok(encoded) = encode_tables(std::slice::from_ref(table)) else {
        return Vec::new();
    };
    let mut buffers = encoded.buffers.into_iter();
    let mut named = Vec::new();
    for column in encoded.descriptions.into_iter().flat_map(|table| table.columns) {
        let validity = column.validity.and_then(|_| buffers.next());
        let offsets = column.offsets.and_then(|_| buffers.next());
        let data = buffers.next().unwrap_or_else(|| Buffer::from_vec(Vec::<u8>::new()));
        let mut values = values(&column, offsets.as_ref(), &data);
        for (value, present) in
            values.iter_mut().zip(validity.iter().flat_map(|bytes| bytes.iter()))
        {
            if *present == 0 {
                *value = Value::Null;
            }
        }
        named.push((column.name, values));
    }
    named
}

fn values(column: &ColumnDescription, offsets: Option<&Buffer>, data: &Buffer) -> Vec<Value> {
    match column.kind.as_str() {
        "float64" => each(data, |value: f64| float(value)),
        // The shortest text of the narrow number, not the digits that widening would add.
        "float32" => each(data, |value: f32| float(value.to_string().parse().unwrap_or(f64::NAN))),
        "int8" => each(data, |value: i8| Value::from(value)),
        "int16" => each(data, |value: i16| Value::from(value)),
        "int32" => each(data, |value: i32| Value::from(value)),
        "int64" => each(data, |value: i64| Value::from(value)),
        "uint8" => each(data, |value: u8| Value::from(value)),
        "uint16" => each(data, |value: u16| Value::from(value)),
        "uint32" => each(data, |value: u32| Value::from(value)),
        "uint64" => each(data, |value: u64| Value::from(value)),
        "bool" => each(data, |value: u8| Value::from(value != 0)),
        "date" => each(data, |days: i32| date(days)),
        "timestamp" => {
            let zone = column.timezone.as_deref();
            // A zone that this machine does not know is told in UTC: the moment is the same.
            let zone = zone.map(|name| time_zone(name).unwrap_or(TimeZone::UTC));
            let moment = match column.unit.unwrap_or(Unit::Microseconds) {
                Unit::Microseconds => Timestamp::from_microsecond,
                Unit::Nanoseconds => |count: i64| Timestamp::from_nanosecond(count.into()),
            };
            each(data, |count: i64| timestamp(count, moment(count).ok(), zone.as_ref()))
        }
        "category" => {
            let labels = column.categories.as_deref().unwrap_or_default();
            each(data, |code: i32| {
                let label = usize::try_from(code).ok().and_then(|code| labels.get(code));
                label.map_or(Value::Null, |label| Value::from(label.as_str()))
            })
        }
        _ => texts(offsets, data),
    }
}

fn each<T: ArrowNativeType>(data: &Buffer, value: impl Fn(T) -> Value) -> Vec<Value> {
    data.typed_data::<T>().iter().map(|number| value(*number)).collect()
}

fn texts(offsets: Option<&Buffer>, data: &Buffer) -> Vec<Value> {
    let offsets = offsets.map(|offsets| offsets.typed_data::<i64>()).unwrap_or_default();
    let text = |pair: &[i64]| {
        let start = usize::try_from(*pair.first()?).ok()?;
        let end = usize::try_from(*pair.last()?).ok()?;
        std::str::from_utf8(data.get(start..end)?).ok()
    };
    offsets.windows(2).map(|pair| Value::from(text(pair).unwrap_or_default())).collect()
}

fn float(value: f64) -> Value {
    Number::from_f64(value).map_or(Value::Null, Value::Number)
}

fn date(days: i32) -> Value {
    match Timestamp::from_second(i64::from(days) * 86_400) {
        Ok(moment) => Value::from(TimeZone::UTC.to_datetime(moment).date().to_string()),
        Err(_) => Value::from(days),
    }
}

/// `2024-05-01T12:00:00+02:00`, without an offset where the time is local. Years beyond four digits stay
/// counts of microseconds.
fn timestamp(count: i64, moment: Option<Timestamp>, zone: Option<&TimeZone>) -> Value {
    let Some(moment) = moment else {
        return Value::from(count);
    };
    match zone {
        None => Value::from(TimeZone::UTC.to_datetime(moment).to_string()),
        Some(zone) if *zone == TimeZone::UTC => Value::from(moment.to_string()),
        Some(zone) => {
            let offset = zone.to_offset(moment);
            Value::from(moment.display_with_offset(offset).to_string())
        }
    }
}

fn time_zone(name: &str) -> Option<TimeZone> {
    match name {
        "UTC" | "Etc/UTC" | "Z" | "+00:00" => Some(TimeZone::UTC),
        name if name.starts_with(['+', '-']) => fixed_offset(name),
        name => TimeZone::get(name).ok(),
    }
}

/// The zone of an offset as Arrow writes it, `+05:30`.
fn fixed_offset(text: &str) -> Option<TimeZone> {
    let (sign, time) = text.split_at_checked(1)?;
    let (hours, minutes) = time.split_once(':')?;
    let (hours, minutes): (i32, i32) = (hours.parse().ok()?, minutes.parse().ok()?);
    let seconds = hours.checked_mul(60)?.checked_add(minutes)?.checked_mul(60)?;
    let seconds = if sign == "-" { -seconds } else { seconds };
    jiff::tz::Offset::from_seconds(seconds).ok().map(TimeZone::fixed)
}
