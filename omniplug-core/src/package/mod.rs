//! Packages: `.tar.gz` archives with a `manifest.json` and the plugin's files.
//!
//! [`pack`] writes one reproducibly: the same folder gives the same bytes. [`unpack`] reads one as hostile
//! input, and [`copy_folder`] puts an author's folder through the very same checks.
//!
//! A package holds regular files and folders and nothing else. Links of any kind are refused, even those
//! that stay inside: it is the one rule that leaves nothing to get wrong, and a plugin has no need of them.
//! Owners and times are ignored, and of the mode only whether a file is executable is kept.

mod extract;
mod folder;
mod header;
mod limits;
mod members;
mod names;
mod pack;
mod pax;
mod stream;
mod tree;
mod unpack;

pub(crate) use folder::is_left_out;
pub use limits::ArchiveLimits;
pub use pack::{Packed, pack};
pub use unpack::{Unpacked, copy_folder, unpack};

/// The file at a package's root that says what the plugin is.
pub(crate) const MANIFEST: &str = "manifest.json";
