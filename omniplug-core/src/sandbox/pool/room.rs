//! Which sessions there are: starting, keeping and ending them within the bounds of number and memory.

use super::Job;
use super::effects::Effects;
use super::shelf::Shelf;
use super::state::State;
use crate::sandbox::SessionSpec;
use std::collections::BTreeSet;
use std::sync::Arc;
use std::time::{Duration, Instant};

/// How long the counts of a shelf without sessions stay.
const REMEMBERED: Duration = Duration::from_secs(3600);

impl State {
    /// Starts sessions for those who wait, in the order of their turns.
    pub(super) fn start_what_is_wanted(&mut self, effects: &mut Effects) {
        if self.queue.len() == 0 || self.closed {
            return;
        }
        let most = self.most();
        let mut seen = BTreeSet::new();
        let wanted = self.queue.iter().map(|waiter| waiter.shelf);
        let wanted: Vec<u64> = wanted.filter(|shelf| seen.insert(*shelf)).collect();
        for id in wanted {
            let wants = |state: &Self| state.shelves.get(&id).is_some_and(|it| it.wants_one(most));
            while wants(self) && self.make_room(id, effects) {
                self.start(id, effects);
            }
        }
    }

    /// Starts sessions ahead of demand, where there is room without ending another.
    pub(super) fn start_ahead(&mut self, now: Instant, effects: &mut Effects) {
        for id in self.shelves.keys().copied().collect::<Vec<_>>() {
            let lacks = |state: &Self| state.shelves.get(&id).is_some_and(|it| it.lacks_one(now));
            while !self.closed && lacks(self) && self.has_room(id) {
                self.start(id, effects);
            }
        }
    }

    /// Keeps the least number of sessions for a job from now on.
    pub(super) fn keep_ready(&mut self, job: &Arc<Job>, effects: &mut Effects) {
        let least = self.options.least.min(self.most());
        let id = self.shelf(job);
        if let Some(shelf) = self.shelves.get_mut(&id) {
            shelf.least = least;
        }
        self.start_ahead(Instant::now(), effects);
    }

    /// Takes in what was found of an idle session.
    pub(super) fn examined(&mut self, id: u64, is_alive: bool, memory: u64, effects: &mut Effects) {
        let Some(live) = self.sessions.get_mut(&id) else {
            return;
        };
        live.memory = memory;
        let shelf = self.shelves.get(&live.shelf);
        // One that runs by now is looked at when it ends.
        if !is_alive && shelf.is_some_and(|shelf| shelf.idle.contains(&id)) {
            self.end(id, effects);
        }
    }

    /// Puts a session on its shelf, or ends it when nothing of its kind is to be kept.
    pub(super) fn put_on_shelf(&mut self, id: u64, effects: &mut Effects) {
        let Some(live) = self.sessions.get_mut(&id) else {
            return;
        };
        live.used = Instant::now();
        let epoch = live.epoch;
        let is_kept = |shelf: &&mut Shelf| shelf.epoch == epoch || shelf.waiting > 0;
        match self.shelves.get_mut(&live.shelf).filter(is_kept) {
            Some(shelf) if !self.closed => shelf.idle.push(id),
            _ => self.end(id, effects),
        }
    }

    /// Ends a session.
    pub(super) fn end(&mut self, id: u64, effects: &mut Effects) {
        let Some(live) = self.sessions.remove(&id) else {
            return;
        };
        if let Some(shelf) = self.shelves.get_mut(&live.shelf) {
            shelf.idle.retain(|idle| *idle != id);
            shelf.live -= 1;
        }
        self.closing += 1;
        effects.ended.push(live.session);
    }

    /// Ends idle sessions, those unused for longest first, until the memory ceiling is kept.
    pub(super) fn trim(&mut self, effects: &mut Effects) {
        while self.memory() > self.options.memory && self.evict(None, effects) {}
    }

    /// Ends what was unused for too long, and forgets shelves that nobody used for longer.
    pub(super) fn expire(&mut self, now: Instant, effects: &mut Effects) {
        let idle_time = self.options.idle_time;
        for id in self.shelves.keys().copied().collect::<Vec<_>>() {
            while let Some(shelf) = self.shelves.get(&id)
                && shelf.live > shelf.least
                && let Some(oldest) = shelf.idle.first().copied()
                && self.sessions.get(&oldest).is_some_and(|it| age(it.used, now) >= idle_time)
            {
                self.count_eviction(oldest);
                self.end(oldest, effects);
            }
        }
        self.shelves.retain(|_, shelf| !shelf.is_empty() || age(shelf.used, now) < REMEMBERED);
        let shelves = &self.shelves;
        self.keys.retain(|_, id| shelves.contains_key(id));
    }

    /// Ends the idle sessions of a group, keeps none of those that run, and starts none ahead.
    pub(super) fn drain(&mut self, group: &str, effects: &mut Effects) {
        let mut idle = Vec::new();
        for shelf in self.shelves.values_mut().filter(|shelf| shelf.job.group == group) {
            shelf.epoch += 1;
            shelf.least = 0;
            idle.extend_from_slice(&shelf.idle);
        }
        for id in idle {
            self.end(id, effects);
        }
        self.shelves.retain(|_, shelf| shelf.job.group != group || !shelf.is_empty());
        let shelves = &self.shelves;
        self.keys.retain(|_, id| shelves.contains_key(id));
    }

    /// Memory of all sessions.
    pub(super) fn memory(&self) -> u64 {
        self.sessions.values().fold(0, |sum, live| sum.saturating_add(live.memory))
    }

    fn start(&mut self, id: u64, effects: &mut Effects) {
        if let Some(shelf) = self.shelves.get_mut(&id) {
            shelf.starting += 1;
            self.starting += 1;
            let spec: SessionSpec = shelf.job.spec.clone();
            effects.starts.push((id, shelf.epoch, spec));
        }
    }

    /// Whether a session of a shelf can be added.
    fn has_room(&self, shelf: u64) -> bool {
        let expected = self.shelves.get(&shelf).map_or(0, |shelf| shelf.memory);
        self.sessions.len() + self.starting < self.options.most_in_all
            && self.memory().saturating_add(expected) <= self.options.memory
    }

    /// Makes room for a session of a shelf by ending idle ones of others. One can always be added to nothing:
    /// else a session that is larger than the ceiling would never run.
    fn make_room(&mut self, shelf: u64, effects: &mut Effects) -> bool {
        while !self.has_room(shelf) {
            if !self.evict(Some(shelf), effects) {
                return self.sessions.len() + self.starting == 0;
            }
        }
        true
    }

    /// Ends the idle session that was unused for longest; none of the shelf `except`.
    fn evict(&mut self, except: Option<u64>, effects: &mut Effects) -> bool {
        let shelves = self.shelves.iter().filter(|(id, _)| Some(**id) != except);
        // The first on a shelf is the one unused for longest.
        let oldest = shelves
            .filter_map(|(_, shelf)| shelf.idle.first())
            .filter_map(|id| Some((self.sessions.get(id)?.used, *id)))
            .min();
        let Some((_, id)) = oldest else {
            return false;
        };
        self.count_eviction(id);
        self.end(id, effects);
        true
    }

    fn count_eviction(&mut self, session: u64) {
        let shelf = self.sessions.get(&session).map(|live| live.shelf);
        if let Some(shelf) = shelf.and_then(|shelf| self.shelves.get_mut(&shelf)) {
            shelf.evicted += 1;
        }
    }
}

fn age(since: Instant, now: Instant) -> Duration {
    now.saturating_duration_since(since)
}
