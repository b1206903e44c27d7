//! Finding all that is wrong with a manifest.

use super::source::Source;
use super::{FILE_NAME, Manifest, Problem, rules};
use crate::error::PathContext;
use crate::json_schema::{self, Finding, Sort};
use crate::{Error, ErrorKind, Result};
use serde_json::Value;
use std::io::Read;
use std::os::unix::fs::OpenOptionsExt;
use std::path::Path;

/// The largest file that is read, in bytes.
pub const MAX_BYTES: usize = 1 << 20;

/// So many problems are named; a file with more is mended in turns.
const MAX_PROBLEMS: usize = 200;

/// A manifest that was read, and what is worth a look in it.
#[derive(Debug, Clone, PartialEq)]
pub struct Parsed {
    /// The manifest.
    pub manifest: Manifest,
    /// What is worth a look: unknown fields and the like.
    pub warnings: Vec<Problem>,
}

/// All that was found in a manifest.
#[derive(Debug, Clone, PartialEq)]
pub struct Checked {
    /// The manifest; present exactly when there are no errors.
    pub manifest: Option<Manifest>,
    /// What is wrong, in the order of the file's lines.
    pub errors: Vec<Problem>,
    /// What is worth a look, in the order of the file's lines.
    pub warnings: Vec<Problem>,
}

impl Manifest {
    /// Finds all that is wrong with the text of a manifest.
    pub fn check(text: &str) -> Checked {
        let mut report = Report::default();
        let manifest = report.read(text);
        report.errors.sort_by_key(|problem| problem.line);
        report.warnings.sort_by_key(|problem| problem.line);
        report.errors.truncate(MAX_PROBLEMS);
        report.warnings.truncate(MAX_PROBLEMS);
        Checked {
            manifest: manifest.filter(|_| report.errors.is_empty()),
            errors: report.errors,
            warnings: report.warnings,
        }
    }

    /// Reads the text of a manifest.
    ///
    /// # Errors
    /// One [`InvalidManifest`](ErrorKind::InvalidManifest) error that lists every problem.
    pub fn parse(text: &str) -> Result<Parsed> {
        let Checked { manifest, errors, warnings } = Self::check(text);
        match manifest {
            Some(manifest) => Ok(Parsed { manifest, warnings }),
            None => Err(refusal(&errors)),
        }
    }

    /// Reads `manifest.json` in a plugin's folder. A symbolic link there is not followed.
    ///
    /// # Errors
    /// - [`NotFound`](ErrorKind::NotFound) when there is no such file or it can't be read.
    /// - [`InvalidManifest`](ErrorKind::InvalidManifest) when it is not a regular file of at most
    ///   [`MAX_BYTES`], not UTF-8, or anything in it is wrong, with every problem.
    pub fn load(folder: &Path) -> Result<Parsed> {
        let path = folder.join(FILE_NAME);
        let bytes = read_file(&path)?;
        let text = String::from_utf8(bytes).map_err(|error| {
            let valid = &error.as_bytes()[..error.utf8_error().valid_up_to()];
            let line = 1 + valid.iter().filter(|byte| **byte == b'\n').count();
            invalid(format!("`{}` is not UTF-8 on line {line}", path.display()))
                .with_hint("save it as UTF-8")
        })?;
        Self::parse(&text).map_err(|error| error.context(path.display()))
    }
}

fn invalid(message: String) -> Error {
    Error::new(ErrorKind::InvalidManifest, message)
}

fn read_file(path: &Path) -> Result<Vec<u8>> {
    let opened = std::fs::OpenOptions::new()
        .read(true)
        .custom_flags(libc::O_NOFOLLOW | libc::O_NONBLOCK | libc::O_CLOEXEC)
        .open(path);
    let file = match opened {
        Err(error) if error.raw_os_error() == Some(libc::ELOOP) => {
            return Err(invalid(format!("`{}` is a symbolic link", path.display()))
                .with_hint("put the file itself there"));
        }
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => {
            return Err(Error::new(
                ErrorKind::NotFound,
                format!("there is no `{}`", path.display()),
            )
            .with_hint("a plugin is a folder with a `manifest.json`"));
        }
        other => other.at(ErrorKind::NotFound, "open", path)?,
    };
    let data = file.metadata().at(ErrorKind::NotFound, "look at", path)?;
    if !data.is_file() {
        return Err(invalid(format!("`{}` is not a regular file", path.display()))
            .with_hint("put the file itself there"));
    }
    let mut bytes = Vec::new();
    file.take(MAX_BYTES as u64 + 1).read_to_end(&mut bytes).at(
        ErrorKind::NotFound,
        "read",
        path,
    )?;
    if bytes.len() > MAX_BYTES {
        return Err(invalid(format!("`{}` has more than 1 MiB", path.display()))
            .with_hint("keep data in files of its own"));
    }
    Ok(bytes)
}

