//! Running `uv` or `pip`.

use super::environments::no_start;
use super::foreign;
use super::installer_error::failed;
use crate::error::PathContext;
use crate::sandbox::{Event, EventSink, Interpreter};
use crate::{Error, ErrorKind, Result};
use std::collections::{BTreeSet, VecDeque};
use std::env;
use std::ffi::OsString;
use std::path::{Path, PathBuf};
use std::process::Stdio;
use std::sync::{Mutex, PoisonError};
use std::time::Duration;
use tokio::io::{AsyncRead, AsyncReadExt};
use tokio::process::Command;

/// The folder that packages are installed into, in the folder of the requirements.
pub(super) const TARGET: &str = "packages";

/// How long an installation may take.
const TIMEOUT: Duration = Duration::from_secs(30 * 60);

/// How many of the last lines are kept for an error.
const LAST_LINES: usize = 15;

/// The longest line that is kept, in bytes.
const LINE: usize = 500;

/// The variables that reach the installer, besides those of `pip` and `uv` themselves: where things are, and
/// how to reach the index.
const VARIABLES: &[&str] = &[
    "PATH",
    "HOME",
    "LANG",
    "LC_ALL",
    "TMPDIR",
    "XDG_CACHE_HOME",
    "XDG_CONFIG_HOME",
    "NETRC",
    "HTTP_PROXY",
    "HTTPS_PROXY",
    "ALL_PROXY",
    "NO_PROXY",
    "http_proxy",
    "https_proxy",
    "all_proxy",
    "no_proxy",
    "SSL_CERT_FILE",
    "SSL_CERT_DIR",
    "REQUESTS_CA_BUNDLE",
    "CURL_CA_BUNDLE",
];

/// Settings of `pip` and `uv` that would change what is installed or where to.
const OVERRIDDEN: &[&str] = &[
    "PIP_TARGET",
    "PIP_USER",
    "PIP_PREFIX",
    "PIP_ROOT",
    "PIP_REQUIREMENT",
    "PIP_EDITABLE",
    "PIP_NO_BINARY",
    "PIP_ONLY_BINARY",
    "PIP_NO_COMPILE",
    "PIP_DRY_RUN",
    "PIP_REQUIRE_VIRTUALENV",
    "PIP_LOG",
    "PIP_REPORT",
    "PIP_PYTHON",
    "PIP_PLATFORM",
    "PIP_ABI",
    "PIP_IMPLEMENTATION",
    "PIP_PYTHON_VERSION",
    "PIP_QUIET",
    "UV_PYTHON",
    "UV_PYTHON_PLATFORM",
    "UV_PYTHON_VERSION",
    "UV_COMPILE_BYTECODE",
    "UV_SYSTEM_PYTHON",
    "UV_LINK_MODE",
    "UV_NO_BINARY",
    "UV_NO_BINARY_PACKAGE",
];

/// Installs the `requirements.txt` of `folder` into its folder [`TARGET`], wheels only, byte-compiled where a Python of
/// the host can.
pub(super) async fn install(
    folder: &Path,
    requirements: &BTreeSet<String>,
    interpreter: &Interpreter,
    events: &dyn EventSink,
) -> Result<()> {
    let Installer { name, program, arguments } = Installer::find(interpreter).await?;
    let mut command = Command::new(&program);
    command
        .args(arguments)
        .args(["--only-binary", ":all:", "--target", TARGET])
        .args(["--requirement", "requirements.txt"])
        .current_dir(folder)
        .env_clear()
        .envs(env::vars_os().filter(|(name, _)| name.to_str().is_some_and(is_passed)))
        .env("PIP_ROOT_USER_ACTION", "ignore")
        .stdin(Stdio::null())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .kill_on_drop(true);
    let (success, lines) = run(command, &program, events).await?;
    if success {
        return Ok(());
    }
    Err(failed(name, &lines, requirements, interpreter))
}

/// What installs, and how it is called.
struct Installer {
    name: &'static str,
    program: PathBuf,
    arguments: Vec<OsString>,
}

impl Installer {
    /// uv where the host has it, else the interpreter's own pip; for one that is not the host's, its twin's.
    async fn find(interpreter: &Interpreter) -> Result<Self> {
        let (uv, own) = (find_uv(), interpreter.executable.as_path());
        let Some(system) = interpreter.system.as_deref() else {
            return Ok(match uv {
                Some(uv) => Self::uv(uv, Some(own), Vec::new()),
                None => Self::pip(own.to_owned(), Vec::new()),
            });
        };
        match uv {
            Some(uv) => {
                let chosen = foreign::uv_arguments(interpreter, system)?;
                let twin = foreign::twin(&interpreter.version, "sys").await;
                Ok(Self::uv(uv, twin.as_deref(), chosen))
            }
            None => {
                let chosen = foreign::pip_arguments(interpreter, system)?;
                let twin = foreign::twin(&interpreter.version, "pip").await;
                let nothing = || foreign::nothing_to_install_with(interpreter, system);
                Ok(Self::pip(twin.ok_or_else(nothing)?, chosen))
            }
        }
    }

    /// uv copies files: its links into its cache would be shared with other programs.
    fn uv(uv: PathBuf, python: Option<&Path>, chosen: Vec<String>) -> Self {
        let fixed = ["pip", "install", "--link-mode", "copy", "--color", "never", "--no-progress"];
        let mut arguments: Vec<OsString> = fixed.map(OsString::from).into();
        if let Some(python) = python {
            arguments.extend(["--compile-bytecode".into(), "--python".into(), python.into()]);
        }
        arguments.extend(chosen.into_iter().map(OsString::from));
        Self { name: "uv", program: uv, arguments }
    }

