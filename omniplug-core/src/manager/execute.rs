//! Executing: the record around a run.

use super::local::LocalManager;
use super::run::{Ended, Runnable};
use super::types::{Execution, ExecutionRequest};
use super::{ExecutionRecord, Plugin};
use crate::background::background;
use crate::manifest::Manifest;
use crate::payload::Payload;
use crate::sandbox::{Control, Failure, Status};
use crate::storage::{Database, Digest, Finish, now};
use crate::{Error, ErrorKind, Result};
use serde_json::{Value, json};
use std::path::Path;
use uuid::Uuid;

impl LocalManager {
    pub(super) async fn execute_plugin(
        &self,
        reference: &str,
        request: ExecutionRequest,
        control: &Control,
    ) -> Result<Execution> {
        let plugin = self.database.plugin(reference).await?;
        if !plugin.enabled {
            return Err(Error::new(
                ErrorKind::Disabled,
                format!("the plugin `{}` is disabled", plugin.name),
            )
            .with_hint(format!("`omniplug enable {}` makes it runnable", plugin.name)));
        }
        let mut record = self.record(&plugin.manifest, &plugin.release.sha256, &request).await?;
        record.plugin_id.clone_from(&plugin.id);
        if !self.database.start_execution(&record).await? {
            return Err(Error::new(
                ErrorKind::Conflict,
                format!("the plugin `{}` was replaced or uninstalled just now", plugin.name),
            )
            .with_hint("try again"));
        }
        let unfinished = Unfinished::new(&self.database, &record.id);
        let runnable = self.installed(plugin);
        let ended = self.run(&runnable, &record, request, control).await;
        let kept = self.database.finish_execution(&record.id, &ended.finish).await;
        unfinished.done();
        let warnings =
            kept.err().map(|error| format!("the execution's record was not kept: {error}"));
        Ok(ended.into_execution(record, warnings.into_iter().collect()))
    }

    pub(super) async fn execute_staged(
        &self,
        path: &Path,
        request: ExecutionRequest,
        control: &Control,
    ) -> Result<Execution> {
        let source = self.stage(path, control).await?;
        self.check_needed_enabled(&source.manifest).await?;
        let record = self.record(&source.manifest, &source.unpacked.sha256, &request).await?;
        let runnable = Runnable {
            plugin_id: String::new(),
            folder: source.staging.folder().to_owned(),
            manifest: source.manifest,
            configuration: serde_json::Map::new(),
        };
        let ended = self.run(&runnable, &record, request, control).await;
        Ok(ended.into_execution(record, source.warnings))
    }

    fn installed(&self, plugin: Plugin) -> Runnable {
        Runnable {
            folder: self.home.release(&plugin.release.sha256),
            plugin_id: plugin.id,
            manifest: plugin.manifest,
            configuration: plugin.configuration,
        }
    }

    async fn record(
        &self,
        manifest: &Manifest,
        release: &str,
        request: &ExecutionRequest,
    ) -> Result<ExecutionRecord> {
        let point = request.extension_point.or_else(|| manifest.extension_points.first().copied());
        Ok(ExecutionRecord {
            id: Uuid::now_v7().to_string(),
            plugin_id: String::new(),
            plugin_name: manifest.name.clone(),
            plugin_version: manifest.version.to_string(),
            release: release.to_owned(),
            extension_point: point.map(|point| point.to_string()).unwrap_or_default(),
            user_id: request.user_id.clone(),
            workspace_id: request.workspace_id.clone(),
            status: None,
            started_at: now(),
            finished_at: None,
            usage: None,
            isolation: None,
            input: digest(&request.input).await?,
            kept_input: self.policy.keep_inputs.then(|| kept_input(request)),
            output: None,
            failure: None,
        })
    }
}

/// Hashes a payload beside the runtime's threads: it may be large.
pub(super) async fn digest(payload: &Payload) -> Result<Digest> {
    let payload = payload.clone();
    background(ErrorKind::Storage, move || {
        Ok(Digest { sha256: payload.digest(), size: payload.size_bytes() })
    })
    .await
}

fn kept_input(request: &ExecutionRequest) -> Value {
    json!({
        "parameters": request.parameters,
        "metadata": request.metadata,
        "data": request.input.to_json(),
    })
}

impl Ended {
    fn into_execution(self, mut record: ExecutionRecord, mut warnings: Vec<String>) -> Execution {
        self.finish.complete(&mut record);
        warnings.extend(self.warnings);
        Execution { record, reply: self.reply, logs: self.logs, warnings }
    }
}

/// Gives a record its end when the caller drops the execution's future.
struct Unfinished(Option<(Database, String)>);

impl Unfinished {
    fn new(database: &Database, id: &str) -> Self {
        Self(Some((database.clone(), id.to_owned())))
    }

    fn done(mut self) {
        self.0 = None;
    }
}

impl Drop for Unfinished {
    fn drop(&mut self) {
        let (Some((database, id)), Ok(runtime)) =
            (self.0.take(), tokio::runtime::Handle::try_current())
        else {
            return;
        };
        runtime.spawn(async move {
            let finish = Finish::failed(
                Status::Cancelled,
                Failure::new("cancelled", "the caller stopped waiting for it"),
            );
            if let Err(error) = database.finish_execution(&id, &finish).await {
                tracing::warn!(%error, "could not record a dropped execution");
            }
        });
    }
}
