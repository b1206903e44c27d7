//! What follows from what is found.

use super::means::{COMPUTES, Files, NEVER, STARTS, STARTS_IN_R, has};
use omniplug_core::scanner::{
    Allowance, ScanPolicy, ScanRequest, Scanner, Severity, Thresholds, Verdict,
};

const LOW: Option<Severity> = Some(Severity::Low);

fn warn() -> ScanPolicy {
    ScanPolicy { own: Thresholds { warn: LOW, block: None }, ..ScanPolicy::default() }
}

/// A finding with an author's comment that asks to look away is shown with it, counted, and judged as any.
pub async fn an_author_can_not_hide_a_finding(scanner: &dyn Scanner) {
    let plain = Files::new(&[("a.py", STARTS)]).scan(scanner).await;
    for comment in ["# nosec", "# noqa", "# nosec: we need it"] {
        let code = STARTS.replace("(data)\n", &format!("(data)  {comment}\n"));
        let report = Files::new(&[("a.py", &code)]).scan(scanner).await;
        assert_eq!(report.verdict, plain.verdict, "{comment}: {report:#?}");
        assert_eq!(report.findings.len(), plain.findings.len(), "{comment}: {report:#?}");
        assert!(report.totals.suppressed > 0, "{comment}: {report:#?}");
        let shown = report.findings.iter().find_map(|finding| finding.suppression.as_ref());
        assert!(shown.is_some_and(|it| it.comment.contains(comment)), "{comment}: {report:#?}");
    }
}

/// What the policy allows is shown with the reason, and not judged.
pub async fn what_the_policy_allows_is_shown_and_not_judged(scanner: &dyn Scanner) {
    let files = Files::new(&[("lib/a.py", STARTS), ("b.py", COMPUTES)]);
    let allow = |path: &str| Allowance {
        rule: None,
        path: Some(path.to_owned()),
        reason: "looked at".to_owned(),
    };
    let policy = ScanPolicy { allow: vec![allow("lib")], ..ScanPolicy::default() };
    let report = files.scan_by(scanner, policy).await;
    assert_eq!(report.verdict, Verdict::Pass, "{report:#?}");
    assert!(has(&report, "lib/a.py"));
    assert!(report.findings.iter().all(|it| it.allowed.as_deref() == Some("looked at")));
    assert_eq!(report.totals.allowed, report.findings.len() as u64);
    let policy = ScanPolicy { allow: vec![allow("other")], ..ScanPolicy::default() };
    assert_ne!(files.scan_by(scanner, policy).await.verdict, Verdict::Pass);
}

/// Thresholds of the policy make of the same findings a pass, a warning or a block.
pub async fn thresholds_make_the_verdict(scanner: &dyn Scanner) {
    let files = Files::new(&[("a.py", STARTS), ("b.R", STARTS_IN_R)]);
    let block = Thresholds { warn: None, block: LOW };
    for (own, verdict) in
        [(NEVER, Verdict::Pass), (warn().own, Verdict::Warn), (block, Verdict::Block)]
    {
        let policy = ScanPolicy { own, ..ScanPolicy::default() };
        let report = files.scan_by(scanner, policy).await;
        assert_eq!(report.verdict, verdict, "{report:#?}");
        assert_eq!(report.reasons.is_empty(), verdict == Verdict::Pass);
        assert!(has(&report, "a.py") && has(&report, "b.R"));
    }
}

/// What a baseline has already is marked, and not judged.
pub async fn a_baseline_leaves_what_is_new(scanner: &dyn Scanner) {
    let files = Files::new(&[("a.py", STARTS)]);
    let before = files.scan_by(scanner, warn()).await;
    assert_eq!(before.verdict, Verdict::Warn);
    files.write("a.py", format!("\n\n{STARTS}"));
    let baseline = Some(before);
    let mut request = ScanRequest { policy: warn(), baseline, ..ScanRequest::new(files.path()) };
    let report = scanner.scan(&request).await.expect("the scanner answers");
    assert_eq!(report.verdict, Verdict::Pass, "lines have moved only: {report:#?}");
    assert!(report.findings.iter().all(|finding| finding.known));
    files.write("b.R", STARTS_IN_R);
    request.baseline = Some(report);
    let report = scanner.scan(&request).await.expect("the scanner answers");
    assert_eq!(report.verdict, Verdict::Warn);
    let new = |finding: &&omniplug_core::scanner::Finding| !finding.known;
    assert!(report.findings.iter().filter(new).all(|it| it.location.file.ends_with("b.R")));
}

/// Copies of other packages are marked, and judged by thresholds of their own.
pub async fn copies_of_other_packages_are_judged_apart(scanner: &dyn Scanner) {
    let files = Files::new(&[("_vendor/six/a.py", STARTS), ("b.py", COMPUTES)]);
    let mut policy = warn();
    policy.vendored = NEVER;
    let report = files.scan_by(scanner, policy.clone()).await;
    assert_eq!(report.verdict, Verdict::Pass, "{report:#?}");
    assert!(has(&report, "_vendor/six/a.py") && report.totals.vendored > 0);
    assert!(report.findings.iter().all(|finding| finding.vendored));
    policy.vendored = Thresholds { warn: None, block: LOW };
    assert_eq!(files.scan_by(scanner, policy).await.verdict, Verdict::Block);
}

/// What the code uses and the manifest does not ask for is a finding.
pub async fn what_the_manifest_does_not_ask_for_is_found(scanner: &dyn Scanner) {
    let code = "import urllib.request\n\n\ndef execute(data):\n    \
                return urllib.request.urlopen('https://example.org/rates.csv').read()\n";
    let files = Files::plugin(code);
    let undeclared = files.scan(scanner).await.findings;
    let manifest = files.path().join("manifest.json");
    let text = std::fs::read_to_string(&manifest).expect("the manifest");
    let text = text.replace("\"author\"", "\"permissions\": [\"network\"], \"author\"");
    std::fs::write(manifest, text).expect("the manifest");
    let declared = files.scan(scanner).await.findings;
    assert_eq!(undeclared.len(), declared.len() + 1, "{undeclared:#?}");
}

/// Without advisories an audit could not scan, and never passes.
pub async fn an_audit_without_advisories_never_passes(scanner: &dyn Scanner) {
    let files = Files::new(&[("requirements.txt", "some-package==1.0\n")]);
    let request = ScanRequest::new(files.path());
    let report = scanner.audit(&request).await.expect("the scanner answers");
    assert_eq!(report.verdict, Verdict::CouldNotScan, "{report:#?}");
    assert_eq!(report.dependencies.packages.len(), 1);
}
