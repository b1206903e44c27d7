//! What runs between the clone and the interpreter: the child locks itself up and becomes the runner.
//!
//! The child shares the host's memory until it executes the interpreter, so that starting it costs the same
//! however large the host is. Hence the rules of this file: no allocation, no lock, no panic, raw system calls
//! only (libc's `setuid` family would signal the host's threads), nothing written but the child's own stack.
//! Everything that it needs was prepared by [`Plan`](super::plan::Plan).

#![expect(unsafe_code, reason = "system calls between clone and exec")]

use super::landlock::Rule;
use super::plan::Plan;
use super::view::Step;
use libc::{c_int, c_long, c_ulong};
use std::ffi::CStr;
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

const READ_ONLY: u64 = libc::MOUNT_ATTR_RDONLY;
const NO_PRIVILEGE: u64 = libc::MOUNT_ATTR_NOSUID | libc::MOUNT_ATTR_NODEV;
const SCRATCH_FLAGS: c_ulong = libc::MS_NOSUID | libc::MS_NODEV | libc::MS_NOEXEC;
const HERE: &CStr = c".";
const NOTHING: &CStr = c"";

type Outcome = Result<(), (Stage, usize)>;

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

fn errno() -> c_int {
    // SAFETY: the address is that of the launcher's thread, which lives on. That thread blocks all signals and
    // only polls once this child may go, so that it sets no other value while this one is acted on.
    unsafe { *libc::__errno_location() }
}

fn check(answer: c_long, stage: Stage, step: usize) -> Outcome {
    if answer < 0 { Err((stage, step)) } else { Ok(()) }
}

/// A system call whose arguments are numbers or addresses of memory that outlives it.
fn call<const N: usize>(number: c_long, arguments: [c_long; N]) -> c_long {
    let mut all = [0; 6];
    for (slot, argument) in all.iter_mut().zip(arguments) {
        *slot = argument;
    }
    let [a, b, c, d, e, f] = all;
    // SAFETY: callers pass addresses only of live memory that fits the call.
    unsafe { libc::syscall(number, a, b, c, d, e, f) }
}

fn address<T: ?Sized>(value: &T) -> c_long {
    std::ptr::from_ref(value).cast::<u8>() as c_long
}

