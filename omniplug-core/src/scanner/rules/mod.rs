//! The rules, each with its documentation and with the two examples that are its tests.

mod find;
pub(super) mod python;
pub(super) mod r;

pub use find::{all, find};
