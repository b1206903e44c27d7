//! What namespaces, lists and dictionaries hold.

use super::fold::Context;
use super::names::{Binding, MODULE, Names, Place, ScopeId};
use super::outline::elements;
use super::resolve::{DEEPEST, MOST, Target, Targets, add};
use ruff_python_ast::{Expr, ExprCall, Operator};
use ruff_text_size::Ranged;

impl<'a> Names<'a> {
    /// What a namespace holds under a key. True where the base is a namespace.
    pub(super) fn entry(&self, base: &Target, key: &str, depth: u16, found: &mut Targets) -> bool {
        match base.path.as_str() {
            "globals()" | "locals()" | "vars()" => {
                self.name(key, MODULE, u32::MAX, depth + 1, found);
                found.iter_mut().for_each(|target| target.hidden = true);
            }
            "sys.modules" | "builtins" | "__builtins__" | "__dict__" => {
                add(found, self.target(key, true));
            }
            path => {
                let Some(owner) = path.strip_suffix(".__dict__") else {
                    let globals = path.ends_with("__globals__") && key == "__builtins__";
                    if globals {
                        add(found, self.target("builtins", true));
                    }
                    return globals;
                };
                add(found, self.target(&format!("{owner}.{key}"), true));
            }
        }
        true
    }

    /// Elements of a list, tuple or dictionary as it is written: the one of the key, or all.
    pub(super) fn element(
        &self,
        place: Place<'a>,
        key: Option<&str>,
        depth: u16,
        found: &mut Targets,
    ) {
        if depth > DEEPEST {
            return self.cut();
        }
        if !self.stride() {
            return;
        }
        let scope = place.scope;
        let at = |expr: &'a Expr| Place { expr, scope };
        match place.expr {
            Expr::Name(name) => {
                let offset = name.range().start().to_u32();
                for (_, binding) in self.lookup(&name.id, scope, offset).unwrap_or_default() {
                    match binding {
                        Binding::Value(place) => self.element(*place, key, depth + 1, found),
                        Binding::Grown { place, key: own }
                            if !self.differs(*own, key, scope, depth) =>
                        {
                            self.follow(*place, depth + 1, found);
                        }
                        _ => {}
                    }
                }
            }
            Expr::Dict(dict) => {
                for item in &dict.items {
                    if found.len() >= MOST {
                        return;
                    }
                    match &item.key {
                        None => self.element(at(&item.value), key, depth + 1, found),
                        own if self.differs(own.as_ref(), key, scope, depth) => {}
                        Some(_) => self.follow(at(&item.value), depth + 1, found),
                    }
                }
            }
            Expr::BinOp(both) if matches!(both.op, Operator::Add | Operator::BitOr) => {
                // A place in one of two lists is none in both.
                let key = key.filter(|_| both.op == Operator::BitOr);
                self.element(at(&both.left), key, depth + 1, found);
                self.element(at(&both.right), key, depth + 1, found);
            }
            Expr::If(choice) => {
                self.element(at(&choice.body), key, depth + 1, found);
                self.element(at(&choice.orelse), key, depth + 1, found);
            }
            Expr::Yield(given) => {
                if let Some(value) = &given.value {
                    self.follow(at(value), depth + 1, found);
                }
            }
            Expr::YieldFrom(given) => self.element(at(&given.value), key, depth + 1, found),
            Expr::Call(call) => self.element_of_call(call, scope, key, depth, found),
            other => {
                let Some(items) = elements(other) else { return };
                let index =
                    key.and_then(|key| key.parse::<usize>().ok()).filter(|i| *i < items.len());
                let chosen = index.map_or(items, |index| &items[index..=index]);
                for expr in chosen.iter().take(MOST * 2) {
                    self.follow(at(expr), depth + 1, found);
                }
            }
        }
    }

    /// The constant texts that an expression may be: one, or the elements that a loop goes over.
    pub(super) fn texts(&self, expr: &'a Expr, scope: ScopeId, depth: u16) -> Vec<String> {
        let text = |expr: &'a Expr, scope: ScopeId| {
            self.fold(expr, Context::new(scope, depth))?.into_text()
        };
        if let Some(one) = text(expr, scope).or_else(|| self.text_by_loops(expr, scope, depth)) {
            return vec![one];
        }
        let Expr::Name(name) = expr else { return Vec::new() };
        let bindings = self.lookup(&name.id, scope, name.range().start().to_u32());
        let items = bindings.unwrap_or_default().iter().filter_map(|(_, binding)| match binding {
            Binding::Item(Place { expr, scope }) => Some((elements(expr)?, *scope)),
            _ => None,
        });
        let each = items.flat_map(|(items, scope)| items.iter().map(move |item| (item, scope)));
        each.take(MOST).filter_map(|(item, scope)| text(item, scope)).collect()
    }

    /// Whether two keys are known and not the same.
    fn differs(
        &self,
        own: Option<&'a Expr>,
        key: Option<&str>,
        scope: ScopeId,
        depth: u16,
    ) -> bool {
        let known = |expr| Some(self.fold(expr, Context::new(scope, depth))?.shown());
        key.is_some_and(|key| own.and_then(known).is_some_and(|own: String| own != key))
    }

    /// Elements of what a call gives: of its arguments, of a dictionary, or what a function of this module yields.
    fn element_of_call(
        &self,
        call: &'a ExprCall,
        scope: ScopeId,
        key: Option<&str>,
        depth: u16,
        found: &mut Targets,
    ) {
        for place in self.yields(&call.func, scope) {
            self.element(place, None, depth + 1, found);
        }
        for place in self.results(&call.func, scope) {
            self.element(place, key, depth + 1, found);
        }
        let (name, base) = match &*call.func {
            Expr::Name(name) => (name.id.as_str(), None),
            Expr::Attribute(method) => (method.attr.as_str(), Some(&*method.value)),
            _ => return,
        };
        match (name, base) {
            ("defaultdict", _) => {
                if let Some(factory) = call.arguments.args.first() {
                    for place in self.results(factory, scope) {
                        self.follow(place, depth + 1, found);
                    }
                }
            }
            ("values" | "items" | "copy", Some(base)) => {
                self.element(Place { expr: base, scope }, None, depth + 1, found);
            }
            ("dict", None) => {
                let named = call.arguments.keywords.iter().filter(|keyword| {
                    let name = keyword.arg.as_ref().map(|name| name.as_str());
                    key.is_none() || name.is_none() || name == key
                });
                for keyword in named {
                    self.follow(Place { expr: &keyword.value, scope }, depth + 1, found);
                }
            }
            (
                "zip" | "enumerate" | "list" | "tuple" | "set" | "iter" | "sorted" | "reversed"
                | "filter" | "frozenset" | "deque" | "chain" | "cycle" | "product" | "next",
                _,
            ) => {
                for expr in call.arguments.args.iter().take(MOST) {
                    self.element(Place { expr, scope }, None, depth + 1, found);
                }
            }
            _ => {}
        }
    }
}
