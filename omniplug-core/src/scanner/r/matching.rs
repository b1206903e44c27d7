//! Which parameter of a function of the file gets which argument.

use super::invocation::Actual;
use super::value::Value;
use std::rc::Rc;

/// Pairs parameters with arguments: by name first, then by place.
pub(super) fn to_parameters<'a>(
    parameters: &[Rc<str>],
    arguments: &'a [Actual],
) -> Vec<(Rc<str>, &'a Value)> {
    let (parameters, arguments) = (first(parameters), first(arguments));
    let mut pairs: Vec<(Rc<str>, &Value)> = Vec::new();
    let named = |actual: &&Actual| actual.name.is_some();
    for actual in arguments.iter().filter(named) {
        let own = parameters.iter().find(|parameter| Some(*parameter) == actual.name.as_ref());
        let dots = || parameters.iter().find(|parameter| &***parameter == "...");
        if let Some(parameter) = own.or_else(dots) {
            pairs.push((parameter.clone(), &actual.value));
        }
    }
    let mut free = parameters.iter().filter(|parameter| {
        !arguments.iter().any(|actual| actual.name.as_ref() == Some(parameter))
    });
    let mut current = free.next();
    for actual in arguments.iter().filter(|actual| actual.name.is_none()) {
        let Some(parameter) = current else { break };
        pairs.push((parameter.clone(), &actual.value));
        if &**parameter != "..." {
            current = free.next();
        }
    }
    pairs
}

/// The first so many of a list: nobody writes more, and each is compared with each.
fn first<T>(all: &[T]) -> &[T] {
    &all[..all.len().min(128)]
}
