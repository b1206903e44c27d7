//! What the name, the kind and the mode of an entry tell.

use super::names::deceives;
use crate::scanner::rules::package::{
    DECEPTIVE_NAME, HIDDEN_FILE, INSTALL_SCRIPT, SET_ID, SPECIAL_FILE, STARTUP_FILE, SYMBOLIC_LINK,
    WORLD_WRITABLE,
};
use crate::scanner::walk::{Entry, EntryKind};
use crate::scanner::{Finding, Location, Rule, Severity};
use std::path::{Component, Path};

/// Hidden files of authors' tools.
const USUAL: &[&str] = &[
    ".gitignore",
    ".gitattributes",
    ".gitkeep",
    ".gitmodules",
    ".github",
    ".gitlab-ci.yml",
    ".Rbuildignore",
    ".Rinstignore",
    ".lintr",
    ".editorconfig",
    ".flake8",
    ".pylintrc",
    ".coveragerc",
    ".dockerignore",
    ".pre-commit-config.yaml",
    ".travis.yml",
    ".python-version",
    ".readthedocs.yml",
    ".readthedocs.yaml",
    ".covrignore",
    ".nojekyll",
    ".circleci",
    ".vscode",
    ".idea",
    ".hidden",
    ".dylibs",
    ".libs",
    ".keep",
    ".prettierrc",
    ".isort.cfg",
    ".ruff.toml",
    ".mailmap",
    ".zenodo.json",
    ".binder",
];

/// Checks an entry without opening it.
pub(in crate::scanner) fn check_entry(entry: &Entry) -> Vec<Finding> {
    let mut found = Vec::new();
    let mut find = |rule: &Rule, message: String| {
        found.push(Finding::new(rule, message, Location::whole(&entry.path), ""));
    };
    let name = entry.name();
    match &entry.kind {
        EntryKind::Link(target) => {
            let shown = target.display().to_string();
            find(&SYMBOLIC_LINK, format!("links to `{}`", shown.escape_debug()));
            let finding = found.pop();
            let severity =
                if leads_out(&entry.path, target) { Severity::High } else { Severity::Low };
            found.extend(finding.map(|finding| finding.with_severity(severity)));
            return found;
        }
        EntryKind::Special(what) => {
            find(&SPECIAL_FILE, format!("is {what}"));
            return found;
        }
        EntryKind::File => {}
    }
    if entry.mode & 0o6000 != 0 {
        find(&SET_ID, format!("has the mode `{:o}`", entry.mode & 0o7777));
    }
    if entry.mode & 0o002 != 0 {
        find(&WORLD_WRITABLE, format!("has the mode `{:o}`", entry.mode & 0o7777));
    }
    if let Some(what) = deceives(&entry.path) {
        find(&DECEPTIVE_NAME, format!("its path has {what}"));
    }
    match name {
        "sitecustomize.py" | "usercustomize.py" | ".Rprofile" | "Rprofile.site" | ".Renviron"
        | "Renviron.site" => find(&STARTUP_FILE, format!("`{name}` takes effect at every start")),
        "setup.py" | "configure" | "cleanup" | "configure.win" | "cleanup.win"
        | "configure.ucrt" => {
            find(&INSTALL_SCRIPT, format!("`{name}` runs at installation"));
        }
        _ => {
            let parts = entry.path.components().filter_map(|part| part.as_os_str().to_str());
            let hidden = |part: &str| part.starts_with('.') && !USUAL.contains(&part);
            if let Some(part) = parts.into_iter().find(|part| hidden(part)) {
                find(&HIDDEN_FILE, format!("`{}` is not shown in listings", part.escape_debug()));
            }
        }
    }
    found
}

/// Whether a link at a path leads out of the root.
fn leads_out(path: &Path, target: &Path) -> bool {
    let mut depth = path.components().count().saturating_sub(1);
    for part in target.components() {
        match part {
            Component::Normal(_) => depth += 1,
            Component::CurDir => {}
            Component::ParentDir if depth > 0 => depth -= 1,
            _ => return true,
        }
    }
    false
}
