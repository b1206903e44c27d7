//! Loops and small functions, gone through step by step where all they work on is known.

use super::machine::Machine;
use super::scope::Variables;
use super::syntax::{Id, Kind, ScopeId};
use super::value::{Callee, Value};
use std::ops::Range;
use std::rc::Rc;

/// Steps of one loop, or elements that one function is called with.
const MOST_STEPS: usize = 64;
/// Values of names after the last turns of a loop that are kept, and how long they may be.
const MOST_TURNS: usize = 12;
const LONGEST_TURN: usize = 4096;
/// Nodes that are gone through again in one file.
const MOST_NODES: usize = 200_000;

/// Loops and functions inside one another that are gone through again.
const DEEPEST: usize = 3;

/// What is gone through step by step.
#[derive(Debug, Default)]
pub(super) struct Steps {
    /// Loops that were entered: the binding of their variable, and the names before them.
    entered: Vec<(Id, Variables)>,
    /// The parameters of the function that is gone through.
    parameters: Vec<(ScopeId, Rc<str>, Value)>,
    depth: usize,
    nodes: usize,
}

impl Steps {
    /// Whether a step is being gone through: then what it assigns is what a name has.
    pub(super) fn exactly(&self) -> bool {
        self.depth > 0
    }

    /// The argument that a parameter has in this step.
    pub(super) fn exact(&self, scope: ScopeId, parameter: &str) -> Option<Value> {
        let mut known = self.parameters.iter().rev();
        let of =
            |(own, name, _): &&(ScopeId, Rc<str>, Value)| *own == scope && **name == *parameter;
        known.find(of).map(|(_, _, value)| value.clone())
    }
}

/// The elements of a value where all of them are known and there are few.
fn elements(value: &Value) -> Option<Vec<Value>> {
    let few = |count: usize| (2..=MOST_STEPS).contains(&count);
    if let Some(texts) = value.texts.as_ref().filter(|texts| few(texts.len())) {
        return Some(texts.iter().map(|text| Value::text(text.clone())).collect());
    }
    let numbers = value.numbers.as_ref().filter(|numbers| few(numbers.len()))?;
    Some(numbers.iter().map(|number| Value::numbers(vec![*number])).collect())
}

