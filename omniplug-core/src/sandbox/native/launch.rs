//! Making the process of an execution, on the host's side.
//!
//! `clone` with all namespaces at once and a pidfd, in the host's memory (`CLONE_VM`) and on a stack of its
//! own: no page table is copied, so that a start does not grow with the host. The child waits until its
//! identity is mapped and its control group joined; then it locks itself up (see [`child`](super::child))
//! and executes the interpreter, which closes the pipe on which it would have told of trouble.

#![expect(unsafe_code, reason = "clone, and descriptors from it")]

use super::cgroup::Group;
use super::child::{self, Orders, Stage};
use super::landlock;
use super::plan::{Identity, Plan};
use crate::{Error, ErrorKind};
use std::ffi::{CStr, CString};
use std::fs;
use std::io::{self, Read, Write};
use std::os::fd::{AsRawFd, FromRawFd, OwnedFd, RawFd};
use std::time::Duration;

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
/// The child's descriptors start above those that it will place.
const FIRST_DESCRIPTOR: i32 = 16;
const STACK_SIZE: usize = 128 << 10;
/// A child that has not executed the interpreter by then hangs on a broken file system.
const START_TIMEOUT: Duration = Duration::from_secs(20);

/// A process that is locked up and runs its program.
#[derive(Debug)]
pub(super) struct Launched {
    pub(super) process: i32,
    pub(super) handle: OwnedFd,
}

/// Why a launch failed: the stage, the step in it and the system's error.
#[derive(Debug)]
pub(super) struct LaunchFailure {
    pub(super) stage: Option<Stage>,
    pub(super) step: usize,
    pub(super) source: io::Error,
}

impl From<io::Error> for LaunchFailure {
    fn from(source: io::Error) -> Self {
        Self {
            stage: None,
            step: 0,
            source,
        }
    }
}

impl LaunchFailure {
    /// The public error, with the remedy for what this usually means.
    pub(super) fn explain(self, plan: &Plan) -> Error {
        let doing = match self.stage {
            None => "make a process in new namespaces".to_owned(),
            Some(Stage::OpenTree) => {
                let source = plan.view.trees.get(self.step).map(|tree| &tree.source);
                format!(
                    "show `{}`",
                    source
                        .map(|path| path.to_string_lossy())
                        .unwrap_or_default()
                )
            }
            Some(Stage::Build) => plan.view.describe(self.step),
            Some(Stage::Execute) => format!("execute `{}`", plan.program.to_string_lossy()),
            Some(stage) => format!("lock up the process ({stage:?}, step {})", self.step),
        };
        let kind = if self.stage.is_none() {
            ErrorKind::Unavailable
        } else {
            ErrorKind::Sandbox
        };
        let error = Error::new(kind, format!("the native sandbox can't {doing}"));
        let hint = match (self.stage, self.source.raw_os_error()) {
            (None, Some(libc::EPERM | libc::EACCES | libc::ENOSPC | libc::EUSERS)) => {
                "unprivileged user namespaces are off here (`sysctl user.max_user_namespaces`, \
                 `kernel.unprivileged_userns_clone`, `kernel.apparmor_restrict_unprivileged_userns`) or a \
                 container's filter forbids them; `omniplug doctor` tells more"
            }
            (Some(Stage::OpenTree), Some(libc::EACCES)) => {
                "the user who runs omniplug must be able to reach this folder"
            }
            _ => "`omniplug doctor` tells what this machine offers",
        };
        error.with_hint(hint).with_source(self.source)
    }
}

