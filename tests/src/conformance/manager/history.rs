//! Records, statistics and what was done.

use super::means::{
    ANSWER, Author, REPLACE, SPEAK_AND_WAIT, call, execute, heard, object, records, run,
};
use crate::conformance::listener::Listener;
use omniplug_core::Omniplug;
use omniplug_core::manager::{
    Action, ExecutionFilter, ExecutionRecord, ExecutionRequest, Statistics,
};
use omniplug_core::manifest::ExtensionPoint;
use omniplug_core::sandbox::Status;
use serde_json::json;
use std::pin::pin;

/// Answers, or raises where its input is not `true`.
const ANSWER_TRUE: &str = "def execute(given): return {True: 1}[given.data]";

async fn ids(omniplug: &Omniplug, filter: ExecutionFilter) -> Vec<String> {
    let records = omniplug.executions(&filter).await.expect("the manager answers");
    records.into_iter().map(|record| record.id).collect()
}

async fn statistics(omniplug: &Omniplug, plugin: Option<&str>) -> Statistics {
    omniplug.statistics(plugin).await.expect("the manager answers")
}

/// Records come as the executions answered, the newest first, as many as were asked for.
pub async fn records_come_newest_first_up_to_the_limit(omniplug: &Omniplug) {
    Author::new("checker", ANSWER_TRUE).install(omniplug).await;
    let mut answered: Vec<ExecutionRecord> = Vec::new();
    for input in [true, false, true] {
        answered.insert(0, execute(omniplug, "checker", call(json!(input))).await.record);
    }
    let all = records(omniplug).await;
    let json = |record: &ExecutionRecord| {
        let mut json = serde_json::to_value(record).expect("a record is JSON");
        // A database may keep times less precisely.
        for field in ["finished_at", "usage"] {
            assert_ne!(json.get(field), Some(&json!(null)), "{record:#?}");
            json.as_object_mut().expect("an object").remove(field);
        }
        json
    };
    assert_eq!(
        all.iter().map(json).collect::<Vec<_>>(),
        answered.iter().map(json).collect::<Vec<_>>()
    );
    let expected: Vec<_> = answered.into_iter().map(|record| record.id).collect();
    for limit in 0..=4 {
        let found = ids(omniplug, ExecutionFilter { limit, ..Default::default() }).await;
        let expected: Vec<_> = expected.iter().take(limit as usize).cloned().collect();
        assert_eq!(found, expected);
    }
}

/// Each field of a filter lets through what fits, and all of them what fits all.
pub async fn records_are_those_that_the_filter_lets_through(omniplug: &Omniplug) {
    for name in ["first", "second"] {
        Author::new(name, ANSWER_TRUE).install(omniplug).await;
    }
    let request = |input, user: &str, workspace: &str| ExecutionRequest {
        user_id: Some(user.into()),
        workspace_id: Some(workspace.into()),
        ..call(json!(input))
    };
    let one = execute(omniplug, "first", request(true, "u", "w")).await.record;
    let two = execute(omniplug, "first", request(false, "u", "x")).await.record;
    let three = execute(omniplug, "second", request(true, "v", "w")).await.record;
    let four = execute(omniplug, "second", call(json!(true))).await.record;
    let all = ExecutionFilter::default;
    let plugin = |name: &str| ExecutionFilter { plugin: Some(name.into()), ..all() };
    let status = |status| ExecutionFilter { status: Some(status), ..all() };
    let user = |user: &str| ExecutionFilter { user_id: Some(user.into()), ..all() };
    let workspace = |it: &str| ExecutionFilter { workspace_id: Some(it.into()), ..all() };
    let cases: [(ExecutionFilter, &[&ExecutionRecord]); 10] = [
        (all(), &[&four, &three, &two, &one]),
        (plugin("first"), &[&two, &one]),
        (plugin(&three.plugin_id), &[&four, &three]),
        (status(Status::Failure), &[&two]),
        (status(Status::Timeout), &[]),
        (user("u"), &[&two, &one]),
        (user("nobody"), &[]),
        (workspace("w"), &[&three, &one]),
        (ExecutionFilter { user_id: Some("u".into()), ..workspace("w") }, &[&one]),
        (ExecutionFilter { status: Some(Status::Failure), ..plugin("second") }, &[]),
    ];
    for (filter, expected) in cases {
        let expected: Vec<_> = expected.iter().map(|record| record.id.clone()).collect();
        assert_eq!(ids(omniplug, filter.clone()).await, expected, "{filter:?}");
    }
    for record in [&one, &two, &three, &four] {
        let since = ExecutionFilter { since: Some(record.started_at), ..all() };
        let mut expected = vec![&four, &three, &two, &one];
        expected.retain(|other| other.started_at >= record.started_at);
        let expected: Vec<_> = expected.iter().map(|record| record.id.clone()).collect();
        assert_eq!(ids(omniplug, since).await, expected);
    }
}

