//! R's values as JSON with tables, by the rules that results of plugins in R follow too.
//!
//! - NULL and NA become null. Other numbers that are not finite are errors outside of tables, since JSON has none.
//! - A vector of length 1 becomes a scalar, unless it is wrapped in `I()`; a longer one an array, or an object when
//!   all its elements have names. Doubles that are all whole become integers.
//! - A named list becomes an object, another list an array.
//! - A data frame and a matrix become tables; a matrix in `I()` an array of its rows. Row names that were given
//!   become a first column `row`.
//! - Factors become text, dates and times ISO 8601 text, `difftime` seconds.

use crate::columns::{self, Column};
use crate::failure::invalid;
use crate::text;
use arrow_array::{Array, RecordBatch, RecordBatchOptions};
use arrow_schema::{Field, Schema};
use extendr_api::prelude::*;
use omniplug_core::Result;
use omniplug_core::payload::{DEEPEST, Payload, TABLE_KEY};
use serde_json::{Map, Number, Value, json};
use std::collections::HashSet;
use std::sync::Arc;

/// Doubles up to this hold every integer.
const EXACT: f64 = 9_007_199_254_740_992.0;

/// A value as what a plugin is given.
///
/// # Errors
/// [`InvalidInput`](omniplug_core::ErrorKind::InvalidInput) that names the place of what has no such form.
pub(crate) fn payload(value: &Robj, place: &str) -> Result<Payload> {
    let mut writer = Writer { tables: Some(Vec::new()) };
    let json = writer.value(value, place, 0)?;
    Payload::new(json, writer.tables.unwrap_or_default())
}

/// A value as JSON, data frames as objects of their columns.
///
/// # Errors
/// As [`payload`] tells.
pub(crate) fn plain(value: &Robj, place: &str) -> Result<Value> {
    Writer { tables: None }.value(value, place, 0)
}

/// A named list as a JSON object; NULL and an empty list are an empty one.
///
/// # Errors
/// As [`payload`] tells.
pub(crate) fn object(value: &Robj, place: &str) -> Result<Map<String, Value>> {
    if !value.is_null() && !value.is_list() && text::names(value, place)?.is_empty() {
        return Err(invalid(format!("`{place}` must be a list with names")));
    }
    // A vector of length 1 would become a scalar.
    let value = if value.is_list() || value.is_null() {
        plain(value, place)?
    } else {
        pairs(value, place)?
    };
    match value {
        Value::Object(object) => Ok(object),
        Value::Null => Ok(Map::new()),
        Value::Array(items) if items.is_empty() => Ok(Map::new()),
        _ => Err(invalid(format!("`{place}` must be a list with names"))),
    }
}

/// A vector with names as an object.
fn pairs(value: &Robj, place: &str) -> Result<Value> {
    let names = names(value, place)?;
    Ok(Value::Object(names.into_iter().zip(scalars(value, place)?).collect()))
}

struct Writer {
    /// The tables so far, where they are attached and not written out.
    tables: Option<Vec<RecordBatch>>,
}

impl Writer {
    fn value(&mut self, value: &Robj, place: &str, depth: usize) -> Result<Value> {
        if depth > DEEPEST {
            return Err(invalid(format!("the data is nested deeper than {DEEPEST} levels")));
        }
        if value.is_null() {
            return Ok(Value::Null);
        }
        if value.inherits("POSIXlt") {
            return Err(invalid(format!("`{place}` is a `POSIXlt`"))
                .with_hint("convert it with `as.POSIXct()`"));
        }
        if value.inherits("data.frame") {
            return self.frame(value, place, depth);
        }
        if let Some(sizes) = value.get_attrib("dim").and_then(|sizes| sizes.as_integer_vector()) {
            return self.matrix(value, &sizes, place);
        }
        if value.is_list() {
            return self.list(value, place, depth);
        }
        let is_array = value.inherits("AsIs");
        let names = text::names(value, place)?;
        let distinct: HashSet<&String> = names.iter().filter(|name| !name.is_empty()).collect();
        if !is_array && value.len() > 1 && distinct.len() == value.len() {
            return pairs(value, place);
        }
        let mut items = scalars(value, place)?;
        match items.pop() {
            Some(only) if items.is_empty() && !is_array => Ok(only),
            last => Ok(items.into_iter().chain(last).collect()),
        }
    }

