//! From the parser's tree to the flat one, in one walk that keeps its own stack.

use super::syntax::{Argument, Binding, Id, Kind, Node, Scope, ScopeId, Tree};
use std::rc::Rc;

/// What has been built of a child.
#[derive(Debug)]
pub(super) enum Item {
    Expression(Id),
    Argument(Argument),
    Arguments(Vec<Argument>),
    Parameter(Rc<str>),
    Parameters(Vec<Rc<str>>),
    Token,
}

/// A node of the parser's tree whose children are being built.
#[derive(Debug)]
pub(super) struct Frame {
    pub(super) kind: &'static str,
    pub(super) field: Option<&'static str>,
    pub(super) start: usize,
    pub(super) end: usize,
    /// The text of its operator, where it has one.
    pub(super) operator: Option<Rc<str>>,
    pub(super) children: Vec<(Option<&'static str>, Item)>,
    /// The node at which a `while` or a `repeat` starts, and what was counted of `leaves` there.
    pub(super) entered: Option<(Id, usize)>,
    /// The scope and the number of branches around a function.
    around: Option<(ScopeId, usize)>,
}

impl Frame {
    /// The expression of a field.
    pub(super) fn expression(&self, field: &str) -> Option<Id> {
        self.children.iter().find_map(|(name, item)| match item {
            Item::Expression(id) if *name == Some(field) => Some(*id),
            _ => None,
        })
    }

    /// All its expressions.
    pub(super) fn expressions(&self) -> Vec<Id> {
        let expression = |(_, item): &(_, Item)| match item {
            Item::Expression(id) => Some(*id),
            _ => None,
        };
        self.children.iter().filter_map(expression).collect()
    }
}

/// The walk so far.
#[derive(Debug)]
pub(super) struct Lowering<'t> {
    pub(super) text: &'t str,
    pub(super) tree: Tree,
    pub(super) scope: ScopeId,
    /// What ends loops, so far: `break`, `return` and their like.
    pub(super) leaves: usize,
    frames: Vec<Frame>,
    branches: usize,
}

/// Turns the tree of a parser into a flat one.
pub(super) fn lower(text: &str, parsed: &tree_sitter::Tree) -> Tree {
    let tree = Tree { scopes: vec![Scope::default()], ..Tree::default() };
    let mut lowering =
        Lowering { text, tree, scope: 0, leaves: 0, frames: Vec::new(), branches: 0 };
    let mut cursor = parsed.walk();
    loop {
        let descends = lowering.enter(&cursor);
        if descends && cursor.goto_first_child() {
            continue;
        }
        loop {
            lowering.leave();
            if cursor.goto_next_sibling() {
                break;
            }
            if !cursor.goto_parent() {
                return lowering.tree;
            }
        }
    }
}

