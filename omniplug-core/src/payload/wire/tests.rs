//! Messages there and back, and messages that lie.

use super::describe::{ColumnDescription, TableDescription};
use super::request::head;
use super::*;
use crate::payload::Payload;
use crate::sandbox::{Language, Request, Seed, Status};
use arrow_array::types::Int32Type;
use arrow_array::{
    ArrayRef, BooleanArray, Date32Array, Decimal128Array, DictionaryArray, Float32Array,
    Float64Array, Int8Array, Int64Array, LargeStringArray, NullArray, RecordBatch, StringArray,
    StringViewArray, TimestampMicrosecondArray, TimestampSecondArray, UInt64Array,
};
use arrow_buffer::Buffer;
use serde_json::{Value, json};
use std::sync::Arc;
use std::time::Duration;

pub(super) fn batch(columns: Vec<(&str, ArrayRef)>) -> RecordBatch {
    RecordBatch::try_from_iter(columns).unwrap()
}

fn sample() -> RecordBatch {
    let labels: DictionaryArray<Int32Type> = [Some("u"), None, Some("v")].into_iter().collect();
    let moments = TimestampMicrosecondArray::from(vec![Some(0), None, Some(-1)]);
    batch(vec![
        ("f64", Arc::new(Float64Array::from(vec![Some(0.1), None, Some(f64::NAN)]))),
        ("f32", Arc::new(Float32Array::from(vec![1.5, f32::INFINITY, 0.1]))),
        ("i8", Arc::new(Int8Array::from(vec![Some(-128), None, Some(127)]))),
        ("i64", Arc::new(Int64Array::from(vec![i64::MIN, 0, i64::MAX]))),
        ("u64", Arc::new(UInt64Array::from(vec![0, 1, u64::MAX]))),
        ("bool", Arc::new(BooleanArray::from(vec![Some(true), None, Some(false)]))),
        ("text", Arc::new(LargeStringArray::from(vec![Some("é€"), None, Some("")]))),
        ("label", Arc::new(labels)),
        ("time", Arc::new(moments.with_timezone("Europe/Berlin"))),
        ("date", Arc::new(Date32Array::from(vec![Some(0), Some(-1), None]))),
    ])
}

/// A reply as a runner writes it.
pub(super) fn reply(data: &Value, tables: &[RecordBatch], change: impl Fn(&mut Value)) -> Vec<u8> {
    let encoded = encode_tables(tables).unwrap();
    let mut header = json!({
        "status": "success", "data": data, "metadata": {"k": 1}, "logs": ["l"], "warnings": [],
        "errors": [], "error": null, "tables": encoded.descriptions,
    });
    change(&mut header);
    message(&serde_json::to_vec(&header).unwrap(), &encoded.buffers)
}

fn message(header: &[u8], buffers: &[Buffer]) -> Vec<u8> {
    let length: usize = buffers.iter().map(|buffer| buffer.len().next_multiple_of(64)).sum();
    let mut bytes = head(header, length as u64);
    for buffer in buffers {
        bytes.extend_from_slice(buffer);
        bytes.resize(bytes.len().next_multiple_of(64), 0);
    }
    bytes
}

fn problem(change: impl Fn(&mut Value)) -> String {
    let bytes = reply(&json!({"$table": 0}), &[sample()], change);
    decode_reply(Buffer::from_vec(bytes)).unwrap_err().to_string()
}

#[test]
fn all_types_come_back() {
    let table = sample();
    let bytes = reply(&json!({"$table": 0}), std::slice::from_ref(&table), |_| ());
    let message = decode_reply(Buffer::from_vec(bytes)).unwrap();
    assert_eq!(message.status, Status::Success);
    assert_eq!(message.reply.metadata["k"], 1);
    let back = message.reply.data;
    assert_eq!(back.as_table().unwrap().num_rows(), 3);
    for (there, here) in back.as_table().unwrap().columns().iter().zip(table.columns()) {
        // NaN differs from itself, so columns are compared as they print.
        assert_eq!(format!("{there:?}"), format!("{here:?}"));
    }
    assert_eq!(back.digest(), Payload::from_table(table).unwrap().digest());
}

