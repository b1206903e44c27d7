//! What the remains of an execution mean: its status, and why.

use super::hearing::Stop;
use super::memory_file;
use super::process::{Remains, ReplyBytes};
use super::running::End;
use crate::payload::wire::{self, ReplyMessage};
use crate::sandbox::{Failure, Isolation, Limits, Outcome, Reply, Start, Status};
use arrow_buffer::Buffer;

/// Lines of the log that are shown for a process that ended without a reply.
const LAST_LINES: usize = 20;

/// Judges an execution by what is left of it. `limits` hold the time that the call was given.
pub(crate) fn judge(
    mut remains: Remains,
    limits: &Limits,
    isolation: Isolation,
    start: Start,
) -> Outcome {
    let told = std::mem::take(&mut remains.warnings);
    let Verdict { status, mut reply, failure, mut warnings } = verdict(&mut remains, limits);
    match &mut reply {
        Some(reply) => drop(reply.warnings.splice(0..0, told)),
        None => drop(warnings.splice(0..0, told)),
    }
    let Remains { logs, usage, .. } = remains;
    Outcome { status, reply, failure, warnings, logs, usage, isolation, start, attempts: 1 }
}

struct Verdict {
    status: Status,
    reply: Option<Reply>,
    failure: Option<Failure>,
    warnings: Vec<String>,
}

impl Verdict {
    fn success(reply: Reply) -> Self {
        let status = Status::Success;
        Self { status, reply: Some(reply), failure: None, warnings: Vec::new() }
    }

    fn failed(status: Status, failure: Failure) -> Self {
        Self { status, reply: None, failure: Some(failure), warnings: Vec::new() }
    }
}

fn verdict(remains: &mut Remains, limits: &Limits) -> Verdict {
    match remains.stop {
        Stop::Replied => decode(remains, limits),
        Stop::Timeout if remains.out_of_memory => out_of_memory(limits),
        Stop::Ended => ended_without_reply(remains, limits),
        Stop::Timeout => {
            let message = format!("it took longer than its {} s", limits.timeout.as_secs_f64());
            let hint =
                "give it more time with the call's timeout or `resources.timeout` in its manifest";
            Verdict::failed(Status::Timeout, Failure::new("timeout", message).with_hint(hint))
        }
        Stop::Cancelled => {
            let failure = Failure::new("cancelled", "the caller cancelled it");
            Verdict::failed(Status::Cancelled, failure)
        }
        Stop::OutputTooLarge => {
            let limit = mebibytes(limits.output);
            let message = format!("its result and what it printed passed the limit of {limit}");
            let hint = "return less, or ask for more with `resources.output` in its manifest";
            let failure = Failure::new("output_too_large", message).with_hint(hint);
            Verdict::failed(Status::OutputTooLarge, failure)
        }
        Stop::OutOfMemory => out_of_memory(limits),
    }
}

fn decode(remains: &mut Remains, limits: &Limits) -> Verdict {
    let message = match read_reply(remains.reply.take(), limits.output) {
        Ok(message) => message,
        Err(problem) => {
            let message = format!("what it sent is no reply: {problem}");
            return Verdict::failed(Status::Failure, Failure::new("invalid_reply", message));
        }
    };
    match message.failure {
        None => Verdict::success(message.reply),
        // A process that the kernel killed for memory takes others down with it in the plugin's own words.
        Some(_) if remains.out_of_memory => out_of_memory(limits),
        Some(mut failure) => {
            if message.status == Status::OutOfMemory {
                failure = failure.with_hint(memory_hint());
            }
            let warnings = message.reply.warnings;
            Verdict { warnings, ..Verdict::failed(message.status, failure) }
        }
    }
}

fn read_reply(reply: ReplyBytes, limit: u64) -> Result<ReplyMessage, String> {
    let bytes = match reply {
        ReplyBytes::Read(bytes) => Buffer::from_vec(bytes),
        ReplyBytes::File(file) => {
            memory_file::open_sealed(file, limit).map_err(|error| error.to_string())?
        }
    };
    wire::decode_reply(bytes).map_err(|error| error.to_string())
}

fn ended_without_reply(remains: &Remains, limits: &Limits) -> Verdict {
    if remains.out_of_memory {
        return out_of_memory(limits);
    }
    let (kind, message) = match remains.end {
        End::Exited(code) => ("exited", format!("it ended with exit status {code} and no result")),
        End::Signalled(signal) => ("killed", format!("it was killed by {}", signal_name(signal))),
        End::Unknown => ("ended", "it ended without a result".to_owned()),
    };
    let failure = Failure { traceback: last_words(remains), ..Failure::new(kind, message) };
    Verdict::failed(Status::Failure, failure)
}

fn out_of_memory(limits: &Limits) -> Verdict {
    let message = format!("it used more memory than its limit of {}", mebibytes(limits.memory));
    let failure = Failure::new("out_of_memory", message).with_hint(memory_hint());
    Verdict::failed(Status::OutOfMemory, failure)
}

fn memory_hint() -> String {
    "use less, or ask for more with `resources.memory` in its manifest".into()
}

fn mebibytes(bytes: u64) -> String {
    format!("{} MiB", bytes >> 20)
}

/// The end of what was printed; interpreters tell there why they end, R on standard output.
fn last_words(remains: &Remains) -> Option<String> {
    let lines = &remains.logs.lines;
    let last = lines.get(lines.len().saturating_sub(LAST_LINES)..)?;
    let text: Vec<_> = last.iter().map(|line| line.text.as_str()).collect();
    (!text.is_empty()).then(|| text.join("\n"))
}

fn signal_name(signal: i32) -> String {
    let name = match signal {
        libc::SIGSEGV => "SIGSEGV (invalid memory access)",
        libc::SIGABRT => "SIGABRT (abort)",
        libc::SIGBUS => "SIGBUS (invalid memory access)",
        libc::SIGILL => "SIGILL (illegal instruction)",
        libc::SIGFPE => "SIGFPE (arithmetic)",
        libc::SIGKILL => "SIGKILL",
        libc::SIGTERM => "SIGTERM",
        libc::SIGXCPU => "SIGXCPU (processor time used up)",
        libc::SIGXFSZ => "SIGXFSZ (file too large)",
        libc::SIGSYS => "SIGSYS (forbidden system call)",
        _ => return format!("signal {signal}"),
    };
    name.into()
}
