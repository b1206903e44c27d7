//! The default manager over a sandbox that only pretends.

mod execute;
mod fake;
mod install;
mod lifecycle;
