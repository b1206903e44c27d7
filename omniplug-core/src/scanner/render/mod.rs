//! Reports for people and for other tools.

mod clean;
mod code_line;
mod sarif;
mod text;

pub use sarif::sarif;
pub use text::{Style, text};