#[test]
fn slices_and_other_layouts_hold_the_same() {
    let one = batch(vec![
        ("s", Arc::new(StringArray::from(vec![Some("a"), None]))),
        ("n", Arc::new(Float64Array::from(vec![Some(1.0), None]))),
    ]);
    let long = batch(vec![
        ("s", Arc::new(StringViewArray::from(vec![Some("x"), Some("a"), None]))),
        ("n", Arc::new(Float64Array::from(vec![Some(9.0), Some(1.0), None]))),
    ]);
    let one = Payload::from_table(one).unwrap();
    let other = Payload::from_table(long.slice(1, 2)).unwrap();
    assert_eq!(one.digest(), other.digest());
    assert_eq!(one.size_bytes(), other.size_bytes());
    let large = batch(vec![
        ("s", Arc::new(LargeStringArray::from(vec![Some("a"), Some("b")]))),
        ("n", Arc::new(Float64Array::from(vec![Some(1.0), None]))),
    ]);
    assert_ne!(one.digest(), Payload::from_table(large).unwrap().digest());
}

#[test]
fn a_column_without_any_value_is_a_column_of_missing_floats() {
    let table = batch(vec![("x", Arc::new(NullArray::new(2)))]);
    assert_eq!(Payload::from_table(table).unwrap().to_json(), json!({"x": [null, null]}));
}

#[test]
fn columns_that_plugins_cannot_be_given_are_named_with_a_remedy() {
    let decimals = batch(vec![("price", Arc::new(Decimal128Array::from(vec![1])))]);
    let error = Payload::from_table(decimals).unwrap_err();
    assert!(error.message().contains("column `price` has the type `Decimal128"), "{error}");
    assert!(error.hint().unwrap().contains("Float64"));
    let late = batch(vec![("t", Arc::new(TimestampSecondArray::from(vec![i64::MAX])))]);
    assert!(Payload::from_table(late).unwrap_err().message().contains("microseconds in 64 bits"));
}

#[test]
fn a_request_is_laid_out_as_the_format_says() {
    let request = Request {
        seed: Seed::given(7).unwrap(),
        context: serde_json::Map::new(),
        extension_point: "analysis".to_owned(),
        parameters: serde_json::Map::new(),
        metadata: serde_json::Map::new(),
        input: Payload::new(json!([{"$table": 0}]), vec![sample()]).unwrap(),
        timeout: Duration::from_secs(1),
    };
    let call = Call {
        request: &request,
        language: Language::Python,
        entry_point: "plugin.py",
        library_paths: &["/omniplug/environment".into()],
        output_limit: 10,
    };
    let encoded = encode_request(&call).unwrap();
    let mut bytes = Vec::new();
    encoded.write_to(&mut bytes).unwrap();
    assert_eq!(bytes.len() as u64, encoded.size_bytes());
    assert_eq!(message_size(&bytes).unwrap().total(), bytes.len() as u64);
    let length = u64::from_le_bytes(bytes[16..24].try_into().unwrap()) as usize;
    let header: Value = serde_json::from_slice(&bytes[32..32 + length]).unwrap();
    assert_eq!(header["input"], json!([{"$table": 0}]));
    assert_eq!(header["limits"]["output"], 10);
    let body = (32 + length).next_multiple_of(64);
    let place = header["tables"][0]["columns"][1]["data"][0].as_u64().unwrap() as usize;
    assert_eq!(place % 64, 0);
    assert_eq!(bytes[body + place..][..4], 1.5_f32.to_le_bytes());
}

#[test]
fn failures_carry_their_error_and_no_data() {
    let failed =
        |header: Value| decode_reply(Buffer::from_vec(message(header.to_string().as_bytes(), &[])));
    let error = json!({"type": "ValueError", "message": "no", "traceback": null});
    let message = failed(json!({"status": "out_of_memory", "error": error})).unwrap();
    assert_eq!(message.status, Status::OutOfMemory);
    assert_eq!(message.failure.unwrap().kind, "ValueError");
    assert!(failed(json!({"status": "failure", "error": null})).is_err());
    assert!(failed(json!({"status": "success", "error": error})).is_err());
    assert!(failed(json!({"status": "failure", "error": error, "data": 1})).is_err());
    assert!(failed(json!({"status": "timeout", "error": error})).is_err());
}

