//! What a plugin needs from the machine and from its language.

use crate::sandbox::{Image, Language};
use schemars::JsonSchema;
use semver::{Version, VersionReq};
use serde::{Deserialize, Serialize};
use std::fmt;
use std::str::FromStr;

/// What a plugin asks for per execution. The host's policy sets ceilings.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[schemars(deny_unknown_fields)]
pub struct Resources {
    /// Memory of all processes together: bytes, or text as in `"512MiB"`, `"2 GB"`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub memory: Option<ByteSize>,
    /// Processors, as in `0.5`, `2`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schemars(range(min = 0.01, max = 1024.0))]
    pub cpus: Option<f64>,
    /// Wall-clock time in seconds.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schemars(range(min = 1, max = 604_800))]
    pub timeout: Option<u64>,
    /// Processes and threads at once.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schemars(range(min = 1, max = 100_000))]
    pub processes: Option<u32>,
    /// Result plus all that is printed: bytes, or text as in `"64MiB"`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub output: Option<ByteSize>,
}

/// What a plugin runs with: the versions of its language, as ranges of semantic versions (`">=3.9, <3.14"`,
/// `"~4.3"`), and an image.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[schemars(deny_unknown_fields)]
pub struct Runtime {
    /// Versions of Python.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schemars(with = "Option<String>")]
    pub python: Option<VersionReq>,
    /// Versions of R.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schemars(with = "Option<String>")]
    pub r: Option<VersionReq>,
    /// The image to run in, where the host's own for the language will not do, as in `"python:3.12-slim"`. The host's
    /// policy must allow it, and its sandbox must have images.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub image: Option<Image>,
}

impl Runtime {
    /// The range for a language, where the manifest has one.
    pub fn range(&self, language: Language) -> Option<&VersionReq> {
        match language {
            Language::Python => self.python.as_ref(),
            Language::R => self.r.as_ref(),
        }
    }

    /// Whether a version of a language is in its range, or there is no range.
    pub fn allows(&self, language: Language, version: &Version) -> bool {
        self.range(language).is_none_or(|range| range.matches(version))
    }
}

/// A number of bytes, at least one. Manifests write it as a whole number or as text with a unit: `B`; `KB`,
/// `MB`, `GB`, `TB` for powers of 1,000; `KiB`, `MiB`, `GiB`, `TiB` for powers of 1,024.
#[derive(
    Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, JsonSchema,
)]
#[serde(try_from = "ByteSizeForm")]
#[schemars(with = "ByteSizeForm")]
pub struct ByteSize(pub u64);

#[derive(Deserialize, JsonSchema)]
#[serde(untagged)]
enum ByteSizeForm {
    Bytes(#[schemars(range(min = 1))] u64),
    Text(String),
}

impl TryFrom<ByteSizeForm> for ByteSize {
    type Error = String;

    fn try_from(form: ByteSizeForm) -> Result<Self, String> {
        match form {
            ByteSizeForm::Bytes(0) => Err("is zero".into()),
            ByteSizeForm::Bytes(bytes) => Ok(Self(bytes)),
            ByteSizeForm::Text(text) => text.parse(),
        }
    }
}

impl FromStr for ByteSize {
    type Err = String;

    /// Reads a number with a unit; the error is one line that says what is wrong.
    fn from_str(text: &str) -> Result<Self, String> {
        let text = text.trim();
        let end = text.find(|c: char| !c.is_ascii_digit() && c != '.').unwrap_or(text.len());
        let (number, unit) = text.split_at(end);
        let factor: u64 = match unit.trim().to_ascii_lowercase().as_str() {
            "" | "b" => 1,
            "kb" | "k" => 1_000,
            "mb" | "m" => 1_000_000,
            "gb" | "g" => 1_000_000_000,
            "tb" | "t" => 1_000_000_000_000,
            "kib" => 1 << 10,
            "mib" => 1 << 20,
            "gib" => 1 << 30,
            "tib" => 1 << 40,
            _ => return Err("has no unit that is known".into()),
        };
        let number: f64 = number.parse().map_err(|_| "does not begin with a number".to_owned())?;
        let bytes = (number * factor as f64).round();
        // 2^53: every whole number up to it is exact.
        if !(1.0..=9_007_199_254_740_992.0).contains(&bytes) {
            return Err("is not between one byte and 8 PiB".into());
        }
        Ok(Self(bytes as u64))
    }
}

impl fmt::Display for ByteSize {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let units = [("GiB", 1 << 30), ("MiB", 1 << 20), ("KiB", 1 << 10)];
        match units.iter().find(|(_, size)| self.0.is_multiple_of(*size)) {
            Some((unit, size)) if self.0 > 0 => write!(f, "{}{unit}", self.0 / size),
            _ => write!(f, "{}B", self.0),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn sizes_are_read_as_numbers_and_as_text() {
        for (value, bytes) in [
            (json!(1024), 1024),
            (json!("512MiB"), 512 << 20),
            (json!("2 GB"), 2_000_000_000),
            (json!("1.5gib"), 3 << 29),
            (json!("100"), 100),
        ] {
            let size: ByteSize = serde_json::from_value(value).unwrap();
            assert_eq!(size.0, bytes);
        }
        assert_eq!(ByteSize(512 << 20).to_string(), "512MiB");
        assert_eq!(ByteSize(1500).to_string(), "1500B");
        assert_eq!(serde_json::to_value(ByteSize(7)).unwrap(), json!(7));
    }

    #[test]
    fn sizes_that_are_none_are_refused() {
        for value in [
            json!(0),
            json!(-1),
            json!("0"),
            json!("much"),
            json!("1 parsec"),
            json!("MiB"),
            json!("9999999TiB"),
            json!("1.2.3MB"),
            json!(1.5),
        ] {
            assert!(
                serde_json::from_value::<ByteSize>(value.clone()).is_err(),
                "{value} was taken"
            );
        }
    }

    #[test]
    fn a_runtime_allows_what_is_in_its_range() {
        let runtime: Runtime = serde_json::from_value(json!({"python": ">=3.9, <3.13"})).unwrap();
        assert!(runtime.allows(Language::Python, &Version::new(3, 12, 1)));
        assert!(!runtime.allows(Language::Python, &Version::new(3, 13, 0)));
        assert!(runtime.allows(Language::R, &Version::new(4, 3, 0)));
    }
}
