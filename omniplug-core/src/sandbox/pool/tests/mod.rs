//! A pool over a sandbox that only pretends. No test measures time: what has to wait waits at a gate.

mod fake;
mod sessions;
mod turns;
