//! What is installed: plugins, their releases and what those depend on.

use super::database::{Database, now, to_json};
use super::events::Action;
use super::host;
use crate::manifest::{DependencyKind, Manifest};
use crate::{Error, ErrorKind, Result};
use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value, json};
use sqlx::any::AnyRow;
use sqlx::{Any, Row, Transaction};
use std::collections::HashSet;

const SELECT: &str = "SELECT p.id, p.name, p.enabled, p.configuration, p.installed_at, p.updated_at, \
    v.sha256, v.manifest, v.files, v.size, v.packages, v.created_at \
    FROM plugins p JOIN plugin_versions v ON v.sha256 = p.active_release";

/// One version of a plugin, kept whole and unchanged.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Release {
    /// SHA-256 of its package, which names its folder.
    pub sha256: String,
    /// Its files.
    pub files: u64,
    /// Their bytes together.
    pub size: u64,
    /// The packages that its dependencies resolved to, as in `numpy==2.1.3`.
    pub packages: Vec<String>,
    /// When it was installed.
    pub created_at: Timestamp,
}

/// An installed plugin.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct Plugin {
    /// Its id, which stays the same when its release changes.
    pub id: String,
    /// Its name, which is unique among the installed.
    pub name: String,
    /// Whether it may run.
    pub enabled: bool,
    /// The configuration that was set; fields that are not in it have the manifest's defaults.
    pub configuration: Map<String, Value>,
    /// The release that runs.
    pub release: Release,
    /// That release's manifest.
    pub manifest: Manifest,
    /// When it was first installed.
    pub installed_at: Timestamp,
    /// When it was last changed.
    pub updated_at: Timestamp,
}

impl Database {
    /// All plugins, by name.
    pub(crate) async fn plugins(&self) -> Result<Vec<Plugin>> {
        let rows = sqlx::query(sqlx::AssertSqlSafe(format!("{SELECT} ORDER BY p.name")))
            .fetch_all(self.records())
            .await
            .map_err(self.explain())?;
        rows.iter().map(|row| self.plugin_of(row)).collect()
    }

    /// The plugin with an id or a name.
    ///
    /// # Errors
    /// [`NotFound`](ErrorKind::NotFound) when there is none.
    pub(crate) async fn plugin(&self, reference: &str) -> Result<Plugin> {
        self.find_plugin(reference).await?.ok_or_else(|| {
            Error::new(ErrorKind::NotFound, format!("no plugin `{reference}` is installed"))
                .with_hint("`omniplug list` names the installed ones")
        })
    }

    /// The plugin with an id or a name, if there is one. An id goes before a name.
    pub(crate) async fn find_plugin(&self, reference: &str) -> Result<Option<Plugin>> {
        self.plugin_where("p.id = $1 OR p.name = $1 ORDER BY p.id <> $1 LIMIT 1", reference).await
    }

    /// The plugin with a name, if there is one.
    pub(crate) async fn plugin_named(&self, name: &str) -> Result<Option<Plugin>> {
        self.plugin_where("p.name = $1", name).await
    }

    async fn plugin_where(&self, condition: &'static str, text: &str) -> Result<Option<Plugin>> {
        sqlx::query(sqlx::AssertSqlSafe(format!("{SELECT} WHERE {condition}")))
            .bind(text.to_owned())
            .fetch_optional(self.records())
            .await
            .map_err(self.explain())?
            .map(|row| self.plugin_of(&row))
            .transpose()
    }

    /// The SHA-256 of every release that is installed or runs in a living process: those whose folders stay.
    pub(crate) async fn releases_in_use(&self) -> Result<HashSet<String>> {
        let rows: Vec<(String, Option<String>)> = sqlx::query_as(
            "SELECT sha256, NULL AS host FROM plugin_versions UNION ALL \
             SELECT sha256, host FROM plugin_executions WHERE status = 'running'",
        )
        .fetch_all(self.records())
        .await
        .map_err(self.explain())?;
        let in_use = |host: &Option<String>| host.as_deref().is_none_or(host::is_alive);
        Ok(rows.into_iter().filter(|(_, host)| in_use(host)).map(|(sha256, _)| sha256).collect())
    }

