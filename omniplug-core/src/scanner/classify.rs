//! Which language a file holds, by its ending, its first line and its content.

use super::walk::Entry;
use crate::sandbox::Language;

/// What a file is for a scan.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Kind {
    Python,
    R,
    /// Jupyter's cells as JSON.
    Notebook,
    /// Text with chunks of code: R Markdown, Quarto, Sweave.
    Chunks,
    /// Lines that Python's `site` adds to its path, or runs.
    Pth,
    Shell,
    /// Nothing that is read as source.
    Other,
}

/// What a file is, and whether that is certain.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Classified {
    pub(super) kind: Kind,
    /// False when only the content looks like it: what can't be parsed then is no source.
    pub(super) certain: bool,
}

/// Endings of files whose text is not run by Python or R, whatever it looks like.
const OTHER: &[&str] = &[
    "c", "cc", "cpp", "cxx", "h", "hpp", "f", "f90", "f95", "rs", "go", "java", "js", "mjs", "ts",
    "css", "html", "htm", "xml", "svg", "json", "jsonl", "csv", "tsv", "md", "rst", "tex", "rd",
    "po", "pot", "pyi", "in", "toml", "ini", "cfg", "yaml", "yml", "lock", "bib", "log", "map",
    "typed", "stan", "sql", "ps1", "bat",
];

/// Says what a file is. `head` are its first bytes; `named` is the language that a manifest gives it.
pub(super) fn classify(entry: &Entry, head: &[u8], named: Option<Language>) -> Classified {
    let certain = |kind| Classified { kind, certain: true };
    match named {
        Some(Language::Python) => return certain(Kind::Python),
        Some(Language::R) => return certain(Kind::R),
        None => {}
    }
    let ending = entry.ending();
    if let Some(kind) = by_name(entry.name()).or_else(|| by_ending(&ending)) {
        return certain(kind);
    }
    if let Some(kind) = by_first_line(head) {
        return certain(kind);
    }
    let kind = if OTHER.contains(&ending.as_str()) { Kind::Other } else { by_content(head) };
    Classified { kind, certain: kind == Kind::Other }
}

fn by_name(name: &str) -> Option<Kind> {
    match name {
        ".Rprofile" | "Rprofile" | "Rprofile.site" | "configure.R" => Some(Kind::R),
        "configure" | "cleanup" | "configure.win" | "configure.ucrt" | "cleanup.win" => {
            Some(Kind::Shell)
        }
        "Snakefile" | "SConstruct" | "SConscript" | "wscript" => Some(Kind::Python),
        _ => None,
    }
}

fn by_ending(ending: &str) -> Option<Kind> {
    match ending {
        "py" | "pyw" => Some(Kind::Python),
        "r" => Some(Kind::R),
        "ipynb" => Some(Kind::Notebook),
        "rmd" | "qmd" | "rmarkdown" | "rnw" => Some(Kind::Chunks),
        "pth" => Some(Kind::Pth),
        "sh" | "bash" | "zsh" => Some(Kind::Shell),
        // Cython is compiled, whatever its first line says.
        "pyx" | "pxd" | "pxi" => Some(Kind::Other),
        _ => None,
    }
}

fn by_first_line(head: &[u8]) -> Option<Kind> {
    let line = head.strip_prefix(b"\xef\xbb\xbf").unwrap_or(head).strip_prefix(b"#!")?;
    let line = line.split(|byte| *byte == b'\n').next()?;
    let line = String::from_utf8_lossy(line).to_ascii_lowercase();
    let has = |word: &str| line.split(['/', ' ', '\t', '\r']).any(|part| part.starts_with(word));
    if has("python") || has("pypy") {
        Some(Kind::Python)
    } else if has("rscript") || line.split(['/', ' ', '\t', '\r']).any(|part| part == "r") {
        Some(Kind::R)
    } else if line.contains("sh") {
        // A shell script may hand itself to another interpreter in its second line; both are read then.
        Some(Kind::Shell)
    } else {
        None
    }
}

/// Counts lines that stand in hardly any text but source.
fn by_content(head: &[u8]) -> Kind {
    if head.contains(&0) {
        return Kind::Other;
    }
    let text = String::from_utf8_lossy(head);
    let (mut python, mut r) = (0, 0);
    for line in text.lines().take(400).map(str::trim_end) {
        let code = line.trim_start();
        python += usize::from(is_python(code));
        r += usize::from(is_r(code));
    }
    match (python, r) {
        (0, 0) => Kind::Other,
        (python, r) if python >= r => Kind::Python,
        _ => Kind::R,
    }
}

fn is_python(code: &str) -> bool {
    let is_path = |text: &str| {
        !text.is_empty()
            && text.chars().all(|c| c.is_alphanumeric() || matches!(c, '_' | '.' | ',' | ' '))
    };
    let imports = code.strip_prefix("import ").is_some_and(is_path);
    let from = code.strip_prefix("from ").and_then(|rest| rest.split_once(" import "));
    imports
        || from.is_some_and(|(module, _)| is_path(module))
        || (code.starts_with("def ") && code.contains('(') && code.ends_with(':'))
        || (code.starts_with("class ") && code.ends_with(':'))
        || code.starts_with("__import__(")
        || ((code.starts_with("exec(") || code.starts_with("eval(")) && code.ends_with(')'))
}

fn is_r(code: &str) -> bool {
    let is_call = |name: &str| {
        code.strip_prefix(name).is_some_and(|rest| rest.starts_with('(') && rest.ends_with(')'))
    };
    is_call("library")
        || is_call("require")
        || is_call("source")
        || is_call("system")
        || is_call("eval")
        || code.contains("<- function(")
        || code.contains("<-function(")
        || code.split_once(" <- ").is_some_and(|(name, value)| {
            let is_name = |c: char| c.is_alphanumeric() || matches!(c, '_' | '.' | '$');
            !name.is_empty() && name.chars().all(is_name) && value.contains('(')
        })
}

#[cfg(test)]
mod tests {
    use super::super::walk::{Entry, EntryKind};
    use super::*;

    fn kind(name: &str, head: &str) -> Kind {
        let entry = Entry {
            source: name.into(),
            path: name.into(),
            kind: EntryKind::File,
            size: 0,
            mode: 0o644,
        };
        classify(&entry, head.as_bytes(), None).kind
    }

    #[test]
    fn endings_names_first_lines_and_content_tell_the_language() {
        for (name, head, expected) in [
            ("a.py", "", Kind::Python),
            ("A.R", "", Kind::R),
            (".Rprofile", "", Kind::R),
            ("x.ipynb", "", Kind::Notebook),
            ("x.Rmd", "", Kind::Chunks),
            ("x.pth", "", Kind::Pth),
            ("configure", "#!/bin/sh", Kind::Shell),
            ("run", "#!/usr/bin/env python3\n", Kind::Python),
            ("run", "#!/usr/bin/Rscript --vanilla\n", Kind::R),
            ("run", "import os\nos.system('x')\n", Kind::Python),
            ("data.txt", "from os import system\n", Kind::Python),
            ("job", "x <- readLines('a')\nsystem('x')\n", Kind::R),
            ("README", "This package has no code.\n", Kind::Other),
            ("a.md", "import os\n", Kind::Other),
            ("a.pyx", "#!/usr/bin/env python\n", Kind::Other),
            ("a.csv", "a,b\n1,2\n", Kind::Other),
            ("a.bin", "import os\n\0", Kind::Other),
        ] {
            assert_eq!(kind(name, head), expected, "{name} {head:?}");
        }
    }
}
