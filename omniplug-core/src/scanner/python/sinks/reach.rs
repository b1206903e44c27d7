//! Names that are text, and how modules are found.

use super::lookup::{Sink, is_dangerous};
use crate::scanner::Severity;
use crate::scanner::python::flow::Origin;
use crate::scanner::python::site::{Site, Verdict, plain};
use crate::scanner::rules::python::code;

pub(super) const SINKS: &[Sink] = &[
    Sink {
        paths: &["getattr", "inspect.getattr_static", "object.__getattribute__"],
        rule: &code::COMPUTED_ATTRIBUTE,
        judge: computed,
    },
    Sink {
        paths: &[
            "__import__",
            "importlib.import_module",
            "importlib.__import__",
            "pydoc.locate",
            "pkgutil.resolve_name",
            "imp.find_module",
            "imp.load_module",
        ],
        rule: &code::DYNAMIC_IMPORT,
        judge: imports,
    },
    Sink { paths: &["*.__subclasses__"], rule: &code::CLASS_TREE_WALK, judge: subclasses },
    Sink {
        paths: &[
            "sys.meta_path.insert",
            "sys.meta_path.append",
            "sys.path_hooks.append",
            "sys.path_hooks.insert",
            "sys.modules.update",
            "sys.modules.pop",
            "sys.modules.__setitem__",
            "builtins.__dict__.update",
            "__builtins__.update",
            "__dict__.update",
        ],
        rule: &code::NAMESPACE_TAMPERING,
        judge: tampers,
    },
    Sink { paths: &["setattr", "delattr"], rule: &code::NAMESPACE_TAMPERING, judge: sets },
    Sink {
        paths: &["sys.path.insert", "sys.path.append", "sys.path.extend"],
        rule: &code::MODULE_PATH_CHANGED,
        judge: module_path,
    },
    Sink {
        paths: &[
            "sys.settrace",
            "sys.setprofile",
            "sys.addaudithook",
            "threading.settrace",
            "threading.setprofile",
            "threading.settrace_all_threads",
            "threading.setprofile_all_threads",
            "sys.monitoring.register_callback",
        ],
        rule: &crate::scanner::rules::python::system::TRACING_HOOK,
        judge: hook,
    },
    Sink {
        paths: &["operator.methodcaller", "operator.attrgetter"],
        rule: &code::DANGEROUS_CALLABLE_HANDED_OVER,
        judge: names_function,
    },
    Sink {
        paths: &["globals().get", "locals().get", "vars().get"],
        rule: &code::COMPUTED_ATTRIBUTE,
        judge: looked_up,
    },
    Sink {
        paths: &["object.__subclasses__", "type.__subclasses__"],
        rule: &code::CLASS_TREE_WALK,
        judge: plain,
    },
    Sink {
        paths: &[
            "imp.load_source",
            "imp.load_compiled",
            "imp.load_dynamic",
            "imp.load_package",
            "importlib.machinery.SourceFileLoader",
            "importlib.machinery.SourcelessFileLoader",
            "importlib.util.spec_from_file_location",
            "zipimport.zipimporter",
            "importlib.machinery.ExtensionFileLoader",
            "pkgutil.ImpImporter",
            "importlib.util.spec_from_loader",
            "site.addsitedir",
        ],
        rule: &code::MODULE_FROM_FILE,
        judge: plain,
    },
];

/// Modules whose functions reach the system.
pub(super) fn is_system(path: &str) -> bool {
    matches!(
        path,
        "os" | "sys"
            | "builtins"
            | "__builtins__"
            | "subprocess"
            | "posix"
            | "nt"
            | "socket"
            | "ctypes"
            | "shutil"
            | "importlib"
            | "pty"
            | "pickle"
            | "marshal"
            | "_posixsubprocess"
            | "code"
    )
}

