//! Writing files into a folder that is made for it and that nobody else can write.

use super::names::EntryPath;
use crate::error::PathContext;
use crate::{Error, ErrorKind, Result};
use std::fs::{self, DirBuilder, File, OpenOptions, Permissions};
use std::io::Write;
use std::os::unix::fs::{DirBuilderExt, OpenOptionsExt, PermissionsExt};
use std::path::{Path, PathBuf};
use tempfile::TempDir;

/// The mode of folders in an unpacked package.
const FOLDER: u32 = 0o755;

/// A folder that is being filled; dropped before [`place`](Self::place) it is gone with all its files.
///
/// It is made with mode 0700 beside its final place, every folder in it is made here, and files are created
/// exclusively without following a link: nothing that a path could be led through can exist.
#[derive(Debug)]
pub(super) struct Staging {
    folder: TempDir,
    into: PathBuf,
    folders: Vec<PathBuf>,
}

impl Staging {
    /// Makes an empty folder beside `into`, which must not exist.
    pub(super) fn beside(into: &Path) -> Result<Self> {
        if into.symlink_metadata().is_ok() {
            return Err(Error::new(
                ErrorKind::Conflict,
                format!("`{}` exists already", into.display()),
            ));
        }
        let parent = parent(into);
        let folder = tempfile::Builder::new().prefix(".unpacking-").tempdir_in(parent).at(
            ErrorKind::Storage,
            "write to",
            parent,
        )?;
        Ok(Self { folders: vec![folder.path().to_owned()], folder, into: into.to_owned() })
    }

    /// Makes a folder; the one above it exists.
    pub(super) fn folder(&mut self, path: &EntryPath) -> Result<()> {
        let path = self.folder.path().join(path.to_path());
        DirBuilder::new().mode(0o700).create(&path).at(ErrorKind::Storage, "create", &path)?;
        self.folders.push(path);
        Ok(())
    }

    /// Makes a file, filled by `next` until it gives no more, and writes it to the disk.
    pub(super) fn file(
        &self,
        path: &EntryPath,
        executable: bool,
        mut next: impl FnMut(&mut [u8]) -> Result<usize>,
    ) -> Result<()> {
        let path = self.folder.path().join(path.to_path());
        let mut file = OpenOptions::new()
            .write(true)
            .create_new(true)
            .mode(0o600)
            .custom_flags(libc::O_NOFOLLOW | libc::O_CLOEXEC)
            .open(&path)
            .at(ErrorKind::Storage, "create", &path)?;
        let mut buffer = vec![0; 64 << 10];
        loop {
            let read = next(&mut buffer)?;
            let bytes = buffer.get(..read).unwrap_or_default();
            if bytes.is_empty() {
                break;
            }
            file.write_all(bytes).at(ErrorKind::Storage, "write", &path)?;
        }
        let mode = if executable { 0o755 } else { 0o644 };
        file.set_permissions(Permissions::from_mode(mode)).and_then(|()| file.sync_all()).at(
            ErrorKind::Storage,
            "write",
            &path,
        )
    }

    /// Moves the filled folder, or the one top-level folder in it, to its place and makes that durable.
    pub(super) fn place(self, top: Option<&str>) -> Result<()> {
        for folder in self.folders.iter().rev() {
            fs::set_permissions(folder, Permissions::from_mode(FOLDER))
                .and_then(|()| sync_folder(folder))
                .at(ErrorKind::Storage, "write", folder)?;
        }
        let source = match top {
            Some(name) => self.folder.path().join(name),
            None => self.folder.path().to_owned(),
        };
        fs::rename(&source, &self.into).at(ErrorKind::Storage, "create", &self.into)?;
        let parent = parent(&self.into);
        sync_folder(parent).at(ErrorKind::Storage, "write to", parent)
    }
}

/// Makes the entries of a folder durable.
pub(super) fn sync_folder(folder: &Path) -> std::io::Result<()> {
    File::open(folder)?.sync_all()
}

/// The folder that a path is in.
pub(super) fn parent(path: &Path) -> &Path {
    match path.parent() {
        Some(parent) if !parent.as_os_str().is_empty() => parent,
        _ => Path::new("."),
    }
}