    /// The plugins that depend on the plugin of a name; only the enabled ones where that is asked for.
    pub(crate) async fn dependents(&self, name: &str, only_enabled: bool) -> Result<Vec<Plugin>> {
        let sql = format!(
            "{SELECT} JOIN plugin_dependencies d ON d.sha256 = v.sha256 \
             WHERE d.kind = $1 AND d.name = $2 AND p.name <> $2 AND p.enabled >= $3 ORDER BY p.name"
        );
        let rows = sqlx::query(sqlx::AssertSqlSafe(sql))
            .bind(DependencyKind::Plugin.as_str())
            .bind(name.to_owned())
            .bind(i64::from(only_enabled))
            .fetch_all(self.records())
            .await
            .map_err(self.explain())?;
        rows.iter().map(|row| self.plugin_of(row)).collect()
    }

    /// Adds a plugin, or gives it another release where there is a `former` one, in one transaction.
    ///
    /// # Errors
    /// [`Conflict`](ErrorKind::Conflict) when a plugin of the name came meanwhile, or the former one is not as
    /// it was any more; [`Dependency`](ErrorKind::Dependency) when a plugin that it needs has gone meanwhile.
    pub(crate) async fn put_plugin(
        &self,
        plugin: &Plugin,
        former: Option<&Plugin>,
        action: Action,
        scan: &Value,
    ) -> Result<()> {
        let mut change = self.begin().await?;
        if let Some(former) = former {
            self.check_same(&mut change, former).await?;
        }
        self.check_needed(&mut change, plugin).await?;
        sqlx::query(
            "INSERT INTO plugins (id, name, active_release, enabled, configuration, installed_at, \
             updated_at) VALUES ($1, $2, $3, $4, $5, $6, $7) ON CONFLICT (id) DO UPDATE SET \
             active_release = $3, configuration = $5, updated_at = $7",
        )
        .bind(plugin.id.clone())
        .bind(plugin.name.clone())
        .bind(plugin.release.sha256.clone())
        .bind(i64::from(plugin.enabled))
        .bind(to_json(&plugin.configuration)?)
        .bind(plugin.installed_at.as_millisecond())
        .bind(plugin.updated_at.as_millisecond())
        .execute(&mut *change)
        .await
        .map_err(|error| self.explain_name(error, &plugin.name))?;
        sqlx::query("DELETE FROM plugin_versions WHERE plugin_id = $1")
            .bind(plugin.id.clone())
            .execute(&mut *change)
            .await
            .map_err(self.explain())?;
        self.insert_release(&mut change, plugin).await?;
        let detail = json!({
            "version": plugin.manifest.version.to_string(),
            "release": plugin.release.sha256,
            "scan": scan,
        });
        let names = (plugin.id.as_str(), plugin.name.as_str());
        self.log_event(&mut change, names, action, &detail).await?;
        change.commit().await.map_err(self.explain())
    }

    /// Checks in a change that a plugin has the release and configuration that were read before, so that what
    /// was decided by them holds.
    async fn check_same(
        &self,
        change: &mut Transaction<'static, Any>,
        plugin: &Plugin,
    ) -> Result<()> {
        let row = sqlx::query(sqlx::AssertSqlSafe(format!("{SELECT} WHERE p.id = $1")))
            .bind(plugin.id.clone())
            .fetch_optional(&mut **change)
            .await
            .map_err(self.explain())?;
        let now = row.map(|row| self.plugin_of(&row)).transpose()?;
        let is_same = now.is_some_and(|now| {
            now.release.sha256 == plugin.release.sha256 && now.configuration == plugin.configuration
        });
        if is_same {
            return Ok(());
        }
        Err(Error::new(
            ErrorKind::Conflict,
            format!("the plugin `{}` was changed at the same moment", plugin.name),
        )
        .with_hint("look at it with `omniplug show`, then decide again"))
    }

