//! Names that look like others.

use std::path::Path;

/// What makes a path look like another, where something does.
pub(super) fn deceives(path: &Path) -> Option<&'static str> {
    let text = path.to_string_lossy();
    if text.contains('\u{fffd}') {
        return Some("a name that is not UTF-8");
    }
    for name in text.split('/') {
        if name.chars().any(char::is_control) {
            return Some("a control character");
        }
        if name.chars().any(turns) {
            return Some("a character that turns the direction of writing");
        }
        if name.chars().any(is_invisible) {
            return Some("an invisible character");
        }
        if name.chars().any(|c| c.is_ascii_alphabetic()) && name.chars().any(is_look_alike) {
            return Some("a letter that looks like a Latin one and is none");
        }
    }
    None
}

fn turns(c: char) -> bool {
    matches!(c, '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}' | '\u{200e}' | '\u{200f}' | '\u{61c}')
}

fn is_invisible(c: char) -> bool {
    matches!(c, '\u{ad}' | '\u{34f}' | '\u{115f}' | '\u{1160}' | '\u{180e}' | '\u{200b}'..='\u{200d}'
        | '\u{2060}'..='\u{2065}' | '\u{3164}' | '\u{feff}' | '\u{ffa0}' | '\u{e0000}'..='\u{e007f}')
}

/// Letters of Cyrillic and Greek, and full-width forms: among Latin letters they are there to deceive.
fn is_look_alike(c: char) -> bool {
    matches!(c, '\u{370}'..='\u{3ff}' | '\u{400}'..='\u{52f}' | '\u{ff21}'..='\u{ff5a}') && c != 'µ'
}
