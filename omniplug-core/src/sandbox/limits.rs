//! What an execution may use.

use serde::{Deserialize, Serialize};
use std::time::Duration;

/// Limits of one execution. With the defaults a table of 20,000 rows and 500 columns goes in and out.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Limits {
    /// Memory of all processes together, with `/tmp` and `/dev/shm`, in bytes.
    pub memory: u64,
    /// Processors, as in `0.5`, `2.0`.
    pub cpus: f64,
    /// Processes and threads at once.
    pub processes: u32,
    /// Open files of one process.
    pub open_files: u32,
    /// Size of one file and of one anonymous memory file, in bytes.
    pub file_size: u64,
    /// Size of `/tmp`, `/dev/shm` and `/plugin`, each, in bytes.
    pub scratch: u64,
    /// Result plus all that is printed, in bytes.
    pub output: u64,
    /// Printed lines to hand back with the outcome, in bytes; what comes after is only streamed, and counted.
    pub log: u64,
    /// Wall-clock time from request to reply.
    pub timeout: Duration,
}

impl Limits {
    /// The processor time that one process may take, in seconds: a little more than all processors give within
    /// the timeout.
    pub(crate) fn cpu_seconds(&self) -> u64 {
        const SLACK: u64 = 2;
        ((self.timeout.as_secs_f64() * self.cpus.max(1.0)).ceil() as u64).saturating_add(SLACK)
    }
}

impl Default for Limits {
    fn default() -> Self {
        Self {
            memory: 2 << 30,
            cpus: 1.0,
            processes: 100,
            open_files: 256,
            file_size: 1 << 30,
            scratch: 256 << 20,
            output: 256 << 20,
            log: 1 << 20,
            timeout: Duration::from_secs(300),
        }
    }
}
