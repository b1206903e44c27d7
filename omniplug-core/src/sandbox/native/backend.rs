//! The backend itself: what it is made with, what it offers here, and opening sessions.

use super::cgroup::{Controller, Hierarchy};
use super::clone::NAMESPACE_NAMES;
use super::discovery::{self, Found};
use super::plan::{Plan, Program};
use super::session::NativeSession;
use super::starter::Starter;
use super::view::{RUNNER, View};
use super::{landlock, trial};
use crate::background::background;
use crate::sandbox::{
    Enforcement, Grade, Interpreter, Isolation, Language, Sandbox, Session, SessionSpec, Start,
    runner,
};
use crate::{Error, ErrorKind, Result};
use async_trait::async_trait;
use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use tokio::sync::OnceCell;

/// `PATH` inside.
pub(super) const SEARCH_PATH: &str = "/usr/local/bin:/usr/bin:/bin";

/// What a [`NativeSandbox`] is made with.
#[derive(Debug, Clone)]
pub struct NativeOptions {
    /// The folder of the host in which the runner's files are kept. It is made where it is missing.
    pub runner_root: PathBuf,
    /// The Python program, a path or a name on `PATH`.
    pub python: PathBuf,
    /// The R program, a path or a name on `PATH`.
    pub r: PathBuf,
    /// A folder that holds a system, as `debootstrap` makes it, to show instead of the host's. Interpreters
    /// are looked for in it, and dependencies must be in it too.
    pub root: Option<PathBuf>,
    /// Whether to use control groups where this process may. Without, limits are watched.
    pub control_groups: bool,
}

impl NativeOptions {
    /// Options with the interpreters of `OMNIPLUG_PYTHON` and `OMNIPLUG_R`, else `python3` and `R` on `PATH`,
    /// and the root folder of `OMNIPLUG_ROOT`, else the host's system.
    pub fn new(runner_root: impl Into<PathBuf>) -> Self {
        let program = |variable: &str, name: &str| {
            std::env::var_os(variable).map_or_else(|| PathBuf::from(name), PathBuf::from)
        };
        Self {
            runner_root: runner_root.into(),
            python: program("OMNIPLUG_PYTHON", "python3"),
            r: program("OMNIPLUG_R", "R"),
            root: std::env::var_os("OMNIPLUG_ROOT").map(PathBuf::from),
            control_groups: true,
        }
    }
}

/// The sandbox that is made of Linux's own means. See the module's page for how.
#[derive(Debug)]
pub struct NativeSandbox {
    options: NativeOptions,
    hierarchy: Hierarchy,
    python: OnceCell<Found>,
    r: OnceCell<Found>,
    runner: OnceCell<PathBuf>,
    compiled: OnceCell<()>,
    isolation: OnceCell<Isolation>,
}

impl NativeSandbox {
    /// Makes the backend. Nothing is tried yet but which control groups may be used.
    pub fn new(options: NativeOptions) -> Self {
        let hierarchy =
            if options.control_groups { Hierarchy::find() } else { Hierarchy::default() };
        Self {
            options,
            hierarchy,
            python: OnceCell::new(),
            r: OnceCell::new(),
            runner: OnceCell::new(),
            compiled: OnceCell::new(),
            isolation: OnceCell::new(),
        }
    }

    async fn found(&self, language: Language) -> Result<&Found> {
        let (cell, program) = match language {
            Language::Python => (&self.python, &self.options.python),
            Language::R => (&self.r, &self.options.r),
        };
        cell.get_or_try_init(|| discovery::find(language, program, self.options.root.as_deref()))
            .await
    }

    fn root(&self) -> &Path {
        self.options.root.as_deref().unwrap_or(Path::new("/"))
    }

    /// The runner's folder, installed and, for the host's Python, compiled.
    async fn runner(&self, found: &Found) -> Result<&PathBuf> {
        let root = self.options.runner_root.clone();
        let installing = || background(ErrorKind::Sandbox, move || runner::install(&root));
        let folder = self.runner.get_or_try_init(installing).await?;
        if found.interpreter.language == Language::Python && self.options.root.is_none() {
            let (package, python) = (folder.clone(), found.interpreter.clone());
            let compiling =
                || background(ErrorKind::Sandbox, move || runner::precompile(&package, &python));
            self.compiled.get_or_try_init(compiling).await?;
        }
        Ok(folder)
    }

