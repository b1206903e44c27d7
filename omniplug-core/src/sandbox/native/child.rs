//! What runs between the clone and the interpreter: the child locks itself up and becomes the runner.
//!
//! The child shares the host's memory until it executes the interpreter, so that starting it costs the same
//! however large the host is. Hence the rules of this file: no allocation, no lock, no panic, raw system calls
//! only (libc's `setuid` family would signal the host's threads), nothing written but the child's own stack.
//! Everything that it needs was prepared by [`Plan`](super::plan::Plan).

#![expect(unsafe_code, reason = "system calls between clone and exec")]

use super::call::{Outcome, Stage, address, call, check, errno, path};
use super::landlock::Rule;
use super::mounting::{build, enter, new_root, open_trees};
use super::plan::Plan;
use libc::{c_int, c_long};
use std::os::fd::RawFd;
use std::ptr::null;

/// What the child gets from the launcher. It lives until the child has executed the interpreter.
pub(super) struct Orders<'a> {
    pub(super) plan: &'a Plan,
    /// Trees that the launcher could open; -1 for those that the child opens itself.
    pub(super) trees: &'a mut [RawFd],
    pub(super) ruleset: RawFd,
    /// Both end with a null pointer.
    pub(super) arguments: &'a [*const libc::c_char],
    pub(super) variables: &'a [*const libc::c_char],
    /// Becomes descriptors 0, 1, 2 and so on.
    pub(super) descriptors: &'a [RawFd],
    /// Take a `0` from who joins the control group.
    pub(super) groups: &'a [RawFd],
    /// One byte arrives when the identity is mapped; its end means that the host died.
    pub(super) go: RawFd,
    /// This process's copy of the other end, which it must close to see that end.
    pub(super) go_sender: RawFd,
    /// Takes a [`Trouble`]; the execution of the interpreter closes it.
    pub(super) trouble: RawFd,
}

/// Where the child failed.
#[repr(C)]
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Trouble {
    pub(super) stage: Stage,
    pub(super) step: u32,
    pub(super) errno: c_int,
}

