//! Dotted paths of expressions, as in `os.system`, however they are reached.
//!
//! The value of a call is the path with `()`, an element is the path with `[]`: `socket.socket().connect`.

use super::fold::Context;
use super::names::{Binding, Names, Place, ScopeId};
use super::outline::runs_code;
use super::path::{LONGEST, Path};
use ruff_python_ast::{Expr, ExprCall, ExprSubscript, Operator, Stmt};
use ruff_text_size::TextRange;
use smallvec::SmallVec;

/// The most that an expression may stand for, and the most steps from a name to what it stands for.
pub(super) const MOST: usize = 8;
pub(super) const DEEPEST: u16 = 120;

/// Something that an expression may stand for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Target {
    pub(super) path: Path,
    /// It was reached by a name that is text.
    pub(super) hidden: bool,
}

/// What an expression may stand for: most often one thing, which needs no memory of its own.
pub(super) type Targets = SmallVec<[Target; 2]>;

impl<'a> Names<'a> {
    /// What the expression may stand for; nothing where that is not known.
    pub(super) fn resolve(&self, expr: &'a Expr, scope: ScopeId) -> Targets {
        let mut found = Targets::new();
        self.follow(Place { expr, scope }, 0, &mut found);
        found
    }

    pub(super) fn target(&self, path: &str, hidden: bool) -> Target {
        Target { path: self.paths.of(path), hidden }
    }

    /// An attribute, a call or an element of it.
    pub(super) fn onward(&self, base: &Target, step: &'a str) -> Target {
        Target { path: self.paths.step(&base.path, step), hidden: base.hidden }
    }

    /// An attribute of it by a name that is text.
    pub(super) fn hidden(&self, base: &Target, name: &str) -> Target {
        self.target(&format!("{}.{name}", base.path.as_str()), true)
    }

    /// What the value of a name may stand for, worked out once for all uses of the name.
    pub(super) fn bound(&self, place: Place<'a>, depth: u16, found: &mut Targets) {
        if !leads_on(place.expr) {
            return;
        }
        let own = self.followed.get(place, || {
            let mut own = Targets::new();
            let cuts = self.cuts();
            self.follow(place, depth + 1, &mut own);
            (own.as_slice().into(), self.cuts() == cuts)
        });
        own.iter().for_each(|target| add(found, target.clone()));
    }

    pub(super) fn paths(&self, expr: &'a Expr, scope: ScopeId, depth: u16) -> Targets {
        let mut found = Targets::new();
        self.follow(Place { expr, scope }, depth + 1, &mut found);
        found
    }

    pub(super) fn follow(&self, place: Place<'a>, depth: u16, found: &mut Targets) {
        if depth > DEEPEST {
            self.cut();
        }
        if depth > DEEPEST || found.len() >= MOST || !self.stride() {
            return;
        }
        let Place { expr, scope } = place;
        match expr {
            Expr::Name(name) => {
                self.name(&name.id, scope, name.range.start().to_u32(), depth, found);
            }
            Expr::Attribute(attribute) => self.attribute(attribute, scope, depth, found),
            Expr::Call(call) => self.call(call, scope, depth, found),
            Expr::Subscript(subscript) => self.subscript(subscript, scope, depth, found),
            Expr::Named(named) => {
                self.follow(Place { expr: &named.value, scope }, depth + 1, found);
            }
            Expr::Await(awaited) => {
                self.follow(Place { expr: &awaited.value, scope }, depth + 1, found);
            }
            Expr::Starred(starred) => {
                self.follow(Place { expr: &starred.value, scope }, depth + 1, found);
            }
            Expr::If(choice) => {
                self.follow(Place { expr: &choice.body, scope }, depth + 1, found);
                self.follow(Place { expr: &choice.orelse, scope }, depth + 1, found);
            }
            Expr::BinOp(joined) if joined.op == Operator::Div => {
                self.follow(Place { expr: &joined.left, scope }, depth + 1, found);
                found.retain(|target| target.path.starts_with("pathlib."));
            }
            Expr::BoolOp(choice) => {
                for expr in &choice.values {
                    self.follow(Place { expr, scope }, depth + 1, found);
                }
            }
            _ => {}
        }
    }

    pub(super) fn name(
        &self,
        name: &str,
        scope: ScopeId,
        offset: u32,
        depth: u16,
        found: &mut Targets,
    ) {
        let Some(bindings) = self.lookup(name, scope, offset) else {
            for module in &self.stars {
                add(found, self.target(&format!("{module}.{name}"), false));
            }
            let path = if name == "__builtins__" { "builtins" } else { name };
            return add(found, self.target(path, false));
        };
        // What is bound further down is not there yet.
        if runs_code(name) && bindings.iter().all(|(start, _)| *start > offset) {
            add(found, self.target(name, false));
        }
        for (_, binding) in bindings {
            match binding {
                Binding::Import(path) => add(found, Target { path: path.clone(), hidden: false }),
                Binding::Value(place) => self.bound(*place, depth, found),
                Binding::Item(place) => {
                    self.element(*place, None, depth + 1, found);
                    for base in self.paths(place.expr, place.scope, depth) {
                        add(found, self.onward(&base, "[]"));
                    }
                }
                Binding::Parameter { default, class, .. } => {
                    if let Some(place) = default {
                        self.bound(*place, depth, found);
                    }
                    if let Some(place) = class {
                        let mut classes = Targets::new();
                        self.bound(*place, depth, &mut classes);
                        classes.retain(|class| has_methods(class.path.as_str()));
                        classes.iter().for_each(|class| add(found, self.onward(class, "()")));
                    }
                }
                _ => {}
            }
        }
    }

