//! The warm half of a session: a zygote that is there, comes back, or can't be.

use super::hearing::Stop;
use super::keeper;
use super::process::Remains;
use super::running::Starter;
use super::zygote::{Loaded, Zygote};
use crate::Result;
use crate::sandbox::{Control, Limits};
use std::os::fd::OwnedFd;
use std::sync::Arc;
use std::time::Instant;
use tokio::sync::{Mutex, OwnedMutexGuard};
use tokio_util::sync::CancellationToken;

/// Where a session's zygote is. Who holds the lock runs an execution or makes the zygote ready.
#[derive(Debug)]
enum Place {
    /// There is none: the last one was ended.
    Empty,
    Ready(Box<Zygote>),
    /// Forks of it would not be fresh, for this reason.
    Cold(String),
}

/// The warm half of a session.
#[derive(Debug)]
pub(crate) struct Warm {
    starter: Arc<dyn Starter>,
    place: Arc<Mutex<Place>>,
    /// Ends what is being made ready when the session is.
    closed: CancellationToken,
}

impl Drop for Warm {
    fn drop(&mut self) {
        self.closed.cancel();
    }
}

/// What became of a request.
pub(crate) enum Ran {
    /// It ended, with this left of it.
    Warm(Box<Remains>),
    /// It has to begin cold.
    Cold,
}

impl Warm {
    /// Starts a zygote and waits until it has loaded the plugin. Whatever keeps it from that is told by
    /// executions that start cold.
    pub(crate) async fn open(starter: Arc<dyn Starter>) -> Result<Self> {
        let control = Control::default();
        let limits = &starter.spec().limits;
        let loaded = Zygote::load(starter.as_ref(), limits, &control, Instant::now()).await?;
        let place = match loaded {
            Loaded::Warm(zygote) => Place::Ready(zygote),
            Loaded::Cold(reason) => Place::Cold(reason),
            Loaded::Stopped(remains) => {
                Place::Cold(format!("loading it ended: {:?}", remains.stop))
            }
        };
        Ok(Self { starter, place: Arc::new(Mutex::new(place)), closed: CancellationToken::new() })
    }

    /// Runs a request, after those that came before.
    pub(crate) async fn execute(
        &self,
        request: &OwnedFd,
        has_tables: bool,
        limits: &Limits,
        control: &Control,
    ) -> Result<Ran> {
        let mut place = tokio::select! {
            biased;
            () = control.cancel.cancelled() => return Ok(cancelled()),
            place = Arc::clone(&self.place).lock_owned() => place,
        };
        let started = Instant::now();
        let mut zygote = match std::mem::replace(&mut *place, Place::Empty) {
            Place::Ready(zygote) if zygote.is_alive() => zygote,
            Place::Cold(reason) => {
                *place = Place::Cold(reason);
                return Ok(Ran::Cold);
            }
            // One that somebody ended meanwhile is replaced.
            Place::Ready(_) | Place::Empty => {
                match Zygote::load(self.starter.as_ref(), limits, control, started).await? {
                    Loaded::Warm(zygote) => zygote,
                    Loaded::Cold(reason) => {
                        *place = Place::Cold(reason);
                        return Ok(Ran::Cold);
                    }
                    Loaded::Stopped(remains) => return Ok(Ran::Warm(remains)),
                }
            }
        };
        if has_tables {
            zygote.expect_tables();
        }
        let (remains, zygote) =
            zygote.execute(request, self.starter.as_ref(), (limits, control), started).await?;
        self.make_ready(place, zygote);
        Ok(Ran::Warm(Box::new(remains)))
    }

    /// Makes the next execution's process ready, after the answer was given.
    fn make_ready(&self, mut place: OwnedMutexGuard<Place>, zygote: Option<Box<Zygote>>) {
        let (starter, closed) = (Arc::clone(&self.starter), self.closed.clone());
        let task = async move {
            match next_zygote(starter.as_ref(), zygote, &closed).await {
                Ok(Loaded::Warm(zygote)) => *place = Place::Ready(zygote),
                Ok(Loaded::Cold(reason)) => *place = Place::Cold(reason),
                Ok(Loaded::Stopped(_)) => {}
                Err(error) => tracing::warn!(%error, "a session did not start again"),
            }
        };
        if let Err(error) = keeper::spawn(task) {
            tracing::warn!(%error, "a session is not made ready ahead");
        }
    }

    /// Ends the zygote, after an execution that runs.
    pub(crate) async fn close(&self) -> Result<()> {
        self.closed.cancel();
        let place = std::mem::replace(&mut *self.place.lock().await, Place::Empty);
        match place {
            Place::Ready(zygote) => zygote.close().await,
            Place::Empty | Place::Cold(_) => Ok(()),
        }
    }

    /// Why executions start cold, if they do.
    pub(crate) fn cold_reason(&self) -> Option<String> {
        match self.place.try_lock().as_deref() {
            Ok(Place::Cold(reason)) => Some(reason.clone()),
            _ => None,
        }
    }

    /// The memory that it holds between executions, in bytes.
    pub(crate) fn memory(&self) -> u64 {
        match self.place.try_lock().as_deref() {
            Ok(Place::Ready(zygote)) => zygote.memory(),
            _ => 0,
        }
    }

    /// Whether it can begin an execution, or is about to.
    pub(crate) fn is_ready(&self) -> bool {
        match self.place.try_lock().as_deref() {
            Ok(Place::Ready(zygote)) => zygote.is_ready(),
            Ok(Place::Empty) => false,
            Ok(Place::Cold(_)) | Err(_) => true,
        }
    }
}

/// The zygote with its next process, or another one where it can't go on; none, and nothing left of it, once the
/// session is closed.
async fn next_zygote(
    starter: &dyn Starter,
    zygote: Option<Box<Zygote>>,
    closed: &CancellationToken,
) -> Result<Loaded> {
    if let Some(mut zygote) = zygote {
        let made = tokio::select! {
            biased;
            () = closed.cancelled() => None,
            made = zygote.make_ready() => Some(made),
        };
        match made {
            Some(Ok(())) => return Ok(Loaded::Warm(zygote)),
            Some(Err(error)) => tracing::debug!(%error, "a zygote is replaced"),
            None => {
                zygote.close().await?;
                let remains = Remains::without_process(Stop::Cancelled);
                return Ok(Loaded::Stopped(Box::new(remains)));
            }
        }
    }
    let control = Control { cancel: closed.clone(), ..Control::default() };
    Zygote::load(starter, &starter.spec().limits, &control, Instant::now()).await
}

fn cancelled() -> Ran {
    Ran::Warm(Box::new(Remains::without_process(Stop::Cancelled)))
}
