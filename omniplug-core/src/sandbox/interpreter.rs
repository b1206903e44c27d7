//! The interpreter that a sandbox runs plugins with.

use super::Language;
use semver::Version;
use serde::{Deserialize, Serialize};
use std::path::PathBuf;

/// An interpreter as a sandbox found it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Interpreter {
    /// Its language.
    pub language: Language,
    /// The program: `python3` as it is called, or R's front end; a path of the host for the native sandbox.
    pub executable: PathBuf,
    /// Its version, as in `3.11.7`.
    pub version: Version,
    /// What distinguishes builds that can't share compiled packages, as in `cpython-311-x86_64-linux-gnu`.
    pub abi: String,
}
