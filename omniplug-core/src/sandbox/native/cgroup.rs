//! Control groups, versions 1 and 2: exact limits and accounting for a whole process tree.
//!
//! Formats: the kernel's `admin-guide/cgroup-v1` and `admin-guide/cgroup-v2`.

use super::leftover;
use crate::sandbox::Limits;
use crate::sandbox::execution::counters::{
    Controller, Counters, join, legacy_mount, own_path, unified_mount,
};
use std::collections::BTreeMap;
use std::fmt::Display;
use std::fs;
use std::io;
use std::os::fd::OwnedFd;
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicU64, Ordering};

const CPU_PERIOD_MICROSECONDS: u64 = 100_000;

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
            let parents = Controller::LIMITING.map(|controller| (controller, parent.clone()));
            return Self { unified: true, parents: parents.into() };
        }
        let parents = Controller::LIMITING
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
        let mut group = Group(Counters::new(self.unified, BTreeMap::new()));
        for (controller, parent) in &self.parents {
            let folder = parent.join(name);
            if !group.0.folders.values().any(|made| *made == folder) {
                fs::create_dir(&folder)?;
            }
            group.0.folders.insert(*controller, folder);
        }
        Ok(group)
    }
}

/// One execution's group. Dropping it removes it.
#[derive(Debug)]
pub(super) struct Group(Counters);

impl Group {
    /// What the group counts.
    pub(super) fn counters(&self) -> &Counters {
        &self.0
    }

    fn limit(&self, limits: &Limits) -> io::Result<()> {
        let quota = ((limits.cpus * CPU_PERIOD_MICROSECONDS as f64) as u64).max(1000);
        if self.0.unified {
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
        match self.0.folders.get(&controller) {
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
        let mut folders: Vec<_> = self.0.folders.values().collect();
        folders.dedup();
        let name = if self.0.unified { "cgroup.procs" } else { "tasks" };
        let open = |folder: &PathBuf| fs::File::options().write(true).open(folder.join(name));
        folders.into_iter().map(|folder| open(folder).map(OwnedFd::from)).collect()
    }
}

impl Drop for Group {
    fn drop(&mut self) {
        self.0.folders.values().for_each(|folder| leftover::remove_group(folder));
    }
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

#[cfg(test)]
mod tests {
    use super::*;

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
}
