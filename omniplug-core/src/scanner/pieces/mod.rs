//! The source code in a file, in whatever it is wrapped.

mod chunks;
mod notebook;
mod pth;

use super::classify::Kind;
use super::finding::Finding;
use crate::sandbox::Language;
use std::borrow::Cow;
use std::path::Path;

/// Source in one language. Its lines are those of the file, unless it is made of cells.
#[derive(Debug)]
pub(super) struct Piece<'a> {
    pub(super) language: Language,
    pub(super) text: Cow<'a, str>,
    /// For cells: the line of the text with which each begins, from 1, and its number.
    pub(super) cells: Vec<(u32, u32)>,
}

/// What is in a file.
#[derive(Debug, Default)]
pub(super) struct Pieces<'a> {
    pub(super) pieces: Vec<Piece<'a>>,
    /// What the wrapping itself does.
    pub(super) findings: Vec<Finding>,
}

/// Takes a text apart. The error says why the wrapping can't be read.
pub(super) fn pieces<'a>(kind: Kind, file: &Path, text: &'a str) -> Result<Pieces<'a>, String> {
    match kind {
        Kind::Python => Ok(Pieces::plain(Language::Python, text)),
        Kind::R => Ok(Pieces::plain(Language::R, text)),
        Kind::Notebook => notebook::pieces(file, text),
        Kind::Chunks => Ok(chunks::pieces(text)),
        Kind::Pth => Ok(pth::pieces(file, text)),
        Kind::Shell | Kind::Other => Ok(Pieces::default()),
    }
}

impl<'a> Pieces<'a> {
    fn plain(language: Language, text: &'a str) -> Self {
        let piece = Piece { language, text: text.into(), cells: Vec::new() };
        Self { pieces: vec![piece], findings: Vec::new() }
    }
}

impl<'a> Piece<'a> {
    /// The file's text with everything blank but some ranges, so that lines and columns stay. The character
    /// after a range inside a line becomes a `;`, which ends a statement in both languages.
    fn masked(language: Language, text: &str, kept: &[(usize, usize)]) -> Self {
        let mut masked = String::with_capacity(text.len());
        let mut at = 0;
        for &(start, end) in kept {
            blank(&text[at..start], &mut masked);
            masked.push_str(&text[start..end]);
            at = end;
            let next = text[end..].chars().next().filter(|c| !matches!(c, '\n' | '\r'));
            if let Some(next) = next.filter(|_| !text[..end].ends_with('\n')) {
                masked.push(';');
                at += next.len_utf8();
            }
        }
        blank(&text[at..], &mut masked);
        Self { language, text: masked.into(), cells: Vec::new() }
    }

    /// The cells one by one, where there is more than one.
    pub(super) fn split(&self) -> Vec<Piece<'a>> {
        let lines: Vec<&str> = self.text.split_inclusive('\n').collect();
        let ends = self.cells.iter().skip(1).map(|(line, _)| *line as usize - 1);
        let ends = ends.chain([lines.len()]);
        let cells = self.cells.iter().zip(ends).map(|(&(line, number), end)| {
            let text = lines.get(line as usize - 1..end).unwrap_or_default().concat();
            Piece { language: self.language, text: text.into(), cells: vec![(1, number)] }
        });
        if self.cells.len() > 1 { cells.collect() } else { Vec::new() }
    }

    /// The line in its cell and the cell's number, for a line of the text.
    pub(super) fn cell_line(&self, line: u32) -> (u32, Option<u32>) {
        let after = self.cells.partition_point(|(start, _)| *start <= line);
        match after.checked_sub(1).and_then(|at| self.cells.get(at)) {
            Some((start, number)) => (line - start + 1, Some(*number)),
            None => (line, None),
        }
    }
}

fn blank(text: &str, into: &mut String) {
    into.extend(text.chars().map(|c| if matches!(c, '\n' | '\r') { c } else { ' ' }));
}
