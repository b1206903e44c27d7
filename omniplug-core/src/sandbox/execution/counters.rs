//! What the kernel counts for a control group, versions 1 and 2.
//!
//! Formats: the kernel's `admin-guide/cgroup-v1` and `admin-guide/cgroup-v2`.

use super::running::Used;
use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};
use std::time::Duration;

/// The controllers that are used.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Controller {
    Memory,
    Pids,
    Cpu,
    Cpuacct,
    Blkio,
}

impl Controller {
    /// Those that keep limits, and count against them.
    pub(crate) const LIMITING: [Self; 4] = [Self::Memory, Self::Pids, Self::Cpu, Self::Cpuacct];
    const ALL: [Self; 5] = [Self::Memory, Self::Pids, Self::Cpu, Self::Cpuacct, Self::Blkio];

    /// The name in mounts of version 1.
    pub(crate) fn name(self) -> &'static str {
        match self {
            Self::Memory => "memory",
            Self::Pids => "pids",
            Self::Cpu => "cpu",
            Self::Cpuacct => "cpuacct",
            Self::Blkio => "blkio",
        }
    }
}

/// The files in which the kernel counts for one group: a folder for each controller, or the texts of those files as
/// somebody inside read them.
#[derive(Debug, Clone)]
pub(crate) struct Counters {
    pub(crate) unified: bool,
    pub(crate) folders: BTreeMap<Controller, PathBuf>,
    texts: BTreeMap<String, String>,
}

impl Counters {
    /// Those in folders.
    pub(crate) fn new(unified: bool, folders: BTreeMap<Controller, PathBuf>) -> Self {
        Self { unified, folders, texts: BTreeMap::new() }
    }

    /// Those whose files' texts are known by the files' names.
    pub(crate) fn of_texts(texts: BTreeMap<String, String>) -> Self {
        let unified = texts.contains_key("memory.current");
        Self { unified, folders: BTreeMap::new(), texts }
    }

    /// Those of the group that a process is in, as far as they can be seen from here.
    pub(crate) fn of_process(process: i32) -> Option<Self> {
        let mounts = fs::read_to_string("/proc/self/mountinfo").ok()?;
        let own = fs::read_to_string(format!("/proc/{process}/cgroup")).ok()?;
        let counters = Self::find(&mounts, &own);
        let is_there = |folder: &&PathBuf| folder.is_dir();
        counters.folders.get(&Controller::Memory).filter(is_there).is_some().then_some(counters)
    }

    fn find(mountinfo: &str, own: &str) -> Self {
        let unified = unified_mount(mountinfo)
            .and_then(|mount| Some(join(&mount, own_path(own, "")?)))
            .filter(|folder| folder.join("memory.current").exists());
        if let Some(folder) = unified {
            let folders = Controller::ALL.map(|controller| (controller, folder.clone()));
            return Self::new(true, folders.into());
        }
        let folders = Controller::ALL.into_iter().filter_map(|controller| {
            let mount = legacy_mount(mountinfo, controller.name())?;
            Some((controller, join(&mount, own_path(own, controller.name())?)))
        });
        Self::new(false, folders.collect())
    }

    /// Whether the memory limit is kept.
    pub(crate) fn counts_memory(&self) -> bool {
        self.folders.contains_key(&Controller::Memory)
    }

    /// What the group used so far.
    pub(crate) fn used(&self) -> Used {
        Used {
            cpu_time: self.cpu_time(),
            peak_memory: self.peak_memory(),
            disk: self.disk().unwrap_or_default(),
            network: [0; 2],
        }
    }

    /// The most memory that the group held, in bytes.
    fn peak_memory(&self) -> Option<u64> {
        let file = if self.unified { "memory.peak" } else { "memory.max_usage_in_bytes" };
        self.read(Controller::Memory, file)?.trim().parse().ok()
    }

    /// The processor time that the group used.
    fn cpu_time(&self) -> Option<Duration> {
        if self.unified {
            let statistics = self.read(Controller::Cpu, "cpu.stat")?;
            field(&statistics, "usage_usec").map(Duration::from_micros)
        } else {
            let nanoseconds = self.read(Controller::Cpuacct, "cpuacct.usage")?;
            nanoseconds.trim().parse().ok().map(Duration::from_nanos)
        }
    }

