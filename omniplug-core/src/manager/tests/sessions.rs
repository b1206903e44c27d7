use super::fake::{Fixture, call};
use crate::ErrorKind;
use crate::manager::{ExecutionFilter, ExecutionRecord, ExecutionRequest, PluginManager};
use crate::policy::{Grant, Policy};
use crate::sandbox::pool::{Concurrency, PoolOptions};
use crate::sandbox::{Control, Start, Status};
use serde_json::{Value, json};
use std::sync::Arc;
use std::time::Duration;
use tokio::task::JoinHandle;

async fn run(fixture: &Fixture, request: ExecutionRequest) -> ExecutionRecord {
    fixture.manager.execute("scaler", request, &Control::default()).await.unwrap().record
}

async fn records(fixture: &Fixture) -> Vec<ExecutionRecord> {
    fixture.manager.executions(&ExecutionFilter::default()).await.unwrap()
}

/// Checks that how an execution began is kept as it was answered.
async fn check_kept(fixture: &Fixture, answered: &ExecutionRecord) {
    let kept = records(fixture).await.into_iter().find(|record| record.id == answered.id).unwrap();
    let beginning = |record: &ExecutionRecord| (record.seed, record.start, record.queue_time);
    assert_eq!(beginning(&kept), beginning(answered));
}

/// Begins an execution and waits until it runs.
async fn begin(fixture: &Fixture, control: &Control) -> JoinHandle<ExecutionRecord> {
    let (manager, control) = (Arc::clone(&fixture.manager), control.clone());
    let running = tokio::spawn(async move {
        manager.execute("scaler", call("wait"), &control).await.unwrap().record
    });
    fixture.sandbox.started.notified().await;
    running
}

fn one_at_once(waiting: usize) -> Policy {
    let concurrency = Concurrency { executions: 1, waiting, ..Concurrency::default() };
    Policy { concurrency, ..Policy::default() }
}

#[tokio::test]
async fn an_installed_plugin_stays_warm_and_a_folder_runs_cold() {
    let fixture = Fixture::new().await;
    let folder = fixture.plugin("scaler", "1.0.0", json!({}));
    fixture.install("scaler", "1.0.0", json!({})).await.unwrap();
    for timeout in [None, Some(2), Some(1)] {
        let timeout = timeout.map(Duration::from_secs);
        let record = run(&fixture, ExecutionRequest { timeout, ..call("") }).await;
        assert_eq!(record.start, Some(Start::Warm));
        check_kept(&fixture, &record).await;
    }
    let control = Control::default();
    let source = fixture.manager.execute_source(&folder, call(""), &control).await.unwrap();
    assert_eq!(source.record.start, Some(Start::Cold));
    assert_eq!(fixture.sandbox.starts(), [Start::Warm, Start::Cold]);
    let sessions = fixture.manager.sessions().await.unwrap();
    assert_eq!((sessions.len(), sessions[0].idle, sessions[0].executions), (1, 1, 3));
    fixture.sandbox.left(1).await;
}

#[tokio::test]
async fn without_warm_sessions_every_execution_is_cold() {
    let fixture = Fixture::with(Policy::default(), PoolOptions::cold()).await;
    fixture.install("scaler", "1.0.0", json!({})).await.unwrap();
    assert_eq!(run(&fixture, call("")).await.start, Some(Start::Cold));
    fixture.sandbox.left(0).await;
}

#[tokio::test]
async fn what_changes_a_plugin_ends_its_sessions() {
    let fixture = Fixture::new().await;
    let config = json!({"config": {"offset": {"type": "integer"}}});
    fixture.install("scaler", "1.0.0", config.clone()).await.unwrap();
    run(&fixture, call("")).await;
    let manager = &fixture.manager;
    let changes = json!({"offset": 3}).as_object().cloned().unwrap();
    manager.configure("scaler", changes).await.unwrap();
    fixture.sandbox.left(0).await;
    run(&fixture, call("")).await;
    manager.disable("scaler").await.unwrap();
    fixture.sandbox.left(0).await;
    manager.enable("scaler").await.unwrap();
    run(&fixture, call("")).await;
    fixture.replace("scaler", "2.0.0", config).await.unwrap();
    fixture.sandbox.left(0).await;
    run(&fixture, call("")).await;
    manager.uninstall("scaler").await.unwrap();
    fixture.sandbox.left(0).await;
    assert!(manager.sessions().await.unwrap().is_empty());
}

#[tokio::test]
async fn sessions_are_started_ahead_where_that_is_asked_for() {
    let pool = PoolOptions { least: 2, ..PoolOptions::default() };
    let fixture = Fixture::with(Policy::default(), pool.clone()).await;
    fixture.install("scaler", "1.0.0", json!({})).await.unwrap();
    fixture.sandbox.left(2).await;
    fixture.manager.disable("scaler").await.unwrap();
    fixture.sandbox.left(0).await;
    fixture.manager.enable("scaler").await.unwrap();
    fixture.sandbox.left(2).await;
    let second = fixture.reopen_with(pool).await;
    fixture.sandbox.left(4).await;
    drop(second);
    fixture.sandbox.left(2).await;
    assert_eq!(run(&fixture, call("")).await.start, Some(Start::Warm));
    assert!(fixture.sandbox.starts().iter().all(|start| *start == Start::Warm));
}

