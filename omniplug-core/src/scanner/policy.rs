//! The host's rules on what a scan may find.

use super::{AdvisorySource, Confidence, Finding, Report, Severity, Verdict};
use crate::{Error, ErrorKind, Result};
use serde::{Deserialize, Serialize};
use std::path::Path;

/// What the host does with a scan of what it is to install or run.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Gate {
    /// What blocks is refused, and so is what could not be scanned.
    #[default]
    Enforce,
    /// Nothing is refused; what would be is a warning.
    Warn,
    /// Nothing is scanned.
    Off,
}

/// From which severity on findings matter; never, where there is none.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Thresholds {
    /// The least severity that warns.
    #[serde(default)]
    pub warn: Option<Severity>,
    /// The least severity that blocks.
    #[serde(default)]
    pub block: Option<Severity>,
}

/// Findings that the host has looked at and lets be.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Allowance {
    /// The rule's id, or `unread` for files that can't be read; any finding when absent.
    #[serde(default)]
    pub rule: Option<String>,
    /// The file, or a folder above it, relative to the package; `*` stands for any text. Any when absent.
    #[serde(default)]
    pub path: Option<String>,
    /// Why, for those who read the report.
    pub reason: String,
}

/// The host's rules on what a scan may find. The default refuses what blocks and what could not be scanned.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct ScanPolicy {
    /// What is done with a scan's verdict when a plugin is installed or run from its source.
    pub gate: Gate,
    /// For the author's own files.
    pub own: Thresholds,
    /// For copies of other packages among them.
    pub vendored: Thresholds,
    /// A finding that is less sure warns at most.
    pub least_confidence: Confidence,
    /// Findings that are let be. They stay in the report with the reason.
    pub allow: Vec<Allowance>,
    /// Whether the gate lets pass what could not be scanned, with a warning.
    pub allow_unread: bool,
    /// Advisories that packages which are asked for are compared with, besides the scanner's own. The network is only asked
    /// where an address is among them.
    pub advisories: Vec<AdvisorySource>,
    /// Whether packages that are asked for must have been compared with advisories: without a database nothing
    /// passes then.
    pub require_advisories: bool,
    /// The age in days from which advisories are too old to tell that there is nothing.
    pub advisory_age_days: u64,
}

impl Default for ScanPolicy {
    fn default() -> Self {
        let block = Some(Severity::High);
        Self {
            gate: Gate::Enforce,
            own: Thresholds { warn: Some(Severity::Medium), block },
            vendored: Thresholds { warn: Some(Severity::High), block },
            least_confidence: Confidence::Medium,
            allow: Vec::new(),
            allow_unread: false,
            advisories: Vec::new(),
            require_advisories: false,
            advisory_age_days: 30,
        }
    }
}

impl ScanPolicy {
    /// Why a finding is let be, where it is.
    pub fn allows(&self, finding: &Finding) -> Option<&str> {
        self.allowance(&finding.rule, &finding.location.file)
    }

    /// Why a file that could not be read is let be, where it is. An allowance for any rule is none for that.
    pub(super) fn allows_unread(&self, file: &Path) -> Option<&str> {
        let mut named = self.allow.iter().filter(|allowance| allowance.rule.is_some());
        named.find(|it| it.covers(UNREAD, file)).map(|it| it.reason.as_str())
    }

    fn allowance(&self, rule: &str, file: &Path) -> Option<&str> {
        self.allow.iter().find(|it| it.covers(rule, file)).map(|it| it.reason.as_str())
    }

    /// What a finding leads to.
    pub(super) fn judge(&self, finding: &Finding) -> Verdict {
        let thresholds = if finding.vendored { self.vendored } else { self.own };
        let reaches =
            |least: Option<Severity>| least.is_some_and(|least| finding.severity >= least);
        if finding.allowed.is_some() || finding.known {
            Verdict::Pass
        } else if reaches(thresholds.block) && finding.confidence >= self.least_confidence {
            Verdict::Block
        } else if reaches(thresholds.warn) || reaches(thresholds.block) {
            Verdict::Warn
        } else {
            Verdict::Pass
        }
    }

