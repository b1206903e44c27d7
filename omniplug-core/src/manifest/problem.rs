//! What is wrong with a manifest.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use std::fmt;

/// One thing that is wrong with a manifest, or worth a look.
///
/// It prints as one line, and the remedy on a second behind `hint: `.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Problem {
    /// The field, as in `config.bins.type` or `dependencies[2]`; empty for the whole file.
    pub field: String,
    /// The line in the file, from 1.
    pub line: usize,
    /// The value as JSON, shortened, where there is one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub value: Option<String>,
    /// What is wrong, in one line.
    pub message: String,
    /// What to do about it.
    pub hint: String,
}

impl Problem {
    /// The problem as one line, without the remedy.
    pub fn headline(&self) -> String {
        match (self.field.is_empty(), &self.value) {
            (true, _) => format!("line {}: {}", self.line, self.message),
            (false, None) => format!("line {}: `{}` {}", self.line, self.field, self.message),
            (false, Some(value)) => {
                format!("line {}: `{}` is `{value}`, which {}", self.line, self.field, self.message)
            }
        }
    }
}

impl fmt::Display for Problem {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}\nhint: {}", self.headline(), self.hint)
    }
}
