//! Running: from a checked call through a sandbox to a checked result.

use super::ExecutionRecord;
use super::execute::digest;
use super::local::LocalManager;
use super::types::ExecutionRequest;
use crate::gateway::Call;
use crate::manifest::{ExtensionPoint, Manifest};
use crate::sandbox::pool::Place;
use crate::sandbox::{Control, Event, Failure, Logs, Outcome, Reply, Request, Seed, Start, Status};
use crate::storage::Finish;
use crate::{Error, ErrorKind, Result};
use serde_json::{Map, Value};
use std::path::PathBuf;
use std::time::Duration;

/// The most bytes that a record keeps of a failure's message, of its kind and of its hint.
const MOST_WORDS: usize = 8 << 10;

/// The most bytes that a record keeps of a failure's traceback.
const MOST_TRACEBACK: usize = 64 << 10;

/// A release and what it is run with.
#[derive(Debug)]
pub(super) struct Runnable {
    pub(super) start: Start,
    pub(super) plugin_id: String,
    pub(super) release: String,
    pub(super) folder: PathBuf,
    pub(super) manifest: Manifest,
    pub(super) configuration: Map<String, Value>,
}

/// How a run ended.
#[derive(Debug)]
pub(super) struct Ended {
    pub(super) finish: Finish,
    pub(super) reply: Option<Reply>,
    pub(super) logs: Logs,
    pub(super) warnings: Vec<String>,
}

/// A call that is to be run.
#[derive(Debug)]
pub(super) struct Beginning<'a> {
    pub(super) record: &'a ExecutionRecord,
    pub(super) request: ExecutionRequest,
    pub(super) seed: Result<Seed>,
}

/// A session that waits for its request.
struct Ready {
    place: Place,
    request: Request,
    point: ExtensionPoint,
}

impl LocalManager {
    /// Runs a release once. Whatever happens is an end with its status.
    ///
    /// # Errors
    /// [`Busy`](ErrorKind::Busy) when its turn did not come.
    pub(super) async fn run(
        &self,
        runnable: &Runnable,
        call: Beginning<'_>,
        control: &Control,
    ) -> Result<Ended> {
        let ready = tokio::select! {
            biased;
            () = control.cancel.cancelled() => return Ok(Ended::cancelled()),
            ready = self.make_ready(runnable, call, control) => ready,
        };
        let Ready { place, request, point } = match ready {
            Ok(ready) => ready,
            Err(error) if error.kind() == ErrorKind::Busy => return Err(error),
            Err(error) => return Ok(Ended::not_started(&error)),
        };
        control.events.event(Event::Phase("running".into()));
        // With the precision of the store, so that the answer is as the record.
        let queue_time = place.queue_time().as_micros();
        let queue_time = Duration::from_micros(u64::try_from(queue_time).unwrap_or(u64::MAX));
        let mut ended = match place.execute(request, control).await {
            Ok(outcome) => self.ended(point, outcome).await,
            Err(error) => Ended::not_started(&error),
        };
        ended.finish.queue_time = Some(queue_time);
        Ok(ended)
    }

    /// Checks the call, prepares the environment and waits for a turn and a session.
    async fn make_ready(
        &self,
        runnable: &Runnable,
        call: Beginning<'_>,
        control: &Control,
    ) -> Result<Ready> {
        let Beginning { record, request, seed } = call;
        let manifest = &runnable.manifest;
        let point = extension_point(manifest, request.extension_point)?;
        let config = self.gateway.config(manifest, &runnable.configuration)?;
        let call = Call {
            parameters: &request.parameters,
            metadata: &request.metadata,
            input: &request.input,
        };
        let parameters = self.gateway.check_call(manifest, point, &call)?;
        let timeout = self.policy.limits_for(&manifest.resources, request.timeout)?.timeout;
        let mut job = self.job(runnable, request.timeout, control).await?;
        job.tenant = tenant(runnable, record);
        job.longest_wait = request.longest_wait;
        let request = Request {
            context: self.context(runnable, record, config),
            extension_point: point.to_string(),
            parameters,
            metadata: request.metadata,
            input: request.input,
            seed: seed?,
            timeout,
        };
        control.events.event(Event::Phase("waiting for its turn".into()));
        let place = self.pool.enter(job).await?;
        Ok(Ready { place, request, point })
    }

    /// What the plugin is told about its call.
    fn context(
        &self,
        runnable: &Runnable,
        record: &ExecutionRecord,
        config: Map<String, Value>,
    ) -> Map<String, Value> {
        let permissions = self.policy.granted(&runnable.manifest.permissions);
        Map::from_iter([
            ("plugin_id".to_owned(), Value::from(runnable.plugin_id.clone())),
            ("plugin_name".to_owned(), Value::from(runnable.manifest.name.clone())),
            ("user_id".to_owned(), Value::from(record.user_id.clone())),
            ("workspace_id".to_owned(), Value::from(record.workspace_id.clone())),
            ("execution_id".to_owned(), Value::from(record.id.clone())),
            ("config".to_owned(), Value::Object(config)),
            ("permissions".to_owned(), Value::from(permissions)),
        ])
    }

