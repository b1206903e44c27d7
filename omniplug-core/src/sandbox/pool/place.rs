//! A turn to run: waiting for it, and using it.

use super::Job;
use super::effects::{Grant, Kept};
use super::shared::{Shared, is_ready};
use crate::sandbox::{Control, Outcome, Request, Status};
use crate::{Error, ErrorKind, Result};
use std::sync::Arc;
use std::time::{Duration, Instant};
use tokio::sync::oneshot;

/// A place in the line. Dropping it leaves the line.
pub(super) struct Ticket {
    shared: Arc<Shared>,
    tenant: String,
    id: u64,
    answer: oneshot::Receiver<Result<Place>>,
}

impl Ticket {
    pub(super) fn new(
        shared: &Arc<Shared>,
        job: &Arc<Job>,
        longest_wait: Duration,
    ) -> Result<Self> {
        let (sender, answer) = oneshot::channel();
        let id = shared.change(|state, effects| state.enter(job, sender, longest_wait, effects))?;
        Ok(Self { shared: Arc::clone(shared), tenant: job.tenant.clone(), id, answer })
    }

    /// Waits for the turn.
    pub(super) async fn wait(mut self) -> Result<Place> {
        let lost = || Error::new(ErrorKind::Sandbox, "a call's turn was lost");
        (&mut self.answer).await.unwrap_or_else(|_| Err(lost()))
    }
}

impl Drop for Ticket {
    fn drop(&mut self) {
        let (tenant, id) = (&self.tenant, self.id);
        self.shared.change(|state, effects| state.leave(tenant, id, effects));
    }
}

/// A turn to run once, in a session. Dropping it makes room for the next.
#[derive(Debug)]
pub struct Place {
    shared: Arc<Shared>,
    grant: Grant,
    /// The session: the grant's, or one for this time.
    session: Option<Kept>,
    is_alive: bool,
    took: Option<Duration>,
    queue_time: Duration,
}

impl Place {
    pub(super) fn new(shared: Arc<Shared>, grant: Grant, session: Option<Kept>) -> Self {
        Self { shared, grant, session, is_alive: true, took: None, queue_time: Duration::ZERO }
    }

    /// How long the call waited for its turn and its session.
    pub fn queue_time(&self) -> Duration {
        self.queue_time
    }

    /// Runs the request and waits for its end: [`Session::execute`](crate::sandbox::Session::execute).
    pub async fn execute(mut self, request: Request, control: &Control) -> Result<Outcome> {
        let Some(session) = self.session.take() else {
            return Err(Error::new(ErrorKind::Sandbox, "a turn to run has no session"));
        };
        // Who gives up leaves a session in the middle of something.
        self.is_alive = false;
        let begun = Instant::now();
        let outcome = session.execute(request, control).await;
        self.took = Some(begun.elapsed());
        if self.grant.session.is_some() {
            // What was ended from outside, or broke, may have taken the session along.
            let is_sound =
                |outcome: &Outcome| matches!(outcome.status, Status::Success | Status::Failure);
            self.is_alive = outcome.as_ref().is_ok_and(is_sound) || is_ready(&session).await;
        } else if let Some(session) = Arc::into_inner(session)
            && let Err(error) = session.close().await
        {
            tracing::warn!(%error, "a session did not close");
        }
        outcome
    }

    /// Makes the session ready: looks whether a kept one still can go on, or opens one for this time. Answers
    /// with a new ticket when the kept one can't, unless it is to be `taken` as it is.
    pub(super) async fn prepare(mut self, taken: bool) -> Result<Result<Self, Ticket>> {
        if let Some(session) = &self.session {
            if taken || is_ready(session).await {
                return Ok(Ok(self));
            }
            self.is_alive = false;
            return Ok(Err(self.exchange()));
        }
        let mut spec = self.grant.job.spec.clone();
        spec.start = crate::sandbox::Start::Cold;
        self.session = Some(Arc::new(self.shared.sandbox.open(spec).await?));
        Ok(Ok(self))
    }

    /// Gives a session back that can't go on, for the next turn.
    fn exchange(self) -> Ticket {
        let (sender, answer) = oneshot::channel();
        let shared = Arc::clone(&self.shared);
        let tenant = self.grant.job.tenant.clone();
        let id = shared.change(|state, effects| state.enter_again(&self.grant, sender, effects));
        Ticket { shared, tenant, id, answer }
    }

    pub(super) fn waited(mut self, queue_time: Duration) -> Self {
        self.queue_time = queue_time;
        self
    }
}

impl Drop for Place {
    fn drop(&mut self) {
        // First, so that the pool's own is the last when it closes the session.
        self.session = None;
        self.shared.change(|state, effects| {
            state.give_back(&self.grant, self.is_alive, self.took, effects);
        });
    }
}
