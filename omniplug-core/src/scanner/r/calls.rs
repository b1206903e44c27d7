//! Calls: what may be called, with what, and what comes back.

use super::invocation::{Actual, Invocation};
use super::machine::Machine;
use super::syntax::{Argument, Id, Kind};
use super::value::{Callee, Traits, Value};
use super::{apply, checks, fold, matching, reflection, sources};
use std::rc::Rc;

/// Calls that are followed in one file, at least, and for each node of its tree: functions that are handed to one
/// another multiply them at each level.
const LEAST_INVOKED: usize = 20_000;
const INVOKED_PER_NODE: usize = 64;
/// Elements and bytes that are folded in one file.
const MOST_FOLDED: usize = 100_000_000;
/// Calls that call others by name, as `do.call("do.call", …)`.
const DEEPEST_CALL: usize = 12;

/// How much was called so far.
#[derive(Debug, Default)]
pub(super) struct Called {
    /// Calls that call others, which are not over.
    depth: usize,
    /// Calls that were followed.
    followed: usize,
    /// Elements and bytes that were folded.
    folded: usize,
}

impl Machine<'_> {
    pub(super) fn call(&mut self, id: Id, function: Id, arguments: &[Argument]) -> Value {
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
        if self.reporting && self.values[function].functions.is_empty() {
            checks::of_data(self, id, function);
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
    pub(super) fn operator(&mut self, id: Id, name: &Rc<str>, operands: &[Id]) -> Value {
        if self.reporting && matches!(&**name, "==" | "!=" | "%in%") {
            let values: Vec<Value> = operands.iter().map(|id| self.values[*id].clone()).collect();
            checks::recognises(self, id, &values.iter().collect::<Vec<_>>());
        }
        if let ([operand], "!", true) = (operands, &**name, self.reporting) {
            checks::injects(self, id, *operand);
        }
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

    pub(super) fn actuals(&self, arguments: &[Argument]) -> Vec<Actual> {
        let mut all = Vec::with_capacity(arguments.len());
        for argument in arguments {
            let value = argument.value.map(|id| self.values[id].clone()).unwrap_or_default();
            let name = argument.value.map(|id| &self.node(id).kind);
            match (&value.elements, name) {
                (Some(dots), Some(Kind::Name(name))) if &**name == "..." => {
                    let passed = value.traits.only(Traits::FOLLOWS);
                    all.extend(dots.iter().map(|element| Actual {
                        name: element.name.clone(),
                        value: element.value.clone().with(passed),
                        node: None,
                    }));
                }
                _ => all.push(Actual { name: argument.name.clone(), value, node: argument.value }),
            }
        }
        all
    }

    /// Calls a function with arguments, for the node `id`.
    pub(super) fn invoke(
        &mut self,
        callee: &Callee,
        arguments: Vec<Actual>,
        id: Id,
        indirect: bool,
    ) -> Value {
        if self.called.depth >= DEEPEST_CALL {
            return Value::default();
        }
        self.called.followed += 1;
        if self.called.followed > LEAST_INVOKED + INVOKED_PER_NODE * self.tree.nodes.len() {
            let reason = "its functions call each other too often to follow";
            self.analysis.unreadable.get_or_insert_with(|| reason.into());
            return Value::default();
        }
        self.called.depth += 1;
        let value = match callee {
            Callee::Closure(closure) => self.enter(*closure, &arguments),
            Callee::Named { package, name } => {
                let (package, name) = (package.clone(), name.clone());
                self.builtin(&Invocation { package, name, arguments, node: id, indirect })
            }
        };
        self.called.depth -= 1;
        value
    }

    fn enter(&mut self, closure: Id, arguments: &[Actual]) -> Value {
        let Kind::Function { scope, parameters, .. } = &self.node(closure).kind else {
            return Value::default();
        };
        for (parameter, value) in matching::to_parameters(parameters, arguments) {
            self.scopes.pass(*scope, &parameter, &value);
        }
        self.scopes.returned(*scope).cloned().unwrap_or_default()
    }

    fn builtin(&mut self, call: &Invocation) -> Value {
        let value = apply::apply(self, call)
            .or_else(|| reflection::reflect(self, call))
            .or_else(|| sources::source(self, call))
            .or_else(|| if self.called.folded < MOST_FOLDED { fold::call(call) } else { None })
            .unwrap_or_else(|| fold::unknown(&call.arguments));
        self.called.folded += value.size();
        if self.called.folded >= MOST_FOLDED {
            let reason = "its constants are too large to follow";
            self.analysis.unreadable.get_or_insert_with(|| reason.into());
        }
        if self.reporting {
            checks::check(self, call, &value);
        }
        value
    }
}
