//! What was done to plugins: the audit trail.

use super::database::{Database, now};
use crate::Result;
use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use serde_json::Value;
use sqlx::{Any, Row, Transaction};
use uuid::Uuid;

/// What was done to a plugin.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[non_exhaustive]
pub enum Action {
    /// It was installed.
    Install,
    /// Another release took its place.
    Replace,
    /// It was removed.
    Uninstall,
    /// It was made runnable.
    Enable,
    /// It was made not runnable.
    Disable,
    /// Its configuration was changed.
    Configure,
}

impl Action {
    /// The stable name in `snake_case`.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Install => "install",
            Self::Replace => "replace",
            Self::Uninstall => "uninstall",
            Self::Enable => "enable",
            Self::Disable => "disable",
            Self::Configure => "configure",
        }
    }
}

/// One entry of the audit trail.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct LifecycleEvent {
    /// When it happened.
    pub at: Timestamp,
    /// The plugin's id.
    pub plugin_id: String,
    /// The plugin's name then.
    pub plugin_name: String,
    /// What was done.
    pub action: Action,
    /// What else is known: the release's version and SHA-256, the scan's gate, verdict and counts, the names of the
    /// fields that were configured.
    pub detail: Value,
}

impl Database {
    /// Adds an entry as part of a change.
    pub(super) async fn log_event(
        &self,
        change: &mut Transaction<'static, Any>,
        plugin: (&str, &str),
        action: Action,
        detail: &Value,
    ) -> Result<()> {
        sqlx::query(
            "INSERT INTO plugin_events (id, at, plugin_id, plugin_name, action, detail) \
             VALUES ($1, $2, $3, $4, $5, $6)",
        )
        .bind(Uuid::now_v7().to_string())
        .bind(now().as_millisecond())
        .bind(plugin.0.to_owned())
        .bind(plugin.1.to_owned())
        .bind(action.as_str())
        .bind(detail.to_string())
        .execute(&mut **change)
        .await
        .map_err(self.explain())?;
        Ok(())
    }

    /// The audit trail of a plugin by id or name, or of all, newest first.
    pub(crate) async fn events(
        &self,
        plugin: Option<&str>,
        limit: u32,
    ) -> Result<Vec<LifecycleEvent>> {
        let rows = sqlx::query(
            "SELECT at, plugin_id, plugin_name, action, detail FROM plugin_events \
             WHERE CAST($1 AS TEXT) IS NULL OR plugin_id = $1 OR plugin_name = $1 \
             ORDER BY at DESC, id DESC LIMIT $2",
        )
        .bind(plugin.map(str::to_owned))
        .bind(i64::from(limit))
        .fetch_all(self.records())
        .await
        .map_err(self.explain())?;
        rows.iter()
            .map(|row| {
                let get = |column| row.try_get::<String, _>(column).map_err(self.explain());
                Ok(LifecycleEvent {
                    at: self.time(row.try_get("at").map_err(self.explain())?)?,
                    plugin_id: get("plugin_id")?,
                    plugin_name: get("plugin_name")?,
                    action: self.parse_json(&format!("\"{}\"", get("action")?), "action")?,
                    detail: self.parse_json(&get("detail")?, "event")?,
                })
            })
            .collect()
    }

    /// A stored time.
    pub(super) fn time(&self, milliseconds: i64) -> Result<Timestamp> {
        Timestamp::from_millisecond(milliseconds)
            .map_err(|error| self.unreadable("time").with_source(error))
    }
}