    /// How many processes of the group the kernel killed for want of memory.
    pub(crate) fn memory_kills(&self) -> u64 {
        let file = if self.unified { "memory.events" } else { "memory.oom_control" };
        let events = self.read(Controller::Memory, file);
        events.and_then(|events| field(&events, "oom_kill")).unwrap_or(0)
    }

    /// Bytes read from disks and written to them.
    fn disk(&self) -> Option<[u64; 2]> {
        if self.unified {
            let text = self.read(Controller::Blkio, "io.stat")?;
            return Some(["rbytes=", "wbytes="].map(|name| {
                let words = text.split_whitespace().filter_map(|word| word.strip_prefix(name));
                words.filter_map(|number| number.parse::<u64>().ok()).sum()
            }));
        }
        let text = self.read(Controller::Blkio, "blkio.throttle.io_service_bytes")?;
        Some(["Read", "Write"].map(|name| {
            let numbers =
                text.lines().filter_map(|line| line.split_once(' ')?.1.strip_prefix(name));
            numbers.filter_map(|number| number.trim().parse::<u64>().ok()).sum()
        }))
    }

    /// The memory that the group holds, in bytes.
    pub(crate) fn memory(&self) -> Option<u64> {
        let file = if self.unified { "memory.current" } else { "memory.usage_in_bytes" };
        self.read(Controller::Memory, file)?.trim().parse().ok()
    }

    /// The most memory that the group may hold, in bytes.
    pub(crate) fn memory_limit(&self) -> Option<u64> {
        let file = if self.unified { "memory.max" } else { "memory.limit_in_bytes" };
        self.read(Controller::Memory, file)?.trim().parse().ok()
    }

    /// Begins the count of the most memory anew, where the kernel can: version 2 does not for all readers.
    pub(crate) fn forget_peak(&self) -> bool {
        let Some(folder) = self.folders.get(&Controller::Memory).filter(|_| !self.unified) else {
            return false;
        };
        fs::write(folder.join("memory.max_usage_in_bytes"), "0").is_ok()
    }

    fn read(&self, controller: Controller, file: &str) -> Option<String> {
        match self.texts.get(file) {
            Some(text) => Some(text.clone()),
            None => fs::read_to_string(self.folders.get(&controller)?.join(file)).ok(),
        }
    }
}

/// The number behind a name in lines of `name number`.
fn field(text: &str, name: &str) -> Option<u64> {
    text.lines().find_map(|line| line.strip_prefix(name)?.strip_prefix(' ')?.trim().parse().ok())
}

/// Bytes received and sent over all interfaces but the loop, from the text of `net/dev` (proc(5)).
pub(crate) fn network(text: &str) -> [u64; 2] {
    let mut sum = [0; 2];
    for line in text.lines() {
        let Some((name, counts)) = line.split_once(':') else {
            continue;
        };
        if name.trim() == "lo" {
            continue;
        }
        let mut counts = counts.split_whitespace().map(|count| count.parse::<u64>().unwrap_or(0));
        sum[0] += counts.next().unwrap_or(0);
        sum[1] += counts.nth(7).unwrap_or(0);
    }
    sum
}

/// The folder of a group below its mount.
pub(crate) fn join(mount: &Path, path: &str) -> PathBuf {
    mount.join(path.trim_start_matches('/'))
}

/// The mount point of version 2.
pub(crate) fn unified_mount(mountinfo: &str) -> Option<PathBuf> {
    mount_of(mountinfo, |kind, _| kind == "cgroup2")
}

/// The mount point of a controller of version 1.
pub(crate) fn legacy_mount(mountinfo: &str, controller: &str) -> Option<PathBuf> {
    mount_of(mountinfo, |kind, options| {
        kind == "cgroup" && options.split(',').any(|option| option == controller)
    })
}

