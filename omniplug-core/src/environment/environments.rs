//! Preparing what a release depends on.

use super::{python, r, system};
use crate::manifest::{Dependency, DependencyKind};
use crate::sandbox::{EventSink, Interpreter, Language, Mount};
use crate::{Error, ErrorKind, Result};
use std::path::{Path, PathBuf};

/// What a release depends on, ready to be shown to a sandbox.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Environment {
    /// The digest of requirements and interpreter, in hexadecimal digits; `None` when nothing was installed.
    pub digest: Option<String>,
    /// The packages and their versions, as `name==version`: for Python all that were installed, for R those
    /// that are asked for.
    pub packages: Vec<String>,
    /// The folders to show in the sandbox.
    pub mounts: Vec<Mount>,
    /// Where they are inside, for the interpreter to search.
    pub library_paths: Vec<PathBuf>,
}

/// Prepares environments and keeps them, each under its digest in a folder.
#[derive(Debug, Clone)]
pub struct Environments {
    root: PathBuf,
}

impl Environments {
    /// Keeps environments in the folder `root`, which is made when it is needed.
    pub fn new(root: PathBuf) -> Self {
        Self { root }
    }

    /// Prepares the environment of `dependencies` for an interpreter; dependencies on plugins are not looked at.
    ///
    /// Equal requirements for the same interpreter are installed once, also when several threads or processes
    /// ask at the same time; what was half done when a process died is done again. What happens is told to
    /// `events` as phases.
    ///
    /// - Fails with [`InvalidManifest`](ErrorKind::InvalidManifest) when a requirement is malformed or names
    ///   a source, a path or an option.
    /// - Fails with [`Dependency`](ErrorKind::Dependency) when something is missing or can't be installed,
    ///   with the remedy.
    /// - Fails with [`Unavailable`](ErrorKind::Unavailable) when the interpreter can't be started.
    /// - Fails with [`Storage`](ErrorKind::Storage) when `root` can't be written.
    pub async fn prepare(
        &self,
        dependencies: &[Dependency],
        interpreter: &Interpreter,
        events: &dyn EventSink,
    ) -> Result<Environment> {
        let programs = of_kind(dependencies, DependencyKind::System);
        let packages = of_kind(dependencies, DependencyKind::Package);
        system::check(&programs, interpreter.system.as_deref())?;
        if packages.is_empty() {
            return Ok(Environment::default());
        }
        match interpreter.language {
            Language::Python => python::prepare(&self.root, &packages, interpreter, events).await,
            Language::R => r::prepare(&packages, interpreter).await,
        }
    }
}

/// The dependencies of a kind.
fn of_kind(dependencies: &[Dependency], kind: DependencyKind) -> Vec<&Dependency> {
    dependencies.iter().filter(|dependency| dependency.kind == kind).collect()
}

