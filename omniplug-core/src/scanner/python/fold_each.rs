//! Constants that are computed for each element of another: comprehensions, and loops that put a text together.

use super::fold::{Context, ROUNDS, Variable, combine};
use super::names::{Binding, Names, Place, ScopeId};
use super::value::{Room, Value};
use ruff_python_ast::{Comprehension, Expr, ExprName, Operator};

/// Names in an expression that are looked at.
const MOST_NAMES: usize = 16;

impl<'a> Names<'a> {
    pub(super) fn comprehension(
        &self,
        element: &'a Expr,
        generators: &'a [Comprehension],
        context: Context<'_>,
    ) -> Option<Value> {
        let [Comprehension { target, iter, ifs, .. }] = generators else { return None };
        let source = self.fold(iter, Context { holes: false, ..context })?.items()?;
        let context = Context { holes: false, ..context };
        let mut found = Vec::new();
        let mut room = Room::default();
        for item in source.into_iter().take(ROUNDS) {
            let one = |name: &'a Expr, value: Value, outer: Option<&Context<'_>>| match name {
                Expr::Name(name) => Some((name.id.as_str(), value, outer.is_some())),
                _ => None,
            };
            let value = match target {
                Expr::Name(_) => {
                    let (name, value, _) = one(target, item, None)?;
                    let variable = Variable { name, value, outer: context.variable };
                    self.kept(element, ifs, Context { variable: Some(&variable), ..context })?
                }
                Expr::Tuple(pair) => {
                    let ([first, second], Value::List(values)) = (&*pair.elts, item) else {
                        return None;
                    };
                    let [left, right] = <[Value; 2]>::try_from(values).ok()?;
                    let (name, value, _) = one(first, left, None)?;
                    let outer = Variable { name, value, outer: context.variable };
                    let (name, value, _) = one(second, right, None)?;
                    let variable = Variable { name, value, outer: Some(&outer) };
                    self.kept(element, ifs, Context { variable: Some(&variable), ..context })?
                }
                _ => return None,
            };
            if let Some(value) = value {
                found.push(room.take(value)?);
            }
        }
        Some(Value::List(found))
    }

    /// The element of one round, unless a condition leaves it out.
    fn kept(
        &self,
        element: &'a Expr,
        ifs: &'a [Expr],
        context: Context<'_>,
    ) -> Option<Option<Value>> {
        for test in ifs {
            if !self.fold(test, context)?.is_true() {
                return Some(None);
            }
        }
        self.fold(element, context).map(Some)
    }

    /// The text that a name has after loops that go on adding to it: `for code in codes: text += chr(code)`.
    ///
    /// It is one that the name may have: conditions inside of the loops are not looked at.
    pub(super) fn text_by_loops(
        &self,
        expr: &'a Expr,
        scope: ScopeId,
        depth: u16,
    ) -> Option<String> {
        let context = Context::new(scope, depth);
        match expr {
            Expr::Name(name) => self.grown(name, context)?.into_text(),
            // `"".join(parts)`
            Expr::Call(call) => {
                let (Expr::Attribute(join), [Expr::Name(parts)]) =
                    (&*call.func, &*call.arguments.args)
                else {
                    return None;
                };
                if join.attr.as_str() != "join" {
                    return None;
                }
                let glue = self.fold(&join.value, context)?.into_text()?;
                let parts = self.grown(parts, context)?.items()?;
                Some(parts.iter().map(Value::shown).collect::<Vec<_>>().join(&glue))
            }
            _ => None,
        }
    }

    fn grown(&self, name: &'a ExprName, context: Context<'_>) -> Option<Value> {
        let bindings = self.lookup(&name.id, context.scope, name.range.start().to_u32())?;
        let mut value: Option<Value> = None;
        for (_, binding) in bindings {
            value = match (binding, value) {
                (Binding::Value(place), None) => {
                    Some(self.fold(place.expr, Context::new(place.scope, context.depth))?)
                }
                (Binding::Grown { place, key: None }, Some(value)) => {
                    Some(self.added(value, *place, context)?)
                }
                _ => return None,
            };
        }
        value
    }

    /// What is added in one place, once for each element of the loop around it.
    fn added(&self, mut value: Value, place: Place<'a>, context: Context<'_>) -> Option<Value> {
        let context = Context::new(place.scope, context.depth);
        let (name, source) = self.loop_around(place)?;
        for item in self.fold(source.expr, context)?.items()?.into_iter().take(ROUNDS) {
            let variable = Variable { name, value: item, outer: None };
            let part = self.fold(place.expr, Context { variable: Some(&variable), ..context })?;
            value = match value {
                Value::List(mut items) => {
                    items.push(part);
                    Value::List(items)
                }
                value => combine(value, Operator::Add, part)?,
            }
            .bounded()?;
            self.burn(value.size());
        }
        Some(value)
    }

    /// The loop's variable that an expression has in it, and what the loop goes over.
    fn loop_around(&self, place: Place<'a>) -> Option<(&'a str, Place<'a>)> {
        let mut rest = vec![place.expr];
        for _ in 0..MOST_NAMES {
            match rest.pop()? {
                Expr::Name(name) => {
                    let bindings = self.lookup(&name.id, place.scope, name.range.start().to_u32());
                    if let Some([(_, Binding::Item(source))]) = bindings {
                        return Some((name.id.as_str(), *source));
                    }
                }
                Expr::Call(call) => {
                    rest.extend(&call.arguments.args);
                    rest.push(&call.func);
                }
                Expr::Attribute(attribute) => rest.push(&attribute.value),
                Expr::BinOp(both) => rest.extend([&*both.left, &*both.right]),
                Expr::Subscript(part) => rest.extend([&*part.value, &*part.slice]),
                _ => {}
            }
        }
        None
    }
}
