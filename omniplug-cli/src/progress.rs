//! What happens meanwhile: a spinner on a terminal, and the plugin's own lines.

use crate::text;
use indicatif::{ProgressBar, ProgressStyle};
use omniplug_core::sandbox::{Control, Event};
use std::io::{self, IsTerminal, Write};
use std::sync::Arc;
use std::time::Duration;
use tokio_util::sync::CancellationToken;

/// A spinner on standard error. It shows nothing where that is no terminal.
#[derive(Debug, Clone)]
pub(crate) struct Progress(ProgressBar);

impl Progress {
    /// Starts spinning.
    pub(crate) fn start() -> Self {
        let bar = ProgressBar::new_spinner();
        if let Ok(style) = ProgressStyle::with_template("{spinner} {msg} ({elapsed})") {
            bar.set_style(style);
        }
        bar.enable_steady_tick(Duration::from_millis(100));
        Self(bar)
    }

    /// Starts a bar for many executions.
    pub(crate) fn over(total: usize) -> Self {
        let bar = ProgressBar::new(total as u64);
        if let Ok(style) = ProgressStyle::with_template("{bar:30} {msg} ({elapsed}, {eta} left)") {
            bar.set_style(style);
        }
        Self(bar)
    }

    /// A control that moves the bar.
    pub(crate) fn control_over(&self, cancel: CancellationToken) -> Control {
        let bar = self.0.clone();
        let events = move |event| {
            if let Event::Progress { message, .. } = event {
                bar.inc(1);
                bar.set_message(message);
            }
        };
        Control { events: Arc::new(events), cancel }
    }

    /// Prints without disturbing the display.
    pub(crate) fn pause(&self, print: impl FnOnce()) {
        self.0.suspend(print);
    }

    /// A control that shows phases in the spinner and prints the plugin's lines to standard error.
    pub(crate) fn control(&self, cancel: CancellationToken) -> Control {
        let bar = self.0.clone();
        let is_terminal = io::stderr().is_terminal();
        let events = move |event| match event {
            Event::Phase(phase) => bar.set_message(text::clean(&phase).into_owned()),
            Event::Progress { fraction, message } => {
                let message = text::clean(&message).into_owned();
                bar.set_message(format!("{:.0} % {message}", fraction * 100.0));
            }
            Event::Log { text: line, .. } => bar.suspend(|| {
                let line = if is_terminal { text::clean(&line) } else { line.as_str().into() };
                let _ = writeln!(io::stderr().lock(), "{line}");
            }),
            _ => {}
        };
        Control { events: Arc::new(events), cancel }
    }

    /// Takes the spinner away.
    pub(crate) fn finish(&self) {
        self.0.finish_and_clear();
    }
}
