use crate::exit::Exit;
use crate::text;
use clap::Args;
use omniplug_core::manifest::{Checked, FILE_NAME, MAX_BYTES, Manifest, Problem};
use omniplug_core::package::{self, ArchiveLimits};
use omniplug_core::{Error, ErrorKind, Result};
use serde_json::json;
use std::fs::{self, File};
use std::io::Read;
use std::path::{Path, PathBuf};

/// Check a plugin's folder, package or manifest without installing it
#[derive(Debug, Args)]
pub(crate) struct Validate {
    /// A folder, a package (`.tar.gz`) or a `manifest.json`
    path: PathBuf,
    /// Print what was found as JSON
    #[arg(long)]
    json: bool,
}

impl Validate {
    pub(crate) fn run(self) -> Result<Exit> {
        let checked = check(&self.path)?;
        if self.json {
            text::print_json(&json!({
                "valid": checked.errors.is_empty(),
                "errors": checked.errors,
                "warnings": checked.warnings,
            }));
        } else {
            checked.warnings.iter().for_each(|problem| print("warning", problem));
            checked.errors.iter().for_each(|problem| print("error", problem));
        }
        match &checked.manifest {
            Some(manifest) if checked.errors.is_empty() => {
                if !self.json {
                    let line = format!("{} {} is valid\n", manifest.name, manifest.version);
                    text::print(&text::clean(&line));
                }
                Ok(Exit::Success)
            }
            _ => Ok(Exit::Refused),
        }
    }
}

fn check(path: &Path) -> Result<Checked> {
    if path.extension().is_some_and(|extension| extension == "json") {
        return read(path).map(|text| Manifest::check(&text));
    }
    // The folder or package goes through the very checks of an installation, into a place that is thrown away.
    let scratch = tempfile::tempdir().map_err(|error| {
        Error::new(ErrorKind::Storage, "can't make a temporary folder").with_source(error)
    })?;
    let into = scratch.path().join("release");
    let limits = ArchiveLimits::default();
    if path.is_dir() {
        let manifest = path.join(FILE_NAME);
        let text = read(&manifest)?;
        let checked = Manifest::check(&text);
        if checked.errors.is_empty() {
            package::copy_folder(path, &into, &limits)?;
        }
        return Ok(with_entry_point(checked, &text, path));
    }
    package::unpack(path, &into, &limits)?;
    let text = read(&into.join(FILE_NAME))?;
    Ok(with_entry_point(Manifest::check(&text), &text, &into))
}

/// Adds the problem that the entry point's file is not in the folder, where that is so.
fn with_entry_point(mut checked: Checked, text: &str, folder: &Path) -> Checked {
    let file = checked.manifest.as_ref().map(|manifest| manifest.entry_point.file());
    if let Some(file) = file.filter(|file| !folder.join(file).is_file()) {
        let line = text.lines().position(|line| line.contains("\"entry_point\"")).unwrap_or(0) + 1;
        checked.errors.push(Problem {
            field: "entry_point".into(),
            line,
            value: Some(format!("\"{file}\"")),
            message: "is not among the plugin's files".into(),
            hint: "correct it, or add the file".into(),
        });
    }
    checked
}

fn read(path: &Path) -> Result<String> {
    let mut text = String::new();
    let file = File::open(path).map_err(|error| unreadable(path, ErrorKind::NotFound, error))?;
    if !fs::metadata(path).is_ok_and(|metadata| metadata.is_file()) {
        return Err(Error::new(
            ErrorKind::InvalidManifest,
            format!("`{}` is not a file", path.display()),
        ));
    }
    // One byte more than is allowed, so that the check sees that it is too long.
    file.take(MAX_BYTES as u64 + 1)
        .read_to_string(&mut text)
        .map_err(|error| unreadable(path, ErrorKind::InvalidManifest, error))?;
    Ok(text)
}

fn unreadable(path: &Path, kind: ErrorKind, error: std::io::Error) -> Error {
    Error::new(kind, format!("can't read `{}`", path.display())).with_source(error)
}

fn print(label: &str, problem: &Problem) {
    text::print_line(label, &problem.headline());
    text::print_line("hint", &problem.hint);
}
