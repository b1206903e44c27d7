//! How a home is opened, as data: for hosts that have it in a file, and for the faces in other languages.

use crate::gateway::{Contract, Gateway};
use crate::policy::Policy;
use crate::sandbox::pool::PoolOptions;
use crate::scanner::{AdvisorySource, LocalScanner};
use crate::{Backend, Builder, Error, ErrorKind, Omniplug, Result};
use semver::Version;
use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};
use std::path::PathBuf;
use std::sync::Arc;
use std::time::Duration;

/// What a [`Builder`] can be told as data; everything has a default.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
#[non_exhaustive]
pub struct Options {
    /// See [`Builder::home`].
    pub home: Option<PathBuf>,
    /// See [`Builder::database`].
    pub database: Option<String>,
    /// See [`Builder::policy`].
    pub policy: Policy,
    /// See [`Builder::pool`].
    pub pool: PoolOptions,
    /// See [`Builder::backend`].
    pub sandbox: Option<Backend>,
    /// See [`Builder::platform_version`].
    pub platform_version: Option<Version>,
    /// Which contracts the extension points have.
    pub contracts: Contracts,
    /// Folders and archives of advisories in the OSV format, which scans compare dependencies with.
    pub advisories: Vec<PathBuf>,
}

/// The contracts of the extension points.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Contracts {
    /// [`Contract::of`].
    #[default]
    Default,
    /// [`Contract::omniscope`].
    Omniscope,
}

impl Options {
    /// Reads options that differ from the defaults, as [`over_defaults`] does.
    ///
    /// # Errors
    /// [`InvalidInput`](ErrorKind::InvalidInput) that names what is wrong.
    pub fn read(given: Value) -> Result<Self> {
        over_defaults(given, "options")
    }

    /// The gateway with these contracts, to which a host adds validators and transformers of its own.
    pub fn gateway(&self) -> Gateway {
        let mut gateway = Gateway::default();
        if self.contracts == Contracts::Omniscope {
            gateway.register_contracts(Contract::omniscope());
        }
        gateway
    }

    /// What opens such a home.
    pub fn builder(self) -> Builder {
        let mut builder = Omniplug::builder().gateway(self.gateway());
        builder = builder.policy(self.policy).pool(self.pool);
        if let Some(home) = self.home {
            builder = builder.home(home);
        }
        if let Some(database) = self.database {
            builder = builder.database(database);
        }
        if let Some(backend) = self.sandbox {
            builder = builder.backend(backend);
        }
        if let Some(version) = self.platform_version {
            builder = builder.platform_version(version);
        }
        if !self.advisories.is_empty() {
            let sources = self.advisories.into_iter().map(AdvisorySource::Path).collect();
            builder = builder.scanner(Arc::new(LocalScanner::with_advisories(sources)));
        }
        builder
    }
}

/// Lays JSON over the defaults of a type, field by field, also of inner ones. A number does for a duration, in seconds,
/// and one value for a list of it. A field that the type does not have is an error, so that a slip of the pen is not
/// taken for a default. `place` names the whole in errors.
///
/// # Errors
/// [`InvalidInput`](ErrorKind::InvalidInput) that names what is wrong.
///
/// ```
/// use omniplug_core::options::over_defaults;
/// use omniplug_core::policy::Policy;
/// use serde_json::json;
///
/// let policy: Policy = over_defaults(json!({"limits": {"timeout": 1.5}}), "policy")?;
/// assert_eq!(policy.limits.timeout.as_secs_f64(), 1.5);
/// assert!(over_defaults::<Policy>(json!({"limit": {}}), "policy").is_err());
/// # Ok::<(), omniplug_core::Error>(())
/// ```
pub fn over_defaults<T>(given: Value, place: &str) -> Result<T>
where
    T: Default + Serialize + DeserializeOwned,
{
    over(&T::default(), given, place)
}

/// As [`over_defaults`], over other values than the defaults.
///
/// # Errors
/// [`InvalidInput`](ErrorKind::InvalidInput) that names what is wrong.
pub fn over<T>(base: &T, given: Value, place: &str) -> Result<T>
where
    T: Serialize + DeserializeOwned,
{
    let wrong = |error: serde_json::Error| {
        Error::new(ErrorKind::InvalidInput, format!("`{place}` is wrong")).with_source(error)
    };
    let mut whole = serde_json::to_value(base).map_err(wrong)?;
    lay_over(&mut whole, given, place)?;
    serde_json::from_value(whole).map_err(wrong)
}

