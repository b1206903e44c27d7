//! What a caller hears of an execution while it runs.

use super::Usage;
use crate::payload::Payload;
use serde::{Deserialize, Serialize};

/// Where a log line came from.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Stream {
    /// Standard output.
    Stdout,
    /// Standard error.
    Stderr,
}

/// Something that happened during an execution.
#[derive(Debug, Clone, PartialEq)]
#[non_exhaustive]
pub enum Event {
    /// What is being prepared: an environment, a session. For progress displays.
    Phase(String),
    /// A line that the plugin printed, without its line end; invalid UTF-8 is replaced.
    Log {
        /// The stream it was printed on.
        stream: Stream,
        /// The text of the line.
        text: String,
    },
    /// How far the plugin is, as it says.
    Progress {
        /// From 0 to 1.
        fraction: f64,
        /// What it is at; may be empty.
        message: String,
    },
    /// Something that the plugin warns of; the outcome has it too.
    Warning(String),
    /// A part of the result, or an early form of it.
    Partial(Payload),
    /// What it has used so far, about once a second.
    Usage(Usage),
}

/// Receives events. It is called on the thread that runs the execution and should return at once.
pub trait EventSink: Send + Sync {
    /// Takes one event.
    fn event(&self, event: Event);
}

impl<F: Fn(Event) + Send + Sync> EventSink for F {
    fn event(&self, event: Event) {
        self(event);
    }
}
