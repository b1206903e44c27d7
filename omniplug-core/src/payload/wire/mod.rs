//! The message between a host and the runner in a sandbox: a JSON header and flat buffers.
//!
//! | bytes | content |
//! | --- | --- |
//! | 8 | `OMNIPLUG` |
//! | 4 | version, 1 |
//! | 4 | kind: 0 is a request or a reply, 1 an event |
//! | 8 | length of the header |
//! | 8 | length of the body |
//! | … | header, JSON in UTF-8 |
//! | 0 to 63 | zeros up to a multiple of 64 from the message's start |
//! | … | body |
//!
//! Numbers are little endian. The body holds the buffers of all tables, each at a multiple of 64 from the
//! body's start, in the order in which the header's `tables` name them. A column is described by
//! `{"name", "type", "nulls", "validity", "offsets", "data"}`, the last three being `[offset, length]` in
//! bytes or `null`:
//!
//! | type | data | more |
//! | --- | --- | --- |
//! | `float64` `float32` `int8`…`int64` `uint8`…`uint64` | the values | |
//! | `bool` | one byte per value | |
//! | `utf8` | the bytes of all texts | `offsets`: rows + 1 numbers of 64 bits |
//! | `category` | codes of 32 bits, -1 is missing | `categories`, `ordered` |
//! | `timestamp` | microseconds since 1970 of 64 bits | `timezone`, or `null` for local times; `unit`: `"ns"` where they are nanoseconds |
//! | `date` | days since 1970-01-01 of 32 bits | |
//!
//! Validity is one byte per value, 1 where there is one; `null` when none is missing. The data beneath a
//! missing value is zero, NaN for floats.
//!
//! Before its reply a runner may send events on the same pipe, each a message of the kind 1 whose header says
//! `{"event": "progress", "fraction", "message"}`, `{"event": "warning", "message"}` or
//! `{"event": "partial", "data", "tables"}`.
//!
//! Decoded columns are slices of the message where Arrow lays them out alike: numbers, dates, timestamps, codes and
//! text. A message should therefore lie in memory at a multiple of 8 bytes, as all that a `Vec` or a mapping holds
//! does; else they are copied.
//!
//! This module is public for those who write a [`Sandbox`](crate::sandbox::Sandbox) of their own.

mod describe;
mod encode;
mod event;
mod flags;
mod load;
mod reply;
mod request;
mod tables;
mod text;
mod time;

pub(super) use describe::{ColumnDescription, Unit};
pub(super) use encode::{check_column, encode_tables};
pub use event::decode_event;
pub use load::{Load, encode_load};
pub use reply::{InvalidReply, MessageSize, ReplyMessage, decode_reply, message_size};
pub use request::{Call, EncodedRequest, encode_request};

#[cfg(test)]
mod round_trip;
#[cfg(test)]
mod tests;

const MAGIC: &[u8; 8] = b"OMNIPLUG";
const VERSION: u32 = 1;
/// The kind of a message that is an event.
const EVENT: u32 = 1;
/// Bytes before the header.
const FIXED: usize = 32;
const ALIGNMENT: usize = 64;
