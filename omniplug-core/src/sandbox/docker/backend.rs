//! The backend itself: what it offers here, and opening sessions.

use super::DockerOptions;
use super::container::{Recipe, Source};
use super::content::Content;
use super::daemon::Daemon;
use super::image;
use super::interpreter::{self, Answers};
use super::leftover::{self, ContainerSummary};
use super::removal::Pending;
use super::report::{self, Report};
use super::starter::{DockerStarter, Launcher};
use crate::background::background;
use crate::sandbox::execution::{ForkingSession, Identity, Program, exists};
use crate::sandbox::inquiry::Found;
use crate::sandbox::{
    Enforcement, EventSink, Grade, Image, Interpreter, Isolation, Language, Limits, Mount, Origin,
    Sandbox, Session, SessionSpec, Start, runner,
};
use crate::{ErrorKind, Result};
use async_trait::async_trait;
use bollard::models::SystemInfo;
use std::collections::{BTreeMap, HashMap};
use std::path::PathBuf;
use std::sync::Arc;
use std::time::Duration;
use tokio::sync::{Mutex, OnceCell};

/// Containers of hosts that nobody here can see are removed when they are older.
pub const DEFAULT_AGE: Duration = Duration::from_secs(24 * 60 * 60);
/// The user in containers of a daemon elsewhere. Nobody has this number in an image.
const USER_ELSEWHERE: u32 = 47_113;
const NAMESPACES: [&str; 6] = ["mount", "pid", "network", "ipc", "uts", "cgroup"];
/// Runtimes that bring a kernel of their own, by the beginning of their names.
const OWN_KERNEL: [&str; 3] = ["runsc", "kata", "io.containerd.kata"];

/// An image whose interpreter is known.
#[derive(Debug)]
struct Known {
    image: String,
    found: Found,
    landlock: u32,
}

/// The sandbox that is made of containers. See the module's page for how.
#[derive(Debug)]
pub struct DockerSandbox {
    options: DockerOptions,
    launcher: Launcher,
    answers: Answers,
    runner: OnceCell<PathBuf>,
    known: Mutex<HashMap<(Language, Image), Arc<Known>>>,
    swept: OnceCell<()>,
}

impl DockerSandbox {
    /// Makes the backend. The daemon is not spoken to yet.
    pub fn new(options: DockerOptions) -> Self {
        let daemon = Arc::new(Daemon::new(&options));
        Self {
            launcher: Launcher {
                daemon,
                meetings: options.runner_root.join("meetings"),
                pending: Pending::new(),
            },
            answers: Answers::new(&options.runner_root),
            options,
            runner: OnceCell::new(),
            known: Mutex::default(),
            swept: OnceCell::new(),
        }
    }

    /// The containers of this library that the daemon has, of whatever host.
    ///
    /// # Errors
    /// [`Unavailable`](ErrorKind::Unavailable) when the daemon does not answer.
    pub async fn containers(&self) -> Result<Vec<ContainerSummary>> {
        leftover::list(self.daemon()).await
    }

    /// What the daemon offers.
    ///
    /// # Errors
    /// [`Unavailable`](ErrorKind::Unavailable) when it does not answer.
    pub async fn report(&self) -> Result<Report> {
        report::report(self.daemon(), &self.options).await
    }

    /// Removes the containers and volumes that hosts left that are gone, and containers older than `age` of hosts that
    /// nobody here can see. Answers how many there were. What is not this library's is never touched.
    ///
    /// # Errors
    /// [`Unavailable`](ErrorKind::Unavailable) when the daemon does not answer.
    pub async fn clean_up(&self, age: Duration) -> Result<usize> {
        leftover::clean_up(self.daemon(), age).await
    }

    fn daemon(&self) -> &Arc<Daemon> {
        &self.launcher.daemon
    }

    /// Removes what dead hosts left, once. That something stays keeps nobody from running plugins.
    async fn sweep(&self) {
        let sweeping = || async {
            if let Err(error) = self.clean_up(DEFAULT_AGE).await {
                tracing::warn!(%error, "what other hosts left stays in the Docker daemon");
            }
        };
        self.swept.get_or_init(sweeping).await;
    }

    async fn runner(&self) -> Result<&PathBuf> {
        let root = self.options.runner_root.clone();
        let installing = || background(ErrorKind::Sandbox, move || runner::install(&root));
        self.runner.get_or_try_init(installing).await
    }

    /// Finds an image and asks its interpreter, each once.
    async fn known(
        &self,
        language: Language,
        asked: Option<&Image>,
        pull: bool,
        events: &dyn EventSink,
    ) -> Result<Arc<Known>> {
        let image = asked.unwrap_or_else(|| self.options.images.of(language));
        let mut known = self.known.lock().await;
        if let Some(found) = known.get(&(language, image.clone())) {
            return Ok(Arc::clone(found));
        }
        self.sweep().await;
        let id = image::find(self.daemon(), image, pull, events).await?;
        let information = self.daemon().information().await?;
        let kernel = information.kernel_version.as_deref().unwrap_or_default();
        let runtime = self.options.runtime.as_deref().unwrap_or_default();
        let key = [language.as_str(), &id, runtime, kernel];
        let origin = Origin::Image { name: image.to_string(), digest: id.clone() };
        let answer = match self.answers.get(&key) {
            Some(answer) => answer,
            None => {
                let recipe = self.recipe(&id, &Limits::default())?;
                let runner = self.runner().await?;
                let answer = interpreter::ask(&self.launcher, language, runner, recipe).await?;
                // One that can't be read is asked again.
                answer.read(language, &origin)?;
                self.answers.put(&key, &answer)?;
                answer
            }
        };
        let found = answer.read(language, &origin)?;
        let found = Arc::new(Known { image: id, found, landlock: answer.landlock });
        known.insert((language, image.clone()), Arc::clone(&found));
        Ok(found)
    }

