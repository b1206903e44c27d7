//! What is done to installed plugins: the trait's methods for the default manager.

use super::local::LocalManager;
use super::source::plugin_dependencies;
use super::types::{Execution, ExecutionRequest, InstallOptions, Installed, PluginFilter};
use super::{ExecutionFilter, ExecutionRecord, LifecycleEvent, Plugin, PluginManager, Statistics};
use crate::manifest::Manifest;
use crate::sandbox::Control;
use crate::sandbox::pool::SessionStatistics;
use crate::{Error, ErrorKind, Result};
use async_trait::async_trait;
use serde_json::{Map, Value};
use std::path::Path;

#[async_trait]
impl PluginManager for LocalManager {
    async fn install(
        &self,
        source: &Path,
        options: InstallOptions,
        control: &Control,
    ) -> Result<Installed> {
        self.install_source(source, &options, control).await
    }

    async fn uninstall(&self, plugin: &str) -> Result<Plugin> {
        let plugin = self.database.plugin(plugin).await?;
        self.check_dependents(&plugin, false, "uninstall").await?;
        self.database.delete_plugin(&plugin).await?;
        self.pool.drain(&plugin.id);
        // The rows are gone, and with them the plugin: a folder that stays is removed at the next opening.
        if let Err(error) = self.sweep().await {
            tracing::warn!(%error, "could not remove the folder of an uninstalled plugin");
        }
        Ok(plugin)
    }

    async fn enable(&self, plugin: &str) -> Result<Plugin> {
        let plugin = self.database.plugin(plugin).await?;
        self.check_needed_enabled(&plugin.manifest).await?;
        self.database.set_enabled(&plugin, true).await?;
        let plugin = self.database.plugin(&plugin.id).await?;
        self.warm_up(&plugin).await;
        Ok(plugin)
    }

    async fn disable(&self, plugin: &str) -> Result<Plugin> {
        let plugin = self.database.plugin(plugin).await?;
        self.check_dependents(&plugin, true, "disable").await?;
        self.database.set_enabled(&plugin, false).await?;
        self.pool.drain(&plugin.id);
        self.database.plugin(&plugin.id).await
    }

    async fn list(&self, filter: &PluginFilter) -> Result<Vec<Plugin>> {
        let mut plugins = self.database.plugins().await?;
        plugins.retain(|plugin| filter.accepts(plugin));
        Ok(plugins)
    }

    async fn show(&self, plugin: &str) -> Result<Plugin> {
        self.database.plugin(plugin).await
    }

    async fn configure(&self, plugin: &str, changes: Map<String, Value>) -> Result<Plugin> {
        let plugin = self.database.plugin(plugin).await?;
        let mut configuration = plugin.configuration.clone();
        let (unset, set): (Vec<_>, Vec<_>) =
            changes.into_iter().partition(|(_, value)| value.is_null());
        for (name, _) in unset {
            if !plugin.manifest.config.contains_key(&name) {
                return Err(unknown_field(&plugin, &name));
            }
            configuration.remove(&name);
        }
        configuration.extend(set);
        self.gateway.config(&plugin.manifest, &configuration)?;
        self.database.set_configuration(&plugin, &configuration).await?;
        let plugin = self.database.plugin(&plugin.id).await?;
        self.renew(&plugin).await;
        Ok(plugin)
    }

    async fn execute(
        &self,
        plugin: &str,
        request: ExecutionRequest,
        control: &Control,
    ) -> Result<Execution> {
        self.execute_plugin(plugin, request, control).await
    }

    async fn execute_source(
        &self,
        source: &Path,
        request: ExecutionRequest,
        control: &Control,
    ) -> Result<Execution> {
        self.execute_staged(source, request, control).await
    }

    async fn executions(&self, filter: &ExecutionFilter) -> Result<Vec<ExecutionRecord>> {
        let found = self.database.executions(filter).await?;
        if let (true, Some(plugin)) = (found.is_empty(), &filter.plugin) {
            self.check_known(plugin).await?;
        }
        Ok(found)
    }

    async fn statistics(&self, plugin: Option<&str>) -> Result<Statistics> {
        if let Some(plugin) = plugin {
            self.check_known(plugin).await?;
        }
        self.database.statistics(plugin).await
    }

    async fn events(&self, plugin: Option<&str>, limit: u32) -> Result<Vec<LifecycleEvent>> {
        let found = self.database.events(plugin, limit).await?;
        if let (true, Some(plugin)) = (found.is_empty(), plugin) {
            self.check_known(plugin).await?;
        }
        Ok(found)
    }

    async fn sessions(&self) -> Result<Vec<SessionStatistics>> {
        Ok(self.pool.statistics())
    }

    async fn close(&self) {
        self.pool.close().await;
        self.database.close().await;
    }
}

impl LocalManager {
    /// Checks that the plugins that a manifest names are enabled, as they must be before it is.
    pub(super) async fn check_needed_enabled(&self, manifest: &Manifest) -> Result<()> {
        for dependency in plugin_dependencies(manifest) {
            let name = &dependency.name;
            let found = self.database.plugin_named(name).await?;
            if !found.is_some_and(|found| found.enabled) {
                return Err(Error::new(
                    ErrorKind::Dependency,
                    format!(
                        "`{}` needs the plugin `{name}`, which is disabled or missing",
                        manifest.name
                    ),
                )
                .with_hint(format!("install and enable `{name}` first")));
            }
        }
        Ok(())
    }

    async fn check_dependents(&self, plugin: &Plugin, enabled: bool, verb: &str) -> Result<()> {
        let dependents = self.database.dependents(&plugin.name, enabled).await?;
        if dependents.is_empty() {
            return Ok(());
        }
        let names: Vec<&str> = dependents.iter().map(|plugin| plugin.name.as_str()).collect();
        let names = names.join("`, `");
        Err(Error::new(
            ErrorKind::Conflict,
            format!("the plugin `{}` is needed by `{names}`", plugin.name),
        )
        .with_hint(format!("{verb} `{names}` first")))
    }

    /// A plugin is known while it is installed or has a history.
    async fn check_known(&self, reference: &str) -> Result<()> {
        if self.database.events(Some(reference), 1).await?.is_empty() {
            self.database.plugin(reference).await?;
        }
        Ok(())
    }
}

impl PluginFilter {
    /// Whether a plugin is one of those that are asked for.
    pub fn accepts(&self, plugin: &Plugin) -> bool {
        let manifest = &plugin.manifest;
        let has_text = |text: &String| {
            let text = text.to_lowercase();
            let has = |place: &str| place.to_lowercase().contains(&text);
            has(&plugin.name)
                || has(&manifest.description)
                || manifest.tags.iter().any(|tag| has(tag))
        };
        self.language.is_none_or(|language| manifest.language == language)
            && self.extension_point.is_none_or(|point| manifest.extension_points.contains(&point))
            && self.enabled.is_none_or(|enabled| plugin.enabled == enabled)
            && self.category.as_ref().is_none_or(|category| {
                manifest
                    .category
                    .as_ref()
                    .is_some_and(|own| own.to_lowercase() == category.to_lowercase())
            })
            && self.text.as_ref().is_none_or(has_text)
    }
}

fn unknown_field(plugin: &Plugin, name: &str) -> Error {
    Error::new(
        ErrorKind::InvalidInput,
        format!("the plugin `{}` has no configuration field `{name}`", plugin.name),
    )
    .with_hint(format!("`omniplug show {}` names its fields", plugin.name))
}
