//! What a rule is: its stable id and everything that is said about it.

use super::{Capability, Confidence, Severity};
use serde::Serialize;

/// What a rule looks at.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum RuleLanguage {
    /// Python source.
    Python,
    /// R source.
    R,
    /// The package's files, whatever is in them.
    Package,
    /// The packages that it depends on.
    Dependency,
}

/// What a rule is about.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Group {
    /// Running text as code.
    CodeExecution,
    /// Running programs.
    CommandExecution,
    /// Data formats that run code when they are read.
    Deserialization,
    /// Finding code by a name that is computed.
    Reflection,
    /// Hiding what the code does.
    Obfuscation,
    /// Reaching the network.
    Network,
    /// Sending away what the code was given.
    Exfiltration,
    /// Reading or writing files outside the scratch folders.
    FileSystem,
    /// Deleting files.
    Deletion,
    /// Changing permissions.
    Permissions,
    /// Loading machine code.
    NativeCode,
    /// Connections whose other end is not checked.
    Tls,
    /// Ciphers, digests and random numbers that are too weak.
    Cryptography,
    /// Passwords and keys in the code.
    Secrets,
    /// Staying after the end.
    Persistence,
    /// Looking at, or working around, what confines the code.
    SandboxProbing,
    /// Unpacking archives.
    Archives,
    /// Temporary files that others can guess.
    TemporaryFiles,
    /// Databases' commands put together from text.
    Injection,
    /// XML readers that follow what the document says.
    Xml,
    /// Servers for all, and servers for debugging.
    Servers,
    /// How the package is made.
    Package,
    /// What it depends on.
    Dependencies,
    /// Habits that hide errors.
    Quality,
}

/// Code that a rule finds, or leaves alone; both are its tests.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
pub struct Example {
    /// A file that the rule finds at least once.
    pub bad: &'static str,
    /// The same intent in a form that the rule does not find.
    pub good: &'static str,
}

/// A rule. Its id never changes its meaning.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
pub struct Rule {
    /// `PY101`, `R203`, `PKG004`, `DEP002`: the first digit of a source rule is its group's.
    pub id: &'static str,
    /// A name in `kebab-case`.
    pub name: &'static str,
    /// What it looks at.
    pub language: RuleLanguage,
    /// What it is about.
    pub group: Group,
    /// How bad it is, where nothing about the place says otherwise.
    pub severity: Severity,
    /// How sure a finding is, where nothing about the place says otherwise.
    pub confidence: Confidence,
    /// The weakness in the Common Weakness Enumeration.
    pub cwe: u16,
    /// Bandit's ids of the same thing, as in `B307`.
    pub aliases: &'static [&'static str],
    /// What code that it finds is able to do.
    pub capability: Option<Capability>,
    /// One line without a full stop.
    pub title: &'static str,
    /// Why it matters, in one or two sentences.
    pub explanation: &'static str,
    /// What to write instead.
    pub remedy: &'static str,
    /// Code that it finds, and code that it leaves alone.
    pub example: Example,
}
