//! Starting the containers of a session, and learning how one ended.

use super::container::{Entry, Recipe, new_name};
use super::content::Content;
use super::daemon::Daemon;
use super::local::Meeting;
use super::remote;
use super::removal::{Kind, Made, Pending};
use crate::sandbox::execution::{End, Running, Starter, give_pipes, unprepared};
use crate::sandbox::{Isolation, SessionSpec, Start};
use crate::{ErrorKind, Result};
use async_trait::async_trait;
use bollard::query_parameters::{
    CreateContainerOptionsBuilder, InspectContainerOptions, StartContainerOptions,
};
use std::io;
use std::os::fd::OwnedFd;
use std::path::PathBuf;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

/// Makes containers, each for one start.
#[derive(Debug, Clone)]
pub(super) struct Launcher {
    pub(super) daemon: Arc<Daemon>,
    /// The folder for what containers of this host meet it in.
    pub(super) meetings: PathBuf,
    /// What it made.
    pub(super) pending: Pending,
}

impl Launcher {
    /// Starts a container whose first process has these descriptors as 0, 1, 2 and so on. Answers Landlock's version in
    /// it too.
    pub(super) async fn launch(
        &self,
        recipe: &Recipe,
        start: Start,
        inside: Vec<OwnedFd>,
    ) -> Result<(Box<dyn Running>, u32)> {
        let name = new_name(&recipe.labels);
        let made = Arc::new(Made::new(&self.daemon, &self.pending, Kind::Container, name));
        if self.daemon.is_remote() {
            self.create(recipe, start, &Entry::Relay, &made).await?;
            return remote::begin(Arc::clone(&self.daemon), made, inside).await;
        }
        let meeting =
            Meeting::new(&self.meetings, recipe.user, recipe.group).map_err(unprepared)?;
        self.create(recipe, start, &Entry::Meeting(meeting.folder()), &made).await?;
        start_container(&self.daemon, &made).await?;
        let (running, version) = meeting.hand_over(made, &inside).await?;
        Ok((Box::new(running), version))
    }

    async fn create(
        &self,
        recipe: &Recipe,
        start: Start,
        entry: &Entry,
        made: &Made,
    ) -> Result<()> {
        let options = CreateContainerOptionsBuilder::new().name(made.name()).build();
        let body = recipe.container(start, entry);
        let call = |docker: bollard::Docker| async move {
            docker.create_container(Some(options), body).await
        };
        self.daemon.call("make a container", call).await?;
        made.confirm();
        Ok(())
    }
}

/// Starts a container that was made.
pub(super) async fn start_container(daemon: &Daemon, made: &Made) -> Result<()> {
    let name = made.name().to_owned();
    let call = |docker: bollard::Docker| async move {
        docker.start_container(&name, None::<StartContainerOptions>).await
    };
    daemon.call("start the container", call).await
}

/// How a container ended, as far as it did.
#[derive(Debug, Clone, Default)]
pub(super) struct Ending {
    /// Nothing while it runs.
    pub(super) end: Option<End>,
    pub(super) out_of_memory: bool,
    /// What the daemon says of it.
    pub(super) message: String,
}

impl Ending {
    /// Whether neither its first process nor this host can have ended it so: nothing inside can kill the first process
    /// of a container, or it is gone without a trace.
    pub(super) fn is_from_outside(&self) -> bool {
        matches!(self.end, Some(End::Signalled(libc::SIGKILL | libc::SIGTERM) | End::Unknown))
    }
}

/// Between two questions after a container that has ended.
const LOOK_PAUSE: Duration = Duration::from_millis(20);
const LOOKS: u32 = 500;

/// Asks how a container ended whose first process is gone, of which the daemon hears a little later.
pub(super) async fn after_end(made: &Made) -> Result<Ending> {
    for _ in 0..LOOKS {
        let ending = ending(made).await?;
        if ending.end.is_some() {
            return Ok(ending);
        }
        tokio::time::sleep(LOOK_PAUSE).await;
    }
    Ok(Ending { end: Some(End::Unknown), ..Ending::default() })
}

/// Asks how a container ended. One that is gone has ended, nobody knows how.
pub(super) async fn ending(made: &Made) -> Result<Ending> {
    let name = made.name().to_owned();
    let call = |docker: bollard::Docker| async move {
        docker.inspect_container(&name, None::<InspectContainerOptions>).await
    };
    let state = match made.daemon().call("tell of the container", call).await {
        Ok(found) => found.state.unwrap_or_default(),
        Err(error) if matches!(error.kind(), ErrorKind::NotFound | ErrorKind::Unavailable) => {
            return Ok(Ending { end: Some(End::Unknown), ..Ending::default() });
        }
        Err(error) => return Err(error),
    };
    let code = state.exit_code.and_then(|code| i32::try_from(code).ok()).unwrap_or_default();
    // The daemon tells a signal as a shell does.
    let end = if code > 128 { End::Signalled(code - 128) } else { End::Exited(code) };
    Ok(Ending {
        end: (state.running != Some(true)).then_some(end),
        out_of_memory: state.oom_killed == Some(true),
        message: state.error.unwrap_or_default(),
    })
}

/// Starts the sandboxes of one session.
#[derive(Debug)]
pub(super) struct DockerStarter {
    pub(super) launcher: Launcher,
    pub(super) spec: SessionSpec,
    pub(super) isolation: Isolation,
    pub(super) cold: Recipe,
    pub(super) warm: Recipe,
    /// What was copied to the daemon, as long as the session needs it.
    pub(super) content: Mutex<Option<Content>>,
}

#[async_trait]
impl Starter for DockerStarter {
    fn spec(&self) -> &SessionSpec {
        &self.spec
    }

    fn isolation(&self) -> &Isolation {
        &self.isolation
    }

    async fn start(&self, start: Start, inside: Vec<OwnedFd>) -> Result<Box<dyn Running>> {
        let recipe = if start == Start::Warm { &self.warm } else { &self.cold };
        let pipes: Vec<_> = inside.iter().collect();
        self.give(&pipes).map_err(unprepared)?;
        let (running, _) = self.launcher.launch(recipe, start, inside).await?;
        Ok(running)
    }

    fn give(&self, pipes: &[&OwnedFd]) -> io::Result<()> {
        if self.launcher.daemon.is_remote() || !rustix::process::geteuid().is_root() {
            return Ok(());
        }
        give_pipes(pipes.iter().copied(), self.cold.user, self.cold.group)
    }

    async fn recover(&self) -> Result<bool> {
        self.launcher.daemon.recover().await?;
        Ok(true)
    }

    async fn close(&self) {
        drop(self.content.lock().unwrap_or_else(PoisonError::into_inner).take());
        self.launcher.pending.settle().await;
    }
}
