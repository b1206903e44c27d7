//! What would bring a scanner down.

use super::tree::{Tree, found};
use crate::scanner::{LocalScanner, Report, ScanLimits, Scanner, Verdict};
use std::fs::File;
use std::os::unix::ffi::OsStrExt;
use std::os::unix::fs::symlink;

/// One file that is always found, beside what must not hide it.
const BESIDE: &str = "== z.pth\nimport os\n";

fn has_beside(report: &Report) -> bool {
    found(report).iter().any(|line| line == "PKG011 z.pth:1")
}

#[tokio::test]
async fn a_file_of_100_mb_is_not_read_and_the_others_are() {
    let tree = Tree::new(BESIDE);
    for name in ["big.py", "big.R", "big.ipynb", "big.csv"] {
        File::create(tree.path().join(name)).unwrap().set_len(100 << 20).unwrap();
    }
    let report = tree.scan().await;
    let unread: Vec<_> = report.unread.iter().map(|it| it.file.to_str().unwrap()).collect();
    assert_eq!(unread, ["big.R", "big.ipynb", "big.py"]);
    assert!(has_beside(&report));
    assert_eq!(report.verdict, Verdict::Block);
}

#[tokio::test]
async fn many_files_are_all_read_up_to_the_limit() {
    let tree = Tree::new(BESIDE);
    for number in 0..2000 {
        tree.write(&format!("d{}/f{number}.py", number % 40), "x = 1\n");
    }
    let report = tree.scan().await;
    assert_eq!(report.totals.files, 2001);
    assert!(report.unread.is_empty());
    let limits = ScanLimits { entries: 100, ..ScanLimits::default() };
    let scanner = LocalScanner { limits, ..LocalScanner::default() };
    let report = scanner.scan(&tree.request()).await.unwrap();
    assert!(report.unread.iter().any(|it| it.reason.contains("more than 100")), "{report:?}");
}

#[tokio::test]
async fn loops_of_links_end() {
    let tree = Tree::new(BESIDE);
    symlink(".", tree.path().join("loop")).unwrap();
    symlink("b", tree.path().join("a")).unwrap();
    symlink("a", tree.path().join("b")).unwrap();
    let report = tree.scan().await;
    let links = report.findings.iter().filter(|finding| finding.rule == "PKG015").count();
    assert_eq!(links, 3);
    assert!(has_beside(&report));
}

#[tokio::test]
async fn deep_folders_and_strange_names_are_told() {
    let tree = Tree::new(BESIDE);
    let deep: String = (0..100).map(|_| "d/").collect();
    tree.write(&format!("{deep}x.py"), "x = 1\n");
    let strange = std::ffi::OsStr::from_bytes(b"caf\xe9.py");
    std::fs::write(tree.path().join(strange), "x = 1\n").unwrap();
    let report = tree.scan().await;
    assert!(report.unread.iter().any(|it| it.reason.contains("deeper than")), "{report:?}");
    assert!(found(&report).iter().any(|line| line.starts_with("PKG014 caf\u{fffd}.py")));
    assert!(serde_json::to_string(&report).is_ok());
    assert!(has_beside(&report));
}

#[tokio::test]
async fn bytes_that_are_no_text_are_told_or_found() {
    let tree = Tree::new(BESIDE);
    tree.write("invalid.py", b"x = '\xff\xfe\xe9'\n");
    tree.write("odd.py", b"\xff\xfe\x00");
    tree.write("seven.py", b"# coding: utf-7\n+AGk-\n");
    tree.write("cells.ipynb", b"{\"cells\": [");
    let report = tree.scan().await;
    let mut unread: Vec<_> = report.unread.iter().map(|it| it.file.to_str().unwrap()).collect();
    // What is doubtful as text is often no source either.
    unread.dedup();
    assert_eq!(unread, ["cells.ipynb", "invalid.py", "odd.py", "seven.py"]);
    assert!(has_beside(&report));
}

#[tokio::test]
async fn deep_nesting_and_long_literals_leave_the_others_standing() {
    let tree = Tree::new(BESIDE);
    for (ending, call) in [("py", "os.system('x')"), ("R", "system('x')")] {
        let (open, close) = ("(".repeat(100_000), ")".repeat(100_000));
        tree.write(&format!("brackets.{ending}"), format!("x = {open}1{close}\n"));
        tree.write(&format!("terms.{ending}"), format!("x = 1{}\n", " + 1".repeat(1500)));
        let list = if ending == "py" { ("[", "]") } else { ("c(", ")") };
        let list = format!("x = {}{}1{}\n{call}\n", list.0, "1, ".repeat(100_000), list.1);
        tree.write(&format!("literal.{ending}"), list);
        tree.write(&format!("unary.{ending}"), format!("x = {}1\n", "-".repeat(100_000)));
    }
    let report = tree.scan().await;
    assert!(has_beside(&report));
}

#[tokio::test]
async fn a_scan_without_time_reads_nothing_and_says_so() {
    let tree = Tree::new(BESIDE);
    let limits = ScanLimits { time: std::time::Duration::ZERO, ..ScanLimits::default() };
    let scanner = LocalScanner { limits, ..LocalScanner::default() };
    let report = scanner.scan(&tree.request()).await.unwrap();
    assert_eq!(report.verdict, Verdict::CouldNotScan);
    assert_eq!(report.unread.len(), 1);
}
