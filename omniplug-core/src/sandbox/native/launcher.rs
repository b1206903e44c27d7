//! The thread that makes processes.
//!
//! A sandboxed process asks the kernel to be killed when the thread that made it ends. Threads of a runtime
//! come and go, so one thread makes them all and lives as long as the host.

use std::sync::mpsc::{Sender, channel};
use std::sync::{Mutex, PoisonError};
use tokio::sync::oneshot;

type Job = Box<dyn FnOnce() + Send>;

/// The thread's queue, and the process that it belongs to: a forked host has the queue but not the thread.
static LAUNCHER: Mutex<Option<(u32, Sender<Job>)>> = Mutex::new(None);

/// Runs a job on the launcher's thread and gives its answer.
pub(super) async fn run<T: Send + 'static>(
    job: impl FnOnce() -> T + Send + 'static,
) -> std::io::Result<T> {
    let (sender, receiver) = oneshot::channel();
    submit(Box::new(move || {
        // Nobody waits any more for what a caller gave up.
        if !sender.is_closed() {
            drop(sender.send(job()));
        }
    }))?;
    receiver.await.map_err(std::io::Error::other)
}

/// Hands a job over without waiting for it.
fn submit(job: Job) -> std::io::Result<()> {
    let mut launcher = LAUNCHER.lock().unwrap_or_else(PoisonError::into_inner);
    let process = std::process::id();
    let job = match &*launcher {
        Some((owner, queue)) if *owner == process => match queue.send(job) {
            Ok(()) => return Ok(()),
            Err(unsent) => unsent.0,
        },
        _ => job,
    };
    let queue = start()?;
    queue.send(job).map_err(|_| std::io::Error::other("the launcher's thread is gone"))?;
    *launcher = Some((process, queue));
    Ok(())
}

/// Keeps the host's signals for its other threads: a handler, or a call that a signal interrupts, would
/// change this thread's `errno`, which the child shares until it executes its program.
fn block_signals() {
    // SAFETY: the set is a local; blocking all signals of this thread can't fail.
    #[expect(unsafe_code, reason = "the signal mask")]
    unsafe {
        let mut all: libc::sigset_t = std::mem::zeroed();
        libc::sigfillset(&raw mut all);
        libc::pthread_sigmask(libc::SIG_SETMASK, &raw const all, std::ptr::null_mut());
    }
}

fn start() -> std::io::Result<Sender<Job>> {
    let (queue, jobs) = channel::<Job>();
    std::thread::Builder::new().name("omniplug-launcher".into()).spawn(move || {
        block_signals();
        for job in jobs {
            // A job that panics answers nothing; the thread, and all that it made, lives on.
            if std::panic::catch_unwind(std::panic::AssertUnwindSafe(job)).is_err() {
                tracing::error!("a launch panicked");
            }
        }
    })?;
    Ok(queue)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test]
    async fn jobs_run_on_one_thread_that_survives_a_panic() {
        let id = || std::thread::current().id();
        let first = run(id).await.unwrap();
        assert!(run(|| panic!("expected in this test")).await.is_err());
        assert_eq!(run(id).await.unwrap(), first);
    }
}
