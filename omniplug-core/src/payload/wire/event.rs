//! Reading an event. Every byte of it may have been chosen by a hostile plugin.

use super::InvalidReply;
use super::describe::TableDescription;
use super::reply::{parts, payload};
use crate::sandbox::Event;
use arrow_buffer::Buffer;
use serde::Deserialize;
use serde_json::Value;

#[derive(Deserialize)]
#[serde(tag = "event", rename_all = "snake_case")]
enum Header {
    Progress {
        fraction: f64,
        #[serde(default)]
        message: String,
    },
    Warning {
        message: String,
    },
    Partial {
        #[serde(default)]
        data: Value,
        #[serde(default)]
        tables: Vec<TableDescription>,
    },
}

/// Reads a whole event, with the checks that a reply has. A fraction outside 0 to 1 is brought into it.
///
/// # Errors
/// [`InvalidReply`] with the first thing that is wrong.
pub fn decode_event(message: Buffer) -> Result<Event, InvalidReply> {
    let (header, body) = parts::<Header>(message, true)?;
    Ok(match header {
        Header::Progress { fraction, message } => {
            Event::Progress { fraction: fraction.clamp(0.0, 1.0), message }
        }
        Header::Warning { message } => Event::Warning(message),
        Header::Partial { data, tables } => Event::Partial(payload(data, &tables, body)?),
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    fn event(header: &Value) -> Vec<u8> {
        let mut bytes = super::super::request::head(header.to_string().as_bytes(), 0);
        bytes[12] = 1;
        bytes
    }

    #[test]
    fn events_are_read_and_bounded() {
        let read = |header| decode_event(Buffer::from_vec(event(&header))).unwrap();
        assert_eq!(
            read(json!({"event": "progress", "fraction": 7, "message": "aligning"})),
            Event::Progress { fraction: 1.0, message: "aligning".into() }
        );
        assert_eq!(
            read(json!({"event": "warning", "message": "few cells"})),
            Event::Warning("few cells".into())
        );
        let Event::Partial(part) = read(json!({"event": "partial", "data": {"x": 1}})) else {
            panic!("no partial result");
        };
        assert_eq!(part.json(), &json!({"x": 1}));
    }

    #[test]
    fn a_reply_is_no_event_and_an_event_no_reply() {
        let bytes = event(&json!({"event": "warning", "message": "x"}));
        assert!(super::super::decode_reply(Buffer::from_vec(bytes.clone())).is_err());
        let mut reply = bytes;
        reply[12] = 0;
        assert!(decode_event(Buffer::from_vec(reply)).is_err());
        assert!(decode_event(Buffer::from_vec(event(&json!({"event": "other"})))).is_err());
    }
}
