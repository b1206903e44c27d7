//! The library as the command line opens it, and how Ctrl-C reaches it.

use crate::arguments::{Global, LanguageImage};
use omniplug_core::policy::{ContainerPolicy, Policy};
use omniplug_core::sandbox::Language;
use omniplug_core::sandbox::pool::PoolOptions;
use omniplug_core::scanner::ScanPolicy;
use omniplug_core::{Builder, Omniplug, Result};
use std::process;
use tokio::signal::unix::{SignalKind, signal};
use tokio_util::sync::CancellationToken;

/// A builder with the global options.
pub(crate) fn builder(global: &Global) -> Builder {
    let mut builder = Omniplug::builder().policy(Policy {
        grants: global.grants.clone(),
        least_grade: global.isolation.into(),
        scan: ScanPolicy { gate: global.scan_gate.into(), ..ScanPolicy::default() },
        containers: containers(global),
        ..Policy::default()
    });
    builder = builder.backend(global.sandbox.into());
    if let Some(home) = &global.home {
        builder = builder.home(home);
    }
    if let Some(url) = &global.database {
        builder = builder.database(url);
    }
    builder
}

fn containers(global: &Global) -> ContainerPolicy {
    let mut rules = ContainerPolicy {
        allowed_images: global.allowed_images.clone(),
        runtime: global.container_runtime.clone(),
        ..ContainerPolicy::default()
    };
    for LanguageImage { language, image } in &global.images {
        match language {
            Language::Python => rules.images.python = image.clone(),
            Language::R => rules.images.r = image.clone(),
        }
    }
    rules
}

/// Opens the library with the global options. Its executions start cold: a session that is warm pays for itself
/// from the second one on.
pub(crate) async fn open(global: &Global) -> Result<Omniplug> {
    builder(global).pool(PoolOptions::cold()).open().await
}

/// Opens the library for many executions, which start warm.
pub(crate) async fn open_for_many(global: &Global) -> Result<Omniplug> {
    builder(global).open().await
}

/// A token that Ctrl-C or a request to terminate cancels; the second one ends the command at once.
pub(crate) fn cancelled_by_signals() -> CancellationToken {
    let token = CancellationToken::new();
    let cancelled = token.clone();
    tokio::spawn(async move {
        let (Ok(mut interrupt), Ok(mut terminate)) =
            (signal(SignalKind::interrupt()), signal(SignalKind::terminate()))
        else {
            return;
        };
        let mut next = async || {
            tokio::select! {
                _ = interrupt.recv() => {}
                _ = terminate.recv() => {}
            }
        };
        next().await;
        cancelled.cancel();
        next().await;
        process::exit(crate::exit::Exit::Cancelled as i32);
    });
    token
}
