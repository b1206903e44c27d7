//! A session of a backend: a fresh process for every execution, made cold or forked from a zygote.

use super::hearing::Pipes;
use super::memory_file;
use super::process::{Process, Remains};
use super::running::{Starter, unprepared};
use super::verdict;
use super::warm::{Ran, Warm};
use crate::background::background;
use crate::payload::wire;
use crate::sandbox::{
    Control, Event, Isolation, Limits, Outcome, Request, Session, SessionSpec, Start,
};
use crate::{Error, ErrorKind, Result};
use async_trait::async_trait;
use serde_json::Value;
use std::os::fd::{AsFd, OwnedFd};
use std::sync::Arc;
use std::time::Instant;

/// How often an execution is begun at most, where its sandbox is ended from outside.
const MOST_ATTEMPTS: u32 = 2;
/// JSON of more values than this, and text of more bytes, is written beside the runtime's threads.
const SMALL: usize = 1000;

/// A session.
#[derive(Debug)]
pub(crate) struct ForkingSession {
    starter: Arc<dyn Starter>,
    warm: Option<Warm>,
}

impl ForkingSession {
    /// Opens a session; a warm one has loaded the plugin when it is open.
    pub(crate) async fn open(starter: Arc<dyn Starter>) -> Result<Self> {
        let warm = match starter.spec().start {
            Start::Warm => Some(Warm::open(Arc::clone(&starter)).await?),
            Start::Cold => None,
        };
        Ok(Self { starter, warm })
    }

    async fn execute_cold(
        &self,
        request: &OwnedFd,
        limits: &Limits,
        control: &Control,
    ) -> Result<Remains> {
        let started = Instant::now();
        let (pipes, inner) = Pipes::new().map_err(unprepared)?;
        let nothing = std::fs::File::open("/dev/null").map_err(unprepared)?;
        let request = request.as_fd().try_clone_to_owned().map_err(unprepared)?;
        let inside = vec![nothing.into(), inner.stdout, inner.stderr, request, inner.reply];
        let running = self.starter.start(Start::Cold, inside).await?;
        Process::new(running, pipes, started)?.finish(limits, control).await
    }

    async fn run(
        &self,
        request: &OwnedFd,
        has_tables: bool,
        limits: &Limits,
        control: &Control,
    ) -> Result<(Remains, Start)> {
        if let Some(warm) = &self.warm
            && let Ran::Warm(remains) = warm.execute(request, has_tables, limits, control).await?
        {
            return Ok((*remains, Start::Warm));
        }
        let remains = self.execute_cold(request, limits, control).await?;
        Ok((remains, Start::Cold))
    }

    /// Runs a request, and once more where its sandbox was ended from outside: by an operator, or with a daemon that
    /// was restarted. Answers how often it was begun, too.
    async fn run_again(
        &self,
        request: &OwnedFd,
        has_tables: bool,
        limits: &Limits,
        control: &Control,
    ) -> Result<(Remains, Start, u32)> {
        let started = Instant::now();
        let mut attempts = 1;
        loop {
            let timeout = limits.timeout.saturating_sub(started.elapsed());
            let left = Limits { timeout, ..limits.clone() };
            let ran = self.run(request, has_tables, &left, control).await;
            let is_lost = match &ran {
                Ok((remains, _)) => remains.lost,
                Err(error) => error.kind() == ErrorKind::Unavailable,
            };
            if !is_lost {
                return ran.map(|(remains, start)| (remains, start, attempts));
            }
            if attempts == MOST_ATTEMPTS || !self.starter.recover().await? {
                return ran.and_then(|_| Err(lost()));
            }
            attempts += 1;
            let text = "its sandbox was ended from outside; it is run again";
            control.events.event(Event::Warning(text.into()));
        }
    }
}

fn lost() -> Error {
    Error::new(ErrorKind::Sandbox, "the sandbox was ended from outside")
        .with_hint("try again; if it happens again, look at who ends its processes or containers")
}

fn encode(spec: &SessionSpec, request: &Request) -> Result<OwnedFd> {
    let encoded = wire::encode_request(&wire::Call {
        request,
        language: spec.language,
        entry_point: &spec.entry_point,
        library_paths: &spec.library_paths,
        output_limit: spec.limits.output,
    })?;
    memory_file::sealed(|file| encoded.write_to(file)).map_err(|error| {
        Error::new(ErrorKind::Sandbox, "can't hand the request over").with_source(error)
    })
}

/// Whether a request is written faster than a thread is woken.
fn is_small(request: &Request) -> bool {
    let mut left = SMALL;
    let objects = [&request.context, &request.parameters, &request.metadata];
    let mut values = objects.into_iter().flat_map(|object| object.values());
    request.input.tables().is_empty()
        && is_below(request.input.json(), &mut left)
        && values.all(|value| is_below(value, &mut left))
}

fn is_below(value: &Value, left: &mut usize) -> bool {
    let size = match value {
        Value::String(text) => 1 + text.len() / 64,
        Value::Array(items) => 1 + items.len(),
        Value::Object(members) => 1 + members.len(),
        _ => 1,
    };
    match left.checked_sub(size) {
        None => false,
        Some(rest) => {
            *left = rest;
            match value {
                Value::Array(items) => items.iter().all(|item| is_below(item, left)),
                Value::Object(members) => members.values().all(|item| is_below(item, left)),
                _ => true,
            }
        }
    }
}

#[async_trait]
impl Session for ForkingSession {
    fn isolation(&self) -> &Isolation {
        self.starter.isolation()
    }

    fn cold_reason(&self) -> Option<String> {
        self.warm.as_ref().and_then(Warm::cold_reason)
    }

    async fn memory(&self) -> u64 {
        self.warm.as_ref().map_or(0, Warm::memory)
    }

    async fn is_ready(&self) -> bool {
        self.warm.as_ref().is_none_or(Warm::is_ready)
    }

    async fn execute(&self, request: Request, control: &Control) -> Result<Outcome> {
        let spec = self.starter.spec();
        let timeout = request.timeout.min(spec.limits.timeout);
        let has_tables = !request.input.tables().is_empty();
        let is_small = is_small(&request);
        let request = if is_small {
            encode(spec, &request)?
        } else {
            let starter = Arc::clone(&self.starter);
            background(ErrorKind::Sandbox, move || encode(starter.spec(), &request)).await?
        };
        let limits = Limits { timeout, ..spec.limits.clone() };
        let (remains, start, attempts) =
            self.run_again(&request, has_tables, &limits, control).await?;
        if !is_small {
            // Giving so much memory back takes time that no answer has to wait for.
            tokio::task::spawn_blocking(move || drop(request));
        }
        let isolation = self.starter.isolation().clone();
        let outcome = if remains.is_small() {
            verdict::judge(remains, &limits, isolation, start)
        } else {
            let judge = move || Ok(verdict::judge(remains, &limits, isolation, start));
            background(ErrorKind::Sandbox, judge).await?
        };
        Ok(Outcome { attempts, ..outcome })
    }

    async fn close(self: Box<Self>) -> Result<()> {
        let closed = match &self.warm {
            Some(warm) => warm.close().await,
            None => Ok(()),
        };
        self.starter.close().await;
        closed
    }
}
