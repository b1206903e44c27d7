//! Extended headers of the pax format: `length key=value\n` records.
//!
//! Format: POSIX.1-2017, `pax`, "pax Extended Header".

use super::names::{invalid, show};
use crate::Result;

/// What an extended header may change about the member behind it.
#[derive(Debug, Default, PartialEq, Eq)]
pub(super) struct Extended {
    /// The path, instead of the header's.
    pub(super) path: Option<Vec<u8>>,
    /// The size. It must be the header's: readers differ in which one they believe.
    pub(super) size: Option<u64>,
}

/// Reads the records of an extended header that stands before the member `name`.
///
/// Records that describe sparse files or links are refused, as the members themselves are. Times, owners,
/// attributes and comments are ignored.
pub(super) fn parse(mut bytes: &[u8], name: &[u8]) -> Result<Extended> {
    let mut extended = Extended::default();
    while !bytes.is_empty() {
        let Some((key, value, rest)) = record(bytes) else {
            return refuse(name, "is malformed");
        };
        bytes = rest;
        if key.starts_with(b"GNU.sparse") {
            return refuse(name, "describes a sparse file");
        }
        match key {
            b"path" if extended.path.is_some() => return refuse(name, "gives two paths"),
            b"path" => extended.path = Some(value.to_vec()),
            b"size" if extended.size.is_some() => return refuse(name, "gives two sizes"),
            b"size" => match std::str::from_utf8(value).ok().and_then(|text| text.parse().ok()) {
                Some(size) => extended.size = Some(size),
                None => return refuse(name, "gives a size that is no number"),
            },
            b"linkpath" => return refuse(name, "describes a link"),
            _ => {}
        }
    }
    Ok(extended)
}

/// Splits the first record off: key, value, rest.
fn record(bytes: &[u8]) -> Option<(&[u8], &[u8], &[u8])> {
    let space = bytes.iter().take(8).position(|byte| *byte == b' ')?;
    let digits = bytes.get(..space)?;
    if !digits.iter().all(u8::is_ascii_digit) {
        return None;
    }
    let length: usize = std::str::from_utf8(digits).ok()?.parse().ok()?;
    let (record, rest) = bytes.split_at_checked(length)?;
    let text = record.get(space + 1..)?.strip_suffix(b"\n")?;
    let equals = text.iter().position(|byte| *byte == b'=').filter(|at| *at > 0)?;
    Some((text.get(..equals)?, text.get(equals + 1..)?, rest))
}

fn refuse<T>(name: &[u8], what: &str) -> Result<T> {
    let name = show(name);
    Err(invalid(format!("the extended header of entry `{name}` {what}")))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn paths_and_sizes_are_read_and_the_rest_ignored() {
        let read = parse(b"12 path=a/b\n10 size=3\n16 SCHILY.x=1=2\n", b"x");
        let read = read.unwrap();
        assert_eq!(read.path.as_deref(), Some(&b"a/b"[..]));
        assert_eq!(read.size, Some(3));
    }

    #[test]
    fn malformed_records_are_refused() {
        for bytes in [
            &b"12path=a/b\n"[..],
            b"99 path=a/b\n",
            b"11 path=a/b\n",
            b"13 path=a/b\n",
            b"7 =abc\n",
            b"0 \n",
            b"-1 a=b\n",
            b"99999999999999999999 a=b\n",
        ] {
            assert!(parse(bytes, b"x").is_err(), "{bytes:?}");
        }
    }
}