impl Machine<'_> {
    /// Notes what names are in front of a loop over few known elements.
    pub(super) fn enters_loop(&mut self, binding: Id, scope: ScopeId, sequence: &Value) {
        self.steps.entered.retain(|(entered, _)| *entered < binding);
        if elements(sequence).is_some() && self.steps.nodes < MOST_NODES {
            let names = self.scopes.variables(scope);
            self.steps.nodes += names.len();
            self.steps.entered.push((binding, names));
        }
    }

    /// Notes what names are in front of a `while` or a `repeat`.
    pub(super) fn enters_turns(&mut self, start: Id, scope: ScopeId) {
        self.steps.entered.retain(|(entered, _)| *entered < start);
        if self.steps.nodes < MOST_NODES {
            let names = self.scopes.variables(scope);
            self.steps.nodes += names.len();
            self.steps.entered.push((start, names));
        }
    }

    /// Goes through a loop step by step, for what its names are after it.
    pub(super) fn unroll(&mut self, end: Id, binding: Id) {
        let Some(at) = self.steps.entered.iter().position(|(entered, _)| *entered == binding)
        else {
            return;
        };
        let (_, before) = self.steps.entered.swap_remove(at);
        let node = self.node(binding);
        let Kind::Bind { name, value: Some(sequence), .. } = &node.kind else {
            return self.turn(end, binding, before);
        };
        let Some(all) = elements(&self.values[*sequence]) else { return };
        let scope = node.scope;
        if !self.affords((end - binding) * all.len()) {
            return;
        }
        let after = self.scopes.replace(scope, before);
        self.repeat(binding + 1..end, |machine, nodes| {
            for element in all {
                machine.scopes.assign(scope, name, element, false);
                machine.evaluate_all(nodes.clone());
            }
        });
        let stepped = self.scopes.replace(scope, after);
        for (name, value) in stepped {
            if value.is_constant() && self.scopes.find(scope, &name) != Some(&value) {
                self.scopes.assign(scope, &name, value, true);
            }
        }
    }

    /// Goes through a `while` or a `repeat` as long as constants of it change; it may end after any of its turns.
    fn turn(&mut self, end: Id, start: Id, before: Variables) {
        let (scope, nodes) = (self.node(start).scope, start + 1..end);
        let names = self.assigned(nodes.clone(), scope);
        if names.is_empty() || !self.affords(nodes.len()) {
            return;
        }
        let after = self.scopes.replace(scope, before);
        let turns = self.repeat(nodes, |machine, nodes| {
            let mut turns: Vec<(Rc<str>, Value)> = Vec::new();
            for _ in 0..MOST_STEPS {
                let known = |machine: &Self, name: &Rc<str>| {
                    machine.scopes.find(scope, name).filter(|it| it.is_constant()).cloned()
                };
                let old: Vec<Option<Value>> =
                    names.iter().map(|name| known(machine, name)).collect();
                machine.evaluate_all(nodes.clone());
                machine.steps.nodes += nodes.len();
                let new = names.iter().zip(old).filter_map(|(name, old)| {
                    let new = known(machine, name).filter(|new| Some(new) != old.as_ref())?;
                    // One text that became several is one that is not known any more.
                    let one = old.is_none_or(|old| old.pattern().is_none());
                    (one || new.pattern().is_some()).then(|| (name.clone(), new))
                });
                let length = turns.len();
                turns.extend(new.collect::<Vec<_>>());
                if turns.len() == length || machine.steps.nodes >= MOST_NODES {
                    break;
                }
            }
            turns
        });
        self.scopes.replace(scope, after);
        let short = |value: &Value| value.texts.is_some() && value.size() < LONGEST_TURN;
        let last = turns.into_iter().rev().filter(|(_, value)| short(value)).take(MOST_TURNS);
        for (name, value) in last.collect::<Vec<_>>().into_iter().rev() {
            self.scopes.assign(scope, &name, value, true);
        }
    }

    /// The names of a scope that nodes give values to.
    fn assigned(&self, nodes: Range<Id>, scope: ScopeId) -> Vec<Rc<str>> {
        let mut names: Vec<Rc<str>> = Vec::new();
        for id in nodes {
            if let Kind::Assign { target, .. } = &self.node(id).kind
                && let Kind::Name(name) | Kind::Text(name) = &self.node(*target).kind
                && self.node(id).scope == scope
                && !names.contains(name)
                && names.len() < MOST_STEPS
            {
                names.push(name.clone());
            }
        }
        names
    }

    /// What a function of the file gives for arguments that are known.
    fn exactly(&mut self, closure: Id, arguments: &[Value]) -> Option<Value> {
        let Kind::Function { scope, parameters, body } = &self.node(closure).kind else {
            return None;
        };
        if self.steps.nodes >= MOST_NODES {
            return None;
        }
        let start = self.node(closure).start;
        let own = self.tree.nodes.get(..closure)?.iter().rev();
        let first = closure - own.take_while(|node| node.start >= start).count();
        if !self.affords(closure - first) {
            return None;
        }
        let known = self.steps.parameters.len();
        let given = parameters.iter().zip(arguments);
        let given = given.map(|(name, value)| (*scope, name.clone(), value.clone()));
        self.steps.parameters.extend(given.collect::<Vec<_>>());
        let before = self.scopes.variables(*scope);
        self.steps.nodes += before.len();
        let body = *body;
        let result = self.repeat(first..closure, |machine, nodes| {
            machine.evaluate_all(nodes);
            machine.values[body].clone()
        });
        self.scopes.replace(*scope, before);
        self.steps.parameters.truncate(known);
        Some(result)
    }

    /// What a function gives for arguments that are known; it is not judged.
    pub(super) fn gives(
        &mut self,
        function: &Callee,
        arguments: &[Value],
        node: Id,
    ) -> Option<Value> {
        if let Callee::Closure(closure) = function {
            return self.exactly(*closure, arguments);
        }
        let reporting = std::mem::take(&mut self.reporting);
        let given = arguments.iter();
        let given = given
            .map(|value| super::invocation::Actual { value: value.clone(), ..Default::default() });
        let value = self.invoke(function, given.collect(), node, false);
        self.reporting = reporting;
        Some(value)
    }

    /// What a function gives for each of a few known elements, one by one.
    pub(super) fn each(&mut self, function: &Callee, over: &Value, node: Id) -> Option<Vec<Value>> {
        elements(over)?.into_iter().map(|element| self.gives(function, &[element], node)).collect()
    }

    /// What is left of a few known elements when a function joins two and two of them.
    pub(super) fn reduced(&mut self, function: &Callee, over: &Value, node: Id) -> Option<Value> {
        let mut all = elements(over)?.into_iter();
        let mut joined = all.next()?;
        for element in all {
            joined = self.gives(function, &[joined, element], node)?;
        }
        Some(joined)
    }

    /// What is too much is counted all the same, so that nobody asks for it again and again.
    fn affords(&mut self, nodes: usize) -> bool {
        self.steps.nodes = self.steps.nodes.saturating_add(nodes);
        self.steps.depth < DEEPEST && self.steps.nodes < MOST_NODES
    }

    /// Runs what goes through nodes again, and leaves their values as they were.
    fn repeat<T>(&mut self, nodes: Range<Id>, run: impl FnOnce(&mut Self, Range<Id>) -> T) -> T {
        let values = self.values[nodes.clone()].to_vec();
        let reporting = std::mem::take(&mut self.reporting);
        self.steps.depth += 1;
        let result = run(self, nodes.clone());
        self.steps.depth -= 1;
        self.reporting = reporting;
        self.values[nodes].clone_from_slice(&values);
        result
    }

    fn evaluate_all(&mut self, nodes: Range<Id>) {
        for id in nodes {
            self.values[id] = self.evaluate(id);
        }
    }
}
