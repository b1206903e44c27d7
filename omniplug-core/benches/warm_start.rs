//! Warm executions against cold ones and against the bare interpreter, in the same run.
//!
//! Prints milliseconds and ratios beside their targets. Rounds alternate between the peers. Between two warm
//! executions there is a pause: a short one, as of a program that calls again and again, and one after which an idle
//! session has done all that it does ahead of a request. Needs `bwrap`; the cases of R need `R`, and those of pandas an
//! interpreter that has it (`OMNIPLUG_PYTHON`).

mod common;

use common::{Failure, bubblewrap, median, percentile, release, request, run, succeed};
use omniplug_core::payload::Payload;
use omniplug_core::sandbox::native::{NativeOptions, NativeSandbox};
use omniplug_core::sandbox::{Language, Sandbox, Session, SessionSpec, Start};
use serde_json::json;
use std::path::Path;
use std::process::Command;
use std::sync::Arc;
use std::time::{Duration, Instant};

const ROUNDS: usize = 21;
/// Warm executions in each round.
const EACH: usize = 20;
const PAUSES: [Duration; 2] = [Duration::from_millis(3), Duration::from_millis(25)];

const PYTHON: &str = "def execute(data):\n    return data\n";
const R: &str = "execute <- function(data) data\n";
const PANDAS: &str = "
import pandas
def execute(data):
    frame = pandas.DataFrame({'a': [1.0, 2.0, data['x']], 'b': [3, 4, 5]})
    return float(frame.groupby('b').a.sum().sum())
";
const PANDAS_TRIVIAL: &str = "import pandas\ndef execute(data):\n    return data\n";

/// What a warm execution is compared with.
enum Peer {
    /// The bare interpreter under bubblewrap.
    Bubblewrap,
    /// `Rscript -e 1`.
    Rscript,
    /// A cold execution of the same plugin.
    Cold,
}

struct Case {
    name: &'static str,
    language: Language,
    code: &'static str,
    peer: Peer,
    /// The least number of times that the peer takes as long.
    target: f64,
}

const CASES: [Case; 5] = [
    Case {
        name: "python",
        language: Language::Python,
        code: PYTHON,
        peer: Peer::Bubblewrap,
        target: 20.0,
    },
    Case {
        name: "python, pandas imported",
        language: Language::Python,
        code: PANDAS_TRIVIAL,
        peer: Peer::Cold,
        target: 100.0,
    },
    Case {
        name: "python, pandas group-by",
        language: Language::Python,
        code: PANDAS,
        peer: Peer::Cold,
        target: 100.0,
    },
    Case { name: "r", language: Language::R, code: R, peer: Peer::Rscript, target: 100.0 },
    Case { name: "r against cold", language: Language::R, code: R, peer: Peer::Cold, target: 0.0 },
];

fn main() -> Result<(), Failure> {
    let runtime = tokio::runtime::Builder::new_multi_thread().enable_all().build()?;
    let folder = tempfile::tempdir()?;
    let sandbox = Arc::new(NativeSandbox::new(NativeOptions::new(folder.path().join("runner"))));
    println!(
        "{:24} {:>8} {:>8} {:>8} {:>8} {:>8} {:>8} {:>8}",
        "", "pause", "peer", "p50", "p99", "ratio", "target", "p99/p50"
    );
    for (case, pause) in CASES.iter().flat_map(|case| PAUSES.map(|pause| (case, pause))) {
        // As a server's task is run, on a thread of the runtime.
        let (sandbox, root) = (sandbox.clone(), folder.path().to_owned());
        let compared = runtime.spawn(async move { compare(&sandbox, case, pause, &root).await });
        if let Err(problem) = runtime.block_on(compared)? {
            println!("{:24} could not be measured: {problem}", case.name);
        }
    }
    Ok(())
}

async fn compare(
    sandbox: &NativeSandbox,
    case: &Case,
    pause: Duration,
    folder: &Path,
) -> Result<(), Failure> {
    let spec = release(folder, case.name, case.language, case.code, Start::Warm)?;
    let interpreter = sandbox.interpreter(case.language, None, &|_| {}).await?.executable;
    let session = sandbox.open(spec.clone()).await?;
    warm(session.as_ref(), pause).await?;
    let (mut peer, mut own) = (Vec::new(), Vec::new());
    for _ in 0..ROUNDS {
        let started = Instant::now();
        match case.peer {
            Peer::Bubblewrap => bubblewrap(case.language, &interpreter)?,
            Peer::Rscript => succeed(Command::new("Rscript").args(["-e", "1"]))?,
            Peer::Cold => cold(sandbox, spec.clone()).await?,
        }
        peer.push(started.elapsed().as_secs_f64() * 1e3);
        own.extend(warm(session.as_ref(), pause).await?);
    }
    session.close().await?;
    let (peer, p50, p99) = (median(peer), median(own.clone()), percentile(own, 0.99));
    println!(
        "{:24} {:8} {peer:8.2} {p50:8.2} {p99:8.2} {:8.1} {:8.0} {:8.1}",
        case.name,
        pause.as_millis(),
        peer / p50,
        case.target,
        p99 / p50
    );
    Ok(())
}

async fn cold(sandbox: &NativeSandbox, spec: SessionSpec) -> Result<(), Failure> {
    let session = sandbox.open(SessionSpec { start: Start::Cold, ..spec }).await?;
    let input = Payload::from_json(json!({"x": 3.0}))?;
    run(session.as_ref(), request(input)?, Start::Cold).await?;
    Ok(session.close().await?)
}

/// The milliseconds of each execution of a round.
async fn warm(session: &dyn Session, pause: Duration) -> Result<Vec<f64>, Failure> {
    let mut times = Vec::with_capacity(EACH);
    for _ in 0..EACH {
        tokio::time::sleep(pause).await;
        let request = request(Payload::from_json(json!({"x": 3.0}))?)?;
        let started = Instant::now();
        run(session, request, Start::Warm).await?;
        times.push(started.elapsed().as_secs_f64() * 1e3);
    }
    Ok(times)
}
