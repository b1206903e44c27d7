//! Sandboxes: isolated places where one release of a plugin runs.
//!
//! A [`Sandbox`] is a backend. It opens a [`Session`] for one release with one set of grants; a session runs
//! [`Request`]s, each in a fresh process, and answers each with an [`Outcome`]. A sandbox knows folders to
//! show, limits to keep and a runner to start. It does not know what a plugin, an environment or a policy is.

#[cfg(target_os = "linux")]
pub mod docker;
mod event;
#[cfg(target_os = "linux")]
mod execution;
mod image;
pub(crate) mod inquiry;
mod interpreter;
mod isolation;
mod limits;
#[cfg(target_os = "linux")]
pub mod native;
mod outcome;
pub mod pool;
pub mod runner;
mod seed;
mod session;
mod start;
#[cfg(target_os = "linux")]
mod system_calls;

pub use event::{Event, EventSink, Stream};
pub use image::{Image, Images};
pub use interpreter::{Interpreter, Origin, System};
pub use isolation::{Enforcement, Grade, Isolation};
pub use limits::Limits;
pub use outcome::{Failure, LogLine, Logs, Outcome, Reply, Status, Usage};
pub use seed::Seed;
pub use session::{Control, Language, Mount, Request, SessionSpec};
pub use start::Start;

use crate::Result;
use async_trait::async_trait;
use std::fmt::Debug;

/// A backend that opens isolated sessions.
///
/// `tests/` holds the conformance suite `conformance::sandbox`; each bullet below is one of its cases.
///
/// - A session's executions see nothing of each other: no file, process, memory or variable.
/// - Nothing outside the session's folders can be read, and nothing outside `/tmp`, `/dev/shm` and `/plugin`
///   written.
/// - When an execution's outcome is there, every process that it started is gone.
/// - Whatever the code does, the outcome's status is right and the next execution works.
/// - The outcome names the isolation that was really in force; below [`SessionSpec::least_grade`] opening fails.
#[async_trait]
pub trait Sandbox: Debug + Send + Sync {
    /// The backend's stable name, as in `native` and `docker`.
    fn name(&self) -> &'static str;

    /// The isolation that this backend gives on this machine, found by trying.
    ///
    /// - Fails with [`Unavailable`](crate::ErrorKind::Unavailable) where it can't run at all, with the remedy.
    async fn probe(&self) -> Result<Isolation>;

    /// The interpreter that sessions of a language run with: in `image`, else where this backend has its own. What
    /// takes long, as fetching an image does, is told to `events` as phases.
    ///
    /// - Fails with [`Unavailable`](crate::ErrorKind::Unavailable) when there is none, with the remedy; so does an
    ///   image where the backend has no images.
    async fn interpreter(
        &self,
        language: Language,
        image: Option<&Image>,
        events: &dyn EventSink,
    ) -> Result<Interpreter>;

    /// Opens a session for one release.
    ///
    /// - Fails with [`Refused`](crate::ErrorKind::Refused) when the isolation would be below the spec's least.
    /// - Fails with [`NotFound`](crate::ErrorKind::NotFound) when a folder to mount is missing.
    /// - Fails with [`Unavailable`](crate::ErrorKind::Unavailable) when the language has no interpreter here.
    async fn open(&self, spec: SessionSpec) -> Result<Box<dyn Session>>;
}

/// An isolated place where one release waits to run requests.
#[async_trait]
pub trait Session: Debug + Send + Sync {
    /// The isolation in force.
    fn isolation(&self) -> &Isolation;

    /// Why the executions of a session that was asked for as warm start cold: what loading the plugin left can't
    /// be given to each of them afresh. Nothing where they start as asked.
    fn cold_reason(&self) -> Option<String>;

    /// Memory that the session holds between executions, in bytes.
    async fn memory(&self) -> u64;

    /// Whether the next execution can begin at once. A session that can't is replaced by whoever keeps it; it
    /// would still run its requests, after making ready again.
    async fn is_ready(&self) -> bool;

    /// Runs one request in a fresh process and waits for its end.
    ///
    /// - Log lines, progress, warnings and partial results reach the control's sink while the code runs.
    /// - Its random numbers begin at the request's seed: they repeat with the same, and differ with another.
    /// - Cancelling the control's token ends the execution with [`Status::Cancelled`].
    /// - Dropping the future ends the execution too.
    /// - An error means that the sandbox failed; whatever the plugin does is an [`Outcome`].
    /// - Requests that come while another runs wait for it in a warm session, and run beside it in a cold one.
    async fn execute(&self, request: Request, control: &Control) -> Result<Outcome>;

    /// Ends the session and frees all that it holds. Dropping a session does the same.
    async fn close(self: Box<Self>) -> Result<()>;
}
