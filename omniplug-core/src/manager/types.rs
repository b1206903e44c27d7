//! What a manager is asked and what it answers.

use crate::manifest::ExtensionPoint;
use crate::payload::Payload;
use crate::sandbox::{Language, Logs, Reply};
use crate::storage::{ExecutionRecord, Plugin};
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};
use std::time::Duration;

/// How to install.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct InstallOptions {
    /// Whether the package may take the place of another release of the same plugin.
    pub replace: bool,
    /// Whether the plugin stays disabled until it is enabled. A replaced plugin stays as it was.
    pub disabled: bool,
}

/// What an installation did.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum InstallOutcome {
    /// The plugin is new.
    Installed,
    /// The package took the place of another release.
    Replaced,
    /// The very same package was installed already; nothing changed.
    Unchanged,
}

/// An installation that succeeded.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct Installed {
    /// The plugin.
    pub plugin: Plugin,
    /// What was done.
    pub outcome: InstallOutcome,
    /// What the author or the host should look at.
    pub warnings: Vec<String>,
}

/// Which plugins to list. The default lists all.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct PluginFilter {
    /// Only those in one language.
    pub language: Option<Language>,
    /// Only those with one extension point.
    pub extension_point: Option<ExtensionPoint>,
    /// Only those that are enabled, or only those that are not.
    pub enabled: Option<bool>,
    /// Only those of one category, in any case.
    pub category: Option<String>,
    /// Only those with a text in name, description or tags, in any case.
    pub text: Option<String>,
}

/// A call of a plugin.
#[derive(Debug, Clone, Default)]
pub struct ExecutionRequest {
    /// The extension point; the only or first one of the manifest when absent.
    pub extension_point: Option<ExtensionPoint>,
    /// The data.
    pub input: Payload,
    /// What the plugin shall do with it.
    pub parameters: Map<String, Value>,
    /// What is known about the data.
    pub metadata: Map<String, Value>,
    /// The user for whom it runs.
    pub user_id: Option<String>,
    /// The workspace for which it runs.
    pub workspace_id: Option<String>,
    /// Wall-clock time to allow instead of the manifest's, up to the policy's ceiling.
    pub timeout: Option<Duration>,
    /// Where random numbers begin, at most [`Seed::MAX`](crate::sandbox::Seed::MAX): what the plugin draws
    /// repeats with it. Drawn from the operating system when absent.
    pub seed: Option<u64>,
    /// How long to wait for its turn at most, instead of the policy's; no part of the timeout.
    pub longest_wait: Option<Duration>,
}

/// An execution that ended, however it ended.
#[derive(Debug, Clone)]
pub struct Execution {
    /// Its record.
    pub record: ExecutionRecord,
    /// The plugin's answer; present exactly when the record's status is
    /// [`Success`](crate::sandbox::Status::Success).
    pub reply: Option<Reply>,
    /// What the plugin printed, up to the limit.
    pub logs: Logs,
    /// What went wrong beside the execution itself, as when its record could not be kept, and what a plugin
    /// that failed had warned of.
    pub warnings: Vec<String>,
}
