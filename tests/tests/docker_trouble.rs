//! Trouble with the daemon is survived: each test does it to a real one of its own.

#![expect(
    clippy::unwrap_used,
    clippy::expect_used,
    reason = "a suite ends where its own means fail"
)]

use omniplug_core::ErrorKind;
use omniplug_core::payload::Payload;
use omniplug_core::sandbox::docker::{DockerOptions, DockerSandbox};
use omniplug_core::sandbox::{
    Control, Event, EventSink, Images, Language, Outcome, Request, Sandbox, Session, SessionSpec,
    Start, Status,
};
use omniplug_tests::daemon::PrivateDaemon;
use omniplug_tests::fixture::{Fixture, request};
use omniplug_tests::skip::skip;
use serde_json::{Value, json};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::{Duration, Instant};
use tempfile::TempDir;

const PYTHON: &str = "omniplug-test-python:latest";
const SLOW_ECHO: &str = "
import time
def execute(data):
    time.sleep(0.005)
    return data
";
const ECHO: &str = "def execute(data):\n    return data\n";
const SPEAK_AND_WAIT: &str = "
import time
def execute(data):
    print('started', flush=True)
    time.sleep(data)
    return data
";

/// A daemon of the test's own that has Python's image; nothing where none can be started.
fn daemon(test: &str, start: fn() -> PrivateDaemon) -> Option<PrivateDaemon> {
    if let Some(why) = PrivateDaemon::missing() {
        skip(test, why);
        return None;
    }
    let daemon = start();
    daemon.load(PYTHON);
    Some(daemon)
}

fn sandbox(folder: &TempDir, host: String) -> DockerSandbox {
    DockerSandbox::new(DockerOptions {
        host: Some(host),
        tls_folder: None,
        pull: false,
        images: Images { python: PYTHON.parse().unwrap(), ..Images::default() },
        ..DockerOptions::new(folder.path().join("runner"))
    })
}

async fn open(sandbox: &DockerSandbox, code: &str, start: Start) -> (Fixture, Box<dyn Session>) {
    let fixture = Fixture::new(Language::Python, code);
    let session = sandbox.open(SessionSpec { start, ..fixture.spec() }).await.unwrap();
    (fixture, session)
}

async fn run(session: &dyn Session, input: Value) -> Outcome {
    session.execute(request(input), &Control::default()).await.expect("the sandbox works")
}

fn answer(outcome: &Outcome) -> Value {
    assert_eq!(outcome.status, Status::Success, "{outcome:#?}");
    outcome.reply.as_ref().unwrap().data.to_json()
}

/// Waits until the daemon has no container and no volume.
fn is_clean(daemon: &PrivateDaemon) {
    let begun = Instant::now();
    let volumes = || {
        let listed = daemon.docker(&["volume", "ls", "--quiet"]).output().unwrap().stdout;
        String::from_utf8(listed).unwrap()
    };
    while !daemon.containers().is_empty() || !volumes().is_empty() {
        assert!(begun.elapsed() < Duration::from_secs(60), "{:?}", daemon.containers());
        std::thread::sleep(Duration::from_millis(200));
    }
}

/// Does something once when the plugin says that it started.
struct Once<F>(AtomicBool, F);

impl<F: Fn() + Send + Sync> EventSink for Once<F> {
    fn event(&self, event: Event) {
        let is_start = matches!(&event, Event::Log { text, .. } if text == "started");
        if is_start && !self.0.swap(true, Ordering::SeqCst) {
            (self.1)();
        }
    }
}

