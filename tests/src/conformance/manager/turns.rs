//! Waiting for a turn, seeds, sessions and the end.

use super::means::{
    ANSWER, Author, SPEAK_AND_WAIT, call, data, ended, execute, fails, heard, names, records, run,
};
use crate::conformance::listener::Listener;
use omniplug_core::manager::{Execution, ExecutionRequest};
use omniplug_core::policy::Policy;
use omniplug_core::sandbox::{Control, Seed, Status};
use omniplug_core::{ErrorKind, Omniplug, Result};
use serde_json::json;
use std::future::Future;
use std::pin::{Pin, pin};
use std::time::Duration;

/// The record has the seed that was given, else one of its own.
pub async fn a_record_has_its_seed(omniplug: &Omniplug) {
    Author::new("answer", ANSWER).install(omniplug).await;
    let seeded = |seed| ExecutionRequest { seed, ..call(json!(null)) };
    let given = execute(omniplug, "answer", seeded(Some(7))).await;
    assert_eq!(given.record.seed, Some(7));
    let drawn = [run(omniplug, "answer").await, run(omniplug, "answer").await];
    let [first, second] = drawn.map(|execution| execution.record.seed.expect("a seed was drawn"));
    assert!(first != second && first.max(second) <= Seed::MAX);
    let wrong = execute(omniplug, "answer", seeded(Some(Seed::MAX + 1))).await;
    ended(&wrong, Status::Refused);
    let kept: Vec<_> = records(omniplug).await.iter().map(|record| record.seed).collect();
    assert_eq!(kept, [None, Some(second), Some(first), Some(7)]);
}

/// What is beyond the limits waits for its turn, which the record tells apart, or is refused and not recorded.
pub async fn what_finds_no_room_waits_or_is_refused(omniplug: &Omniplug) {
    Author::new("waiter", SPEAK_AND_WAIT).install(omniplug).await;
    let most = Policy::default().concurrency.of_one_plugin;
    let listeners: Vec<_> = (0..=most).map(|_| Listener::waiting_for("started")).collect();
    let controls: Vec<_> = listeners.iter().map(|listener| listener.control(false)).collect();
    let begin = |control| -> Pin<Box<dyn Future<Output = Result<Execution>>>> {
        let (omniplug, control): (Omniplug, Control) = (omniplug.clone(), control);
        let call = call(json!(null));
        Box::pin(async move { omniplug.execute("waiter", call, &control).await })
    };
    let mut running = Vec::new();
    for (listener, control) in listeners.iter().zip(&controls).take(most) {
        let mut execution = begin(control.clone());
        heard(listener, &mut execution).await;
        running.push(execution);
    }
    let impatient = ExecutionRequest {
        longest_wait: Some(Duration::from_millis(10)),
        ..ExecutionRequest::default()
    };
    let refused = omniplug.execute("waiter", impatient, &Control::default()).await;
    assert!(refused.as_ref().is_err_and(|error| error.retry_after().is_some()));
    fails(refused, ErrorKind::Busy);
    assert_eq!(records(omniplug).await.len(), most);
    let last = async {
        controls.first().expect("there is one").cancel.cancel();
        let mut last = begin(controls.last().expect("there is one").clone());
        heard(listeners.last().expect("there is one"), &mut last).await;
        controls.iter().for_each(|control| control.cancel.cancel());
        last.await
    };
    let first = running.remove(0);
    let (first, last) = tokio::join!(first, last);
    for execution in [first, last] {
        let execution = execution.expect("the manager answers");
        ended(&execution, Status::Cancelled);
        assert!(execution.record.queue_time.is_some());
    }
    for execution in running {
        ended(&execution.await.expect("the manager answers"), Status::Cancelled);
    }
}

/// No session of before is left to a plugin that was changed.
pub async fn a_change_ends_the_sessions_of_before(omniplug: &Omniplug) {
    let plugin = Author::new("answer", ANSWER).install(omniplug).await;
    for _ in 0..2 {
        assert_eq!(data(&run(omniplug, "answer").await), json!(42));
    }
    omniplug.disable("answer").await.expect("it can be disabled");
    let sessions = omniplug.sessions().await.expect("the manager answers");
    assert!(sessions.iter().all(|it| it.group != plugin.id || it.idle == 0), "{sessions:?}");
}

/// Closing waits for what runs. Afterwards nothing runs, and all else answers.
pub async fn closing_waits_for_what_runs(omniplug: &Omniplug) {
    Author::new("waiter", SPEAK_AND_WAIT).install(omniplug).await;
    let listener = Listener::waiting_for("started");
    let control = listener.control(false);
    let mut running = pin!(omniplug.execute("waiter", call(json!(null)), &control));
    heard(&listener, &mut running).await;
    let mut closing = pin!(omniplug.close());
    tokio::select! {
        biased;
        () = &mut closing => panic!("it did not wait"),
        () = tokio::task::yield_now() => {}
    }
    control.cancel.cancel();
    let (execution, ()) = tokio::join!(running, closing);
    ended(&execution.expect("the manager answers"), Status::Cancelled);
    ended(&run(omniplug, "waiter").await, Status::Error);
    assert_eq!(names(omniplug).await, ["waiter"]);
    let sessions = omniplug.sessions().await.expect("the manager answers");
    assert!(sessions.iter().all(|it| it.idle + it.busy == 0), "{sessions:?}");
}
