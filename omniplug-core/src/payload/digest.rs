//! Digest and size of a payload's content.

use super::wire;
use crate::hex::hex;
use arrow_array::RecordBatch;
use serde_json::Value;
use sha2::{Digest, Sha256};
use std::io;

pub(super) fn digest(json: &Value, tables: &[RecordBatch]) -> String {
    let mut hash = Sha256::new();
    part(&mut hash, &canonical(json));
    match wire::encode_tables(tables) {
        Ok(encoded) => {
            let described = serde_json::to_vec(&encoded.descriptions).unwrap_or_default();
            part(&mut hash, &described);
            for buffer in &encoded.buffers {
                part(&mut hash, buffer);
            }
        }
        // A value that the wire refuses: the request fails with it; the record still tells payloads apart.
        Err(error) => part(&mut hash, format!("{error}{tables:?}").as_bytes()),
    }
    hex(hash.finalize())
}

/// The number of bytes of the compact JSON text.
pub(super) fn json_length(json: &Value) -> u64 {
    struct Count(u64);
    impl io::Write for Count {
        fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
            self.0 += bytes.len() as u64;
            Ok(bytes.len())
        }
        fn flush(&mut self) -> io::Result<()> {
            Ok(())
        }
    }
    let mut count = Count(0);
    match serde_json::to_writer(&mut count, json) {
        Ok(()) => count.0,
        Err(_) => 0,
    }
}

fn part(hash: &mut Sha256, bytes: &[u8]) {
    hash.update((bytes.len() as u64).to_le_bytes());
    hash.update(bytes);
}

/// Compact JSON whose objects have their keys in order.
fn canonical(json: &Value) -> Vec<u8> {
    fn sorted(json: &Value) -> Value {
        match json {
            Value::Array(values) => values.iter().map(sorted).collect(),
            Value::Object(object) => {
                let mut members: Vec<_> = object.iter().collect();
                members.sort_by_key(|(key, _)| *key);
                members.into_iter().map(|(key, value)| (key.clone(), sorted(value))).collect()
            }
            scalar => scalar.clone(),
        }
    }
    serde_json::to_vec(&sorted(json)).unwrap_or_default()
}
