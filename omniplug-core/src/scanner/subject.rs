//! What is scanned: a folder with or without a manifest, a package or a file.

use super::walk::{self, Listing};
use super::{ScanLimits, Unread};
use crate::error::PathContext;
use crate::manifest::{Dependency, FILE_NAME, MAX_BYTES, Permissions};
use crate::package::{self, ArchiveLimits};
use crate::sandbox::Language;
use crate::{Error, ErrorKind, Result};
use serde_json::Value;
use std::fs::File;
use std::io::Read;
use std::path::{Path, PathBuf};
use tempfile::TempDir;

/// What is scanned, listed.
#[derive(Debug)]
pub(super) struct Subject {
    pub(super) listing: Listing,
    /// What its manifest says, where it has one that is JSON.
    pub(super) declared: Option<Declared>,
    /// Whether it is one file that was named itself.
    pub(super) is_file: bool,
    /// Where an archive was unpacked; removed with it.
    _unpacked: Option<TempDir>,
}

/// What a manifest says that a scan compares. It may be wrong otherwise.
#[derive(Debug, Default)]
pub(super) struct Declared {
    pub(super) text: String,
    pub(super) language: Option<Language>,
    pub(super) entry_point: Option<PathBuf>,
    pub(super) permissions: Permissions,
    pub(super) dependencies: Vec<Dependency>,
}

impl Subject {
    /// Lists what a path names; an archive is unpacked first.
    pub(super) fn open(path: &Path, limits: &ScanLimits) -> Result<Self> {
        let metadata = path.metadata().map_err(|error| {
            let what = format!("there is no file or folder `{}`", path.display());
            Error::new(ErrorKind::NotFound, what).with_source(error)
        })?;
        if metadata.is_dir() {
            return Self::folder(path, limits);
        }
        if !metadata.is_file() {
            let what = format!("`{}` is neither a file nor a folder", path.display());
            return Err(Error::new(ErrorKind::InvalidInput, what));
        }
        let name = path.to_string_lossy().to_ascii_lowercase();
        if name.ends_with(".tar.gz") || name.ends_with(".tgz") {
            return Self::archive(path, limits);
        }
        let listing = walk::single(path, &metadata);
        Ok(Self { listing, declared: None, is_file: true, _unpacked: None })
    }

    fn folder(path: &Path, limits: &ScanLimits) -> Result<Self> {
        let mut listing = walk::list(path, limits)?;
        let declared = if listing.is_plugin {
            Declared::read(&path.join(FILE_NAME))
                .map_err(|reason| {
                    listing.unread.push(Unread { file: FILE_NAME.into(), reason });
                })
                .ok()
        } else {
            None
        };
        Ok(Self { listing, declared, is_file: false, _unpacked: None })
    }

    fn archive(path: &Path, limits: &ScanLimits) -> Result<Self> {
        let scratch = tempfile::tempdir().at(ErrorKind::Storage, "make", &std::env::temp_dir())?;
        let into = scratch.path().join("package");
        package::unpack(path, &into, &ArchiveLimits::default())?;
        Ok(Self { _unpacked: Some(scratch), ..Self::folder(&into, limits)? })
    }

    /// The language that the manifest gives a file.
    pub(super) fn named(&self, file: &Path) -> Option<Language> {
        let declared = self.declared.as_ref()?;
        let is_entry = declared.entry_point.as_deref() == Some(file);
        declared.language.filter(|_| is_entry)
    }
}

impl Declared {
    fn read(path: &Path) -> Result<Self, String> {
        let mut text = String::new();
        let file = File::open(path).map_err(|error| format!("can't be read: {error}"))?;
        file.take(MAX_BYTES as u64 + 1)
            .read_to_string(&mut text)
            .map_err(|error| format!("can't be read: {error}"))?;
        if text.len() > MAX_BYTES {
            return Err(format!("is longer than {MAX_BYTES} bytes"));
        }
        let value: Value =
            serde_json::from_str(&text).map_err(|error| format!("is not JSON: {error}"))?;
        let field = |name: &str| value.get(name).cloned().unwrap_or_default();
        let entry_point = field("entry_point");
        let file = entry_point.as_str().and_then(|entry| entry.split(':').next());
        let dependencies = field("dependencies");
        let dependencies = dependencies.as_array().into_iter().flatten();
        Ok(Self {
            language: serde_json::from_value(field("language")).ok(),
            entry_point: file.map(PathBuf::from),
            permissions: serde_json::from_value(field("permissions")).unwrap_or_default(),
            dependencies: dependencies
                .filter_map(|it| serde_json::from_value(it.clone()).ok())
                .collect(),
            text,
        })
    }

    /// The line of the manifest that names something, from 1.
    pub(super) fn line_of(&self, name: &str) -> u32 {
        let quoted = format!("\"{name}");
        let line = self.text.lines().position(|line| line.contains(&quoted));
        line.map_or(1, |line| u32::try_from(line + 1).unwrap_or(1))
    }
}
