//! What executions may leave on a host: processes, control groups, mounts, descriptors, files.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};
use std::time::Duration;

/// Between two looks.
const STEP: Duration = Duration::from_millis(20);
/// The most looks while something settles.
const STEPS: usize = 500;
/// How deep below a hierarchy's mount groups are looked for.
const DEPTH: usize = 6;

/// What this process holds of the host at one moment. Two of them are equal when nothing was left between.
///
/// It counts for the whole process: nothing else may run in it meanwhile.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Traces {
    /// This process's children, zombies too.
    pub children: BTreeSet<u32>,
    /// Control groups that this process made.
    pub groups: BTreeSet<PathBuf>,
    /// The lines of `mountinfo`.
    pub mounts: BTreeSet<String>,
    /// How many descriptors are open, by what they are.
    pub descriptors: BTreeMap<String, usize>,
}

impl Traces {
    /// Looks until two looks in a row agree, for a bounded time.
    pub fn settled() -> Self {
        let mut last = Self::now();
        for _ in 0..STEPS {
            std::thread::sleep(STEP);
            let now = Self::now();
            if now == last {
                return now;
            }
            last = now;
        }
        last
    }

    /// Looks again until there is what was there before, for a bounded time: dropped sessions end their processes
    /// beside the caller. Answers with the last look.
    pub fn back_to(before: &Self) -> Self {
        for _ in 0..STEPS {
            if Self::now() == *before {
                break;
            }
            std::thread::sleep(STEP);
        }
        Self::now()
    }

    /// Whether nothing is left since an earlier look but `sockets` at the most: connections to a daemon may end a
    /// little later than what they were for.
    pub fn is_back_to(&self, before: &Self, sockets: usize) -> bool {
        let count = |traces: &Self| traces.descriptors.get("socket").copied().unwrap_or(0);
        let mut same = self.clone();
        if count(self).abs_diff(count(before)) <= sockets {
            same.descriptors.insert("socket".to_owned(), count(before));
        }
        same == *before
    }

    /// Looks at this process and its host.
    pub fn now() -> Self {
        let mounts = fs::read_to_string("/proc/self/mountinfo").unwrap_or_default();
        Self {
            children: children(),
            groups: groups(&mounts),
            // Those of containers that somebody else runs here come and go.
            mounts: mounts
                .lines()
                .filter(|line| !line.contains("overlay") && !line.contains(" /var/lib/docker/"))
                .map(str::to_owned)
                .collect(),
            descriptors: descriptors(),
        }
    }
}

fn children() -> BTreeSet<u32> {
    let tasks = fs::read_dir("/proc/self/task").into_iter().flatten().flatten();
    let lists = tasks.filter_map(|task| fs::read_to_string(task.path().join("children")).ok());
    let numbers = |list: String| -> Vec<u32> {
        list.split_whitespace().filter_map(|number| number.parse().ok()).collect()
    };
    lists.flat_map(numbers).collect()
}

fn descriptors() -> BTreeMap<String, usize> {
    let mut counts = BTreeMap::new();
    for entry in fs::read_dir("/proc/self/fd").into_iter().flatten().flatten() {
        let target = fs::read_link(entry.path()).unwrap_or_default();
        let name = target.to_string_lossy().split(":[").next().unwrap_or_default().to_owned();
        *counts.entry(name).or_default() += 1;
    }
    counts
}

fn groups(mountinfo: &str) -> BTreeSet<PathBuf> {
    let own = format!("-{}-", std::process::id());
    let mut found = BTreeSet::new();
    for line in mountinfo.lines() {
        let is_group = line.split_once(" - ").is_some_and(|(_, kind)| kind.starts_with("cgroup"));
        if let Some(mount) = line.split(' ').nth(4).filter(|_| is_group) {
            search(Path::new(mount), &own, DEPTH, &mut found);
        }
    }
    found
}

fn search(folder: &Path, own: &str, depth: usize, found: &mut BTreeSet<PathBuf>) {
    let Some(depth) = depth.checked_sub(1) else {
        return;
    };
    for entry in fs::read_dir(folder).into_iter().flatten().flatten() {
        if !entry.file_type().is_ok_and(|kind| kind.is_dir()) {
            continue;
        }
        let name = entry.file_name().to_string_lossy().into_owned();
        if name.starts_with("omniplug-") && name.contains(own) {
            found.insert(entry.path());
        }
        search(&entry.path(), own, depth, found);
    }
}
