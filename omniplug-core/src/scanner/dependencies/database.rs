//! Reading advisories: from folders, files, zip archives, and addresses of such archives.

use super::advisory::Advisory;
use super::fetch::{archives, fetch};
use crate::scanner::{AdvisoryData, Ecosystem};
use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use serde_json::Value;
use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::fmt;
use std::fs::{self, File};
use std::io::Read;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::Duration;

/// Where advisories in the OSV format are.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum AdvisorySource {
    /// A folder of JSON files and zip archives, at any depth, or one such file. PyPI's JSON of a project beside
    /// them tells which of its versions were yanked.
    Path(PathBuf),
    /// An address with `https://`, below which `PyPI/all.zip` and `CRAN/all.zip` lie as OSV exports them, or that of one
    /// such archive. It is asked with each scan that meets packages, within the scan's time.
    Address(String),
}

impl AdvisorySource {
    /// The source that a text means: an address where it begins as one, else a path.
    pub fn parse(text: &str) -> Self {
        match text.split_once("://") {
            Some(("https" | "http", _)) => Self::Address(text.to_owned()),
            _ => Self::Path(text.into()),
        }
    }
}

impl fmt::Display for AdvisorySource {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Path(path) => path.display().fmt(f),
            Self::Address(address) => f.write_str(address),
        }
    }
}

/// A package by ecosystem and normalised name.
pub(super) type Key = (Ecosystem, String);

/// What was read, as far as it concerns the packages that are asked for.
#[derive(Debug, Default)]
pub(super) struct Database {
    pub(super) advisories: BTreeMap<Key, Vec<Arc<Advisory>>>,
    /// Yanked versions with their reasons, by normalised name.
    pub(super) yanked: HashMap<String, Vec<(String, String)>>,
    pub(super) data: AdvisoryData,
    pub(super) ecosystems: BTreeSet<Ecosystem>,
    /// What could not be read.
    pub(super) failures: Vec<String>,
    unreadable: u64,
}

/// Bounds of what is read: one entry, all entries of one source, and folders in a path.
const MOST_BYTES: u64 = 32 << 20;
const MOST_ENTRIES: usize = 2_000_000;
const MOST_DEPTH: usize = 16;

impl Database {
    /// Reads all sources, keeping what concerns the packages that are wanted. `time` bounds what is fetched.
    pub(super) fn load(sources: &[AdvisorySource], wanted: &BTreeSet<Key>, time: Duration) -> Self {
        let mut database = Self::default();
        let ecosystems: BTreeSet<Ecosystem> =
            wanted.iter().map(|(ecosystem, _)| *ecosystem).collect();
        for source in sources {
            database.data.sources.push(source.to_string());
            match source {
                AdvisorySource::Path(path) => {
                    database.part(source, |database| database.read(path, wanted));
                }
                AdvisorySource::Address(address) => {
                    for archive in archives(address, &ecosystems) {
                        database.part(&archive, |database| {
                            database.archive(fetch(&archive, time)?, wanted)
                        });
                    }
                }
            }
        }
        if database.unreadable > 0 {
            let count = database.unreadable;
            database.failures.push(format!("{count} advisories could not be read"));
        }
        let age = |newest: Timestamp| {
            u64::try_from(Timestamp::now().as_second().saturating_sub(newest.as_second()))
                .unwrap_or(0)
        };
        database.data.age_days = database.data.newest.map(|newest| age(newest) / 86_400);
        database
    }

    /// Reads a part of a source, and notes where it failed or gave nothing.
    fn part(
        &mut self,
        name: impl fmt::Display,
        read: impl FnOnce(&mut Self) -> Result<(), String>,
    ) {
        let before = self.data.advisories;
        if let Err(reason) = read(self) {
            self.failures.push(format!("`{name}` {reason}"));
        } else if self.data.advisories == before {
            self.failures.push(format!("`{name}` holds no advisories"));
        }
    }

    fn read(&mut self, path: &Path, wanted: &BTreeSet<Key>) -> Result<(), String> {
        let metadata = path.metadata().map_err(|error| format!("can't be read: {error}"))?;
        if metadata.is_file() {
            return self.file(path, wanted);
        }
        let mut waiting = vec![(path.to_owned(), 0)];
        let mut count = 0;
        while let Some((folder, depth)) = waiting.pop() {
            let entries =
                fs::read_dir(&folder).map_err(|error| format!("can't be read: {error}"))?;
            for entry in entries {
                let entry = entry.map_err(|error| format!("can't be read: {error}"))?;
                count += 1;
                if count > MOST_ENTRIES || depth > MOST_DEPTH {
                    return Err("has more files or deeper folders than are read".into());
                }
                let kind = entry.file_type().map_err(|error| format!("can't be read: {error}"))?;
                if kind.is_dir() {
                    waiting.push((entry.path(), depth + 1));
                } else if kind.is_file() && is_data(&entry.path()) {
                    self.file(&entry.path(), wanted)?;
                }
            }
        }
        Ok(())
    }

