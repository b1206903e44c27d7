//! Waiting on a thread that has to look after something else now and then, as the thread of an interpreter has.

use std::future::Future;
use std::pin::Pin;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::task::{Context, Poll, Wake, Waker};
use std::thread::{self, Thread};
use std::time::{Duration, Instant};
use tokio::runtime::Handle;

/// Polls a future on this thread, within a runtime, until it is done; nothing when it is not after `period`. It can be
/// waited for again then, and makes no way by itself until that.
///
/// A timer of the runtime beside the future would tell the same, but setting one for each call wakes a thread of the
/// runtime, which costs more than a short call takes. On a thread of a runtime, wrap it in
/// [`block_in_place`](tokio::task::block_in_place).
///
/// ```
/// use omniplug_core::waiting::wait_for;
/// use std::time::Duration;
///
/// let runtime = tokio::runtime::Runtime::new()?;
/// let mut future = Box::pin(async { tokio::task::spawn_blocking(|| 7).await });
/// let answer = loop {
///     match wait_for(runtime.handle(), future.as_mut(), Duration::from_millis(50)) {
///         Some(answer) => break answer,
///         None => { /* look whether the user wants it to end */ }
///     }
/// };
/// assert_eq!(answer?, 7);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
pub fn wait_for<F: Future + ?Sized>(
    runtime: &Handle,
    mut future: Pin<&mut F>,
    period: Duration,
) -> Option<F::Output> {
    let _inside = runtime.enter();
    let bell = Arc::new(Bell { thread: thread::current(), has_rung: AtomicBool::new(false) });
    let waker = Waker::from(Arc::clone(&bell));
    let end = Instant::now() + period;
    loop {
        if let Poll::Ready(output) = future.as_mut().poll(&mut Context::from_waker(&waker)) {
            return Some(output);
        }
        loop {
            let left = end.saturating_duration_since(Instant::now());
            if left.is_zero() {
                return None;
            }
            if bell.has_rung.swap(false, Ordering::Acquire) {
                break;
            }
            thread::park_timeout(left);
        }
    }
}

/// Wakes a thread. What the future does may park the thread too and take the token of [`Thread::unpark`], so that the
/// bell keeps whether it rang.
struct Bell {
    thread: Thread,
    has_rung: AtomicBool,
}

impl Wake for Bell {
    fn wake(self: Arc<Self>) {
        self.wake_by_ref();
    }

    fn wake_by_ref(self: &Arc<Self>) {
        self.has_rung.store(true, Ordering::Release);
        self.thread.unpark();
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::future::{pending, poll_fn};
    use tokio::runtime::Runtime;

    const LONG: Duration = Duration::from_secs(60);

    #[test]
    fn what_other_threads_finish_wakes() {
        let runtime = Runtime::new().unwrap();
        let mut future = Box::pin(async {
            let other = tokio::task::spawn_blocking(|| thread::sleep(Duration::from_millis(30)));
            other.await.unwrap();
            7
        });
        assert_eq!(wait_for(runtime.handle(), future.as_mut(), LONG), Some(7));
    }

    #[test]
    fn what_is_not_done_is_waited_for_again() {
        let runtime = Runtime::new().unwrap();
        let mut future = Box::pin(tokio::sync::oneshot::channel::<()>().1);
        let (sender, receiver) = tokio::sync::oneshot::channel();
        let mut other = Box::pin(receiver);
        assert!(wait_for(runtime.handle(), other.as_mut(), Duration::from_millis(5)).is_none());
        sender.send(3).unwrap();
        assert_eq!(wait_for(runtime.handle(), other.as_mut(), LONG), Some(Ok(3)));
        // Its sender is gone.
        assert!(wait_for(runtime.handle(), future.as_mut(), LONG).unwrap().is_err());
        assert!(
            wait_for(runtime.handle(), Box::pin(pending::<()>()).as_mut(), Duration::ZERO)
                .is_none()
        );
    }

    #[test]
    fn a_future_that_is_always_awake_is_left_in_time() {
        let runtime = Runtime::new().unwrap();
        let mut restless = Box::pin(poll_fn(|context| {
            context.waker().wake_by_ref();
            Poll::<()>::Pending
        }));
        let period = Duration::from_millis(5);
        assert!(wait_for(runtime.handle(), restless.as_mut(), period).is_none());
    }

    #[test]
    fn a_future_that_parks_the_thread_itself_loses_no_call() {
        let runtime = Runtime::new().unwrap();
        let mut is_first = true;
        let mut parking = Box::pin(poll_fn(move |context| {
            if std::mem::take(&mut is_first) {
                context.waker().wake_by_ref();
                // The token of the call above is gone with this.
                thread::park_timeout(LONG);
                return Poll::Pending;
            }
            Poll::Ready(5)
        }));
        assert_eq!(wait_for(runtime.handle(), parking.as_mut(), LONG), Some(5));
    }
}
