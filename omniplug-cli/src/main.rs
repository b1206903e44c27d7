//! The `omniplug` command.
fn main() {}
