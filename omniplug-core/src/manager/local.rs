//! The default manager: plugins of this machine, in a home folder and a database.

use crate::background::background;
use crate::environment::Environments;
use crate::gateway::Gateway;
use crate::manifest::Manifest;
use crate::package::ArchiveLimits;
use crate::policy::Policy;
use crate::sandbox::pool::{Pool, PoolOptions};
use crate::sandbox::{Control, Interpreter, Sandbox};
use crate::scanner::Scanner;
use crate::storage::{Database, Home};
use crate::{Error, ErrorKind, Result};
use semver::Version;
use std::sync::Arc;

/// What a [`LocalManager`] is opened with.
#[derive(Debug)]
pub struct LocalManagerOptions {
    /// Where files are kept. It is made when it is missing.
    pub home: Home,
    /// The database's URL; a file in the home when absent.
    pub database: Option<String>,
    /// The host's rules.
    pub policy: Policy,
    /// What runs plugins.
    pub sandbox: Arc<dyn Sandbox>,
    /// Which warm sessions are kept.
    pub pool: PoolOptions,
    /// What scans plugins before they are installed or run from their source.
    pub scanner: Arc<dyn Scanner>,
    /// The contracts of the extension points.
    pub gateway: Gateway,
    /// How large a package may be.
    pub archive_limits: ArchiveLimits,
    /// The version of the platform that plugins name in `min_platform_version` and `max_platform_version`.
    /// Nothing is checked when it is absent.
    pub platform_version: Option<Version>,
}

/// The default [`PluginManager`](super::PluginManager).
///
/// Several may share a home, in one process or in many.
#[derive(Debug)]
pub struct LocalManager {
    pub(super) home: Home,
    pub(super) database: Database,
    pub(super) policy: Policy,
    pub(super) sandbox: Arc<dyn Sandbox>,
    pub(super) scanner: Arc<dyn Scanner>,
    pub(super) gateway: Gateway,
    pub(super) archive_limits: ArchiveLimits,
    pub(super) platform_version: Option<Version>,
    pub(super) environments: Environments,
    pub(super) pool: Pool,
}

impl LocalManager {
    /// Opens a home: makes what is missing, brings the tables up to date and clears up after processes that
    /// crashed.
    ///
    /// # Errors
    /// [`Storage`](ErrorKind::Storage) when it can't be read or written, is damaged, or was written by a newer
    /// version; [`Conflict`](ErrorKind::Conflict) when the home belongs to another database.
    pub async fn open(options: LocalManagerOptions) -> Result<Self> {
        let mut home = options.home;
        let (home, opening) = background(ErrorKind::Storage, move || {
            let lock = home.prepare()?;
            Ok((home, lock))
        })
        .await?;
        let database = match &options.database {
            Some(url) => Database::open_url(url).await?,
            None => Database::open_file(&home.database()).await?,
        };
        home.tie(&database.file().await?)?;
        database.end_orphaned_executions().await?;
        let manager = Self {
            environments: Environments::new(home.environments()),
            home,
            database,
            pool: Pool::new(
                Arc::clone(&options.sandbox),
                options.pool,
                options.policy.concurrency.clone(),
            ),
            policy: options.policy,
            sandbox: options.sandbox,
            scanner: options.scanner,
            gateway: options.gateway,
            archive_limits: options.archive_limits,
            platform_version: options.platform_version,
        };
        manager.sweep().await?;
        drop(opening);
        // In a box of its own: hosts hold the future of opening on their stack.
        Box::pin(manager.warm_up_all()).await?;
        Ok(manager)
    }

    /// Removes the folders that no row and no running execution needs, unless an installation is under way.
    pub(super) async fn sweep(&self) -> Result<()> {
        let Some(lock) = self.home.try_sweep_lock()? else {
            return Ok(());
        };
        let known = self.database.releases_in_use().await?;
        let home = self.home.clone();
        let removed = background(ErrorKind::Storage, move || home.sweep(&known, &lock)).await?;
        if removed > 0 {
            tracing::info!(removed, "removed folders that nothing needs");
        }
        Ok(())
    }

    /// The interpreter for a manifest's language, when the manifest accepts its version.
    pub(super) async fn interpreter(
        &self,
        manifest: &Manifest,
        control: &Control,
    ) -> Result<Interpreter> {
        let image = self.policy.image_for(&manifest.runtime)?;
        let events = control.events.as_ref();
        let language = manifest.language;
        let interpreter = self.sandbox.interpreter(language, image.as_ref(), events).await?;
        if manifest.runtime.allows(manifest.language, &interpreter.version) {
            return Ok(interpreter);
        }
        let (language, version) = (manifest.language, &interpreter.version);
        let range = manifest.runtime.range(language).map(ToString::to_string).unwrap_or_default();
        Err(Error::new(
            ErrorKind::Unavailable,
            format!("the plugin needs `{language}` `{range}`, and this machine runs plugins with `{version}`"),
        )
        .with_hint("let the sandbox use an interpreter in that range"))
    }

    /// Where it keeps its files.
    pub fn home(&self) -> &Home {
        &self.home
    }
}
