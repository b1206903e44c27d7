//! Database commands that are put together from text.

use crate::scanner::Severity;
use crate::scanner::python::fold::Context;
use crate::scanner::python::value::{HOLE, Value};
use crate::scanner::python::visit::Visit;
use crate::scanner::rules::python::injection;
use ruff_python_ast::{Expr, ExprCall};
use ruff_text_size::Ranged;

/// The shape of a command: the words that it has in this order, with white space after them.
const COMMANDS: &[&[&str]] =
    &[&["select", "from"], &["delete", "from"], &["insert", "into", "values"], &["update", "set"]];

fn is_command(text: &str) -> bool {
    if text.len() < 10 {
        return false;
    }
    let text = text.to_lowercase();
    COMMANDS.iter().any(|words| {
        let mut rest = text.as_str();
        words.iter().all(|word| {
            loop {
                let Some(at) = rest.find(word) else { return false };
                rest = &rest[at + word.len()..];
                if rest.starts_with(|next: char| {
                    next.is_whitespace() || next == '(' && *word == "values"
                }) {
                    return true;
                }
            }
        })
    })
}

/// Whether a text is a command from its beginning, and does not only speak of one.
fn begins(text: &str) -> bool {
    let first = text.trim_start_matches(|letter: char| letter.is_whitespace() || letter == '(');
    let first = first.split(char::is_whitespace).next().unwrap_or_default().to_lowercase();
    let known = ["select", "delete", "insert", "update", "with", "explain", "replace", "create"];
    known.contains(&first.as_str()) || first.starts_with(HOLE)
}

fn sketch<'a>(visit: &Visit<'_, 'a>, expr: &'a Expr) -> Option<String> {
    match visit.names.fold(expr, Context::with_holes(visit.scope)) {
        Some(Value::Str(text)) => Some(text),
        _ => None,
    }
}

/// `"SELECT … " + name`, `"SELECT … %s" % name` and `f"SELECT … {name}"`, by their text as far as it is known.
pub(in crate::scanner::python) fn assembled<'a>(
    visit: &mut Visit<'_, 'a>,
    expr: &'a Expr,
    text: &str,
) {
    if !is_command(text) {
        return;
    }
    let outside = visit.names.origin(expr, visit.scope).is_outside();
    let severity = if outside && text.contains(HOLE) && begins(text) {
        Severity::Medium
    } else {
        Severity::Low
    };
    visit.report(
        &injection::SQL_FROM_TEXT,
        severity,
        text.split_whitespace().next().unwrap_or_default(),
        expr.range(),
    );
}

/// `"SELECT … {}".format(name)`, and what a database is asked to execute.
pub(in crate::scanner::python) fn call<'a>(visit: &mut Visit<'_, 'a>, call: &'a ExprCall) {
    let Expr::Attribute(method) = &*call.func else { return };
    match method.attr.as_str() {
        "format" | "replace" => {
            if let Expr::StringLiteral(literal) = &*method.value
                && is_command(literal.value.to_str())
            {
                visit.report(&injection::SQL_FROM_TEXT, Severity::Low, "the command", call.range());
            }
        }
        "execute" | "executemany" | "executescript" | "raw" | "fetch" | "fetchrow" | "fetchval"
        | "cursor" | "prepare" | "copy_from_query" | "run" => {
            let Some(first) = call.arguments.args.first() else { return };
            if matches!(first, Expr::StringLiteral(_)) {
                return;
            }
            let Some(text) = sketch(visit, first) else { return };
            if text.contains(HOLE) && is_command(&text) {
                visit.report(
                    &injection::SQL_FROM_TEXT,
                    Severity::Medium,
                    "the command",
                    first.range(),
                );
            }
        }
        _ => {}
    }
}
