//! Literals as R reads them.

/// The text of a quoted string or a backticked name, without its quotes and with its escapes resolved.
pub(super) fn unescape(inner: &str) -> String {
    let mut out = String::with_capacity(inner.len());
    let mut rest = inner.chars().peekable();
    while let Some(character) = rest.next() {
        if character != '\\' {
            out.push(character);
            continue;
        }
        match rest.next() {
            Some('n') => out.push('\n'),
            Some('t') => out.push('\t'),
            Some('r') => out.push('\r'),
            Some('a') => out.push('\u{7}'),
            Some('b') => out.push('\u{8}'),
            Some('f') => out.push('\u{c}'),
            Some('v') => out.push('\u{b}'),
            Some('x') => out.extend(code(&mut rest, 16, 2)),
            Some('u') => out.extend(code(&mut rest, 16, 4)),
            Some('U') => out.extend(code(&mut rest, 16, 8)),
            Some(digit @ '0'..='7') => out.extend(octal(&mut rest, digit)),
            Some(other) => out.push(other),
            None => {}
        }
    }
    out
}

type Characters<'a> = std::iter::Peekable<std::str::Chars<'a>>;

fn octal(rest: &mut Characters<'_>, first: char) -> Option<char> {
    let mut value = first.to_digit(8)?;
    for _ in 0..2 {
        let Some(digit) = rest.peek().and_then(|next| next.to_digit(8)) else { break };
        value = value * 8 + digit;
        rest.next();
    }
    char::from_u32(value)
}

fn code(rest: &mut Characters<'_>, radix: u32, most: usize) -> Option<char> {
    let braced = rest.next_if_eq(&'{').is_some();
    let mut value = 0_u32;
    for _ in 0..most {
        let Some(digit) = rest.peek().and_then(|next| next.to_digit(radix)) else { break };
        value = value.wrapping_mul(radix).wrapping_add(digit);
        rest.next();
    }
    if braced {
        rest.next_if_eq(&'}');
    }
    char::from_u32(value)
}

/// The content of a string token, quotes and raw prefix included.
pub(super) fn string(token: &str) -> String {
    if let Some(raw) = token.strip_prefix(['r', 'R']) {
        let inner = raw.trim_start_matches(['"', '\'']).trim_start_matches('-');
        let dashes = raw.len() - 1 - raw[1..].trim_start_matches('-').len();
        let end = inner.len().saturating_sub(dashes + 2);
        return inner.get(1..end).unwrap_or_default().to_owned();
    }
    let inner = token.get(1..token.len().saturating_sub(1)).unwrap_or_default();
    if inner.contains('\\') { unescape(inner) } else { inner.to_owned() }
}

/// A name, without backticks where it has them.
pub(super) fn name(token: &str) -> String {
    match token.strip_prefix('`').and_then(|rest| rest.strip_suffix('`')) {
        Some(inner) => unescape(inner),
        None => token.to_owned(),
    }
}

/// A number: decimal, hexadecimal, with `L`, `i` or an exponent.
pub(super) fn number(token: &str) -> Option<f64> {
    let token = token.trim_end_matches(['L', 'i']);
    let hexadecimal = token.strip_prefix("0x").or_else(|| token.strip_prefix("0X"));
    match hexadecimal {
        Some(digits) => u64::from_str_radix(digits, 16).ok().map(|value| value as f64),
        None => token.parse().ok(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn reads_literals_as_r_does() {
        assert_eq!(string(r#""s\x79s\u{74}em""#), "system");
        assert_eq!(string(r"'\163ystem'"), "system");
        assert_eq!(string(r#"r"--(a"\b)--""#), r#"a"\b"#);
        assert_eq!(string("\"\""), "");
        assert_eq!(name(r"`\x73ystem`"), "system");
        assert_eq!(number("0x10L"), Some(16.0));
        assert_eq!(number("1e3"), Some(1000.0));
    }
}
