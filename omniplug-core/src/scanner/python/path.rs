//! Dotted paths, each kept once in a module.

use super::sinks::{Sink, capability, is_dangerous, sinks};
use crate::scanner::Capability;
use rustc_hash::FxHashMap;
use std::cell::{Cell, OnceCell, RefCell};
use std::fmt::{self, Debug, Formatter};
use std::ops::Deref;
use std::rc::Rc;

/// A path, with what the tables say of it.
#[derive(Clone)]
pub(super) struct Path(Rc<Known>);

struct Known {
    text: String,
    number: usize,
    /// No path that goes on from it has another name, unless its last step brings one.
    plain: bool,
    sinks: OnceCell<&'static [&'static Sink]>,
    capability: OnceCell<Option<Capability>>,
    dangerous: OnceCell<bool>,
}

impl Path {
    pub(super) fn as_str(&self) -> &str {
        self
    }

    /// The rules that calls of it may break.
    pub(super) fn sinks(&self) -> &'static [&'static Sink] {
        self.0.sinks.get_or_init(|| sinks(self))
    }

    pub(super) fn capability(&self) -> Option<Capability> {
        *self.0.capability.get_or_init(|| capability(self))
    }

    /// Whether it runs code or commands.
    pub(super) fn is_dangerous(&self) -> bool {
        *self.0.dangerous.get_or_init(|| is_dangerous(self))
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

/// Longer paths are not followed.
pub(super) const LONGEST: usize = 400;

/// The paths of a module, by the text they were asked for with and by their steps.
#[derive(Debug, Default)]
pub(super) struct Paths<'a> {
    known: RefCell<FxHashMap<String, Path>>,
    steps: RefCell<FxHashMap<(usize, &'a str), Path>>,
    made: Cell<usize>,
}

impl<'a> Paths<'a> {
    /// The path that a text is.
    pub(super) fn of(&self, text: &str) -> Path {
        if let Some(path) = self.known.borrow().get(text) {
            return path.clone();
        }
        let path = self.make(tidy(text.to_owned()));
        // Nothing stands for a path that long: it is not kept.
        if text.len() < LONGEST {
            self.known.borrow_mut().insert(text.to_owned(), path.clone());
        }
        path
    }

    /// The value of a call (`()`), an element (`[]`) or an attribute of what the path leads to.
    pub(super) fn step(&self, base: &Path, step: &'a str) -> Path {
        let key = (base.0.number, step);
        if let Some(path) = self.steps.borrow().get(&key) {
            return path.clone();
        }
        let dot = if matches!(step, "()" | "[]") { "" } else { "." };
        let mut text = String::with_capacity(base.len() + dot.len() + step.len());
        text.extend([base.as_str(), dot, step]);
        let path = if base.0.plain && !is_brought(step) { self.make(text) } else { self.of(&text) };
        self.steps.borrow_mut().insert(key, path.clone());
        path
    }

    fn make(&self, text: String) -> Path {
        let number = self.made.get();
        self.made.set(number + 1);
        Path(Rc::new(Known {
            number,
            plain: !is_renamed(first(&text)),
            text,
            sinks: OnceCell::new(),
            capability: OnceCell::new(),
            dangerous: OnceCell::new(),
        }))
    }
}

/// The part of a path before its first dot.
fn first(path: &str) -> &str {
    path.split('.').next().unwrap_or_default()
}

/// Whether a step may lead to a module that another one imported, or to the built-in functions.
fn is_brought(step: &str) -> bool {
    matches!(
        step,
        "os" | "_os"
            | "sys"
            | "_sys"
            | "shutil"
            | "importlib"
            | "builtins"
            | "gc"
            | "subprocess"
            | "__builtins__"
            | "f_builtins"
            | "__self__"
    )
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
            "__builtins__" | "f_builtins" => true,
            "__self__" => BUILT_IN.contains(&before.trim_end_matches('.')),
            "subprocess" => !before.contains('(') && before != "asyncio.",
            part => is_brought(part) && !before.contains('('),
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

/// Beginnings of paths, and what everybody knows them as.
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
    ("httplib.", "http.client."),
    ("http_client.", "http.client."),
    ("xmlrpclib.", "xmlrpc.client."),
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

/// Whether paths that begin with this part may be known under another name.
fn is_renamed(first: &str) -> bool {
    first == "pathlib"
        || SAME.iter().any(|(private, _)| {
            private.as_bytes().first() == first.as_bytes().first() && private.starts_with(first)
        })
}

/// Private and old names of modules under the name that everybody knows.
fn tidy(path: String) -> String {
    let path = inner(&path).unwrap_or(path);
    if let Some(rest) = path.strip_prefix("pathlib.") {
        return of_path(rest).unwrap_or(path);
    }
    if !is_renamed(first(&path)) {
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
