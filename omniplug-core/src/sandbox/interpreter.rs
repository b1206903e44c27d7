//! The interpreter that a sandbox runs plugins with.

use super::Language;
use semver::Version;
use std::collections::{BTreeMap, BTreeSet};
use std::fmt;
use std::path::PathBuf;
use std::sync::Arc;

/// An interpreter as a sandbox found it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Interpreter {
    /// Its language.
    pub language: Language,
    /// The program: `python3` as it is called, or R's front end; a path of the host where `system` is `None`.
    pub executable: PathBuf,
    /// Its version, as in `3.11.7`.
    pub version: Version,
    /// What distinguishes builds that can't share compiled packages, as in `cpython-311-x86_64-linux-gnu`.
    pub abi: String,
    /// The system that it belongs to where that is not the host's. The host can't run it then, and packages for it
    /// are chosen by what it told of its system in a sandbox.
    pub system: Option<Arc<System>>,
}

/// A system other than the host's, as an interpreter inside described it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct System {
    /// Where it came from.
    pub origin: Origin,
    /// The newest platform tag of wheels that fit it (PEP 600, PEP 656), as in `manylinux_2_36_x86_64` or
    /// `musllinux_1_2_x86_64`; empty where Python was not asked.
    pub platform: String,
    /// The packages in R's library with their versions; empty where R was not asked.
    pub packages: BTreeMap<String, String>,
    /// The names of its programs.
    pub programs: BTreeSet<String>,
    /// The names of its shared libraries' files.
    pub libraries: BTreeSet<String>,
}

/// Where a system other than the host's came from.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Origin {
    /// A folder of the host.
    Root(PathBuf),
    /// An image.
    Image {
        /// Its name, as it was asked for.
        name: String,
        /// What identifies its content, as in `sha256:…`.
        digest: String,
    },
}

impl fmt::Display for Origin {
    /// The words of errors: as in ``the image `python:3.11-slim` ``.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Root(folder) => write!(f, "the root folder `{}`", folder.display()),
            Self::Image { name, .. } => write!(f, "the image `{name}`"),
        }
    }
}
