//! Text of scanned files without what could steer or deceive a terminal.

/// One line in which a sign stands for each control character, each one that turns the direction of writing, and each one
/// that is not seen.
pub(super) fn clean(text: &str) -> String {
    text.replace(deceives, "\u{fffd}")
}

fn deceives(c: char) -> bool {
    c.is_control()
        || matches!(c, '\u{ad}' | '\u{61c}' | '\u{180e}' | '\u{200b}'..='\u{200f}' | '\u{2028}'..='\u{202e}'
            | '\u{2060}'..='\u{206f}' | '\u{3164}' | '\u{feff}' | '\u{ffa0}' | '\u{e0000}'..='\u{e007f}')
}
