//! What several benches measure with.

#![allow(dead_code, reason = "no bench needs all of it")]

use arrow_array::{Float64Array, RecordBatch};
use omniplug_core::payload::Payload;
use omniplug_core::sandbox::{Request, Seed};
use serde_json::Map;
use std::sync::Arc;
use std::time::{Duration, Instant};

pub(crate) type Failure = Box<dyn std::error::Error>;

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
