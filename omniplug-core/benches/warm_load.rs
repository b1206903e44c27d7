//! Warm sessions under load: executions a second for a minute, what they leave, and 200 callers on a pool of four.
//!
//! `WARM_LOAD_SECONDS` shortens the minute.

mod common;

use common::{Failure, median, release, request, run};
use omniplug_core::payload::Payload;
use omniplug_core::sandbox::native::{NativeOptions, NativeSandbox};
use omniplug_core::sandbox::pool::{Concurrency, Job, Pool, PoolOptions};
use omniplug_core::sandbox::{Control, Language, Sandbox, SessionSpec, Start};
use serde_json::json;
use std::collections::BTreeMap;
use std::sync::Arc;
use std::time::{Duration, Instant};

/// Sessions that share the processors: while one is torn down and made ready, another runs.
const SESSIONS: usize = 4;
const CALLERS: usize = 200;
const CALLS_EACH: usize = 5;
const PYTHON: &str = "def execute(data):\n    return data\n";
const SLEEPER: &str = "
import time
def execute(data):
    time.sleep(0.002)
    return data
";

fn main() -> Result<(), Failure> {
    let runtime = tokio::runtime::Builder::new_multi_thread().enable_all().build()?;
    let folder = tempfile::tempdir()?;
    let sandbox: Arc<dyn Sandbox> =
        Arc::new(NativeSandbox::new(NativeOptions::new(folder.path().join("runner"))));
    let spec = release(folder.path(), "load", Language::Python, PYTHON, Start::Warm)?;
    runtime.block_on(sustain(sandbox.as_ref(), &spec))?;
    let spec = release(folder.path(), "crowd", Language::Python, SLEEPER, Start::Warm)?;
    runtime.block_on(crowd(sandbox, spec))
}

/// Executions a second, the memory of the sessions at the beginning and at the end, and what is left.
async fn sustain(sandbox: &dyn Sandbox, spec: &SessionSpec) -> Result<(), Failure> {
    let seconds = std::env::var("WARM_LOAD_SECONDS").ok().and_then(|text| text.parse().ok());
    let time = Duration::from_secs(seconds.unwrap_or(60));
    let mut sessions = Vec::new();
    for _ in 0..SESSIONS {
        sessions.push(sandbox.open(spec.clone()).await?);
    }
    let held = Held::now();
    for session in &sessions {
        for _ in 0..200 {
            run(session.as_ref(), request(Payload::from_json(json!(1))?)?, Start::Warm).await?;
        }
    }
    let before = zygotes();
    let started = Instant::now();
    let busy = sessions.iter().map(|session| async move {
        let mut count = 0_u64;
        while started.elapsed() < time {
            let input = Payload::from_json(json!(count))?;
            let reply = run(session.as_ref(), request(input)?, Start::Warm).await?;
            if reply.data.json() != &json!(count) {
                return Err("a wrong answer".into());
            }
            count += 1;
        }
        Ok::<u64, Failure>(count)
    });
    let mut total = 0;
    for count in join_all(busy).await {
        total += count?;
    }
    let rate = total as f64 / started.elapsed().as_secs_f64();
    let growth = growth(&before, &zygotes());
    println!("{rate:.0} executions a second over {} s, target 1000", time.as_secs());
    println!("{total} executions, {:.0} of 20,000 in each session", total as f64 / SESSIONS as f64);
    println!("growth of a session's first process: {growth:?} KiB, target below 1024");
    for session in &sessions {
        // The last one's successor may still be made.
        while !session.is_ready().await {}
    }
    tokio::time::sleep(Duration::from_secs(1)).await;
    println!("held at the beginning {held:?}, at the end {:?}", Held::now());
    for session in sessions {
        session.close().await?;
    }
    tokio::time::sleep(Duration::from_secs(1)).await;
    println!("held after closing {:?}", Held::now());
    Ok(())
}

/// Runs all on this task, beside each other.
async fn join_all<F: Future>(futures: impl Iterator<Item = F>) -> Vec<F::Output> {
    let mut pending: Vec<_> = futures.map(|future| (Box::pin(future), None)).collect();
    std::future::poll_fn(|context| {
        let mut ready = true;
        for (future, answer) in &mut pending {
            if answer.is_none() {
                match future.as_mut().poll(context) {
                    std::task::Poll::Ready(value) => *answer = Some(value),
                    std::task::Poll::Pending => ready = false,
                }
            }
        }
        if ready { std::task::Poll::Ready(()) } else { std::task::Poll::Pending }
    })
    .await;
    pending.into_iter().filter_map(|(_, answer)| answer).collect()
}