fn path(path: &CStr) -> c_long {
    path.as_ptr() as c_long
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

/// Opens the trees that the launcher may not, and makes each read-only and powerless.
fn open_trees(plan: &Plan, trees: &mut [RawFd]) -> Outcome {
    for (number, (tree, descriptor)) in plan.view.trees.iter().zip(trees).enumerate() {
        if *descriptor < 0 {
            *descriptor = open_tree(&tree.source);
            check((*descriptor).into(), Stage::OpenTree, number)?;
        }
        if !tree.device {
            let flags = (libc::AT_EMPTY_PATH | libc::AT_RECURSIVE) as c_long;
            let attributes = [READ_ONLY | NO_PRIVILEGE, 0, 0, 0];
            let answer = call(
                libc::SYS_mount_setattr,
                [(*descriptor).into(), path(NOTHING), flags, address(&attributes), 32],
            );
            check(answer, Stage::OpenTree, number)?;
        }
    }
    Ok(())
}

/// A detached copy of the mount tree at a path of the host.
pub(super) fn open_tree(source: &CStr) -> RawFd {
    let flags = libc::OPEN_TREE_CLONE as c_long
        | libc::OPEN_TREE_CLOEXEC as c_long
        | libc::AT_RECURSIVE as c_long;
    call(libc::SYS_open_tree, [libc::AT_FDCWD.into(), path(source), flags]) as RawFd
}

fn mount(kind: &CStr, target: &CStr, flags: c_ulong, options: Option<&CStr>) -> c_long {
    let options = options.map_or(0, path);
    call(libc::SYS_mount, [path(kind), path(target), path(kind), flags as c_long, options])
}

/// An empty root over `/tmp`, which every host has.
fn new_root() -> Outcome {
    let alone = (libc::MS_REC | libc::MS_PRIVATE) as c_long;
    check(call(libc::SYS_mount, [0, path(c"/"), 0, alone, 0]), Stage::Root, 0)?;
    let options = Some(c"size=1m,nr_inodes=4096,mode=755");
    check(mount(c"tmpfs", c"/tmp", SCRATCH_FLAGS, options), Stage::Root, 1)?;
    check(call(libc::SYS_chdir, [path(c"/tmp")]), Stage::Root, 2)
}

fn build(plan: &Plan, trees: &[RawFd]) -> Outcome {
    call(libc::SYS_umask, [0o022]);
    for (number, step) in plan.view.steps.iter().enumerate() {
        check(build_step(step, trees), Stage::Build, number)?;
    }
    Ok(())
}

fn build_step(step: &Step, trees: &[RawFd]) -> c_long {
    let here = c_long::from(libc::AT_FDCWD);
    match step {
        Step::Directory(folder) => match call(libc::SYS_mkdirat, [here, path(folder), 0o755]) {
            answer if answer < 0 && errno() == libc::EEXIST => 0,
            answer => answer,
        },
        Step::File { path: file, content } => make_file(file, content),
        Step::Symlink { target, path: link } => {
            call(libc::SYS_symlinkat, [path(target), here, path(link)])
        }
        Step::Attach { tree, path: target } => {
            let Some(descriptor) = trees.get(*tree) else {
                return -1;
            };
            let flags = libc::MOVE_MOUNT_F_EMPTY_PATH as c_long;
            let from = c_long::from(*descriptor);
            call(libc::SYS_move_mount, [from, path(NOTHING), here, path(target), flags])
        }
        Step::Scratch { path: target, options } => {
            mount(c"tmpfs", target, SCRATCH_FLAGS, Some(options))
        }
        Step::Processes(target) => mount(c"proc", target, SCRATCH_FLAGS | libc::MS_RDONLY, None),
        Step::HideFile(target) => absent_is_fine(call(
            libc::SYS_mount,
            [path(c"dev/null"), path(target), 0, libc::MS_BIND as c_long, 0],
        )),
        Step::HideFolder(target) => absent_is_fine(mount(
            c"tmpfs",
            target,
            SCRATCH_FLAGS | libc::MS_RDONLY,
            Some(c"size=0,nr_inodes=1,mode=755"),
        )),
    }
}

/// What is not there needs no hiding.
fn absent_is_fine(answer: c_long) -> c_long {
    if answer < 0 && errno() == libc::ENOENT { 0 } else { answer }
}

fn make_file(file: &CStr, content: &[u8]) -> c_long {
    let flags = c_long::from(libc::O_CREAT | libc::O_WRONLY | libc::O_CLOEXEC);
    let descriptor = call(libc::SYS_openat, [libc::AT_FDCWD.into(), path(file), flags, 0o644]);
    if descriptor < 0 {
        return descriptor;
    }
    let written = call(libc::SYS_write, [descriptor, address(content), content.len() as c_long]);
    call(libc::SYS_close, [descriptor]);
    written
}

/// Makes the built tree the root, drops the host's, and seals it.
fn enter(plan: &Plan) -> Outcome {
    check(call(libc::SYS_pivot_root, [path(HERE), path(HERE)]), Stage::Enter, 0)?;
    check(call(libc::SYS_umount2, [path(HERE), libc::MNT_DETACH.into()]), Stage::Enter, 1)?;
    let attributes = [READ_ONLY | NO_PRIVILEGE, 0, 0, 0];
    let here = c_long::from(libc::AT_FDCWD);
    let sealed = call(libc::SYS_mount_setattr, [here, path(c"/"), 0, address(&attributes), 32]);
    check(sealed, Stage::Enter, 2)?;
    check(call(libc::SYS_sethostname, [path(c"plugin"), 6]), Stage::Enter, 3)?;
    check(call(libc::SYS_setsid, []), Stage::Enter, 4)?;
    check(call(libc::SYS_chdir, [path(&plan.folder)]), Stage::Enter, 5)
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
