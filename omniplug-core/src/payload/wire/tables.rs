//! From the wire's buffers to Arrow tables, with every claim checked.

use super::describe::{ColumnDescription, Place, TableDescription, Unit};
use super::{ALIGNMENT, InvalidReply, flags};
use arrow_array::types::{
    ArrowPrimitiveType, Date32Type, Float32Type, Float64Type, Int8Type, Int16Type, Int32Type,
    Int64Type, TimestampMicrosecondType, TimestampNanosecondType, UInt8Type, UInt16Type,
    UInt32Type, UInt64Type,
};
use arrow_array::{
    ArrayRef, BooleanArray, DictionaryArray, LargeStringArray, PrimitiveArray, RecordBatch,
    RecordBatchOptions, StringArray,
};
use arrow_buffer::{
    ArrowNativeType, BooleanBuffer, Buffer, MutableBuffer, NullBuffer, OffsetBuffer, ScalarBuffer,
};
use arrow_schema::{Field, Schema};
use std::sync::Arc;

/// How many times the body's size the texts of all category columns together may amount to when they are
/// written out: a few bytes of codes could otherwise stand for terabytes.
const LARGEST_EXPANSION: usize = 64;

type Checked<T> = Result<T, InvalidReply>;

/// Reads the tables of a body. Their buffers lie in it one behind the other.
pub(super) fn decode_tables(
    described: &[TableDescription],
    body: Buffer,
) -> Checked<Vec<RecordBatch>> {
    let mut body = Body { bytes: body, position: 0, expanded: 0 };
    let tables = described.iter().enumerate();
    let tables = tables.map(|(index, table)| {
        decode_table(table, &mut body)
            .map_err(|error| InvalidReply::new(format!("table {index}: {}", error.0)))
    });
    let tables = tables.collect::<Checked<_>>()?;
    if body.position != body.bytes.len() {
        return Err(InvalidReply::new("its body holds more than its tables"));
    }
    Ok(tables)
}

/// The body, read from its start to its end, so that no two buffers share bytes.
struct Body {
    bytes: Buffer,
    position: usize,
    /// Bytes of text that the categories so far stand for.
    expanded: usize,
}

impl Body {
    fn take(&mut self, place: Place, what: &str) -> Checked<Buffer> {
        let [offset, length] = place.map(|number| usize::try_from(number).ok());
        let found = offset.zip(length).and_then(|(offset, length)| {
            let end = offset.checked_add(length)?.checked_next_multiple_of(ALIGNMENT)?;
            (offset == self.position && end <= self.bytes.len()).then_some((offset, length, end))
        });
        let (offset, length, end) = found.ok_or_else(|| {
            let [offset, length] = place;
            InvalidReply::new(format!("its {what} is said to be {length} bytes at {offset}"))
        })?;
        self.position = end;
        Ok(self.bytes.slice_with_length(offset, length))
    }
}

fn decode_table(described: &TableDescription, body: &mut Body) -> Checked<RecordBatch> {
    let rows = usize::try_from(described.rows).unwrap_or(usize::MAX);
    // Without columns, rows cost nothing to claim.
    if described.columns.is_empty() && rows != 0 {
        return Err(InvalidReply::new("it has rows without columns"));
    }
    let mut fields = Vec::with_capacity(described.columns.len());
    let mut arrays = Vec::with_capacity(described.columns.len());
    for column in &described.columns {
        let (array, ordered) = decode_column(column, rows, body)
            .map_err(|error| InvalidReply::new(format!("column `{}`: {}", column.name, error.0)))?;
        let field = Field::new(&column.name, array.data_type().clone(), true);
        fields.push(field.with_dict_is_ordered(ordered));
        arrays.push(array);
    }
    let options = RecordBatchOptions::new().with_row_count(Some(rows));
    RecordBatch::try_new_with_options(Arc::new(Schema::new(fields)), arrays, &options)
        .map_err(|error| InvalidReply::new(error.to_string()))
}

fn decode_column(
    column: &ColumnDescription,
    rows: usize,
    body: &mut Body,
) -> Checked<(ArrayRef, bool)> {
    let nulls = nulls(column, rows, body)?;
    if (column.kind == "utf8") != column.offsets.is_some() {
        return Err(InvalidReply::new("its type and its offsets don't fit"));
    }
    let offsets = match column.offsets {
        Some(place) => sized(body.take(place, "offsets")?, rows.saturating_add(1), 8)?,
        None => Buffer::default(),
    };
    let data = body.take(column.data, "data")?;
    let array: ArrayRef = match column.kind.as_str() {
        "float64" => numbers::<Float64Type>(data, rows, nulls)?,
        "float32" => numbers::<Float32Type>(data, rows, nulls)?,
        "int8" => numbers::<Int8Type>(data, rows, nulls)?,
        "int16" => numbers::<Int16Type>(data, rows, nulls)?,
        "int32" => numbers::<Int32Type>(data, rows, nulls)?,
        "int64" => numbers::<Int64Type>(data, rows, nulls)?,
        "uint8" => numbers::<UInt8Type>(data, rows, nulls)?,
        "uint16" => numbers::<UInt16Type>(data, rows, nulls)?,
        "uint32" => numbers::<UInt32Type>(data, rows, nulls)?,
        "uint64" => numbers::<UInt64Type>(data, rows, nulls)?,
        "bool" => Arc::new(BooleanArray::new(flags(&sized(data, rows, 1)?)?, nulls)),
        "utf8" => texts(scalars(offsets), data, nulls)?,
        "category" => return category(column, data, rows, nulls.as_ref(), body),
        "date" => numbers::<Date32Type>(data, rows, nulls)?,
        "timestamp" => timestamps(column, data, rows, nulls)?,
        kind => {
            return Err(InvalidReply::new(format!("it has the unknown type `{kind}`")));
        }
    };
    Ok((array, false))
}

