//! The flat tree: nodes in the order of evaluation, operands before what uses them.

use std::rc::Rc;

/// The place of a node in its [`Tree`].
pub(super) type Id = usize;
/// The place of a scope in its [`Tree`]; 0 is the file's.
pub(super) type ScopeId = usize;

/// An argument of a call: `f(x)`, `f(name = x)` or `f(name = )`.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Argument {
    pub(super) name: Option<Rc<str>>,
    pub(super) value: Option<Id>,
}

/// Which values a [`Kind::Bind`] gives to its name.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Binding {
    /// A parameter: its default and what callers pass.
    Parameter,
    /// Any element of a sequence, one by one.
    Element,
    /// The value itself: the dot of `%>%`.
    Whole,
}

/// What a node is. Parentheses and pipes are gone, `->` is turned round.
#[derive(Debug, Clone, PartialEq)]
pub(super) enum Kind {
    Name(Rc<str>),
    Text(Rc<str>),
    Number(f64),
    Logical(bool),
    /// `NULL`, `NA` and everything else without a value of interest.
    Nothing,
    Call {
        function: Id,
        arguments: Vec<Argument>,
    },
    Function {
        scope: ScopeId,
        parameters: Vec<Rc<str>>,
        body: Id,
    },
    Assign {
        target: Id,
        value: Id,
        outer: bool,
    },
    Bind {
        name: Rc<str>,
        value: Option<Id>,
        binding: Binding,
    },
    Member {
        object: Id,
        name: Rc<str>,
    },
    Index {
        object: Id,
        arguments: Vec<Argument>,
    },
    Qualified {
        package: Rc<str>,
        name: Rc<str>,
    },
    /// The start of a `while` or a `repeat`.
    Enter,
    /// The end of a loop: what is gone through stands between the binding of its variable, or its start, and here.
    Loop {
        start: Id,
        /// Nothing in it ends it.
        endless: bool,
    },
    /// Expressions of which the last is the value.
    Block(Vec<Id>),
    /// Expressions of which any may be the value.
    Either(Vec<Id>),
    Operator {
        name: Rc<str>,
        operands: Vec<Id>,
    },
}

/// A node and where it stands.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Node {
    pub(super) kind: Kind,
    pub(super) start: usize,
    pub(super) end: usize,
    pub(super) scope: ScopeId,
    /// Whether it stands inside a branch or a loop, so that it may never be evaluated.
    pub(super) conditional: bool,
}

/// A function's scope, or the file's.
#[derive(Debug, Clone, Default, PartialEq)]
pub(super) struct Scope {
    pub(super) parent: Option<ScopeId>,
    /// The name that the function is assigned to, where there is one.
    pub(super) name: Option<Rc<str>>,
}

/// A whole file.
#[derive(Debug, Default)]
pub(super) struct Tree {
    pub(super) nodes: Vec<Node>,
    pub(super) scopes: Vec<Scope>,
    pub(super) comments: Vec<(usize, usize)>,
    /// The first byte that does not parse.
    pub(super) error: Option<usize>,
}