    fn list(&mut self, value: &Robj, place: &str, depth: usize) -> Result<Value> {
        let items = list_items(value);
        if value.get_attrib("names").is_none() {
            let items = items.iter().enumerate();
            return items
                .map(|(at, item)| self.value(item, &format!("{place}[[{}]]", at + 1), depth + 1))
                .collect();
        }
        let mut object = Map::new();
        for (name, item) in names(value, place)?.into_iter().zip(&items) {
            let json = self.value(item, &format!("{place}${name}"), depth + 1)?;
            object.insert(name, json);
        }
        Ok(Value::Object(object))
    }

    fn frame(&mut self, frame: &Robj, place: &str, depth: usize) -> Result<Value> {
        if self.tables.is_none() {
            let names = names(frame, place)?.into_iter().zip(list_items(frame));
            let arrays = names.map(|(name, column)| {
                let place = format!("{place}${name}");
                let items = if column.is_list() {
                    self.list(&column, &place, depth)?
                } else {
                    scalars(&column, &place)?.into()
                };
                Ok((name, items))
            });
            return Ok(Value::Object(arrays.collect::<Result<_>>()?));
        }
        let mut made = row_names(frame.get_attrib("row.names"), place)?;
        for (name, column) in names(frame, place)?.into_iter().zip(list_items(frame)) {
            let column = columns::column(&column, &format!("{place}${name}"))?;
            made.push((name, column));
        }
        self.attach(made, place)
    }

    /// A numeric, logical or character matrix: a table of its columns, or an array of its rows.
    fn matrix(&mut self, value: &Robj, sizes: &[i32], place: &str) -> Result<Value> {
        let [rows, width] = sizes else {
            return Err(invalid(format!("`{place}` is an array of {} dimensions", sizes.len()))
                .with_hint("give a matrix or a list of matrices"));
        };
        let (rows, width) =
            (usize::try_from(*rows).unwrap_or(0), usize::try_from(*width).unwrap_or(0));
        if self.tables.is_none() || value.inherits("AsIs") {
            let items = scalars(value, place)?;
            let row = |row: usize| {
                (0..width).filter_map(|at| items.get(at * rows + row)).cloned().collect()
            };
            return Ok((0..rows).map(row).collect::<Vec<Value>>().into());
        }
        let labels =
            value.get_attrib("dimnames").map(|names| list_items(&names)).unwrap_or_default();
        let mut made = row_names(labels.first().cloned(), place)?;
        let named = labels.get(1).filter(|names| names.is_string());
        let mut named = named.map(|names| text::texts(names, place));
        for at in 0..width {
            let name = named.as_mut().and_then(Iterator::next).transpose()?.flatten();
            let name = name.map_or_else(|| format!("V{}", at + 1), std::borrow::Cow::into_owned);
            let column = columns::plain(value, at * rows, rows, &format!("{place}[, {}]", at + 1))?;
            made.push((name, column));
        }
        self.attach(made, place)
    }

    fn attach(&mut self, columns: Vec<(String, Column)>, place: &str) -> Result<Value> {
        let rows = columns.first().map_or(0, |(_, column)| column.array.len());
        let field = |name: &str, column: &Column| {
            Field::new(name, column.array.data_type().clone(), true)
                .with_dict_is_ordered(column.ordered)
        };
        let schema: Vec<_> = columns.iter().map(|(name, column)| field(name, column)).collect();
        let arrays = columns.into_iter().map(|(_, column)| column.array).collect();
        let options = RecordBatchOptions::new().with_row_count(Some(rows));
        let table =
            RecordBatch::try_new_with_options(Arc::new(Schema::new(schema)), arrays, &options)
                .map_err(|error| invalid(format!("`{place}` is no table")).with_source(error))?;
        let tables = self.tables.get_or_insert_default();
        tables.push(table);
        Ok(json!({ TABLE_KEY: tables.len() - 1 }))
    }
}

