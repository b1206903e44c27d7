//! Scanning comes back from any file under any name: `cargo +nightly fuzz run file -- -max_total_time=600`.
#![no_main]

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

fuzz_target!(|input: (u8, &[u8])| {
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
        assert!(report.unread.iter().all(|unread| !unread.reason.contains("scan failed")));
        assert!(report.unread.iter().all(|unread| !unread.reason.contains("analysis failed")));
        assert!(report.unread.iter().all(|unread| !unread.reason.contains("parser failed")));
    }
});
