//! The end of a process: making it, and learning how it came.

#![expect(unsafe_code, reason = "signals and waiting by process descriptor")]

use std::io;
use std::os::fd::{AsRawFd, OwnedFd};

/// How a process ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(super) enum End {
    Exited(i32),
    Signalled(i32),
    /// Nobody told it, or somebody else in the host process collected the status.
    #[default]
    Unknown,
}

/// Ends a process and, since it is the first of its namespace, all that it started.
pub(super) fn kill(handle: &OwnedFd) {
    // SAFETY: the descriptor is open; a process that has ended already answers an error that needs no care.
    unsafe { libc::syscall(libc::SYS_pidfd_send_signal, handle.as_raw_fd(), libc::SIGKILL, 0, 0) };
}

/// Whether a process has ended.
pub(super) fn has_ended(handle: &OwnedFd) -> bool {
    let mut poll = libc::pollfd { fd: handle.as_raw_fd(), events: libc::POLLIN, revents: 0 };
    // SAFETY: one valid structure.
    unsafe { libc::poll(&raw mut poll, 1, 0) > 0 }
}

/// Waits for the end of a process; then all that it started has ended too. Gives the end and what the
/// process and its collected children used.
pub(super) fn wait(handle: &OwnedFd) -> io::Result<(End, libc::rusage)> {
    // SAFETY: all-zero values are valid for both plain structures.
    let (mut info, mut usage): (libc::siginfo_t, libc::rusage) = unsafe { std::mem::zeroed() };
    loop {
        // SAFETY: both structures live on; `__WALL` is needed since the child has no exit signal before it
        // executes.
        let answer = unsafe {
            libc::syscall(
                libc::SYS_waitid,
                libc::P_PIDFD,
                handle.as_raw_fd(),
                &raw mut info,
                libc::WEXITED | libc::__WALL,
                &raw mut usage,
            )
        };
        if answer == 0 {
            // SAFETY: a successful `waitid` fills the status.
            let status = unsafe { info.si_status() };
            let exited = info.si_code == libc::CLD_EXITED;
            return Ok((if exited { End::Exited(status) } else { End::Signalled(status) }, usage));
        }
        match io::Error::last_os_error() {
            error if error.kind() == io::ErrorKind::Interrupted => {}
            error if error.raw_os_error() == Some(libc::ECHILD) => {
                return Ok((End::Unknown, usage));
            }
            error => return Err(error),
        }
    }
}
