//! The shapes of statements and expressions that are no calls of known functions.

use super::imported;
use crate::scanner::Severity;
use crate::scanner::python::flow::Origin;
use crate::scanner::python::fold::Context;
use crate::scanner::python::names::Binding;
use crate::scanner::python::path::Path;
use crate::scanner::python::resolve::Target;
use crate::scanner::python::sinks::{capability, is_dangerous, is_secret};
use crate::scanner::python::value::{HOLE, Value};
use crate::scanner::python::visit::Visit;
use crate::scanner::rules::python::{code, command, system, transport};
use ruff_python_ast::{
    Expr, ExprAttribute, ExprBinOp, ExprCall, ExprDict, ExprName, ExprSubscript, Operator,
};
use ruff_text_size::Ranged;

/// Functions for which a text is only a text.
pub(in crate::scanner::python) fn only_speaks(callee: &Expr) -> bool {
    match callee {
        Expr::Name(name) => {
            matches!(name.id.as_str(), "print" | "repr" | "len" | "ValueError" | "RuntimeError")
        }
        Expr::Attribute(method) => matches!(
            method.attr.as_str(),
            "debug"
                | "info"
                | "warning"
                | "error"
                | "warn"
                | "add_argument"
                | "startswith"
                | "endswith"
                | "exception"
                | "raises"
                | "match"
                | "fail"
                | "assertEqual"
                | "search"
                | "compile"
        ),
        _ => false,
    }
}

pub(in crate::scanner::python) fn call<'a>(
    visit: &mut Visit<'_, 'a>,
    call: &'a ExprCall,
    targets: &[Target],
) {
    for target in targets {
        if matches!(
            target.path.as_str(),
            "importlib.import_module" | "__import__" | "importlib.__import__"
        ) && let Some(first) = call.arguments.args.first()
            && let Some(Value::Str(name)) =
                visit.names.fold(first, Context::with_holes(visit.scope))
        {
            imported::module(visit, &name, call.range());
            visit.capabilities.extend(capability(&name));
        }
    }
    let shell = call
        .arguments
        .find_keyword("shell")
        .and_then(|keyword| visit.names.fold(&keyword.value, Context::with_holes(visit.scope)));
    let shell = match call.arguments.find_keyword("shell").map(|keyword| &keyword.value) {
        Some(Expr::Dict(dict)) => !dict.items.is_empty(),
        Some(Expr::List(list)) => !list.elts.is_empty(),
        _ => shell.is_some_and(|value| value.is_true() && value != Value::Str(HOLE.into())),
    };
    let known =
        targets.iter().any(|target| target.path.sinks().iter().any(|sink| sink.rule.id == "PY202"));
    if shell && !known {
        let found = |target: &Target| {
            ["importlib.import_module()", "__import__()"]
                .iter()
                .any(|start| target.path.starts_with(start))
        };
        let hidden = targets.iter().any(found);
        let severity = if hidden { Severity::High } else { Severity::Low };
        let name = targets.first().map_or("the call", |target| &target.path);
        visit.report(&command::SHELL_KEYWORD, severity, name, call.range());
    }
    old_version(visit, call);
    dictionary_of_environment(visit, call);
}

/// `methodcaller("system", "id")(os)`.
pub(in crate::scanner::python) fn named_method<'a>(visit: &mut Visit<'_, 'a>, call: &'a ExprCall) {
    let made = match &*call.func {
        Expr::Name(name) => visit.names.value_of(name, visit.scope),
        other => Some(other),
    };
    let Some(Expr::Call(made)) = made else { return };
    let (Some(name), Some(object)) = (made.arguments.args.first(), call.arguments.args.first())
    else {
        return;
    };
    let folded = visit.names.fold(name, Context::new(visit.scope, 0));
    let Some(name) = folded.and_then(Value::into_text) else { return };
    for base in visit.resolve(object) {
        let path = format!("{}.{name}", base.path.as_str());
        if is_dangerous(&path) {
            visit.report(&code::HIDDEN_NAME, Severity::High, &path, call.range());
        }
    }
}

/// Entries by which configurations name what they call: of `logging.config`, and of Hydra.
pub(in crate::scanner::python) fn factories<'a>(visit: &mut Visit<'_, 'a>, dict: &'a ExprDict) {
    for item in &dict.items {
        let Some(Expr::StringLiteral(key)) = &item.key else { continue };
        if !matches!(key.value.to_str(), "()" | "_target_") {
            continue;
        }
        let folded = visit.names.fold(&item.value, Context::new(visit.scope, 0));
        let named = folded.and_then(Value::into_text).filter(|path| is_dangerous(path));
        let path = named.or_else(|| {
            visit.reaches(&item.value, Path::is_dangerous).map(|path| path.as_str().to_owned())
        });
        if let Some(path) = path {
            let range = item.value.range();
            visit.report(&code::DANGEROUS_CALLABLE_HANDED_OVER, Severity::High, &path, range);
        }
    }
}

