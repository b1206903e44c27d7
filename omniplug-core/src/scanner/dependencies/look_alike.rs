//! Names that are nearly those of well-known packages.

use super::database::key;
use super::well_known::{CRAN, PYPI};
use crate::scanner::Ecosystem;
use strsim::osa_distance;

/// The shortest name that is compared: shorter ones are alike by chance.
const SHORTEST: usize = 5;

/// The well-known package that a name imitates, where it is none itself.
pub(super) fn imitated(ecosystem: Ecosystem, name: &str) -> Option<&'static str> {
    let (_, name) = key(ecosystem, name);
    let known = match ecosystem {
        Ecosystem::PyPI => &*PYPI,
        Ecosystem::Cran => &*CRAN,
    };
    if known.contains(&name.as_str()) {
        return None;
    }
    let is_close = |known: &str| {
        if name.len().min(known.len()) < SHORTEST {
            return false;
        }
        let is_same_otherwise = plain(&name) == plain(known) && name != known;
        is_same_otherwise || osa_distance(&name, known) == 1 && !is_number_apart(&name, known)
    };
    known.iter().copied().find(|known| is_close(known))
}

/// A name without what slips in unseen: separators, and digits for letters.
fn plain(name: &str) -> String {
    let swap = |c: char| match c {
        '0' => 'o',
        '1' => 'l',
        other => other.to_ascii_lowercase(),
    };
    name.chars().filter(|c| !matches!(c, '-' | '_' | '.')).map(swap).collect()
}

/// Successors are called so: `urllib` and `urllib3`.
fn is_number_apart(name: &str, known: &str) -> bool {
    let letters = |text: &str| text.trim_end_matches(|c: char| c.is_ascii_digit()).to_owned();
    letters(name) == letters(known)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn slips_of_the_finger_are_found_and_packages_are_not() {
        for (name, known) in [
            ("reqeusts", "requests"),
            ("requets", "requests"),
            ("nunpy", "numpy"),
            ("pandsa", "pandas"),
            ("python_dateutil_", "python-dateutil"),
            ("scikitlearn", "scikit-learn"),
            ("matplotlib1", "matplotlib"),
        ] {
            let found = imitated(Ecosystem::PyPI, name);
            let expected = (!matches!(name, "python_dateutil_" | "matplotlib1")).then_some(known);
            assert_eq!(found, expected, "{name}");
        }
        assert_eq!(imitated(Ecosystem::Cran, "gglot2"), Some("ggplot2"));
        for name in PYPI.iter().copied() {
            assert_eq!(imitated(Ecosystem::PyPI, name), None);
        }
        for name in CRAN.iter().copied() {
            assert_eq!(imitated(Ecosystem::Cran, name), None);
        }
        assert_eq!(imitated(Ecosystem::PyPI, "my-own-analysis"), None);
    }
}
