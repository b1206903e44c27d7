//! Text that is kept in another form: character codes, base64, hexadecimal.

use super::combine;
use crate::scanner::r::invocation::Invocation;
use crate::scanner::r::value::{Traits, Value};
use std::rc::Rc;

/// What a decoding function gives, marked as decoded where it is more than one character.
pub(super) fn decode(call: &Invocation) -> Value {
    let carried = call.traits().only(Traits::FOLLOWS | Traits::PARSED);
    let value = match &*call.name {
        "intToUtf8" | "rawToChar" => characters(call),
        "as.raw" | "as.hexmode" => combine(call),
        "utf8ToInt" | "charToRaw" => codes(call),
        "strtoi" => integers(call),
        "bitwXor" | "xor" => exclusive_or(call),
        "URLdecode" | "url_decode" | "curl_unescape" => known(call).map(percent).map(Value::text),
        "hex2raw" | "hex_decode" | "hex2bin" | "unhex" => {
            known(call).and_then(hexadecimal).map(bytes)
        }
        name if name.contains("64") => known(call).and_then(base64).map(bytes),
        _ => None,
    };
    let marks = match &*call.name {
        "utf8ToInt" | "charToRaw" | "as.raw" | "as.hexmode" | "strtoi" | "URLdecode"
        | "url_decode" | "curl_unescape" | "bitwXor" | "xor" => Traits::default(),
        _ => Traits::DECODED,
    };
    value.unwrap_or_default().with(carried | marks)
}

fn known(call: &Invocation) -> Option<&str> {
    call.arguments.first()?.value.known()
}

fn bytes(bytes: Vec<u8>) -> Value {
    Value::numbers(bytes.into_iter().map(f64::from).collect())
}

fn characters(call: &Invocation) -> Option<Value> {
    let value = &call.arguments.first()?.value;
    if let Some(texts) = &value.texts {
        let parse = |text: &Rc<str>| {
            text.trim_start_matches("0x").parse().ok().or(hexadecimal_number(text))
        };
        let numbers: Option<Vec<f64>> = texts.iter().map(parse).collect();
        return numbers.and_then(|numbers| to_text(&numbers)).map(Value::text);
    }
    let numbers = value.numbers.as_deref()?;
    if call.named("multiple").is_some_and(|multiple| multiple.value.is_true()) {
        let each: Option<Vec<Rc<str>>> =
            numbers.iter().map(|code| to_text(&[*code]).map(Rc::from)).collect();
        return each.map(Value::vector);
    }
    to_text(numbers).map(Value::text)
}

fn hexadecimal_number(text: &str) -> Option<f64> {
    u32::from_str_radix(text.trim_start_matches("0x"), 16).ok().map(f64::from)
}

/// Bytes of UTF-8 where they are that, else one character for each code.
fn to_text(codes: &[f64]) -> Option<String> {
    let bytes: Option<Vec<u8>> = codes.iter().map(|code| u8::try_from(*code as i64).ok()).collect();
    if let Some(text) = bytes.and_then(|bytes| String::from_utf8(bytes).ok()) {
        return Some(text);
    }
    codes.iter().map(|code| char::from_u32(*code as u32)).collect()
}

fn codes(call: &Invocation) -> Option<Value> {
    let text = known(call)?;
    Some(Value::numbers(text.chars().map(|letter| f64::from(u32::from(letter))).collect()))
}

fn integers(call: &Invocation) -> Option<Value> {
    let base = call.value("base").and_then(Value::number).unwrap_or(10.0);
    let base = (2.0..=36.0).contains(&base).then_some(base as u32)?;
    let texts = call.arguments.first()?.value.texts.clone()?;
    let number = |text: &Rc<str>| {
        let digits = text.trim_start_matches("0x");
        i64::from_str_radix(digits, if digits.len() < text.len() { 16 } else { base }).ok()
    };
    let all: Option<Vec<f64>> =
        texts.iter().map(|text| number(text).map(|one| one as f64)).collect();
    all.map(Value::numbers)
}

fn exclusive_or(call: &Invocation) -> Option<Value> {
    let left = call.arguments.first()?.value.numbers.clone()?;
    let right = call.arguments.get(1)?.value.numbers.clone()?;
    if left.is_empty() || right.is_empty() {
        return None;
    }
    let length = left.len().max(right.len());
    let each = (0..length)
        .map(|at| (left[at % left.len()] as i64 ^ right[at % right.len()] as i64) as f64);
    Some(Value::numbers(each.collect()).with(Traits::DECODED))
}

fn percent(text: &str) -> String {
    let mut out = Vec::new();
    let mut rest = text.as_bytes();
    while let [byte, tail @ ..] = rest {
        let code = (*byte == b'%').then(|| tail.get(..2)).flatten();
        let code = code.and_then(|digits| hexadecimal(std::str::from_utf8(digits).ok()?));
        match code.as_deref() {
            Some([decoded]) => {
                out.push(*decoded);
                rest = &tail[2..];
            }
            _ => {
                out.push(*byte);
                rest = tail;
            }
        }
    }
    String::from_utf8_lossy(&out).into_owned()
}

fn hexadecimal(text: &str) -> Option<Vec<u8>> {
    let digits: Option<Vec<u32>> = text.chars().map(|digit| digit.to_digit(16)).collect();
    let digits = digits.filter(|digits| digits.len() % 2 == 0)?;
    Some(digits.chunks(2).map(|pair| (pair[0] * 16 + pair[1]) as u8).collect())
}

fn base64(text: &str) -> Option<Vec<u8>> {
    const DIGITS: &[u8] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    let (mut out, mut bits, mut held) = (Vec::new(), 0_u32, 0_u32);
    for byte in text.bytes().filter(|byte| !byte.is_ascii_whitespace() && *byte != b'=') {
        let digit = DIGITS.iter().position(|one| *one == byte)?;
        held = (held << 6) | digit as u32;
        bits += 6;
        if bits >= 8 {
            bits -= 8;
            out.push((held >> bits) as u8);
            held &= (1 << bits) - 1;
        }
    }
    Some(out)
}
