//! The facade: the one border that every face of the library uses.

use crate::backend::{self, Backend, Candidate};
use crate::doctor::{self, Check};
use crate::gateway::Gateway;
use crate::manager::{
    Execution, ExecutionFilter, ExecutionRecord, ExecutionRequest, Executions, Home,
    InstallOptions, Installed, LifecycleEvent, LocalManager, LocalManagerOptions, Plugin,
    PluginFilter, PluginManager, Statistics,
};
use crate::package::ArchiveLimits;
use crate::policy::Policy;
use crate::sandbox::pool::{PoolOptions, SessionStatistics};
use crate::sandbox::{Control, Sandbox};
use crate::scanner::{LocalScanner, Report, ScanRequest, Scanner};
use crate::{Error, ErrorKind, Result};
use semver::Version;
use serde_json::{Map, Value};
use std::path::{Path, PathBuf};
use std::sync::Arc;

/// Installs plugins and runs them in a sandbox.
///
/// It is cheap to clone; clones share everything. Its methods are those of [`PluginManager`], which tells
/// how each behaves and fails.
///
/// ```no_run
/// use omniplug_core::Omniplug;
/// use omniplug_core::manager::{ExecutionRequest, InstallOptions};
/// use omniplug_core::payload::Payload;
/// use omniplug_core::sandbox::Control;
/// use serde_json::json;
///
/// # async fn example() -> omniplug_core::Result<()> {
/// let omniplug = Omniplug::builder().open().await?;
/// let control = Control::default();
/// omniplug.install("data_normalizer.tar.gz", InstallOptions::default(), &control).await?;
/// let request = ExecutionRequest {
///     input: Payload::from_json(json!({"x": [1, 2, 3]}))?,
///     ..ExecutionRequest::default()
/// };
/// let execution = omniplug.execute("data_normalizer", request, &control).await?;
/// match execution.reply {
///     Some(reply) => println!("{}", reply.data.to_json()),
///     None => println!("{:?}", execution.record.failure),
/// }
/// # Ok(())
/// # }
/// ```
#[derive(Debug, Clone)]
pub struct Omniplug {
    manager: Arc<dyn PluginManager>,
    builder: Builder,
}

/// Says how an [`Omniplug`] is opened; everything has a default.
#[derive(Debug, Clone, Default)]
pub struct Builder {
    home: Option<PathBuf>,
    database: Option<String>,
    policy: Policy,
    pool: PoolOptions,
    backend: Option<Backend>,
    sandbox: Option<Arc<dyn Sandbox>>,
    scanner: Option<Arc<dyn Scanner>>,
    gateway: Gateway,
    archive_limits: ArchiveLimits,
    platform_version: Option<Version>,
    manager: Option<Arc<dyn PluginManager>>,
}

impl Builder {
    /// The folder of all files; by default `$OMNIPLUG_HOME`, else `$PLUGIN_DIR`, else `omniplug` in the user's data
    /// folder.
    #[must_use]
    pub fn home(mut self, path: impl Into<PathBuf>) -> Self {
        self.home = Some(path.into());
        self
    }

    /// The database's URL, as in `sqlite:///srv/plugins.db?mode=rwc`; by default a file in the home folder.
    /// A home belongs to the database that it was first opened with.
    #[must_use]
    pub fn database(mut self, url: impl Into<String>) -> Self {
        self.database = Some(url.into());
        self
    }

    /// The host's rules.
    #[must_use]
    pub fn policy(mut self, policy: Policy) -> Self {
        self.policy = policy;
        self
    }

    /// Which warm sessions are kept; by default as many alike ones as there are processors, begun when they are
    /// asked for. [`PoolOptions::cold`] switches them off.
    #[must_use]
    pub fn pool(mut self, options: PoolOptions) -> Self {
        self.pool = options;
        self
    }

    /// What runs plugins; by default what `$OMNIPLUG_SANDBOX` names, else the native sandbox. Docker's daemon is that
    /// of `$DOCKER_HOST`, and the policy's rules of containers are those of its sandbox.
    #[must_use]
    pub fn backend(mut self, backend: Backend) -> Self {
        self.backend = Some(backend);
        self
    }

    /// What runs plugins, made by the host itself; it goes before a backend.
    #[must_use]
    pub fn sandbox(mut self, sandbox: Arc<dyn Sandbox>) -> Self {
        self.sandbox = Some(sandbox);
        self
    }

    /// What scans plugins; by default a [`LocalScanner`] without advisories.
    #[must_use]
    pub fn scanner(mut self, scanner: Arc<dyn Scanner>) -> Self {
        self.scanner = Some(scanner);
        self
    }

