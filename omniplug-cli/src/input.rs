//! Reading a plugin's input and parameters.

use clap::ValueEnum;
use omniplug_core::payload::{Payload, csv};
use omniplug_core::{Error, ErrorKind, Result};
use serde_json::{Map, Value};
use std::fs;
use std::io::{self, Read};
use std::path::Path;
use std::time::Duration;

/// The form of data in a file.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum Format {
    /// JSON
    Json,
    /// A table with commas
    Csv,
    /// A table with tabs
    Tsv,
}

impl Format {
    /// The form that a file's ending names.
    pub(crate) fn of(path: &str) -> Option<Self> {
        match Path::new(path).extension()?.to_str()?.to_ascii_lowercase().as_str() {
            "json" => Some(Self::Json),
            "csv" => Some(Self::Csv),
            "tsv" | "tab" => Some(Self::Tsv),
            _ => None,
        }
    }

    /// The ending of such files.
    pub(crate) fn ending(self) -> &'static str {
        match self {
            Self::Json => "json",
            Self::Csv => "csv",
            Self::Tsv => "tsv",
        }
    }

    /// The form that data seems to have: JSON when it is valid JSON, else a table with what separates more
    /// fields in its first line.
    fn sniff(data: &[u8]) -> Self {
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

    /// What separates the fields of a table.
    pub(crate) fn csv_options(self) -> csv::Options {
        if self == Self::Tsv { csv::Options::tsv() } else { csv::Options::csv() }
    }
}

/// Reads the input from a file, or from standard input for `-`.
///
/// # Errors
/// [`NotFound`](ErrorKind::NotFound) and [`InvalidInput`](ErrorKind::InvalidInput), which name the file.
pub(crate) fn read(path: &str, format: Option<Format>) -> Result<Payload> {
    let data = read_bytes(path)?;
    let format = format.or_else(|| Format::of(path)).unwrap_or_else(|| Format::sniff(&data));
    let payload = match format {
        Format::Json => parse_json(&data).and_then(Payload::from_json),
        table => csv::read(data.as_slice(), &table.csv_options()).and_then(Payload::from_table),
    };
    payload.map_err(|error| error.context(format!("can't read `{path}`")))
}

/// Puts the parameters of a file and those of the command line together; the latter go before.
///
/// # Errors
/// As [`read`]; the file must hold a JSON object.
pub(crate) fn parameters(
    file: Option<&str>,
    given: &[(String, Value)],
) -> Result<Map<String, Value>> {
    let mut parameters = match file {
        None => Map::new(),
        Some(path) => match parse_json(&read_bytes(path)?) {
            Ok(Value::Object(map)) => map,
            Ok(_) => {
                return Err(Error::new(
                    ErrorKind::InvalidInput,
                    format!("`{path}` holds no JSON object"),
                )
                .with_hint("write the parameters as in `{\"name\": \"value\"}`"));
            }
            Err(error) => return Err(error.context(format!("can't read `{path}`"))),
        },
    };
    parameters.extend(given.iter().cloned());
    Ok(parameters)
}

/// Reads `name=value`; the value is JSON where it can be, else text.
pub(crate) fn assignment(text: &str) -> Result<(String, Value), String> {
    match text.split_once('=') {
        Some((name, value)) if !name.is_empty() => {
            let value = serde_json::from_str(value).unwrap_or_else(|_| Value::from(value));
            Ok((name.to_owned(), value))
        }
        _ => Err("write it as `name=value`".into()),
    }
}

/// Reads seconds, or a time with a unit as in `30s`, `5m`, `1h30m`.
pub(crate) fn duration(text: &str) -> Result<Duration, String> {
    let wrong = || "write seconds, or a time as in `30s`, `5m`, `1h30m`".to_owned();
    let duration = match text.parse::<f64>() {
        Ok(seconds) => Duration::try_from_secs_f64(seconds).map_err(|_| wrong())?,
        Err(_) => {
            let signed: jiff::SignedDuration = text.parse().map_err(|_| wrong())?;
            Duration::try_from(signed).map_err(|_| wrong())?
        }
    };
    if duration.is_zero() { Err("it leaves no time to run".into()) } else { Ok(duration) }
}

