//! Making the process of an execution, on the host's side.
//!
//! `clone` with all namespaces at once and a pidfd, in the host's memory (`CLONE_VM`) and on a stack of its
//! own: no page table is copied, so that a start does not grow with the host. The child waits until its
//! identity is mapped and its control group joined; then it locks itself up (see [`child`](super::child))
//! and executes the interpreter, which closes the pipe on which it would have told of trouble.

#![expect(unsafe_code, reason = "clone, and descriptors from it")]

use super::call::Stage;
use super::cgroup::Group;
use super::child::Orders;
use super::clone::{KeepDumpable, Launched, Stack, clone};
use super::end::{kill, wait};
use super::landlock;
use super::mounting::open_tree;
use super::plan::Plan;
use crate::sandbox::execution::Identity;
use crate::sandbox::execution::{self, pipe};
use crate::{Error, ErrorKind};
use std::ffi::{CStr, CString};
use std::fs;
use std::io::{self, Read, Write};
use std::os::fd::{AsRawFd, FromRawFd, OwnedFd, RawFd};
use std::time::Duration;

/// The child's descriptors start above those that it will place.
const FIRST_DESCRIPTOR: i32 = 16;
/// A child that has not executed the interpreter by then hangs on a broken file system.
const START_TIMEOUT: Duration = Duration::from_secs(20);

/// Why a launch failed: the stage, the step in it and the system's error.
#[derive(Debug)]
pub(super) struct LaunchFailure {
    pub(super) stage: Option<Stage>,
    pub(super) step: usize,
    pub(super) source: io::Error,
}

impl From<io::Error> for LaunchFailure {
    fn from(source: io::Error) -> Self {
        Self { stage: None, step: 0, source }
    }
}

impl LaunchFailure {
    /// The public error, with the remedy for what this usually means.
    pub(super) fn explain(self, plan: &Plan) -> Error {
        let doing = match self.stage {
            None => "make a process in new namespaces".to_owned(),
            Some(Stage::OpenTree) => {
                let source = plan.view.trees.get(self.step).map(|tree| &tree.source);
                format!("show `{}`", source.map(|path| path.to_string_lossy()).unwrap_or_default())
            }
            Some(Stage::Build) => plan.view.describe(self.step),
            Some(Stage::Execute) => format!("execute `{}`", plan.program.to_string_lossy()),
            Some(stage) => format!("lock up the process ({stage:?}, step {})", self.step),
        };
        let kind = if self.stage.is_none() { ErrorKind::Unavailable } else { ErrorKind::Sandbox };
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
    give_pipes(descriptors.iter(), &plan.identity)?;
    let descriptors = raise_all(descriptors)?;
    let ruleset = landlock::ruleset().map_err(io::Error::other)?;
    let ruleset = ruleset.as_ref().map(raise).transpose()?;
    let groups = raise_all(&group.map_or(Ok(Vec::new()), Group::entrances)?)?;
    let trees = open_trees(plan)?;
    let mut tree_numbers: Vec<_> = trees.iter().map(|tree| number(tree.as_ref())).collect();
    let (go_reader, go_sender) = raised_pipe()?;
    let (trouble_reader, trouble_sender) = raised_pipe()?;
    let mut orders = Orders {
        plan,
        trees: &mut tree_numbers,
        ruleset: number(ruleset.as_ref()),
        arguments: &pointers(&plan.arguments),
        variables: &pointers(&plan.variables),
        descriptors: &numbers(&descriptors),
        groups: &numbers(&groups),
        go: go_reader.as_raw_fd(),
        go_sender: go_sender.as_raw_fd(),
        trouble: trouble_sender.as_raw_fd(),
    };
    let _dumpable = plan.identity.switch.then(KeepDumpable::new);
    let stack = Stack::new()?;
    let launched = clone(&stack, &mut orders)?;
    drop((go_reader, trouble_sender));
    let started = map_identity(launched.process, &plan.identity)
        .and_then(|()| fs::File::from(go_sender.try_clone()?).write_all(b"g"))
        .map_err(LaunchFailure::from)
        .and_then(|()| wait_for_start(&trouble_reader));
    // Its end would have told the child that the host is gone.
    drop(go_sender);
    if started.is_err() {
        // The child uses this frame's memory until it is gone.
        kill(&launched.handle);
        wait(&launched.handle)?;
    }
    started.map(|()| launched)
}

fn number(descriptor: Option<&OwnedFd>) -> RawFd {
    descriptor.map_or(-1, AsRawFd::as_raw_fd)
}

fn numbers(descriptors: &[OwnedFd]) -> Vec<RawFd> {
    descriptors.iter().map(AsRawFd::as_raw_fd).collect()
}

fn raise_all(descriptors: &[OwnedFd]) -> io::Result<Vec<OwnedFd>> {
    descriptors.iter().map(raise).collect()
}

/// The form in which `execve` takes strings.
fn pointers(strings: &[CString]) -> Vec<*const libc::c_char> {
    strings.iter().map(|string| string.as_ptr()).chain([std::ptr::null()]).collect()
}

/// Root opens the trees itself: its sandbox's user may not reach all folders above them.
fn open_trees(plan: &Plan) -> io::Result<Vec<Option<OwnedFd>>> {
    let open = |source: &CStr| {
        let descriptor = open_tree(source);
        // SAFETY: a number that is not negative is a new descriptor that nobody else owns.
        let tree = (descriptor >= 0).then(|| unsafe { OwnedFd::from_raw_fd(descriptor) });
        tree.as_ref().map(raise).transpose()
    };
    let trees = plan.view.trees.iter();
    trees.map(|tree| if plan.identity.switch { open(&tree.source) } else { Ok(None) }).collect()
}

/// Root's pipes become the sandbox user's.
pub(super) fn give_pipes<'a>(
    descriptors: impl Iterator<Item = &'a OwnedFd>,
    identity: &Identity,
) -> io::Result<()> {
    if !identity.switch {
        return Ok(());
    }
    execution::give_pipes(descriptors, identity.outside_user, identity.outside_group)
}

