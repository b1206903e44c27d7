//! Functions that run code or commands, given to another function.

use crate::scanner::Severity;
use crate::scanner::python::later::{Caller, caller_of, given, made};
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
    let caller = callees.iter().find_map(|target| caller_of(&target.path));
    let caller = caller.or_else(|| match &*call.func {
        Expr::Attribute(method) if callees.is_empty() => caller_of(&method.attr),
        _ => None,
    });
    if let Some(caller) = caller {
        made_later(visit, call, caller);
    }
    let starts = caller.is_some();
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

/// The call that will be made is judged as if it stood there. Where a class is given, it is no type to compare with.
fn made_later<'a>(visit: &mut Visit<'_, 'a>, call: &'a ExprCall, caller: &'static Caller) {
    let Some(function) = given(call, caller) else { return };
    if !matches!(function, Expr::Name(_) | Expr::Attribute(_)) {
        return;
    }
    let targets = visit.resolve(function);
    let Some(target) = targets.iter().find(|target| !target.path.sinks().is_empty()) else {
        return;
    };
    match visit.later.keep(made(call, function, caller)) {
        Some(call) => visit.judge_all(call, &targets),
        // Nobody hands over so many but to tire whoever reads them.
        None => {
            let rule = &code::DANGEROUS_CALLABLE_HANDED_OVER;
            visit.report(rule, Severity::Medium, &target.path, function.range());
        }
    }
}
