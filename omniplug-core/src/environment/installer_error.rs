//! What an installer's failure means and what to do about it.

use crate::sandbox::Interpreter;
use crate::{Error, ErrorKind};
use std::collections::BTreeSet;

/// A cause, the words that installers tell it with (lower case), and the remedy. The first that fits counts:
/// an index that can't be reached also leaves no version to be found.
const CAUSES: &[(&str, &[&str], &str)] = &[
    (
        "this interpreter has no pip",
        &["no module named pip"],
        "install `uv`, or pip for this interpreter: `python3 -m ensurepip`, on Debian and Ubuntu `apt-get install python3-pip`",
    ),
    (
        "the package index can't be reached",
        &[
            "name resolution",
            "name or service not known",
            "dns error",
            "connection refused",
            "network is unreachable",
            "newconnectionerror",
            "connecttimeout",
            "timed out",
            "proxyerror",
            "failed to fetch",
            "certificate verify failed",
        ],
        "check the network, the proxy variables and the index that pip or uv is configured with",
    ),
    ("the disk is full", &["no space left", "disk quota"], "free some space and try again"),
    (
        "the requirements contradict each other",
        &["resolutionimpossible", "conflicting dependencies"],
        "loosen the version conditions in the manifest",
    ),
    (
        "the package index has no wheel of that name",
        &["from versions: none", "not found in the package registry"],
        "check the spelling, that the package has wheels for this interpreter, and that the index can be reached",
    ),
    (
        "there is no wheel for this interpreter in these versions",
        &["no matching distribution", "could not find a version", "no solution found", "no wheels"],
        "check name and versions; loosen the versions, or use an interpreter that the package has wheels for",
    ),
];

/// The error of an installation that failed, with the installer's last lines.
pub(super) fn failed(
    installer: &str,
    lines: &[String],
    requirements: &BTreeSet<String>,
    interpreter: &Interpreter,
) -> Error {
    let text = lines.join("\n");
    let lower = text.to_lowercase();
    let (cause, hint) = CAUSES
        .iter()
        .find(|(_, words, _)| words.iter().any(|word| lower.contains(word)))
        .map_or(("it failed", "its last lines say why"), |(cause, _, hint)| (*cause, *hint));
    let names: Vec<_> = requirements.iter().map(String::as_str).collect();
    let mut python = format!("Python {}", interpreter.version);
    if let Some(system) = &interpreter.system {
        python += &format!(" of {}", system.origin);
    }
    let names = names.join("`, `");
    let message = format!("{installer} could not install `{names}` for {python}: {cause}");
    let error = Error::new(ErrorKind::Dependency, message).with_hint(hint);
    if text.is_empty() { error } else { error.with_source(text) }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::sandbox::Language;
    use semver::Version;

    #[test]
    fn causes_are_told_from_the_last_lines() {
        let interpreter = Interpreter {
            language: Language::Python,
            executable: "python3".into(),
            version: Version::new(3, 11, 7),
            abi: String::new(),
            system: None,
        };
        let requirements = BTreeSet::from(["six>=1".to_owned()]);
        for (line, cause) in [
            ("/usr/bin/python3: No module named pip", "has no pip"),
            ("Retrying after NewConnectionError", "can't be reached"),
            ("OSError: [Errno 28] No space left on device", "disk is full"),
            ("ERROR: ResolutionImpossible", "contradict"),
            ("six>=1 (from versions: none)", "no wheel of that name"),
            ("ERROR: No matching distribution found for six>=1", "in these versions"),
            ("Killed", "it failed"),
        ] {
            let error = failed("pip", &[line.to_owned()], &requirements, &interpreter);
            assert_eq!(error.kind(), ErrorKind::Dependency);
            assert!(error.message().contains(cause), "{error}");
            assert!(error.to_string().contains(line) && error.hint().is_some());
        }
    }
}
