//! Scanning: what a package's files would do, read from their text before anything runs.
//!
//! A scan is triage, not a boundary: the sandbox is that. What could not be read is never called clean.
//!
//! [`LocalScanner`] reads every file: Python and R by ending, first line or content, notebooks, R Markdown,
//! `.pth` files, start-up files, and what is neither (machine code, archives, links, modes). Findings follow
//! from [`rules`], and a [`ScanPolicy`] makes a [`Verdict`] of them. [`render`] writes a [`Report`] for people
//! and for other tools.

mod analysis;
mod audit;
mod baseline;
mod classify;
mod compare;
#[cfg(test)]
mod corpus;
mod dependencies;
mod engine;
mod file;
mod finding;
mod local;
mod package;
mod pieces;
mod place;
mod policy;
mod python;
mod r;
pub mod render;
mod report;
mod request;
mod rule;
pub mod rules;
mod source;
mod subject;
mod suppression;
mod verdict;
mod walk;

#[cfg(test)]
mod tests;

pub use audit::{AdvisoryData, Audit, Ecosystem, Requirement};
pub use dependencies::AdvisorySource;
pub use finding::{Capability, Confidence, Finding, Location, Severity, Suppression};
pub use local::LocalScanner;
pub use policy::{Allowance, Gate, ScanPolicy, Thresholds};
#[doc(hidden)]
pub use python::count_findings as count_python_findings;
#[doc(hidden)]
pub use r::count_r_findings;
pub use report::{Report, Totals, Unread, Verdict};
pub use request::{ScanLimits, ScanRequest};
pub use rule::{Example, Group, Rule, RuleLanguage};

use crate::Result;
use async_trait::async_trait;
use std::fmt::Debug;

/// Reads what a plugin would do before anything of it runs.
///
/// Each point below is a case of the conformance suite in the crate `omniplug-tests`, which an implementation of
/// a host's own can be given too.
#[async_trait]
pub trait Scanner: Debug + Send + Sync {
    /// Scans a folder, a package or a file.
    ///
    /// - Code that starts a program, in Python or R, is a finding with its file and line.
    /// - Harmless code passes, and the report counts its files and lines.
    /// - A folder and the package that was packed from it have the same findings.
    /// - Text in comments and strings is not code.
    /// - What can't be parsed or is too large is listed as not read, and nothing passes then; what else was found
    ///   is still there.
    /// - Links are not followed, and their loops end.
    /// - A finding with an author's comment that asks to look away is shown with it, counted, and judged as any.
    /// - What the policy allows is shown with the reason, and not judged.
    /// - Thresholds of the policy make of the same findings a pass, a warning or a block.
    /// - What a baseline has already is marked, and not judged.
    /// - Copies of other packages are marked, and judged by thresholds of their own.
    /// - What the code uses and the manifest does not ask for is a finding.
    /// - The same files give the same report, whatever the order in which they are read.
    /// - Fails with [`NotFound`](crate::ErrorKind::NotFound) when there is nothing at the path, and with
    ///   [`InvalidPackage`](crate::ErrorKind::InvalidPackage) when an archive is none.
    async fn scan(&self, request: &ScanRequest) -> Result<Report>;

    /// Compares what a folder, a package or a file depends on with advisories, and does nothing else.
    ///
    /// - Without advisories it could not scan, and never passes.
    /// - Fails as [`scan`](Self::scan) does.
    async fn audit(&self, request: &ScanRequest) -> Result<Report>;
}
