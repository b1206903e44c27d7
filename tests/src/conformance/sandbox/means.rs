//! What the cases share.

use crate::fixture::{Fixture, request};
use omniplug_core::sandbox::{
    Control, Language, Limits, Outcome, Sandbox, Session, SessionSpec, Status,
};
use serde_json::{Value, json};

pub(super) fn python(code: &str) -> Fixture {
    Fixture::new(Language::Python, code)
}

/// Opens a session with changed limits.
pub(super) async fn open(
    sandbox: &dyn Sandbox,
    fixture: &Fixture,
    change: impl FnOnce(&mut Limits),
) -> Box<dyn Session> {
    let mut spec: SessionSpec = fixture.spec();
    change(&mut spec.limits);
    sandbox.open(spec).await.expect("a session opens")
}

pub(super) async fn execute(session: &dyn Session, input: Value) -> Outcome {
    session.execute(request(input), &Control::default()).await.expect("the sandbox works")
}

/// Runs code once under changed limits.
pub(super) async fn run(
    sandbox: &dyn Sandbox,
    code: &str,
    change: impl FnOnce(&mut Limits),
) -> Outcome {
    let fixture = python(code);
    let session = open(sandbox, &fixture, change).await;
    execute(session.as_ref(), json!({})).await
}

/// The data of an execution that must have succeeded.
pub(super) fn data(outcome: &Outcome) -> Value {
    assert_eq!(outcome.status, Status::Success, "{outcome:#?}");
    outcome.reply.as_ref().map(|reply| reply.data.to_json()).unwrap_or_default()
}
