//! A running execution seen from the host: its pipes, its end, its use of resources.

#![expect(unsafe_code, reason = "tokio asks for a promise about the descriptor that it waits for")]

use super::cgroup::Group;
use super::end::End;
use super::launch;
use super::running::Running;
use super::watch;
use crate::payload::wire::{self, MessageSize};
use crate::sandbox::{Control, Event, Limits, LogLine, Logs, Stream, Usage};
use crate::{Error, ErrorKind, Result};
use arrow_buffer::Buffer;
use std::io;
use std::os::fd::OwnedFd;
use std::time::{Duration, Instant};
use tokio::io::AsyncReadExt;
use tokio::io::unix::AsyncFd;
use tokio::net::unix::pipe::Receiver;

/// How often it is looked whether the tree passed its memory limit.
const WATCH_INTERVAL: Duration = Duration::from_millis(10);
/// A line longer than this is cut into several.
const LONGEST_LINE: usize = 64 << 10;
const CHUNK: usize = 64 << 10;
/// A killed process that is not gone by then hangs in the kernel.
const END_TIMEOUT: Duration = Duration::from_secs(30);
/// A time that is still a moment when it is added to now.
const LONGEST_TIMEOUT: Duration = Duration::from_secs(10 * 365 * 24 * 60 * 60);

/// Why the host stopped listening to an execution.
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

/// What is left of an execution when every process of it is gone.
#[derive(Debug)]
pub(super) struct Remains {
    pub(super) stop: Stop,
    pub(super) end: End,
    pub(super) reply: Buffer,
    pub(super) logs: Logs,
    pub(super) usage: Usage,
    /// Whether the kernel killed a process for want of memory.
    pub(super) out_of_memory: bool,
}

/// The host's ends of the pipes.
pub(super) struct Pipes {
    pub(super) stdout: OwnedFd,
    pub(super) stderr: OwnedFd,
    pub(super) reply: OwnedFd,
}

impl Pipes {
    /// Three pipes: the host's ends, and what a sandbox gets as its descriptors 0 to 4 when nothing is asked.
    pub(super) fn new() -> io::Result<(Self, [OwnedFd; 5])> {
        let nothing = || std::fs::File::open("/dev/null").map(OwnedFd::from);
        let (stdout, stdout_inside) = launch::pipe()?;
        let (stderr, stderr_inside) = launch::pipe()?;
        let (reply, reply_inside) = launch::pipe()?;
        let inside = [nothing()?, stdout_inside, stderr_inside, nothing()?, reply_inside];
        Ok((Self { stdout, stderr, reply }, inside))
    }
}

/// A running execution. Dropping it ends it.
pub(super) struct Process {
    running: Running,
    ended: AsyncFd<OwnedFd>,
    stdout: Receiver,
    stderr: Receiver,
    reply: Receiver,
    started: Instant,
}

impl Process {
    pub(super) fn new(running: Running, pipes: Pipes, started: Instant) -> Result<Self> {
        let broken = |error: io::Error| {
            Error::new(ErrorKind::Sandbox, "can't listen to the sandbox").with_source(error)
        };
        // SAFETY: an `OwnedFd` stays the same open descriptor until it is dropped.
        let ended = unsafe { AsyncFd::register(running.ended().map_err(broken)?) };
        let ended = ended.map_err(|error| broken(error.into()))?;
        Ok(Self {
            running,
            ended,
            stdout: Receiver::from_owned_fd(pipes.stdout).map_err(broken)?,
            stderr: Receiver::from_owned_fd(pipes.stderr).map_err(broken)?,
            reply: Receiver::from_owned_fd(pipes.reply).map_err(broken)?,
            started,
        })
    }

    /// Listens until the execution replies, ends or passes a limit; then ends all of it and collects what is
    /// left.
    pub(super) async fn finish(mut self, limits: &Limits, control: &Control) -> Result<Remains> {
        let mut listener = Listener::new(limits, control);
        let deadline = self.started + limits.timeout.min(LONGEST_TIMEOUT);
        let stop = self.listen(&mut listener, deadline).await;
        let (end, usage) = self.collect().await?;
        self.drain(&mut listener);
        let wall_time = self.started.elapsed();
        let usage = self.account(&usage, listener.watched_peak, wall_time);
        let out_of_memory = self.running.group().is_some_and(Group::ran_out_of_memory);
        let (stdout, stderr) = (listener.stdout.flush(), listener.stderr.flush());
        for (stream, rest) in [(Stream::Stdout, stdout), (Stream::Stderr, stderr)] {
            rest.into_iter().for_each(|line| listener.log(stream, line));
        }
        let stop = if listener.replied() && stop == Stop::Ended { Stop::Replied } else { stop };
        let reply = Buffer::from_vec(listener.reply);
        Ok(Remains { stop, end, reply, logs: listener.logs, usage, out_of_memory })
    }

