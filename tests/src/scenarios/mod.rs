//! Scenarios as data, replayed through the facade: `tests/scenarios/README.md` has their format.

mod calls;
mod matching;
mod replay;

pub use replay::replay;
