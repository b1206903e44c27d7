//! Writing an archive, byte for byte the same for the same folder.

use super::ArchiveLimits;
use super::extract::{parent, sync_folder};
use super::folder::{Found, find};
use super::names::invalid;
use super::stream::Hashing;
use crate::error::PathContext;
use crate::{Error, ErrorKind, Result};
use flate2::{Compression, GzBuilder, write::GzEncoder};
use std::fs::{File, OpenOptions, Permissions};
use std::io::{self, Read, Write};
use std::os::unix::fs::{MetadataExt, OpenOptionsExt, PermissionsExt};
use std::path::Path;

/// The operating system in a gzip header that stands for "unknown" (RFC 1952).
const UNKNOWN_SYSTEM: u8 = 255;

/// What was packed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Packed {
    /// The SHA-256 of the archive file's bytes, in hexadecimal digits.
    pub sha256: String,
    /// How many files it holds.
    pub files: usize,
    /// The size of all files, in bytes.
    pub bytes: u64,
}

/// Packs a folder with a `manifest.json` into a `.tar.gz`.
///
/// Equal folders give equal bytes: entries are sorted, times and owners are zero, modes are 0644 or 0755, and
/// what version control, interpreters and editors leave behind is left out. An existing archive is replaced
/// when the new one is complete. The folder must pass the checks of [`unpack`](super::unpack) with the default
/// limits.
///
/// - Fails with [`InvalidPackage`](ErrorKind::InvalidPackage) when the folder has no manifest, holds a link or
///   something special, or a name that is not portable.
/// - Fails with [`NotFound`](ErrorKind::NotFound) when there is no such folder.
/// - Fails with [`Storage`](ErrorKind::Storage) when the archive can't be written.
pub fn pack(folder: &Path, archive: &Path) -> Result<Packed> {
    pack_within(folder, archive, &ArchiveLimits::default())
}

/// [`pack`] with the limits that the archive must keep.
pub(super) fn pack_within(folder: &Path, archive: &Path, limits: &ArchiveLimits) -> Result<Packed> {
    let entries = find(folder, archive, limits)?;
    let beside = parent(archive);
    let scratch = tempfile::Builder::new().prefix(".packing-").tempfile_in(beside).at(
        ErrorKind::Storage,
        "write to",
        beside,
    )?;
    let gzip = GzBuilder::new()
        .mtime(0)
        .operating_system(UNKNOWN_SYSTEM)
        .write(Hashing::new(scratch.as_file()), Compression::default());
    let mut builder = tar::Builder::new(gzip);
    let (mut files, mut bytes) = (0, 0);
    for entry in &entries {
        bytes += append(&mut builder, entry, limits)?;
        files += usize::from(!entry.folder);
        if bytes > limits.total_size {
            let (folder, limit) = (folder.display(), limits.total_size);
            return Err(invalid(format!(
                "the files of `{folder}` have more than {limit} bytes together, the limit"
            )));
        }
    }
    let (_, sha256) = finish(builder).at(ErrorKind::Storage, "write", archive)?;
    let file = scratch.as_file();
    let packed = file.metadata().at(ErrorKind::Storage, "write", archive)?;
    check_ratio(folder, bytes, packed.len(), limits)?;
    file.set_permissions(Permissions::from_mode(0o644)).and_then(|()| file.sync_all()).at(
        ErrorKind::Storage,
        "write",
        archive,
    )?;
    scratch.persist(archive).map_err(|error| error.error).and_then(|_| sync_folder(beside)).at(
        ErrorKind::Storage,
        "write",
        archive,
    )?;
    Ok(Packed { sha256, files, bytes })
}

/// Checks the ratio that unpacking will check.
fn check_ratio(folder: &Path, bytes: u64, packed: u64, limits: &ArchiveLimits) -> Result<()> {
    if bytes <= limits.ratio_from.max(packed.saturating_mul(limits.ratio)) {
        return Ok(());
    }
    let (folder, limit) = (folder.display(), limits.ratio);
    Err(invalid(format!(
        "the files of `{folder}` have more than {limit} times the archive's size, the limit"
    ))
    .with_hint("leave out files that hold the same bytes over and over"))
}

/// Ends the tar and the gzip stream.
fn finish<W: Write>(builder: tar::Builder<GzEncoder<Hashing<W>>>) -> io::Result<(W, String)> {
    let mut hashing = builder.into_inner()?.finish()?;
    hashing.flush()?;
    Ok(hashing.finish())
}

/// Appends one file or folder; returns the file's size.
fn append<W: Write>(
    builder: &mut tar::Builder<W>,
    entry: &Found,
    limits: &ArchiveLimits,
) -> Result<u64> {
    let mut header = tar::Header::new_gnu();
    header.set_uid(0);
    header.set_gid(0);
    header.set_mtime(0);
    if !entry.folder {
        return append_file(builder, header, entry, limits);
    }
    header.set_entry_type(tar::EntryType::Directory);
    header.set_mode(0o755);
    header.set_size(0);
    builder.append_data(&mut header, format!("{}/", entry.path), io::empty()).at(
        ErrorKind::Storage,
        "pack",
        &entry.source,
    )?;
    Ok(0)
}

