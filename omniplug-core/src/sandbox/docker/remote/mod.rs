//! A container of a daemon elsewhere: the boot program stays its first process and stands in for this host there.
//!
//! What the host would hand in as descriptors is local here too: pipes, channels and files in memory whose other ends
//! this module keeps. A task carries what goes over them as `frame`s over the daemon's connection; `slots` tells which
//! is which. So the rest of this library does not know where a container is. The frames are documented in
//! `boot/relay.c`.

mod carrier;
mod frame;
mod running;
mod slots;

use super::daemon::Daemon;
use super::local::not_begun;
use super::removal::Made;
use super::starter::{ending, start_container};
use crate::sandbox::execution::{End, Running, spawn, unprepared};
use crate::{Error, ErrorKind, Result};
use bollard::query_parameters::AttachContainerOptionsBuilder;
use carrier::Carrier;
use running::RemoteRunning;
use std::io;
use std::os::fd::OwnedFd;
use std::sync::Arc;
use std::time::Duration;
use tokio::sync::oneshot;

/// How long the boot program of a container that was started may take to say hello.
const HELLO_TIMEOUT: Duration = Duration::from_secs(30);

/// Starts a container that was made, whose program gets these descriptors. Answers Landlock's version in it too.
pub(super) async fn begin(
    daemon: Arc<Daemon>,
    made: Arc<Made>,
    inside: Vec<OwnedFd>,
) -> Result<(Box<dyn Running>, u32)> {
    // The connection lives on the keeper's runtime: the caller's may end before the session does.
    let (told, begun) = oneshot::channel();
    let attached = Arc::clone(&made);
    let task = async move {
        let carrier = attach(&daemon, &attached).await;
        let (carrier, work) = match carrier {
            Ok(parts) => parts,
            Err(error) => return drop(told.send(Err(error))),
        };
        let started = start_container(&daemon, &attached).await;
        drop(attached);
        if told.send(started.map(|()| carrier)).is_ok() {
            work.await;
        }
    };
    spawn(task).map_err(unprepared)?;
    let ended = |_| unprepared(io::Error::other("the thread that speaks with the daemon ended"));
    let carrier = begun.await.map_err(ended).flatten()?;
    let hello = tokio::time::timeout(HELLO_TIMEOUT, carrier.hello()).await;
    let Some(version) = hello.ok().flatten() else {
        let ending = ending(&made).await?;
        return Err(not_begun(ending.end.unwrap_or(End::Unknown), &ending.message));
    };
    carrier.run(inside).map_err(unprepared)?;
    Ok((Box::new(RemoteRunning::new(made, carrier)), version))
}

/// Connects to the container's standard input and output.
async fn attach(
    daemon: &Daemon,
    made: &Made,
) -> Result<(Arc<Carrier>, impl Future<Output = ()> + Send + use<>)> {
    let options =
        AttachContainerOptionsBuilder::new().stream(true).stdin(true).stdout(true).build();
    let name = made.name().to_owned();
    let call = |docker: bollard::Docker| async move {
        docker.attach_container(&name, Some(options)).await
    };
    let attached = daemon.call("connect to the container", call).await?;
    Carrier::new(attached)
        .map_err(|error| Error::new(ErrorKind::Sandbox, "can't carry frames").with_source(error))
}
