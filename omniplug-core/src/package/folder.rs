//! The files of an author's folder that belong into a package.

use super::names::{EntryPath, invalid};
use super::tree::Tree;
use super::{ArchiveLimits, MANIFEST};
use crate::error::PathContext;
use crate::{Error, ErrorKind, Result};
use std::ffi::OsStr;
use std::fs::Metadata;
use std::os::unix::ffi::OsStrExt;
use std::os::unix::fs::{FileTypeExt, MetadataExt};
use std::path::{Path, PathBuf};

/// Names that are left out of packages: what version control, interpreters, editors and systems leave behind.
const LEFT_OUT: &[&str] = &[
    ".git",
    ".hg",
    ".svn",
    ".venv",
    "__pycache__",
    ".mypy_cache",
    ".pytest_cache",
    ".ruff_cache",
    ".ipynb_checkpoints",
    ".Rhistory",
    ".RData",
    ".Rproj.user",
    ".DS_Store",
    "Thumbs.db",
];

/// Whether a name is left out of packages: one of the list above, compiled Python (`*.pyc`) or an editor's
/// backup (`*~`, `#*#`, `.*.swp`, `.#*`).
pub(crate) fn is_left_out(name: &str) -> bool {
    LEFT_OUT.contains(&name)
        || name.ends_with(".pyc")
        || name.ends_with('~')
        || name.starts_with(".#")
        || (name.len() > 1 && name.starts_with('#') && name.ends_with('#'))
        || (name.starts_with('.') && (name.ends_with(".swp") || name.ends_with(".swo")))
}

/// A file or folder to pack.
#[derive(Debug)]
pub(super) struct Found {
    /// Its path in the package.
    pub(super) path: EntryPath,
    /// Its path on the disk.
    pub(super) source: PathBuf,
    /// Whether it is a folder.
    pub(super) folder: bool,
}

/// Finds the files and folders to pack, sorted, checked by the rules that unpacking keeps. `except` is the
/// archive being written, which may lie in the folder.
pub(super) fn find(folder: &Path, except: &Path, limits: &ArchiveLimits) -> Result<Vec<Found>> {
    let metadata = folder.metadata().map_err(|error| {
        let what = format!("there is no folder `{}`", folder.display());
        Error::new(ErrorKind::NotFound, what).with_source(error)
    })?;
    if !metadata.is_dir() {
        return Err(invalid(format!("`{}` is not a folder", folder.display())));
    }
    let except = except.symlink_metadata().ok();
    let mut found = Vec::new();
    let mut waiting = vec![(folder.to_owned(), Vec::new())];
    while let Some((source, path)) = waiting.pop() {
        for entry in list(&source, &path, except.as_ref(), limits)? {
            if entry.folder {
                let inside = entry.path.to_path().into_os_string().into_encoded_bytes();
                waiting.push((entry.source.clone(), inside));
            }
            found.push(entry);
            if found.len() > limits.entries {
                let (folder, limit) = (folder.display(), limits.entries);
                return Err(invalid(format!(
                    "`{folder}` holds more than {limit} files and folders, the limit"
                )));
            }
        }
    }
    found.sort_by(|a, b| a.path.cmp(&b.path));
    let mut tree = Tree::default();
    for entry in &found {
        tree.add(&entry.path, entry.folder, limits)?;
    }
    let manifest = found.iter().find(|entry| entry.path.names() == [MANIFEST]);
    match manifest {
        Some(entry) if !entry.folder => Ok(found),
        _ => Err(invalid(format!("there is no file `{MANIFEST}` in `{}`", folder.display()))
            .with_hint("name the folder that holds the plugin's manifest")),
    }
}

/// The entries of one folder whose path in the package is `path`.
fn list(
    folder: &Path,
    path: &[u8],
    except: Option<&Metadata>,
    limits: &ArchiveLimits,
) -> Result<Vec<Found>> {
    let mut found = Vec::new();
    let unreadable = ErrorKind::InvalidPackage;
    for entry in folder.read_dir().at(unreadable, "read", folder)? {
        let entry = entry.at(unreadable, "read", folder)?;
        let name = entry.file_name();
        if name.to_str().is_some_and(is_left_out) {
            continue;
        }
        let source = entry.path();
        let metadata = entry.metadata().at(unreadable, "read", &source)?;
        if except.is_some_and(|other| is_same(other, &metadata)) {
            continue;
        }
        let inside = join(path, &name);
        let folder = is_folder(&source, &metadata)?;
        if let Some(path) = EntryPath::parse(&inside, folder, limits)? {
            found.push(Found { path, source, folder });
        }
    }
    Ok(found)
}

/// Checks that an entry is a file or folder and says whether it is a folder.
fn is_folder(source: &Path, metadata: &Metadata) -> Result<bool> {
    let kind = metadata.file_type();
    if kind.is_file() || kind.is_dir() {
        return Ok(kind.is_dir());
    }
    let (what, hint) = if kind.is_symlink() {
        ("a symbolic link", "put a copy of what it points to in its place")
    } else if kind.is_fifo() {
        ("a FIFO", "remove it")
    } else if kind.is_socket() {
        ("a socket", "remove it")
    } else {
        ("a device", "remove it")
    };
    let source = source.display();
    Err(invalid(format!("`{source}` is {what}, a package holds files and folders only"))
        .with_hint(hint))
}

/// Whether two are the same file on the disk.
fn is_same(a: &Metadata, b: &Metadata) -> bool {
    (a.dev(), a.ino()) == (b.dev(), b.ino())
}

fn join(path: &[u8], name: &OsStr) -> Vec<u8> {
    let mut joined = path.to_vec();
    if !joined.is_empty() {
        joined.push(b'/');
    }
    joined.extend_from_slice(name.as_bytes());
    joined
}
