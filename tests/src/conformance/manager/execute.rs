//! Executing what is installed.

use super::means::{
    ANSWER, Author, SPEAK_AND_WAIT, TELL, call, data, end_of_the_only_execution, ended, execute,
    fails, heard, object, records, run,
};
use crate::conformance::listener::Listener;
use omniplug_core::manager::{Execution, ExecutionRequest};
use omniplug_core::manifest::ExtensionPoint;
use omniplug_core::payload::Payload;
use omniplug_core::sandbox::{Control, Failure, Status};
use omniplug_core::{ErrorKind, Omniplug};
use serde_json::{Map, Value, json};
use std::time::Duration;

/// Checks that the only record is that of the answer.
async fn check_recorded(omniplug: &Omniplug, execution: &Execution) {
    let records = records(omniplug).await;
    let found: Vec<_> = records.iter().map(|record| (&record.id, record.status)).collect();
    assert_eq!(found, [(&execution.record.id, execution.record.status)]);
    let kinds: Vec<_> = records.iter().map(|record| &record.failure).collect();
    assert_eq!(kinds, [&execution.record.failure]);
}

fn failure(execution: &Execution) -> &Failure {
    execution.record.failure.as_ref().expect("what did not succeed has a failure")
}

/// A result and a record that is complete.
pub async fn a_success_has_a_reply_and_a_complete_record(omniplug: &Omniplug) {
    let plugin = Author::new("teller", TELL).install(omniplug).await;
    let input = json!({"x": [1, 2.5, null, "ü"]});
    let request = ExecutionRequest {
        user_id: Some("user".into()),
        workspace_id: Some("workspace".into()),
        ..call(input.clone())
    };
    let digest = Payload::from_json(input).expect("a payload").digest();
    let execution = execute(omniplug, "teller", request).await;
    assert_eq!(execution.warnings, [""; 0]);
    let output = data(&execution);
    let reply = execution.reply.as_ref().expect("a success has a reply");
    assert_eq!(output.get("data"), Some(&json!({"x": [1, 2.5, null, "ü"]})));
    let record = &execution.record;
    assert!(!record.id.is_empty());
    assert_eq!(record.plugin_id, plugin.id);
    assert_eq!(record.plugin_name, "teller");
    assert_eq!(record.plugin_version, "1.0.0");
    assert_eq!(record.release, plugin.release.sha256);
    assert_eq!(record.extension_point, "data_import");
    assert_eq!(record.user_id.as_deref(), Some("user"));
    assert_eq!(record.workspace_id.as_deref(), Some("workspace"));
    assert!(record.finished_at.expect("it ended") >= record.started_at);
    assert!(record.usage.expect("it was measured").wall_time > Duration::ZERO);
    assert!(record.isolation.is_some());
    assert_eq!(record.input.sha256, digest);
    let kept = record.output.as_ref().expect("there is a result");
    assert_eq!((&kept.sha256, kept.size), (&reply.data.digest(), reply.data.size_bytes()));
    assert!(record.failure.is_none());
    check_recorded(omniplug, &execution).await;
}

/// Data, metadata, parameters and the context are given to the plugin.
pub async fn a_plugin_is_given_the_call_and_its_context(omniplug: &Omniplug) {
    let fields = json!({
        "permissions": ["read_data"],
        "config": {"count": {"type": "integer", "default": 1}},
    });
    let plugin = Author::new("teller", TELL).with(fields).install(omniplug).await;
    let request = ExecutionRequest {
        parameters: object(json!({"source": "x.csv"})),
        metadata: object(json!({"unit": "mm"})),
        user_id: Some("user".into()),
        ..call(json!([1]))
    };
    let execution = execute(omniplug, "teller", request).await;
    let expected = json!({
        "data": [1],
        "parameters": {"source": "x.csv"},
        "metadata": {"unit": "mm"},
        "context": {
            "plugin_id": plugin.id,
            "plugin_name": "teller",
            "user_id": "user",
            "workspace_id": null,
            "execution_id": execution.record.id,
            "config": {"count": 1},
            "permissions": ["read_data"],
        },
    });
    assert_eq!(data(&execution), expected);
}

fn with_schema() -> Author {
    Author::new("teller", TELL).with(json!({"parameters": {"data_import": {
        "type": "object",
        "properties": {
            "factor": {"type": "number", "default": 2},
            "method": {"type": "string"},
            "scale": {"type": "object", "properties": {"by": {"type": "integer", "default": 3}}},
        },
        "additionalProperties": false,
    }}}))
}