fn parse_json(data: &[u8]) -> Result<Value> {
    serde_json::from_slice(data).map_err(|error| {
        Error::new(ErrorKind::InvalidInput, format!("it is not valid JSON: {error}"))
            .with_hint("use `--input-format` when the file is a table")
    })
}

fn read_bytes(path: &str) -> Result<Vec<u8>> {
    let mut data = Vec::new();
    let read = if path == "-" {
        io::stdin().lock().read_to_end(&mut data).map(|_| data)
    } else {
        fs::read(path)
    };
    read.map_err(|error| {
        let kind = match error.kind() {
            io::ErrorKind::NotFound => ErrorKind::NotFound,
            _ => ErrorKind::InvalidInput,
        };
        Error::new(kind, format!("can't read `{path}`")).with_source(error)
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn the_form_is_known_by_ending_or_by_looks() {
        assert_eq!(Format::of("a/b.CSV"), Some(Format::Csv));
        assert_eq!(Format::of("a.tsv"), Some(Format::Tsv));
        assert_eq!(Format::of("-"), None);
        assert_eq!(Format::sniff(b" {\"a\": 1}"), Format::Json);
        assert_eq!(Format::sniff(b"{\"a\": "), Format::Json);
        assert_eq!(Format::sniff(b"x,y\n1,2\n"), Format::Csv);
        assert_eq!(Format::sniff(b"x\ty,z\tw\n"), Format::Tsv);
        assert_eq!(Format::sniff(b"3.5"), Format::Json);
    }

    #[test]
    fn values_are_json_where_they_can_be() {
        assert_eq!(assignment("n=3"), Ok(("n".into(), json!(3))));
        assert_eq!(assignment("m=z-score"), Ok(("m".into(), json!("z-score"))));
        assert_eq!(assignment("c=[\"a\"]"), Ok(("c".into(), json!(["a"]))));
        assert_eq!(assignment("e="), Ok(("e".into(), json!(""))));
        assert_eq!(assignment("f=a=b"), Ok(("f".into(), json!("a=b"))));
        assert!(assignment("=1").is_err());
        assert!(assignment("name").is_err());
    }

    #[test]
    fn times_have_units() {
        assert_eq!(duration("30"), Ok(Duration::from_secs(30)));
        assert_eq!(duration("0.5"), Ok(Duration::from_millis(500)));
        assert_eq!(duration("5m"), Ok(Duration::from_secs(300)));
        assert_eq!(duration("1h30m"), Ok(Duration::from_secs(5400)));
        for wrong in ["", "-1", "nan", "inf", "0", "5 parsecs", "1e300"] {
            assert!(duration(wrong).is_err(), "{wrong}");
        }
    }

    #[test]
    fn parameters_of_the_command_line_go_before_those_of_the_file() {
        let folder = tempfile::tempdir().unwrap();
        let file = folder.path().join("p.json");
        fs::write(&file, r#"{"a": 1, "b": 2}"#).unwrap();
        let given = [("b".to_owned(), json!(3))];
        let merged = parameters(file.to_str(), &given).unwrap();
        assert_eq!(Value::Object(merged), json!({"a": 1, "b": 3}));
        fs::write(&file, "[1]").unwrap();
        assert!(parameters(file.to_str(), &given).is_err());
    }

    #[test]
    fn a_missing_file_is_not_found_and_a_wrong_one_is_named() {
        assert_eq!(read("/no/such.json", None).unwrap_err().kind(), ErrorKind::NotFound);
        let folder = tempfile::tempdir().unwrap();
        let file = folder.path().join("x.json");
        fs::write(&file, "{").unwrap();
        let error = read(file.to_str().unwrap(), None).unwrap_err();
        assert!(error.message().contains("x.json"), "{error}");
    }
}
