//! Writing the order to load a plugin.

use super::request::{EncodedRequest, head};
use crate::sandbox::{Language, Seed};
use crate::{Error, ErrorKind, Result};
use serde::Serialize;
use std::path::PathBuf;

/// What a warm session's first process is to load.
#[derive(Debug, Clone, Copy)]
pub struct Load<'a> {
    /// The language of the runner.
    pub language: Language,
    /// `file` or `file:Name`, relative to the release's folder.
    pub entry_point: &'a str,
    /// Folders inside that hold packages, in order of search.
    pub library_paths: &'a [PathBuf],
    /// The limit of a reply's size in bytes.
    pub output_limit: u64,
    /// The processor time that each forked process may take, in seconds.
    pub cpu_seconds: u64,
    /// Where random numbers begin while the plugin is loaded.
    pub seed: Seed,
}

#[derive(Serialize)]
struct Header<'a> {
    kind: &'static str,
    language: Language,
    entry_point: &'a str,
    library_paths: &'a [PathBuf],
    limits: Limits,
    seed: Seed,
}

#[derive(Serialize)]
struct Limits {
    output: u64,
    cpu_seconds: u64,
}

/// Puts the order into the form that a runner reads.
///
/// # Errors
/// [`InvalidInput`](ErrorKind::InvalidInput) when a library path is not UTF-8.
pub fn encode_load(load: &Load<'_>) -> Result<EncodedRequest> {
    let header = Header {
        kind: "load",
        language: load.language,
        entry_point: load.entry_point,
        library_paths: load.library_paths,
        limits: Limits { output: load.output_limit, cpu_seconds: load.cpu_seconds },
        seed: load.seed,
    };
    let header = serde_json::to_vec(&header).map_err(|error| {
        Error::new(ErrorKind::InvalidInput, "a library path is not UTF-8").with_source(error)
    })?;
    Ok(EncodedRequest::without_body(head(&header, 0)))
}
