//! Reads R source: syntax to a flat tree, constants and functions followed through it, and what is called judged.
//!
//! ```text
//! text → depth → syntax (tree-sitter) → flat tree → machine → checks → findings
//! ```
//!
//! The flat tree is in the order of evaluation, so that everything behind the parser is a loop and no recursion.

mod analyse;
mod apply;
mod calls;
mod checks;
mod depth;
mod fold;
mod formals;
mod invocation;
mod literal;
mod lower;
mod lower_build;
mod machine;
mod matching;
mod members;
mod reflection;
mod scope;
mod sources;
mod syntax;
#[cfg(test)]
mod tests;
mod text_checks;
mod unroll;
mod value;

pub(super) use analyse::analyse;
pub use analyse::count_r_findings;
