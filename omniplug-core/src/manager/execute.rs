//! Executing: the record around a run.

use super::local::LocalManager;
use super::run::{Beginning, Ended, Runnable};
use super::types::{Execution, ExecutionRequest};
use super::{ExecutionRecord, Plugin};
use crate::background::background;
use crate::manifest::Manifest;
use crate::payload::Payload;
use crate::sandbox::{Control, Failure, Seed, Start, Status};
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
        let seed = seed(&request);
        let mut record =
            self.record(&plugin.manifest, &plugin.release.sha256, &request, &seed).await?;
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
        let call = Beginning { record: &record, request, seed };
        let ended = match self.run(&runnable, call, control).await {
            Ok(ended) => ended,
            Err(error) => {
                self.database.forget_execution(&record.id).await?;
                unfinished.done();
                return Err(error);
            }
        };
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
        let seed = seed(&request);
        let record =
            self.record(&source.manifest, &source.unpacked.sha256, &request, &seed).await?;
        let runnable = Runnable {
            // It runs once, and a session for it would be of no further use.
            start: Start::Cold,
            plugin_id: String::new(),
            release: source.unpacked.sha256.clone(),
            folder: source.staging.folder().to_owned(),
            manifest: source.manifest,
            configuration: serde_json::Map::new(),
        };
        let call = Beginning { record: &record, request, seed };
        let ended = self.run(&runnable, call, control).await?;
        Ok(ended.into_execution(record, source.warnings))
    }

    pub(super) fn installed(&self, plugin: Plugin) -> Runnable {
        Runnable {
            start: Start::Warm,
            folder: self.home.release(&plugin.release.sha256),
            release: plugin.release.sha256,
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
        seed: &Result<Seed>,
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
            seed: seed.as_ref().ok().map(|seed| seed.value()),
            start: None,
            attempts: 0,
            queue_time: None,
            usage: None,
            isolation: None,
            input: digest(&request.input).await?,
            kept_input: self.policy.keep_inputs.then(|| kept_input(request)),
            output: None,
            failure: None,
        })
    }
}

/// The seed of a call; one that can't be is told when the call is checked.
fn seed(request: &ExecutionRequest) -> Result<Seed> {
    request.seed.map_or_else(Seed::fresh, Seed::given)
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
