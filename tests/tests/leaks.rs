//! What an execution leaves in a warm session is invisible to the next: a thousand of them, in an order that
//! nobody chose.

#![expect(clippy::unwrap_used, reason = "a suite ends where its own means fail")]

use omniplug_core::payload::Payload;
use omniplug_core::sandbox::docker::DockerSandbox;
use omniplug_core::sandbox::{Control, Language, Request, Sandbox, SessionSpec, Start, Status};
use omniplug_tests::fixture::{Fixture, docker, native, request, small_limits};
use omniplug_tests::skip;
use serde_json::{Value, json};
use std::collections::BTreeSet;
use std::time::Duration;

const EXECUTIONS: usize = 1000;

/// What can be left, and whether it ends the execution.
const PYTHON: &[(&str, bool)] = &[
    ("files", false),
    ("plugin", false),
    ("environment", false),
    ("modules", false),
    ("memory", false),
    ("process", false),
    ("thread", false),
    ("sockets", false),
    ("state", false),
    ("signals", false),
    ("death", true),
];
const R: &[(&str, bool)] = &[
    ("files", false),
    ("plugin", false),
    ("environment", false),
    ("objects", false),
    ("settings", false),
    ("connections", false),
    ("process", false),
    ("signals", false),
    ("death", true),
    ("quit", true),
];

/// Numbers that look random, from a seed that a failure names (xorshift).
struct Dice(u64);

impl Dice {
    fn below(&mut self, most: usize) -> usize {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        (self.0 % most as u64) as usize
    }
}

async fn nothing_is_seen(
    sandbox: &dyn Sandbox,
    language: Language,
    code: &str,
    kinds: &[(&str, bool)],
) {
    let fixture = Fixture::new(language, code);
    let mut limits = small_limits();
    limits.memory = 512 << 20;
    let spec = SessionSpec { start: Start::Warm, limits, ..fixture.spec() };
    let session = sandbox.open(spec).await.unwrap();
    assert_eq!(session.cold_reason(), None);
    let seed = std::time::UNIX_EPOCH.elapsed().unwrap().as_nanos() as u64 | 1;
    let mut dice = Dice(seed);
    let mut drawn = BTreeSet::new();
    for number in 0..EXECUTIONS {
        let mut chosen: Vec<&(&str, bool)> = Vec::new();
        for _ in 0..dice.below(4) {
            let kind = &kinds[dice.below(kinds.len())];
            // What ends an execution would keep it from answering.
            let is_rare = kind.1 && dice.below(4) > 0;
            if !chosen.contains(&kind) && !is_rare {
                chosen.push(kind);
            }
        }
        let names: Vec<_> = chosen.iter().map(|kind| kind.0).collect();
        let ends = chosen.iter().any(|kind| kind.1);
        let request = Request {
            input: Payload::from_json(json!(names)).unwrap(),
            timeout: Duration::from_secs(60),
            ..request(json!(null))
        };
        let outcome = session.execute(request, &Control::default()).await.unwrap();
        let place = format!("execution {number} of seed {seed}, leaving {names:?}: {outcome:#?}");
        assert_eq!(outcome.start, Start::Warm, "{place}");
        if ends {
            assert_eq!(outcome.status, Status::Failure, "{place}");
            continue;
        }
        assert_eq!(outcome.status, Status::Success, "{place}");
        let answer: Value = outcome.reply.as_ref().unwrap().data.to_json();
        assert_eq!(answer["found"], json!([]), "{place}");
        assert_eq!(answer["text"], "[1]", "{place}");
        assert!(drawn.insert(answer["drawn"].to_string()), "drawn twice: {place}");
    }
    session.close().await.unwrap();
}

async fn nothing_of_python_is_seen(sandbox: &dyn Sandbox) {
    let code = include_str!("../src/leaks/leaks.py");
    nothing_is_seen(sandbox, Language::Python, code, PYTHON).await;
}

async fn nothing_of_r_is_seen(sandbox: &dyn Sandbox) {
    nothing_is_seen(sandbox, Language::R, include_str!("../src/leaks/leaks.R"), R).await;
}

#[tokio::test]
async fn nothing_that_python_leaves_is_seen_by_the_next() {
    nothing_of_python_is_seen(&native(true)).await;
}

#[tokio::test]
async fn nothing_that_python_leaves_is_seen_without_control_groups() {
    nothing_of_python_is_seen(&native(false)).await;
}

#[tokio::test]
async fn nothing_that_r_leaves_is_seen_by_the_next() {
    let sandbox = native(true);
    if sandbox.interpreter(Language::R, None, &|_| {}).await.is_err() {
        return skip::skip("leaks in R", "there is no `R` here");
    }
    nothing_of_r_is_seen(&sandbox).await;
}

async fn in_containers(remote: bool) -> Option<DockerSandbox> {
    let sandbox = docker(remote).await;
    if sandbox.is_none() {
        skip::skip("leaks in containers", "no daemon answers that has the tests' images");
    }
    sandbox
}

#[tokio::test]
async fn nothing_that_python_leaves_in_a_container_is_seen_by_the_next() {
    for remote in [false, true] {
        if let Some(sandbox) = in_containers(remote).await {
            nothing_of_python_is_seen(&sandbox).await;
        }
    }
}

#[tokio::test]
async fn nothing_that_r_leaves_in_a_container_is_seen_by_the_next() {
    for remote in [false, true] {
        if let Some(sandbox) = in_containers(remote).await {
            nothing_of_r_is_seen(&sandbox).await;
        }
    }
}