fn nulls(column: &ColumnDescription, rows: usize, body: &mut Body) -> Checked<Option<NullBuffer>> {
    let Some(place) = column.validity else {
        return Ok(None);
    };
    let present = flags(&sized(body.take(place, "validity")?, rows, 1)?)?;
    let nulls = NullBuffer::new(present);
    if nulls.null_count() as u64 != column.nulls {
        let (told, there) = (column.nulls, nulls.null_count());
        return Err(InvalidReply::new(format!(
            "it tells of {told} missing values and has {there}"
        )));
    }
    Ok(Some(nulls))
}

fn sized(bytes: Buffer, count: usize, width: usize) -> Checked<Buffer> {
    if count.checked_mul(width) == Some(bytes.len()) {
        return Ok(bytes);
    }
    let there = bytes.len();
    Err(InvalidReply::new(format!("{count} values of {width} bytes are said to be {there} bytes")))
}

fn flags(bytes: &[u8]) -> Checked<BooleanBuffer> {
    flags::to_bits(bytes)
        .map_err(|byte| InvalidReply::new(format!("it has the truth value {byte}")))
}

fn numbers<T: ArrowPrimitiveType>(
    data: Buffer,
    rows: usize,
    nulls: Option<NullBuffer>,
) -> Checked<ArrayRef> {
    Ok(Arc::new(primitive::<T>(data, rows, nulls)?))
}

fn primitive<T: ArrowPrimitiveType>(
    data: Buffer,
    rows: usize,
    nulls: Option<NullBuffer>,
) -> Checked<PrimitiveArray<T>> {
    let values = scalars::<T::Native>(sized(data, rows, size_of::<T::Native>())?);
    PrimitiveArray::try_new(values, nulls).map_err(|error| InvalidReply::new(error.to_string()))
}

/// The values where they lie in the message, or copied where that is at an odd address. Their bytes are a multiple
/// of a value's.
fn scalars<T: ArrowNativeType>(bytes: Buffer) -> ScalarBuffer<T> {
    if bytes.as_ptr().cast::<T>().is_aligned() {
        return ScalarBuffer::from(bytes);
    }
    let mut aligned = MutableBuffer::new(bytes.len());
    aligned.extend_from_slice(&bytes);
    ScalarBuffer::from(Buffer::from(aligned))
}

fn timestamps(
    column: &ColumnDescription,
    data: Buffer,
    rows: usize,
    nulls: Option<NullBuffer>,
) -> Checked<ArrayRef> {
    let zone = column.timezone.clone();
    Ok(match column.unit.unwrap_or(Unit::Microseconds) {
        Unit::Microseconds => {
            let values = primitive::<TimestampMicrosecondType>(data, rows, nulls)?;
            Arc::new(values.with_timezone_opt(zone))
        }
        Unit::Nanoseconds => {
            let values = primitive::<TimestampNanosecondType>(data, rows, nulls)?;
            Arc::new(values.with_timezone_opt(zone))
        }
    })
}

fn texts(offsets: ScalarBuffer<i64>, data: Buffer, nulls: Option<NullBuffer>) -> Checked<ArrayRef> {
    let rising = offsets.first() == Some(&0) && offsets.is_sorted();
    if !rising || offsets.last().copied() != i64::try_from(data.len()).ok() {
        return Err(InvalidReply::new("its offsets don't rise from 0 to the length of its data"));
    }
    // This checks the UTF-8.
    let array = LargeStringArray::try_new(OffsetBuffer::new(offsets), data, nulls);
    Ok(Arc::new(array.map_err(|error| InvalidReply::new(error.to_string()))?))
}

fn category(
    column: &ColumnDescription,
    data: Buffer,
    rows: usize,
    nulls: Option<&NullBuffer>,
    body: &mut Body,
) -> Checked<(ArrayRef, bool)> {
    if nulls.is_some() {
        return Err(InvalidReply::new("a category has no validity; -1 is missing"));
    }
    let labels = column.categories.as_deref().unwrap_or_default();
    let codes = scalars::<i32>(sized(data, rows, 4)?);
    for code in codes.iter().filter(|code| **code != -1) {
        let label = usize::try_from(*code).ok().and_then(|code| labels.get(code));
        let label = label.ok_or_else(|| {
            InvalidReply::new(format!("it has the code {code} and {} categories", labels.len()))
        })?;
        body.expanded = body.expanded.saturating_add(label.len());
    }
    if body.expanded > body.bytes.len().saturating_mul(LARGEST_EXPANSION) {
        let expanded = body.expanded;
        return Err(InvalidReply::new(format!("categories stand for {expanded} bytes of text")));
    }
    let nulls = codes.contains(&-1).then(|| {
        let present = |row: usize| codes.get(row).is_some_and(|code| *code != -1);
        NullBuffer::new(BooleanBuffer::collect_bool(codes.len(), present))
    });
    let keys = PrimitiveArray::<Int32Type>::try_new(codes, nulls);
    let labels = Arc::new(StringArray::from_iter_values(labels));
    let array = keys
        .and_then(|keys| DictionaryArray::try_new(keys, labels))
        .map_err(|error| InvalidReply::new(error.to_string()))?;
    Ok((Arc::new(array), column.ordered.unwrap_or(false)))
}
