//! Environments: the packages that a release depends on.
//!
//! Python packages are installed from wheels into a folder of their own, once for each set of requirements
//! and interpreter, and mounted read-only. That the interpreter has a package already changes nothing: being
//! apart from what is installed on the host is the point. R uses what its library has, and what is missing
//! is named with the command that installs it. Programs of the system are looked for in the system's folders.
//!
//! An interpreter in an image or a root folder is not run: its wheels are chosen by the platform that it told of, and
//! what its R and its system have is what they told in a sandbox.

mod cache;
mod environments;
mod foreign;
mod installer;
mod installer_error;
mod python;
mod r;
mod refusal;
mod system;

pub use environments::{Environment, Environments};
