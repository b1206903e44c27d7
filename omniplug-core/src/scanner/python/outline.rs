//! The first walk: which names there are.

use super::names::{Binding, MODULE, Names, Place, Scope, ScopeId};
use ruff_python_ast::visitor::{Visitor, walk_expr, walk_stmt};
use ruff_python_ast::{
    Alias, Comprehension, ExceptHandler, Expr, Parameters, Stmt, StmtImportFrom, WithItem,
};
use ruff_text_size::{Ranged, TextRange};

/// Functions that a host calls with what it was given.
const ENTRIES: &[&str] = &[
    "execute",
    "handle",
    "handler",
    "lambda_handler",
    "main",
    "on_request",
    "process",
    "run",
    "validate_input",
];

/// Functions that are always there, and run code or find what does.
pub(super) fn runs_code(name: &str) -> bool {
    matches!(name, "eval" | "exec" | "compile" | "__import__" | "getattr")
}

/// Parameters that are called so come from outside.
fn is_outside(name: &str) -> bool {
    matches!(name, "payload" | "request" | "untrusted" | "user" | "input_data" | "expression")
        || name.starts_with("user_")
        || name.starts_with("untrusted_")
        || name.ends_with("_input")
}

pub(super) fn outline<'a>(body: &'a [Stmt], fuel: u64) -> Names<'a> {
    let mut walk = Outline {
        names: Names::new(fuel),
        scope: MODULE,
        elsewhere: Vec::new(),
        home: None,
        branches: 0,
    };
    walk.visit_body(body);
    walk.names
}

pub(super) struct Outline<'a> {
    pub(super) names: Names<'a>,
    pub(super) scope: ScopeId,
    /// Names that a function declared as another scope's, with both scopes.
    pub(super) elsewhere: Vec<(ScopeId, &'a str, ScopeId)>,
    /// Inside of a comprehension, the scope around it.
    pub(super) home: Option<ScopeId>,
    /// Branches and loops around, in which a name may never be bound.
    pub(super) branches: u32,
}

impl<'a> Outline<'a> {
    pub(super) fn place(&self, expr: &'a Expr) -> Place<'a> {
        Place { expr, scope: self.scope }
    }

    fn open(&mut self, range: TextRange, class: bool) -> ScopeId {
        let id = self.names.scopes.len();
        self.names.scopes.push(Scope { parent: Some(self.scope), class, ..Scope::default() });
        self.names.opened.insert(range, id);
        std::mem::replace(&mut self.scope, id)
    }

    fn parameters(&mut self, parameters: &'a Parameters, entry: bool, outer: ScopeId) {
        for any in parameters {
            let name = any.name();
            let default = any.default().map(|expr| Place { expr, scope: outer });
            let class = any
                .annotation()
                .filter(|class| matches!(class, Expr::Name(_) | Expr::Attribute(_)));
            let class = class.map(|expr| Place { expr, scope: outer });
            let own = matches!(name.as_str(), "self" | "cls" | "context" | "ctx" | "config");
            let outside = (entry && !own) || is_outside(name);
            self.bind(&name.id, name.range, Binding::Parameter { default, class, outside });
        }
    }

    fn import(&mut self, alias: &'a Alias) {
        let name = alias.name.as_str();
        self.names.modules.insert(name.to_owned());
        match &alias.asname {
            Some(short) => {
                self.bind(&short.id, alias.range, Binding::Import(self.names.paths.of(name)));
            }
            None => {
                let top = name.split('.').next().unwrap_or(name);
                self.bind(top, alias.range, Binding::Import(self.names.paths.of(top)));
            }
        }
    }

    fn import_from(&mut self, statement: &'a StmtImportFrom) {
        let module = statement.module.as_ref().map_or("", |module| module.as_str());
        if statement.level == 0 {
            self.names.modules.insert(module.to_owned());
        }
        for alias in &statement.names {
            let name = alias.name.as_str();
            if name == "*" {
                if statement.level == 0 {
                    self.names.stars.push(module);
                }
                continue;
            }
            let local = alias.asname.as_ref().map_or(name, |short| short.as_str());
            let binding = if statement.level == 0 {
                let path = format!("{module}.{name}");
                let binding = Binding::Import(self.names.paths.of(&path));
                self.names.modules.insert(path);
                binding
            } else {
                Binding::Opaque
            };
            self.bind(local, alias.range, binding);
        }
    }
}

/// The elements of a tuple or list as it is written.
pub(super) fn elements(expr: &Expr) -> Option<&[Expr]> {
    match expr {
        Expr::Tuple(tuple) => Some(&tuple.elts),
        Expr::List(list) => Some(&list.elts),
        Expr::Set(set) => Some(&set.elts),
        _ => None,
    }
}

impl<'a> Visitor<'a> for Outline<'a> {
    fn visit_stmt(&mut self, statement: &'a Stmt) {
        match statement {
            Stmt::Import(import) => import.names.iter().for_each(|alias| self.import(alias)),
            Stmt::ImportFrom(import) => self.import_from(import),
            Stmt::Global(global) => {
                let scope = self.scope;
                let all = global.names.iter().map(|name| (scope, name.as_str(), MODULE));
                self.elsewhere.extend(all);
            }
            Stmt::Nonlocal(outer) => {
                for name in &outer.names {
                    self.elsewhere.push((self.scope, name.as_str(), self.owner(name)));
                }
            }
            // From here on the name is what it was without its bindings.
            Stmt::Delete(delete) => {
                for name in delete.targets.iter().filter_map(Expr::as_name_expr) {
                    let path = self.names.paths.of(&name.id);
                    self.bind(&name.id, name.range, Binding::Import(path));
                }
            }
            Stmt::Match(choice) => {
                let cases = choice.cases.iter();
                cases.for_each(|case| self.pattern(&case.pattern, &choice.subject, true));
            }
            Stmt::FunctionDef(function) => {
                self.bind(&function.name.id, function.name.range, Binding::Function(function));
                let outer = self.open(function.range, false);
                let entry = ENTRIES.contains(&function.name.as_str());
                self.parameters(&function.parameters, entry, outer);
                walk_stmt(self, statement);
                self.elsewhere.retain(|(scope, ..)| *scope != self.scope);
                let inner = std::mem::replace(&mut self.scope, outer);
                self.property(function, inner);
                return;
            }
            Stmt::ClassDef(class) => {
                self.bind(&class.name.id, class.name.range, Binding::Class(class));
                let outer = self.open(class.range, true);
                walk_stmt(self, statement);
                self.scope = outer;
                return;
            }
            Stmt::Assign(assign) => {
                for target in &assign.targets {
                    if self.adds(target, &assign.value) {
                        continue;
                    }
                    self.assign(target, &assign.value, true);
                    if let (Expr::Name(name), true) = (target, self.in_class()) {
                        let place = self.place(&assign.value);
                        self.names.attributes.entry(&name.id).or_default().push(place);
                    }
                }
            }
            Stmt::AnnAssign(assign) => {
                if let Some(value) = &assign.value {
                    self.assign(&assign.target, value, true);
                }
            }
            Stmt::AugAssign(assign) => self.grow(&assign.target, &assign.value, None),
            Stmt::For(each) => self.assign(&each.target, &each.iter, false),
            Stmt::Return(statement) => {
                if let Some(value) = &statement.value {
                    let place = self.place(value);
                    if let Some(scope) = self.names.scopes.get_mut(self.scope) {
                        scope.returns.push(place);
                    }
                }
            }
            _ => {}
        }
        let branches = matches!(
            statement,
            Stmt::If(_)
                | Stmt::For(_)
                | Stmt::While(_)
                | Stmt::Try(_)
                | Stmt::Match(_)
                | Stmt::With(_)
        );
        self.branches += u32::from(branches);
        walk_stmt(self, statement);
        self.branches -= u32::from(branches);
    }

