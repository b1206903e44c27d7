//! Reading an archive, which is hostile until every byte is checked.

use super::ArchiveLimits;
use super::extract::{Staging, parent};
use super::members::Members;
use super::names::invalid;
use super::pack::pack_within;
use super::tree::Tree;
use crate::error::PathContext;
use crate::{ErrorKind, Result};
use std::path::Path;

/// What an archive held.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Unpacked {
    /// The SHA-256 of the archive file's bytes, in hexadecimal digits.
    pub sha256: String,
    /// How many files it held.
    pub files: usize,
    /// The size of all files, in bytes.
    pub bytes: u64,
}

/// Unpacks an archive into a folder that does not exist yet.
///
/// The files are written to the disk before the folder appears, whole, under its name; on any error it does
/// not appear and nothing else is left beside it. An archive whose only top-level entry is a folder with the
/// manifest is unpacked without that folder. Modes become 0644, 0755 for executable files and for folders.
/// After a crash a folder `.unpacking-…` can be left beside `into`; it may be removed.
///
/// - Fails with [`InvalidPackage`](ErrorKind::InvalidPackage) on anything that is wrong with the archive.
/// - Fails with [`NotFound`](ErrorKind::NotFound) when there is no archive.
/// - Fails with [`Conflict`](ErrorKind::Conflict) when `into` exists.
/// - Fails with [`Storage`](ErrorKind::Storage) when `into` can't be written.
pub fn unpack(archive: &Path, into: &Path, limits: &ArchiveLimits) -> Result<Unpacked> {
    let mut members = Members::open(archive, limits)?;
    let mut staging = Staging::beside(into)?;
    let mut tree = Tree::default();
    let (mut files, mut bytes) = (0, 0_u64);
    while let Some(member) = members.next()? {
        let path = &member.path;
        bytes = bytes.saturating_add(member.size);
        if bytes > limits.total_size {
            let limit = limits.total_size;
            return Err(invalid(format!(
                "entry `{path}` makes the files larger than {limit} bytes together, the limit"
            )));
        }
        for folder in tree.add(path, member.folder, limits)? {
            staging.folder(&folder)?;
        }
        if !member.folder {
            files += 1;
            staging.file(path, member.executable, |buffer| members.read(buffer))?;
        }
    }
    let sha256 = members.finish()?;
    staging.place(tree.root()?)?;
    Ok(Unpacked { sha256, files, bytes })
}

