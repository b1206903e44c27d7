//! Suites that certify an omniplug implementation: conformance suites for its traits, attacks, and the means
//! of the end-to-end tests.

#![expect(clippy::expect_used, reason = "a suite ends where its own means fail")]

pub mod archives;
pub mod attacks;
pub mod command;
pub mod conformance;
pub mod daemon;
pub mod fixture;
pub mod plugins;
pub mod scenarios;
pub mod skip;
pub mod warm;

#[cfg(doctest)]
#[doc = include_str!("../../README.md")]
mod readme {}
