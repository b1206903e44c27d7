//! One cold execution against bubblewrap with the bare interpreter, in the same run; and the same from a host
//! process that holds 8 GiB.
//!
//! Prints medians in milliseconds and ratios. Rounds alternate between the two, so that what else the machine
//! does meets both alike. Needs `bwrap`, `python3` and, for its half, `R`.

mod common;

use common::{Failure, bubblewrap, median, release, request, run, timed};
use omniplug_core::payload::Payload;
use omniplug_core::sandbox::native::{NativeOptions, NativeSandbox};
use omniplug_core::sandbox::{Language, Sandbox, SessionSpec, Start};
use serde_json::json;
use std::path::Path;

const ROUNDS: usize = 21;
const BALLAST: usize = 8 << 30;

struct Case {
    name: &'static str,
    language: Language,
    code: &'static str,
    /// The most that one execution may cost, as a multiple of bubblewrap with the bare interpreter.
    target: f64,
}

const CASES: [Case; 2] = [
    Case {
        name: "python",
        language: Language::Python,
        code: "def execute(data):\n    pass\n",
        target: 1.3,
    },
    Case {
        name: "r",
        language: Language::R,
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
    let spec = release(folder, case.name, case.language, case.code, Start::Cold)?;
    let interpreter =
        runtime.block_on(sandbox.interpreter(case.language, None, &|_| {}))?.executable;
    let (mut peer, mut own) = (Vec::new(), Vec::new());
    for round in 0..=ROUNDS {
        let ((), bubblewrap) = timed(|| bubblewrap(case.language, &interpreter))?;
        let ((), omniplug) = timed(|| runtime.block_on(omniplug(sandbox, spec.clone())))?;
        // The first round fills caches.
        if round > 0 {
            peer.push(bubblewrap * 1e3);
            own.push(omniplug * 1e3);
        }
    }
    Ok((median(peer), median(own)))
}

async fn omniplug(sandbox: &NativeSandbox, spec: SessionSpec) -> Result<(), Failure> {
    let session = sandbox.open(spec).await?;
    let request = request(Payload::from_json(json!({}))?)?;
    run(session.as_ref(), request, Start::Cold).await?;
    Ok(session.close().await?)
}
