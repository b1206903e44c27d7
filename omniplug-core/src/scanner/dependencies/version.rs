//! Versions and ranges by the rules of their ecosystem.

use crate::manifest::Dependency;
use crate::scanner::Ecosystem;
use pep508_rs::pep440_rs;
use std::cmp::Ordering;
use std::str::FromStr;

/// A version that can be compared with others of its ecosystem.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Version {
    Python(Box<pep440_rs::Version>),
    /// Whole numbers between `.` and `-`, as R's `package_version` reads them.
    R(Vec<u64>),
}

impl Version {
    pub(super) fn parse(ecosystem: Ecosystem, text: &str) -> Option<Self> {
        let text = text.trim();
        match ecosystem {
            Ecosystem::PyPI => {
                pep440_rs::Version::from_str(text).ok().map(|it| Self::Python(Box::new(it)))
            }
            Ecosystem::Cran => {
                let parts: Option<Vec<u64>> =
                    text.split(['.', '-']).map(|part| part.parse().ok()).collect();
                parts.map(Self::R)
            }
        }
    }

    /// The order; versions of different ecosystems have none.
    pub(super) fn compare(&self, other: &Self) -> Option<Ordering> {
        match (self, other) {
            (Self::Python(a), Self::Python(b)) => Some(a.cmp(b)),
            (Self::R(a), Self::R(b)) => Some(a.cmp(b)),
            _ => None,
        }
    }
}

/// The versions that a requirement allows.
#[derive(Debug, Clone)]
pub(super) enum Range {
    Python(pep440_rs::VersionSpecifiers),
    R(Vec<(String, Vec<u64>)>),
}

impl Range {
    /// Reads what a dependency asks for.
    pub(super) fn of(ecosystem: Ecosystem, dependency: &Dependency) -> Result<Self, String> {
        match ecosystem {
            Ecosystem::PyPI => {
                let plain = Dependency { marker: String::new(), ..dependency.clone() };
                let text = plain.to_pep508()?;
                let start = text.find(|c: char| "=!<>~".contains(c)).unwrap_or(text.len());
                let specifiers = pep440_rs::VersionSpecifiers::from_str(&text[start..]);
                specifiers.map(Self::Python).map_err(|error| error.to_string())
            }
            Ecosystem::Cran => {
                let bounds = dependency.bounds()?;
                let bounds = bounds.into_iter().map(|bound| {
                    match Version::parse(ecosystem, &bound.version) {
                        Some(Version::R(parts)) => Ok((bound.operator.to_owned(), parts)),
                        _ => Err(format!("`{}` is no version of R's", bound.version)),
                    }
                });
                bounds.collect::<Result<_, _>>().map(Self::R)
            }
        }
    }

    /// A range of one version.
    pub(super) fn exactly(version: &Version) -> Self {
        match version {
            Version::Python(version) => Self::Python(pep440_rs::VersionSpecifiers::from(
                pep440_rs::VersionSpecifier::equals_version((**version).clone()),
            )),
            Version::R(parts) => Self::R(vec![("==".to_owned(), parts.clone())]),
        }
    }

    pub(super) fn allows(&self, version: &Version) -> bool {
        match (self, version) {
            (Self::Python(range), Version::Python(version)) => range.contains(version),
            (Self::R(bounds), Version::R(parts)) => {
                bounds.iter().all(|(operator, bound)| keeps(parts, operator, bound))
            }
            _ => false,
        }
    }

    /// The one version that it allows, where there is one.
    pub(super) fn exact(&self) -> Option<String> {
        match self {
            Self::Python(range) => match range.iter().as_slice() {
                [one]
                    if matches!(
                        one.operator(),
                        pep440_rs::Operator::Equal | pep440_rs::Operator::ExactEqual
                    ) =>
                {
                    Some(one.version().to_string())
                }
                _ => None,
            },
            Self::R(bounds) => match bounds.as_slice() {
                [(operator, parts)] if operator == "==" => {
                    let parts: Vec<String> = parts.iter().map(u64::to_string).collect();
                    Some(parts.join("."))
                }
                _ => None,
            },
        }
    }

    pub(super) fn is_any(&self) -> bool {
        match self {
            Self::Python(range) => range.is_empty(),
            Self::R(bounds) => bounds.is_empty(),
        }
    }

    /// The versions that it names.
    pub(super) fn ends(&self) -> Vec<Version> {
        match self {
            Self::Python(range) => {
                range.iter().map(|it| Version::Python(Box::new(it.version().clone()))).collect()
            }
            Self::R(bounds) => bounds.iter().map(|(_, parts)| Version::R(parts.clone())).collect(),
        }
    }
}

fn keeps(version: &[u64], operator: &str, bound: &[u64]) -> bool {
    let order = version.cmp(bound);
    match operator {
        "==" | "===" => order.is_eq(),
        "!=" => order.is_ne(),
        ">=" | "^" | "~" | "~=" => order.is_ge(),
        ">" => order.is_gt(),
        "<=" => order.is_le(),
        "<" => order.is_lt(),
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn order(ecosystem: Ecosystem, a: &str, b: &str) -> Option<Ordering> {
        Version::parse(ecosystem, a)?.compare(&Version::parse(ecosystem, b)?)
    }

    #[test]
    fn each_ecosystem_has_its_own_order() {
        for (lower, higher) in
            [("1.9", "1.10"), ("1.0rc1", "1.0"), ("1.0", "1.0.post1"), ("2!1.0", "3!0.1")]
        {
            assert_eq!(order(Ecosystem::PyPI, lower, higher), Some(Ordering::Less));
        }
        assert_eq!(order(Ecosystem::PyPI, "1.0", "1.0.0"), Some(Ordering::Equal));
        for (lower, higher) in
            [("1.9", "1.10"), ("1.0-1", "1.0-2"), ("1.0", "1.0.1"), ("0.9-3", "1.0")]
        {
            assert_eq!(order(Ecosystem::Cran, lower, higher), Some(Ordering::Less));
        }
        assert_eq!(order(Ecosystem::Cran, "1.0-1", "1.0.1"), Some(Ordering::Equal));
        assert!(Version::parse(Ecosystem::PyPI, "not a version").is_none());
        assert!(Version::parse(Ecosystem::Cran, "1.x").is_none());
    }

    #[test]
    fn a_range_knows_whether_it_is_one_version() {
        let range = |text: &str, ecosystem| Range::of(ecosystem, &text.parse().unwrap()).unwrap();
        assert_eq!(range("a==1.2", Ecosystem::PyPI).exact().as_deref(), Some("1.2"));
        assert_eq!(range("a==1.*", Ecosystem::PyPI).exact(), None);
        assert_eq!(range("a>=1", Ecosystem::PyPI).exact(), None);
        assert!(range("a", Ecosystem::PyPI).is_any());
        assert!(range("a[b]", Ecosystem::PyPI).is_any());
        assert_eq!(range("a (== 1.2-3)", Ecosystem::Cran).exact().as_deref(), Some("1.2.3"));
        assert!(
            range("a (>= 1.2)", Ecosystem::Cran)
                .allows(&Version::parse(Ecosystem::Cran, "1.10").unwrap())
        );
    }
}
