//! R's vectors as Arrow's columns. Numbers, dates and `integer64` lie in memory as Arrow wants them, so they are
//! lent and not copied.
#![expect(unsafe_code, reason = "lending R's memory to Arrow")]

use crate::failure::invalid;
use crate::text;
use arrow_array::types::Int32Type;
use arrow_array::{
    ArrayRef, BooleanArray, Date32Array, DictionaryArray, Float64Array, Int32Array, Int64Array,
    LargeStringArray, StringArray, TimestampMicrosecondArray,
};
use arrow_buffer::{ArrowNativeType, BooleanBuffer, Buffer, NullBuffer, ScalarBuffer};
use extendr_api::prelude::*;
use extendr_ffi::{R_PreserveObject, R_ReleaseObject, SEXP};
use omniplug_core::Result;
use std::borrow::Cow;
use std::ptr::NonNull;
use std::sync::{Arc, Mutex, PoisonError};

/// R objects that Arrow is done with. Only R's own thread may release them, and buffers end anywhere.
static RETURNED: Mutex<Vec<usize>> = Mutex::new(Vec::new());

/// The payload bits that make R's NA of a NaN.
const NA_BITS: u32 = 1954;

/// An R object that stays alive, and unchanged by R's rules of copying, while Arrow reads its memory.
struct Lent(usize);

impl Lent {
    fn new(object: &Robj) -> Self {
        // SAFETY: called on R's thread, with an object that is alive.
        unsafe {
            R_PreserveObject(object.get());
            Self(object.get() as usize)
        }
    }
}

impl Drop for Lent {
    fn drop(&mut self) {
        RETURNED.lock().unwrap_or_else(PoisonError::into_inner).push(self.0);
    }
}

/// Releases what came back; to be called on R's thread.
pub(crate) fn release_returned() {
    let returned = std::mem::take(&mut *RETURNED.lock().unwrap_or_else(PoisonError::into_inner));
    for object in returned {
        // SAFETY: each address was preserved once by `Lent::new` and comes back once.
        unsafe { R_ReleaseObject(object as SEXP) };
    }
}

/// A column, and whether its categories are ordered. `range` are the rows of the vector to take, which are all but
/// for the columns of a matrix.
pub(crate) struct Column {
    pub(crate) array: ArrayRef,
    pub(crate) ordered: bool,
}

/// `values` as a column. `place` names it in errors.
///
/// # Errors
/// [`InvalidInput`](omniplug_core::ErrorKind::InvalidInput) when columns can't hold it.
pub(crate) fn column(values: &Robj, place: &str) -> Result<Column> {
    if values.inherits("factor") {
        return factor(values, place);
    }
    let array: ArrayRef = if values.inherits("Date") {
        dates(values, place)?
    } else if values.inherits("POSIXct") {
        times(values, place)?
    } else if values.inherits("difftime") {
        let unit = seconds_of_unit(values);
        let seconds = reals(values, place)?.iter().map(|value| value * unit).collect::<Vec<_>>();
        let nulls = nulls(&seconds, is_na);
        Arc::new(Float64Array::new(seconds.into(), nulls))
    } else if values.inherits("integer64") {
        integers64(values, place)?
    } else {
        return plain(values, 0, values.len(), place);
    };
    Ok(Column { array, ordered: false })
}

/// A part of a vector without a class as a column: logicals, integers, doubles or text.
///
/// # Errors
/// As [`column`] tells.
pub(crate) fn plain(values: &Robj, from: usize, length: usize, place: &str) -> Result<Column> {
    let range = from..from + length;
    let array: ArrayRef = if let Some(slice) =
        values.as_real_slice().and_then(|all| all.get(range.clone()))
    {
        Arc::new(Float64Array::new(lend(values, slice), nulls(slice, is_na)))
    } else if let Some(slice) = values.as_integer_slice().and_then(|all| all.get(range.clone())) {
        Arc::new(Int32Array::new(lend(values, slice), nulls(slice, |value| value == i32::MIN)))
    } else if let Some(slice) = values.as_logical_slice().and_then(|all| all.get(range.clone())) {
        Arc::new(
            slice
                .iter()
                .map(|value| (!value.is_na()).then(|| value.is_true()))
                .collect::<BooleanArray>(),
        )
    } else if values.is_string() {
        let texts = text::texts(values, place).skip(from).take(length);
        Arc::new(texts.collect::<Result<LargeStringArray>>()?)
    } else {
        let class = values.class().and_then(|mut names| names.next());
        let class =
            class.map_or_else(|| format!("{:?}", values.rtype()).to_lowercase(), str::to_owned);
        return Err(invalid(format!("`{place}` is of type `{class}`, which a table can't hold"))
            .with_hint(
                "a column holds text, numbers, logicals, factors, dates or times (`as.POSIXct()`)",
            ));
    };
    Ok(Column { array, ordered: false })
}

