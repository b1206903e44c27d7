//! The end of an execution whose answer is there: certain before the kernel is done with it.
//!
//! Taking a process's memory apart takes longer than most executions. But a killed process that has begun to exit
//! runs no instruction any more and starts nothing, so that is what an answer waits for; the next execution waits for
//! the rest.

use super::processes::{children, is_alone};
use std::time::Duration;
use std::{fs, io, thread};

/// Of the kernel's `sched.h`: the task has begun to exit (`PF_EXITING`).
const EXITING: u64 = 0x4;
/// How often it is looked before the usual way is taken, which waits for the whole end.
const MOST_LOOKS: usize = 16;
/// The time between two looks, to which the kernel adds about 50 microseconds. This thread sleeps rather than yields:
/// a killed process may need its processor to begin to exit.
const BETWEEN_LOOKS: Duration = Duration::from_micros(5);

/// Whether nothing but the process `parent` can run any more in its sandbox. `process`, its child, was killed before.
///
/// Nothing escapes between the looks: who was killed starts no threads and no processes, what it had started is its
/// child or, when a process between them ended, that of `parent`, and the ended stay there until `parent` collects them.
pub(crate) fn is_over(process: i32, parent: i32) -> bool {
    for _ in 0..MOST_LOOKS {
        match is_exiting_alone(process) {
            Ok(true) => {
                let nothing = is_alone(process).unwrap_or(false);
                return nothing && children(parent).is_ok_and(|all| all == [process]);
            }
            Ok(false) => thread::sleep(BETWEEN_LOOKS),
            Err(_) => return false,
        }
    }
    false
}

/// Whether a process has begun to exit, without other threads.
fn is_exiting_alone(process: i32) -> io::Result<bool> {
    let stat = fs::read_to_string(format!("/proc/{process}/stat"))?;
    // Behind the name, which may hold anything, fields are counted from the third one (proc(5)).
    let fields: Vec<&str> =
        stat.rsplit(')').next().unwrap_or_default().split_whitespace().collect();
    let field = |number: usize| fields.get(number - 3).and_then(|text| text.parse::<u64>().ok());
    Ok(field(9).is_some_and(|flags| flags & EXITING != 0) && field(20) == Some(1))
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::process::Command;

    #[test]
    fn a_process_is_over_when_it_was_killed_and_left_nothing() {
        let parent = std::process::id() as i32;
        let mut child = Command::new("sleep").arg("60").spawn().unwrap();
        let process = child.id() as i32;
        assert!(!is_over(process, parent));
        child.kill().unwrap();
        while !is_exiting_alone(process).unwrap() {}
        // Other tests have children too.
        assert_eq!(is_over(process, parent), children(parent).unwrap() == [process]);
        child.wait().unwrap();
        assert!(!is_over(process, parent));
    }

    #[test]
    fn what_a_process_left_is_not_over() {
        let mut child = Command::new("sh").args(["-c", "sleep 60 & kill -9 $$"]).spawn().unwrap();
        let process = child.id() as i32;
        while !is_exiting_alone(process).unwrap() {}
        // The shell's child is that of another process by then.
        assert!(!is_over(process, 1));
        child.wait().unwrap();
    }
}
