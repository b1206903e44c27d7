//! Reading a reply. Every byte of it may have been chosen by a hostile plugin.

use super::describe::TableDescription;
use super::{ALIGNMENT, EVENT, FIXED, MAGIC, VERSION, tables};
use crate::payload::Payload;
use crate::sandbox::{Failure, Reply, Status};
use arrow_buffer::Buffer;
use serde::Deserialize;
use serde::de::DeserializeOwned;
use serde_json::{Map, Value};

/// The most values that a reply's JSON may hold. Each takes 20 to 30 times the two bytes that it can be
/// written in.
const MOST_VALUES: usize = 20_000_000;

/// So many values a list or object counts as: its first entry makes room for as many.
const CONTAINER: usize = 4;

/// Why a reply is not one.
#[derive(Debug, thiserror::Error)]
#[error("the plugin's reply is invalid: {0}")]
pub struct InvalidReply(pub(super) String);

impl InvalidReply {
    pub(super) fn new(message: impl Into<String>) -> Self {
        Self(message.into())
    }
}

/// What a runner answered.
#[derive(Debug)]
pub struct ReplyMessage {
    /// `Success`, `Failure` or `OutOfMemory`.
    pub status: Status,
    /// The plugin's answer; without data unless the status is `Success`, its warnings count in any case.
    pub reply: Reply,
    /// Why it did not succeed; present exactly when the status is not `Success`.
    pub failure: Option<Failure>,
}

/// The sizes that a message's first bytes announce.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct MessageSize {
    header: u64,
    body: u64,
    is_event: bool,
}

impl MessageSize {
    /// The number of bytes of the first part, which [`message_size`] reads.
    pub const FIXED: usize = FIXED;

    /// Bytes of the whole message.
    pub fn total(self) -> u64 {
        self.body_start().saturating_add(self.body)
    }

    /// Whether the message is an event, which others and the reply follow.
    pub fn is_event(self) -> bool {
        self.is_event
    }

    fn body_start(self) -> u64 {
        let end = self.header.saturating_add(FIXED as u64);
        end.checked_next_multiple_of(ALIGNMENT as u64).unwrap_or(u64::MAX)
    }
}

#[derive(Deserialize)]
struct Header {
    status: HeaderStatus,
    #[serde(default)]
    data: Value,
    #[serde(default)]
    metadata: Map<String, Value>,
    #[serde(default)]
    logs: Vec<String>,
    #[serde(default)]
    warnings: Vec<String>,
    #[serde(default)]
    errors: Vec<String>,
    error: Option<Failure>,
    #[serde(default)]
    tables: Vec<TableDescription>,
}

#[derive(Deserialize, PartialEq, Eq)]
#[serde(rename_all = "snake_case")]
enum HeaderStatus {
    Success,
    Failure,
    OutOfMemory,
}

/// Reads the sizes from a message's first [`MessageSize::FIXED`] bytes, so that a reader knows how much
/// follows and can refuse too much before it is there.
///
/// # Errors
/// [`InvalidReply`] when the bytes are too few or don't start a message.
pub fn message_size(bytes: &[u8]) -> Result<MessageSize, InvalidReply> {
    if bytes.len() < FIXED {
        return Err(InvalidReply::new(format!("it has {} bytes", bytes.len())));
    }
    if bytes.get(..8) != Some(MAGIC) {
        return Err(InvalidReply::new("it does not start as a message"));
    }
    let word = |at: usize| {
        let bytes = bytes.get(at..at + 4).and_then(|bytes| bytes.try_into().ok());
        bytes.map_or(0, u32::from_le_bytes)
    };
    let long = |at: usize| {
        let bytes = bytes.get(at..at + 8).and_then(|bytes| bytes.try_into().ok());
        bytes.map_or(0, u64::from_le_bytes)
    };
    let kind = word(12);
    if word(8) != VERSION || kind > EVENT {
        return Err(InvalidReply::new(format!("it has the version {}", word(8))));
    }
    Ok(MessageSize { header: long(16), body: long(24), is_event: kind == EVENT })
}

