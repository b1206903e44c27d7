//! What an R object of the class `omniplug` points to, and the process's runtime.

use crate::failure::invalid;
use extendr_api::prelude::*;
use omniplug_core::{Builder, Error, ErrorKind, Omniplug, Result};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use tokio::runtime::Runtime;

/// The runtime, and the process that it belongs to: in a fork its threads are missing.
static RUNTIME: Mutex<Option<(u32, Arc<Runtime>)>> = Mutex::new(None);

/// The one runtime of this process, made when it is first needed.
///
/// # Errors
/// [`Unavailable`](ErrorKind::Unavailable) when no threads can be started.
pub(crate) fn runtime() -> Result<Arc<Runtime>> {
    let mut held = locked(&RUNTIME);
    let process = std::process::id();
    if let Some((_, runtime)) = held.as_ref().filter(|(owner, _)| *owner == process) {
        return Ok(Arc::clone(runtime));
    }
    let runtime = Runtime::new().map_err(|error| {
        Error::new(ErrorKind::Unavailable, "no threads could be started").with_source(error)
    })?;
    let runtime = Arc::new(runtime);
    // The parent's, in a fork: ending it would wait for threads that are not there.
    std::mem::forget(held.replace((process, Arc::clone(&runtime))));
    Ok(runtime)
}

/// An opened home. A forked process opens it anew when it first uses it: the parent's sessions are the parent's.
pub(crate) struct Handle {
    builder: Builder,
    opened: Mutex<Option<(u32, Omniplug)>>,
}

impl Handle {
    /// Opens what a builder describes.
    ///
    /// # Errors
    /// As [`Builder::open`] tells.
    pub(crate) fn open(builder: Builder) -> Result<Self> {
        let handle = Self { builder, opened: Mutex::new(None) };
        handle.omniplug()?;
        Ok(handle)
    }

    /// The facade of this process.
    ///
    /// # Errors
    /// As [`Builder::open`] tells, in a fork.
    pub(crate) fn omniplug(&self) -> Result<Omniplug> {
        let mut opened = locked(&self.opened);
        let process = std::process::id();
        if let Some((_, omniplug)) = opened.as_ref().filter(|(owner, _)| *owner == process) {
            return Ok(omniplug.clone());
        }
        let omniplug = runtime()?.block_on(self.builder.clone().open())?;
        std::mem::forget(opened.replace((process, omniplug.clone())));
        Ok(omniplug)
    }
}

impl Drop for Handle {
    fn drop(&mut self) {
        let opened = locked(&self.opened).take();
        match opened {
            // Ending the parent's sessions is not for its forks.
            Some((owner, omniplug)) if owner != std::process::id() => std::mem::forget(omniplug),
            Some((_, omniplug)) => {
                // Connections of the database are given back to the runtime.
                let runtime = runtime();
                let _inside = runtime.as_ref().map(|runtime| runtime.enter());
                drop(omniplug);
            }
            None => {}
        }
    }
}

/// The facade that an R object points to.
///
/// # Errors
/// [`InvalidInput`](ErrorKind::InvalidInput) when it is none, as after loading it from a file.
pub(crate) fn omniplug(pointer: &Robj) -> Result<Omniplug> {
    let pointer: std::result::Result<&ExternalPtr<Handle>, _> = pointer.try_into();
    let handle = pointer.ok().and_then(|pointer| pointer.try_addr().ok());
    let handle = handle.ok_or_else(|| {
        invalid("this object is not an opened omniplug")
            .with_hint("`omniplug_open()` opens one in each session of R")
    })?;
    handle.omniplug()
}

fn locked<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}
