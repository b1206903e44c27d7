//! Installing for a Python that is not the host's: which wheels fit it, and what on the host can choose them.
//!
//! Nothing of the packages runs: wheels are unpacked, and byte code is compiled only by a Python of the same minor
//! version, as others would not read it.

use crate::sandbox::{Interpreter, System};
use crate::{Error, ErrorKind, Result};
use semver::Version;
use std::env;
use std::ffi::OsString;
use std::path::{Path, PathBuf};
use std::process::Stdio;
use std::time::Duration;
use tokio::process::Command;

/// How long a Python may take to tell its version.
const TIMEOUT: Duration = Duration::from_secs(20);

/// The versions of glibc that uv knows a platform for (docs.astral.sh/uv, `--python-platform`), newest first.
const UV_GLIBC: &[u32] = &[40, 39, 38, 37, 36, 35, 34, 33, 32, 31, 28, 17];

/// Names that platform tags had before PEP 600, by the version of glibc that they mean.
const OLDER_NAMES: &[(u32, &str)] =
    &[(17, "manylinux2014"), (12, "manylinux2010"), (5, "manylinux1")];

/// The C library and the machine that a platform tag stands for.
#[derive(Debug, PartialEq, Eq)]
struct Platform<'a> {
    musl: bool,
    minor: u32,
    machine: &'a str,
}

impl<'a> Platform<'a> {
    /// Reads a tag, as in `manylinux_2_36_x86_64`.
    fn parse(tag: &'a str) -> Option<Self> {
        let (musl, rest) = match tag.strip_prefix("manylinux_2_") {
            Some(rest) => (false, rest),
            None => (true, tag.strip_prefix("musllinux_1_")?),
        };
        let (minor, machine) = rest.split_once('_')?;
        Some(Self { musl, minor: minor.parse().ok()?, machine })
    }

    /// The tags of all wheels that fit, best first.
    fn tags(&self) -> Vec<String> {
        let (family, oldest) = if self.musl { ("musllinux_1", 1) } else { ("manylinux_2", 5) };
        let mut tags = Vec::new();
        for minor in (oldest..=self.minor).rev() {
            tags.push(format!("{family}_{minor}_{}", self.machine));
            let older = OLDER_NAMES.iter().find(|(glibc, _)| !self.musl && *glibc == minor);
            tags.extend(older.map(|(_, name)| format!("{name}_{}", self.machine)));
        }
        tags.push(format!("linux_{}", self.machine));
        tags
    }

    /// uv's name for it, or for the newest older one that uv knows.
    fn uv(&self) -> Option<String> {
        if self.musl {
            return Some(format!("{}-unknown-linux-musl", self.machine));
        }
        let minor = UV_GLIBC.iter().find(|minor| **minor <= self.minor)?;
        Some(format!("{}-manylinux_2_{minor}", self.machine))
    }
}

/// The arguments that make pip choose wheels for an interpreter in a system. pip must be run by its twin: it reads
/// the conditions of requirements for the Python that runs it.
pub(super) fn pip_arguments(interpreter: &Interpreter, system: &System) -> Result<Vec<String>> {
    let platform = platform(system)?;
    let abi = interpreter.abi.strip_prefix("cpython-").and_then(|rest| rest.split('-').next());
    let abi = abi.ok_or_else(|| unknown(system, &interpreter.abi))?;
    let fixed = ["--implementation", "cp", "--python-version"].map(str::to_owned);
    let mut arguments = Vec::from(fixed);
    arguments.extend([interpreter.version.to_string(), "--abi".into(), format!("cp{abi}")]);
    for tag in platform.tags() {
        arguments.extend(["--platform".to_owned(), tag]);
    }
    Ok(arguments)
}

/// The arguments that make uv choose wheels for an interpreter in a system.
pub(super) fn uv_arguments(interpreter: &Interpreter, system: &System) -> Result<Vec<String>> {
    let name = platform(system)?.uv().ok_or_else(|| unknown(system, &system.platform))?;
    if !interpreter.abi.starts_with("cpython-") {
        return Err(unknown(system, &interpreter.abi));
    }
    let version = interpreter.version.to_string();
    Ok(vec!["--python-version".into(), version, "--python-platform".into(), name])
}

fn platform(system: &System) -> Result<Platform<'_>> {
    Platform::parse(&system.platform).ok_or_else(|| unknown(system, &system.platform))
}

fn unknown(system: &System, what: &str) -> Error {
    Error::new(
        ErrorKind::Dependency,
        format!("no wheels can be chosen for `{what}`, as {} has it", system.origin),
    )
    .with_hint("use a system with CPython and glibc or musl, as in the image `python:3.11-slim`")
}

