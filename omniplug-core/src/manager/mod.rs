//! Plugins as a host sees them: installed, configured, run and remembered.

mod bulk;
mod execute;
mod gate;
mod install;
mod lifecycle;
mod local;
mod run;
mod sessions;
mod source;
mod types;

#[cfg(test)]
mod tests;

pub use crate::storage::{
    Action, Digest, ExecutionFilter, ExecutionRecord, Home, LifecycleEvent, Plugin, Release,
    Statistics,
};
pub use bulk::{Executions, RowChunks, concat_tables};
pub use local::{LocalManager, LocalManagerOptions};
pub use types::{
    Execution, ExecutionRequest, InstallOptions, InstallOutcome, Installed, PluginFilter,
};

use crate::Result;
use crate::sandbox::Control;
use crate::sandbox::pool::SessionStatistics;
use async_trait::async_trait;
use serde_json::{Map, Value};
use std::fmt::Debug;
use std::path::Path;

/// Installs, configures and runs plugins.
///
/// Each point below is a case of the conformance suite in the crate `omniplug-tests`, which an implementation of
/// a host's own can be given too.
///
/// - Wherever a plugin is asked for, its id or its name will do.
/// - Where it is not installed, the call fails with [`NotFound`](crate::ErrorKind::NotFound). What only looks
///   back ([`executions`](Self::executions), [`statistics`](Self::statistics), [`events`](Self::events)) also
///   knows plugins that are gone.
#[async_trait]
pub trait PluginManager: Debug + Send + Sync {
    /// Installs a package or an author's folder and prepares what it depends on.
    ///
    /// - A folder and the archive that was packed from it are the same package, with the same SHA-256.
    /// - A new plugin has an empty configuration and is enabled, unless [`InstallOptions::disabled`] is set.
    /// - The same package again changes nothing and answers with the installed plugin.
    /// - Another release of an installed plugin is a [`Conflict`](crate::ErrorKind::Conflict), unless
    ///   [`InstallOptions::replace`] is set; then id, state, history and what still fits of the configuration
    ///   stay. What does not fit is dropped with a warning.
    /// - A replacement whose version a dependent plugin does not accept is a
    ///   [`Conflict`](crate::ErrorKind::Conflict) too.
    /// - Executions under way go on with the release that they began with.
    /// - On any error, and on a crash at any moment, the plugin is as it was before.
    /// - Fails with [`InvalidPackage`](crate::ErrorKind::InvalidPackage) or
    ///   [`InvalidManifest`](crate::ErrorKind::InvalidManifest) when those are wrong.
    /// - Fails with [`Refused`](crate::ErrorKind::Refused) when the manifest asks for more than the policy
    ///   grants, or is made for other versions of the platform.
    /// - Fails with [`Refused`](crate::ErrorKind::Refused) when the policy's gate does not let in what the scan
    ///   found, or what it could not read. What only warns is a warning of the answer, and the audit trail keeps
    ///   gate and verdict.
    /// - Fails with [`Dependency`](crate::ErrorKind::Dependency) when a plugin, package or program that it
    ///   needs is missing, or a plugin is there in a version that does not do.
    /// - Fails with [`Dependency`](crate::ErrorKind::Dependency) when it would be enabled and a plugin that it
    ///   needs is disabled.
    /// - Fails with [`Conflict`](crate::ErrorKind::Conflict) when the control is cancelled while it prepares.
    async fn install(
        &self,
        source: &Path,
        options: InstallOptions,
        control: &Control,
    ) -> Result<Installed>;

    /// Removes a plugin and answers with what it was.
    ///
    /// - The records of its executions and what was done to it stay, under its name and id.
    /// - A plugin of the name that is installed later is another one, with another id and no configuration.
    /// - Fails with [`Conflict`](crate::ErrorKind::Conflict) while it runs.
    /// - Fails with [`Conflict`](crate::ErrorKind::Conflict) while other plugins depend on it, also disabled
    ///   ones.
    async fn uninstall(&self, plugin: &str) -> Result<Plugin>;

    /// Makes a plugin runnable, and answers with it.
    ///
    /// - Enabling what is enabled is no error.
    /// - Fails with [`Dependency`](crate::ErrorKind::Dependency) when a plugin that it needs is disabled or
    ///   not there.
    async fn enable(&self, plugin: &str) -> Result<Plugin>;

    /// Makes a plugin not runnable, and answers with it.
    ///
    /// - Disabling what is disabled is no error.
    /// - Executions under way go on.
    /// - Fails with [`Conflict`](crate::ErrorKind::Conflict) while enabled plugins depend on it.
    async fn disable(&self, plugin: &str) -> Result<Plugin>;

    /// The installed plugins that a filter lets through.
    ///
    /// - They are in the order of their names.
    /// - Each field of the filter that is set must fit: language, extension point, state, category in any case,
    ///   and text in name, description or tags in any case.
    async fn list(&self, filter: &PluginFilter) -> Result<Vec<Plugin>>;

