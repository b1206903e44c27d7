//! Calls that give what their arguments name: `getattr`, `__import__`, `reduce(getattr, …)` and their kin.

use super::fold::Context;
use super::names::{Binding, Names, Place, ScopeId};
use super::resolve::{Target, Targets, add};
use ruff_python_ast::{Expr, ExprCall};

impl<'a> Names<'a> {
    /// Calls that hand over something that their arguments name. True where the call is one.
    pub(super) fn known_call(
        &self,
        callee: &Target,
        call: &'a ExprCall,
        scope: ScopeId,
        depth: u16,
        found: &mut Targets,
    ) -> bool {
        let arguments = &call.arguments.args;
        let text = |index: usize| {
            let expr = arguments.get(index)?;
            self.fold(expr, Context::new(scope, depth))?.into_text()
        };
        let texts = |expr: Option<&'a Expr>| {
            expr.map(|expr| self.texts(expr, scope, depth)).unwrap_or_default()
        };
        let first =
            || arguments.first().map(|expr| self.paths(expr, scope, depth)).unwrap_or_default();
        match callee.path.as_str() {
            "getattr"
            | "object.__getattribute__"
            | "inspect.getattr_static"
            | "type.__getattribute__" => {
                let names = texts(arguments.get(1));
                for base in if names.is_empty() { Targets::new() } else { first() } {
                    names.iter().for_each(|name| add(found, self.hidden(&base, name)));
                }
                return !names.is_empty();
            }
            "__import__"
            | "importlib.import_module"
            | "pydoc.locate"
            | "pkgutil.resolve_name"
            | "importlib.util.resolve_name"
            | "pytest.importorskip"
            | "imp.load_module" => {
                let expr =
                    arguments.first().or_else(|| Some(&call.arguments.find_keyword("name")?.value));
                let deep = arguments.len() > 3 || callee.path.as_str() != "__import__";
                let hidden = callee.path.as_str() != "pytest.importorskip";
                let names = texts(expr);
                for name in &names {
                    let top = name.split('.').next().unwrap_or(name);
                    let path = if deep { name.replace(':', ".") } else { top.to_owned() };
                    add(found, self.target(&path, hidden));
                }
                return !names.is_empty();
            }
            "functools.partial"
            | "staticmethod"
            | "classmethod"
            | "copy.copy"
            | "copy.deepcopy"
            | "functools.lru_cache()"
            | "functools.cache"
            | "functools.partialmethod"
            | "importlib.reload"
            | "threading.local" => first().into_iter().for_each(|target| add(found, target)),
            "importlib.util.find_spec" | "pkgutil.get_loader" | "pkgutil.find_loader" => {
                let Some(name) = text(0) else { return false };
                add(found, self.target(&format!("{name}.__spec__"), true));
            }
            "importlib.util.module_from_spec" => {
                let specs = first();
                let modules = specs.iter().filter_map(|spec| spec.path.strip_suffix(".__spec__"));
                modules.for_each(|module| add(found, self.target(module, true)));
            }
            "vars" | "inspect.getmembers" if !arguments.is_empty() => {
                first().iter().for_each(|base| add(found, self.hidden(base, "__dict__")));
            }
            "dict" => {
                let namespaces = |target: &Target| {
                    target.path.ends_with("__dict__") || target.path.as_str() == "globals()"
                };
                first().into_iter().filter(namespaces).for_each(|target| add(found, target));
                return false;
            }
            "next" | "iter" | "list" | "tuple" | "random.choice" | "reversed" | "min" | "max" => {
                if let Some(expr) = arguments.first() {
                    self.element(Place { expr, scope }, None, depth + 1, found);
                }
            }
            "functools.reduce" | "reduce" => {
                let [function, names, start, ..] = &**arguments else { return false };
                let gets = self.paths(function, scope, depth);
                if !gets.iter().any(|target| target.path.as_str() == "getattr") {
                    return false;
                }
                let names = self.fold(names, Context::new(scope, depth));
                let Some(names) = names.and_then(super::value::Value::items) else { return false };
                let names: Vec<String> = names.iter().map(super::value::Value::shown).collect();
                for base in self.paths(start, scope, depth) {
                    add(found, self.hidden(&base, &names.join(".")));
                }
            }
            "operator.attrgetter()" => {
                let Some(name) = self.argument_of(&call.func, scope, depth) else { return false };
                first().iter().for_each(|base| add(found, self.hidden(base, &name)));
            }
            "operator.itemgetter()" => {
                let Some(key) = self.argument_of(&call.func, scope, depth) else { return false };
                return first().iter().any(|base| self.entry(base, &key, depth, found));
            }
            "operator.getitem" => {
                let Some(key) = text(1) else { return false };
                return first().iter().any(|base| self.entry(base, &key, depth, found));
            }
            path => return self.known_method(path, callee, call, scope, depth, found),
        }
        true
    }

    /// `X.__dict__.get("name")` and its kin.
    fn known_method(
        &self,
        path: &str,
        callee: &Target,
        call: &'a ExprCall,
        scope: ScopeId,
        depth: u16,
        found: &mut Targets,
    ) -> bool {
        let Some((base, method)) = path.rsplit_once('.') else { return false };
        if !matches!(
            method,
            "get"
                | "__getitem__"
                | "pop"
                | "setdefault"
                | "__getattribute__"
                | "__getattr__"
                | "load_module"
        ) {
            return false;
        }
        let folded = call
            .arguments
            .args
            .first()
            .and_then(|expr| self.fold(expr, Context::new(scope, depth)));
        let Some(key) = folded.and_then(super::value::Value::into_text) else { return false };
        if method == "load_module" {
            add(found, self.target(&key, true));
            return true;
        }
        let base = self.target(base, callee.hidden);
        if method.starts_with("__getattr") {
            add(found, self.hidden(&base, &key));
            return true;
        }
        self.entry(&base, &key, depth, found)
    }

    /// The constant that a call in the place of a callee got, as in `attrgetter("system")(os)`.
    fn argument_of(&self, callee: &'a Expr, scope: ScopeId, depth: u16) -> Option<String> {
        let call = match callee {
            Expr::Call(call) => call,
            Expr::Name(name) => {
                let bindings = self.lookup(&name.id, scope, name.range.start().to_u32())?;
                bindings.iter().find_map(|(_, binding)| match binding {
                    Binding::Value(Place { expr: Expr::Call(call), .. }) => Some(call),
                    _ => None,
                })?
            }
            _ => return None,
        };
        self.fold(call.arguments.args.first()?, Context::new(scope, depth))?.into_text()
    }
}