    /// Checks in a change that the plugins that another one needs are there.
    async fn check_needed(
        &self,
        change: &mut Transaction<'static, Any>,
        plugin: &Plugin,
    ) -> Result<()> {
        let needed = plugin.manifest.dependencies.iter();
        for dependency in needed.filter(|needed| needed.kind == DependencyKind::Plugin) {
            let name = &dependency.name;
            let found: i64 = sqlx::query_scalar("SELECT COUNT(*) FROM plugins WHERE name = $1")
                .bind(name.clone())
                .fetch_one(&mut **change)
                .await
                .map_err(self.explain())?;
            if found == 0 {
                return Err(Error::new(
                    ErrorKind::Dependency,
                    format!("it needs the plugin `{name}`, which is not installed any more"),
                )
                .with_hint(format!("install `{name}` first")));
            }
        }
        Ok(())
    }

    /// Checks in a change that no other plugin needs a plugin.
    async fn check_not_needed(
        &self,
        change: &mut Transaction<'static, Any>,
        plugin: &Plugin,
    ) -> Result<()> {
        let needing: Option<String> = sqlx::query_scalar(
            "SELECT p.name FROM plugins p JOIN plugin_dependencies d ON d.sha256 = p.active_release \
             WHERE d.kind = $1 AND d.name = $2 AND p.name <> $2 ORDER BY p.name LIMIT 1",
        )
        .bind(DependencyKind::Plugin.as_str())
        .bind(plugin.name.clone())
        .fetch_optional(&mut **change)
        .await
        .map_err(self.explain())?;
        let Some(other) = needing else {
            return Ok(());
        };
        Err(Error::new(
            ErrorKind::Conflict,
            format!("the plugin `{}` is needed by `{other}`", plugin.name),
        )
        .with_hint(format!("uninstall `{other}` first")))
    }

    async fn insert_release(
        &self,
        change: &mut Transaction<'static, Any>,
        plugin: &Plugin,
    ) -> Result<()> {
        let release = &plugin.release;
        let signed = |number: u64| i64::try_from(number).unwrap_or(i64::MAX);
        sqlx::query(
            "INSERT INTO plugin_versions (sha256, plugin_id, version, manifest, files, size, \
             packages, created_at) VALUES ($1, $2, $3, $4, $5, $6, $7, $8)",
        )
        .bind(release.sha256.clone())
        .bind(plugin.id.clone())
        .bind(plugin.manifest.version.to_string())
        .bind(to_json(&plugin.manifest)?)
        .bind(signed(release.files))
        .bind(signed(release.size))
        .bind(to_json(&release.packages)?)
        .bind(release.created_at.as_millisecond())
        .execute(&mut **change)
        .await
        .map_err(self.explain())?;
        for dependency in &plugin.manifest.dependencies {
            sqlx::query(
                "INSERT INTO plugin_dependencies (sha256, kind, name, requirement) \
                 VALUES ($1, $2, $3, $4) ON CONFLICT (sha256, kind, name) DO NOTHING",
            )
            .bind(release.sha256.clone())
            .bind(dependency.kind.as_str())
            .bind(dependency.name.clone())
            .bind(dependency.requirement.clone())
            .execute(&mut **change)
            .await
            .map_err(self.explain())?;
        }
        Ok(())
    }

    /// Removes a plugin's rows in one transaction; its executions and events stay.
    ///
    /// # Errors
    /// [`Conflict`](ErrorKind::Conflict) while it runs or others need it, and when it was changed meanwhile.
    pub(crate) async fn delete_plugin(&self, plugin: &Plugin) -> Result<()> {
        let mut change = self.begin().await?;
        self.check_same(&mut change, plugin).await?;
        self.check_not_needed(&mut change, plugin).await?;
        let hosts: Vec<String> = sqlx::query_scalar(
            "SELECT host FROM plugin_executions WHERE status = 'running' AND plugin_id = $1",
        )
        .bind(plugin.id.clone())
        .fetch_all(&mut *change)
        .await
        .map_err(self.explain())?;
        let running = hosts.iter().filter(|host| host::is_alive(host)).count();
        if running > 0 {
            return Err(Error::new(
                ErrorKind::Conflict,
                format!("the plugin `{}` is running {running} times", plugin.name),
            )
            .with_hint("wait for its executions, or cancel them, then try again"));
        }
        sqlx::query("DELETE FROM plugins WHERE id = $1")
            .bind(plugin.id.clone())
            .execute(&mut *change)
            .await
            .map_err(self.explain())?;
        let detail = json!({"release": plugin.release.sha256});
        let names = (plugin.id.as_str(), plugin.name.as_str());
        self.log_event(&mut change, names, Action::Uninstall, &detail).await?;
        change.commit().await.map_err(self.explain())
    }

