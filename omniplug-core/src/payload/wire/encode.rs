//! From Arrow tables to the wire's buffers. What Arrow lays out as the wire does is not copied.

use super::describe::{ColumnDescription, Place, TableDescription, Unit};
use super::{ALIGNMENT, flags, text, time};
use crate::{Error, ErrorKind, Result};
use arrow_array::cast::AsArray;
use arrow_array::types::{
    ArrowPrimitiveType, Date32Type, Float16Type, Float32Type, Float64Type, Int8Type, Int16Type,
    Int32Type, Int64Type, UInt8Type, UInt16Type, UInt32Type, UInt64Type,
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

/// Describes tables and collects their buffers; columns of numbers, dates, timestamps and text without missing
/// values are not copied.
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
        DataType::Dictionary(..) if text::has_few_labels(array) => Ok(()),
        // These depend on the values; the others are told by their type.
        DataType::Dictionary(..)
        | DataType::Timestamp(TimeUnit::Second | TimeUnit::Millisecond, _)
        | DataType::Date64 => column(field, array).map(|_| ()),
        DataType::Null
        | DataType::Boolean
        | DataType::Utf8
        | DataType::LargeUtf8
        | DataType::Utf8View
        | DataType::Timestamp(..)
        | DataType::Date32 => Ok(()),
        kind if kind.is_integer() || kind.is_floating() => Ok(()),
        _ => Err(unsupported(field)),
    }
}

/// One column's buffers and what describes them beside their places.
#[derive(Default)]
pub(super) struct Column {
    pub(super) kind: &'static str,
    pub(super) offsets: Option<Buffer>,
    pub(super) data: Buffer,
    pub(super) categories: Option<Vec<String>>,
    /// The missing values, where they are not the array's own.
    pub(super) nulls: Option<NullBuffer>,
    pub(super) timezone: Option<String>,
    pub(super) unit: Option<Unit>,
}

impl Column {
    pub(super) fn new(kind: &'static str, data: Buffer) -> Self {
        Self { kind, data, ..Self::default() }
    }
}

impl Encoded {
    fn add(&mut self, field: &Field, array: &dyn Array, column: Column) -> ColumnDescription {
        let nulls = column.nulls.or_else(|| array.nulls().cloned());
        let nulls = nulls.filter(|nulls| nulls.null_count() > 0);
        // A category says by its code which values are missing.
        let told = nulls.as_ref().filter(|_| column.categories.is_none());
        let validity = told.map(|nulls| flags::to_bytes(nulls.inner()));
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
            unit: column.unit,
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
            let known = values.nulls().map(|nulls| values.values() & nulls.inner());
            Column::new("bool", flags::to_bytes(known.as_ref().unwrap_or(values.values())))
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
        DataType::Utf8 => array.as_string_opt::<i32>().map(text::texts),
        DataType::LargeUtf8 => array.as_string_opt::<i64>().map(text::texts),
        DataType::Utf8View => array.as_string_view_opt().map(|values| text::copied(values.iter())),
        DataType::Dictionary(..) => text::category(field, array)?,
        DataType::Timestamp(unit, zone) => {
            Some(time::timestamps(field, array, *unit, zone.as_deref())?)
        }
        DataType::Date32 => numbers::<Date32Type>("date", array),
        DataType::Date64 => Some(time::dates(field, array)?),
        _ => None,
    };
    column.ok_or_else(|| unsupported(field))
}

/// The error for a column whose type the wire has no form for.
pub(super) fn unsupported(field: &Field) -> Error {
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

pub(super) fn numbers<T: ArrowPrimitiveType>(
    kind: &'static str,
    array: &dyn Array,
) -> Option<Column> {
    filled::<T>(kind, array, T::default_value())
}

/// The values as they are, or a copy where some are missing: what lies beneath those is not to be seen.
fn filled<T: ArrowPrimitiveType>(
    kind: &'static str,
    array: &dyn Array,
    missing: T::Native,
) -> Option<Column> {
    let values = array.as_primitive_opt::<T>()?;
    let Some(nulls) = values.nulls().filter(|nulls| nulls.null_count() > 0) else {
        return Some(Column::new(kind, values.values().inner().clone()));
    };
    let mut data = values.values().to_vec();
    for row in (!nulls.inner()).set_indices() {
        if let Some(value) = data.get_mut(row) {
            *value = missing;
        }
    }
    Some(Column::new(kind, Buffer::from_vec(data)))
}
