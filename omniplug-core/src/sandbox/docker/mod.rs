//! The Docker sandbox: sessions in containers of a local or remote daemon.
//!
//! How an execution comes to be, and where to look:
//!
//! 1. `backend` finds the image's interpreter (`image`, `interpreter`) and opens sessions; `daemon` speaks with the
//!    daemon.
//! 2. `container` has the walls: every field that keeps a plugin in, with the filter of `seccomp`.
//! 3. The container's first process is `boot`, a small C program. It takes the descriptors that the host hands in,
//!    restricts itself with Landlock and becomes the interpreter, which finds everything as in the native sandbox.
//! 4. With a daemon on this host (`local`) descriptors go over a socket in a mounted folder, and the host sees the
//!    processes and their counters itself. With another (`remote`) the boot program stays, makes the descriptors and
//!    carries what goes over them through the daemon's own connection; releases are copied to a volume (`content`).
//! 5. `leftover` removes containers and volumes of hosts that are gone.
//!
//! `execution`, beside this folder, has the rest: sessions, cold and warm, and what comes out of them.

mod backend;
mod container;
mod content;
mod daemon;
mod image;
mod interpreter;
mod leftover;
mod local;
mod options;
mod remote;
mod removal;
mod report;
mod seccomp;
mod starter;

pub use backend::{DEFAULT_AGE, DockerSandbox};
pub use leftover::ContainerSummary;
pub use options::DockerOptions;
pub use report::{ImageReport, Report};
