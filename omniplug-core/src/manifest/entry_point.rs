//! Where the runner finds a plugin's code.

use crate::sandbox::Language;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use std::fmt;
use std::str::FromStr;

/// `file` or `file:Name`, relative to the release's folder.
///
/// The file is a plain relative path with `/` between its parts; `Name` is the class, generator or function
/// in it. Reading one checks its form; [`EntryPoint::fits`] checks it against a language.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(try_from = "String", into = "String")]
#[schemars(with = "String")]
pub struct EntryPoint {
    file: String,
    name: Option<String>,
}

impl EntryPoint {
    /// The file, relative to the release's folder.
    pub fn file(&self) -> &str {
        &self.file
    }

    /// The class, generator or function in the file, where one is named.
    pub fn name(&self) -> Option<&str> {
        self.name.as_deref()
    }

    /// Checks that the file's ending and the name belong to a language.
    ///
    /// # Errors
    /// One line that says what does not fit.
    pub fn fits(&self, language: Language) -> Result<(), String> {
        let (fits, endings) = match language {
            Language::Python => (self.file.ends_with(".py"), "`.py`"),
            Language::R => (self.file.ends_with(".R") || self.file.ends_with(".r"), "`.R` or `.r`"),
        };
        if !fits {
            return Err(format!("a plugin in `{language}` has a file in {endings}"));
        }
        match self.name() {
            Some(name) if !is_name(name, language) => {
                Err(format!("`{}` is not a name in `{language}`", name.escape_debug()))
            }
            _ => Ok(()),
        }
    }
}

fn is_name(name: &str, language: Language) -> bool {
    let dots = language == Language::R;
    let mut characters = name.chars();
    let first = characters
        .next()
        .is_some_and(|c| c.is_alphabetic() || (c == '_' && !dots) || (c == '.' && dots));
    first && characters.all(|c| c.is_alphanumeric() || c == '_' || (c == '.' && dots))
}

impl FromStr for EntryPoint {
    type Err = String;

    /// Reads `file` or `file:Name`; the error is one line that says what is wrong.
    fn from_str(text: &str) -> Result<Self, String> {
        let (file, name) = match text.split_once(':') {
            Some((file, name)) => (file, Some(name)),
            None => (text, None),
        };
        if file.is_empty() {
            return Err("names no file".into());
        }
        if file.contains('\\') {
            return Err("has a backslash; paths have `/` between their parts".into());
        }
        if file.chars().any(char::is_control) {
            return Err("has a control character".into());
        }
        if file.starts_with('/') {
            return Err("is an absolute path".into());
        }
        if file.split('/').any(|part| matches!(part, "" | "." | "..")) {
            return Err("has a part that is empty, `.` or `..`".into());
        }
        if name == Some("") {
            return Err("ends in `:` without a name".into());
        }
        if name.is_some_and(|name| name.contains(':')) {
            return Err("has more than one `:`".into());
        }
        Ok(Self { file: file.to_owned(), name: name.map(str::to_owned) })
    }
}

impl TryFrom<String> for EntryPoint {
    type Error = String;

    fn try_from(text: String) -> Result<Self, String> {
        text.parse()
    }
}

impl From<EntryPoint> for String {
    fn from(entry_point: EntryPoint) -> Self {
        entry_point.to_string()
    }
}

impl fmt::Display for EntryPoint {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match &self.name {
            Some(name) => write!(f, "{}:{name}", self.file),
            None => f.write_str(&self.file),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_file_and_a_name_are_told_apart() {
        let entry: EntryPoint = "src/plugin.py:Scaler".parse().unwrap();
        assert_eq!(entry.file(), "src/plugin.py");
        assert_eq!(entry.name(), Some("Scaler"));
        assert_eq!(entry.to_string(), "src/plugin.py:Scaler");
        assert_eq!("main.R".parse::<EntryPoint>().unwrap().name(), None);
    }

    #[test]
    fn a_path_that_leaves_the_folder_is_refused() {
        for text in [
            "",
            ":A",
            "/etc/passwd.py",
            "../a.py",
            "a/../b.py",
            "./a.py",
            "a//b.py",
            "a\\b.py",
            "a.py:",
            "a.py:B:C",
            "C:/a.py:B",
            "a\n.py",
            "a/",
        ] {
            assert!(text.parse::<EntryPoint>().is_err(), "{text:?} was taken");
        }
    }

    #[test]
    fn the_ending_and_the_name_must_belong_to_the_language() {
        let entry = |text: &str| text.parse::<EntryPoint>().unwrap();
        assert!(entry("a.py:_B1").fits(Language::Python).is_ok());
        assert!(entry("a.r:my.scaler").fits(Language::R).is_ok());
        assert!(entry("a.R").fits(Language::R).is_ok());
        assert!(entry("a.R").fits(Language::Python).is_err());
        assert!(entry("a.py").fits(Language::R).is_err());
        assert!(entry("a.py:1B").fits(Language::Python).is_err());
        assert!(entry("a.py:B.C").fits(Language::Python).is_err());
    }
}