/// Finds a line of `mountinfo` by file system and super options (proc(5)).
fn mount_of(mountinfo: &str, wanted: impl Fn(&str, &str) -> bool) -> Option<PathBuf> {
    mountinfo.lines().find_map(|line| {
        let (left, right) = line.split_once(" - ")?;
        let mut right = right.split(' ');
        let (kind, options) = (right.next()?, right.nth(1)?);
        wanted(kind, options).then(|| left.split(' ').nth(4).map(PathBuf::from))?
    })
}

/// The path of this process's own group; an empty controller means version 2.
pub(crate) fn own_path<'a>(own: &'a str, controller: &str) -> Option<&'a str> {
    own.lines().find_map(|line| {
        let (controllers, path) = line.split_once(':')?.1.split_once(':')?;
        controllers.split(',').any(|name| name == controller).then_some(path)
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    const MOUNTS: &str = "\
35 31 0:32 / /sys/fs/cgroup/memory rw,relatime - cgroup cgroup rw,memory
33 31 0:30 / /sys/fs/cgroup/cpu,cpuacct rw,relatime shared:3 - cgroup cgroup rw,cpu,cpuacct
41 31 0:38 / /sys/fs/cgroup/unified rw,relatime - cgroup2 cgroup2 rw";

    #[test]
    fn mounts_are_found_by_version_and_controller() {
        let at = |path: &str| Some(PathBuf::from(path));
        assert_eq!(unified_mount(MOUNTS), at("/sys/fs/cgroup/unified"));
        assert_eq!(legacy_mount(MOUNTS, "memory"), at("/sys/fs/cgroup/memory"));
        assert_eq!(legacy_mount(MOUNTS, "cpuacct"), at("/sys/fs/cgroup/cpu,cpuacct"));
        assert_eq!(legacy_mount(MOUNTS, "pids"), None);
    }

    #[test]
    fn the_own_group_is_found_by_controller() {
        let own = "4:memory:/a/b\n2:cpu,cpuacct:/c\n0::/user.slice";
        assert_eq!(own_path(own, "memory"), Some("/a/b"));
        assert_eq!(own_path(own, "cpuacct"), Some("/c"));
        assert_eq!(own_path(own, ""), Some("/user.slice"));
        assert_eq!(own_path(own, "pids"), None);
    }

    #[test]
    fn fields_are_read_by_their_whole_name() {
        let events = "oom 1\noom_kill 3\noom_group_kill 0";
        assert_eq!(field(events, "oom_kill"), Some(3));
        assert_eq!(field(events, "missing"), None);
    }

    #[test]
    fn texts_from_inside_are_read_like_files() {
        let texts = [
            ("memory.current", "4096\n"),
            ("memory.events", "oom 1\noom_kill 2\n"),
            ("cpu.stat", "usage_usec 1500\nuser_usec 1000\n"),
            ("io.stat", "8:0 rbytes=10 wbytes=20 rios=1\n8:16 rbytes=1 wbytes=2\n"),
        ];
        let texts = texts.map(|(name, text)| (name.to_owned(), text.to_owned()));
        let counters = Counters::of_texts(texts.into());
        assert_eq!((counters.memory(), counters.memory_kills()), (Some(4096), 2));
        let used = counters.used();
        assert_eq!((used.cpu_time, used.disk), (Some(Duration::from_micros(1500)), [11, 22]));
    }

    #[test]
    fn the_loop_is_no_network() {
        let text = "Inter-|   Receive\n face |bytes\n    lo: 5 0 0 0 0 0 0 0 5 0\n  eth0: 100 1 0 0 0 0 0 0 30 1 0";
        assert_eq!(network(text), [100, 30]);
    }

    #[test]
    fn the_groups_of_a_process_are_found_in_both_versions() {
        let own = "4:memory:/docker/1\n2:cpu,cpuacct:/docker/1\n0::/docker/1";
        let found = Counters::find(MOUNTS, own);
        assert!(!found.unified);
        let at = |path: &str| Some(PathBuf::from(path));
        let memory = found.folders.get(&Controller::Memory).cloned();
        assert_eq!(memory, at("/sys/fs/cgroup/memory/docker/1"));
        let time = found.folders.get(&Controller::Cpuacct).cloned();
        assert_eq!(time, at("/sys/fs/cgroup/cpu,cpuacct/docker/1"));
    }
}
