//! Asking an image's interpreter about itself, in a container with all walls.

use super::container::{Recipe, Source};
use super::content::Content;
use super::starter::Launcher;
use crate::error::PathContext;
use crate::hex::hex;
use crate::sandbox::execution::{Pipes, Process, SEARCH_PATH, give_pipes, unprepared};
use crate::sandbox::inquiry::{self, Found};
use crate::sandbox::{Control, Language, Limits, Origin, Start, Stream, runner};
use crate::{Error, ErrorKind, Result};
use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};
use std::collections::BTreeMap;
use std::fs;
use std::os::fd::OwnedFd;
use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

/// Its answer has the names of all programs, libraries and packages of an image.
const MOST_OUTPUT: u64 = 16 << 20;
const TIMEOUT: Duration = Duration::from_secs(60);

/// What an image's interpreter told, and the version of Landlock that its container had.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub(super) struct Answer {
    text: String,
    pub(super) landlock: u32,
}

impl Answer {
    /// Reads it.
    pub(super) fn read(&self, language: Language, origin: &Origin) -> Result<Found> {
        let program = name(language);
        let hint = format!("an image for {language} has `{program}` on its `PATH`");
        let found = inquiry::read(language, Path::new(program), &self.text, Some(origin.clone()));
        found.map_err(|error| {
            Error::new(ErrorKind::Unavailable, format!("{origin} has no {language} that works"))
                .with_source(error)
                .with_hint(hint)
        })
    }
}

/// Where answers are kept: an image never changes.
#[derive(Debug)]
pub(super) struct Answers(PathBuf);

impl Answers {
    pub(super) fn new(root: &Path) -> Self {
        Self(root.join("images"))
    }

    /// The answer for an image, a way to run it and a kernel, from an earlier question.
    pub(super) fn get(&self, key: &[&str]) -> Option<Answer> {
        serde_json::from_slice(&fs::read(self.file(key)).ok()?).ok()
    }

    /// Keeps an answer for later.
    pub(super) fn put(&self, key: &[&str], answer: &Answer) -> Result<()> {
        let file = self.file(key);
        fs::create_dir_all(&self.0).at(ErrorKind::Storage, "create", &self.0)?;
        let fresh = tempfile::NamedTempFile::new_in(&self.0);
        let fresh = fresh.at(ErrorKind::Storage, "create a file in", &self.0)?;
        serde_json::to_writer(&fresh, answer).map_err(std::io::Error::from).at(
            ErrorKind::Storage,
            "write",
            &file,
        )?;
        fresh.persist(&file).map_err(|error| error.error).at(ErrorKind::Storage, "write", &file)?;
        Ok(())
    }

    fn file(&self, key: &[&str]) -> PathBuf {
        let mut hash = Sha256::new();
        for part in key {
            hash.update((part.len() as u64).to_le_bytes());
            hash.update(part);
        }
        self.0.join(format!("{}.json", hex(hash.finalize())))
    }
}

/// The program that an image has on its `PATH` for a language.
fn name(language: Language) -> &'static str {
    match language {
        Language::Python => "python3",
        Language::R => "R",
    }
}

/// Asks the interpreter of an image. `recipe` has the image, the user and the runtime.
pub(super) async fn ask(
    launcher: &Launcher,
    language: Language,
    runner: &Path,
    recipe: Recipe,
) -> Result<Answer> {
    let command = ["/usr/bin/env", name(language)].map(str::to_owned);
    let variables = [("PATH", SEARCH_PATH), ("HOME", "/tmp"), ("LANG", "C.UTF-8")];
    let mut recipe = Recipe {
        program: command.into_iter().chain(inquiry::arguments(language, true)).collect(),
        variables: variables.map(|(name, value)| format!("{name}={value}")).into(),
        limits: Limits {
            output: MOST_OUTPUT,
            log: MOST_OUTPUT,
            timeout: TIMEOUT,
            ..Limits::default()
        },
        labels: BTreeMap::from([("purpose".to_owned(), "inquiry".to_owned())]),
        ..recipe
    };
    let folders = [(runner.to_owned(), PathBuf::from(runner::INSIDE))];
    let content = if launcher.daemon.is_remote() {
        let content = Content::copy(launcher, &recipe.image, &folders, &recipe.labels);
        Some(content.await?)
    } else {
        None
    };
    recipe.folders = match &content {
        Some(content) => content.folders(),
        None => folders.into_iter().map(|(path, target)| (Source::Host(path), target)).collect(),
    };
    run(launcher, &recipe).await
}

async fn run(launcher: &Launcher, recipe: &Recipe) -> Result<Answer> {
    let started = Instant::now();
    let (pipes, inner) = Pipes::new().map_err(unprepared)?;
    let nothing = fs::File::open("/dev/null").map_err(unprepared)?;
    let inside: Vec<OwnedFd> = vec![nothing.into(), inner.stdout, inner.stderr];
    if rustix::process::geteuid().is_root() {
        give_pipes(inside.iter(), recipe.user, recipe.group).map_err(unprepared)?;
    }
    drop(inner.reply);
    let (running, landlock) = launcher.launch(recipe, Start::Cold, inside).await?;
    let process = Process::new(running, pipes, started)?;
    let remains = process.finish(&recipe.limits, &Control::default()).await?;
    let lines = remains.logs.lines.into_iter().filter(|line| line.stream == Stream::Stdout);
    Ok(Answer { text: lines.map(|line| line.text + "\n").collect(), landlock })
}
