//! The whole of a scan: what was read, what was not, what was found, and what follows from it.

use super::{Audit, Capability, Finding, Severity};
use serde::{Deserialize, Serialize};
use std::collections::{BTreeMap, BTreeSet};
use std::path::PathBuf;

/// What follows from a scan.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Verdict {
    /// Everything was read and nothing reaches a threshold.
    Pass,
    /// Something reaches the threshold to warn.
    Warn,
    /// Something reaches the threshold to block.
    Block,
    /// Something could not be read, and nothing blocks.
    CouldNotScan,
}

impl Verdict {
    /// The stable name in `snake_case`.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Pass => "pass",
            Self::Warn => "warn",
            Self::Block => "block",
            Self::CouldNotScan => "could_not_scan",
        }
    }
}

/// A file that was not read.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Unread {
    /// Relative to the package's root.
    pub file: PathBuf,
    /// Why, in one line.
    pub reason: String,
}

/// Counts of a report.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Totals {
    /// Files that were read as source.
    pub files: u64,
    /// Their lines.
    pub lines: u64,
    /// Findings by severity.
    pub findings: BTreeMap<Severity, u64>,
    /// Findings with an author's comment that asks to look away.
    pub suppressed: u64,
    /// Findings in copies of other packages.
    #[serde(default)]
    pub vendored: u64,
    /// Findings that the host's policy allows.
    #[serde(default)]
    pub allowed: u64,
    /// Findings that the baseline has already.
    #[serde(default)]
    pub known: u64,
}

/// The whole of a scan.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Report {
    /// What follows from it.
    pub verdict: Verdict,
    /// Why, in one line each.
    pub reasons: Vec<String>,
    /// What was not read; a report says so first.
    pub unread: Vec<Unread>,
    /// What was found, by file, line and column.
    pub findings: Vec<Finding>,
    /// What the code is able to do, with the files that say so.
    pub capabilities: BTreeMap<Capability, BTreeSet<PathBuf>>,
    /// Files and folders that a package leaves out, and why.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub left_out: Vec<Unread>,
    /// What it depends on, compared with advisories.
    #[serde(default)]
    pub dependencies: Audit,
    /// Counts.
    pub totals: Totals,
}
