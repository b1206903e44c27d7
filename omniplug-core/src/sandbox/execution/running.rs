//! What a backend brings: starting the sandboxes of a session, and what is seen of one from outside.

use super::channel::Packet;
use crate::sandbox::{Isolation, SessionSpec, Start, Usage};
use crate::{Error, ErrorKind, Result};
use async_trait::async_trait;
use std::fmt::Debug;
use std::io;
use std::os::fd::OwnedFd;
use std::path::{Path, PathBuf};
use std::time::Duration;

/// Starts the sandboxes of one session.
#[async_trait]
pub(crate) trait Starter: Debug + Send + Sync {
    /// What the session was opened with.
    fn spec(&self) -> &SessionSpec;

    /// The isolation that its sandboxes have.
    fn isolation(&self) -> &Isolation;

    /// Starts a sandbox whose first process has these descriptors as 0, 1, 2 and so on.
    async fn start(&self, start: Start, inside: Vec<OwnedFd>) -> Result<Box<dyn Running>>;

    /// Lets the sandbox's user open pipes again by their names, as R does.
    fn give(&self, pipes: &[&OwnedFd]) -> io::Result<()>;

    /// Waits, within bounds, until sandboxes can be started again, after one was ended from outside or could not
    /// be started; false where waiting changes nothing.
    async fn recover(&self) -> Result<bool>;

    /// Gives up what was made for the session, and waits, within bounds, until it is gone.
    async fn close(&self);
}

/// A sandbox with all its processes. Dropping it ends it, at whatever moment and on whatever thread.
#[async_trait]
pub(crate) trait Running: Debug + Send + Sync {
    /// A descriptor that can be read when the first process has ended.
    fn ended(&self) -> io::Result<OwnedFd>;

    /// The number of the first process, where this host sees it.
    fn process(&self) -> Option<i32>;

    /// A descriptor that can be read when the process that sent a packet has ended.
    fn sender_ended(&self, packet: &mut Packet) -> io::Result<OwnedFd> {
        packet.sender()
    }

    /// What the sandbox uses.
    fn meter(&self) -> &dyn Meter;

    /// Whether nothing but the first process is left.
    async fn is_alone(&self) -> io::Result<bool>;

    /// Removes all that lies in the scratch folders.
    async fn empty_scratch(&self) -> io::Result<()>;

    /// Ends everything, and waits until that is so.
    async fn end(&mut self) -> Result<Ended>;
}

/// Measures a sandbox from outside.
pub(crate) trait Meter: Send + Sync {
    /// Whether the kernel keeps the memory limit. Otherwise the host watches.
    fn keeps_memory(&self) -> bool;

    /// How many processes the kernel has killed for want of memory.
    fn memory_kills(&self) -> u64;

    /// The memory that all processes hold, in bytes; where that costs time, it is exact only above `limit`.
    fn memory(&self, limit: u64) -> u64;

    /// The most memory that they may hold, in bytes.
    fn memory_limit(&self) -> Option<u64>;

    /// What all of them used so far, as far as it is counted.
    fn used(&self) -> Used;

    /// Begins the count of the most memory anew, where that can be.
    fn forget_peak(&self) -> bool;
}

/// What processes used, from counters that only grow.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(crate) struct Used {
    pub(crate) cpu_time: Option<Duration>,
    /// The most memory that was held, in bytes.
    pub(crate) peak_memory: Option<u64>,
    /// Bytes read from disks and written to them.
    pub(crate) disk: [u64; 2],
    /// Bytes received from the network and sent to it.
    pub(crate) network: [u64; 2],
}

impl Used {
    /// What was used since an earlier look. The most memory is that of the whole time.
    pub(crate) fn since(self, earlier: Self) -> Self {
        let less = |now: [u64; 2], then: [u64; 2]| {
            let [first, second] = then;
            [now[0].saturating_sub(first), now[1].saturating_sub(second)]
        };
        Self {
            cpu_time: self
                .cpu_time
                .map(|time| time.saturating_sub(earlier.cpu_time.unwrap_or_default())),
            peak_memory: self.peak_memory,
            disk: less(self.disk, earlier.disk),
            network: less(self.network, earlier.network),
        }
    }

    /// The same as it is told to callers; what was not counted is nothing.
    pub(crate) fn usage(self, wall_time: Duration) -> Usage {
        let ([read_bytes, written_bytes], [received_bytes, sent_bytes]) = (self.disk, self.network);
        Usage {
            wall_time,
            cpu_time: self.cpu_time.unwrap_or_default(),
            peak_memory: self.peak_memory.unwrap_or_default(),
            read_bytes,
            written_bytes,
            received_bytes,
            sent_bytes,
        }
    }
}

/// How a process ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(crate) enum End {
    Exited(i32),
    Signalled(i32),
    /// Nobody told it.
    #[default]
    Unknown,
}

impl End {
    /// Reads a status as `waitpid` gives it.
    pub(crate) fn of_status(status: i32) -> Self {
        if libc::WIFSIGNALED(status) {
            Self::Signalled(libc::WTERMSIG(status))
        } else {
            Self::Exited(libc::WEXITSTATUS(status))
        }
    }
}

/// What is known of a sandbox that is gone.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Ended {
    /// How its first process ended.
    pub(crate) end: End,
    /// What was used.
    pub(crate) used: Used,
    /// Whether the kernel killed a process for want of memory.
    pub(crate) out_of_memory: bool,
    /// Whether somebody outside ended it: neither this host nor what ran in it.
    pub(crate) lost: bool,
}

/// The path of a folder to show, without links; one that is missing is an error that names it.
pub(crate) fn exists(folder: &Path) -> Result<PathBuf> {
    folder.canonicalize().map_err(|error| {
        let message = format!("`{}` can't be shown in the sandbox", folder.display());
        Error::new(ErrorKind::NotFound, message).with_source(error)
    })
}

/// The error of means that the host can't make.
pub(crate) fn unprepared(error: io::Error) -> Error {
    Error::new(ErrorKind::Sandbox, "can't prepare the sandbox").with_source(error)
}
