//! `.pth` files: Python's `site` runs their lines that begin with `import`, and adds others to the path.

use super::{Piece, Pieces};
use crate::sandbox::Language;
use crate::scanner::rules::package::{PTH_ADDS_PATH, PTH_RUNS_CODE};
use crate::scanner::{Finding, Location};
use std::path::Path;

pub(super) fn pieces<'a>(file: &Path, text: &'a str) -> Pieces<'a> {
    let mut pieces = Pieces::default();
    let mut kept = Vec::new();
    let mut start = 0;
    for (number, line) in (1..).zip(text.split_inclusive('\n')) {
        let end = start + line.trim_end().len();
        let location = Location::line(file, number);
        let line_text = line.trim_end();
        if line_text.starts_with("import ") || line_text.starts_with("import\t") {
            kept.push((start, end));
            let message = "this line runs whenever Python starts";
            pieces.findings.push(Finding::new(&PTH_RUNS_CODE, message, location, line_text));
        } else if line_text.starts_with('/') || line_text.contains("..") {
            let message = "adds a folder outside the package to Python's path";
            pieces.findings.push(Finding::new(&PTH_ADDS_PATH, message, location, line_text));
        }
        start += line.len();
    }
    if !kept.is_empty() {
        pieces.pieces.push(Piece::masked(Language::Python, text, &kept));
    }
    pieces
}
