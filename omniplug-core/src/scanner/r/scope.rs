//! What names mean inside a function and around it.

use super::syntax::{ScopeId, Tree};
use super::value::Value;
use std::collections::HashMap;
use std::rc::Rc;

/// Functions inside functions beyond this are looked through no further than to the file.
const MOST_PARENTS: usize = 48;

/// The names of a scope and what they mean.
pub(super) type Variables = HashMap<Rc<str>, Value>;

/// The names of one function, or of the file.
#[derive(Debug, Default)]
struct Names {
    variables: HashMap<Rc<str>, Value>,
    passed: HashMap<Rc<str>, Value>,
    returned: Option<Value>,
}

/// All names of a file.
#[derive(Debug)]
pub(super) struct Scopes {
    names: Vec<Names>,
    parents: Vec<Option<ScopeId>>,
}

impl Scopes {
    pub(super) fn of(tree: &Tree) -> Self {
        let names = tree.scopes.iter().map(|_| Names::default()).collect();
        Self { names, parents: tree.scopes.iter().map(|scope| scope.parent).collect() }
    }

    /// What a name means in a scope.
    pub(super) fn find(&self, scope: ScopeId, name: &str) -> Option<&Value> {
        let holder = self.holder(scope, name)?;
        self.names[holder].variables.get(name)
    }

    fn holder(&self, scope: ScopeId, name: &str) -> Option<ScopeId> {
        let mut at = Some(scope);
        for _ in 0..MOST_PARENTS {
            let here = at?;
            if self.names[here].variables.contains_key(name) {
                return Some(here);
            }
            at = self.parents[here];
        }
        self.names[0].variables.contains_key(name).then_some(0)
    }

    /// Gives a name a value; `maybe` where it may keep what it had.
    pub(super) fn assign(&mut self, scope: ScopeId, name: &Rc<str>, value: Value, maybe: bool) {
        let variables = &mut self.names[scope].variables;
        let value = match variables.get(name) {
            Some(old) if maybe => value.join(old),
            _ => value,
        };
        variables.insert(name.clone(), value);
    }

    /// Gives a name of an outer scope a value, as `<<-` does.
    pub(super) fn assign_outer(&mut self, scope: ScopeId, name: &Rc<str>, value: Value) {
        let outer = self.parents[scope].unwrap_or(0);
        let holder = self.holder(outer, name).unwrap_or(0);
        self.assign(holder, name, value, true);
    }

    /// All names of a scope.
    pub(super) fn variables(&self, scope: ScopeId) -> Variables {
        self.names[scope].variables.clone()
    }

    /// Gives a scope other names, and takes those it had.
    pub(super) fn replace(&mut self, scope: ScopeId, variables: Variables) -> Variables {
        std::mem::replace(&mut self.names[scope].variables, variables)
    }

    /// Notes what a caller passes for a parameter.
    pub(super) fn pass(&mut self, scope: ScopeId, parameter: &Rc<str>, value: &Value) {
        let passed = &mut self.names[scope].passed;
        let joined = match passed.get(parameter) {
            Some(old) => value.clone().join(old),
            None => value.clone(),
        };
        passed.insert(parameter.clone(), joined);
    }

    /// What callers pass for a parameter.
    pub(super) fn passed(&self, scope: ScopeId, parameter: &str) -> Option<&Value> {
        self.names[scope].passed.get(parameter)
    }

    /// Notes a value that a function returns.
    pub(super) fn give_back(&mut self, scope: ScopeId, value: Value) {
        let returned = &mut self.names[scope].returned;
        *returned = Some(match returned.take() {
            Some(old) => value.join(&old),
            None => value,
        });
    }

    /// What `return` gave back in a function.
    pub(super) fn returned(&self, scope: ScopeId) -> Option<&Value> {
        self.names[scope].returned.as_ref()
    }
}
