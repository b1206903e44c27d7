//! The whole of a scan: what was read, what was not, what was found, and what follows from it.

use super::{Capability, Finding, Severity};
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
    /// Counts.
    pub totals: Totals,
}
