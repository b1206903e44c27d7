//! Constants of expressions, computed across the module.

use super::names::{Binding, Names, Place, ScopeId};
use super::value::{HOLE, MOST, Room, Value};
use ruff_python_ast::{
    Expr, ExprBinOp, ExprName, FStringPart, InterpolatedStringElement, Number, Operator, UnaryOp,
};

const DEEPEST: u16 = 120;
/// Rounds of a comprehension that are computed.
pub(super) const ROUNDS: usize = 20_000;

/// Where an expression is computed: its scope, the variables of comprehensions, and how.
#[derive(Debug, Clone, Copy)]
pub(super) struct Context<'c> {
    pub(super) scope: ScopeId,
    pub(super) depth: u16,
    /// Unknown parts of a text become holes; otherwise nothing is known then.
    pub(super) holes: bool,
    pub(super) variable: Option<&'c Variable<'c>>,
}

#[derive(Debug)]
pub(super) struct Variable<'c> {
    pub(super) name: &'c str,
    pub(super) value: Value,
    pub(super) outer: Option<&'c Variable<'c>>,
}

impl Context<'_> {
    pub(super) fn new(scope: ScopeId, depth: u16) -> Self {
        Self { scope, depth: depth + 1, holes: false, variable: None }
    }

    pub(super) fn with_holes(scope: ScopeId) -> Self {
        Self { scope, depth: 0, holes: true, variable: None }
    }

    pub(super) fn deeper(self) -> Self {
        Self { depth: self.depth + 1, ..self }
    }
}

impl<'a> Names<'a> {
    /// The constant that the expression is.
    pub(super) fn fold(&self, expr: &'a Expr, context: Context<'_>) -> Option<Value> {
        if context.depth > DEEPEST {
            self.cut();
            return None;
        }
        if !self.step() {
            return None;
        }
        let inner = context.deeper();
        let value = match expr {
            Expr::StringLiteral(text) => Value::Str(text.value.to_str().to_owned()),
            Expr::BytesLiteral(bytes) => Value::Bytes(bytes.value.bytes().collect()),
            Expr::NumberLiteral(number) => match &number.value {
                Number::Int(int) => Value::Int(int.as_i64()?),
                Number::Float(float) => Value::Float(*float),
                Number::Complex { .. } => return None,
            },
            Expr::BooleanLiteral(literal) => Value::Bool(literal.value),
            Expr::NoneLiteral(_) => Value::None,
            Expr::Tuple(tuple) => self.list(&tuple.elts, inner)?,
            Expr::List(list) => self.list(&list.elts, inner)?,
            Expr::Set(set) => self.list(&set.elts, inner)?,
            Expr::FString(text) => self.f_string(text.value.as_slice(), inner)?,
            Expr::BinOp(operation) => self.operation(operation, inner)?,
            Expr::UnaryOp(unary) => match (unary.op, self.fold(&unary.operand, inner)?) {
                (UnaryOp::USub, Value::Int(number)) => Value::Int(number.checked_neg()?),
                (UnaryOp::Invert, Value::Int(number)) => Value::Int(!number),
                (UnaryOp::Not, value) => Value::Bool(!value.is_true()),
                (UnaryOp::UAdd, value) => value,
                _ => return None,
            },
            Expr::Name(name) => self.named(name, inner)?,
            Expr::Named(named) => self.fold(&named.value, inner)?,
            Expr::If(choice) => {
                let test = self.fold(&choice.test, Context { holes: false, ..inner })?.is_true();
                self.fold(if test { &choice.body } else { &choice.orelse }, inner)?
            }
            Expr::Subscript(subscript) => self.index(&subscript.value, &subscript.slice, inner)?,
            Expr::ListComp(each) => self.comprehension(&each.elt, &each.generators, inner)?,
            Expr::SetComp(each) => self.comprehension(&each.elt, &each.generators, inner)?,
            Expr::Generator(each) => self.comprehension(&each.elt, &each.generators, inner)?,
            Expr::Call(call) => self.fold_call(call, inner)?,
            Expr::Attribute(attribute) => self.fold_attribute(attribute, inner)?,
            _ => return None,
        };
        self.burn(value.size());
        value.bounded()
    }

    /// The constant; with holes an unknown part is one.
    pub(super) fn part(&self, expr: &'a Expr, context: Context<'_>) -> Option<Value> {
        let hole = || context.holes.then(|| Value::Str(HOLE.into()));
        self.fold(expr, context).or_else(hole)
    }

