//! Authors' comments that ask scanners to look away. They are shown, never followed.

use super::place::Lines;
use super::{Finding, Rule, Suppression, rules};

/// A comment that asks to look away.
#[derive(Debug)]
pub(super) struct Request {
    line: u32,
    /// The whole file is meant.
    file: bool,
    /// The ids that it names; all where it names none.
    ids: Vec<String>,
    suppression: Suppression,
}

/// The words that begin such comments, in lower case, and whether they mean the whole file.
const WORDS: &[(&str, bool)] = &[
    ("nosec", false),
    ("noqa", false),
    ("ruff: noqa", true),
    ("flake8: noqa", true),
    ("nosemgrep", false),
    ("nolint", false),
    ("omniplug: ignore", false),
    ("omniplug: ignore-file", true),
    ("pragma: allowlist secret", false),
    ("skipcq", false),
];

/// Finds them among the comments of a text, which are ranges of bytes.
pub(super) fn find(text: &str, lines: &Lines<'_>, comments: &[(usize, usize)]) -> Vec<Request> {
    let comment = |&(start, end): &(usize, usize)| {
        let line = u32::try_from(lines.line(start)).unwrap_or(u32::MAX);
        request(text.get(start..end)?, line)
    };
    comments.iter().filter_map(comment).collect()
}

fn request(comment: &str, line: u32) -> Option<Request> {
    let lower = comment.to_ascii_lowercase();
    // Of words that begin at the same place the longest is meant.
    let (at, word, file) = WORDS
        .iter()
        .filter_map(|(word, file)| Some((lower.find(word)?, *word, *file)))
        .min_by_key(|(at, word, _)| (*at, std::cmp::Reverse(word.len())))?;
    let rest = comment.get(at + word.len()..)?;
    let is_separator = |c: char| matches!(c, ':' | ' ' | ',' | '\t' | '=' | '[' | ']' | ';');
    let mut rest = rest.trim_start_matches(is_separator);
    let mut ids = Vec::new();
    loop {
        let end = rest.find(|c: char| !c.is_ascii_alphanumeric() && c != '_').unwrap_or(rest.len());
        let id = &rest[..end];
        if !is_id(id) {
            break;
        }
        ids.push(id.to_owned());
        rest = rest[end..].trim_start_matches(is_separator);
    }
    // A linter's own codes, as in `noqa: E501`, ask nothing of a scan.
    let asks = |id: &String| rules::find(id).is_some() || bandits(id).is_some();
    if word.ends_with("noqa") && !ids.is_empty() && !ids.iter().any(asks) {
        return None;
    }
    let reason = rest.trim_matches(|c: char| c.is_whitespace() || "-–—#:().".contains(c));
    let suppression = Suppression {
        comment: comment.trim().chars().take(200).collect(),
        reason: (!reason.is_empty()).then(|| reason.chars().take(200).collect()),
    };
    Some(Request { line, file, ids, suppression })
}

/// An id has letters, then digits: `B602`, `S602`, `PY101`.
fn is_id(word: &str) -> bool {
    let letters = word.chars().take_while(char::is_ascii_uppercase).count();
    let digits = &word[letters..];
    (1..=5).contains(&letters) && digits.len() >= 2 && digits.bytes().all(|b| b.is_ascii_digit())
}

/// Bandit's id of one of ruff's codes, as in `S602`.
fn bandits(id: &str) -> Option<String> {
    let digits = id.strip_prefix('S')?;
    Some(format!("B{digits}"))
}

/// Marks a finding with the comment that is meant for it.
pub(super) fn mark(finding: &mut Finding, rule: &Rule, requests: &[Request]) {
    let location = &finding.location;
    let is_meant = |id: &String| {
        let same = |own: &str| own.eq_ignore_ascii_case(id);
        let is_alias = |id: &str| rule.aliases.iter().any(|alias| alias.eq_ignore_ascii_case(id));
        same(rule.id) || is_alias(id) || bandits(id).is_some_and(|id| is_alias(&id))
    };
    let found = requests.iter().find(|request| {
        let lines = location.line..=location.end_line.max(location.line);
        (request.file || lines.contains(&request.line))
            && (request.ids.is_empty() || request.ids.iter().any(is_meant))
    });
    finding.suppression = found.map(|request| request.suppression.clone());
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(comment: &str) -> Option<(Vec<String>, Option<String>)> {
        request(comment, 1).map(|it| (it.ids, it.suppression.reason))
    }

    #[test]
    fn comments_of_several_tools_are_known_with_their_reason() {
        let ids = |ids: &[&str]| ids.iter().map(|id| (*id).to_owned()).collect::<Vec<_>>();
        for (comment, expected, reason) in [
            ("# nosec", &[][..], None),
            (
                "# nosec B602, B603 - the input is ours",
                &["B602", "B603"],
                Some("the input is ours"),
            ),
            ("#nosec: B101", &["B101"], None),
            ("# noqa", &[], None),
            ("# type: ignore # noqa: S602", &["S602"], None),
            ("# nolint: system_linter. it is fine", &[], Some("system_linter. it is fine")),
            ("# omniplug: ignore PY101 because", &["PY101"], Some("because")),
        ] {
            let read = read(comment);
            assert_eq!(read, Some((ids(expected), reason.map(str::to_owned))), "{comment}");
        }
        assert!(request("# omniplug: ignore-file", 1).unwrap().file);
        assert!(request("# ruff: noqa", 1).unwrap().file);
    }

    #[test]
    fn other_comments_ask_for_nothing() {
        for comment in ["# noqa: E501", "# a second look", "#", "# type: ignore"] {
            assert!(request(comment, 1).is_none(), "{comment}");
        }
    }
}
