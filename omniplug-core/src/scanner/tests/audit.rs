//! Dependencies against advisories.

use super::tree::{Tree, found};
use crate::scanner::{AdvisorySource, Report, ScanRequest, Scanner, Severity, Verdict};
use jiff::Timestamp;
use serde_json::{Value, json};
use std::io::Write;

fn advisory(id: &str, ecosystem: &str, name: &str, events: &Value) -> Value {
    json!({
        "id": id, "modified": Timestamp::now().to_string(), "summary": "It is bad",
        "database_specific": {"severity": "HIGH"},
        "affected": [{
            "package": {"ecosystem": ecosystem, "name": name},
            "ranges": [{"type": "ECOSYSTEM", "events": events}],
        }],
    })
}

/// A tree with requirements and advisories.
fn tree(files: &str, advisories: &[Value]) -> Tree {
    let tree = Tree::new(files);
    for (number, advisory) in advisories.iter().enumerate() {
        tree.write(&format!("../advisories/{number}.json"), advisory.to_string());
    }
    tree
}

async fn audit(tree: &Tree) -> Report {
    tree.scanner().audit(&tree.request()).await.unwrap()
}

fn until(fixed: &str) -> Value {
    json!([{"introduced": "0"}, {"fixed": fixed}])
}

#[tokio::test]
async fn a_name_that_is_none_leaves_the_others() {
    let report = audit(&tree("== requirements.txt\nnumpy- >=1\nnumppy\n", &[])).await;
    assert!(
        report.unread.iter().any(|unread| unread.reason.contains("line 1 is no requirement")),
        "{report:?}"
    );
    assert!(report.findings.iter().any(|finding| finding.rule == "DEP004"), "{report:?}");
}

#[tokio::test]
async fn every_file_that_names_packages_is_compared() {
    let pypi = advisory("PYSEC-1", "PyPI", "Some_Package", &until("2.0"));
    let cran = advisory("RSEC-1", "CRAN", "some.pkg", &until("1.10"));
    let tree = tree(
        "== requirements.txt\nsome.package==1.9  # old\n-r more/base.txt\n\
         == more/base.txt\nsome-package == 1.0 --hash=sha256:00\n\
         == uv.lock\nversion = 1\n[[package]]\nname = \"some-package\"\nversion = \"1.0\"\n\
         == pyproject.toml\n[project]\ndependencies = [\"some-package==1.5\"]\n\
         == Pipfile.lock\n{\"default\": {\"some-package\": {\"version\": \"==1.1\"}}}\n\
         == lib/some_package-1.2.dist-info/METADATA\nName: some_package\nVersion: 1.2\n\nText\n\
         == DESCRIPTION\nPackage: x\nVersion: 1.0\nImports: some.pkg (== 1.9),\n    stats\n\
         == renv.lock\n{\"Packages\": {\"some.pkg\": {\"Version\": \"1.9.1\", \"Source\": \"Repository\"}}}\n\
         == fine/requirements.txt\nsome-package==2.0\nsome-package-two==1.0\n",
        &[pypi, cran],
    );
    let report = audit(&tree).await;
    let found: Vec<_> = found(&report).into_iter().filter(|it| it.starts_with("DEP002")).collect();
    assert_eq!(
        found,
        [
            "DEP002 DESCRIPTION:3",
            "DEP002 Pipfile.lock:1",
            "DEP002 lib/some_package-1.2.dist-info/METADATA:1",
            "DEP002 more/base.txt:1",
            "DEP002 pyproject.toml:2",
            "DEP002 renv.lock:1",
            "DEP002 requirements.txt:1",
            "DEP002 uv.lock:3",
        ]
    );
    assert_eq!(report.verdict, Verdict::Block);
    let first = report.findings.iter().find(|it| it.location.file.ends_with("requirements.txt"));
    let first = first.unwrap();
    assert_eq!(first.severity, Severity::High);
    assert!(first.message.contains("PYSEC-1") && first.message.contains("mended in 2.0"));
    assert_eq!(first.update.as_deref(), Some("python -m pip install 'some.package>=2.0'"));
    let data = report.dependencies.advisories.unwrap();
    assert_eq!((data.advisories, data.age_days), (2, Some(0)));
}

