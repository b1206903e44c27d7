//! What analysing one source text gives.

use super::{Capability, Confidence, Rule, Severity};
use std::collections::BTreeSet;

/// A source text that was decoded, and what bounds its analysis.
#[derive(Debug, Clone, Copy)]
pub(super) struct SourceText<'a> {
    /// The text; offsets count its bytes.
    pub(super) text: &'a str,
}

/// A finding before it is placed in a file: a rule, and a range of bytes of the text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct RawFinding {
    pub(super) rule: &'static Rule,
    pub(super) severity: Severity,
    pub(super) confidence: Confidence,
    pub(super) message: String,
    pub(super) start: usize,
    pub(super) end: usize,
}

/// What analysing one source text gives.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Analysis {
    pub(super) findings: Vec<RawFinding>,
    pub(super) capabilities: BTreeSet<Capability>,
    /// Why the text, or a part of it, could not be analysed. Then it is never clean.
    pub(super) unreadable: Option<String>,
    /// Comments: start and end in bytes, for suppressions.
    pub(super) comments: Vec<(usize, usize)>,
}
