//! Python's files that name packages.

use super::read::{Collected, Line};
use crate::scanner::Ecosystem::PyPI;
use serde_json::Value;
use std::path::Path;

/// `requirements.txt` and its kind. Answers with the files that it includes.
pub(super) fn requirements(file: &Path, text: &str, into: &mut Collected) -> Vec<String> {
    let mut included = Vec::new();
    let mut joined = String::new();
    for (number, line) in (1..).zip(text.lines()) {
        let line = line.split(" #").next().unwrap_or_default().trim();
        if line.starts_with('#') {
            continue;
        }
        if let Some(start) = line.strip_suffix('\\') {
            joined.push_str(start);
            continue;
        }
        joined.push_str(line);
        let whole = std::mem::take(&mut joined);
        let line = Line { file, number, text: whole.trim() };
        included.extend(requirement(line, into));
    }
    included
}

fn requirement(line: Line<'_>, into: &mut Collected) -> Option<String> {
    // What follows a requirement are options of the installer, as `--hash`.
    let text = line.text.split(" --").next().unwrap_or_default().trim();
    let option = |names: &[&str]| {
        let rest = names.iter().find_map(|name| text.strip_prefix(name))?;
        Some(rest.trim_start_matches(['=', ' ']).trim().to_owned())
    };
    if text.is_empty() {
        return None;
    }
    if let Some(file) = option(&["-r ", "--requirement", "-c ", "--constraint"]) {
        return Some(file);
    }
    if let Some(place) = option(&[
        "-e ",
        "--editable",
        "-i ",
        "--index-url",
        "--extra-index-url",
        "-f ",
        "--find-links",
    ]) {
        let place = place.as_str();
        if !matches!(place, "https://pypi.org/simple" | "https://pypi.org/simple/" | ".") {
            into.place(line, place);
        }
    } else if text.starts_with(['.', '/']) {
        into.place(line, text);
    } else if !text.starts_with('-') {
        into.parse(line, PyPI, text, true);
    }
    None
}

/// `METADATA` of an installed package.
pub(super) fn metadata(file: &Path, text: &str, into: &mut Collected) {
    let field = |name: &str| {
        let lines = text.lines().take_while(|line| !line.is_empty());
        lines.zip(1..).find_map(|(line, number)| Some((line.strip_prefix(name)?.trim(), number)))
    };
    if let (Some((name, number)), Some((version, _))) = (field("Name:"), field("Version:")) {
        into.exact(Line { file, number, text: name }, PyPI, name, version);
    }
}

/// `pyproject.toml`, `poetry.lock`, `uv.lock`, `pdm.lock` and `pylock.toml`.
pub(super) fn toml(file: &Path, text: &str, into: &mut Collected) -> Result<(), String> {
    let value: Value = ::toml::from_str(text)
        .map_err(|error: ::toml::de::Error| format!("is not TOML: {}", error.message()))?;
    let line_of = |text_of: &str| line_of(file, text, text_of);
    let list = |pointer: &str| {
        value.pointer(pointer).and_then(Value::as_array).cloned().unwrap_or_default()
    };
    let mut requirements = list("/project/dependencies");
    requirements.extend(list("/build-system/requires"));
    let optional = value.pointer("/project/optional-dependencies").and_then(Value::as_object);
    requirements.extend(
        optional
            .into_iter()
            .flatten()
            .flat_map(|(_, it)| it.as_array().cloned().unwrap_or_default()),
    );
    for requirement in requirements.iter().filter_map(Value::as_str) {
        into.parse(line_of(requirement), PyPI, requirement, false);
    }
    for package in list("/package").iter().chain(&list("/packages")) {
        let field = |name: &str| package.get(name).and_then(Value::as_str);
        if let (Some(name), Some(version)) = (field("name"), field("version")) {
            into.exact(line_of(&format!("\"{name}\"")), PyPI, name, version);
        }
    }
    let poetry = value.pointer("/tool/poetry/dependencies").and_then(Value::as_object);
    for (name, wanted) in poetry.into_iter().flatten().filter(|(name, _)| *name != "python") {
        let version = wanted.as_str().or_else(|| wanted.get("version")?.as_str()).unwrap_or("*");
        let value = serde_json::json!({"name": name, "version": version});
        match serde_json::from_value(value) {
            Ok(dependency) => into.add(line_of(name), PyPI, &dependency, false),
            Err(error) => into.skip(line_of(name), &error.to_string()),
        }
    }
    Ok(())
}

/// `Pipfile.lock`.
pub(super) fn pipfile_lock(file: &Path, text: &str, into: &mut Collected) -> Result<(), String> {
    let value: Value =
        serde_json::from_str(text).map_err(|error| format!("is not JSON: {error}"))?;
    for group in ["default", "develop"] {
        for (name, package) in value.get(group).and_then(Value::as_object).into_iter().flatten() {
            let line = line_of(file, text, &format!("\"{name}\""));
            match package.get("version").and_then(Value::as_str) {
                Some(version) => into.exact(line, PyPI, name, version.trim_start_matches("==")),
                None => into.place(line, name),
            }
        }
    }
    Ok(())
}

/// The first line that holds a text.
pub(super) fn line_of<'a>(file: &'a Path, text: &'a str, wanted: &str) -> Line<'a> {
    let found = (1..).zip(text.lines()).find(|(_, line)| line.contains(wanted));
    let (number, text) = found.unwrap_or((1, ""));
    Line { file, number, text }
}
