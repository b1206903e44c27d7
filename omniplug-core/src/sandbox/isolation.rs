//! How strongly an execution is isolated, graded and recorded.

use crate::{Error, ErrorKind};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use std::fmt;

/// How strong an isolation is, weakest first. A policy names the least that it accepts.
#[derive(
    Debug,
    Clone,
    Copy,
    PartialEq,
    Eq,
    PartialOrd,
    Ord,
    Hash,
    Default,
    Serialize,
    Deserialize,
    JsonSchema,
)]
#[serde(rename_all = "snake_case")]
pub enum Grade {
    /// One or more layers are missing: namespaces, Landlock or the system-call filter. The code may see the
    /// host's process list or more of its files than it should. [`Isolation::missing`] names what is missing.
    Reduced,
    /// Own namespaces or a container, Landlock, system-call filter, unprivileged user, no capabilities.
    #[default]
    Full,
    /// All of the above under a kernel of its own (gVisor, Kata).
    Virtualized,
}

impl Grade {
    /// The stable name in `snake_case`, as in records.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Reduced => "reduced",
            Self::Full => "full",
            Self::Virtualized => "virtualized",
        }
    }
}

impl fmt::Display for Grade {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

/// Who keeps a limit.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Enforcement {
    /// A control group: exact, for the whole process tree.
    Cgroup,
    /// Resource limits of the process, and the host watching the tree.
    Watched,
    /// Nobody can keep it here.
    None,
}

/// The isolation that an execution really had. It is kept with the execution's record.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Isolation {
    /// The backend's name.
    pub backend: String,
    /// How strong it is.
    pub grade: Grade,
    /// The namespaces in force, as in `user`, `mount`, `pid`.
    pub namespaces: Vec<String>,
    /// The Landlock ABI in force, 0 for none.
    pub landlock: u32,
    /// Whether the system-call filter is in force.
    pub seccomp: bool,
    /// Who keeps the memory limit.
    pub memory_limit: Enforcement,
    /// Who keeps the CPU limit.
    pub cpu_limit: Enforcement,
    /// Who keeps the process limit.
    pub process_limit: Enforcement,
    /// What is missing for a higher grade or an exact limit, each with its remedy.
    pub missing: Vec<String>,
}

impl Isolation {
    /// The error of a session that would be less isolated than it must be.
    pub(crate) fn refuse(&self, least: Grade) -> Error {
        let message = format!("isolation is `{}` here, the least is `{least}`", self.grade);
        let missing = self.missing.join("; ");
        Error::new(ErrorKind::Refused, message).with_hint(format!("missing here: {missing}"))
    }
}
