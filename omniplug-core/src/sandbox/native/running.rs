//! A process that was launched, until it is collected.

use super::cgroup::Group;
use super::clone::Launched;
use super::end::{self, End};
use std::io;
use std::os::fd::{AsFd, OwnedFd};

/// A launched process and its control group. Dropping it, at whatever moment and on whatever thread, ends and
/// collects the process and removes the group.
pub(super) struct Running {
    process: i32,
    handle: Option<OwnedFd>,
    group: Option<Group>,
}

impl Running {
    pub(super) fn new(launched: Launched, group: Option<Group>) -> Self {
        Self { process: launched.process, handle: Some(launched.handle), group }
    }

    pub(super) fn process(&self) -> i32 {
        self.process
    }

    pub(super) fn group(&self) -> Option<&Group> {
        self.group.as_ref()
    }

    /// A descriptor that can be read when the process has ended.
    pub(super) fn ended(&self) -> io::Result<OwnedFd> {
        self.handle.as_ref().ok_or_else(collected)?.as_fd().try_clone_to_owned()
    }

    /// Whether the process has ended.
    pub(super) fn has_ended(&self) -> bool {
        self.handle.as_ref().is_none_or(end::has_ended)
    }

    /// Ends the process with all that it started.
    pub(super) fn kill(&self) {
        self.handle.as_ref().map(end::kill);
    }

    /// Waits for the end and collects it.
    pub(super) fn collect(&mut self) -> io::Result<(End, libc::rusage)> {
        let ended = end::wait(self.handle.as_ref().ok_or_else(collected)?)?;
        self.handle = None;
        Ok(ended)
    }
}

fn collected() -> io::Error {
    io::Error::other("the process was collected before")
}

impl Drop for Running {
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
