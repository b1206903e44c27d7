//! Text that regular expressions find and replace.

use super::follows;
use crate::scanner::r::invocation::Invocation;
use crate::scanner::r::value::{Element, Traits, Value};
use regex::{Regex, RegexBuilder};
use std::rc::Rc;

/// A longer pattern is not followed.
const LONGEST_PATTERN: usize = 512;
const LARGEST_PROGRAM: usize = 1 << 18;

/// R's patterns are mostly those of the crate; the few that are not are not followed.
pub(super) fn compiled(pattern: &str, fixed: bool, ignores_case: bool) -> Option<Regex> {
    if pattern.len() > LONGEST_PATTERN {
        return None;
    }
    let pattern = if fixed { regex::escape(pattern) } else { pattern.to_owned() };
    let mut builder = RegexBuilder::new(&pattern);
    builder.size_limit(LARGEST_PROGRAM).case_insensitive(ignores_case).build().ok()
}

/// Whether a flag such as `fixed = TRUE` is set.
pub(super) fn flag(call: &Invocation, name: &str) -> bool {
    call.named(name).is_some_and(|actual| actual.value.is_true())
}

/// `regexpr(pattern, text)`: where it matches is only of use to [`matched`], which is told the pattern.
pub(super) fn search(call: &Invocation) -> Option<Value> {
    let pattern = call.argument("pattern").or_else(|| call.place(0))?.value.known()?;
    let pattern = if flag(call, "fixed") { regex::escape(pattern) } else { pattern.to_owned() };
    let all = Value { logical: Some(&*call.name == "gregexpr"), ..Value::default() };
    let element = |name: &str, value| Element { name: Some(name.into()), value };
    Some(Value::list(vec![element("pattern", Value::text(pattern)), element("all", all)]))
}

/// `regmatches(text, regexpr(pattern, text))` and `str_extract(text, pattern)`.
pub(super) fn matched(call: &Invocation) -> Option<Value> {
    let text = call.arguments.first()?.value.texts.clone()?;
    let by = &call.arguments.get(1)?.value;
    let (pattern, all) = match &*call.name {
        "regmatches" => (by.field("pattern")?, by.field("all")?.is_true()),
        name => (by.clone(), name.contains("_all")),
    };
    let pattern = compiled(pattern.known()?, false, false)?;
    let most = if all { usize::MAX } else { 1 };
    let found = text.iter().flat_map(|text| pattern.find_iter(text).take(most));
    let found: Vec<Rc<str>> = found.map(|one| Rc::from(one.as_str())).collect();
    let found = Value::vector(found).with(Traits::ASSEMBLED);
    Some(if all { Value::list(vec![Element { name: None, value: found }]) } else { found })
}

/// What `sub` and `gsub` make of a text.
pub(super) fn replaced(text: &str, pattern: &Regex, new: &str, once: bool) -> Option<String> {
    let new = template(new);
    let replaced = match once {
        true => pattern.replacen(text, 1, new.as_str()),
        false => pattern.replace_all(text, new.as_str()),
    };
    follows(&replaced).then(|| replaced.into_owned())
}

/// R's `\\1` as the crate writes it.
fn template(new: &str) -> String {
    let (mut out, mut rest) = (String::new(), new.chars().peekable());
    while let Some(letter) = rest.next() {
        match (letter, rest.peek()) {
            ('$', _) => out.push_str("$$"),
            ('\\', Some(digit)) if digit.is_ascii_digit() => {
                out.push_str(&format!("${{{digit}}}"));
                rest.next();
            }
            ('\\', Some(_)) => out.extend(rest.next()),
            _ => out.push(letter),
        }
    }
    out
}
