//! Looking rules up.

use super::{dependency, package, python, r};
use crate::scanner::Rule;

/// All rules, by language and then by id.
pub fn all() -> impl Iterator<Item = &'static Rule> {
    TABLES.iter().flat_map(|table| table.iter().copied())
}

/// The rule of an id, a name or one of Bandit's ids, as in `PY101`, `exec-call` or `b102`.
///
/// Upper and lower case are the same. Where several rules have one of Bandit's ids, the first of them.
pub fn find(id: &str) -> Option<&'static Rule> {
    let named =
        |rule: &&Rule| rule.id.eq_ignore_ascii_case(id) || rule.name.eq_ignore_ascii_case(id);
    let aliased = |rule: &&Rule| rule.aliases.iter().any(|alias| alias.eq_ignore_ascii_case(id));
    all().find(named).or_else(|| all().find(aliased))
}

const TABLES: &[&[&Rule]] = &[python::RULES, r::RULES, package::RULES, dependency::RULES];
