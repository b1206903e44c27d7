//! Dotted paths, each kept once in a module.

use super::sinks::{Sink, capability, is_dangerous, sinks};
use crate::scanner::Capability;
use rustc_hash::FxHashMap;
use std::cell::RefCell;
use std::fmt::{self, Debug, Formatter};
use std::ops::Deref;
use std::rc::Rc;

/// A path, with what the tables say of it.
#[derive(Clone)]
pub(super) struct Path(Rc<Known>);

struct Known {
    text: String,
    number: usize,
    sinks: &'static [&'static Sink],
    capability: Option<Capability>,
    dangerous: bool,
}

impl Path {
    pub(super) fn as_str(&self) -> &str {
        self
    }

    /// The rules that calls of it may break.
    pub(super) fn sinks(&self) -> &'static [&'static Sink] {
        self.0.sinks
    }

    pub(super) fn capability(&self) -> Option<Capability> {
        self.0.capability
    }

    /// Whether it runs code or commands.
    pub(super) fn is_dangerous(&self) -> bool {
        self.0.dangerous
    }
}

impl Deref for Path {
    type Target = str;

    fn deref(&self) -> &str {
        &self.0.text
    }
}

impl Debug for Path {
    fn fmt(&self, formatter: &mut Formatter<'_>) -> fmt::Result {
        Debug::fmt(&**self, formatter)
    }
}

impl PartialEq for Path {
    fn eq(&self, other: &Self) -> bool {
        Rc::ptr_eq(&self.0, &other.0) || **self == **other
    }
}

impl Eq for Path {}

/// The paths of a module, by the text they were asked for with and by their steps.
#[derive(Debug, Default)]
pub(super) struct Paths<'a> {
    known: RefCell<FxHashMap<String, Path>>,
    steps: RefCell<FxHashMap<(usize, &'a str), Path>>,
}

impl<'a> Paths<'a> {
    /// The path that a text is.
    pub(super) fn of(&self, text: &str) -> Path {
        if let Some(path) = self.known.borrow().get(text) {
            return path.clone();
        }
        let tidied = tidy(text.to_owned());
        let mut known = self.known.borrow_mut();
        let path = Path(Rc::new(Known {
            number: known.len(),
            sinks: sinks(&tidied),
            capability: capability(&tidied),
            dangerous: is_dangerous(&tidied),
            text: tidied,
        }));
        known.insert(text.to_owned(), path.clone());
        path
    }

    /// The value of a call (`()`), an element (`[]`) or an attribute of what the path leads to.
    pub(super) fn step(&self, base: &Path, step: &'a str) -> Path {
        let key = (base.0.number, step);
        if let Some(path) = self.steps.borrow().get(&key) {
            return path.clone();
        }
        let dot = if matches!(step, "()" | "[]") { "" } else { "." };
        let path = self.of(&format!("{}{dot}{step}", &**base));
        self.steps.borrow_mut().insert(key, path.clone());
        path
    }
}

/// What gives another path is a path.
fn of_path(rest: &str) -> Option<String> {
    const AGAIN: &[&str] = &[
        "Path.home()",
        "Path.cwd()",
        "PosixPath()",
        "Path().parent",
        "Path().expanduser()",
        "Path().resolve()",
        "Path().joinpath()",
        "Path().absolute()",
        "Path().with_suffix()",
        "Path().with_name()",
        "Path().rglob()[]",
        "Path().glob()[]",
        "Path().iterdir()[]",
    ];
    let after = AGAIN.iter().find_map(|known| rest.strip_prefix(known))?;
    Some(format!("pathlib.Path(){after}"))
}

/// Functions that are there without an import, by whose `__self__` the module of all of them is reached.
const BUILT_IN: &[&str] = &[
    "abs",
    "all",
    "any",
    "bin",
    "callable",
    "chr",
    "delattr",
    "dir",
    "divmod",
    "eval",
    "exec",
    "format",
    "getattr",
    "globals",
    "hasattr",
    "hash",
    "hex",
    "id",
    "isinstance",
    "issubclass",
    "iter",
    "len",
    "locals",
    "max",
    "min",
    "next",
    "oct",
    "ord",
    "pow",
    "print",
    "repr",
    "round",
    "setattr",
    "sorted",
    "sum",
    "vars",
];

/// A module that another one imported for itself, under its own name: `tarfile.os.system`.
fn inner(path: &str) -> Option<String> {
    let mut start = 0;
    let mut found = None;
    for part in path.split('.') {
        let rest = &path[start..];
        let before = &path[..start];
        let again = match part {
            "os" | "_os" | "sys" | "_sys" | "shutil" | "importlib" | "builtins" | "gc" => {
                !before.contains('(')
            }
            "subprocess" => !before.contains('(') && before != "asyncio.",
            "__builtins__" | "f_builtins" => true,
            "__self__" => BUILT_IN.contains(&before.trim_end_matches('.')),
            _ => false,
        };
        if again && start > 0 {
            let name = match part {
                "__builtins__" | "f_builtins" | "__self__" => "builtins",
                part => part.trim_start_matches('_'),
            };
            found = Some(format!("{name}{}", &rest[part.len()..]));
        }
        start += part.len() + 1;
    }
    found
}

/// Private and old names of modules under the name that everybody knows.
fn tidy(path: String) -> String {
    const SAME: &[(&str, &str)] = &[
        ("builtins.", ""),
        ("__builtin__.", ""),
        ("posix.", "os."),
        ("nt.", "os."),
        ("_pickle.", "pickle."),
        ("cPickle.", "pickle."),
        ("_socket.", "socket."),
        ("_io.open", "open"),
        ("io.open", "open"),
        ("codecs.open", "open"),
        ("urllib2.", "urllib.request."),
        ("six.moves.", ""),
        ("importlib.__import__", "__import__"),
        ("_frozen_importlib.__import__", "__import__"),
        ("_ctypes.", "ctypes."),
        ("torch.serialization.load", "torch.load"),
        ("pickle._", "pickle."),
        ("_thread.", "threading."),
        ("sqlite3.dbapi2.", "sqlite3."),
        ("Cryptodome.", "Crypto."),
    ];
    let path = inner(&path).unwrap_or(path);
    if let Some(rest) = path.strip_prefix("pathlib.") {
        return of_path(rest).unwrap_or(path);
    }
    let first = path.split('.').next().unwrap_or_default();
    if !SAME.iter().any(|(private, _)| {
        private.as_bytes().first() == path.as_bytes().first() && private.starts_with(first)
    }) {
        return path;
    }
    for (private, known) in SAME {
        if let Some(rest) = path.strip_prefix(private)
            && (private.ends_with('.') && !rest.is_empty()
                || private.ends_with('_')
                || rest.is_empty())
        {
            return format!("{known}{rest}");
        }
    }
    path
}
