//! What is to be done after a change, when its lock is free again.

use super::place::Place;
use super::shared::Shared;
use crate::sandbox::{Session, SessionSpec};
use crate::{Error, Result};
use std::sync::Arc;
use std::time::Duration;
use tokio::sync::oneshot;

/// A session that several parts of the pool look at; whoever holds it last closes it.
pub(super) type Kept = Arc<Box<dyn Session>>;

/// Answers one who waits.
pub(super) type Answer = oneshot::Sender<Result<Place>>;

/// The longest that closing a session may take before it is dropped.
const CLOSING: Duration = Duration::from_secs(10);

/// The right to run once.
#[derive(Debug)]
pub(super) struct Grant {
    pub(super) shelf: u64,
    pub(super) job: Arc<super::Job>,
    /// The number of a kept session, else one is to be opened for this time.
    pub(super) session: Option<u64>,
}

/// A session that was just opened.
#[derive(Debug)]
pub(super) struct Opened {
    pub(super) session: Kept,
    pub(super) memory: u64,
    pub(super) epoch: u64,
}

/// What is to be done after a change.
#[derive(Debug, Default)]
pub(super) struct Effects {
    pub(super) granted: Vec<(Answer, Grant, Option<Kept>)>,
    pub(super) refused: Vec<(Answer, Error)>,
    /// Shelf, its epoch and what to open.
    pub(super) starts: Vec<(u64, u64, SessionSpec)>,
    pub(super) ended: Vec<Kept>,
}

impl Effects {
    pub(super) fn perform(self, shared: &Arc<Shared>) {
        for (answer, error) in self.refused {
            // Who went away needs no answer.
            let _ = answer.send(Err(error));
        }
        for (answer, grant, session) in self.granted {
            // A place that nobody takes gives itself back.
            let _ = answer.send(Ok(Place::new(Arc::clone(shared), grant, session)));
        }
        for (shelf, epoch, spec) in self.starts {
            let starting = Starting { shared: Arc::clone(shared), shelf, epoch, is_done: false };
            shared.spawn(starting.run(spec));
        }
        for session in self.ended {
            let closing = Closing(Arc::clone(shared));
            shared.spawn(closing.run(session));
        }
    }
}

/// A session that is being opened. Dropping it, as when the runtime ends, gives the attempt up.
struct Starting {
    shared: Arc<Shared>,
    shelf: u64,
    epoch: u64,
    is_done: bool,
}

impl Starting {
    async fn run(mut self, spec: SessionSpec) {
        let limit = spec.limits.timeout;
        let opening = async {
            let session = self.shared.sandbox.open(spec).await?;
            let memory = session.memory().await;
            Ok((Arc::new(session), memory))
        };
        let opened = match tokio::time::timeout(limit, opening).await {
            Ok(opened) => opened,
            Err(_) => Err(Error::new(
                crate::ErrorKind::Sandbox,
                format!("a session was not ready after `{}` s", limit.as_secs_f64()),
            )
            .with_hint("let the plugin do less when it is loaded, or allow more time")),
        };
        self.is_done = true;
        let (shelf, epoch) = (self.shelf, self.epoch);
        self.shared.change(|state, effects| match opened {
            Ok((session, memory)) => {
                state.started(shelf, Opened { session, memory, epoch }, effects);
            }
            Err(error) => state.not_started(shelf, &error, effects),
        });
    }
}

impl Drop for Starting {
    fn drop(&mut self) {
        if !self.is_done {
            let error = Error::new(crate::ErrorKind::Sandbox, "a session's start was given up");
            let shelf = self.shelf;
            self.shared.change(|state, effects| state.not_started(shelf, &error, effects));
        }
    }
}

/// A session that is being closed.
struct Closing(Arc<Shared>);

impl Closing {
    async fn run(self, session: Kept) {
        let Some(session) = Arc::into_inner(session) else {
            return;
        };
        match tokio::time::timeout(CLOSING, session.close()).await {
            Ok(Ok(())) => {}
            Ok(Err(error)) => tracing::warn!(%error, "a session did not close"),
            Err(_) => tracing::warn!("a session did not close in time and was dropped"),
        }
    }
}

impl Drop for Closing {
    fn drop(&mut self) {
        self.0.change(|state, _| state.closing -= 1);
    }
}
