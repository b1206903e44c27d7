//! Names of files and folders that are safe and mean the same on every system.

use super::ArchiveLimits;
use crate::{Error, ErrorKind, Result};
use std::fmt;
use std::path::PathBuf;
use unicode_normalization::UnicodeNormalization;

/// The longest name that common file systems take, in bytes.
const NAME_LENGTH: usize = 255;

/// What a name may not hold because another system gives it a meaning.
const SPECIAL: &[char] = &[':', '<', '>', '"', '|', '?', '*'];

/// Names of devices on Windows, whatever ending follows them.
/// Source: "Naming Files, Paths, and Namespaces" in the documentation of the Windows file systems.
const RESERVED: &[&str] = &["con", "prn", "aux", "nul", "conin$", "conout$"];

/// A checked path inside a package: relative, of plain names.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct EntryPath(Vec<String>);

impl EntryPath {
    /// Checks the path of a file or folder as an archive gives it. One leading `./` is taken off, and from a
    /// folder the trailing `/`. The archive's own root (`.` or `./`) is `None`.
    pub(super) fn parse(raw: &[u8], folder: bool, limits: &ArchiveLimits) -> Result<Option<Self>> {
        let shown = show(raw);
        let refuse = |what: &str| {
            let message = format!("entry `{shown}` has {what}");
            Err(invalid(message)
                .with_hint("rename it and pack the folder again with `omniplug pack`"))
        };
        if raw.len() > limits.path_length {
            return refuse(&format!(
                "a path of {} bytes, the limit is {}",
                raw.len(),
                limits.path_length
            ));
        }
        let Ok(text) = std::str::from_utf8(raw) else {
            return refuse("a name that is not valid UTF-8");
        };
        if text.is_empty() {
            return refuse("an empty name");
        }
        if text.starts_with('/') {
            return refuse("an absolute path");
        }
        let text = text.strip_prefix("./").unwrap_or(text);
        let text = match text.strip_suffix('/') {
            Some(_) if !folder => return refuse("a `/` at its end but is no folder"),
            Some(rest) => rest,
            None => text,
        };
        if folder && (text.is_empty() || text == ".") {
            return Ok(None);
        }
        let names: Vec<&str> = text.split('/').collect();
        if names.len() > limits.depth {
            return refuse(&format!("a depth of {}, the limit is {}", names.len(), limits.depth));
        }
        match names.iter().find_map(|name| fault(name)) {
            Some(what) => refuse(what),
            None => Ok(Some(Self(names.into_iter().map(ToOwned::to_owned).collect()))),
        }
    }

    /// The names from the root to the entry.
    pub(super) fn names(&self) -> &[String] {
        &self.0
    }

    /// The folders on the way to the entry, outermost first.
    pub(super) fn parents(&self) -> impl Iterator<Item = Self> + '_ {
        (1..self.0.len()).map(|depth| Self(self.0.iter().take(depth).cloned().collect()))
    }

    /// The path for the file system, relative.
    pub(super) fn to_path(&self) -> PathBuf {
        self.0.iter().collect()
    }
}

impl fmt::Display for EntryPath {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0.join("/"))
    }
}

/// What is wrong with one name, if anything.
fn fault(name: &str) -> Option<&'static str> {
    if name.is_empty() {
        Some("an empty name in its path")
    } else if name == ".." {
        Some("`..` in its path")
    } else if name == "." {
        Some("`.` in its path")
    } else if name.len() > NAME_LENGTH {
        Some("a name of more than 255 bytes")
    } else if name.contains('\\') {
        Some("a backslash in its path")
    } else if name.chars().any(char::is_control) {
        Some("a control character in its name")
    } else if name.chars().any(is_invisible) {
        Some("an invisible or direction-changing character in its name")
    } else if is_drive(name) {
        Some("a Windows drive in its path")
    } else if name.contains(SPECIAL) {
        Some("one of the characters `: < > \" | ? *` in its name")
    } else if name.ends_with(['.', ' ']) {
        Some("a full stop or a space at the end of a name")
    } else if is_reserved(name) {
        Some("a name that Windows reserves for a device")
    } else {
        None
    }
}

