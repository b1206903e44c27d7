//! Hearing what an execution says, and ending it at a line.

use omniplug_core::sandbox::{Control, Event, EventSink};
use std::sync::{Arc, Mutex, PoisonError};
use tokio_util::sync::CancellationToken;

/// Collects the lines that it hears, and cancels its token on the line that it waits for.
#[derive(Clone, Default)]
pub(super) struct Listener {
    lines: Arc<Mutex<Vec<String>>>,
    awaited: &'static str,
    token: CancellationToken,
}

impl Listener {
    pub(super) fn waiting_for(awaited: &'static str) -> Self {
        Self { awaited, ..Self::default() }
    }

    pub(super) fn lines(&self) -> Vec<String> {
        self.lines.lock().unwrap_or_else(PoisonError::into_inner).clone()
    }

    /// Ends when the line was heard.
    pub(super) async fn heard(&self) {
        self.token.cancelled().await;
    }

    /// A control that tells this listener; with `cancels`, the awaited line ends the execution.
    pub(super) fn control(&self, cancels: bool) -> Control {
        let cancel = if cancels { self.token.clone() } else { CancellationToken::new() };
        Control { events: Arc::new(self.clone()), cancel }
    }
}

impl EventSink for Listener {
    fn event(&self, event: Event) {
        if let Event::Log { text, .. } = event {
            if text == self.awaited {
                self.token.cancel();
            }
            self.lines.lock().unwrap_or_else(PoisonError::into_inner).push(text);
        }
    }
}
