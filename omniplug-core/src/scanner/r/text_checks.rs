//! What the characters of a text tell, whatever they mean.

use super::syntax::{Kind, Node, Tree};
use crate::scanner::analysis::RawFinding;
use crate::scanner::rules::r::obfuscation as rules;
use crate::scanner::{Rule, Severity};

/// A text without a space that is longer than this is more than a word.
const LONG: usize = 2_000;
const MOST: usize = 20;

/// Looks for characters that hide or turn code, and for names and texts that hide something.
pub(super) fn check(text: &str, tree: &Tree) -> Vec<RawFinding> {
    let mut found = Vec::new();
    for (at, character) in text.char_indices().filter(|(_, character)| !character.is_ascii()) {
        if found.len() >= MOST {
            break;
        }
        let end = at + character.len_utf8();
        if is_turning(character) {
            let message = format!(
                "the character U+{:04X} turns the direction of the text",
                u32::from(character)
            );
            found.push(finding(&rules::BIDIRECTIONAL_TEXT, message, at, end));
        } else if is_invisible(character) && !is_within_word(text, at) {
            let message = format!("the character U+{:04X} is not seen", u32::from(character));
            found.push(finding(&rules::INVISIBLE_CHARACTER, message, at, end));
        }
    }
    found.extend(tree.nodes.iter().filter_map(of_node).take(MOST));
    found
}

fn finding(rule: &'static Rule, message: String, start: usize, end: usize) -> RawFinding {
    RawFinding { rule, severity: rule.severity, confidence: rule.confidence, message, start, end }
}

fn is_turning(character: char) -> bool {
    matches!(character, '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}')
}

fn is_invisible(character: char) -> bool {
    matches!(character, '\u{200b}' | '\u{2060}'..='\u{2064}' | '\u{180e}' | '\u{e0000}'..='\u{e007f}' | '\u{3164}')
}

/// Whether a joiner stands between letters of a script that needs it, or at the start of a file as its mark.
fn is_within_word(text: &str, at: usize) -> bool {
    let before = text[..at].chars().next_back();
    at == 0 || before.is_some_and(|before| !before.is_ascii())
}

fn of_node(node: &Node) -> Option<RawFinding> {
    match &node.kind {
        Kind::Name(name) if is_mixed(name) => {
            let message = format!("the name `{name}` mixes alphabets");
            Some(finding(&rules::LOOKALIKE_NAME, message, node.start, node.end))
        }
        Kind::Text(text) if text.len() > LONG && !text.contains(char::is_whitespace) => {
            let message = format!("a text of {} characters without a space", text.len());
            let mut found = finding(&rules::HUGE_LITERAL, message, node.start, node.end);
            found.severity = Severity::Low;
            Some(found)
        }
        _ => None,
    }
}

/// Whether a name has Latin letters and Cyrillic or Greek ones that look Latin.
fn is_mixed(name: &str) -> bool {
    let latin = name.chars().any(|letter| letter.is_ascii_alphabetic());
    let alike = |letter: char| "аеорсухіјѕһԁԛԝАВЕКМНОРСТХЅІЈοαιυνρΑΒΕΖΗΙΚΜΝΟΡΤΥΧ".contains(letter);
    let fullwidth = name.chars().any(|letter| matches!(letter, '\u{ff21}'..='\u{ff5a}'));
    fullwidth || (latin && name.chars().any(alike) && name.len() > 3)
}