/// Makes the process and waits until it runs its program. Call it on the launcher's thread only: the process
/// dies with the thread that made it.
pub(super) fn launch(
    plan: &Plan,
    descriptors: &[OwnedFd],
    group: Option<&Group>,
) -> std::result::Result<Launched, LaunchFailure> {
    let descriptors = descriptors
        .iter()
        .map(raise)
        .collect::<io::Result<Vec<_>>>()?;
    let raw: Vec<RawFd> = descriptors.iter().map(AsRawFd::as_raw_fd).collect();
    let ruleset = landlock::ruleset().map_err(io::Error::other)?;
    let ruleset = ruleset.as_ref().map(raise).transpose()?;
    let mut trees = open_trees(plan)?;
    let mut tree_numbers: Vec<RawFd> = trees
        .iter()
        .map(|tree| tree.as_ref().map_or(-1, AsRawFd::as_raw_fd))
        .collect();
    let (arguments, variables) = (pointers(&plan.arguments), pointers(&plan.variables));
    let (go_reader, go_sender) = raised_pipe()?;
    let (trouble_reader, trouble_sender) = raised_pipe()?;
    let mut orders = Orders {
        plan,
        trees: &mut tree_numbers,
        ruleset: ruleset.as_ref().map_or(-1, AsRawFd::as_raw_fd),
        arguments: &arguments,
        variables: &variables,
        descriptors: &raw,
        go: go_reader.as_raw_fd(),
        go_sender: go_sender.as_raw_fd(),
        trouble: trouble_sender.as_raw_fd(),
    };
    let _dumpable = plan.identity.switch.then(KeepDumpable::new);
    let stack = Stack::new()?;
    let launched = clone(&stack, &mut orders)?;
    drop((go_reader, trouble_sender));
    let prepared = map_identity(launched.process, &plan.identity)
        .and_then(|()| group.map_or(Ok(()), |group| group.add(launched.process)))
        .and_then(|()| fs::File::from(go_sender.try_clone()?).write_all(b"g"));
    let started = prepared
        .map_err(LaunchFailure::from)
        .and_then(|()| wait_for_start(&trouble_reader));
    drop(go_sender);
    trees.clear();
    match started {
        Ok(()) => Ok(launched),
        Err(failure) => {
            // The child uses this frame's memory until it is gone.
            kill(&launched.handle);
            wait(&launched.handle)?;
            Err(failure)
        }
    }
}

/// The form in which `execve` takes strings.
fn pointers(strings: &[CString]) -> Vec<*const libc::c_char> {
    strings
        .iter()
        .map(|string| string.as_ptr())
        .chain([std::ptr::null()])
        .collect()
}

/// How a process ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum End {
    Exited(i32),
    Signalled(i32),
    /// Somebody else in the host process collected the status.
    Unknown,
}

