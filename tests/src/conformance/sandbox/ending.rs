//! How executions end, and that they do.

use super::means::{data, execute, open, python, run};
use crate::conformance::listener::Listener;
use crate::fixture::request;
use omniplug_core::sandbox::{Control, Sandbox, Status};
use serde_json::json;
use std::time::Duration;

const SPEAK_AND_WAIT: &str = "
import time
def execute(given):
    print('started', flush=True)
    time.sleep(600)
";

/// A line is heard while the code still waits: hearing it is what ends the execution.
pub async fn log_lines_arrive_while_the_code_runs(sandbox: &dyn Sandbox) {
    let fixture = python(SPEAK_AND_WAIT);
    let session = open(sandbox, &fixture, |_| {}).await;
    let listener = Listener::waiting_for("started");
    let outcome = session.execute(request(json!({})), &listener.control(true)).await;
    let outcome = outcome.expect("the sandbox works");
    assert_eq!(outcome.status, Status::Cancelled, "{outcome:#?}");
    assert_eq!(listener.lines(), ["started"]);
    assert_eq!(outcome.logs.lines.len(), 1);
}

/// Cancelling ends an execution that ignores all signals, and the next one works.
pub async fn cancelling_ends_an_execution(sandbox: &dyn Sandbox) {
    let fixture = python(
        "import signal, time
def execute(given):
    if given.data:
        return 'fine'
    signal.pthread_sigmask(signal.SIG_BLOCK, range(1, 65))
    print('started', flush=True)
    while True:
        time.sleep(600)",
    );
    let session = open(sandbox, &fixture, |_| {}).await;
    let listener = Listener::waiting_for("started");
    let outcome = session.execute(request(json!(null)), &listener.control(true)).await;
    assert_eq!(outcome.expect("the sandbox works").status, Status::Cancelled);
    assert_eq!(data(&execute(session.as_ref(), json!(1)).await), json!("fine"));
}

/// An execution whose token is cancelled before it starts is cancelled.
pub async fn a_cancelled_token_starts_nothing_that_lasts(sandbox: &dyn Sandbox) {
    let fixture = python(SPEAK_AND_WAIT);
    let session = open(sandbox, &fixture, |_| {}).await;
    let control = Control::default();
    control.cancel.cancel();
    let outcome = session.execute(request(json!({})), &control).await;
    assert_eq!(outcome.expect("the sandbox works").status, Status::Cancelled);
}

/// A future that is dropped while the code runs, or at any moment of the start, ends the execution: no line
/// of it is heard afterwards, and the next one works. What it leaves on the host is for the caller to look.
pub async fn dropping_the_future_ends_an_execution(sandbox: &dyn Sandbox) {
    let fixture = python(SPEAK_AND_WAIT);
    let session = open(sandbox, &fixture, |_| {}).await;
    let listener = Listener::waiting_for("started");
    let control = listener.control(false);
    tokio::select! {
        biased;
        outcome = session.execute(request(json!({})), &control) => {
            assert!(outcome.is_err(), "it waits for ever: {outcome:?}");
        }
        () = listener.heard() => {}
    }
    for microseconds in (0..20_000).step_by(500) {
        let control = Control::default();
        let execution = session.execute(request(json!({})), &control);
        let given_up = tokio::time::timeout(Duration::from_micros(microseconds), execution).await;
        assert!(given_up.is_err(), "it waits for ever");
    }
    let after = run(sandbox, "def execute(given): return 'fine'", |_| {}).await;
    assert_eq!(data(&after), json!("fine"));
}