/// A CPython of this machine that has the same minor version: it reads requirements as the other one would, and its
/// byte code serves both. `module` is one that it must have.
pub(super) async fn twin(version: &Version, module: &str) -> Option<PathBuf> {
    let path = env::var_os("PATH").unwrap_or_default();
    let folders: Vec<_> = env::split_paths(&path).filter(|folder| folder.is_absolute()).collect();
    let named = format!("python{}.{}", version.major, version.minor);
    let named = folders.iter().map(|folder| folder.join(&named));
    let usual = folders.iter().map(|folder| folder.join("python3"));
    let own = env::var_os("OMNIPLUG_PYTHON").map(PathBuf::from);
    for program in own.into_iter().chain(named).chain(usual) {
        if program.is_file() && is_twin(&program, version, module).await {
            return Some(program);
        }
    }
    None
}

async fn is_twin(program: &Path, version: &Version, module: &str) -> bool {
    let code = format!(
        "import {module}, sys; sys.exit(sys.version_info[:2] != ({}, {}) \
         or sys.implementation.name != 'cpython')",
        version.major, version.minor
    );
    let mut command = Command::new(program);
    command.args(["-I", "-c", &code]).env_clear();
    command.envs(env::var_os("PATH").map(|path| (OsString::from("PATH"), path)));
    command.stdin(Stdio::null()).stdout(Stdio::null()).stderr(Stdio::null()).kill_on_drop(true);
    let ended = tokio::time::timeout(TIMEOUT, command.status()).await;
    matches!(ended, Ok(Ok(status)) if status.success())
}

/// The error where neither uv nor a twin with pip is on this machine.
pub(super) fn nothing_to_install_with(interpreter: &Interpreter, system: &System) -> Error {
    let (version, origin) = (&interpreter.version, &system.origin);
    Error::new(
        ErrorKind::Dependency,
        format!(
            "nothing on this machine can install packages for the Python {version} of {origin}"
        ),
    )
    .with_hint(format!("install `uv`, or Python {}.{} with pip", version.major, version.minor))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::sandbox::{Language, Origin};
    use std::collections::{BTreeMap, BTreeSet};

    fn system(platform: &str) -> System {
        System {
            origin: Origin::Image { name: "python:3.11-slim".into(), digest: "sha256:0".into() },
            platform: platform.to_owned(),
            packages: BTreeMap::new(),
            programs: BTreeSet::new(),
            libraries: BTreeSet::new(),
        }
    }

    fn interpreter(abi: &str) -> Interpreter {
        Interpreter {
            language: Language::Python,
            executable: "/usr/local/bin/python3".into(),
            version: Version::new(3, 11, 7),
            abi: abi.to_owned(),
            system: None,
        }
    }

    #[test]
    fn the_tags_are_those_that_pip_has_inside() {
        let tags = Platform::parse("manylinux_2_36_x86_64").unwrap().tags();
        assert_eq!(tags[0], "manylinux_2_36_x86_64");
        let place = |name: &str| tags.iter().position(|tag| tag == name).unwrap();
        assert_eq!(place("manylinux2014_x86_64"), place("manylinux_2_17_x86_64") + 1);
        assert_eq!(place("manylinux1_x86_64"), place("manylinux_2_5_x86_64") + 1);
        assert_eq!(tags.last().unwrap(), "linux_x86_64");
        let musl = Platform::parse("musllinux_1_2_aarch64").unwrap().tags();
        assert_eq!(musl, ["musllinux_1_2_aarch64", "musllinux_1_1_aarch64", "linux_aarch64"]);
    }

    #[test]
    fn uv_gets_the_newest_platform_that_is_not_newer() {
        for (tag, name) in [
            ("manylinux_2_36_x86_64", "x86_64-manylinux_2_36"),
            ("manylinux_2_30_aarch64", "aarch64-manylinux_2_28"),
            ("manylinux_2_99_x86_64", "x86_64-manylinux_2_40"),
            ("musllinux_1_2_x86_64", "x86_64-unknown-linux-musl"),
        ] {
            assert_eq!(Platform::parse(tag).unwrap().uv().unwrap(), name);
        }
    }

    #[test]
    fn what_no_wheel_fits_is_named_with_where_it_came_from() {
        let cpython = "cpython-311-x86_64-linux-gnu";
        for (abi, platform) in [
            (cpython, ""),
            (cpython, "macosx_14_0_arm64"),
            ("pypy310-pp73", "manylinux_2_36_x86_64"),
        ] {
            let (interpreter, system) = (interpreter(abi), system(platform));
            for error in [
                pip_arguments(&interpreter, &system).unwrap_err(),
                uv_arguments(&interpreter, &system).unwrap_err(),
            ] {
                assert_eq!(error.kind(), ErrorKind::Dependency);
                assert!(error.message().contains("the image `python:3.11-slim`"), "{error}");
            }
        }
        let old = system("manylinux_2_12_x86_64");
        assert!(uv_arguments(&interpreter(cpython), &old).is_err());
        let arguments = pip_arguments(&interpreter(cpython), &old).unwrap().join(" ");
        assert!(
            arguments.contains("--python-version 3.11.7 --abi cp311 --platform manylinux_2_12")
        );
    }
}
