//! Checks of a package's files, whatever is in them.

mod archive;
mod content;
mod entry;
mod names;
mod shell;
mod standard;
mod tree;
mod vendored;

pub(super) use archive::check_archive;
pub(super) use content::check_content;
pub(super) use entry::check_entry;
pub(super) use shell::check_shell;
pub(super) use tree::check_tree;
pub(super) use vendored::is_vendored;
