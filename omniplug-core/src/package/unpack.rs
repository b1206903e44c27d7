//! Reading an archive, which is hostile until every byte is checked.

use super::ArchiveLimits;
use super::extract::{Staging, parent};
use super::members::Members;
use super::names::invalid;
use super::pack::pack_within;
use super::tree::Tree;
use crate::error::PathContext;
use crate::{ErrorKind, Result};
use std::path::Path;

/// What an archive held.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Unpacked {
    /// The SHA-256 of the archive file's bytes, in hexadecimal digits.
    pub sha256: String,
    /// How many files it held.
    pub files: usize,
    /// The size of all files, in bytes.
    pub bytes: u64,
}

/// Unpacks an archive into a folder that does not exist yet.
///
/// The files are written to the disk before the folder appears, whole, under its name; on any error it does
/// not appear and nothing else is left beside it. An archive whose only top-level entry is a folder with the
/// manifest is unpacked without that folder. Modes become 0644, 0755 for executable files and for folders.
/// After a crash a folder `.unpacking-…` can be left beside `into`; it may be removed.
///
/// - Fails with [`InvalidPackage`](ErrorKind::InvalidPackage) on anything that is wrong with the archive.
/// - Fails with [`NotFound`](ErrorKind::NotFound) when there is no archive.
/// - Fails with [`Conflict`](ErrorKind::Conflict) when `into` exists.
/// - Fails with [`Storage`](ErrorKind::Storage) when `into` can't be written.
pub fn unpack(archive: &Path, into: &Path, limits: &ArchiveLimits) -> Result<Unpacked> {
    let mut members = Members::open(archive, limits)?;
    let mut staging = Staging::beside(into)?;
    let mut tree = Tree::default();
    let (mut files, mut bytes) = (0, 0_u64);
    while let Some(member) = members.next()? {
        let path = &member.path;
        bytes = bytes.saturating_add(member.size);
        if bytes > limits.total_size {
            let limit = limits.total_size;
            return Err(invalid(format!(
                "entry `{path}` makes the files larger than {limit} bytes together, the limit"
            )));
        }
        for folder in tree.add(path, member.folder, limits)? {
            staging.folder(&folder)?;
        }
        if !member.folder {
            files += 1;
            staging.file(path, member.executable, |buffer| members.read(buffer))?;
        }
    }
    let sha256 = members.finish()?;
    staging.place(tree.root()?)?;
    Ok(Unpacked {
        sha256,
        files,
        bytes,
    })
}

/// Copies an author's folder as if it were packed and unpacked: the same checks, the same files left out, and
/// the SHA-256 of the archive that [`pack`](super::pack) writes of it.
///
/// Fails as [`pack`](super::pack) and [`unpack`] do.
pub fn copy_folder(folder: &Path, into: &Path, limits: &ArchiveLimits) -> Result<Unpacked> {
    let beside = parent(into);
    let scratch = tempfile::Builder::new()
        .prefix(".unpacking-")
        .tempdir_in(beside)
        .at(ErrorKind::Storage, "write to", beside)?;
    let archive = scratch.path().join("package.tar.gz");
    pack_within(folder, &archive, limits)?;
    unpack(&archive, into, limits)
}
