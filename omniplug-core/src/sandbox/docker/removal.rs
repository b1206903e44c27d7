//! Removing what was made, beside whoever needs it no longer and also while the daemon is away.

use super::daemon::Daemon;
use crate::ErrorKind;
use crate::Result;
use crate::sandbox::execution::spawn;
use bollard::query_parameters::{
    KillContainerOptions, RemoveContainerOptionsBuilder, RemoveVolumeOptionsBuilder,
};
use std::sync::Arc;
use std::time::Duration;

/// Between two attempts, and how many there are: as long as a daemon takes to restart.
const PAUSE: Duration = Duration::from_millis(500);
const ATTEMPTS: u32 = 240;

/// Something that a session made in the daemon. Dropping it removes it.
#[derive(Debug)]
pub(super) struct Made {
    daemon: Arc<Daemon>,
    kind: Kind,
    name: String,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Kind {
    Container,
    Volume,
}

impl Made {
    /// Names what is about to be made: whether an attempt succeeded is not always known.
    pub(super) fn new(daemon: Arc<Daemon>, kind: Kind, name: String) -> Self {
        Self { daemon, kind, name }
    }

    pub(super) fn name(&self) -> &str {
        &self.name
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
        let task = async move { insist(&daemon, kind, &name).await };
        if let Err(error) = spawn(task) {
            tracing::warn!(%error, name = self.name, "something stays in the Docker daemon");
        }
    }
}

/// Tries until it is gone.
async fn insist(daemon: &Daemon, kind: Kind, name: &str) {
    for _ in 0..ATTEMPTS {
        match remove(daemon, kind, name).await {
            Ok(()) => return,
            Err(error) => tracing::debug!(%error, name, "not removed yet"),
        }
        tokio::time::sleep(PAUSE).await;
    }
    tracing::warn!(name, "something stays in the Docker daemon");
}

/// Removes something; what is gone already is no error.
pub(super) async fn remove(daemon: &Daemon, kind: Kind, name: &str) -> Result<()> {
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
        Err(error) if error.kind() == ErrorKind::NotFound => Ok(()),
        removed => removed,
    }
}
