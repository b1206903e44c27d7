//! Whose turn it is.

use super::Concurrency;
use super::effects::{Effects, Grant};
use super::shelf::{Group, Shelf};
use super::state::State;
use std::collections::{BTreeMap, HashMap, HashSet};

impl State {
    /// Lets all go on who can, and starts the sessions that the others wait for.
    pub(super) fn proceed(&mut self, effects: &mut Effects) {
        while self.running < self.concurrency.executions && self.grant_one(effects) {}
        self.start_what_is_wanted(effects);
    }

    /// Whether a new job of a shelf could begin, passing nobody: at once, or with a session of its own.
    pub(super) fn can_begin(&self, shelf: u64) -> bool {
        self.running < self.concurrency.executions
            && self.shelves.get(&shelf).is_some_and(|shelf| {
                let may_start = shelf.waiting == 0 && shelf.live + shelf.starting < self.most();
                has_place(shelf, &self.groups, &self.concurrency)
                    && (!shelf.is_warm() || !shelf.idle.is_empty() || may_start)
            })
    }

    fn grant_one(&mut self, effects: &mut Effects) -> bool {
        let Self { queue, shelves, groups, concurrency, .. } = self;
        // What does not fit one of a shelf fits none of it.
        let mut unfit = HashSet::new();
        let next = queue.take(|waiter| {
            let id = waiter.shelf;
            !unfit.contains(&id)
                && (fits(shelves, id, groups, concurrency) || {
                    unfit.insert(id);
                    false
                })
        });
        let Some(waiter) = next else {
            return false;
        };
        let Some(shelf) = self.shelves.get_mut(&waiter.shelf) else {
            return true;
        };
        shelf.waiting = shelf.waiting.saturating_sub(1);
        shelf.running += 1;
        let idle = if shelf.is_warm() { shelf.idle.pop() } else { None };
        let group = self.groups.entry(shelf.job.group.clone()).or_default();
        group.waiting = group.waiting.saturating_sub(1);
        group.running += 1;
        self.running += 1;
        let session = idle.and_then(|id| Some(self.sessions.get(&id)?.session.clone()));
        let grant = Grant { shelf: waiter.shelf, job: waiter.job, session: idle };
        effects.granted.push((waiter.answer, grant, session));
        true
    }
}

fn has_place(shelf: &Shelf, groups: &HashMap<String, Group>, concurrency: &Concurrency) -> bool {
    let running = groups.get(&shelf.job.group).map_or(0, |group| group.running);
    running < concurrency.of_one_plugin
}

fn fits(
    shelves: &BTreeMap<u64, Shelf>,
    id: u64,
    groups: &HashMap<String, Group>,
    concurrency: &Concurrency,
) -> bool {
    shelves.get(&id).is_some_and(|shelf| {
        has_place(shelf, groups, concurrency) && (!shelf.is_warm() || !shelf.idle.is_empty())
    })
}