    fn list(&self, items: &'a [Expr], context: Context<'_>) -> Option<Value> {
        if items.len() > ROUNDS {
            return None;
        }
        let mut all = Vec::with_capacity(items.len());
        let mut room = Room::default();
        let mut keep = |value: Value| room.take(value).map(|value| all.push(value));
        for item in items {
            match item {
                Expr::Starred(spread) => match self.fold(&spread.value, context) {
                    Some(Value::List(spread)) => spread.into_iter().try_for_each(&mut keep)?,
                    _ => keep(self.part(item, context)?)?,
                },
                _ => keep(self.part(item, context)?)?,
            }
        }
        Some(Value::List(all))
    }

    fn f_string(&self, parts: &'a [FStringPart], context: Context<'_>) -> Option<Value> {
        let mut text = String::new();
        for part in parts {
            let elements = match part {
                FStringPart::Literal(literal) => {
                    text.push_str(literal.as_str());
                    continue;
                }
                FStringPart::FString(f_string) => &f_string.elements,
            };
            for element in elements {
                match element {
                    InterpolatedStringElement::Literal(literal) => text.push_str(&literal.value),
                    InterpolatedStringElement::Interpolation(part) => {
                        let value = self.part(&part.expression, context)?;
                        text.push_str(&value.shown());
                    }
                }
                if text.len() > MOST {
                    return None;
                }
            }
        }
        Some(Value::Str(text))
    }

    /// A chain of operators, from the left without recursion.
    fn operation(&self, operation: &'a ExprBinOp, context: Context<'_>) -> Option<Value> {
        let mut rest = vec![operation];
        while let Some(ExprBinOp { left, .. }) = rest.last()
            && let Expr::BinOp(deeper) = &**left
        {
            if !self.step() {
                return None;
            }
            rest.push(deeper);
        }
        let mut value = self.part(&rest.last()?.left, context)?;
        for step in rest.iter().rev() {
            let right = self.part(&step.right, context)?;
            value = combine(value, step.op, right)?.bounded()?;
        }
        Some(value)
    }

    fn named(&self, name: &'a ExprName, context: Context<'_>) -> Option<Value> {
        let mut variable = context.variable;
        while let Some(known) = variable {
            if known.name == name.id.as_str() {
                return Some(known.value.clone());
            }
            variable = known.outer;
        }
        let bindings = self.lookup(&name.id, context.scope, name.range.start().to_u32())?;
        let mut value: Option<Value> = None;
        for (_, binding) in bindings {
            let at = |place: &Place<'a>| {
                let context = Context { scope: place.scope, variable: None, ..context };
                self.value(*place, context)
            };
            value = match binding {
                Binding::Value(place) if value.is_none() || context.holes => Some(at(place)?),
                Binding::Grown { place, .. } if context.holes => {
                    combine(value?, Operator::Add, at(place)?)
                }
                Binding::Parameter { default: Some(place), .. } if context.holes => {
                    Some(at(place)?)
                }
                _ => return None,
            };
        }
        value
    }

    /// The constant of a name's value; small ones are worked out once.
    fn value(&self, place: Place<'a>, context: Context<'_>) -> Option<Value> {
        let [plain, holed] = &self.folded;
        let folded = if context.holes { holed } else { plain };
        folded.get(place, || {
            let cuts = self.cuts();
            let value = self.fold(place.expr, context);
            let whole = self.cuts() == cuts;
            let small = match &value {
                Some(Value::Str(text)) => text.len() < 256,
                Some(Value::Bytes(_) | Value::List(_)) => false,
                _ => true,
            };
            (value, whole && small)
        })
    }

    fn index(&self, base: &'a Expr, slice: &'a Expr, context: Context<'_>) -> Option<Value> {
        let Expr::Slice(slice) = slice else {
            let index = self.fold(slice, context)?;
            if let (Expr::Dict(dict), Value::Str(key)) = (base, &index) {
                let same = |expr: &'a Expr| {
                    self.fold(expr, context).is_some_and(|own| own.shown() == *key)
                };
                let item = dict.items.iter().find(|item| item.key.as_ref().is_some_and(same))?;
                return self.fold(&item.value, context);
            }
            let text = self.fold(base, context)?;
            let letters = matches!(text, Value::Str(_));
            let mut items = text.items()?;
            let length = i64::try_from(items.len()).ok()?;
            let at = index.int().map(|at| if at < 0 { at + length } else { at })?;
            let at = usize::try_from(at).ok().filter(|at| *at < items.len())?;
            let item = items.swap_remove(at);
            return Some(if letters { Value::Str(item.shown()) } else { item });
        };
        let bound = |expr: &'a Option<Box<Expr>>| match expr {
            Some(expr) => self.fold(expr, context)?.int().map(Some),
            None => Some(None),
        };
        let (lower, upper, step) =
            (bound(&slice.lower)?, bound(&slice.upper)?, bound(&slice.step)?);
        cut(self.fold(base, context)?, lower, upper, step.unwrap_or(1))
    }
}

