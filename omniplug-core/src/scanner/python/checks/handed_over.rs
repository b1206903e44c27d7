//! Functions that run code or commands, given to another function.

use crate::scanner::Severity;
use crate::scanner::python::path::Path;
use crate::scanner::python::resolve::Target;
use crate::scanner::python::visit::Visit;
use crate::scanner::rules::python::code;
use ruff_python_ast::{Expr, ExprCall};
use ruff_text_size::Ranged;

/// Functions that run code or commands, given to another function.
pub(in crate::scanner::python) fn functions<'a>(
    visit: &mut Visit<'_, 'a>,
    call: &'a ExprCall,
    callees: &[Target],
) {
    let looks_only = |target: &Target| {
        matches!(
            target.path.as_str(),
            "isinstance"
                | "issubclass"
                | "callable"
                | "hasattr"
                | "getattr"
                | "type"
                | "inspect.signature"
                | "print"
                | "repr"
                | "functools.wraps"
                | "id"
                | "help"
                | "inspect.getsource"
                | "functools.update_wrapper"
        )
    };
    if callees.iter().any(looks_only) {
        return;
    }
    let starts = callees.iter().any(|target| calls_later(target.path.as_str()));
    let dangerous =
        |path: &Path| path.is_dangerous() || (starts && path.as_str() == "subprocess.Popen");
    let keywords = call.arguments.keywords.iter().map(|keyword| &keyword.value);
    let whole = call.arguments.args.iter().chain(keywords);
    // A list of functions that are called one after the other.
    let parts = whole.clone().filter(|_| starts).flat_map(|expr| match expr {
        Expr::List(list) => list.elts.as_slice(),
        Expr::Tuple(tuple) => tuple.elts.as_slice(),
        _ => &[],
    });
    for expr in whole.chain(parts) {
        if matches!(expr, Expr::Name(_) | Expr::Attribute(_))
            && let Some(path) = visit.reaches(expr, dangerous)
        {
            visit.report(
                &code::DANGEROUS_CALLABLE_HANDED_OVER,
                Severity::Medium,
                &path,
                expr.range(),
            );
        }
    }
}

/// Functions that call what they are given: there a class is no type to compare with.
fn calls_later(path: &str) -> bool {
    const CALLERS: &[&str] = &[
        "Thread",
        "Timer",
        "Process",
        "submit",
        "apply_async",
        "apply",
        "map",
        "reduce",
        "call_later",
        "call_soon",
        "call_at",
        "run_in_executor",
        "to_thread",
        "register",
        "enter",
        "enterabs",
        "partial",
        "starmap",
        "signal",
        "finalize",
        "callback",
        "add_done_callback",
    ];
    path.rsplit('.').next().is_some_and(|last| CALLERS.contains(&last))
}
