//! Encoding columns of timestamps and dates.

use super::Unit;
use super::encode::{Column, numbers, unsupported};
use crate::{Error, ErrorKind, Result};
use arrow_array::Array;
use arrow_array::cast::AsArray;
use arrow_array::types::{
    ArrowPrimitiveType, Date64Type, TimestampMicrosecondType, TimestampMillisecondType,
    TimestampNanosecondType, TimestampSecondType,
};
use arrow_buffer::Buffer;
use arrow_schema::{Field, TimeUnit};

pub(super) fn timestamps(
    field: &Field,
    array: &dyn Array,
    unit: TimeUnit,
    zone: Option<&str>,
) -> Result<Column> {
    let (mut column, unit) = match unit {
        TimeUnit::Second => (scaled::<TimestampSecondType>(field, array, 1_000_000)?, None),
        TimeUnit::Millisecond => (scaled::<TimestampMillisecondType>(field, array, 1_000)?, None),
        TimeUnit::Microsecond => (counts::<TimestampMicrosecondType>(field, array)?, None),
        TimeUnit::Nanosecond => nanoseconds(field, array)?,
    };
    column.unit = unit;
    column.timezone = zone.map(str::to_owned);
    Ok(column)
}

fn counts<T: ArrowPrimitiveType>(field: &Field, array: &dyn Array) -> Result<Column> {
    numbers::<T>("timestamp", array).ok_or_else(|| unsupported(field))
}

/// Nanoseconds where there are parts of microseconds, else microseconds, which all readers have.
fn nanoseconds(field: &Field, array: &dyn Array) -> Result<(Column, Option<Unit>)> {
    let column = counts::<TimestampNanosecondType>(field, array)?;
    let values = column.data.typed_data::<i64>();
    if values.iter().any(|value| value % 1_000 != 0) {
        return Ok((column, Some(Unit::Nanoseconds)));
    }
    let whole = values.iter().map(|value| value / 1_000).collect();
    Ok((Column::new("timestamp", Buffer::from_vec(whole)), None))
}

/// Microseconds of a coarser unit, which stands for so many.
fn scaled<T: ArrowPrimitiveType<Native = i64>>(
    field: &Field,
    array: &dyn Array,
    factor: i64,
) -> Result<Column> {
    let column = counts::<T>(field, array)?;
    let scale = |(row, value): (usize, &i64)| {
        let scaled = value.checked_mul(factor);
        scaled.ok_or_else(|| inexact(field, row, *value, "a timestamp of microseconds in 64 bits"))
    };
    let data = column.data.typed_data::<i64>().iter().enumerate().map(scale);
    let data = data.collect::<Result<Vec<_>>>()?;
    Ok(Column::new("timestamp", Buffer::from_vec(data)))
}

pub(super) fn dates(field: &Field, array: &dyn Array) -> Result<Column> {
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
