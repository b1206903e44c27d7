//! Writing findings down.

use crate::scanner::analysis::RawFinding;
use crate::scanner::r::invocation::Invocation;
use crate::scanner::r::machine::Machine;
use crate::scanner::r::syntax::Id;
use crate::scanner::{Capability, Rule, Severity};

/// Texts inside of texts that run as code are read this deep.
const DEEPEST_TEXT: usize = 3;

impl Machine<'_> {
    /// Notes a finding at a node, with the capability of its rule.
    pub(super) fn report(
        &mut self,
        id: Id,
        rule: &'static Rule,
        severity: Severity,
        message: impl Into<String>,
    ) {
        let node = self.node(id);
        let (start, end, message) = (node.start, node.end, message.into());
        let confidence = rule.confidence;
        self.analysis.findings.push(RawFinding { rule, severity, confidence, message, start, end });
        self.analysis.capabilities.extend(rule.capability);
    }

    /// Notes a finding about a call, as in ``a program is started by `system` ``.
    pub(super) fn report_call(
        &mut self,
        call: &Invocation,
        rule: &'static Rule,
        severity: Severity,
        what: &str,
    ) {
        self.report(call.node, rule, severity, format!("{what}: `{}`", call.title()));
    }

    /// Notes what the code is able to do.
    pub(super) fn able(&mut self, capability: Capability) {
        self.analysis.capabilities.insert(capability);
    }

    /// The worst that a text does when it runs as R code, and what that is.
    pub(super) fn worst_of_text(&mut self, text: &str) -> Option<(Severity, String)> {
        if self.nesting >= DEEPEST_TEXT {
            return None;
        }
        let inner = crate::scanner::r::analyse::analyse_inner(text, self.nesting + 1);
        self.analysis.capabilities.extend(inner.capabilities);
        let worst = inner.findings.into_iter().max_by_key(|finding| finding.severity)?;
        Some((worst.severity, worst.message))
    }
}
