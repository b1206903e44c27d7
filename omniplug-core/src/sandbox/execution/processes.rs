//! Looking at processes from outside (proc(5)).

use std::fs;
use std::io;

/// Whether a process has no children, of whichever of its threads.
pub(crate) fn is_alone(process: i32) -> io::Result<bool> {
    Ok(children(process)?.is_empty())
}

/// The children of all threads of a process, also those that ended and were not collected.
pub(crate) fn children(process: i32) -> io::Result<Vec<i32>> {
    let mut all = Vec::new();
    for task in fs::read_dir(format!("/proc/{process}/task"))? {
        let children = fs::read_to_string(task?.path().join("children"))?;
        all.extend(children.split_whitespace().filter_map(|child| child.parse::<i32>().ok()));
    }
    Ok(all)
}
