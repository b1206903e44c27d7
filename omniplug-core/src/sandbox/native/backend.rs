//! The backend itself: what it is made with, what it offers here, and opening sessions.

use super::cgroup::Hierarchy;
use super::clone::NAMESPACE_NAMES;
use super::discovery;
use super::plan::Plan;
use super::starter::NativeStarter;
use super::view::View;
use super::{landlock, trial};
use crate::background::background;
use crate::sandbox::execution::counters::Controller;
use crate::sandbox::execution::{ForkingSession, Program};
use crate::sandbox::inquiry::Found;
use crate::sandbox::{
    Enforcement, EventSink, Grade, Image, Interpreter, Isolation, Language, Sandbox, Session,
    SessionSpec, Start, runner,
};
use crate::{Error, ErrorKind, Result};
use async_trait::async_trait;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use tokio::sync::OnceCell;

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
    /// are looked for in it, R's packages and the system's programs too; Python's are installed apart.
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

    async fn interpreter(
        &self,
        language: Language,
        image: Option<&Image>,
        _: &dyn EventSink,
    ) -> Result<Interpreter> {
        without_image(image)?;
        self.found(language).await.map(|found| found.interpreter.clone())
    }

    async fn open(&self, spec: SessionSpec) -> Result<Box<dyn Session>> {
        let isolation = self.isolation();
        if isolation.grade < spec.least_grade {
            return Err(isolation.refuse(spec.least_grade));
        }
        without_image(spec.image.as_ref())?;
        let found = self.found(spec.language).await?;
        let runner = self.runner(found).await?;
        let plan = |start| {
            let view = View::new(self.root(), &found.folders, runner, &spec)?;
            Plan::new(view, Program::new(found, &spec, start), &spec.limits, &self.hierarchy, start)
        };
        let cold = plan(Start::Cold)?;
        let warm = (spec.start == Start::Warm).then(|| plan(Start::Warm)).transpose()?;
        let starter = NativeStarter::new(spec, isolation, cold, warm, self.hierarchy.clone());
        Ok(Box::new(ForkingSession::open(Arc::new(starter)).await?))
    }
}

/// This backend runs plugins in one system, whatever image they ask for.
fn without_image(image: Option<&Image>) -> Result<()> {
    image.map_or(Ok(()), |image| {
        Err(Error::new(
            ErrorKind::Unavailable,
            format!("the image `{image}` is asked for, and the native sandbox has no images"),
        )
        .with_hint("run the plugin with Docker: `--sandbox docker` or `OMNIPLUG_SANDBOX=docker`"))
    })
}
