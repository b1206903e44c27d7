//! Cloning: the one call that makes a process, and what must hold while the child shares the host's memory.

#![expect(unsafe_code, reason = "clone, and what it needs of memory and signals")]

use super::child::{self, Orders};
use std::io;
use std::os::fd::{FromRawFd, OwnedFd, RawFd};

/// Namespaces that the process is made in; the control-group namespace is added after it joined its group.
const NAMESPACES: i32 = libc::CLONE_NEWUSER
    | libc::CLONE_NEWNS
    | libc::CLONE_NEWPID
    | libc::CLONE_NEWNET
    | libc::CLONE_NEWIPC
    | libc::CLONE_NEWUTS;
/// Their names in records.
pub(super) const NAMESPACE_NAMES: [&str; 7] =
    ["user", "mount", "pid", "network", "ipc", "uts", "cgroup"];
const STACK_SIZE: usize = 128 << 10;

/// A process that is locked up and runs its program.
#[derive(Debug)]
pub(super) struct Launched {
    pub(super) process: i32,
    pub(super) handle: OwnedFd,
}

/// Makes the child. `orders` and the stack must live until it has executed its program or ended.
pub(super) fn clone(stack: &Stack, orders: &mut Orders<'_>) -> io::Result<Launched> {
    let mut handle: RawFd = -1;
    let _blocked = BlockedSignals::new();
    let flags = NAMESPACES | libc::CLONE_VM | libc::CLONE_PIDFD;
    // SAFETY: the stack is mapped and used by nobody else; `orders` lives until the child has executed or
    // ended, which the caller waits for; without `CLONE_FILES`, `CLONE_FS` and `CLONE_SIGHAND` the child has
    // its own descriptors, folder and handlers.
    let process = unsafe {
        libc::clone(
            child::main,
            stack.top(),
            flags,
            std::ptr::from_mut(orders).cast(),
            &raw mut handle,
        )
    };
    if process < 0 {
        return Err(io::Error::last_os_error());
    }
    // SAFETY: the kernel stored a new descriptor that nobody else owns.
    let handle = unsafe { OwnedFd::from_raw_fd(handle) };
    Ok(Launched { process, handle })
}

/// The child's stack, with a page below it that faults.
pub(super) struct Stack(*mut libc::c_void);

impl Stack {
    const GUARD: usize = 64 << 10;

    pub(super) fn new() -> io::Result<Self> {
        let flags = libc::MAP_PRIVATE | libc::MAP_ANONYMOUS | libc::MAP_STACK;
        let all = STACK_SIZE + Self::GUARD;
        // SAFETY: a new anonymous mapping touches nothing that exists.
        let base = unsafe {
            libc::mmap(std::ptr::null_mut(), all, libc::PROT_READ | libc::PROT_WRITE, flags, -1, 0)
        };
        if base == libc::MAP_FAILED {
            return Err(io::Error::last_os_error());
        }
        let stack = Self(base);
        // SAFETY: the range is the lower part of the mapping just made.
        match unsafe { libc::mprotect(base, Self::GUARD, libc::PROT_NONE) } {
            0 => Ok(stack),
            _ => Err(io::Error::last_os_error()),
        }
    }

    fn top(&self) -> *mut libc::c_void {
        // SAFETY: one past the end of the mapping; the size keeps the alignment that a stack needs.
        unsafe { self.0.byte_add(STACK_SIZE + Self::GUARD) }
    }
}

impl Drop for Stack {
    fn drop(&mut self) {
        // SAFETY: the mapping is ours, and the child that used it has executed or ended.
        unsafe { libc::munmap(self.0, STACK_SIZE + Self::GUARD) };
    }
}

/// Blocks all signals of this thread, so that no handler of the host runs in the child.
struct BlockedSignals(libc::sigset_t);

impl BlockedSignals {
    fn new() -> Self {
        // SAFETY: both sets are locals; blocking all signals can't fail.
        unsafe {
            let (mut all, mut before): (libc::sigset_t, libc::sigset_t) = std::mem::zeroed();
            libc::sigfillset(&raw mut all);
            libc::pthread_sigmask(libc::SIG_SETMASK, &raw const all, &raw mut before);
            Self(before)
        }
    }
}

impl Drop for BlockedSignals {
    fn drop(&mut self) {
        // SAFETY: the set is the one that was in force.
        unsafe {
            libc::pthread_sigmask(libc::SIG_SETMASK, &raw const self.0, std::ptr::null_mut())
        };
    }
}

/// Keeps the host dumpable: a child that changes its user while it shares the host's memory clears that flag
/// of the memory.
pub(super) struct KeepDumpable(i32);

impl KeepDumpable {
    pub(super) fn new() -> Self {
        // SAFETY: the call reads no memory.
        Self(unsafe { libc::prctl(libc::PR_GET_DUMPABLE) })
    }
}

impl Drop for KeepDumpable {
    fn drop(&mut self) {
        // SAFETY: as above. A value of 2 can't be set and is left to the system.
        unsafe { libc::prctl(libc::PR_SET_DUMPABLE, self.0, 0, 0, 0) };
    }
}
