//! Advisories in the OSV format, as far as they are compared.

use super::cvss;
use super::version::Version;
use crate::scanner::{Ecosystem, Severity};
use serde::Deserialize;
use serde_json::Value;
use std::cmp::Ordering;

/// An advisory. Fields that are not compared are not read.
#[derive(Debug, Deserialize)]
pub(super) struct Advisory {
    pub(super) id: String,
    #[serde(default)]
    pub(super) modified: Option<jiff::Timestamp>,
    #[serde(default)]
    pub(super) withdrawn: Option<String>,
    #[serde(default)]
    pub(super) aliases: Vec<String>,
    #[serde(default)]
    pub(super) summary: String,
    #[serde(default)]
    pub(super) affected: Vec<Affected>,
    #[serde(default)]
    severity: Vec<Score>,
    #[serde(default)]
    database_specific: Value,
}

#[derive(Debug, Deserialize)]
pub(super) struct Affected {
    #[serde(default)]
    pub(super) package: Package,
    #[serde(default)]
    ranges: Vec<Span>,
    #[serde(default)]
    versions: Vec<String>,
    #[serde(default)]
    severity: Vec<Score>,
}

#[derive(Debug, Default, Deserialize)]
pub(super) struct Package {
    #[serde(default)]
    pub(super) ecosystem: String,
    #[serde(default)]
    pub(super) name: String,
}

#[derive(Debug, Deserialize)]
struct Score {
    #[serde(default)]
    score: String,
}

#[derive(Debug, Deserialize)]
struct Span {
    #[serde(rename = "type", default)]
    kind: String,
    #[serde(default)]
    events: Vec<Event>,
}

#[derive(Debug, Default, Deserialize)]
struct Event {
    introduced: Option<String>,
    fixed: Option<String>,
    last_affected: Option<String>,
    limit: Option<String>,
}

impl Package {
    /// The ecosystem, without the part behind `:` that names a registry of it.
    pub(super) fn ecosystem(&self) -> Option<Ecosystem> {
        match self.ecosystem.split(':').next()? {
            "PyPI" => Some(Ecosystem::PyPI),
            "CRAN" => Some(Ecosystem::Cran),
            _ => None,
        }
    }
}

impl Advisory {
    /// Whether it reports malware rather than a fault.
    pub(super) fn is_malware(&self) -> bool {
        let mut ids = self.aliases.iter().chain([&self.id]);
        ids.any(|id| id.starts_with("MAL-"))
    }

    /// How bad it says it is; medium where it does not.
    pub(super) fn severity(&self, affected: &Affected) -> Severity {
        if self.is_malware() {
            return Severity::Critical;
        }
        let mut scores = affected.severity.iter().chain(&self.severity);
        let scored = scores.find_map(|it| cvss::base_score(&it.score)).map(cvss::of_score);
        let word = self.database_specific.get("severity").and_then(Value::as_str);
        scored.or_else(|| word.and_then(cvss::of_word)).unwrap_or(Severity::Medium)
    }
}

impl Affected {
    /// Whether a version is affected: it is listed, or a range of versions holds it.
    pub(super) fn holds(&self, ecosystem: Ecosystem, version: &Version) -> bool {
        let is_equal = |text: &String| {
            Version::parse(ecosystem, text).and_then(|it| it.compare(version))
                == Some(Ordering::Equal)
        };
        self.versions.iter().any(is_equal)
            || self.comparable().any(|span| span.holds(ecosystem, version))
    }

    /// Whether a version that can't be compared is listed as it is written.
    pub(super) fn lists(&self, version: &str) -> bool {
        self.versions.iter().any(|own| own == version)
    }

    /// Whether it names no version at all, which means all of them for malware.
    pub(super) fn is_bare(&self) -> bool {
        self.versions.is_empty() && self.ranges.is_empty()
    }

    /// Ranges of commits are no versions.
    fn comparable(&self) -> impl Iterator<Item = &Span> {
        self.ranges.iter().filter(|span| matches!(span.kind.as_str(), "ECOSYSTEM" | "SEMVER"))
    }

    /// The versions in which it is mended, as written.
    pub(super) fn fixes(&self) -> impl Iterator<Item = &str> {
        let events = self.comparable().flat_map(|span| &span.events);
        events.filter_map(|event| event.fixed.as_deref())
    }

    /// All versions that it names.
    pub(super) fn named(&self, ecosystem: Ecosystem) -> Vec<Version> {
        let events = self.comparable().flat_map(|span| &span.events).flat_map(|event| {
            [&event.introduced, &event.fixed, &event.last_affected].into_iter().flatten()
        });
        events.chain(&self.versions).filter_map(|it| Version::parse(ecosystem, it)).collect()
    }
}

