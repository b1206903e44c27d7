//! Scanning comes back from any file under any name: `cargo +nightly fuzz run file -- -max_total_time=600`.
#![no_main]

mod faults;

use libfuzzer_sys::fuzz_target;
use omniplug_core::scanner::{LocalScanner, ScanRequest, Scanner};

/// Names that are read in ways of their own.
const NAMES: &[&str] = &[
    "plugin.py",
    "plugin.R",
    "notebook.ipynb",
    "report.Rmd",
    "start.pth",
    ".Rprofile",
    "script",
    "configure",
    "manifest.json",
    "requirements.txt",
    "pyproject.toml",
    "uv.lock",
    "Pipfile.lock",
    "DESCRIPTION",
    "renv.lock",
    "METADATA",
    "inner.zip",
    "inner.tar.gz",
];

fuzz_target!(init: faults::abort_but_for_the_parser(), |input: (u8, &[u8])| {
    let (choice, content) = input;
    let Some(name) = NAMES.get(usize::from(choice) % NAMES.len()) else { return };
    let Ok(folder) = tempfile::tempdir_in("/dev/shm") else { return };
    if std::fs::write(folder.path().join(name), content).is_err() {
        return;
    }
    let Ok(runtime) = tokio::runtime::Builder::new_current_thread().build() else { return };
    // What can't be read is said in the report; a fault of the scan itself would be too.
    let report = runtime.block_on(LocalScanner::default().scan(&ScanRequest::new(folder.path())));
    if let Ok(report) = report {
        let faults = ["its scan failed", "its analysis failed", "the parser failed on it"];
        let is_fault = |reason: &str| faults.iter().any(|fault| reason.ends_with(fault));
        assert!(!report.unread.iter().any(|unread| is_fault(&unread.reason)), "{report:?}");
    }
});
