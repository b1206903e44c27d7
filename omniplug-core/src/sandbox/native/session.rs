//! A session of the native sandbox: a prepared plan, and a fresh process for every execution.

use super::cgroup::Hierarchy;
use super::launch::{self, LaunchFailure};
use super::launcher;
use super::memory_file;
use super::plan::Plan;
use super::process::{Pipes, Process};
use super::running::Running;
use super::verdict;
use crate::background::background;
use crate::payload::wire;
use crate::sandbox::{Control, Isolation, Limits, Outcome, Request, Session, SessionSpec};
use crate::{Error, ErrorKind, Result};
use async_trait::async_trait;
use std::io;
use std::os::fd::OwnedFd;
use std::sync::Arc;
use std::time::Instant;

/// A session whose executions each start cold.
#[derive(Debug)]
pub(super) struct NativeSession {
    spec: SessionSpec,
    plan: Arc<Plan>,
    hierarchy: Hierarchy,
    isolation: Isolation,
}

impl NativeSession {
    pub(super) fn new(
        spec: SessionSpec,
        plan: Arc<Plan>,
        hierarchy: Hierarchy,
        isolation: Isolation,
    ) -> Self {
        Self { spec, plan, hierarchy, isolation }
    }

    async fn start(&self, request: OwnedFd, started: Instant) -> Result<Process> {
        let failed = |error: io::Error| {
            Error::new(ErrorKind::Sandbox, "can't prepare the sandbox").with_source(error)
        };
        let (pipes, [input, stdout, stderr, _, reply]) = Pipes::new().map_err(failed)?;
        let group = self.hierarchy.group(&self.spec.limits).map_err(failed)?;
        let inside = [input, stdout, stderr, request, reply];
        let plan = Arc::clone(&self.plan);
        let running = launcher::run(move || {
            let launched = launch::launch(&plan, &inside, group.as_ref())?;
            Ok(Running::new(launched, group))
        })
        .await
        .map_err(failed)?;
        let running = running.map_err(|failure: LaunchFailure| failure.explain(&self.plan))?;
        Process::new(running, pipes, started)
    }
}

fn encode(spec: &SessionSpec, request: &Request) -> Result<OwnedFd> {
    let encoded = wire::encode_request(&wire::Call {
        request,
        language: spec.language,
        entry_point: &spec.entry_point,
        library_paths: &spec.library_paths,
        output_limit: spec.limits.output,
    })?;
    memory_file::sealed(|file| encoded.write_to(file)).map_err(|error| {
        Error::new(ErrorKind::Sandbox, "can't hand the request over").with_source(error)
    })
}

#[async_trait]
impl Session for NativeSession {
    fn isolation(&self) -> &Isolation {
        &self.isolation
    }

    async fn execute(&self, request: Request, control: &Control) -> Result<Outcome> {
        let started = Instant::now();
        let timeout = request.timeout.min(self.spec.limits.timeout);
        let spec = self.spec.clone();
        let request = background(ErrorKind::Sandbox, move || encode(&spec, &request)).await?;
        let process = self.start(request, started).await?;
        let limits = Limits { timeout, ..self.spec.limits.clone() };
        let remains = process.finish(&limits, control).await?;
        let isolation = self.isolation.clone();
        let judge = move || Ok(verdict::judge(remains, &limits, isolation));
        background(ErrorKind::Sandbox, judge).await
    }

    fn cold_reason(&self) -> Option<String> {
        None
    }

    async fn memory(&self) -> u64 {
        0
    }

    async fn is_ready(&self) -> bool {
        true
    }

    async fn close(self: Box<Self>) -> Result<()> {
        Ok(())
    }
}
