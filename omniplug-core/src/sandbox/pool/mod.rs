//! Sessions that are kept and shared, and the turns that executions take.
//!
//! A [`Pool`] stands between those who run [`Job`]s and a [`Sandbox`](super::Sandbox). It says who may run now
//! ([`Concurrency`]) and hands out a session: a warm one that it keeps ([`PoolOptions`]) or a cold one for once.
//!
//! - Executions in all and of each group are limited. What is beyond waits, in a line for each tenant; lines take
//!   turns. When too many wait, or waiting would take too long, a call is refused with
//!   [`Busy`](crate::ErrorKind::Busy), which says when to come back.
//! - Sessions are shared by jobs whose specs and identities are equal, one execution at a time. Those who wait for
//!   a session that starts take whichever is free first; more are started while more wait, up to the limits.
//! - A session that can't go on is replaced. Those unused for long, and beyond the memory ceiling those unused for
//!   longest, are ended.
//! - Sessions live on a runtime of the pool's own, so that they outlast the runtimes of its callers. It begins
//!   with the first warm session and ends with the pool.

mod effects;
mod estimate;
mod keeper;
mod key;
mod options;
mod place;
mod queue;
mod room;
mod shared;
mod shelf;
mod state;
mod statistics;
mod turns;

#[cfg(test)]
mod tests;

pub use keeper::Pool;
pub use key::Job;
pub use options::{Concurrency, PoolOptions};
pub use place::Place;
pub use statistics::SessionStatistics;
