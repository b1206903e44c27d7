//! Packages that attack or are damaged, each with what its refusal must say.

mod build;
mod damaged;
mod hostile;

pub use build::{Archive, gzip};
pub use hostile::{HostileArchive, hostile};
