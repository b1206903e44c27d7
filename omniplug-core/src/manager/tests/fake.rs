//! A sandbox that pretends, and a home to use it in.

use crate::gateway::Gateway;
use crate::manager::{ExecutionRequest, Home, InstallOptions, LocalManager, LocalManagerOptions};
use crate::manager::{Installed, PluginManager};
use crate::package::ArchiveLimits;
use crate::payload::Payload;
use crate::policy::Policy;
use crate::sandbox::pool::PoolOptions;
use crate::sandbox::{
    Control, Enforcement, EventSink, Failure, Grade, Image, Interpreter, Isolation, Language,
    LogLine, Logs, Outcome, Reply, Request, Sandbox, Session, SessionSpec, Start, Status, Stream,
    Usage,
};
use crate::scanner::LocalScanner;
use crate::{Error, ErrorKind, Result};
use async_trait::async_trait;
use semver::Version;
use serde_json::{Map, Value, json};
use std::fs;
use std::path::PathBuf;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex};
use std::time::Duration;
use tempfile::TempDir;
use tokio::sync::Notify;

/// Does what the parameter `do` says: `fail`, `wait` until it is cancelled, `break` the sandbox, answer with
/// `nothing`, the `input`, the `seed` or the `parameters`; else it answers with the context that it was given.
#[derive(Debug, Clone)]
pub(super) struct Fake {
    isolation: Isolation,
    pub(super) started: Arc<Notify>,
    /// What sessions were opened with.
    pub(super) opened: Arc<Mutex<Vec<SessionSpec>>>,
    /// Sessions that were not dropped.
    live: Arc<AtomicUsize>,
    /// Executions that run, and the most that ever did.
    busy: Arc<AtomicUsize>,
    pub(super) busiest: Arc<AtomicUsize>,
}

/// An open session.
#[derive(Debug)]
struct FakeSession {
    fake: Fake,
    start: Start,
}

impl Drop for FakeSession {
    fn drop(&mut self) {
        self.fake.live.fetch_sub(1, Ordering::SeqCst);
    }
}

impl Fake {
    fn new() -> Self {
        Self {
            isolation: Isolation {
                backend: "fake".into(),
                grade: Grade::Full,
                namespaces: vec!["user".into()],
                landlock: 4,
                seccomp: true,
                memory_limit: Enforcement::Cgroup,
                cpu_limit: Enforcement::Cgroup,
                process_limit: Enforcement::Watched,
                missing: Vec::new(),
            },
            started: Arc::new(Notify::new()),
            opened: Arc::default(),
            live: Arc::default(),
            busy: Arc::default(),
            busiest: Arc::default(),
        }
    }

    /// How each session was to start.
    pub(super) fn starts(&self) -> Vec<Start> {
        self.opened.lock().unwrap().iter().map(|spec| spec.start).collect()
    }

    /// Waits until so many sessions are left.
    pub(super) async fn left(&self, sessions: usize) {
        let left = async {
            while self.live.load(Ordering::SeqCst) != sessions {
                tokio::time::sleep(Duration::from_millis(1)).await;
            }
        };
        tokio::time::timeout(Duration::from_secs(60), left).await.unwrap();
    }

    fn outcome(&self, status: Status, reply: Option<Reply>) -> Outcome {
        let failure = (status != Status::Success).then(|| Failure {
            kind: "ValueError".into(),
            message: "as it was told".into(),
            traceback: Some("line 1".into()),
            hint: None,
        });
        let line = |text: &str| LogLine { stream: Stream::Stdout, text: text.into() };
        Outcome {
            status,
            reply,
            failure,
            warnings: Vec::new(),
            logs: Logs { lines: vec![line("first"), line("second")], dropped_bytes: 0 },
            usage: Usage {
                wall_time: Duration::from_millis(20),
                cpu_time: Duration::from_millis(10),
                peak_memory: 1 << 20,
                ..Usage::default()
            },
            isolation: self.isolation.clone(),
            start: Start::Cold,
            attempts: 1,
        }
    }
}

