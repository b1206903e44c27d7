//! Looking back: executions, statistics, changes, sessions.

#![expect(unsafe_code, reason = "exports")]

use crate::arguments::{optional_text, over_defaults};
use crate::error::Error;
use crate::handle::{Omniplug, answer as answer_with};
use std::ffi::c_char;
use std::mem::MaybeUninit;

/// Answers with the records of executions, the newest first.
///
/// - `filter`: a JSON object, or `NULL` for the newest 50 of all: `plugin`, `status`, `user_id`, `workspace_id`, `since`
///   (a time as of RFC 3339) and `limit`; each that is given must fit.
/// - `answer`: a JSON list of records, to be freed by `omniplug_text_free`.
///
/// Thread-safe.
#[unsafe(no_mangle)]
pub extern "C" fn omniplug_executions(
    omniplug: Option<&Omniplug>,
    filter: *const c_char,
    answer: Option<&mut MaybeUninit<*mut c_char>>,
) -> Option<Box<Error>> {
    answer_with(omniplug, answer, async |omniplug| {
        omniplug.executions(&over_defaults(filter, "filter")?).await
    })
}

/// Answers with statistics of executions.
///
/// - `plugin`: an id or name, also of a plugin that is gone; `NULL` for all.
/// - `answer`: a JSON object, to be freed by `omniplug_text_free`.
///
/// Thread-safe.
#[unsafe(no_mangle)]
pub extern "C" fn omniplug_statistics(
    omniplug: Option<&Omniplug>,
    plugin: *const c_char,
    answer: Option<&mut MaybeUninit<*mut c_char>>,
) -> Option<Box<Error>> {
    answer_with(omniplug, answer, async |omniplug| {
        omniplug.statistics(optional_text(plugin, "plugin")?).await
    })
}

/// Answers with what was done to plugins, the newest first.
///
/// - `plugin`: an id or name, also of a plugin that is gone; `NULL` for all.
/// - `limit`: at most so many.
/// - `answer`: a JSON list of changes, to be freed by `omniplug_text_free`.
///
/// Thread-safe.
#[unsafe(no_mangle)]
pub extern "C" fn omniplug_events(
    omniplug: Option<&Omniplug>,
    plugin: *const c_char,
    limit: u32,
    answer: Option<&mut MaybeUninit<*mut c_char>>,
) -> Option<Box<Error>> {
    answer_with(omniplug, answer, async |omniplug| {
        omniplug.events(optional_text(plugin, "plugin")?, limit).await
    })
}

/// Answers with the warm sessions that there are and were, by plugin and kind.
///
/// - `answer`: a JSON list, to be freed by `omniplug_text_free`.
///
/// Thread-safe.
#[unsafe(no_mangle)]
pub extern "C" fn omniplug_sessions(
    omniplug: Option<&Omniplug>,
    answer: Option<&mut MaybeUninit<*mut c_char>>,
) -> Option<Box<Error>> {
    answer_with(omniplug, answer, omniplug_core::Omniplug::sessions)
}