/// Ends a process and, since it is the first of its namespace, all that it started.
pub(super) fn kill(handle: &OwnedFd) {
    // SAFETY: the descriptor is open; a process that has ended already answers an error that needs no care.
    unsafe {
        libc::syscall(
            libc::SYS_pidfd_send_signal,
            handle.as_raw_fd(),
            libc::SIGKILL,
            0,
            0,
        )
    };
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
            return Ok((
                if exited {
                    End::Exited(status)
                } else {
                    End::Signalled(status)
                },
                usage,
            ));
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

fn clone(stack: &Stack, orders: &mut Orders<'_>) -> io::Result<Launched> {
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
    Ok(Launched {
        process,
        handle: unsafe { OwnedFd::from_raw_fd(handle) },
    })
}

/// Root opens the trees itself: its sandbox's user may not reach all folders above them.
fn open_trees(plan: &Plan) -> io::Result<Vec<Option<OwnedFd>>> {
    let open = |source: &CStr| {
        let descriptor = child::open_tree(source);
        // SAFETY: a number that is not negative is a new descriptor that nobody else owns.
        let tree = (descriptor >= 0).then(|| unsafe { OwnedFd::from_raw_fd(descriptor) });
        tree.as_ref().map(raise).transpose()
    };
    let trees = plan.view.trees.iter();
    trees
        .map(|tree| {
            if plan.identity.switch {
                open(&tree.source)
            } else {
                Ok(None)
            }
        })
        .collect()
}

fn map_identity(process: i32, identity: &Identity) -> io::Result<()> {
    let write = |file: &str, text: String| fs::write(format!("/proc/{process}/{file}"), text);
    let Identity {
        switch,
        inside,
        outside_user,
        outside_group,
    } = identity;
    if !switch {
        write("setgroups", "deny".into())?;
    }
    write("gid_map", format!("{inside} {outside_group} 1\n"))?;
    write("uid_map", format!("{inside} {outside_user} 1\n"))
}

/// Waits for the end of the pipe, which means that the program runs, or for the child's trouble.
fn wait_for_start(pipe: &OwnedFd) -> std::result::Result<(), LaunchFailure> {
    let mut poll = libc::pollfd {
        fd: pipe.as_raw_fd(),
        events: libc::POLLIN,
        revents: 0,
    };
    // SAFETY: one valid structure.
    let ready = unsafe { libc::poll(&raw mut poll, 1, START_TIMEOUT.as_millis() as i32) };
    if ready == 0 {
        return Err(io::Error::new(io::ErrorKind::TimedOut, "the process did not start").into());
    }
    let mut trouble = Vec::new();
    fs::File::from(pipe.try_clone()?).read_to_end(&mut trouble)?;
    let mut words = trouble
        .chunks_exact(4)
        .filter_map(|word| word.try_into().ok())
        .map(i32::from_ne_bytes);
    match (words.next(), words.next(), words.next()) {
        (Some(stage), Some(step), Some(errno)) => Err(LaunchFailure {
            stage: Stage::from_number(stage),
            step: usize::try_from(step).unwrap_or(usize::MAX),
            source: io::Error::from_raw_os_error(errno),
        }),
        _ => Ok(()),
    }
}

/// A pipe whose ends close on execution.
pub(super) fn pipe() -> io::Result<(OwnedFd, OwnedFd)> {
    let mut ends = [-1; 2];
    // SAFETY: the array takes two descriptors.
    if unsafe { libc::pipe2(ends.as_mut_ptr(), libc::O_CLOEXEC) } < 0 {
        return Err(io::Error::last_os_error());
    }
    // SAFETY: both are new and nobody else owns them.
    Ok(unsafe { (OwnedFd::from_raw_fd(ends[0]), OwnedFd::from_raw_fd(ends[1])) })
}

fn raised_pipe() -> io::Result<(OwnedFd, OwnedFd)> {
    let (reader, sender) = pipe()?;
    Ok((raise(&reader)?, raise(&sender)?))
}

/// A copy of a descriptor with a number above those that the child places.
fn raise(descriptor: &OwnedFd) -> io::Result<OwnedFd> {
    // SAFETY: the descriptor is open.
    let copy = unsafe {
        libc::fcntl(
            descriptor.as_raw_fd(),
            libc::F_DUPFD_CLOEXEC,
            FIRST_DESCRIPTOR,
        )
    };
    if copy < 0 {
        return Err(io::Error::last_os_error());
    }
    // SAFETY: it is new and nobody else owns it.
    Ok(unsafe { OwnedFd::from_raw_fd(copy) })
}

/// The child's stack, with a page below it that faults.
struct Stack(*mut libc::c_void);

impl Stack {
    const GUARD: usize = 64 << 10;

    fn new() -> io::Result<Self> {
        let flags = libc::MAP_PRIVATE | libc::MAP_ANONYMOUS | libc::MAP_STACK;
        let all = STACK_SIZE + Self::GUARD;
        // SAFETY: a new anonymous mapping touches nothing that exists.
        let base = unsafe {
            libc::mmap(
                std::ptr::null_mut(),
                all,
                libc::PROT_READ | libc::PROT_WRITE,
                flags,
                -1,
                0,
            )
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
struct KeepDumpable(i32);

impl KeepDumpable {
    fn new() -> Self {
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
