//! Comparing with advisories comes back from any of them: `cargo +nightly fuzz run advisories -- -max_total_time=600`.
#![no_main]

use libfuzzer_sys::fuzz_target;
use omniplug_core::scanner::{AdvisorySource, LocalScanner, ScanRequest, Scanner};

fuzz_target!(|input: (&str, &str)| {
    let (requirement, advisory) = input;
    let Ok(folder) = tempfile::tempdir_in("/dev/shm") else { return };
    let (wanted, known) = (folder.path().join("requirements.txt"), folder.path().join("1.json"));
    if std::fs::write(&wanted, requirement).is_err() || std::fs::write(&known, advisory).is_err() {
        return;
    }
    let Ok(runtime) = tokio::runtime::Builder::new_current_thread().build() else { return };
    let scanner = LocalScanner::with_advisories(vec![AdvisorySource::Path(known)]);
    let _ = runtime.block_on(scanner.audit(&ScanRequest::new(wanted)));
});
