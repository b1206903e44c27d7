//! Raw system calls for the child between clone and exec, and how its steps fail.
//!
//! The child shares the host's memory: nothing here allocates, locks or panics.

#![expect(unsafe_code, reason = "system calls by number")]

use libc::{c_int, c_long};
use std::ffi::CStr;

/// The stages of locking up, in order.
#[repr(u32)]
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Stage {
    HostGone,
    Cgroup,
    Identity,
    OpenTree,
    Root,
    Build,
    Enter,
    Limits,
    Privileges,
    Landlock,
    Descriptors,
    Seccomp,
    Execute,
}

impl Stage {
    /// The stage of a number that a child sent.
    pub(super) fn from_number(number: i32) -> Option<Self> {
        const ALL: [Stage; 13] = [
            Stage::HostGone,
            Stage::Cgroup,
            Stage::Identity,
            Stage::OpenTree,
            Stage::Root,
            Stage::Build,
            Stage::Enter,
            Stage::Limits,
            Stage::Privileges,
            Stage::Landlock,
            Stage::Descriptors,
            Stage::Seccomp,
            Stage::Execute,
        ];
        ALL.into_iter().find(|stage| *stage as i32 == number)
    }
}

/// Success, or the stage and the step in it that failed.
pub(super) type Outcome = Result<(), (Stage, usize)>;

pub(super) fn errno() -> c_int {
    // SAFETY: the address is that of the launcher's thread, which lives on. That thread blocks all signals and
    // only polls once this child may go, so that it sets no other value while this one is acted on.
    unsafe { *libc::__errno_location() }
}

pub(super) fn check(answer: c_long, stage: Stage, step: usize) -> Outcome {
    if answer < 0 { Err((stage, step)) } else { Ok(()) }
}

/// A system call whose arguments are numbers or addresses of memory that outlives it.
pub(super) fn call<const N: usize>(number: c_long, arguments: [c_long; N]) -> c_long {
    let mut all = [0; 6];
    for (slot, argument) in all.iter_mut().zip(arguments) {
        *slot = argument;
    }
    let [a, b, c, d, e, f] = all;
    // SAFETY: callers pass addresses only of live memory that fits the call.
    unsafe { libc::syscall(number, a, b, c, d, e, f) }
}

pub(super) fn address<T: ?Sized>(value: &T) -> c_long {
    std::ptr::from_ref(value).cast::<u8>() as c_long
}

pub(super) fn path(path: &CStr) -> c_long {
    path.as_ptr() as c_long
}
