//! Data on its way between a host and a plugin: JSON with tables attached.
//!
//! A [`Payload`] is a JSON value in which the object `{"$table": 0}` stands for the first attached table. It
//! travels to a plugin and back by the [`wire`]; [`csv`] reads and writes single tables.

pub mod csv;
mod digest;
mod json;
mod value;
pub mod wire;

pub use value::{DEEPEST, Payload, TABLE_KEY};
