//! Control groups, versions 1 and 2: exact limits and accounting for a whole process tree.
//!
//! Formats: the kernel's `admin-guide/cgroup-v1` and `admin-guide/cgroup-v2`.

use super::leftover;
use crate::sandbox::Limits;
use std::collections::BTreeMap;
use std::fmt::Display;
use std::fs;
use std::io;
use std::os::fd::OwnedFd;
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::Duration;

const CPU_PERIOD_MICROSECONDS: u64 = 100_000;

/// The controllers that are used.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Controller {
    Memory,
    Pids,
    Cpu,
    Cpuacct,
}

impl Controller {
    const ALL: [Self; 4] = [Self::Memory, Self::Pids, Self::Cpu, Self::Cpuacct];

    fn name(self) -> &'static str {
        match self {
            Self::Memory => "memory",
            Self::Pids => "pids",
            Self::Cpu => "cpu",
            Self::Cpuacct => "cpuacct",
        }
    }
}

/// Where this process may make groups. Controllers that it may not use are absent.
#[derive(Debug, Clone, Default)]
pub(super) struct Hierarchy {
    unified: bool,
    parents: BTreeMap<Controller, PathBuf>,
}

impl Hierarchy {
    /// Finds it by trying: for each controller the nearest group upward from this process's own in which a
    /// group with that controller can be made. Groups that dead hosts left there are removed.
    pub(super) fn find() -> Self {
        let mounts = fs::read_to_string("/proc/self/mountinfo").unwrap_or_default();
        let own = fs::read_to_string("/proc/self/cgroup").unwrap_or_default();
        let hierarchy = Self::find_in(&mounts, &own);
        hierarchy.parents.values().for_each(|parent| leftover::sweep(parent));
        hierarchy
    }

    fn find_in(mountinfo: &str, own: &str) -> Self {
        let unified = unified_mount(mountinfo).and_then(|mount| {
            let start = own_path(own, "").map_or_else(|| mount.clone(), |path| join(&mount, path));
            upward(&start, &mount).find(|group| accepts_unified(group))
        });
        if let Some(parent) = unified {
            let parents = Controller::ALL.map(|controller| (controller, parent.clone()));
            return Self { unified: true, parents: parents.into() };
        }
        let parents = Controller::ALL
            .into_iter()
            .filter_map(|controller| {
                let mount = legacy_mount(mountinfo, controller.name())?;
                let start = own_path(own, controller.name())
                    .map_or_else(|| mount.clone(), |path| join(&mount, path));
                let parent = upward(&start, &mount).find(|group| accepts(group))?;
                Some((controller, parent))
            })
            .collect();
        Self { unified: false, parents }
    }

    pub(super) fn has(&self, controller: Controller) -> bool {
        self.parents.contains_key(&controller)
    }

    /// Makes a group with the limits of one execution; nothing where no controller can be used.
    pub(super) fn group(&self, limits: &Limits) -> io::Result<Option<Group>> {
        if self.parents.is_empty() {
            return Ok(None);
        }
        static SERIAL: AtomicU64 = AtomicU64::new(0);
        let group = loop {
            let serial = SERIAL.fetch_add(1, Ordering::Relaxed);
            match self.make(&leftover::group_name(&serial.to_string())) {
                // Another sandbox of this host was faster.
                Err(error) if error.kind() == io::ErrorKind::AlreadyExists => {}
                made => break made?,
            }
        };
        group.limit(limits)?;
        Ok(Some(group))
    }

    /// Makes a folder per hierarchy; one hierarchy may serve several controllers.
    fn make(&self, name: &str) -> io::Result<Group> {
        let mut group = Group { unified: self.unified, folders: BTreeMap::new() };
        for (controller, parent) in &self.parents {
            let folder = parent.join(name);
            if !group.folders.values().any(|made| *made == folder) {
                fs::create_dir(&folder)?;
            }
            group.folders.insert(*controller, folder);
        }
        Ok(group)
    }
}

