//! What a package depends on, and which advisories it was compared with.

use super::Location;
use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use std::fmt;

/// A collection of packages with advisories of its own.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
pub enum Ecosystem {
    /// Python's packages.
    PyPI,
    /// R's packages.
    #[serde(rename = "CRAN")]
    Cran,
}

impl Ecosystem {
    /// Its name in advisories.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::PyPI => "PyPI",
            Self::Cran => "CRAN",
        }
    }
}

impl fmt::Display for Ecosystem {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

/// A package that something in the scanned files asks for.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Requirement {
    /// Where the package comes from.
    pub ecosystem: Ecosystem,
    /// Its name as written.
    pub name: String,
    /// The one version that is asked for, where there is one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub version: Option<String>,
    /// The versions as written; empty for any.
    pub range: String,
    /// The file and line that ask for it.
    pub location: Location,
}

/// What is known about the advisories that were used.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct AdvisoryData {
    /// Folders, archives and addresses, as given.
    pub sources: Vec<String>,
    /// How many advisories they hold, withdrawn ones aside.
    pub advisories: u64,
    /// When the newest of them was changed.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub newest: Option<Timestamp>,
    /// How many whole days ago that was.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub age_days: Option<u64>,
}

/// What a package depends on, compared with advisories.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Audit {
    /// The packages that are asked for, in the order of files and lines.
    pub packages: Vec<Requirement>,
    /// The advisories that they were compared with; absent when there were none to compare with.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub advisories: Option<AdvisoryData>,
    /// What the reader should know about the advisories, as their age.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub warnings: Vec<String>,
}
