//! Which packages the files of a subject ask for.

use super::read::{Collected, Line};
use super::{python, r};
use crate::manifest::DependencyKind;
use crate::sandbox::Language;
use crate::scanner::subject::Subject;
use crate::scanner::walk::{Entry, EntryKind};
use crate::scanner::{Ecosystem, Unread, source};
use std::collections::BTreeSet;
use std::fs::File;
use std::io::Read;
use std::path::{Path, PathBuf};

/// The longest file of requirements, in bytes.
const MOST_BYTES: u64 = 32 << 20;

/// Collects from the manifest and from all files that name packages.
pub(super) fn collect(subject: &Subject) -> Collected {
    let mut collected = Collected::default();
    manifest(subject, &mut collected);
    let entries = &subject.listing.entries;
    let mut included = BTreeSet::new();
    for entry in entries.iter().filter(|entry| entry.kind == EntryKind::File) {
        let form = form(entry, subject.is_file);
        if let Some(form) = form {
            included.extend(read(entry, form, &mut collected));
        }
    }
    // A file of requirements may include others of any name, which then include others.
    let mut done = BTreeSet::new();
    while let Some(path) = included.pop_first() {
        let found = entries.iter().find(|entry| entry.path == path);
        if let Some(entry) = found.filter(|entry| done.insert(entry.path.clone()))
            && form(entry, subject.is_file).is_none()
        {
            included.extend(read(entry, Form::Requirements, &mut collected));
        }
    }
    collected
}

#[derive(Debug, Clone, Copy)]
enum Form {
    Requirements,
    Toml,
    PipfileLock,
    Metadata,
    Description,
    RenvLock,
}

fn form(entry: &Entry, is_named: bool) -> Option<Form> {
    let folder = entry.path.parent().and_then(Path::file_name).and_then(|name| name.to_str());
    let folder = folder.unwrap_or_default();
    match entry.name() {
        "pyproject.toml" | "poetry.lock" | "uv.lock" | "pdm.lock" | "pylock.toml" => {
            Some(Form::Toml)
        }
        "Pipfile.lock" => Some(Form::PipfileLock),
        "renv.lock" => Some(Form::RenvLock),
        "DESCRIPTION" => Some(Form::Description),
        "METADATA" if folder.ends_with(".dist-info") => Some(Form::Metadata),
        "PKG-INFO" if folder.ends_with(".egg-info") => Some(Form::Metadata),
        name => {
            let is_text = name.ends_with(".txt") || name.ends_with(".in");
            let is_requirements = name.starts_with("requirements")
                || name.starts_with("constraints")
                || name.contains("-requirements")
                || folder == "requirements"
                || is_named;
            (is_text && is_requirements).then_some(Form::Requirements)
        }
    }
}

/// Reads one file; answers with those that it includes.
fn read(entry: &Entry, form: Form, into: &mut Collected) -> Vec<PathBuf> {
    let file = &entry.path;
    let text = match text(entry) {
        Ok(text) => text,
        Err(reason) => {
            into.unread.push(Unread { file: file.clone(), reason });
            return Vec::new();
        }
    };
    let outcome = match form {
        Form::Requirements => {
            let folder = file.parent().unwrap_or(Path::new(""));
            let included = python::requirements(file, &text, into);
            return included.iter().map(|path| folder.join(path)).collect();
        }
        Form::Toml => python::toml(file, &text, into),
        Form::PipfileLock => python::pipfile_lock(file, &text, into),
        Form::RenvLock => r::renv_lock(file, &text, into),
        Form::Metadata => {
            python::metadata(file, &text, into);
            Ok(())
        }
        Form::Description => {
            r::description(file, &text, into);
            Ok(())
        }
    };
    if let Err(reason) = outcome {
        into.unread.push(Unread { file: file.clone(), reason });
    }
    Vec::new()
}

fn text(entry: &Entry) -> Result<String, String> {
    let mut bytes = Vec::new();
    let file = File::open(&entry.source).map_err(|error| format!("can't be read: {error}"))?;
    file.take(MOST_BYTES + 1)
        .read_to_end(&mut bytes)
        .map_err(|error| format!("can't be read: {error}"))?;
    if bytes.len() as u64 > MOST_BYTES {
        return Err(format!("is longer than {MOST_BYTES} bytes"));
    }
    Ok(source::decode(&bytes).text.into_owned())
}

fn manifest(subject: &Subject, into: &mut Collected) {
    let Some(declared) = &subject.declared else { return };
    let ecosystem = match declared.language {
        Some(Language::R) => Ecosystem::Cran,
        _ => Ecosystem::PyPI,
    };
    let packages = declared.dependencies.iter().filter(|it| it.kind == DependencyKind::Package);
    for package in packages {
        let number = declared.line_of(&package.name);
        let text = declared.text.lines().nth(number as usize - 1).unwrap_or_default();
        let line = Line { file: Path::new(crate::manifest::FILE_NAME), number, text };
        into.add(line, ecosystem, package, true);
    }
}
