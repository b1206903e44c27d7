//! What runs inside a sandbox: the runner's files for Python and R, put where a sandbox can show them.
//!
//! The runner is process 1 of a sandbox. It reads a request (see [`wire`](crate::payload::wire)) from
//! descriptor 3, runs the plugin and writes the reply to descriptor 4. A sandbox shows the folder that
//! [`install`] answers at [`INSIDE`], read-only, and starts `python3 -I -B main.py` or `R --file=main.R`.

mod files;

pub use files::{INSIDE, RELEASE, install, precompile};
