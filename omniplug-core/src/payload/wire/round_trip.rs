//! Every type of Arrow that the wire takes, there and back, and what of it is copied.

use super::decode_reply;
use super::tests::{batch, reply};
use crate::payload::Payload;
use arrow_array::types::{
    ArrowDictionaryKeyType, ArrowTimestampType, Int8Type, Int16Type, Int32Type, Int64Type,
    TimestampMicrosecondType, TimestampMillisecondType, TimestampNanosecondType,
    TimestampSecondType, UInt8Type, UInt16Type, UInt32Type, UInt64Type,
};
use arrow_array::{
    Array, ArrayRef, ArrowNativeTypeOp, BooleanArray, Date32Array, Date64Array, DictionaryArray,
    Float16Array, Float32Array, Float64Array, Int8Array, Int16Array, Int32Array, Int64Array,
    LargeStringArray, NullArray, PrimitiveArray, RecordBatch, StringArray, StringViewArray,
    TimestampNanosecondArray, UInt8Array, UInt16Array, UInt32Array, UInt64Array,
};
use arrow_buffer::{Buffer, NullBuffer, OffsetBuffer};
use arrow_schema::{DataType, Field, Schema};
use serde_json::json;
use std::sync::Arc;

/// A table as it comes back from a plugin that returns what it got.
fn back(table: &RecordBatch) -> RecordBatch {
    let bytes = reply(&json!({"$table": 0}), std::slice::from_ref(table), |_| ());
    let message = decode_reply(Buffer::from_vec(bytes)).unwrap();
    message.reply.data.as_table().unwrap().clone()
}

/// A column as it comes back, whole and as a slice.
fn column(array: &dyn Array) -> ArrayRef {
    let sent = |array: ArrayRef| back(&batch(vec![("c", array)])).column(0).clone();
    let whole = sent(array.slice(0, array.len()));
    let part = sent(array.slice(1, array.len() - 1));
    assert_eq!(format!("{part:?}"), format!("{:?}", whole.slice(1, whole.len() - 1)));
    whole
}

fn stays(array: &dyn Array) {
    becomes(array, array);
}

fn becomes(array: &dyn Array, expected: &dyn Array) {
    let here = column(array);
    assert_eq!(here.data_type(), expected.data_type());
    // NaN differs from itself, so columns are compared as they print.
    assert_eq!(format!("{here:?}"), format!("{expected:?}"));
}

#[test]
fn numbers_and_truth_values_stay_what_they_are() {
    stays(&Int8Array::from(vec![Some(i8::MIN), None, Some(i8::MAX)]));
    stays(&Int16Array::from(vec![Some(i16::MIN), None, Some(i16::MAX)]));
    stays(&Int32Array::from(vec![Some(i32::MIN), None, Some(i32::MAX)]));
    stays(&Int64Array::from(vec![Some(i64::MIN), None, Some(i64::MAX)]));
    stays(&UInt8Array::from(vec![Some(0), None, Some(u8::MAX)]));
    stays(&UInt16Array::from(vec![Some(0), None, Some(u16::MAX)]));
    stays(&UInt32Array::from(vec![Some(0), None, Some(u32::MAX)]));
    stays(&UInt64Array::from(vec![Some(0), None, Some(u64::MAX)]));
    stays(&Float32Array::from(vec![Some(f32::MIN_POSITIVE), None, Some(f32::NAN), Some(-0.0)]));
    stays(&Float64Array::from(vec![Some(5e-324), None, Some(f64::NAN), Some(f64::INFINITY)]));
    stays(&BooleanArray::from(vec![Some(true), None, Some(false)]));
    stays(&BooleanArray::from((0..1000).map(|n| n % 3 == 0).collect::<Vec<_>>()));
    let half = Float16Array::from(vec![Some(ArrowNativeTypeOp::ONE), None]);
    becomes(&half, &Float32Array::from(vec![Some(1.0), None]));
    becomes(&NullArray::new(2), &Float64Array::from(vec![None::<f64>, None]));
}

#[test]
fn texts_of_every_layout_become_large_ones() {
    let expected = || LargeStringArray::from(vec![Some("é€"), None, Some(""), Some("z")]);
    stays(&expected());
    let texts = || expected().iter().map(|text| text.map(str::to_owned)).collect::<Vec<_>>();
    becomes(&StringArray::from(texts()), &expected());
    becomes(&StringViewArray::from_iter(texts()), &expected());
}

#[test]
fn what_lies_beneath_a_missing_text_is_not_sent() {
    let offsets = OffsetBuffer::new(vec![0_i64, 6, 9].into());
    let nulls = NullBuffer::from(vec![false, true]);
    let array = LargeStringArray::new(offsets, Buffer::from(b"secretabc"), Some(nulls));
    let table = batch(vec![("s", Arc::new(array))]);
    let bytes = reply(&json!({"$table": 0}), std::slice::from_ref(&table), |_| ());
    assert!(!bytes.windows(6).any(|piece| piece == b"secret"));
    assert_eq!(Payload::from_table(table).unwrap().to_json(), json!({"s": [null, "abc"]}));
}

