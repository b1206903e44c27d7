//! Characters that deceive the reader, in the text as it stands.

use crate::scanner::analysis::RawFinding;
use crate::scanner::python::visit::message;
use crate::scanner::rules::python::obfuscation;
use crate::scanner::{Rule, Severity};

/// White space before code that no screen shows.
const OFF_SCREEN: usize = 150;

pub(in crate::scanner::python) fn raw(text: &str, found: &mut Vec<RawFinding>) {
    if text.is_ascii() && !has_gap(text.as_bytes()) {
        return;
    }
    let mut start = 0;
    for bytes in text.as_bytes().split(|byte| *byte == b'\n') {
        let is_long = bytes.len() > OFF_SCREEN;
        if is_long || !bytes.is_ascii() {
            let line = text.get(start..start + bytes.len()).unwrap_or_default();
            off_screen(line, start, found);
            deceiving(line, start, found);
        }
        start += bytes.len() + 1;
    }
}

/// Whether there may be white space as long as what hides code: such a stretch fills one of these chunks.
fn has_gap(text: &[u8]) -> bool {
    let blank = |byte: &u8| matches!(byte, b' ' | b'\t');
    text.chunks_exact(OFF_SCREEN / 2).any(|chunk| chunk.iter().all(blank))
}

fn push(
    rule: &'static Rule,
    severity: Severity,
    name: &str,
    start: usize,
    end: usize,
    found: &mut Vec<RawFinding>,
) {
    let message = message(rule, name, None);
    found.push(RawFinding { rule, severity, confidence: rule.confidence, message, start, end });
}

fn off_screen(line: &str, start: usize, found: &mut Vec<RawFinding>) {
    let bytes = line.as_bytes();
    let mut blank = 0;
    for (at, byte) in bytes.iter().enumerate() {
        if matches!(byte, b' ' | b'\t') {
            blank += 1;
            continue;
        }
        let before = line.get(..at - blank).unwrap_or_default();
        let statement = before.trim_end().ends_with(';') || *byte == b';';
        if blank >= OFF_SCREEN && statement && *byte != b'#' {
            push(
                &obfuscation::CODE_OFF_THE_SCREEN,
                Severity::High,
                "the line",
                start + at,
                start + line.len(),
                found,
            );
            return;
        }
        blank = 0;
    }
}

fn deceiving(line: &str, start: usize, found: &mut Vec<RawFinding>) {
    if line.is_ascii() {
        return;
    }
    let mut invisible = 0;
    for (at, letter) in line.char_indices() {
        let (from, to) = (start + at, start + at + letter.len_utf8());
        match letter {
            '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}' | '\u{200f}' => {
                let name = format!("U+{:04X}", u32::from(letter));
                push(&obfuscation::BIDIRECTIONAL_TEXT, Severity::High, &name, from, to, found);
                return;
            }
            '\u{feff}' if from == 0 => {}
            '\u{200b}'
            | '\u{200c}'
            | '\u{200d}'
            | '\u{2060}'..='\u{2064}'
            | '\u{feff}'
            | '\u{3164}'
            | '\u{ffa0}'
            | '\u{115f}'
            | '\u{1160}'
            | '\u{180e}'
            | '\u{e0000}'..='\u{e01ef}' => {
                invisible += 1;
                if invisible == 1 && !letter_joins(line, at) {
                    let name = format!("U+{:04X}", u32::from(letter));
                    push(
                        &obfuscation::INVISIBLE_CHARACTER,
                        Severity::Medium,
                        &name,
                        from,
                        to,
                        found,
                    );
                }
            }
            _ => {}
        }
    }
    lookalikes(line, start, found);
}

/// Joiners belong into words of other scripts and between pictures.
fn letter_joins(line: &str, at: usize) -> bool {
    let mut near = line[..at].chars().rev().take(1).chain(line[at..].chars().skip(1).take(1));
    near.all(|letter| !letter.is_ascii() && !letter.is_whitespace())
}

/// Names outside of texts and comments with Latin letters beside Cyrillic or Greek ones, or of styled letters.
fn lookalikes(line: &str, start: usize, found: &mut Vec<RawFinding>) {
    let code = line.split('#').next().unwrap_or_default();
    let mut quote = None;
    let mut word = String::new();
    let mut from = 0;
    for (at, letter) in code.char_indices().chain([(code.len(), ' ')]) {
        match quote {
            Some(open) if open == letter => quote = None,
            Some(_) => continue,
            None if matches!(letter, '"' | '\'') => quote = Some(letter),
            None if letter.is_alphanumeric() || letter == '_' => {
                if word.is_empty() {
                    from = at;
                }
                word.push(letter);
                continue;
            }
            None => {}
        }
        if deceives(&word) {
            push(
                &obfuscation::LOOKALIKE_NAME,
                Severity::Medium,
                &word,
                start + from,
                start + from + word.len(),
                found,
            );
        }
        word.clear();
    }
}

fn deceives(word: &str) -> bool {
    if word.is_ascii() {
        return false;
    }
    let latin = word.chars().any(|letter| letter.is_ascii_alphabetic());
    let cyrillic = word
        .chars()
        .any(|letter| matches!(letter, '\u{400}'..='\u{52f}' | '\u{13a0}'..='\u{13ff}'));
    let greek = word.chars().any(|letter| {
        matches!(
            letter,
            'ο' | 'ν'
                | 'ι'
                | 'Α'
                | 'Β'
                | 'Ε'
                | 'Ζ'
                | 'Η'
                | 'Ι'
                | 'Κ'
                | 'Μ'
                | 'Ν'
                | 'Ο'
                | 'Ρ'
                | 'Τ'
                | 'Υ'
                | 'Χ'
                | 'ϲ'
        )
    });
    let styled = word
        .chars()
        .any(|letter| matches!(letter, '\u{1d400}'..='\u{1d7ff}' | '\u{ff21}'..='\u{ff5a}' | 'ſ'));
    let whole = cyrillic && word.chars().all(|letter| "аеорсухіјѕһԁ_".contains(letter));
    (latin && (cyrillic || greek)) || styled && word.chars().count() > 1 || whole
}
