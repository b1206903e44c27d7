//! What binds a name, and in which scope.

use super::names::{Binding, MODULE, ScopeId};
use super::outline::{Outline, elements, runs_code};
use ruff_python_ast::{Decorator, Expr, ExprNamed, Operator, Pattern, StmtFunctionDef};
use ruff_text_size::{Ranged, TextRange};

/// What is put into a name's value that is followed: fewer than the bindings near a use, so that what the name was bound to
/// stays in sight.
const MOST_GROWN: usize = 12;

impl<'a> Outline<'a> {
    pub(super) fn bind(&mut self, name: &'a str, at: TextRange, binding: Binding<'a>) {
        let declared = self.elsewhere.iter().find(|it| it.0 == self.scope && it.1 == name);
        let id = declared.map_or(self.scope, |(_, _, owner)| *owner);
        // A function's own name is never that of the built-in, bound or not.
        let built_in = self.branches > 0 && id == MODULE && runs_code(name);
        let built_in = built_in.then(|| self.names.paths.of(name));
        if let Some(scope) = self.names.scopes.get_mut(id) {
            let bindings = scope.names.entry(name).or_default();
            bindings.push((at.start().to_u32(), binding));
            // Where it may never be bound, the function of that name is what is called.
            bindings.extend(built_in.map(|path| (at.start().to_u32(), Binding::Import(path))));
        }
    }

    /// Binds a target of an assignment: a name, an attribute, an element, or several in a tuple.
    pub(super) fn assign(&mut self, target: &'a Expr, value: &'a Expr, whole: bool) {
        let place = self.place(value);
        match target {
            Expr::Name(name) if whole => self.bind(&name.id, name.range, Binding::Value(place)),
            Expr::Name(name) => self.bind(&name.id, name.range, Binding::Item(place)),
            Expr::Tuple(_) | Expr::List(_) => {
                let values = elements(value).filter(|_| whole);
                let targets = elements(target).unwrap_or_default();
                let starred = targets.iter().position(Expr::is_starred_expr);
                for (index, target) in targets.iter().enumerate() {
                    let part = values.and_then(|values| match starred {
                        // What follows a starred name is counted from the end.
                        Some(at) if index > at => {
                            values.get((values.len() + index).checked_sub(targets.len())?)
                        }
                        _ => values.get(index).filter(|_| !target.is_starred_expr()),
                    });
                    match part {
                        Some(part) => self.assign(target, part, true),
                        None => self.assign(target, value, false),
                    }
                }
            }
            Expr::Attribute(attribute) => {
                self.names.attributes.entry(&attribute.attr.id).or_default().push(place);
                self.grow(&attribute.value, value, None);
            }
            Expr::Subscript(subscript) => {
                self.grow(&subscript.value, value, Some(&subscript.slice));
            }
            Expr::Starred(starred) => self.assign(&starred.value, value, false),
            _ => {}
        }
    }

    /// Remembers that something was put into what a name holds, with the name's own bindings: it makes no name of its
    /// own, and hides none. What is put in beyond the most is only known to be something.
    pub(super) fn grow(&mut self, target: &'a Expr, value: &'a Expr, key: Option<&'a Expr>) {
        let Expr::Name(name) = target else { return };
        let place = self.place(value);
        let Some(scope) = self.holder(&name.id).and_then(|id| self.names.scopes.get_mut(id)) else {
            return;
        };
        let Some(bindings) = scope.names.get_mut(name.id.as_str()) else { return };
        let grown = |(_, binding): &&(u32, Binding<'_>)| {
            matches!(binding, Binding::Grown { .. } | Binding::Opaque)
        };
        let binding = match bindings.iter().rev().take_while(grown).count() {
            count if count < MOST_GROWN => Binding::Grown { place, key },
            MOST_GROWN => Binding::Opaque,
            _ => return,
        };
        bindings.push((value.range().start().to_u32(), binding));
    }