/// Any call that is told to use an old version.
fn old_version<'a>(visit: &mut Visit<'_, 'a>, call: &'a ExprCall) {
    for name in ["ssl_version", "method"] {
        let Some(keyword) = call.arguments.find_keyword(name) else { continue };
        if let Some(path) = visit.reaches(&keyword.value, |path| is_old_version(path)) {
            visit.report(&transport::OLD_TLS_VERSION, Severity::Medium, &path, call.range());
        }
    }
}

/// Versions that can be read on the way.
pub(super) fn is_old_version(path: &str) -> bool {
    [
        "PROTOCOL_SSLv2",
        "PROTOCOL_SSLv3",
        "PROTOCOL_TLSv1",
        "PROTOCOL_TLSv1_1",
        "PROTOCOL_SSLv23",
        "SSLv2_METHOD",
        "SSLv3_METHOD",
        "SSLv23_METHOD",
        "TLSv1_METHOD",
        "TLSv1_1_METHOD",
    ]
    .iter()
    .any(|name| path.ends_with(name))
}

/// `{**os.environ}` and `dict(**os.environ)`.
fn dictionary_of_environment<'a>(visit: &mut Visit<'_, 'a>, call: &'a ExprCall) {
    for keyword in call.arguments.keywords.iter().filter(|keyword| keyword.arg.is_none()) {
        if visit.reaches(&keyword.value, |path| &**path == "os.environ").is_some() {
            visit.report(&system::SECRET_VARIABLE_READ, Severity::Low, "os.environ", keyword.range);
        }
    }
}

/// Multiplications and powers whose result no machine holds.
pub(in crate::scanner::python) fn operation<'a>(
    visit: &mut Visit<'_, 'a>,
    operation: &'a ExprBinOp,
) {
    const MOST: i64 = 500_000_000;
    let constant = |expr: &'a Expr| visit.names.fold(expr, Context::new(visit.scope, 0));
    let huge = match operation.op {
        Operator::Mult => {
            let sequence = |expr: &Expr| {
                matches!(
                    expr,
                    Expr::StringLiteral(_) | Expr::BytesLiteral(_) | Expr::List(_) | Expr::Tuple(_)
                ) || matches!(expr, Expr::Call(call) if matches!(&*call.func, Expr::Name(name) if name.id == "bytearray"))
            };
            let many =
                |expr: &'a Expr| matches!(constant(expr), Some(Value::Int(times)) if times >= MOST);
            sequence(&operation.left) && many(&operation.right)
                || sequence(&operation.right) && many(&operation.left)
        }
        Operator::Pow => match &*operation.right {
            Expr::BinOp(inner) if inner.op == Operator::Pow => {
                matches!(constant(&operation.right), Some(Value::Int(10_000..)) | None)
                    && constant(&inner.left).is_some()
                    && constant(&operation.left).is_some()
            }
            right => matches!(constant(right), Some(Value::Int(100_000_000..))),
        },
        _ => false,
    };
    if huge {
        visit.report(&system::RESOURCES_EXHAUSTED, Severity::Medium, "the result", operation.range);
    }
}