#[async_trait]
impl Sandbox for Fake {
    fn name(&self) -> &'static str {
        "fake"
    }

    async fn probe(&self) -> Result<Isolation> {
        Ok(self.isolation.clone())
    }

    async fn interpreter(
        &self,
        language: Language,
        _: Option<&Image>,
        _: &dyn EventSink,
    ) -> Result<Interpreter> {
        if language == Language::R {
            return Err(Error::new(ErrorKind::Unavailable, "there is no R"));
        }
        Ok(Interpreter {
            language,
            executable: "/usr/bin/python3".into(),
            version: Version::new(3, 11, 7),
            abi: "fake".into(),
            system: None,
        })
    }

    async fn open(&self, spec: SessionSpec) -> Result<Box<dyn Session>> {
        assert!(spec.release.join(&spec.entry_point).is_file());
        let start = spec.start;
        self.opened.lock().unwrap().push(spec);
        self.live.fetch_add(1, Ordering::SeqCst);
        Ok(Box::new(FakeSession { fake: self.clone(), start }))
    }
}

#[async_trait]
impl Session for FakeSession {
    fn isolation(&self) -> &Isolation {
        &self.fake.isolation
    }

    async fn execute(&self, request: Request, control: &Control) -> Result<Outcome> {
        let outcome = self.fake.run(request, control).await?;
        Ok(Outcome { start: self.start, ..outcome })
    }

    fn cold_reason(&self) -> Option<String> {
        None
    }

    async fn memory(&self) -> u64 {
        0
    }

    async fn is_ready(&self) -> bool {
        true
    }

    async fn close(self: Box<Self>) -> Result<()> {
        Ok(())
    }
}

impl Fake {
    async fn run(&self, request: Request, control: &Control) -> Result<Outcome> {
        let busy = self.busy.fetch_add(1, Ordering::SeqCst) + 1;
        self.busiest.fetch_max(busy, Ordering::SeqCst);
        let outcome = self.obey(request, control).await;
        self.busy.fetch_sub(1, Ordering::SeqCst);
        outcome
    }

    async fn obey(&self, request: Request, control: &Control) -> Result<Outcome> {
        self.started.notify_one();
        match request.parameters.get("do").and_then(Value::as_str) {
            Some("fail") => Ok(self.outcome(Status::Failure, None)),
            Some("break") => Err(Error::new(ErrorKind::Sandbox, "the sandbox broke")),
            Some("wait") => {
                control.cancel.cancelled().await;
                Ok(self.outcome(Status::Cancelled, None))
            }
            what => {
                let data = match what {
                    Some("nothing") => Value::Null,
                    Some("input") => {
                        tokio::task::yield_now().await;
                        let reply = Reply { data: request.input, ..Reply::default() };
                        return Ok(self.outcome(Status::Success, Some(reply)));
                    }
                    Some("seed") => json!([request.seed.value(), request.seed.is_given()]),
                    Some("parameters") => Value::Object(request.parameters),
                    _ => Value::Object(request.context),
                };
                let data = Payload::from_json(data)?;
                let reply = Reply { data, ..Reply::default() };
                Ok(self.outcome(Status::Success, Some(reply)))
            }
        }
    }
}

/// A home with plugin folders beside it.
pub(super) struct Fixture {
    pub(super) folder: TempDir,
    pub(super) manager: Arc<LocalManager>,
    pub(super) sandbox: Fake,
}

impl Fixture {
    pub(super) async fn new() -> Self {
        Self::with_policy(Policy::default()).await
    }

    pub(super) async fn with_policy(policy: Policy) -> Self {
        Self::with(policy, PoolOptions::default()).await
    }

    pub(super) async fn with(policy: Policy, pool: PoolOptions) -> Self {
        let folder = tempfile::tempdir().unwrap();
        let sandbox = Fake::new();
        let options = LocalManagerOptions { pool, ..options(&folder, &sandbox, policy) };
        let manager = Arc::new(LocalManager::open(options).await.unwrap());
        Self { folder, manager, sandbox }
    }

