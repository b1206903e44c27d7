//! Watching a process tree from outside, where no control group counts for it.
//!
//! Read from `/proc` (proc(5)): `task/*/children` for the tree, `statm` and `smaps_rollup` for memory.

use std::{fs, io};

/// What a tree uses at one moment.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(super) struct TreeUsage {
    /// Anonymous memory of all its processes, in bytes.
    pub(super) memory: u64,
    /// Processes and threads.
    pub(super) tasks: u32,
}

/// Measures a process and all its descendants. Processes that end meanwhile count as nothing.
///
/// Memory that forks share counts for each of them, until the sum passes `limit`: then it is measured again,
/// in proportion, which takes longer.
pub(super) fn measure(root: i32, limit: u64) -> TreeUsage {
    let mut usage = TreeUsage::default();
    let mut processes = vec![root];
    let mut next = 0;
    while let Some(process) = processes.get(next).copied() {
        next += 1;
        usage.memory += anonymous_memory(process);
        let Ok(tasks) = fs::read_dir(format!("/proc/{process}/task")) else {
            continue;
        };
        for task in tasks.flatten() {
            usage.tasks += 1;
            let children = fs::read_to_string(task.path().join("children")).unwrap_or_default();
            processes
                .extend(children.split_whitespace().filter_map(|child| child.parse::<i32>().ok()));
        }
    }
    if usage.memory > limit {
        usage.memory = processes.into_iter().map(proportional_memory).sum();
    }
    usage
}

/// Whether a process has no children, of whichever of its threads.
pub(super) fn is_alone(process: i32) -> io::Result<bool> {
    Ok(children(process)?.is_empty())
}

/// The children of all threads of a process, also those that ended and were not collected.
pub(super) fn children(process: i32) -> io::Result<Vec<i32>> {
    let mut all = Vec::new();
    for task in fs::read_dir(format!("/proc/{process}/task"))? {
        let children = fs::read_to_string(task?.path().join("children"))?;
        all.extend(children.split_whitespace().filter_map(|child| child.parse::<i32>().ok()));
    }
    Ok(all)
}

/// Anonymous memory in which a page counts in equal parts for all processes that share it, in bytes.
fn proportional_memory(process: i32) -> u64 {
    let Ok(text) = fs::read_to_string(format!("/proc/{process}/smaps_rollup")) else {
        return anonymous_memory(process);
    };
    let kibibytes = |name| {
        let line = text.lines().find_map(|line| line.strip_prefix(name))?;
        line.trim().strip_suffix(" kB")?.parse::<u64>().ok()
    };
    match kibibytes("Pss_Anon:") {
        Some(resident) => (resident + kibibytes("SwapPss:").unwrap_or(0)) * 1024,
        None => anonymous_memory(process),
    }
}

/// Resident memory less what is shared with files, in bytes.
fn anonymous_memory(process: i32) -> u64 {
    let Ok(text) = fs::read_to_string(format!("/proc/{process}/statm")) else {
        return 0;
    };
    let mut pages = text.split(' ').skip(1).map(|pages| pages.trim().parse::<u64>().unwrap_or(0));
    let (resident, shared) = (pages.next().unwrap_or(0), pages.next().unwrap_or(0));
    resident.saturating_sub(shared) * rustix::param::page_size() as u64
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::io::{BufRead, BufReader};
    use std::process::{Command, Stdio};

    #[test]
    fn a_tree_counts_its_descendants() {
        let mut shell = Command::new("sh")
            .args(["-c", "sleep 60 & sleep 60 & echo ready; read line; kill %1 %2"])
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .spawn()
            .unwrap();
        let mut line = String::new();
        BufReader::new(shell.stdout.take().unwrap()).read_line(&mut line).unwrap();
        let usage = measure(shell.id() as i32, u64::MAX);
        let exact = measure(shell.id() as i32, 0);
        drop(shell.stdin.take());
        shell.wait().unwrap();
        assert_eq!(usage.tasks, 3);
        assert!(exact.memory > 0 && exact.tasks == usage.tasks);
    }

    #[test]
    fn a_process_that_is_gone_counts_as_nothing() {
        assert_eq!(measure(i32::MAX, 0), TreeUsage::default());
    }
}
