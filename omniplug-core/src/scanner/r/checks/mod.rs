//! What is said about a call, an assignment or a definition, once its values are known.

mod arguments;
mod code;
mod command;
mod data;
mod dispatch;
mod document;
mod files;
mod hook;
mod identity;
mod injected;
pub(super) mod names;
mod native;
mod network;
pub(super) mod paths;
mod persistence;
mod report;
mod resources;
mod weakness;

pub(super) use arguments::starter;
pub(super) use code::{computed_name, of_data, put_into, qualified, reached, renamed};
pub(super) use dispatch::check;
pub(super) use hook::{Hook, definition, finish};
pub(super) use identity::recognises;
pub(super) use injected::injects;
pub(super) use persistence::put_into_package;
pub(super) use resources::endless;
pub(super) use weakness::assignment;