impl Lowering<'_> {
    /// Opens a node; tells whether its children matter.
    fn enter(&mut self, cursor: &tree_sitter::TreeCursor<'_>) -> bool {
        let (node, field) =
            (cursor.node(), cursor.field_name().and_then(|name| known(name, FIELDS)));
        let kind = known(node.kind(), KINDS).unwrap_or_default();
        let (start, end) = (node.start_byte(), node.end_byte());
        // What is inside a string is not walked, so that it answers for its children.
        let broken = kind == "string" && node.has_error();
        if broken || node.is_error() || node.is_missing() {
            self.tree.error.get_or_insert(start);
        }
        self.branches += usize::from(is_branch(field, self.frames.last()));
        let around = (kind == "function_definition").then(|| self.enter_function());
        let turns = matches!(kind, "while_statement" | "repeat_statement");
        let entered = turns.then(|| (self.push(Kind::Enter, start, end), self.leaves));
        let (operator, children) = (None, Vec::new());
        self.frames.push(Frame { kind, field, start, end, operator, children, entered, around });
        kind != "string"
    }

    fn enter_function(&mut self) -> (ScopeId, usize) {
        let around = (self.scope, self.branches);
        self.tree.scopes.push(Scope { parent: Some(self.scope), name: None });
        (self.scope, self.branches) = (self.tree.scopes.len() - 1, 0);
        around
    }

    fn leave(&mut self) {
        let Some(frame) = self.frames.pop() else { return };
        let (field, around) = (frame.field, frame.around);
        let (start, end) = (frame.start, frame.end);
        let item = self.build(&frame);
        if let Some((scope, branches)) = around {
            if let Item::Expression(id) = item {
                self.tree.nodes[id].scope = scope;
            }
            (self.scope, self.branches) = (scope, branches);
        }
        let branch = is_branch(field, self.frames.last());
        self.branches -= usize::from(branch).min(self.branches);
        let Some(parent) = self.frames.last_mut() else { return };
        if field == Some("operator") {
            parent.operator = Some(self.text[start..end].into());
        }
        parent.children.push((field, item));
        self.bind_between(field);
    }

    /// The names that the middle of a node gives to its rest: a loop's variable, the dot of a pipe.
    fn bind_between(&mut self, field: Option<&'static str>) {
        let Some(parent) = self.frames.last() else { return };
        let (start, end) = (parent.start, parent.end);
        let bind = match (parent.kind, field) {
            ("for_statement", Some("sequence")) => {
                let name = parent.expression("variable").and_then(|id| self.name_of(id));
                name.map(|name| (name, parent.expression("sequence"), Binding::Element))
            }
            ("binary_operator", Some("operator")) if is_dot_pipe(parent.operator.as_deref()) => {
                Some((".".into(), parent.expression("lhs"), Binding::Whole))
            }
            _ => None,
        };
        if let Some((name, value, binding)) = bind {
            self.push(Kind::Bind { name, value, binding }, start, end);
        }
    }

    /// Adds a node of the current scope.
    pub(super) fn push(&mut self, kind: Kind, start: usize, end: usize) -> Id {
        let conditional = self.branches > 0;
        self.tree.nodes.push(Node { kind, start, end, scope: self.scope, conditional });
        self.tree.nodes.len() - 1
    }

    /// What a node is called, if it is a name or a text.
    pub(super) fn name_of(&self, id: Id) -> Option<Rc<str>> {
        match &self.tree.nodes[id].kind {
            Kind::Name(name) | Kind::Text(name) => Some(name.clone()),
            _ => None,
        }
    }
}

/// Whether an operator is a pipe that names what it passes `.`.
pub(super) fn is_dot_pipe(operator: Option<&str>) -> bool {
    matches!(operator, Some("%>%" | "%<>%" | "%T>%" | "%$%" | "%!>%" | "%|>%"))
}

/// One of these names, free of the tree's lifetime.
fn known(name: &str, names: &[&'static str]) -> Option<&'static str> {
    names.iter().copied().find(|known| *known == name)
}

const FIELDS: &[&str] = &[
    "function",
    "value",
    "name",
    "lhs",
    "rhs",
    "operator",
    "body",
    "default",
    "variable",
    "sequence",
    "consequence",
    "alternative",
];

/// By how often they occur; the others are tokens.
const KINDS: &[&str] = &[
    "identifier",
    "argument",
    "call",
    "arguments",
    "comment",
    "binary_operator",
    "string",
    "float",
    "extract_operator",
    "braced_expression",
    "parameter",
    "parameters",
    "function_definition",
    "if_statement",
    "subset",
    "subset2",
    "namespace_operator",
    "parenthesized_expression",
    "unary_operator",
    "null",
    "true",
    "false",
    "integer",
    "na",
    "dots",
    "for_statement",
    "while_statement",
    "repeat_statement",
    "dot_dot_i",
    "inf",
    "nan",
    "next",
    "break",
    "complex",
    "program",
    "ERROR",
];

fn is_branch(field: Option<&str>, parent: Option<&Frame>) -> bool {
    let looping = |kind: &str| matches!(kind, "for_statement" | "while_statement");
    match field {
        Some("consequence" | "alternative") => true,
        Some("body") => parent.is_some_and(|parent| looping(parent.kind)),
        _ => false,
    }
}