/// An execution under way is a record without a status, and counted apart.
pub async fn an_execution_under_way_is_seen(omniplug: &Omniplug) {
    Author::new("waiter", SPEAK_AND_WAIT).install(omniplug).await;
    let listener = Listener::waiting_for("started");
    let control = listener.control(false);
    let mut running = pin!(omniplug.execute("waiter", call(json!(null)), &control));
    heard(&listener, &mut running).await;
    let found: Vec<_> = records(omniplug).await.iter().map(|it| it.status).collect();
    assert_eq!(found, [None]);
    let during = statistics(omniplug, Some("waiter")).await;
    assert_eq!((during.running, during.executions, during.success_rate), (1, 0, None));
    assert!(during.by_status.is_empty());
    control.cancel.cancel();
    running.await.expect("the manager answers");
    let after = statistics(omniplug, Some("waiter")).await;
    assert_eq!((after.running, after.executions, after.success_rate), (0, 1, Some(0.0)));
}

/// Executions are counted by status, of one plugin and of all; refused calls do not count as failed.
pub async fn statistics_count_by_status(omniplug: &Omniplug) {
    for name in ["first", "second"] {
        Author::new(name, ANSWER_TRUE).install(omniplug).await;
    }
    for input in [true, false, true, true] {
        execute(omniplug, "first", call(json!(input))).await;
    }
    let wrong = Some(ExtensionPoint::Visualization);
    let wrong = ExecutionRequest { extension_point: wrong, ..call(json!(true)) };
    execute(omniplug, "first", wrong).await;
    execute(omniplug, "second", call(json!(false))).await;
    let counts = |statistics: &Statistics| {
        let counts = serde_json::to_value(&statistics.by_status).expect("counts are JSON");
        (statistics.executions, counts, statistics.success_rate)
    };
    let first = statistics(omniplug, Some("first")).await;
    let expected = json!({"success": 3, "failure": 1, "refused": 1});
    assert_eq!(counts(&first), (5, expected, Some(0.75)));
    let second = statistics(omniplug, Some("second")).await;
    assert_eq!(counts(&second), (1, json!({"failure": 1}), Some(0.0)));
    let all = statistics(omniplug, None).await;
    let expected = json!({"success": 3, "failure": 2, "refused": 1});
    assert_eq!(counts(&all), (6, expected, Some(0.6)));
}

