//! Calls that other functions make with what they are given: `atexit.register(f, x)` calls `f(x)`.

use super::outline::elements;
use ruff_python_ast::{Arguments, Expr, ExprCall};
use rustc_hash::FxHashMap;
use std::cell::OnceCell;
use std::sync::LazyLock;

/// Calls of one file that are spelled out.
const MOST: usize = 500;

/// Calls as they will be made, kept as long as the module they come from.
#[derive(Debug, Default)]
pub(super) struct Later(OnceCell<Box<(ExprCall, Later)>>);

impl Later {
    /// Keeps a call; none where there are too many already.
    pub(super) fn keep(&self, call: ExprCall) -> Option<&ExprCall> {
        let mut last = self;
        for _ in 0..MOST {
            match last.0.get() {
                Some(kept) => last = &kept.1,
                None => return Some(&last.0.get_or_init(|| Box::new((call, Self::default()))).0),
            }
        }
        None
    }
}

/// A function that calls another one: its name, the place of that one, and what it gives to it.
pub(super) type Caller = (&'static str, usize, Gives);

/// What a function is given by the one that calls it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Gives {
    /// All arguments behind it.
    Rest,
    /// The elements of the argument at a place, or of that of a name.
    Listed(usize),
    /// Each element of the argument behind it.
    Each,
    /// Each element of the argument in front of it.
    EachBefore,
    /// Something that the file does not show.
    Unknown,
}

const CALLERS: &[Caller] = &[
    ("Thread", 1, Gives::Listed(3)),
    ("Process", 1, Gives::Listed(3)),
    ("Timer", 1, Gives::Listed(2)),
    ("start_new_thread", 0, Gives::Listed(1)),
    ("submit", 0, Gives::Rest),
    ("apply_async", 0, Gives::Listed(1)),
    ("apply", 0, Gives::Listed(1)),
    ("call_tracing", 0, Gives::Listed(1)),
    ("map", 0, Gives::Each),
    ("map_async", 0, Gives::Each),
    ("imap", 0, Gives::Each),
    ("imap_unordered", 0, Gives::Each),
    ("starmap", 0, Gives::Each),
    ("filter", 0, Gives::Each),
    ("filterfalse", 0, Gives::Each),
    ("takewhile", 0, Gives::Each),
    ("dropwhile", 0, Gives::Each),
    ("reduce", 0, Gives::Each),
    ("accumulate", 1, Gives::EachBefore),
    ("sorted", usize::MAX, Gives::EachBefore),
    ("sort", usize::MAX, Gives::Unknown),
    ("min", usize::MAX, Gives::EachBefore),
    ("max", usize::MAX, Gives::EachBefore),
    ("groupby", 1, Gives::EachBefore),
    ("iter", 0, Gives::Unknown),
    ("defaultdict", 0, Gives::Unknown),
    ("vectorize", 0, Gives::Unknown),
    ("call_later", 1, Gives::Rest),
    ("call_soon", 0, Gives::Rest),
    ("call_soon_threadsafe", 0, Gives::Rest),
    ("call_at", 1, Gives::Rest),
    ("run_in_executor", 1, Gives::Rest),
    ("to_thread", 0, Gives::Rest),
    ("run_sync", 0, Gives::Rest),
    ("runcall", 0, Gives::Rest),
    ("register", 0, Gives::Rest),
    ("register_at_fork", usize::MAX, Gives::Unknown),
    ("enter", 2, Gives::Listed(3)),
    ("enterabs", 2, Gives::Listed(3)),
    ("add_job", 0, Gives::Listed(usize::MAX)),
    ("after", 1, Gives::Rest),
    ("do", 0, Gives::Rest),
    ("partial", 0, Gives::Rest),
    ("signal", 1, Gives::Unknown),
    ("finalize", 1, Gives::Rest),
    ("callback", 0, Gives::Rest),
    ("addCleanup", 0, Gives::Rest),
    ("add_done_callback", 0, Gives::Unknown),
    ("Pool", 1, Gives::Listed(2)),
    ("ThreadPoolExecutor", 2, Gives::Listed(3)),
    ("ProcessPoolExecutor", 2, Gives::Listed(3)),
];

/// What is known of a function of this path that calls others.
pub(super) fn caller_of(path: &str) -> Option<&'static Caller> {
    BY_NAME.get(path.rsplit('.').next()?).copied()
}

static BY_NAME: LazyLock<FxHashMap<&'static str, &'static Caller>> =
    LazyLock::new(|| CALLERS.iter().map(|caller| (caller.0, caller)).collect());

/// The names by which functions are given to those that call them, and their arguments.
const FUNCTIONS: &[&str] = &[
    "target",
    "function",
    "func",
    "fn",
    "callback",
    "key",
    "initializer",
    "default_factory",
    "after_in_child",
    "after_in_parent",
    "before",
    "action",
    "handler",
];
const ARGUMENTS: &[&str] = &["args", "argument", "initargs"];

/// The function that a caller is given.
pub(super) fn given<'a>(call: &'a ExprCall, (_, place, _): &Caller) -> Option<&'a Expr> {
    let named = || {
        let mut keywords = call.arguments.keywords.iter();
        keywords.find(|it| it.arg.as_ref().is_some_and(|name| FUNCTIONS.contains(&name.as_str())))
    };
    call.arguments.args.get(*place).or_else(|| named().map(|keyword| &keyword.value))
}

/// The call that a caller makes of the function that it is given, at the place of its own.
pub(super) fn made(call: &ExprCall, function: &Expr, (_, place, gives): &Caller) -> ExprCall {
    let own = &call.arguments;
    let listed = |place: usize| {
        let named = || ARGUMENTS.iter().find_map(|name| own.find_keyword(name));
        let list = own.args.get(place).or_else(|| named().map(|keyword| &keyword.value));
        list.and_then(elements).unwrap_or_default().to_vec()
    };
    let first = |place: usize| {
        let all = own.args.get(place);
        all.map(|all| elements(all).and_then(<[Expr]>::first).unwrap_or(all).clone())
    };
    let rest = own.args.get(place.saturating_add(1)..).unwrap_or_default();
    let args: Vec<Expr> = match gives {
        Gives::Rest => rest.to_vec(),
        Gives::Listed(place) => listed(*place),
        Gives::Each => (1..own.args.len()).filter_map(first).collect(),
        Gives::EachBefore => first(0).into_iter().collect(),
        Gives::Unknown => Vec::new(),
    };
    let is_own = |name: &str| FUNCTIONS.contains(&name) || ARGUMENTS.contains(&name);
    let passed = own.keywords.iter().filter(|keyword| {
        *gives == Gives::Rest && keyword.arg.as_ref().is_none_or(|name| !is_own(name))
    });
    ExprCall {
        node_index: call.node_index.clone(),
        range_start: call.range_start,
        func: Box::new(function.clone()),
        arguments: Arguments {
            range: own.range,
            node_index: own.node_index.clone(),
            args: args.into(),
            keywords: passed.cloned().collect(),
        },
    }
}
