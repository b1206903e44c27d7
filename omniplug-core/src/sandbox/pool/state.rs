//! All that a pool knows, and what follows from a change of it. Nothing here waits.

use super::effects::{Answer, Effects, Grant, Opened};
use super::estimate::{Mean, busy};
use super::queue::{Entry, Queue};
use super::shelf::{Group, Live, Shelf};
use super::{Concurrency, Job, PoolOptions};
use crate::{Error, ErrorKind, Result};
use std::collections::{BTreeMap, HashMap};
use std::sync::Arc;
use std::time::{Duration, Instant};

/// How many empty groups are remembered for their means.
const GROUPS: usize = 1000;

/// One who waits.
#[derive(Debug)]
pub(super) struct Waiter {
    pub(super) shelf: u64,
    pub(super) job: Arc<Job>,
    pub(super) answer: Answer,
}

#[derive(Debug)]
pub(super) struct State {
    pub(super) options: PoolOptions,
    pub(super) concurrency: Concurrency,
    pub(super) closed: bool,
    pub(super) queue: Queue<Waiter>,
    pub(super) shelves: BTreeMap<u64, Shelf>,
    pub(super) keys: HashMap<String, u64>,
    pub(super) sessions: BTreeMap<u64, Live>,
    pub(super) groups: HashMap<String, Group>,
    pub(super) running: usize,
    pub(super) starting: usize,
    pub(super) closing: usize,
    pub(super) mean: Mean,
    pub(super) next_id: u64,
}

impl State {
    pub(super) fn new(options: PoolOptions, mut concurrency: Concurrency) -> Self {
        concurrency.executions = concurrency.executions.max(1);
        concurrency.of_one_plugin = concurrency.of_one_plugin.max(1);
        Self {
            queue: Queue::new(concurrency.waiting),
            options,
            concurrency,
            closed: false,
            shelves: BTreeMap::new(),
            keys: HashMap::new(),
            sessions: BTreeMap::new(),
            groups: HashMap::new(),
            running: 0,
            starting: 0,
            closing: 0,
            mean: Mean::default(),
            next_id: 0,
        }
    }

    pub(super) fn id(&mut self) -> u64 {
        self.next_id += 1;
        self.next_id
    }

    /// Alike sessions that may be there at once. More than may run at once would be of no use.
    pub(super) fn most(&self) -> usize {
        let Concurrency { executions, of_one_plugin, .. } = self.concurrency;
        self.options.most.min(executions).min(of_one_plugin).max(1)
    }

    /// The shelf for a job, a new one where there is none.
    pub(super) fn shelf(&mut self, job: &Arc<Job>) -> u64 {
        let key = job.key();
        if let Some(id) = self.keys.get(&key) {
            return *id;
        }
        let id = self.id();
        self.keys.insert(key.clone(), id);
        self.shelves.insert(id, Shelf::new(Arc::clone(job), key, Instant::now()));
        id
    }

    /// Lets a job wait for its turn, which may come at once. Answers with the number of its place in the line.
    pub(super) fn enter(
        &mut self,
        job: &Arc<Job>,
        answer: Answer,
        longest_wait: Duration,
        effects: &mut Effects,
    ) -> Result<u64> {
        if self.closed {
            return Err(closed());
        }
        let (id, shelf) = (self.id(), self.shelf(job));
        let waiter = Waiter { shelf, job: Arc::clone(job), answer };
        if self.can_begin(shelf) {
            // The bound is for those who have to wait for others.
            self.queue.push_unbounded(&job.tenant, id, waiter);
            self.count_waiting(shelf, 1);
        } else {
            let estimate = self.estimate(job);
            if let Some(long) = estimate.filter(|estimate| *estimate > longest_wait) {
                self.prune(shelf);
                return Err(too_long(long, longest_wait));
            }
            match self.queue.push(&job.tenant, id, waiter) {
                Entry::Waits => self.count_waiting(shelf, 1),
                Entry::Instead(other) => {
                    // Before the other's shelf may be forgotten, which may be the same.
                    self.count_waiting(shelf, 1);
                    self.count_waiting(other.shelf, -1);
                    effects.refused.push((other.answer, self.full(estimate)));
                    self.prune(other.shelf);
                }
                Entry::Full(_) => {
                    self.prune(shelf);
                    return Err(self.full(estimate));
                }
            }
        }
        self.proceed(effects);
        Ok(id)
    }

    /// Lets one who got a session that can't go on have the next turn.
    pub(super) fn enter_again(
        &mut self,
        grant: &Grant,
        answer: Answer,
        effects: &mut Effects,
    ) -> u64 {
        let (id, job) = (self.id(), Arc::clone(&grant.job));
        if self.closed {
            effects.refused.push((answer, closed()));
            return id;
        }
        // The shelf may be another when the group was drained meanwhile.
        let shelf = self.shelf(&job);
        let tenant = job.tenant.clone();
        self.queue.push_front(&tenant, id, Waiter { shelf, job, answer });
        self.count_waiting(shelf, 1);
        self.proceed(effects);
        id
    }

    /// Lets one go who does not wait any more.
    pub(super) fn leave(&mut self, tenant: &str, id: u64, effects: &mut Effects) {
        if let Some(waiter) = self.queue.remove(tenant, id) {
            self.count_waiting(waiter.shelf, -1);
            self.prune(waiter.shelf);
            self.proceed(effects);
        }
    }

