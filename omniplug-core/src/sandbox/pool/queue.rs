//! Who comes next: a line for each tenant, and the lines in turns.

use std::collections::VecDeque;

/// Waiting items, in a line for each tenant.
///
/// Lines take turns, and inside a line the first comes first. What can't go on yet lets those behind it pass,
/// and its line keeps its turn.
#[derive(Debug)]
pub(super) struct Queue<T> {
    /// In the order of their turns; none is empty.
    lines: VecDeque<Line<T>>,
    waiting: usize,
    most: usize,
}

#[derive(Debug)]
struct Line<T> {
    tenant: String,
    items: VecDeque<(u64, T)>,
}

/// What became of an item that wanted to wait.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Entry<T> {
    /// It waits.
    Waits,
    /// It waits in the place of the last one of the longest line, which had more than its share.
    Instead(T),
    /// There is no room.
    Full(T),
}

impl<T> Queue<T> {
    /// A queue in which at most so many wait.
    pub(super) fn new(most: usize) -> Self {
        Self { lines: VecDeque::new(), waiting: 0, most }
    }

    /// How many wait.
    pub(super) fn len(&self) -> usize {
        self.waiting
    }

    /// All that wait.
    pub(super) fn iter(&self) -> impl Iterator<Item = &T> {
        self.lines.iter().flat_map(|line| line.items.iter().map(|(_, item)| item))
    }

    /// How many come before one that the tenant would add now.
    pub(super) fn ahead(&self, tenant: &str) -> usize {
        let own = self.length(tenant);
        // Every other line has a turn for each one of the tenant's line, and for the new one.
        let others = self.lines.iter().filter(|line| line.tenant != tenant);
        own + others.map(|line| line.items.len().min(own + 1)).sum::<usize>()
    }

    /// Adds one at the end of its tenant's line.
    pub(super) fn push(&mut self, tenant: &str, id: u64, item: T) -> Entry<T> {
        let mut removed = None;
        if self.waiting >= self.most {
            let own = self.length(tenant);
            let Some(longest) = self.lines.iter_mut().max_by_key(|line| line.items.len()) else {
                return Entry::Full(item);
            };
            if longest.items.len() <= own + 1 {
                return Entry::Full(item);
            }
            removed = longest.items.pop_back();
            self.waiting -= 1;
        }
        self.push_unbounded(tenant, id, item);
        removed.map_or(Entry::Waits, |(_, item)| Entry::Instead(item))
    }

    /// Adds one at the end of its tenant's line, however many wait.
    pub(super) fn push_unbounded(&mut self, tenant: &str, id: u64, item: T) {
        self.line(tenant).items.push_back((id, item));
        self.waiting += 1;
    }

    /// Puts one that had its turn for nothing in front of all others.
    pub(super) fn push_front(&mut self, tenant: &str, id: u64, item: T) {
        self.line(tenant).items.push_front((id, item));
        self.waiting += 1;
        if let Some(place) = self.lines.iter().position(|line| line.tenant == tenant)
            && let Some(line) = self.lines.remove(place)
        {
            self.lines.push_front(line);
        }
    }

    /// Takes the next that fits; its line goes behind the others.
    pub(super) fn take(&mut self, mut fits: impl FnMut(&T) -> bool) -> Option<T> {
        let find = |line: &Line<T>, fits: &mut dyn FnMut(&T) -> bool| {
            line.items.iter().position(|(_, item)| fits(item))
        };
        let (turn, place) = self
            .lines
            .iter()
            .enumerate()
            .find_map(|(turn, line)| Some((turn, find(line, &mut fits)?)))?;
        let mut line = self.lines.remove(turn)?;
        let taken = line.items.remove(place);
        if !line.items.is_empty() {
            self.lines.push_back(line);
        }
        self.waiting -= usize::from(taken.is_some());
        taken.map(|(_, item)| item)
    }

    /// Takes out one that does not wait any more.
    pub(super) fn remove(&mut self, tenant: &str, id: u64) -> Option<T> {
        let line = self.lines.iter_mut().find(|line| line.tenant == tenant)?;
        let place = line.items.iter().position(|(other, _)| *other == id)?;
        let (_, item) = line.items.remove(place)?;
        self.waiting -= 1;
        self.lines.retain(|line| !line.items.is_empty());
        Some(item)
    }

