//! A report in the Static Analysis Results Interchange Format, version 2.1.0 (OASIS standard).

use crate::hex::hex;
use crate::scanner::{Finding, Report, Rule, Severity, Verdict, rules};
use serde_json::{Map, Value, json};
use sha2::{Digest, Sha256};
use std::collections::BTreeSet;
use std::path::Path;

/// Writes a report as SARIF 2.1.0.
///
/// A rule's group, capability and aliases are its properties, and so are a finding's suppression and allowance:
/// as SARIF's own suppressions, viewers would hide what an author asks to look away from.
pub fn sarif(report: &Report) -> Value {
    let used: BTreeSet<&str> = report.findings.iter().map(|finding| &*finding.rule).collect();
    let used: Vec<&Rule> = rules::all().filter(|rule| used.contains(rule.id)).collect();
    let index = |id: &str| used.iter().position(|rule| rule.id == id);
    let results: Vec<Value> =
        report.findings.iter().map(|finding| result(finding, index(&finding.rule))).collect();
    let notifications: Vec<Value> = report.unread.iter().map(|unread| {
        json!({
            "level": "error",
            "message": {"text": format!("not read: {}", unread.reason)},
            "locations": [{"physicalLocation": {"artifactLocation": {"uri": uri(&unread.file)}}}],
        })
    }).collect();
    let rules: Vec<Value> = used.iter().map(|rule| descriptor(rule)).collect();
    json!({
        "$schema": "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json",
        "version": "2.1.0",
        "runs": [{
            "tool": {"driver": {
                "name": "omniplug",
                "version": env!("CARGO_PKG_VERSION"),
                "semanticVersion": env!("CARGO_PKG_VERSION"),
                "rules": rules,
            }},
            "columnKind": "unicodeCodePoints",
            "invocations": [{
                "executionSuccessful": report.verdict != Verdict::CouldNotScan,
                "toolExecutionNotifications": notifications,
            }],
            "results": results,
            "properties": {
                "verdict": report.verdict,
                "reasons": report.reasons,
                "capabilities": report.capabilities,
                "dependencies": report.dependencies,
                "totals": report.totals,
            },
        }],
    })
}

fn descriptor(rule: &Rule) -> Value {
    let mut tags = vec!["security".to_owned(), format!("external/cwe/cwe-{}", rule.cwe)];
    tags.extend(rule.aliases.iter().map(|alias| (*alias).to_owned()));
    json!({
        "id": rule.id,
        "name": rule.name,
        "shortDescription": {"text": rule.title},
        "fullDescription": {"text": rule.explanation},
        "help": {"text": rule.remedy},
        "defaultConfiguration": {"level": level(rule.severity)},
        "properties": {
            "category": rule.group,
            "capability": rule.capability,
            "aliases": rule.aliases,
            "cwe": format!("CWE-{}", rule.cwe),
            "severity": rule.severity,
            "precision": precision(rule),
            "security-severity": score(rule.severity),
            "tags": tags,
        },
    })
}

fn precision(rule: &Rule) -> &'static str {
    rule.confidence.as_str()
}

fn result(finding: &Finding, index: Option<usize>) -> Value {
    let location = &finding.location;
    let mut physical = json!({"artifactLocation": {"uri": uri(&location.file)}});
    // A notebook's lines are its cells', which are no lines of the file.
    if location.line > 0 && location.cell.is_none() {
        physical["region"] = json!({
            "startLine": location.line,
            "startColumn": location.column.max(1),
            "endLine": location.end_line.max(location.line),
            "snippet": {"text": finding.snippet},
        });
    }
    let mut properties = Map::new();
    properties.insert("severity".into(), json!(finding.severity));
    properties.insert("confidence".into(), json!(finding.confidence));
    let rule = rules::find(&finding.rule);
    properties.insert("category".into(), json!(rule.map(|rule| rule.group)));
    properties.insert("capability".into(), json!(rule.and_then(|rule| rule.capability)));
    properties.insert("aliases".into(), json!(rule.map(|rule| rule.aliases).unwrap_or_default()));
    properties.insert("vendored".into(), json!(finding.vendored));
    for (name, value) in [
        ("suppression", json!(finding.suppression)),
        ("allowed", json!(finding.allowed)),
        ("cell", json!(location.cell.map(|cell| json!({"cell": cell, "line": location.line})))),
        ("update", json!(finding.update)),
    ] {
        if !value.is_null() {
            properties.insert(name.into(), value);
        }
    }
    if !finding.references.is_empty() {
        properties.insert("references".into(), json!(finding.references));
    }
    let mut result = json!({
        "ruleId": finding.rule,
        "level": level(finding.severity),
        "message": {"text": finding.message},
        "locations": [{"physicalLocation": physical}],
        "partialFingerprints": {"omniplug/v1": fingerprint(finding)},
        "baselineState": if finding.known { "unchanged" } else { "new" },
        "properties": properties,
    });
    if let Some(index) = index {
        result["ruleIndex"] = json!(index);
    }
    result
}

fn level(severity: Severity) -> &'static str {
    match severity {
        Severity::Critical | Severity::High => "error",
        Severity::Medium => "warning",
        Severity::Low | Severity::Info => "note",
    }
}

/// The number by which code hosts sort.
fn score(severity: Severity) -> &'static str {
    match severity {
        Severity::Critical => "9.5",
        Severity::High => "8.0",
        Severity::Medium => "5.5",
        Severity::Low => "3.0",
        Severity::Info => "0.0",
    }
}

/// What stays the same when lines above move.
fn fingerprint(finding: &Finding) -> String {
    let mut digest = Sha256::new();
    let file = finding.location.file.to_string_lossy();
    for part in [finding.rule.as_str(), &file, finding.snippet.trim(), &finding.message] {
        digest.update((part.len() as u64).to_le_bytes());
        digest.update(part.as_bytes());
    }
    hex(digest.finalize())
}

/// A relative path as a URI.
fn uri(path: &Path) -> String {
    let mut uri = String::new();
    for byte in path.to_string_lossy().bytes() {
        if byte.is_ascii_alphanumeric() || b"-._~/".contains(&byte) {
            uri.push(char::from(byte));
        } else {
            uri.push_str(&format!("%{byte:02X}"));
        }
    }
    uri
}
