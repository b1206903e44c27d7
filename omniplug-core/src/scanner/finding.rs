//! What a scan found, and where.

use super::Rule;
use serde::{Deserialize, Serialize};
use std::path::{Path, PathBuf};

/// How bad a finding is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Severity {
    /// Worth knowing.
    Info,
    /// Dangerous only together with something else.
    Low,
    /// Dangerous with input that somebody else chooses.
    Medium,
    /// Dangerous as it stands.
    High,
    /// Hostile code looks like this.
    Critical,
}

impl Severity {
    /// All of them, the worst first.
    pub const ALL: [Self; 5] = [Self::Critical, Self::High, Self::Medium, Self::Low, Self::Info];

    /// The stable name in `snake_case`.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Info => "info",
            Self::Low => "low",
            Self::Medium => "medium",
            Self::High => "high",
            Self::Critical => "critical",
        }
    }
}

/// How sure a finding is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Confidence {
    /// It may be something else.
    Low,
    /// It most likely is what it looks like.
    Medium,
    /// The name and the arguments are known.
    High,
}

impl Confidence {
    /// The stable name in `snake_case`.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Low => "low",
            Self::Medium => "medium",
            Self::High => "high",
        }
    }
}

/// What code is able to do, as far as its text tells.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Capability {
    /// Reaches the network.
    Network,
    /// Starts programs.
    Process,
    /// Reads files by names of its own.
    FileRead,
    /// Writes files outside the scratch folders.
    FileWrite,
    /// Loads machine code.
    Native,
    /// Reads or changes environment variables.
    Environment,
    /// Runs text or data as code.
    DynamicCode,
}

impl Capability {
    /// The stable name in `snake_case`.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Network => "network",
            Self::Process => "process",
            Self::FileRead => "file_read",
            Self::FileWrite => "file_write",
            Self::Native => "native",
            Self::Environment => "environment",
            Self::DynamicCode => "dynamic_code",
        }
    }
}

/// A place in a file of the package.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct Location {
    /// Relative to the package's root.
    pub file: PathBuf,
    /// From 1; 0 where the finding is about the whole file.
    pub line: u32,
    /// In characters, from 1; 0 where the finding is about the whole file.
    pub column: u32,
    /// The last line of the construct.
    pub end_line: u32,
    /// The cell of a notebook, from 1.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub cell: Option<u32>,
}

/// An author's comment that asks scanners to look away. It hides nothing here.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Suppression {
    /// The comment as it stands, as in `# nosec B602`.
    pub comment: String,
    /// The reason that it gives.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub reason: Option<String>,
}

/// Something that a rule found.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Finding {
    /// The rule's id.
    pub rule: String,
    /// What other scanners call the rule, as in `B602` of Bandit.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub aliases: Vec<String>,
    /// How bad it is here.
    pub severity: Severity,
    /// How sure it is here.
    pub confidence: Confidence,
    /// One line without a full stop that says what is there, with the resolved name in backticks.
    pub message: String,
    /// Where.
    pub location: Location,
    /// The line of code as it stands, cut to 200 characters around the place.
    pub snippet: String,
    /// The author's comment that asks to look away.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub suppression: Option<Suppression>,
    /// Whether it lies in a copy of somebody else's package.
    #[serde(default)]
    pub vendored: bool,
    /// Whether the baseline has it already.
    #[serde(default)]
    pub known: bool,
    /// Why the host's policy allows it, where it does.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub allowed: Option<String>,
    /// Ids of advisories, as in `GHSA-…`, `CVE-…`.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub references: Vec<String>,
    /// The command that mends it, where one does.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub update: Option<String>,
}

impl Finding {
    /// What a rule found, as bad and as sure as the rule says.
    pub(super) fn new(
        rule: &Rule,
        message: impl Into<String>,
        location: Location,
        snippet: impl Into<String>,
    ) -> Self {
        Self {
            rule: rule.id.to_owned(),
            aliases: rule.aliases.iter().map(|alias| (*alias).to_owned()).collect(),
            severity: rule.severity,
            confidence: rule.confidence,
            message: message.into(),
            location,
            snippet: snippet.into(),
            suppression: None,
            vendored: false,
            known: false,
            allowed: None,
            references: Vec::new(),
            update: None,
        }
    }

    /// The same with another severity.
    pub(super) fn with_severity(mut self, severity: Severity) -> Self {
        self.severity = severity;
        self
    }
}

impl Location {
    /// A file as a whole.
    pub(super) fn whole(file: &Path) -> Self {
        Self { file: file.to_owned(), line: 0, column: 0, end_line: 0, cell: None }
    }

    /// A line of a file.
    pub(super) fn line(file: &Path, line: u32) -> Self {
        Self { line, column: 1, end_line: line, ..Self::whole(file) }
    }
}
