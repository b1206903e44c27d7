//! Looking at processes from outside (proc(5)).

use std::fs;
use std::io;

/// Whether a process has no children, of whichever of its threads.
pub(crate) fn is_alone(process: i32) -> io::Result<bool> {
    for task in fs::read_dir(format!("/proc/{process}/task"))? {
        if !fs::read_to_string(task?.path().join("children"))?.trim().is_empty() {
            return Ok(false);
        }
    }
    Ok(true)
}
