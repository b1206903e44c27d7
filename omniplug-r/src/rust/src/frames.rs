//! Arrow's tables as data frames.
//!
//! | Arrow | R |
//! | --- | --- |
//! | floats | double |
//! | integers | integer, or double where it holds all values exactly, else `integer64`, else text |
//! | booleans | logical |
//! | text | character |
//! | dictionaries | factor, ordered where they say so |
//! | timestamps | POSIXct; UTC where they have no zone |
//! | dates | Date |

use crate::failure::{invalid, of_r};
use crate::output::{strings, texts};
use arrow_array::cast::AsArray;
use arrow_array::types::{
    ArrowPrimitiveType, Date32Type, Float32Type, Float64Type, Int8Type, Int16Type, Int32Type,
    Int64Type, TimestampMicrosecondType, TimestampNanosecondType, UInt8Type, UInt16Type,
    UInt32Type, UInt64Type,
};
use arrow_array::{Array, RecordBatch};
use arrow_schema::{DataType, Field, TimeUnit};
use extendr_api::prelude::*;
use omniplug_core::Result;

/// The integers up to which doubles hold each.
const EXACT: i128 = 1 << 53;

/// A table as a data frame.
///
/// # Errors
/// [`InvalidInput`](omniplug_core::ErrorKind::InvalidInput) for a type that plugins can't return either.
pub(crate) fn frame(table: &RecordBatch) -> Result<Robj> {
    let fields = table.schema_ref().fields().iter();
    let columns = fields.clone().zip(table.columns());
    let columns =
        columns.map(|(field, array)| column(field, array.as_ref())).collect::<Result<Vec<_>>>()?;
    let rows = i32::try_from(table.num_rows())
        .map_err(|_| invalid("the table has more rows than R's data frames"))?;
    let mut frame: Robj = List::from_values(columns).into();
    frame
        .set_attrib("names", texts(fields.map(|field| Some(field.name().as_str()))))
        .map_err(of_r)?;
    // R's short form of the row names 1, 2, …
    frame.set_attrib("row.names", [i32::MIN, -rows].as_slice()).map_err(of_r)?;
    frame.set_class(["data.frame"]).map_err(of_r)?;
    Ok(frame)
}

fn column(field: &Field, array: &dyn Array) -> Result<Robj> {
    let values = match array.data_type() {
        DataType::Float64 => Robj::from(reals::<Float64Type>(array, |value| value)),
        DataType::Float32 => Robj::from(reals::<Float32Type>(array, f64::from)),
        DataType::Int8 => integers::<Int8Type>(array)?,
        DataType::Int16 => integers::<Int16Type>(array)?,
        DataType::Int32 => integers::<Int32Type>(array)?,
        DataType::Int64 => integers::<Int64Type>(array)?,
        DataType::UInt8 => integers::<UInt8Type>(array)?,
        DataType::UInt16 => integers::<UInt16Type>(array)?,
        DataType::UInt32 => integers::<UInt32Type>(array)?,
        DataType::UInt64 => integers::<UInt64Type>(array)?,
        DataType::Boolean => array
            .as_boolean()
            .iter()
            .map(|value| value.map_or(Rbool::na(), Rbool::from))
            .collect_robj(),
        DataType::Utf8 => texts(array.as_string::<i32>().iter()),
        DataType::LargeUtf8 => texts(array.as_string::<i64>().iter()),
        DataType::Dictionary(..) => factor(field, array)?,
        DataType::Date32 => {
            let mut days = Robj::from(reals::<Date32Type>(array, f64::from));
            days.set_class(["Date"]).map_err(of_r)?;
            days
        }
        DataType::Timestamp(TimeUnit::Microsecond, zone) => times(
            reals::<TimestampMicrosecondType>(array, |count| seconds(count, 1_000_000)),
            zone.as_deref(),
        )?,
        DataType::Timestamp(TimeUnit::Nanosecond, zone) => times(
            reals::<TimestampNanosecondType>(array, |count| seconds(count, 1_000_000_000)),
            zone.as_deref(),
        )?,
        other => return Err(invalid(format!("column `{}` has the type `{other}`", field.name()))),
    };
    Ok(values)
}