/// The child's first function, on its own stack.
pub(super) extern "C" fn main(orders: *mut libc::c_void) -> c_int {
    // SAFETY: the launcher passes its `Orders`, keeps them alive until this process has executed or ended,
    // and touches nothing of them meanwhile.
    let orders = unsafe { &mut *orders.cast::<Orders<'_>>() };
    let (stage, step) = match lock_up(orders) {
        Err(failed) => failed,
        Ok(()) => (Stage::Execute, 0),
    };
    let trouble = Trouble { stage, step: step as u32, errno: errno() };
    // SAFETY: plain calls on memory of this frame; `_exit` runs no handlers of the host.
    unsafe {
        libc::syscall(
            libc::SYS_write,
            orders.trouble,
            (&raw const trouble).cast::<u8>(),
            size_of::<Trouble>(),
        );
        libc::syscall(libc::SYS_exit_group, 125);
    }
    125
}

fn lock_up(orders: &mut Orders<'_>) -> Outcome {
    let plan = orders.plan;
    reset_signals();
    call(libc::SYS_close, [orders.go_sender.into()]);
    join_groups(orders.groups)?;
    wait_for_go(orders.go)?;
    take_identity(plan)?;
    die_with_host(orders.go)?;
    open_trees(plan, orders.trees)?;
    new_root()?;
    build(plan, orders.trees)?;
    enter(plan)?;
    // After the group was joined, so that it is the root inside.
    check(call(libc::SYS_unshare, [libc::CLONE_NEWCGROUP as c_long]), Stage::Cgroup, 0)?;
    limit(plan)?;
    drop_privileges()?;
    restrict(plan, orders.ruleset)?;
    place_descriptors(orders.descriptors)?;
    filter(plan)?;
    // SAFETY: both arrays end with a null pointer, and their strings live in the plan.
    unsafe {
        libc::execve(plan.program.as_ptr(), orders.arguments.as_ptr(), orders.variables.as_ptr())
    };
    Err((Stage::Execute, 0))
}

/// Handlers of the host must not run here, and signals that it ignores must not stay ignored.
fn reset_signals() {
    // SAFETY: an all-zero `sigaction` is the default action; the mask is a local.
    unsafe {
        let default: libc::sigaction = std::mem::zeroed();
        for signal in 1..=64 {
            libc::syscall(libc::SYS_rt_sigaction, signal, &raw const default, null::<u8>(), 8);
        }
        let none = 0_u64;
        libc::syscall(
            libc::SYS_rt_sigprocmask,
            libc::SIG_SETMASK,
            &raw const none,
            null::<u8>(),
            8,
        );
    }
}

fn join_groups(groups: &[RawFd]) -> Outcome {
    for (number, group) in groups.iter().enumerate() {
        let answer = call(libc::SYS_write, [(*group).into(), address("0"), 1]);
        check(answer, Stage::Cgroup, number)?;
    }
    Ok(())
}

fn wait_for_go(go: RawFd) -> Outcome {
    let mut byte = 0_u8;
    let answer = call(libc::SYS_read, [go.into(), (&raw mut byte) as c_long, 1]);
    if answer == 1 { Ok(()) } else { Err((Stage::HostGone, 0)) }
}

/// Where root launched it, the child still is the host's root: it becomes the mapped, unprivileged user.
fn take_identity(plan: &Plan) -> Outcome {
    if !plan.identity.switch {
        return Ok(());
    }
    let id = c_long::from(plan.identity.inside);
    check(call(libc::SYS_setgroups, [0, 0]), Stage::Identity, 0)?;
    check(call(libc::SYS_setresgid, [id, id, id]), Stage::Identity, 1)?;
    check(call(libc::SYS_setresuid, [id, id, id]), Stage::Identity, 2)
}

/// Asks to be killed when the launcher's thread ends, and looks whether that has happened already.
fn die_with_host(go: RawFd) -> Outcome {
    let asked = call(libc::SYS_prctl, [libc::PR_SET_PDEATHSIG.into(), libc::SIGKILL.into()]);
    check(asked, Stage::HostGone, 1)?;
    let mut poll = libc::pollfd { fd: go, events: 0, revents: 0 };
    let no_time = libc::timespec { tv_sec: 0, tv_nsec: 0 };
    call(libc::SYS_ppoll, [(&raw mut poll) as c_long, 1, address(&no_time), 0, 8]);
    if poll.revents & libc::POLLHUP == 0 { Ok(()) } else { Err((Stage::HostGone, 2)) }
}

fn limit(plan: &Plan) -> Outcome {
    for (number, (resource, value)) in plan.resources.iter().enumerate() {
        let limit = libc::rlimit { rlim_cur: *value, rlim_max: *value };
        let answer = call(libc::SYS_prlimit64, [0, *resource, address(&limit), 0]);
        check(answer, Stage::Limits, number)?;
    }
    Ok(())
}

fn drop_privileges() -> Outcome {
    check(call(libc::SYS_prctl, [libc::PR_SET_NO_NEW_PRIVS.into(), 1]), Stage::Privileges, 0)?;
    for capability in 0..64 {
        // The kernel answers `EINVAL` for the first number that it does not know.
        if call(libc::SYS_prctl, [libc::PR_CAPBSET_DROP.into(), capability]) < 0 {
            break;
        }
    }
    /// `_LINUX_CAPABILITY_VERSION_3` and this process; then two sets of effective, permitted, inheritable.
    const HEADER: [u32; 2] = [0x2008_0522, 0];
    const NONE: [u32; 6] = [0; 6];
    check(call(libc::SYS_capset, [address(&HEADER), address(&NONE)]), Stage::Privileges, 1)
}

/// `struct landlock_path_beneath_attr`.
#[repr(C, packed)]
struct PathBeneath {
    access: u64,
    parent: RawFd,
}

fn restrict(plan: &Plan, ruleset: RawFd) -> Outcome {
    const RULE_PATH_BENEATH: c_long = 1;
    if ruleset < 0 {
        return Ok(());
    }
    let ruleset = c_long::from(ruleset);
    for (number, Rule { path: place, access }) in plan.rules.iter().enumerate() {
        let flags = c_long::from(libc::O_PATH | libc::O_CLOEXEC);
        let parent = call(libc::SYS_openat, [libc::AT_FDCWD.into(), path(place), flags]);
        check(parent, Stage::Landlock, number)?;
        let rule = PathBeneath { access: *access, parent: parent as RawFd };
        let rule = (&raw const rule) as c_long;
        let answer = call(libc::SYS_landlock_add_rule, [ruleset, RULE_PATH_BENEATH, rule, 0]);
        check(answer, Stage::Landlock, number)?;
        call(libc::SYS_close, [parent]);
    }
    check(call(libc::SYS_landlock_restrict_self, [ruleset, 0]), Stage::Landlock, usize::MAX)
}

/// Puts the descriptors at 0, 1, 2 and so on; all others close when the interpreter is executed. The
/// launcher gave them numbers above those, so that none is overwritten before it is placed.
fn place_descriptors(descriptors: &[RawFd]) -> Outcome {
    for (number, descriptor) in descriptors.iter().enumerate() {
        let answer = call(libc::SYS_dup3, [(*descriptor).into(), number as c_long, 0]);
        check(answer, Stage::Descriptors, number)?;
    }
    let first = descriptors.len() as c_long;
    let flags = libc::CLOSE_RANGE_CLOEXEC as c_long;
    let answer = call(libc::SYS_close_range, [first, u32::MAX.into(), flags]);
    check(answer, Stage::Descriptors, descriptors.len())
}

fn filter(plan: &Plan) -> Outcome {
    const SET_MODE_FILTER: c_long = 1;
    for (number, program) in plan.filters.iter().enumerate() {
        let program = libc::sock_fprog {
            len: program.len() as u16,
            filter: program.as_ptr().cast_mut().cast(),
        };
        let answer = call(libc::SYS_seccomp, [SET_MODE_FILTER, 0, address(&program)]);
        check(answer, Stage::Seccomp, number)?;
    }
    Ok(())
}