fn computed(site: &Site<'_, '_>) -> Option<Verdict> {
    let [base, name, ..] = &*site.call.arguments.args else { return None };
    let bases = site.paths(base);
    let system = bases.iter().any(|path| is_system(path));
    match site.text(name) {
        Some(name) => {
            let walks = matches!(
                name.as_str(),
                "__globals__"
                    | "__subclasses__"
                    | "__builtins__"
                    | "__bases__"
                    | "__mro__"
                    | "__code__"
                    | "f_globals"
            );
            walks.then(|| site.because(Severity::High, format!("called `{name}`")))?
        }
        None if system
            || bases
                .iter()
                .any(|path| path == "__import__()" || path == "importlib.import_module()") =>
        {
            site.raised(name, Severity::Medium, Severity::High)
        }
        None => None,
    }
}

fn imports(site: &Site<'_, '_>) -> Option<Verdict> {
    let name = site.argument("name", 0)?;
    let direct = site.path == "__import__";
    match site.text(name) {
        Some(name) => {
            let top = name.split(['.', ':']).next().unwrap_or_default();
            let system = is_system(top) || is_dangerous(&name.replace(':', "."));
            if system && top != "sys" {
                site.because(Severity::Medium, format!("which is `{name}`"))
            } else if direct {
                site.because(Severity::Low, format!("which is `{name}`"))
            } else {
                None
            }
        }
        None => {
            let origin = site.origin(name);
            if origin.has(Origin::INPUT)
                || origin.has(Origin::NETWORK)
                || origin.has(Origin::DECODED)
            {
                return site.raised(name, Severity::Medium, Severity::High);
            }
            let told = origin.has(Origin::FILE) || origin.has(Origin::ENVIRONMENT);
            site.at(if told { Severity::Medium } else { Severity::Low })
        }
    }
}

fn subclasses(site: &Site<'_, '_>) -> Option<Verdict> {
    let text = site.subject()?;
    let walks = |name: &str| matches!(name, "__base__" | "__bases__" | "__mro__" | "__class__");
    let mut at = text;
    loop {
        match at {
            ruff_python_ast::Expr::Attribute(attribute) if walks(&attribute.attr) => {
                return site.plain();
            }
            ruff_python_ast::Expr::Attribute(attribute) => at = &attribute.value,
            ruff_python_ast::Expr::Subscript(subscript) => at = &subscript.value,
            ruff_python_ast::Expr::Call(call) => at = &call.func,
            _ => return None,
        }
    }
}

/// `methodcaller("system", …)`: of whatever it will be called, only one module has such a function.
fn names_function(site: &Site<'_, '_>) -> Option<Verdict> {
    let name = site.text(site.first()?)?;
    let dangerous = ["os.", "subprocess."].map(|module| format!("{module}{name}"));
    if dangerous.iter().any(|path| is_dangerous(path)) {
        site.because(Severity::Medium, format!("by its name `{name}`"))
    } else {
        None
    }
}

/// A name that somebody else chose, among all that the module has.
fn looked_up(site: &Site<'_, '_>) -> Option<Verdict> {
    let origin = site.origin(site.first()?);
    let chosen = origin.has(Origin::INPUT) || origin.has(Origin::NETWORK);
    if chosen { site.raised(site.first()?, Severity::Medium, Severity::Medium) } else { None }
}

fn tampers(site: &Site<'_, '_>) -> Option<Verdict> {
    if site.path == "sys.modules.pop" { site.at(Severity::Low) } else { site.plain() }
}

fn sets(site: &Site<'_, '_>) -> Option<Verdict> {
    let [base, ..] = &*site.call.arguments.args else { return None };
    let system = site.paths(base).iter().any(|path| is_system(path));
    if system { site.plain() } else { None }
}

/// Whether others can put modules there.
pub(in crate::scanner::python) fn is_shared_folder(path: &str) -> bool {
    ["/tmp", "/var/tmp", "/dev/shm", "~"].iter().any(|folder| path.starts_with(folder))
}

fn module_path(site: &Site<'_, '_>) -> Option<Verdict> {
    let last = site.call.arguments.args.last()?;
    if is_shared_folder(&site.sketch(last)) {
        site.at(Severity::Medium)
    } else {
        site.raised(last, Severity::Low, Severity::Medium)
    }
}

fn hook(site: &Site<'_, '_>) -> Option<Verdict> {
    let set = site.first()?;
    if set.is_none_literal_expr() { None } else { site.at(Severity::Medium) }
}
