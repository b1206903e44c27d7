//! The Docker sandbox keeps what the trait promises, with a daemon on this host and as with one elsewhere, in cold
//! sessions and in warm ones, and leaves no container and no volume behind.

#![expect(clippy::expect_used, reason = "a suite ends where its own means fail")]

use omniplug_core::sandbox::docker::DockerSandbox;
use omniplug_tests::conformance::sandbox;
use omniplug_tests::fixture::docker;
use omniplug_tests::skip;
use omniplug_tests::warm::Warm;
use std::time::{Duration, Instant};

/// Waits until nothing of this process is in the daemon.
async fn is_clean(sandbox: &DockerSandbox) {
    let own = format!("-{}-", std::process::id());
    let begun = Instant::now();
    loop {
        let left = sandbox.containers().await.expect("the daemon answers");
        let left: Vec<_> = left.into_iter().filter(|one| one.name.contains(&own)).collect();
        if left.is_empty() {
            return;
        }
        assert!(begun.elapsed() < Duration::from_secs(60), "{left:#?}");
        tokio::time::sleep(Duration::from_millis(200)).await;
    }
}

async fn certify(remote: bool, warm: bool) {
    let Some(docker) = docker(remote).await else {
        return skip::skip("the Docker sandbox", "no daemon answers that has the tests' images");
    };
    if warm {
        let docker = Warm(docker);
        sandbox::all(&docker).await;
        is_clean(&docker.0).await;
    } else {
        sandbox::all(&docker).await;
        is_clean(&docker).await;
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_daemon_here_cold() {
    certify(false, false).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_daemon_here_warm() {
    certify(false, true).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_daemon_elsewhere_cold() {
    certify(true, false).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_daemon_elsewhere_warm() {
    certify(true, true).await;
}
