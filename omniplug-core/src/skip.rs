//! Tests that find something missing on the machine.

/// Says that a test is skipped, or fails it where that is forbidden.
pub(crate) fn skip(test: &str, why: &str) {
    let forbidden = std::env::var_os("OMNIPLUG_FORBID_SKIPS").is_some_and(|value| value == "1");
    assert!(!forbidden, "{test} may not be skipped here: {why}");
    eprintln!("SKIPPED {test}: {why}");
}
