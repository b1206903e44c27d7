//! Folders that are built once, whatever dies on the way and however many ask at once.

use crate::error::PathContext;
use crate::sandbox::{Event, EventSink};
use crate::{Error, ErrorKind, Result};
use std::fs::{self, DirEntry, File, OpenOptions, Permissions, TryLockError};
use std::os::unix::fs::PermissionsExt;
use std::path::{Path, PathBuf};

/// Locks the building of the folder `digest` in `root` for this process and all others, until the file is
/// dropped. A process that dies frees it.
pub(super) async fn lock(root: &Path, digest: &str, events: &dyn EventSink) -> Result<File> {
    let path = root.join(format!("{digest}.lock"));
    let file = OpenOptions::new()
        .write(true)
        .create(true)
        .truncate(false)
        .open(&path)
        .at(ErrorKind::Storage, "open", &path)?;
    match file.try_lock() {
        Ok(()) => return Ok(file),
        Err(TryLockError::WouldBlock) => {}
        Err(TryLockError::Error(error)) => {
            return Err(error).at(ErrorKind::Storage, "lock", &path);
        }
    }
    events.event(Event::Phase(
        "waiting for another installation of the same packages".to_owned(),
    ));
    blocking(move || {
        file.lock().at(ErrorKind::Storage, "lock", &path)?;
        Ok(file)
    })
    .await
}

/// Makes everything in a built folder readable for all, writable for its owner only and durable, then moves
/// it to its place.
pub(super) async fn publish(built: PathBuf, place: PathBuf) -> Result<()> {
    blocking(move || {
        settle(&built).at(ErrorKind::Storage, "write", &built)?;
        fs::rename(&built, &place).at(ErrorKind::Storage, "create", &place)?;
        let root = place.parent().unwrap_or(&place);
        File::open(root)
            .and_then(|root| root.sync_all())
            .at(ErrorKind::Storage, "write to", root)
    })
    .await
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

/// Runs blocking work on the runtime's threads for it.
async fn blocking<T: Send + 'static>(
    work: impl FnOnce() -> Result<T> + Send + 'static,
) -> Result<T> {
    tokio::task::spawn_blocking(work)
        .await
        .unwrap_or_else(|error| {
            Err(Error::new(ErrorKind::Storage, "a task of this library stopped").with_source(error))
        })
}
