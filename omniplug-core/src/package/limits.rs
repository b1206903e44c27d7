//! How large an archive may be.

use serde::{Deserialize, Serialize};

/// What an archive may hold. The defaults leave room for any plugin that was not made to fill a disk.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct ArchiveLimits {
    /// Files and folders together, the folders that are only part of a path included.
    pub entries: usize,
    /// Size of one file, in bytes.
    pub file_size: u64,
    /// Size of the unpacked archive, in bytes, its own headers included.
    pub total_size: u64,
    /// Unpacked bytes for each compressed byte, from [`ratio_from`](Self::ratio_from) on.
    pub ratio: u64,
    /// Unpacked bytes that an archive may have whatever its ratio: small things compress very well.
    pub ratio_from: u64,
    /// Length of a path, in bytes.
    pub path_length: usize,
    /// Names in a path: `a/b/c` has a depth of 3.
    pub depth: usize,
}

impl Default for ArchiveLimits {
    fn default() -> Self {
        Self {
            entries: 10_000,
            file_size: 256 << 20,
            total_size: 1 << 30,
            ratio: 200,
            ratio_from: 16 << 20,
            path_length: 512,
            depth: 32,
        }
    }
}
