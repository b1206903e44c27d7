//! How an execution ended and what it left.

use super::{Isolation, Start, Stream};
use crate::payload::Payload;
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};
use std::fmt;
use std::time::Duration;

/// How an execution ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Status {
    /// The plugin returned a result.
    Success,
    /// The plugin failed: it raised an error, refused its input, crashed or sent no valid reply.
    Failure,
    /// It took longer than its timeout and was killed.
    Timeout,
    /// The caller cancelled it.
    Cancelled,
    /// It used more memory than its limit and was killed, or an allocation failed at the limit.
    OutOfMemory,
    /// Its result and what it printed passed the output limit.
    OutputTooLarge,
    /// The call was refused before a sandbox started.
    Refused,
    /// The host or the sandbox failed; the plugin is not to blame.
    Error,
}

impl Status {
    /// The stable name in `snake_case`, as in records.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Success => "success",
            Self::Failure => "failure",
            Self::Timeout => "timeout",
            Self::Cancelled => "cancelled",
            Self::OutOfMemory => "out_of_memory",
            Self::OutputTooLarge => "output_too_large",
            Self::Refused => "refused",
            Self::Error => "error",
        }
    }
}

impl fmt::Display for Status {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

/// Why an execution did not succeed.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Failure {
    /// The plugin's exception class (`ValueError`, `simpleError`), or this library's word for the end, as in
    /// `timeout`, `killed`, `invalid_reply`.
    #[serde(rename = "type")]
    pub kind: String,
    /// One line that says what happened.
    pub message: String,
    /// The plugin's own traceback, where the language gave one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub traceback: Option<String>,
    /// What the caller or the author can do about it, where that is known.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub hint: Option<String>,
}

impl Failure {
    /// A failure with a kind and one line of text.
    pub fn new(kind: impl Into<String>, message: impl Into<String>) -> Self {
        Self { kind: kind.into(), message: message.into(), traceback: None, hint: None }
    }

    /// What an error says, as a failure.
    pub fn of_error(kind: impl Into<String>, error: &crate::Error) -> Self {
        let hint = error.hint().map(str::to_owned);
        Self { hint, ..Self::new(kind, error.full_message()) }
    }

    /// Adds what can be done about it.
    #[must_use]
    pub fn with_hint(mut self, hint: impl Into<String>) -> Self {
        self.hint = Some(hint.into());
        self
    }
}

/// What a plugin answered.
#[derive(Debug, Clone, Default)]
pub struct Reply {
    /// The result's data.
    pub data: Payload,
    /// What the plugin says about the data.
    pub metadata: Map<String, Value>,
    /// Log lines that the plugin returned, apart from those it printed.
    pub logs: Vec<String>,
    /// Warnings that the plugin returned, and those that the runner adds.
    pub warnings: Vec<String>,
    /// Errors that the plugin returned beside its data.
    pub errors: Vec<String>,
}

/// A line that the plugin printed.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct LogLine {
    /// The stream it was printed on.
    pub stream: Stream,
    /// The text without its line end.
    pub text: String,
}

/// What the plugin printed, bounded.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Logs {
    /// The first lines.
    pub lines: Vec<LogLine>,
    /// Bytes that were printed after the bound and are not kept.
    pub dropped_bytes: u64,
}

/// Durations as a number of seconds.
mod seconds {
    use serde::{Deserialize, Deserializer, Serializer, de::Error};
    use std::time::Duration;

    pub(super) fn serialize<S: Serializer>(time: &Duration, to: S) -> Result<S::Ok, S::Error> {
        to.serialize_f64(time.as_secs_f64())
    }

    pub(super) fn deserialize<'de, D: Deserializer<'de>>(from: D) -> Result<Duration, D::Error> {
        Duration::try_from_secs_f64(f64::deserialize(from)?).map_err(D::Error::custom)
    }
}

/// What an execution used.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Usage {
    /// Wall-clock time; seconds in JSON.
    #[serde(with = "seconds")]
    pub wall_time: Duration,
    /// Processor time of all processes, user and system; seconds in JSON.
    #[serde(with = "seconds")]
    pub cpu_time: Duration,
    /// Peak memory in bytes.
    pub peak_memory: u64,
    /// Bytes read from disks, where the backend counts them.
    #[serde(default)]
    pub read_bytes: u64,
    /// Bytes written to disks, where the backend counts them.
    #[serde(default)]
    pub written_bytes: u64,
    /// Bytes received from the network.
    #[serde(default)]
    pub received_bytes: u64,
    /// Bytes sent to the network.
    #[serde(default)]
    pub sent_bytes: u64,
}

/// How an execution ended and what it left.
#[derive(Debug, Clone)]
pub struct Outcome {
    /// How it ended.
    pub status: Status,
    /// The plugin's answer; present exactly when the status is [`Status::Success`].
    pub reply: Option<Reply>,
    /// Why it did not succeed; present exactly when the status is not [`Status::Success`].
    pub failure: Option<Failure>,
    /// What the plugin and its runner warned of, where no reply holds it.
    pub warnings: Vec<String>,
    /// What the plugin printed.
    pub logs: Logs,
    /// What it used.
    pub usage: Usage,
    /// The isolation it had.
    pub isolation: Isolation,
    /// How its process began.
    pub start: Start,
    /// How many times it was begun: more than once where its sandbox was ended from outside.
    pub attempts: u32,
}
