//! Taking what comes out of an execution: its lines, events and reply, within bounds.

use super::channel::Packet;
use crate::payload::wire::{self, MessageSize};
use crate::sandbox::{Control, Event, Limits, LogLine, Logs, Stream};
use arrow_buffer::Buffer;
use std::io;

/// A line longer than this is cut into several.
const LONGEST_LINE: usize = 64 << 10;

/// Takes what comes out of an execution, and bounds it.
pub(crate) struct Listener<'a> {
    pub(crate) limits: &'a Limits,
    pub(crate) control: &'a Control,
    pub(crate) reply: Vec<u8>,
    /// What came by the channel.
    pub(crate) packet: Option<Packet>,
    stdout: Lines,
    stderr: Lines,
    pub(crate) logs: Logs,
    pub(crate) warnings: Vec<String>,
    kept: u64,
    /// Bytes taken so far, of all three pipes.
    pub(crate) taken: u64,
    pub(crate) watched_peak: u64,
}

impl<'a> Listener<'a> {
    pub(crate) fn new(limits: &'a Limits, control: &'a Control) -> Self {
        Self {
            limits,
            control,
            reply: Vec::new(),
            packet: None,
            stdout: Lines::default(),
            stderr: Lines::default(),
            logs: Logs::default(),
            warnings: Vec::new(),
            kept: 0,
            taken: 0,
            watched_peak: 0,
        }
    }

    /// Whether a whole reply is there, or something that can't become one.
    pub(crate) fn replied(&self) -> bool {
        if self.packet.is_some() {
            return true;
        }
        if self.reply.len() < MessageSize::FIXED {
            return false;
        }
        wire::message_size(&self.reply)
            .map_or(true, |size| !size.is_event() && self.reply.len() as u64 >= size.total())
    }

    /// Counts what was added to the reply and takes the events out of it; false at the end of the pipe or when
    /// nothing was there.
    pub(crate) fn take_reply(&mut self, read: &io::Result<usize>) -> bool {
        let Some(length) = read.as_ref().ok().filter(|length| **length > 0) else {
            return false;
        };
        self.taken += *length as u64;
        while let Ok(size) = wire::message_size(&self.reply)
            && size.is_event()
            && self.reply.len() as u64 >= size.total()
        {
            let rest = self.reply.split_off(size.total() as usize);
            let message = std::mem::replace(&mut self.reply, rest);
            self.take_event(message);
        }
        true
    }

    fn take_event(&mut self, message: Vec<u8>) {
        match wire::decode_event(Buffer::from_vec(message)) {
            Ok(event) => {
                if let Event::Warning(text) = &event {
                    self.warn(text.clone());
                }
                self.control.events.event(event);
            }
            Err(invalid) => {
                self.warn(format!("something that it told meanwhile is lost: {invalid}"));
            }
        }
    }

    /// Keeps a warning, within the bound of what is printed.
    fn warn(&mut self, text: String) {
        if self.kept + text.len() as u64 > self.limits.log {
            self.logs.dropped_bytes += text.len() as u64;
        } else {
            self.kept += text.len() as u64 + 1;
            self.warnings.push(text);
        }
    }

    /// The reply as far as its own length goes: a process that the plugin forked may have sent another behind it.
    pub(crate) fn whole_reply(&mut self) -> Vec<u8> {
        let mut reply = std::mem::take(&mut self.reply);
        if let Ok(size) = wire::message_size(&reply) {
            reply.truncate(usize::try_from(size.total()).unwrap_or(usize::MAX));
        }
        reply
    }

    /// Tells lines that were printed before, as if they were printed now.
    pub(crate) fn repeat(&mut self, logs: &Logs) {
        for LogLine { stream, text } in &logs.lines {
            self.log(*stream, text.clone());
        }
        self.logs.dropped_bytes += logs.dropped_bytes;
    }

    /// Takes the unfinished lines too.
    pub(crate) fn finish(&mut self) {
        let (stdout, stderr) = (self.stdout.flush(), self.stderr.flush());
        for (stream, rest) in [(Stream::Stdout, stdout), (Stream::Stderr, stderr)] {
            rest.into_iter().for_each(|line| self.log(stream, line));
        }
    }

    /// Takes a piece of what is printed; false at the end of the pipe or when nothing was there.
    pub(crate) fn take_log(
        &mut self,
        stream: Stream,
        read: io::Result<usize>,
        chunk: &[u8],
    ) -> bool {
        let piece = read.ok().and_then(|length| chunk.get(..length));
        let Some(piece) = piece.filter(|piece| !piece.is_empty()) else {
            return false;
        };
        self.taken += piece.len() as u64;
        let lines = match stream {
            Stream::Stdout => self.stdout.push(piece),
            Stream::Stderr => self.stderr.push(piece),
        };
        lines.into_iter().for_each(|line| self.log(stream, line));
        true
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
    fn what_comes_behind_a_whole_reply_is_not_part_of_it() {
        let (limits, control) = (Limits::default(), Control::default());
        let mut listener = Listener::new(&limits, &control);
        let mut message = b"OMNIPLUG\x01\0\0\0\0\0\0\0".to_vec();
        message.extend([2, 0, 0, 0, 0, 0, 0, 0].iter().chain(&[0; 8]));
        message.extend(b"{}");
        message.resize(64, 0);
        listener.reply = [message.clone(), b"OMNIPLUG more".to_vec()].concat();
        assert!(listener.replied());
        assert_eq!(listener.whole_reply(), message);
    }

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
