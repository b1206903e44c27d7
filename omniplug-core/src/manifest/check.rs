//! Finding all that is wrong with a manifest.

use super::{Manifest, Problem};
use crate::Result;
use std::path::Path;

/// The largest file that is read, in bytes.
pub const MAX_BYTES: usize = 1 << 20;

/// A manifest that was read, and what is worth a look in it.
#[derive(Debug, Clone, PartialEq)]
pub struct Parsed {
    /// The manifest.
    pub manifest: Manifest,
    /// What is worth a look: unknown fields and the like.
    pub warnings: Vec<Problem>,
}

/// All that was found in a manifest.
#[derive(Debug, Clone, PartialEq)]
pub struct Checked {
    /// The manifest; present exactly when there are no errors.
    pub manifest: Option<Manifest>,
    /// What is wrong, in the order of the file's lines.
    pub errors: Vec<Problem>,
    /// What is worth a look, in the order of the file's lines.
    pub warnings: Vec<Problem>,
}

impl Manifest {
    /// Finds all that is wrong with the text of a manifest.
    pub fn check(_text: &str) -> Checked {
        todo!()
    }

    /// Reads the text of a manifest.
    ///
    /// # Errors
    /// One [`InvalidManifest`](crate::ErrorKind::InvalidManifest) error that lists every problem.
    pub fn parse(_text: &str) -> Result<Parsed> {
        todo!()
    }

    /// Reads `manifest.json` in a plugin's folder. A symbolic link there is not followed.
    ///
    /// # Errors
    /// - [`NotFound`](crate::ErrorKind::NotFound) when there is no such file.
    /// - [`InvalidManifest`](crate::ErrorKind::InvalidManifest) when it is not a regular file of at most
    ///   [`MAX_BYTES`] or anything in it is wrong, with every problem.
    pub fn load(_folder: &Path) -> Result<Parsed> {
        todo!()
    }
}