    /// One plugin, as installing or changing it answered.
    async fn show(&self, plugin: &str) -> Result<Plugin>;

    /// Changes fields of a plugin's configuration, and answers with the plugin.
    ///
    /// - Fields that are not named stay; `null` gives a field its default back.
    /// - What was set is kept, and fields that were not have the manifest's defaults when the plugin runs.
    /// - Fails with [`InvalidInput`](crate::ErrorKind::InvalidInput) when a field is unknown, also with `null`,
    ///   or a value is of the wrong type or none of the field's options.
    /// - All fields are changed or none.
    async fn configure(&self, plugin: &str, changes: Map<String, Value>) -> Result<Plugin>;

    /// Runs a plugin once and waits for its end.
    ///
    /// - A result is a [`Success`](crate::sandbox::Status::Success): the answer has the reply, and the record
    ///   tells what ran, for whom, how it was isolated, what it used, and the digests of input and output.
    /// - The plugin is given data and metadata, the parameters with the defaults of the manifest's schema, and
    ///   as context its own id and name, those of user, workspace and execution, the complete configuration and
    ///   the permissions that it has.
    /// - Without an extension point the manifest's first is called.
    /// - Whatever the plugin does is an [`Execution`] with the status that says so, and is recorded. What it
    ///   raised comes with type, message and traceback.
    /// - A result that breaks the contract of the extension point is a
    ///   [`Failure`](crate::sandbox::Status::Failure) of the type `invalid_result`.
    /// - A call that breaks that contract or the schema of the parameters, names an extension point that the
    ///   plugin has not, or asks for more than the policy allows, has the status
    ///   [`Refused`](crate::sandbox::Status::Refused); it is recorded and nothing was started.
    /// - When the host or the sandbox fails, the status is [`Error`](crate::sandbox::Status::Error).
    /// - After the call's timeout, else the manifest's, it is ended with
    ///   [`Timeout`](crate::sandbox::Status::Timeout).
    /// - Cancelling the control ends it with [`Cancelled`](crate::sandbox::Status::Cancelled), also before it
    ///   began; so does dropping the future.
    /// - Lines are heard as the plugin prints them, and are in the answer.
    /// - Executions run beside each other, also those of one plugin, up to the policy's
    ///   [`concurrency`](crate::policy::Policy::concurrency). Beyond, they wait for their turn, in a line for each
    ///   user, or each plugin where there is no user; lines take turns. The record tells how long.
    /// - Fails with [`Busy`](crate::ErrorKind::Busy) when too many wait or it would wait too long; the error says
    ///   when to come back, and nothing is recorded.
    /// - Its random numbers begin at the call's seed, else at one drawn for it; the record has it. A seed that is
    ///   too large is refused like any wrong call.
    /// - Fails with [`Disabled`](crate::ErrorKind::Disabled) when the plugin is disabled; nothing is recorded.
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
    /// - An installed plugin of the same name is not touched.
    /// - Fails where [`install`](Self::install) would, but not because something is installed.
    async fn execute_source(
        &self,
        source: &Path,
        request: ExecutionRequest,
        control: &Control,
    ) -> Result<Execution>;

    /// The records of executions that a filter lets through.
    ///
    /// - They are as the executions answered, the newest first, at most as many as the filter's limit.
    /// - An execution under way is among them, without a status.
    /// - Each field of the filter that is set must fit: plugin, status, user, workspace, and the earliest time.
    async fn executions(&self, filter: &ExecutionFilter) -> Result<Vec<ExecutionRecord>>;

    /// Statistics of a plugin's executions, or of all.
    ///
    /// - Executions that ended are counted by status, those under way apart.
    /// - The success rate leaves refused calls aside.
    /// - Percentiles are nearest ranks of what was measured.
    /// - The last use is the beginning of the newest execution.
    /// - A plugin that never ran has counts of 0 and nothing else.
    async fn statistics(&self, plugin: Option<&str>) -> Result<Statistics>;

    /// What was done to a plugin, or to all.
    ///
    /// - Each change is one entry, the newest first, at most `limit` entries. What failed is none, and so is the
    ///   same package again.
    /// - A configuration's entry has the names of its fields, never their values.
    async fn events(&self, plugin: Option<&str>, limit: u32) -> Result<Vec<LifecycleEvent>>;

    /// The warm sessions that there are and were, by plugin and kind.
    ///
    /// - A plugin that is disabled, uninstalled, replaced or configured has no idle session of before.
    async fn sessions(&self) -> Result<Vec<SessionStatistics>>;

    /// Ends all sessions, for a shutdown in good order.
    ///
    /// - Executions under way go on to their end, which it waits for.
    /// - Calls that wait for their turn, and those that come later, have the status
    ///   [`Error`](crate::sandbox::Status::Error).
    /// - Everything else still answers, and what that opens stays open until the next closing or the end of the manager.
    async fn close(&self);
}