    fn file(&mut self, path: &Path, wanted: &BTreeSet<Key>) -> Result<(), String> {
        let file = File::open(path).map_err(|error| format!("can't be read: {error}"))?;
        if path.extension().is_some_and(|ending| ending.eq_ignore_ascii_case("zip")) {
            return self.archive(file, wanted);
        }
        let text = bounded(file);
        self.entry(text.as_deref(), wanted);
        Ok(())
    }

    fn archive(&mut self, file: File, wanted: &BTreeSet<Key>) -> Result<(), String> {
        let mut archive =
            zip::ZipArchive::new(file).map_err(|error| format!("is not a zip archive: {error}"))?;
        if archive.len() > MOST_ENTRIES {
            return Err("has more entries than are read".into());
        }
        for at in 0..archive.len() {
            let entry = archive.by_index(at).map_err(|error| format!("is damaged: {error}"))?;
            let is_json = entry.name().is_ok_and(|name| name.ends_with(".json"));
            if entry.is_file() && is_json {
                let text = bounded(entry);
                self.entry(text.as_deref(), wanted);
            }
        }
        Ok(())
    }

    fn entry(&mut self, text: Option<&str>, wanted: &BTreeSet<Key>) {
        let value = text.and_then(|text| serde_json::from_str::<Value>(text).ok());
        match value {
            Some(value) if value.get("id").is_some() => self.advisory(value, wanted),
            Some(value) if value.get("releases").is_some() => self.project(&value),
            // Databases come with lists and marks of their own.
            Some(Value::Array(_)) => {}
            Some(value) if value.get("affected").is_none() => {}
            _ => self.unreadable += 1,
        }
    }

    fn advisory(&mut self, value: Value, wanted: &BTreeSet<Key>) {
        let Ok(advisory) = serde_json::from_value::<Advisory>(value) else {
            self.unreadable += 1;
            return;
        };
        self.data.newest = self.data.newest.max(advisory.modified);
        if advisory.withdrawn.is_some() {
            return;
        }
        self.data.advisories += 1;
        let packages: BTreeSet<Key> = advisory
            .affected
            .iter()
            .filter_map(|it| Some(key(it.package.ecosystem()?, &it.package.name)))
            .collect();
        self.ecosystems.extend(packages.iter().map(|(ecosystem, _)| *ecosystem));
        let advisory = Arc::new(advisory);
        for package in packages.into_iter().filter(|package| wanted.contains(package)) {
            self.advisories.entry(package).or_default().push(Arc::clone(&advisory));
        }
    }

    /// PyPI's JSON of a project: a version is yanked when all of its files are.
    fn project(&mut self, value: &Value) {
        let name = value.pointer("/info/name").and_then(Value::as_str).unwrap_or_default();
        let releases = value.get("releases").and_then(Value::as_object);
        for (version, files) in releases.into_iter().flatten() {
            let files = files.as_array().map(Vec::as_slice).unwrap_or_default();
            let is_yanked =
                |file: &Value| file.get("yanked").and_then(Value::as_bool) == Some(true);
            if !files.is_empty() && files.iter().all(is_yanked) {
                let reason = files.iter().find_map(|file| file.get("yanked_reason")?.as_str());
                let reason = reason.unwrap_or_default().to_owned();
                let (_, name) = key(Ecosystem::PyPI, name);
                self.yanked.entry(name).or_default().push((version.clone(), reason));
            }
        }
    }
}

fn is_data(path: &Path) -> bool {
    let ending = path.extension().and_then(|ending| ending.to_str()).unwrap_or_default();
    matches!(ending.to_ascii_lowercase().as_str(), "json" | "zip")
}

fn bounded(reader: impl Read) -> Option<String> {
    let mut text = String::new();
    reader.take(MOST_BYTES + 1).read_to_string(&mut text).ok()?;
    (text.len() as u64 <= MOST_BYTES).then_some(text)
}

/// The key of a package: Python's names are the same in any case and with any of `-`, `_`, `.` (PEP 503).
pub(super) fn key(ecosystem: Ecosystem, name: &str) -> Key {
    let name = name.trim();
    let name = match ecosystem {
        Ecosystem::Cran => name.to_owned(),
        Ecosystem::PyPI => {
            let parts = name.split(['-', '_', '.']).filter(|part| !part.is_empty());
            parts.map(str::to_ascii_lowercase).collect::<Vec<_>>().join("-")
        }
    };
    (ecosystem, name)
}
