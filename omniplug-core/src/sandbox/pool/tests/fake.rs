//! A sandbox that pretends, with gates at which its sessions open and run.

use crate::sandbox::pool::{Concurrency, Job, Place, Pool, PoolOptions};
use crate::sandbox::{
    Control, Enforcement, EventSink, Grade, Image, Interpreter, Isolation, Language, Limits, Logs,
    Outcome, Reply, Request, Sandbox, Seed, Session, SessionSpec, Start, Status, Usage,
};
use crate::{Error, ErrorKind, Result};
use async_trait::async_trait;
use serde_json::{Map, Value};
use std::collections::BTreeMap;
use std::sync::atomic::{AtomicBool, AtomicU64, AtomicUsize, Ordering};
use std::sync::{Arc, Mutex};
use std::time::Duration;
use tokio::sync::Semaphore;

/// What all sessions of a [`Fake`] share.
#[derive(Debug)]
pub(super) struct Means {
    /// One permit lets one session open.
    pub(super) opening: Semaphore,
    /// How each session was asked to start.
    pub(super) opened: Mutex<Vec<Start>>,
    /// Sessions that are not dropped.
    pub(super) live: AtomicUsize,
    pub(super) memory: AtomicU64,
    pub(super) is_broken: AtomicBool,
    pub(super) is_cold: AtomicBool,
    /// Sessions count up to it as dead.
    pub(super) dead: AtomicUsize,
}

#[derive(Debug, Clone)]
pub(super) struct Fake(pub(super) Arc<Means>);

impl Fake {
    /// One whose sessions open at once.
    pub(super) fn new() -> Self {
        let fake = Self::gated();
        fake.0.opening.add_permits(Semaphore::MAX_PERMITS);
        fake
    }

    /// One whose sessions wait for permits before they open.
    pub(super) fn gated() -> Self {
        Self(Arc::new(Means {
            opening: Semaphore::new(0),
            opened: Mutex::default(),
            live: AtomicUsize::new(0),
            memory: AtomicU64::new(1),
            is_broken: AtomicBool::new(false),
            is_cold: AtomicBool::new(false),
            dead: AtomicUsize::new(0),
        }))
    }

    pub(super) fn pool(&self, options: PoolOptions, concurrency: Concurrency) -> Arc<Pool> {
        Arc::new(Pool::new(Arc::new(self.clone()), options, concurrency))
    }

    /// How many sessions were asked for.
    pub(super) fn opened(&self) -> usize {
        self.0.opened.lock().unwrap().len()
    }

    pub(super) fn live(&self) -> usize {
        self.0.live.load(Ordering::SeqCst)
    }

    fn isolation() -> Isolation {
        Isolation {
            backend: "fake".into(),
            grade: Grade::Full,
            namespaces: Vec::new(),
            landlock: 0,
            seccomp: true,
            memory_limit: Enforcement::Cgroup,
            cpu_limit: Enforcement::Cgroup,
            process_limit: Enforcement::Cgroup,
            missing: Vec::new(),
        }
    }
}

#[async_trait]
impl Sandbox for Fake {
    fn name(&self) -> &'static str {
        "fake"
    }

    async fn probe(&self) -> Result<Isolation> {
        Ok(Self::isolation())
    }

    async fn interpreter(
        &self,
        _: Language,
        _: Option<&Image>,
        _: &dyn EventSink,
    ) -> Result<Interpreter> {
        Err(Error::new(ErrorKind::Unavailable, "nobody asks"))
    }

    async fn open(&self, spec: SessionSpec) -> Result<Box<dyn Session>> {
        let number = {
            let mut opened = self.0.opened.lock().unwrap();
            opened.push(spec.start);
            opened.len()
        };
        self.0.opening.acquire().await.unwrap().forget();
        if self.0.is_broken.load(Ordering::SeqCst) {
            return Err(Error::new(ErrorKind::Sandbox, "it broke").with_hint("mend it"));
        }
        self.0.live.fetch_add(1, Ordering::SeqCst);
        Ok(Box::new(FakeSession {
            means: Arc::clone(&self.0),
            number,
            is_busy: AtomicBool::new(false),
            isolation: Self::isolation(),
            start: spec.start,
        }))
    }
}

