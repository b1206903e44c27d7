//! From what was found to what follows.

use super::{Audit, Finding, Report, ScanPolicy, Severity, Totals, Unread, Verdict};

/// How many findings a verdict names as its reasons.
const NAMED: usize = 10;

/// Judges a report's findings by a policy. Nothing that could not be read is ever a pass.
pub(super) fn judge(report: &mut Report, failures: Vec<String>, policy: &ScanPolicy) {
    let mut reasons = unread(&mut report.unread, policy);
    reasons.extend(failures);
    let is_whole = reasons.is_empty();
    let mut worst = Verdict::Pass;
    for wanted in [Verdict::Block, Verdict::Warn] {
        let mut found: Vec<&Finding> =
            report.findings.iter().filter(|finding| policy.judge(finding) == wanted).collect();
        if found.is_empty() {
            continue;
        }
        if worst == Verdict::Pass {
            worst = wanted;
        }
        found.sort_by_key(|finding| std::cmp::Reverse(finding.severity));
        reasons.extend(found.iter().take(NAMED).map(|finding| reason(finding, wanted)));
        if found.len() > NAMED {
            reasons.push(format!("{} more findings {}", found.len() - NAMED, does(wanted)));
        }
    }
    report.verdict = match (worst, is_whole) {
        (Verdict::Block, _) => Verdict::Block,
        (_, false) => Verdict::CouldNotScan,
        (other, true) => other,
    };
    report.reasons = reasons;
}

fn does(verdict: Verdict) -> &'static str {
    if verdict == Verdict::Block { "block" } else { "warn" }
}

fn reason(finding: &Finding, verdict: Verdict) -> String {
    let Finding { rule, severity, message, location, .. } = finding;
    let (severity, file) = (severity.as_str(), location.file.display());
    let place = match location.line {
        0 => file.to_string(),
        line => format!("{file}:{line}"),
    };
    let verb = if verdict == Verdict::Block { "blocks" } else { "warns" };
    format!("`{rule}` ({severity}) {verb}: `{place}` {message}")
}

/// The reason that follows from what was not read. What the policy lets be is told beside it.
fn unread(unread: &mut [Unread], policy: &ScanPolicy) -> Vec<String> {
    let mut count = 0;
    let mut first = None;
    for it in unread {
        if let Some(allowed) = policy.allows_unread(&it.file) {
            it.reason = format!("{} (allowed: {allowed})", it.reason);
        } else {
            count += 1;
            first.get_or_insert_with(|| format!("`{}` {}", it.file.display(), it.reason));
        }
    }
    let places = if count == 1 { "place" } else { "places" };
    first.map(|first| format!("{count} {places} could not be read: {first}")).into_iter().collect()
}

/// Counts findings.
pub(super) fn count(findings: &[Finding], totals: &mut Totals) {
    totals.findings = Severity::ALL.into_iter().map(|severity| (severity, 0)).collect();
    for finding in findings {
        *totals.findings.entry(finding.severity).or_default() += 1;
        totals.suppressed += u64::from(finding.suppression.is_some());
        totals.vendored += u64::from(finding.vendored);
        totals.allowed += u64::from(finding.allowed.is_some());
        totals.known += u64::from(finding.known);
    }
}

impl Report {
    /// A report of nothing yet.
    pub(super) fn empty() -> Self {
        Self {
            verdict: Verdict::CouldNotScan,
            reasons: Vec::new(),
            unread: Vec::new(),
            findings: Vec::new(),
            capabilities: Default::default(),
            left_out: Vec::new(),
            dependencies: Audit::default(),
            totals: Totals::default(),
        }
    }
}
