//! What the rules say about everything but calls: texts, assignments, imports and the shapes of statements.

pub(super) mod assigned;
pub(super) mod handed_over;
pub(super) mod imported;
pub(super) mod literals;
pub(super) mod paths;
pub(super) mod probing;
mod raw;
pub(super) mod secrets;
pub(super) mod shapes;
pub(super) mod sql;
pub(super) mod statements;

pub(super) use raw::raw;
