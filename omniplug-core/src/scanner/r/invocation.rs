//! A call whose function and arguments are known as far as they can be.

use super::formals;
use super::syntax::Id;
use super::value::{Traits, Value};
use std::rc::Rc;

/// An argument as it is passed.
#[derive(Debug, Clone, Default)]
pub(super) struct Actual {
    pub(super) name: Option<Rc<str>>,
    pub(super) value: Value,
    /// The expression, where it stands in the file.
    pub(super) node: Option<Id>,
}

/// A call of a function that the file doesn't define.
#[derive(Debug, Clone)]
pub(super) struct Invocation {
    pub(super) package: Option<Rc<str>>,
    pub(super) name: Rc<str>,
    pub(super) arguments: Vec<Actual>,
    /// The node to which findings belong.
    pub(super) node: Id,
    /// Whether the function was not simply written by its name.
    pub(super) indirect: bool,
}

impl Invocation {
    /// The argument of a parameter, matched as R does: by name, by the start of a name, by place.
    pub(super) fn argument(&self, formal: &str) -> Option<&Actual> {
        if let Some(exact) = self.named(formal) {
            return Some(exact);
        }
        let formals = formals::of(&self.name)?;
        let mut free: Vec<&str> = formals.split(' ').collect();
        let mut places = Vec::new();
        for actual in &self.arguments {
            let Some(name) = actual.name.as_deref() else {
                places.push(actual);
                continue;
            };
            let partial = partial_match(&free, name);
            if partial == Some(formal) {
                return Some(actual);
            }
            free.retain(|candidate| Some(*candidate) != partial);
        }
        let place = free.iter().position(|candidate| *candidate == formal)?;
        let dots = free.iter().position(|candidate| *candidate == "...");
        if dots.is_some_and(|dots| dots < place) {
            return None;
        }
        places.get(place).copied()
    }

    /// The argument with exactly this name.
    pub(super) fn named(&self, name: &str) -> Option<&Actual> {
        self.arguments.iter().find(|actual| actual.name.as_deref() == Some(name))
    }

    /// The value of a parameter's argument.
    pub(super) fn value(&self, formal: &str) -> Option<&Value> {
        self.argument(formal).map(|actual| &actual.value)
    }

    /// The argument without a name at a place, from 0.
    pub(super) fn place(&self, place: usize) -> Option<&Actual> {
        self.arguments.iter().filter(|actual| actual.name.is_none()).nth(place)
    }

    /// What all arguments together come from.
    pub(super) fn traits(&self) -> Traits {
        let mut all = Traits::default();
        for actual in &self.arguments {
            all |= actual.value.traits;
        }
        all
    }

    /// Its function as people write it.
    pub(super) fn title(&self) -> String {
        match &self.package {
            Some(package) => format!("{package}::{}", self.name),
            None => self.name.to_string(),
        }
    }
}

fn partial_match<'a>(free: &[&'a str], name: &str) -> Option<&'a str> {
    if let Some(exact) = free.iter().find(|candidate| **candidate == name) {
        return Some(exact);
    }
    let before_dots = free.iter().take_while(|candidate| **candidate != "...");
    let mut starts = before_dots.filter(|candidate| candidate.starts_with(name));
    match (starts.next(), starts.next()) {
        (Some(only), None) if !name.is_empty() => Some(only),
        _ => None,
    }
}