#[test]
fn lies_are_found() {
    let column = |header: &mut Value, index: usize| header["tables"][0]["columns"][index].take();
    let set = |index: usize, key: &'static str, value: Value| {
        move |header: &mut Value| header["tables"][0]["columns"][index][key] = value.clone()
    };
    for (expected, message) in [
        ("table 0", problem(|header| header["tables"][0]["rows"] = json!(4))),
        ("values of", problem(|header| header["tables"][0]["rows"] = json!(u64::MAX))),
        ("is said to be", problem(set(1, "data", json!([u64::MAX, u64::MAX])))),
        // Two columns that share bytes would multiply what was sent.
        ("is said to be", problem(set(1, "data", json!([0, 12])))),
        ("missing values", problem(set(0, "nulls", json!(2)))),
        ("unknown type", problem(set(3, "type", json!("complex128")))),
        ("truth value", problem(set(1, "type", json!("bool"))).replace("12 bytes", "truth value")),
        ("offsets don't fit", problem(set(6, "offsets", json!(null)))),
        ("code 1 and 1 categories", problem(set(7, "categories", json!(["u"])))),
        ("header", problem(move |header| _ = column(header, 2))),
        (
            "no `$table`",
            problem(|header| header["data"] = json!(1)).replace("does not", "no `$table`"),
        ),
        ("twice", problem(|header| header["data"] = json!([{"$table": 0}, {"$table": 0}]))),
        ("attached", problem(|header| header["data"] = json!({"$table": 1}))),
        ("attached", problem(|header| header["data"] = json!({"$table": -1}))),
        (
            "holds more",
            problem(|header| {
                header["tables"] = json!([]);
                header["data"] = json!(null);
            }),
        ),
    ] {
        assert!(message.contains(expected), "{expected}: {message}");
    }
}

