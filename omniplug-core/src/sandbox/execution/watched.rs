//! Descriptors that a runtime watches.

#![expect(unsafe_code, reason = "tokio asks for a promise about the descriptor that it waits for")]

use rustix::event::{PollFd, PollFlags, Timespec, poll};
use std::io;
use std::os::fd::{BorrowedFd, OwnedFd};
use tokio::io::Interest;
use tokio::io::unix::AsyncFd;

/// Has the present runtime watch an owned descriptor until it can be read.
pub(crate) fn owned(descriptor: OwnedFd) -> io::Result<AsyncFd<OwnedFd>> {
    // SAFETY: an `OwnedFd` stays the same open descriptor until it is dropped.
    Ok(unsafe { AsyncFd::register_with_interest(descriptor, Interest::READABLE) }?)
}

/// Has the present runtime watch a borrowed descriptor until it can be read.
pub(crate) fn borrowed(descriptor: BorrowedFd<'_>) -> io::Result<AsyncFd<BorrowedFd<'_>>> {
    // SAFETY: a `BorrowedFd` stays the same open descriptor as long as it is borrowed.
    Ok(unsafe { AsyncFd::register_with_interest(descriptor, Interest::READABLE) }?)
}

/// Has the present runtime watch a borrowed descriptor until it can be written.
pub(crate) fn writable(descriptor: BorrowedFd<'_>) -> io::Result<AsyncFd<BorrowedFd<'_>>> {
    // SAFETY: a `BorrowedFd` stays the same open descriptor as long as it is borrowed.
    Ok(unsafe { AsyncFd::register_with_interest(descriptor, Interest::WRITABLE) }?)
}

/// Whether a descriptor can be read now.
pub(crate) fn is_readable(descriptor: &OwnedFd) -> bool {
    let mut descriptors = [PollFd::new(descriptor, PollFlags::IN)];
    poll(&mut descriptors, Some(&Timespec { tv_sec: 0, tv_nsec: 0 })).is_ok_and(|count| count > 0)
}
