//! Who made something that may outlive its maker: the host process, told apart from all others.

use std::fmt;
use std::fs;
use std::os::unix::fs::MetadataExt;

/// A host process, told apart from later ones with the same number and from those of other containers.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Host {
    /// The number of its process-id namespace.
    pub(crate) namespace: u64,
    pub(crate) process: u32,
    /// Clock ticks from the boot to its start.
    pub(crate) start: u64,
}

impl Host {
    /// This process.
    pub(crate) fn own() -> Self {
        let process = std::process::id();
        let start = start_of(process).unwrap_or_default();
        Self { namespace: own_namespace().unwrap_or_default(), process, start }
    }

    /// Reads what `Display` writes, and ignores what comes behind; nothing for any other text.
    pub(crate) fn read(text: &str) -> Option<Self> {
        let mut parts = text.split('-');
        let namespace = parts.next()?.parse().ok()?;
        let process = parts.next()?.parse().ok()?;
        let start = parts.next()?.parse().ok()?;
        Some(Self { namespace, process, start })
    }

    /// Whether both see the same processes, so that one can tell whether the other lives.
    pub(crate) fn is_neighbour_of(self, other: Self) -> bool {
        self.namespace == other.namespace
    }

    /// Whether a neighbour still runs.
    pub(crate) fn is_alive(self) -> bool {
        start_of(self.process) == Some(self.start)
    }
}

impl fmt::Display for Host {
    /// As in `4026531836-812-5021`.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}-{}-{}", self.namespace, self.process, self.start)
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
    fn a_host_is_read_as_it_is_written() {
        let own = Host::own();
        assert_eq!(Host::read(&format!("{own}-7")), Some(own));
        assert!(own.is_alive() && own.is_neighbour_of(own));
        assert!(!Host { start: own.start + 1, ..own }.is_alive());
        for other in ["", "1-x-3", "1-2"] {
            assert_eq!(Host::read(other), None, "{other}");
        }
    }
}
