//! Sealed files in memory: how a request gets into a sandbox, and a large reply out of it.
//!
//! Filling one with several threads gains nothing: writes to the same file wait for each other, and a mapping has
//! every page cleared before it is written.

#![expect(unsafe_code, reason = "memfd_create, its seals and its mapping")]

use arrow_buffer::Buffer;
use std::fs::File;
use std::io::{self, Seek, SeekFrom};
use std::os::fd::{AsRawFd, FromRawFd, OwnedFd};
use std::os::unix::fs::MetadataExt;
use std::ptr::{self, NonNull};
use std::sync::Arc;

/// What a file must be sealed against, so that nobody can change what is read from its mapping, nor take pages away,
/// which would end the process that reads them.
const SEALS: libc::c_int = libc::F_SEAL_SHRINK | libc::F_SEAL_GROW | libc::F_SEAL_WRITE;

/// The size of the blocks in which a file's memory is counted.
const BLOCK: u64 = 512;

/// Makes a file in memory, lets `write` fill it, and seals it against every change.
pub(crate) fn sealed(write: impl FnOnce(&mut File) -> io::Result<()>) -> io::Result<OwnedFd> {
    // SAFETY: the name is a string with a null byte at its end.
    let descriptor = unsafe {
        libc::memfd_create(
            c"omniplug-request".as_ptr(),
            libc::MFD_CLOEXEC | libc::MFD_ALLOW_SEALING,
        )
    };
    if descriptor < 0 {
        return Err(io::Error::last_os_error());
    }
    // SAFETY: it is new and nobody else owns it.
    let mut file = File::from(unsafe { OwnedFd::from_raw_fd(descriptor) });
    write(&mut file)?;
    file.seek(SeekFrom::Start(0))?;
    let seals = SEALS | libc::F_SEAL_SEAL;
    // SAFETY: the descriptor is open.
    if unsafe { libc::fcntl(file.as_raw_fd(), libc::F_ADD_SEALS, seals) } < 0 {
        return Err(io::Error::last_os_error());
    }
    Ok(file.into())
}

/// Maps a sealed file that a sandbox sent, which may be anything. Nothing of it is copied; the mapping lasts as long
/// as the buffer and its slices.
///
/// # Errors
/// `InvalidData` when it is not a file in memory that is sealed against writing and changes of its size, is empty or
/// larger than `limit` bytes, or has pages that are not there yet: the reader would be charged for them.
pub(crate) fn open_sealed(descriptor: OwnedFd, limit: u64) -> io::Result<Buffer> {
    let wrong = |text: &str| io::Error::new(io::ErrorKind::InvalidData, text.to_owned());
    let file = File::from(descriptor);
    // SAFETY: the descriptor is open.
    let seals = unsafe { libc::fcntl(file.as_raw_fd(), libc::F_GET_SEALS) };
    if seals < 0 || seals & SEALS != SEALS {
        return Err(wrong("it is not a sealed file in memory"));
    }
    if rustix::fs::fstatfs(&file)?.f_type != libc::TMPFS_MAGIC {
        return Err(wrong("it is not a file in ordinary memory"));
    }
    let metadata = file.metadata()?;
    let size = metadata.len();
    if size == 0 || size > limit {
        return Err(wrong(&format!("it has {size} bytes; 1 to {limit} are allowed")));
    }
    if metadata.blocks().saturating_mul(BLOCK) < size {
        return Err(wrong("parts of it were never written"));
    }
    let size = usize::try_from(size).map_err(|_| wrong("it is larger than memory can be"))?;
    Ok(Mapping::new(&file, size)?.into_buffer())
}

/// Memory of a mapped file.
#[derive(Debug)]
struct Mapping {
    start: NonNull<libc::c_void>,
    length: usize,
}

// SAFETY: nobody writes to the memory, and nothing of it belongs to a thread.
unsafe impl Send for Mapping {}
// SAFETY: as above.
unsafe impl Sync for Mapping {}

