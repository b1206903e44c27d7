//! Dependencies that can't be accepted as they are written.

use crate::{Error, ErrorKind};

/// The error for a requirement that can't be accepted.
pub(super) fn refused(requirement: &str, why: &str) -> Error {
    let shown = requirement.escape_debug();
    Error::new(
        ErrorKind::InvalidManifest,
        format!("the dependency `{shown}` is not accepted: {why}"),
    )
    .with_hint("name a package and, if needed, its versions, as in `numpy>=1.20,<3`")
}
