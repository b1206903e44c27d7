//! What this machine offers, and what to do about what is missing.

mod docker;

use crate::backend::{self, Candidate};
use crate::sandbox::{Enforcement, Grade, Isolation, Language, Sandbox};
use crate::storage::{Database, Home};
use crate::{Error, Result};
use serde::{Deserialize, Serialize};
use std::path::Path;

/// Free disk space below which a check warns: releases and environments take hundreds of megabytes.
const LITTLE_SPACE: u64 = 1 << 30;

/// How a check went.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum State {
    /// All is well.
    Ok,
    /// It works with less than it could.
    Warn,
    /// It does not work.
    Fail,
}

/// One thing that was looked at.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Check {
    /// What was looked at, as in `home folder`.
    pub name: String,
    /// How it went.
    pub state: State,
    /// What was found.
    pub detail: String,
    /// What to do about it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub remedy: Option<String>,
}

impl Check {
    fn new(name: &str, state: State, detail: impl Into<String>) -> Self {
        Self { name: name.to_owned(), state, detail: detail.into(), remedy: None }
    }

    fn with_remedy(mut self, remedy: impl Into<String>) -> Self {
        self.remedy = Some(remedy.into());
        self
    }

    pub(crate) fn failed(name: &str, state: State, error: &Error) -> Self {
        let text = error.to_string();
        let detail = text.split("\nhint: ").next().unwrap_or_default();
        Self { remedy: error.hint().map(str::to_owned), ..Self::new(name, state, detail) }
    }
}

/// Looks at the home folder, its disk, the database, the sandboxes to choose from and their interpreters.
pub(crate) async fn examine(
    mut home: Home,
    database: Option<&str>,
    candidates: Result<Vec<Candidate>>,
    least: Grade,
) -> Vec<Check> {
    let mut checks = Vec::new();
    match home.prepare() {
        Ok(opening) => {
            let place = home.path().display().to_string();
            checks.push(Check::new("home folder", State::Ok, place));
            checks.push(disk_space(home.path()));
            checks.push(examine_database(&home, database).await);
            drop(opening);
        }
        Err(error) => checks.push(Check::failed("home folder", State::Fail, &error)),
    }
    match candidates {
        Ok(candidates) => examine_candidates(&candidates, least, &mut checks).await,
        Err(error) => checks.push(Check::failed("sandbox", State::Fail, &error)),
    }
    checks
}

/// Looks at each candidate. Where there are several, one that does not run is no failure: that none does is.
async fn examine_candidates(candidates: &[Candidate], least: Grade, checks: &mut Vec<Check>) {
    let broken = if candidates.len() == 1 { State::Fail } else { State::Warn };
    for candidate in candidates {
        if let Candidate::Docker(docker) = candidate {
            match docker.report().await {
                Ok(report) => checks.extend(docker::checks(&report)),
                Err(error) => {
                    checks.push(Check::failed("docker daemon", broken, &error));
                    continue;
                }
            }
        }
        examine_sandbox(candidate.sandbox().as_ref(), broken, checks).await;
    }
    if candidates.len() > 1 {
        const NAME: &str = "sandbox chosen";
        checks.push(match backend::choose(candidates, least).await {
            Ok(choice) => {
                let detail = format!("`{}`: {}", choice.sandbox.name(), choice.reason);
                Check::new(NAME, State::Ok, detail)
            }
            Err(error) => Check::failed(NAME, State::Fail, &error),
        });
    }
}

async fn examine_database(home: &Home, url: Option<&str>) -> Check {
    let opened = match url {
        Some(url) => Database::open_url(url).await,
        None => Database::open_file(&home.database()).await,
    };
    let counted = match opened {
        Ok(database) => {
            let plugins = database.plugins().await;
            database.close().await;
            plugins.map(|plugins| format!("{}, plugins: {}", database.place(), plugins.len()))
        }
        Err(error) => Err(error),
    };
    match counted {
        Ok(detail) => Check::new("database", State::Ok, detail),
        Err(error) => Check::failed("database", State::Fail, &error),
    }
}

