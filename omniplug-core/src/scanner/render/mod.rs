//! Reports for people and for other tools.

mod sarif;
mod text;

pub use sarif::sarif;
pub use text::{Style, text};
