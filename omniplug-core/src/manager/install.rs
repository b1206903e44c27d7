//! Installing: from a staged source to a plugin, in one step that is there or not.

use super::local::LocalManager;
use super::source::{Source, plugin_dependencies, satisfies};
use super::types::{InstallOptions, InstallOutcome, Installed};
use crate::background::background;
use crate::manifest::Manifest;
use crate::sandbox::Control;
use crate::storage::{Action, Plugin, Release, now};
use crate::{Error, ErrorKind, Result};
use serde_json::{Map, Value};
use std::path::Path;
use uuid::Uuid;

impl LocalManager {
    pub(super) async fn install_source(
        &self,
        path: &Path,
        options: &InstallOptions,
        control: &Control,
    ) -> Result<Installed> {
        let source = self.stage(path, control).await?;
        let existing = self.database.plugin_named(&source.manifest.name).await?;
        if let Some(plugin) = &existing {
            if self.is_unchanged(plugin, &source) {
                return Ok(Installed {
                    plugin: plugin.clone(),
                    outcome: InstallOutcome::Unchanged,
                    warnings: source.warnings,
                });
            }
            // The same package whose files are gone is put in place again.
            if plugin.release.sha256 != source.unpacked.sha256 {
                self.check_replace(plugin, &source.manifest, options).await?;
            }
        }
        if existing.as_ref().map_or(!options.disabled, |plugin| plugin.enabled) {
            self.check_needed_enabled(&source.manifest).await?;
        }
        let packages = self.prepare_environment(&source.manifest, control).await?;
        let installed = self.commit(source, existing, packages, options).await;
        // After a failure its release is without a row; after a replacement the former one is.
        if let Err(error) = self.sweep().await {
            tracing::warn!(%error, "could not remove what is not needed any more");
        }
        installed
    }

    fn is_unchanged(&self, plugin: &Plugin, source: &Source) -> bool {
        let sha256 = &source.unpacked.sha256;
        plugin.release.sha256 == *sha256 && self.home.release(sha256).is_dir()
    }

    /// Checks that a release may take the place of another.
    async fn check_replace(
        &self,
        plugin: &Plugin,
        manifest: &Manifest,
        options: &InstallOptions,
    ) -> Result<()> {
        let (name, version) = (&plugin.name, &plugin.manifest.version);
        if !options.replace {
            return Err(Error::new(
                ErrorKind::Conflict,
                format!("the plugin `{name}` is installed in another release, version `{version}`"),
            )
            .with_hint("uninstall it first, or replace it (`--replace` on the command line)"));
        }
        let new = &manifest.version;
        for dependent in self.database.dependents(name, false).await? {
            let mut needs = plugin_dependencies(&dependent.manifest);
            if let Some(need) = needs.find(|need| need.name == *name)
                && !satisfies(new, need)?
            {
                let (dependent, range) = (&dependent.name, &need.requirement);
                return Err(Error::new(
                    ErrorKind::Conflict,
                    format!("the plugin `{dependent}` needs `{name}` `{range}`, not `{new}`"),
                )
                .with_hint(format!("replace or uninstall `{dependent}` first")));
            }
        }
        Ok(())
    }

    async fn prepare_environment(
        &self,
        manifest: &Manifest,
        control: &Control,
    ) -> Result<Vec<String>> {
        let interpreter = self.interpreter(manifest, control).await?;
        let events = control.events.as_ref();
        let prepare = self.environments.prepare(&manifest.dependencies, &interpreter, events);
        tokio::select! {
            biased;
            () = control.cancel.cancelled() => Err(Error::new(
                ErrorKind::Conflict,
                "the installation was cancelled",
            )),
            environment = prepare => Ok(environment?.packages),
        }
    }

    /// Puts files, then rows in place. A caller who goes away in between leaves files without rows, which the
    /// next sweep removes.
    async fn commit(
        &self,
        source: Source,
        existing: Option<Plugin>,
        packages: Vec<String>,
        options: &InstallOptions,
    ) -> Result<Installed> {
        let Source { staging, unpacked, manifest, mut warnings, scan } = source;
        let (outcome, action) = match &existing {
            Some(_) => (InstallOutcome::Replaced, Action::Replace),
            None => (InstallOutcome::Installed, Action::Install),
        };
        let folder = self.home.release(&unpacked.sha256);
        let staging =
            background(ErrorKind::Storage, move || staging.keep_as(&folder).map(|()| staging))
                .await?;
        let now = now();
        let release = Release {
            sha256: unpacked.sha256,
            files: u64::try_from(unpacked.files).unwrap_or(u64::MAX),
            size: unpacked.bytes,
            packages,
            created_at: now,
        };
        let former = existing.as_ref().map(|plugin| &plugin.configuration);
        let configuration = self.carry_over(&manifest, former, &mut warnings);
        let plugin = Plugin {
            id: existing.as_ref().map_or_else(|| Uuid::now_v7().to_string(), |it| it.id.clone()),
            name: manifest.name.clone(),
            enabled: existing.as_ref().map_or(!options.disabled, |it| it.enabled),
            configuration,
            release,
            manifest,
            installed_at: existing.as_ref().map_or(now, |it| it.installed_at),
            updated_at: now,
        };
        let scan = scan.detail();
        self.database.put_plugin(&plugin, existing.as_ref(), action, &scan).await?;
        drop(staging);
        self.renew(&plugin).await;
        Ok(Installed { plugin, outcome, warnings })
    }

    /// What of a former configuration the manifest still accepts.
    fn carry_over(
        &self,
        manifest: &Manifest,
        former: Option<&Map<String, Value>>,
        warnings: &mut Vec<String>,
    ) -> Map<String, Value> {
        let mut configuration = Map::new();
        for (name, value) in former.into_iter().flatten() {
            let is_valid =
                manifest.config.get(name).is_some_and(|field| field.check(value).is_ok());
            if is_valid {
                configuration.insert(name.clone(), value.clone());
            } else {
                warnings.push(format!(
                    "the configuration of `{name}` does not fit this release and was dropped"
                ));
            }
        }
        configuration
    }
}
