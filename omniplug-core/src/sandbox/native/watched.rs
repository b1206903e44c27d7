//! Descriptors that a runtime watches.

#![expect(unsafe_code, reason = "tokio asks for a promise about the descriptor that it waits for")]

use std::io;
use std::os::fd::{BorrowedFd, OwnedFd};
use tokio::io::Interest;
use tokio::io::unix::AsyncFd;

/// Has the present runtime watch an owned descriptor until it can be read.
pub(super) fn owned(descriptor: OwnedFd) -> io::Result<AsyncFd<OwnedFd>> {
    // SAFETY: an `OwnedFd` stays the same open descriptor until it is dropped.
    Ok(unsafe { AsyncFd::register_with_interest(descriptor, Interest::READABLE) }?)
}

/// Has the present runtime watch a borrowed descriptor until it can be read.
pub(super) fn borrowed(descriptor: BorrowedFd<'_>) -> io::Result<AsyncFd<BorrowedFd<'_>>> {
    // SAFETY: a `BorrowedFd` stays the same open descriptor as long as it is borrowed.
    Ok(unsafe { AsyncFd::register_with_interest(descriptor, Interest::READABLE) }?)
}
