//! The default manager over a sandbox that only pretends.

mod execute;
mod fake;
mod gate;
mod install;
mod lifecycle;
