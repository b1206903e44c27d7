//! From bytes of a text to lines and columns.

use super::Location;
use std::path::Path;

/// Where the lines of a text begin.
#[derive(Debug)]
pub(super) struct Lines<'a> {
    text: &'a str,
    starts: Vec<usize>,
}

/// The longest part of a line that a report shows, in characters.
const SNIPPET: usize = 200;
/// How many of them stand before a place far to the right.
const BEFORE: usize = 50;

/// How many characters of a line are left out before the part of it that a report shows for a column, from 1.
pub(super) fn left_out(column: u32) -> u32 {
    let before = column.saturating_sub(1) as usize;
    if before > SNIPPET - BEFORE { number(before - BEFORE) } else { 0 }
}

impl<'a> Lines<'a> {
    /// Finds the lines, which end in `\n`, `\r\n` or `\r`.
    pub(super) fn new(text: &'a str) -> Self {
        let bytes = text.as_bytes();
        let ends = bytes.iter().enumerate().filter(|(at, byte)| {
            **byte == b'\n' || (**byte == b'\r' && bytes.get(at + 1) != Some(&b'\n'))
        });
        Self { text, starts: std::iter::once(0).chain(ends.map(|(at, _)| at + 1)).collect() }
    }

    /// How many lines there are; an empty one after the last end of a line is none.
    pub(super) fn count(&self) -> u64 {
        let ends_open = self.starts.last().is_some_and(|start| *start < self.text.len());
        (self.starts.len() - usize::from(!ends_open)) as u64
    }

    /// The line of a byte, from 1.
    pub(super) fn line(&self, offset: usize) -> usize {
        self.starts.partition_point(|start| *start <= offset)
    }

    /// The location of a range of bytes.
    pub(super) fn locate(&self, file: &Path, start: usize, end: usize) -> Location {
        let line = self.line(start);
        let begin = self.starts.get(line.saturating_sub(1)).copied().unwrap_or_default();
        let before = self.text.get(begin..start.min(self.text.len())).unwrap_or_default();
        let last = self.line(end.saturating_sub(1).max(start));
        Location {
            file: file.to_owned(),
            line: number(line),
            column: number(before.chars().count() + 1),
            end_line: number(last),
            cell: None,
        }
    }

    /// A line's text without its end, cut to what a report shows for a column of it.
    pub(super) fn snippet(&self, line: u32, column: u32) -> String {
        let line = line as usize;
        let Some(begin) = line.checked_sub(1).and_then(|line| self.starts.get(line)) else {
            return String::new();
        };
        let end = self.starts.get(line).copied().unwrap_or(self.text.len());
        let text = self.text.get(*begin..end).unwrap_or_default().trim_end();
        let mut rest = text.chars();
        let mark = match left_out(column) as usize {
            0 => "",
            count => rest.nth(count - 1).map_or("", |_| "…"),
        };
        let text = rest.as_str();
        match text.char_indices().nth(SNIPPET) {
            Some((cut, _)) => format!("{mark}{}…", &text[..cut]),
            None => format!("{mark}{text}"),
        }
    }
}

fn number(value: usize) -> u32 {
    u32::try_from(value).unwrap_or(u32::MAX)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_end_in_all_three_ways_and_columns_count_characters() {
        let text = "a\r\nbé x\rc\n\nlast";
        let lines = Lines::new(text);
        assert_eq!(lines.count(), 5);
        let at = text.find('x').unwrap();
        let place = lines.locate(Path::new("f"), at, at + 1);
        assert_eq!((place.line, place.column, place.end_line), (2, 4, 2));
        assert_eq!(lines.snippet(2, 4), "bé x");
        assert_eq!(lines.snippet(5, 1), "last");
        assert_eq!(lines.snippet(9, 1), "");
        let all = lines.locate(Path::new("f"), 0, text.len());
        assert_eq!((all.line, all.end_line), (1, 5));
        assert_eq!(Lines::new("").count(), 0);
        assert_eq!(Lines::new("x\n").count(), 1);
    }

    #[test]
    fn a_long_line_is_cut_between_characters() {
        let text = "é".repeat(500);
        assert_eq!(Lines::new(&text).snippet(1, 151), format!("{}…", &text[..400]));
    }

    #[test]
    fn what_is_far_to_the_right_is_shown() {
        let text = format!("x = 1;{}eval(x){}", " ".repeat(400), "é".repeat(500));
        let lines = Lines::new(&text);
        let at = text.find("eval").unwrap();
        let place = lines.locate(Path::new("f"), at, at + 7);
        let snippet = lines.snippet(place.line, place.column);
        assert!(snippet.starts_with("… ") && snippet.ends_with("é…"), "{snippet}");
        let in_snippet = place.column - left_out(place.column);
        assert_eq!(snippet.chars().nth(in_snippet as usize), Some('e'));
        assert_eq!(snippet.chars().count(), 202);
    }
}
