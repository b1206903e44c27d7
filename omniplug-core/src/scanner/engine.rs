//! The analysis of one text, which no text can bring down.

use super::analysis::{Analysis, SourceText};
use crate::sandbox::Language;
use std::panic::{AssertUnwindSafe, catch_unwind};

/// Analyses a text on the caller's thread, which needs a stack of [`STACK`] bytes.
pub(super) fn analyse(language: Language, text: &str) -> Analysis {
    let source = SourceText { text };
    let analyse = || match language {
        Language::Python => super::python::analyse(&source),
        Language::R => super::r::analyse(&source),
    };
    // A fault in an analysis is that file's, and the file is not clean then.
    catch_unwind(AssertUnwindSafe(analyse)).unwrap_or_else(|_| Analysis {
        unreadable: Some("its analysis failed".into()),
        ..Analysis::default()
    })
}

/// The stack that an analysis may use, in bytes.
pub(super) const STACK: usize = 64 << 20;
