//! The second walk: what the rules say about each place.

use super::analyse::findings_inside;
use super::checks::{
    assigned, handed_over, imported, literals, paths, probing, secrets, shapes, sql, statements,
};
use super::later::Later;
use super::names::{Names, ScopeId};
use super::path::Path;
use super::resolve::{Target, Targets};
use super::sinks::{Sink, is_dangerous, methods};
use super::site::{Site, Verdict};
use crate::scanner::analysis::RawFinding;
use crate::scanner::rules::python::code;
use crate::scanner::{Capability, Confidence, Rule, Severity};
use ruff_python_ast::helpers::any_over_expr;
use ruff_python_ast::visitor::{Visitor, walk_expr, walk_stmt};
use ruff_python_ast::{Expr, ExprCall, Stmt};
use ruff_text_size::{Ranged, TextRange};
use std::collections::BTreeSet;

/// One walk through a module.
#[derive(Debug)]
pub(super) struct Visit<'v, 'a> {
    pub(super) names: &'v Names<'a>,
    /// Calls that are made by others with what they are given.
    pub(super) later: &'a Later,
    pub(super) text: &'v str,
    pub(super) scope: ScopeId,
    pub(super) found: Vec<RawFinding>,
    pub(super) capabilities: BTreeSet<Capability>,
    /// Names of the functions around, and of what the value is assigned to.
    pub(super) about: Vec<&'a str>,
    /// Inside comparisons, messages and the like a text is only a text.
    pub(super) quiet: u32,
    /// Inside a loop that never ends.
    pub(super) endless: bool,
    /// What the call calls whose parts are gone through.
    pub(super) callee: Option<TextRange>,
    /// An `assert` was met.
    pub(super) asserts: bool,
    nesting: u8,
    /// The expression is the left side of an operation that was looked at as a whole.
    chained: bool,
}

impl<'v, 'a> Visit<'v, 'a> {
    pub(super) fn new(
        names: &'v Names<'a>,
        later: &'a Later,
        text: &'v str,
        nesting: u8,
        scope: ScopeId,
    ) -> Self {
        Self {
            names,
            later,
            text,
            scope,
            found: Vec::new(),
            capabilities: BTreeSet::new(),
            about: Vec::new(),
            quiet: 0,
            endless: false,
            callee: None,
            asserts: false,
            nesting,
            chained: false,
        }
    }

    pub(super) fn module(&mut self, body: &'a [Stmt]) {
        self.visit_body(body);
    }

    pub(super) fn resolve(&self, expr: &'a Expr) -> Targets {
        self.names.resolve(expr, self.scope)
    }

    pub(super) fn reaches(&self, expr: &'a Expr, is: impl Fn(&Path) -> bool) -> Option<Path> {
        self.resolve(expr).into_iter().map(|target| target.path).find(|path| is(path))
    }

    /// Reports a rule about a name or a text.
    pub(super) fn report(
        &mut self,
        rule: &'static Rule,
        severity: Severity,
        name: &str,
        range: TextRange,
    ) {
        self.report_as(rule, severity, rule.confidence, message(rule, name, None), range);
    }

    fn report_as(
        &mut self,
        rule: &'static Rule,
        severity: Severity,
        confidence: Confidence,
        message: String,
        range: TextRange,
    ) {
        self.capabilities.extend(rule.capability);
        let (start, end) = (range.start().to_usize(), range.end().to_usize());
        self.found.push(RawFinding { rule, severity, confidence, message, start, end });
    }

    fn call(&mut self, call: &'a ExprCall) {
        let mut targets = self.resolve(&call.func);
        if targets.is_empty() {
            targets = self.names.bases(&call.func, self.scope);
        }
        self.judge_all(call, &targets);
        for target in &targets {
            if target.path.as_str() == "operator.methodcaller()" {
                shapes::named_method(self, call);
            }
        }
        if let Expr::Attribute(method) = &*call.func
            && shapes::starts_programs(&method.attr)
            && let Some(path) =
                self.reaches(&method.value, |path| path.starts_with("sys.modules[]"))
        {
            self.report(&code::HIDDEN_NAME, Severity::High, &path, call.range());
        }
        shapes::call(self, call, &targets);
        handed_over::functions(self, call, &targets);
    }

    /// Asks all judges of what a call may call.
    pub(super) fn judge_all(&mut self, call: &'a ExprCall, targets: &[Target]) {
        let mut any = false;
        for target in targets {
            self.capabilities.extend(target.path.capability());
            any |= !target.path.sinks().is_empty();
            self.judge(call, &target.path, target.path.sinks(), target.hidden);
        }
        if !any && let Expr::Attribute(method) = &*call.func {
            let (path, known) = methods(&method.attr);
            self.judge(call, path, known, false);
        }
    }