/// Percentiles are those of the measures in the records, by nearest rank; the last use is the newest's.
pub async fn statistics_rank_what_the_records_have(omniplug: &Omniplug) {
    let code = "import time\ndef execute(given):\n    time.sleep(given.data)\n    return 1";
    Author::new("sleeper", code).install(omniplug).await;
    for seconds in [0.15, 0.0, 0.1, 0.05] {
        execute(omniplug, "sleeper", call(json!(seconds))).await;
        let records = records(omniplug).await;
        let usages: Vec<_> = records.iter().filter_map(|record| record.usage).collect();
        let mut times: Vec<_> = usages.iter().map(|usage| usage.wall_time.as_secs_f64()).collect();
        let mut memory: Vec<_> = usages.iter().map(|usage| usage.peak_memory).collect();
        times.sort_by(f64::total_cmp);
        memory.sort_unstable();
        let found = statistics(omniplug, Some("sleeper")).await;
        assert_eq!(found.wall_time_p50, times.get(rank(times.len(), 50)).copied());
        assert_eq!(found.wall_time_p95, times.get(rank(times.len(), 95)).copied());
        assert_eq!(found.peak_memory_median, memory.get(rank(memory.len(), 50)).copied());
        assert_eq!(found.peak_memory_max, memory.last().copied());
        assert_eq!(found.last_used, records.first().map(|record| record.started_at));
    }
}

/// The index of the nearest rank, `ceil(p / 100 * n)` counted from 1.
fn rank(count: usize, percentile: usize) -> usize {
    (count * percentile).div_ceil(100) - 1
}

/// What never ran has nothing but counts of 0.
pub async fn statistics_of_what_never_ran_are_empty(omniplug: &Omniplug) {
    assert_eq!(statistics(omniplug, None).await, Statistics::default());
    Author::new("answer", ANSWER).install(omniplug).await;
    assert_eq!(statistics(omniplug, Some("answer")).await, Statistics::default());
}

/// Each change is an entry, and nothing else is.
pub async fn each_change_is_an_event(omniplug: &Omniplug) {
    let config = || json!({"config": {"count": {"type": "integer"}}});
    let author = Author::new("answer", ANSWER).with(config());
    let plugin = author.install(omniplug).await;
    author.install(omniplug).await;
    let wrong = omniplug.configure("answer", object(json!({"nonsense": 1}))).await;
    assert!(wrong.is_err());
    omniplug.configure("answer", object(json!({"count": 1}))).await.expect("it can be configured");
    omniplug.disable("answer").await.expect("it can be disabled");
    omniplug.enable("answer").await.expect("it can be enabled");
    run(omniplug, "answer").await;
    let other = author.with(json!({"version": "2.0.0"}));
    assert!(other.try_install(omniplug, Default::default()).await.is_err());
    other.try_install(omniplug, REPLACE).await.expect("it can be replaced");
    omniplug.uninstall("answer").await.expect("it can be uninstalled");
    Author::new("other", ANSWER).install(omniplug).await;
    let newest_first = [
        Action::Uninstall,
        Action::Replace,
        Action::Enable,
        Action::Disable,
        Action::Configure,
        Action::Install,
    ];
    let events = omniplug.events(Some("answer"), 100).await.expect("the manager answers");
    let actions: Vec<_> = events.iter().map(|event| event.action).collect();
    assert_eq!(actions, newest_first);
    assert!(events.is_sorted_by(|newer, older| newer.at >= older.at));
    assert!(events.iter().all(|it| it.plugin_id == plugin.id && it.plugin_name == "answer"));
    let all = omniplug.events(None, 100).await.expect("the manager answers");
    assert_eq!(all.first().map(|event| event.plugin_name.as_str()), Some("other"));
    assert_eq!(all.get(1..), Some(events.as_slice()));
    for limit in [0, 1, 3] {
        let some = omniplug.events(Some("answer"), limit).await.expect("the manager answers");
        assert_eq!(Some(some.as_slice()), events.get(..limit as usize));
    }
}

/// What was configured may be a secret: the entry tells the field, not the value.
pub async fn events_do_not_tell_configured_values(omniplug: &Omniplug) {
    let config = json!({"config": {"token": {"type": "string"}}});
    Author::new("answer", ANSWER).with(config).install(omniplug).await;
    let set = object(json!({"token": "a very secret word"}));
    omniplug.configure("answer", set).await.expect("it can be configured");
    let events = omniplug.events(None, 1).await.expect("the manager answers");
    let told = serde_json::to_string(&events).expect("events are JSON");
    assert!(told.contains("token") && !told.contains("secret"), "{told}");
}
