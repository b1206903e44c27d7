//! Finding, removing, enabling and disabling.

use super::means::{
    ANSWER, Author, SPEAK_AND_WAIT, data, fails, heard, names, needing, object, records, run,
};
use crate::conformance::listener::Listener;
use omniplug_core::manager::{Action, ExecutionFilter, ExecutionRequest};
use omniplug_core::sandbox::{Control, Status};
use omniplug_core::{ErrorKind, Omniplug};
use serde_json::json;
use std::pin::pin;

/// Every method takes the id as well as the name.
pub async fn ids_and_names_will_do(omniplug: &Omniplug) {
    let config = json!({"config": {"count": {"type": "integer"}}});
    let plugin = Author::new("answer", ANSWER).with(config).install(omniplug).await;
    for reference in ["answer", &plugin.id] {
        let installed = [
            omniplug.show(reference).await,
            omniplug.disable(reference).await,
            omniplug.enable(reference).await,
            omniplug.configure(reference, object(json!({"count": 1}))).await,
        ];
        for plugin in installed {
            assert_eq!(plugin.expect("it is found").name, "answer");
        }
        assert_eq!(data(&run(omniplug, reference).await), json!(42));
        let filter = ExecutionFilter { plugin: Some(reference.into()), ..Default::default() };
        assert!(!omniplug.executions(&filter).await.expect("it is found").is_empty());
        let statistics = omniplug.statistics(Some(reference)).await.expect("it is found");
        assert!(statistics.executions > 0);
        assert!(!omniplug.events(Some(reference), 1).await.expect("it is found").is_empty());
    }
    assert_eq!(omniplug.uninstall(&plugin.id).await.expect("it is found").id, plugin.id);
}

/// Every method says so when there never was such a plugin.
pub async fn what_is_not_installed_is_not_found(omniplug: &Omniplug) {
    Author::new("answer", ANSWER).install(omniplug).await;
    for reference in ["nobody", "", "answe", "%", "0190a0a0-0000-7000-8000-000000000000"] {
        let kind = ErrorKind::NotFound;
        fails(omniplug.show(reference).await, kind);
        fails(omniplug.enable(reference).await, kind);
        fails(omniplug.disable(reference).await, kind);
        fails(omniplug.configure(reference, object(json!({}))).await, kind);
        fails(omniplug.uninstall(reference).await, kind);
        let control = Control::default();
        let request = ExecutionRequest::default();
        fails(omniplug.execute(reference, request, &control).await, kind);
        let filter = ExecutionFilter { plugin: Some(reference.into()), ..Default::default() };
        fails(omniplug.executions(&filter).await, kind);
        fails(omniplug.statistics(Some(reference)).await, kind);
        fails(omniplug.events(Some(reference), 10).await, kind);
    }
    assert!(records(omniplug).await.is_empty());
}

/// What ran and what was done is known by name and id when the plugin is gone.
pub async fn the_history_outlives_the_plugin(omniplug: &Omniplug) {
    let plugin = Author::new("answer", ANSWER).install(omniplug).await;
    run(omniplug, "answer").await;
    let gone = omniplug.uninstall("answer").await.expect("it can be uninstalled");
    assert_eq!((&gone.id, &gone.release), (&plugin.id, &plugin.release));
    assert!(names(omniplug).await.is_empty());
    fails(omniplug.show("answer").await, ErrorKind::NotFound);
    let control = Control::default();
    let executed = omniplug.execute("answer", ExecutionRequest::default(), &control).await;
    fails(executed, ErrorKind::NotFound);
    for reference in ["answer", &plugin.id] {
        let filter = ExecutionFilter { plugin: Some(reference.into()), ..Default::default() };
        let records = omniplug.executions(&filter).await.expect("its records stay");
        assert_eq!(records.len(), 1);
        assert!(records.iter().all(|it| it.plugin_id == plugin.id && it.plugin_name == "answer"));
        let statistics = omniplug.statistics(Some(reference)).await.expect("its records stay");
        assert_eq!(statistics.executions, 1);
        let events = omniplug.events(Some(reference), 10).await.expect("they stay");
        let actions: Vec<_> = events.iter().map(|event| event.action).collect();
        assert_eq!(actions, [Action::Uninstall, Action::Install]);
    }
}

