//! Database commands that are put together from text.

use crate::scanner::Severity;
use crate::scanner::python::fold::Context;
use crate::scanner::python::value::{HOLE, Value};
use crate::scanner::python::visit::Visit;
use crate::scanner::rules::python::injection;
use regex::Regex;
use ruff_python_ast::{Expr, ExprCall, Operator};
use ruff_text_size::Ranged;
use std::sync::LazyLock;

static COMMAND: LazyLock<Option<Regex>> = LazyLock::new(|| {
    Regex::new(r"(?is)(select\s.*from\s|delete\s+from\s|insert\s+into\s.*values[\s(]|update\s.*set\s|drop\s+table\s)").ok()
});

fn is_command(text: &str) -> bool {
    let likely = [
        "select", "SELECT", "Select", "delete", "DELETE", "Delete", "insert", "INSERT", "Insert",
        "update", "UPDATE", "Update", "drop", "DROP",
    ]
    .iter()
    .any(|word| text.contains(word));
    likely && COMMAND.as_ref().is_some_and(|command| command.is_match(text))
}

fn sketch<'a>(visit: &Visit<'_, 'a>, expr: &'a Expr) -> Option<String> {
    match visit.names.fold(expr, Context::with_holes(visit.scope)) {
        Some(Value::Str(text)) => Some(text),
        _ => None,
    }
}

fn judge<'a>(visit: &mut Visit<'_, 'a>, expr: &'a Expr, literal: bool) {
    let Some(text) = sketch(visit, expr) else { return };
    if !(literal || text.contains(HOLE)) || !is_command(&text) {
        return;
    }
    let outside = visit.names.origin(expr, visit.scope).is_outside();
    let severity = if outside && text.contains(HOLE) { Severity::Medium } else { Severity::Low };
    visit.report(
        &injection::SQL_FROM_TEXT,
        severity,
        text.split_whitespace().next().unwrap_or_default(),
        expr.range(),
    );
}

/// `"SELECT … " + name` and `"SELECT … %s" % name`.
pub(in crate::scanner::python) fn operation<'a>(visit: &mut Visit<'_, 'a>, expr: &'a Expr) {
    if matches!(expr, Expr::BinOp(operation) if matches!(operation.op, Operator::Add | Operator::Mod))
    {
        judge(visit, expr, true);
    }
}

pub(in crate::scanner::python) fn f_string<'a>(visit: &mut Visit<'_, 'a>, expr: &'a Expr) {
    judge(visit, expr, true);
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
        "execute" | "executemany" | "executescript" | "raw" => {
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