/// No line is heard once the outcome is there, though a process that was left behind prints without end.
pub async fn nothing_runs_after_the_outcome(sandbox: &dyn Sandbox) {
    let fixture = python(
        "import os
def execute(given):
    reader, writer = os.pipe()
    if os.fork() == 0:
        os.setsid()
        if os.fork():
            os._exit(0)
        os.write(writer, b'x')
        while True:
            os.write(1, b'left\\n')
    os.read(reader, 1)
    return 'done'",
    );
    let session = open(sandbox, &fixture, |_| {}).await;
    let listener = Listener::default();
    let outcome = session.execute(request(json!({})), &listener.control(false)).await;
    let outcome = outcome.expect("the sandbox works");
    assert!([Status::Success, Status::OutputTooLarge].contains(&outcome.status), "{outcome:#?}");
    let heard = listener.lines().len();
    let after = execute(
        open(sandbox, &python("def execute(given): return 1"), |_| {}).await.as_ref(),
        json!({}),
    )
    .await;
    assert_eq!(data(&after), json!(1));
    assert_eq!(listener.lines().len(), heard);
}

/// The session's timeout ends it.
pub async fn the_timeout_ends_an_execution(sandbox: &dyn Sandbox) {
    let limit = Duration::from_millis(800);
    let outcome = run(sandbox, SPEAK_AND_WAIT, |limits| limits.timeout = limit).await;
    assert_eq!(outcome.status, Status::Timeout, "{outcome:#?}");
    assert!(outcome.usage.wall_time >= limit);
    assert!(outcome.failure.is_some() && outcome.reply.is_none());
}

/// So does the request's, where it is shorter.
pub async fn the_requests_timeout_counts_too(sandbox: &dyn Sandbox) {
    let fixture = python(SPEAK_AND_WAIT);
    let session = open(sandbox, &fixture, |_| {}).await;
    let mut request = request(json!({}));
    request.timeout = Duration::from_millis(500);
    let outcome = session.execute(request, &Control::default()).await;
    assert_eq!(outcome.expect("the sandbox works").status, Status::Timeout);
}

/// The longest duration there is can be given as timeout.
pub async fn an_endless_timeout_is_none(sandbox: &dyn Sandbox) {
    let fixture = python("def execute(given): return 1");
    let session = open(sandbox, &fixture, |limits| limits.timeout = Duration::MAX).await;
    let mut request = request(json!({}));
    request.timeout = Duration::MAX;
    let outcome = session.execute(request, &Control::default()).await;
    assert_eq!(data(&outcome.expect("the sandbox works")), json!(1));
}

/// A session can be closed after executions, and without any.
pub async fn closing_a_session_ends_it(sandbox: &dyn Sandbox) {
    let fixture = python("def execute(given): return 1");
    for executions in 0..2 {
        let session = open(sandbox, &fixture, |_| {}).await;
        for _ in 0..executions {
            execute(session.as_ref(), json!({})).await;
        }
        session.close().await.expect("a session closes");
    }
}

/// Each way to end has its status, a failure that explains it, and leaves a session that works.
pub async fn statuses_tell_how_it_ended(sandbox: &dyn Sandbox) {
    let fixture = python(
        "import os, signal, sys
def execute(given):
    return eval(given.data)",
    );
    let session = open(sandbox, &fixture, |_| {}).await;
    let cases = [
        ("1 + 1", Status::Success, ""),
        ("1 / 0", Status::Failure, "ZeroDivisionError"),
        ("{'data': None, 'errors': ['no']}", Status::Failure, "no"),
        ("sys.exit(0)", Status::Failure, "SystemExit"),
        ("os._exit(0)", Status::Failure, "0"),
        ("os._exit(9)", Status::Failure, "9"),
        ("bytearray(1 << 40)", Status::OutOfMemory, ""),
        ("[bytearray(b'x' * 2 ** 20) for _ in range(2000)] and 1", Status::OutOfMemory, ""),
        ("{1, 2}", Status::Failure, "set"),
    ];
    for (code, status, part) in cases {
        let outcome = execute(session.as_ref(), json!(code)).await;
        assert_eq!(outcome.status, status, "{code}: {outcome:#?}");
        assert_eq!(outcome.reply.is_some(), status == Status::Success, "{code}");
        assert_eq!(outcome.failure.is_none(), status == Status::Success, "{code}");
        let failure = outcome.failure.map(|failure| failure.kind + &failure.message);
        assert!(failure.unwrap_or_default().contains(part), "{code}");
    }
}