/// A name that is free again is another plugin's.
pub async fn a_plugin_that_comes_back_is_another(omniplug: &Omniplug) {
    let config = json!({"config": {"count": {"type": "integer"}}});
    let author = Author::new("answer", ANSWER).with(config);
    let first = author.install(omniplug).await;
    omniplug.configure("answer", object(json!({"count": 1}))).await.expect("it can be configured");
    omniplug.uninstall("answer").await.expect("it can be uninstalled");
    let second = author.install(omniplug).await;
    assert_ne!(first.id, second.id);
    assert!(second.configuration.is_empty());
    fails(omniplug.show(&first.id).await, ErrorKind::NotFound);
    assert_eq!(data(&run(omniplug, "answer").await), json!(42));
}

/// A plugin that runs stays.
pub async fn a_running_plugin_can_not_be_uninstalled(omniplug: &Omniplug) {
    Author::new("waiter", SPEAK_AND_WAIT).install(omniplug).await;
    let listener = Listener::waiting_for("started");
    let control = listener.control(false);
    let request = ExecutionRequest::default();
    let mut running = pin!(omniplug.execute("waiter", request, &control));
    heard(&listener, &mut running).await;
    fails(omniplug.uninstall("waiter").await, ErrorKind::Conflict);
    assert_eq!(names(omniplug).await, ["waiter"]);
    control.cancel.cancel();
    let execution = running.await.expect("the manager answers");
    assert_eq!(execution.record.status, Some(Status::Cancelled), "{execution:#?}");
    omniplug.uninstall("waiter").await.expect("it does not run any more");
}

/// A plugin that another one needs stays, also where that is disabled.
pub async fn a_needed_plugin_can_not_be_uninstalled(omniplug: &Omniplug) {
    Author::new("base", ANSWER).install(omniplug).await;
    needing("top", "base", "^1").install(omniplug).await;
    fails(omniplug.uninstall("base").await, ErrorKind::Conflict);
    omniplug.disable("top").await.expect("nobody needs it");
    fails(omniplug.uninstall("base").await, ErrorKind::Conflict);
    assert_eq!(names(omniplug).await, ["base", "top"]);
    omniplug.uninstall("top").await.expect("nobody needs it");
    omniplug.uninstall("base").await.expect("nobody needs it any more");
}

/// What is enabled runs, what is disabled does not; to ask twice is no error.
pub async fn only_an_enabled_plugin_runs(omniplug: &Omniplug) {
    Author::new("answer", ANSWER).install(omniplug).await;
    for _ in 0..2 {
        assert!(!omniplug.disable("answer").await.expect("it can be disabled").enabled);
        assert!(!omniplug.show("answer").await.expect("it is there").enabled);
        let control = Control::default();
        let executed = omniplug.execute("answer", ExecutionRequest::default(), &control).await;
        fails(executed, ErrorKind::Disabled);
    }
    assert!(records(omniplug).await.is_empty(), "it was not an execution");
    for _ in 0..2 {
        assert!(omniplug.enable("answer").await.expect("it can be enabled").enabled);
        assert!(omniplug.show("answer").await.expect("it is there").enabled);
        assert_eq!(data(&run(omniplug, "answer").await), json!(42));
    }
}

/// A plugin can't be enabled before those that it needs, nor those disabled before it.
pub async fn plugins_are_enabled_after_those_that_they_need(omniplug: &Omniplug) {
    Author::new("base", ANSWER).install(omniplug).await;
    needing("top", "base", "^1").install(omniplug).await;
    fails(omniplug.disable("base").await, ErrorKind::Conflict);
    assert!(omniplug.show("base").await.expect("it is there").enabled);
    omniplug.disable("top").await.expect("nobody needs it");
    omniplug.disable("base").await.expect("nobody that is enabled needs it");
    fails(omniplug.enable("top").await, ErrorKind::Dependency);
    assert!(!omniplug.show("top").await.expect("it is there").enabled);
    omniplug.enable("base").await.expect("it needs nothing");
    omniplug.enable("top").await.expect("what it needs is enabled");
}

/// Disabling ends no execution.
pub async fn disabling_lets_executions_go_on(omniplug: &Omniplug) {
    Author::new("waiter", SPEAK_AND_WAIT).install(omniplug).await;
    let listener = Listener::waiting_for("started");
    let control = listener.control(false);
    let request = ExecutionRequest::default();
    let mut running = pin!(omniplug.execute("waiter", request, &control));
    heard(&listener, &mut running).await;
    omniplug.disable("waiter").await.expect("it can be disabled");
    let statuses: Vec<_> = records(omniplug).await.iter().map(|record| record.status).collect();
    assert_eq!(statuses, [None], "it still runs");
    control.cancel.cancel();
    let execution = running.await.expect("the manager answers");
    assert_eq!(execution.record.status, Some(Status::Cancelled), "{execution:#?}");
}
