//! Goes over the flat tree and says of each node what its value may be.

use super::calls::Called;
use super::invocation::Actual;
use super::scope::Scopes;
use super::syntax::{Argument, Binding, Id, Kind, Node, ScopeId, Tree};
use super::unroll::Steps;
use super::value::{Callee, HOLE, Traits, Value};
use super::{checks, fold, sources};
use crate::scanner::analysis::Analysis;
use std::collections::HashSet;
use std::rc::Rc;

/// Functions are called before the file defines them, and hand values to each other: three rounds settle what matters.
const ROUNDS: usize = 3;

/// Follows values through a file.
#[derive(Debug)]
pub(super) struct Machine<'t> {
    pub(super) tree: &'t Tree,
    pub(super) values: Vec<Value>,
    pub(super) scopes: Scopes,
    /// Packages that the file attaches.
    pub(super) attached: HashSet<Rc<str>>,
    /// Files that the file fetches from the network.
    pub(super) fetched: HashSet<Rc<str>>,
    pub(super) analysis: Analysis,
    /// Whether this round's findings count.
    pub(super) reporting: bool,
    /// How many texts that run as code this one is inside of.
    pub(super) nesting: usize,
    /// Files of R's start-up or of persistence that findings inside hooks refer to.
    pub(super) hooks: Vec<checks::Hook>,
    /// What is gone through step by step, and how much of that there was.
    pub(super) steps: Steps,
    library: bool,
    /// Whether a text of the file names a function that starts things; asked for once.
    starters: Option<bool>,
    /// How much was called so far.
    pub(super) called: Called,
}

impl<'t> Machine<'t> {
    pub(super) fn new(tree: &'t Tree, nesting: usize) -> Self {
        Self {
            tree,
            values: vec![Value::default(); tree.nodes.len()],
            scopes: Scopes::of(tree),
            attached: HashSet::new(),
            fetched: HashSet::new(),
            analysis: Analysis::default(),
            reporting: false,
            nesting,
            hooks: Vec::new(),
            steps: Steps::default(),
            library: is_library(tree),
            starters: None,
            called: Called::default(),
        }
    }

    /// Evaluates the whole file.
    pub(super) fn run(mut self) -> Analysis {
        for round in 1..=ROUNDS {
            self.reporting = round == ROUNDS;
            for id in 0..self.tree.nodes.len() {
                self.values[id] = self.evaluate(id);
            }
        }
        checks::finish(&mut self);
        self.analysis
    }