    fn visit_expr(&mut self, expr: &'a Expr) {
        match expr {
            Expr::Named(named) => self.named(named),
            // What a comprehension calls its elements is no name of what is around it.
            Expr::ListComp(_) | Expr::SetComp(_) | Expr::DictComp(_) | Expr::Generator(_) => {
                let outer = self.open(expr.range(), false);
                let home = self.home;
                self.home = Some(home.unwrap_or(outer));
                walk_expr(self, expr);
                self.home = home;
                self.scope = outer;
                return;
            }
            Expr::Yield(_) | Expr::YieldFrom(_) => {
                let place = self.place(expr);
                if let Some(scope) = self.names.scopes.get_mut(self.scope) {
                    scope.yields.push(place);
                }
            }
            Expr::Lambda(lambda) => {
                let home = self.home.take();
                let outer = self.open(lambda.range, false);
                if let Some(parameters) = &lambda.parameters {
                    self.parameters(parameters, false, outer);
                }
                let place = self.place(&lambda.body);
                if let Some(scope) = self.names.scopes.get_mut(self.scope) {
                    scope.returns.push(place);
                }
                walk_expr(self, expr);
                self.scope = outer;
                self.home = home;
                return;
            }
            Expr::Call(call) => {
                if let Expr::Attribute(method) = &*call.func
                    && matches!(
                        method.attr.as_str(),
                        "append"
                            | "extend"
                            | "update"
                            | "add"
                            | "insert"
                            | "write"
                            | "writestr"
                            | "put"
                            | "attach"
                            | "set_payload"
                            | "add_data"
                            | "send"
                            | "writelines"
                    )
                {
                    let values = call.arguments.args.iter();
                    values.for_each(|value| self.grow(&method.value, value, None));
                }
            }
            _ => {}
        }
        walk_expr(self, expr);
    }

    fn visit_comprehension(&mut self, each: &'a Comprehension) {
        self.assign(&each.target, &each.iter, false);
        ruff_python_ast::visitor::walk_comprehension(self, each);
    }

    fn visit_with_item(&mut self, item: &'a WithItem) {
        if let Some(target) = &item.optional_vars {
            self.assign(target, &item.context_expr, true);
        }
        ruff_python_ast::visitor::walk_with_item(self, item);
    }

    fn visit_except_handler(&mut self, handler: &'a ExceptHandler) {
        let ExceptHandler::ExceptHandler(handler_) = handler;
        if let Some(name) = &handler_.name {
            self.bind(&name.id, name.range, Binding::Opaque);
        }
        ruff_python_ast::visitor::walk_except_handler(self, handler);
    }
}

impl Outline<'_> {
    fn in_class(&self) -> bool {
        self.names.scopes.get(self.scope).is_some_and(|scope| scope.class)
    }
}