    /// Checks what came back against the contract of the extension point.
    async fn ended(&self, point: ExtensionPoint, outcome: Outcome) -> Ended {
        let mut finish = Finish {
            status: outcome.status,
            start: Some(outcome.start),
            attempts: outcome.attempts,
            queue_time: None,
            usage: Some(outcome.usage),
            isolation: Some(outcome.isolation),
            output: None,
            failure: outcome.failure,
        };
        let mut kept = None;
        if let Some(reply) = outcome.reply {
            match self.finish_reply(point, reply).await {
                Ok((reply, output)) => {
                    finish.output = Some(output);
                    kept = Some(reply);
                }
                Err((status, kind, error)) => {
                    finish.status = status;
                    finish.failure = Some(Failure::of_error(kind, &error));
                }
            }
        }
        finish.failure = finish.failure.map(short);
        Ended { finish, reply: kept, logs: outcome.logs, warnings: outcome.warnings }
    }

    /// Checks a reply and hashes it. A result that breaks its contract is the plugin's failure; that it can't
    /// be hashed is the host's.
    async fn finish_reply(
        &self,
        point: ExtensionPoint,
        reply: Reply,
    ) -> Result<(Reply, crate::storage::Digest), (Status, &'static str, Error)> {
        let reply = self
            .gateway
            .finish(point, reply)
            .map_err(|error| (Status::Failure, "invalid_result", error))?;
        let output = digest(&reply.data)
            .await
            .map_err(|error| (Status::Error, error.kind().as_str(), error))?;
        Ok((reply, output))
    }
}

impl Ended {
    /// A wrong call was refused; anything else is the host's or the sandbox's failure.
    fn not_started(error: &Error) -> Self {
        let status = match error.kind() {
            ErrorKind::InvalidInput | ErrorKind::Refused => Status::Refused,
            _ => Status::Error,
        };
        tracing::debug!(?error, "an execution did not start");
        Self::without_outcome(Finish::failed(
            status,
            Failure::of_error(error.kind().as_str(), error),
        ))
    }

    fn cancelled() -> Self {
        let message = "the caller cancelled it before the sandbox started";
        Self::without_outcome(Finish::failed(Status::Cancelled, Failure::new("cancelled", message)))
    }

    fn without_outcome(finish: Finish) -> Self {
        Self { finish, reply: None, logs: Logs::default(), warnings: Vec::new() }
    }
}

/// Among whom turns are taken: users, else plugins.
fn tenant(runnable: &Runnable, record: &ExecutionRecord) -> String {
    match (&record.user_id, runnable.plugin_id.as_str()) {
        (Some(user), _) => format!("user {user}"),
        (None, "") => format!("release {}", record.release),
        (None, plugin) => format!("plugin {plugin}"),
    }
}

/// The extension point to call: the one asked for, which the manifest must offer, or its first.
fn extension_point(manifest: &Manifest, asked: Option<ExtensionPoint>) -> Result<ExtensionPoint> {
    let offered = &manifest.extension_points;
    let point = asked.or_else(|| offered.first().copied());
    if let Some(point) = point.filter(|point| offered.contains(point)) {
        return Ok(point);
    }
    let names: Vec<&str> = offered.iter().map(|point| point.as_str()).collect();
    let asked = point.map_or("", ExtensionPoint::as_str);
    Err(Error::new(
        ErrorKind::InvalidInput,
        format!("the plugin `{}` has no extension point `{asked}`", manifest.name),
    )
    .with_hint(format!("it has `{}`", names.join("`, `"))))
}

/// A failure with its texts cut to what a record keeps: a plugin chooses them, and their number of bytes.
fn short(failure: Failure) -> Failure {
    let Failure { kind, message, traceback, hint } = failure;
    Failure {
        kind: cut(kind, MOST_WORDS),
        message: cut(message, MOST_WORDS),
        traceback: traceback.map(|text| cut_front(text, MOST_TRACEBACK)),
        hint: hint.map(|text| cut(text, MOST_WORDS)),
    }
}

/// The start of a text, with `…` for the rest.
fn cut(mut text: String, bytes: usize) -> String {
    if text.len() > bytes {
        text.truncate(text.floor_char_boundary(bytes));
        text.push('…');
    }
    text
}

/// The end of a text, with `…` for what stood before it: a traceback ends with what matters.
fn cut_front(text: String, bytes: usize) -> String {
    let start = text.ceil_char_boundary(text.len().saturating_sub(bytes));
    match text.get(start..) {
        Some(end) if start > 0 => format!("…{end}"),
        _ => text,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_a_plugin_says_of_its_failure_is_cut_to_what_a_record_keeps() {
        let long = "é".repeat(MOST_TRACEBACK);
        let failure = Failure {
            traceback: Some(format!("{long}the end")),
            ..Failure::new(long.clone(), format!("a{long}"))
        };
        let failure = short(failure);
        assert!(failure.kind.len() <= MOST_WORDS + 3);
        assert!(failure.message.starts_with("aé") && failure.message.ends_with('…'));
        let traceback = failure.traceback.unwrap();
        assert!(traceback.len() <= MOST_TRACEBACK + 3, "{}", traceback.len());
        assert!(traceback.starts_with('…') && traceback.ends_with("the end"));
        let plain = Failure::new("ValueError", "x");
        assert_eq!(short(plain.clone()), plain);
    }
}
