//! Which parameter of a function of the file gets which argument.

use super::invocation::Actual;
use super::value::{Element, Value};
use std::rc::Rc;

/// Pairs parameters with arguments: by name first, then by place. Those that are left over are the elements of `...`.
pub(super) fn to_parameters(parameters: &[Rc<str>], arguments: &[Actual]) -> Vec<(Rc<str>, Value)> {
    let (parameters, arguments) = (first(parameters), first(arguments));
    let mut pairs: Vec<(Rc<str>, Value)> = Vec::new();
    let mut left: Vec<Element> = Vec::new();
    let dots = parameters.iter().find(|parameter| &***parameter == "...");
    let mut leave = |actual: &Actual| {
        left.push(Element { name: actual.name.clone(), value: actual.value.clone() });
    };
    let is_own = |actual: &Actual| parameters.iter().any(|own| Some(own) == actual.name.as_ref());
    let mut free = parameters.iter().filter(|parameter| {
        !arguments.iter().any(|actual| actual.name.as_ref() == Some(parameter))
    });
    let mut current = free.next();
    for actual in arguments {
        match (&actual.name, current) {
            (Some(name), _) if is_own(actual) => pairs.push((name.clone(), actual.value.clone())),
            (Some(_), _) => leave(actual),
            (None, Some(parameter)) if &**parameter != "..." => {
                pairs.push((parameter.clone(), actual.value.clone()));
                current = free.next();
            }
            (None, Some(_)) => leave(actual),
            (None, None) => {}
        }
    }
    if let Some(dots) = dots.filter(|_| !left.is_empty()) {
        pairs.push((dots.clone(), Value::list(left)));
    }
    pairs
}

/// The first so many of a list: nobody writes more, and each is compared with each.
fn first<T>(all: &[T]) -> &[T] {
    &all[..all.len().min(128)]
}
