//! The default manager over a sandbox that only pretends.

mod bulk;
mod execute;
mod fake;
mod gate;
mod install;
mod lifecycle;
mod sessions;