/// What this process holds of the host.
#[derive(Debug)]
#[expect(dead_code, reason = "it is printed")]
struct Held {
    descriptors: usize,
    children: usize,
    mounts: usize,
}

impl Held {
    fn now() -> Self {
        let mounts = std::fs::read_to_string("/proc/self/mountinfo").unwrap_or_default();
        Self {
            descriptors: std::fs::read_dir("/proc/self/fd").map_or(0, Iterator::count),
            children: children().len(),
            mounts: mounts.lines().count(),
        }
    }
}

fn children() -> Vec<i32> {
    let tasks = std::fs::read_dir("/proc/self/task").into_iter().flatten().flatten();
    let lists = tasks.filter_map(|task| std::fs::read_to_string(task.path().join("children")).ok());
    lists
        .flat_map(|list| list.split_whitespace().filter_map(|n| n.parse().ok()).collect::<Vec<_>>())
        .collect()
}

/// Resident anonymous memory of each child of this process, in KiB.
fn zygotes() -> BTreeMap<i32, i64> {
    let memory = |process: &i32| {
        let status = std::fs::read_to_string(format!("/proc/{process}/status")).ok()?;
        let line = status.lines().find_map(|line| line.strip_prefix("RssAnon:"))?;
        line.trim().strip_suffix(" kB")?.trim().parse().ok()
    };
    children().into_iter().filter_map(|process| Some((process, memory(&process)?))).collect()
}

fn growth(before: &BTreeMap<i32, i64>, after: &BTreeMap<i32, i64>) -> Vec<Option<i64>> {
    before.iter().map(|(process, memory)| Some(after.get(process)? - memory)).collect()
}

/// 200 callers, each with some calls one after the other, on a pool of four sessions.
async fn crowd(sandbox: Arc<dyn Sandbox>, spec: SessionSpec) -> Result<(), Failure> {
    let options = PoolOptions { most: SESSIONS, ..PoolOptions::default() };
    let concurrency =
        Concurrency { executions: SESSIONS, of_one_plugin: SESSIONS, ..Concurrency::default() };
    let pool = Arc::new(Pool::new(sandbox, options, concurrency));
    let job = |caller: usize| Job {
        group: "crowd".into(),
        tenant: format!("caller-{caller}"),
        identity: Vec::new(),
        spec: spec.clone(),
        longest_wait: None,
    };
    // All sessions are there when the callers come.
    let places = join_all((0..SESSIONS).map(|n| pool.enter(job(n)))).await;
    drop(places);
    let calls = (0..CALLERS).map(|caller| {
        let (pool, job) = (Arc::clone(&pool), job(caller));
        tokio::spawn(async move {
            let mut waits = Vec::new();
            for call in 0..CALLS_EACH {
                let asked = json!([caller, call]);
                let started = Instant::now();
                let place = pool.enter(job.clone()).await.map_err(|error| error.to_string())?;
                waits.push(started.elapsed().as_secs_f64() * 1e3);
                let input = Payload::from_json(asked.clone()).map_err(|error| error.to_string())?;
                let request = request(input).map_err(|error| error.to_string())?;
                let outcome = place.execute(request, &Control::default()).await;
                let outcome = outcome.map_err(|error| error.to_string())?;
                let answer = outcome.reply.map(|reply| reply.data.to_json());
                if answer.as_ref() != Some(&asked) {
                    return Err(format!("asked {asked}, answered {answer:?}"));
                }
            }
            Ok::<Vec<f64>, String>(waits)
        })
    });
    let mut waits = Vec::new();
    for call in join_all(calls.into_iter()).await {
        waits.extend(call??);
    }
    let longest = waits.iter().copied().fold(0.0, f64::max);
    let middle = median(waits);
    println!(
        "{CALLERS} callers with {CALLS_EACH} calls each on {SESSIONS} sessions: median wait {middle:.1} ms, \
         longest {longest:.1} ms, {:.2} times, target 5",
        longest / middle
    );
    pool.close().await;
    Ok(())
}