fn reals<T: ArrowPrimitiveType>(array: &dyn Array, wide: impl Fn(T::Native) -> f64) -> Vec<f64> {
    let values = array.as_primitive::<T>();
    let mut reals: Vec<f64> = values.values().iter().map(|value| wide(*value)).collect();
    if let Some(nulls) = values.nulls() {
        for row in (!nulls.inner()).set_indices() {
            if let Some(value) = reals.get_mut(row) {
                *value = f64::na();
            }
        }
    }
    reals
}

/// Whole seconds and their fraction apart, so that nothing is lost that a double can hold.
fn seconds(count: i64, per_second: i64) -> f64 {
    count.div_euclid(per_second) as f64 + count.rem_euclid(per_second) as f64 / per_second as f64
}

/// Seconds since 1970 as times; UTC where they have no zone.
///
/// # Errors
/// [`Unavailable`](omniplug_core::ErrorKind::Unavailable) when R can't make them.
pub(crate) fn times(seconds: Vec<f64>, zone: Option<&str>) -> Result<Robj> {
    let mut times = Robj::from(seconds);
    times.set_attrib("tzone", strings([zone.unwrap_or("UTC")])).map_err(of_r)?;
    times.set_class(["POSIXct", "POSIXt"]).map_err(of_r)?;
    Ok(times)
}

fn integers<T: ArrowPrimitiveType>(array: &dyn Array) -> Result<Robj>
where
    T::Native: Into<i128>,
{
    let values = || array.as_primitive::<T>().iter().map(|value| value.map(Into::<i128>::into));
    let all = |fits: fn(i128) -> bool| values().flatten().all(fits);
    // The smallest integer of each kind is its NA.
    if all(|value| i32::try_from(value).is_ok_and(|value| value != i32::MIN)) {
        let narrow = |value: Option<i128>| {
            value.and_then(|value| i32::try_from(value).ok()).unwrap_or(i32::MIN)
        };
        return Ok(values().map(narrow).collect_robj());
    }
    if all(|value| (-EXACT..=EXACT).contains(&value)) {
        return Ok(values()
            .map(|value| value.map_or_else(f64::na, |value| value as f64))
            .collect_robj());
    }
    if all(|value| i64::try_from(value).is_ok_and(|value| value != i64::MIN)) {
        let bits = |value: Option<i128>| {
            value.and_then(|value| i64::try_from(value).ok()).unwrap_or(i64::MIN)
        };
        let mut wide = values().map(|value| f64::from_bits(bits(value) as u64)).collect_robj();
        wide.set_class(["integer64"]).map_err(of_r)?;
        return Ok(wide);
    }
    let digits: Vec<Option<String>> =
        values().map(|value| value.map(|value| value.to_string())).collect();
    Ok(texts(digits.iter().map(Option::as_deref)))
}

fn factor(field: &Field, array: &dyn Array) -> Result<Robj> {
    let unknown =
        || invalid(format!("column `{}` has the type `{}`", field.name(), array.data_type()));
    let dictionary = array.as_dictionary_opt::<Int32Type>().ok_or_else(unknown)?;
    let labels = dictionary.values().as_string_opt::<i32>().ok_or_else(unknown)?;
    let codes = dictionary.keys().iter().map(|key| key.map_or(i32::MIN, |key| key + 1));
    let mut factor = codes.collect_robj();
    factor.set_attrib("levels", texts(labels.iter())).map_err(of_r)?;
    if field.dict_is_ordered().unwrap_or(false) {
        factor.set_class(["ordered", "factor"]).map_err(of_r)?;
    } else {
        factor.set_class(["factor"]).map_err(of_r)?;
    }
    Ok(factor)
}