    fn attribute(
        &self,
        attribute: &'a ruff_python_ast::ExprAttribute,
        scope: ScopeId,
        depth: u16,
        found: &mut Targets,
    ) {
        let name = attribute.attr.as_str();
        let bases = self.paths(&attribute.value, scope, depth);
        let own = matches!(&*attribute.value, Expr::Name(base) if base.id == "self");
        if own || bases.is_empty() {
            if let Some(known) = of_anything(name) {
                add(found, self.target(known, true));
            }
            for place in self.attributes.get(name).into_iter().flatten().take(3) {
                self.follow(*place, depth + 24, found);
            }
        }
        for base in &bases {
            match name {
                "__call__" | "__func__" | "__wrapped__" => add(found, base.clone()),
                _ => add(found, self.onward(base, name)),
            }
        }
    }

    fn call(&self, call: &'a ExprCall, scope: ScopeId, depth: u16, found: &mut Targets) {
        for place in self.results(&call.func, scope) {
            self.follow(place, depth + 1, found);
        }
        for target in self.paths(&call.func, scope, depth) {
            if !self.known_call(&target, call, scope, depth, found) {
                add(found, self.onward(&target, "()"));
            }
        }
    }

    /// What a function of this module returns, and a lambda.
    pub(super) fn results(&self, callee: &'a Expr, scope: ScopeId) -> Vec<Place<'a>> {
        let opened = self.opened_by(callee, scope);
        let scopes = opened.iter().filter_map(|range| self.scopes.get(*self.opened.get(range)?));
        scopes.flat_map(|scope| scope.returns.iter().copied()).take(MOST).collect()
    }

    /// What a function of this module yields.
    pub(super) fn yields(&self, callee: &'a Expr, scope: ScopeId) -> Vec<Place<'a>> {
        let opened = self.opened_by(callee, scope);
        let scopes = opened.iter().filter_map(|range| self.scopes.get(*self.opened.get(range)?));
        scopes.flat_map(|scope| scope.yields.iter().copied()).take(MOST).collect()
    }

    /// What a class of this module without a constructor of its own is made of.
    pub(super) fn bases(&self, callee: &'a Expr, scope: ScopeId) -> Targets {
        let Expr::Name(name) = callee else { return Targets::new() };
        let bindings = self.lookup(&name.id, scope, name.range.start().to_u32());
        let constructs = |statement: &Stmt| {
            matches!(statement, Stmt::FunctionDef(function)
                if matches!(function.name.as_str(), "__init__" | "__new__"))
        };
        let class = |(_, binding): &(u32, Binding<'a>)| match binding {
            Binding::Class(class) if !class.body.iter().any(constructs) => Some(class.bases()),
            _ => None,
        };
        let bases = bindings.unwrap_or_default().iter().filter_map(class).flatten();
        bases.take(MOST).flat_map(|base| self.resolve(base, scope)).collect()
    }

    /// The functions and lambdas of this module that a call enters.
    fn opened_by(&self, callee: &'a Expr, scope: ScopeId) -> Vec<TextRange> {
        match callee {
            Expr::Lambda(lambda) => vec![lambda.range],
            Expr::Name(name) => {
                let offset = name.range.start().to_u32();
                let bindings = self.lookup(&name.id, scope, offset).unwrap_or_default();
                let range = |(_, binding): &(u32, Binding<'a>)| match binding {
                    Binding::Function(function) => Some(function.range),
                    Binding::Value(Place { expr: Expr::Lambda(lambda), .. }) => Some(lambda.range),
                    _ => None,
                };
                bindings.iter().filter_map(range).collect()
            }
            _ => Vec::new(),
        }
    }

    fn subscript(
        &self,
        subscript: &'a ExprSubscript,
        scope: ScopeId,
        depth: u16,
        found: &mut Targets,
    ) {
        let folded = self.fold(&subscript.slice, Context::new(scope, depth));
        let key = folded.as_ref().map(super::value::Value::shown);
        self.element(Place { expr: &subscript.value, scope }, key.as_deref(), depth + 1, found);
        for base in self.paths(&subscript.value, scope, depth) {
            if !key.as_ref().is_some_and(|key| self.entry(&base, key, depth, found)) {
                add(found, self.onward(&base, "[]"));
            }
        }
    }
}

/// Whether the tables tell what methods of the class do, so that an annotation with it helps.
fn has_methods(class: &str) -> bool {
    const MODULES: &[&str] = &[
        "aiohttp.",
        "asyncio.",
        "code.",
        "ftplib.",
        "http.",
        "httpx.",
        "paramiko.",
        "requests.",
        "smtplib.",
        "socket.",
        "tarfile.",
        "telnetlib.",
        "zipfile.",
    ];
    MODULES.iter().any(|module| class.starts_with(module))
}

/// Whether an expression may stand for something that has a path.
fn leads_on(expr: &Expr) -> bool {
    matches!(
        expr,
        Expr::Name(_)
            | Expr::Attribute(_)
            | Expr::Call(_)
            | Expr::Subscript(_)
            | Expr::Named(_)
            | Expr::Await(_)
            | Expr::Starred(_)
            | Expr::If(_)
            | Expr::BinOp(_)
            | Expr::BoolOp(_)
    )
}

/// Attributes that lead to the built-in functions from anything.
fn of_anything(name: &str) -> Option<&'static str> {
    match name {
        "__builtins__" | "f_builtins" => Some("builtins"),
        "__globals__" | "f_globals" => Some("__globals__"),
        _ => None,
    }
}

pub(super) fn add(found: &mut Targets, target: Target) {
    if found.len() < MOST && target.path.len() < LONGEST && !found.contains(&target) {
        found.push(target);
    }
}
