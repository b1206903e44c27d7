//! What a caller hears of an execution while it runs.

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
#[derive(Debug, Clone, PartialEq, Eq)]
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
