//! Sandboxes without a plugin: to try what this machine offers, and to ask a root folder's interpreters.

use super::call::Stage;
use super::cgroup::Hierarchy;
use super::launch::{self, LaunchFailure};
use super::launcher;
use super::plan::Plan;
use super::running::NativeRunning;
use super::view::View;
use crate::sandbox::execution::{Pipes, Process, Program, SEARCH_PATH, unprepared};
use crate::sandbox::{Control, Grade, Language, Limits, SessionSpec, Start, Stream};
use crate::{Error, ErrorKind, Result};
use std::collections::BTreeMap;
use std::io;
use std::path::Path;
use std::sync::Arc;
use std::time::Instant;

/// Locks up a process that has no program to run: every layer but the last step is tried for real.
pub(super) async fn every_layer(root: &Path, hierarchy: &Hierarchy) -> Result<()> {
    let folder = tempfile::tempdir().map_err(no_folder)?;
    let nothing = ["/omniplug/nothing".to_owned()];
    let plan = Arc::new(bare_plan(root, folder.path(), &nothing, hierarchy)?);
    let trial = Arc::clone(&plan);
    let launched = launcher::run(move || launch::launch(&trial, &[], None)).await;
    match launched.map_err(LaunchFailure::from).flatten() {
        Err(LaunchFailure { stage: Some(Stage::Execute), .. }) => Ok(()),
        Err(failure) => Err(failure.explain(&plan)),
        Ok(_) => Err(Error::new(ErrorKind::Sandbox, "a program ran that does not exist")),
    }
}

/// What a program of a root folder prints on standard output, run in a sandbox of that folder.
pub(super) async fn output(root: &Path, command: &[String]) -> Result<String> {
    let folder = tempfile::tempdir().map_err(no_folder)?;
    let plan = Arc::new(bare_plan(root, folder.path(), command, &Hierarchy::default())?);
    let started = Instant::now();
    let (pipes, inner) = Pipes::new().map_err(unprepared)?;
    let nothing = std::fs::File::open("/dev/null").map_err(unprepared)?;
    let inside = [nothing.into(), inner.stdout, inner.stderr];
    let trial = Arc::clone(&plan);
    let launched = launcher::run(move || launch::launch(&trial, &inside, None)).await;
    let launched = launched.map_err(unprepared)?.map_err(|failure| failure.explain(&plan))?;
    let process = Process::new(Box::new(NativeRunning::new(launched, None)), pipes, started)?;
    let remains = process.finish(&Limits::default(), &Control::default()).await?;
    let lines = remains.logs.lines.into_iter().filter(|line| line.stream == Stream::Stdout);
    Ok(lines.map(|line| line.text + "\n").collect())
}

fn bare_plan(
    root: &Path,
    folder: &Path,
    command: &[String],
    hierarchy: &Hierarchy,
) -> Result<Plan> {
    let spec = SessionSpec {
        language: Language::Python,
        image: None,
        release: folder.to_owned(),
        entry_point: String::new(),
        mounts: Vec::new(),
        library_paths: Vec::new(),
        variables: BTreeMap::new(),
        limits: Limits::default(),
        least_grade: Grade::Reduced,
        start: Start::Cold,
        labels: BTreeMap::new(),
    };
    let view = View::new(root, &[], folder, &spec)?;
    let (path, arguments) = match command.split_first() {
        Some((path, arguments)) => (path.clone(), arguments.to_vec()),
        None => (String::new(), Vec::new()),
    };
    let variables = [("PATH", SEARCH_PATH), ("HOME", "/tmp"), ("LANG", "C.UTF-8")];
    let variables = variables.map(|(name, value)| (name.to_owned(), value.to_owned())).into();
    Plan::new(view, Program { path, arguments, variables }, &spec.limits, hierarchy, Start::Cold)
}

fn no_folder(error: io::Error) -> Error {
    Error::new(ErrorKind::Unavailable, "can't make a temporary folder").with_source(error)
}
