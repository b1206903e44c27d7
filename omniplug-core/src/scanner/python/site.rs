//! One call, with what a judge may ask about it.

use super::flow::Origin;
use super::fold::Context;
use super::names::{Names, ScopeId};
use super::value::{HOLE, Value};
use crate::scanner::analysis::RawFinding;
use crate::scanner::{Confidence, Rule, Severity};
use ruff_python_ast::{Expr, ExprCall};

/// What a judge says of a call.
#[derive(Debug, Clone)]
pub(super) struct Verdict {
    pub(super) severity: Severity,
    pub(super) confidence: Confidence,
    /// Said after the rule's title, as in `with input from outside`.
    pub(super) detail: Option<String>,
    /// What was found in constant text that the call runs as code.
    pub(super) inside: Vec<RawFinding>,
}

/// Says whether a rule holds for a call, and how bad it is.
pub(super) type Judge = fn(&Site<'_, '_>) -> Option<Verdict>;

/// A call of a known path.
#[derive(Debug, Clone, Copy)]
pub(super) struct Site<'s, 'a> {
    pub(super) names: &'s Names<'a>,
    pub(super) call: &'a ExprCall,
    pub(super) scope: ScopeId,
    pub(super) path: &'s str,
    pub(super) rule: &'static Rule,
    /// Names of the functions around it and of what its value is assigned to.
    pub(super) about: &'s [&'a str],
    /// How many texts that are run as code are around it.
    pub(super) nesting: u8,
    /// The loop around it never ends.
    pub(super) endless: bool,
}

impl<'a> Site<'_, 'a> {
    pub(super) fn argument(&self, name: &str, position: usize) -> Option<&'a Expr> {
        let written = self.call.arguments.find_argument_value(name, position);
        written.or_else(|| self.spread(name))
    }

    pub(super) fn first(&self) -> Option<&'a Expr> {
        self.call.arguments.args.first()
    }

    pub(super) fn keyword(&self, name: &str) -> Option<&'a Expr> {
        let written = self.call.arguments.find_keyword(name).map(|keyword| &keyword.value);
        written.or_else(|| self.spread(name))
    }

    /// The argument of a name in a dictionary that is spread: `**{"shell": True}`.
    fn spread(&self, name: &str) -> Option<&'a Expr> {
        let mut spread = self.call.arguments.keywords.iter().filter(|it| it.arg.is_none());
        spread.find_map(|keyword| {
            let dict = match &keyword.value {
                Expr::Name(name) => self.names.value_of(name, self.scope)?,
                other => other,
            };
            let item = dict.as_dict_expr()?.items.iter().rev().find(|item| {
                let key = item.key.as_ref().and_then(Expr::as_string_literal_expr);
                key.is_some_and(|key| key.value.to_str() == name)
            })?;
            Some(&item.value)
        })
    }

    /// What a method is called on.
    pub(super) fn subject(&self) -> Option<&'a Expr> {
        match &*self.call.func {
            Expr::Attribute(method) => Some(&method.value),
            _ => None,
        }
    }

    pub(super) fn constant(&self, expr: &'a Expr) -> Option<Value> {
        self.names.fold(expr, Context::new(self.scope, 0))
    }

    pub(super) fn text(&self, expr: &'a Expr) -> Option<String> {
        self.constant(expr)?.into_text()
    }

    pub(super) fn constant_keyword(&self, name: &str) -> Option<Value> {
        self.constant(self.keyword(name)?)
    }

    /// The text with holes where it is not known.
    pub(super) fn sketch(&self, expr: &'a Expr) -> String {
        let value = self.names.fold(expr, Context::with_holes(self.scope));
        value.map_or_else(|| HOLE.to_string(), |value| value.shown())
    }

    /// Whether no part of it is unknown.
    pub(super) fn sketch_is_whole(&self, expr: &'a Expr) -> bool {
        !self.sketch(expr).contains(HOLE)
    }

    pub(super) fn origin(&self, expr: &'a Expr) -> Origin {
        self.names.origin(expr, self.scope)
    }

    pub(super) fn paths(&self, expr: &'a Expr) -> Vec<String> {
        self.names
            .resolve(expr, self.scope)
            .into_iter()
            .map(|target| target.path.to_string())
            .collect()
    }

    /// The rule's own severity.
    pub(super) fn plain(&self) -> Option<Verdict> {
        self.at(self.rule.severity)
    }

    #[expect(clippy::unnecessary_wraps, reason = "judges return it")]
    pub(super) fn at(&self, severity: Severity) -> Option<Verdict> {
        let confidence = self.rule.confidence;
        Some(Verdict { severity, confidence, detail: None, inside: Vec::new() })
    }

    pub(super) fn because(&self, severity: Severity, detail: impl Into<String>) -> Option<Verdict> {
        let verdict = self.at(severity)?;
        Some(Verdict { detail: Some(detail.into()), ..verdict })
    }

    /// The severity, or `raised` where the value comes from outside.
    pub(super) fn raised(
        &self,
        expr: &'a Expr,
        severity: Severity,
        raised: Severity,
    ) -> Option<Verdict> {
        let origin = self.origin(expr);
        match origin.said().filter(|_| origin.is_outside() || origin.has(Origin::DECODED)) {
            Some(said) => self.because(raised.max(severity), said),
            None => self.at(severity),
        }
    }
}

pub(super) fn plain(site: &Site<'_, '_>) -> Option<Verdict> {
    site.plain()
}
