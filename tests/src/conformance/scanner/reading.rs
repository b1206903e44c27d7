//! What is read, and what is told of what is not.

use super::means::{COMPUTES, Files, STARTS, STARTS_IN_R, has};
use omniplug_core::scanner::{Capability, ScanRequest, Scanner, Severity, Verdict};
use omniplug_core::{ErrorKind, package};
use std::os::unix::fs::symlink;

/// Code that starts a program, in Python or R, is a finding with its file and line.
pub async fn code_that_starts_a_program_is_found(scanner: &dyn Scanner) {
    let files = Files::new(&[("a.py", STARTS), ("b.R", STARTS_IN_R)]);
    let report = files.scan(scanner).await;
    for (file, line) in [("a.py", 5), ("b.R", 2)] {
        let is_it = |finding: &&omniplug_core::scanner::Finding| {
            finding.location.file.to_str() == Some(file)
                && finding.location.line == line
                && finding.severity >= Severity::Medium
        };
        let finding = report.findings.iter().find(is_it);
        let snippet = finding.map(|finding| finding.snippet.as_str()).unwrap_or_default();
        assert!(snippet.contains("system(data)"), "{file}: {report:#?}");
    }
    assert!(report.capabilities.contains_key(&Capability::Process), "{report:#?}");
}

/// Harmless code passes, and the report counts its files and lines.
pub async fn harmless_code_passes_and_is_counted(scanner: &dyn Scanner) {
    let files = Files::new(&[("a.py", COMPUTES), ("b.R", "double <- function(x) 2 * x\n")]);
    let report = files.scan(scanner).await;
    assert_eq!(report.verdict, Verdict::Pass, "{report:#?}");
    assert_eq!((report.totals.files, report.totals.lines), (2, 3));
    assert!(report.reasons.is_empty() && report.unread.is_empty(), "{report:#?}");
}

/// A folder and the package that was packed from it have the same findings.
pub async fn a_folder_and_its_package_have_the_same_findings(scanner: &dyn Scanner) {
    let files = Files::plugin(STARTS);
    let archive = files.beside("plugin.tar.gz");
    package::pack(&files.path(), &archive).expect("the folder can be packed");
    let folder = files.scan(scanner).await;
    let packed = scanner.scan(&ScanRequest::new(archive)).await.expect("the scanner answers");
    assert!(has(&folder, "main.py"));
    assert_eq!((folder.findings, folder.verdict), (packed.findings, packed.verdict));
}

/// Text in comments and strings is not code.
pub async fn comments_and_strings_are_no_code(scanner: &dyn Scanner) {
    let files = Files::new(&[
        ("a.py", "# import os; os.system('x')\nTEXT = \"os.system('x')\"\n"),
        ("b.R", "# system('x')\ntext <- \"system('x')\"\n"),
    ]);
    let report = files.scan(scanner).await;
    assert_eq!(report.verdict, Verdict::Pass, "{report:#?}");
}

/// What can't be parsed or is too large is listed as not read, and nothing passes then; what else was found is still
/// there.
pub async fn what_is_not_read_is_told_and_hides_nothing(scanner: &dyn Scanner) {
    let files = Files::new(&[("broken.py", "def execute(:\n"), ("broken.R", "f <- function( {\n")]);
    let report = files.scan(scanner).await;
    assert_eq!(report.verdict, Verdict::CouldNotScan, "{report:#?}");
    let large = std::fs::File::create(files.path().join("large.py")).expect("a file");
    large.set_len(100 << 20).expect("a sparse file");
    files.write("a.py", STARTS);
    let report = files.scan(scanner).await;
    for file in ["broken.py", "broken.R", "large.py"] {
        let unread = report.unread.iter().find(|unread| unread.file.to_str() == Some(file));
        assert!(unread.is_some_and(|unread| !unread.reason.is_empty()), "{file}: {report:#?}");
    }
    assert!(has(&report, "a.py"), "{report:#?}");
    assert_ne!(report.verdict, Verdict::Pass);
}

/// Links are not followed, and their loops end.
pub async fn links_are_not_followed(scanner: &dyn Scanner) {
    let files = Files::new(&[("a.py", COMPUTES)]);
    std::fs::write(files.beside("outside.py"), STARTS).expect("a file");
    for (target, name) in [(".", "loop"), ("../outside.py", "link.py"), ("self", "self")] {
        symlink(target, files.path().join(name)).expect("a link");
    }
    let report = files.scan(scanner).await;
    assert_eq!(report.totals.files, 1, "{report:#?}");
    assert!(!report.capabilities.contains_key(&Capability::Process), "{report:#?}");
}

/// The same files give the same report, whatever the order in which they are read.
pub async fn the_same_files_give_the_same_report(scanner: &dyn Scanner) {
    let files = Files::new(&[]);
    for number in 0..50 {
        files.write(&format!("d{}/f{number}.py", number % 7), STARTS);
        files.write(&format!("d{}/f{number}.R", number % 5), STARTS_IN_R);
    }
    let first = files.scan(scanner).await;
    assert_eq!(first.totals.files, 100);
    for _ in 0..3 {
        assert_eq!(files.scan(scanner).await, first);
    }
}

/// Nothing at the path is not found, and an archive that is none is an invalid package.
pub async fn what_is_not_there_is_not_found(scanner: &dyn Scanner) {
    let files = Files::new(&[("a.py", COMPUTES)]);
    let kind = async |name: &str| {
        let request = ScanRequest::new(files.path().join(name));
        let error = scanner.scan(&request).await.expect_err("there is nothing to scan");
        let audit = scanner.audit(&request).await.expect_err("there is nothing to audit");
        assert_eq!(error.kind(), audit.kind());
        error.kind()
    };
    assert_eq!(kind("missing").await, ErrorKind::NotFound);
    files.write("x.tar.gz", "not an archive");
    assert_eq!(kind("x.tar.gz").await, ErrorKind::InvalidPackage);
}
