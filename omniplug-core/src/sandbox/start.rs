//! How the process of an execution begins.

use serde::{Deserialize, Serialize};
use std::fmt;

/// How the process of an execution begins.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Start {
    /// As a new interpreter that loads the plugin.
    #[default]
    Cold,
    /// As a fork of an interpreter that has loaded the plugin before.
    Warm,
}

impl Start {
    /// The stable name, as in records.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Cold => "cold",
            Self::Warm => "warm",
        }
    }
}

impl fmt::Display for Start {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}
