//! Deleting files, and changing whose they are.

use super::files::{is_elsewhere, subject};
use super::lookup::Sink;
use crate::scanner::Severity;
use crate::scanner::python::flow::Origin;
use crate::scanner::python::names::Binding;
use crate::scanner::python::site::{Site, Verdict};
use crate::scanner::python::value::{HOLE, Value};
use crate::scanner::rules::python::files;
use ruff_python_ast::Expr;

const DELETED: &[&str] = &[
    "os.remove",
    "os.unlink",
    "os.rmdir",
    "os.removedirs",
    "shutil.rmtree",
    "pathlib.Path().unlink",
    "pathlib.Path().rmdir",
    "os.truncate",
    "send2trash.send2trash",
];

pub(super) const SINKS: &[Sink] = &[
    Sink { paths: DELETED, rule: &files::FILE_DELETED, judge: deletes },
    Sink { paths: DELETED, rule: &files::FILES_OF_OTHERS_CHANGED, judge: deletes_found },
    Sink {
        paths: &["os.rename", "os.replace", "shutil.move", "pathlib.Path().rename"],
        rule: &files::FILES_OF_OTHERS_CHANGED,
        judge: renames,
    },
    Sink {
        paths: &["os.chmod", "os.fchmod", "os.lchmod", "pathlib.Path().chmod", "*.chmod"],
        rule: &files::PERMISSIVE_MODE,
        judge: mode,
    },
    Sink {
        paths: &[
            "os.setuid",
            "os.setgid",
            "os.seteuid",
            "os.setegid",
            "os.setreuid",
            "os.setresuid",
            "os.setregid",
            "os.setresgid",
            "os.setgroups",
            "os.initgroups",
            "os.chown",
            "os.lchown",
            "os.fchown",
            "shutil.chown",
            "os.chroot",
            "os.umask",
        ],
        rule: &files::IDENTITY_CHANGED,
        judge: identity,
    },
];

fn deletes(site: &Site<'_, '_>) -> Option<Verdict> {
    let Some(path) = subject(site) else { return site.plain() };
    let sketch = site.sketch(path);
    if is_elsewhere(&sketch) || matches!(sketch.as_str(), "/" | "~" | "." | ".." | "*") {
        return site.because(Severity::High, "outside the scratch folder");
    }
    let origin = site.origin(path);
    if origin.has(Origin::INPUT) || origin.has(Origin::NETWORK) || origin.has(Origin::ENVIRONMENT) {
        return site.raised(path, Severity::Medium, Severity::Medium);
    }
    site.plain()
}

fn deletes_found(site: &Site<'_, '_>) -> Option<Verdict> {
    let path = subject(site)?;
    let found = site.origin(path).has(Origin::LISTING) && !is_own_remainder(site, path);
    if found { site.at(Severity::Medium) } else { None }
}

/// Whether a file was found in a folder beside the code whose name says that it only holds what can be made again.
fn is_own_remainder<'a>(site: &Site<'_, 'a>, path: &'a Expr) -> bool {
    let Expr::Name(name) = path else { return false };
    let bindings = site.names.lookup(&name.id, site.scope, name.range.start().to_u32());
    let bindings = bindings.unwrap_or_default();
    let remains = |(_, binding): &(u32, Binding<'a>)| match binding {
        Binding::Item(place) => place.expr.as_call_expr().is_some_and(|listing| {
            let module = |expr: &Expr| matches!(expr, Expr::Name(name) if name.id == "glob");
            let folder = match &*listing.func {
                Expr::Attribute(method) if module(&method.value) => listing.arguments.args.first(),
                Expr::Attribute(method) => Some(&*method.value),
                _ => None,
            };
            is_remainder(&folder.map(|folder| site.sketch(folder)).unwrap_or_default())
        }),
        _ => false,
    };
    !bindings.is_empty() && bindings.iter().all(remains)
}

fn is_remainder(folder: &str) -> bool {
    let beside = !folder.starts_with(['/', '~', HOLE]) && !folder.contains("..");
    let says = |part: &str| matches!(part, "cache" | "tmp" | "temp" | "scratch" | "build");
    beside && folder.split(['/', '_', '.', '-']).any(says)
}

fn renames(site: &Site<'_, '_>) -> Option<Verdict> {
    let from = subject(site)?;
    let to = site.call.arguments.args.last()?;
    let sketch = site.sketch(to);
    let locked = [".locked", ".encrypted", ".enc", ".crypt", ".ransom"]
        .iter()
        .any(|ending| sketch.ends_with(ending));
    if locked && site.origin(from).has(Origin::LISTING) { site.plain() } else { None }
}

fn mode(site: &Site<'_, '_>) -> Option<Verdict> {
    let arguments = &site.call.arguments;
    let expr = if site.path.starts_with("pathlib.") {
        site.argument("mode", 0)?
    } else {
        site.argument("mode", 1)?
    };
    let mode = combined(site, expr)?;
    let bits = |mask: i64| mode & mask != 0;
    if arguments.len() < 3 && bits(0o6000) {
        return site.because(Severity::High, "and sets its set-id bit");
    }
    if bits(0o002) {
        return site.because(Severity::High, format!("with mode {mode:o}"));
    }
    if bits(0o020) {
        return site.because(Severity::Medium, format!("with mode {mode:o}"));
    }
    let added = matches!(expr, Expr::BinOp(_)) && site.constant(expr).is_none();
    if added && bits(0o111) {
        return site.because(Severity::Medium, "and makes it a program");
    }
    if bits(0o011) { site.because(Severity::Low, format!("with mode {mode:o}")) } else { None }
}

/// A mode where only some of the flags are known: those count.
fn combined<'a>(site: &Site<'_, 'a>, expr: &'a Expr) -> Option<i64> {
    match (site.constant(expr), expr) {
        (Some(Value::Int(mode)), _) => Some(mode),
        (_, Expr::BinOp(both)) => match (combined(site, &both.left), combined(site, &both.right)) {
            (Some(left), Some(right)) => Some(left | right),
            (one, other) => one.or(other),
        },
        _ => None,
    }
}

fn identity(site: &Site<'_, '_>) -> Option<Verdict> {
    match site.path {
        "os.umask" => {
            let mask =
                site.first().and_then(|expr| site.constant(expr)).and_then(|value| value.int())?;
            if mask & 0o002 == 0 { site.at(Severity::Medium) } else { None }
        }
        _ => site.plain(),
    }
}