fn when_started(act: impl Fn() + Send + Sync + 'static) -> Control {
    Control { events: Arc::new(Once(AtomicBool::new(false), act)), ..Control::default() }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn no_daemon_is_told_with_its_remedy() {
    let folder = tempfile::tempdir().unwrap();
    for host in ["unix:///no/such/docker.sock", "tcp://127.0.0.1:9"] {
        let error = sandbox(&folder, host.to_owned()).probe().await.unwrap_err();
        assert_eq!(error.kind(), ErrorKind::Unavailable, "{error}");
        assert!(error.message().contains(host), "{error}");
        assert!(error.hint().is_some_and(|hint| hint.contains("DOCKER_HOST")), "{error}");
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_missing_image_is_named_with_its_remedy() {
    let Some(daemon) = daemon("a missing image", PrivateDaemon::start) else { return };
    let folder = tempfile::tempdir().unwrap();
    let sandbox = sandbox(&folder, daemon.socket());
    let image = "omniplug-no-such-image:1".parse().unwrap();
    let asked = sandbox.interpreter(Language::Python, Some(&image), &|_| {}).await;
    let error = asked.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Unavailable, "{error}");
    assert!(error.message().contains("omniplug-no-such-image:1"), "{error}");
    assert!(error.hint().is_some_and(|hint| hint.contains("docker pull")), "{error}");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_container_that_is_killed_from_outside_is_run_again_and_says_so() {
    let Some(daemon) = daemon("a killed container", PrivateDaemon::start) else { return };
    let daemon = Arc::new(daemon);
    let folder = tempfile::tempdir().unwrap();
    let sandbox = sandbox(&folder, daemon.socket());
    for start in [Start::Warm, Start::Cold] {
        let (_release, session) = open(&sandbox, SPEAK_AND_WAIT, start).await;
        let own = Arc::clone(&daemon);
        let control = when_started(move || {
            for container in own.containers() {
                own.docker(&["kill", &container]).output().unwrap();
            }
        });
        let outcome = session.execute(request(json!(0.5)), &control).await.unwrap();
        assert_eq!(answer(&outcome), json!(0.5));
        assert_eq!(outcome.attempts, 2, "{start}");
        assert_eq!(answer(&run(session.as_ref(), json!(0)).await), json!(0));
        session.close().await.unwrap();
    }
    is_clean(&daemon);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_slow_daemon_is_waited_for_and_limits_hold_meanwhile() {
    let Some(daemon) = daemon("a slow daemon", PrivateDaemon::start) else { return };
    let daemon = Arc::new(daemon);
    let folder = tempfile::tempdir().unwrap();
    let sandbox = sandbox(&folder, daemon.socket());
    let (_release, session) = open(&sandbox, SPEAK_AND_WAIT, Start::Warm).await;
    // A warm session needs the daemon for nothing.
    daemon.pause();
    assert_eq!(answer(&run(session.as_ref(), json!(0)).await), json!(0));
    let short = Request { timeout: Duration::from_secs(1), ..request(json!(60)) };
    let outcome = session.execute(short, &Control::default()).await.unwrap();
    assert_eq!(outcome.status, Status::Timeout, "{outcome:#?}");
    let own = Arc::clone(&daemon);
    let resuming = std::thread::spawn(move || {
        std::thread::sleep(Duration::from_secs(2));
        own.resume();
    });
    assert_eq!(answer(&run(session.as_ref(), json!(0)).await), json!(0));
    resuming.join().unwrap();
    session.close().await.unwrap();
    is_clean(&daemon);
}

/// A thousand executions, with the daemon restarted in the middle of them: each is answered rightly, and those that
/// were begun twice say so.
#[test]
fn a_restarted_daemon_loses_nothing() {
    const EXECUTIONS: usize = 1000;
    const SESSIONS: usize = 4;
    let Some(mut daemon) = daemon("a restarted daemon", PrivateDaemon::start) else { return };
    let folder = tempfile::tempdir().unwrap();
    let runtime = tokio::runtime::Runtime::new().unwrap();
    let sandbox = sandbox(&folder, daemon.socket());
    let fixture = Fixture::new(Language::Python, SLOW_ECHO);
    let spec = SessionSpec { start: Start::Warm, ..fixture.spec() };
    let sessions: Vec<Arc<dyn Session>> = (0..SESSIONS)
        .map(|_| Arc::from(runtime.block_on(sandbox.open(spec.clone())).unwrap()))
        .collect();
    let busy: Vec<_> = (0..SESSIONS)
        .map(|number| {
            let session = Arc::clone(&sessions[number]);
            runtime.spawn(async move {
                let mut again = 0;
                for execution in (number..EXECUTIONS).step_by(SESSIONS) {
                    let request = Request {
                        input: Payload::from_json(json!(execution)).unwrap(),
                        timeout: Duration::from_secs(120),
                        ..request(json!(null))
                    };
                    let outcome = session.execute(request, &Control::default()).await.unwrap();
                    assert_eq!(answer(&outcome), json!(execution));
                    again += outcome.attempts - 1;
                }
                again
            })
        })
        .collect();
    std::thread::sleep(Duration::from_millis(500));
    assert!(busy.iter().all(|one| !one.is_finished()), "the restart comes in the middle");
    daemon.restart();
    let again: u32 = busy.into_iter().map(|one| runtime.block_on(one).unwrap()).sum();
    // Those that were between two executions then began none again.
    assert!(again <= SESSIONS as u32, "{again} executions were begun again");
    for session in sessions {
        drop(session);
    }
    is_clean(&daemon);
}

/// What is not ours is left alone, whatever its age; what a dead host of ours left goes.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn cleaning_up_removes_what_dead_hosts_left_and_nothing_else() {
    let Some(daemon) = daemon("cleaning up", PrivateDaemon::start) else { return };
    let folder = tempfile::tempdir().unwrap();
    let sandbox = sandbox(&folder, daemon.socket());
    let machine = std::fs::read_to_string("/proc/sys/kernel/random/boot_id").unwrap();
    let machine = format!("org.omniplug.machine={}", machine.trim());
    let namespace = std::fs::read_link("/proc/self/ns/pid").unwrap();
    let namespace = namespace.to_str().unwrap().trim_matches(|c: char| !c.is_ascii_digit());
    let make = |name: &str, labels: &[&str]| {
        let mut arguments = vec!["create", "--name", name];
        labels.iter().for_each(|label| arguments.extend(["--label", label]));
        arguments.extend([PYTHON, "sleep", "1"]);
        assert!(daemon.docker(&arguments).output().unwrap().status.success());
    };
    let dead = format!("org.omniplug.host={namespace}-4194304-1");
    let elsewhere = "org.omniplug.host=1-2-3";
    make("others", &["org.example.host=1"]);
    make("dead", &[&dead, &machine]);
    make("elsewhere", &[elsewhere, "org.omniplug.machine=another"]);
    let (_release, session) = open(&sandbox, ECHO, Start::Warm).await;
    let names = async || {
        let mut names: Vec<_> =
            sandbox.containers().await.unwrap().into_iter().map(|one| one.name).collect();
        names.retain(|name| !name.starts_with("omniplug-"));
        names
    };
    assert_eq!(names().await, ["elsewhere"], "opening removed what the dead host left");
    assert_eq!(sandbox.clean_up(Duration::from_secs(3600)).await.unwrap(), 0);
    tokio::time::sleep(Duration::from_millis(1100)).await;
    assert_eq!(sandbox.clean_up(Duration::from_secs(1)).await.unwrap(), 1);
    assert_eq!(names().await, [] as [String; 0]);
    assert_eq!(answer(&run(session.as_ref(), json!(1)).await), json!(1), "ours still works");
    session.close().await.unwrap();
    assert_eq!(daemon.containers().len(), 1, "the others' container is there");
}

/// Over TCP, in the clear and with TLS, with no file in common.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_daemon_over_tcp_gets_copies_of_what_it_needs() {
    for start in [PrivateDaemon::start, PrivateDaemon::start_with_tls] {
        let Some(daemon) = daemon("a daemon over TCP", start) else { return };
        let folder = tempfile::tempdir().unwrap();
        let tls = daemon.tls_folder().join("key.pem").exists();
        let sandbox = DockerSandbox::new(DockerOptions {
            host: Some(daemon.tcp_url()),
            tls_folder: tls.then(|| daemon.tls_folder().to_owned()),
            pull: false,
            images: Images { python: PYTHON.parse().unwrap(), ..Images::default() },
            ..DockerOptions::new(folder.path().join("runner"))
        });
        for kind in [Start::Cold, Start::Warm] {
            let (release, session) = open(&sandbox, ECHO, kind).await;
            // What the session needs was copied when it was opened.
            drop(release);
            for number in 0..3 {
                let outcome = run(session.as_ref(), json!(number)).await;
                let reason = session.cold_reason();
                assert_eq!((answer(&outcome), outcome.start), (json!(number), kind), "{reason:?}");
            }
            session.close().await.unwrap();
        }
        is_clean(&daemon);
    }
}
