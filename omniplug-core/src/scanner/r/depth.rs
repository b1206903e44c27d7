//! How deep a text nests, counted from its tokens before a tree is built.

/// R itself refuses more than 50 open brackets, so nothing that runs comes near.
pub(super) const DEEPEST: usize = 500;

/// The place where brackets nest deeper than [`DEEPEST`], if they do.
///
/// Strings, raw strings, backticks and comments are skipped as R skips them.
pub(super) fn too_deep(text: &str) -> Option<usize> {
    let bytes = text.as_bytes();
    let (mut depth, mut at) = (0_usize, 0);
    while let Some(&byte) = bytes.get(at) {
        match byte {
            b'#' => at += line_end(&bytes[at..]),
            b'"' | b'\'' if raw_prefix(bytes, at) => at = raw_end(bytes, at),
            b'"' | b'\'' | b'`' => at = quoted_end(bytes, at),
            b'(' | b'[' | b'{' => {
                depth += 1;
                if depth > DEEPEST {
                    return Some(at);
                }
            }
            b')' | b']' | b'}' => depth = depth.saturating_sub(1),
            _ => {}
        }
        at += 1;
    }
    None
}

fn line_end(bytes: &[u8]) -> usize {
    bytes.iter().position(|byte| *byte == b'\n').unwrap_or(bytes.len())
}

fn quoted_end(bytes: &[u8], open: usize) -> usize {
    let mut at = open + 1;
    while let Some(&byte) = bytes.get(at) {
        match byte {
            b'\\' => at += 1,
            _ if byte == bytes[open] => return at,
            _ => {}
        }
        at += 1;
    }
    at
}

/// Whether the quote at `at` opens a raw string: `r"(…)"`, with an `r` that ends no longer name.
fn raw_prefix(bytes: &[u8], at: usize) -> bool {
    let Some(before) = at.checked_sub(1) else { return false };
    let word =
        |byte: u8| byte.is_ascii_alphanumeric() || matches!(byte, b'_' | b'.') || byte >= 128;
    let alone = before.checked_sub(1).is_none_or(|earlier| !word(bytes[earlier]));
    let dashes = bytes[at + 1..].iter().take_while(|byte| **byte == b'-').count();
    let opens = matches!(bytes.get(at + 1 + dashes), Some(b'(' | b'[' | b'{'));
    matches!(bytes[before], b'r' | b'R') && alone && opens
}

fn raw_end(bytes: &[u8], quote: usize) -> usize {
    let dashes = bytes[quote + 1..].iter().take_while(|byte| **byte == b'-').count();
    let close = match bytes[quote + 1 + dashes] {
        b'(' => b')',
        b'[' => b']',
        _ => b'}',
    };
    let mut end = vec![close];
    end.extend(std::iter::repeat_n(b'-', dashes));
    end.push(bytes[quote]);
    let from = quote + 2 + dashes;
    let found = bytes[from..].windows(end.len()).position(|window| window == end);
    found.map_or(bytes.len(), |position| from + position + end.len() - 1)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn counts_brackets_and_nothing_in_strings_and_comments() {
        let deep = "(".repeat(DEEPEST + 1);
        assert_eq!(too_deep(&deep), Some(DEEPEST));
        for text in [
            format!("'{deep}'"),
            format!("# {deep}\n"),
            format!("r\"--({deep})\"---)--\""),
            format!("`{deep}`"),
            format!("\"\\\"{deep}\""),
            "()".repeat(DEEPEST * 2),
        ] {
            assert_eq!(too_deep(&text), None, "{text}");
        }
        assert!(too_deep(&format!("bar'x'{deep}")).is_some());
    }

    #[test]
    fn survives_what_never_ends() {
        for text in ["'", "r\"(", "r\"-", "`\\", "#", "\"\\"] {
            assert_eq!(too_deep(text), None);
        }
    }
}
