//! Goes over the flat tree and says of each node what its value may be.

use super::invocation::{Actual, Invocation};
use super::scope::Scopes;
use super::syntax::{Argument, Binding, Id, Kind, Node, ScopeId, Tree};
use super::unroll::Steps;
use super::value::{Callee, HOLE, Traits, Value};
use super::{apply, checks, fold, matching, reflection, sources};
use crate::scanner::analysis::Analysis;
use std::collections::HashSet;
use std::rc::Rc;

/// Functions are called before the file defines them, and hand values to each other: three rounds settle what matters.
const ROUNDS: usize = 3;
/// Calls that are followed in one file, at least, and for each node of its tree: functions that are handed to one
/// another multiply them at each level.
const LEAST_INVOKED: usize = 20_000;
const INVOKED_PER_NODE: usize = 64;
/// Elements and bytes that are folded in one file.
const MOST_FOLDED: usize = 100_000_000;
/// Calls that call others by name, as `do.call("do.call", …)`.
const DEEPEST_CALL: usize = 12;

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
    calls: usize,
    /// Calls that were followed so far.
    invoked: usize,
    /// Elements and bytes that were folded so far.
    folded: usize,
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
            calls: 0,
            invoked: 0,
            folded: 0,
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
            Kind::Loop { binding } => {
                self.unroll(id, *binding);
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
        match self.scopes.find(scope, name) {
            Some(value) => value.clone(),
            None => fold::constant(name)
                .or_else(|| sources::name(name))
                .unwrap_or_else(|| Value::named(None, name)),
        }
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

    fn call(&mut self, id: Id, function: Id, arguments: &[Argument]) -> Value {
        let actuals = self.actuals(arguments);
        let (callees, indirect) = self.callees(function);
        let mut result: Option<Value> = None;
        for callee in &callees {
            let value = self.invoke(callee, actuals.clone(), id, indirect);
            result = Some(match result {
                Some(old) => old.join(&value),
                None => value,
            });
        }
        result.unwrap_or_else(|| self.unknown_call(id, function, actuals))
    }

    /// A call of something that nothing is known of, like a method: its arguments tell all the same.
    fn unknown_call(&mut self, id: Id, function: Id, arguments: Vec<Actual>) -> Value {
        let value = fold::unknown(&arguments);
        let name = match &self.node(function).kind {
            Kind::Member { name, .. } => format!("${name}").into(),
            _ => Rc::from("$"),
        };
        if let (Kind::Member { object, .. }, true) = (&self.node(function).kind, self.reporting) {
            checks::of_data(self, id, *object);
        }
        let call = Invocation { package: None, name, arguments, node: id, indirect: true };
        if self.reporting {
            checks::check(self, &call, &value);
        }
        // An object has the fields that its constructor is given.
        if &*call.name == "$new" { apply::list(&call) } else { value }
    }

    /// An operator: one of R's, or a function of the file like `%+%`.
    fn operator(&mut self, id: Id, name: &Rc<str>, operands: &[Id]) -> Value {
        let own =
            name.starts_with('%').then(|| self.scopes.find(self.node(id).scope, name)).flatten();
        let own = own.map(|value| value.functions.clone()).unwrap_or_default();
        let mut result: Option<Value> = None;
        for callee in &own {
            let actual =
                |id: &Id| Actual { name: None, value: self.values[*id].clone(), node: Some(*id) };
            let arguments = operands.iter().map(actual).collect();
            let value = self.invoke(callee, arguments, id, true);
            result = Some(value.join(&result.unwrap_or_default()));
        }
        result.unwrap_or_else(|| {
            let operands: Vec<&Value> = operands.iter().map(|id| &self.values[*id]).collect();
            fold::operator(name, &operands)
        })
    }

    /// The functions that an expression in front of `(` may be, and whether its name stands elsewhere.
    fn callees(&self, function: Id) -> (Vec<Callee>, bool) {
        let value = &self.values[function];
        match &self.node(function).kind {
            Kind::Name(name) if value.functions.is_empty() => {
                (vec![Callee::Named { package: None, name: name.clone() }], false)
            }
            Kind::Text(name) => {
                let local = self.scopes.find(self.node(function).scope, name);
                let local = local.map(|value| value.functions.clone()).unwrap_or_default();
                let named = vec![Callee::Named { package: None, name: name.clone() }];
                let own = local.is_empty() || checks::names::is_own(name);
                (if own { [local, named].concat() } else { local }, true)
            }
            Kind::Name(name) => {
                let mut functions = value.functions.clone();
                let own = Callee::Named { package: None, name: name.clone() };
                // A file that gives R's own functions other meanings may take them back, or never give them.
                if checks::names::is_own(name) && !functions.contains(&own) {
                    functions.push(own);
                }
                let plain = |callee: &Callee| match callee {
                    Callee::Named { name: own, .. } => own == name,
                    Callee::Closure(_) => true,
                };
                let indirect = !value.functions.iter().all(plain);
                (functions, indirect)
            }
            Kind::Qualified { .. } | Kind::Member { .. } | Kind::Either(_) => {
                (value.functions.clone(), false)
            }
            _ => (value.functions.clone(), true),
        }
    }

    fn actuals(&self, arguments: &[Argument]) -> Vec<Actual> {
        let actual = |argument: &Argument| {
            let value = argument.value.map(|id| self.values[id].clone()).unwrap_or_default();
            Actual { name: argument.name.clone(), value, node: argument.value }
        };
        arguments.iter().map(actual).collect()
    }

    /// Calls a function with arguments, for the node `id`.
    pub(super) fn invoke(
        &mut self,
        callee: &Callee,
        arguments: Vec<Actual>,
        id: Id,
        indirect: bool,
    ) -> Value {
        if self.calls >= DEEPEST_CALL {
            return Value::default();
        }
        self.invoked += 1;
        if self.invoked > LEAST_INVOKED + INVOKED_PER_NODE * self.tree.nodes.len() {
            let reason = "its functions call each other too often to follow";
            self.analysis.unreadable.get_or_insert_with(|| reason.into());
            return Value::default();
        }
        self.calls += 1;
        let value = match callee {
            Callee::Closure(closure) => self.enter(*closure, &arguments),
            Callee::Named { package, name } => {
                let (package, name) = (package.clone(), name.clone());
                self.builtin(&Invocation { package, name, arguments, node: id, indirect })
            }
        };
        self.calls -= 1;
        value
    }

    fn enter(&mut self, closure: Id, arguments: &[Actual]) -> Value {
        let Kind::Function { scope, parameters, .. } = &self.node(closure).kind else {
            return Value::default();
        };
        for (parameter, value) in matching::to_parameters(parameters, arguments) {
            self.scopes.pass(*scope, &parameter, value);
        }
        self.scopes.returned(*scope).cloned().unwrap_or_default()
    }

    fn builtin(&mut self, call: &Invocation) -> Value {
        let value = apply::apply(self, call)
            .or_else(|| reflection::reflect(self, call))
            .or_else(|| sources::source(self, call))
            .or_else(|| if self.folded < MOST_FOLDED { fold::call(call) } else { None })
            .unwrap_or_else(|| fold::unknown(&call.arguments));
        self.folded += value.size();
        if self.folded >= MOST_FOLDED {
            let reason = "its constants are too large to follow";
            self.analysis.unreadable.get_or_insert_with(|| reason.into());
        }
        if self.reporting {
            checks::check(self, call, &value);
        }
        value
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
