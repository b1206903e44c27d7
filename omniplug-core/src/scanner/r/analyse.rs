//! One R text, from its characters to its findings.

use super::{depth, lower, machine::Machine, text_checks};
use crate::scanner::Severity;
use crate::scanner::analysis::{Analysis, SourceText};
use std::ops::ControlFlow;

/// Steps of the parser for each byte of a text, beyond which it is given up.
const STEPS_PER_BYTE: usize = 4;
const LEAST_STEPS: usize = 100_000;

/// Analyses one R text. What does not parse, or nests too deep, is said in `unreadable`; what does is judged all the same.
pub(in crate::scanner) fn analyse(source: &SourceText<'_>) -> Analysis {
    analyse_inner(source.text, 0)
}

/// Analyses a text of R and counts its findings of medium or higher, for benchmarks and fuzzing.
pub fn count_r_findings(text: &str) -> usize {
    let findings = analyse(&SourceText { text }).findings;
    findings.iter().filter(|finding| finding.severity >= Severity::Medium).count()
}

/// Analyses a text that stands inside of `nesting` others.
pub(super) fn analyse_inner(text: &str, nesting: usize) -> Analysis {
    if let Some(at) = depth::too_deep(text) {
        return unreadable(format!(
            "line {}: nested deeper than {} brackets",
            line_of(text, at),
            depth::DEEPEST
        ));
    }
    let parsed = match parse(text) {
        Ok(parsed) => parsed,
        Err(reason) => return unreadable(reason),
    };
    let tree = lower::lower(text, &parsed);
    drop(parsed);
    let mut analysis = Machine::new(&tree, nesting).run();
    analysis.findings.extend(text_checks::check(text, &tree));
    if let Some(at) = tree.error {
        let reason = format!("line {} does not parse as R", line_of(text, at));
        analysis.unreadable.get_or_insert(reason);
    }
    analysis.comments = tree.comments;
    analysis
}

fn unreadable(reason: String) -> Analysis {
    Analysis { unreadable: Some(reason), ..Analysis::default() }
}

fn line_of(text: &str, at: usize) -> usize {
    1 + text.as_bytes()[..at.min(text.len())].iter().filter(|byte| **byte == b'\n').count()
}

/// Parses with a bound on the parser's steps: recovering from nonsense may take it very long.
fn parse(text: &str) -> Result<tree_sitter::Tree, String> {
    let mut parser = tree_sitter::Parser::new();
    parser.set_language(&tree_sitter_r::LANGUAGE.into()).map_err(|error| error.to_string())?;
    let (mut steps, most) = (0_usize, text.len() * STEPS_PER_BYTE + LEAST_STEPS);
    let mut count = |_: &tree_sitter::ParseState| {
        steps += 1;
        if steps > most { ControlFlow::Break(()) } else { ControlFlow::Continue(()) }
    };
    let options = tree_sitter::ParseOptions::new().progress_callback(&mut count);
    let bytes = text.as_bytes();
    let mut read = |at: usize, _: tree_sitter::Point| bytes.get(at..).unwrap_or_default();
    let parsed = parser.parse_with_options(&mut read, None, Some(options));
    parsed.ok_or_else(|| "it takes too long to parse".into())
}