    fn isolation(&self) -> Isolation {
        let landlock = landlock::abi();
        let kept = |controller, else_by| match self.hierarchy.has(controller) {
            true => Enforcement::Cgroup,
            false => else_by,
        };
        let mut missing = Vec::new();
        if landlock == 0 {
            missing.push(
                "Landlock: use Linux 5.13 or later with `landlock` in the `lsm=` boot option"
                    .into(),
            );
        }
        if !self.hierarchy.has(Controller::Memory) || !self.hierarchy.has(Controller::Pids) {
            missing.push(
                "control groups: memory and processes are watched instead, processors are not \
                 limited; run as root, or in a delegated scope \
                 (`systemd-run --user --scope -p Delegate=yes …`)"
                    .into(),
            );
        }
        Isolation {
            backend: "native".into(),
            grade: if landlock == 0 { Grade::Reduced } else { Grade::Full },
            namespaces: NAMESPACE_NAMES.map(String::from).into(),
            landlock,
            seccomp: true,
            memory_limit: kept(Controller::Memory, Enforcement::Watched),
            cpu_limit: kept(Controller::Cpu, Enforcement::None),
            process_limit: kept(Controller::Pids, Enforcement::Watched),
            missing,
        }
    }
}

#[async_trait]
impl Sandbox for NativeSandbox {
    fn name(&self) -> &'static str {
        "native"
    }

    async fn probe(&self) -> Result<Isolation> {
        let tried = self.isolation.get_or_try_init(|| async {
            trial::every_layer(self.root(), &self.hierarchy).await?;
            Ok(self.isolation())
        });
        tried.await.cloned()
    }

    async fn interpreter(&self, language: Language) -> Result<Interpreter> {
        self.found(language).await.map(|found| found.interpreter.clone())
    }

    async fn open(&self, spec: SessionSpec) -> Result<Box<dyn Session>> {
        let isolation = self.isolation();
        if isolation.grade < spec.least_grade {
            let missing = isolation.missing.join("; ");
            return Err(Error::new(
                ErrorKind::Refused,
                format!(
                    "isolation is `{}` here, the least is `{}`",
                    isolation.grade, spec.least_grade
                ),
            )
            .with_hint(format!("missing here: {missing}")));
        }
        let found = self.found(spec.language).await?;
        let runner = self.runner(found).await?;
        let plan = |start| {
            let view = View::new(self.root(), &found.folders, runner, &spec)?;
            Plan::new(view, program(found, &spec, start), &spec.limits, &self.hierarchy, start)
        };
        let cold = plan(Start::Cold)?;
        let warm = (spec.start == Start::Warm).then(|| plan(Start::Warm)).transpose()?;
        let starter = Starter::new(spec, isolation, cold, warm, self.hierarchy.clone());
        Ok(Box::new(NativeSession::open(starter).await?))
    }
}

fn program(found: &Found, spec: &SessionSpec, start: Start) -> Program {
    let (path, first) = match found.command.split_first() {
        Some((path, first)) => (path.clone(), first),
        None => (String::new(), &[] as &[String]),
    };
    let main = match spec.language {
        Language::Python => format!("{RUNNER}/main.py"),
        Language::R => format!("--file={RUNNER}/main.R"),
    };
    let mode: &[&str] = match (start, spec.language) {
        (Start::Cold, _) => &[],
        (Start::Warm, Language::Python) => &["session"],
        (Start::Warm, Language::R) => &["--args", "session"],
    };
    let arguments = first.iter().cloned().chain([main]);
    let arguments = arguments.chain(mode.iter().map(|word| (*word).to_owned()));
    let threads = (spec.limits.cpus.floor() as u32).max(1).to_string();
    let fixed = [
        ("PATH", SEARCH_PATH),
        ("HOME", "/tmp"),
        ("TMPDIR", "/tmp"),
        ("LANG", "C.UTF-8"),
        ("LC_ALL", "C.UTF-8"),
        ("USER", "plugin"),
        ("OMP_NUM_THREADS", &threads),
        ("OPENBLAS_NUM_THREADS", &threads),
        ("MKL_NUM_THREADS", &threads),
        // Arrow's allocator starts a thread with the library otherwise, which no fork could have afresh.
        ("JE_ARROW_MALLOC_CONF", "background_thread:false"),
    ];
    let mut variables: BTreeMap<String, String> =
        fixed.into_iter().map(|(name, value)| (name.to_owned(), value.to_owned())).collect();
    variables.extend(found.variables.iter().cloned());
    variables.extend(spec.variables.clone());
    Program { path, arguments: arguments.collect(), variables: variables.into_iter().collect() }
}
