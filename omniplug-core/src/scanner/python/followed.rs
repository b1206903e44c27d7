//! What values stand for, remembered.

use super::names::{Place, ScopeId};
use super::resolve::Target;
use ruff_python_ast::Expr;
use rustc_hash::FxHashMap;
use std::cell::{Cell, RefCell};
use std::rc::Rc;

/// A place as a key: expressions stay where they are as long as the module's tree.
type Key = (*const Expr, ScopeId);

#[derive(Debug)]
enum Answer {
    /// It is being worked out, as the so manyeth inside one another.
    Begun(usize),
    Known(Rc<[Target]>),
}

/// Answers by place.
#[derive(Debug, Default)]
pub(super) struct Followed {
    answers: RefCell<FxHashMap<Key, Answer>>,
    level: Cell<usize>,
    /// The outermost place that a circle led back to.
    outermost: Cell<usize>,
}

impl Followed {
    pub(super) fn new() -> Self {
        Self { outermost: Cell::new(usize::MAX), ..Self::default() }
    }

    /// The answer for a place. `work` finds it out and says whether it got to the end. A place that leads back to itself adds
    /// nothing; only an answer that does not lack what lies outside of a circle is remembered.
    pub(super) fn get(
        &self,
        place: Place<'_>,
        work: impl FnOnce() -> (Vec<Target>, bool),
    ) -> Rc<[Target]> {
        let key: Key = (place.expr, place.scope);
        match self.answers.borrow().get(&key) {
            Some(Answer::Known(targets)) => return Rc::clone(targets),
            Some(Answer::Begun(level)) => {
                self.outermost.set(self.outermost.get().min(*level));
                return Rc::default();
            }
            None => {}
        }
        let level = self.level.get();
        let before = self.outermost.replace(usize::MAX);
        self.level.set(level + 1);
        self.answers.borrow_mut().insert(key, Answer::Begun(level));
        let (targets, whole) = work();
        let targets: Rc<[Target]> = targets.into();
        self.level.set(level);
        let open = self.outermost.get() < level;
        if whole && !open {
            self.answers.borrow_mut().insert(key, Answer::Known(Rc::clone(&targets)));
        } else {
            self.answers.borrow_mut().remove(&key);
        }
        let inner = if open { self.outermost.get() } else { usize::MAX };
        self.outermost.set(before.min(inner));
        targets
    }
}
