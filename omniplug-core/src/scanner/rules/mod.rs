//! The rules, each with its documentation and with the two examples that are its tests.

pub(super) mod dependency;
mod find;
pub(super) mod manifest;
pub(super) mod package;
pub(super) mod python;
pub(super) mod r;

pub use find::{all, find};