/// One execution's group. Dropping it removes it.
#[derive(Debug)]
pub(super) struct Group {
    unified: bool,
    folders: BTreeMap<Controller, PathBuf>,
}

impl Group {
    fn limit(&self, limits: &Limits) -> io::Result<()> {
        let quota = ((limits.cpus * CPU_PERIOD_MICROSECONDS as f64) as u64).max(1000);
        if self.unified {
            self.set(Controller::Memory, "memory.max", limits.memory)?;
            self.set_if_there(Controller::Memory, "memory.swap.max", 0)?;
            self.set_if_there(Controller::Memory, "memory.oom.group", 1)?;
            self.set(Controller::Cpu, "cpu.max", format!("{quota} {CPU_PERIOD_MICROSECONDS}"))?;
        } else {
            self.set(Controller::Memory, "memory.limit_in_bytes", limits.memory)?;
            self.set_if_there(Controller::Memory, "memory.memsw.limit_in_bytes", limits.memory)?;
            self.set(Controller::Cpu, "cpu.cfs_period_us", CPU_PERIOD_MICROSECONDS)?;
            self.set(Controller::Cpu, "cpu.cfs_quota_us", quota)?;
        }
        self.set(Controller::Pids, "pids.max", limits.processes)
    }

    fn set(&self, controller: Controller, file: &str, value: impl Display) -> io::Result<()> {
        match self.folders.get(&controller) {
            Some(folder) => fs::write(folder.join(file), value.to_string()),
            None => Ok(()),
        }
    }

    /// Sets what some kernels are built without.
    fn set_if_there(&self, controller: Controller, file: &str, value: u64) -> io::Result<()> {
        match self.set(controller, file, value) {
            Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(()),
            result => result,
        }
    }

    /// Files in which a process writes `0` to join the group.
    ///
    /// A thread that moves itself is spared the lock over all processes of the system, for which the kernel
    /// waits several milliseconds per controller; version 2 has no such way.
    pub(super) fn entrances(&self) -> io::Result<Vec<OwnedFd>> {
        let mut folders: Vec<_> = self.folders.values().collect();
        folders.dedup();
        let name = if self.unified { "cgroup.procs" } else { "tasks" };
        let open = |folder: &PathBuf| fs::File::options().write(true).open(folder.join(name));
        folders.into_iter().map(|folder| open(folder).map(OwnedFd::from)).collect()
    }

    /// Whether the memory limit is kept.
    pub(super) fn counts_memory(&self) -> bool {
        self.folders.contains_key(&Controller::Memory)
    }

    /// The most memory that the group held, in bytes.
    pub(super) fn peak_memory(&self) -> Option<u64> {
        let file = if self.unified { "memory.peak" } else { "memory.max_usage_in_bytes" };
        self.read(Controller::Memory, file)?.trim().parse().ok()
    }

    /// The processor time that the group used.
    pub(super) fn cpu_time(&self) -> Option<Duration> {
        if self.unified {
            let statistics = self.read(Controller::Cpu, "cpu.stat")?;
            field(&statistics, "usage_usec").map(Duration::from_micros)
        } else {
            let nanoseconds = self.read(Controller::Cpuacct, "cpuacct.usage")?;
            nanoseconds.trim().parse().ok().map(Duration::from_nanos)
        }
    }

    /// How many processes of the group the kernel killed for want of memory.
    pub(super) fn memory_kills(&self) -> u64 {
        let file = if self.unified { "memory.events" } else { "memory.oom_control" };
        let events = self.read(Controller::Memory, file);
        events.and_then(|events| field(&events, "oom_kill")).unwrap_or(0)
    }

    /// The memory that the group holds, in bytes.
    pub(super) fn memory(&self) -> Option<u64> {
        let file = if self.unified { "memory.current" } else { "memory.usage_in_bytes" };
        self.read(Controller::Memory, file)?.trim().parse().ok()
    }

    /// The most memory that the group may hold, in bytes.
    pub(super) fn memory_limit(&self) -> Option<u64> {
        let file = if self.unified { "memory.max" } else { "memory.limit_in_bytes" };
        self.read(Controller::Memory, file)?.trim().parse().ok()
    }