impl Span {
    /// The specification's algorithm: the last event at or before the version decides.
    fn holds(&self, ecosystem: Ecosystem, version: &Version) -> bool {
        let parse = |text: &Option<String>| Version::parse(ecosystem, text.as_deref()?);
        let is_at_least = |bound: &Version| version.compare(bound).is_some_and(Ordering::is_ge);
        let mut limits = self.events.iter().filter_map(|event| event.limit.as_deref()).peekable();
        let is_limited = limits.peek().is_some()
            && limits.all(|limit| {
                limit != "*"
                    && Version::parse(ecosystem, limit).is_some_and(|limit| is_at_least(&limit))
            });
        if is_limited {
            return false;
        }
        // What can't be read opens the range and never closes it: doubt is a finding.
        let from_start = self.events.iter().any(|event| match &event.introduced {
            Some(text) => text == "0" || Version::parse(ecosystem, text).is_none(),
            None => false,
        });
        let mut changes: Vec<(Version, bool)> = Vec::new();
        for event in &self.events {
            changes.extend(parse(&event.introduced).map(|it| (it, true)));
            changes.extend(parse(&event.fixed).map(|it| (it, false)));
        }
        changes.sort_by(|(a, _), (b, _)| a.compare(b).unwrap_or(Ordering::Equal));
        let reached = changes.iter().rev().find(|(at, _)| is_at_least(at));
        let is_inside = reached.map_or(from_start, |(_, is_introduced)| *is_introduced);
        // The last affected version closes what was introduced at or before it.
        let is_over =
            self.events.iter().filter_map(|event| parse(&event.last_affected)).any(|last| {
                let is_after = version.compare(&last).is_some_and(Ordering::is_gt);
                let again = reached.is_some_and(|(at, is_introduced)| {
                    *is_introduced && at.compare(&last).is_some_and(Ordering::is_gt)
                });
                is_after && !again
            });
        is_inside && !is_over
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    fn affected(value: Value) -> Affected {
        serde_json::from_value(value).unwrap()
    }

    fn holds(affected: &Affected, version: &str) -> bool {
        affected.holds(Ecosystem::PyPI, &Version::parse(Ecosystem::PyPI, version).unwrap())
    }

    #[test]
    fn ranges_open_and_close_as_the_specification_says() {
        let it = affected(json!({"ranges": [{"type": "ECOSYSTEM", "events": [
            {"introduced": "2.0"}, {"fixed": "2.3"}, {"introduced": "0"}, {"fixed": "1.5"},
        ]}]}));
        for inside in ["0.1", "1.4.9", "1.5rc1", "2.0", "2.2.9"] {
            assert!(holds(&it, inside), "{inside}");
        }
        for outside in ["1.5", "1.9", "2.3", "3.0"] {
            assert!(!holds(&it, outside), "{outside}");
        }
        let it = affected(json!({"ranges": [{"type": "ECOSYSTEM", "events": [
            {"introduced": "1.0"}, {"last_affected": "1.5"}, {"introduced": "2.0"},
        ]}]}));
        assert!(holds(&it, "1.5") && !holds(&it, "1.6") && holds(&it, "2.5") && !holds(&it, "0.9"));
        let it = affected(json!({"ranges": [{"type": "ECOSYSTEM", "events": [
            {"introduced": "0"}, {"limit": "2.0"},
        ]}]}));
        assert!(holds(&it, "1.9") && !holds(&it, "2.0"));
    }

    #[test]
    fn listed_versions_count_and_ranges_of_commits_do_not() {
        let it = affected(json!({
            "versions": ["1.0.0"],
            "ranges": [{"type": "GIT", "events": [{"introduced": "0"}, {"fixed": "a1b2c3"}]}],
        }));
        assert!(holds(&it, "1.0") && !holds(&it, "1.1"));
        assert_eq!(it.fixes().count(), 0);
    }

    #[test]
    fn severity_is_that_of_score_word_or_kind() {
        let severity = |value: Value| {
            let advisory: Advisory = serde_json::from_value(value).unwrap();
            advisory.severity(&affected(json!({})))
        };
        let vector = "CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:U/C:H/I:H/A:H";
        let scored = json!({"id": "X", "severity": [{"type": "CVSS_V3", "score": vector}]});
        assert_eq!(severity(scored), Severity::Critical);
        let word = json!({"id": "X", "database_specific": {"severity": "MODERATE"}});
        assert_eq!(severity(word), Severity::Medium);
        assert_eq!(severity(json!({"id": "MAL-2025-1"})), Severity::Critical);
        assert_eq!(severity(json!({"id": "X"})), Severity::Medium);
    }
}
