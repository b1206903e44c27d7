//! Assignments that change what other code does.

use crate::scanner::Severity;
use crate::scanner::python::fold::Context;
use crate::scanner::python::names::MODULE;
use crate::scanner::python::outline::elements;
use crate::scanner::python::path::Path;
use crate::scanner::python::sinks::{is_shared_folder, is_web, loads};
use crate::scanner::python::value::Value;
use crate::scanner::python::visit::Visit;
use crate::scanner::rules::python::{code, system, transport};
use ruff_python_ast::{Expr, ExprAttribute, ExprSubscript};
use ruff_text_size::Ranged;

pub(in crate::scanner::python) fn assigned<'a>(
    visit: &mut Visit<'_, 'a>,
    target: &'a Expr,
    value: &'a Expr,
) {
    match target {
        Expr::Attribute(attribute) => attribute_set(visit, attribute, value),
        Expr::Subscript(subscript) => element_set(visit, subscript, value),
        Expr::Name(name) if name.id == "DEBUG" && is_true(value) && is_settings(visit) => {
            visit.report(&transport::DEBUG_SERVER, Severity::Medium, "DEBUG", name.range);
        }
        Expr::Name(name) => {
            let own = visit.names.scopes.get(visit.scope).is_some_and(|scope| scope.class);
            if own
                && name.id.starts_with("__")
                && let Some(path) = visit.reaches(value, Path::is_dangerous)
            {
                visit.report(
                    &code::DANGEROUS_CALLABLE_HANDED_OVER,
                    Severity::High,
                    &path,
                    value.range(),
                );
            }
        }
        _ => {}
    }
}

/// Whether the module is the settings of a Django site.
fn is_settings(visit: &Visit<'_, '_>) -> bool {
    let module = visit.names.scopes.first().filter(|_| visit.scope == MODULE);
    let own = ["INSTALLED_APPS", "ROOT_URLCONF", "ALLOWED_HOSTS", "MIDDLEWARE"];
    module.is_some_and(|module| own.iter().any(|name| module.names.contains_key(name)))
}

/// Elements of a value that is put into an attribute that are looked at.
const MOST: usize = 8;

/// Modules that other code stands on.
pub(super) fn is_shared(path: &str) -> bool {
    matches!(
        path,
        "os" | "sys"
            | "subprocess"
            | "socket"
            | "ssl"
            | "importlib"
            | "json"
            | "io"
            | "pathlib"
            | "shutil"
            | "builtins"
            | "pickle"
            | "hashlib"
            | "os.path"
            | "urllib.request"
            | "requests"
            | "logging"
            | "threading"
            | "random"
            | "secrets"
            | "socket.socket"
            | "requests.Session"
            | "requests.sessions.Session"
            | "inspect"
            | "types"
            | "site"
    )
}

