//! Replaying one scenario.

use super::calls::{builder, call};
use super::matching::{at_path, heard, matches};
use omniplug_core::Omniplug;
use omniplug_core::sandbox::{Control, Event};
use serde_json::{Value, json};
use std::path::Path;
use std::sync::{Arc, Mutex, PoisonError};
use tokio_util::sync::CancellationToken;

/// Replays a scenario in a home of its own and answers with what was not as expected, a line for each.
///
/// # Errors
/// A text, when the scenario can't be read or no home opened.
pub async fn replay(root: &Path, scenario: &Path) -> Result<Vec<String>, String> {
    let text = std::fs::read_to_string(scenario).map_err(|error| error.to_string())?;
    let scenario: Value = serde_json::from_str(&text).map_err(|error| error.to_string())?;
    let folder = tempfile::tempdir().map_err(|error| error.to_string())?;
    let home = folder.path().join("home");
    let opened = open(&home, &Value::Null).await;
    let mut omniplug = opened.map_err(|error| error.to_string())?;
    let steps = scenario["steps"].as_array().ok_or("the scenario has no steps")?;
    let mut wrong = Vec::new();
    for (number, step) in steps.iter().enumerate() {
        let (control, events) = listen(step);
        let (verb, arguments) = (step["call"].as_str().unwrap_or_default(), &step["arguments"]);
        let answer = if verb == "open" {
            let opened = open(&home, arguments).await;
            opened.map(|opened| omniplug = opened).map(|()| Value::Null)
        } else {
            call(&omniplug, (root, folder.path()), verb, arguments, &control).await
        };
        let events = events.lock().unwrap_or_else(PoisonError::into_inner).clone();
        let complaints = check(step, answer, &events);
        wrong.extend(complaints.into_iter().map(|it| format!("step {}, {verb}: {it}", number + 1)));
    }
    close(omniplug).await;
    Ok(wrong)
}

async fn open(home: &Path, arguments: &Value) -> omniplug_core::Result<Omniplug> {
    builder(home, arguments)?.open().await
}

async fn close(omniplug: Omniplug) {
    omniplug.close().await;
}

type Events = Arc<Mutex<Vec<Value>>>;

/// A control that notes events, and cancels when the step's is heard.
fn listen(step: &Value) -> (Control, Events) {
    let events = Events::default();
    let cancel = CancellationToken::new();
    let (noted, token, cancel_on) =
        (Arc::clone(&events), cancel.clone(), step["cancel_on"].clone());
    let sink = move |event: Event| {
        let event = describe(event);
        let is_end = event["kind"] == cancel_on;
        noted.lock().unwrap_or_else(PoisonError::into_inner).push(event);
        if is_end {
            token.cancel();
        }
    };
    (Control { events: Arc::new(sink), cancel }, events)
}

fn describe(event: Event) -> Value {
    match event {
        Event::Phase(text) => json!({"kind": "phase", "text": text}),
        Event::Log { stream, text } => json!({"kind": "log", "stream": stream, "text": text}),
        Event::Progress { fraction, message } => {
            json!({"kind": "progress", "fraction": fraction, "message": message})
        }
        Event::Warning(text) => json!({"kind": "warning", "text": text}),
        Event::Partial(data) => json!({"kind": "partial", "data": data.to_json()}),
        Event::Usage(usage) => {
            let mut event = json!(usage);
            event["kind"] = "usage".into();
            event
        }
        _ => json!({"kind": "other"}),
    }
}

fn check(step: &Value, answer: omniplug_core::Result<Value>, events: &[Value]) -> Vec<String> {
    let expected = step["error"].as_str();
    let mut wrong = Vec::new();
    match answer {
        Err(error) if expected == Some(error.kind().as_str()) => {}
        Err(error) => wrong.push(format!("the error {}: {error}", error.kind())),
        Ok(answer) => {
            if let Some(kind) = expected {
                wrong.push(format!("not the error {kind}, but {answer}"));
            }
            for (path, expected) in step["result"].as_object().into_iter().flatten() {
                let actual = at_path(&answer, path);
                if !matches(expected, &actual) {
                    wrong.push(format!("`{path}` is not {expected}, but {actual}"));
                }
            }
        }
    }
    if !heard(step["events"].as_array().map_or(&[], Vec::as_slice), events) {
        wrong.push(format!("heard {}", Value::from(events)));
    }
    wrong
}