pub(in crate::scanner::python) fn attribute<'a>(
    visit: &mut Visit<'_, 'a>,
    expr: &'a Expr,
    attribute: &'a ExprAttribute,
) {
    let name = attribute.attr.as_str();
    match name {
        "__class__" | "__mro__" | "__base__" | "__bases__" if is_plain(&attribute.value) => {
            visit.report(&code::CLASS_TREE_WALK, Severity::High, name, attribute.range);
        }
        "__globals__" | "__builtins__" => {
            let method =
                matches!(&*attribute.value, Expr::Attribute(inner) if inner.attr.starts_with("__"));
            visit.report(
                &code::CLASS_TREE_WALK,
                if method { Severity::High } else { Severity::Low },
                name,
                attribute.range,
            );
        }
        "__base__" | "__bases__" | "__mro__" if matches!(&*attribute.value, Expr::Attribute(inner) if inner.attr.as_str() == "__class__") =>
        {
            visit.report(&code::CLASS_TREE_WALK, Severity::Medium, name, attribute.range);
        }
        "f_globals" | "f_builtins" | "f_locals" | "gi_frame" | "cr_frame" | "tb_frame" => {
            let walked = |path: &Path| {
                ["inspect.stack()", "inspect.getouterframes()", "sys._current_frames()"]
                    .iter()
                    .any(|start| path.starts_with(start))
            };
            let of_caller = || visit.reaches(&attribute.value, walked).is_some();
            let severity = if matches!(name, "f_globals" | "f_builtins")
                || (name == "f_locals" && (is_back(&attribute.value) || of_caller()))
            {
                Severity::Medium
            } else {
                Severity::Low
            };
            visit.report(&system::FRAMES_WALKED, severity, name, attribute.range);
        }
        _ => {}
    }
    kept(visit, expr, attribute);
    let Expr::Name(base) = &*attribute.value else { return };
    let bindings = visit.names.lookup(&base.id, visit.scope, base.range.start().to_u32());
    let imported = |(_, binding): &(u32, Binding<'_>)| matches!(binding, Binding::Import(_));
    if !bindings.is_some_and(|bindings| bindings.iter().any(imported)) {
        return;
    }
    for target in visit.resolve(expr) {
        visit.capabilities.extend(target.path.capability());
        match target.path.as_str() {
            "ctypes.pythonapi" | "ctypes.windll" | "ctypes.cdll" => {
                visit.report(&system::CTYPES, Severity::Medium, &target.path, attribute.range);
            }
            _ => {}
        }
    }
}

/// `frame.f_back`: the frame of who called.
fn is_back(expr: &Expr) -> bool {
    matches!(expr, Expr::Attribute(attribute) if attribute.attr.as_str() == "f_back")
}

/// A literal or a call of nothing: nobody asks these for their class but to walk on.
fn is_plain(expr: &Expr) -> bool {
    match expr {
        Expr::Tuple(tuple) => tuple.elts.is_empty(),
        Expr::List(list) => list.elts.is_empty(),
        Expr::Dict(dict) => dict.items.is_empty(),
        Expr::StringLiteral(_)
        | Expr::NumberLiteral(_)
        | Expr::BytesLiteral(_)
        | Expr::BooleanLiteral(_) => true,
        _ => false,
    }
}

pub(in crate::scanner::python) fn subscript<'a>(
    visit: &mut Visit<'_, 'a>,
    expr: &'a Expr,
    subscript: &'a ExprSubscript,
) {
    if subscript.ctx.is_load() {
        let bases = visit.resolve(&subscript.value);
        if bases.iter().any(|target| matches!(target.path.as_str(), "os.environ" | "os.environb")) {
            let key = visit
                .names
                .fold(&subscript.slice, Context::with_holes(visit.scope))
                .map(|key| key.shown())
                .unwrap_or_default();
            visit.report(&system::ENVIRONMENT_READ, Severity::Info, &key, subscript.range);
            if is_secret(&key) {
                visit.report(
                    &system::SECRET_VARIABLE_READ,
                    Severity::Medium,
                    &key,
                    subscript.range,
                );
            }
        }
        let namespace = |target: &Target| {
            matches!(
                target.path.as_str(),
                "builtins" | "os.__dict__" | "builtins.__dict__" | "__dict__" | "globals()"
            )
        };
        if bases.iter().any(namespace)
            && visit.names.fold(&subscript.slice, Context::new(visit.scope, 0)).is_none()
            && bases.iter().any(|target| target.path.as_str() != "globals()")
        {
            visit.report(
                &code::COMPUTED_ATTRIBUTE,
                Severity::Medium,
                "the namespace",
                subscript.range,
            );
        }
        let of_module = |target: &Target| {
            matches!(target.path.as_str(), "globals()" | "locals()" | "vars()")
                || target.path.ends_with("__globals__")
        };
        if bases.iter().any(of_module) {
            let origin = visit.names.origin(&subscript.slice, visit.scope);
            if origin.has(Origin::INPUT) || origin.has(Origin::NETWORK) {
                let rule = &code::COMPUTED_ATTRIBUTE;
                visit.report(rule, Severity::Medium, "the namespace", subscript.range);
            }
        }
        let holds = |target: &Target| target.hidden || is_namespace(&target.path);
        if bases.iter().any(holds)
            && let Some(target) = visit
                .resolve(expr)
                .into_iter()
                .find(|target| target.hidden && target.path.is_dangerous())
        {
            visit.report(&code::HIDDEN_NAME, Severity::High, &target.path, subscript.range);
        }
    }
}

/// Whether functions are found in it by names that are text.
fn is_namespace(path: &str) -> bool {
    matches!(path, "globals()" | "locals()" | "vars()" | "sys.modules" | "builtins")
        || ["__builtins__", "__dict__", "__globals__"].iter().any(|name| path.ends_with(name))
}

pub(in crate::scanner::python) fn name(visit: &mut Visit<'_, '_>, name: &ExprName) {
    if name.id == "__builtins__" && name.ctx.is_load() {
        visit.report(&code::CLASS_TREE_WALK, Severity::Medium, "__builtins__", name.range);
    }
}

/// Names of functions that start programs, whatever module they are reached through.
pub(in crate::scanner::python) fn starts_programs(name: &str) -> bool {
    const NAMES: &[&str] = &[
        "system",
        "popen",
        "execv",
        "execve",
        "execvp",
        "execl",
        "execlp",
        "spawnl",
        "spawnv",
        "spawnlp",
        "spawnvp",
        "posix_spawn",
        "getoutput",
        "getstatusoutput",
        "create_subprocess_shell",
    ];
    NAMES.contains(&name)
}

/// `{"run": os.system}`, `return os.popen`: such a function as a value, to be called by whatever way.
fn kept<'a>(visit: &mut Visit<'_, 'a>, expr: &'a Expr, attribute: &'a ExprAttribute) {
    if visit.callee == Some(attribute.range)
        || !attribute.ctx.is_load()
        || !starts_programs(&attribute.attr)
    {
        return;
    }
    if let Some(path) = visit.reaches(expr, Path::is_dangerous) {
        let range = attribute.range;
        visit.report(&code::DANGEROUS_CALLABLE_HANDED_OVER, Severity::Medium, &path, range);
    }
}