    /// Takes a place back, and its session where that can go on. `took` is how long it ran, if it did.
    pub(super) fn give_back(
        &mut self,
        grant: &Grant,
        is_alive: bool,
        took: Option<Duration>,
        effects: &mut Effects,
    ) {
        self.running -= 1;
        let group = self.groups.entry(grant.job.group.clone()).or_default();
        group.running = group.running.saturating_sub(1);
        if let Some(took) = took {
            group.mean.add(took);
            self.mean.add(took);
        }
        if let Some(shelf) = self.shelves.get_mut(&grant.shelf) {
            shelf.running -= 1;
            shelf.executions += u64::from(took.is_some());
            shelf.used = Instant::now();
        }
        if let Some(id) = grant.session {
            if is_alive {
                self.put_on_shelf(id, effects);
            } else {
                self.end(id, effects);
            }
        }
        self.proceed(effects);
        self.trim(effects);
        self.prune(grant.shelf);
    }

    /// Takes in a session that was opened.
    pub(super) fn started(&mut self, shelf: u64, opened: Opened, effects: &mut Effects) {
        let (id, Opened { session, memory, epoch }) = (self.id(), opened);
        self.starting -= 1;
        let Some(place) = self.shelves.get_mut(&shelf) else {
            effects.ended.push(session);
            self.closing += 1;
            return;
        };
        place.starting -= 1;
        place.started += 1;
        place.failed = None;
        place.memory = memory;
        place.live += 1;
        place.cold_reason = session.cold_reason();
        let used = Instant::now();
        let is_cold = place.cold_reason.is_some();
        self.sessions.insert(id, Live { shelf, session, memory, epoch, used });
        if is_cold {
            self.end(id, effects);
        } else {
            self.put_on_shelf(id, effects);
        }
        self.proceed(effects);
        self.trim(effects);
        self.prune(shelf);
    }

    /// Hears that a session could not be opened. Where there is none, those who wait for one are told why.
    pub(super) fn not_started(&mut self, shelf: u64, error: &Error, effects: &mut Effects) {
        self.starting -= 1;
        let Some(place) = self.shelves.get_mut(&shelf) else {
            return;
        };
        place.starting -= 1;
        place.failed = Some(Instant::now());
        tracing::debug!(?error, "a session did not start");
        if place.live + place.starting == 0 {
            place.waiting = 0;
            let waiters = self.queue.remove_all(|waiter| waiter.shelf == shelf);
            for waiter in waiters {
                let group = self.groups.entry(waiter.job.group.clone()).or_default();
                group.waiting = group.waiting.saturating_sub(1);
                effects.refused.push((waiter.answer, copy(error)));
            }
        }
        self.proceed(effects);
        self.prune(shelf);
    }

    /// Stops taking anything in and ends all that is idle.
    pub(super) fn close(&mut self, effects: &mut Effects) {
        self.closed = true;
        for waiter in self.queue.remove_all(|_| true) {
            self.count_waiting(waiter.shelf, -1);
            effects.refused.push((waiter.answer, closed()));
        }
        let idle = self.shelves.values().flat_map(|shelf| shelf.idle.iter().copied());
        for id in idle.collect::<Vec<_>>() {
            self.end(id, effects);
        }
    }

    /// Whether a closed pool has nothing left.
    pub(super) fn is_quiet(&self) -> bool {
        self.running + self.starting + self.closing + self.sessions.len() == 0
    }

    fn full(&self, estimate: Option<Duration>) -> Error {
        busy(format!("`{}` calls wait for their turn already", self.queue.len()), estimate)
    }

    /// How long a new call would wait for its turn, as far as that is known.
    pub(super) fn estimate(&self, job: &Job) -> Option<Duration> {
        let Concurrency { executions, of_one_plugin, .. } = self.concurrency;
        let of_all = self.mean.of(self.queue.ahead(&job.tenant) + 1, executions);
        let of_group = self.groups.get(&job.group).and_then(|group| {
            let places = if job.is_warm() { self.most() } else { of_one_plugin };
            group.mean.of(group.waiting + 1, places)
        });
        of_all.max(of_group)
    }

    fn count_waiting(&mut self, shelf: u64, change: isize) {
        if let Some(shelf) = self.shelves.get_mut(&shelf) {
            shelf.waiting = shelf.waiting.saturating_add_signed(change);
            let group = self.groups.entry(shelf.job.group.clone()).or_default();
            group.waiting = group.waiting.saturating_add_signed(change);
        }
    }

    /// Forgets a shelf that is of no use any more. Those of kept sessions stay for a while, for their counts.
    fn prune(&mut self, id: u64) {
        let is_over = |shelf: &Shelf| shelf.is_empty() && !shelf.job.is_warm();
        if self.shelves.get(&id).is_some_and(is_over)
            && let Some(shelf) = self.shelves.remove(&id)
        {
            self.keys.remove(&shelf.key);
        }
        if self.groups.len() > GROUPS {
            self.groups.retain(|_, group| group.running + group.waiting > 0);
        }
    }
}

fn too_long(estimate: Duration, longest_wait: Duration) -> Error {
    let (estimate_seconds, longest) = (estimate.as_secs_f64(), longest_wait.as_secs_f64());
    let message = format!(
        "it would wait about {estimate_seconds:.1} s for its turn, and may wait {longest:.1} s"
    );
    busy(message, Some(estimate))
}

/// The refusal of a pool that was closed.
fn closed() -> Error {
    Error::new(ErrorKind::Unavailable, "it was closed and runs nothing any more")
        .with_hint("open it again")
}

/// The same error for another one who waited.
fn copy(error: &Error) -> Error {
    let copy = Error::new(error.kind(), error.full_message());
    match error.hint() {
        Some(hint) => copy.with_hint(hint),
        None => copy,
    }
}
