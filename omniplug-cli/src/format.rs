//! The forms that data has in files.

use clap::ValueEnum;
use omniplug_core::payload::csv;
use std::path::Path;

/// The form of data in a file.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum Format {
    /// JSON
    Json,
    /// A table with commas
    Csv,
    /// A table with tabs
    Tsv,
    /// A table of Apache Parquet, which keeps the types of its columns
    Parquet,
}

impl Format {
    /// The form that a file's ending names.
    pub(crate) fn of(path: &str) -> Option<Self> {
        match Path::new(path).extension()?.to_str()?.to_ascii_lowercase().as_str() {
            "json" => Some(Self::Json),
            "csv" => Some(Self::Csv),
            "tsv" | "tab" => Some(Self::Tsv),
            "parquet" | "pq" => Some(Self::Parquet),
            _ => None,
        }
    }

    /// The ending of its files.
    pub(crate) fn ending(self) -> &'static str {
        match self {
            Self::Json => "json",
            Self::Csv => "csv",
            Self::Tsv => "tsv",
            Self::Parquet => "parquet",
        }
    }

    /// The form that data seems to have: Parquet by its first bytes, JSON when it is valid JSON, else a table with
    /// what separates more fields in its first line.
    pub(crate) fn sniff(data: &[u8]) -> Self {
        if data.starts_with(b"PAR1") {
            return Self::Parquet;
        }
        if serde_json::from_slice::<serde::de::IgnoredAny>(data).is_ok() {
            return Self::Json;
        }
        let first = data.split(|&byte| byte == b'\n').next().unwrap_or_default();
        let count = |separator| first.iter().filter(|&&byte| byte == separator).count();
        let looks_like_json = matches!(data.trim_ascii_start().first(), Some(b'{' | b'['));
        match (looks_like_json, count(b'\t') > count(b',')) {
            (true, _) => Self::Json,
            (false, true) => Self::Tsv,
            (false, false) => Self::Csv,
        }
    }

    /// What separates the fields of a table of text.
    pub(crate) fn csv_options(self) -> csv::Options {
        if self == Self::Tsv { csv::Options::tsv() } else { csv::Options::csv() }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_form_is_known_by_ending_or_by_looks() {
        assert_eq!(Format::of("a/b.CSV"), Some(Format::Csv));
        assert_eq!(Format::of("a.tsv"), Some(Format::Tsv));
        assert_eq!(Format::of("a.b.parquet"), Some(Format::Parquet));
        assert_eq!(Format::of("-"), None);
        assert_eq!(Format::sniff(b"PAR1\x15"), Format::Parquet);
        assert_eq!(Format::sniff(b" {\"a\": 1}"), Format::Json);
        assert_eq!(Format::sniff(b"{\"a\": "), Format::Json);
        assert_eq!(Format::sniff(b"x,y\n1,2\n"), Format::Csv);
        assert_eq!(Format::sniff(b"x\ty,z\tw\n"), Format::Tsv);
        assert_eq!(Format::sniff(b"3.5"), Format::Json);
    }
}