/// Parameters that the caller left out have the defaults of the schema.
pub async fn parameters_have_their_defaults(omniplug: &Omniplug) {
    with_schema().install(omniplug).await;
    for (given, expected) in [
        (json!({}), json!({"factor": 2})),
        (json!({"factor": 5, "method": "x"}), json!({"factor": 5, "method": "x"})),
    ] {
        let request = ExecutionRequest { parameters: object(given), ..Default::default() };
        let told = data(&execute(omniplug, "teller", request).await);
        assert_eq!(told.get("parameters"), Some(&expected));
    }
}

/// The extension point that is asked for is called, else the manifest's first.
pub async fn the_first_extension_point_is_called_unless_another_is_asked_for(omniplug: &Omniplug) {
    let points = json!({"extension_points": ["integration", "data_import"]});
    Author::new("answer", ANSWER).with(points).install(omniplug).await;
    for (asked, called) in
        [(None, "integration"), (Some(ExtensionPoint::DataImport), "data_import")]
    {
        let request = ExecutionRequest { extension_point: asked, ..Default::default() };
        let execution = execute(omniplug, "answer", request).await;
        assert_eq!(data(&execution), json!(42));
        assert_eq!(execution.record.extension_point, called);
    }
}

/// What a plugin raises is a failure with its type, message and traceback.
pub async fn what_a_plugin_raises_is_a_failure_with_its_traceback(omniplug: &Omniplug) {
    let code = "def execute(given):\n    raise ValueError('this is wrong')";
    Author::new("raiser", code).install(omniplug).await;
    let execution = run(omniplug, "raiser").await;
    ended(&execution, Status::Failure);
    let failure = failure(&execution);
    assert_eq!((failure.kind.as_str(), failure.message.as_str()), ("ValueError", "this is wrong"));
    let traceback = failure.traceback.as_deref().expect("Python has tracebacks");
    assert!(traceback.contains("main.py") && traceback.contains("line 2"), "{traceback}");
    check_recorded(omniplug, &execution).await;
}

/// Whatever else a plugin does has its status and a record, too.
pub async fn whatever_a_plugin_does_is_an_execution(omniplug: &Omniplug) {
    let code = "\
import os, sys
DEEDS = {
    'answers': lambda: 1,
    'exits': lambda: sys.exit(0),
    'leaves': lambda: os._exit(7),
    'dies': lambda: os.kill(os.getpid(), 9),
    'swallows': lambda: bytearray(1 << 40),
}
def execute(given): return DEEDS[given.data]()
";
    let memory = json!({"resources": {"memory": "256MB"}});
    Author::new("does", code).with(memory).install(omniplug).await;
    let mut expected = Vec::new();
    for (deed, status) in [
        ("answers", Status::Success),
        ("exits", Status::Failure),
        ("leaves", Status::Failure),
        ("dies", Status::Failure),
        ("swallows", Status::OutOfMemory),
        ("answers", Status::Success),
    ] {
        let execution = execute(omniplug, "does", call(json!(deed))).await;
        assert_eq!(execution.record.status, Some(status), "{code}: {execution:#?}");
        assert_eq!(execution.reply.is_some(), status == Status::Success, "{code}");
        expected.insert(0, Some(status));
    }
    let found: Vec<_> = records(omniplug).await.iter().map(|record| record.status).collect();
    assert_eq!(found, expected);
}

/// A result that is not what the extension point gives is the plugin's failure.
pub async fn a_result_that_breaks_its_contract_is_a_failure(omniplug: &Omniplug) {
    Author::new("nothing", "def execute(given): return None").install(omniplug).await;
    let execution = run(omniplug, "nothing").await;
    ended(&execution, Status::Failure);
    assert_eq!(failure(&execution).kind, "invalid_result");
    assert!(execution.record.output.is_none() && execution.record.usage.is_some());
    check_recorded(omniplug, &execution).await;
}

/// A call that is wrong starts nothing, and is recorded.
pub async fn a_wrong_call_is_refused_and_recorded(omniplug: &Omniplug) {
    let points = json!({"extension_points": ["data_import", "preprocessing"]});
    with_schema().with(points).install(omniplug).await;
    let parameters = |value| ExecutionRequest { parameters: object(value), ..call(json!(null)) };
    let point = |point| ExecutionRequest { extension_point: Some(point), ..call(json!(1)) };
    let millennium = Duration::from_secs(1000 * 365 * 24 * 3600);
    let calls = [
        parameters(json!({"factor": "five"})),
        parameters(json!({"unknown": 1})),
        point(ExtensionPoint::Visualization),
        // It works on tables.
        point(ExtensionPoint::Preprocessing),
        ExecutionRequest { timeout: Some(millennium), ..call(json!(null)) },
    ];
    let mut expected = Vec::new();
    for request in calls {
        let execution = execute(omniplug, "teller", request).await;
        ended(&execution, Status::Refused);
        let record = execution.record;
        assert!(record.usage.is_none() && record.isolation.is_none() && record.output.is_none());
        expected.insert(0, (record.id, record.status, record.failure));
    }
    let records = records(omniplug).await.into_iter();
    let found: Vec<_> = records.map(|record| (record.id, record.status, record.failure)).collect();
    assert_eq!(found, expected);
}