fn append_file<W: Write>(
    builder: &mut tar::Builder<W>,
    mut header: tar::Header,
    entry: &Found,
    limits: &ArchiveLimits,
) -> Result<u64> {
    let source = &entry.source;
    let unreadable = ErrorKind::InvalidPackage;
    let mut file = OpenOptions::new()
        .read(true)
        .custom_flags(libc::O_NOFOLLOW | libc::O_NONBLOCK | libc::O_CLOEXEC)
        .open(source)
        .at(unreadable, "read", source)?;
    let metadata = file.metadata().at(unreadable, "read", source)?;
    let size = metadata.len();
    if !metadata.is_file() {
        return Err(changed(source));
    }
    if size > limits.file_size {
        let (source, limit) = (source.display(), limits.file_size);
        return Err(invalid(format!(
            "`{source}` has {size} bytes, the limit for a file is {limit}"
        )));
    }
    let executable = metadata.mode() & 0o100 != 0;
    header.set_size(size);
    header.set_mode(if executable { 0o755 } else { 0o644 });
    let exact = Exact { file: &mut file, left: size };
    builder.append_data(&mut header, entry.path.to_path(), exact).at(
        ErrorKind::Storage,
        "pack",
        source,
    )?;
    match file.read(&mut [0]).at(unreadable, "read", source)? {
        0 => Ok(size),
        _ => Err(changed(source)),
    }
}

/// Reads as many bytes of a file as its header says; fewer are an error.
struct Exact<'a> {
    file: &'a mut File,
    left: u64,
}

impl Read for Exact<'_> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let read = Read::take(&mut *self.file, self.left).read(buffer)?;
        if read == 0 && self.left > 0 && !buffer.is_empty() {
            return Err(io::Error::other("it became shorter while it was read"));
        }
        self.left -= read as u64;
        Ok(read)
    }
}

fn changed(source: &Path) -> Error {
    invalid(format!("`{}` changed while it was packed", source.display()))
        .with_hint("pack again when nothing writes to the folder")
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::fs;
    use std::os::unix::fs::symlink;
    use std::os::unix::net::UnixListener;

    #[test]
    fn equal_folders_give_equal_bytes() {
        let scratch = tempfile::tempdir().unwrap();
        let [a, b] = ["a", "b"].map(|name| scratch.path().join(name));
        let files = ["manifest.json", "z.py", "a.R"];
        for (folder, files) in [(&a, files), (&b, ["a.R", "z.py", "manifest.json"])] {
            fs::create_dir(folder).unwrap();
            for name in files {
                fs::write(folder.join(name), name).unwrap();
            }
        }
        fs::set_permissions(b.join("a.R"), Permissions::from_mode(0o600)).unwrap();
        let old = std::time::SystemTime::UNIX_EPOCH;
        File::options().write(true).open(b.join("z.py")).unwrap().set_modified(old).unwrap();
        for left_out in ["main.pyc", "z.py~", ".RData", ".z.py.swp", ".DS_Store"] {
            fs::write(b.join(left_out), "x").unwrap();
        }
        for left_out in [".git", "__pycache__", ".venv"] {
            fs::create_dir(b.join(left_out)).unwrap();
            symlink("/", b.join(left_out).join("x")).unwrap();
        }
        let [x, y] = ["x.tar.gz", "y.tar.gz"].map(|name| scratch.path().join(name));
        let packed = pack(&a, &x).unwrap();
        assert_eq!(packed.files, 3);
        assert_eq!(packed, pack(&b, &y).unwrap());
        let bytes = fs::read(&x).unwrap();
        assert_eq!(bytes, fs::read(&y).unwrap());
        assert_eq!(bytes[..10], [0x1f, 0x8b, 8, 0, 0, 0, 0, 0, 0, 255]);
    }

    #[test]
    fn the_archive_may_lie_in_the_folder_it_is_made_of() {
        let scratch = tempfile::tempdir().unwrap();
        fs::write(scratch.path().join("manifest.json"), "{}").unwrap();
        let archive = scratch.path().join("x.tar.gz");
        let first = pack(scratch.path(), &archive).unwrap();
        assert_eq!(pack(scratch.path(), &archive).unwrap(), first);
    }

    #[test]
    fn unfit_folders_are_refused_and_leave_nothing() {
        let scratch = tempfile::tempdir().unwrap();
        let archive = scratch.path().join("x.tar.gz");
        let folder = scratch.path().join("plugin");
        fs::create_dir(&folder).unwrap();
        let refused = |text: &str| {
            let error = pack(&folder, &archive).unwrap_err();
            assert_eq!(error.kind(), ErrorKind::InvalidPackage);
            assert!(error.message().contains(text), "{error}");
            assert_eq!(fs::read_dir(scratch.path()).unwrap().count(), 1);
        };
        refused("there is no file `manifest.json`");
        fs::write(folder.join("manifest.json"), "{}").unwrap();
        let entry = folder.join("x");
        let socket = UnixListener::bind(&entry).unwrap();
        refused("x` is a socket");
        drop(socket);
        fs::remove_file(&entry).unwrap();
        symlink("manifest.json", &entry).unwrap();
        refused("x` is a symbolic link");
        fs::remove_file(&entry).unwrap();
        fs::write(folder.join("Manifest.JSON"), "{}").unwrap();
        refused("clashes with `Manifest.JSON`");
        fs::remove_file(folder.join("Manifest.JSON")).unwrap();
        fs::write(folder.join("con.txt"), "{}").unwrap();
        refused("`con.txt` has a name that Windows reserves");
        fs::remove_file(folder.join("con.txt")).unwrap();
        let zeros = File::create(folder.join("zeros")).unwrap();
        zeros.set_len(20 << 20).unwrap();
        refused("more than 200 times");
        zeros.set_len(1 << 30).unwrap();
        refused("zeros` has 1073741824 bytes, the limit for a file is");
    }
}
