//! The home folder: where files are kept, staged and swept.

use crate::error::PathContext;
use crate::{Error, ErrorKind, Result};
use std::collections::HashSet;
use std::env;
use std::fs::{self, File};
use std::io::{self, Write};
use std::os::unix::ffi::OsStrExt;
use std::os::unix::fs::{DirBuilderExt, PermissionsExt};
use std::path::{Path, PathBuf};
use uuid::Uuid;

/// The folder that holds all of an installation's files, readable by its owner only.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Home(PathBuf);

impl Home {
    /// Names a folder; nothing is touched yet.
    pub fn new(path: impl Into<PathBuf>) -> Self {
        Self(path.into())
    }

    /// The default folder: `$OMNIPLUG_HOME`, else `$PLUGIN_DIR`, the name that OmniScope has for it, else `omniplug` in
    /// `$XDG_DATA_HOME`, else `~/.local/share/omniplug`, as the XDG Base Directory Specification says.
    ///
    /// # Errors
    /// [`NotFound`](ErrorKind::NotFound) when none of the variables is set.
    pub fn from_environment() -> Result<Self> {
        let variable =
            |name| env::var_os(name).filter(|value| !value.is_empty()).map(PathBuf::from);
        variable("OMNIPLUG_HOME")
            .or_else(|| variable("PLUGIN_DIR"))
            .or_else(|| {
                variable("XDG_DATA_HOME")
                    .filter(|path| path.is_absolute())
                    .map(|data| data.join("omniplug"))
            })
            .or_else(|| variable("HOME").map(|home| home.join(".local/share/omniplug")))
            .map(Self)
            .ok_or_else(|| {
                Error::new(ErrorKind::NotFound, "no home folder is known")
                    .with_hint("set `OMNIPLUG_HOME` to the folder that shall hold the plugins")
            })
    }

    /// The folder.
    pub fn path(&self) -> &Path {
        &self.0
    }

    /// The file of the embedded database.
    pub fn database(&self) -> PathBuf {
        self.0.join("omniplug.db")
    }

    /// The folder of a release.
    pub fn release(&self, sha256: &str) -> PathBuf {
        self.releases().join(sha256)
    }

    /// The folder of built environments.
    pub fn environments(&self) -> PathBuf {
        self.0.join("environments")
    }

    /// The folder of what runs inside a sandbox.
    pub fn runner(&self) -> PathBuf {
        self.0.join("runner")
    }

    fn releases(&self) -> PathBuf {
        self.0.join("releases")
    }

    fn staging(&self) -> PathBuf {
        self.0.join("staging")
    }

    /// Makes the folders that are missing and takes the lock under which a home is opened. The path becomes
    /// absolute with symbolic links resolved, because sandboxes mount what lies in it.
    pub(crate) fn prepare(&mut self) -> Result<File> {
        make_folder(&self.0)?;
        self.0 = fs::canonicalize(&self.0).at(ErrorKind::Storage, "resolve", &self.0)?;
        for folder in [self.releases(), self.environments(), self.runner(), self.staging()] {
            make_folder(&folder)?;
        }
        let path = self.0.join("open.lock");
        let lock = lock_file(&path)?;
        lock.lock().at(ErrorKind::Storage, "lock", &path)?;
        Ok(lock)
    }

    /// Ties the home to the database whose rows name its releases, at its first opening: a sweep by the rows of
    /// another one would remove them all. Call it under the lock of [`prepare`](Self::prepare).
    ///
    /// # Errors
    /// [`Conflict`](ErrorKind::Conflict) when the home is tied to another database.
    pub(crate) fn tie(&self, database: &Path) -> Result<()> {
        // A home may be moved with the database in it.
        let database = database.strip_prefix(&self.0).unwrap_or(database);
        let note = self.0.join("database");
        match fs::read(&note) {
            Ok(known) if known.trim_ascii_end() == database.as_os_str().as_bytes() => Ok(()),
            Ok(known) => Err(Error::new(
                ErrorKind::Conflict,
                format!(
                    "the home `{}` belongs to the database `{}`, not to `{}`",
                    self.0.display(),
                    String::from_utf8_lossy(&known),
                    database.display()
                ),
            )
            .with_hint(format!(
                "choose another home; if the database was moved, write its path into `{}`",
                note.display()
            ))),
            Err(error) if error.kind() == io::ErrorKind::NotFound => {
                let mut file = tempfile::NamedTempFile::new_in(self.staging()).at(
                    ErrorKind::Storage,
                    "write to",
                    &self.staging(),
                )?;
                file.write_all(database.as_os_str().as_bytes())
                    .and_then(|()| file.as_file().sync_all())
                    .and_then(|()| Ok(file.persist(&note).map(drop)?))
                    .at(ErrorKind::Storage, "write", &note)
            }
            Err(error) => Err(error).at(ErrorKind::Storage, "read", &note),
        }
    }

