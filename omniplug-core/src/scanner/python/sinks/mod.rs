//! Which calls the rules are about: tables of paths, each with a rule and a judge.
//!
//! A path that starts with `*.` is a method of anything that is not known better.

mod clients;
mod code;
mod command;
mod crypto;
mod data;
mod deletion;
mod environment;
mod files;
mod injection;
mod lookup;
mod network;
mod process;
mod reach;
mod system;
mod transport;

pub(super) use command::fetches_and_runs;
pub(super) use environment::{is_secret, loads};
pub(super) use lookup::{Sink, capability, is_dangerous, methods, sinks};
pub(super) use reach::is_shared_folder;
pub(super) use transport::is_web;
