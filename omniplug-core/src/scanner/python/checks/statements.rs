//! The shapes of statements.

use super::assigned::is_shared;
use super::probing;
use super::shapes::is_old_version;
use crate::scanner::Severity;
use crate::scanner::python::names::Place;
use crate::scanner::python::visit::Visit;
use crate::scanner::rules::python::{code, data, injection, system, transport};
use ruff_python_ast::{Decorator, ExceptHandler, Expr, Stmt, StmtFunctionDef, StmtTry, StmtWhile};
use ruff_text_size::Ranged;

pub(in crate::scanner::python) fn function<'a>(
    visit: &mut Visit<'_, 'a>,
    function: &'a StmtFunctionDef,
) {
    for parameter in &*function.parameters {
        let Some(default) = parameter.default() else { continue };
        if let Some(path) = visit.reaches(default, |path| is_old_version(path)) {
            visit.report(&transport::OLD_TLS_VERSION, Severity::Medium, &path, default.range());
        }
    }
    if !matches!(
        function.name.as_str(),
        "__reduce__" | "__reduce_ex__" | "__setstate__" | "__getstate__"
    ) {
        return;
    }
    let scope = visit.names.opened.get(&function.range).and_then(|id| visit.names.scopes.get(*id));
    for Place { expr, scope } in scope.map(|scope| scope.returns.clone()).unwrap_or_default() {
        let Expr::Tuple(tuple) = expr else { continue };
        let Some(first) = tuple.elts.first() else { continue };
        let targets = visit.names.resolve(first, scope);
        if let Some(target) = targets.iter().find(|target| {
            target.path.is_dangerous()
                || target.path.starts_with("subprocess.")
                || target.path.starts_with("os.")
        }) {
            visit.report(&data::PICKLE_BOMB, Severity::High, &target.path, first.range());
        }
    }
}

pub(in crate::scanner::python) fn decorators<'a>(
    visit: &mut Visit<'_, 'a>,
    decorators: &'a [Decorator],
) {
    for decorator in decorators {
        if let Some(path) =
            visit.reaches(&decorator.expression, |path| path.is_dangerous() || &**path == "input")
        {
            visit.report(
                &code::DANGEROUS_CALLABLE_HANDED_OVER,
                Severity::High,
                &path,
                decorator.range,
            );
        }
    }
}

pub(in crate::scanner::python) fn statement<'a>(visit: &mut Visit<'_, 'a>, statement: &'a Stmt) {
    match statement {
        // One in a file says all there is to say: tests have thousands.
        Stmt::Assert(assert) if !std::mem::replace(&mut visit.asserts, true) => {
            visit.report(&injection::ASSERT_USED, Severity::Info, "assert", assert.range);
        }
        Stmt::Try(attempt) => handlers(visit, attempt),
        Stmt::If(choice) => probing::leaves(visit, choice),
        Stmt::For(each) if visit.reaches(&each.iter, |path| &**path == "os.environ").is_some() => {
            visit.report(
                &system::SECRET_VARIABLE_READ,
                Severity::Medium,
                "os.environ",
                each.iter.range(),
            );
        }
        Stmt::Delete(delete) => {
            for target in &delete.targets {
                if let Expr::Attribute(attribute) = target
                    && let Some(path) = visit.reaches(&attribute.value, |path| is_shared(path))
                {
                    let rule = &code::NAMESPACE_TAMPERING;
                    visit.report(rule, Severity::Medium, &path, attribute.range);
                }
                if let Expr::Subscript(subscript) = target
                    && visit.reaches(&subscript.value, |path| &**path == "sys.modules").is_some()
                {
                    visit.report(
                        &code::NAMESPACE_TAMPERING,
                        Severity::Low,
                        "sys.modules",
                        subscript.range,
                    );
                }
            }
        }
        _ => {}
    }
}

fn handlers(visit: &mut Visit<'_, '_>, attempt: &StmtTry) {
    for ExceptHandler::ExceptHandler(handler) in &attempt.handlers {
        let wide = match handler.type_.as_deref() {
            None => true,
            Some(Expr::Name(name)) => name.id == "Exception",
            Some(_) => false,
        };
        let [only] = &*handler.body else { continue };
        match only {
            Stmt::Pass(_) if wide => {
                visit.report(&injection::ERROR_IGNORED, Severity::Info, "except", handler.range);
            }
            Stmt::Continue(_) if wide => {
                visit.report(&injection::ERROR_SKIPPED, Severity::Info, "except", handler.range);
            }
            _ => {}
        }
    }
}

/// `while True` and its kin without a way out.
pub(in crate::scanner::python) fn is_endless(each: &StmtWhile) -> bool {
    let always = match &*each.test {
        Expr::BooleanLiteral(literal) => literal.value,
        Expr::NumberLiteral(_) => true,
        _ => false,
    };
    always && !each.body.iter().any(leaves)
}

fn leaves(statement: &Stmt) -> bool {
    match statement {
        Stmt::Break(_) | Stmt::Return(_) | Stmt::Raise(_) => true,
        Stmt::If(choice) => {
            choice.body.iter().any(leaves)
                || choice.elif_else_clauses.iter().any(|clause| clause.body.iter().any(leaves))
        }
        Stmt::Try(attempt) => {
            let handled = |handler: &ExceptHandler| match handler {
                ExceptHandler::ExceptHandler(handler) => handler.body.iter().any(leaves),
            };
            attempt.body.iter().chain(&attempt.orelse).chain(&attempt.finalbody).any(leaves)
                || attempt.handlers.iter().any(handled)
        }
        Stmt::With(with) => with.body.iter().any(leaves),
        Stmt::For(each) => each.body.iter().any(leaves),
        Stmt::While(each) => each.body.iter().any(leaves),
        Stmt::Match(choice) => choice.cases.iter().any(|case| case.body.iter().any(leaves)),
        Stmt::Expr(expr) => {
            matches!(&*expr.value, Expr::Yield(_) | Expr::Await(_) | Expr::YieldFrom(_))
        }
        Stmt::Assign(assign) => matches!(&*assign.value, Expr::Yield(_) | Expr::Await(_)),
        _ => false,
    }
}

/// An endless loop that does nothing but take more.
pub(in crate::scanner::python) fn endless<'a>(visit: &mut Visit<'_, 'a>, each: &'a StmtWhile) {
    let takes = |statement: &Stmt| match statement {
        Stmt::Pass(_) | Stmt::AugAssign(_) => true,
        Stmt::Expr(expr) => match &*expr.value {
            Expr::Call(call) => {
                matches!(&*call.func, Expr::Attribute(method) if matches!(method.attr.as_str(), "append" | "extend" | "start" | "add"))
            }
            _ => false,
        },
        _ => false,
    };
    if each.body.iter().all(takes) {
        visit.report(
            &system::RESOURCES_EXHAUSTED,
            Severity::Medium,
            "while True",
            each.test.range(),
        );
    }
}