/// The call's timeout ends an execution, else the manifest's.
pub async fn the_timeout_ends_an_execution(omniplug: &Omniplug) {
    let short = json!({"resources": {"timeout": 1}});
    Author::new("short", SPEAK_AND_WAIT).with(short).install(omniplug).await;
    ended(&run(omniplug, "short").await, Status::Timeout);
    Author::new("waiter", SPEAK_AND_WAIT).install(omniplug).await;
    let timeout = Duration::from_millis(300);
    let request = ExecutionRequest { timeout: Some(timeout), ..call(json!(null)) };
    let execution = execute(omniplug, "waiter", request).await;
    ended(&execution, Status::Timeout);
    assert!(execution.record.usage.expect("it was measured").wall_time >= timeout);
}

/// Cancelling ends an execution that runs, and one that has not begun.
pub async fn cancelling_ends_an_execution(omniplug: &Omniplug) {
    Author::new("waiter", SPEAK_AND_WAIT).install(omniplug).await;
    let listener = Listener::waiting_for("started");
    let control = listener.control(true);
    for _ in 0..2 {
        let execution = omniplug.execute("waiter", call(json!(null)), &control).await;
        ended(&execution.expect("the manager answers"), Status::Cancelled);
    }
    assert_eq!(listener.lines(), ["started"], "the second did not begin");
    let found: Vec<_> = records(omniplug).await.iter().map(|record| record.status).collect();
    assert_eq!(found, [Some(Status::Cancelled); 2]);
}

/// So does giving the future up.
pub async fn dropping_the_future_ends_an_execution(omniplug: &Omniplug) {
    Author::new("waiter", SPEAK_AND_WAIT).install(omniplug).await;
    let listener = Listener::waiting_for("started");
    let control = listener.control(false);
    {
        let mut running = Box::pin(omniplug.execute("waiter", call(json!(null)), &control));
        heard(&listener, &mut running).await;
    }
    assert_eq!(end_of_the_only_execution(omniplug).await, Some(Status::Cancelled));
    omniplug.uninstall("waiter").await.expect("it does not run any more");
}

/// Printed lines are heard, and are in the answer.
pub async fn printed_lines_are_heard_and_answered(omniplug: &Omniplug) {
    let code = "\
import sys
def execute(given):
    print('one')
    print('two', file=sys.stderr)
    return 1
";
    Author::new("printer", code).install(omniplug).await;
    let listener = Listener::default();
    let execution = omniplug.execute("printer", call(json!(null)), &listener.control(false)).await;
    let execution = execution.expect("the manager answers");
    assert_eq!(data(&execution), json!(1));
    let mut answered: Vec<_> = execution.logs.lines.into_iter().map(|line| line.text).collect();
    let mut heard = listener.lines();
    answered.sort();
    heard.sort();
    assert_eq!(
        (answered, heard),
        (vec!["one".into(), "two".into()], vec!["one".into(), "two".into()])
    );
}

/// Several executions of a plugin run beside each other: each waits until it hears that all have begun.
pub async fn executions_run_beside_each_other(omniplug: &Omniplug) {
    Author::new("waiter", SPEAK_AND_WAIT).install(omniplug).await;
    let listeners = [(); 3].map(|()| Listener::waiting_for("started"));
    let controls = listeners.clone().map(|listener| listener.control(false));
    let [first, second, third] =
        controls.each_ref().map(|control| omniplug.execute("waiter", call(json!(null)), control));
    let all_heard = async {
        for listener in &listeners {
            listener.heard().await;
        }
        let running = records(omniplug).await.iter().filter(|it| it.status.is_none()).count();
        for control in &controls {
            control.cancel.cancel();
        }
        running
    };
    let (first, second, third, running) = tokio::join!(first, second, third, all_heard);
    assert_eq!(running, 3);
    for execution in [first, second, third] {
        ended(&execution.expect("the manager answers"), Status::Cancelled);
    }
}

/// A plugin that is not enabled does not run, and nothing is recorded.
pub async fn a_disabled_plugin_does_not_run(omniplug: &Omniplug) {
    Author::new("answer", ANSWER).install(omniplug).await;
    omniplug.disable("answer").await.expect("it can be disabled");
    let wrong = ExecutionRequest {
        extension_point: Some(ExtensionPoint::Analysis),
        ..call(Value::Object(Map::new()))
    };
    for request in [call(json!(null)), wrong] {
        let executed = omniplug.execute("answer", request, &Control::default()).await;
        fails(executed, ErrorKind::Disabled);
    }
    assert!(records(omniplug).await.is_empty());
}