    async fn listen(&mut self, listener: &mut Listener<'_>, deadline: Instant) -> Stop {
        let mut watch = tokio::time::interval(WATCH_INTERVAL);
        let (mut out, mut err, mut answer) = (vec![0; CHUNK], vec![0; CHUNK], vec![0; CHUNK]);
        let mut open = [true; 3];
        loop {
            tokio::select! {
                biased;
                () = listener.control.cancel.cancelled() => return Stop::Cancelled,
                () = tokio::time::sleep_until(deadline.into()) => return Stop::Timeout,
                _ = watch.tick() => {
                    if self.is_out_of_memory(listener) { return Stop::OutOfMemory; }
                }
                read = self.reply.read(&mut answer), if open[2] => {
                    open[2] = listener.take_reply(read, &answer);
                    if listener.replied() { return Stop::Replied; }
                }
                read = self.stdout.read(&mut out), if open[0] => {
                    open[0] = listener.take_log(Stream::Stdout, read, &out);
                }
                read = self.stderr.read(&mut err), if open[1] => {
                    open[1] = listener.take_log(Stream::Stderr, read, &err);
                }
                _ = self.ended.readable() => return Stop::Ended,
            }
            if listener.taken > listener.limits.output {
                return Stop::OutputTooLarge;
            }
        }
    }

    /// Whether the tree passed its memory limit: the kernel tells where it keeps it, by killing one process of
    /// the tree after the other, for which the rest is not awaited; elsewhere the tree is measured.
    fn is_out_of_memory(&self, listener: &mut Listener<'_>) -> bool {
        if let Some(group) = self.running.group().filter(|group| group.counts_memory()) {
            return group.ran_out_of_memory();
        }
        let usage = watch::measure(self.running.process(), listener.limits.memory);
        listener.watched_peak = listener.watched_peak.max(usage.memory);
        usage.memory > listener.limits.memory
    }

    /// Ends the execution with all that it started, and waits until that is so.
    async fn collect(&mut self) -> Result<(End, libc::rusage)> {
        let failed = |error: io::Error| {
            Error::new(ErrorKind::Sandbox, "the sandbox's process is gone").with_source(error)
        };
        self.running.kill();
        let ended = tokio::time::timeout(END_TIMEOUT, self.ended.readable()).await;
        drop(ended.map_err(|_| stuck())?.map_err(failed)?);
        self.running.collect().map_err(failed)
    }

    /// Takes what is still in the pipes. Every writer is gone, so that nothing is waited for.
    fn drain(&mut self, listener: &mut Listener<'_>) {
        let mut chunk = vec![0; CHUNK];
        while listener.taken <= listener.limits.output && !listener.replied() {
            let read = self.reply.try_read(&mut chunk);
            if !listener.take_reply(read, &chunk) {
                break;
            }
        }
        for (stream, pipe) in [(Stream::Stdout, &self.stdout), (Stream::Stderr, &self.stderr)] {
            while listener.taken <= listener.limits.output {
                let read = pipe.try_read(&mut chunk);
                if !listener.take_log(stream, read, &chunk) {
                    break;
                }
            }
        }
    }

    fn account(&self, usage: &libc::rusage, watched_peak: u64, wall_time: Duration) -> Usage {
        let time = |value: libc::timeval| {
            Duration::from_secs(value.tv_sec.unsigned_abs())
                + Duration::from_micros(value.tv_usec.unsigned_abs())
        };
        let own_peak = usage.ru_maxrss.unsigned_abs() * 1024;
        let group = self.running.group();
        Usage {
            wall_time,
            cpu_time: group
                .and_then(Group::cpu_time)
                .unwrap_or_else(|| time(usage.ru_utime) + time(usage.ru_stime)),
            peak_memory: group.and_then(Group::peak_memory).unwrap_or(own_peak.max(watched_peak)),
        }
    }
}

