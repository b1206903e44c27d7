//! How a home is opened, as JSON.

use crate::arguments::over_defaults;
use omniplug_core::policy::Policy;
use omniplug_core::sandbox::pool::PoolOptions;
use omniplug_core::{Builder, Error, ErrorKind, Omniplug, Result};
use semver::Version;
use serde::{Deserialize, Serialize};
use std::ffi::c_char;

/// What a [`Builder`] can be told in JSON.
#[derive(Debug, Default, Serialize, Deserialize)]
#[serde(default)]
struct Options {
    home: Option<String>,
    database: Option<String>,
    policy: Policy,
    pool: PoolOptions,
    platform_version: Option<String>,
}

/// Reads options over the defaults.
pub(crate) fn builder(options: *const c_char) -> Result<Builder> {
    let options: Options = over_defaults(options, "options")?;
    let mut builder = Omniplug::builder().policy(options.policy).pool(options.pool);
    if let Some(home) = options.home {
        builder = builder.home(home);
    }
    if let Some(database) = options.database {
        builder = builder.database(database);
    }
    if let Some(version) = options.platform_version {
        builder = builder.platform_version(parse_version(&version)?);
    }
    Ok(builder)
}

fn parse_version(text: &str) -> Result<Version> {
    Version::parse(text).map_err(|error| {
        Error::new(ErrorKind::InvalidInput, "the field `options.platform_version` is no version")
            .with_source(error)
            .with_hint("write it as in `2.1.0`")
    })
}
