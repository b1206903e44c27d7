//! The bytes of an archive on their way in: hashed, decompressed, bounded.

use super::ArchiveLimits;
use super::names::invalid;
use crate::error::PathContext;
use crate::hex::hex;
use crate::{Error, ErrorKind, Result};
use flate2::bufread::GzDecoder;
use sha2::{Digest, Sha256};
use std::cell::Cell;
use std::fs::{File, OpenOptions};
use std::io::{self, BufReader, Read};
use std::os::unix::fs::OpenOptionsExt;
use std::path::Path;
use std::rc::Rc;

/// The zeros that may follow an archive's end: writers fill up to a record, at most this long.
const PADDING: u64 = 1 << 20;

/// A reader or writer that hashes and counts what passes.
#[derive(Debug)]
pub(super) struct Hashing<T> {
    inner: T,
    hash: Sha256,
    count: Rc<Cell<u64>>,
}

impl<T> Hashing<T> {
    pub(super) fn new(inner: T) -> Self {
        Self { inner, hash: Sha256::new(), count: Rc::default() }
    }

    /// What is beneath, and the digest of all that passed.
    pub(super) fn finish(self) -> (T, String) {
        (self.inner, hex(self.hash.finalize()))
    }

    fn passed(&mut self, bytes: &[u8]) {
        self.hash.update(bytes);
        self.count.set(self.count.get() + bytes.len() as u64);
    }
}

impl<T: Read> Read for Hashing<T> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let read = self.inner.read(buffer)?;
        self.passed(buffer.get(..read).unwrap_or_default());
        Ok(read)
    }
}

impl<T: io::Write> io::Write for Hashing<T> {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        let written = self.inner.write(bytes)?;
        self.passed(bytes.get(..written).unwrap_or_default());
        Ok(written)
    }

    fn flush(&mut self) -> io::Result<()> {
        self.inner.flush()
    }
}

/// The tar stream inside a `.tar.gz` of one gzip member.
#[derive(Debug)]
pub(super) struct TarStream {
    gzip: GzDecoder<BufReader<Hashing<File>>>,
    compressed: Rc<Cell<u64>>,
    unpacked: u64,
    limits: ArchiveLimits,
}

impl TarStream {
    /// Opens an archive; a FIFO or a device is not waited for but refused.
    pub(super) fn open(archive: &Path, limits: &ArchiveLimits) -> Result<Self> {
        let file = OpenOptions::new()
            .read(true)
            .custom_flags(libc::O_NONBLOCK | libc::O_CLOEXEC)
            .open(archive)
            .map_err(|error| match error.kind() {
                io::ErrorKind::NotFound => Error::new(
                    ErrorKind::NotFound,
                    format!("there is no package `{}`", archive.display()),
                ),
                _ => unreadable(archive, error),
            })?;
        let metadata = file.metadata().at(ErrorKind::InvalidPackage, "read", archive)?;
        if !metadata.is_file() {
            return Err(invalid(format!("`{}` is not a file", archive.display())));
        }
        let hashing = Hashing::new(file);
        let compressed = Rc::clone(&hashing.count);
        let buffered = BufReader::with_capacity(64 << 10, hashing);
        Ok(Self { gzip: GzDecoder::new(buffered), compressed, unpacked: 0, limits: limits.clone() })
    }

    /// Reads up to the buffer's size and less only at the stream's end.
    pub(super) fn fill(&mut self, buffer: &mut [u8]) -> Result<usize> {
        let mut filled = 0;
        while let Some(rest) = buffer.get_mut(filled..).filter(|rest| !rest.is_empty()) {
            match self.read(rest)? {
                0 => break,
                read => filled += read,
            }
        }
        Ok(filled)
    }

    fn read(&mut self, buffer: &mut [u8]) -> Result<usize> {
        let read = loop {
            match self.gzip.read(buffer) {
                Err(error) if error.kind() == io::ErrorKind::Interrupted => {}
                done => break done.map_err(damaged)?,
            }
        };
        self.unpacked += read as u64;
        if self.unpacked > self.limits.total_size {
            return Err(invalid(format!(
                "the archive unpacks to more than {} bytes",
                self.limits.total_size
            )));
        }
        let allowed = self.compressed.get().saturating_mul(self.limits.ratio);
        if self.unpacked > self.limits.ratio_from.max(allowed) {
            return Err(invalid(format!(
                "the archive unpacks to more than {} times its size",
                self.limits.ratio
            )));
        }
        Ok(read)
    }

    /// Checks that only padding follows, that the gzip member's own checksum is right and that the file ends
    /// with it. Returns the SHA-256 of the whole file.
    pub(super) fn finish(mut self) -> Result<String> {
        let mut buffer = [0; 4096];
        let mut padding = 0;
        loop {
            let read = self.fill(&mut buffer)?;
            let bytes = buffer.get(..read).unwrap_or_default();
            padding += read as u64;
            if bytes.iter().any(|byte| *byte != 0) || padding > PADDING {
                return Err(invalid("there is more data behind the archive's end marker"));
            }
            if read == 0 {
                break;
            }
        }
        let mut file = self.gzip.into_inner();
        let mut rest = [0; 2];
        let mut found = 0;
        while let Some(space) = rest.get_mut(found..).filter(|space| !space.is_empty()) {
            match file.read(space).map_err(damaged)? {
                0 => break,
                read => found += read,
            }
        }
        match (found, rest) {
            (0, _) => Ok(file.into_inner().finish().1),
            (2, [0x1f, 0x8b]) => Err(invalid("the file has a second gzip member behind the first")),
            _ => Err(invalid("the file has bytes behind the end of its gzip stream")),
        }
    }
}

/// An error of the file or of the gzip stream, told in a package author's words.
fn damaged(error: io::Error) -> Error {
    let what = match error.kind() {
        io::ErrorKind::UnexpectedEof => "the file is cut short: its gzip stream has no end",
        io::ErrorKind::InvalidInput if error.to_string().contains("header") => {
            "the file is not a gzip file"
        }
        io::ErrorKind::InvalidInput | io::ErrorKind::InvalidData => "the gzip stream is damaged",
        _ => "the file can't be read",
    };
    invalid(what)
        .with_hint("fetch the package again, or make it with `omniplug pack`")
        .with_source(error)
}

fn unreadable(path: &Path, error: io::Error) -> Error {
    invalid(format!("can't open the package `{}`", path.display())).with_source(error)
}