    /// The contracts of the extension points, with the host's own validators and transformers.
    #[must_use]
    pub fn gateway(mut self, gateway: Gateway) -> Self {
        self.gateway = gateway;
        self
    }

    /// How large a package may be.
    #[must_use]
    pub fn archive_limits(mut self, limits: ArchiveLimits) -> Self {
        self.archive_limits = limits;
        self
    }

    /// The version of the host's platform, for manifests that name the versions they are made for.
    #[must_use]
    pub fn platform_version(mut self, version: Version) -> Self {
        self.platform_version = Some(version);
        self
    }

    /// A manager of the host's own, in place of [`LocalManager`]; what else was set is not used then.
    #[must_use]
    pub fn manager(mut self, manager: Arc<dyn PluginManager>) -> Self {
        self.manager = Some(manager);
        self
    }

    /// Opens the home.
    ///
    /// # Errors
    /// [`Storage`](ErrorKind::Storage) when the home or its database can't be used,
    /// [`Conflict`](ErrorKind::Conflict) when the home belongs to another database,
    /// [`InvalidInput`](ErrorKind::InvalidInput) when `$OMNIPLUG_SANDBOX` names no backend, and
    /// [`Unavailable`](ErrorKind::Unavailable) when no sandbox on this machine has the policy's least isolation and
    /// [`Backend::Auto`] is to choose one.
    pub async fn open(self) -> Result<Omniplug> {
        let manager: Arc<dyn PluginManager> = match &self.manager {
            Some(manager) => Arc::clone(manager),
            None => Arc::new(self.open_local().await?),
        };
        Ok(Omniplug { manager, builder: self })
    }

    /// Looks at what an opening would need, without failing where it would.
    pub async fn doctor(&self) -> Vec<Check> {
        match self.home_folder() {
            Ok(home) => {
                let candidates = self.candidates(&home);
                let least = self.policy.least_grade;
                doctor::examine(home, self.database.as_deref(), candidates, least).await
            }
            Err(error) => vec![Check::failed("home folder", doctor::State::Fail, &error)],
        }
    }

    async fn open_local(&self) -> Result<LocalManager> {
        let home = self.home_folder()?;
        let policy = self.policy.clone();
        let choice = backend::choose(&self.candidates(&home)?, policy.least_grade).await?;
        let in_containers = choice.sandbox.name() == Backend::Docker.as_str();
        LocalManager::open(LocalManagerOptions {
            sandbox: choice.sandbox,
            scanner: self.own_scanner(),
            home,
            database: self.database.clone(),
            policy: if in_containers { policy.in_containers() } else { policy },
            pool: self.pool.clone(),
            gateway: self.gateway.clone(),
            archive_limits: self.archive_limits.clone(),
            platform_version: self.platform_version.clone(),
        })
        .await
    }

    fn home_folder(&self) -> Result<Home> {
        let home = match &self.home {
            Some(path) => Home::new(path),
            None => Home::from_environment()?,
        };
        let path = std::path::absolute(home.path()).map_err(|error| {
            Error::new(
                ErrorKind::Storage,
                format!("the home folder `{}` is not a path", home.path().display()),
            )
            .with_source(error)
        })?;
        Ok(Home::new(path))
    }

    fn own_scanner(&self) -> Arc<dyn Scanner> {
        self.scanner.clone().unwrap_or_else(|| Arc::new(LocalScanner::default()))
    }

    fn candidates(&self, home: &Home) -> Result<Vec<Candidate>> {
        if let Some(sandbox) = &self.sandbox {
            return Ok(vec![Candidate::Other(Arc::clone(sandbox))]);
        }
        let backend = self.backend.map_or_else(Backend::from_environment, Ok)?;
        Ok(backend.candidates(home, &self.policy))
    }
}

impl Omniplug {
    /// Begins with the defaults.
    pub fn builder() -> Builder {
        Builder::default()
    }

    /// Installs a package or an author's folder: [`PluginManager::install`].
    pub async fn install(
        &self,
        source: impl AsRef<Path>,
        options: InstallOptions,
        control: &Control,
    ) -> Result<Installed> {
        self.manager.install(source.as_ref(), options, control).await
    }

    /// Removes a plugin: [`PluginManager::uninstall`].
    pub async fn uninstall(&self, plugin: &str) -> Result<Plugin> {
        self.manager.uninstall(plugin).await
    }

