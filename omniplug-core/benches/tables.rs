//! A table of 100 MB on its way to a runner's memory and back from it, against the same table as JSON, in the same run.
//!
//! Prints medians in milliseconds. The way of the wire: a request is encoded and written into a file in memory, and a
//! reply with the table is read. That of JSON: columns to text in such a file, and text to columns. What a runner does is the
//! business of others; the digest that a record keeps is printed beside.

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
/// How many times faster than JSON it has to be.
const TARGET: f64 = 100.0;

fn main() -> Result<(), Failure> {
    let table = Payload::from_table(float_table(BYTES)?)?;
    let request = request(table.clone())?;
    let reply = reply(&request)?;
    let mut measured: [Vec<f64>; 5] = Default::default();
    for _ in 0..ROUNDS {
        let (_, encode) = timed(|| write(&request))?;
        let (back, decode) = timed(|| Ok(decode_reply(reply.clone())?.reply.data))?;
        let (digest, hash) = timed(|| Ok(table.digest()))?;
        let (text, to_json) = timed(|| text(&table))?;
        let (values, from_json) = timed(|| Ok(serde_json::from_slice::<Value>(&text)?))?;
        if back.digest() != digest || values["x9"][0] != table.to_json()["x9"][0] {
            return Err("the table came back as another".into());
        }
        for (times, time) in measured.iter_mut().zip([encode, decode, hash, to_json, from_json]) {
            times.push(time * 1e3);
        }
    }
    let [encode, decode, hash, to_json, from_json] = measured.map(median);
    println!("{:10} {:>10} {:>10} {:>10}", "", "out", "in", "both");
    println!("{:10} {encode:10.2} {decode:10.2} {:10.2}", "wire", encode + decode);
    println!("{:10} {to_json:10.2} {from_json:10.2} {:10.2}", "json", to_json + from_json);
    let ratio = (to_json + from_json) / (encode + decode);
    println!("{:10} {ratio:32.1} times, target {TARGET}", "ratio");
    println!("{:10} {hash:32.2} ms, {:.2} GB/s", "digest", BYTES as f64 / hash / 1e6);
    Ok(())
}

fn memory_file() -> Result<File, Failure> {
    Ok(rustix::fs::memfd_create("bench", rustix::fs::MemfdFlags::CLOEXEC)?.into())
}

/// Writes a request into a file in memory, as a sandbox does.
fn write(request: &Request) -> Result<File, Failure> {
    let file = memory_file()?;
    encode_request(&call(request))?.write_to(&file)?;
    Ok(file)
}

/// The same table as JSON, written into a file in memory too.
fn text(table: &Payload) -> Result<Vec<u8>, Failure> {
    let text = serde_json::to_vec(&table.to_json())?;
    memory_file()?.write_all(&text)?;
    Ok(text)
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