#[tokio::test]
async fn ranges_that_allow_mended_versions_are_told_from_those_that_do_not() {
    let events = json!([{"introduced": "1.0"}, {"fixed": "2.0"}]);
    for (range, expected) in [
        ("", Some("DEP003")),
        (">=1.5", Some("DEP003")),
        (">=1.5,<2", Some("DEP002")),
        ("<2", Some("DEP002")),
        (">=2.0", None),
        ("<1.0", None),
        ("==1.0", Some("DEP002")),
        ("==0.9", None),
    ] {
        let advisories = [advisory("X-1", "PyPI", "some-package", &events)];
        let tree = tree(&format!("== requirements.txt\nsome-package{range}\n"), &advisories);
        let report = audit(&tree).await;
        let rule = report.findings.iter().map(|it| it.rule.as_str()).find(|rule| *rule < "DEP004");
        assert_eq!(rule, expected, "{range}");
    }
}

#[tokio::test]
async fn withdrawn_advisories_and_other_packages_do_not_count() {
    let mut withdrawn = advisory("X-1", "PyPI", "some-package", &until("9"));
    withdrawn["withdrawn"] = json!("2026-01-01T00:00:00Z");
    let others = [
        withdrawn,
        advisory("X-2", "npm", "some-package", &until("9")),
        advisory("X-3", "PyPI", "other", &until("9")),
    ];
    let report = audit(&tree("== requirements.txt\nsome-package==1.0\n", &others)).await;
    assert_eq!((found(&report), report.verdict), (Vec::new(), Verdict::Pass));
}

#[tokio::test]
async fn without_a_usable_database_nothing_is_clean() {
    const FILES: &str = "== requirements.txt\nsome-package==1.0\n";
    let without = Tree::new(FILES);
    assert_eq!(audit(&without).await.verdict, Verdict::CouldNotScan);
    for (missing, what) in [("nowhere", "can't be read"), ("tree", "holds no advisories")] {
        let mut scanner = without.scanner();
        let path = without.path().with_file_name(missing);
        scanner.advisories = vec![AdvisorySource::Path(path)];
        let report = scanner.audit(&without.request()).await.unwrap();
        assert_eq!(report.verdict, Verdict::CouldNotScan, "{missing}");
        assert!(report.reasons[0].contains(what), "{:?}", report.reasons);
    }
    let mut old = advisory("X-1", "PyPI", "other", &until("9"));
    old["modified"] = json!("2020-01-01T00:00:00Z");
    let report = audit(&tree(FILES, &[old])).await;
    assert_eq!(report.verdict, Verdict::CouldNotScan);
    assert!(report.dependencies.warnings[0].contains("days old"), "{report:?}");
    let only_r = advisory("X-1", "CRAN", "other", &until("9"));
    let report = audit(&tree(FILES, &[only_r])).await;
    assert_eq!(report.verdict, Verdict::CouldNotScan);
    let fine = advisory("X-1", "PyPI", "other", &until("9"));
    let damaged = tree(FILES, &[fine, json!({"id": 7, "affected": []})]);
    assert_eq!(audit(&damaged).await.verdict, Verdict::CouldNotScan);
}

#[tokio::test]
async fn a_scan_without_a_database_says_that_packages_were_not_compared() {
    let tree = Tree::new("== requirements.txt\nsome-package==1.0\n");
    let mut request = tree.request();
    let report = tree.scanner().scan(&request).await.unwrap();
    assert_eq!((report.verdict, report.dependencies.warnings.len()), (Verdict::Pass, 1));
    request.policy.require_advisories = true;
    let report = tree.scanner().scan(&request).await.unwrap();
    assert_eq!(report.verdict, Verdict::CouldNotScan);
}

#[tokio::test]
async fn an_archive_of_advisories_is_read_as_a_folder_is() {
    let tree = Tree::new("== requirements.txt\nsome-package==1.0\n");
    let path = tree.path().with_file_name("all.zip");
    let mut archive = zip::ZipWriter::new(std::fs::File::create(&path).unwrap());
    let options = zip::write::SimpleFileOptions::default();
    archive.start_file("X-1.json", options).unwrap();
    let advisory = advisory("X-1", "PyPI", "some-package", &until("2"));
    archive.write_all(advisory.to_string().as_bytes()).unwrap();
    archive.finish().unwrap();
    let mut scanner = tree.scanner();
    scanner.advisories = vec![AdvisorySource::Path(path)];
    let request = ScanRequest::new(tree.path().join("requirements.txt"));
    let report = scanner.audit(&request).await.unwrap();
    assert_eq!(found(&report), ["DEP002 requirements.txt:1"]);
}

#[tokio::test]
async fn what_is_no_requirement_is_told() {
    let tree = tree(
        "== requirements.txt\nsome-package==\nnot a package\n--extra-index-url https://example.org\n",
        &[advisory("X-1", "PyPI", "other", &until("9"))],
    );
    let report = audit(&tree).await;
    assert_eq!(report.unread.len(), 2, "{:?}", report.unread);
    assert_eq!(found(&report), ["DEP007 requirements.txt:3"]);
}