    /// Opens the same home once more with other sessions.
    pub(super) async fn reopen_with(&self, pool: PoolOptions) -> LocalManager {
        let options = options(&self.folder, &self.sandbox, Policy::default());
        LocalManager::open(LocalManagerOptions { pool, ..options }).await.unwrap()
    }

    /// Opens the same home once more, as another process would.
    pub(super) async fn reopen(&self) -> Arc<LocalManager> {
        open(&self.folder, &self.sandbox, Policy::default()).await
    }

    /// Opens the same home with a database of its own beside it.
    pub(super) async fn open_with_other_database(&self) -> Result<LocalManager> {
        let file = self.folder.path().join("other.db");
        let database = Some(format!("sqlite://{}?mode=rwc", file.display()));
        let options = options(&self.folder, &self.sandbox, Policy::default());
        LocalManager::open(LocalManagerOptions { database, ..options }).await
    }

    /// Writes a plugin's folder; `more` goes over the usual manifest.
    pub(super) fn plugin(&self, name: &str, version: &str, more: Value) -> PathBuf {
        let folder = self.folder.path().join(format!("{name}-{version}"));
        fs::create_dir_all(&folder).unwrap();
        let mut manifest = json!({
            "name": name, "version": version, "author": "A", "description": "Does nothing much",
            "language": "python", "entry_point": "main.py", "category": "analysis",
            "extension_points": ["analysis"],
        });
        match (&mut manifest, more) {
            (Value::Object(manifest), Value::Object(more)) => manifest.extend(more),
            (_, other) => panic!("`{other}` is no object"),
        }
        fs::write(folder.join("manifest.json"), manifest.to_string()).unwrap();
        fs::write(folder.join("main.py"), "def execute(data):\n    return data\n").unwrap();
        folder
    }

    pub(super) async fn install(
        &self,
        name: &str,
        version: &str,
        more: Value,
    ) -> Result<Installed> {
        let folder = self.plugin(name, version, more);
        self.manager.install(&folder, InstallOptions::default(), &Control::default()).await
    }

    pub(super) async fn replace(
        &self,
        name: &str,
        version: &str,
        more: Value,
    ) -> Result<Installed> {
        let folder = self.plugin(name, version, more);
        let options = InstallOptions { replace: true, ..InstallOptions::default() };
        self.manager.install(&folder, options, &Control::default()).await
    }

    /// The names in a folder of the home.
    pub(super) fn names(&self, folder: &str) -> Vec<String> {
        let entries = fs::read_dir(self.manager.home().path().join(folder)).unwrap();
        entries.map(|entry| entry.unwrap().file_name().into_string().unwrap()).collect()
    }
}

/// A call that tells the sandbox what to do.
pub(super) fn call(what: &str) -> ExecutionRequest {
    ExecutionRequest {
        input: Payload::from_json(json!({"x": [1, 2, 3]})).unwrap(),
        parameters: Map::from_iter([("do".to_owned(), Value::from(what))]),
        ..ExecutionRequest::default()
    }
}

async fn open(folder: &TempDir, sandbox: &Fake, policy: Policy) -> Arc<LocalManager> {
    Arc::new(LocalManager::open(options(folder, sandbox, policy)).await.unwrap())
}

fn options(folder: &TempDir, sandbox: &Fake, policy: Policy) -> LocalManagerOptions {
    LocalManagerOptions {
        home: Home::new(folder.path().join("home")),
        database: None,
        policy,
        sandbox: Arc::new(sandbox.clone()),
        scanner: Arc::new(LocalScanner::default()),
        gateway: Gateway::default(),
        pool: PoolOptions::default(),
        archive_limits: ArchiveLimits::default(),
        platform_version: Some(Version::new(2, 0, 0)),
    }
}
