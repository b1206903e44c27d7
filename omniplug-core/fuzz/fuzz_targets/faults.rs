//! Which faults are findings.

/// Aborts at a fault, but for those of Python's parser, which are caught: what they leave unread is told.
pub fn abort_but_for_the_parser() {
    std::panic::set_hook(Box::new(|fault| {
        if !fault.location().is_some_and(|at| at.file().contains("ruff_python_parser")) {
            eprintln!("{fault}");
            std::process::abort();
        }
    }));
}
