//! From Arrow tables to the wire's buffers.

use super::ALIGNMENT;
use super::describe::{ColumnDescription, Place, TableDescription};
use crate::{Error, ErrorKind, Result};
use arrow_array::cast::AsArray;
use arrow_array::types::{
    ArrowPrimitiveType, Date32Type, Date64Type, Float16Type, Float32Type, Float64Type, Int8Type,
    Int16Type, Int32Type, Int64Type, TimestampMicrosecondType, TimestampMillisecondType,
    TimestampNanosecondType, TimestampSecondType, UInt8Type, UInt16Type, UInt32Type, UInt64Type,
};
use arrow_array::{Array, RecordBatch};
use arrow_buffer::{Buffer, NullBuffer};
use arrow_schema::{DataType, Field, TimeUnit};

/// Tables as the wire has them: descriptions, and buffers with their padding left to the writer.
#[derive(Debug)]
pub(crate) struct Encoded {
    pub descriptions: Vec<TableDescription>,
    pub buffers: Vec<Buffer>,
    /// Length of the body: all buffers with their padding.
    pub length: u64,
}

/// Describes tables and collects their buffers; columns without missing values are not copied.
///
/// # Errors
/// [`InvalidInput`](ErrorKind::InvalidInput) that names the column whose type or value the wire can't hold.
pub(crate) fn encode_tables(tables: &[RecordBatch]) -> Result<Encoded> {
    let mut encoded = Encoded { descriptions: Vec::new(), buffers: Vec::new(), length: 0 };
    for table in tables {
        let mut columns = Vec::with_capacity(table.num_columns());
        for (field, array) in table.schema_ref().fields().iter().zip(table.columns()) {
            let column = column(field, array.as_ref())?;
            columns.push(encoded.add(field, array.as_ref(), column));
        }
        encoded.descriptions.push(TableDescription { rows: table.num_rows() as u64, columns });
    }
    Ok(encoded)
}

/// Checks that the wire can hold a column, so that encoding it later can't fail.
///
/// # Errors
/// As [`encode_tables`] tells.
pub(crate) fn check_column(field: &Field, array: &dyn Array) -> Result<()> {
    match array.data_type() {
        // These depend on the values; the others are told by their type.
        DataType::Dictionary(..) | DataType::Timestamp(..) | DataType::Date64 => {
            column(field, array).map(|_| ())
        }
        DataType::Null
        | DataType::Boolean
        | DataType::Utf8
        | DataType::LargeUtf8
        | DataType::Utf8View
        | DataType::Date32 => Ok(()),
        kind if kind.is_integer() || kind.is_floating() => Ok(()),
        _ => Err(unsupported(field)),
    }
}

/// One column's buffers and what describes them beside their places.
struct Column {
    kind: &'static str,
    offsets: Option<Buffer>,
    data: Buffer,
    categories: Option<Vec<String>>,
    /// The missing values, where they are not the array's own.
    nulls: Option<NullBuffer>,
    timezone: Option<String>,
}

impl Column {
    fn new(kind: &'static str, data: Buffer) -> Self {
        Self { kind, offsets: None, data, categories: None, nulls: None, timezone: None }
    }
}

impl Encoded {
    fn add(&mut self, field: &Field, array: &dyn Array, column: Column) -> ColumnDescription {
        let nulls = column.nulls.or_else(|| array.nulls().cloned());
        let nulls = nulls.filter(|nulls| nulls.null_count() > 0);
        // A category says by its code which values are missing.
        let told = nulls.as_ref().filter(|_| column.categories.is_none());
        let validity = told.map(|nulls| Buffer::from_vec(nulls.iter().map(u8::from).collect()));
        ColumnDescription {
            name: field.name().clone(),
            kind: column.kind.to_owned(),
            nulls: nulls.map_or(0, |nulls| nulls.null_count() as u64),
            validity: validity.map(|buffer| self.place(buffer)),
            offsets: column.offsets.map(|buffer| self.place(buffer)),
            data: self.place(column.data),
            ordered: column.categories.as_ref().map(|_| field.dict_is_ordered().unwrap_or(false)),
            categories: column.categories,
            timezone: column.timezone,
        }
    }

    fn place(&mut self, buffer: Buffer) -> Place {
        let place = [self.length, buffer.len() as u64];
        self.length += buffer.len().next_multiple_of(ALIGNMENT) as u64;
        self.buffers.push(buffer);
        place
    }
}

