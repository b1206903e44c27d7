//! Emptying the scratch folders of a session from outside, between its executions.
//!
//! What lies in them was chosen by a plugin, and a process that its loading left may change it meanwhile.
//! Nothing is ever followed: entries are named relative to an open folder and only removed or moved, and no
//! folder is opened but those that lie directly in a scratch folder, however deep a plugin nests them.

use super::view::SCRATCH;
use rustix::fs::{AtFlags, FileType, Mode, OFlags, RawDir, SeekFrom};
use rustix::io::Errno;
use std::ffi::{CStr, CString};
use std::io;
use std::mem::MaybeUninit;
use std::os::fd::{AsRawFd, OwnedFd};

/// More steps than the files of a scratch folder can need mean that somebody makes new ones meanwhile.
const MOST_STEPS: usize = 200_000;
const FOLDER: OFlags =
    OFlags::RDONLY.union(OFlags::DIRECTORY).union(OFlags::NOFOLLOW).union(OFlags::CLOEXEC);

/// The scratch folders of one sandbox.
#[derive(Debug)]
pub(super) struct Scratch(Vec<OwnedFd>);

impl Scratch {
    /// Opens the folders of the sandbox whose first process this is. Nothing of the plugin may have run yet.
    pub(super) fn open(process: i32) -> io::Result<Self> {
        let open = |folder: &&CStr| {
            let path = format!("/proc/{process}/root{}", folder.to_string_lossy());
            rustix::fs::open(path, FOLDER, Mode::empty())
        };
        Ok(Self(SCRATCH.iter().map(open).collect::<Result<_, _>>()?))
    }

    /// Removes all that lies in the folders.
    pub(super) fn empty(&self) -> io::Result<()> {
        self.0.iter().try_for_each(empty)
    }
}

fn empty(root: &OwnedFd) -> io::Result<()> {
    let mut steps = 0;
    loop {
        let found = entries(root)?;
        if found.is_empty() {
            return Ok(());
        }
        for (name, is_folder) in found {
            steps += 1;
            if is_folder {
                steps += remove_folder(root, &name, steps)?;
            } else {
                gone(rustix::fs::unlinkat(root, &name, AtFlags::empty()))?;
            }
            if steps > MOST_STEPS {
                return Err(io::Error::other("a scratch folder is filled while it is emptied"));
            }
        }
    }
}

/// Removes a folder of the root and answers in how many steps. The folders in it become folders of the root,
/// with names made of `serial`, to be removed later.
fn remove_folder(root: &OwnedFd, name: &CStr, serial: usize) -> io::Result<usize> {
    own(root, name)?;
    let folder = match rustix::fs::openat(root, name, FOLDER, Mode::empty()) {
        Ok(folder) => folder,
        // Somebody put something else in its place; the next round finds it.
        Err(Errno::NOENT | Errno::NOTDIR | Errno::LOOP) => return Ok(1),
        Err(error) => return Err(error.into()),
    };
    let mut steps = 0;
    for (inner, is_folder) in entries(&folder)? {
        steps += 1;
        if is_folder {
            // A folder is moved only by who may write it.
            own(&folder, &inner)?;
            let moved = format!(".removed-{}", serial + steps);
            gone(rustix::fs::renameat(&folder, &inner, root, moved))?;
        } else {
            gone(rustix::fs::unlinkat(&folder, &inner, AtFlags::empty()))?;
        }
    }
    gone(rustix::fs::unlinkat(root, name, AtFlags::REMOVEDIR))?;
    Ok(steps)
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
        empty(&open).unwrap();
        assert_eq!(fs::read_dir(&root).unwrap().count(), 0);
        empty(&open).unwrap();
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
            fs::set_permissions(closed.join("inner"), fs::Permissions::from_mode(0)).unwrap();
            fs::set_permissions(&closed, fs::Permissions::from_mode(0)).unwrap();
        });
        assert!(outside.path().join("kept").exists());
    }

    #[test]
    fn a_deep_nest_is_removed_with_few_open_folders() {
        emptied(|root| {
            let mut at = rustix::fs::open(root, FOLDER, Mode::empty()).unwrap();
            for _ in 0..3000 {
                rustix::fs::mkdirat(&at, "d", Mode::RWXU).unwrap();
                at = rustix::fs::openat(&at, "d", FOLDER, Mode::empty()).unwrap();
            }
        });
    }
}