/// Copies an author's folder as if it were packed and unpacked: the same checks, the same files left out, and
/// the SHA-256 of the archive that [`pack`](super::pack) writes of it.
///
/// Fails as [`pack`](super::pack) and [`unpack`] do.
pub fn copy_folder(folder: &Path, into: &Path, limits: &ArchiveLimits) -> Result<Unpacked> {
    let beside = parent(into);
    let scratch = tempfile::Builder::new().prefix(".unpacking-").tempdir_in(beside).at(
        ErrorKind::Storage,
        "write to",
        beside,
    )?;
    let archive = scratch.path().join("package.tar.gz");
    pack_within(folder, &archive, limits)?;
    unpack(&archive, into, limits)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::package::{Packed, pack};
    use std::fs::{self, Permissions};
    use std::os::unix::fs::{PermissionsExt, symlink};
    use std::path::PathBuf;
    use std::process::Command;
    use tempfile::TempDir;

    /// A scratch folder with a plugin in `plugin`.
    fn plugin() -> (TempDir, PathBuf) {
        let scratch = tempfile::tempdir().unwrap();
        let folder = scratch.path().join("plugin");
        fs::create_dir_all(folder.join("src/empty")).unwrap();
        fs::write(folder.join("manifest.json"), "{}").unwrap();
        fs::write(folder.join("src/main.py"), "print(1)\n").unwrap();
        let script = folder.join("src/run.sh");
        fs::write(&script, "#!/bin/sh\n").unwrap();
        fs::set_permissions(&script, Permissions::from_mode(0o4750)).unwrap();
        (scratch, folder)
    }

    fn limits() -> ArchiveLimits {
        ArchiveLimits::default()
    }

    fn mode(path: &Path) -> u32 {
        path.metadata().unwrap().permissions().mode() & 0o7777
    }

    fn names(folder: &Path) -> Vec<String> {
        let entries = folder.read_dir().unwrap();
        let mut names: Vec<_> =
            entries.map(|entry| entry.unwrap().file_name().into_string().unwrap()).collect();
        names.sort();
        names
    }

    #[test]
    fn a_packed_folder_comes_back_with_normal_modes() {
        let (scratch, folder) = plugin();
        let archive = scratch.path().join("x.tar.gz");
        let packed = pack(&folder, &archive).unwrap();
        let into = scratch.path().join("into");
        let unpacked = unpack(&archive, &into, &limits()).unwrap();
        assert_eq!(packed.sha256, unpacked.sha256);
        assert_eq!((packed.files, packed.bytes), (unpacked.files, unpacked.bytes));
        assert_eq!((unpacked.files, unpacked.bytes), (3, 21));
        assert_eq!(fs::read_to_string(into.join("src/main.py")).unwrap(), "print(1)\n");
        assert!(into.join("src/empty").is_dir());
        assert_eq!(mode(&into.join("src/main.py")), 0o644);
        assert_eq!(mode(&into.join("src/run.sh")), 0o755);
        assert_eq!(mode(&into), 0o755);
        assert_eq!(mode(&into.join("src")), 0o755);
        assert_eq!(names(scratch.path()), ["into", "plugin", "x.tar.gz"]);
    }

    #[test]
    fn the_digest_is_that_of_the_files_bytes() {
        let (scratch, folder) = plugin();
        let archive = scratch.path().join("x.tar.gz");
        let Packed { sha256, .. } = pack(&folder, &archive).unwrap();
        let output = Command::new("sha256sum").arg(&archive).output().unwrap();
        assert!(String::from_utf8(output.stdout).unwrap().starts_with(&sha256));
    }

    #[test]
    fn a_copied_folder_has_the_digest_of_its_archive() {
        let (scratch, folder) = plugin();
        let packed = pack(&folder, &scratch.path().join("x.tar.gz")).unwrap();
        let into = scratch.path().join("into");
        let copied = copy_folder(&folder, &into, &limits()).unwrap();
        assert_eq!(copied.sha256, packed.sha256);
        assert_eq!(names(&into), ["manifest.json", "src"]);
        assert_eq!(names(scratch.path()), ["into", "plugin", "x.tar.gz"]);
    }

    #[test]
    fn a_copied_folder_keeps_the_limits() {
        let (scratch, folder) = plugin();
        let into = scratch.path().join("into");
        let few = ArchiveLimits { entries: 3, ..limits() };
        let error = copy_folder(&folder, &into, &few).unwrap_err();
        assert!(error.message().contains("more than 3"), "{error}");
        symlink("/etc/passwd", folder.join("link")).unwrap();
        let error = copy_folder(&folder, &into, &limits()).unwrap_err();
        assert!(error.message().contains("link` is a symbolic link"), "{error}");
        assert_eq!(names(scratch.path()), ["plugin"]);
    }

    #[test]
    fn archives_of_other_tools_and_their_top_folder_are_read() {
        let (scratch, folder) = plugin();
        let long = format!("{}/{}", "a".repeat(90), "é".repeat(40));
        fs::create_dir(folder.join("a".repeat(90))).unwrap();
        fs::write(folder.join(&long), "long").unwrap();
        for format in ["ustar", "gnu", "pax"] {
            for (from, member) in [(scratch.path(), "plugin"), (folder.as_path(), ".")] {
                let archive = scratch.path().join("x.tar.gz");
                let status = Command::new("tar")
                    .arg(format!("--format={format}"))
                    .args(["-C".as_ref(), from.as_os_str(), "-czf".as_ref(), archive.as_os_str()])
                    .arg(member)
                    .status()
                    .unwrap();
                assert!(status.success());
                let into = scratch.path().join("into");
                unpack(&archive, &into, &limits()).unwrap();
                assert_eq!(fs::read_to_string(into.join(&long)).unwrap(), "long", "{format}");
                assert!(into.join("manifest.json").is_file());
                fs::remove_dir_all(&into).unwrap();
            }
        }
    }

    #[test]
    fn what_exists_is_not_replaced() {
        let (scratch, folder) = plugin();
        let archive = scratch.path().join("x.tar.gz");
        pack(&folder, &archive).unwrap();
        let into = scratch.path().join("into");
        symlink(scratch.path().join("elsewhere"), &into).unwrap();
        let error = unpack(&archive, &into, &limits()).unwrap_err();
        assert_eq!(error.kind(), ErrorKind::Conflict);
        let error = unpack(&scratch.path().join("none"), &into, &limits()).unwrap_err();
        assert_eq!(error.kind(), ErrorKind::NotFound);
    }

    #[test]
    fn total_size_is_limited_over_all_files() {
        let (scratch, folder) = plugin();
        let archive = scratch.path().join("x.tar.gz");
        pack(&folder, &archive).unwrap();
        let small = ArchiveLimits { total_size: 15, ..limits() };
        let into = scratch.path().join("into");
        assert!(unpack(&archive, &into, &small).is_err());
        assert_eq!(names(scratch.path()), ["plugin", "x.tar.gz"]);
    }

    #[test]
    fn a_fifo_is_not_waited_for() {
        let scratch = tempfile::tempdir().unwrap();
        let fifo = scratch.path().join("x.tar.gz");
        assert!(Command::new("mkfifo").arg(&fifo).status().unwrap().success());
        let error = unpack(&fifo, &scratch.path().join("into"), &limits()).unwrap_err();
        assert!(error.message().contains("is not a file"), "{error}");
    }
}
