//! The files of a folder: bounded, in the order of their names, without following links.

use super::{ScanLimits, Unread};
use crate::Result;
use crate::error::PathContext;
use crate::{ErrorKind, package};
use std::ffi::OsStr;
use std::fs::{self, Metadata};
use std::os::unix::fs::{FileTypeExt, PermissionsExt};
use std::path::{Path, PathBuf};

/// What an entry of a folder is, folders aside.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum EntryKind {
    File,
    /// A symbolic link to a place.
    Link(PathBuf),
    /// A FIFO, a socket or a device.
    Special(&'static str),
}

/// A file or what stands in the place of one.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Entry {
    /// Where it is.
    pub(super) source: PathBuf,
    /// Relative to the root, as a report shows it: what is not UTF-8 is replaced.
    pub(super) path: PathBuf,
    pub(super) kind: EntryKind,
    pub(super) size: u64,
    pub(super) mode: u32,
}

impl Entry {
    /// The last part of the path.
    pub(super) fn name(&self) -> &str {
        self.path.file_name().and_then(OsStr::to_str).unwrap_or_default()
    }

    /// The ending in lower case, without its dot; empty where there is none.
    pub(super) fn ending(&self) -> String {
        self.path.extension().and_then(OsStr::to_str).unwrap_or_default().to_ascii_lowercase()
    }
}

/// All that a folder holds.
#[derive(Debug, Default)]
pub(super) struct Listing {
    pub(super) entries: Vec<Entry>,
    /// What could not be listed.
    pub(super) unread: Vec<Unread>,
    /// What does not belong to a package.
    pub(super) left_out: Vec<Unread>,
    /// Whether the root has a manifest.
    pub(super) is_plugin: bool,
}

/// Lists a folder. The root itself may be a link; below it none is followed.
pub(super) fn list(root: &Path, limits: &ScanLimits) -> Result<Listing> {
    let is_plugin = root.join(package::MANIFEST).is_file();
    let mut listing = Listing { is_plugin, ..Listing::default() };
    root.read_dir().at(ErrorKind::NotFound, "read", root)?;
    let mut waiting = vec![(root.to_owned(), PathBuf::new())];
    let mut count = 0;
    while let Some((folder, path)) = waiting.pop() {
        if path.components().count() > limits.depth {
            listing.skip(&path, format!("lies deeper than {} folders", limits.depth));
            continue;
        }
        let entries = match folder.read_dir() {
            Ok(entries) => entries,
            Err(error) => {
                listing.skip(&path, format!("the folder can't be read: {error}"));
                continue;
            }
        };
        for entry in entries {
            count += 1;
            if count > limits.entries {
                let limit = limits.entries;
                listing.skip(&path, format!("more than {limit} files and folders, the limit"));
                listing.sort();
                return Ok(listing);
            }
            match entry {
                Ok(entry) => listing.add(&entry, &path, &mut waiting),
                Err(error) => listing.skip(&path, format!("the folder can't be read: {error}")),
            }
        }
    }
    listing.sort();
    Ok(listing)
}

/// A listing of one file alone.
pub(super) fn single(file: &Path, metadata: &Metadata) -> Listing {
    let path = PathBuf::from(shown(file.file_name().unwrap_or(file.as_os_str())));
    Listing { entries: vec![entry(file.to_owned(), path, metadata)], ..Listing::default() }
}

impl Listing {
    fn add(&mut self, found: &fs::DirEntry, folder: &Path, waiting: &mut Vec<(PathBuf, PathBuf)>) {
        let name = found.file_name();
        let path = folder.join(shown(&name));
        if let Some(reason) = left_out(&name, self.is_plugin) {
            self.left_out.push(Unread { file: path, reason: reason.into() });
            return;
        }
        let source = found.path();
        match found.metadata() {
            Ok(metadata) if metadata.is_dir() => waiting.push((source, path)),
            Ok(metadata) => self.entries.push(entry(source, path, &metadata)),
            Err(error) => self.skip(&path, format!("can't be looked at: {error}")),
        }
    }

    fn skip(&mut self, path: &Path, reason: String) {
        let file = if path.as_os_str().is_empty() { Path::new(".") } else { path };
        self.unread.push(Unread { file: file.to_owned(), reason });
    }

    fn sort(&mut self) {
        self.entries.sort_by(|a, b| a.path.cmp(&b.path));
        self.left_out.sort_by(|a, b| a.file.cmp(&b.file));
    }
}

fn entry(source: PathBuf, path: PathBuf, metadata: &Metadata) -> Entry {
    let kind = metadata.file_type();
    let kind = if kind.is_symlink() {
        EntryKind::Link(fs::read_link(&source).unwrap_or_default())
    } else if kind.is_file() {
        EntryKind::File
    } else if kind.is_fifo() {
        EntryKind::Special("a FIFO")
    } else if kind.is_socket() {
        EntryKind::Special("a socket")
    } else {
        EntryKind::Special("a device")
    };
    Entry { source, path, kind, size: metadata.len(), mode: metadata.permissions().mode() }
}

/// A name that JSON can hold.
fn shown(name: &OsStr) -> String {
    name.to_string_lossy().into_owned()
}

/// Why a name does not belong to what is scanned, where it does not.
fn left_out(name: &OsStr, is_plugin: bool) -> Option<&'static str> {
    let name = name.to_str()?;
    match name {
        ".git" | ".hg" | ".svn" => Some("version control"),
        _ if is_plugin && package::is_left_out(name) => Some("left out of packages"),
        _ => None,
    }
}
