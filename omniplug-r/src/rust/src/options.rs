//! How a home is opened: R's lists laid over the defaults.

use crate::failure::invalid;
use crate::{input, request};
use extendr_api::prelude::*;
use omniplug_core::policy::Policy;
use omniplug_core::sandbox::pool::PoolOptions;
use omniplug_core::{Builder, Omniplug, Result};
use serde::Serialize;
use serde::de::DeserializeOwned;
use serde_json::{Map, Value, json};
use std::time::Duration;

/// A builder of the members `home`, `database`, `policy`, `pool` and `platform_version` of a list.
///
/// # Errors
/// [`InvalidInput`](omniplug_core::ErrorKind::InvalidInput) that names what is wrong.
pub(crate) fn builder(options: &Robj) -> Result<Builder> {
    let members = request::members(options, "options")?;
    let mut builder = Omniplug::builder();
    if let Some(home) = members.text("home")? {
        builder = builder.home(home);
    }
    if let Some(url) = members.text("database")? {
        builder = builder.database(url);
    }
    if let Some(version) = members.text("platform_version")? {
        let parsed = version.parse();
        builder = builder.platform_version(parsed.map_err(|error: semver::Error| {
            invalid(format!("`platform_version` is `{version}`, which is no version"))
                .with_source(error)
        })?);
    }
    let policy: Policy = laid_over(&Policy::default(), members.object("policy")?, "policy")?;
    let pool: PoolOptions = laid_over(&PoolOptions::default(), members.object("pool")?, "pool")?;
    Ok(builder.policy(policy).pool(pool))
}

/// The defaults with some of their fields, also of inner ones, replaced. Durations are seconds.
pub(crate) fn laid_over<T: Serialize + DeserializeOwned>(
    defaults: &T,
    changes: Map<String, Value>,
    place: &str,
) -> Result<T> {
    let wrong = |error: serde_json::Error| invalid(format!("`{place}`: {error}"));
    let mut whole = serde_json::to_value(defaults).map_err(wrong)?;
    replace(&mut whole, Value::Object(changes), place)?;
    serde_json::from_value(whole).map_err(wrong)
}

fn replace(target: &mut Value, change: Value, place: &str) -> Result<()> {
    match (target, change) {
        (Value::Object(fields), Value::Object(changes)) => {
            let known = fields.keys().cloned().collect::<Vec<_>>().join("`, `");
            for (name, change) in changes {
                let Some(field) = fields.get_mut(&name) else {
                    return Err(invalid(format!("`{place}` has no field `{name}`"))
                        .with_hint(format!("its fields are `{known}`")));
                };
                replace(field, change, &format!("{place}${name}"))?;
            }
        }
        (Value::Object(fields), Value::Number(number)) if fields.contains_key("nanos") => {
            let time =
                Duration::try_from_secs_f64(number.as_f64().unwrap_or(-1.0)).map_err(|_| {
                    invalid(format!("`{place}` must be a number of seconds, not `{number}`"))
                })?;
            *fields = Map::from_iter([
                ("secs".to_owned(), json!(time.as_secs())),
                ("nanos".to_owned(), json!(time.subsec_nanos())),
            ]);
        }
        // One element and several look alike in R.
        (Value::Array(items), change) if !change.is_array() && !change.is_null() => {
            *items = vec![change];
        }
        (target, change) => *target = change,
    }
    Ok(())
}

/// A filter or the options of a call: a list's members laid over the defaults.
///
/// # Errors
/// [`InvalidInput`](omniplug_core::ErrorKind::InvalidInput) that names what is wrong.
pub(crate) fn fields<T: Serialize + DeserializeOwned + Default>(
    list: &Robj,
    place: &str,
) -> Result<T> {
    let mut changes = input::object(list, place)?;
    changes.retain(|_, value| !value.is_null());
    laid_over(&T::default(), changes, place)
}
