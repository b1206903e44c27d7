//! Folders that are built once, whatever dies on the way and however many ask at once.

use crate::background::background;
use crate::error::PathContext;
use crate::sandbox::{Event, EventSink};
use crate::{ErrorKind, Result};
use std::fs::{self, DirEntry, File, OpenOptions, Permissions, TryLockError};
use std::os::unix::fs::PermissionsExt;
use std::path::{Path, PathBuf};
use tempfile::TempDir;

/// Locks the building of the folder `digest` in `root` for this process and all others, until the file is
/// dropped. A process that dies frees it.
pub(super) async fn lock(root: &Path, digest: &str, events: &dyn EventSink) -> Result<File> {
    let path = root.join(format!("{digest}.lock"));
    let file = OpenOptions::new().write(true).create(true).truncate(false).open(&path).at(
        ErrorKind::Storage,
        "open",
        &path,
    )?;
    match file.try_lock() {
        Ok(()) => return Ok(file),
        Err(TryLockError::WouldBlock) => {}
        Err(TryLockError::Error(error)) => {
            return Err(error).at(ErrorKind::Storage, "lock", &path);
        }
    }
    events.event(Event::Phase("waiting for another installation of the same packages".to_owned()));
    background(ErrorKind::Storage, move || {
        file.lock().at(ErrorKind::Storage, "lock", &path)?;
        Ok(file)
    })
    .await
}

/// A folder that is being built, locked against others. Dropped before [`publish`](Self::publish) it is gone.
#[derive(Debug)]
pub(super) struct Building {
    scratch: TempDir,
    lock: File,
}

impl Building {
    /// Begins to build `digest` in `root` under its lock; what an earlier, dead builder left is removed.
    pub(super) fn begin(root: &Path, digest: &str, lock: File) -> Result<Self> {
        let prefix = format!(".building-{digest}-");
        for entry in fs::read_dir(root).at(ErrorKind::Storage, "read", root)? {
            let entry = entry.at(ErrorKind::Storage, "read", root)?;
            if entry.file_name().to_string_lossy().starts_with(&prefix) {
                let path = entry.path();
                fs::remove_dir_all(&path).at(ErrorKind::Storage, "remove", &path)?;
            }
        }
        let scratch = tempfile::Builder::new().prefix(&prefix).tempdir_in(root).at(
            ErrorKind::Storage,
            "write to",
            root,
        )?;
        Ok(Self { scratch, lock })
    }

    /// The folder to work in.
    pub(super) fn folder(&self) -> &Path {
        self.scratch.path()
    }

    /// Makes everything in the folder `name` in here readable for all, writable for its owner only and
    /// durable, then moves it to `place`.
    ///
    /// Folder and lock are held until then even when the caller is cancelled: a folder that is being removed
    /// must not be moved.
    pub(super) async fn publish(self, name: &str, place: PathBuf) -> Result<()> {
        let built = self.folder().join(name);
        background(ErrorKind::Storage, move || {
            let Self { scratch, lock } = self;
            settle(&built).at(ErrorKind::Storage, "write", &built)?;
            fs::rename(&built, &place).at(ErrorKind::Storage, "create", &place)?;
            let root = place.parent().unwrap_or(&place);
            File::open(root).and_then(|root| root.sync_all()).at(
                ErrorKind::Storage,
                "write to",
                root,
            )?;
            drop((scratch, lock));
            Ok(())
        })
        .await
    }
}

/// Gives files the mode 0644, or 0755 where they are executable, folders 0755, and writes all to the disk.
/// Links and special files, which no wheel can bring, are removed.
fn settle(folder: &Path) -> std::io::Result<()> {
    fs::set_permissions(folder, Permissions::from_mode(0o755))?;
    for entry in fs::read_dir(folder)? {
        settle_entry(&entry?)?;
    }
    File::open(folder)?.sync_all()
}

fn settle_entry(entry: &DirEntry) -> std::io::Result<()> {
    let path = entry.path();
    let metadata = entry.metadata()?;
    if metadata.is_dir() {
        settle(&path)
    } else if metadata.is_file() {
        let executable = metadata.permissions().mode() & 0o100 != 0;
        let mode = if executable { 0o755 } else { 0o644 };
        fs::set_permissions(&path, Permissions::from_mode(mode))?;
        File::open(&path)?.sync_all()
    } else {
        fs::remove_file(&path)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::os::unix::fs::symlink;

    #[tokio::test]
    async fn what_a_dead_builder_left_is_removed_and_only_whole_folders_appear() {
        let root = tempfile::tempdir().unwrap();
        let dead = root.path().join(".building-a-x");
        let other = root.path().join(".building-b-x");
        fs::create_dir(&dead).unwrap();
        fs::create_dir(&other).unwrap();
        let lock_a = lock(root.path(), "a", &|_| {}).await.unwrap();
        let building = Building::begin(root.path(), "a", lock_a).unwrap();
        assert!(!dead.exists() && other.exists());
        let built = building.folder().join("packages");
        fs::create_dir(&built).unwrap();
        fs::write(built.join("x"), "").unwrap();
        fs::set_permissions(built.join("x"), Permissions::from_mode(0o4700)).unwrap();
        symlink("/etc/passwd", built.join("link")).unwrap();
        let place = root.path().join("a");
        building.publish("packages", place.clone()).await.unwrap();
        let mode = place.join("x").metadata().unwrap().permissions().mode();
        assert_eq!(mode & 0o7777, 0o755);
        assert!(place.join("link").symlink_metadata().is_err());
        let again = File::open(root.path().join("a.lock")).unwrap();
        assert!(again.try_lock().is_ok(), "the lock is free again");
    }

    #[tokio::test]
    async fn a_second_builder_waits_for_the_first() {
        let root = tempfile::tempdir().unwrap();
        let first = lock(root.path(), "a", &|_| {}).await.unwrap();
        let told = std::sync::Mutex::new(0);
        // The first lock is freed when the second builder says that it waits.
        let held = std::sync::Mutex::new(Some(first));
        lock(root.path(), "a", &|_| {
            *told.lock().unwrap() += 1;
            held.lock().unwrap().take();
        })
        .await
        .unwrap();
        assert_eq!(told.into_inner().unwrap(), 1);
    }
}
