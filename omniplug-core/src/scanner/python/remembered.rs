//! Answers about places, worked out once.

use super::names::{Place, ScopeId};
use ruff_python_ast::Expr;
use rustc_hash::FxHashMap;
use std::cell::{Cell, RefCell};

/// A place as a key: expressions stay where they are as long as the module's tree.
type Key = (*const Expr, ScopeId);

#[derive(Debug)]
enum Answer<T> {
    /// It is being worked out, as the so manyeth inside one another.
    Begun(usize),
    Known(T),
}

/// Answers by place.
#[derive(Debug)]
pub(super) struct Remembered<T> {
    answers: RefCell<FxHashMap<Key, Answer<T>>>,
    level: Cell<usize>,
    /// The outermost place that a circle led back to.
    outermost: Cell<usize>,
}

impl<T: Clone + Default> Remembered<T> {
    pub(super) fn new() -> Self {
        Self { answers: RefCell::default(), level: Cell::new(0), outermost: Cell::new(usize::MAX) }
    }

    /// The answer for a place. `work` finds it out and says whether it is one to keep. A place that leads back to itself adds
    /// nothing; only an answer that does not lack what lies outside of a circle is remembered.
    pub(super) fn get(&self, place: Place<'_>, work: impl FnOnce() -> (T, bool)) -> T {
        let key: Key = (place.expr, place.scope);
        match self.answers.borrow().get(&key) {
            Some(Answer::Known(answer)) => return answer.clone(),
            Some(Answer::Begun(level)) => {
                self.outermost.set(self.outermost.get().min(*level));
                return T::default();
            }
            None => {}
        }
        let level = self.level.get();
        let before = self.outermost.replace(usize::MAX);
        self.level.set(level + 1);
        self.answers.borrow_mut().insert(key, Answer::Begun(level));
        let (answer, keep) = work();
        self.level.set(level);
        let open = self.outermost.get() < level;
        if keep && !open {
            self.answers.borrow_mut().insert(key, Answer::Known(answer.clone()));
        } else {
            self.answers.borrow_mut().remove(&key);
        }
        let inner = if open { self.outermost.get() } else { usize::MAX };
        self.outermost.set(before.min(inner));
        answer
    }
}
