//! Executing what is not installed.

use super::means::{ANSWER, Author, TELL, call, data, ended, fails, names, object, records, run};
use omniplug_core::manager::{ExecutionRequest, InstallOptions};
use omniplug_core::manifest::ExtensionPoint;
use omniplug_core::sandbox::{Control, Status};
use omniplug_core::{ErrorKind, Omniplug};
use serde_json::json;

/// A folder and an archive run with the defaults, and nothing of them stays.
pub async fn a_source_runs_and_leaves_nothing(omniplug: &Omniplug) {
    let config = json!({"config": {"count": {"type": "integer", "default": 1}}});
    let author = Author::new("teller", TELL).with(config);
    let packed = author.archive();
    for source in [author.path(), packed] {
        let execution =
            omniplug.execute_source(&source, call(json!([1])), &Control::default()).await;
        let execution = execution.expect("the manager answers");
        let told = data(&execution);
        assert_eq!(told.get("data"), Some(&json!([1])));
        assert_eq!(told.pointer("/context/config"), Some(&json!({"count": 1})));
        assert_eq!(told.pointer("/context/execution_id"), Some(&json!(execution.record.id)));
        assert_eq!(execution.record.plugin_name, "teller");
        assert_eq!(execution.record.plugin_id, "");
    }
    assert!(names(omniplug).await.is_empty());
    assert!(records(omniplug).await.is_empty());
    assert_eq!(omniplug.events(None, 10).await.expect("the manager answers"), []);
    assert_eq!(omniplug.statistics(None).await.expect("the manager answers").executions, 0);
}

/// A wrong call is refused, and what the plugin raises is a failure, as with an installed plugin.
pub async fn a_source_ends_as_an_installed_plugin_would(omniplug: &Omniplug) {
    let author = Author::new("raiser", "def execute(given): raise ValueError('no')");
    let wrong = ExtensionPoint::Visualization;
    let wrong = ExecutionRequest { extension_point: Some(wrong), ..call(json!(1)) };
    for (request, status) in [(call(json!(1)), Status::Failure), (wrong, Status::Refused)] {
        let execution = omniplug.execute_source(author.path(), request, &Control::default()).await;
        ended(&execution.expect("the manager answers"), status);
    }
}

/// An installed plugin of the name, its release and its configuration are left alone.
pub async fn a_source_does_not_touch_an_installed_plugin(omniplug: &Omniplug) {
    let config = json!({"config": {"count": {"type": "integer", "default": 1}}});
    Author::new("teller", TELL).with(config.clone()).install(omniplug).await;
    let set = omniplug.configure("teller", object(json!({"count": 2}))).await;
    let before = set.expect("it can be configured");
    omniplug.disable("teller").await.expect("it can be disabled");
    omniplug.enable("teller").await.expect("it can be enabled");
    let source = Author::new("teller", ANSWER).with(config);
    let execution =
        omniplug.execute_source(source.path(), call(json!(1)), &Control::default()).await;
    assert_eq!(data(&execution.expect("the manager answers")), json!(42));
    let after = omniplug.show("teller").await.expect("it is there");
    assert_eq!((after.release, after.configuration), (before.release, before.configuration));
    let told = data(&run(omniplug, "teller").await);
    assert_eq!(told.pointer("/context/config"), Some(&json!({"count": 2})));
}

/// What can't be installed does not run, with the same kinds of errors.
pub async fn a_source_fails_where_installing_it_would(omniplug: &Omniplug) {
    let needs = |name| json!({"dependencies": [{"name": name, "type": "plugin", "version": "^1"}]});
    Author::new("disabled", ANSWER).install(omniplug).await;
    omniplug.disable("disabled").await.expect("it can be disabled");
    for (fields, kind) in [
        (json!({"entry_point": "other.py"}), ErrorKind::InvalidPackage),
        (json!({"version": 7}), ErrorKind::InvalidManifest),
        (json!({"permissions": ["gpu"]}), ErrorKind::Refused),
        (json!({"min_platform_version": "2.0.0"}), ErrorKind::Refused),
        (needs("missing"), ErrorKind::Dependency),
        (needs("disabled"), ErrorKind::Dependency),
    ] {
        let author = Author::new("answer", ANSWER).with(fields);
        let options = InstallOptions::default();
        fails(author.try_install(omniplug, options).await, kind);
        let request = call(json!(null));
        fails(omniplug.execute_source(author.path(), request, &Control::default()).await, kind);
    }
}