fn attribute_set<'a>(visit: &mut Visit<'_, 'a>, attribute: &'a ExprAttribute, value: &'a Expr) {
    let name = attribute.attr.as_str();
    match name {
        "verify" if is_false(value) => {
            visit.report(
                &transport::CERTIFICATE_NOT_CHECKED,
                Severity::High,
                name,
                attribute.range,
            );
        }
        "check_hostname" if is_false(value) => {
            visit.report(
                &transport::CERTIFICATE_NOT_CHECKED,
                Severity::High,
                name,
                attribute.range,
            );
        }
        "verify_mode" if visit.reaches(value, |path| path.ends_with("CERT_NONE")).is_some() => {
            visit.report(
                &transport::CERTIFICATE_NOT_CHECKED,
                Severity::High,
                name,
                attribute.range,
            );
        }
        "minimum_version"
            if visit
                .reaches(value, |path| {
                    path.ends_with("TLSv1") || path.ends_with("SSLv3") || path.ends_with("TLSv1_1")
                })
                .is_some() =>
        {
            visit.report(&transport::OLD_TLS_VERSION, Severity::Medium, name, attribute.range);
        }
        "debug" if is_true(value) && is_web(visit.names) => {
            visit.report(&transport::DEBUG_SERVER, Severity::Medium, name, attribute.range);
        }
        "__code__" | "__globals__" | "__builtins__" | "__bases__" => {
            visit.report(&code::CODE_OBJECT, Severity::High, name, attribute.range);
        }
        _ => {}
    }
    let own = matches!(&*attribute.value, Expr::Name(base) if base.id == "self");
    let values = elements(value).unwrap_or(std::slice::from_ref(value));
    let given = values.iter().filter(|_| !own);
    let path = given.take(MOST).find_map(|value| visit.reaches(value, Path::is_dangerous));
    if let Some(path) = path {
        let rule = &code::DANGEROUS_CALLABLE_HANDED_OVER;
        visit.report(rule, Severity::Medium, &path, value.range());
    }
    let bases = visit.resolve(&attribute.value);
    let shared = bases
        .iter()
        .find(|target| is_shared(&target.path) || target.path.as_str() == "__builtins__");
    let Some(base) = shared else { return };
    let path = format!("{}.{name}", base.path.as_str());
    let unverified =
        visit.reaches(value, |path| &**path == "ssl._create_unverified_context").is_some();
    let severity = match path.as_str() {
        "ssl._create_default_https_context" if unverified => {
            return visit.report(
                &transport::UNVERIFIED_CONTEXT,
                Severity::High,
                &path,
                attribute.range,
            );
        }
        "sys.path"
        | "sys.argv"
        | "sys.excepthook"
        | "sys.displayhook"
        | "sys.stdout"
        | "sys.stderr"
        | "sys.stdin"
        | "sys.tracebacklimit"
        | "sys.dont_write_bytecode"
        | "sys.ps1"
        | "sys.ps2"
        | "sys.last_traceback"
        | "sys.unraisablehook"
        | "sys.stdout.write" => Severity::Low,
        path if path.starts_with("os.environ") => return,
        _ => Severity::Medium,
    };
    visit.report(&code::NAMESPACE_TAMPERING, severity, &path, attribute.range);
}

fn is_true(value: &Expr) -> bool {
    matches!(value, Expr::BooleanLiteral(literal) if literal.value)
}

fn is_false(value: &Expr) -> bool {
    matches!(value, Expr::BooleanLiteral(literal) if !literal.value)
}

fn element_set<'a>(visit: &mut Visit<'_, 'a>, subscript: &'a ExprSubscript, value: &'a Expr) {
    for base in visit.resolve(&subscript.value) {
        let key = || match visit.names.fold(&subscript.slice, Context::with_holes(visit.scope)) {
            Some(Value::Str(key)) => key,
            _ => String::new(),
        };
        match base.path.as_str() {
            "os.environ" | "os.environb" => {
                let key = key();
                if let Some(severity) = loads(&key) {
                    visit.report(&system::LOADER_ENVIRONMENT, severity, &key, subscript.range);
                }
            }
            "flask.Flask().config" | "quart.Quart().config"
                if is_true(value) && key() == "DEBUG" =>
            {
                visit.report(&transport::DEBUG_SERVER, Severity::Medium, "DEBUG", subscript.range);
            }
            "sys.path" => {
                let folders = elements(value).unwrap_or(std::slice::from_ref(value)).iter();
                let sketch = |folder| visit.names.fold(folder, Context::with_holes(visit.scope));
                let shared = |folder: Value| is_shared_folder(&folder.shown());
                let risky = folders.take(MOST).any(|folder| sketch(folder).is_some_and(shared));
                let severity = if risky { Severity::Medium } else { Severity::Low };
                let (rule, range) = (&code::MODULE_PATH_CHANGED, subscript.range);
                visit.report(rule, severity, "sys.path", range);
            }
            "sys.modules" => visit.report(
                &code::NAMESPACE_TAMPERING,
                Severity::Medium,
                "sys.modules",
                subscript.range,
            ),
            "builtins" | "__builtins__" | "builtins.__dict__" | "os.__dict__" | "sys.__dict__"
            | "__dict__" => {
                visit.report(
                    &code::NAMESPACE_TAMPERING,
                    Severity::Medium,
                    &base.path,
                    subscript.range,
                );
            }
            "globals()" => {
                let key = key();
                if is_builtin(&key) {
                    let rule = &code::NAMESPACE_TAMPERING;
                    visit.report(rule, Severity::Medium, &key, subscript.range);
                }
            }
            _ => {}
        }
    }
}

fn is_builtin(key: &str) -> bool {
    matches!(
        key,
        "open" | "eval" | "exec" | "print" | "__builtins__" | "__import__" | "getattr" | "input"
    )
}
