//! What a package would do, read from its text.

#![expect(unsafe_code, reason = "exports")]

use crate::arguments::{Answer, given, over, text, write_json};
use crate::error::{Error, guard};
use crate::handle::{Omniplug, answer as answer_with};
use omniplug_core::Result;
use omniplug_core::scanner::{Report, ScanRequest, rules};
use std::ffi::c_char;
use std::mem::MaybeUninit;

/// An export that reads a package.
fn read(
    omniplug: Option<&Omniplug>,
    path: *const c_char,
    options: *const c_char,
    answer: Answer<'_, *mut c_char>,
    call: impl AsyncFnOnce(&omniplug_core::Omniplug, &ScanRequest) -> Result<Report>,
) -> Option<Box<Error>> {
    answer_with(omniplug, answer, async |omniplug| {
        let base = omniplug.scan_request(text(path, "path")?);
        call(omniplug, &over(&base, options, "options")?).await
    })
}

/// Scans a package, a folder or a file without installing it or running anything of it.
///
/// - `path`: of what is scanned.
/// - `options`: a JSON object, or `NULL`: `policy` (fields of the library's `ScanPolicy` that differ from the home's
///   policy) and `baseline` (a former report: what it has already is marked and not judged).
/// - `answer`: a JSON object, to be freed by `omniplug_text_free`: `verdict` (`pass`, `warn`, `block`, `could_not_scan`),
///   `reasons`, `unread`, `findings`, `capabilities`, `dependencies`, `totals`.
///
/// Thread-safe.
#[unsafe(no_mangle)]
pub extern "C" fn omniplug_scan(
    omniplug: Option<&Omniplug>,
    path: *const c_char,
    options: *const c_char,
    answer: Option<&mut MaybeUninit<*mut c_char>>,
) -> Option<Box<Error>> {
    read(omniplug, path, options, answer, omniplug_core::Omniplug::scan)
}

/// Compares what a package, a folder or a file depends on with the advisories that the home was opened with; without
/// any the verdict is `could_not_scan`.
///
/// - `path`, `options`, `answer`: as for `omniplug_scan`.
///
/// Thread-safe.
#[unsafe(no_mangle)]
pub extern "C" fn omniplug_audit(
    omniplug: Option<&Omniplug>,
    path: *const c_char,
    options: *const c_char,
    answer: Option<&mut MaybeUninit<*mut c_char>>,
) -> Option<Box<Error>> {
    read(omniplug, path, options, answer, omniplug_core::Omniplug::audit)
}

/// Answers with the rules of scans.
///
/// - `answer`: a JSON list of objects with `id`, `name`, `severity`, `title`, `explanation`, `remedy`, `example` and
///   others, to be freed by `omniplug_text_free`.
///
/// Thread-safe.
#[unsafe(no_mangle)]
pub extern "C" fn omniplug_rules(
    answer: Option<&mut MaybeUninit<*mut c_char>>,
) -> Option<Box<Error>> {
    guard(|| write_json(given(answer, "answer")?, &rules::all().collect::<Vec<_>>()))
}
