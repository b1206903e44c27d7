//! What happens meanwhile: a spinner or bar on a terminal, and what the plugin says while it runs.

use crate::references::replaced;
use crate::{output, text};
use indicatif::{ProgressBar, ProgressStyle};
use omniplug_core::payload::Payload;
use omniplug_core::sandbox::{Control, Event};
use serde_json::{Value, json};
use std::io::{self, IsTerminal, Write};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;
use tokio_util::sync::CancellationToken;

/// A bar's length; a fraction is told to so many parts.
const PARTS: f64 = 1000.0;
/// The most characters of a partial result that are shown.
const LONGEST: usize = 200;

/// How far a command is, on standard error. The spinner, and the bar that it becomes when a plugin tells how far it
/// is, show nothing where that is no terminal.
#[derive(Debug, Clone)]
pub(crate) struct Progress {
    bar: ProgressBar,
    form: Form,
    told: Arc<Mutex<Vec<String>>>,
}

/// How a plugin's lines, warnings and partial results are told.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Form {
    /// Each as a line for people.
    Text,
    /// Each event as a line of JSON.
    Json,
}

impl Progress {
    /// Starts spinning.
    pub(crate) fn start(form: Form) -> Self {
        let bar = ProgressBar::new_spinner();
        if let Ok(style) = ProgressStyle::with_template("{spinner} {msg} ({elapsed})") {
            bar.set_style(style);
        }
        bar.enable_steady_tick(Duration::from_millis(100));
        Self { bar, form, told: Arc::default() }
    }

    /// Starts a bar for many executions.
    pub(crate) fn over(total: usize) -> Self {
        let bar = ProgressBar::new(total as u64);
        if let Ok(style) = ProgressStyle::with_template("{bar:30} {msg} ({elapsed}, {eta} left)") {
            bar.set_style(style);
        }
        Self { bar, form: Form::Text, told: Arc::default() }
    }

    /// A control that moves the bar of many executions.
    pub(crate) fn control_over(&self, cancel: CancellationToken) -> Control {
        let bar = self.bar.clone();
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
        self.bar.suspend(print);
    }

    /// A control that shows phases and progress, and prints what the plugin says.
    pub(crate) fn control(&self, cancel: CancellationToken) -> Control {
        let progress = self.clone();
        Control { events: Arc::new(move |event| progress.tell(event)), cancel }
    }

    /// Takes the spinner away.
    pub(crate) fn finish(&self) {
        self.bar.finish_and_clear();
    }

    /// The warnings of a result that were not told while it ran.
    pub(crate) fn untold<'a>(&self, warnings: &'a [String]) -> Vec<&'a String> {
        let mut told = self.told.lock().unwrap_or_else(PoisonError::into_inner);
        let mut is_new = |warning: &&String| match told.iter().position(|one| one == *warning) {
            Some(place) => {
                told.swap_remove(place);
                false
            }
            None => true,
        };
        warnings.iter().filter(|warning| is_new(warning)).collect()
    }

    fn tell(&self, event: Event) {
        match &event {
            Event::Phase(phase) => self.bar.set_message(text::clean(phase).into_owned()),
            Event::Progress { fraction, message } => self.show(*fraction, message),
            _ => {}
        }
        if let Event::Warning(warning) = &event {
            self.told.lock().unwrap_or_else(PoisonError::into_inner).push(warning.clone());
        }
        self.bar.suspend(|| match self.form {
            Form::Text => print(event),
            Form::Json => print_json(&event),
        });
    }

    fn show(&self, fraction: f64, message: &str) {
        const BAR: &str = "{bar:30} {percent}% {msg} ({elapsed})";
        if self.bar.length().is_none()
            && let Ok(style) = ProgressStyle::with_template(BAR)
        {
            self.bar.set_style(style);
            self.bar.set_length(PARTS as u64);
        }
        self.bar.set_position((fraction * PARTS) as u64);
        self.bar.set_message(text::clean(message).replace(['\n', '\t'], " "));
    }
}

fn print(event: Event) {
    match event {
        Event::Log { text, .. } => {
            let is_terminal = io::stderr().is_terminal();
            let line = if is_terminal { text::clean(&text) } else { text.as_str().into() };
            let _ = writeln!(io::stderr().lock(), "{line}");
        }
        Event::Warning(warning) => text::print_line("warning", &warning),
        Event::Partial(part) => text::print_line("partial result", &summary(&part)),
        _ => {}
    }
}

/// One line of JSON. Its names are those of the message between host and runner.
fn print_json(event: &Event) {
    let line = match event {
        Event::Phase(message) => json!({"event": "phase", "message": message}),
        Event::Log { stream, text } => json!({"event": "log", "stream": stream, "text": text}),
        Event::Progress { fraction, message } => {
            json!({"event": "progress", "fraction": fraction, "message": message})
        }
        Event::Warning(message) => json!({"event": "warning", "message": message}),
        Event::Partial(part) => json!({"event": "partial", "data": output::records(part)}),
        Event::Usage(usage) => json!({"event": "usage", "usage": usage}),
        _ => return,
    };
    let _ = writeln!(io::stderr().lock(), "{line}");
}

/// A result in one line: tables by their sizes, and what is long cut off.
fn summary(part: &Payload) -> String {
    let described = |index: usize| {
        let table = part.tables().get(index);
        let size = |table: &arrow_array::RecordBatch| {
            format!("table of {} rows and {} columns", table.num_rows(), table.num_columns())
        };
        table.map_or(Value::Null, |table| Value::from(size(table)))
    };
    let text = match replaced(part.json(), &described) {
        Value::String(text) => text.replace(['\n', '\t'], " "),
        other => other.to_string(),
    };
    match text.char_indices().nth(LONGEST) {
        Some((end, _)) => format!("{}…", text.get(..end).unwrap_or_default()),
        None => text,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use omniplug_core::payload::csv;

    #[test]
    fn a_partial_result_is_one_short_line() {
        let table = csv::read("x,y\n1,2\n3,4\n".as_bytes(), &csv::Options::csv()).unwrap();
        let part = Payload::new(json!({"n": 1, "t": {"$table": 0}}), vec![table]).unwrap();
        assert_eq!(summary(&part), r#"{"n":1,"t":"table of 2 rows and 2 columns"}"#);
        let long = Payload::from_json("é\n".repeat(500).into()).unwrap();
        assert_eq!(summary(&long), format!("{}…", "é ".repeat(100)));
    }

    #[test]
    fn what_was_told_is_not_told_again() {
        let progress = Progress::start(Form::Json);
        progress.tell(Event::Warning("few cells".into()));
        let warnings = ["few cells", "old format", "few cells"].map(str::to_owned);
        assert_eq!(progress.untold(&warnings), ["old format", "few cells"]);
        assert_eq!(progress.untold(&warnings).len(), 3);
    }
}