#[test]
fn categories_of_every_key_keep_their_order_and_labels() {
    fn keyed<K: ArrowDictionaryKeyType>() -> ArrayRef {
        let labels: DictionaryArray<K> = [Some("low"), None, Some("high")].into_iter().collect();
        Arc::new(labels)
    }
    let keyed = [
        keyed::<Int8Type>(),
        keyed::<Int16Type>(),
        keyed::<Int32Type>(),
        keyed::<Int64Type>(),
        keyed::<UInt8Type>(),
        keyed::<UInt16Type>(),
        keyed::<UInt32Type>(),
        keyed::<UInt64Type>(),
    ];
    for (array, ordered) in keyed.into_iter().zip([true, false].into_iter().cycle()) {
        let field = Field::new("c", array.data_type().clone(), true).with_dict_is_ordered(ordered);
        let schema = Arc::new(Schema::new(vec![field]));
        let here = back(&RecordBatch::try_new(schema, vec![Arc::clone(&array)]).unwrap());
        assert_eq!(here.schema().field(0).dict_is_ordered(), Some(ordered));
        let expected: DictionaryArray<Int32Type> =
            [Some("low"), None, Some("high")].into_iter().collect();
        assert_eq!(here.column(0).as_ref(), &expected as &dyn Array);
        becomes(&array, &expected);
    }
}

#[test]
fn dates_and_moments_of_every_unit_are_exact() {
    fn zoned<T: ArrowTimestampType>(values: [i64; 2]) -> [PrimitiveArray<T>; 2] {
        let values = [Some(values[0]), None, Some(values[1])];
        let local = PrimitiveArray::<T>::from_iter(values);
        [local.clone().with_timezone("Europe/Berlin"), local]
    }
    stays(&Date32Array::from(vec![Some(-1), None, Some(i32::MAX)]));
    let days = Date64Array::from(vec![Some(86_400_000), None]);
    becomes(&days, &Date32Array::from(vec![Some(1), None]));
    let expected = zoned::<TimestampMicrosecondType>([-1_000_000, 2_000_000]);
    let seconds = zoned::<TimestampSecondType>([-1, 2]);
    let milliseconds = zoned::<TimestampMillisecondType>([-1_000, 2_000]);
    let whole = zoned::<TimestampNanosecondType>([-1_000_000_000, 2_000_000_000]);
    for (zone, expected) in expected.into_iter().enumerate() {
        becomes(&seconds[zone], &expected);
        becomes(&milliseconds[zone], &expected);
        becomes(&whole[zone], &expected);
    }
    zoned::<TimestampMicrosecondType>([i64::MIN, i64::MAX]).iter().for_each(|array| stays(array));
    zoned::<TimestampNanosecondType>([-1, i64::MAX]).iter().for_each(|array| stays(array));
}

#[test]
fn nanoseconds_are_written_out_with_all_their_digits() {
    let moments = TimestampNanosecondArray::from(vec![1]).with_timezone("UTC");
    let table = Payload::from_table(batch(vec![("t", Arc::new(moments))])).unwrap();
    assert_eq!(table.to_json(), json!({"t": ["1970-01-01T00:00:00.000000001Z"]}));
}

#[test]
fn columns_are_slices_of_the_message_where_it_is_aligned() {
    let table = batch(vec![
        ("n", Arc::new(Float64Array::from(vec![1.0, 2.0]))),
        ("s", Arc::new(StringArray::from(vec!["a", "é"]))),
    ]);
    let bytes = reply(&json!({"$table": 0}), std::slice::from_ref(&table), |_| ());
    let mut shifted = vec![0_u8; 64 + bytes.len()];
    let start = shifted.as_ptr().align_offset(64);
    for (shift, in_place) in [(0, true), (8, true), (1, false)] {
        shifted[start + shift..][..bytes.len()].copy_from_slice(&bytes);
        let message = Buffer::from_vec(std::mem::take(&mut shifted));
        let range = message.as_ptr_range();
        let data = decode_reply(message.slice_with_length(start + shift, bytes.len())).unwrap();
        let read = data.reply.data.as_table().unwrap().clone();
        for (place, column) in read.columns().iter().enumerate() {
            let data = column.to_data();
            let there = range.contains(&data.buffers()[0].as_ptr());
            assert_eq!(there, in_place, "column {place} shifted by {shift}");
        }
        assert_eq!(read.column(0), table.column(0));
        drop((data, read));
        shifted = message.into_vec().unwrap();
    }
    assert_eq!(back(&table).column(1).data_type(), &DataType::LargeUtf8);
}
