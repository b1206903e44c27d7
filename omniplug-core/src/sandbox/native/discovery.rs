//! Finding interpreters: the host's, or those of a root folder.

use super::trial;
use crate::sandbox::inquiry::{self, Found};
use crate::sandbox::{Language, Origin};
use crate::{Error, ErrorKind, Result};
use std::path::Path;
use std::time::Duration;
use tokio::process::Command;

const TIMEOUT: Duration = Duration::from_secs(60);

/// Asks the interpreter of a language about itself.
///
/// `program` is a path or a name to look for on `PATH`, of the host or, where there is one, of the root folder.
/// The folders found are those to show read-only at their own paths.
pub(super) async fn find(language: Language, program: &Path, root: Option<&Path>) -> Result<Found> {
    let arguments = inquiry::arguments(language, root.is_some());
    let answer = match root {
        None => ask(language, program, &arguments).await?,
        Some(root) => ask_in(root, program, arguments).await?,
    };
    let origin = root.map(|root| Origin::Root(root.to_owned()));
    let mut found = inquiry::read(language, program, &answer, origin)?;
    let root = root.unwrap_or(Path::new("/"));
    let is_here = |path: &Path| root.join(path.strip_prefix("/").unwrap_or(path)).is_dir();
    found.folders.retain(|folder| is_here(folder));
    if root != Path::new("/") {
        found.folders.retain(|folder| !folder.starts_with("/usr"));
    }
    Ok(found)
}

async fn ask_in(root: &Path, program: &Path, arguments: Vec<String>) -> Result<String> {
    let program = program.to_string_lossy().into_owned();
    let command: Vec<_> =
        ["/usr/bin/env".to_owned(), program].into_iter().chain(arguments).collect();
    trial::output(root, &command).await
}

async fn ask(language: Language, program: &Path, arguments: &[String]) -> Result<String> {
    let running = Command::new(program)
        .args(arguments)
        .stdin(std::process::Stdio::null())
        .kill_on_drop(true)
        .output();
    let missing =
        |message: String| Error::new(ErrorKind::Unavailable, message).with_hint(remedy(language));
    let output = tokio::time::timeout(TIMEOUT, running)
        .await
        .map_err(|_| missing(format!("`{}` did not answer", program.display())))?
        .map_err(|error| {
            missing(format!("no {language} interpreter at `{}`", program.display()))
                .with_source(error)
        })?;
    if !output.status.success() {
        let reason = String::from_utf8_lossy(&output.stderr);
        let reason = reason.lines().last().unwrap_or("no reason given");
        return Err(missing(format!("`{}` does not run: {reason}", program.display())));
    }
    String::from_utf8(output.stdout).map_err(|_| inquiry::unclear(program))
}

fn remedy(language: Language) -> &'static str {
    match language {
        Language::Python => "install Python 3, or name its program in `OMNIPLUG_PYTHON`",
        Language::R => {
            "install R (Debian and Ubuntu: `apt-get install r-base-core`), or name its program in `OMNIPLUG_R`"
        }
    }
}
