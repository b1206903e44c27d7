//! What is installed.

#![expect(unsafe_code, reason = "exports")]

use crate::arguments::{json, over_defaults, text};
use crate::control::{Control, listen};
use crate::error::Error;
use crate::handle::{Omniplug, answer as answer_with};
use omniplug_core::Result;
use omniplug_core::manager::Plugin;
use std::ffi::c_char;
use std::mem::MaybeUninit;

/// An export about one plugin.
fn about(
    omniplug: Option<&Omniplug>,
    plugin: *const c_char,
    answer: Option<&mut MaybeUninit<*mut c_char>>,
    call: impl AsyncFnOnce(&omniplug_core::Omniplug, &str) -> Result<Plugin>,
) -> Option<Box<Error>> {
    answer_with(omniplug, answer, async |omniplug| call(omniplug, text(plugin, "plugin")?).await)
}

/// Installs a package (`.tar.gz`) or an author's folder and prepares what it depends on.
///
/// - `source`: its path.
/// - `options`: a JSON object, or `NULL`: `replace` (whether it may take the place of another release) and `disabled`
///   (whether it stays disabled), both false unless given.
/// - `control`: may be `NULL`.
/// - `answer`: a JSON object with `plugin`, `outcome` (`installed`, `replaced`, `unchanged`) and `warnings`, to be freed
///   by `omniplug_text_free`.
///
/// Thread-safe.
#[unsafe(no_mangle)]
pub extern "C" fn omniplug_install(
    omniplug: Option<&Omniplug>,
    source: *const c_char,
    options: *const c_char,
    control: Option<&Control>,
    answer: Option<&mut MaybeUninit<*mut c_char>>,
) -> Option<Box<Error>> {
    let (control, _listening) = listen(control);
    answer_with(omniplug, answer, async |omniplug| {
        let source = text(source, "source")?;
        omniplug.install(source, over_defaults(options, "options")?, &control).await
    })
}

/// Removes a plugin and answers with what it was. The records of its executions stay.
///
/// - `plugin`: its id or name.
/// - `answer`: the plugin as a JSON object, to be freed by `omniplug_text_free`.
///
/// Thread-safe.
#[unsafe(no_mangle)]
pub extern "C" fn omniplug_uninstall(
    omniplug: Option<&Omniplug>,
    plugin: *const c_char,
    answer: Option<&mut MaybeUninit<*mut c_char>>,
) -> Option<Box<Error>> {
    about(omniplug, plugin, answer, omniplug_core::Omniplug::uninstall)
}

/// Makes a plugin runnable and answers with it.
///
/// - `plugin`: its id or name.
/// - `answer`: the plugin as a JSON object, to be freed by `omniplug_text_free`.
///
/// Thread-safe.
#[unsafe(no_mangle)]
pub extern "C" fn omniplug_enable(
    omniplug: Option<&Omniplug>,
    plugin: *const c_char,
    answer: Option<&mut MaybeUninit<*mut c_char>>,
) -> Option<Box<Error>> {
    about(omniplug, plugin, answer, omniplug_core::Omniplug::enable)
}

/// Makes a plugin not runnable and answers with it. Executions under way go on.
///
/// - `plugin`: its id or name.
/// - `answer`: the plugin as a JSON object, to be freed by `omniplug_text_free`.
///
/// Thread-safe.
#[unsafe(no_mangle)]
pub extern "C" fn omniplug_disable(
    omniplug: Option<&Omniplug>,
    plugin: *const c_char,
    answer: Option<&mut MaybeUninit<*mut c_char>>,
) -> Option<Box<Error>> {
    about(omniplug, plugin, answer, omniplug_core::Omniplug::disable)
}

/// Answers with one plugin.
///
/// - `plugin`: its id or name.
/// - `answer`: the plugin as a JSON object, to be freed by `omniplug_text_free`.
///
/// Thread-safe.
#[unsafe(no_mangle)]
pub extern "C" fn omniplug_show(
    omniplug: Option<&Omniplug>,
    plugin: *const c_char,
    answer: Option<&mut MaybeUninit<*mut c_char>>,
) -> Option<Box<Error>> {
    about(omniplug, plugin, answer, omniplug_core::Omniplug::show)
}

/// Answers with the installed plugins, in the order of their names.
///
/// - `filter`: a JSON object, or `NULL` for all: `language` (`python`, `r`), `extension_point`, `enabled`, `category`
///   and `text`; each that is given must fit.
/// - `answer`: a JSON list of plugins, to be freed by `omniplug_text_free`.
///
/// Thread-safe.
#[unsafe(no_mangle)]
pub extern "C" fn omniplug_list(
    omniplug: Option<&Omniplug>,
    filter: *const c_char,
    answer: Option<&mut MaybeUninit<*mut c_char>>,
) -> Option<Box<Error>> {
    answer_with(omniplug, answer, async |omniplug| {
        omniplug.list(&over_defaults(filter, "filter")?).await
    })
}

/// Changes fields of a plugin's configuration, all or none, and answers with the plugin.
///
/// - `plugin`: its id or name.
/// - `changes`: a JSON object; fields that it does not name stay, and null gives a field its default back.
/// - `answer`: the plugin as a JSON object, to be freed by `omniplug_text_free`.
///
/// Thread-safe.
#[unsafe(no_mangle)]
pub extern "C" fn omniplug_configure(
    omniplug: Option<&Omniplug>,
    plugin: *const c_char,
    changes: *const c_char,
    answer: Option<&mut MaybeUninit<*mut c_char>>,
) -> Option<Box<Error>> {
    about(omniplug, plugin, answer, async |omniplug, plugin| {
        omniplug.configure(plugin, json(changes, "changes")?).await
    })
}
