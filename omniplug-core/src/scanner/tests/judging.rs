//! From findings to verdicts.

use super::tree::Tree;
use crate::scanner::{Allowance, Gate, Scanner, Severity, Thresholds, Verdict};
use crate::{ErrorKind, Result};

/// A finding of high and one of low severity.
const PLUGIN: &str = "== a.pth\nimport os\n== vendor/b.pth\nimport os\n== .hidden-file\nx\n";

fn allow(rule: Option<&str>, path: Option<&str>) -> Allowance {
    Allowance {
        rule: rule.map(str::to_owned),
        path: path.map(str::to_owned),
        reason: "looked at".into(),
    }
}

async fn verdict(tree: &Tree, change: impl FnOnce(&mut crate::scanner::ScanPolicy)) -> Verdict {
    let mut request = tree.request();
    change(&mut request.policy);
    tree.scanner().scan(&request).await.unwrap().verdict
}

#[tokio::test]
async fn thresholds_make_the_verdict_for_own_and_vendored_files_apart() {
    let tree = Tree::new(PLUGIN);
    assert_eq!(verdict(&tree, |_| {}).await, Verdict::Block);
    let none = Thresholds { warn: None, block: None };
    let warn = Thresholds { warn: Some(Severity::Low), block: None };
    assert_eq!(verdict(&tree, |it| it.own = none).await, Verdict::Block);
    assert_eq!(verdict(&tree, |it| (it.own, it.vendored) = (warn, none)).await, Verdict::Warn);
    assert_eq!(verdict(&tree, |it| (it.own, it.vendored) = (none, none)).await, Verdict::Pass);
}

#[tokio::test]
async fn what_is_allowed_is_shown_and_not_judged() {
    let tree = Tree::new(PLUGIN);
    let mut request = tree.request();
    request.policy.allow = vec![allow(Some("PKG011"), None), allow(None, Some("vendor"))];
    let report = tree.scanner().scan(&request).await.unwrap();
    assert_eq!(report.verdict, Verdict::Pass, "{report:#?}");
    assert!(report.totals.allowed >= 2);
    assert!(report.findings.iter().any(|it| it.allowed.as_deref() == Some("looked at")));
}

#[tokio::test]
async fn a_baseline_leaves_what_is_new() {
    let tree = Tree::new(PLUGIN);
    let before = tree.scan().await;
    tree.write("a.pth", "# moved down\nimport os\nimport sys\n");
    let mut request = tree.request();
    request.baseline = Some(before);
    let report = tree.scanner().scan(&request).await.unwrap();
    let new: Vec<_> = report.findings.iter().filter(|it| !it.known).collect();
    assert!(new.iter().all(|it| it.location.line == 3), "{new:#?}");
    assert_eq!(report.verdict, Verdict::Block);
    request.baseline = Some(report);
    let again = tree.scanner().scan(&request).await.unwrap();
    assert_eq!(again.verdict, Verdict::Pass);
    assert!(again.findings.iter().all(|it| it.known));
}

#[tokio::test]
async fn what_could_not_be_read_is_no_pass_unless_that_file_is_allowed() {
    let tree = Tree::new("== a.ipynb\n{\n== b.py\nx = 1\n");
    assert_eq!(verdict(&tree, |_| {}).await, Verdict::CouldNotScan);
    let any = allow(None, None);
    assert_eq!(verdict(&tree, |it| it.allow = vec![any]).await, Verdict::CouldNotScan);
    let one = allow(Some("unread"), Some("a.ipynb"));
    assert_eq!(verdict(&tree, |it| it.allow = vec![one]).await, Verdict::Pass);
}

#[tokio::test]
async fn the_gate_refuses_on_doubt_and_warns_when_told() {
    let blocked = Tree::new(PLUGIN).scan().await;
    let doubtful = Tree::new("== a.ipynb\n{\n").scan().await;
    let mut policy = crate::scanner::ScanPolicy::default();
    let kind = |admitted: Result<Vec<String>>| admitted.err().map(|error| error.kind());
    assert_eq!(kind(policy.admit(&blocked)), Some(ErrorKind::Refused));
    assert_eq!(kind(policy.admit(&doubtful)), Some(ErrorKind::Refused));
    policy.allow_unread = true;
    assert_eq!(kind(policy.admit(&blocked)), Some(ErrorKind::Refused));
    assert_eq!(policy.admit(&doubtful).unwrap().len(), 1);
    policy.gate = Gate::Warn;
    assert!(!policy.admit(&blocked).unwrap().is_empty());
}
