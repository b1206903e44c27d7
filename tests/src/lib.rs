//! Suites that certify an omniplug implementation.

pub mod archives;
pub mod skip;
