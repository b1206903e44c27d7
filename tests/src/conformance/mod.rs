//! Suites of ordinary functions that certify an implementation of omniplug's traits. Each function is one
//! case; it panics where the implementation does not keep the trait's word.

mod listener;
pub mod manager;
pub mod sandbox;
pub mod scanner;
