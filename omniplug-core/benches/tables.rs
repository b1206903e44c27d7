//! A table of 100 MB on its way to a runner's memory and back from it, against the same table as JSON, in the same run.
//!
//! Prints medians in milliseconds: encoding, handing over in a file in memory, decoding. What a runner does is not part
//! of it. Encoding and decoding copy nothing, so that nearly all of the time is the kernel's, which finds and fills the
//! file's pages. The digest that a record keeps is printed beside.

mod common;

use arrow_buffer::Buffer;
use common::{Failure, float_table, median, request, timed};
use omniplug_core::payload::Payload;
use omniplug_core::payload::wire::{Call, MessageSize, decode_reply, encode_request};
use omniplug_core::sandbox::{Language, Request};
use serde_json::{Map, Value, json};
use std::fs::File;
use std::io::Write;

const BYTES: usize = 100_000_000;
const ROUNDS: usize = 5;

fn main() -> Result<(), Failure> {
    let table = Payload::from_table(float_table(BYTES)?)?;
    let request = request(table.clone())?;
    let reply = reply(&request)?;
    let (mut wire, mut as_json, mut hashing) = (Times::default(), Times::default(), Vec::new());
    for _ in 0..ROUNDS {
        let (encoded, encode) = timed(|| Ok(encode_request(&call(&request))?))?;
        let ((), hand_over) = timed(|| Ok(encoded.write_to(memory_file()?)?))?;
        let (back, decode) = timed(|| Ok(decode_reply(reply.clone())?.reply.data))?;
        wire.push([encode, hand_over, decode]);
        let (text, encode) = timed(|| Ok(serde_json::to_vec(&table.to_json())?))?;
        let ((), hand_over) = timed(|| Ok(memory_file()?.write_all(&text)?))?;
        let (values, decode) = timed(|| Ok(serde_json::from_slice::<Value>(&text)?))?;
        as_json.push([encode, hand_over, decode]);
        let (digest, hash) = timed(|| Ok(table.digest()))?;
        hashing.push(hash * 1e3);
        if back.digest() != digest || values != table.to_json() {
            return Err("the table came back as another".into());
        }
    }
    println!("{:10} {:>10} {:>10} {:>10} {:>10}", "", "encode", "hand over", "decode", "all");
    let (wire, as_json) = (wire.print("wire"), as_json.print("json"));
    println!("{:10} {:43.1}", "ratio", as_json / wire);
    let hash = median(hashing);
    println!("{:10} {hash:43.2} ms, {:.2} GB/s", "digest", BYTES as f64 / hash / 1e6);
    Ok(())
}

/// Milliseconds of encoding, handing over and decoding, in each round.
#[derive(Default)]
struct Times([Vec<f64>; 3]);

impl Times {
    fn push(&mut self, seconds: [f64; 3]) {
        self.0.iter_mut().zip(seconds).for_each(|(times, time)| times.push(time * 1e3));
    }

    /// Prints the medians and answers their sum.
    fn print(self, name: &str) -> f64 {
        let [encode, hand_over, decode] = self.0.map(median);
        let all = encode + hand_over + decode;
        println!("{name:10} {encode:10.2} {hand_over:10.2} {decode:10.2} {all:10.2}");
        all
    }
}

fn memory_file() -> Result<File, Failure> {
    Ok(rustix::fs::memfd_create("bench", rustix::fs::MemfdFlags::CLOEXEC)?.into())
}

fn call(request: &Request) -> Call<'_> {
    let language = Language::Python;
    Call { request, language, entry_point: "main.py", library_paths: &[], output_limit: u64::MAX }
}

/// The reply of a plugin that returns what it got: another header before the request's own body.
fn reply(request: &Request) -> Result<Buffer, Failure> {
    let mut message = Vec::new();
    encode_request(&call(request))?.write_to(&mut message)?;
    let word = |at: usize| -> Result<usize, Failure> {
        let bytes = message.get(at..at + 8).ok_or("the request is cut off")?;
        Ok(u64::from_le_bytes(bytes.try_into()?).try_into()?)
    };
    let (header, body) = (word(16)?, word(24)?);
    let end = MessageSize::FIXED + header;
    let header: Map<String, Value> =
        serde_json::from_slice(message.get(MessageSize::FIXED..end).unwrap_or_default())?;
    let answer = json!({
        "status": "success", "data": header.get("input"), "tables": header.get("tables"), "error": null,
    });
    let answer = answer.to_string();
    let mut reply = message.get(..16).unwrap_or_default().to_vec();
    reply.extend_from_slice(&(answer.len() as u64).to_le_bytes());
    reply.extend_from_slice(&(body as u64).to_le_bytes());
    reply.extend_from_slice(answer.as_bytes());
    reply.resize(reply.len().next_multiple_of(64), 0);
    reply.extend_from_slice(message.get(message.len() - body..).unwrap_or_default());
    Ok(Buffer::from_vec(reply))
}
