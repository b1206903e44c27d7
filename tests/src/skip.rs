//! Skipping a test that this machine can't run, never silently.

/// Says on standard error that a test is skipped and why. Where the variable `OMNIPLUG_FORBID_SKIPS` is `1`,
/// as in continuous integration, it panics instead.
///
/// # Panics
///
/// Where skips are forbidden.
#[expect(clippy::panic, reason = "failing the test is what this is for")]
pub fn skip(test: &str, why: &str) {
    if std::env::var_os("OMNIPLUG_FORBID_SKIPS").is_some_and(|value| value == "1") {
        panic!("{test} may not be skipped here: {why}");
    }
    eprintln!("SKIPPED {test}: {why}");
}
