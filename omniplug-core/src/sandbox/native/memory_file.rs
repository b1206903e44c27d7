//! Sealed files in memory: how a request gets into a sandbox.

#![expect(unsafe_code, reason = "memfd_create and its seals")]

use std::fs::File;
use std::io::{self, Seek, SeekFrom};
use std::os::fd::{AsRawFd, FromRawFd, OwnedFd};
use std::os::unix::fs::FileExt;

/// Makes a file in memory, lets `write` fill it, and seals it against every change.
pub(super) fn sealed(write: impl FnOnce(&mut File) -> io::Result<()>) -> io::Result<OwnedFd> {
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
    let seals = libc::F_SEAL_SHRINK | libc::F_SEAL_GROW | libc::F_SEAL_WRITE | libc::F_SEAL_SEAL;
    // SAFETY: the descriptor is open.
    if unsafe { libc::fcntl(file.as_raw_fd(), libc::F_ADD_SEALS, seals) } < 0 {
        return Err(io::Error::last_os_error());
    }
    Ok(file.into())
}

/// The bytes of a file in memory that came out of a sandbox.
///
/// It must be sealed against every change: a file that shrinks while it is read would end the host.
pub(super) fn read_sealed(descriptor: &OwnedFd, limit: u64) -> io::Result<Vec<u8>> {
    // SAFETY: the descriptor is open.
    let seals = unsafe { libc::fcntl(descriptor.as_raw_fd(), libc::F_GET_SEALS) };
    let needed = libc::F_SEAL_SHRINK | libc::F_SEAL_GROW | libc::F_SEAL_WRITE;
    if seals < 0 || seals & needed != needed {
        return Err(io::Error::other("its file is not sealed"));
    }
    let file = File::from(descriptor.try_clone()?);
    let size = file.metadata()?.len();
    if size > limit {
        return Err(io::Error::other(format!("its file has {size} bytes, the limit is {limit}")));
    }
    let mut bytes = vec![0; size as usize];
    file.read_exact_at(&mut bytes, 0)?;
    Ok(bytes)
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::io::{Read, Write};

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
