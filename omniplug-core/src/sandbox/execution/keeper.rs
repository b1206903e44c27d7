//! The thread that makes sessions ready for their next execution.
//!
//! This happens after a caller has its answer, when nobody may drive the runtime that it called on any more. A
//! runtime of its own, as old as the process, does it.

use std::future::Future;
use std::io;
use std::pin::Pin;
use std::sync::{Mutex, PoisonError};
use tokio::sync::mpsc::{UnboundedSender, unbounded_channel};

type Task = Pin<Box<dyn Future<Output = ()> + Send>>;

/// The thread's queue, and the process that it belongs to: a forked host has the queue but not the thread.
static KEEPER: Mutex<Option<(u32, UnboundedSender<Task>)>> = Mutex::new(None);

/// Runs a task to its end beside everything else.
pub(crate) fn spawn(task: impl Future<Output = ()> + Send + 'static) -> io::Result<()> {
    let mut keeper = KEEPER.lock().unwrap_or_else(PoisonError::into_inner);
    let process = std::process::id();
    let task: Task = match &*keeper {
        Some((owner, queue)) if *owner == process => match queue.send(Box::pin(task)) {
            Ok(()) => return Ok(()),
            Err(unsent) => unsent.0,
        },
        _ => Box::pin(task),
    };
    let queue = start()?;
    queue.send(task).map_err(|_| io::Error::other("the keeper's thread is gone"))?;
    *keeper = Some((process, queue));
    Ok(())
}

fn start() -> io::Result<UnboundedSender<Task>> {
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build()?;
    let (queue, mut tasks) = unbounded_channel::<Task>();
    let keep = move || {
        runtime.block_on(async move {
            while let Some(task) = tasks.recv().await {
                tokio::spawn(task);
            }
        });
    };
    std::thread::Builder::new().name("omniplug-keeper".into()).spawn(keep)?;
    Ok(queue)
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::sync::mpsc::channel;

    #[test]
    fn tasks_run_without_a_runtime_and_survive_a_panic() {
        spawn(async { panic!("expected in this test") }).unwrap();
        let (sender, receiver) = channel();
        spawn(async move { sender.send(7).unwrap() }).unwrap();
        assert_eq!(receiver.recv().unwrap(), 7);
    }
}
