//! How a host is opened, from Python's arguments.

use crate::error::{OrRaise, invalid};
use crate::hooks;
use crate::value::json;
use omniplug_core::Builder;
use omniplug_core::gateway::{Contract, Gateway};
use omniplug_core::policy::Policy;
use omniplug_core::sandbox::pool::PoolOptions;
use omniplug_core::{Omniplug, Result};
use pyo3::prelude::*;
use pyo3::types::PyDict;
use serde::Serialize;
use serde::de::DeserializeOwned;
use serde_json::{Value, json};
use std::path::PathBuf;
use std::time::Duration;

#[derive(FromPyObject)]
#[pyo3(from_item_all)]
struct Options<'py> {
    home: Option<PathBuf>,
    database: Option<String>,
    policy: Option<Bound<'py, PyAny>>,
    pool: Option<Bound<'py, PyAny>>,
    platform_version: Option<String>,
    contracts: Option<String>,
    hooks: Vec<(String, bool, Py<PyAny>)>,
}

/// What a dictionary of options describes.
pub(crate) fn builder(options: &Bound<'_, PyDict>) -> PyResult<Builder> {
    let py = options.py();
    let given: Options<'_> = options.extract()?;
    let mut builder = Omniplug::builder().gateway(gateway(&given).or_raise(py)?);
    if let Some(home) = given.home {
        builder = builder.home(home);
    }
    if let Some(database) = given.database {
        builder = builder.database(database);
    }
    if let Some(policy) = given.policy {
        builder = builder.policy(overlaid(Policy::default(), &json(&policy)?).or_raise(py)?);
    }
    if let Some(pool) = given.pool {
        builder = builder.pool(overlaid(PoolOptions::default(), &json(&pool)?).or_raise(py)?);
    }
    if let Some(version) = given.platform_version {
        let read = version.parse().map_err(|error: semver::Error| {
            invalid(format!("`{version}` is no version")).with_source(error)
        });
        builder = builder.platform_version(read.or_raise(py)?);
    }
    Ok(builder)
}

fn gateway(given: &Options<'_>) -> Result<Gateway> {
    let mut gateway = Gateway::default();
    match given.contracts.as_deref() {
        None | Some("default") => {}
        Some("omniscope") => gateway.register_contracts(Contract::omniscope()),
        Some(other) => {
            let error = invalid(format!("no contracts are called `{}`", other.escape_debug()));
            return Err(error.with_hint("there are `default` and `omniscope`"));
        }
    }
    hooks::register(&mut gateway, &given.hooks)?;
    Ok(gateway)
}

/// Options with the fields that are given in place of the defaults.
fn overlaid<T: Serialize + DeserializeOwned>(defaults: T, given: &Value) -> Result<T> {
    let wrong = |error: serde_json::Error| invalid(error.to_string());
    let mut value = serde_json::to_value(defaults).map_err(wrong)?;
    overlay(&mut value, given, "")?;
    serde_json::from_value(value).map_err(wrong)
}

fn overlay(value: &mut Value, given: &Value, path: &str) -> Result<()> {
    match (value, given) {
        (value, Value::Number(seconds)) if value.get("nanos").is_some() => {
            let seconds = seconds.as_f64().unwrap_or(f64::NAN);
            let time = Duration::try_from_secs_f64(seconds).map_err(|error| {
                invalid(format!("`{path}` is no time in seconds")).with_source(error)
            })?;
            *value = json!({ "secs": time.as_secs(), "nanos": time.subsec_nanos() });
            Ok(())
        }
        (Value::Object(fields), Value::Object(given)) => {
            given.iter().try_for_each(|(name, given)| {
                let path = if path.is_empty() { name.clone() } else { format!("{path}.{name}") };
                match fields.get_mut(name) {
                    Some(field) => overlay(field, given, &path),
                    None => Err(invalid(format!("there is no option `{}`", path.escape_debug()))),
                }
            })
        }
        (value, given) => {
            *value = given.clone();
            Ok(())
        }
    }
}