pub(super) fn combine(left: Value, operator: Operator, right: Value) -> Option<Value> {
    use Value::{Bool, Bytes, Int, List, Str};
    Some(match (left, operator, right) {
        (Str(left), Operator::Add, Str(right)) => Str(left + &right),
        (Str(left), Operator::Mod, right) => Str(percent(&left, right)),
        (Str(left), Operator::Div, Str(right)) => Str(join_path(&left, &right)),
        (Str(text), Operator::Mult, Int(times)) | (Int(times), Operator::Mult, Str(text)) => {
            let times = usize::try_from(times).unwrap_or(0);
            (text.len().checked_mul(times)? <= MOST).then(|| Str(text.repeat(times)))?
        }
        (Bytes(mut left), Operator::Add, Bytes(right)) => {
            left.extend(right);
            Bytes(left)
        }
        (List(mut left), Operator::Add, List(right)) => {
            left.extend(right);
            List(left)
        }
        (left @ (Int(_) | Bool(_)), operator, right @ (Int(_) | Bool(_))) => {
            Int(arithmetic(left.int()?, operator, right.int()?)?)
        }
        _ => return None,
    })
}

fn arithmetic(left: i64, operator: Operator, right: i64) -> Option<i64> {
    match operator {
        Operator::Add => left.checked_add(right),
        Operator::Sub => left.checked_sub(right),
        Operator::Mult => left.checked_mul(right),
        Operator::FloorDiv => left.checked_div_euclid(right),
        Operator::Mod => left.checked_rem_euclid(right),
        Operator::BitXor => Some(left ^ right),
        Operator::BitAnd => Some(left & right),
        Operator::BitOr => Some(left | right),
        Operator::LShift => left.checked_shl(u32::try_from(right).ok()?),
        Operator::RShift => left.checked_shr(u32::try_from(right).ok()?),
        Operator::Pow => left.checked_pow(u32::try_from(right).ok()?),
        _ => None,
    }
}

/// As `os.path.join` and `/` between paths do it.
pub(super) fn join_path(left: &str, right: &str) -> String {
    if right.starts_with('/') || left.is_empty() {
        return right.to_owned();
    }
    format!("{}/{right}", left.trim_end_matches('/'))
}

/// As `%` between a text and values does it, without widths.
fn percent(format: &str, values: Value) -> String {
    let mut values = match values {
        Value::List(items) => items,
        other => vec![other],
    }
    .into_iter();
    let mut text = String::new();
    let mut letters = format.chars();
    while let Some(letter) = letters.next() {
        if letter != '%' {
            text.push(letter);
            continue;
        }
        match letters.find(|letter| letter.is_ascii_alphabetic() || *letter == '%') {
            Some('%') | None => text.push('%'),
            Some('c') => match values.next() {
                Some(Value::Int(code)) => {
                    text.extend(u32::try_from(code).ok().and_then(char::from_u32));
                }
                other => text.extend(other.map(|value| value.shown())),
            },
            Some(_) => {
                text.push_str(&values.next().map_or(HOLE.to_string(), |value| value.shown()));
            }
        }
    }
    text
}

/// As `value[lower:upper:step]` does it.
fn cut(value: Value, lower: Option<i64>, upper: Option<i64>, step: i64) -> Option<Value> {
    let (letters, bytes) = (matches!(value, Value::Str(_)), matches!(value, Value::Bytes(_)));
    let items = value.items()?;
    let length = i64::try_from(items.len()).ok()?;
    let clamp = |at: i64| if at < 0 { (at + length).max(-1) } else { at.min(length) };
    let (mut at, end) = match step {
        0 => return None,
        1.. => (clamp(lower.unwrap_or(0)).max(0), clamp(upper.unwrap_or(length))),
        _ => (lower.map_or(length - 1, |at| clamp(at).min(length - 1)), upper.map_or(-1, clamp)),
    };
    let mut chosen = Vec::new();
    while if step > 0 { at < end } else { at > end } {
        chosen.push(items.get(usize::try_from(at).ok()?)?.clone());
        at = at.checked_add(step)?;
    }
    Some(match (letters, bytes) {
        (true, _) => Value::Str(chosen.iter().map(Value::shown).collect()),
        (_, true) => Value::Bytes(Value::List(chosen).into_bytes()?),
        _ => Value::List(chosen),
    })
}
