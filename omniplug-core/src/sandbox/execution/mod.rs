//! Sessions and executions as the host runs them, whatever backend made their processes.
//!
//! A backend brings a [`Starter`], which starts sandboxes, and a [`Running`], which is what is seen of one from
//! outside. All the rest is here:
//!
//! 1. `session` takes requests. A cold one becomes a `process` of its own; a warm one is forked from the `zygote`
//!    that `warm` keeps, which `keeper`'s thread makes ready again.
//! 2. `channel` is how host and processes talk; requests and large replies are files in memory (`memory_file`).
//! 3. `hearing` waits for what comes out and `listener` takes it, within bounds; `verdict` says what is meant by what
//!    is left.
//! 4. `scratch` empties the folders between two executions of a warm session.

mod channel;
pub(crate) mod counters;
mod hearing;
mod host;
mod identity;
mod keeper;
mod listener;
pub(crate) mod memory_file;
mod parting;
mod pipes;
mod process;
mod processes;
mod program;
mod running;
mod scratch;
mod session;
mod verdict;
mod warm;
mod watched;
mod zygote;

pub(crate) use channel::{Channel, Packet, send_packet};
pub(crate) use hearing::Pipes;
pub(crate) use host::Host;
pub(crate) use identity::Identity;
pub(crate) use keeper::spawn;
pub(crate) use pipes::{give_pipes, pipe};
pub(crate) use process::Process;
pub(crate) use processes::is_alone;
pub(crate) use program::{Program, SEARCH_PATH};
pub(crate) use running::{End, Ended, Meter, Running, Starter, Used, exists, unprepared};
pub(crate) use scratch::Scratch;
pub(crate) use session::ForkingSession;
pub(crate) use watched::{is_readable, owned as watch, writable as watch_writable};
