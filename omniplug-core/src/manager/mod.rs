//! Plugins as a host sees them: installed, configured, run and remembered.

mod execute;
mod install;
mod lifecycle;
mod local;
mod run;
mod source;
mod types;

#[cfg(test)]
mod tests;

pub use crate::storage::{
    Action, Digest, ExecutionFilter, ExecutionRecord, Home, LifecycleEvent, Plugin, Release,
    Statistics,
};
pub use local::{LocalManager, LocalManagerOptions};
pub use types::{
    Execution, ExecutionRequest, InstallOptions, InstallOutcome, Installed, PluginFilter,
};

use crate::Result;
use crate::sandbox::Control;
use async_trait::async_trait;
use serde_json::{Map, Value};
use std::fmt::Debug;
use std::path::Path;

/// Installs, configures and runs plugins.
///
/// Wherever a plugin is asked for, its id or its name will do; where it is not installed, the call fails with
/// [`NotFound`](crate::ErrorKind::NotFound).
#[async_trait]
pub trait PluginManager: Debug + Send + Sync {
    /// Installs a package or an author's folder and prepares what it depends on.
    ///
    /// - On any error, and on a crash at any moment, the plugin is as it was before.
    /// - The same package again changes nothing and answers with the installed plugin.
    /// - Another release of an installed plugin is a [`Conflict`](crate::ErrorKind::Conflict), unless
    ///   [`InstallOptions::replace`] is set; then id, state and what still fits of the configuration stay.
    /// - Fails with [`InvalidPackage`](crate::ErrorKind::InvalidPackage) or
    ///   [`InvalidManifest`](crate::ErrorKind::InvalidManifest) when those are wrong.
    /// - Fails with [`Refused`](crate::ErrorKind::Refused) when the manifest asks for more than the policy
    ///   grants, or is made for other versions of the platform.
    /// - Fails with [`Dependency`](crate::ErrorKind::Dependency) when a plugin or package it needs is missing.
    async fn install(
        &self,
        source: &Path,
        options: InstallOptions,
        control: &Control,
    ) -> Result<Installed>;

    /// Removes a plugin and answers with what it was.
    ///
    /// - The records of its executions stay, under its name and id.
    /// - Fails with [`Conflict`](crate::ErrorKind::Conflict) while it runs, and while other plugins depend on it.
    async fn uninstall(&self, plugin: &str) -> Result<Plugin>;

    /// Makes a plugin runnable.
    ///
    /// - Fails with [`Dependency`](crate::ErrorKind::Dependency) when a plugin that it needs is disabled or
    ///   not there.
    async fn enable(&self, plugin: &str) -> Result<Plugin>;

    /// Makes a plugin not runnable; executions under way go on.
    ///
    /// - Fails with [`Conflict`](crate::ErrorKind::Conflict) while enabled plugins depend on it.
    async fn disable(&self, plugin: &str) -> Result<Plugin>;

    /// The installed plugins that a filter lets through, by name.
    async fn list(&self, filter: &PluginFilter) -> Result<Vec<Plugin>>;

    /// One plugin.
    async fn show(&self, plugin: &str) -> Result<Plugin>;

    /// Changes fields of a plugin's configuration; `null` gives a field its default back.
    ///
    /// - All fields are changed or none.
    /// - Fails with [`InvalidInput`](crate::ErrorKind::InvalidInput) when a field is unknown or a value wrong.
    async fn configure(&self, plugin: &str, changes: Map<String, Value>) -> Result<Plugin>;

    /// Runs a plugin once and waits for its end.
    ///
    /// - Whatever the plugin does is an [`Execution`] with the status that says so, and is recorded.
    /// - A call that breaks the contract of its extension point, or asks for more than the policy allows, has
    ///   the status [`Refused`](crate::sandbox::Status::Refused); it is recorded and nothing was started.
    /// - When the host or the sandbox fails, the status is [`Error`](crate::sandbox::Status::Error).
    /// - Fails with [`Disabled`](crate::ErrorKind::Disabled) when the plugin is disabled.
    /// - Cancelling the control ends it with [`Cancelled`](crate::sandbox::Status::Cancelled); so does dropping
    ///   the future.
    async fn execute(
        &self,
        plugin: &str,
        request: ExecutionRequest,
        control: &Control,
    ) -> Result<Execution>;

    /// Runs a package or an author's folder once without installing it, through the same checks.
    ///
    /// - Its configuration has the manifest's defaults.
    /// - It leaves nothing behind, and no record is kept: the one in the answer has no plugin id.
    /// - Fails where [`install`](Self::install) would.
    async fn execute_source(
        &self,
        source: &Path,
        request: ExecutionRequest,
        control: &Control,
    ) -> Result<Execution>;

    /// The records of executions that a filter lets through, newest first.
    async fn executions(&self, filter: &ExecutionFilter) -> Result<Vec<ExecutionRecord>>;

    /// Statistics of a plugin's executions, or of all.
    async fn statistics(&self, plugin: Option<&str>) -> Result<Statistics>;

    /// What was done to a plugin, or to all, newest first, at most `limit` entries.
    async fn events(&self, plugin: Option<&str>, limit: u32) -> Result<Vec<LifecycleEvent>>;
}
