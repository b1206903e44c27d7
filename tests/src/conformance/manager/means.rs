//! What the cases share.

use crate::conformance::listener::Listener;
use omniplug_core::manager::{
    Execution, ExecutionFilter, ExecutionRecord, ExecutionRequest, InstallOptions, Installed,
    Plugin,
};
use omniplug_core::payload::Payload;
use omniplug_core::sandbox::{Control, Status};
use omniplug_core::{ErrorKind, Omniplug, Result, package};
use serde_json::{Map, Value, json};
use std::fmt::Debug;
use std::future::Future;
use std::path::PathBuf;
use std::time::Duration;
use tempfile::TempDir;

/// Answers a number.
pub(super) const ANSWER: &str = "def execute(given): return 42";

/// Answers all that it was given.
pub(super) const TELL: &str = "\
def execute(given):
    return {'data': given.data, 'parameters': given.parameters, 'metadata': given.metadata,
            'context': given.context}
";

/// Says that it began, and goes on until it is ended.
pub(super) const SPEAK_AND_WAIT: &str = "\
import threading
def execute(given):
    print('started', flush=True)
    threading.Event().wait()
";

/// What an author has on disk: a folder with a manifest and one file of Python.
pub(super) struct Author {
    folder: TempDir,
    manifest: Value,
}

impl Author {
    /// Version 1.0.0 of a plugin that takes any input.
    pub(super) fn new(name: &str, code: &str) -> Self {
        let folder = tempfile::tempdir().expect("a temporary folder");
        let manifest = json!({
            "name": name, "version": "1.0.0", "author": "A. Author", "description": "Is for a test",
            "language": "python", "entry_point": "main.py", "extension_points": ["data_import"],
        });
        let author = Self { folder, manifest };
        std::fs::create_dir(author.path()).expect("a folder");
        author.write("main.py", code);
        author.with(json!({}))
    }

    /// Puts fields into the manifest.
    pub(super) fn with(mut self, fields: Value) -> Self {
        for (name, value) in object(fields) {
            self.manifest.as_object_mut().expect("an object").insert(name, value);
        }
        self.write("manifest.json", &self.manifest.to_string());
        self
    }

    pub(super) fn write(&self, file: &str, content: &str) {
        std::fs::write(self.path().join(file), content).expect("the file can be written");
    }

    pub(super) fn path(&self) -> PathBuf {
        self.folder.path().join("plugin")
    }

    /// Packs the folder.
    pub(super) fn archive(&self) -> PathBuf {
        let archive = self.folder.path().join("plugin.tar.gz");
        package::pack(&self.path(), &archive).expect("the folder can be packed");
        archive
    }

    pub(super) async fn try_install(
        &self,
        omniplug: &Omniplug,
        options: InstallOptions,
    ) -> Result<Installed> {
        omniplug.install(self.path(), options, &Control::default()).await
    }

    pub(super) async fn install(&self, omniplug: &Omniplug) -> Plugin {
        let options = InstallOptions::default();
        self.try_install(omniplug, options).await.expect("the plugin can be installed").plugin
    }
}

/// A plugin that needs another one.
pub(super) fn needing(name: &str, needed: &str, versions: &str) -> Author {
    let needs = json!({"name": needed, "type": "plugin", "version": versions});
    Author::new(name, ANSWER).with(json!({"dependencies": [needs]}))
}

pub(super) const REPLACE: InstallOptions = InstallOptions { replace: true, disabled: false };

pub(super) fn object(value: Value) -> Map<String, Value> {
    serde_json::from_value(value).expect("an object")
}

/// A call with an input.
pub(super) fn call(input: Value) -> ExecutionRequest {
    let input = Payload::from_json(input).expect("input without tables");
    ExecutionRequest { input, ..ExecutionRequest::default() }
}

/// Runs a plugin without input.
pub(super) async fn run(omniplug: &Omniplug, plugin: &str) -> Execution {
    execute(omniplug, plugin, call(json!(null))).await
}

pub(super) async fn execute(
    omniplug: &Omniplug,
    plugin: &str,
    request: ExecutionRequest,
) -> Execution {
    let execution = omniplug.execute(plugin, request, &Control::default()).await;
    execution.expect("the manager answers")
}

/// The data of an execution that must have succeeded.
pub(super) fn data(execution: &Execution) -> Value {
    assert_eq!(execution.record.status, Some(Status::Success), "{execution:#?}");
    execution.reply.as_ref().expect("a success has a reply").data.to_json()
}

/// Checks that an execution ended so, with a failure and without a reply.
#[track_caller]
pub(super) fn ended(execution: &Execution, status: Status) {
    assert_eq!(execution.record.status, Some(status), "{execution:#?}");
    assert!(execution.reply.is_none(), "{execution:#?}");
    assert!(execution.record.failure.is_some(), "{execution:#?}");
    assert!(execution.record.finished_at.is_some(), "{execution:#?}");
}

/// Checks that a call failed with that kind.
#[track_caller]
pub(super) fn fails<T: Debug>(result: Result<T>, kind: ErrorKind) {
    let error = result.expect_err("it has to fail");
    assert_eq!(error.kind(), kind, "{error}");
}

/// All records, the newest first.
pub(super) async fn records(omniplug: &Omniplug) -> Vec<ExecutionRecord> {
    let filter = ExecutionFilter { limit: 1000, ..ExecutionFilter::default() };
    omniplug.executions(&filter).await.expect("the manager answers")
}

/// The names of all plugins.
pub(super) async fn names(omniplug: &Omniplug) -> Vec<String> {
    let plugins = omniplug.list(&Default::default()).await.expect("the manager answers");
    plugins.into_iter().map(|plugin| plugin.name).collect()
}

/// Waits until the only execution there ever was has ended, which nothing else tells once nobody waits for it.
pub(super) async fn end_of_the_only_execution(omniplug: &Omniplug) -> Option<Status> {
    let ended = async {
        loop {
            if let [record] = records(omniplug).await.as_slice()
                && record.status.is_some()
            {
                return record.status;
            }
            tokio::time::sleep(Duration::from_millis(5)).await;
        }
    };
    tokio::time::timeout(Duration::from_secs(30), ended).await.expect("the execution ends")
}

/// Waits for a listener's line while an execution goes on.
pub(super) async fn heard(
    listener: &Listener,
    running: &mut (impl Future<Output = Result<Execution>> + Unpin),
) {
    tokio::select! {
        biased;
        execution = running => {
            let record = execution.expect("the manager answers").record;
            assert_eq!(record.status, None, "it ended before it said its line: {record:#?}");
        }
        () = listener.heard() => {}
    }
}