    /// Makes a plugin runnable: [`PluginManager::enable`].
    pub async fn enable(&self, plugin: &str) -> Result<Plugin> {
        self.manager.enable(plugin).await
    }

    /// Makes a plugin not runnable: [`PluginManager::disable`].
    pub async fn disable(&self, plugin: &str) -> Result<Plugin> {
        self.manager.disable(plugin).await
    }

    /// The installed plugins: [`PluginManager::list`].
    pub async fn list(&self, filter: &PluginFilter) -> Result<Vec<Plugin>> {
        self.manager.list(filter).await
    }

    /// One plugin: [`PluginManager::show`].
    pub async fn show(&self, plugin: &str) -> Result<Plugin> {
        self.manager.show(plugin).await
    }

    /// Changes a plugin's configuration: [`PluginManager::configure`].
    pub async fn configure(&self, plugin: &str, changes: Map<String, Value>) -> Result<Plugin> {
        self.manager.configure(plugin, changes).await
    }

    /// Runs a plugin once: [`PluginManager::execute`].
    pub async fn execute(
        &self,
        plugin: &str,
        request: ExecutionRequest,
        control: &Control,
    ) -> Result<Execution> {
        self.manager.execute(plugin, request, control).await
    }

    /// Runs a plugin over many inputs, several beside each other; the answers come in the order of the inputs.
    /// Inputs are taken as they are needed, and one that could not be had is an item of its own.
    ///
    /// ```no_run
    /// # use omniplug_core::{Omniplug, manager::ExecutionRequest, sandbox::Control};
    /// # async fn example(omniplug: Omniplug, request: ExecutionRequest) -> omniplug_core::Result<()> {
    /// let chunks = request.by_rows(10_000)?;
    /// let mut executions = omniplug.execute_many("data_normalizer", chunks, &Control::default());
    /// while let Some(execution) = executions.next().await {
    ///     println!("{:?}", execution?.record.status);
    /// }
    /// # Ok(())
    /// # }
    /// ```
    pub fn execute_many<I>(&self, plugin: &str, requests: I, control: &Control) -> Executions
    where
        I: IntoIterator<Item = Result<ExecutionRequest>>,
        I::IntoIter: ExactSizeIterator + Send + 'static,
    {
        let requests = Box::new(requests.into_iter());
        Executions::new(Arc::clone(&self.manager), plugin, requests, control)
    }

    /// Runs a package or folder without installing it: [`PluginManager::execute_source`].
    pub async fn execute_source(
        &self,
        source: impl AsRef<Path>,
        request: ExecutionRequest,
        control: &Control,
    ) -> Result<Execution> {
        self.manager.execute_source(source.as_ref(), request, control).await
    }

    /// The records of executions, newest first: [`PluginManager::executions`].
    pub async fn executions(&self, filter: &ExecutionFilter) -> Result<Vec<ExecutionRecord>> {
        self.manager.executions(filter).await
    }

    /// Statistics of executions: [`PluginManager::statistics`].
    pub async fn statistics(&self, plugin: Option<&str>) -> Result<Statistics> {
        self.manager.statistics(plugin).await
    }

    /// What was done to plugins, newest first: [`PluginManager::events`].
    pub async fn events(&self, plugin: Option<&str>, limit: u32) -> Result<Vec<LifecycleEvent>> {
        self.manager.events(plugin, limit).await
    }

    /// The warm sessions: [`PluginManager::sessions`].
    pub async fn sessions(&self) -> Result<Vec<SessionStatistics>> {
        self.manager.sessions().await
    }

    /// Waits for what runs, ends all sessions and closes the database's files: [`PluginManager::close`]. Dropping the
    /// last clone ends them too, without waiting.
    pub async fn close(&self) {
        self.manager.close().await;
    }

    /// A scan by this host's policy, as installing does one.
    pub fn scan_request(&self, path: impl Into<PathBuf>) -> ScanRequest {
        ScanRequest { policy: self.builder.policy.scan.clone(), ..ScanRequest::new(path) }
    }

    /// Scans a package, a folder or a file without installing it: [`Scanner::scan`].
    pub async fn scan(&self, request: &ScanRequest) -> Result<Report> {
        self.builder.own_scanner().scan(request).await
    }

    /// Compares what a package depends on with advisories: [`Scanner::audit`].
    pub async fn audit(&self, request: &ScanRequest) -> Result<Report> {
        self.builder.own_scanner().audit(request).await
    }

    /// Looks at what this machine offers and what is missing.
    pub async fn doctor(&self) -> Vec<Check> {
        self.builder.doctor().await
    }
}