    /// `name = name + value`, which adds to what the name holds; false for anything else.
    pub(super) fn adds(&mut self, target: &'a Expr, value: &'a Expr) -> bool {
        let (Expr::Name(name), Expr::BinOp(sum)) = (target, value) else { return false };
        let itself = matches!(&*sum.left, Expr::Name(left) if left.id == name.id);
        let own = itself && sum.op == Operator::Add && self.holder(&name.id) == Some(self.scope);
        if own {
            self.grow(target, &sum.right, None);
        }
        own
    }

    /// `(name := value)`, whose name is one of the function, also inside of a comprehension.
    pub(super) fn named(&mut self, named: &'a ExprNamed) {
        let Expr::Name(name) = &*named.target else { return };
        let place = self.place(&named.value);
        let inner = self.scope;
        self.scope = self.home.unwrap_or(inner);
        self.bind(&name.id, name.range, Binding::Value(place));
        self.scope = inner;
    }

    /// The scope whose name it is: this one, or one around it that is no class.
    pub(super) fn holder(&self, name: &str) -> Option<ScopeId> {
        let mut at = Some(self.scope);
        while let Some(id) = at {
            let scope = self.names.scopes.get(id)?;
            if (id == self.scope || !scope.class) && scope.names.contains_key(name) {
                return Some(id);
            }
            at = scope.parent;
        }
        None
    }

    /// Binds the names of a pattern to what they take of the subject.
    pub(super) fn pattern(&mut self, pattern: &'a Pattern, subject: &'a Expr, whole: bool) {
        let place = self.place(subject);
        let bind = if whole { Binding::Value(place) } else { Binding::Item(place) };
        match pattern {
            Pattern::MatchAs(taken) => {
                if let Some(name) = &taken.name {
                    self.bind(&name.id, name.range, bind);
                }
                if let Some(inner) = &taken.pattern {
                    self.pattern(inner, subject, whole);
                }
            }
            Pattern::MatchStar(taken) => {
                if let Some(name) = &taken.name {
                    self.bind(&name.id, name.range, Binding::Item(place));
                }
            }
            Pattern::MatchSequence(sequence) => {
                let parts = elements(subject).filter(|_| whole);
                for (index, pattern) in sequence.patterns.iter().enumerate() {
                    match parts.and_then(|parts| parts.get(index)) {
                        Some(part) => self.pattern(pattern, part, true),
                        None => self.pattern(pattern, subject, false),
                    }
                }
            }
            Pattern::MatchMapping(mapping) => {
                mapping.patterns.iter().for_each(|inner| self.pattern(inner, subject, false));
            }
            Pattern::MatchClass(class) => {
                let keywords = class.arguments.keywords.iter().map(|keyword| &keyword.pattern);
                let all = class.arguments.patterns.iter().chain(keywords);
                all.for_each(|inner| self.pattern(inner, subject, false));
            }
            Pattern::MatchOr(either) => {
                either.patterns.iter().for_each(|inner| self.pattern(inner, subject, whole));
            }
            Pattern::MatchValue(_) | Pattern::MatchSingleton(_) => {}
        }
    }

    /// The function around that has a name of its own.
    pub(super) fn owner(&self, name: &str) -> ScopeId {
        let mut at = self.names.scopes.get(self.scope).and_then(|scope| scope.parent);
        while let Some(id) = at {
            let Some(scope) = self.names.scopes.get(id) else { break };
            if !scope.class && scope.names.contains_key(name) {
                return id;
            }
            at = scope.parent;
        }
        self.scope
    }

    /// Remembers what reading a method as an attribute gives.
    pub(super) fn property(&mut self, function: &'a StmtFunctionDef, scope: ScopeId) {
        let reads = |decorator: &Decorator| {
            let name = match &decorator.expression {
                Expr::Name(name) => name.id.as_str(),
                Expr::Attribute(attribute) => attribute.attr.as_str(),
                _ => return false,
            };
            matches!(name, "property" | "cached_property" | "classproperty")
        };
        if function.decorator_list.iter().any(reads) {
            let returns = self.names.scopes.get(scope).map(|scope| scope.returns.clone());
            let known = self.names.attributes.entry(&function.name.id).or_default();
            known.extend(returns.unwrap_or_default());
        }
    }
}
