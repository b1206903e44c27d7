//! What each name of a module may stand for.

use super::path::{Path, Paths};
use super::remembered::Remembered;
use super::resolve::Target;
use super::value::Value;
use ruff_python_ast::{Expr, ExprName, StmtClassDef, StmtFunctionDef};
use ruff_text_size::TextRange;
use rustc_hash::{FxHashMap, FxHashSet};
use smallvec::SmallVec;
use std::cell::Cell;
use std::rc::Rc;

pub(super) type ScopeId = usize;

/// The scope of the module itself.
pub(super) const MODULE: ScopeId = 0;

/// Steps that resolving and folding may take in one file; each byte of a computed constant is one.
pub(super) const FUEL: u64 = 100_000_000;

/// Steps that following names, and computing constants, may take for one expression.
const STRIDES: u32 = 160;
const STEPS: u32 = 50_000;

/// Bindings of one name that are looked at before and after a use of it.
const NEAR: usize = 16;

/// An expression and the scope that its names are looked up in.
#[derive(Debug, Clone, Copy)]
pub(super) struct Place<'a> {
    pub(super) expr: &'a Expr,
    pub(super) scope: ScopeId,
}

/// One thing that a name may stand for.
#[derive(Debug, Clone)]
pub(super) enum Binding<'a> {
    /// A module, or something of a module.
    Import(Path),
    /// The value of an expression.
    Value(Place<'a>),
    /// An element of the value of an expression.
    Item(Place<'a>),
    /// Something was added to what it holds, under a key where there is one.
    Grown {
        place: Place<'a>,
        key: Option<&'a Expr>,
    },
    Function(&'a StmtFunctionDef),
    Class(&'a StmtClassDef),
    /// A parameter; `outside` where it is what a plugin was handed, `class` what its annotation says it is one of.
    Parameter {
        default: Option<Place<'a>>,
        class: Option<Place<'a>>,
        outside: bool,
    },
    /// Nothing that is followed.
    Opaque,
}

/// A module, class, function or lambda.
#[derive(Debug, Default)]
pub(super) struct Scope<'a> {
    pub(super) parent: Option<ScopeId>,
    /// Functions in a class do not see its names.
    pub(super) class: bool,
    pub(super) names: FxHashMap<&'a str, SmallVec<[(u32, Binding<'a>); 1]>>,
    pub(super) returns: Vec<Place<'a>>,
    /// What it yields, as the whole expressions.
    pub(super) yields: Vec<Place<'a>>,
}

/// All names of a module.
#[derive(Debug)]
pub(super) struct Names<'a> {
    pub(super) scopes: Vec<Scope<'a>>,
    /// Scopes by the range of the function, lambda or class that opens them.
    pub(super) opened: FxHashMap<TextRange, ScopeId>,
    /// Values of `self.name`, and of names in the bodies of classes.
    pub(super) attributes: FxHashMap<&'a str, Vec<Place<'a>>>,
    /// Modules of which all names were imported.
    pub(super) stars: Vec<&'a str>,
    /// Every module that an import names.
    pub(super) modules: FxHashSet<String>,
    pub(super) paths: Paths<'a>,
    /// What values stand for.
    pub(super) followed: Remembered<Rc<[Target]>>,
    /// Constants of values, without holes and with them.
    pub(super) folded: [Remembered<Option<Value>>; 2],
    fuel: Cell<u64>,
    strides: Cell<u32>,
    steps: Cell<u32>,
    cuts: Cell<u64>,
}

impl<'a> Names<'a> {
    pub(super) fn new(fuel: u64) -> Self {
        Self {
            scopes: vec![Scope::default()],
            opened: FxHashMap::default(),
            attributes: FxHashMap::default(),
            stars: Vec::new(),
            modules: FxHashSet::default(),
            paths: Paths::default(),
            followed: Remembered::new(),
            folded: [Remembered::new(), Remembered::new()],
            fuel: Cell::new(fuel),
            strides: Cell::new(STRIDES),
            steps: Cell::new(STEPS),
            cuts: Cell::new(0),
        }
    }

    /// Starts on another expression.
    pub(super) fn begin(&self) {
        self.strides.set(STRIDES);
        self.steps.set(STEPS);
    }

    /// Takes a step of computing constants; false when there were too many.
    pub(super) fn step(&self) -> bool {
        self.spend(&self.steps)
    }

    /// Takes a step of following names; false when there were too many.
    pub(super) fn stride(&self) -> bool {
        self.spend(&self.strides)
    }

    /// Notes that something was left out, because it lies too deep or takes too many steps.
    pub(super) fn cut(&self) {
        self.cuts.set(self.cuts.get() + 1);
    }

    /// How often something was left out.
    pub(super) fn cuts(&self) -> u64 {
        self.cuts.get()
    }

    fn spend(&self, of: &Cell<u32>) -> bool {
        let (left, all) = (of.get(), self.fuel.get());
        of.set(left.saturating_sub(1));
        self.fuel.set(all.saturating_sub(1));
        let enough = left > 0 && all > 0;
        if !enough {
            self.cut();
        }
        enough
    }

    pub(super) fn is_exhausted(&self) -> bool {
        self.fuel.get() == 0
    }

    /// The steps that are left for the file.
    pub(super) fn fuel(&self) -> u64 {
        self.fuel.get()
    }

    /// Takes steps of the file for work that grows with a size.
    pub(super) fn burn(&self, steps: usize) {
        self.fuel.set(self.fuel.get().saturating_sub(steps as u64));
    }

    /// The bindings of a name that are nearest to a use of it, or nothing where the module has none.
    pub(super) fn lookup(
        &self,
        name: &str,
        scope: ScopeId,
        offset: u32,
    ) -> Option<&[(u32, Binding<'a>)]> {
        let mut at = Some(scope);
        while let Some(id) = at {
            let here = self.scopes.get(id)?;
            if let Some(bindings) = here.names.get(name).filter(|_| id == scope || !here.class) {
                let after = bindings.partition_point(|(start, _)| *start <= offset);
                let first = after.saturating_sub(NEAR);
                let last = bindings.len().min(after + NEAR);
                return bindings.get(first..last);
            }
            at = here.parent;
        }
        None
    }

    /// The expression that a name has as its value, where there is one only.
    pub(super) fn value_of(&self, name: &'a ExprName, scope: ScopeId) -> Option<&'a Expr> {
        match self.lookup(&name.id, scope, name.range.start().to_u32())? {
            [(_, Binding::Value(place))] => Some(place.expr),
            _ => None,
        }
    }

    /// Whether the module, or what it imports, is or lies in this module.
    pub(super) fn imports(&self, module: &str) -> bool {
        self.modules.iter().any(|known| {
            known.strip_prefix(module).is_some_and(|rest| rest.is_empty() || rest.starts_with('.'))
        })
    }
}