fn stuck() -> Error {
    Error::new(ErrorKind::Sandbox, "the sandbox's process was killed and does not end")
        .with_hint("a file system that it reads may hang; look at what the kernel logs")
}

/// Takes what comes out of an execution, and bounds it.
struct Listener<'a> {
    limits: &'a Limits,
    control: &'a Control,
    reply: Vec<u8>,
    stdout: Lines,
    stderr: Lines,
    logs: Logs,
    kept: u64,
    /// Bytes taken so far, of all three pipes.
    taken: u64,
    watched_peak: u64,
}

impl<'a> Listener<'a> {
    fn new(limits: &'a Limits, control: &'a Control) -> Self {
        Self {
            limits,
            control,
            reply: Vec::new(),
            stdout: Lines::default(),
            stderr: Lines::default(),
            logs: Logs::default(),
            kept: 0,
            taken: 0,
            watched_peak: 0,
        }
    }

    /// Whether a whole reply is there, or something that can't become one.
    fn replied(&self) -> bool {
        if self.reply.len() < MessageSize::FIXED {
            return false;
        }
        wire::message_size(&self.reply).map_or(true, |size| self.reply.len() as u64 >= size.total())
    }

    /// Takes a piece of the reply; false at the end of the pipe or when nothing is there.
    fn take_reply(&mut self, read: io::Result<usize>, chunk: &[u8]) -> bool {
        let Some(piece) = self.piece(read, chunk) else {
            return false;
        };
        self.reply.extend_from_slice(piece);
        true
    }

    fn take_log(&mut self, stream: Stream, read: io::Result<usize>, chunk: &[u8]) -> bool {
        let Some(piece) = self.piece(read, chunk) else {
            return false;
        };
        let lines = match stream {
            Stream::Stdout => self.stdout.push(piece),
            Stream::Stderr => self.stderr.push(piece),
        };
        lines.into_iter().for_each(|line| self.log(stream, line));
        true
    }

    fn piece<'b>(&mut self, read: io::Result<usize>, chunk: &'b [u8]) -> Option<&'b [u8]> {
        let piece = chunk.get(..read.ok()?).filter(|piece| !piece.is_empty())?;
        self.taken += piece.len() as u64;
        Some(piece)
    }

    fn log(&mut self, stream: Stream, text: String) {
        if self.kept + text.len() as u64 > self.limits.log {
            self.logs.dropped_bytes += text.len() as u64 + 1;
        } else {
            self.kept += text.len() as u64 + 1;
            self.logs.lines.push(LogLine { stream, text: text.clone() });
        }
        self.control.events.event(Event::Log { stream, text });
    }
}

/// Cuts a stream of bytes into lines of text.
#[derive(Default)]
struct Lines {
    rest: Vec<u8>,
}

impl Lines {
    fn push(&mut self, bytes: &[u8]) -> Vec<String> {
        let mut lines = Vec::new();
        for piece in bytes.split_inclusive(|byte| *byte == b'\n') {
            self.rest.extend_from_slice(piece);
            if piece.ends_with(b"\n") || self.rest.len() >= LONGEST_LINE {
                lines.extend(self.flush());
            }
        }
        lines
    }

    fn flush(&mut self) -> Option<String> {
        let mut line = std::mem::take(&mut self.rest);
        if line.is_empty() {
            return None;
        }
        if line.ends_with(b"\n") {
            line.pop();
        }
        if line.ends_with(b"\r") {
            line.pop();
        }
        Some(String::from_utf8_lossy(&line).into_owned())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_are_cut_across_pieces_and_at_the_longest() {
        let mut lines = Lines::default();
        assert_eq!(lines.push(b"one\ntw"), ["one"]);
        assert_eq!(lines.push(b"o\r\n\n"), ["two", ""]);
        assert!(lines.push(b"rest").is_empty());
        assert_eq!(lines.flush().as_deref(), Some("rest"));
        assert_eq!(lines.flush(), None);
        let long = vec![b'x'; LONGEST_LINE];
        assert_eq!(lines.push(&long).len(), 1);
    }

    #[test]
    fn bytes_that_are_no_text_are_replaced() {
        let mut lines = Lines::default();
        assert_eq!(lines.push(b"a\xffb\n"), ["a\u{fffd}b"]);
    }
}
