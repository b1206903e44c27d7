use super::fake::{Fixture, call};
use crate::ErrorKind;
use crate::manager::{ExecutionFilter, ExecutionRecord, ExecutionRequest, PluginManager};
use crate::policy::Policy;
use crate::sandbox::{Control, Status};
use serde_json::json;
use sqlx::{AnyConnection, Connection};
use std::sync::Arc;
use std::time::Duration;

async fn newest(fixture: &Fixture) -> ExecutionRecord {
    let filter = ExecutionFilter { limit: 1, ..ExecutionFilter::default() };
    fixture.manager.executions(&filter).await.unwrap().remove(0)
}

#[tokio::test]
async fn what_is_recorded_is_what_is_answered() {
    let fixture = Fixture::new().await;
    let plugin = fixture.install("scaler", "1.0.0", json!({})).await.unwrap().plugin;
    let request =
        ExecutionRequest { user_id: Some("u".into()), workspace_id: Some("w".into()), ..call("") };
    let execution =
        fixture.manager.execute("scaler", request.clone(), &Control::default()).await.unwrap();
    let record = newest(&fixture).await;
    assert_eq!(record.status, Some(Status::Success));
    assert_eq!(record.usage, execution.record.usage);
    assert_eq!(record.isolation, execution.record.isolation);
    assert_eq!(record.output, execution.record.output);
    assert_eq!(record.input.sha256, request.input.digest());
    assert_eq!((record.release, record.kept_input), (plugin.release.sha256, None));
    let context = execution.reply.unwrap().data.to_json();
    assert_eq!(context["plugin_id"], plugin.id);
    assert_eq!(context["execution_id"], record.id);
    assert_eq!((&context["user_id"], &context["workspace_id"]), (&json!("u"), &json!("w")));
}

#[tokio::test]
async fn every_end_is_recorded_with_its_status() {
    let fixture = Fixture::new().await;
    fixture.install("scaler", "1.0.0", json!({})).await.unwrap();
    let wrong_point = ExecutionRequest { extension_point: "data_import".parse().ok(), ..call("") };
    let too_long = ExecutionRequest { timeout: Some(Duration::from_secs(1 << 20)), ..call("") };
    for (request, status, failure) in [
        (call("fail"), Status::Failure, "ValueError"),
        (call("nothing"), Status::Failure, "invalid_result"),
        (call("break"), Status::Error, "sandbox"),
        (wrong_point, Status::Refused, "invalid_input"),
        (too_long, Status::Refused, "refused"),
    ] {
        let execution =
            fixture.manager.execute("scaler", request, &Control::default()).await.unwrap();
        assert_eq!(execution.record.status, Some(status));
        assert!(execution.reply.is_none());
        let record = newest(&fixture).await;
        assert_eq!(record.status, Some(status));
        assert_eq!(record.failure.unwrap().kind, failure);
    }
}

#[tokio::test]
async fn a_result_that_breaks_the_contract_is_the_plugins_failure_and_says_how() {
    let fixture = Fixture::new().await;
    fixture.install("scaler", "1.0.0", json!({})).await.unwrap();
    fixture.manager.execute("scaler", call("nothing"), &Control::default()).await.unwrap();
    let failure = newest(&fixture).await.failure.unwrap();
    assert_eq!(failure.message, "the result at `analysis` is wrong: `data` is missing or `null`");
    assert_eq!(failure.hint.as_deref(), Some("a plugin at `analysis` has to return it"));
}

#[tokio::test]
async fn a_plugin_gets_the_defaults_of_its_parameters() {
    let fixture = Fixture::new().await;
    let schema = json!({"properties": {"bins": {"type": "integer", "default": 10}}});
    let more = json!({"parameters": {"analysis": schema}});
    fixture.install("scaler", "1.0.0", more).await.unwrap();
    let control = Control::default();
    let execution = fixture.manager.execute("scaler", call("parameters"), &control).await.unwrap();
    let given = execution.reply.unwrap().data.to_json();
    assert_eq!(given, json!({"do": "parameters", "bins": 10}));
}

#[tokio::test]
async fn a_disabled_plugin_does_not_run() {
    let fixture = Fixture::new().await;
    fixture.install("scaler", "1.0.0", json!({})).await.unwrap();
    fixture.manager.disable("scaler").await.unwrap();
    let error = fixture.manager.execute("scaler", call(""), &Control::default()).await.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Disabled);
}

#[tokio::test]
async fn a_running_plugin_can_be_cancelled_and_not_uninstalled() {
    let fixture = Fixture::new().await;
    fixture.install("scaler", "1.0.0", json!({})).await.unwrap();
    let control = Control::default();
    let running = {
        let (manager, control) = (Arc::clone(&fixture.manager), control.clone());
        tokio::spawn(async move { manager.execute("scaler", call("wait"), &control).await })
    };
    fixture.sandbox.started.notified().await;
    assert_eq!(newest(&fixture).await.status, None);
    assert_eq!(fixture.manager.statistics(None).await.unwrap().running, 1);
    let error = fixture.manager.uninstall("scaler").await.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Conflict);
    control.cancel.cancel();
    let execution = running.await.unwrap().unwrap();
    assert_eq!(execution.record.status, Some(Status::Cancelled));
    fixture.manager.uninstall("scaler").await.unwrap();
}

