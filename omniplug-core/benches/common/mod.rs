//! What several benches measure with.

#![allow(dead_code, reason = "no bench needs all of it")]

use arrow_array::{Float64Array, RecordBatch};
use omniplug_core::payload::Payload;
use omniplug_core::sandbox::{
    Control, Grade, Language, Limits, Reply, Request, Seed, Session, SessionSpec, Start,
};
use serde_json::Map;
use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::sync::Arc;
use std::time::{Duration, Instant};

pub(crate) type Failure = Box<dyn std::error::Error + Send + Sync>;

/// A table of so many bytes in ten columns of floats that have all their digits, the same in every run.
pub(crate) fn float_table(bytes: usize) -> Result<RecordBatch, Failure> {
    const COLUMNS: usize = 10;
    let mut state = 0x9e37_79b9_7f4a_7c15_u64;
    let mut random = || {
        state ^= state << 13;
        state ^= state >> 7;
        state ^= state << 17;
        (state >> 11) as f64 / (1_u64 << 53) as f64
    };
    let rows = bytes / size_of::<f64>() / COLUMNS;
    let columns = (0..COLUMNS).map(|column| {
        let values: Float64Array = (0..rows).map(|_| Some(random())).collect();
        (format!("x{column}"), Arc::new(Float64Array::new(values.values().clone(), None)) as _)
    });
    Ok(RecordBatch::try_from_iter(columns.collect::<Vec<_>>())?)
}

/// A request with a payload and nothing else.
pub(crate) fn request(input: Payload) -> Result<Request, Failure> {
    Ok(Request {
        seed: Seed::given(0)?,
        context: Map::new(),
        extension_point: "analysis".into(),
        parameters: Map::new(),
        metadata: Map::new(),
        input,
        timeout: Duration::from_secs(60),
    })
}

/// What `run` answers, and the seconds that it took.
pub(crate) fn timed<T>(run: impl FnOnce() -> Result<T, Failure>) -> Result<(T, f64), Failure> {
    let started = Instant::now();
    let answer = run()?;
    Ok((answer, started.elapsed().as_secs_f64()))
}

/// The middle one.
pub(crate) fn median(mut values: Vec<f64>) -> f64 {
    values.sort_by(f64::total_cmp);
    values.get(values.len() / 2).copied().unwrap_or(f64::NAN)
}

/// The value below which so large a part of all lies.
pub(crate) fn percentile(mut values: Vec<f64>, part: f64) -> f64 {
    values.sort_by(f64::total_cmp);
    let place = (values.len() as f64 * part) as usize;
    values.get(place.min(values.len().saturating_sub(1))).copied().unwrap_or(f64::NAN)
}

/// Writes a release of one file into a new folder of that name, and says how to open sessions of it.
pub(crate) fn release(
    root: &Path,
    name: &str,
    language: Language,
    code: &str,
    start: Start,
) -> Result<SessionSpec, Failure> {
    let folder: PathBuf = root.join(name);
    let file = if language == Language::Python { "main.py" } else { "main.R" };
    std::fs::create_dir_all(&folder)?;
    std::fs::write(folder.join(file), code)?;
    Ok(SessionSpec {
        language,
        image: None,
        release: folder,
        entry_point: file.into(),
        mounts: Vec::new(),
        library_paths: Vec::new(),
        variables: BTreeMap::new(),
        limits: Limits { cpus: 2.0, ..Limits::default() },
        least_grade: Grade::Full,
        start,
        labels: BTreeMap::new(),
    })
}

/// Runs a request that must succeed, and in the way that the session was opened for.
pub(crate) async fn run(
    session: &dyn Session,
    request: Request,
    start: Start,
) -> Result<Reply, Failure> {
    let outcome = session.execute(request, &Control::default()).await?;
    match outcome.reply {
        Some(reply) if outcome.start == start => Ok(reply),
        _ => {
            let (status, failure) = (outcome.status, outcome.failure);
            let reason = session.cold_reason();
            Err(format!("{status}, {}: {failure:?} {reason:?}", outcome.start).into())
        }
    }
}

/// Runs the bare interpreter under bubblewrap.
pub(crate) fn bubblewrap(language: Language, interpreter: &Path) -> Result<(), Failure> {
    let mut command = Command::new("bwrap");
    command.args(["--unshare-all", "--die-with-parent", "--ro-bind", "/", "/", "--dev", "/dev"]);
    command.args(["--proc", "/proc", "--tmpfs", "/tmp"]);
    match language {
        Language::Python => command.arg(interpreter).args(["-I", "-c", "pass"]),
        Language::R => command.args(["Rscript", "--vanilla", "-e", "invisible(1)"]),
    };
    succeed(&mut command)
}

/// Runs a program that must succeed.
pub(crate) fn succeed(command: &mut Command) -> Result<(), Failure> {
    let status = command.stdin(Stdio::null()).stdout(Stdio::null()).status()?;
    if status.success() { Ok(()) } else { Err(format!("{command:?} ended with {status}").into()) }
}
