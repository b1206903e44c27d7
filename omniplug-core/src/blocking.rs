//! The facade for callers without an async runtime.

use crate::doctor::Check;
use crate::manager::{
    self, Execution, ExecutionFilter, ExecutionRecord, ExecutionRequest, InstallOptions, Installed,
    LifecycleEvent, Plugin, PluginFilter, Statistics,
};
use crate::omniplug::Builder;
use crate::sandbox::Control;
use crate::sandbox::pool::SessionStatistics;
use crate::scanner::{Report, ScanRequest};
use crate::{Error, ErrorKind, Result};
use serde_json::{Map, Value};
use std::path::{Path, PathBuf};
use std::sync::Arc;
use tokio::runtime::Runtime;

/// [`crate::Omniplug`] with calls that wait. It owns a runtime; do not call it from an async one.
///
/// Several threads may call it at once; clones share everything.
///
/// ```no_run
/// use omniplug_core::manager::{ExecutionRequest, InstallOptions};
/// use omniplug_core::sandbox::Control;
/// use omniplug_core::{Omniplug, blocking};
///
/// let omniplug = blocking::Omniplug::open(Omniplug::builder())?;
/// let control = Control::default();
/// let installed = omniplug.install("plugin_folder", InstallOptions::default(), &control)?;
/// let execution = omniplug.execute(&installed.plugin.id, ExecutionRequest::default(), &control)?;
/// println!("{:?}", execution.record.status);
/// # Ok::<(), omniplug_core::Error>(())
/// ```
#[derive(Debug, Clone)]
pub struct Omniplug {
    // Before the runtime, so that it goes first.
    inner: crate::Omniplug,
    runtime: Arc<Runtime>,
}

impl Omniplug {
    /// Opens what a builder describes: [`Builder::open`].
    ///
    /// # Errors
    /// As [`Builder::open`], and [`Unavailable`](ErrorKind::Unavailable) when no threads can be started.
    pub fn open(builder: Builder) -> Result<Self> {
        let runtime = Runtime::new().map_err(|error| {
            Error::new(ErrorKind::Unavailable, "no threads could be started").with_source(error)
        })?;
        let inner = runtime.block_on(builder.open())?;
        Ok(Self { inner, runtime: Arc::new(runtime) })
    }

    /// See [`crate::Omniplug::install`].
    pub fn install(
        &self,
        source: impl AsRef<Path>,
        options: InstallOptions,
        control: &Control,
    ) -> Result<Installed> {
        self.runtime.block_on(self.inner.install(source, options, control))
    }

    /// See [`crate::Omniplug::uninstall`].
    pub fn uninstall(&self, plugin: &str) -> Result<Plugin> {
        self.runtime.block_on(self.inner.uninstall(plugin))
    }

    /// See [`crate::Omniplug::enable`].
    pub fn enable(&self, plugin: &str) -> Result<Plugin> {
        self.runtime.block_on(self.inner.enable(plugin))
    }

    /// See [`crate::Omniplug::disable`].
    pub fn disable(&self, plugin: &str) -> Result<Plugin> {
        self.runtime.block_on(self.inner.disable(plugin))
    }

    /// See [`crate::Omniplug::list`].
    pub fn list(&self, filter: &PluginFilter) -> Result<Vec<Plugin>> {
        self.runtime.block_on(self.inner.list(filter))
    }

    /// See [`crate::Omniplug::show`].
    pub fn show(&self, plugin: &str) -> Result<Plugin> {
        self.runtime.block_on(self.inner.show(plugin))
    }

    /// See [`crate::Omniplug::configure`].
    pub fn configure(&self, plugin: &str, changes: Map<String, Value>) -> Result<Plugin> {
        self.runtime.block_on(self.inner.configure(plugin, changes))
    }