    /// Begins something that needs a staging folder. The folder itself is not made.
    pub(crate) fn stage(&self) -> Result<Staging> {
        let path = self.0.join("lock");
        let lock = lock_file(&path)?;
        lock.lock_shared().at(ErrorKind::Storage, "lock", &path)?;
        Ok(Staging { folder: self.staging().join(Uuid::now_v7().to_string()), _lock: lock })
    }

    /// Takes the lock that a sweep needs; `None` while another process or call stages something.
    pub(crate) fn try_sweep_lock(&self) -> Result<Option<SweepLock>> {
        let path = self.0.join("lock");
        let lock = lock_file(&path)?;
        Ok(lock.try_lock().is_ok().then_some(SweepLock(lock)))
    }

    /// Removes what crashed or uninstalled: staging folders, and releases that `known` does not hold. Read
    /// `known` after taking the lock. Returns how many folders went.
    pub(crate) fn sweep(&self, known: &HashSet<String>, _lock: &SweepLock) -> Result<usize> {
        let mut removed = 0;
        for (parent, keep) in [(self.staging(), None), (self.releases(), Some(known))] {
            for entry in fs::read_dir(&parent).at(ErrorKind::Storage, "read", &parent)? {
                let entry = entry.at(ErrorKind::Storage, "read", &parent)?;
                let name = entry.file_name().to_string_lossy().into_owned();
                if !keep.is_some_and(|known| known.contains(&name)) {
                    self.discard(&entry.path())?;
                    removed += 1;
                }
            }
        }
        Ok(removed)
    }

    /// Removes a folder in two steps, so that a crash leaves no release with half of its files.
    fn discard(&self, path: &Path) -> Result<()> {
        if path.parent() == Some(&self.staging()) {
            return remove_tree(path);
        }
        let moved = self.staging().join(Uuid::now_v7().to_string());
        fs::rename(path, &moved).at(ErrorKind::Storage, "move", path)?;
        remove_tree(&moved)
    }
}