fn map_identity(process: i32, identity: &Identity) -> io::Result<()> {
    let write = |file: &str, text: String| fs::write(format!("/proc/{process}/{file}"), text);
    let Identity { switch, inside, outside_user, outside_group } = identity;
    if !switch {
        write("setgroups", "deny".into())?;
    }
    write("gid_map", format!("{inside} {outside_group} 1\n"))?;
    write("uid_map", format!("{inside} {outside_user} 1\n"))
}

/// Waits for the end of the pipe, which means that the program runs, or for the child's trouble.
fn wait_for_start(pipe: &OwnedFd) -> std::result::Result<(), LaunchFailure> {
    let mut poll = libc::pollfd { fd: pipe.as_raw_fd(), events: libc::POLLIN, revents: 0 };
    // SAFETY: one valid structure.
    let ready = unsafe { libc::poll(&raw mut poll, 1, START_TIMEOUT.as_millis() as i32) };
    if ready == 0 {
        return Err(io::Error::new(io::ErrorKind::TimedOut, "the process did not start").into());
    }
    let mut trouble = Vec::new();
    fs::File::from(pipe.try_clone()?).read_to_end(&mut trouble)?;
    let mut words =
        trouble.chunks_exact(4).filter_map(|word| word.try_into().ok()).map(i32::from_ne_bytes);
    match (words.next(), words.next(), words.next()) {
        (Some(stage), Some(step), Some(errno)) => Err(LaunchFailure {
            stage: Stage::from_number(stage),
            step: usize::try_from(step).unwrap_or(usize::MAX),
            source: io::Error::from_raw_os_error(errno),
        }),
        _ => Ok(()),
    }
}

fn raised_pipe() -> io::Result<(OwnedFd, OwnedFd)> {
    let (reader, sender) = pipe()?;
    Ok((raise(&reader)?, raise(&sender)?))
}

/// A copy of a descriptor with a number above those that the child places.
fn raise(descriptor: &OwnedFd) -> io::Result<OwnedFd> {
    // SAFETY: the descriptor is open.
    let copy =
        unsafe { libc::fcntl(descriptor.as_raw_fd(), libc::F_DUPFD_CLOEXEC, FIRST_DESCRIPTOR) };
    if copy < 0 {
        return Err(io::Error::last_os_error());
    }
    // SAFETY: it is new and nobody else owns it.
    Ok(unsafe { OwnedFd::from_raw_fd(copy) })
}