    /// The node of an id.
    pub(super) fn node(&self, id: Id) -> &'t Node {
        &self.tree.nodes[id]
    }

    pub(super) fn evaluate(&mut self, id: Id) -> Value {
        let node = self.node(id);
        match &node.kind {
            Kind::Name(name) => self.name(node.scope, name),
            Kind::Text(text) => Value::text(text.clone()),
            Kind::Number(number) => Value::numbers(vec![*number]),
            Kind::Logical(logical) => Value { logical: Some(*logical), ..Value::default() },
            Kind::Nothing => Value::default(),
            Kind::Call { function, arguments } => self.call(id, *function, arguments),
            Kind::Function { scope, body, .. } => self.function(id, *scope, *body),
            Kind::Assign { target, value, outer } => self.assignment(id, *target, *value, *outer),
            Kind::Bind { name, value, binding } => {
                self.bind(id, name, *value, *binding);
                Value::default()
            }
            Kind::Member { object, name } => self.member(id, *object, name),
            Kind::Index { object, arguments } => self.index(id, *object, arguments),
            Kind::Qualified { package, name } => {
                if self.reporting {
                    checks::qualified(self, id, package, name);
                }
                Value::named(Some(package), name)
            }
            Kind::Enter => {
                self.enters_turns(id, node.scope);
                Value::default()
            }
            Kind::Loop { start, endless } => {
                if *endless && self.reporting {
                    checks::endless(self, id, *start);
                }
                self.unroll(id, *start);
                Value::default()
            }
            Kind::Block(all) => {
                all.last().map(|last| self.values[*last].clone()).unwrap_or_default()
            }
            Kind::Either(all) => {
                let either = all.iter().map(|id| self.values[*id].clone());
                either.reduce(|one, other| one.join(&other)).unwrap_or_default()
            }
            Kind::Operator { name, operands } => self.operator(id, name, operands),
        }
    }

    fn name(&self, scope: ScopeId, name: &Rc<str>) -> Value {
        if let Some(place) = name.strip_prefix("..").and_then(|place| place.parse().ok()) {
            return self.dots(scope, Some(place));
        }
        match self.scopes.find(scope, name) {
            Some(value) => value.clone(),
            None => fold::constant(name)
                .or_else(|| sources::name(name))
                .unwrap_or_else(|| Value::named(None, name)),
        }
    }

    /// The argument at a place, from 1, of those that `...` stands for; any of them where the place is not known.
    pub(super) fn dots(&self, scope: ScopeId, place: Option<usize>) -> Value {
        let Some(all) = self.scopes.find(scope, "...") else { return Value::default() };
        let at = place.and_then(|place| all.elements.as_ref()?.get(place.checked_sub(1)?));
        at.map_or_else(|| all.element(), |element| element.value.clone())
    }

    fn function(&mut self, id: Id, scope: ScopeId, body: Id) -> Value {
        let result = self.values[body].clone();
        self.scopes.give_back(scope, result);
        if self.reporting {
            checks::definition(self, id, scope);
        }
        Value { functions: vec![Callee::Closure(id)], ..Value::default() }
    }

    fn bind(&mut self, id: Id, name: &Rc<str>, value: Option<Id>, binding: Binding) {
        let node = self.node(id);
        let given = value.map(|id| self.values[id].clone()).unwrap_or_default();
        let bound = match binding {
            Binding::Whole => given,
            Binding::Element => {
                self.enters_loop(id, node.scope, &given);
                given.element()
            }
            Binding::Parameter => {
                if let Some(exact) = self.steps.exact(node.scope, name) {
                    return self.scopes.assign(node.scope, name, exact, false);
                }
                let function = self.tree.scopes[node.scope].name.as_deref();
                let mut bound = given.with(sources::parameter(function, name));
                if let Some(passed) = self.scopes.passed(node.scope, name) {
                    bound = passed.clone().join(&bound);
                }
                bound
            }
        };
        self.scopes.assign(node.scope, name, bound, false);
    }

    fn assignment(&mut self, id: Id, target: Id, value: Id, outer: bool) -> Value {
        let node = self.node(id);
        let given = self.values[value].clone();
        if self.reporting {
            checks::renamed(self, id, value);
        }
        match &self.node(target).kind {
            Kind::Name(name) | Kind::Text(name) => {
                if self.reporting {
                    checks::assignment(self, id, name, &given);
                }
                if outer {
                    self.scopes.assign_outer(node.scope, name, given.clone());
                } else {
                    let maybe = node.conditional && !self.steps.exactly();
                    self.scopes.assign(node.scope, name, given.clone(), maybe);
                }
            }
            Kind::Member { object, name } => self.assign_member(id, *object, name, &given),
            Kind::Index { object, arguments } => {
                let name = arguments.last().and_then(|last| last.value);
                let name = name.and_then(|id| self.values[id].known().map(Rc::<str>::from));
                if self.reporting && name.is_none() {
                    checks::put_into(self, id, &given);
                }
                self.assign_member(id, *object, &name.unwrap_or_else(|| "".into()), &given);
            }
            Kind::Call { function, arguments } => self.replace(id, *function, arguments, &given),
            _ => {}
        }
        given
    }

    fn assign_member(&mut self, id: Id, object: Id, name: &Rc<str>, given: &Value) {
        if self.reporting {
            checks::assignment(self, id, name, given);
            checks::put_into_package(self, id, object);
        }
        let Kind::Name(holder) = &self.node(object).kind else { return };
        let scope = self.node(id).scope;
        let changed = self.values[object].with_field(name, given.clone());
        let changed = changed.with(given.traits.only(Traits::FOLLOWS.without(Traits::PARAMETER)));
        self.scopes.assign(scope, holder, changed, true);
    }

    /// `f(x) <- value` calls `` `f<-`(x, value) ``.
    fn replace(&mut self, id: Id, function: Id, arguments: &[Argument], given: &Value) {
        let (Kind::Name(name) | Kind::Qualified { name, .. }) = &self.node(function).kind else {
            return;
        };
        let mut actuals = self.actuals(arguments);
        actuals.push(Actual { name: Some("value".into()), value: given.clone(), node: None });
        let name: Rc<str> = format!("{name}<-").into();
        self.invoke(&Callee::Named { package: None, name }, actuals, id, false);
        if let Some(Kind::Name(holder)) =
            arguments.first().and_then(|first| first.value).map(|first| &self.node(first).kind)
        {
            let mut changed = self.values[id].clone();
            if let Some(old) = self.scopes.find(self.node(id).scope, holder) {
                changed = old.clone();
            }
            let changed = changed.with(given.traits.only(Traits::FOREIGN));
            self.scopes.assign(self.node(id).scope, holder, changed, true);
        }
    }

    /// Whether the file defines so many functions that a parameter is most often what another of them passes.
    pub(super) fn is_library(&self) -> bool {
        self.library
    }

    /// Whether a text of the file has the name of a function that starts things among its words.
    pub(super) fn speaks_of_starters(&mut self) -> bool {
        if let Some(known) = self.starters {
            return known;
        }
        let word = |word: &str| checks::names::starts_things(word);
        let speaks = self.tree.nodes.iter().any(|node| match &node.kind {
            Kind::Text(text) if text.len() < 200 => {
                text.split(|letter: char| !letter.is_ascii_alphanumeric()).any(word)
            }
            _ => false,
        });
        self.starters = Some(speaks);
        speaks
    }

    /// Whether a value comes to a node from where the file doesn't show it.
    pub(super) fn is_exposed(&self, id: Id, value: &Value) -> bool {
        let undefined = value.functions.iter().any(|callee| matches!(callee, Callee::Named { .. }));
        let open = self.node(id).scope == 0 || undefined || value.traits.any(Traits::CODE);
        value.traits.any(Traits::CHOSEN) || (open && !self.library)
    }
}

/// So many functions make a file part of a library.
const LIBRARY: usize = 12;

fn is_library(tree: &Tree) -> bool {
    let functions = tree
        .nodes
        .iter()
        .filter(|node| node.scope == 0 && matches!(node.kind, Kind::Function { .. }));
    functions.count() >= LIBRARY
}

/// Whether a text has parts that are not known.
pub(super) fn has_holes(text: &str) -> bool {
    text.contains(HOLE)
}
