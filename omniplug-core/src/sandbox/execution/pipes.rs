//! Pipes into sandboxes.

use rustix::fs::{FileType, Gid, Uid, fchown, fstat};
use rustix::pipe::{PipeFlags, pipe_with};
use std::io;
use std::os::fd::OwnedFd;

/// A pipe whose ends close on execution: the reading one, the writing one.
pub(crate) fn pipe() -> io::Result<(OwnedFd, OwnedFd)> {
    Ok(pipe_with(PipeFlags::CLOEXEC)?)
}

/// Makes the pipes among these a user's, who otherwise could not open them again by their names, as R does.
pub(crate) fn give_pipes<'a>(
    descriptors: impl Iterator<Item = &'a OwnedFd>,
    user: u32,
    group: u32,
) -> io::Result<()> {
    for descriptor in descriptors {
        if FileType::from_raw_mode(fstat(descriptor)?.st_mode) == FileType::Fifo {
            fchown(descriptor, Some(Uid::from_raw(user)), Some(Gid::from_raw(group)))?;
        }
    }
    Ok(())
}
