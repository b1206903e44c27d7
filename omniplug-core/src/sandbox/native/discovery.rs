//! Finding the host's interpreters and the folders that they need.

use super::trial;
use crate::sandbox::{Interpreter, Language};
use crate::{Error, ErrorKind, Result};
use semver::Version;
use std::path::{Path, PathBuf};
use std::time::Duration;
use tokio::process::Command;

const TIMEOUT: Duration = Duration::from_secs(60);

/// What Python tells of itself, a line each: program, version, ABI, and the folders it was installed in.
const ASK_PYTHON: &str = "\
import sys, sysconfig, os
print(sys.executable)
print('.'.join(map(str, sys.version_info[:3])))
print(sysconfig.get_config_var('SOABI') or sys.implementation.cache_tag)
for path in dict.fromkeys([sys.prefix, sys.exec_prefix, sys.base_prefix, sys.base_exec_prefix,
                           os.path.dirname(os.path.realpath(sys.executable))]):
    print(path)
";

/// What R tells of itself, a line each: version, ABI, home, library search path, libraries, other folders.
const ASK_R: &str = "\
cat(paste(R.version$major, R.version$minor, sep = '.'), R.version$platform, R.home(), \
Sys.getenv('LD_LIBRARY_PATH'), paste(.libPaths(), collapse = ':'), R.home('share'), R.home('include'), \
R.home('doc'), sep = '\\n')";

/// An interpreter with all that a sandbox needs to run it.
#[derive(Debug, Clone)]
pub(super) struct Found {
    pub(super) interpreter: Interpreter,
    /// Folders to show read-only at their own paths.
    pub(super) folders: Vec<PathBuf>,
    /// The program to execute, followed by the arguments that come before the runner.
    pub(super) command: Vec<String>,
    /// Variables that the interpreter needs.
    pub(super) variables: Vec<(String, String)>,
}

/// Asks the interpreter of a language about itself.
///
/// `program` is a path or a name to look for on `PATH`, of the host or, where there is one, of the root folder.
pub(super) async fn find(language: Language, program: &Path, root: Option<&Path>) -> Result<Found> {
    let arguments: &[&str] = match language {
        Language::Python => &["-I", "-c", ASK_PYTHON],
        Language::R => &["--no-echo", "--no-save", "--no-restore", "--no-init-file", "-e", ASK_R],
    };
    let answer = match root {
        None => ask(language, program, arguments).await?,
        Some(root) => ask_in(root, program, arguments).await?,
    };
    let mut found = match language {
        Language::Python => python(program, &answer)?,
        Language::R => r(program, &answer)?,
    };
    if let Some(root) = root {
        let in_root = |path: &Path| root.join(path.strip_prefix("/").unwrap_or(path));
        found.folders.retain(|folder| !folder.starts_with("/usr") && in_root(folder).is_dir());
    }
    Ok(found)
}

async fn ask_in(root: &Path, program: &Path, arguments: &[&str]) -> Result<String> {
    let program = program.to_string_lossy();
    let command = ["/usr/bin/env", &program].into_iter().chain(arguments.iter().copied());
    let command: Vec<_> = command.map(str::to_owned).collect();
    trial::output(root, &command).await
}

fn python(program: &Path, answer: &str) -> Result<Found> {
    let mut lines = answer.lines();
    let mut line = || lines.next().map(str::to_owned).ok_or_else(|| unclear(program));
    let (executable, version, abi) = (line()?, line()?, line()?);
    let folders = lines.map(PathBuf::from).collect();
    Ok(Found {
        interpreter: Interpreter {
            language: Language::Python,
            executable: PathBuf::from(&executable),
            version: Version::parse(&version).map_err(|_| unclear(program))?,
            abi,
        },
        folders,
        command: vec![executable, "-I".into(), "-B".into()],
        variables: Vec::new(),
    })
}

fn r(program: &Path, answer: &str) -> Result<Found> {
    let mut lines = answer.lines();
    let mut line = || lines.next().map(str::to_owned).ok_or_else(|| unclear(program));
    let (version, abi, home, search, libraries) = (line()?, line()?, line()?, line()?, line()?);
    let (share, include, documents) = (line()?, line()?, line()?);
    let binary = format!("{home}/bin/exec/R");
    let folders =
        [home.as_str(), &share, &include, &documents].into_iter().chain(libraries.split(':'));
    let folders = folders.filter(|folder| Path::new(folder).is_dir()).map(PathBuf::from).collect();
    let variables = [
        ("R_HOME", home.clone()),
        ("R_SHARE_DIR", share.clone()),
        ("R_INCLUDE_DIR", include.clone()),
        ("R_DOC_DIR", documents.clone()),
        ("LD_LIBRARY_PATH", search),
        ("R_LIBS", libraries.clone()),
    ];
    Ok(Found {
        interpreter: Interpreter {
            language: Language::R,
            executable: program.to_owned(),
            version: Version::parse(&version).map_err(|_| unclear(program))?,
            abi,
        },
        folders,
        command: vec![binary, "--no-echo".into(), "--no-restore".into(), "--vanilla".into()],
        variables: variables.map(|(name, value)| (name.to_owned(), value)).into(),
    })
}

async fn ask(language: Language, program: &Path, arguments: &[&str]) -> Result<String> {
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
    String::from_utf8(output.stdout).map_err(|_| unclear(program))
}

fn remedy(language: Language) -> &'static str {
    match language {
        Language::Python => "install Python 3, or name its program in `OMNIPLUG_PYTHON`",
        Language::R => {
            "install R (Debian and Ubuntu: `apt-get install r-base-core`), or name its program in `OMNIPLUG_R`"
        }
    }
}

fn unclear(program: &Path) -> Error {
    Error::new(ErrorKind::Unavailable, format!("`{}` did not tell what it is", program.display()))
        .with_hint("name a Python 3 program in `OMNIPLUG_PYTHON`, an R program in `OMNIPLUG_R`")
}
