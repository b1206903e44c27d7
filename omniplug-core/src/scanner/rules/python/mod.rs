//! Rules about Python source.

use crate::scanner::Rule;

/// All of them, by id.
pub(in crate::scanner) static RULES: &[&Rule] = &[];
