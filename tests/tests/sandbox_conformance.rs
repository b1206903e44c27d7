//! The native sandbox keeps what the traits promise, with control groups and without, and leaves nothing on
//! the host.

use omniplug_core::sandbox::{Language, Sandbox};
use omniplug_tests::attacks::Traces;
use omniplug_tests::conformance::sandbox;
use omniplug_tests::fixture::native;
use omniplug_tests::skip;
use omniplug_tests::warm::Warm;

/// The first execution keeps some things for later ones; what all cases leave is measured from there.
async fn certify(native: impl Sandbox) {
    sandbox::eight_executions_run_at_once(&native).await;
    let before = Traces::settled();
    sandbox::all(&native).await;
    assert_eq!(Traces::back_to(&before), before);
}

/// One test, since each mode looks at what the whole process holds.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn the_native_sandbox_keeps_its_promises() {
    if native(true).interpreter(Language::R, None, &|_| {}).await.is_err() {
        skip::skip("the cases of R", "there is no `R` here");
    }
    certify(native(true)).await;
    certify(native(false)).await;
    certify(Warm(native(true))).await;
    certify(Warm(native(false))).await;
}
