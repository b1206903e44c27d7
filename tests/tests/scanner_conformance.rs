//! The default scanner keeps what the trait promises, without and with threads of its own number.

use omniplug_core::scanner::{LocalScanner, ScanLimits};
use omniplug_tests::conformance::scanner;

#[tokio::test]
async fn the_default_scanner_keeps_its_promises() {
    scanner::all(&LocalScanner::default()).await;
}

#[tokio::test]
async fn one_thread_will_do() {
    let limits = ScanLimits { threads: 1, ..ScanLimits::default() };
    scanner::all(&LocalScanner { limits, ..LocalScanner::default() }).await;
}
