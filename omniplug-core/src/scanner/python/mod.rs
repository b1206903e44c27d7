//! Python: the syntax tree with its names resolved and its constants folded, and what the rules say about it.
//!
//! `names` knows what each name of a module may stand for, `resolve` follows it to dotted paths such as `os.system`
//! however they are reached, `fold` computes constants, `flow` follows data from outside. `visit` walks the tree once
//! and asks `checks`, which stand on the tables in `sinks`.

mod analyse;
mod bind;
mod checks;
mod decode;
mod depth;
mod elements;
mod flow;
mod fold;
mod fold_call;
mod fold_each;
mod known_calls;
mod later;
mod names;
mod outline;
mod path;
mod remembered;
mod resolve;
mod sinks;
mod site;
mod skim;
mod value;
mod visit;

pub(super) use analyse::analyse;
pub use analyse::count_findings;
