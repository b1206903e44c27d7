//! Listening to a process: until it answers, ends, passes a limit or nobody wants it any more.

use super::channel::{Packet, Waiting};
use super::listener::Listener;
use super::pipes::pipe;
use super::running::{Meter, Used};
use super::watched;
use crate::sandbox::{Event, Stream, Usage};
use rustix::process::{Signal, pidfd_send_signal};
use std::io;
use std::os::fd::OwnedFd;
use std::time::{Duration, Instant};
use tokio::io::AsyncReadExt;
use tokio::io::unix::AsyncFd;
use tokio::net::unix::pipe::Receiver;

/// How often it is looked whether the tree passed its memory limit.
const WATCH_INTERVAL: Duration = Duration::from_millis(10);
/// How often it is told what an execution uses.
const REPORT_INTERVAL: Duration = Duration::from_secs(1);
const CHUNK: usize = 16 << 10;
/// Room for so much of a reply is made at once.
const REPLY_ROOM: usize = 64 << 10;
/// A time that is still a moment when it is added to now.
const LONGEST_TIMEOUT: Duration = Duration::from_secs(10 * 365 * 24 * 60 * 60);

/// Why the host stopped listening.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Stop {
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
pub(crate) fn deadline(started: Instant, timeout: Duration) -> Instant {
    started + timeout.min(LONGEST_TIMEOUT)
}

/// The host's ends of the pipes.
pub(crate) struct Pipes {
    pub(crate) stdout: OwnedFd,
    pub(crate) stderr: OwnedFd,
    pub(crate) reply: OwnedFd,
}

/// The sandbox's ends of the pipes.
pub(crate) struct InnerPipes {
    pub(crate) stdout: OwnedFd,
    pub(crate) stderr: OwnedFd,
    pub(crate) reply: OwnedFd,
}

impl Pipes {
    /// Three pipes.
    pub(crate) fn new() -> io::Result<(Self, InnerPipes)> {
        let (stdout, inner_stdout) = pipe()?;
        let (stderr, inner_stderr) = pipe()?;
        let (reply, inner_reply) = pipe()?;
        let inner = InnerPipes { stdout: inner_stdout, stderr: inner_stderr, reply: inner_reply };
        Ok((Self { stdout, stderr, reply }, inner))
    }
}

/// What the memory of an execution is measured by.
#[derive(Clone, Copy)]
pub(crate) struct Gauge<'a> {
    pub(crate) meter: &'a dyn Meter,
    /// Processes that the kernel had killed for want of memory before.
    pub(crate) earlier_kills: u64,
    /// What had been used before.
    pub(crate) earlier: Used,
}

impl Gauge<'_> {
    /// Whether the kernel killed a process for want of memory.
    pub(crate) fn has_killed(&self) -> bool {
        self.meter.memory_kills() > self.earlier_kills
    }

    /// Whether hardly any memory is left. Where the kernel finds pages of files to take back and to read again, it
    /// does that rather than kill, and nothing gets on.
    pub(crate) fn is_full(&self) -> bool {
        let meter = self.meter;
        let limit = meter.memory_limit().filter(|_| meter.keeps_memory());
        limit.is_some_and(|limit| meter.memory(limit) >= limit - limit / 100)
    }

    /// What the execution has used since it began at a moment.
    fn usage(&self, began: tokio::time::Instant) -> Usage {
        let used = self.meter.used().since(self.earlier);
        let memory = self.meter.memory(u64::MAX);
        Used { peak_memory: used.peak_memory.or(Some(memory)), ..used }.usage(began.elapsed())
    }

    /// Whether the tree passed its memory limit: the kernel tells where it keeps it, by killing one process of
    /// the tree after the other, for which the rest is not awaited; elsewhere the tree is measured.
    fn is_passed(&self, listener: &mut Listener<'_>) -> bool {
        if self.meter.keeps_memory() {
            return self.has_killed();
        }
        let memory = self.meter.memory(listener.limits.memory);
        listener.watched_peak = listener.watched_peak.max(memory);
        memory > listener.limits.memory
    }
}

/// The pipes and the end of a process, watched by the runtime that this was made on.
pub(crate) struct Hearing {
    stdout: Receiver,
    stderr: Receiver,
    reply: Receiver,
    ended: AsyncFd<OwnedFd>,
}

impl Hearing {
    /// Listens to the pipes and to a descriptor that can be read when the process has ended.
    pub(crate) fn new(pipes: Pipes, ended: OwnedFd) -> io::Result<Self> {
        Ok(Self {
            stdout: Receiver::from_owned_fd(pipes.stdout)?,
            stderr: Receiver::from_owned_fd(pipes.stderr)?,
            reply: Receiver::from_owned_fd(pipes.reply)?,
            ended: watched::owned(ended)?,
        })
    }

    /// Ends the process that is listened to.
    pub(crate) fn kill(&self) {
        // One that has ended already, or may not be killed from here, is seen by whoever looks for its end.
        let _ = pidfd_send_signal(self.ended.get_ref(), Signal::KILL);
    }

    /// Listens until there is a reason to stop. A packet on the channel counts as the reply.
    pub(crate) async fn listen(
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
        let mut next_report = first_look + REPORT_INTERVAL;
        loop {
            listener.reply.reserve(REPLY_ROOM);
            tokio::select! {
                biased;
                () = listener.control.cancel.cancelled() => return Stop::Cancelled,
                () = tokio::time::sleep_until(deadline.into()) => return Stop::Timeout,
                _ = watch.tick() => {
                    if gauge.is_passed(listener) { return Stop::OutOfMemory; }
                    if tokio::time::Instant::now() >= next_report {
                        next_report += REPORT_INTERVAL;
                        listener.control.events.event(Event::Usage(gauge.usage(first_look)));
                    }
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
    pub(crate) fn drain(&self, listener: &mut Listener<'_>, channel: Option<&Waiting<'_>>) {
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

async fn receive(channel: Option<&Waiting<'_>>) -> io::Result<Packet> {
    match channel {
        Some(channel) => channel.receive().await,
        None => std::future::pending().await,
    }
}
