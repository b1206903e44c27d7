//! A process that was launched, until it is collected.

use super::cgroup::Group;
use super::clone::Launched;
use super::end;
use super::view::SCRATCH;
use super::watch;
use crate::sandbox::execution::{self, End, Ended, Meter, Running, Scratch, Used};
use crate::{Error, ErrorKind, Result};
use async_trait::async_trait;
use std::ffi::CStr;
use std::io;
use std::os::fd::{AsFd, OwnedFd};
use std::time::Duration;

/// A killed process that is not gone by then hangs in the kernel.
const END_TIMEOUT: Duration = Duration::from_secs(30);

/// A launched process and its control group. Dropping it ends and collects the process and removes the group.
#[derive(Debug)]
pub(super) struct NativeRunning {
    process: i32,
    handle: Option<OwnedFd>,
    group: Option<Group>,
    scratch: Scratch,
}

impl NativeRunning {
    pub(super) fn new(launched: Launched, group: Option<Group>) -> Self {
        let Launched { process, handle } = launched;
        Self { process, handle: Some(handle), group, scratch: Scratch::default() }
    }

    /// Opens the folders that are emptied between executions. Nothing of a plugin may have run yet.
    pub(super) fn open_scratch(&mut self) -> io::Result<()> {
        let folder =
            |path: &&CStr| format!("/proc/{}/root{}", self.process, path.to_string_lossy());
        self.scratch = Scratch::open(SCRATCH.iter().map(folder))?;
        Ok(())
    }

    fn handle(&self) -> io::Result<&OwnedFd> {
        self.handle.as_ref().ok_or_else(|| io::Error::other("the process was collected before"))
    }

    /// Kills all of it and waits for that.
    async fn collect(&mut self) -> Result<(End, libc::rusage)> {
        let failed = |error: io::Error| {
            Error::new(ErrorKind::Sandbox, "the sandbox's process is gone").with_source(error)
        };
        let handle = self.ended().and_then(execution::watch).map_err(failed)?;
        end::kill(self.handle().map_err(failed)?);
        let ended = tokio::time::timeout(END_TIMEOUT, handle.readable()).await;
        drop(ended.map_err(|_| stuck())?.map_err(failed)?);
        let ended = self.handle().and_then(end::wait).map_err(failed)?;
        self.handle = None;
        Ok(ended)
    }
}

#[async_trait]
impl Running for NativeRunning {
    fn ended(&self) -> io::Result<OwnedFd> {
        self.handle()?.as_fd().try_clone_to_owned()
    }

    fn process(&self) -> Option<i32> {
        Some(self.process)
    }

    fn meter(&self) -> &dyn Meter {
        self
    }

    async fn is_alone(&self) -> io::Result<bool> {
        execution::is_alone(self.process)
    }

    async fn empty_scratch(&self) -> io::Result<()> {
        self.scratch.empty()
    }

    async fn end(&mut self) -> Result<Ended> {
        let (end, usage) = self.collect().await?;
        let time = |value: libc::timeval| {
            Duration::from_secs(value.tv_sec.unsigned_abs())
                + Duration::from_micros(value.tv_usec.unsigned_abs())
        };
        let used = self.used();
        let used = Used {
            cpu_time: used.cpu_time.or(Some(time(usage.ru_utime) + time(usage.ru_stime))),
            peak_memory: used.peak_memory.or(Some(usage.ru_maxrss.unsigned_abs() * 1024)),
            ..used
        };
        Ok(Ended { end, used, out_of_memory: self.memory_kills() > 0, lost: false })
    }
}

impl Meter for NativeRunning {
    fn keeps_memory(&self) -> bool {
        self.group.as_ref().is_some_and(|group| group.counters().counts_memory())
    }

    fn memory_kills(&self) -> u64 {
        self.group.as_ref().map_or(0, |group| group.counters().memory_kills())
    }

    fn memory(&self, limit: u64) -> u64 {
        let counted = self.group.as_ref().and_then(|group| group.counters().memory());
        counted.unwrap_or_else(|| watch::measure(self.process, limit).memory)
    }

    fn memory_limit(&self) -> Option<u64> {
        self.group.as_ref()?.counters().memory_limit()
    }

    fn used(&self) -> Used {
        self.group.as_ref().map(|group| group.counters().used()).unwrap_or_default()
    }

    fn forget_peak(&self) -> bool {
        self.group.as_ref().is_some_and(|group| group.counters().forget_peak())
    }
}

fn stuck() -> Error {
    Error::new(ErrorKind::Sandbox, "the sandbox's process was killed and does not end")
        .with_hint("a file system that it reads may hang; look at what the kernel logs")
}

impl Drop for NativeRunning {
    fn drop(&mut self) {
        let Some(handle) = self.handle.take() else {
            return;
        };
        let group = self.group.take();
        end::kill(&handle);
        // The status must be collected, and the group can go only then.
        let reap = move || {
            if let Err(error) = end::wait(&handle) {
                tracing::warn!(%error, "a sandbox's process was not collected");
            }
            drop(group);
        };
        // A thread of its own: one that hangs in the kernel must not keep others from starting.
        if let Err(error) = std::thread::Builder::new().name("omniplug-reaper".into()).spawn(reap) {
            tracing::warn!(%error, "a sandbox's process was not collected");
        }
    }
}
