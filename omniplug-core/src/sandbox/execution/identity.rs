//! Who an execution's process is, inside and on the host.

use crate::{Error, ErrorKind, Result};
use std::sync::atomic::{AtomicU32, Ordering};

/// The user and group inside, as in the generated `/etc/passwd`.
const INSIDE: u32 = 1000;
/// Where root launches, the first of the unprivileged users of the host that sandboxes become. The range is
/// one that systemd's assignments (its `UIDS-GIDS` document) leave unused.
const FIRST_OUTSIDE: u32 = 1_900_000_000;
const OUTSIDE_COUNT: u32 = 1_000_000;

/// Who the process is, inside and on the host.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Identity {
    /// Whether the process must become the mapped user, because root launches it.
    pub(crate) switch: bool,
    pub(crate) inside: u32,
    pub(crate) outside_user: u32,
    pub(crate) outside_group: u32,
}

impl Identity {
    /// The launching user's own identity; for root an unprivileged one that no other session has.
    ///
    /// Where root's own namespace maps few users, as in many containers, sandboxes share the last of them.
    /// Fails with [`Unavailable`](ErrorKind::Unavailable) where it maps root alone.
    pub(crate) fn new() -> Result<Self> {
        let user = rustix::process::geteuid();
        if !user.is_root() {
            return Ok(Self {
                switch: false,
                inside: INSIDE,
                outside_user: user.as_raw(),
                outside_group: rustix::process::getegid().as_raw(),
            });
        }
        static SERIAL: AtomicU32 = AtomicU32::new(0);
        let serial = SERIAL.fetch_add(1, Ordering::Relaxed);
        let own = FIRST_OUTSIDE
            + std::process::id().wrapping_mul(257).wrapping_add(serial) % OUTSIDE_COUNT;
        let outside = |file: &str| {
            let map = std::fs::read_to_string(file).unwrap_or_default();
            mapped(&map, own).ok_or_else(|| {
                Error::new(ErrorKind::Unavailable, format!("`{file}` maps no user but root"))
                    .with_hint(
                        "a sandbox must not be root: run as an ordinary user, or map more users",
                    )
            })
        };
        Ok(Self {
            switch: true,
            inside: INSIDE,
            outside_user: outside("/proc/self/uid_map")?,
            outside_group: outside("/proc/self/gid_map")?,
        })
    }
}

/// The wanted number where a map (user_namespaces(7)) holds it, else the highest that it holds, but never 0.
fn mapped(map: &str, wanted: u32) -> Option<u32> {
    let ranges = map.lines().filter_map(|line| {
        let mut numbers = line.split_whitespace().map(str::parse::<u32>);
        let (first, _, count) = (numbers.next()?.ok()?, numbers.next()?, numbers.next()?.ok()?);
        Some((first, first.checked_add(count.checked_sub(1)?)?))
    });
    let ranges: Vec<_> = ranges.collect();
    if ranges.iter().any(|(first, last)| (*first..=*last).contains(&wanted)) {
        return Some(wanted);
    }
    ranges.into_iter().map(|(_, last)| last).max().filter(|last| *last != 0)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_wanted_number_is_taken_where_it_is_mapped() {
        assert_eq!(
            mapped("         0          0 4294967295\n", 1_900_000_000),
            Some(1_900_000_000)
        );
    }

    #[test]
    fn a_small_map_gives_its_highest_number_and_never_root() {
        assert_eq!(mapped("0 1000 1\n1 100000 65536\n", 1_900_000_000), Some(65536));
        assert_eq!(mapped("0 1000 1\n", 1_900_000_000), None);
        assert_eq!(mapped("", 1_900_000_000), None);
        assert_eq!(mapped("0 0 0\n", 1_900_000_000), None);
    }
}
