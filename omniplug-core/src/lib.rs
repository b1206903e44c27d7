//! omniplug runs code that its host does not trust, written by scientists in Python and R, as easily as a
//! function call and as safely as a container.

mod backend;
mod background;
pub mod blocking;
pub mod doctor;
pub mod environment;
mod error;
pub mod gateway;
mod hex;
mod json_schema;
pub mod manager;
pub mod manifest;
mod omniplug;
pub mod options;
pub mod package;
pub mod payload;
pub mod policy;
pub mod sandbox;
pub mod scanner;
#[cfg(test)]
mod skip;
mod storage;
pub mod waiting;

pub use backend::Backend;
pub use error::{Error, ErrorKind, Result};
pub use omniplug::{Builder, Omniplug};
