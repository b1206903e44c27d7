//! R's files that name packages.

use super::python::line_of;
use super::read::{Collected, Line};
use crate::scanner::Ecosystem::Cran;
use serde_json::Value;
use std::path::Path;

/// Packages that come with R itself.
const BASE: &[&str] = &[
    "R",
    "base",
    "compiler",
    "datasets",
    "grDevices",
    "graphics",
    "grid",
    "methods",
    "parallel",
    "splines",
    "stats",
    "stats4",
    "tcltk",
    "tools",
    "utils",
];

/// `DESCRIPTION`: what a package needs, and the package itself where it is installed.
pub(super) fn description(file: &Path, text: &str, into: &mut Collected) {
    let fields = fields(text);
    let field = |name: &str| fields.iter().find(|(own, ..)| own == name);
    if field("Built").is_some()
        && let (Some((_, name, number)), Some((_, version, _))) =
            (field("Package"), field("Version"))
        && field("Priority").is_none_or(|(_, priority, _)| priority != "base")
    {
        into.exact(Line { file, number: *number, text: name }, Cran, name, version);
    }
    for name in ["Depends", "Imports", "LinkingTo"] {
        let Some((_, value, number)) = field(name) else { continue };
        for package in value.split(',').map(str::trim).filter(|package| !package.is_empty()) {
            let own = package.split([' ', '(']).next().unwrap_or_default();
            if !BASE.contains(&own) {
                into.parse(Line { file, number: *number, text: package }, Cran, package, false);
            }
        }
    }
}

/// The fields of a file in Debian's control format, with their lines.
fn fields(text: &str) -> Vec<(String, String, u32)> {
    let mut fields: Vec<(String, String, u32)> = Vec::new();
    for (number, line) in (1..).zip(text.lines()) {
        match (line.split_once(':'), fields.last_mut()) {
            (_, Some((_, value, _))) if line.starts_with([' ', '\t']) => {
                value.push(' ');
                value.push_str(line.trim());
            }
            (Some((name, value)), _) => {
                fields.push((name.trim().to_owned(), value.trim().to_owned(), number));
            }
            (None, _) => {}
        }
    }
    fields
}

/// `renv.lock`.
pub(super) fn renv_lock(file: &Path, text: &str, into: &mut Collected) -> Result<(), String> {
    let value: Value =
        serde_json::from_str(text).map_err(|error| format!("is not JSON: {error}"))?;
    for (name, package) in value.get("Packages").and_then(Value::as_object).into_iter().flatten() {
        let line = line_of(file, text, &format!("\"{name}\""));
        let field = |name: &str| package.get(name).and_then(Value::as_str);
        match (field("Version"), field("Source")) {
            (Some(version), Some("Repository") | None) => into.exact(line, Cran, name, version),
            _ => into.place(line, name),
        }
    }
    Ok(())
}