    /// Decides about an installation; answers with what its user should know.
    ///
    /// # Errors
    /// [`Refused`](ErrorKind::Refused) with the scan's first reason.
    pub fn admit(&self, report: &Report) -> Result<Vec<String>> {
        let is_refused = match report.verdict {
            Verdict::Pass | Verdict::Warn => false,
            Verdict::Block => self.gate == Gate::Enforce,
            Verdict::CouldNotScan => self.gate == Gate::Enforce && !self.allow_unread,
        };
        let reasons = report.reasons.iter().take(MOST_REASONS).cloned();
        if !is_refused {
            return Ok(match report.verdict {
                Verdict::Pass => Vec::new(),
                _ => reasons.map(|reason| format!("the scan found: {reason}")).collect(),
            });
        }
        let reasons: Vec<String> = reasons.collect();
        let (what, remedy) = match report.verdict {
            Verdict::Block => ("the scan blocks it", "allow what is harmless in the policy"),
            _ => ("it could not be scanned", "let it pass unscanned in the policy"),
        };
        Err(Error::new(ErrorKind::Refused, format!("{what}: {}", reasons.join("; "))).with_hint(
            format!(
                "look at all of it with `omniplug scan`; if you trust the plugin, {remedy} \
                 (`--scan warn` on the command line)"
            ),
        ))
    }
}

/// The name by which an allowance means files that can't be read.
const UNREAD: &str = "unread";

/// How many reasons an error or its warnings tell.
const MOST_REASONS: usize = 5;

impl Allowance {
    fn covers(&self, rule: &str, file: &Path) -> bool {
        let is_rule = self.rule.as_ref().is_none_or(|own| own.eq_ignore_ascii_case(rule));
        let file = file.to_string_lossy();
        is_rule && self.path.as_ref().is_none_or(|path| covers_path(path, &file))
    }
}

/// Whether a pattern means a file or a folder above it.
fn covers_path(pattern: &str, file: &str) -> bool {
    let pattern = pattern.trim_end_matches('/');
    let ends = file.match_indices('/').map(|(end, _)| end).chain([file.len()]);
    ends.into_iter().any(|end| matches(pattern.as_bytes(), &file.as_bytes()[..end]))
}

/// Whether a text fits a pattern with `*`, in linear space and without recursion.
fn matches(pattern: &[u8], text: &[u8]) -> bool {
    let (mut at, mut read) = (0, 0);
    let mut star: Option<(usize, usize)> = None;
    while read < text.len() {
        match (pattern.get(at), star) {
            (Some(b'*'), _) => {
                star = Some((at, read));
                at += 1;
            }
            (Some(byte), _) if *byte == text[read] => (at, read) = (at + 1, read + 1),
            (_, Some((back, taken))) => {
                star = Some((back, taken + 1));
                (at, read) = (back + 1, taken + 1);
            }
            (_, None) => return false,
        }
    }
    pattern[at..].iter().all(|byte| *byte == b'*')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_pattern_means_a_file_or_a_folder_above_it() {
        for (pattern, file) in [
            ("a.py", "a.py"),
            ("lib", "lib/a/b.py"),
            ("lib/", "lib/b.py"),
            ("*.ipynb", "x/y.ipynb"),
            ("lib/*/b.py", "lib/a/b.py"),
            ("*", "a"),
        ] {
            assert!(covers_path(pattern, file), "{pattern} {file}");
        }
        for (pattern, file) in [("a", "ab"), ("lib", "src/lib/a"), ("*.r", "a.py"), ("", "a")] {
            assert!(!covers_path(pattern, file), "{pattern} {file}");
        }
    }

    #[test]
    fn an_allowance_for_any_rule_does_not_let_unread_files_pass() {
        let reason = "looked at".to_owned();
        let mut policy = ScanPolicy {
            allow: vec![Allowance { rule: None, path: None, reason }],
            ..ScanPolicy::default()
        };
        assert_eq!(policy.allows_unread(Path::new("a")), None);
        policy.allow[0].rule = Some("unread".into());
        assert_eq!(policy.allows_unread(Path::new("a")), Some("looked at"));
    }
}