/// Whether a character makes a name look like another one.
fn is_invisible(c: char) -> bool {
    matches!(c,
        '\u{ad}' | '\u{200b}'..='\u{200f}' | '\u{2028}'..='\u{202e}' | '\u{2060}'..='\u{206f}' | '\u{feff}')
}

/// Whether a name begins with a drive: `C:`.
fn is_drive(name: &str) -> bool {
    matches!(name.as_bytes(), [letter, b':', ..] if letter.is_ascii_alphabetic())
}

/// Whether Windows takes the name for a device.
fn is_reserved(name: &str) -> bool {
    let stem = name.split('.').next().unwrap_or(name).trim_end();
    let stem = stem.to_lowercase();
    let numbered =
        stem.strip_prefix("com").or_else(|| stem.strip_prefix("lpt")).is_some_and(|number| {
            matches!(number.as_bytes(), [b'1'..=b'9']) || matches!(number, "¹" | "²" | "³")
        });
    numbered || RESERVED.contains(&stem.as_str())
}

/// The form of a name under which two that some file system takes for the same are equal: normal form C,
/// lower case.
pub(super) fn fold(name: &str) -> String {
    let lower = name.nfc().collect::<String>().to_lowercase();
    lower.nfc().collect()
}

/// Raw bytes of a name for a message: escaped and bounded.
pub(super) fn show(raw: &[u8]) -> String {
    const SHOWN: usize = 120;
    let escaped: String = String::from_utf8_lossy(raw)
        .chars()
        .flat_map(|c| {
            let plain = !c.is_control() && !is_invisible(c);
            let escaped = (!plain).then(|| c.escape_default());
            plain.then_some(c).into_iter().chain(escaped.into_iter().flatten())
        })
        .take(SHOWN + 1)
        .collect();
    if escaped.chars().count() > SHOWN {
        format!("{}…", escaped.chars().take(SHOWN).collect::<String>())
    } else {
        escaped
    }
}

/// An error of a package, of which nothing was kept.
pub(super) fn invalid(message: impl Into<String>) -> Error {
    Error::new(ErrorKind::InvalidPackage, message)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn parse(raw: &str) -> Result<Option<EntryPath>> {
        EntryPath::parse(raw.as_bytes(), raw.ends_with('/'), &ArchiveLimits::default())
    }

    #[test]
    fn plain_names_pass() {
        for (raw, path) in [
            ("manifest.json", "manifest.json"),
            ("./src/main.py", "src/main.py"),
            ("données/été 1.csv", "données/été 1.csv"),
            ("folder/", "folder"),
            (".hidden", ".hidden"),
            ("console.py", "console.py"),
            ("com10", "com10"),
        ] {
            assert_eq!(parse(raw).unwrap().unwrap().to_string(), path);
        }
        assert_eq!(parse("./").unwrap(), None);
    }

    #[test]
    fn unsafe_names_are_refused_with_their_reason() {
        for (raw, reason) in [
            ("", "empty name"),
            ("/etc/passwd", "absolute path"),
            ("a/../b", "`..`"),
            ("a/./b", "`.`"),
            ("a//b", "empty name"),
            ("a\\b", "backslash"),
            ("C:x", "drive"),
            ("a/file:stream", "characters"),
            ("nul.txt", "reserves"),
            ("a/COM1", "reserves"),
            ("lpt².log", "reserves"),
            ("a. ", "full stop"),
            ("a\u{7}", "control"),
            ("a\u{202e}yp.exe", "direction"),
        ] {
            let error = parse(raw).unwrap_err();
            assert!(error.message().contains(reason), "{raw:?}: {error}");
        }
    }

    #[test]
    fn names_that_clash_on_some_file_system_fold_to_one() {
        assert_eq!(fold("README"), fold("readme"));
        assert_eq!(fold("\u{c9}t\u{e9}"), fold("e\u{301}te\u{301}"));
        assert_ne!(fold("a"), fold("b"));
    }

    #[test]
    fn shown_names_are_escaped_and_bounded() {
        assert_eq!(show(b"a\x1b[31m"), "a\\u{1b}[31m");
        assert!(show(&[b'x'; 9000]).chars().count() <= 121);
    }
}
