//! Watching a process tree from outside, where no control group counts for it.
//!
//! Read from `/proc` (proc(5)): `task/*/children` for the tree, `statm` for memory, `status` for threads.

use std::fs;

/// What a tree uses at one moment.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(super) struct TreeUsage {
    /// Anonymous memory of all its processes, in bytes.
    pub(super) memory: u64,
    /// Processes and threads.
    pub(super) tasks: u32,
}

/// Measures a process and all its descendants. Processes that end meanwhile count as nothing.
pub(super) fn measure(root: i32) -> TreeUsage {
    let mut usage = TreeUsage::default();
    let mut waiting = vec![root];
    while let Some(process) = waiting.pop() {
        usage.memory += anonymous_memory(process);
        let Ok(tasks) = fs::read_dir(format!("/proc/{process}/task")) else {
            continue;
        };
        for task in tasks.flatten() {
            usage.tasks += 1;
            let children = fs::read_to_string(task.path().join("children")).unwrap_or_default();
            waiting
                .extend(children.split_whitespace().filter_map(|child| child.parse::<i32>().ok()));
        }
    }
    usage
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
        let usage = measure(shell.id() as i32);
        drop(shell.stdin.take());
        shell.wait().unwrap();
        assert_eq!(usage.tasks, 3);
        assert!(usage.memory > 0);
    }

    #[test]
    fn a_process_that_is_gone_counts_as_nothing() {
        assert_eq!(measure(i32::MAX), TreeUsage::default());
    }
}
