//! The labelled corpus: every hostile snippet has a finding of medium or higher, and no benign one has.

use super::analysis::{Analysis, SourceText};
use super::{Severity, python};
use std::path::PathBuf;

fn judged(
    language: &str,
    kind: &str,
    analyse: fn(&SourceText<'_>) -> Analysis,
) -> Vec<(String, bool)> {
    let folder = folder().join(language).join(kind);
    let files = std::fs::read_dir(&folder).into_iter().flatten().flatten();
    files
        .filter_map(|file| {
            let text = std::fs::read_to_string(file.path()).ok()?;
            let analysis = analyse(&SourceText { text: &text });
            let found =
                analysis.findings.iter().any(|finding| finding.severity >= Severity::Medium);
            Some((
                file.file_name().to_string_lossy().into_owned(),
                found || analysis.unreadable.is_some(),
            ))
        })
        .collect()
}

/// The corpus where the tests run, which need not be where they were built.
pub(super) fn folder() -> PathBuf {
    let package = std::env::var_os("CARGO_MANIFEST_DIR")
        .map_or_else(|| PathBuf::from(env!("CARGO_MANIFEST_DIR")), PathBuf::from);
    package.join("../tests/corpus")
}

fn names(judged: &[(String, bool)], found: bool) -> Vec<&str> {
    judged.iter().filter(|(_, is)| *is == found).map(|(name, _)| name.as_str()).collect()
}

#[test]
fn python_is_told_apart() {
    let hostile = judged("python", "hostile", python::analyse);
    let benign = judged("python", "benign", python::analyse);
    assert!(hostile.len() >= 680 && benign.len() >= 280);
    assert_eq!(names(&hostile, false), Vec::<&str>::new(), "hostile and not found");
    assert_eq!(names(&benign, true), Vec::<&str>::new(), "benign and flagged");
}
