//! A line of code as a terminal of 80 columns shows it, with a mark under the place of the finding.

use super::clean::clean;
use unicode_width::UnicodeWidthChar;

/// What is left of 80 columns beside the line's number.
const WIDTH: usize = 71;
/// Columns that are shown before the place, where a line is too long to be shown from its beginning.
const BEFORE: usize = 20;
const TAB: &str = "    ";
const CUT: &str = "…";

/// The line without its indentation, or what of it is around its character `at`, and how many columns stand before that.
pub(super) fn code_line(line: &str, at: usize) -> (String, usize) {
    let pieces: Vec<(String, usize)> = line.chars().map(piece).collect();
    let indent = line.chars().take_while(|c| c.is_whitespace()).count().min(at);
    let width = |from: usize, to: usize| -> usize {
        pieces.get(from..to).unwrap_or_default().iter().map(|(_, width)| width).sum()
    };
    let at = at.min(pieces.len());
    let mut begin = indent;
    if width(begin, pieces.len()) > WIDTH && width(begin, at) > WIDTH - BEFORE {
        while width(begin, at) > BEFORE {
            begin += 1;
        }
    }
    let mut shown = if begin > indent { CUT.to_owned() } else { String::new() };
    let mark = shown.chars().count() + width(begin, at);
    let mut room = WIDTH - shown.chars().count();
    let fits = width(begin, pieces.len()) <= room;
    room -= usize::from(!fits);
    for (text, width) in pieces.iter().skip(begin) {
        if *width > room {
            break;
        }
        room -= width;
        shown.push_str(text);
    }
    if !fits {
        shown.push_str(CUT);
    }
    (shown, mark)
}

/// How a character is shown, and in how many columns.
fn piece(c: char) -> (String, usize) {
    let text = if c == '\t' { TAB.to_owned() } else { clean(c.encode_utf8(&mut [0; 4])) };
    let width = text.chars().map(|c| c.width().unwrap_or(1)).sum();
    (text, width)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The line, and what of it stands above the mark.
    fn marked(line: &str, at: usize) -> (String, char) {
        let (shown, mark) = code_line(line, at);
        let mut columns = 0;
        let above = shown.chars().find(|c| {
            let is_here = columns == mark;
            columns += c.width().unwrap_or(1);
            is_here && c.width() != Some(0)
        });
        (shown, above.unwrap_or(' '))
    }

    #[test]
    fn the_mark_stands_under_its_character() {
        for (line, expected) in [
            ("eval(x)", "eval(x)"),
            ("\t\tif x:\teval(x)", "if x:    eval(x)"),
            ("    x = '日本', eval(x)", "x = '日本', eval(x)"),
            ("x = 'e\u{301}🦀', eval(x)", "x = 'e\u{301}🦀', eval(x)"),
            (
                "x = '\u{1b}[2J\u{202e}\u{200b}', eval(x)",
                "x = '\u{fffd}[2J\u{fffd}\u{fffd}', eval(x)",
            ),
        ] {
            let at = line.chars().position(|c| c == 'v').unwrap();
            assert_eq!(marked(line, at), (expected.to_owned(), 'v'), "{line:?}");
        }
        assert_eq!(code_line("", 5), (String::new(), 0));
        assert_eq!(code_line("  x", 0), ("  x".to_owned(), 0), "what begins before the text");
    }

    #[test]
    fn a_long_line_is_shown_around_the_place() {
        for fill in ["x", "日", "\t"] {
            for (before, after) in [(0, 300), (30, 300), (80, 0), (150, 300)] {
                let line = format!("y{}§{}", fill.repeat(before), fill.repeat(after));
                let (shown, above) = marked(&line, before + 1);
                assert_eq!(above, '§', "{shown}");
                let width: usize = shown.chars().map(|c| c.width().unwrap_or(1)).sum();
                assert!(width <= WIDTH, "{width}: {shown}");
                assert_eq!(shown.starts_with(CUT), before > 60 || (before == 30 && fill != "x"));
                assert_eq!(shown.ends_with(CUT), after > 0, "{shown}");
            }
        }
    }
}
