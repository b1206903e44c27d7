//! Scanning: what a package's files would do, read from their text before anything runs.
//!
//! A scan is triage, not a boundary: the sandbox is that. What could not be read is never called clean.

mod analysis;
mod finding;
mod python;
mod r;
mod report;
mod rule;
pub mod rules;

pub use finding::{Capability, Confidence, Finding, Location, Severity, Suppression};
#[doc(hidden)]
pub use r::count_r_findings;
pub use report::{Report, Totals, Unread, Verdict};
pub use rule::{Example, Group, Rule, RuleLanguage};
