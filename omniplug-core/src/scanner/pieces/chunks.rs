//! Text with chunks of code: R Markdown, Quarto and Sweave.

use super::{Piece, Pieces};
use crate::sandbox::Language;

/// A chunk that is open: its language where it is one that is read, and what closes it.
enum Open {
    /// As many of this character, at least.
    Fence(char, usize, Option<Language>),
    Sweave,
}

pub(super) fn pieces<'a>(text: &'a str) -> Pieces<'a> {
    let mut kept: [(Language, Vec<(usize, usize)>); 2] =
        [(Language::R, Vec::new()), (Language::Python, Vec::new())];
    let mut keep = |language: Language, range: (usize, usize)| {
        kept.iter_mut().filter(|(own, _)| *own == language).for_each(|(_, all)| all.push(range));
    };
    let mut open: Option<Open> = None;
    let mut start = 0;
    for line in text.split_inclusive('\n') {
        let range = (start, start + line.len());
        let trimmed = line.trim();
        match &open {
            None => {
                open = opening(trimmed);
                if open.is_none() {
                    for (from, to) in inline(line) {
                        keep(Language::R, (start + from, start + to));
                    }
                }
            }
            Some(chunk) if closes(chunk, trimmed) => open = None,
            Some(Open::Fence(_, _, Some(language))) => keep(*language, range),
            Some(Open::Sweave) => keep(Language::R, range),
            Some(Open::Fence(_, _, None)) => {}
        }
        start = range.1;
    }
    let pieces = kept.into_iter().filter(|(_, ranges)| !ranges.is_empty());
    let pieces = pieces.map(|(language, ranges)| Piece::masked(language, text, &ranges)).collect();
    Pieces { pieces, findings: Vec::new() }
}

fn opening(line: &str) -> Option<Open> {
    if line.starts_with("<<") && line.ends_with(">>=") {
        return Some(Open::Sweave);
    }
    // A chunk in a list or a quotation has that before it.
    let line = line.trim_start_matches(['>', ' ']);
    let sign = line.chars().next().filter(|sign| matches!(sign, '`' | '~'))?;
    let count = line.chars().take_while(|c| *c == sign).count();
    if count < 3 {
        return None;
    }
    let rest = line[count..].trim();
    let engine = rest.strip_prefix('{').map(|rest| {
        let end = rest.find(|c: char| !c.is_alphanumeric()).unwrap_or(rest.len());
        rest[..end].to_ascii_lowercase()
    });
    let language = match engine.as_deref() {
        Some("r" | "rscript") => Some(Language::R),
        Some("python" | "python3") => Some(Language::Python),
        _ => None,
    };
    Some(Open::Fence(sign, count, language))
}

fn closes(open: &Open, line: &str) -> bool {
    match open {
        Open::Sweave => line == "@" || line.starts_with("@ "),
        Open::Fence(sign, count, _) => {
            let line = line.trim_start_matches(['>', ' ']);
            line.chars().count() >= *count && line.chars().all(|c| c == *sign)
        }
    }
}

/// The code of each `` `r code` `` in a line of text.
fn inline(line: &str) -> Vec<(usize, usize)> {
    let mut found = Vec::new();
    let mut at = 0;
    while let Some(begin) = line[at..].find("`r ").map(|begin| at + begin + 3) {
        let Some(end) = line[begin..].find('`').map(|end| begin + end) else { break };
        found.push((begin, end));
        at = end + 1;
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn chunks_keep_their_lines_and_text_is_blank() {
        let text = "# Title\n```{r setup}\nx <- 1\n```\ntext `r system('a')` é `r b`\n\
                    ~~~~{python}\nimport os\n~~~~\n```r\nnot_run()\n```\n<<a>>=\ny <- 2\n@\n";
        let found = pieces(text).pieces;
        assert_eq!(found.len(), 2);
        let length = text.chars().count();
        assert!(found.iter().all(|piece| piece.text.chars().count() == length));
        let lines: Vec<&str> = found[0].text.lines().map(str::trim).collect();
        assert_eq!(lines[2], "x <- 1");
        assert_eq!(lines[4].replace(' ', ""), "system('a');b;");
        assert_eq!(lines[12], "y <- 2");
        assert_eq!(lines.iter().filter(|line| !line.is_empty()).count(), 3);
        assert_eq!(found[1].text.trim(), "import os");
    }
}
