//! Making the processes of a session: cold ones, and the one from which warm ones are forked.

use super::cgroup::{Group, Hierarchy};
use super::launch::{self, LaunchFailure};
use super::launcher;
use super::plan::Plan;
use super::running::NativeRunning;
use crate::Result;
use crate::sandbox::execution::{Running, Starter, unprepared};
use crate::sandbox::{Isolation, Limits, SessionSpec, Start};
use async_trait::async_trait;
use std::io;
use std::os::fd::OwnedFd;
use std::sync::Arc;

/// What the processes of a session are made with.
#[derive(Debug)]
pub(super) struct NativeStarter {
    spec: SessionSpec,
    isolation: Isolation,
    cold: Arc<Plan>,
    warm: Option<Arc<Plan>>,
    hierarchy: Hierarchy,
}

impl NativeStarter {
    /// A session's starter; `warm` is the plan of its zygote where it has one.
    pub(super) fn new(
        spec: SessionSpec,
        isolation: Isolation,
        cold: Plan,
        warm: Option<Plan>,
        hierarchy: Hierarchy,
    ) -> Self {
        Self { spec, isolation, cold: Arc::new(cold), warm: warm.map(Arc::new), hierarchy }
    }

    /// The process from which others are forked is not one of the plugin's own.
    fn group(&self, start: Start) -> io::Result<Option<Group>> {
        let limits = &self.spec.limits;
        let more = u32::from(start == Start::Warm);
        let processes = limits.processes.saturating_add(more);
        self.hierarchy.group(&Limits { processes, ..limits.clone() })
    }
}

#[async_trait]
impl Starter for NativeStarter {
    fn spec(&self) -> &SessionSpec {
        &self.spec
    }

    fn isolation(&self) -> &Isolation {
        &self.isolation
    }

    async fn start(&self, start: Start, inside: Vec<OwnedFd>) -> Result<Box<dyn Running>> {
        let plan = match (start, &self.warm) {
            (Start::Warm, Some(plan)) => plan,
            _ => &self.cold,
        };
        let group = self.group(start).map_err(unprepared)?;
        let (planned, shown) = (Arc::clone(plan), Arc::clone(plan));
        let running = launcher::run(move || {
            let launched = launch::launch(&planned, &inside, group.as_ref())?;
            Ok(NativeRunning::new(launched, group))
        });
        let running = running.await.map_err(unprepared)?;
        let mut running = running.map_err(|failure: LaunchFailure| failure.explain(&shown))?;
        if start == Start::Warm {
            running.open_scratch().map_err(unprepared)?;
        }
        Ok(Box::new(running))
    }

    fn give(&self, pipes: &[&OwnedFd]) -> io::Result<()> {
        let identity = &self.warm.as_ref().unwrap_or(&self.cold).identity;
        launch::give_pipes(pipes.iter().copied(), identity)
    }

    async fn recover(&self) -> Result<bool> {
        Ok(false)
    }

    async fn close(&self) {}
}
