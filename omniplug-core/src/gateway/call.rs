//! A call on its way to a plugin, and what is wrong with it.

use crate::json_schema::{Finding, dotted};
use crate::payload::Payload;
use crate::{Error, ErrorKind};
use serde_json::{Map, Value};
use std::fmt;

/// A call on its way to a plugin.
#[derive(Debug, Clone, Copy)]
pub struct Call<'a> {
    /// The caller's parameters.
    pub parameters: &'a Map<String, Value>,
    /// What the caller says about the data.
    pub metadata: &'a Map<String, Value>,
    /// The data.
    pub input: &'a Payload,
}

/// One thing that is wrong with a call, a configuration or a result.
///
/// It never holds the value that is wrong, which may be a secret.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Issue {
    /// The place, as in `parameters.method` or `data`.
    pub path: String,
    /// What is wrong, read on after the path: `is not text`.
    pub message: String,
    /// What to do about it.
    pub hint: String,
}

impl Issue {
    /// Makes an issue.
    pub fn new(
        path: impl Into<String>,
        message: impl Into<String>,
        hint: impl Into<String>,
    ) -> Self {
        Self { path: path.into(), message: message.into(), hint: hint.into() }
    }

    pub(super) fn found(base: &str, finding: Finding) -> Self {
        let path = dotted(&format!("/{base}{}", finding.pointer));
        Self::new(path, finding.message, finding.hint)
    }
}

impl fmt::Display for Issue {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "`{}` {}", self.path, self.message)
    }
}

/// One error that lists all issues, or nothing when there are none.
pub(super) fn verdict(subject: &str, issues: &[Issue]) -> Result<(), Error> {
    let error = match issues {
        [] => return Ok(()),
        [only] => Error::new(ErrorKind::InvalidInput, format!("{subject} is wrong: {only}"))
            .with_hint(&only.hint),
        many => {
            let lines: Vec<String> =
                many.iter().map(|issue| format!("- {issue}\nhint: {}", issue.hint)).collect();
            let count = many.len();
            Error::new(
                ErrorKind::InvalidInput,
                format!("{subject} has {count} problems:\n{}", lines.join("\n")),
            )
            .with_hint("mend them all and try again")
        }
    };
    Err(error)
}