fn disk_space(path: &Path) -> Check {
    const NAME: &str = "disk space";
    match free_space(path) {
        Some(bytes) => {
            let detail = format!("{:.1} GiB free", bytes as f64 / f64::from(1 << 30));
            if bytes < LITTLE_SPACE {
                Check::new(NAME, State::Warn, detail).with_remedy("free some disk space")
            } else {
                Check::new(NAME, State::Ok, detail)
            }
        }
        None => Check::new(NAME, State::Warn, "unknown"),
    }
}

fn free_space(path: &Path) -> Option<u64> {
    let found = rustix::fs::statvfs(path).ok()?;
    found.f_bavail.checked_mul(found.f_frsize)
}

async fn examine_sandbox(sandbox: &dyn Sandbox, broken: State, checks: &mut Vec<Check>) {
    let name = format!("sandbox `{}`", sandbox.name());
    checks.push(match sandbox.probe().await {
        Ok(isolation) => {
            let state = if isolation.grade >= Grade::Full && isolation.missing.is_empty() {
                State::Ok
            } else {
                State::Warn
            };
            let check = Check::new(&name, state, describe(&isolation));
            if isolation.missing.is_empty() {
                check
            } else {
                check.with_remedy(isolation.missing.join("; "))
            }
        }
        Err(error) => Check::failed(&name, broken, &error),
    });
    for language in [Language::Python, Language::R] {
        let name = format!("language `{language}`");
        checks.push(match sandbox.interpreter(language, None, &|_| {}).await {
            Ok(found) => {
                let place = found.system.map(|system| format!(" in {}", system.origin));
                let place = place.unwrap_or_default();
                let executable = found.executable.display();
                let detail = format!("{} at `{executable}`{place}", found.version);
                Check::new(&name, State::Ok, detail)
            }
            Err(error) => Check::failed(&name, State::Warn, &error),
        });
    }
}

/// What is in force, in one line.
fn describe(isolation: &Isolation) -> String {
    let keeper = |limit: Enforcement| match limit {
        Enforcement::Cgroup => "by a control group",
        Enforcement::Watched => "watched",
        Enforcement::None => "not kept",
    };
    let landlock = match isolation.landlock {
        0 => "no Landlock".to_owned(),
        abi => format!("Landlock ABI {abi}"),
    };
    format!(
        "isolation `{}`; namespaces {}; {landlock}; {}; memory {}, processors {}, processes {}",
        isolation.grade,
        isolation.namespaces.join(", "),
        if isolation.seccomp { "system-call filter" } else { "no system-call filter" },
        keeper(isolation.memory_limit),
        keeper(isolation.cpu_limit),
        keeper(isolation.process_limit),
    )
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::ErrorKind;

    fn no_sandbox() -> Result<Vec<Candidate>> {
        Err(Error::new(ErrorKind::Unavailable, "no sandbox").with_hint("get one"))
    }

    #[tokio::test]
    async fn a_new_home_is_well_and_a_missing_sandbox_is_told_with_its_remedy() {
        let folder = tempfile::tempdir().unwrap();
        let checks =
            examine(Home::new(folder.path().join("home")), None, no_sandbox(), Grade::Full).await;
        let state = |name: &str| checks.iter().find(|check| check.name == name).unwrap();
        assert_eq!(state("home folder").state, State::Ok);
        assert_eq!(state("database").state, State::Ok);
        assert_eq!(state("sandbox").state, State::Fail);
        assert_eq!(state("sandbox").remedy.as_deref(), Some("get one"));
    }

    #[tokio::test]
    async fn a_damaged_database_fails_with_its_remedy() {
        let folder = tempfile::tempdir().unwrap();
        std::fs::write(folder.path().join("omniplug.db"), vec![7; 4096]).unwrap();
        let checks = examine(Home::new(folder.path()), None, no_sandbox(), Grade::Full).await;
        let database = checks.iter().find(|check| check.name == "database").unwrap();
        assert_eq!(database.state, State::Fail);
        assert!(database.remedy.is_some());
    }
}
