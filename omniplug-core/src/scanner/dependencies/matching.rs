//! One requirement against one advisory.

use super::advisory::{Advisory, Affected};
use super::database::key;
use super::read::Wanted;
use super::version::{Range, Version};
use crate::scanner::Ecosystem;
use std::cmp::Ordering;

/// What an advisory means for a requirement.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Meaning {
    /// Every version that is allowed, as far as is known, is affected.
    Affected,
    /// Some are, and mended ones are allowed too.
    MayBe,
    /// Whether it is affected can't be told.
    Unknown,
}

/// Compares; `None` where no version that is allowed is affected.
pub(super) fn compare<'a>(
    wanted: &Wanted,
    advisory: &'a Advisory,
) -> Option<(Meaning, &'a Affected)> {
    let requirement = &wanted.requirement;
    let own = key(requirement.ecosystem, &requirement.name);
    let concerns = advisory.affected.iter().filter(|affected| {
        let package = &affected.package;
        package.ecosystem().is_some_and(|ecosystem| key(ecosystem, &package.name) == own)
    });
    let mut meanings: Vec<_> = concerns
        .filter_map(|affected| {
            let whole = affected.is_bare() && advisory.is_malware();
            let meaning = if whole { Some(Meaning::Affected) } else { meaning(wanted, affected) };
            Some((meaning?, affected))
        })
        .collect();
    meanings.sort_by_key(|(meaning, _)| *meaning as u8);
    meanings.into_iter().next()
}

fn meaning(wanted: &Wanted, affected: &Affected) -> Option<Meaning> {
    let ecosystem = wanted.requirement.ecosystem;
    if let Some(text) = &wanted.requirement.version {
        return match Version::parse(ecosystem, text) {
            Some(version) => affected.holds(ecosystem, &version).then_some(Meaning::Affected),
            None if affected.lists(text) => Some(Meaning::Affected),
            None => Some(Meaning::Unknown),
        };
    }
    let candidates = candidates(ecosystem, &wanted.range, affected);
    let mut allowed = candidates.iter().filter(|version| wanted.range.allows(version)).peekable();
    allowed.peek()?;
    let (inside, outside): (Vec<_>, Vec<_>) =
        allowed.partition(|version| affected.holds(ecosystem, version));
    if inside.is_empty() {
        return None;
    }
    // A version before the fault is no way out: installers take the newest that is allowed.
    let is_newer = |version: &&&Version| {
        inside.iter().all(|other| version.compare(other) == Some(Ordering::Greater))
    };
    let is_mended = outside.iter().any(|version| is_newer(&version));
    Some(if is_mended { Meaning::MayBe } else { Meaning::Affected })
}

/// Versions that tell how a range and an advisory lie to each other: all that both name, and one above all.
fn candidates(ecosystem: Ecosystem, range: &Range, affected: &Affected) -> Vec<Version> {
    let mut candidates = affected.named(ecosystem);
    candidates.extend(range.ends());
    candidates.extend(Version::parse(ecosystem, "0"));
    candidates.extend(Version::parse(ecosystem, "999999"));
    candidates
}

/// The lowest version in which it is mended and which is above the one asked for, as written.
pub(super) fn fix(wanted: &Wanted, affected: &Affected) -> Option<String> {
    let ecosystem = wanted.requirement.ecosystem;
    let own = wanted.requirement.version.as_deref();
    let own = own.and_then(|own| Version::parse(ecosystem, own));
    let mut fixes: Vec<(Version, &str)> = affected
        .fixes()
        .filter_map(|text| Some((Version::parse(ecosystem, text)?, text)))
        .filter(|(version, _)| {
            own.as_ref().is_none_or(|own| version.compare(own) == Some(Ordering::Greater))
        })
        .collect();
    fixes.sort_by(|(a, _), (b, _)| a.compare(b).unwrap_or(Ordering::Equal));
    // Without a version of its own, the last fix is the one that mends all branches.
    let fix = if own.is_some() { fixes.first() } else { fixes.last() };
    fix.map(|(_, text)| (*text).to_owned())
}
