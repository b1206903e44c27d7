//! Removing what was made, beside whoever needs it no longer and also while the daemon is away.

use super::daemon::Daemon;
use crate::ErrorKind;
use crate::Result;
use crate::sandbox::execution::spawn;
use bollard::query_parameters::{
    KillContainerOptions, RemoveContainerOptionsBuilder, RemoveVolumeOptionsBuilder,
};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;
use tokio::sync::watch;

/// Between two attempts, and how many there are: as long as a daemon takes to restart.
const PAUSE: Duration = Duration::from_millis(500);
const ATTEMPTS: u32 = 240;
/// What was asked for and given up before an answer came may be made later; so often it is looked again.
const LATE_ATTEMPTS: u32 = 40;

/// So long a session that is closed waits until nothing of it is left.
const SETTLE_TIMEOUT: Duration = Duration::from_secs(20);

/// Counts what of a session is there, or is being removed.
#[derive(Debug, Clone)]
pub(super) struct Pending(Arc<watch::Sender<usize>>);

impl Pending {
    pub(super) fn new() -> Self {
        Self(Arc::new(watch::Sender::new(0)))
    }

    /// Waits until nothing is left.
    pub(super) async fn settle(&self) {
        let mut count = self.0.subscribe();
        let settled = tokio::time::timeout(SETTLE_TIMEOUT, count.wait_for(|count| *count == 0));
        if settled.await.is_err() {
            tracing::warn!("something of a session stays in the Docker daemon for now");
        }
    }
}

/// One thing that is counted until it is dropped.
#[derive(Debug)]
struct Counted(Pending);

impl Counted {
    fn new(pending: &Pending) -> Self {
        pending.0.send_modify(|count| *count += 1);
        Self(pending.clone())
    }
}

impl Drop for Counted {
    fn drop(&mut self) {
        self.0.0.send_modify(|count| *count = count.saturating_sub(1));
    }
}

/// Something that a session made in the daemon. Dropping it removes it.
#[derive(Debug)]
pub(super) struct Made {
    daemon: Arc<Daemon>,
    counted: Option<Counted>,
    kind: Kind,
    name: String,
    /// Whether the daemon said that it made it.
    is_there: AtomicBool,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Kind {
    Container,
    Volume,
}

impl Made {
    /// Names what is about to be made: whether an attempt succeeded is not always known.
    pub(super) fn new(daemon: &Arc<Daemon>, pending: &Pending, kind: Kind, name: String) -> Self {
        let (daemon, counted) = (Arc::clone(daemon), Some(Counted::new(pending)));
        Self { daemon, counted, kind, name, is_there: AtomicBool::new(false) }
    }

    pub(super) fn name(&self) -> &str {
        &self.name
    }

    /// Says that the daemon made it.
    pub(super) fn confirm(&self) {
        self.is_there.store(true, Ordering::Relaxed);
    }

    pub(super) fn daemon(&self) -> &Daemon {
        &self.daemon
    }

    /// Kills the container; one that has ended or is gone is no error.
    pub(super) async fn kill(&self) -> Result<()> {
        let name = self.name.clone();
        let call = |docker: bollard::Docker| async move {
            docker.kill_container(&name, None::<KillContainerOptions>).await
        };
        match self.daemon.call("kill the container", call).await {
            Err(error) if error.kind() == ErrorKind::Unavailable => Err(error),
            _ => Ok(()),
        }
    }
}

impl Drop for Made {
    fn drop(&mut self) {
        let (daemon, kind) = (Arc::clone(&self.daemon), self.kind);
        let name = std::mem::take(&mut self.name);
        let looks = if self.is_there.load(Ordering::Relaxed) { 1 } else { LATE_ATTEMPTS };
        let counted = self.counted.take();
        let task = async move {
            insist(&daemon, kind, &name, looks).await;
            drop(counted);
        };
        if let Err(error) = spawn(task) {
            tracing::warn!(%error, name = self.name, "something stays in the Docker daemon");
        }
    }
}

/// Tries until it is gone, and was found to be gone so often.
async fn insist(daemon: &Daemon, kind: Kind, name: &str, mut looks: u32) {
    for _ in 0..ATTEMPTS {
        match remove(daemon, kind, name).await {
            Ok(Found::There) => return,
            Ok(Found::Gone) if looks <= 1 => return,
            Ok(Found::Gone) => looks -= 1,
            Err(error) => tracing::debug!(%error, name, "not removed yet"),
        }
        tokio::time::sleep(PAUSE).await;
    }
    tracing::warn!(name, "something stays in the Docker daemon");
}

/// Whether something was there to be removed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Found {
    There,
    Gone,
}

/// Removes something; what is gone already is no error, and what somebody else removes right now neither.
pub(super) async fn remove(daemon: &Daemon, kind: Kind, name: &str) -> Result<Found> {
    let name = name.to_owned();
    let removed = match kind {
        Kind::Container => {
            let options = RemoveContainerOptionsBuilder::new().force(true).v(true).build();
            let call = |docker: bollard::Docker| async move {
                docker.remove_container(&name, Some(options)).await
            };
            daemon.call("remove the container", call).await
        }
        Kind::Volume => {
            let options = RemoveVolumeOptionsBuilder::new().force(true).build();
            let call = |docker: bollard::Docker| async move {
                docker.remove_volume(&name, Some(options)).await
            };
            daemon.call("remove the volume", call).await
        }
    };
    match removed {
        Ok(()) => Ok(Found::There),
        Err(error) if error.kind() == ErrorKind::NotFound => Ok(Found::Gone),
        Err(error) if error.message().contains("is already in progress") => Ok(Found::There),
        Err(error) => Err(error),
    }
}
