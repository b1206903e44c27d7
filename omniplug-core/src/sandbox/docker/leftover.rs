//! What hosts that are gone left in the daemon: containers and volumes with our labels.

use super::container::{HOST_LABEL, MACHINE_LABEL, machine};
use super::daemon::Daemon;
use super::removal::{Kind, remove};
use crate::Result;
use crate::sandbox::execution::Host;
use bollard::query_parameters::{ListContainersOptionsBuilder, ListVolumesOptionsBuilder};
use jiff::Timestamp;
use serde::Serialize;
use std::collections::HashMap;
use std::time::Duration;

/// A container of this library, of whatever host.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct ContainerSummary {
    /// Its name.
    pub name: String,
    /// Its state in the daemon's words, as in `running`, `exited`.
    pub state: String,
    /// When it was made.
    pub created: Option<Timestamp>,
    /// What it is for, as in `plugin`, `release`, and who made it: `host`, `machine`.
    pub labels: HashMap<String, String>,
}

impl ContainerSummary {
    /// Whether the host that made it is known to be gone.
    fn is_orphan(&self) -> bool {
        is_orphan(&self.labels)
    }

    fn is_older_than(&self, age: Duration) -> bool {
        let now = Timestamp::now();
        self.created.is_some_and(|created| now.duration_since(created).unsigned_abs() > age)
    }

    /// Whether its host lives, as far as this one can tell.
    fn has_host(&self) -> bool {
        on_this_machine(&self.labels).is_some_and(Host::is_alive)
    }
}

/// The host that made something, where this process can see whether it lives.
fn on_this_machine(labels: &HashMap<String, String>) -> Option<Host> {
    let host = labels.get(HOST_LABEL).and_then(|text| Host::read(text))?;
    let is_here = labels.get(MACHINE_LABEL).is_some_and(|own| *own == machine());
    (is_here && host.is_neighbour_of(Host::own())).then_some(host)
}

fn is_orphan(labels: &HashMap<String, String>) -> bool {
    on_this_machine(labels).is_some_and(|host| !host.is_alive())
}

/// The containers of this library, of whatever host.
pub(super) async fn list(daemon: &Daemon) -> Result<Vec<ContainerSummary>> {
    let filters = HashMap::from([("label".to_owned(), vec![HOST_LABEL.to_owned()])]);
    let options = ListContainersOptionsBuilder::new().all(true).filters(&filters).build();
    let call = |docker: bollard::Docker| async move { docker.list_containers(Some(options)).await };
    let found = daemon.call("list containers", call).await?;
    let summary = |container: bollard::models::ContainerSummary| ContainerSummary {
        name: container
            .names
            .and_then(|names| names.into_iter().next())
            .map(|name| name.trim_start_matches('/').to_owned())
            .or(container.id)
            .unwrap_or_default(),
        state: container.state.map(|state| state.to_string()).unwrap_or_default(),
        created: container.created.and_then(|seconds| Timestamp::from_second(seconds).ok()),
        labels: container.labels.unwrap_or_default(),
    };
    Ok(found.into_iter().map(summary).collect())
}

/// Removes the containers and volumes of hosts that are gone, and containers older than `age` of hosts that nobody
/// here can see. Answers how many there were.
pub(super) async fn clean_up(daemon: &Daemon, age: Duration) -> Result<usize> {
    let mut count = 0;
    for container in list(daemon).await? {
        if container.is_orphan() || (container.is_older_than(age) && !container.has_host()) {
            remove(daemon, Kind::Container, &container.name).await?;
            count += 1;
        }
    }
    let filters = HashMap::from([("label".to_owned(), vec![HOST_LABEL.to_owned()])]);
    let options = ListVolumesOptionsBuilder::new().filters(&filters).build();
    let call = |docker: bollard::Docker| async move { docker.list_volumes(Some(options)).await };
    let volumes = daemon.call("list volumes", call).await?.volumes.unwrap_or_default();
    for volume in volumes.into_iter().filter(|volume| is_orphan(&volume.labels)) {
        remove(daemon, Kind::Volume, &volume.name).await?;
        count += 1;
    }
    Ok(count)
}
