//! What a killed host leaves: control groups named after it, perhaps with processes that outlived it.
//!
//! A process that a plugin replaced from within a thread no longer dies with its host. Where control groups are
//! used, the next host to start finds it by its group's name, and ends it.

use crate::sandbox::execution::Host;
use std::fs;
use std::path::Path;
use std::time::Duration;

const PREFIX: &str = "omniplug";
const REMOVAL_ATTEMPTS: u32 = 50;
/// A group counts as busy for a moment after its last process is gone.
const REMOVAL_PAUSE: Duration = Duration::from_millis(2);

/// The name of a group of this host, as in `omniplug-4026531836-812-5021-7`.
pub(super) fn group_name(serial: &str) -> String {
    format!("{PREFIX}-{}-{serial}", Host::own())
}

/// Ends what dead hosts of this process-id namespace left in a group's children, and removes those.
pub(super) fn sweep(parent: &Path) {
    let own = Host::own();
    for entry in fs::read_dir(parent).into_iter().flatten().flatten() {
        let name = entry.file_name();
        let host = name
            .to_str()
            .and_then(|name| name.strip_prefix(PREFIX)?.strip_prefix('-'))
            .and_then(Host::read);
        if host.is_some_and(|host| host.is_neighbour_of(own) && !host.is_alive()) {
            end_processes(&entry.path());
            remove_group(&entry.path());
        }
    }
}

/// Removes a group, waiting while it counts as busy.
pub(super) fn remove_group(folder: &Path) {
    for _ in 0..REMOVAL_ATTEMPTS {
        match fs::remove_dir(folder) {
            Err(error) if error.kind() == std::io::ErrorKind::ResourceBusy => {
                std::thread::sleep(REMOVAL_PAUSE);
            }
            Err(error) if error.kind() != std::io::ErrorKind::NotFound => {
                return tracing::debug!(group = %folder.display(), %error, "a control group stays");
            }
            _ => return,
        }
    }
    tracing::debug!(group = %folder.display(), "a control group stays, it is busy");
}

fn end_processes(group: &Path) {
    let processes = fs::read_to_string(group.join("cgroup.procs")).unwrap_or_default();
    for process in processes.lines().filter_map(|line| line.parse().ok()) {
        if let Some(process) = rustix::process::Pid::from_raw(process) {
            // One that has ended meanwhile needs no signal.
            let _ = rustix::process::kill_process(process, rustix::process::Signal::KILL);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_groups_of_dead_hosts_are_swept() {
        let folder = tempfile::tempdir().unwrap();
        let own = Host::own();
        let dead = format!("{PREFIX}-{}-0", Host { start: own.start + 1, ..own });
        let elsewhere = Host { namespace: own.namespace + 1, process: u32::MAX, start: 1 };
        let elsewhere = format!("{PREFIX}-{elsewhere}-0");
        let alive = group_name("0");
        for name in [dead.as_str(), &elsewhere, &alive, "unrelated"] {
            fs::create_dir(folder.path().join(name)).unwrap();
        }
        sweep(folder.path());
        let left = |name: &str| folder.path().join(name).exists();
        assert!(!left(&dead));
        assert!(left(&elsewhere) && left(&alive) && left("unrelated"));
    }
}