fn column(field: &Field, array: &dyn Array) -> Result<Column> {
    let column = match array.data_type() {
        DataType::Null => Some(empty(array.len())),
        DataType::Boolean => array.as_boolean_opt().map(|values| {
            let bytes = values.iter().map(|value| u8::from(value == Some(true))).collect();
            Column::new("bool", Buffer::from_vec(bytes))
        }),
        DataType::Int8 => numbers::<Int8Type>("int8", array),
        DataType::Int16 => numbers::<Int16Type>("int16", array),
        DataType::Int32 => numbers::<Int32Type>("int32", array),
        DataType::Int64 => numbers::<Int64Type>("int64", array),
        DataType::UInt8 => numbers::<UInt8Type>("uint8", array),
        DataType::UInt16 => numbers::<UInt16Type>("uint16", array),
        DataType::UInt32 => numbers::<UInt32Type>("uint32", array),
        DataType::UInt64 => numbers::<UInt64Type>("uint64", array),
        DataType::Float16 => array.as_primitive_opt::<Float16Type>().map(|values| {
            let wide = values.iter().map(|value| value.map_or(f32::NAN, f32::from)).collect();
            Column::new("float32", Buffer::from_vec(wide))
        }),
        DataType::Float32 => filled::<Float32Type>("float32", array, f32::NAN),
        DataType::Float64 => filled::<Float64Type>("float64", array, f64::NAN),
        DataType::Utf8 => array.as_string_opt::<i32>().map(|values| texts(values.iter())),
        DataType::LargeUtf8 => array.as_string_opt::<i64>().map(|values| texts(values.iter())),
        DataType::Utf8View => array.as_string_view_opt().map(|values| texts(values.iter())),
        DataType::Dictionary(..) => category(field, array)?,
        DataType::Timestamp(unit, zone) => Some(timestamps(field, array, *unit, zone.as_deref())?),
        DataType::Date32 => numbers::<Date32Type>("date", array),
        DataType::Date64 => Some(dates(field, array)?),
        _ => None,
    };
    column.ok_or_else(|| unsupported(field))
}

/// The error for a column whose type the wire has no form for.
fn unsupported(field: &Field) -> Error {
    let (name, kind) = (field.name(), field.data_type());
    let remedy = match kind {
        DataType::Decimal32(..)
        | DataType::Decimal64(..)
        | DataType::Decimal128(..)
        | DataType::Decimal256(..) => "cast it to `Float64`, or to `Utf8` to keep its exact digits",
        DataType::Time32(_) | DataType::Time64(_) | DataType::Duration(_) => {
            "cast it to `Int64`, or to `Float64` seconds"
        }
        DataType::Dictionary(..) => "cast it to the type of its values",
        DataType::Struct(_) => "make each of its fields a column of its own",
        _ => "cast it to numbers, text, booleans, dates or timestamps, or leave it out",
    };
    Error::new(
        ErrorKind::InvalidInput,
        format!("column `{name}` has the type `{kind}`, which plugins can't be given"),
    )
    .with_hint(remedy)
}

/// A column of nothing but missing values has no type of its own.
fn empty(rows: usize) -> Column {
    let mut column = Column::new("float64", Buffer::from_vec(vec![f64::NAN; rows]));
    column.nulls = Some(NullBuffer::new_null(rows));
    column
}

fn numbers<T: ArrowPrimitiveType>(kind: &'static str, array: &dyn Array) -> Option<Column> {
    filled::<T>(kind, array, T::default_value())
}

/// The values as they are, or a copy where some are missing: what lies beneath those is not to be seen.
fn filled<T: ArrowPrimitiveType>(
    kind: &'static str,
    array: &dyn Array,
    missing: T::Native,
) -> Option<Column> {
    let values = array.as_primitive_opt::<T>()?;
    let data = if values.null_count() == 0 {
        values.values().inner().clone()
    } else {
        Buffer::from_vec(values.iter().map(|value| value.unwrap_or(missing)).collect())
    };
    Some(Column::new(kind, data))
}

fn texts<'a>(values: impl ExactSizeIterator<Item = Option<&'a str>>) -> Column {
    let mut offsets = Vec::with_capacity(values.len() + 1);
    let mut bytes = Vec::new();
    offsets.push(0_i64);
    for value in values {
        bytes.extend_from_slice(value.unwrap_or_default().as_bytes());
        offsets.push(bytes.len() as i64);
    }
    let mut column = Column::new("utf8", Buffer::from_vec(bytes));
    column.offsets = Some(Buffer::from_vec(offsets));
    column
}