/// Borrows a part of a vector's memory; nothing is copied.
fn lend<T: ArrowNativeType>(owner: &Robj, slice: &[T]) -> ScalarBuffer<T> {
    // Where a vector is empty, R's pointer to its values is none.
    if slice.is_empty() {
        return ScalarBuffer::from(Vec::new());
    }
    let start = NonNull::from(slice).cast::<u8>();
    // SAFETY: the values lie in `owner`, which is kept until the buffer ends.
    let buffer = unsafe {
        Buffer::from_custom_allocation(start, size_of_val(slice), Arc::new(Lent::new(owner)))
    };
    ScalarBuffer::new(buffer, 0, slice.len())
}

/// Which values are there; nothing where all are.
fn nulls<T: Copy>(values: &[T], is_missing: impl Fn(T) -> bool) -> Option<NullBuffer> {
    if !values.iter().any(|value| is_missing(*value)) {
        return None;
    }
    let present = BooleanBuffer::from_iter(values.iter().map(|value| !is_missing(*value)));
    Some(NullBuffer::new(present))
}

/// Whether a double is R's NA and no other NaN.
pub(crate) fn is_na(value: f64) -> bool {
    value.is_nan() && value.to_bits() as u32 == NA_BITS
}

fn reals<'a>(values: &'a Robj, place: &str) -> Result<Cow<'a, [f64]>> {
    if let Some(values) = values.as_real_slice() {
        return Ok(values.into());
    }
    let wide = |value: &i32| if *value == i32::MIN { f64::NAN } else { f64::from(*value) };
    match values.as_integer_slice() {
        Some(values) => Ok(values.iter().map(wide).collect::<Vec<_>>().into()),
        None => Err(invalid(format!("`{place}` has a class of numbers but holds none"))),
    }
}

fn factor(values: &Robj, place: &str) -> Result<Column> {
    let levels = values.get_attrib("levels").filter(|levels| levels.is_string());
    let (Some(codes), Some(levels)) = (values.as_integer_slice(), levels) else {
        return Err(invalid(format!("`{place}` is a factor without codes or levels")));
    };
    let labels = text::texts(&levels, place).collect::<Result<StringArray>>()?;
    let keys =
        codes.iter().map(|code| (*code != i32::MIN).then(|| code - 1)).collect::<Int32Array>();
    let array = DictionaryArray::<Int32Type>::try_new(keys, Arc::new(labels))
        .map_err(|error| invalid(format!("`{place}` is a damaged factor")).with_source(error))?;
    Ok(Column { array: Arc::new(array), ordered: values.inherits("ordered") })
}

fn dates(values: &Robj, place: &str) -> Result<ArrayRef> {
    if let Some(days) = values.as_integer_slice() {
        return Ok(Arc::new(Date32Array::new(
            lend(values, days),
            nulls(days, |day| day == i32::MIN),
        )));
    }
    let days = reals(values, place)?;
    let narrow = |day: &f64| match day.floor() {
        day if day.is_nan() => Ok(None),
        day if (f64::from(i32::MIN)..=f64::from(i32::MAX)).contains(&day) => Ok(Some(day as i32)),
        _ => Err(invalid(format!("`{place}` has a date beyond what a table holds"))),
    };
    Ok(Arc::new(days.iter().map(narrow).collect::<Result<Date32Array>>()?))
}

fn times(values: &Robj, place: &str) -> Result<ArrayRef> {
    let seconds = reals(values, place)?;
    let narrow = |second: &f64| match (second * 1e6).round() {
        micro if micro.is_nan() => Ok(None),
        micro if micro.abs() < 9.2e18 => Ok(Some(micro as i64)),
        _ => Err(invalid(format!("`{place}` has a time beyond what a table holds"))),
    };
    let micro = seconds.iter().map(narrow).collect::<Result<TimestampMicrosecondArray>>()?;
    Ok(Arc::new(micro.with_timezone(zone(values, place)?)))
}

/// The zone that times are shown in: their own, else this machine's.
pub(crate) fn zone(values: &Robj, place: &str) -> Result<String> {
    let own = match values.get_attrib("tzone").filter(|zone| zone.is_string() && zone.len() > 0) {
        Some(zone) => text::texts(&zone, place).next().transpose()?.flatten().map(Cow::into_owned),
        None => None,
    };
    let here = || jiff::tz::TimeZone::system().iana_name().unwrap_or("UTC").to_owned();
    Ok(own.filter(|zone| !zone.is_empty()).unwrap_or_else(here))
}

/// What one unit of a `difftime` is in seconds.
pub(crate) fn seconds_of_unit(values: &Robj) -> f64 {
    match values.get_attrib("units").and_then(|unit| unit.as_str()) {
        Some("mins") => 60.0,
        Some("hours") => 3600.0,
        Some("days") => 86_400.0,
        Some("weeks") => 604_800.0,
        _ => 1.0,
    }
}

/// Doubles whose bits are integers of 64 bits, as the package bit64 has them.
fn integers64(values: &Robj, place: &str) -> Result<ArrayRef> {
    let Some(bits) = values.as_real_slice() else {
        return Err(invalid(format!("`{place}` is a damaged `integer64`")));
    };
    let lent = ScalarBuffer::<i64>::new(lend(values, bits).into_inner(), 0, bits.len());
    let nulls = nulls(&lent, |value| value == i64::MIN);
    Ok(Arc::new(Int64Array::new(lent, nulls)))
}
