//! How a home is opened, as JSON.

use crate::arguments::over_defaults;
use omniplug_core::options::Options;
use omniplug_core::{Builder, Result};
use std::ffi::c_char;

/// Reads options over the defaults.
pub(crate) fn builder(options: *const c_char) -> Result<Builder> {
    Ok(over_defaults::<Options>(options, "options")?.builder())
}