#[test]
fn few_bytes_cannot_stand_for_many() {
    let rows = json!({"rows": 1_u64 << 60, "columns": []});
    let bytes = reply(&json!({"$table": 0}), &[], |header| {
        header["tables"] = json!([rows]);
    });
    assert!(
        decode_reply(Buffer::from_vec(bytes))
            .unwrap_err()
            .to_string()
            .contains("rows without columns")
    );
    let label = "x".repeat(100_000);
    let labels: DictionaryArray<Int32Type> = vec![label.as_str(); 1000].into_iter().collect();
    let table = batch(vec![("c", Arc::new(labels))]);
    let bytes = reply(&json!({"$table": 0}), &[table], |_| ());
    assert!(decode_reply(Buffer::from_vec(bytes)).unwrap_err().to_string().contains("stand for"));
    // Each column alone stays below the bound; together they pass it.
    let label = "x".repeat(700);
    let column = || -> ArrayRef {
        let labels: DictionaryArray<Int32Type> = vec![label.as_str(); 160].into_iter().collect();
        Arc::new(labels)
    };
    let numbers: ArrayRef = Arc::new(Float64Array::from(vec![0.0; 160]));
    let one = batch(vec![("a", column()), ("n", Arc::clone(&numbers))]);
    assert!(decode_reply(Buffer::from_vec(reply(&json!({"$table": 0}), &[one], |_| ()))).is_ok());
    let two = batch(vec![("a", column()), ("b", column()), ("n", numbers)]);
    let bytes = reply(&json!({"$table": 0}), &[two], |_| ());
    assert!(decode_reply(Buffer::from_vec(bytes)).unwrap_err().to_string().contains("stand for"));
    let deep = format!("{}{}", "[".repeat(120), "]".repeat(120));
    let header = format!(r#"{{"status":"success","error":null,"data":{deep}}}"#);
    assert!(decode_reply(Buffer::from_vec(message(header.as_bytes(), &[]))).is_err());
}

#[test]
fn text_must_be_utf8_and_offsets_must_rise() {
    let place = |offset: u64, length: u64| Some([offset, length]);
    let column = |offsets: Vec<i64>, data: &[u8]| {
        let description = TableDescription {
            rows: 2,
            columns: vec![ColumnDescription {
                name: "s".to_owned(),
                kind: "utf8".to_owned(),
                nulls: 0,
                validity: None,
                offsets: place(0, 24),
                data: [64, data.len() as u64],
                categories: None,
                ordered: None,
                timezone: None,
                unit: None,
            }],
        };
        let header = json!({"status": "success", "error": null, "data": {"$table": 0}, "tables": [description]});
        let buffers = [Buffer::from_vec(offsets), Buffer::from(data)];
        decode_reply(Buffer::from_vec(message(header.to_string().as_bytes(), &buffers)))
    };
    assert!(column(vec![0, 1, 3], b"abc").is_ok());
    for offsets in
        [vec![0, 4, 3], vec![1, 2, 3], vec![0, 1, 2], vec![0, -1, 3], vec![0, i64::MAX, 3]]
    {
        assert!(column(offsets, b"abc").is_err());
    }
    assert!(column(vec![0, 1, 3], b"a\xffc").is_err());
    // An offset within a character.
    assert!(column(vec![0, 1, 2], "é".as_bytes()).is_err());
}

/// Random damage anywhere must end in an error or in a valid reply, never in a panic.
#[test]
fn random_damage_is_survived() {
    let sound = reply(&json!({"x": [{"$table": 0}], "y": "z"}), &[sample()], |_| ());
    let mut state = 0x9e37_79b9_7f4a_7c15_u64;
    let mut random = move |below: usize| {
        state ^= state << 13;
        state ^= state >> 7;
        state ^= state << 17;
        (state % below as u64) as usize
    };
    let mut survived = 0;
    for _ in 0..20_000 {
        let mut bytes = sound.clone();
        for _ in 0..=random(4) {
            let at = random(bytes.len());
            match random(5) {
                0 => bytes[at] = random(256) as u8,
                1 => bytes[at] ^= 1 << random(8),
                // Digits make lengths, counts and offsets wrong in a header that still is JSON.
                2 => {
                    bytes[at] =
                        if bytes[at].is_ascii_digit() { b'0' + random(10) as u8 } else { bytes[at] }
                }
                3 => bytes.truncate(at.max(1)),
                _ => bytes.insert(at, b'9'),
            }
        }
        if let Ok(message) = decode_reply(Buffer::from_vec(bytes)) {
            survived += 1;
            let _ = message.reply.data.to_json();
            let _ = message.reply.data.digest();
        }
    }
    assert!(survived > 100, "the damage reaches no depth: {survived}");
}

#[test]
fn tables_are_written_out_by_columns_and_by_rows() {
    let payload = Payload::new(json!({"t": {"$table": 0}}), vec![sample()]).unwrap();
    let columns = &payload.to_json()["t"];
    assert_eq!(columns["f64"], json!([0.1, null, null]));
    assert_eq!(columns["f32"], json!([1.5, null, 0.1]));
    assert_eq!(columns["u64"], json!([0, 1, u64::MAX]));
    assert_eq!(columns["label"], json!(["u", null, "v"]));
    assert_eq!(
        columns["time"],
        json!(["1970-01-01T01:00:00+01:00", null, "1970-01-01T00:59:59.999999+01:00"])
    );
    assert_eq!(columns["date"], json!(["1970-01-01", "1969-12-31", null]));
    let rows = &payload.to_json_records()["t"];
    assert_eq!(rows[0]["text"], "é€");
    assert_eq!(rows[2]["i8"], 127);
}

#[test]
fn equal_content_has_an_equal_digest() {
    let digest = |json: Value| Payload::from_json(json).unwrap().digest();
    assert_eq!(digest(json!({"a": 1, "b": [2]})), digest(json!({"b": [2], "a": 1})));
    assert_ne!(digest(json!({"a": 1})), digest(json!({"a": 1.5})));
    assert_eq!(digest(Value::Null).len(), 64);
}
