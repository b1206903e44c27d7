//! Jupyter notebooks: the code cells of their JSON.

use super::{Piece, Pieces};
use crate::sandbox::Language;
use crate::scanner::rules::package::NOTEBOOK_SHELL;
use crate::scanner::{Finding, Location};
use serde::Deserialize;
use std::path::Path;

#[derive(Deserialize)]
struct Notebook {
    #[serde(default)]
    cells: Vec<Cell>,
    /// Where version 3 of the format has its cells.
    #[serde(default)]
    worksheets: Vec<Worksheet>,
    #[serde(default)]
    metadata: Metadata,
}

#[derive(Deserialize)]
struct Worksheet {
    #[serde(default)]
    cells: Vec<Cell>,
}

#[derive(Deserialize)]
struct Cell {
    #[serde(default)]
    cell_type: String,
    #[serde(default, alias = "input")]
    source: Text,
}

#[derive(Deserialize)]
#[serde(untagged)]
enum Text {
    Lines(Vec<String>),
    Whole(String),
}

impl Default for Text {
    fn default() -> Self {
        Self::Lines(Vec::new())
    }
}

#[derive(Default, Deserialize)]
struct Metadata {
    #[serde(default)]
    kernelspec: Named,
    #[serde(default)]
    language_info: Named,
}

#[derive(Default, Deserialize)]
struct Named {
    #[serde(default)]
    name: String,
    #[serde(default)]
    language: String,
}

/// The text of all cells in one language.
struct Joined {
    language: Language,
    text: String,
    lines: u32,
    cells: Vec<(u32, u32)>,
}

impl Joined {
    fn new(language: Language) -> Self {
        Self { language, text: String::new(), lines: 0, cells: Vec::new() }
    }

    fn begin(&mut self, cell: u32) {
        self.cells.push((self.lines + 1, cell));
    }

    fn line(&mut self, line: &str) {
        self.text.push_str(line);
        self.text.push('\n');
        self.lines += 1;
    }

    fn into_piece<'a>(self) -> Option<Piece<'a>> {
        let Self { language, text, cells, .. } = self;
        (!cells.is_empty()).then(|| Piece { language, text: text.into(), cells })
    }
}

pub(super) fn pieces<'a>(file: &Path, text: &str) -> Result<Pieces<'a>, String> {
    // A list of values would be taken for one of fields.
    if !text.trim_start().starts_with('{') {
        return Err("is not a notebook: it is no JSON object".to_owned());
    }
    let notebook: Notebook =
        serde_json::from_str(text).map_err(|error| format!("is not a notebook: {error}"))?;
    let metadata = &notebook.metadata;
    let language =
        [&metadata.language_info.name, &metadata.kernelspec.language, &metadata.kernelspec.name]
            .into_iter()
            .find(|name| !name.is_empty());
    let own = match language.map(|name| name.to_ascii_lowercase()) {
        None => Language::Python,
        Some(name) if name.starts_with("python") || name == "ipython" => Language::Python,
        Some(name) if name == "r" || name == "ir" => Language::R,
        Some(name) => {
            return Err(format!("is a notebook in `{}`, which is not read", name.escape_debug()));
        }
    };
    let (mut python, mut r) = (Joined::new(Language::Python), Joined::new(Language::R));
    let mut findings = Vec::new();
    let cells = notebook.worksheets.iter().flat_map(|sheet| &sheet.cells).chain(&notebook.cells);
    for (number, cell) in (1..).zip(cells).filter(|(_, cell)| cell.cell_type == "code") {
        let code = match &cell.source {
            Text::Lines(lines) => lines.concat(),
            Text::Whole(text) => text.clone(),
        };
        match own {
            Language::R => plain(&code, number, &mut r),
            Language::Python => {
                python_cell(&code, number, file, (&mut python, &mut r), &mut findings);
            }
        }
    }
    let pieces = [python, r].into_iter().filter_map(Joined::into_piece).collect();
    Ok(Pieces { pieces, findings })
}

fn plain(code: &str, number: u32, into: &mut Joined) {
    into.begin(number);
    code.lines().for_each(|line| into.line(line));
}

