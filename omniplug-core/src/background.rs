//! Work that would hold up the threads of the async runtime.

use crate::{Error, ErrorKind, Result};

/// Runs what waits for the disk, or computes for long, on a thread of its own. `kind` is that of the error when
/// the work panics or the runtime ends before it.
pub(crate) async fn background<T: Send + 'static>(
    kind: ErrorKind,
    work: impl FnOnce() -> Result<T> + Send + 'static,
) -> Result<T> {
    tokio::task::spawn_blocking(work)
        .await
        .map_err(|error| Error::new(kind, "a task ended before its work").with_source(error))?
}
