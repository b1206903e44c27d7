//! Encoding columns of text and of categories.

use super::encode::Column;
use crate::{Error, ErrorKind, Result};
use arrow_array::cast::AsArray;
use arrow_array::{Array, GenericStringArray, OffsetSizeTrait};
use arrow_buffer::{Buffer, NullBuffer};
use arrow_schema::{DataType, Field};
use std::collections::HashMap;

/// A column of texts. They are used in place unless something lies beneath missing ones, which is not to be seen.
pub(super) fn texts<O: OffsetSizeTrait>(values: &GenericStringArray<O>) -> Column {
    let offsets = values.value_offsets();
    let is_hidden = |row: usize| match offsets.get(row..row + 2) {
        Some([start, end]) => start != end,
        _ => false,
    };
    let missing = values.nulls().map(|nulls| !nulls.inner());
    if missing.is_some_and(|missing| missing.set_indices().any(is_hidden)) {
        return copied(values.iter());
    }
    let [first, last] =
        [offsets.first(), offsets.last()].map(|at| at.map_or(0, |at| at.as_usize()));
    let data = values.values().slice_with_length(first, last - first);
    // Offsets of 64 bits from zero are those of the wire.
    let offsets = if first == 0 && size_of::<O>() == size_of::<i64>() {
        values.offsets().inner().inner().clone()
    } else {
        let rebased = offsets.iter().map(|offset| (offset.as_usize() - first) as i64);
        Buffer::from_vec(rebased.collect())
    };
    Column { offsets: Some(offsets), ..Column::new("utf8", data) }
}

/// A column of texts that lie elsewhere.
pub(super) fn copied<'a>(values: impl ExactSizeIterator<Item = Option<&'a str>>) -> Column {
    let mut offsets = Vec::with_capacity(values.len() + 1);
    let mut bytes = Vec::new();
    offsets.push(0_i64);
    for value in values {
        bytes.extend_from_slice(value.unwrap_or_default().as_bytes());
        offsets.push(bytes.len() as i64);
    }
    Column {
        offsets: Some(Buffer::from_vec(offsets)),
        ..Column::new("utf8", Buffer::from_vec(bytes))
    }
}

/// Whether a dictionary is one of text whose labels can all be numbered.
pub(super) fn has_few_labels(array: &dyn Array) -> bool {
    array.as_any_dictionary_opt().is_some_and(|dictionary| {
        let labels = dictionary.values();
        labels.data_type().is_string() && i32::try_from(labels.len()).is_ok()
    })
}

/// A column of codes; nothing where the dictionary is not of text.
pub(super) fn category(field: &Field, array: &dyn Array) -> Result<Option<Column>> {
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
    let mut seen = HashMap::new();
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
