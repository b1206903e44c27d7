//! Limits of output, and the measure of what was used.

use super::means::{data, open, python, run};
use crate::fixture::request;
use omniplug_core::sandbox::{Control, Sandbox, Status};
use serde_json::json;
use std::time::Duration;

/// Result and prints together may have the output limit and no more.
pub async fn output_over_the_limit_ends_an_execution(sandbox: &dyn Sandbox) {
    for (code, status) in [
        ("def execute(given): return 'x' * 900_000", Status::Success),
        ("def execute(given): return 'x' * 1_100_000", Status::OutputTooLarge),
        ("def execute(given): print('x' * 1_100_000)", Status::OutputTooLarge),
        (
            "def execute(given):\n print('x' * 600_000)\n return 'x' * 600_000",
            Status::OutputTooLarge,
        ),
    ] {
        let outcome = run(sandbox, code, |limits| limits.output = 1_000_000).await;
        assert_eq!(outcome.status, status, "{code}");
    }
}

/// Of a log below the output limit the first part is kept and the rest counted, not one byte forgotten.
pub async fn what_is_kept_of_the_log_is_bounded(sandbox: &dyn Sandbox) {
    let code = "def execute(given):\n for i in range(30000): print('%099d' % i)";
    let outcome = run(sandbox, code, |limits| limits.log = 500_000).await;
    assert_eq!(outcome.status, Status::Success, "{outcome:#?}");
    let kept: u64 = outcome.logs.lines.iter().map(|line| line.text.len() as u64 + 1).sum();
    assert_eq!(kept + outcome.logs.dropped_bytes, 3_000_000);
    assert_eq!(kept, 500_000);
    assert!(
        outcome.logs.lines.iter().enumerate().all(|(i, line)| line.text.ends_with(&i.to_string()))
    );
}

/// Processor time and memory are about what the code used.
pub async fn usage_is_measured(sandbox: &dyn Sandbox) {
    let code = "
import time
def execute(given):
    kept = bytearray(b'x') * (100 << 20)
    while time.process_time() < 0.3:
        pass
    return len(kept)";
    let outcome = run(sandbox, code, |_| {}).await;
    assert_eq!(data(&outcome), json!(100 << 20));
    let usage = outcome.usage;
    assert!(usage.cpu_time >= Duration::from_millis(200), "{usage:?}");
    assert!(usage.cpu_time <= Duration::from_secs(10), "{usage:?}");
    assert!(usage.wall_time >= Duration::from_millis(200), "{usage:?}");
    assert!((80 << 20..=256 << 20).contains(&usage.peak_memory), "{usage:?}");
}

/// What children use counts.
pub async fn children_count_into_the_usage(sandbox: &dyn Sandbox) {
    let code = "
import os, time
def execute(given):
    child = os.fork()
    if child == 0:
        kept = bytearray(b'x') * (100 << 20)
        while time.process_time() < 0.3:
            pass
        os._exit(len(kept) & 1)
    return os.waitpid(child, 0)[1]";
    let outcome = run(sandbox, code, |_| {}).await;
    assert_eq!(data(&outcome), json!(0));
    assert!(outcome.usage.cpu_time >= Duration::from_millis(200), "{:?}", outcome.usage);
    assert!(outcome.usage.peak_memory >= 80 << 20, "{:?}", outcome.usage);
}

/// One session runs eight executions at once, and each answers what it was asked.
pub async fn eight_executions_run_at_once(sandbox: &dyn Sandbox) {
    let fixture = python("def execute(given):\n print(given.data)\n return given.data * 2");
    let session = open(sandbox, &fixture, |_| {}).await;
    let control = Control::default();
    let run = |number: i32| session.execute(request(json!(number)), &control);
    let answers = tokio::join!(run(0), run(1), run(2), run(3), run(4), run(5), run(6), run(7));
    let (a, b, c, d, e, f, g, h) = answers;
    for (number, outcome) in [a, b, c, d, e, f, g, h].into_iter().enumerate() {
        let outcome = outcome.expect("the sandbox works");
        assert_eq!(data(&outcome), json!(number * 2));
        let lines: Vec<_> = outcome.logs.lines.iter().map(|line| line.text.clone()).collect();
        assert_eq!(lines, [number.to_string()]);
    }
}