    /// What all containers of an image have in common.
    fn recipe(&self, image: &str, limits: &Limits) -> Result<Recipe> {
        let (user, group) = if self.daemon().is_remote() {
            (USER_ELSEWHERE, USER_ELSEWHERE)
        } else {
            let identity = Identity::new()?;
            (identity.outside_user, identity.outside_group)
        };
        Ok(Recipe {
            image: image.to_owned(),
            user,
            group,
            program: Vec::new(),
            variables: Vec::new(),
            limits: limits.clone(),
            folders: Vec::new(),
            labels: BTreeMap::new(),
            runtime: self.options.runtime.clone(),
        })
    }

    fn isolation(&self, information: &SystemInfo, landlock: u32) -> Isolation {
        let options = information.security_options.clone().unwrap_or_default();
        let has = |name: &str| options.iter().any(|option| option.contains(name));
        let kept = |is_kept: Option<bool>| match is_kept {
            Some(true) => Enforcement::Cgroup,
            _ => Enforcement::None,
        };
        let runtime = self.options.runtime.as_deref().unwrap_or_default();
        let own_kernel = OWN_KERNEL.iter().any(|name| runtime.starts_with(name));
        let mut namespaces: Vec<String> = NAMESPACES.map(str::to_owned).into();
        if has("name=userns") || has("name=rootless") {
            namespaces.push("user".to_owned());
        }
        let mut missing = Vec::new();
        if landlock == 0 && !own_kernel {
            missing.push("Landlock: the daemon's machine needs Linux 5.13 or later with it".into());
        }
        if !has("name=seccomp") && !own_kernel {
            missing.push("seccomp: the daemon was built or started without it".into());
        }
        let grade = match (own_kernel, missing.is_empty()) {
            (true, _) => Grade::Virtualized,
            (false, true) => Grade::Full,
            (false, false) => Grade::Reduced,
        };
        if information.memory_limit != Some(true) || information.pids_limit != Some(true) {
            missing.push("control groups: the daemon can't limit memory or processes".into());
        }
        Isolation {
            backend: "docker".into(),
            grade,
            namespaces,
            landlock,
            seccomp: has("name=seccomp"),
            memory_limit: kept(information.memory_limit),
            cpu_limit: kept(information.cpu_cfs_quota),
            process_limit: kept(information.pids_limit),
            missing,
        }
    }

    async fn folders(&self, spec: &SessionSpec) -> Result<Vec<(PathBuf, PathBuf)>> {
        let runner = self.runner().await?;
        let mut folders = vec![
            (exists(&spec.release)?, PathBuf::from(runner::RELEASE)),
            (runner.clone(), PathBuf::from(runner::INSIDE)),
        ];
        for Mount { source, target } in &spec.mounts {
            folders.push((exists(source)?, target.clone()));
        }
        Ok(folders)
    }
}

#[async_trait]
impl Sandbox for DockerSandbox {
    fn name(&self) -> &'static str {
        "docker"
    }

    async fn probe(&self) -> Result<Isolation> {
        let information = self.daemon().information().await?;
        let python = self.known(Language::Python, None, false, &|_| {}).await;
        let known = match python {
            Ok(known) => known,
            // R's image does as well.
            Err(error) => {
                let r = self.known(Language::R, None, false, &|_| {}).await;
                r.map_err(|_| error)?
            }
        };
        Ok(self.isolation(information, known.landlock))
    }

    async fn interpreter(
        &self,
        language: Language,
        image: Option<&Image>,
        events: &dyn EventSink,
    ) -> Result<Interpreter> {
        let known = self.known(language, image, self.options.pull, events).await?;
        Ok(known.found.interpreter.clone())
    }

    async fn open(&self, spec: SessionSpec) -> Result<Box<dyn Session>> {
        let folders = self.folders(&spec).await?;
        let known =
            self.known(spec.language, spec.image.as_ref(), self.options.pull, &|_| {}).await?;
        let isolation = self.isolation(self.daemon().information().await?, known.landlock);
        if isolation.grade < spec.least_grade {
            return Err(isolation.refuse(spec.least_grade));
        }
        let mut recipe = self.recipe(&known.image, &spec.limits)?;
        recipe.labels = spec.labels.clone();
        let launcher = Launcher { pending: Pending::new(), ..self.launcher.clone() };
        let content = if self.daemon().is_remote() {
            Some(Content::copy(&launcher, &known.image, &folders, &spec.labels).await?)
        } else {
            None
        };
        recipe.folders = match &content {
            Some(content) => content.folders(),
            None => folders.into_iter().map(|(path, to)| (Source::Host(path), to)).collect(),
        };
        let with = |start| {
            let Program { path, arguments, variables } = Program::new(&known.found, &spec, start);
            let variables = variables.into_iter().map(|(name, value)| format!("{name}={value}"));
            Recipe {
                program: std::iter::once(path).chain(arguments).collect(),
                variables: variables.collect(),
                ..recipe.clone()
            }
        };
        let starter = DockerStarter {
            cold: with(Start::Cold),
            warm: with(Start::Warm),
            launcher,
            spec,
            isolation,
            content: std::sync::Mutex::new(content),
        };
        Ok(Box::new(ForkingSession::open(Arc::new(starter)).await?))
    }
}