    /// Asks all judges of a path.
    fn judge(
        &mut self,
        call: &'a ExprCall,
        path: &str,
        known: &'static [&'static Sink],
        hidden: bool,
    ) {
        let mut worst = Severity::Info;
        for sink in known {
            let about = std::mem::take(&mut self.about);
            let site = Site {
                names: self.names,
                call,
                scope: self.scope,
                path,
                rule: sink.rule,
                about: &about,
                nesting: self.nesting,
                endless: self.endless,
            };
            self.names.begin();
            let verdict = (sink.judge)(&site);
            self.about = about;
            let Some(verdict) = verdict else { continue };
            worst = worst.max(verdict.severity);
            self.judged(sink.rule, verdict, path, call.range());
        }
        if hidden && (worst >= Severity::Medium || is_dangerous(path)) {
            self.report(&code::HIDDEN_NAME, Severity::High, path, call.range());
        }
    }

    fn judged(&mut self, rule: &'static Rule, verdict: Verdict, path: &str, range: TextRange) {
        let shown = path.strip_prefix("*.").unwrap_or(path);
        let text = message(rule, shown, verdict.detail.as_deref());
        self.report_as(rule, verdict.severity, verdict.confidence, text, range);
        for inner in verdict.inside {
            let text = format!("{}, in a text that is run as code", inner.message);
            self.report_as(inner.rule, inner.severity, inner.confidence, text, range);
        }
    }

    /// What a text does that runs when somebody asks for the types of a function.
    fn annotated(&mut self, text: &str, range: TextRange) {
        for inner in findings_inside(text, self.nesting + 1, self.names).unwrap_or_default() {
            let message = format!("{}, in an annotation", inner.message);
            self.report_as(inner.rule, inner.severity, inner.confidence, message, range);
        }
    }

    /// Walks what opens a scope of its own.
    fn within(&mut self, range: TextRange, walk: impl FnOnce(&mut Self)) {
        let inner = self.names.opened.get(&range).copied().unwrap_or(self.scope);
        let outer = std::mem::replace(&mut self.scope, inner);
        walk(self);
        self.scope = outer;
    }

    pub(super) fn quietly(&mut self, walk: impl FnOnce(&mut Self)) {
        self.quiet += 1;
        walk(self);
        self.quiet -= 1;
    }
}

pub(super) fn message(rule: &Rule, name: &str, detail: Option<&str>) -> String {
    let mut title = rule.title.chars();
    let first = title.next().map(|letter| letter.to_ascii_lowercase());
    let title: String = first.into_iter().chain(title).collect();
    let name: String = name
        .chars()
        .take(120)
        .map(|letter| if letter.is_control() { ' ' } else { letter })
        .collect();
    let detail = detail.map(|detail| format!(", {detail}")).unwrap_or_default();
    format!("`{name}` {title}{detail}")
}

impl<'a> Visitor<'a> for Visit<'_, 'a> {
    fn visit_stmt(&mut self, statement: &'a Stmt) {
        self.names.begin();
        let about = self.about.len();
        match statement {
            Stmt::Expr(text) if text.value.is_string_literal_expr() => return,
            Stmt::FunctionDef(function) => {
                self.about.push(&function.name);
                statements::function(self, function);
                for decorator in &function.decorator_list {
                    self.visit_decorator(decorator);
                }
                secrets::defaults(self, &function.parameters);
                self.visit_parameters(&function.parameters);
                let endless = std::mem::take(&mut self.endless);
                self.within(function.range, |visit| visit.visit_body(&function.body));
                self.endless = endless;
                self.about.truncate(about);
                return;
            }
            Stmt::ClassDef(class) => {
                statements::decorators(self, &class.decorator_list);
                self.within(class.range, |visit| walk_stmt(visit, statement));
                return;
            }
            Stmt::Import(import) => imported::import(self, import),
            Stmt::ImportFrom(import) => imported::import_from(self, import),
            Stmt::Assign(assign) => {
                self.about.extend(assign.targets.iter().filter_map(named));
                for target in &assign.targets {
                    assigned::assigned(self, target, &assign.value);
                    secrets::assigned(self, target, &assign.value);
                }
            }
            Stmt::AnnAssign(assign) => {
                self.about.extend(named(&assign.target));
                if let Some(value) = &assign.value {
                    assigned::assigned(self, &assign.target, value);
                    secrets::assigned(self, &assign.target, value);
                }
            }
            Stmt::Raise(_) => {
                self.quietly(|visit| walk_stmt(visit, statement));
                return;
            }
            Stmt::While(each) if statements::is_endless(each) => {
                statements::endless(self, each);
                let outer = std::mem::replace(&mut self.endless, true);
                walk_stmt(self, statement);
                self.endless = outer;
                return;
            }
            _ => statements::statement(self, statement),
        }
        walk_stmt(self, statement);
        self.about.truncate(about);
    }

