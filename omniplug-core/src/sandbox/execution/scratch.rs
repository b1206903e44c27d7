//! Emptying the scratch folders of a session from outside, between its executions.
//!
//! What lies in them was chosen by a plugin, and a process that its loading left may change it meanwhile.
//! Nothing is ever followed: entries are named relative to an open folder and only removed. Nothing is made
//! either, which the kernel forbids to a host user whom the sandbox does not map.

use rustix::fs::{AtFlags, FileType, Mode, OFlags, RawDir, SeekFrom};
use rustix::io::Errno;
use std::ffi::{CStr, CString};
use std::io;
use std::mem::MaybeUninit;
use std::os::fd::{AsRawFd, OwnedFd};

/// Levels of folders in folders that are removed. Each holds a descriptor meanwhile; a sandbox with more is ended.
const MOST_LEVELS: usize = 64;
/// A folder that is not empty after so many rounds is filled meanwhile.
const MOST_ROUNDS: usize = 10;
const FOLDER: OFlags =
    OFlags::RDONLY.union(OFlags::DIRECTORY).union(OFlags::NOFOLLOW).union(OFlags::CLOEXEC);

/// The scratch folders of one sandbox, open for reading.
#[derive(Debug, Default)]
pub(crate) struct Scratch(Vec<OwnedFd>);

impl Scratch {
    /// Opens folders by their paths. Nothing of the plugin may have run yet.
    pub(crate) fn open(folders: impl Iterator<Item = String>) -> io::Result<Self> {
        let open = |path| rustix::fs::open(path, FOLDER, Mode::empty());
        Ok(Self(folders.map(open).collect::<Result<_, _>>()?))
    }

    /// Folders that are open already.
    pub(crate) fn of(folders: Vec<OwnedFd>) -> Self {
        Self(folders)
    }

    /// Removes all that lies in the folders.
    pub(crate) fn empty(&self) -> io::Result<()> {
        self.0.iter().try_for_each(|folder| empty(folder, MOST_LEVELS))
    }
}

/// Removes what lies in a folder, at most so many levels deep.
fn empty(folder: &OwnedFd, levels: usize) -> io::Result<()> {
    let mut rounds = 0;
    loop {
        let found = entries(folder)?;
        if found.is_empty() {
            return Ok(());
        }
        rounds += 1;
        if rounds > MOST_ROUNDS {
            return Err(io::Error::other("a scratch folder is filled while it is emptied"));
        }
        for (name, is_folder) in found {
            if is_folder {
                remove_folder(folder, &name, levels)?;
            } else {
                gone(rustix::fs::unlinkat(folder, &name, AtFlags::empty()))?;
            }
        }
    }
}

fn remove_folder(parent: &OwnedFd, name: &CStr, levels: usize) -> io::Result<()> {
    let Some(levels) = levels.checked_sub(1) else {
        return Err(io::Error::other("folders are nested too deep in a scratch folder"));
    };
    own(parent, name)?;
    match rustix::fs::openat(parent, name, FOLDER, Mode::empty()) {
        Ok(folder) => empty(&folder, levels)?,
        // Somebody put something else in its place; the next round finds it.
        Err(Errno::NOENT | Errno::NOTDIR | Errno::LOOP) => return Ok(()),
        Err(error) => return Err(error.into()),
    }
    gone(rustix::fs::unlinkat(parent, name, AtFlags::REMOVEDIR))
}

/// Gives a folder's owner, who may have forbidden it to himself, all rights again. A link in its place is not
/// followed, which `chmodat` would do.
fn own(parent: &OwnedFd, name: &CStr) -> io::Result<()> {
    let flags = OFlags::PATH | OFlags::DIRECTORY | OFlags::NOFOLLOW | OFlags::CLOEXEC;
    match rustix::fs::openat(parent, name, flags, Mode::empty()) {
        Ok(folder) => {
            let path = format!("/proc/self/fd/{}", folder.as_raw_fd());
            Ok(rustix::fs::chmod(path, Mode::RWXU)?)
        }
        Err(error) => gone(Err(error)),
    }
}

/// What is gone already needs no removing; what was filled or replaced meanwhile is found by the next round.
fn gone(answer: rustix::io::Result<()>) -> io::Result<()> {
    match answer {
        Err(Errno::NOENT | Errno::NOTEMPTY | Errno::EXIST | Errno::NOTDIR | Errno::ISDIR) => Ok(()),
        answer => Ok(answer?),
    }
}

/// The names in a folder, and whether each is a folder.
fn entries(folder: &OwnedFd) -> io::Result<Vec<(CString, bool)>> {
    rustix::fs::seek(folder, SeekFrom::Start(0))?;
    let mut buffer = [MaybeUninit::uninit(); 8 << 10];
    let mut listing = RawDir::new(folder, &mut buffer);
    let mut found = Vec::new();
    while let Some(entry) = listing.next() {
        let entry = entry?;
        let name = entry.file_name();
        if name != c"." && name != c".." {
            found.push((name.to_owned(), entry.file_type() == FileType::Directory));
        }
    }
    Ok(found)
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::fs;
    use std::os::unix::fs::{PermissionsExt, symlink};
    use std::path::Path;

    fn emptied(fill: impl FnOnce(&Path)) {
        let folder = tempfile::tempdir().unwrap();
        let root = folder.path().join("root");
        fs::create_dir(&root).unwrap();
        fill(&root);
        let open = rustix::fs::open(&root, FOLDER, Mode::empty()).unwrap();
        empty(&open, MOST_LEVELS).unwrap();
        assert_eq!(fs::read_dir(&root).unwrap().count(), 0);
        empty(&open, MOST_LEVELS).unwrap();
    }

    #[test]
    fn files_links_pipes_and_folders_without_rights_go() {
        let outside = tempfile::tempdir().unwrap();
        fs::write(outside.path().join("kept"), "").unwrap();
        emptied(|root| {
            fs::write(root.join("file"), "x").unwrap();
            symlink(outside.path(), root.join("link")).unwrap();
            let closed = root.join("closed");
            fs::create_dir_all(closed.join("inner")).unwrap();
            symlink(outside.path(), closed.join("link")).unwrap();
            fs::write(closed.join("inner/file"), "x").unwrap();
            fs::set_permissions(closed.join("inner"), fs::Permissions::from_mode(0o0)).unwrap();
            fs::set_permissions(&closed, fs::Permissions::from_mode(0o0)).unwrap();
        });
        assert!(outside.path().join("kept").exists());
    }

    #[test]
    fn a_nest_that_is_too_deep_is_told_and_not_followed_to_its_end() {
        let folder = tempfile::tempdir().unwrap();
        let root = rustix::fs::open(folder.path(), FOLDER, Mode::empty()).unwrap();
        let mut at = root.try_clone().unwrap();
        for _ in 0..=MOST_LEVELS {
            rustix::fs::mkdirat(&at, "d", Mode::RWXU).unwrap();
            at = rustix::fs::openat(&at, "d", FOLDER, Mode::empty()).unwrap();
        }
        assert!(empty(&root, MOST_LEVELS).unwrap_err().to_string().contains("too deep"));
        assert!(empty(&root, MOST_LEVELS + 1).is_ok());
    }
}
