//! Listening to a process: until it answers, ends, passes a limit or nobody wants it any more.

use super::cgroup::Group;
use super::channel::Waiting;
use super::end;
use super::launch;
use super::listener::Listener;
use super::watch;
use super::watched;
use crate::sandbox::Stream;
use std::io;
use std::os::fd::OwnedFd;
use std::time::{Duration, Instant};
use tokio::io::AsyncReadExt;
use tokio::io::unix::AsyncFd;
use tokio::net::unix::pipe::Receiver;

/// How often it is looked whether the tree passed its memory limit.
const WATCH_INTERVAL: Duration = Duration::from_millis(10);
const CHUNK: usize = 16 << 10;
/// Room for so much of a reply is made at once.
const REPLY_ROOM: usize = 64 << 10;
/// A time that is still a moment when it is added to now.
const LONGEST_TIMEOUT: Duration = Duration::from_secs(10 * 365 * 24 * 60 * 60);

/// Why the host stopped listening.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Stop {
    /// A whole reply is there.
    Replied,
    /// The process ended by itself.
    Ended,
    Timeout,
    Cancelled,
    OutputTooLarge,
    OutOfMemory,
}

/// When a call that began at a moment must have ended.
pub(super) fn deadline(started: Instant, timeout: Duration) -> Instant {
    started + timeout.min(LONGEST_TIMEOUT)
}

/// The host's ends of the pipes.
pub(super) struct Pipes {
    pub(super) stdout: OwnedFd,
    pub(super) stderr: OwnedFd,
    pub(super) reply: OwnedFd,
}

/// The sandbox's ends of the pipes.
pub(super) struct InnerPipes {
    pub(super) stdout: OwnedFd,
    pub(super) stderr: OwnedFd,
    pub(super) reply: OwnedFd,
}

impl Pipes {
    /// Three pipes.
    pub(super) fn new() -> io::Result<(Self, InnerPipes)> {
        let (stdout, inner_stdout) = launch::pipe()?;
        let (stderr, inner_stderr) = launch::pipe()?;
        let (reply, inner_reply) = launch::pipe()?;
        let inner = InnerPipes { stdout: inner_stdout, stderr: inner_stderr, reply: inner_reply };
        Ok((Self { stdout, stderr, reply }, inner))
    }
}

/// What the memory of an execution is measured by.
#[derive(Debug, Clone, Copy)]
pub(super) struct Gauge<'a> {
    /// The first process of the sandbox.
    pub(super) process: i32,
    pub(super) group: Option<&'a Group>,
    /// Processes that the kernel had killed for want of memory before.
    pub(super) earlier_kills: u64,
}

impl Gauge<'_> {
    /// Whether the kernel killed a process for want of memory.
    pub(super) fn has_killed(&self) -> bool {
        self.group.is_some_and(|group| group.memory_kills() > self.earlier_kills)
    }

    /// Whether the tree passed its memory limit: the kernel tells where it keeps it, by killing one process of
    /// the tree after the other, for which the rest is not awaited; elsewhere the tree is measured.
    fn is_passed(&self, listener: &mut Listener<'_>) -> bool {
        if self.group.is_some_and(Group::counts_memory) {
            return self.has_killed();
        }
        let usage = watch::measure(self.process, listener.limits.memory);
        listener.watched_peak = listener.watched_peak.max(usage.memory);
        usage.memory > listener.limits.memory
    }
}

/// The pipes and the end of a process, watched by the runtime that this was made on.
pub(super) struct Hearing {
    stdout: Receiver,
    stderr: Receiver,
    reply: Receiver,
    ended: AsyncFd<OwnedFd>,
}

impl Hearing {
    /// Listens to the pipes and to a descriptor that can be read when the process has ended.
    pub(super) fn new(pipes: Pipes, ended: OwnedFd) -> io::Result<Self> {
        Ok(Self {
            stdout: Receiver::from_owned_fd(pipes.stdout)?,
            stderr: Receiver::from_owned_fd(pipes.stderr)?,
            reply: Receiver::from_owned_fd(pipes.reply)?,
            ended: watched::owned(ended)?,
        })
    }

    /// Ends the process that is listened to.
    pub(super) fn kill(&self) {
        end::kill(self.ended.get_ref());
    }

    /// Listens until there is a reason to stop. A packet on the channel counts as the reply.
    pub(super) async fn listen(
        &mut self,
        listener: &mut Listener<'_>,
        channel: Option<&Waiting<'_>>,
        gauge: Gauge<'_>,
        deadline: Instant,
    ) -> Stop {
        let first_look = tokio::time::Instant::now() + WATCH_INTERVAL;
        let mut watch = tokio::time::interval_at(first_look, WATCH_INTERVAL);
        let (mut out, mut err) = (vec![0; CHUNK], vec![0; CHUNK]);
        let mut open = [true; 4];
        loop {
            listener.reply.reserve(REPLY_ROOM);
            tokio::select! {
                biased;
                () = listener.control.cancel.cancelled() => return Stop::Cancelled,
                () = tokio::time::sleep_until(deadline.into()) => return Stop::Timeout,
                _ = watch.tick() => {
                    if gauge.is_passed(listener) { return Stop::OutOfMemory; }
                }
                read = self.reply.read_buf(&mut listener.reply), if open[2] => {
                    open[2] = listener.take_reply(&read);
                    if listener.replied() { return Stop::Replied; }
                }
                read = self.stdout.read(&mut out), if open[0] => {
                    open[0] = listener.take_log(Stream::Stdout, read, &out);
                }
                read = self.stderr.read(&mut err), if open[1] => {
                    open[1] = listener.take_log(Stream::Stderr, read, &err);
                }
                packet = receive(channel), if open[3] => match packet {
                    Ok(packet) => {
                        listener.packet = Some(packet);
                        return Stop::Replied;
                    }
                    Err(_) => open[3] = false,
                },
                _ = self.ended.readable() => return Stop::Ended,
            }
            if listener.taken > listener.limits.output {
                return Stop::OutputTooLarge;
            }
        }
    }

    /// Takes what is still in the pipes and the channel. Every writer is gone, so that nothing is waited for.
    pub(super) fn drain(&self, listener: &mut Listener<'_>, channel: Option<&Waiting<'_>>) {
        if !listener.replied()
            && let Some(packet) = channel.and_then(|channel| channel.take().ok())
        {
            listener.packet = Some(packet);
        }
        while listener.taken <= listener.limits.output && !listener.replied() {
            listener.reply.reserve(REPLY_ROOM);
            let read = self.reply.try_read_buf(&mut listener.reply);
            if !listener.take_reply(&read) {
                break;
            }
        }
        let mut chunk = vec![0; CHUNK];
        for (stream, pipe) in [(Stream::Stdout, &self.stdout), (Stream::Stderr, &self.stderr)] {
            while listener.taken <= listener.limits.output {
                let read = pipe.try_read(&mut chunk);
                if !listener.take_log(stream, read, &chunk) {
                    break;
                }
            }
        }
        listener.finish();
    }
}

async fn receive(channel: Option<&Waiting<'_>>) -> io::Result<super::channel::Packet> {
    match channel {
        Some(channel) => channel.receive().await,
        None => std::future::pending().await,
    }
}
