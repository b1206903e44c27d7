//! omniplug for C. `include/omniplug.h`, made of this crate's documentation, is what callers read.
//!
//! Each export is a few lines: arguments in (`arguments`), one call of the facade on the runtime that all handles
//! share (`runtime`), answers out, everything inside one guard (`error`).

#![expect(
    clippy::not_unsafe_ptr_arg_deref,
    reason = "C knows no unsafe functions; the header says what each pointer must be"
)]

mod arguments;
mod arrow;
mod bulk;
mod control;
mod data;
mod error;
mod execution;
mod handle;
mod options;
mod plugins;
mod records;
mod request;
mod runtime;
mod scan;
mod sink;
mod text;

pub use bulk::*;
pub use control::*;
pub use data::*;
pub use error::*;
pub use execution::*;
pub use handle::*;
pub use plugins::*;
pub use records::*;
pub use request::*;
pub use scan::*;
pub use sink::{
    LogCallback, PartialCallback, ProgressCallback, Stream, TextCallback, Usage, UsageCallback,
};
pub use text::*;