    /// Begins the count of the most memory anew, where the kernel can: version 2 does not for all readers.
    pub(super) fn forget_peak(&self) -> bool {
        !self.unified && self.set(Controller::Memory, "memory.max_usage_in_bytes", 0).is_ok()
    }

    fn read(&self, controller: Controller, file: &str) -> Option<String> {
        fs::read_to_string(self.folders.get(&controller)?.join(file)).ok()
    }
}

impl Drop for Group {
    fn drop(&mut self) {
        self.folders.values().for_each(|folder| leftover::remove_group(folder));
    }
}

/// The number behind a name in lines of `name number`.
fn field(text: &str, name: &str) -> Option<u64> {
    text.lines().find_map(|line| line.strip_prefix(name)?.strip_prefix(' ')?.trim().parse().ok())
}

/// A group and its ancestors, as far as the mount.
fn upward<'a>(start: &'a Path, mount: &'a Path) -> impl Iterator<Item = PathBuf> {
    let inside = start.ancestors().take_while(|path| path.starts_with(mount) && *path != mount);
    inside.chain(std::iter::once(mount)).map(Path::to_owned).collect::<Vec<_>>().into_iter()
}

/// Makes a group for a trial, and removes it.
fn trial(parent: &Path, judge: impl FnOnce(&Path) -> bool) -> bool {
    let folder = parent.join(leftover::group_name("trial"));
    if fs::create_dir(&folder).is_err() {
        return false;
    }
    let accepted = judge(&folder);
    fs::remove_dir(&folder).is_ok() && accepted
}

fn accepts(parent: &Path) -> bool {
    trial(parent, |group| group.join("cgroup.procs").exists())
}

fn accepts_unified(parent: &Path) -> bool {
    let needed = ["memory.max", "pids.max", "cpu.max"];
    let has_controllers = |group: &Path| needed.iter().all(|file| group.join(file).exists());
    trial(parent, has_controllers)
        || (fs::write(parent.join("cgroup.subtree_control"), "+memory +pids +cpu").is_ok()
            && trial(parent, has_controllers))
}

fn join(mount: &Path, path: &str) -> PathBuf {
    mount.join(path.trim_start_matches('/'))
}

/// The mount point of version 2.
fn unified_mount(mountinfo: &str) -> Option<PathBuf> {
    mount_of(mountinfo, |kind, _| kind == "cgroup2")
}

/// The mount point of a controller of version 1.
fn legacy_mount(mountinfo: &str, controller: &str) -> Option<PathBuf> {
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
fn own_path<'a>(own: &'a str, controller: &str) -> Option<&'a str> {
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
    fn one_folder_serves_controllers_that_are_mounted_together() {
        let mount = tempfile::tempdir().unwrap();
        let parents = [Controller::Cpu, Controller::Cpuacct].map(|c| (c, mount.path().to_owned()));
        let hierarchy = Hierarchy { unified: false, parents: parents.into() };
        let group = hierarchy.make("omniplug-1-0").unwrap();
        assert_eq!(fs::read_dir(mount.path()).unwrap().count(), 1);
        assert_eq!(
            hierarchy.make("omniplug-1-0").unwrap_err().kind(),
            io::ErrorKind::AlreadyExists
        );
        drop(group);
        assert_eq!(fs::read_dir(mount.path()).unwrap().count(), 0);
    }

    #[test]
    fn the_search_goes_upward_as_far_as_the_mount() {
        let groups: Vec<_> = upward(Path::new("/m/a/b"), Path::new("/m")).collect();
        assert_eq!(groups, [Path::new("/m/a/b"), Path::new("/m/a"), Path::new("/m")]);
    }

    #[test]
    fn fields_are_read_by_their_whole_name() {
        let events = "oom 1\noom_kill 3\noom_group_kill 0";
        assert_eq!(field(events, "oom_kill"), Some(3));
        assert_eq!(field(events, "missing"), None);
    }
}