/// The exclusive lock of a sweep.
#[derive(Debug)]
pub(crate) struct SweepLock(#[expect(dead_code, reason = "held until it is dropped")] File);

/// A staging folder, removed with all that is in it when dropped, unless it was moved into place.
#[derive(Debug)]
pub(crate) struct Staging {
    folder: PathBuf,
    _lock: File,
}

impl Staging {
    /// The folder, which its user makes.
    pub(crate) fn folder(&self) -> &Path {
        &self.folder
    }

    /// Makes the folder a release's by renaming it; unpacking flushed its files to disk. A folder that has the
    /// name already is kept instead: it came by the same way, so it is whole and holds the same bytes. Keep
    /// `self` until the rows are written, because its lock keeps sweeps away.
    pub(crate) fn keep_as(&self, release: &Path) -> Result<()> {
        if release.is_dir() {
            return Ok(());
        }
        match fs::rename(&self.folder, release) {
            Err(_) if release.is_dir() => Ok(()),
            renamed => renamed.at(ErrorKind::Storage, "make", release),
        }?;
        release.parent().map_or(Ok(()), flush_folder)
    }
}

impl Drop for Staging {
    fn drop(&mut self) {
        // What can't be removed now is swept when the home is opened next.
        let _ = remove_tree(&self.folder);
    }
}

/// Removes a folder with all that is in it; it may be missing already. Folders without write permission, as
/// packages may hold them, are opened first.
pub(crate) fn remove_tree(path: &Path) -> Result<()> {
    match fs::remove_dir_all(path) {
        Ok(()) => return Ok(()),
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(()),
        Err(_) => {}
    }
    let _ = make_writable(path);
    match fs::symlink_metadata(path) {
        Ok(metadata) if !metadata.is_dir() => {
            fs::remove_file(path).at(ErrorKind::Storage, "remove", path)
        }
        _ => fs::remove_dir_all(path).at(ErrorKind::Storage, "remove", path),
    }
}

fn make_writable(folder: &Path) -> io::Result<()> {
    if !fs::symlink_metadata(folder)?.is_dir() {
        return Ok(());
    }
    fs::set_permissions(folder, fs::Permissions::from_mode(0o700))?;
    for entry in fs::read_dir(folder)? {
        make_writable(&entry?.path())?;
    }
    Ok(())
}

fn make_folder(path: &Path) -> Result<()> {
    fs::DirBuilder::new()
        .recursive(true)
        .mode(0o700)
        .create(path)
        .at(ErrorKind::Storage, "make the folder", path)
        .map_err(|error| error.with_hint("choose a home folder that this user may write in"))
}

fn lock_file(path: &Path) -> Result<File> {
    File::options()
        .create(true)
        .truncate(false)
        .write(true)
        .open(path)
        .at(ErrorKind::Storage, "open", path)
        .map_err(|error| error.with_hint("choose a home folder that this user may write in"))
}

fn flush_folder(folder: &Path) -> Result<()> {
    File::open(folder).and_then(|file| file.sync_all()).at(ErrorKind::Storage, "write", folder)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn home() -> (tempfile::TempDir, Home) {
        let folder = tempfile::tempdir().unwrap();
        let mut home = Home::new(folder.path().join("home"));
        home.prepare().unwrap();
        (folder, home)
    }

    #[test]
    fn only_its_owner_can_look_into_it() {
        let (_folder, home) = home();
        let mode = fs::metadata(home.path()).unwrap().permissions().mode();
        assert_eq!(mode & 0o777, 0o700);
    }

    #[test]
    fn a_dropped_stage_leaves_nothing() {
        let (_folder, home) = home();
        let stage = home.stage().unwrap();
        fs::create_dir_all(stage.folder().join("a/b")).unwrap();
        let folder = stage.folder().to_owned();
        drop(stage);
        assert!(!folder.exists());
    }

    #[test]
    fn the_sweep_keeps_known_releases_and_waits_for_stages() {
        let (_folder, home) = home();
        fs::create_dir(home.release("known")).unwrap();
        fs::create_dir(home.release("unknown")).unwrap();
        fs::write(home.staging().join("stray"), "a file").unwrap();
        let known = HashSet::from(["known".to_owned()]);
        let stage = home.stage().unwrap();
        assert!(home.try_sweep_lock().unwrap().is_none());
        drop(stage);
        let lock = home.try_sweep_lock().unwrap().unwrap();
        assert_eq!(home.sweep(&known, &lock).unwrap(), 2);
        assert!(home.release("known").exists());
        assert!(!home.release("unknown").exists());
    }

    #[test]
    fn a_kept_stage_becomes_the_release_unless_it_is_there() {
        let (_folder, home) = home();
        for text in ["first", "second"] {
            let stage = home.stage().unwrap();
            fs::create_dir(stage.folder()).unwrap();
            fs::write(stage.folder().join("file"), text).unwrap();
            stage.keep_as(&home.release("abc")).unwrap();
        }
        assert_eq!(fs::read_to_string(home.release("abc").join("file")).unwrap(), "first");
        assert_eq!(fs::read_dir(home.staging()).unwrap().count(), 0);
    }

    #[test]
    fn removes_folders_without_write_permission() {
        let (_folder, home) = home();
        let inner = home.release("a").join("inner");
        fs::create_dir_all(&inner).unwrap();
        fs::write(inner.join("file"), "").unwrap();
        fs::set_permissions(&inner, fs::Permissions::from_mode(0o500)).unwrap();
        remove_tree(&home.release("a")).unwrap();
        assert!(!home.release("a").exists());
    }
}