#[tokio::test]
async fn plugins_of_other_grants_or_users_share_as_they_may() {
    let policy = Policy { grants: vec![Grant::Network], ..Policy::default() };
    let fixture = Fixture::with_policy(policy).await;
    fixture.install("scaler", "1.0.0", json!({})).await.unwrap();
    fixture.install("other", "1.0.0", json!({"permissions": ["network"]})).await.unwrap();
    for plugin in ["scaler", "other"] {
        for user in ["u", "v"] {
            let request = ExecutionRequest { user_id: Some(user.into()), ..call("") };
            fixture.manager.execute(plugin, request, &Control::default()).await.unwrap();
        }
    }
    assert_eq!(fixture.sandbox.starts().len(), 2);
}

#[tokio::test]
async fn the_seed_reaches_the_plugin_and_its_record() {
    let fixture = Fixture::new().await;
    fixture.install("scaler", "1.0.0", json!({})).await.unwrap();
    for seed in [Some(7), None] {
        let request = ExecutionRequest { seed, ..call("seed") };
        let control = Control::default();
        let execution = fixture.manager.execute("scaler", request, &control).await.unwrap();
        let used = execution.record.seed.unwrap();
        let told = execution.reply.unwrap().data.to_json();
        assert_eq!(told, json!([used, seed.is_some()]));
        assert!(seed.is_none_or(|seed| seed == used));
        assert_eq!(records(&fixture).await[0].seed, Some(used));
    }
    let record = run(&fixture, ExecutionRequest { seed: Some(u64::MAX), ..call("") }).await;
    assert_eq!((record.status, record.seed), (Some(Status::Refused), None));
    assert_eq!(record.failure.unwrap().kind, "invalid_input");
}

#[tokio::test]
async fn a_call_without_room_fails_and_leaves_no_record() {
    let fixture = Fixture::with_policy(one_at_once(0)).await;
    fixture.install("scaler", "1.0.0", json!({})).await.unwrap();
    let control = Control::default();
    let running = begin(&fixture, &control).await;
    let error = fixture.manager.execute("scaler", call(""), &control).await.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Busy);
    assert!(error.retry_after().is_some());
    assert_eq!(records(&fixture).await.len(), 1);
    control.cancel.cancel();
    running.await.unwrap();
    assert_eq!(run(&fixture, call("")).await.status, Some(Status::Success));
}

#[tokio::test]
async fn waiting_is_told_apart_from_running_and_ends_with_a_cancellation() {
    let fixture = Fixture::with_policy(one_at_once(9)).await;
    fixture.install("scaler", "1.0.0", json!({})).await.unwrap();
    let (first, second) = (Control::default(), Control::default());
    let running = begin(&fixture, &first).await;
    let cancelled = fixture.manager.execute("scaler", call(""), &second);
    second.cancel.cancel();
    let cancelled = cancelled.await.unwrap().record;
    assert_eq!((cancelled.status, cancelled.queue_time), (Some(Status::Cancelled), None));
    let waiting = {
        let manager = Arc::clone(&fixture.manager);
        tokio::spawn(async move {
            manager.execute("scaler", call(""), &Control::default()).await.unwrap().record
        })
    };
    while fixture.manager.sessions().await.unwrap()[0].waiting == 0 {
        tokio::task::yield_now().await;
    }
    first.cancel.cancel();
    running.await.unwrap();
    let waited = waiting.await.unwrap();
    assert!(waited.queue_time.is_some_and(|time| time > Duration::ZERO));
    assert_eq!(waited.usage.unwrap().wall_time, Duration::from_millis(20));
    let json = serde_json::to_value(&waited).unwrap();
    assert!(json["queue_time"].as_f64().is_some_and(|seconds| seconds < 60.0), "{json}");
    assert_eq!(serde_json::from_value::<ExecutionRecord>(json).unwrap(), waited);
    check_kept(&fixture, &waited).await;
}

#[tokio::test]
async fn closing_waits_for_what_runs_and_lets_nothing_else_run() {
    let fixture = Fixture::new().await;
    fixture.install("scaler", "1.0.0", json!({})).await.unwrap();
    let control = Control::default();
    let running = begin(&fixture, &control).await;
    let closing = {
        let manager = Arc::clone(&fixture.manager);
        tokio::spawn(async move { manager.close().await })
    };
    tokio::task::yield_now().await;
    assert!(!closing.is_finished());
    control.cancel.cancel();
    running.await.unwrap();
    closing.await.unwrap();
    fixture.sandbox.left(0).await;
    let refused = run(&fixture, call("")).await;
    assert_eq!(refused.status, Some(Status::Error));
    assert_eq!(fixture.manager.show("scaler").await.unwrap().name, "scaler");
    assert_ne!(serde_json::to_value(&refused).unwrap()["failure"], Value::Null);
}
