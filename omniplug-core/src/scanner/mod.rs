//! Scanning: what a package's files would do, read from their text before anything runs.
//!
//! A scan is triage, not a boundary: the sandbox is that. What could not be read is never called clean.

mod analysis;
#[cfg(test)]
mod corpus;
mod finding;
mod python;
mod report;
mod rule;
pub mod rules;

pub use finding::{Capability, Confidence, Finding, Location, Severity, Suppression};
#[doc(hidden)]
pub use python::count_findings as count_python_findings;
pub use report::{Report, Totals, Unread, Verdict};
pub use rule::{Example, Group, Rule, RuleLanguage};
