//! Building the file system that an execution sees, in the child. The rules of [`child`](super::child) hold here:
//! no allocation, no lock, no panic, raw system calls only.

use super::call::{Outcome, Stage, address, call, check, errno, path};
use super::plan::Plan;
use super::view::Step;
use libc::{c_long, c_ulong};
use std::ffi::CStr;
use std::os::fd::RawFd;

const READ_ONLY: u64 = libc::MOUNT_ATTR_RDONLY;
const NO_PRIVILEGE: u64 = libc::MOUNT_ATTR_NOSUID | libc::MOUNT_ATTR_NODEV;
const SCRATCH_FLAGS: c_ulong = libc::MS_NOSUID | libc::MS_NODEV | libc::MS_NOEXEC;
const HERE: &CStr = c".";
const NOTHING: &CStr = c"";

/// Opens the trees that the launcher may not, and makes each read-only and powerless.
pub(super) fn open_trees(plan: &Plan, trees: &mut [RawFd]) -> Outcome {
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
pub(super) fn new_root() -> Outcome {
    let alone = (libc::MS_REC | libc::MS_PRIVATE) as c_long;
    check(call(libc::SYS_mount, [0, path(c"/"), 0, alone, 0]), Stage::Root, 0)?;
    let options = Some(c"size=1m,nr_inodes=4096,mode=755");
    check(mount(c"tmpfs", c"/tmp", SCRATCH_FLAGS, options), Stage::Root, 1)?;
    check(call(libc::SYS_chdir, [path(c"/tmp")]), Stage::Root, 2)
}

pub(super) fn build(plan: &Plan, trees: &[RawFd]) -> Outcome {
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
pub(super) fn enter(plan: &Plan) -> Outcome {
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
