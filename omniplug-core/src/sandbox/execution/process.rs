//! A cold execution seen from the host: a process of its own, from its launch to what is left of it.

use super::hearing::{Gauge, Hearing, Pipes, Stop, deadline};
use super::listener::Listener;
use super::running::{End, Running, Used};
use crate::sandbox::{Control, Limits, Logs, Usage};
use crate::{Error, ErrorKind, Result};
use std::os::fd::OwnedFd;
use std::time::Instant;

const SMALL: usize = 64 << 10;

/// A reply as it came.
#[derive(Debug)]
pub(crate) enum ReplyBytes {
    /// By the pipe.
    Read(Vec<u8>),
    /// As a file in memory, which nobody has looked at yet.
    File(OwnedFd),
}

impl ReplyBytes {
    /// Hands the reply over.
    pub(crate) fn take(&mut self) -> Self {
        std::mem::replace(self, Self::Read(Vec::new()))
    }
}

/// What is left of an execution when every process of it is gone.
#[derive(Debug)]
pub(crate) struct Remains {
    pub(crate) stop: Stop,
    pub(crate) end: End,
    pub(crate) reply: ReplyBytes,
    pub(crate) logs: Logs,
    pub(crate) warnings: Vec<String>,
    pub(crate) usage: Usage,
    /// Whether the kernel killed a process for want of memory.
    pub(crate) out_of_memory: bool,
    /// Whether it ended because somebody outside ended its sandbox.
    pub(crate) lost: bool,
}

impl Remains {
    /// What a listener took, once all is over.
    pub(crate) fn new(
        mut listener: Listener<'_>,
        stop: Stop,
        end: End,
        usage: Usage,
        out_of_memory: bool,
    ) -> Self {
        let stop = match stop {
            // What was on its way when the reply came counts too.
            Stop::Replied | Stop::Ended if listener.taken > listener.limits.output => {
                Stop::OutputTooLarge
            }
            Stop::Ended if listener.replied() => Stop::Replied,
            stop => stop,
        };
        let file = listener.packet.take().and_then(|packet| packet.descriptors.into_iter().next());
        let reply = listener.whole_reply();
        Self {
            stop,
            end,
            reply: file.map_or_else(|| ReplyBytes::Read(reply), ReplyBytes::File),
            logs: listener.logs,
            warnings: listener.warnings,
            usage,
            out_of_memory,
            lost: false,
        }
    }
}

impl Remains {
    /// What is left where no process ran.
    pub(crate) fn without_process(stop: Stop) -> Self {
        Self {
            stop,
            end: End::Unknown,
            reply: ReplyBytes::Read(Vec::new()),
            logs: Logs::default(),
            warnings: Vec::new(),
            usage: Usage::default(),
            out_of_memory: false,
            lost: false,
        }
    }

    /// What is left where the sandbox was gone before anything began.
    pub(crate) fn lost() -> Self {
        Self { lost: true, ..Self::without_process(Stop::Ended) }
    }

    /// Whether the reply is read faster than a thread is woken.
    pub(crate) fn is_small(&self) -> bool {
        matches!(&self.reply, ReplyBytes::Read(bytes) if bytes.len() < SMALL)
    }
}

/// A running cold execution. Dropping it ends it.
pub(crate) struct Process {
    running: Box<dyn Running>,
    hearing: Hearing,
    started: Instant,
}

impl Process {
    pub(crate) fn new(running: Box<dyn Running>, pipes: Pipes, started: Instant) -> Result<Self> {
        let hearing = running.ended().and_then(|ended| Hearing::new(pipes, ended));
        let hearing = hearing.map_err(|error| {
            Error::new(ErrorKind::Sandbox, "can't listen to the sandbox").with_source(error)
        })?;
        Ok(Self { running, hearing, started })
    }

    /// Listens until the execution replies, ends or passes a limit; then ends all of it and collects what is
    /// left.
    pub(crate) async fn finish(mut self, limits: &Limits, control: &Control) -> Result<Remains> {
        let mut listener = Listener::new(limits, control);
        let gauge =
            Gauge { meter: self.running.meter(), earlier_kills: 0, earlier: Used::default() };
        let deadline = deadline(self.started, limits.timeout);
        let stop = self.hearing.listen(&mut listener, None, gauge, deadline).await;
        let is_full = stop == Stop::Timeout && gauge.is_full();
        let ended = self.running.end().await?;
        self.hearing.drain(&mut listener, None);
        let usage = ended.used.usage(self.started.elapsed());
        let peak_memory = usage.peak_memory.max(listener.watched_peak);
        let usage = Usage { peak_memory, ..usage };
        let remains =
            Remains::new(listener, stop, ended.end, usage, ended.out_of_memory || is_full);
        Ok(Remains { lost: ended.lost && stop == Stop::Ended, ..remains })
    }
}