    /// Makes a plugin runnable or not.
    ///
    /// # Errors
    /// [`Conflict`](ErrorKind::Conflict) when it was changed meanwhile.
    pub(crate) async fn set_enabled(&self, plugin: &Plugin, enabled: bool) -> Result<()> {
        let action = if enabled { Action::Enable } else { Action::Disable };
        let mut change = self.begin().await?;
        self.check_same(&mut change, plugin).await?;
        sqlx::query("UPDATE plugins SET enabled = $2, updated_at = $3 WHERE id = $1")
            .bind(plugin.id.clone())
            .bind(i64::from(enabled))
            .bind(now().as_millisecond())
            .execute(&mut *change)
            .await
            .map_err(self.explain())?;
        let names = (plugin.id.as_str(), plugin.name.as_str());
        self.log_event(&mut change, names, action, &json!({})).await?;
        change.commit().await.map_err(self.explain())
    }

    /// Sets a plugin's whole configuration. The audit trail gets the names of its fields, never their values.
    ///
    /// # Errors
    /// [`Conflict`](ErrorKind::Conflict) when it was changed meanwhile.
    pub(crate) async fn set_configuration(
        &self,
        plugin: &Plugin,
        configuration: &Map<String, Value>,
    ) -> Result<()> {
        let mut change = self.begin().await?;
        self.check_same(&mut change, plugin).await?;
        sqlx::query("UPDATE plugins SET configuration = $2, updated_at = $3 WHERE id = $1")
            .bind(plugin.id.clone())
            .bind(to_json(configuration)?)
            .bind(now().as_millisecond())
            .execute(&mut *change)
            .await
            .map_err(self.explain())?;
        let fields: Vec<&String> = configuration.keys().collect();
        let names = (plugin.id.as_str(), plugin.name.as_str());
        self.log_event(&mut change, names, Action::Configure, &json!({"fields": fields})).await?;
        change.commit().await.map_err(self.explain())
    }

    fn plugin_of(&self, row: &AnyRow) -> Result<Plugin> {
        let text = |column| row.try_get::<String, _>(column).map_err(self.explain());
        let number = |column| row.try_get::<i64, _>(column).map_err(self.explain());
        let count = |column| -> Result<u64> { Ok(u64::try_from(number(column)?).unwrap_or(0)) };
        Ok(Plugin {
            id: text("id")?,
            name: text("name")?,
            enabled: number("enabled")? != 0,
            configuration: self.parse_json(&text("configuration")?, "configuration")?,
            release: Release {
                sha256: text("sha256")?,
                files: count("files")?,
                size: count("size")?,
                packages: self.parse_json(&text("packages")?, "list of packages")?,
                created_at: self.time(number("created_at")?)?,
            },
            manifest: self.parse_json(&text("manifest")?, "manifest")?,
            installed_at: self.time(number("installed_at")?)?,
            updated_at: self.time(number("updated_at")?)?,
        })
    }

    fn explain_name(&self, error: sqlx::Error, name: &str) -> Error {
        match error.as_database_error() {
            Some(cause) if cause.is_unique_violation() => Error::new(
                ErrorKind::Conflict,
                format!("a plugin `{name}` was installed at the same moment"),
            )
            .with_hint("look at it with `omniplug show`, then decide again"),
            _ => self.explain()(error),
        }
    }
}