    /// See [`crate::Omniplug::execute`].
    pub fn execute(
        &self,
        plugin: &str,
        request: ExecutionRequest,
        control: &Control,
    ) -> Result<Execution> {
        self.runtime.block_on(self.inner.execute(plugin, request, control))
    }

    /// See [`crate::Omniplug::execute_many`].
    pub fn execute_many<I>(&self, plugin: &str, requests: I, control: &Control) -> Executions
    where
        I: IntoIterator<Item = Result<ExecutionRequest>>,
        I::IntoIter: ExactSizeIterator + Send + 'static,
    {
        let inner = self.inner.execute_many(plugin, requests, control);
        Executions { inner, runtime: Arc::clone(&self.runtime) }
    }

    /// See [`crate::Omniplug::execute_source`].
    pub fn execute_source(
        &self,
        source: impl AsRef<Path>,
        request: ExecutionRequest,
        control: &Control,
    ) -> Result<Execution> {
        self.runtime.block_on(self.inner.execute_source(source, request, control))
    }

    /// See [`crate::Omniplug::executions`].
    pub fn executions(&self, filter: &ExecutionFilter) -> Result<Vec<ExecutionRecord>> {
        self.runtime.block_on(self.inner.executions(filter))
    }

    /// See [`crate::Omniplug::statistics`].
    pub fn statistics(&self, plugin: Option<&str>) -> Result<Statistics> {
        self.runtime.block_on(self.inner.statistics(plugin))
    }

    /// See [`crate::Omniplug::events`].
    pub fn events(&self, plugin: Option<&str>, limit: u32) -> Result<Vec<LifecycleEvent>> {
        self.runtime.block_on(self.inner.events(plugin, limit))
    }

    /// See [`crate::Omniplug::sessions`].
    pub fn sessions(&self) -> Result<Vec<SessionStatistics>> {
        self.runtime.block_on(self.inner.sessions())
    }

    /// See [`crate::Omniplug::close`].
    pub fn close(&self) {
        self.runtime.block_on(self.inner.close());
    }

    /// See [`crate::Omniplug::scan_request`].
    pub fn scan_request(&self, path: impl Into<PathBuf>) -> ScanRequest {
        self.inner.scan_request(path)
    }

    /// See [`crate::Omniplug::scan`].
    pub fn scan(&self, request: &ScanRequest) -> Result<Report> {
        self.runtime.block_on(self.inner.scan(request))
    }

    /// See [`crate::Omniplug::audit`].
    pub fn audit(&self, request: &ScanRequest) -> Result<Report> {
        self.runtime.block_on(self.inner.audit(request))
    }

    /// See [`crate::Omniplug::doctor`].
    pub fn doctor(&self) -> Vec<Check> {
        self.runtime.block_on(self.inner.doctor())
    }
}

/// [`manager::Executions`] as an iterator that waits for each.
#[derive(Debug)]
pub struct Executions {
    // Before the runtime, so that it goes first.
    inner: manager::Executions,
    runtime: Arc<Runtime>,
}

impl Executions {
    /// See [`manager::Executions::window`].
    #[must_use]
    pub fn window(mut self, executions: usize) -> Self {
        self.inner = self.inner.window(executions);
        self
    }
}

impl Iterator for Executions {
    type Item = Result<Execution>;

    fn next(&mut self) -> Option<Self::Item> {
        self.runtime.block_on(self.inner.next())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::thread;

    #[test]
    fn several_threads_call_one_and_the_same() {
        let folder = tempfile::tempdir().unwrap();
        let builder = crate::Omniplug::builder().home(folder.path().join("home"));
        let omniplug = Omniplug::open(builder).unwrap();
        thread::scope(|scope| {
            for _ in 0..4 {
                let omniplug = omniplug.clone();
                scope.spawn(move || {
                    assert!(omniplug.list(&PluginFilter::default()).unwrap().is_empty());
                    assert_eq!(omniplug.show("x").unwrap_err().kind(), ErrorKind::NotFound);
                });
            }
        });
    }
}
