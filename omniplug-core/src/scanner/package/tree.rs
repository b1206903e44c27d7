//! What files tell together.

use super::standard::is_standard;
use crate::scanner::rules::package::{BYTECODE_ALONE, BYTECODE_BESIDE, SHADOWS_STANDARD};
use crate::scanner::walk::Entry;
use crate::scanner::{Finding, Location};
use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

/// Checks all files together.
pub(in crate::scanner) fn check_tree(entries: &[Entry], is_plugin: bool) -> Vec<Finding> {
    let paths: BTreeSet<&Path> = entries.iter().map(|entry| entry.path.as_path()).collect();
    let mut found = bytecode(entries, &paths);
    // Only where Python would import from: a plugin's root, and not the inside of a package.
    if !paths.contains(Path::new("__init__.py")) {
        found.extend(shadows(entries, is_plugin));
    }
    found
}

fn bytecode(entries: &[Entry], paths: &BTreeSet<&Path>) -> Vec<Finding> {
    let compiled = entries.iter().filter(|it| matches!(it.ending().as_str(), "pyc" | "pyo"));
    let check = |entry: &Entry| {
        let location = Location::whole(&entry.path);
        if paths.contains(source_of(&entry.path).as_path()) {
            Finding::new(&BYTECODE_BESIDE, "is compiled Python", location, "")
        } else {
            Finding::new(&BYTECODE_ALONE, "is compiled Python without its source", location, "")
        }
    };
    compiled.map(check).collect()
}

/// The source of `a/__pycache__/b.cpython-313.pyc` is `a/b.py`, that of `a/b.pyc` is `a/b.py`.
fn source_of(path: &Path) -> PathBuf {
    let folder = path.parent().unwrap_or(Path::new(""));
    let name = path.file_stem().and_then(|stem| stem.to_str()).unwrap_or_default();
    if folder.ends_with("__pycache__") {
        let name = name.split('.').next().unwrap_or_default();
        return folder.with_file_name(format!("{name}.py"));
    }
    folder.join(format!("{name}.py"))
}

fn shadows(entries: &[Entry], is_plugin: bool) -> Vec<Finding> {
    let mut seen = BTreeSet::new();
    let check = |entry: &Entry| {
        let mut parts = entry.path.iter().filter_map(|part| part.to_str());
        let (first, second) = (parts.next()?, parts.next());
        let is_module = |file: &str| {
            matches!(file.split_once('.'), Some((_, "py" | "pyc" | "so")))
                || file.split_once('.').is_some_and(|(_, rest)| rest.ends_with(".so"))
        };
        let name = match second {
            None if is_module(first) => first.split('.').next()?,
            Some("__init__.py") => first,
            _ => return None,
        };
        // A folder that is no plugin is a checkout as often as a place to import from.
        let is_reached = is_plugin || second.is_none();
        if !is_standard(name) || !is_reached || !seen.insert(name.to_owned()) {
            return None;
        }
        let message = format!("`import {name}` would load it in place of the standard library's");
        Some(Finding::new(&SHADOWS_STANDARD, message, Location::whole(&entry.path), ""))
    };
    entries.iter().filter_map(check).collect()
}
