//! omniplug runs code that its host does not trust, written by scientists in Python and R, as easily as a
//! function call and as safely as a container.

pub mod environment;
mod error;
pub mod gateway;
mod json_schema;
pub mod manifest;
pub mod package;
pub mod payload;
pub mod sandbox;

pub use error::{Error, ErrorKind, Result};
