//! The default manager keeps what the trait promises, over SQLite and the native sandbox.

#![allow(clippy::unwrap_used, reason = "a test's helper ends where its means fail")]

use omniplug_core::manager::{Action, ExecutionRequest, InstallOptions};
use omniplug_core::payload::Payload;
use omniplug_core::sandbox::{Control, Sandbox};
use omniplug_core::{Omniplug, blocking};
use omniplug_tests::command::Omniplug as Command;
use omniplug_tests::conformance::manager;
use omniplug_tests::fixture::native;
use omniplug_tests::plugins::scaler;
use serde_json::json;
use std::path::Path;
use std::sync::Arc;
use std::sync::atomic::{AtomicU32, Ordering};

async fn open(home: &Path, sandbox: &Arc<dyn Sandbox>) -> Omniplug {
    let version = manager::PLATFORM_VERSION.parse().unwrap();
    let builder = Omniplug::builder().home(home).platform_version(version);
    builder.sandbox(Arc::clone(sandbox)).open().await.unwrap()
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn the_default_manager_keeps_its_promises() {
    let homes = tempfile::tempdir().unwrap();
    let sandbox: Arc<dyn Sandbox> = Arc::new(native(true));
    let count = AtomicU32::new(0);
    manager::all(async || {
        let number = count.fetch_add(1, Ordering::Relaxed).to_string();
        open(&homes.path().join(number), &sandbox).await
    })
    .await;
}

/// The blocking face, and callers of other runtimes after each other.
#[test]
fn a_host_without_a_runtime_works_through_many_inputs() {
    let files = Command::new();
    let sandbox: Arc<dyn Sandbox> = Arc::new(native(true));
    let builder = Omniplug::builder().home(files.home()).sandbox(sandbox);
    let omniplug = blocking::Omniplug::open(builder).unwrap();
    let (folder, control) = (scaler(&files, "scaler"), Control::default());
    omniplug.install(folder, InstallOptions::default(), &control).unwrap();
    let requests = (0..20).map(|number| {
        let input = Payload::from_json(json!([number]))?;
        Ok(ExecutionRequest { input, ..ExecutionRequest::default() })
    });
    let answers = omniplug.execute_many("scaler", requests, &control).window(4);
    let answers: Vec<_> =
        answers.map(|execution| execution.unwrap().reply.unwrap().data.to_json()).collect();
    assert_eq!(answers, (0..20).map(|number| json!([2 * number])).collect::<Vec<_>>());
    let executions: u64 = omniplug.sessions().unwrap().iter().map(|it| it.executions).sum();
    assert_eq!(executions, 20);
    omniplug.close();
}

/// What the suite can't see, since it opens nothing twice.
#[tokio::test]
async fn a_home_that_is_opened_again_has_what_was_kept() {
    let files = Command::new();
    let sandbox: Arc<dyn Sandbox> = Arc::new(native(true));
    let first = open(&files.home(), &sandbox).await;
    let (folder, control) = (scaler(&files, "scaler"), Control::default());
    first.install(folder, InstallOptions::default(), &control).await.unwrap();
    let changes = json!({"offset": 3}).as_object().cloned().unwrap();
    first.configure("scaler", changes.clone()).await.unwrap();
    let disabled = first.disable("scaler").await.unwrap();
    drop(first);
    let again = open(&files.home(), &sandbox).await;
    let plugin = again.show("scaler").await.unwrap();
    assert_eq!((&plugin.id, plugin.enabled), (&disabled.id, false));
    assert_eq!((plugin.release, plugin.configuration), (disabled.release, changes));
    let actions: Vec<_> = again.events(None, 9).await.unwrap().iter().map(|it| it.action).collect();
    assert_eq!(actions, [Action::Disable, Action::Configure, Action::Install]);
}
