//! The numbers under which both sides of the connection know pipes, channels and files.

use std::os::fd::OwnedFd;
use std::sync::Arc;

/// As many as the boot program has.
const COUNT: usize = 64;

/// What this host keeps of something whose other end is in the container.
#[derive(Debug, Default)]
pub(super) enum Slot {
    #[default]
    Free,
    /// Nothing comes from there: a file or the empty device.
    Given,
    /// What comes from there is written into this pipe.
    Pipe(OwnedFd),
    /// Packets from there are sent on this channel; the first one's sender is watched.
    Channel { end: Arc<OwnedFd>, watched: Watched },
    /// It is closed on this side, and the other side has not yet confirmed it.
    Closing,
}

/// Whether the end of a channel's first sender is told.
#[derive(Debug)]
pub(super) enum Watched {
    /// Nothing was sent yet.
    Waiting,
    /// This pipe's reader hears of it.
    Told(OwnedFd),
    /// It has ended.
    Over,
}

/// All slots of a container.
#[derive(Debug)]
pub(super) struct Slots([Slot; COUNT]);

impl Default for Slots {
    fn default() -> Self {
        Self(std::array::from_fn(|_| Slot::Free))
    }
}

impl Slots {
    /// Takes a free number.
    pub(super) fn take(&mut self, slot: Slot) -> Option<u16> {
        let free = self.0.iter().position(|slot| matches!(slot, Slot::Free))?;
        *self.0.get_mut(free)? = slot;
        u16::try_from(free).ok()
    }

    /// What a number stands for; the other side may say any.
    pub(super) fn get(&mut self, number: u16) -> Option<&mut Slot> {
        self.0.get_mut(usize::from(number))
    }

    /// Drops what a number stands for.
    pub(super) fn set(&mut self, number: u16, slot: Slot) {
        if let Some(place) = self.get(number) {
            *place = slot;
        }
    }

    /// Closes everything.
    pub(super) fn clear(&mut self) {
        *self = Self::default();
    }
}
