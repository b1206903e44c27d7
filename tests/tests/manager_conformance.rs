//! The default manager keeps what the trait promises, over SQLite and the native sandbox.

use omniplug_core::Omniplug;
use omniplug_core::sandbox::Sandbox;
use omniplug_tests::conformance::manager;
use omniplug_tests::fixture::native;
use std::path::Path;
use std::sync::Arc;
use std::sync::atomic::{AtomicU32, Ordering};

async fn open(home: &Path, sandbox: &Arc<dyn Sandbox>) -> Omniplug {
    let version = manager::PLATFORM_VERSION.parse().unwrap();
    let builder = Omniplug::builder().home(home).platform_version(version);
    builder.sandbox(Arc::clone(sandbox)).open().await.unwrap()
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn the_default_manager_keeps_its_promises() {
    let homes = tempfile::tempdir().unwrap();
    let sandbox: Arc<dyn Sandbox> = Arc::new(native(true));
    let count = AtomicU32::new(0);
    manager::all(async || {
        let number = count.fetch_add(1, Ordering::Relaxed).to_string();
        open(&homes.path().join(number), &sandbox).await
    })
    .await;
}
