//! What each kind of the parser's nodes becomes.

use super::literal;
use super::lower::{Frame, Item, Lowering, is_dot_pipe};
use super::syntax::{Argument, Binding, Id, Kind};
use std::rc::Rc;

impl Lowering<'_> {
    /// Builds a node whose children have been built.
    pub(super) fn build(&mut self, frame: &Frame) -> Item {
        let kind = match frame.kind {
            "identifier" | "dots" | "dot_dot_i" => {
                Kind::Name(literal::name(self.token(frame)).into())
            }
            "string" => Kind::Text(literal::string(self.token(frame)).into()),
            "float" | "integer" => match literal::number(self.token(frame)) {
                Some(number) => Kind::Number(number),
                None => Kind::Nothing,
            },
            "true" => Kind::Logical(true),
            "false" => Kind::Logical(false),
            "break" => {
                self.leaves += 1;
                Kind::Nothing
            }
            "complex" | "null" | "na" | "nan" | "inf" | "next" => Kind::Nothing,
            "comment" => return self.comment(frame),
            "argument" => return self.argument(frame),
            "arguments" => return arguments(frame),
            "parameter" => return self.parameter(frame),
            "parameters" => return parameters(frame),
            "parenthesized_expression" if frame.expression("body").is_some() => {
                return Item::Expression(frame.expression("body").unwrap_or_default());
            }
            "call" | "subset" | "subset2" => match self.call(frame) {
                Some(kind) => kind,
                None => return Item::Token,
            },
            "function_definition" => self.function(frame),
            "if_statement" => Kind::Either(branches(frame)),
            "unary_operator" | "binary_operator" => return self.operator(frame),
            "extract_operator" | "namespace_operator" => self.member(frame),
            "for_statement" => self.for_loop(frame),
            "while_statement" | "repeat_statement" => match frame.entered {
                Some((start, leaves)) => {
                    let endless = leaves == self.leaves && self.always(frame);
                    Kind::Loop { start, endless }
                }
                None => return Item::Token,
            },
            "program" | "braced_expression" | "ERROR" => Kind::Block(frame.expressions()),
            _ => return Item::Token,
        };
        Item::Expression(self.push(kind, frame.start, frame.end))
    }

    /// Whether nothing but what stands in a loop can end it.
    fn always(&self, frame: &Frame) -> bool {
        let condition = frame.expressions().first().map(|id| &self.tree.nodes[*id].kind);
        frame.kind == "repeat_statement"
            || match condition {
                Some(Kind::Logical(logical)) => *logical,
                Some(Kind::Number(number)) => *number != 0.0,
                _ => false,
            }
    }

    /// The variable is bound right after its sequence.
    fn for_loop(&self, frame: &Frame) -> Kind {
        let binding = frame.expression("sequence").map(|sequence| sequence + 1);
        let binds = |id: &Id| {
            matches!(self.tree.nodes.get(*id).map(|node| &node.kind), Some(Kind::Bind { .. }))
        };
        match binding.filter(binds) {
            Some(start) => Kind::Loop { start, endless: false },
            None => Kind::Block(frame.expressions()),
        }
    }

    fn token(&self, frame: &Frame) -> &str {
        self.text.get(frame.start..frame.end).unwrap_or_default()
    }

    fn comment(&mut self, frame: &Frame) -> Item {
        self.tree.comments.push((frame.start, frame.end));
        Item::Token
    }

    fn argument(&mut self, frame: &Frame) -> Item {
        let name = frame.expression("name").and_then(|id| self.name_of(id));
        let value = frame.expression("value");
        if let (Some(name), Some(value)) = (&name, value) {
            self.name_function(value, name);
        }
        Item::Argument(Argument { name, value })
    }

    fn parameter(&mut self, frame: &Frame) -> Item {
        let Some(name) = frame.expression("name").and_then(|id| self.name_of(id)) else {
            return Item::Token;
        };
        let (value, binding) = (frame.expression("default"), Binding::Parameter);
        self.push(Kind::Bind { name: name.clone(), value, binding }, frame.start, frame.end);
        Item::Parameter(name)
    }

    fn function(&mut self, frame: &Frame) -> Kind {
        let parameters = frame.children.iter().find_map(|(_, item)| match item {
            Item::Parameters(names) => Some(names.clone()),
            _ => None,
        });
        let body = frame.expression("body");
        let body = body.unwrap_or_else(|| self.push(Kind::Nothing, frame.start, frame.end));
        Kind::Function { scope: self.scope, parameters: parameters.unwrap_or_default(), body }
    }

    fn call(&mut self, frame: &Frame) -> Option<Kind> {
        let function = frame.expression("function")?;
        let arguments = frame.children.iter().find_map(|(_, item)| match item {
            Item::Arguments(arguments) => Some(arguments.clone()),
            _ => None,
        })?;
        if frame.kind != "call" {
            return Some(Kind::Index { object: function, arguments });
        }
        if let Kind::Name(name) | Kind::Qualified { name, .. } = &self.tree.nodes[function].kind {
            self.leaves += usize::from(leaves(name));
        }
        let operator = match &self.tree.nodes[function].kind {
            Kind::Name(name) | Kind::Text(name) => self.operator_call(&name.clone(), &arguments),
            _ => None,
        };
        Some(operator.unwrap_or(Kind::Call { function, arguments }))
    }

    /// Syntax that is written as a call: `` `<-`(f, g) ``, `` `$`(x, y) ``, `` `{`(x) ``.
    fn operator_call(&mut self, name: &str, arguments: &[Argument]) -> Option<Kind> {
        let values: Vec<Id> = arguments.iter().filter_map(|argument| argument.value).collect();
        match (name, values.as_slice()) {
            ("<-" | "=" | "<<-", &[target, value]) => {
                Some(self.assign(target, value, name == "<<-"))
            }
            ("$" | "@", &[object, name]) => {
                self.name_of(name).map(|name| Kind::Member { object, name })
            }
            ("[" | "[[", [object, ..]) => {
                Some(Kind::Index { object: *object, arguments: arguments[1..].to_vec() })
            }
            ("::" | ":::", &[package, name]) => {
                Some(Kind::Qualified { package: self.name_of(package)?, name: self.name_of(name)? })
            }
            ("(" | "{", [_, ..]) => Some(Kind::Block(values)),
            _ => None,
        }
    }

    fn member(&mut self, frame: &Frame) -> Kind {
        let (left, right) = (frame.expression("lhs"), frame.expression("rhs"));
        let name = right.and_then(|id| self.name_of(id));
        match (left, name) {
            (Some(object), Some(name)) if frame.kind == "extract_operator" => {
                Kind::Member { object, name }
            }
            (Some(left), Some(name)) => match self.name_of(left) {
                Some(package) => Kind::Qualified { package, name },
                None => Kind::Nothing,
            },
            _ => Kind::Block(frame.expressions()),
        }
    }

    fn operator(&mut self, frame: &Frame) -> Item {
        let operator = frame.operator.clone().unwrap_or_else(|| "".into());
        let (Some(left), Some(right)) = (frame.expression("lhs"), frame.expression("rhs")) else {
            let kind = Kind::Operator { name: operator, operands: frame.expressions() };
            return Item::Expression(self.push(kind, frame.start, frame.end));
        };
        let kind = match &*operator {
            "<-" | "=" | "<<-" => self.assign(left, right, &*operator == "<<-"),
            "->" | "->>" => self.assign(right, left, &*operator == "->>"),
            "|>" => return Item::Expression(self.pipe(left, right, frame, false)),
            _ if is_dot_pipe(Some(&operator)) => {
                let piped = self.pipe(left, right, frame, true);
                if &*operator != "%<>%" {
                    return Item::Expression(piped);
                }
                self.assign(left, piped, false)
            }
            _ => Kind::Operator { name: operator, operands: vec![left, right] },
        };
        Item::Expression(self.push(kind, frame.start, frame.end))
    }

    fn assign(&mut self, target: Id, value: Id, outer: bool) -> Kind {
        if let Some(name) = self.name_of(target) {
            self.name_function(value, &name);
        }
        Kind::Assign { target, value, outer }
    }

    fn name_function(&mut self, value: Id, name: &Rc<str>) {
        if let Kind::Function { scope, .. } = self.tree.nodes[value].kind {
            self.tree.scopes[scope].name = Some(name.clone());
        }
    }

    /// `left |> right`: the call on the right with what is on the left as its first argument, or in the place of `_` or `.`.
    fn pipe(&mut self, left: Id, right: Id, frame: &Frame, dot: bool) -> Id {
        let place = if dot { "." } else { "_" };
        let Kind::Call { arguments, .. } = &self.tree.nodes[right].kind else {
            if matches!(self.tree.nodes[right].kind, Kind::Block(_)) {
                return right;
            }
            let arguments = vec![Argument { name: None, value: Some(left) }];
            return self.push(Kind::Call { function: right, arguments }, frame.start, frame.end);
        };
        let mut arguments = arguments.clone();
        let is_place = |argument: &Argument| {
            argument.value.is_some_and(|id| self.name_of(id).as_deref() == Some(place))
        };
        match arguments.iter().position(is_place) {
            Some(position) => arguments[position].value = Some(left),
            None => arguments.insert(0, Argument { name: None, value: Some(left) }),
        }
        if let Kind::Call { arguments: old, .. } = &mut self.tree.nodes[right].kind {
            *old = arguments;
        }
        right
    }
}

/// Whether a call may leave what is around it.
fn leaves(name: &str) -> bool {
    matches!(name, "return" | "stop" | "quit" | "q" | "stopifnot" | "abort" | "invokeRestart")
}

fn arguments(frame: &Frame) -> Item {
    let argument = |(_, item): &(_, Item)| match item {
        Item::Argument(argument) => Some(argument.clone()),
        _ => None,
    };
    Item::Arguments(frame.children.iter().filter_map(argument).collect())
}

fn parameters(frame: &Frame) -> Item {
    let parameter = |(_, item): &(_, Item)| match item {
        Item::Parameter(name) => Some(name.clone()),
        _ => None,
    };
    Item::Parameters(frame.children.iter().filter_map(parameter).collect())
}

fn branches(frame: &Frame) -> Vec<Id> {
    ["consequence", "alternative"].into_iter().filter_map(|field| frame.expression(field)).collect()
}