fn refusal(errors: &[Problem]) -> Error {
    let [only] = errors else {
        let lines: Vec<String> = errors.iter().map(|problem| format!("- {problem}")).collect();
        let count = errors.len();
        return invalid(format!("the manifest has {count} problems:\n{}", lines.join("\n")))
            .with_hint("mend them all and try again");
    };
    invalid(format!("the manifest is wrong: {}", only.headline())).with_hint(&only.hint)
}

/// What was found so far.
#[derive(Default)]
pub(super) struct Report {
    pub(super) errors: Vec<Problem>,
    pub(super) warnings: Vec<Problem>,
}

impl Report {
    fn read(&mut self, text: &str) -> Option<Manifest> {
        if text.len() > MAX_BYTES {
            self.whole("the manifest has more than 1 MiB", "keep data in files of its own");
            return None;
        }
        // Some editors on Windows write this mark; other readers of JSON take it too.
        let text = text.strip_prefix('\u{feff}').unwrap_or(text);
        let mut source = match Source::read(text) {
            Ok(source) => source,
            Err(problem) => {
                self.errors.push(problem);
                return None;
            }
        };
        self.errors.append(&mut source.duplicates);
        if !source.value.is_object() {
            self.whole("the manifest is not an object", "write it as `{ \"name\": … }`");
            return None;
        }
        source.drop_nulls();
        rules::check(&source, self);
        self.structure(&source);
        if !self.errors.is_empty() {
            return None;
        }
        serde_json::from_value(source.value)
            .map_err(|error| self.whole(&error.to_string(), "compare the file with the schema"))
            .ok()
    }

    fn whole(&mut self, message: &str, hint: &str) {
        self.errors.push(Problem {
            field: String::new(),
            line: 1,
            value: None,
            message: message.to_owned(),
            hint: hint.to_owned(),
        });
    }

    /// Adds what the schema finds, unless a rule, which knows better words, has spoken of that field.
    fn structure(&mut self, source: &Source) {
        let schema = super::schema();
        let validator = match json_schema::compile(&schema) {
            Ok(validator) => validator,
            Err(error) => return self.whole(&error, "report this; it is an error in this library"),
        };
        let known = self.errors.len();
        for finding in json_schema::findings(&validator, &source.value, MAX_PROBLEMS) {
            let problem = explain(finding, source, &schema);
            match problem {
                (Sort::Unknown, problem) => self.warnings.push(problem),
                (_, problem) => {
                    if !self.errors[..known].iter().any(|error| error.field == problem.field) {
                        self.errors.push(problem);
                    }
                }
            }
        }
    }
}

fn explain(finding: Finding, source: &Source, schema: &Value) -> (Sort, Problem) {
    let Finding { pointer, sort, message, hint } = finding;
    let (message, hint) = match &sort {
        Sort::Unknown => {
            let name = pointer.rsplit('/').next().unwrap_or_default();
            let parent = &pointer[..pointer.len() - name.len() - 1];
            let names = if parent.is_empty() { fields(schema) } else { near(parent) };
            let hint = match json_schema::closest(name, names) {
                Some(meant) => format!("did you mean `{meant}`? it is ignored as it is"),
                None => "it is ignored; leave it out or mend its name".to_owned(),
            };
            ("is not a field that is known here".to_owned(), hint)
        }
        Sort::Missing(name) => {
            let example = example(name);
            (message, format!("add `\"{name}\": {example}`"))
        }
        Sort::Other => (message, hint),
    };
    let problem = source.problem(&pointer, message, hint);
    (sort, problem)
}

fn fields(schema: &Value) -> Vec<&str> {
    let properties = schema.get("properties").and_then(Value::as_object);
    properties.into_iter().flat_map(|map| map.keys().map(String::as_str)).collect()
}

/// The names of fields inside other fields, which are few.
fn near(parent: &str) -> Vec<&'static str> {
    match parent.split('/').nth(1).unwrap_or_default() {
        "config" => vec!["type", "default", "description", "options"],
        "dependencies" => vec!["name", "version", "type", "extras", "marker"],
        "resources" => vec!["memory", "cpus", "timeout", "processes", "output"],
        "runtime" => vec!["python", "r", "image"],
        "permissions" => vec!["read_data", "write_data", "network", "file_system", "gpu", "hosts"],
        _ => Vec::new(),
    }
}

fn example(name: &str) -> &'static str {
    match name {
        "version" => "\"1.0.0\"",
        "language" => "\"python\"",
        "entry_point" => "\"main.py:ClassName\"",
        "type" => "\"string\"",
        "hosts" => "[\"api.example.org:443\"]",
        _ => "\"…\"",
    }
}

#[cfg(test)]
#[path = "check_tests.rs"]
mod tests;
