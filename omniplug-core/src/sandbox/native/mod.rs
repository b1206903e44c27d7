//! The native sandbox: namespaces, Landlock, a system-call filter, resource limits and control groups, made
//! by this library itself.
//!
//! How an execution comes to be, and where to look:
//!
//! 1. `view` lists what it will see, `plan` prepares all the rest, before a process exists.
//! 2. `launch` clones a process into new namespaces, on the `launcher`'s thread.
//! 3. `child` is what that process does before it becomes the interpreter: it takes an unprivileged
//!    identity, builds its file system (`mounting`), enters it, sets limits, drops all privileges, restricts itself with
//!    `landlock` and `seccomp`.
//! 4. `hearing` and `listener` listen to it, `process` ends it and counts what it used, with a `cgroup` or by `watch`ing; `verdict` says
//!    what that means. `running` ends a process that nobody waits for any more, `leftover` what outlived its host.
//!
//! A warm session takes the same way once, to a `zygote` that loads the plugin and then forks a process per
//! execution, each inside the walls that were made for it. `warm` keeps the zygote, `channel` is how host and
//! processes talk, `scratch` empties the folders between executions, `keeper` is the thread that does so.
//!
//! It works as root and as an ordinary user. Root's sandboxes become users of the host that nobody else is;
//! an ordinary user's remain that user, in a user namespace in which it is nobody.

mod backend;
mod call;
mod cgroup;
mod channel;
mod child;
mod clone;
mod discovery;
mod end;
mod hearing;
mod identity;
mod keeper;
mod landlock;
mod launch;
mod launcher;
mod leftover;
mod listener;
mod memory_file;
mod mounting;
mod parting;
mod plan;
mod process;
mod running;
mod scratch;
mod seccomp;
mod session;
mod starter;
mod trial;
mod verdict;
mod view;
mod warm;
mod watch;
mod watched;
mod zygote;

pub use backend::{NativeOptions, NativeSandbox};
