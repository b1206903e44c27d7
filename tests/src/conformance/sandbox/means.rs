//! What the cases share.

use crate::fixture::{Fixture, request};
use omniplug_core::sandbox::{
    Control, Event, EventSink, Language, Limits, Outcome, Sandbox, Session, SessionSpec, Status,
};
use serde_json::{Value, json};
use std::sync::{Arc, Mutex, PoisonError};
use tokio_util::sync::CancellationToken;

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

/// Collects the lines that it hears, and cancels its token on the line that it waits for.
#[derive(Clone, Default)]
pub(super) struct Listener {
    lines: Arc<Mutex<Vec<String>>>,
    awaited: &'static str,
    token: CancellationToken,
}

impl Listener {
    pub(super) fn waiting_for(awaited: &'static str) -> Self {
        Self { awaited, ..Self::default() }
    }

    pub(super) fn lines(&self) -> Vec<String> {
        self.lines.lock().unwrap_or_else(PoisonError::into_inner).clone()
    }

    /// Ends when the line was heard.
    pub(super) async fn heard(&self) {
        self.token.cancelled().await;
    }

    /// A control that tells this listener; with `cancels`, the awaited line ends the execution.
    pub(super) fn control(&self, cancels: bool) -> Control {
        let cancel = if cancels { self.token.clone() } else { CancellationToken::new() };
        Control { events: Arc::new(self.clone()), cancel }
    }
}

impl EventSink for Listener {
    fn event(&self, event: Event) {
        if let Event::Log { text, .. } = event {
            if text == self.awaited {
                self.token.cancel();
            }
            self.lines.lock().unwrap_or_else(PoisonError::into_inner).push(text);
        }
    }
}
