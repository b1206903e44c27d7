//! The one runtime of the process, and a new one in a process that was forked off.

use omniplug_core::{Error, ErrorKind, Result, waiting};
use std::future::Future;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::pin::pin;
use std::process;
use std::sync::{Mutex, PoisonError};
use std::time::Duration;
use tokio::runtime::{Handle, Runtime};

/// A process that was forked off has the memory of the runtime but none of its threads.
static RUNTIME: Mutex<Option<(u32, &'static Runtime)>> = Mutex::new(None);

/// This process's runtime, made when it is first asked for. Call it attached to the interpreter: so nobody forks
/// while the lock is held.
pub(crate) fn runtime() -> Result<&'static Runtime> {
    let mut runtime = RUNTIME.lock().unwrap_or_else(PoisonError::into_inner);
    match *runtime {
        Some((process, made)) if process == process::id() => Ok(made),
        _ => {
            let made = Runtime::new().map_err(|error| {
                Error::new(ErrorKind::Unavailable, "no threads could be started").with_source(error)
            })?;
            let made: &'static Runtime = Box::leak(Box::new(made));
            *runtime = Some((process::id(), made));
            Ok(made)
        }
    }
}

/// Waits on this thread. A panic beneath becomes an error.
pub(crate) fn block_on<T>(runtime: &Runtime, future: impl Future<Output = T>) -> Result<T> {
    here(|| runtime.block_on(future))
}

/// Waits on this thread for a while; nothing when it is not done then. A panic beneath becomes an error.
pub(crate) fn wait_for<T>(
    runtime: &Runtime,
    future: impl Future<Output = T>,
    period: Duration,
) -> Result<Option<T>> {
    here(|| waiting::wait_for(runtime.handle(), pin!(future), period))
}

fn here<T>(wait: impl FnOnce() -> T) -> Result<T> {
    let wait = AssertUnwindSafe(|| match Handle::try_current() {
        // A host's validator, which runs on a thread of the runtime, may call the host again.
        Ok(_) => tokio::task::block_in_place(wait),
        Err(_) => wait(),
    });
    catch_unwind(wait).map_err(|_| given_up())
}

/// The error of a call that ended without an answer.
pub(crate) fn given_up() -> Error {
    Error::new(ErrorKind::Sandbox, "a call ended without an answer")
        .with_hint("this is a fault of omniplug; please report it")
}
