//! The sessions that plugins run in.

use super::Plugin;
use super::local::LocalManager;
use super::run::Runnable;
use crate::Result;
use crate::sandbox::pool::Job;
use crate::sandbox::{Control, Limits, SessionSpec, Start};
use serde_json::Value;
use std::collections::BTreeMap;
use std::time::Duration;

impl LocalManager {
    /// What a release runs in, with its environment prepared. `timeout` is the call's.
    pub(super) async fn job(
        &self,
        runnable: &Runnable,
        timeout: Option<Duration>,
        control: &Control,
    ) -> Result<Job> {
        let manifest = &runnable.manifest;
        let limits = self.session_limits(runnable, timeout)?;
        let config = self.gateway.config(manifest, &runnable.configuration)?;
        let permissions = self.policy.granted(&manifest.permissions);
        let interpreter = self.interpreter(manifest, control).await?;
        let environment = self
            .environments
            .prepare(&manifest.dependencies, &interpreter, control.events.as_ref())
            .await?;
        Ok(Job {
            group: runnable.group(),
            tenant: String::new(),
            identity: vec![
                runnable.release.clone(),
                environment.digest.unwrap_or_default(),
                Value::Object(config).to_string(),
                permissions.join(" "),
            ],
            spec: SessionSpec {
                language: manifest.language,
                image: self.policy.image_for(&manifest.runtime)?,
                release: runnable.folder.clone(),
                entry_point: manifest.entry_point.to_string(),
                mounts: environment.mounts,
                library_paths: environment.library_paths,
                variables: BTreeMap::new(),
                limits,
                least_grade: self.policy.least_grade,
                start: runnable.start,
                labels: BTreeMap::from([
                    ("plugin".to_owned(), manifest.name.clone()),
                    ("release".to_owned(), runnable.release.clone()),
                ]),
            },
            longest_wait: None,
        })
    }

    /// The limits of a session. A warm one is for calls of different timeouts: with one for each, none would be
    /// found ready.
    fn session_limits(&self, runnable: &Runnable, timeout: Option<Duration>) -> Result<Limits> {
        let resources = &runnable.manifest.resources;
        let mut limits = self.policy.limits_for(resources, timeout)?;
        if runnable.start == Start::Warm {
            let usual = self.policy.limits_for(resources, None).map(|usual| usual.timeout).ok();
            limits.timeout = usual
                .filter(|usual| limits.timeout <= *usual)
                .unwrap_or(self.policy.ceilings.timeout);
        }
        Ok(limits)
    }

    /// Starts the sessions that are to be ready ahead of requests. That it fails is no error of what was done to
    /// the plugin: its next execution will tell.
    pub(super) async fn warm_up(&self, plugin: &Plugin) {
        if !plugin.enabled || !self.pool.is_ahead() {
            return;
        }
        let runnable = self.installed(plugin.clone());
        let job = self.job(&runnable, None, &Control::default()).await;
        if let Err(error) = job.and_then(|job| self.pool.keep_ready(job)) {
            tracing::warn!(%error, plugin = plugin.name, "no session could be started ahead");
        }
    }

    /// Starts the sessions of all plugins that are to be ready ahead of requests.
    pub(super) async fn warm_up_all(&self) -> Result<()> {
        if self.pool.is_ahead() {
            for plugin in self.database.plugins().await? {
                self.warm_up(&plugin).await;
            }
        }
        Ok(())
    }

    /// Ends the sessions of a plugin that changed, and starts those of what it is now.
    pub(super) async fn renew(&self, plugin: &Plugin) {
        self.pool.drain(&plugin.id);
        self.warm_up(plugin).await;
    }
}

impl Runnable {
    /// Whose executions are counted together.
    fn group(&self) -> String {
        if self.plugin_id.is_empty() { self.release.clone() } else { self.plugin_id.clone() }
    }
}
