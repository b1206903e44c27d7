//! The audit: what is asked for, judged by rules and compared with advisories.

use super::advisory::{Advisory, Affected};
use super::collect::collect;
use super::database::{AdvisorySource, Database, Key, key};
use super::look_alike::imitated;
use super::matching::{Meaning, compare, fix};
use super::read::Wanted;
use super::version::{Range, Version};
use crate::scanner::rules::dependency::{
    LOOKS_LIKE, MALICIOUS, MAY_BE_VULNERABLE, UNPINNED, VULNERABLE, YANKED,
};
use crate::scanner::subject::Subject;
use crate::scanner::{
    Ecosystem, Finding, Report, Rule, ScanLimits, ScanPolicy, ScanRequest, Unread,
};
use std::collections::BTreeSet;

/// Audits what a subject asks for. Answers with why it could not, where it could not; `is_required` says whether
/// having no advisories is such a reason.
pub(in crate::scanner) fn audit(
    subject: &Subject,
    sources: &[AdvisorySource],
    request: &ScanRequest,
    limits: &ScanLimits,
    is_required: bool,
    report: &mut Report,
) -> Vec<String> {
    let collected = collect(subject);
    report.findings.extend(collected.findings);
    report.unread.extend(collected.unread);
    for wanted in &collected.wanted {
        report.findings.extend(by_itself(wanted));
    }
    let mut failures = Vec::new();
    let policy = &request.policy;
    let sources: Vec<AdvisorySource> = sources.iter().chain(&policy.advisories).cloned().collect();
    if sources.is_empty() {
        let count = collected.wanted.len();
        let what = format!("no database of advisories was given to compare {count} packages with");
        if is_required {
            failures.push(what.clone());
        }
        if is_required || count > 0 {
            report.dependencies.warnings.push(what);
        }
    } else {
        let keys: BTreeSet<Key> = collected
            .wanted
            .iter()
            .map(|it| key(it.requirement.ecosystem, &it.requirement.name))
            .collect();
        let database = Database::load(&sources, &keys, limits.time);
        failures = against(&collected.wanted, &keys, database, policy, report);
    }
    report.dependencies.packages =
        collected.wanted.into_iter().map(|wanted| wanted.requirement).collect();
    failures
}

/// Compares with advisories; answers with what keeps the comparison from being whole.
fn against(
    wanted: &[Wanted],
    keys: &BTreeSet<Key>,
    database: Database,
    policy: &ScanPolicy,
    report: &mut Report,
) -> Vec<String> {
    let mut failures = database.failures.clone();
    let missing: BTreeSet<Ecosystem> = keys.iter().map(|(ecosystem, _)| *ecosystem).collect();
    for ecosystem in missing.difference(&database.ecosystems) {
        failures.push(format!("the advisories have none for `{ecosystem}`"));
    }
    let days = policy.advisory_age_days;
    match database.data.age_days {
        Some(age) if age > days => {
            let what = format!("the newest advisory is {age} days old, and {days} is the limit");
            report.dependencies.warnings.push(what.clone());
            failures.push(what);
        }
        None if database.data.advisories > 0 => {
            failures.push("the advisories do not tell how old they are".into());
        }
        _ => {}
    }
    for it in wanted {
        compare_one(it, &database, report);
    }
    report.dependencies.advisories = Some(database.data);
    failures
}

fn compare_one(wanted: &Wanted, database: &Database, report: &mut Report) {
    let requirement = &wanted.requirement;
    let own = key(requirement.ecosystem, &requirement.name);
    let mut unknown = 0;
    for advisory in database.advisories.get(&own).into_iter().flatten() {
        match compare(wanted, advisory) {
            Some((Meaning::Unknown, _)) => unknown += 1,
            Some((meaning, affected)) => {
                report.findings.push(found(wanted, advisory, affected, meaning));
            }
            None => {}
        }
    }
    if unknown > 0 {
        let (name, version) = (&requirement.name, requirement.version.as_deref().unwrap_or(""));
        let reason = format!(
            "the version `{version}` of `{name}` can't be compared with {unknown} advisories"
        );
        report.unread.push(Unread { file: requirement.location.file.clone(), reason });
    }
    report.findings.extend(yanked(wanted, database));
}

fn found(wanted: &Wanted, advisory: &Advisory, affected: &Affected, meaning: Meaning) -> Finding {
    let name = &wanted.requirement.name;
    let asked = match &wanted.requirement.version {
        Some(version) => format!("`{name}` {version}"),
        None => format!("`{name}` {}", wanted.requirement.range).trim_end().to_owned(),
    };
    let rule: &Rule = match meaning {
        Meaning::MayBe if !advisory.is_malware() => &MAY_BE_VULNERABLE,
        _ if advisory.is_malware() => &MALICIOUS,
        _ => &VULNERABLE,
    };
    let fix = fix(wanted, affected);
    let mended = match &fix {
        Some(fix) => format!("; mended in {fix}"),
        None => "; no mended version is known".to_owned(),
    };
    let summary: String =
        advisory.summary.lines().next().unwrap_or_default().chars().take(120).collect();
    let summary = if summary.is_empty() { String::new() } else { format!(": {summary}") };
    let id = &advisory.id;
    let message = format!("{asked} is affected by `{id}`{summary}{mended}");
    let mut finding =
        Finding::new(rule, message, wanted.requirement.location.clone(), &*wanted.snippet);
    if rule.id != MAY_BE_VULNERABLE.id {
        finding.severity = advisory.severity(affected);
    }
    finding.references = std::iter::once(id).chain(&advisory.aliases).cloned().collect();
    finding.update = fix.map(|fix| update(wanted.requirement.ecosystem, name, &fix));
    finding
}

/// The command that installs a version or a later one.
fn update(ecosystem: Ecosystem, name: &str, version: &str) -> String {
    match ecosystem {
        Ecosystem::PyPI => format!("python -m pip install '{name}>={version}'"),
        Ecosystem::Cran => {
            format!("Rscript -e 'install.packages(\"{name}\")'  # {version} or later")
        }
    }
}

/// What a requirement tells without advisories.
fn by_itself(wanted: &Wanted) -> Vec<Finding> {
    let requirement = &wanted.requirement;
    let name = &requirement.name;
    let mut found = Vec::new();
    let mut find = |rule: &Rule, message: String| {
        let location = requirement.location.clone();
        found.push(Finding::new(rule, message, location, &*wanted.snippet));
    };
    if let Some(known) = imitated(requirement.ecosystem, name) {
        find(&LOOKS_LIKE, format!("`{name}` is nearly the name of `{known}`"));
    }
    if wanted.is_choice && wanted.range.is_any() {
        find(&UNPINNED, format!("any version of `{name}` will do"));
    }
    found
}

fn yanked(wanted: &Wanted, database: &Database) -> Option<Finding> {
    let requirement = &wanted.requirement;
    let (ecosystem, name) = key(requirement.ecosystem, &requirement.name);
    let own = Version::parse(ecosystem, requirement.version.as_deref()?)?;
    let range = Range::exactly(&own);
    let versions = database.yanked.get(&name).filter(|_| ecosystem == Ecosystem::PyPI)?;
    let (version, reason) = versions.iter().find(|(version, _)| {
        Version::parse(ecosystem, version).is_some_and(|version| range.allows(&version))
    })?;
    let reason = if reason.is_empty() { String::new() } else { format!(": {reason}") };
    let message = format!("`{name}` {version} was yanked{reason}");
    Some(Finding::new(&YANKED, message, requirement.location.clone(), &*wanted.snippet))
}
