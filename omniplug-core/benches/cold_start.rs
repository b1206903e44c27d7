//! One cold execution against bubblewrap with the bare interpreter, in the same run; and the same from a host
//! process that holds 8 GiB.
//!
//! Prints medians in milliseconds and ratios. Rounds alternate between the two, so that what else the machine
//! does meets both alike. Needs `bwrap`, `python3` and, for its half, `R`.

mod common;

use common::{Failure, median, request, timed};
use omniplug_core::payload::Payload;
use omniplug_core::sandbox::native::{NativeOptions, NativeSandbox};
use omniplug_core::sandbox::{
    Control, Grade, Language, Limits, Sandbox, SessionSpec, Start, Status,
};
use serde_json::json;
use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

const ROUNDS: usize = 21;
const BALLAST: usize = 8 << 30;

struct Case {
    name: &'static str,
    language: Language,
    file: &'static str,
    code: &'static str,
    /// The most that one execution may cost, as a multiple of bubblewrap with the bare interpreter.
    target: f64,
}

const CASES: [Case; 2] = [
    Case {
        name: "python",
        language: Language::Python,
        file: "main.py",
        code: "def execute(data):\n    pass\n",
        target: 1.3,
    },
    Case {
        name: "r",
        language: Language::R,
        file: "main.R",
        code: "execute <- function(data) NULL\n",
        target: 1.1,
    },
];

fn main() -> Result<(), Failure> {
    let runtime = tokio::runtime::Builder::new_multi_thread().enable_all().build()?;
    let folder = tempfile::tempdir()?;
    let sandbox = NativeSandbox::new(NativeOptions::new(folder.path().join("runner")));
    println!("{:8} {:>10} {:>10} {:>10} {:>8}", "", "bubblewrap", "omniplug", "ratio", "target");
    let run = |case: &Case| -> Result<f64, Failure> {
        let (peer, own) = compare(&runtime, &sandbox, case, folder.path())?;
        println!("{:8} {peer:10.2} {own:10.2} {:10.2} {:8.2}", case.name, own / peer, case.target);
        Ok(own / peer)
    };
    let small = CASES.iter().map(run).collect::<Result<Vec<_>, _>>()?;
    let ballast = vec![1_u8; BALLAST];
    println!("\nfrom a host process that holds {} GiB", std::hint::black_box(&ballast).len() >> 30);
    let large = CASES.iter().map(run).collect::<Result<Vec<_>, _>>()?;
    for ((case, small), large) in CASES.iter().zip(small).zip(large) {
        println!("{:8} {:>32.2} of the ratio from a small one", case.name, large / small);
    }
    Ok(())
}

/// Median milliseconds of the peer and of this library.
fn compare(
    runtime: &tokio::runtime::Runtime,
    sandbox: &NativeSandbox,
    case: &Case,
    folder: &Path,
) -> Result<(f64, f64), Failure> {
    let release = folder.join(case.name);
    std::fs::create_dir_all(&release)?;
    std::fs::write(release.join(case.file), case.code)?;
    let interpreter = runtime.block_on(sandbox.interpreter(case.language))?.executable;
    let (mut peer, mut own) = (Vec::new(), Vec::new());
    for round in 0..=ROUNDS {
        let ((), bubblewrap) = timed(|| bubblewrap(case.language, &interpreter))?;
        let ((), omniplug) = timed(|| runtime.block_on(omniplug(sandbox, case, release.clone())))?;
        // The first round fills caches.
        if round > 0 {
            peer.push(bubblewrap * 1e3);
            own.push(omniplug * 1e3);
        }
    }
    Ok((median(peer), median(own)))
}

fn bubblewrap(language: Language, interpreter: &Path) -> Result<(), Failure> {
    let mut command = Command::new("bwrap");
    command.args(["--unshare-all", "--die-with-parent", "--ro-bind", "/", "/", "--dev", "/dev"]);
    command.args(["--proc", "/proc", "--tmpfs", "/tmp"]);
    match language {
        Language::Python => command.arg(interpreter).args(["-I", "-c", "pass"]),
        Language::R => command.args(["Rscript", "--vanilla", "-e", "invisible(1)"]),
    };
    let status = command.stdin(Stdio::null()).status()?;
    if status.success() { Ok(()) } else { Err(format!("bwrap ended with {status}").into()) }
}

async fn omniplug(sandbox: &NativeSandbox, case: &Case, release: PathBuf) -> Result<(), Failure> {
    let spec = SessionSpec {
        language: case.language,
        release,
        entry_point: case.file.into(),
        mounts: Vec::new(),
        library_paths: Vec::new(),
        variables: BTreeMap::new(),
        limits: Limits::default(),
        least_grade: Grade::Full,
        start: Start::Cold,
    };
    let request = request(Payload::from_json(json!({}))?)?;
    let session = sandbox.open(spec).await?;
    let outcome = session.execute(request, &Control::default()).await?;
    session.close().await?;
    match (outcome.status, outcome.failure) {
        (Status::Success, _) => Ok(()),
        (status, failure) => Err(format!("{status}: {failure:?}").into()),
    }
}
