//! Extension points as contracts.