/// A cell in IPython's dialect: lines for a shell are findings, other magic is left out.
fn python_cell(
    code: &str,
    number: u32,
    file: &Path,
    (python, r): (&mut Joined, &mut Joined),
    findings: &mut Vec<Finding>,
) {
    let magic = code.trim_start().lines().next().unwrap_or_default();
    let words = magic.strip_prefix("%%").unwrap_or_default();
    match words.split_whitespace().next().unwrap_or_default() {
        "R" => return plain(&code.replacen(magic, "", 1), number, r),
        "bash" | "sh" | "script" | "system" | "sx" | "!" | "cmd" | "perl" | "ruby" => {
            findings.push(shell(file, number, 1, magic));
            return;
        }
        "html" | "HTML" | "javascript" | "js" | "latex" | "markdown" | "svg" | "SVG" => return,
        _ => {}
    }
    python.begin(number);
    for (at, line) in (1..).zip(code.lines()) {
        let start = line.trim_start();
        let indent = &line[..line.len() - start.len()];
        let assigned = start.split_once('=').map(|(_, value)| value.trim_start());
        let is_shell = |text: &str| {
            text.starts_with('!') && !text.starts_with("!=")
                || ["%sx ", "%system ", "%run ", "%%writefile"]
                    .iter()
                    .any(|it| text.starts_with(it))
        };
        if is_shell(start) || assigned.is_some_and(is_shell) {
            findings.push(shell(file, number, at, line));
            python.line(&format!("{indent}pass"));
        } else if start.starts_with('%') || start.starts_with('?') || is_help(start) {
            python.line(&format!("{indent}pass"));
        } else {
            python.line(line);
        }
    }
}

/// `name?` and `name??` show a name's documentation.
fn is_help(line: &str) -> bool {
    let name = line.trim_end_matches('?');
    name.len() < line.len() && name.chars().all(|c| c.is_alphanumeric() || "._*".contains(c))
}

fn shell(file: &Path, cell: u32, line: u32, code: &str) -> Finding {
    let location = Location { cell: Some(cell), ..Location::line(file, line) };
    Finding::new(&NOTEBOOK_SHELL, "this cell runs a program through a shell", location, code.trim())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn code_cells_are_joined_and_keep_their_numbers() {
        let text = r##"{"cells": [
            {"cell_type": "markdown", "source": "import os"},
            {"cell_type": "code", "source": ["import os\n", "%matplotlib inline\n", "x?"]},
            {"cell_type": "code", "source": "!curl example.org\nfiles = !ls\na = 1 if b != c else 2"},
            {"cell_type": "code", "source": "%%R\nsystem('x')"},
            {"cell_type": "code", "source": "%%time\nos.system('x')"}
        ]}"##;
        let found = pieces(Path::new("n.ipynb"), text).unwrap();
        assert_eq!(found.pieces.len(), 2);
        let python = &found.pieces[0];
        assert_eq!(
            python.text,
            "import os\npass\npass\npass\npass\na = 1 if b != c else 2\npass\nos.system('x')\n"
        );
        assert_eq!(python.cell_line(8), (2, Some(5)));
        assert_eq!(python.cell_line(1), (1, Some(2)));
        assert_eq!(found.pieces[1].text, "\nsystem('x')\n");
        assert_eq!(found.findings.len(), 2);
        assert_eq!(found.findings[0].location.cell, Some(3));
        let split = python.split();
        assert_eq!(split.len(), 3);
        assert_eq!(split[2].text, "pass\nos.system('x')\n");
    }

    #[test]
    fn what_is_no_notebook_is_not_read() {
        for text in ["", "[]", "{\"cells\": 1}", &"[".repeat(100_000)] {
            assert!(pieces(Path::new("n.ipynb"), text).is_err());
        }
        let julia = r#"{"cells": [], "metadata": {"language_info": {"name": "julia"}}}"#;
        assert!(pieces(Path::new("n.ipynb"), julia).err().unwrap().contains("julia"));
    }
}
