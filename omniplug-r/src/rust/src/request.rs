//! Calls of plugins: the members of R's lists.

use crate::failure::invalid;
use crate::{input, text};
use extendr_api::prelude::*;
use omniplug_core::Result;
use omniplug_core::manager::ExecutionRequest;
use serde_json::{Map, Value};
use std::time::Duration;

/// The members of a named list by name; those that are NULL are as if left out.
pub(crate) struct Members(Vec<(String, Robj)>);

fn one_number(value: &Robj, place: &str) -> Result<f64> {
    let number = value.as_real().or(value.as_integer().map(f64::from));
    let number = number.filter(|number| value.len() == 1 && number.is_finite());
    number.ok_or_else(|| invalid(format!("`{place}` must be one number")))
}

/// A number from 0 without a fraction.
///
/// # Errors
/// [`InvalidInput`](omniplug_core::ErrorKind::InvalidInput) when it is something else.
pub(crate) fn whole_number(value: &Robj, place: &str) -> Result<u64> {
    match one_number(value, place)? {
        number
            if number >= 0.0 && number.fract() == 0.0 && number < 18_446_744_073_709_551_616.0 =>
        {
            Ok(number as u64)
        }
        number => {
            Err(invalid(format!("`{place}` must be a whole number of at least 0, not `{number}`")))
        }
    }
}

/// The members of a list. `place` names it in errors.
///
/// # Errors
/// [`InvalidInput`](omniplug_core::ErrorKind::InvalidInput) when it is no list with names.
pub(crate) fn members(list: &Robj, place: &str) -> Result<Members> {
    let values = list.as_list().ok_or_else(|| invalid(format!("`{place}` must be a list")))?;
    Ok(Members(text::names(list, place)?.into_iter().zip(values.values()).collect()))
}

impl Members {
    fn member(&self, name: &str) -> Option<&Robj> {
        let found = self.0.iter().find(|(other, _)| other == name);
        found.map(|(_, value)| value).filter(|value| !value.is_null())
    }

    /// A text.
    pub(crate) fn text(&self, name: &str) -> Result<Option<String>> {
        self.member(name).map(|value| text::one_text(value, name)).transpose()
    }

    /// A list with names.
    pub(crate) fn object(&self, name: &str) -> Result<Map<String, Value>> {
        self.member(name).map_or_else(|| Ok(Map::new()), |value| input::object(value, name))
    }

    fn number(&self, name: &str) -> Result<Option<f64>> {
        self.member(name).map(|value| one_number(value, name)).transpose()
    }

    fn seconds(&self, name: &str) -> Result<Option<Duration>> {
        let Some(seconds) = self.number(name)? else { return Ok(None) };
        let time = Duration::try_from_secs_f64(seconds);
        time.map(Some)
            .map_err(|_| invalid(format!("`{name}` must be a number of seconds, not `{seconds}`")))
    }

    fn whole(&self, name: &str) -> Result<Option<u64>> {
        self.member(name).map(|value| whole_number(value, name)).transpose()
    }

    /// What a plugin is to be called with. Without `input` its data is null.
    ///
    /// # Errors
    /// [`InvalidInput`](omniplug_core::ErrorKind::InvalidInput) that names what is wrong.
    pub(crate) fn request(&self) -> Result<ExecutionRequest> {
        let point = self.text("extension_point")?.map(|point| point.parse()).transpose();
        Ok(ExecutionRequest {
            extension_point: point?,
            input: self
                .member("input")
                .map(|value| input::payload(value, "input"))
                .transpose()?
                .unwrap_or_default(),
            parameters: self.object("parameters")?,
            metadata: self.object("metadata")?,
            user_id: self.text("user_id")?,
            workspace_id: self.text("workspace_id")?,
            timeout: self.seconds("timeout")?,
            seed: self.whole("seed")?,
            longest_wait: self.seconds("longest_wait")?,
        })
    }

    /// What a plugin is to be called with for each of the list `inputs`, which stands in place of `input`. An input
    /// that has no form for plugins is an error of its own.
    ///
    /// # Errors
    /// As [`request`](Self::request) tells.
    pub(crate) fn requests(&self) -> Result<Vec<Result<ExecutionRequest>>> {
        let common = self.request()?;
        let Some(inputs) = self.member("inputs") else { return Ok(Vec::new()) };
        let inputs = inputs.as_list().ok_or_else(|| invalid("`inputs` must be a list"))?;
        let one = |(at, value): (usize, Robj)| {
            let input = input::payload(&value, &format!("inputs[[{}]]", at + 1))?;
            Ok(ExecutionRequest { input, ..common.clone() })
        };
        Ok(inputs.values().enumerate().map(one).collect())
    }
}
