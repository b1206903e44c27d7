use super::fake::{Fixture, call};
use crate::ErrorKind;
use crate::manager::{Action, ExecutionFilter, PluginFilter, PluginManager};
use crate::sandbox::Control;
use serde_json::{Map, Value, json};

fn map(value: Value) -> Map<String, Value> {
    match value {
        Value::Object(map) => map,
        other => panic!("`{other}` is no object"),
    }
}

#[tokio::test]
async fn a_needed_plugin_stays_until_nobody_needs_it() {
    let fixture = Fixture::new().await;
    let manager = &fixture.manager;
    fixture.install("base", "1.0.0", json!({})).await.unwrap();
    let needs = json!({"dependencies": [{"name": "base", "type": "plugin", "version": "^1"}]});
    fixture.install("top", "1.0.0", needs).await.unwrap();
    for error in [manager.uninstall("base").await, manager.disable("base").await] {
        let error = error.unwrap_err();
        assert_eq!(error.kind(), ErrorKind::Conflict);
        assert!(error.message().contains("`top`"), "{error}");
    }
    manager.disable("top").await.unwrap();
    manager.disable("base").await.unwrap();
    assert_eq!(manager.enable("top").await.unwrap_err().kind(), ErrorKind::Dependency);
    manager.uninstall("top").await.unwrap();
    manager.uninstall("base").await.unwrap();
    assert!(fixture.names("releases").is_empty());
}

#[tokio::test]
async fn the_history_outlives_the_plugin() {
    let fixture = Fixture::new().await;
    let manager = &fixture.manager;
    let plugin = fixture.install("scaler", "1.0.0", json!({})).await.unwrap().plugin;
    manager.execute("scaler", call(""), &Control::default()).await.unwrap();
    manager.uninstall("scaler").await.unwrap();
    assert_eq!(manager.show("scaler").await.unwrap_err().kind(), ErrorKind::NotFound);
    for reference in ["scaler", &plugin.id] {
        let filter = ExecutionFilter { plugin: Some(reference.into()), ..Default::default() };
        assert_eq!(manager.executions(&filter).await.unwrap().len(), 1);
        assert_eq!(manager.statistics(Some(reference)).await.unwrap().executions, 1);
    }
    let actions: Vec<Action> = manager
        .events(Some("scaler"), 10)
        .await
        .unwrap()
        .iter()
        .map(|event| event.action)
        .collect();
    assert_eq!(actions, [Action::Uninstall, Action::Install]);
    assert_eq!(manager.statistics(Some("never")).await.unwrap_err().kind(), ErrorKind::NotFound);
}

#[tokio::test]
async fn a_configuration_changes_as_a_whole_and_reaches_the_plugin() {
    let fixture = Fixture::new().await;
    let manager = &fixture.manager;
    let config = json!({"config": {
        "count": {"type": "integer", "default": 1},
        "method": {"type": "string", "default": "a", "options": ["a", "b"]},
    }});
    fixture.install("scaler", "1.0.0", config).await.unwrap();
    manager.configure("scaler", map(json!({"count": 3, "method": "b"}))).await.unwrap();
    for wrong in [
        json!({"count": 4, "method": "c"}),
        json!({"count": 4, "nonsense": 1}),
        json!({"count": 4, "nonsense": null}),
    ] {
        let error = manager.configure("scaler", map(wrong)).await.unwrap_err();
        assert_eq!(error.kind(), ErrorKind::InvalidInput, "{error}");
    }
    let plugin = manager.configure("scaler", map(json!({"method": null}))).await.unwrap();
    assert_eq!(Value::Object(plugin.configuration), json!({"count": 3}));
    let execution = manager.execute("scaler", call(""), &Control::default()).await.unwrap();
    let context = execution.reply.unwrap().data.to_json();
    assert_eq!(context["config"]["count"], 3);
}

#[tokio::test]
async fn what_was_decided_on_an_older_state_is_not_done() {
    let fixture = Fixture::new().await;
    let config = json!({"config": {"a": {"type": "integer"}, "b": {"type": "integer"}}});
    let old = fixture.install("scaler", "1.0.0", config).await.unwrap().plugin;
    fixture.manager.configure("scaler", map(json!({"a": 1}))).await.unwrap();
    let database = &fixture.manager.database;
    for done in [
        database.set_configuration(&old, &map(json!({"b": 2}))).await,
        database.put_plugin(&old, Some(&old), Action::Replace, &Value::Null).await,
        database.delete_plugin(&old).await,
    ] {
        assert_eq!(done.unwrap_err().kind(), ErrorKind::Conflict);
    }
    let kept = fixture.manager.show("scaler").await.unwrap();
    assert_eq!(Value::Object(kept.configuration), json!({"a": 1}));
    fixture.manager.uninstall("scaler").await.unwrap();
    assert_eq!(
        database
            .put_plugin(&old, Some(&old), Action::Replace, &Value::Null)
            .await
            .unwrap_err()
            .kind(),
        ErrorKind::Conflict,
        "a replacement does not bring back what was uninstalled meanwhile"
    );
    assert_eq!(database.set_enabled(&old, true).await.unwrap_err().kind(), ErrorKind::Conflict);
    assert_eq!(fixture.manager.events(None, 10).await.unwrap().len(), 3);
}

#[tokio::test]
async fn what_is_needed_is_looked_at_again_in_the_change_itself() {
    let fixture = Fixture::new().await;
    let base = fixture.install("base", "1.0.0", json!({})).await.unwrap().plugin;
    let needs = json!({"dependencies": [{"name": "base", "type": "plugin"}]});
    let top = fixture.install("top", "1.0.0", needs).await.unwrap().plugin;
    let database = &fixture.manager.database;
    // As when `top` came after the manager had looked for those who need `base`, and the other way round.
    let error = database.delete_plugin(&base).await.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Conflict);
    assert!(error.message().contains("needed by `top`"), "{error}");
    database.delete_plugin(&top).await.unwrap();
    database.delete_plugin(&base).await.unwrap();
    let error = database.put_plugin(&top, None, Action::Install, &Value::Null).await.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Dependency);
    assert!(fixture.manager.show("top").await.is_err());
}

#[tokio::test]
async fn a_list_has_what_its_filter_asks_for() {
    let fixture = Fixture::new().await;
    let manager = &fixture.manager;
    fixture.install("a", "1.0.0", json!({"tags": ["Scaling"]})).await.unwrap();
    let more = json!({"category": "preprocessing", "extension_points": ["preprocessing"]});
    fixture.install("b", "1.0.0", more).await.unwrap();
    manager.disable("b").await.unwrap();
    let names = async |filter: PluginFilter| -> Vec<String> {
        let plugins = manager.list(&filter).await.unwrap();
        plugins.into_iter().map(|plugin| plugin.name).collect()
    };
    let all = PluginFilter::default;
    assert_eq!(names(all()).await, ["a", "b"]);
    assert_eq!(names(PluginFilter { enabled: Some(false), ..all() }).await, ["b"]);
    assert_eq!(names(PluginFilter { text: Some("scaling".into()), ..all() }).await, ["a"]);
    let point = "preprocessing".parse().ok();
    assert_eq!(names(PluginFilter { extension_point: point, ..all() }).await, ["b"]);
    assert_eq!(names(PluginFilter { category: Some("Analysis".into()), ..all() }).await, ["a"]);
}
