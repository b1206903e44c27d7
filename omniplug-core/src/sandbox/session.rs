//! What a session is opened with and what it is asked to run.

use super::{EventSink, Grade, Image, Limits, Seed, Start};
use crate::payload::Payload;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};
use std::collections::BTreeMap;
use std::fmt;
use std::path::PathBuf;
use std::sync::Arc;
use std::time::Duration;
use tokio_util::sync::CancellationToken;

/// The language of a plugin, which chooses its runner.
#[derive(
    Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize, JsonSchema,
)]
#[serde(rename_all = "lowercase")]
pub enum Language {
    /// Python 3.
    Python,
    /// R 4.
    R,
}

impl Language {
    /// The name in manifests: `python` or `r`.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Python => "python",
            Self::R => "r",
        }
    }
}

impl fmt::Display for Language {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

/// A folder of the host that a session shows read-only.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Mount {
    /// The folder on the host.
    pub source: PathBuf,
    /// Its absolute path inside.
    pub target: PathBuf,
}

/// What a session is opened with: one release, its folders, limits and grants.
#[derive(Debug, Clone)]
pub struct SessionSpec {
    /// The language, which chooses interpreter and runner.
    pub language: Language,
    /// The image to run in, where it is not the backend's own for the language.
    pub image: Option<Image>,
    /// The release's folder on the host; inside, its entries appear in a private `/plugin`.
    pub release: PathBuf,
    /// `file` or `file:Name`, relative to the release's folder.
    pub entry_point: String,
    /// Further folders to show read-only.
    pub mounts: Vec<Mount>,
    /// Folders inside that hold importable packages (Python) or a library (R), in order of search.
    pub library_paths: Vec<PathBuf>,
    /// Further environment variables inside.
    pub variables: BTreeMap<String, String>,
    /// What each execution may use.
    pub limits: Limits,
    /// The least isolation to accept.
    pub least_grade: Grade,
    /// How its executions begin.
    pub start: Start,
    /// What it is for, as in `plugin` and `release`; a backend tells it where operators look.
    pub labels: BTreeMap<String, String>,
}

/// One execution to run.
#[derive(Debug, Clone)]
pub struct Request {
    /// What the plugin gets as context: `plugin_id`, `plugin_name`, `user_id`, `workspace_id`,
    /// `execution_id`, `config`, `permissions`.
    pub context: Map<String, Value>,
    /// The extension point that is called.
    pub extension_point: String,
    /// The caller's parameters.
    pub parameters: Map<String, Value>,
    /// What the caller says about the data.
    pub metadata: Map<String, Value>,
    /// The data.
    pub input: Payload,
    /// Where its random numbers begin.
    pub seed: Seed,
    /// Wall-clock time to allow, at most the session's [`Limits::timeout`].
    pub timeout: Duration,
}

/// How a caller follows and ends a running execution.
#[derive(Clone)]
pub struct Control {
    /// Hears events.
    pub events: Arc<dyn EventSink>,
    /// Ends the execution when cancelled.
    pub cancel: CancellationToken,
}

impl Default for Control {
    fn default() -> Self {
        Self { events: Arc::new(|_| {}), cancel: CancellationToken::new() }
    }
}

impl fmt::Debug for Control {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Control").field("cancelled", &self.cancel.is_cancelled()).finish()
    }
}
