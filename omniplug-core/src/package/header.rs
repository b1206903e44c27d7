//! One 512-byte header of a tar archive, read strictly.
//!
//! Format: POSIX.1-1988 `ustar`, its GNU form, and the older one without a magic; fields as in POSIX.1-2017,
//! `pax`, "ustar Interchange Format". Where readers of archives are known to differ this one refuses, so that
//! nothing looks different to another tool than it does here.

use super::names::{invalid, show};
use crate::Result;

/// The size of a header, and the unit that bodies are filled up to.
pub(super) const BLOCK: usize = 512;

/// What a header says, as far as this library uses it.
#[derive(Debug)]
pub(super) struct Header {
    /// The path's raw bytes.
    pub(super) path: Vec<u8>,
    /// The type byte.
    pub(super) kind: u8,
    /// The body's size in bytes.
    pub(super) size: u64,
    /// Whether the owner may execute it.
    pub(super) executable: bool,
}

impl Header {
    /// Reads a header. `previous` names the entry before it, for messages.
    pub(super) fn parse(block: &[u8; BLOCK], previous: &str) -> Result<Self> {
        let fields = tar::Header::from_byte_slice(block);
        let sum: u32 = block.iter().map(|byte| u32::from(*byte)).sum::<u32>();
        let old = fields.as_old();
        let own: u32 = old.cksum.iter().map(|byte| u32::from(*byte)).sum();
        let spaces = u32::from(b' ') * 8;
        if octal(&old.cksum) != Some(u64::from(sum - own + spaces)) {
            return Err(invalid(format!(
                "the header {previous} has a wrong checksum: this is no tar archive, or it is damaged"
            )));
        }
        let path = fields.path_bytes().into_owned();
        let Some(size) = octal(&old.size) else {
            return Err(invalid(format!(
                "entry `{}` has a size that is not a plain octal number",
                show(&path)
            )));
        };
        let mode = octal(&old.mode).unwrap_or_default();
        Ok(Self { path, kind: fields.entry_type().as_byte(), size, executable: mode & 0o100 != 0 })
    }

    /// Checks that the type is a file's or a folder's and says whether it is a folder's.
    pub(super) fn is_folder(&self, path: &[u8]) -> Result<bool> {
        let what = match self.kind {
            b'0' | b'\0' => return Ok(false),
            b'5' => return Ok(true),
            b'1' => "a hard link",
            b'2' => "a symbolic link",
            b'3' => "a character device",
            b'4' => "a block device",
            b'6' => "a FIFO",
            b'7' => "a contiguous file",
            b'S' => "a sparse file",
            b'M' => "the rest of a file of another volume",
            b'V' => "a volume label",
            _ => "of an unknown type",
        };
        let error = invalid(format!("entry `{}` is {what}", show(path)));
        Err(error
            .with_hint("a package holds regular files and folders only; pack the files themselves"))
    }
}

/// A number in octal digits, with spaces in front and spaces or NULs behind. Signs, the binary form for huge
/// and negative numbers, and an empty field are not numbers here.
fn octal(field: &[u8]) -> Option<u64> {
    let digits = field.trim_ascii_start();
    let end = digits.iter().position(|byte| matches!(byte, 0 | b' ')).unwrap_or(digits.len());
    let (digits, rest) = digits.split_at_checked(end)?;
    let clean = rest.iter().all(|byte| matches!(byte, 0 | b' '))
        && digits.iter().all(|byte| matches!(byte, b'0'..=b'7'));
    if digits.is_empty() || !clean {
        return None;
    }
    u64::from_str_radix(std::str::from_utf8(digits).ok()?, 8).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn octal_numbers_are_strict() {
        assert_eq!(octal(b"00000000017\0"), Some(15));
        assert_eq!(octal(b"   17 \0"), Some(15));
        assert_eq!(octal(b"777777777777"), Some(0o777_777_777_777));
        for field in [
            &b"-0000000001\0"[..],
            b"\x80\0\0\0\0\0\0\0\0\0\0\x01",
            b"+7\0",
            b"\0\0",
            b"7\x007",
            b"8\0",
        ] {
            assert_eq!(octal(field), None, "{field:?}");
        }
    }
}
