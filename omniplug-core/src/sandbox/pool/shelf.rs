//! The sessions of one key.

use super::Job;
use super::effects::Kept;
use super::estimate::Mean;
use std::sync::Arc;
use std::time::{Duration, Instant};

/// How long after a start that failed nothing is started ahead of demand, and how long those who wait have to do
/// with the sessions that there are.
const RETRY_AHEAD: Duration = Duration::from_secs(60);
const RETRY: Duration = Duration::from_secs(5);

/// A session that the pool keeps.
#[derive(Debug)]
pub(super) struct Live {
    pub(super) shelf: u64,
    pub(super) session: Kept,
    pub(super) memory: u64,
    /// The shelf's when it was opened.
    pub(super) epoch: u64,
    /// When it was opened or used last.
    pub(super) used: Instant,
}

/// What is known of alike sessions, and of the jobs that they are for.
#[derive(Debug)]
pub(super) struct Shelf {
    pub(super) job: Arc<Job>,
    pub(super) key: String,
    /// Sessions that wait for work, the one used last at the end: it is the likeliest to be in the caches.
    pub(super) idle: Vec<u64>,
    /// Sessions there are.
    pub(super) live: usize,
    pub(super) starting: usize,
    /// Executions, also those without a kept session.
    pub(super) running: usize,
    pub(super) waiting: usize,
    pub(super) least: usize,
    /// Sessions opened in an earlier one are not kept.
    pub(super) epoch: u64,
    pub(super) failed: Option<Instant>,
    /// What its newest session held.
    pub(super) memory: u64,
    pub(super) cold_reason: Option<String>,
    pub(super) used: Instant,
    pub(super) started: u64,
    pub(super) evicted: u64,
    pub(super) executions: u64,
}

impl Shelf {
    pub(super) fn new(job: Arc<Job>, key: String, now: Instant) -> Self {
        Self {
            job,
            key,
            idle: Vec::new(),
            live: 0,
            starting: 0,
            running: 0,
            waiting: 0,
            least: 0,
            epoch: 0,
            failed: None,
            memory: 0,
            cold_reason: None,
            used: now,
            started: 0,
            evicted: 0,
            executions: 0,
        }
    }

    /// Whether its jobs run in kept sessions.
    pub(super) fn is_warm(&self) -> bool {
        self.job.is_warm() && self.cold_reason.is_none()
    }

    /// Whether more of those who wait could run with one more session. Only one starts while there is none: it
    /// shows whether the start succeeds and what it costs.
    pub(super) fn wants_one(&self, most: usize) -> bool {
        let has_others = self.live + self.starting > 0;
        self.is_warm()
            && !(has_others && self.has_failed(Instant::now(), RETRY))
            && self.waiting > self.starting
            && self.starting < self.live.max(1)
            && self.live + self.starting < most
    }

    /// Whether one is to be started ahead of demand.
    pub(super) fn lacks_one(&self, now: Instant) -> bool {
        self.is_warm()
            && self.live + self.starting < self.least
            && !self.has_failed(now, RETRY_AHEAD)
    }

    fn has_failed(&self, now: Instant, within: Duration) -> bool {
        self.failed.is_some_and(|at| now.saturating_duration_since(at) < within)
    }

    /// Whether nothing is left of it but its counts.
    pub(super) fn is_empty(&self) -> bool {
        self.live + self.starting + self.running + self.waiting + self.least == 0
    }
}

/// What is known of the executions of a group.
#[derive(Debug, Default)]
pub(super) struct Group {
    pub(super) running: usize,
    pub(super) waiting: usize,
    pub(super) mean: Mean,
}