#[derive(Debug)]
struct FakeSession {
    means: Arc<Means>,
    number: usize,
    is_busy: AtomicBool,
    isolation: Isolation,
    start: Start,
}

impl Drop for FakeSession {
    fn drop(&mut self) {
        self.means.live.fetch_sub(1, Ordering::SeqCst);
    }
}

#[async_trait]
impl Session for FakeSession {
    fn isolation(&self) -> &Isolation {
        &self.isolation
    }

    fn cold_reason(&self) -> Option<String> {
        self.means.is_cold.load(Ordering::SeqCst).then(|| "it starts a thread".into())
    }

    async fn memory(&self) -> u64 {
        self.means.memory.load(Ordering::SeqCst)
    }

    async fn is_ready(&self) -> bool {
        self.number > self.means.dead.load(Ordering::SeqCst)
    }

    /// Answers with its own number.
    async fn execute(&self, _: Request, _: &Control) -> Result<Outcome> {
        assert!(!self.is_busy.swap(true, Ordering::SeqCst), "one execution at a time");
        tokio::task::yield_now().await;
        self.is_busy.store(false, Ordering::SeqCst);
        let data = crate::payload::Payload::from_json(self.number.into())?;
        Ok(Outcome {
            status: Status::Success,
            reply: Some(Reply { data, ..Reply::default() }),
            failure: None,
            warnings: Vec::new(),
            logs: Logs::default(),
            usage: Usage::default(),
            isolation: self.isolation.clone(),
            start: self.start,
            attempts: 1,
        })
    }

    async fn close(self: Box<Self>) -> Result<()> {
        Ok(())
    }
}

/// A job of a plugin, for a tenant of the same name.
pub(super) fn job(group: &str, start: Start) -> Job {
    Job {
        group: group.into(),
        tenant: group.into(),
        identity: vec!["release".into()],
        spec: SessionSpec {
            language: Language::Python,
            image: None,
            release: "/release".into(),
            entry_point: "main.py".into(),
            mounts: Vec::new(),
            library_paths: Vec::new(),
            variables: BTreeMap::new(),
            limits: Limits::default(),
            least_grade: Grade::Full,
            start,
            labels: BTreeMap::new(),
        },
        longest_wait: None,
    }
}

pub(super) fn of_tenant(tenant: &str, job: Job) -> Job {
    Job { tenant: tenant.into(), ..job }
}

/// Limits that nothing comes near.
pub(super) fn wide() -> Concurrency {
    Concurrency {
        executions: 1000,
        of_one_plugin: 1000,
        waiting: 1000,
        longest_wait: Duration::from_secs(3600),
    }
}

/// Kept sessions, at most so many alike.
pub(super) fn options(most: usize) -> PoolOptions {
    PoolOptions {
        warm: true,
        least: 0,
        most,
        most_in_all: 100,
        memory: 1 << 30,
        ..PoolOptions::default()
    }
}

/// Runs in a place; answers with the number of the session.
pub(super) async fn run(place: Place) -> u64 {
    let request = Request {
        context: Map::new(),
        extension_point: "analysis".into(),
        parameters: Map::new(),
        metadata: Map::new(),
        input: crate::payload::Payload::default(),
        seed: Seed::fresh().unwrap(),
        timeout: Duration::from_secs(1),
    };
    let outcome = place.execute(request, &Control::default()).await.unwrap();
    outcome.reply.map(|reply| reply.data.to_json()).and_then(|it: Value| it.as_u64()).unwrap()
}

/// Waits until something holds, which happens on other threads.
pub(super) async fn until(holds: impl Fn() -> bool) {
    let waiting = async {
        while !holds() {
            tokio::time::sleep(Duration::from_millis(1)).await;
        }
    };
    tokio::time::timeout(Duration::from_secs(60), waiting).await.unwrap();
}

/// Enters on a task of its own.
pub(super) fn enter(pool: &Arc<Pool>, job: Job) -> tokio::task::JoinHandle<Result<Place>> {
    let pool = Arc::clone(pool);
    tokio::spawn(async move { pool.enter(job).await })
}

/// The counts of the only kind of sessions.
pub(super) fn only(pool: &Pool) -> crate::sandbox::pool::SessionStatistics {
    let mut all = pool.statistics();
    assert_eq!(all.len(), 1, "{all:?}");
    all.remove(0)
}
