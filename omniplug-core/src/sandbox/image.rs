//! Images: the systems that containers begin with.

use super::Language;
use crate::{Error, ErrorKind, Result};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use std::fmt;
use std::str::FromStr;

/// The longest name that is read, in bytes.
const LONGEST: usize = 512;

/// An image by its name, as in `python:3.11-slim`, and, where it is pinned, by its digest too, as in
/// `python:3.11-slim@sha256:…`. A name with neither tag nor digest means the tag `latest`.
///
/// The format is that of `github.com/distribution/reference`.
#[derive(
    Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize, JsonSchema,
)]
#[serde(try_from = "String", into = "String")]
#[schemars(with = "String", extend("maxLength" = 512))]
pub struct Image {
    name: String,
    digest: Option<String>,
}

impl Image {
    /// Repository and tag, as in `python:3.11-slim`; the repository alone where a digest stands for the tag.
    pub fn name(&self) -> &str {
        &self.name
    }

    /// The digest that it is pinned to, as in `sha256:…`.
    pub fn digest(&self) -> Option<&str> {
        self.digest.as_deref()
    }

    /// Whether whoever accepts `self` accepts `other`: it has the same name, and no other digest than the one
    /// that is pinned here.
    pub fn covers(&self, other: &Self) -> bool {
        self.name == other.name
            && (self.digest.is_none() || other.digest.is_none() || self.digest == other.digest)
    }
}

impl FromStr for Image {
    type Err = Error;

    /// Reads a name; one that no registry could have is an [`InvalidInput`](ErrorKind::InvalidInput) error.
    fn from_str(text: &str) -> Result<Self> {
        let (name, digest) = match text.split_once('@') {
            Some((name, digest)) => (name, Some(digest)),
            None => (text, None),
        };
        let start = name.rfind('/').map_or(0, |slash| slash + 1);
        let (repository, tag) = match name[start..].split_once(':') {
            Some((_, tag)) => (&name[..name.len() - tag.len() - 1], Some(tag)),
            None => (name, None),
        };
        let sound = text.len() <= LONGEST
            && is_repository(repository)
            && tag.is_none_or(is_tag)
            && digest.is_none_or(is_digest);
        if !sound {
            return Err(Error::new(
                ErrorKind::InvalidInput,
                format!("`{}` is no name of an image", text.escape_debug()),
            )
            .with_hint("write it as in `python:3.11-slim` or `python:3.11-slim@sha256:…`"));
        }
        let latest = if tag.is_none() && digest.is_none() { ":latest" } else { "" };
        Ok(Self { name: format!("{name}{latest}"), digest: digest.map(str::to_owned) })
    }
}

/// Whether a text is a path of lower-case parts, the first of which may be a registry with its port.
fn is_repository(text: &str) -> bool {
    let (registry, path) = match text.split_once('/') {
        Some((first, path)) if first.contains([':', '.']) || first == "localhost" => {
            (Some(first), path)
        }
        _ => (None, text),
    };
    let is_host = |host: &str| {
        let (host, port) = host.split_once(':').unwrap_or((host, "0"));
        let plain = |c: char| c.is_ascii_alphanumeric() || c == '.' || c == '-';
        !host.is_empty()
            && host.chars().all(plain)
            && !host.starts_with(['-', '.'])
            && port.parse::<u16>().is_ok()
    };
    registry.is_none_or(is_host) && path.split('/').all(is_part)
}

fn is_part(part: &str) -> bool {
    let is_letter = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit();
    part.chars().all(|c| is_letter(c) || matches!(c, '.' | '_' | '-'))
        && part.starts_with(is_letter)
        && part.ends_with(is_letter)
        && !part.contains("..")
}

fn is_tag(tag: &str) -> bool {
    let is_word = |c: char| c.is_ascii_alphanumeric() || c == '_';
    (1..=128).contains(&tag.len())
        && tag.starts_with(is_word)
        && tag.chars().all(|c| is_word(c) || c == '.' || c == '-')
}

fn is_digest(digest: &str) -> bool {
    digest.strip_prefix("sha256:").is_some_and(|digits| {
        let is_digit = |c: char| c.is_ascii_digit() || ('a'..='f').contains(&c);
        digits.len() == 64 && digits.chars().all(is_digit)
    })
}

impl TryFrom<String> for Image {
    type Error = Error;

    fn try_from(text: String) -> Result<Self> {
        text.parse()
    }
}

impl From<Image> for String {
    fn from(image: Image) -> Self {
        image.to_string()
    }
}

impl fmt::Display for Image {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.name)?;
        match &self.digest {
            Some(digest) => write!(f, "@{digest}"),
            None => Ok(()),
        }
    }
}

/// The image of each language.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Images {
    /// Python's; it has `python3` on its `PATH`.
    pub python: Image,
    /// R's; it has `R` on its `PATH`.
    pub r: Image,
}

impl Images {
    /// The image of a language.
    pub fn of(&self, language: Language) -> &Image {
        match language {
            Language::Python => &self.python,
            Language::R => &self.r,
        }
    }
}

impl Default for Images {
    fn default() -> Self {
        let tagged = |name: &str| Image { name: name.to_owned(), digest: None };
        Self { python: tagged("python:3.11-slim"), r: tagged("r-base:4.3.0") }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn image(text: &str) -> Image {
        text.parse().unwrap()
    }

    #[test]
    fn names_are_read_and_written() {
        let digest = format!("sha256:{}", "0a".repeat(32));
        let pinned = format!("python:3.11-slim@{digest}");
        let untagged = format!("python@{digest}");
        for (text, written, name) in [
            ("python:3.11-slim", "python:3.11-slim", "python:3.11-slim"),
            ("python", "python:latest", "python:latest"),
            ("localhost:5000/a/b_c", "localhost:5000/a/b_c:latest", "localhost:5000/a/b_c:latest"),
            ("ghcr.io/a/b:V_1.0-x", "ghcr.io/a/b:V_1.0-x", "ghcr.io/a/b:V_1.0-x"),
            (&pinned, &pinned, "python:3.11-slim"),
            (&untagged, &untagged, "python"),
        ] {
            let read = image(text);
            assert_eq!((read.to_string().as_str(), read.name()), (written, name));
            assert_eq!(image(&read.to_string()), read);
        }
        assert_eq!(image(&pinned).digest(), Some(digest.as_str()));
    }

    #[test]
    fn what_is_no_name_is_refused() {
        let long = "a".repeat(600);
        for text in [
            "",
            ":tag",
            "Python",
            "python:",
            "python: 3",
            "python@sha256:12",
            "python@md5:00",
            "../python",
            "a//b",
            "/a",
            "a/",
            "--privileged",
            "host:port/a",
            "a b",
            "a\n",
            "http://a/b",
            &long,
        ] {
            assert!(text.parse::<Image>().is_err(), "{text:?}");
        }
    }

    #[test]
    fn an_image_covers_its_own_name_and_its_own_digest() {
        let (one, two) = ("a".repeat(64), "b".repeat(64));
        let pinned = image(&format!("python:3@sha256:{one}"));
        assert!(image("python:3").covers(&pinned) && pinned.covers(&image("python:3")));
        assert!(!pinned.covers(&image(&format!("python:3@sha256:{two}"))));
        assert!(!image("python:3").covers(&image("python:4")));
        assert!(!image("python").covers(&image("python:3")));
    }
}