/// The error of an interpreter that can't be started.
pub(super) fn no_start(program: &Path, error: std::io::Error) -> Error {
    let program = program.display();
    Error::new(ErrorKind::Unavailable, format!("can't start `{program}`"))
        .with_hint("`omniplug doctor` names the interpreters that this machine has")
        .with_source(error)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::sandbox::{Event, Origin, System};
    use crate::skip::skip;
    use semver::Version;
    use std::collections::{BTreeMap, BTreeSet};
    use std::fs;
    use std::os::unix::fs::PermissionsExt;
    use std::process::Command;
    use std::sync::{Arc, Mutex};

    fn found(language: Language, program: &str, arguments: &[&str]) -> Option<Interpreter> {
        let output = Command::new(program).args(arguments).output().ok()?;
        let text = String::from_utf8(output.stdout).ok()?;
        Some(Interpreter {
            language,
            executable: PathBuf::from(program),
            version: Version::parse(text.trim()).ok()?,
            abi: "test".to_owned(),
            system: None,
        })
    }

    fn python() -> Option<Interpreter> {
        let code = "import pip, sys; print('%d.%d.%d' % sys.version_info[:3])";
        found(Language::Python, "python3", &["-c", code])
    }

    fn r() -> Option<Interpreter> {
        let code = "cat(as.character(getRversion()))";
        found(Language::R, "R", &["--no-echo", "--vanilla", "-e", code])
    }

    fn dependencies(texts: &[&str]) -> Vec<Dependency> {
        texts.iter().map(|text| text.parse().unwrap()).collect()
    }

    fn names(folder: &Path) -> Vec<String> {
        let entries = fs::read_dir(folder).unwrap();
        entries.map(|entry| entry.unwrap().file_name().into_string().unwrap()).collect()
    }

    #[tokio::test]
    async fn a_wheel_is_installed_once_for_all_who_ask() {
        let Some(python) = python() else {
            return skip("environments", "there is no python3 with pip");
        };
        let scratch = tempfile::tempdir().unwrap();
        let environments = Environments::new(scratch.path().join("environments"));
        let phases = Mutex::new(Vec::new());
        let events = |event| {
            if let Event::Phase(text) = event {
                phases.lock().unwrap().push(text);
            }
        };
        let six = dependencies(&["six>=1.16"]);
        let (first, second) = tokio::join!(
            environments.prepare(&six, &python, &events),
            environments.prepare(&six, &python, &events)
        );
        let environment = first.unwrap();
        assert_eq!(environment, second.unwrap());
        let started = |text: &&String| text.as_str() == "installing `six>=1.16`";
        assert_eq!(phases.lock().unwrap().iter().filter(started).count(), 1);
        assert!(phases.lock().unwrap().len() > 2, "the installer's lines are told");
        let [six_version] = environment.packages.as_slice() else {
            panic!("{:?}", environment.packages);
        };
        assert!(six_version.starts_with("six==1."));
        let folder = &environment.mounts[0].source;
        assert_eq!(environment.mounts[0].target, Path::new("/omniplug/environment"));
        assert_eq!(environment.library_paths, [PathBuf::from("/omniplug/environment")]);
        for (path, mode) in [("", 0o755), ("six.py", 0o644), ("__pycache__", 0o755)] {
            let metadata = folder.join(path).metadata().unwrap();
            assert_eq!(metadata.permissions().mode() & 0o7777, mode, "{path}");
        }
        assert!(names(&folder.join("__pycache__"))[0].ends_with(".pyc"));
        let digest = environment.digest.unwrap();
        let mut left = names(&scratch.path().join("environments"));
        left.sort();
        assert_eq!(left, [digest.clone(), format!("{digest}.lock")]);
    }

    #[tokio::test]
    async fn wheels_are_chosen_for_the_system_of_an_interpreter() {
        let Some(mut python) = python() else {
            return skip("environments of other systems", "there is no python3 with pip");
        };
        let minor = format!("{}{}", python.version.major, python.version.minor);
        python.executable = "/not/of/this/machine".into();
        python.abi = format!("cpython-{minor}-aarch64-linux-gnu");
        python.system = Some(Arc::new(System {
            origin: Origin::Image { name: "python:3".into(), digest: "sha256:0".into() },
            platform: "manylinux_2_28_aarch64".to_owned(),
            packages: BTreeMap::new(),
            programs: BTreeSet::new(),
            libraries: BTreeSet::new(),
        }));
        let scratch = tempfile::tempdir().unwrap();
        let environments = Environments::new(scratch.path().to_owned());
        let wanted = dependencies(&["markupsafe"]);
        let environment = environments.prepare(&wanted, &python, &|_| {}).await.unwrap();
        let folder = environment.mounts[0].source.join("markupsafe");
        let files = names(&folder);
        let own = format!("cpython-{minor}-aarch64-linux-gnu.so");
        assert!(files.iter().any(|name| name.ends_with(&own)), "{files:?}");
        assert!(names(&folder.join("__pycache__"))[0].contains(&format!("cpython-{minor}")));
    }

    #[tokio::test]
    async fn a_failed_installation_says_why_and_leaves_nothing() {
        let Some(python) = python() else {
            return skip("environments", "there is no python3 with pip");
        };
        let scratch = tempfile::tempdir().unwrap();
        let environments = Environments::new(scratch.path().to_owned());
        let wanted = dependencies(&["six==0.0.1"]);
        let error = environments.prepare(&wanted, &python, &|_| {}).await.unwrap_err();
        assert_eq!(error.kind(), ErrorKind::Dependency);
        assert!(error.message().contains("could not install `six==0.0.1`"), "{error}");
        assert!(error.hint().is_some() && error.to_string().contains("six"), "{error}");
        assert!(names(scratch.path()).iter().all(|name| name.ends_with(".lock")));
    }

    #[tokio::test]
    async fn an_interpreter_that_is_gone_is_unavailable() {
        let scratch = tempfile::tempdir().unwrap();
        let gone = Interpreter {
            language: Language::R,
            executable: scratch.path().join("R"),
            version: Version::new(4, 0, 0),
            abi: String::new(),
            system: None,
        };
        let environments = Environments::new(scratch.path().to_owned());
        let wanted = dependencies(&["stats"]);
        let error = environments.prepare(&wanted, &gone, &|_| {}).await.unwrap_err();
        assert_eq!(error.kind(), ErrorKind::Unavailable);
        let none = environments.prepare(&[], &gone, &|_| {}).await.unwrap();
        assert_eq!(none, Environment::default());
    }

    #[tokio::test]
    async fn r_uses_what_it_has_and_names_what_is_missing() {
        let Some(r) = r() else {
            return skip("environments in R", "there is no R");
        };
        let environments = Environments::new(PathBuf::from("unused"));
        let wanted = dependencies(&["stats>=3.0", "utils"]);
        let environment = environments.prepare(&wanted, &r, &|_| {}).await.unwrap();
        let version = &r.version;
        assert_eq!(
            environment.packages,
            [format!("stats=={version}"), format!("utils=={version}")]
        );
        let wanted = dependencies(&["stats>=99", "no.such.package", "utils"]);
        let error = environments.prepare(&wanted, &r, &|_| {}).await.unwrap_err();
        assert_eq!(error.kind(), ErrorKind::Dependency);
        assert!(error.message().contains("`stats` has version"), "{error}");
        assert!(error.message().contains("`no.such.package` is not installed"), "{error}");
        assert!(!Path::new("unused").exists());
    }
}
