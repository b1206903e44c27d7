//! What a killed host leaves: control groups named after it, perhaps with processes that outlived it.
//!
//! A process that a plugin replaced from within a thread no longer dies with its host. Where control groups are
//! used, the next host to start finds it by its group's name, and ends it.

use std::fs;
use std::os::unix::fs::MetadataExt;
use std::path::Path;
use std::time::Duration;

const PREFIX: &str = "omniplug";
const REMOVAL_ATTEMPTS: u32 = 50;
/// A group counts as busy for a moment after its last process is gone.
const REMOVAL_PAUSE: Duration = Duration::from_millis(2);

/// A host process, told apart from later ones with the same number and from those of other containers.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Host {
    /// The number of its process-id namespace.
    namespace: u64,
    process: u32,
    /// Clock ticks from the boot to its start.
    start: u64,
}

impl Host {
    fn own() -> Option<Self> {
        let process = std::process::id();
        Some(Self { namespace: own_namespace()?, process, start: start_of(process)? })
    }

    fn is_alive(self) -> bool {
        start_of(self.process) == Some(self.start)
    }

    /// Reads a group's name; nothing for one that is not ours.
    fn of(name: &str) -> Option<Self> {
        let mut parts = name.strip_prefix(PREFIX)?.strip_prefix('-')?.split('-');
        let namespace = parts.next()?.parse().ok()?;
        let process = parts.next()?.parse().ok()?;
        let start = parts.next()?.parse().ok()?;
        Some(Self { namespace, process, start })
    }
}

/// The name of a group of this host, as in `omniplug-4026531836-812-5021-7`.
pub(super) fn group_name(serial: &str) -> String {
    let Host { namespace, process, start } =
        Host::own().unwrap_or(Host { namespace: 0, process: std::process::id(), start: 0 });
    format!("{PREFIX}-{namespace}-{process}-{start}-{serial}")
}

/// Ends what dead hosts of this process-id namespace left in a group's children, and removes those.
pub(super) fn sweep(parent: &Path) {
    let (Some(own), Ok(entries)) = (Host::own(), fs::read_dir(parent)) else {
        return;
    };
    for entry in entries.flatten() {
        let host = entry.file_name().to_str().and_then(Host::of);
        if host.is_some_and(|host| host.namespace == own.namespace && !host.is_alive()) {
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

fn own_namespace() -> Option<u64> {
    fs::metadata("/proc/self/ns/pid").ok().map(|namespace| namespace.ino())
}

/// Field 22 of `/proc/<pid>/stat` (proc(5)); the name before it may hold spaces and brackets.
fn start_of(process: u32) -> Option<u64> {
    let stat = fs::read_to_string(format!("/proc/{process}/stat")).ok()?;
    stat.rsplit_once(')')?.1.split_whitespace().nth(19)?.parse().ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_groups_name_tells_its_host() {
        let own = Host::own().unwrap();
        assert_eq!(Host::of(&group_name("7")), Some(own));
        assert!(own.is_alive());
        assert!(!Host { start: own.start + 1, ..own }.is_alive());
        for other in ["omniplug", "omniplug-", "omniplug-1-x-3-4", "other-1-2-3-4"] {
            assert_eq!(Host::of(other), None, "{other}");
        }
    }

    #[test]
    fn only_groups_of_dead_hosts_are_swept() {
        let folder = tempfile::tempdir().unwrap();
        let own = Host::own().unwrap();
        let dead = format!("{PREFIX}-{}-{}-{}-0", own.namespace, own.process, own.start + 1);
        let elsewhere = format!("{PREFIX}-{}-{}-1-0", own.namespace + 1, u32::MAX);
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