/// The column of row names, where they were given and are not numbers.
fn row_names(names: Option<Robj>, place: &str) -> Result<Vec<(String, Column)>> {
    match names.filter(|names| names.is_string()) {
        Some(names) => Ok(vec![("row".to_owned(), columns::column(&names, place)?)]),
        None => Ok(Vec::new()),
    }
}

fn list_items(list: &Robj) -> Vec<Robj> {
    list.as_list().map(|list| list.values().collect()).unwrap_or_default()
}

/// The names of a list or vector, all there and distinct.
fn names(value: &Robj, place: &str) -> Result<Vec<String>> {
    let names = text::names(value, place)?;
    let mut seen = HashSet::new();
    for (at, name) in names.iter().enumerate() {
        if name.is_empty() {
            return Err(invalid(format!(
                "element {} of `{place}` has no name, and others have one",
                at + 1
            )));
        }
        if !seen.insert(name) {
            return Err(invalid(format!("`{place}` has the name `{name}` twice")));
        }
    }
    Ok(names)
}

/// The JSON of each element of a vector.
fn scalars(value: &Robj, place: &str) -> Result<Vec<Value>> {
    if value.inherits("factor")
        || value.inherits("Date")
        || value.inherits("POSIXct")
        || value.inherits("integer64")
    {
        return as_column(value, place);
    }
    if let Some(values) = value.as_logical_slice() {
        let flag =
            |value: &Rbool| if value.is_na() { Value::Null } else { Value::from(value.is_true()) };
        return Ok(values.iter().map(flag).collect());
    }
    if let Some(values) = value.as_integer_slice() {
        let unit =
            if value.inherits("difftime") { columns::seconds_of_unit(value) as i64 } else { 1 };
        let number = |value: &i32| {
            if *value == i32::MIN { Value::Null } else { (i64::from(*value) * unit).into() }
        };
        return Ok(values.iter().map(number).collect());
    }
    if let Some(values) = value.as_real_slice() {
        let unit = if value.inherits("difftime") { columns::seconds_of_unit(value) } else { 1.0 };
        return reals(values.iter().map(|value| value * unit), place);
    }
    if value.is_string() {
        return text::texts(value, place)
            .map(|text| Ok(text?.map_or(Value::Null, |text| text.into())))
            .collect();
    }
    let class = value.class().and_then(|mut names| names.next());
    let class = class.map_or_else(|| format!("{:?}", value.rtype()).to_lowercase(), str::to_owned);
    Err(invalid(format!("`{place}` is of type `{class}`, which plugins can't be given"))
        .with_hint("give text, numbers, logicals, lists, matrices or data frames"))
}

/// R users write 3 where others write an integer, so numbers that are all whole are integers.
fn reals(values: impl Iterator<Item = f64> + Clone, place: &str) -> Result<Vec<Value>> {
    let is_whole =
        |value: f64| columns::is_na(value) || value.fract() == 0.0 && value.abs() <= EXACT;
    let whole = values.clone().all(is_whole);
    let number = |value: f64| match value {
        value if columns::is_na(value) => Ok(Value::Null),
        value if whole => Ok(Value::from(value as i64)),
        value => Number::from_f64(value).map(Value::Number).ok_or_else(|| {
            invalid(format!("`{place}` holds NaN or an infinite number, which JSON has not"))
                .with_hint("a data frame or matrix can hold it; NA is a missing value")
        }),
    };
    values.map(number).collect()
}

/// Dates, times and the like as a table writes them.
fn as_column(value: &Robj, place: &str) -> Result<Vec<Value>> {
    let Column { array, .. } = columns::column(value, place)?;
    let field = Field::new("values", array.data_type().clone(), true);
    let table = RecordBatch::try_new(Arc::new(Schema::new(vec![field])), vec![array])
        .map_err(|error| invalid(format!("`{place}` is no column")).with_source(error))?;
    match Payload::from_table(table)?.to_json() {
        Value::Object(mut columns) => match columns.remove("values") {
            Some(Value::Array(values)) => Ok(values),
            _ => Ok(Vec::new()),
        },
        _ => Ok(Vec::new()),
    }
}