    /// Most annotations are names; one that calls something runs when the function is made.
    fn visit_annotation(&mut self, annotation: &'a Expr) {
        if let Expr::StringLiteral(text) = annotation
            && text.value.to_str().contains('(')
        {
            self.annotated(text.value.to_str(), annotation.range());
        }
        let named = matches!(
            annotation,
            Expr::Name(_) | Expr::Attribute(_) | Expr::StringLiteral(_) | Expr::NoneLiteral(_)
        );
        if !named && any_over_expr(annotation, |part: &Expr| part.is_call_expr()) {
            self.visit_expr(annotation);
        }
    }

    fn visit_expr(&mut self, expr: &'a Expr) {
        self.names.begin();
        let chained = std::mem::take(&mut self.chained);
        match expr {
            Expr::Call(call) => {
                self.call(call);
                secrets::arguments(self, call);
                sql::call(self, call);
                literals::assembled(self, expr);
                self.callee = Some(call.func.range());
                let speaks = shapes::only_speaks(&call.func);
                if speaks {
                    probing::begins(self, call);
                }
                let quiet = self.quiet;
                // Its path is used, whatever is done with what it gives.
                let asks = quiet > 0 && paths::asks_for_file(call);
                self.quiet = if asks { 0 } else { quiet + u32::from(speaks) };
                walk_expr(self, expr);
                self.quiet = quiet;
                return;
            }
            Expr::ListComp(_) | Expr::SetComp(_) | Expr::DictComp(_) | Expr::Generator(_) => {
                self.within(expr.range(), |visit| walk_expr(visit, expr));
                return;
            }
            Expr::Lambda(lambda) => {
                self.within(lambda.range, |visit| walk_expr(visit, expr));
                return;
            }
            Expr::Compare(compare) => {
                secrets::compared(self, compare);
                probing::compared(self, compare);
                self.quietly(|visit| walk_expr(visit, expr));
                return;
            }
            Expr::BinOp(operation) => {
                if !chained {
                    literals::operation(self, expr);
                    shapes::operation(self, operation);
                }
                self.chained = operation.left.is_bin_op_expr();
                self.visit_expr(&operation.left);
                self.chained = false;
                self.visit_expr(&operation.right);
                return;
            }
            Expr::StringLiteral(text) => {
                literals::text(self, text.value.to_str(), text.range);
                literals::escapes(self, text.value.to_str(), text.range);
                if text.value.is_implicit_concatenated() {
                    literals::assembled(self, expr);
                }
            }
            Expr::BytesLiteral(bytes) => {
                let bytes_: Vec<u8> = bytes.value.bytes().collect();
                let text = String::from_utf8_lossy(&bytes_);
                literals::text(self, &text, bytes.range);
                literals::escapes(self, &text, bytes.range);
            }
            Expr::FString(_) => {
                literals::f_string(self, expr);
                self.quietly(|visit| walk_expr(visit, expr));
                return;
            }
            Expr::Attribute(attribute) => shapes::attribute(self, expr, attribute),
            Expr::Subscript(subscript) => {
                shapes::subscript(self, expr, subscript);
                literals::assembled(self, expr);
            }
            Expr::Dict(dict) => {
                secrets::entries(self, dict);
                shapes::factories(self, dict);
            }
            Expr::Name(name) => shapes::name(self, name),
            Expr::IpyEscapeCommand(magic) => {
                self.report(&code::IPYTHON_SHELL, Severity::Medium, &magic.value, magic.range);
            }
            _ => {}
        }
        walk_expr(self, expr);
    }

    fn visit_decorator(&mut self, decorator: &'a ruff_python_ast::Decorator) {
        statements::decorators(self, std::slice::from_ref(decorator));
        self.visit_expr(&decorator.expression);
    }
}

fn named(target: &Expr) -> Option<&str> {
    match target {
        Expr::Name(name) => Some(&name.id),
        Expr::Attribute(attribute) => Some(&attribute.attr),
        _ => None,
    }
}
