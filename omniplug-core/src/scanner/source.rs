//! Bytes of a file as text, as the interpreters read them.

use encoding_rs::{Encoding, UTF_8, UTF_16BE, UTF_16LE, WINDOWS_1252};
use std::borrow::Cow;

/// A decoded text.
#[derive(Debug)]
pub(super) struct Decoded<'a> {
    pub(super) text: Cow<'a, str>,
    /// The encoding where it is not UTF-8, by name.
    pub(super) encoding: Option<String>,
    /// Why the text is perhaps not what the interpreter reads.
    pub(super) doubt: Option<String>,
}

/// Decodes a source file: by its byte order mark, else by the cookie in its first two lines, else as UTF-8.
pub(super) fn decode(bytes: &[u8]) -> Decoded<'_> {
    if let Some((encoding, length)) = Encoding::for_bom(bytes) {
        let name = (encoding != UTF_8).then(|| encoding.name().to_owned());
        return decoded(encoding, &bytes[length..], name);
    }
    if let Some(encoding) = wide(bytes) {
        return decoded(encoding, bytes, Some(encoding.name().to_owned()));
    }
    match cookie(bytes) {
        Some(label) => by_label(&label, bytes),
        None => plain(bytes),
    }
}

fn plain(bytes: &[u8]) -> Decoded<'_> {
    match std::str::from_utf8(bytes) {
        Ok(text) => Decoded { text: text.into(), encoding: None, doubt: None },
        Err(error) => {
            // Every byte is a character of this one, so that nothing of the text is lost.
            let (text, _) = WINDOWS_1252.decode_without_bom_handling(bytes);
            let at = error.valid_up_to();
            let doubt = format!("is not valid UTF-8 from byte {at} on and names no encoding");
            Decoded { text, encoding: Some("unknown-8bit".into()), doubt: Some(doubt) }
        }
    }
}

fn by_label<'a>(label: &str, bytes: &'a [u8]) -> Decoded<'a> {
    // Python's names of the same encodings.
    let plain_label = label.to_ascii_lowercase().replace('_', "-");
    let known = match plain_label.as_str() {
        "utf8" | "utf-8-sig" | "u8" | "ascii" | "us-ascii" => Some(UTF_8),
        "latin-1" | "latin1" | "iso-latin-1" | "l1" => Some(WINDOWS_1252),
        other if other.starts_with("utf-8-") => Some(UTF_8),
        other if other.starts_with("latin-1-") => Some(WINDOWS_1252),
        other if other.starts_with("cp125") => {
            Encoding::for_label(other.replace("cp", "windows-").as_bytes())
        }
        other => Encoding::for_label(other.as_bytes()),
    };
    match known {
        Some(encoding) if encoding == UTF_8 => plain(bytes),
        // The replacement encoding decodes nothing, and 16 bits are no cookie's.
        Some(encoding) if encoding.is_ascii_compatible() => {
            decoded(encoding, bytes, Some(label.to_owned()))
        }
        _ => {
            let doubt = format!("is written in `{}`, which is not read", label.escape_debug());
            Decoded {
                text: String::from_utf8_lossy(bytes),
                encoding: Some(label.to_owned()),
                doubt: Some(doubt),
            }
        }
    }
}

fn decoded<'a>(encoding: &'static Encoding, bytes: &'a [u8], name: Option<String>) -> Decoded<'a> {
    let (text, has_errors) = encoding.decode_without_bom_handling(bytes);
    let doubt = has_errors.then(|| format!("is not valid {}", encoding.name()));
    Decoded { text, encoding: name, doubt }
}

/// UTF-16 without its mark: every other byte of the beginning is zero.
fn wide(bytes: &[u8]) -> Option<&'static Encoding> {
    let head = bytes.get(..bytes.len().min(64) & !1).filter(|head| head.len() >= 4)?;
    let is_zero = |odd: usize| head.iter().skip(odd).step_by(2).all(|byte| *byte == 0);
    match (is_zero(0), is_zero(1)) {
        (true, false) => Some(UTF_16BE),
        (false, true) => Some(UTF_16LE),
        _ => None,
    }
}

/// The encoding that a comment in the first two lines names (PEP 263).
fn cookie(bytes: &[u8]) -> Option<String> {
    for line in bytes.split(|byte| matches!(byte, b'\n' | b'\r')).take(2) {
        let text = String::from_utf8_lossy(line.get(..line.len().min(500))?);
        let text = text.trim_start_matches([' ', '\t', '\x0c']);
        let Some(comment) = text.strip_prefix('#') else {
            if text.is_empty() {
                continue;
            }
            return None;
        };
        for (at, word) in comment.match_indices("coding") {
            let rest = &comment[at + word.len()..];
            let Some(rest) = rest.strip_prefix([':', '=']) else { continue };
            let rest = rest.trim_start_matches([' ', '\t']);
            let is_label = |c: char| c.is_ascii_alphanumeric() || "-_.".contains(c);
            let end = rest.find(|c| !is_label(c)).unwrap_or(rest.len());
            if end > 0 {
                return Some(rest[..end].to_owned());
            }
        }
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn marks_cookies_and_plain_text_are_read() {
        let wide: Vec<u8> = "x <- 1".encode_utf16().flat_map(u16::to_le_bytes).collect();
        let marked: Vec<u8> = [&[0xff, 0xfe], wide.as_slice()].concat();
        for (bytes, text) in [
            (b"\xef\xbb\xbfx = 1".to_vec(), "x = 1"),
            (wide, "x <- 1"),
            (marked, "x <- 1"),
            (b"# coding: latin-1\n# \xe9".to_vec(), "# coding: latin-1\n# é"),
            (b"#!/x\n# -*- coding: cp1252 -*-\n\x80".to_vec(), "#!/x\n# -*- coding: cp1252 -*-\n€"),
            (b"# coding: utf8\nx".to_vec(), "# coding: utf8\nx"),
        ] {
            let decoded = decode(&bytes);
            assert_eq!((&*decoded.text, decoded.doubt), (text, None));
        }
    }

    #[test]
    fn what_is_not_understood_is_in_doubt() {
        for bytes in [
            b"x = '\xe9'".to_vec(),
            b"# coding: utf-7\n+AGk-".to_vec(),
            b"# coding: unicode_escape\nx".to_vec(),
            b"# coding: replacement\nx".to_vec(),
            b"\xff\xfe\x00\xd8".to_vec(),
        ] {
            assert!(decode(&bytes).doubt.is_some(), "{bytes:?}");
        }
        assert!(decode(b"x = 1\n\n# coding: utf-7\n").doubt.is_none(), "only two lines count");
    }
}
