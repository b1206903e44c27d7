//! The decodings that hide text: base64 and its kin, hexadecimal, rot13, zlib.

use super::value::MOST;
use std::io::Read;

/// Letters that each carry so many bits; padding and white space are skipped.
fn from_bits(text: &[u8], bits: u32, digit: impl Fn(u8) -> Option<u8>) -> Option<Vec<u8>> {
    let mut bytes = Vec::with_capacity(text.len());
    let (mut held, mut count) = (0_u32, 0);
    for &letter in text.iter().filter(|letter| !letter.is_ascii_whitespace() && **letter != b'=') {
        held = (held << bits) | u32::from(digit(letter)?);
        count += bits;
        if count >= 8 {
            count -= 8;
            bytes.push(u8::try_from((held >> count) & 0xff).ok()?);
            held &= (1 << count) - 1;
        }
    }
    Some(bytes)
}

/// Base64, with either of its alphabets.
pub(super) fn base64(text: &[u8]) -> Option<Vec<u8>> {
    from_bits(text, 6, |letter| match letter {
        b'A'..=b'Z' => Some(letter - b'A'),
        b'a'..=b'z' => Some(letter - b'a' + 26),
        b'0'..=b'9' => Some(letter - b'0' + 52),
        b'+' | b'-' => Some(62),
        b'/' | b'_' => Some(63),
        _ => None,
    })
}

pub(super) fn base32(text: &[u8]) -> Option<Vec<u8>> {
    from_bits(text, 5, |letter| match letter.to_ascii_uppercase() {
        upper @ b'A'..=b'Z' => Some(upper - b'A'),
        b'2'..=b'7' => Some(letter - b'2' + 26),
        _ => None,
    })
}

pub(super) fn hex(text: &[u8]) -> Option<Vec<u8>> {
    let digits = text.iter().filter(|letter| !letter.is_ascii_whitespace()).count();
    let digit = |letter: u8| char::from(letter).to_digit(16).and_then(|d| u8::try_from(d).ok());
    if digits % 2 == 0 { from_bits(text, 4, digit) } else { None }
}

/// Base85 as `base64.b85decode` reads it.
pub(super) fn base85(text: &[u8]) -> Option<Vec<u8>> {
    const LETTERS: &[u8] =
        b"0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz!#$%&()*+-;<=>?@^_`{|}~";
    groups_of_five(text, 84, |letter| LETTERS.iter().position(|&known| known == letter))
}

/// Base85 as `base64.a85decode` reads it, without its abbreviations.
pub(super) fn ascii85(text: &[u8]) -> Option<Vec<u8>> {
    groups_of_five(text, 84, |letter| usize::from(letter).checked_sub(33).filter(|&d| d < 85))
}

fn groups_of_five(
    text: &[u8],
    padding: usize,
    digit: impl Fn(u8) -> Option<usize>,
) -> Option<Vec<u8>> {
    let mut bytes = Vec::with_capacity(text.len());
    for group in text.chunks(5) {
        let mut word = 0_u64;
        for place in 0..5 {
            let value = group.get(place).map_or(Some(padding), |&letter| digit(letter))?;
            word = word * 85 + u64::try_from(value).ok()?;
        }
        let word = u32::try_from(word).ok()?.to_be_bytes();
        bytes.extend_from_slice(&word[..group.len().saturating_sub(1)]);
    }
    Some(bytes)
}

pub(super) fn rot13(text: &str) -> String {
    let turn = |letter: char, first: u8| {
        char::from((u8::try_from(letter).unwrap_or(first) - first + 13) % 26 + first)
    };
    text.chars()
        .map(|letter| match letter {
            'a'..='z' => turn(letter, b'a'),
            'A'..='Z' => turn(letter, b'A'),
            _ => letter,
        })
        .collect()
}

/// Text with bytes as `%73`; what is none stays.
pub(super) fn percent(text: &str) -> String {
    let mut bytes = Vec::with_capacity(text.len());
    let mut rest = text.as_bytes();
    while let Some((&byte, after)) = rest.split_first() {
        let coded = after.get(..2).filter(|_| byte == b'%').and_then(hex);
        match coded.as_deref() {
            Some([one]) => {
                bytes.push(*one);
                rest = after.get(2..).unwrap_or_default();
            }
            _ => {
                bytes.push(byte);
                rest = after;
            }
        }
    }
    String::from_utf8_lossy(&bytes).into_owned()
}

/// Text with characters as `&#115;` or `&#x73;`; those with names stay.
pub(super) fn entities(text: &str) -> String {
    let mut result = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(at) = rest.find("&#") {
        let (before, from) = rest.split_at(at);
        result.push_str(before);
        let most = from.char_indices().nth(12).map_or(from.len(), |(at, _)| at);
        let digits = from[2..most].split(';').next().unwrap_or_default();
        let code = match digits.strip_prefix(['x', 'X']) {
            Some(digits) => u32::from_str_radix(digits, 16).ok(),
            None => digits.parse().ok(),
        };
        match code.and_then(char::from_u32) {
            Some(letter) => {
                result.push(letter);
                rest = from.get(2 + digits.len() + 1..).unwrap_or_default();
            }
            None => {
                result.push_str("&#");
                rest = &from[2..];
            }
        }
    }
    result.push_str(rest);
    result
}

/// Data that zlib or gzip packed, unless it is more than a constant may hold.
pub(super) fn inflate(data: &[u8]) -> Option<Vec<u8>> {
    let mut bytes = Vec::new();
    let most = MOST as u64;
    let read = match data {
        [0x1f, 0x8b, ..] => flate2::read::GzDecoder::new(data).take(most).read_to_end(&mut bytes),
        _ => flate2::read::ZlibDecoder::new(data).take(most).read_to_end(&mut bytes),
    };
    read.is_ok().then_some(bytes)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn decodes() {
        assert_eq!(base64(b"aW1wb3J0IG9z").as_deref(), Some(&b"import os"[..]));
        assert_eq!(base64(b"aW1wb3J0IG9zCg==").as_deref(), Some(&b"import os\n"[..]));
        assert_eq!(base32(b"NFWXA33SOQ======").as_deref(), Some(&b"import"[..]));
        assert_eq!(hex(b"6f73").as_deref(), Some(&b"os"[..]));
        assert_eq!(hex(b"6f7"), None);
        assert_eq!(base85(b"X>D+Ca&L").as_deref(), base85(b"X>D+Ca&L").as_deref());
        assert_eq!(ascii85(b"87cURD]").as_deref(), Some(&b"Hello"[..]));
        assert_eq!(rot13("flfgrz"), "system");
        assert_eq!(percent("%73ys%74em%"), "system%");
        assert_eq!(entities("&#115;&#x79;s&#t&#116"), "sys&#tt");
    }
}
