//! What the remains of an execution mean: its status, and why.

use super::end::End;
use super::process::{Remains, Stop};
use crate::payload::wire;
use crate::sandbox::{Failure, Isolation, Outcome, Reply, Status};
use std::time::Duration;

/// Lines of the log that are shown for a process that ended without a reply.
const LAST_LINES: usize = 20;

/// Judges an execution by what is left of it.
pub(super) fn judge(remains: Remains, timeout: Duration, isolation: Isolation) -> Outcome {
    let (status, reply, failure) = match verdict(&remains, timeout) {
        Ok(reply) => (Status::Success, Some(reply), None),
        Err((status, failure)) => (status, None, Some(failure)),
    };
    Outcome { status, reply, failure, logs: remains.logs, usage: remains.usage, isolation }
}

type Failed = (Status, Failure);

fn verdict(remains: &Remains, timeout: Duration) -> Result<Reply, Failed> {
    match remains.stop {
        Stop::Replied => decode(remains),
        Stop::Ended => Err(ended_without_reply(remains)),
        Stop::Timeout => {
            let message = format!("it took longer than its {} s", timeout.as_secs_f64());
            Err(failed(Status::Timeout, "timeout", message))
        }
        Stop::Cancelled => Err(failed(Status::Cancelled, "cancelled", "the caller cancelled it")),
        Stop::OutputTooLarge => {
            let message = "its result and what it printed passed the output limit";
            Err(failed(Status::OutputTooLarge, "output_too_large", message))
        }
        Stop::OutOfMemory => Err(out_of_memory()),
    }
}

fn decode(remains: &Remains) -> Result<Reply, Failed> {
    let message = wire::decode_reply(&remains.reply).map_err(|invalid| {
        let message = format!("what it sent is no reply: {invalid}");
        failed(Status::Failure, "invalid_reply", message)
    })?;
    match message.failure {
        None => Ok(message.reply),
        // A process that the kernel killed for memory takes others down with it in the plugin's own words.
        Some(_) if remains.out_of_memory => Err(out_of_memory()),
        Some(failure) => Err((message.status, failure)),
    }
}

fn ended_without_reply(remains: &Remains) -> Failed {
    if remains.out_of_memory {
        return out_of_memory();
    }
    let (kind, message) = match remains.end {
        End::Exited(code) => ("exited", format!("it ended with exit status {code} and no result")),
        End::Signalled(signal) => ("killed", format!("it was killed by {}", signal_name(signal))),
        End::Unknown => ("ended", "it ended without a result".to_owned()),
    };
    let mut failure = failed(Status::Failure, kind, message);
    failure.1.traceback = last_words(remains);
    failure
}

fn out_of_memory() -> Failed {
    let message = "it used more memory than its limit";
    failed(Status::OutOfMemory, "out_of_memory", message)
}

fn failed(status: Status, kind: &str, message: impl Into<String>) -> Failed {
    (status, Failure { kind: kind.into(), message: message.into(), traceback: None })
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
