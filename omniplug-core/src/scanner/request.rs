//! What a scan is asked.

use super::{Report, ScanPolicy};
use serde::{Deserialize, Serialize};
use std::path::PathBuf;
use std::time::Duration;

/// A scan to do.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct ScanRequest {
    /// A plugin's folder, any other folder, a package (`.tar.gz`, `.tgz`) or a single file.
    pub path: PathBuf,
    /// What follows from what is found.
    pub policy: ScanPolicy,
    /// A former report: what it has already is marked and not judged.
    pub baseline: Option<Report>,
}

impl ScanRequest {
    /// A scan by the default policy.
    pub fn new(path: impl Into<PathBuf>) -> Self {
        Self { path: path.into(), ..Self::default() }
    }
}

/// How much a scan reads. What is beyond is listed as not read.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct ScanLimits {
    /// Size of one source file, in bytes.
    pub source_size: u64,
    /// Files and folders together.
    pub entries: usize,
    /// Folders in a path.
    pub depth: usize,
    /// Findings of one file that are listed.
    pub findings: usize,
    /// Time for all files together; those that were not begun then are not read.
    pub time: Duration,
    /// Threads that read files; as many as the machine has processors when 0.
    pub threads: usize,
}

impl Default for ScanLimits {
    fn default() -> Self {
        Self {
            source_size: 8 << 20,
            entries: 500_000,
            depth: 64,
            findings: 1000,
            time: Duration::from_secs(600),
            threads: 0,
        }
    }
}