fn category(field: &Field, array: &dyn Array) -> Result<Option<Column>> {
    let Some(dictionary) = array.as_any_dictionary_opt() else {
        return Ok(None);
    };
    let values = dictionary.values();
    let labels: Option<Vec<Option<&str>>> = match values.data_type() {
        DataType::Utf8 => values.as_string_opt::<i32>().map(|values| values.iter().collect()),
        DataType::LargeUtf8 => values.as_string_opt::<i64>().map(|values| values.iter().collect()),
        DataType::Utf8View => values.as_string_view_opt().map(|values| values.iter().collect()),
        _ => None,
    };
    let Some(labels) = labels else {
        return Ok(None);
    };
    let (known, codes) = number_labels(&labels).ok_or_else(|| {
        Error::new(
            ErrorKind::InvalidInput,
            format!("column `{}` has more than {} categories", field.name(), i32::MAX),
        )
        .with_hint("cast it to `Utf8`")
    })?;
    let keys = dictionary.keys();
    // Keys beneath missing values may lie outside the labels.
    let data: Vec<i32> = if labels.is_empty() {
        vec![-1; array.len()]
    } else {
        let keys_of_rows = dictionary.normalized_keys();
        keys_of_rows
            .into_iter()
            .enumerate()
            .map(
                |(row, key)| {
                    if keys.is_null(row) { -1 } else { codes.get(key).copied().unwrap_or(-1) }
                },
            )
            .collect()
    };
    let mut column = Column::new("category", Buffer::from_vec(data));
    column.nulls =
        Some(array.logical_nulls().unwrap_or_else(|| NullBuffer::new_valid(array.len())));
    column.categories = Some(known);
    Ok(Some(column))
}

/// Distinct labels in their order, and for each entry of the dictionary the code of its label, -1 for none.
fn number_labels(labels: &[Option<&str>]) -> Option<(Vec<String>, Vec<i32>)> {
    let mut codes = Vec::with_capacity(labels.len());
    let mut seen = std::collections::HashMap::new();
    let mut known = Vec::new();
    for label in labels {
        let Some(label) = label else {
            codes.push(-1);
            continue;
        };
        let next = i32::try_from(known.len()).ok()?;
        let code = *seen.entry(*label).or_insert(next);
        if code == next {
            known.push((*label).to_owned());
        }
        codes.push(code);
    }
    Some((known, codes))
}

fn timestamps(
    field: &Field,
    array: &dyn Array,
    unit: TimeUnit,
    zone: Option<&str>,
) -> Result<Column> {
    let (up, down) = match unit {
        TimeUnit::Second => (1_000_000, 1),
        TimeUnit::Millisecond => (1_000, 1),
        TimeUnit::Microsecond => (1, 1),
        TimeUnit::Nanosecond => (1, 1_000),
    };
    let mut column = match unit {
        TimeUnit::Second => scaled::<TimestampSecondType>(field, array, up, down),
        TimeUnit::Millisecond => scaled::<TimestampMillisecondType>(field, array, up, down),
        TimeUnit::Microsecond => numbers::<TimestampMicrosecondType>("timestamp", array)
            .ok_or_else(|| unsupported(field)),
        TimeUnit::Nanosecond => scaled::<TimestampNanosecondType>(field, array, up, down),
    }?;
    column.timezone = zone.map(str::to_owned);
    Ok(column)
}

fn scaled<T: ArrowPrimitiveType<Native = i64>>(
    field: &Field,
    array: &dyn Array,
    up: i64,
    down: i64,
) -> Result<Column> {
    let values = array.as_primitive_opt::<T>().ok_or_else(|| unsupported(field))?;
    let mut data = Vec::with_capacity(values.len());
    for (row, value) in values.iter().enumerate() {
        let value = value.unwrap_or(0);
        match value.checked_mul(up) {
            Some(scaled) if value % down == 0 => data.push(scaled / down),
            _ => {
                return Err(inexact(field, row, value, "a timestamp of whole microseconds"));
            }
        }
    }
    Ok(Column::new("timestamp", Buffer::from_vec(data)))
}

fn dates(field: &Field, array: &dyn Array) -> Result<Column> {
    const DAY: i64 = 86_400_000;
    let values = array.as_primitive_opt::<Date64Type>().ok_or_else(|| unsupported(field))?;
    let mut data = Vec::with_capacity(values.len());
    for (row, value) in values.iter().enumerate() {
        let value = value.unwrap_or(0);
        match i32::try_from(value / DAY) {
            Ok(days) if value % DAY == 0 => data.push(days),
            _ => {
                return Err(inexact(field, row, value, "a date of whole days in 32 bits"));
            }
        }
    }
    Ok(Column::new("date", Buffer::from_vec(data)))
}

fn inexact(field: &Field, row: usize, value: i64, form: &str) -> Error {
    Error::new(
        ErrorKind::InvalidInput,
        format!(
            "column `{}` has in row {row} the value `{value}`, which is not {form}",
            field.name()
        ),
    )
    .with_hint("round the column before, or cast it to `Int64`")
}
