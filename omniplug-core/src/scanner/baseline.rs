//! What a former report has already.

use super::{Finding, Report};
use std::collections::HashMap;
use std::path::Path;

/// What makes a finding the same in another release: not its line, which any change above moves.
type Identity<'a> = (&'a str, &'a Path, &'a str, &'a str);

fn identity(finding: &Finding) -> Identity<'_> {
    let file = finding.location.file.as_path();
    (&finding.rule, file, finding.snippet.trim(), &finding.message)
}

/// Marks the findings that a baseline has, each of its entries once.
pub(super) fn mark(findings: &mut [Finding], baseline: &Report) {
    let mut left: HashMap<Identity<'_>, u64> = HashMap::new();
    for finding in &baseline.findings {
        *left.entry(identity(finding)).or_default() += 1;
    }
    let mut known = Vec::with_capacity(findings.len());
    for finding in findings.iter() {
        let count = left.get_mut(&identity(finding)).filter(|count| **count > 0);
        known.push(count.map(|count| *count -= 1).is_some());
    }
    for (finding, known) in findings.iter_mut().zip(known) {
        finding.known = known;
    }
}
