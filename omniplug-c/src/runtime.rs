//! The runtime that all handles of a process share.

use crate::sink;
use omniplug_core::{Error, ErrorKind, Result};
use std::future::Future;
use std::mem::{self, ManuallyDrop};
use std::process;
use std::sync::{Arc, Mutex, Weak};

/// The runtime in use. It ends with the last handle, so that a host that closes what it opened is left no threads.
static SHARED: Mutex<Weak<Runtime>> = Mutex::new(Weak::new());

/// A runtime, and the process whose threads it has: a fork has none of them.
#[derive(Debug)]
pub(crate) struct Runtime {
    threads: ManuallyDrop<tokio::runtime::Runtime>,
    process: u32,
}

impl Runtime {
    /// The runtime that others use already, or a new one. Where the lock is held, a fork may have cut off whoever held
    /// it, so that nobody ever releases it: a runtime of one's own does as well.
    pub(crate) fn shared() -> Result<Arc<Self>> {
        let Ok(mut shared) = SHARED.try_lock() else {
            return Ok(Arc::new(Self::new()?));
        };
        if let Some(runtime) = shared.upgrade() {
            if runtime.is_ours() {
                return Ok(runtime);
            }
            // The parent's: its count must not fall to nothing here.
            mem::forget(runtime);
        }
        let runtime = Arc::new(Self::new()?);
        *shared = Arc::downgrade(&runtime);
        Ok(runtime)
    }

    fn new() -> Result<Self> {
        let threads = tokio::runtime::Runtime::new().map_err(|error| {
            Error::new(ErrorKind::Unavailable, "no threads could be started").with_source(error)
        })?;
        Ok(Self { threads: ManuallyDrop::new(threads), process: process::id() })
    }

    /// Whether this process made it, not one that this was forked from.
    pub(crate) fn is_ours(&self) -> bool {
        self.process == process::id()
    }

    /// Waits for a future.
    ///
    /// # Errors
    /// [`Conflict`](ErrorKind::Conflict) from a callback, which would wait for itself, and in a fork.
    pub(crate) fn wait<T>(&self, future: impl Future<Output = T>) -> Result<T> {
        if !self.is_ours() {
            return Err(Error::new(
                ErrorKind::Conflict,
                "the handle was opened before this process was forked",
            )
            .with_hint("open another one in the fork"));
        }
        if sink::is_calling() || tokio::runtime::Handle::try_current().is_ok() {
            return Err(Error::new(ErrorKind::Conflict, "a callback can't make calls that wait")
                .with_hint("note what is to be done, and do it after the call has returned"));
        }
        Ok(self.threads.block_on(future))
    }
}

impl Drop for Runtime {
    #[expect(unsafe_code, reason = "the threads are taken when nothing uses them any more")]
    fn drop(&mut self) {
        if !self.is_ours() {
            return;
        }
        // SAFETY: this is the end of `self`, and `threads` is not used after it.
        let threads = unsafe { ManuallyDrop::take(&mut self.threads) };
        // From a callback nothing can be waited for.
        if sink::is_calling() || tokio::runtime::Handle::try_current().is_ok() {
            threads.shutdown_background();
        }
    }
}

/// Something whose end touches the threads of a runtime: in a fork, where they are not, it is given up instead.
#[derive(Debug)]
pub(crate) struct Owned<T> {
    // Before the runtime, so that it goes first.
    inner: ManuallyDrop<T>,
    runtime: Arc<Runtime>,
}

impl<T> Owned<T> {
    pub(crate) fn new(inner: T, runtime: Arc<Runtime>) -> Self {
        Self { inner: ManuallyDrop::new(inner), runtime }
    }

    pub(crate) fn get(&self) -> &T {
        &self.inner
    }

    pub(crate) fn parts(&mut self) -> (&mut T, &Runtime) {
        (&mut self.inner, &self.runtime)
    }

    pub(crate) fn runtime(&self) -> &Arc<Runtime> {
        &self.runtime
    }
}

impl<T> Drop for Owned<T> {
    #[expect(unsafe_code, reason = "it ends only where its threads are")]
    fn drop(&mut self) {
        if self.runtime.is_ours() {
            // SAFETY: this is the end of `self`, and `inner` is not used after it.
            unsafe { ManuallyDrop::drop(&mut self.inner) };
        }
    }
}