    /// Takes out all of a kind.
    pub(super) fn remove_all(&mut self, mut is_meant: impl FnMut(&T) -> bool) -> Vec<T> {
        let mut removed = Vec::new();
        for line in &mut self.lines {
            for (id, item) in std::mem::take(&mut line.items) {
                if is_meant(&item) {
                    removed.push(item);
                } else {
                    line.items.push_back((id, item));
                }
            }
        }
        self.lines.retain(|line| !line.items.is_empty());
        self.waiting -= removed.len();
        removed
    }

    fn length(&self, tenant: &str) -> usize {
        self.lines.iter().find(|line| line.tenant == tenant).map_or(0, |line| line.items.len())
    }

    /// The line of a tenant; a new one is the last.
    fn line(&mut self, tenant: &str) -> &mut Line<T> {
        let place = self.lines.iter().position(|line| line.tenant == tenant);
        let place = place.unwrap_or_else(|| {
            let line = Line { tenant: tenant.to_owned(), items: VecDeque::new() };
            self.lines.push_back(line);
            self.lines.len() - 1
        });
        &mut self.lines[place]
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn queue(most: usize, entries: &[(&'static str, u64)]) -> Queue<u64> {
        let mut queue = Queue::new(most);
        for (tenant, id) in entries {
            assert_eq!(queue.push(tenant, *id, *id), Entry::Waits);
        }
        queue
    }

    fn drained(queue: &mut Queue<u64>) -> Vec<u64> {
        std::iter::from_fn(|| queue.take(|_| true)).collect()
    }

    #[test]
    fn tenants_take_turns_and_the_first_of_each_comes_first() {
        let mut queue = queue(9, &[("a", 1), ("a", 2), ("a", 3), ("b", 4), ("c", 5), ("b", 6)]);
        assert_eq!(drained(&mut queue), [1, 4, 5, 2, 6, 3]);
        assert_eq!(queue.len(), 0);
    }

    #[test]
    fn what_can_not_go_on_is_passed_and_keeps_its_turn() {
        let mut queue = queue(9, &[("a", 1), ("a", 2), ("b", 3), ("b", 4)]);
        assert_eq!(queue.take(|item| *item > 2), Some(3));
        assert_eq!(queue.take(|item| *item != 1), Some(2));
        assert_eq!(drained(&mut queue), [4, 1]);
    }

    #[test]
    fn a_full_queue_makes_room_for_those_who_have_less_than_others() {
        let mut queue = queue(3, &[("a", 1), ("a", 2), ("a", 3)]);
        assert_eq!(queue.push("a", 4, 4), Entry::Full(4));
        assert_eq!(queue.push("b", 5, 5), Entry::Instead(3));
        assert_eq!(queue.push("b", 6, 6), Entry::Full(6));
        assert_eq!(queue.push("c", 7, 7), Entry::Instead(2));
        assert_eq!(queue.push("d", 8, 8), Entry::Full(8));
        assert_eq!(drained(&mut queue), [1, 5, 7]);
        assert_eq!(Queue::new(0).push("a", 1, 1), Entry::Full(1));
    }

    #[test]
    fn it_is_known_how_many_come_before_a_new_one() {
        let mut queue = queue(99, &[("a", 1), ("a", 2), ("a", 3), ("b", 4)]);
        for tenant in ["a", "b", "c"] {
            let ahead = queue.ahead(tenant);
            queue.push(tenant, 99, 99);
            let place = drained(&mut queue).iter().position(|item| *item == 99);
            assert_eq!(place, Some(ahead), "{tenant}");
            queue = self::queue(99, &[("a", 1), ("a", 2), ("a", 3), ("b", 4)]);
        }
    }

    #[test]
    fn who_goes_away_leaves_the_others_in_order() {
        let mut queue = queue(9, &[("a", 1), ("b", 2), ("b", 3), ("c", 4), ("a", 5)]);
        assert_eq!(queue.remove("b", 2), Some(2));
        assert_eq!(queue.remove("b", 2), None);
        assert_eq!(queue.remove("a", 3), None);
        assert_eq!(queue.remove_all(|item| *item == 4), [4]);
        queue.push_front("b", 6, 6);
        assert_eq!(queue.len(), 4);
        assert_eq!(drained(&mut queue), [6, 1, 3, 5]);
    }
}
