//! A cold execution seen from the host: a process of its own, from its launch to what is left of it.

use super::cgroup::Group;
use super::end::End;
use super::hearing::{Gauge, Hearing, Pipes, Stop, deadline};
use super::listener::Listener;
use super::running::Running;
use super::watched;
use crate::sandbox::{Control, Limits, Logs, Usage};
use crate::{Error, ErrorKind, Result};
use std::io;
use std::os::fd::OwnedFd;
use std::time::{Duration, Instant};

/// A killed process that is not gone by then hangs in the kernel.
const END_TIMEOUT: Duration = Duration::from_secs(30);
const SMALL: usize = 64 << 10;

/// A reply as it came.
#[derive(Debug)]
pub(super) enum ReplyBytes {
    /// By the pipe.
    Read(Vec<u8>),
    /// As a file in memory, which nobody has looked at yet.
    File(OwnedFd),
}

impl ReplyBytes {
    /// Hands the reply over.
    pub(super) fn take(&mut self) -> Self {
        std::mem::replace(self, Self::Read(Vec::new()))
    }
}

/// What is left of an execution when every process of it is gone.
#[derive(Debug)]
pub(super) struct Remains {
    pub(super) stop: Stop,
    pub(super) end: End,
    pub(super) reply: ReplyBytes,
    pub(super) logs: Logs,
    pub(super) warnings: Vec<String>,
    pub(super) usage: Usage,
    /// Whether the kernel killed a process for want of memory.
    pub(super) out_of_memory: bool,
}

impl Remains {
    /// What a listener took, once all is over.
    pub(super) fn new(
        mut listener: Listener<'_>,
        stop: Stop,
        end: End,
        usage: Usage,
        out_of_memory: bool,
    ) -> Self {
        let stop = if listener.replied() && stop == Stop::Ended { Stop::Replied } else { stop };
        let file = listener.packet.take().and_then(|packet| packet.descriptor);
        let reply = listener.whole_reply();
        Self {
            stop,
            end,
            reply: file.map_or_else(|| ReplyBytes::Read(reply), ReplyBytes::File),
            logs: listener.logs,
            warnings: listener.warnings,
            usage,
            out_of_memory,
        }
    }
}

impl Remains {
    /// What is left where no process ran.
    pub(super) fn without_process(stop: Stop) -> Self {
        Self {
            stop,
            end: End::Unknown,
            reply: ReplyBytes::Read(Vec::new()),
            logs: Logs::default(),
            warnings: Vec::new(),
            usage: Usage::default(),
            out_of_memory: false,
        }
    }

    /// Whether the reply is read faster than a thread is woken.
    pub(super) fn is_small(&self) -> bool {
        matches!(&self.reply, ReplyBytes::Read(bytes) if bytes.len() < SMALL)
    }
}

/// A running cold execution. Dropping it ends it.
pub(super) struct Process {
    running: Running,
    hearing: Hearing,
    started: Instant,
}

impl Process {
    pub(super) fn new(running: Running, pipes: Pipes, started: Instant) -> Result<Self> {
        let hearing = running.ended().and_then(|ended| Hearing::new(pipes, ended));
        let hearing = hearing.map_err(|error| {
            Error::new(ErrorKind::Sandbox, "can't listen to the sandbox").with_source(error)
        })?;
        Ok(Self { running, hearing, started })
    }

    /// Listens until the execution replies, ends or passes a limit; then ends all of it and collects what is
    /// left.
    pub(super) async fn finish(mut self, limits: &Limits, control: &Control) -> Result<Remains> {
        let mut listener = Listener::new(limits, control);
        let (process, group) = (self.running.process(), self.running.group());
        let gauge = Gauge { process, group, earlier_kills: 0 };
        let deadline = deadline(self.started, limits.timeout);
        let stop = self.hearing.listen(&mut listener, None, gauge, deadline).await;
        let (end, usage) = end(&mut self.running).await?;
        self.hearing.drain(&mut listener, None);
        let usage = self.account(&usage, listener.watched_peak);
        let out_of_memory = self.running.group().is_some_and(|group| group.memory_kills() > 0);
        Ok(Remains::new(listener, stop, end, usage, out_of_memory))
    }

    fn account(&self, usage: &libc::rusage, watched_peak: u64) -> Usage {
        let time = |value: libc::timeval| {
            Duration::from_secs(value.tv_sec.unsigned_abs())
                + Duration::from_micros(value.tv_usec.unsigned_abs())
        };
        let own_peak = usage.ru_maxrss.unsigned_abs() * 1024;
        let group = self.running.group();
        Usage {
            wall_time: self.started.elapsed(),
            cpu_time: group
                .and_then(Group::cpu_time)
                .unwrap_or_else(|| time(usage.ru_utime) + time(usage.ru_stime)),
            peak_memory: group.and_then(Group::peak_memory).unwrap_or(own_peak.max(watched_peak)),
        }
    }
}

/// Ends a sandbox with all that it started, and waits until that is so.
pub(super) async fn end(running: &mut Running) -> Result<(End, libc::rusage)> {
    let failed = |error: io::Error| {
        Error::new(ErrorKind::Sandbox, "the sandbox's process is gone").with_source(error)
    };
    let handle = running.ended().and_then(watched::owned).map_err(failed)?;
    running.kill();
    let ended = tokio::time::timeout(END_TIMEOUT, handle.readable()).await;
    drop(ended.map_err(|_| stuck())?.map_err(failed)?);
    running.collect().map_err(failed)
}

fn stuck() -> Error {
    Error::new(ErrorKind::Sandbox, "the sandbox's process was killed and does not end")
        .with_hint("a file system that it reads may hang; look at what the kernel logs")
}
