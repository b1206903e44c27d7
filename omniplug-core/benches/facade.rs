//! The facade's own times, for `tests/overhead`: `cargo bench -p omniplug-core --bench facade -- HOME ROUNDS`.
//!
//! The home has the plugin `echo`. Prints one JSON object of medians in microseconds.

use omniplug_core::manager::{ExecutionRequest, PluginFilter};
use omniplug_core::payload::Payload;
use omniplug_core::sandbox::Control;
use omniplug_core::{Error, ErrorKind, Omniplug, Result, blocking};
use std::time::Instant;

/// The table has as many columns of as many numbers: 100 MB.
const COLUMNS: usize = 10;
const ROWS: usize = 1_250_000;

fn main() -> Result<()> {
    let mut words = std::env::args().skip(1).filter(|word| !word.starts_with("--"));
    let (Some(home), Some(rounds)) = (words.next(), words.next()) else {
        return Err(Error::new(ErrorKind::InvalidInput, "give a home and a number of rounds"));
    };
    let rounds: usize = rounds.parse().unwrap_or(200);
    let host = blocking::Omniplug::open(Omniplug::builder().home(home))?;
    let control = Control::default();
    let small = ExecutionRequest { input: Payload::from_json(1.into())?, ..Default::default() };
    let large = ExecutionRequest { input: Payload::from_table(table()?)?, ..Default::default() };
    let show = median(rounds, || host.show("echo").map(|_| ()))?;
    let list = median(rounds, || host.list(&PluginFilter::default()).map(|_| ()))?;
    let warm = median(rounds, || host.execute("echo", small.clone(), &control).map(|_| ()))?;
    let table = median(9, || host.execute("echo", large.clone(), &control).map(|_| ()))?;
    println!(r#"{{"show": {show}, "list": {list}, "execute": {warm}, "table": {table}}}"#);
    Ok(())
}

fn table() -> Result<arrow_array::RecordBatch> {
    let columns = (0..COLUMNS).map(|column| {
        let numbers = (0..ROWS).map(|row| (row * (column + 1)) as f64);
        let array = arrow_array::Float64Array::from_iter_values(numbers);
        (format!("c{column}"), std::sync::Arc::new(array) as arrow_array::ArrayRef)
    });
    arrow_array::RecordBatch::try_from_iter(columns)
        .map_err(|error| Error::new(ErrorKind::InvalidInput, error.to_string()))
}

/// The median time of a call, in microseconds; the first calls warm up.
fn median(rounds: usize, mut call: impl FnMut() -> Result<()>) -> Result<f64> {
    (0..rounds / 10 + 2).try_for_each(|_| call())?;
    let mut times = Vec::with_capacity(rounds);
    for _ in 0..rounds {
        let begin = Instant::now();
        call()?;
        times.push(begin.elapsed().as_secs_f64() * 1e6);
    }
    times.sort_by(f64::total_cmp);
    Ok(times.get(rounds / 2).copied().unwrap_or(f64::NAN))
}
