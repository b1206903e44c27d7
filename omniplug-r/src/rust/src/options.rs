//! How a home is opened, and what calls are told: R's lists laid over the defaults.

use crate::input;
use extendr_api::prelude::*;
use omniplug_core::options::{Options, over};
use omniplug_core::{Builder, Result};
use serde::Serialize;
use serde::de::DeserializeOwned;

/// A builder of a list with some of the members of [`Options`].
///
/// # Errors
/// [`InvalidInput`](omniplug_core::ErrorKind::InvalidInput) that names what is wrong.
pub(crate) fn builder(options: &Robj) -> Result<Builder> {
    Ok(fields::<Options>(options, "options")?.builder())
}

/// A filter or the options of a call: a list's members laid over the defaults.
///
/// # Errors
/// [`InvalidInput`](omniplug_core::ErrorKind::InvalidInput) that names what is wrong.
pub(crate) fn fields<T>(list: &Robj, place: &str) -> Result<T>
where
    T: Serialize + DeserializeOwned + Default,
{
    fields_over(&T::default(), list, place)
}

/// As [`fields`], over other values than the defaults. Members that are NULL or empty are as if left out.
///
/// # Errors
/// As [`fields`] tells.
pub(crate) fn fields_over<T>(base: &T, list: &Robj, place: &str) -> Result<T>
where
    T: Serialize + DeserializeOwned,
{
    let mut given = input::object(list, place)?;
    given.retain(|_, value| !value.is_null() && value.as_array().is_none_or(|all| !all.is_empty()));
    over(base, given.into(), place)
}
