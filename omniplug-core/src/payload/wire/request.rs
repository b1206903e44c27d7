//! Writing a request.

use super::describe::TableDescription;
use super::{ALIGNMENT, FIXED, MAGIC, VERSION, encode_tables};
use crate::sandbox::{Language, Request, Seed};
use crate::{Error, ErrorKind, Result};
use arrow_buffer::Buffer;
use serde::Serialize;
use serde_json::{Map, Value};
use std::io::{self, BufWriter, Write};
use std::path::PathBuf;

/// One execution as a runner is asked for it.
#[derive(Debug, Clone, Copy)]
pub struct Call<'a> {
    /// What to run.
    pub request: &'a Request,
    /// The language of the runner.
    pub language: Language,
    /// `file` or `file:Name`, relative to the release's folder.
    pub entry_point: &'a str,
    /// Folders inside that hold packages, in order of search.
    pub library_paths: &'a [PathBuf],
    /// The limit of the reply's size in bytes.
    pub output_limit: u64,
}

/// A request, ready to be written.
#[derive(Debug)]
pub struct EncodedRequest {
    head: Vec<u8>,
    buffers: Vec<Buffer>,
    length: u64,
}

impl EncodedRequest {
    /// A message without tables.
    pub(super) fn without_body(head: Vec<u8>) -> Self {
        let length = head.len() as u64;
        Self { head, buffers: Vec::new(), length }
    }

    /// The number of bytes that [`write_to`](Self::write_to) writes.
    pub fn size_bytes(&self) -> u64 {
        self.length
    }

    /// Writes the message.
    ///
    /// # Errors
    /// Those of the writer.
    pub fn write_to(&self, writer: impl Write) -> io::Result<()> {
        let mut writer = BufWriter::with_capacity(1 << 16, writer);
        writer.write_all(&self.head)?;
        for buffer in &self.buffers {
            writer.write_all(buffer)?;
            writer.write_all(padding(buffer.len()))?;
        }
        writer.flush()
    }
}

#[derive(Serialize)]
struct Header<'a> {
    kind: &'static str,
    language: Language,
    entry_point: &'a str,
    extension_point: &'a str,
    context: &'a Map<String, Value>,
    parameters: &'a Map<String, Value>,
    metadata: &'a Map<String, Value>,
    input: &'a Value,
    library_paths: &'a [PathBuf],
    tables: Vec<TableDescription>,
    limits: Limits,
    seed: Seed,
}

#[derive(Serialize)]
struct Limits {
    output: u64,
}

/// Puts a call into the form that a runner reads.
///
/// # Errors
/// [`InvalidInput`](ErrorKind::InvalidInput) when a table has a column that the wire can't hold, or a library
/// path is not UTF-8.
pub fn encode_request(call: &Call<'_>) -> Result<EncodedRequest> {
    let tables = encode_tables(call.request.input.tables())?;
    let header = Header {
        kind: "execute",
        language: call.language,
        entry_point: call.entry_point,
        extension_point: &call.request.extension_point,
        context: &call.request.context,
        parameters: &call.request.parameters,
        metadata: &call.request.metadata,
        input: call.request.input.json(),
        library_paths: call.library_paths,
        tables: tables.descriptions,
        limits: Limits { output: call.output_limit },
        seed: call.request.seed,
    };
    let header = serde_json::to_vec(&header).map_err(|error| {
        Error::new(ErrorKind::InvalidInput, "the request can't be written as JSON")
            .with_source(error)
    })?;
    let head = head(&header, tables.length);
    let length = head.len() as u64 + tables.length;
    Ok(EncodedRequest { head, buffers: tables.buffers, length })
}

/// Everything before the body.
pub(super) fn head(header: &[u8], body_length: u64) -> Vec<u8> {
    let mut head = Vec::with_capacity(FIXED + header.len() + ALIGNMENT);
    head.extend_from_slice(MAGIC);
    head.extend_from_slice(&VERSION.to_le_bytes());
    head.extend_from_slice(&0_u32.to_le_bytes());
    head.extend_from_slice(&(header.len() as u64).to_le_bytes());
    head.extend_from_slice(&body_length.to_le_bytes());
    head.extend_from_slice(header);
    head.extend_from_slice(padding(head.len()));
    head
}

/// The zeros that follow so many bytes.
fn padding(length: usize) -> &'static [u8] {
    const ZEROS: [u8; ALIGNMENT] = [0; ALIGNMENT];
    ZEROS.get(..length.next_multiple_of(ALIGNMENT) - length).unwrap_or_default()
}
