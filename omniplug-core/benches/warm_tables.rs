//! A table of 100 MB to a warm plugin and back changed, and the same as JSON, in the same run.
//!
//! Prints seconds, GB/s with both directions counted, and ratios. Python needs NumPy (`OMNIPLUG_PYTHON`).

mod common;

use arrow_array::cast::AsArray;
use arrow_array::types::Float64Type;
use common::{Failure, float_table, median, release, request, run};
use omniplug_core::payload::Payload;
use omniplug_core::sandbox::native::{NativeOptions, NativeSandbox};
use omniplug_core::sandbox::{Language, Sandbox, Session, SessionSpec, Start};
use std::path::Path;
use std::time::Instant;

const BYTES: usize = 100_000_000;
/// JSON is slow: this part of the table goes as JSON, and its time counts as often.
const JSON_PART: usize = 20;
const ROUNDS: usize = 7;

const PYTHON: &str = "
def execute(data):
    if isinstance(data, dict):
        return {name: [2.0 * value for value in column] for name, column in data.items()}
    return data * 2.0
";
const R: &str = "
execute <- function(data) {
  if (is.data.frame(data)) for (i in seq_along(data)) data[[i]] <- data[[i]] * 2
  else data <- lapply(data, function(column) 2 * column)
  data
}
";

fn main() -> Result<(), Failure> {
    let runtime = tokio::runtime::Builder::new_multi_thread().enable_all().build()?;
    let folder = tempfile::tempdir()?;
    let sandbox = NativeSandbox::new(NativeOptions::new(folder.path().join("runner")));
    println!(
        "{:8} {:>9} {:>9} {:>9} {:>9} {:>9}",
        "", "table s", "GB/s", "target", "JSON s", "ratio"
    );
    for (name, language, code, target) in
        [("python", Language::Python, PYTHON, 2.0), ("r", Language::R, R, 0.5)]
    {
        let measured = runtime.block_on(measure(&sandbox, folder.path(), name, language, code));
        match measured {
            Ok((table, json)) => println!(
                "{name:8} {table:9.3} {:9.2} {target:9.1} {json:9.2} {:9.0}",
                2.0 * BYTES as f64 / table / 1e9,
                json / table
            ),
            Err(problem) => println!("{name:8} could not be measured: {problem}"),
        }
    }
    Ok(())
}

async fn measure(
    sandbox: &NativeSandbox,
    folder: &Path,
    name: &str,
    language: Language,
    code: &str,
) -> Result<(f64, f64), Failure> {
    let mut spec: SessionSpec = release(folder, name, language, code, Start::Warm)?;
    spec.limits.output = 1 << 30;
    spec.limits.memory = 4 << 30;
    let session = sandbox.open(spec).await?;
    let table = Payload::from_table(float_table(BYTES)?)?;
    let part = Payload::from_table(float_table(BYTES / JSON_PART)?)?;
    let as_json = Payload::from_json(part.to_json())?;
    let (mut tables, mut texts) = (Vec::new(), Vec::new());
    for round in 0..=ROUNDS {
        let seconds = there_and_back(session.as_ref(), &table).await?;
        // The first one makes the session expect tables.
        if round > 0 {
            tables.push(seconds);
        }
        if round % 3 == 1 {
            texts.push(there_and_back(session.as_ref(), &as_json).await? * JSON_PART as f64);
        }
    }
    session.close().await?;
    Ok((median(tables), median(texts)))
}

/// The seconds of one execution, whose answer must be twice the input.
async fn there_and_back(session: &dyn Session, input: &Payload) -> Result<f64, Failure> {
    tokio::time::sleep(std::time::Duration::from_millis(300)).await;
    let request = request(input.clone())?;
    let started = Instant::now();
    let reply = run(session, request, Start::Warm).await?;
    let seconds = started.elapsed().as_secs_f64();
    if let (Some(before), Some(after)) = (input.as_table(), reply.data.as_table()) {
        let first = |table: &arrow_array::RecordBatch| {
            table.column(0).as_primitive::<Float64Type>().value(0)
        };
        if before.num_rows() != after.num_rows() || first(after) != 2.0 * first(before) {
            return Err("a wrong answer".into());
        }
    }
    Ok(seconds)
}
