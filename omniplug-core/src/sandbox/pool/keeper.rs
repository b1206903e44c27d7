//! The pool itself.

use super::estimate::busy;
use super::place::{Place, Ticket};
use super::shared::Shared;
use super::state::State;
use super::{Concurrency, Job, PoolOptions, SessionStatistics};
use crate::sandbox::{Sandbox, Start};
use crate::{Error, ErrorKind, Result};
use std::sync::{Arc, Mutex, PoisonError, Weak};
use std::time::{Duration, Instant};
use tokio::runtime::Runtime;

/// The bounds of the time between two looks at the idle sessions.
const OFTEN: Duration = Duration::from_millis(100);
const RARELY: Duration = Duration::from_secs(5);

/// Hands out turns and sessions. Dropping it ends its idle sessions at once, and the others with their execution.
#[derive(Debug)]
pub struct Pool {
    shared: Arc<Shared>,
    options: PoolOptions,
    longest_wait: Duration,
    /// Where sessions live; it begins with the first warm job.
    runtime: Mutex<Option<Runtime>>,
}

impl Pool {
    /// A pool over a backend. Nothing is started yet.
    pub fn new(sandbox: Arc<dyn Sandbox>, options: PoolOptions, concurrency: Concurrency) -> Self {
        let longest_wait = concurrency.longest_wait;
        let shared = Shared::new(sandbox, State::new(options.clone(), concurrency));
        Self { shared, options, longest_wait, runtime: Mutex::new(None) }
    }

    /// Waits for a turn and a session. Dropping the future gives both up.
    ///
    /// # Errors
    /// [`Busy`](ErrorKind::Busy) when too many wait or it would take, or took, too long;
    /// [`Unavailable`](ErrorKind::Unavailable) when the pool is closed; and as
    /// [`Sandbox::open`](Sandbox::open) when there can be no session.
    pub async fn enter(&self, job: Job) -> Result<Place> {
        let job = self.fitted(job)?;
        let begun = Instant::now();
        let longest = job.longest_wait.unwrap_or(self.longest_wait);
        let mut ticket = Ticket::new(&self.shared, &job, longest)?;
        let mut is_second = false;
        loop {
            let left = longest.saturating_sub(begun.elapsed());
            let place = tokio::time::timeout(left, ticket.wait()).await;
            let place = place.map_err(|_| self.waited_in_vain(&job, longest))??;
            let queue_time = begun.elapsed();
            // A session runs its requests also when it was not ready; so a second look would only cost.
            match place.prepare(is_second).await? {
                Ok(place) => return Ok(place.waited(queue_time)),
                Err(again) => ticket = again,
            }
            is_second = true;
        }
    }

    /// Whether it keeps sessions ready ahead of requests.
    pub fn is_ahead(&self) -> bool {
        self.options.warm && self.options.least > 0
    }

    /// Keeps the least number of sessions ready for a job, from now on until its group is drained.
    ///
    /// # Errors
    /// [`Unavailable`](ErrorKind::Unavailable) when no threads can be started. That a session can't be opened is
    /// no error; it is tried again.
    pub fn keep_ready(&self, job: Job) -> Result<()> {
        if self.is_ahead() {
            let job = self.fitted(job)?;
            self.shared.change(|state, effects| state.keep_ready(&job, effects));
        }
        Ok(())
    }

    /// Ends the idle sessions of a group. Those that run go on and are not kept afterwards.
    pub fn drain(&self, group: &str) {
        self.shared.change(|state, effects| state.drain(group, effects));
    }

    /// Refuses whatever comes and whoever waits, lets what runs go on to its end, and ends all sessions.
    pub async fn close(&self) {
        self.shared.change(|state, effects| state.close(effects));
        loop {
            let mut changed = std::pin::pin!(self.shared.changed.notified());
            changed.as_mut().enable();
            if self.shared.look(State::is_quiet) {
                return;
            }
            changed.await;
        }
    }

    /// What there is and was, by kinds of sessions.
    pub fn statistics(&self) -> Vec<SessionStatistics> {
        self.shared.look(State::statistics)
    }

    /// The job as this pool runs it, with a runtime where it needs one.
    fn fitted(&self, mut job: Job) -> Result<Arc<Job>> {
        if !self.options.warm {
            job.spec.start = Start::Cold;
        }
        if job.is_warm() {
            self.start_runtime()?;
        }
        Ok(Arc::new(job))
    }

    fn start_runtime(&self) -> Result<()> {
        if self.shared.runtime.get().is_some() {
            return Ok(());
        }
        let mut runtime = self.runtime.lock().unwrap_or_else(PoisonError::into_inner);
        if runtime.is_none() {
            let new = tokio::runtime::Builder::new_multi_thread()
                .worker_threads(1)
                .thread_name("omniplug-pool")
                .enable_all()
                .build()
                .map_err(|error| {
                    Error::new(ErrorKind::Unavailable, "no threads could be started")
                        .with_source(error)
                })?;
            let pause = (self.options.idle_time / 4).clamp(OFTEN, RARELY);
            new.spawn(maintain(Arc::downgrade(&self.shared), pause));
            // Set once, as the lock is held and there was none.
            let _ = self.shared.runtime.set(new.handle().clone());
            *runtime = Some(new);
        }
        Ok(())
    }

    fn waited_in_vain(&self, job: &Job, longest: Duration) -> Error {
        let message = format!("no turn came within {:.1} s", longest.as_secs_f64());
        busy(message, self.shared.look(|state| state.estimate(job)))
    }

    #[cfg(test)]
    pub(super) fn shared(&self) -> &Arc<Shared> {
        &self.shared
    }
}

impl Drop for Pool {
    fn drop(&mut self) {
        self.shared.change(|state, effects| state.close(effects));
        let runtime = self.runtime.get_mut().unwrap_or_else(PoisonError::into_inner);
        if let Some(runtime) = runtime.take() {
            // Tasks that close sessions are dropped with it, and sessions with them.
            runtime.shutdown_background();
        }
    }
}

async fn maintain(shared: Weak<Shared>, pause: Duration) {
    loop {
        tokio::time::sleep(pause).await;
        let Some(shared) = shared.upgrade() else {
            return;
        };
        shared.maintain(Instant::now()).await;
    }
}