impl Mapping {
    /// Maps a sealed file for reading; privately, since older kernels refuse to share one.
    fn new(file: &File, length: usize) -> io::Result<Self> {
        // SAFETY: the kernel chooses an address that nothing else has.
        let start = unsafe {
            libc::mmap(
                ptr::null_mut(),
                length,
                libc::PROT_READ,
                libc::MAP_PRIVATE,
                file.as_raw_fd(),
                0,
            )
        };
        match NonNull::new(start) {
            Some(start) if start.as_ptr() != libc::MAP_FAILED => Ok(Self { start, length }),
            _ => Err(io::Error::last_os_error()),
        }
    }

    fn into_buffer(self) -> Buffer {
        let (start, length) = (self.start.cast(), self.length);
        // SAFETY: the memory is there for `length` bytes until the mapping is dropped, which the buffer owns, and the
        // file's seals keep it from changing.
        unsafe { Buffer::from_custom_allocation(start, length, Arc::new(self)) }
    }
}

impl Drop for Mapping {
    fn drop(&mut self) {
        // SAFETY: nothing refers to the mapping any more.
        unsafe { libc::munmap(self.start.as_ptr(), self.length) };
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::io::{Read, Write};

    fn problem(descriptor: OwnedFd, limit: u64) -> String {
        open_sealed(descriptor, limit).unwrap_err().to_string()
    }

    fn unsealed(name: &std::ffi::CStr) -> File {
        // SAFETY: the name has a null byte at its end, and the descriptor is new.
        unsafe {
            let descriptor = libc::memfd_create(name.as_ptr(), libc::MFD_ALLOW_SEALING);
            File::from_raw_fd(descriptor)
        }
    }

    fn seal(file: &File, seals: libc::c_int) -> libc::c_int {
        // SAFETY: the descriptor is open.
        unsafe { libc::fcntl(file.as_raw_fd(), libc::F_ADD_SEALS, seals) }
    }

    #[test]
    fn a_sealed_file_is_read_in_place_and_outlives_its_descriptor() {
        let descriptor = sealed(|file| file.write_all(&[7; 10_000])).unwrap();
        let buffer = open_sealed(descriptor, 10_000).unwrap();
        let part = buffer.slice_with_length(9_990, 10);
        drop(buffer);
        assert_eq!(part.as_slice(), [7; 10]);
    }

    #[test]
    fn what_can_still_change_is_refused() {
        for seals in
            [0, libc::F_SEAL_WRITE, SEALS & !libc::F_SEAL_SHRINK, SEALS & !libc::F_SEAL_WRITE]
        {
            let mut file = unsealed(c"open");
            file.write_all(b"x").unwrap();
            assert_eq!(seal(&file, seals), 0);
            assert_eq!(problem(file.into(), 10), "it is not a sealed file in memory");
        }
        let (pipe, _other) = io::pipe().unwrap();
        assert_eq!(problem(pipe.into(), 10), "it is not a sealed file in memory");
        let folder = tempfile::tempdir().unwrap();
        let file = File::create_new(folder.path().join("x")).unwrap();
        assert_eq!(problem(file.into(), 10), "it is not a sealed file in memory");
    }

    #[test]
    fn too_large_empty_and_sparse_files_are_refused() {
        let sized = |size: u64| sealed(|file| file.set_len(size)).unwrap();
        assert_eq!(problem(sized(0), 10), "it has 0 bytes; 1 to 10 are allowed");
        assert_eq!(problem(sized(11), 10), "it has 11 bytes; 1 to 10 are allowed");
        assert_eq!(problem(sized(1 << 40), 1 << 41), "parts of it were never written");
        let start_only = sealed(|file| file.write_all(b"x").and_then(|()| file.set_len(1 << 20)));
        assert_eq!(problem(start_only.unwrap(), 1 << 20), "parts of it were never written");
    }

    #[test]
    fn a_sealed_file_reads_from_its_start_and_takes_no_change() {
        let descriptor = sealed(|file| file.write_all(b"request")).unwrap();
        let mut file = File::from(descriptor);
        let mut text = String::new();
        file.read_to_string(&mut text).unwrap();
        assert_eq!(text, "request");
        assert!(file.write_all(b"more").is_err());
        assert!(file.set_len(0).is_err());
    }
}