fn lay_over(base: &mut Value, given: Value, place: &str) -> Result<()> {
    match (base, given) {
        (base, Value::Number(seconds)) if base.get("nanos").is_some() => {
            *base = duration(seconds.as_f64().unwrap_or(f64::NAN), place)?;
        }
        (Value::Object(fields), Value::Object(given)) if !fields.is_empty() => {
            for (name, value) in given {
                let Some(field) = fields.get_mut(&name) else {
                    let known = fields.keys().map(String::as_str).collect::<Vec<_>>().join("`, `");
                    let name = name.escape_debug();
                    return Err(Error::new(
                        ErrorKind::InvalidInput,
                        format!("`{place}` has no field `{name}`"),
                    )
                    .with_hint(format!("its fields are `{known}`")));
                };
                lay_over(field, value, &format!("{place}.{name}"))?;
            }
        }
        (Value::Array(items), given) if !given.is_array() && !given.is_null() => {
            *items = vec![given];
        }
        (base, given) => *base = given,
    }
    Ok(())
}

fn duration(seconds: f64, place: &str) -> Result<Value> {
    let time = Duration::try_from_secs_f64(seconds).map_err(|error| {
        let message = format!("`{place}` is no time in seconds: `{seconds}`");
        Error::new(ErrorKind::InvalidInput, message).with_source(error)
    })?;
    Ok(json!({ "secs": time.as_secs(), "nanos": time.subsec_nanos() }))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::manager::ExecutionFilter;
    use crate::policy::Grant;

    #[test]
    fn what_is_left_out_has_its_default() {
        let given = json!({
            "home": "plugins", "advisories": "osv.zip", "contracts": "omniscope",
            "sandbox": "docker", "policy": {"limits": {"memory": 1000, "timeout": 0.5}, "grants": "network"},
            "pool": {"idle_time": {"secs": 1, "nanos": 5}}
        });
        let options = Options::read(given).unwrap();
        let policy = Policy::default();
        assert_eq!(options.home, Some(PathBuf::from("plugins")));
        assert_eq!(options.advisories, [PathBuf::from("osv.zip")]);
        assert_eq!(options.contracts, Contracts::Omniscope);
        assert_eq!(options.sandbox, Some(Backend::Docker));
        assert_eq!(options.policy.limits.memory, 1000);
        assert_eq!(options.policy.limits.timeout, Duration::from_millis(500));
        assert_eq!(options.policy.limits.cpus, policy.limits.cpus);
        assert_eq!(options.policy.ceilings, policy.ceilings);
        assert_eq!(options.policy.grants, [Grant::Network]);
        assert_eq!(options.pool.idle_time, Duration::new(1, 5));
        assert_eq!(Options::read(json!({})).unwrap(), Options::default());
    }

    #[test]
    fn a_threshold_can_be_taken_away() {
        let given = json!({"policy": {"scan": {"own": {"warn": null}}}});
        let options = Options::read(given).unwrap();
        assert_eq!(options.policy.scan.own.warn, None);
        assert_eq!(options.policy.scan.own.block, Policy::default().scan.own.block);
    }

    #[test]
    fn unknown_fields_and_wrong_values_are_errors_with_their_place() {
        for (given, told) in [
            (json!({"limti": 3}), "`filter` has no field `limti`"),
            (json!({"limit": "three"}), "`filter`"),
            (json!([1]), "`filter`"),
        ] {
            let error = over_defaults::<ExecutionFilter>(given, "filter").unwrap_err();
            assert_eq!(error.kind(), ErrorKind::InvalidInput, "{error}");
            assert!(error.message().contains(told), "{error}");
        }
        for (given, told) in [
            (json!({"policy": {"limits": {"timeout": -1}}}), "`options.policy.limits.timeout`"),
            (json!({"pool": {"mots": 1}}), "`options.pool` has no field `mots`"),
            (json!({"platform_version": "two"}), "`options`"),
            (json!({"contracts": "none"}), "`options`"),
        ] {
            let error = Options::read(given).unwrap_err();
            assert!(error.message().contains(told), "{error}");
        }
    }
}
