//! Copies of other packages.

use std::path::Path;

/// Folders in which authors put copies of other packages.
const FOLDERS: &[&str] = &[
    "_vendor",
    "_vendored",
    "vendor",
    "vendored",
    "third_party",
    "third-party",
    "thirdparty",
    "extern",
    "externals",
    "_external",
    "site-packages",
    "dist-packages",
    "node_modules",
    "packrat",
    "renv",
];

/// Whether a file lies in a copy of somebody else's package.
pub(in crate::scanner) fn is_vendored(path: &Path) -> bool {
    let folders = path.parent().into_iter().flat_map(Path::iter);
    folders.filter_map(|folder| folder.to_str()).any(|folder| FOLDERS.contains(&folder))
}