#[tokio::test]
async fn a_replaced_release_stays_while_it_runs() {
    let fixture = Fixture::new().await;
    let old = fixture.install("scaler", "1.0.0", json!({})).await.unwrap().plugin;
    let control = Control::default();
    let running = {
        let (manager, control) = (Arc::clone(&fixture.manager), control.clone());
        tokio::spawn(async move { manager.execute("scaler", call("wait"), &control).await })
    };
    fixture.sandbox.started.notified().await;
    fixture.replace("scaler", "2.0.0", json!({})).await.unwrap();
    assert!(fixture.manager.home().release(&old.release.sha256).is_dir());
    control.cancel.cancel();
    running.await.unwrap().unwrap();
    fixture.reopen().await;
    assert!(!fixture.manager.home().release(&old.release.sha256).exists());
}

#[tokio::test]
async fn a_dropped_execution_is_recorded_as_cancelled() {
    let fixture = Fixture::new().await;
    fixture.install("scaler", "1.0.0", json!({})).await.unwrap();
    let manager = Arc::clone(&fixture.manager);
    let running =
        tokio::spawn(
            async move { manager.execute("scaler", call("wait"), &Control::default()).await },
        );
    fixture.sandbox.started.notified().await;
    running.abort();
    let ended = async {
        loop {
            match newest(&fixture).await.status {
                Some(status) => break status,
                None => tokio::task::yield_now().await,
            }
        }
    };
    let status = tokio::time::timeout(Duration::from_secs(30), ended).await.unwrap();
    assert_eq!(status, Status::Cancelled);
}

#[tokio::test]
async fn executions_of_a_dead_host_become_errors() {
    let fixture = Fixture::new().await;
    fixture.install("scaler", "1.0.0", json!({})).await.unwrap();
    fixture.manager.execute("scaler", call(""), &Control::default()).await.unwrap();
    let url = format!("sqlite://{}", fixture.manager.home().database().display());
    let mut connection = AnyConnection::connect(&url).await.unwrap();
    sqlx::query("UPDATE plugin_executions SET status = 'running', host = 'boot/1/0'")
        .execute(&mut connection)
        .await
        .unwrap();
    fixture.reopen().await;
    let record = newest(&fixture).await;
    assert_eq!(record.status, Some(Status::Error));
    assert_eq!(record.failure.unwrap().kind, "host_ended");
}

#[tokio::test]
async fn a_folder_runs_without_being_installed() {
    let fixture = Fixture::new().await;
    let folder = fixture.plugin("scaler", "1.0.0", json!({}));
    let control = Control::default();
    let execution = fixture.manager.execute_source(&folder, call(""), &control).await.unwrap();
    assert_eq!(execution.record.status, Some(Status::Success));
    assert!(fixture.names("staging").is_empty());
    assert!(fixture.names("releases").is_empty());
    assert!(fixture.manager.executions(&ExecutionFilter::default()).await.unwrap().is_empty());
}

#[tokio::test]
async fn inputs_are_kept_as_the_policy_says() {
    let policy = Policy { keep_inputs: true, ..Policy::default() };
    let fixture = Fixture::with_policy(policy).await;
    fixture.install("scaler", "1.0.0", json!({})).await.unwrap();
    fixture.manager.execute("scaler", call("fail"), &Control::default()).await.unwrap();
    let kept = newest(&fixture).await.kept_input.unwrap();
    assert_eq!(kept["parameters"]["do"], "fail");
    assert_eq!(kept["data"]["x"], json!([1, 2, 3]));
}

#[tokio::test]
async fn statistics_count_what_happened() {
    let fixture = Fixture::new().await;
    fixture.install("scaler", "1.0.0", json!({})).await.unwrap();
    let refused = ExecutionRequest { timeout: Some(Duration::ZERO), ..call("") };
    fixture.manager.execute("scaler", refused, &Control::default()).await.unwrap();
    for what in ["", "", "", "fail"] {
        fixture.manager.execute("scaler", call(what), &Control::default()).await.unwrap();
    }
    let statistics = fixture.manager.statistics(Some("scaler")).await.unwrap();
    assert_eq!(statistics.executions, 5);
    assert_eq!(statistics.by_status["success"], 3);
    assert_eq!(statistics.success_rate, Some(0.75));
    assert_eq!(statistics.wall_time_p50, Some(0.02));
    assert_eq!(statistics.peak_memory_max, Some(1 << 20));
    assert_eq!(statistics.last_used, Some(newest(&fixture).await.started_at));
}
