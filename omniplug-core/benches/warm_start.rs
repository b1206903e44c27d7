//! Warm executions against cold ones and against the bare interpreter, in the same run.
//!
//! Prints milliseconds and ratios beside their targets. Rounds alternate between the peers. Between two warm
//! executions there is a pause, as between two requests of a person: the process of the next is made meanwhile. Needs
//! `bwrap`; the cases of R need `R`, and that of pandas an interpreter that has it (`OMNIPLUG_PYTHON`).

mod common;

use common::{Failure, bubblewrap, median, percentile, release, request, run, succeed, timed};
use omniplug_core::payload::Payload;
use omniplug_core::sandbox::native::{NativeOptions, NativeSandbox};
use omniplug_core::sandbox::{Language, Sandbox, Session, SessionSpec, Start};
use serde_json::json;
use std::path::Path;
use std::process::Command;
use std::time::Duration;

const ROUNDS: usize = 21;
/// Warm executions in each round.
const EACH: usize = 20;
const PAUSE: Duration = Duration::from_millis(8);

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
    let sandbox = NativeSandbox::new(NativeOptions::new(folder.path().join("runner")));
    println!(
        "{:24} {:>8} {:>8} {:>8} {:>8} {:>8} {:>8}",
        "", "peer", "p50", "p99", "ratio", "target", "p99/p50"
    );
    for case in &CASES {
        if let Err(problem) = compare(&runtime, &sandbox, case, folder.path()) {
            println!("{:24} could not be measured: {problem}", case.name);
        }
    }
    Ok(())
}

fn compare(
    runtime: &tokio::runtime::Runtime,
    sandbox: &NativeSandbox,
    case: &Case,
    folder: &Path,
) -> Result<(), Failure> {
    let spec = release(folder, case.name, case.language, case.code, Start::Warm)?;
    let interpreter =
        runtime.block_on(sandbox.interpreter(case.language, None, &|_| {}))?.executable;
    let session = runtime.block_on(sandbox.open(spec.clone()))?;
    runtime.block_on(warm(session.as_ref(), EACH))?;
    let (mut peer, mut own) = (Vec::new(), Vec::new());
    for _ in 0..ROUNDS {
        let ((), time) = timed(|| match case.peer {
            Peer::Bubblewrap => bubblewrap(case.language, &interpreter),
            Peer::Rscript => succeed(Command::new("Rscript").args(["-e", "1"])),
            Peer::Cold => runtime.block_on(cold(sandbox, spec.clone())),
        })?;
        peer.push(time * 1e3);
        own.extend(runtime.block_on(warm(session.as_ref(), EACH))?);
    }
    runtime.block_on(session.close())?;
    let (peer, p50, p99) = (median(peer), median(own.clone()), percentile(own, 0.99));
    println!(
        "{:24} {peer:8.2} {p50:8.2} {p99:8.2} {:8.1} {:8.0} {:8.1}",
        case.name,
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

/// The milliseconds of each of so many executions.
async fn warm(session: &dyn Session, count: usize) -> Result<Vec<f64>, Failure> {
    let mut times = Vec::with_capacity(count);
    for _ in 0..count {
        tokio::time::sleep(PAUSE).await;
        let request = request(Payload::from_json(json!({"x": 3.0}))?)?;
        let started = std::time::Instant::now();
        run(session, request, Start::Warm).await?;
        times.push(started.elapsed().as_secs_f64() * 1e3);
    }
    Ok(times)
}
