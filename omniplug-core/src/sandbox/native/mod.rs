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
//! 4. `running` is what the host sees of the process: it ends it and counts what it used, with a `cgroup` or by
//!    `watch`ing; `leftover` is about what outlived its host.
//!
//! `execution`, beside this folder, has the rest: sessions, cold and warm, and what comes out of them.
//!
//! It works as root and as an ordinary user. Root's sandboxes become users of the host that nobody else is;
//! an ordinary user's remain that user, in a user namespace in which it is nobody.

mod backend;
mod call;
mod cgroup;
mod child;
mod clone;
mod discovery;
mod end;
mod landlock;
mod launch;
mod launcher;
mod leftover;
mod mounting;
mod plan;
mod running;
mod seccomp;
mod starter;
mod trial;
mod view;
mod watch;

pub use backend::{NativeOptions, NativeSandbox};