    fn pip(python: PathBuf, chosen: Vec<String>) -> Self {
        let fixed = ["-m", "pip", "install", "--compile", "--no-input", "--progress-bar", "off"];
        let quiet = ["--disable-pip-version-check", "--no-warn-script-location"];
        let fixed = fixed.into_iter().chain(quiet).map(OsString::from);
        let arguments = fixed.chain(chosen.into_iter().map(OsString::from)).collect();
        Self { name: "pip", program: python, arguments }
    }
}

/// Runs the installer to its end, telling its lines. Returns whether it succeeded, and its last lines.
async fn run(
    mut command: Command,
    program: &Path,
    events: &dyn EventSink,
) -> Result<(bool, Vec<String>)> {
    let mut child = command.spawn().map_err(|error| no_start(program, error))?;
    let last = Mutex::new(VecDeque::new());
    let tell = |line: String| {
        let line = without_credentials(&line);
        let mut last = last.lock().unwrap_or_else(PoisonError::into_inner);
        last.push_back(line.clone());
        if last.len() > LAST_LINES {
            last.pop_front();
        }
        drop(last);
        events.event(Event::Phase(line));
    };
    let (stdout, stderr) = (child.stdout.take(), child.stderr.take());
    let all = async { tokio::join!(lines(stdout, &tell), lines(stderr, &tell), child.wait()).2 };
    let status = tokio::time::timeout(TIMEOUT, all)
        .await
        .map_err(|_| {
            let minutes = TIMEOUT.as_secs() / 60;
            Error::new(
                ErrorKind::Dependency,
                format!("installing the packages took longer than {minutes} minutes"),
            )
            .with_hint("check the connection to the package index and try again")
        })?
        .at(ErrorKind::Dependency, "run", program)?;
    let last = last.into_inner().unwrap_or_else(PoisonError::into_inner);
    Ok((status.success(), last.into()))
}

/// Tells each line of a stream, cut to a bound. A stream that fails has ended.
async fn lines(stream: Option<impl AsyncRead + Unpin>, tell: &(dyn Fn(String) + Sync)) {
    let Some(mut stream) = stream else { return };
    let mut buffer = [0; 4096];
    let mut line = Vec::new();
    while let Ok(read @ 1..) = stream.read(&mut buffer).await {
        for byte in buffer.iter().take(read) {
            match byte {
                b'\n' | b'\r' => flush(&mut line, tell),
                _ if line.len() < LINE => line.push(*byte),
                _ => {}
            }
        }
    }
    flush(&mut line, tell);
}

fn flush(line: &mut Vec<u8>, tell: &(dyn Fn(String) + Sync)) {
    let text = String::from_utf8_lossy(line);
    let text: String = text.trim_end().chars().filter(|c| !c.is_control()).collect();
    line.clear();
    if !text.is_empty() {
        tell(text);
    }
}

/// Whether a variable reaches the installer.
fn is_passed(name: &str) -> bool {
    let configures = name.starts_with("PIP_") || name.starts_with("UV_");
    VARIABLES.contains(&name) || (configures && !OVERRIDDEN.contains(&name))
}

/// Hides what stands before the `@` of an address: name and password of a private index.
fn without_credentials(line: &str) -> String {
    let mut parts = line.split("://");
    let mut clean = parts.next().unwrap_or_default().to_owned();
    for part in parts {
        let end = part.find(['/', ' ', '"', '\'']).unwrap_or(part.len());
        let (authority, rest) = part.split_at(end);
        let host = match authority.rsplit_once('@') {
            Some((_, host)) => format!("***@{host}"),
            None => authority.to_owned(),
        };
        clean = format!("{clean}://{host}{rest}");
    }
    clean
}

fn find_uv() -> Option<PathBuf> {
    let path = env::var_os("PATH")?;
    env::split_paths(&path)
        .filter(|folder| folder.is_absolute())
        .map(|folder| folder.join("uv"))
        .find(|uv| uv.is_file())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn credentials_are_hidden() {
        for (line, clean) in [
            ("Looking in https://me:secret@host/simple", "Looking in https://***@host/simple"),
            ("a https://h/x@1 b http://t@g", "a https://h/x@1 b http://***@g"),
            ("no address", "no address"),
        ] {
            assert_eq!(without_credentials(line), clean);
        }
    }

    #[test]
    fn only_configuration_of_the_index_passes() {
        assert!(is_passed("PIP_INDEX_URL") && is_passed("UV_INDEX_URL") && is_passed("PATH"));
        assert!(!is_passed("PIP_TARGET") && !is_passed("PYTHONPATH") && !is_passed("AWS_SECRET"));
    }

    #[tokio::test]
    async fn long_and_broken_lines_are_cut() {
        let text = [b"a\r\n\xff\x1b[1mb\n".to_vec(), vec![b'x'; 100_000]].concat();
        let told = Mutex::new(Vec::new());
        lines(Some(&text[..]), &|line| told.lock().unwrap().push(line)).await;
        let told = told.into_inner().unwrap();
        assert_eq!(told[..2], ["a", "\u{fffd}[1mb"]);
        assert_eq!((told.len(), told[2].len()), (3, LINE));
    }
}