/// Reads a whole reply. Its tables keep the message, of which their columns are slices.
///
/// Nothing in it is believed: lengths, offsets, counts, codes, UTF-8 and the references between data and
/// tables are checked, buffers may not overlap, and neither JSON, categories nor tables may stand for much
/// more than what was sent.
///
/// # Errors
/// [`InvalidReply`] with the first thing that is wrong.
pub fn decode_reply(message: Buffer) -> Result<ReplyMessage, InvalidReply> {
    let (header, body) = parts::<Header>(message, false)?;
    let status = match header.status {
        HeaderStatus::Success => Status::Success,
        HeaderStatus::Failure => Status::Failure,
        HeaderStatus::OutOfMemory => Status::OutOfMemory,
    };
    if (status == Status::Success) != header.error.is_none() {
        return Err(InvalidReply::new("its status and its error disagree"));
    }
    let data = payload(header.data, &header.tables, body)?;
    if status != Status::Success && data != Payload::default() {
        return Err(InvalidReply::new("it is a failure with data"));
    }
    Ok(ReplyMessage {
        status,
        reply: Reply {
            data,
            metadata: header.metadata,
            logs: header.logs,
            warnings: header.warnings,
            errors: header.errors,
        },
        failure: header.error,
    })
}

/// The header and the body of a whole message.
pub(super) fn parts<T: DeserializeOwned>(
    mut message: Buffer,
    is_event: bool,
) -> Result<(T, Buffer), InvalidReply> {
    let size = message_size(&message)?;
    if size.total() != message.len() as u64 {
        let (total, there) = (size.total(), message.len());
        return Err(InvalidReply::new(format!("it announces {total} bytes and has {there}")));
    }
    if size.is_event != is_event {
        return Err(InvalidReply::new(
            "an event stands where a reply should, or a reply for an event",
        ));
    }
    let header_end = FIXED.saturating_add(usize::try_from(size.header).unwrap_or(usize::MAX));
    let body_start = usize::try_from(size.body_start()).unwrap_or(usize::MAX);
    let header = message.get(FIXED..header_end).unwrap_or_default();
    if weight(header) > MOST_VALUES {
        return Err(InvalidReply::new(format!(
            "its JSON holds more than {MOST_VALUES} values, a list or object counted as {CONTAINER}; \
             return a table instead"
        )));
    }
    let header = serde_json::from_slice(header)
        .map_err(|error| InvalidReply::new(format!("its header: {error}")))?;
    // The whole message has at least as many bytes as come before its body.
    message.advance(body_start.min(message.len()));
    Ok((header, message))
}

/// Data with the tables that it refers to.
pub(super) fn payload(
    data: Value,
    described: &[TableDescription],
    body: Buffer,
) -> Result<Payload, InvalidReply> {
    let tables = tables::decode_tables(described, body)?;
    Payload::new(data, tables).map_err(|error| InvalidReply::new(error.message().to_owned()))
}

/// Counts the values of a JSON text by its marks `,`, `[`, `{` outside strings, lists and objects as
/// [`CONTAINER`] each. It never counts fewer than there are, except for the outermost.
fn weight(json: &[u8]) -> usize {
    let (mut count, mut in_string, mut is_escaped) = (0, false, false);
    for byte in json {
        match byte {
            _ if is_escaped => is_escaped = false,
            b'\\' if in_string => is_escaped = true,
            b'"' => in_string = !in_string,
            b',' if !in_string => count += 1,
            b'[' | b'{' if !in_string => count += CONTAINER,
            _ => {}
        }
    }
    count
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::payload::wire::request::head;

    #[test]
    fn only_marks_outside_strings_count() {
        for (json, count) in [
            (r#"{"a": [1, 2], "b": {}}"#, 14),
            (r#""[,{""#, 0),
            (r#"["\\", "\",[{", 1]"#, 6),
            ("1", 0),
        ] {
            assert_eq!(weight(json.as_bytes()), count, "{json}");
        }
    }

    #[test]
    fn json_of_very_many_values_is_refused_with_advice() {
        let data = "[],".repeat(MOST_VALUES / 5);
        let header = format!(r#"{{"status":"success","error":null,"data":[{data}0]}}"#);
        let error =
            decode_reply(Buffer::from_vec(head(header.as_bytes(), 0))).unwrap_err().to_string();
        assert!(
            error.contains("more than 20000000 values") && error.contains("return a table"),
            "{error}"
        );
    }
}
