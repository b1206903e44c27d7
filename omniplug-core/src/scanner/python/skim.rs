//! A ceiling of the depth of expressions without the lexer, for the many files that are plainly shallow.
//!
//! It reads bytes and counts more than `depth` would: every word and every sign opens a level. Where it is not sure that it sees
//! the same strings as the lexer, it gives up.

/// One level of brackets: the closing one, and what was counted since the last comma.
struct Level {
    close: u8,
    count: usize,
    keeps: bool,
}

struct Skim<'t> {
    text: &'t [u8],
    at: usize,
    levels: Vec<Level>,
    outer: usize,
    most: usize,
}

/// A ceiling of the levels, if it is at most `enough`.
pub(super) fn skim(text: &str, enough: usize) -> Option<usize> {
    let bottom = Level { close: 0, count: 0, keeps: false };
    let mut skim = Skim { text: text.as_bytes(), at: 0, levels: vec![bottom], outer: 0, most: 0 };
    while let Some(byte) = skim.peek() {
        skim.token(byte)?;
        let count = skim.levels.last()?.count;
        skim.most = skim.most.max(skim.outer + count);
        if skim.most > enough {
            return None;
        }
    }
    (skim.levels.len() == 1).then_some(skim.most)
}

fn is_word(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || byte == b'_' || byte >= 0x80
}

impl Skim<'_> {
    fn peek(&self) -> Option<u8> {
        self.text.get(self.at).copied()
    }

    fn token(&mut self, byte: u8) -> Option<()> {
        let start = self.at;
        self.at += 1;
        match byte {
            b' ' | b'\t' | b'\x0c' => {}
            b'\n' | b'\r' => {
                if let [level] = self.levels.as_mut_slice() {
                    (level.count, level.keeps) = (0, false);
                }
            }
            b'#' => self.skip(|byte| !matches!(byte, b'\n' | b'\r')),
            b'\\' => self.skip(|byte| matches!(byte, b'\n' | b'\r')),
            b'(' => self.open(b')')?,
            b'[' => self.open(b']')?,
            b'{' => self.open(b'}')?,
            b')' | b']' | b'}' => self.close(byte)?,
            b'"' | b'\'' => self.string(byte, false)?,
            byte if is_word(byte) => {
                self.skip(is_word);
                self.word(start)?;
            }
            _ => self.sign(byte)?,
        }
        Some(())
    }

    fn skip(&mut self, is: impl Fn(u8) -> bool) {
        let rest = self.text.get(self.at..).unwrap_or_default();
        self.at += rest.iter().position(|byte| !is(*byte)).unwrap_or(rest.len());
    }

    fn open(&mut self, close: u8) -> Option<()> {
        let level = self.levels.last_mut()?;
        level.count += 1;
        self.outer += level.count;
        self.levels.push(Level { close, count: 0, keeps: false });
        Some(())
    }

    fn close(&mut self, byte: u8) -> Option<()> {
        self.levels.pop().filter(|level| level.close == byte)?;
        self.outer -= self.levels.last()?.count;
        Some(())
    }

    fn sign(&mut self, byte: u8) -> Option<()> {
        let level = self.levels.last_mut()?;
        match byte {
            b';' => (level.count, level.keeps) = (0, false),
            b',' if !level.keeps => level.count = 0,
            _ => level.count += 1,
        }
        Some(())
    }

    fn word(&mut self, start: usize) -> Option<()> {
        let word = self.text.get(start..self.at)?;
        if let Some(quote @ (b'"' | b'\'')) = self.peek() {
            let prefix = word.to_ascii_lowercase();
            let known = matches!(
                prefix.as_slice(),
                b"r" | b"u" | b"b" | b"f" | b"t" | b"br" | b"rb" | b"fr" | b"rf" | b"tr" | b"rt"
            );
            if known {
                self.at += 1;
                return self.string(quote, prefix.contains(&b'f') || prefix.contains(&b't'));
            }
        }
        let level = self.levels.last_mut()?;
        level.count += 1;
        level.keeps |= word == b"lambda";
        Some(())
    }

    /// A string whose first quote was read.
    fn string(&mut self, quote: u8, has_fields: bool) -> Option<()> {
        let rest = self.text.get(self.at..)?;
        let long = rest.starts_with(&[quote, quote]);
        if !long && rest.first() == Some(&quote) {
            self.at += 1;
            return Some(());
        }
        self.at += if long { 2 } else { 0 };
        loop {
            let byte = self.peek()?;
            self.at += 1;
            match byte {
                b'\\' => self.at += 1,
                b'\n' | b'\r' if !long => return None,
                b'{' | b'}' if has_fields => {
                    if self.peek() == Some(byte) {
                        self.at += 1;
                    } else if byte == b'{' {
                        self.field()?;
                    } else {
                        return None;
                    }
                }
                _ if byte == quote => {
                    if !long {
                        return Some(());
                    }
                    if self.text.get(self.at..)?.starts_with(&[quote, quote]) {
                        self.at += 2;
                        return Some(());
                    }
                }
                _ => {}
            }
        }
    }

    /// What stands in the braces of an f-string, without strings, comments and lines of its own.
    fn field(&mut self) -> Option<()> {
        let level = self.levels.last_mut()?;
        let mut depth = 1_usize;
        let mut in_word = false;
        while depth > 0 {
            let byte = self.text.get(self.at).copied()?;
            self.at += 1;
            match byte {
                b'"' | b'\'' | b'\\' | b'#' | b'\n' | b'\r' => return None,
                b'{' if self.text.get(self.at) == Some(&b'{') => return None,
                b'{' => depth += 1,
                b'}' => depth -= 1,
                _ => {}
            }
            level.count += usize::from(!(in_word && is_word(byte)) && byte != b' ');
            in_word = is_word(byte);
        }
        level.count += 1;
        Some(())
    }
}

#[cfg(test)]
mod tests {
    use super::skim;

    #[test]
    fn counts_what_is_plain() {
        assert_eq!(skim("x = 1\ny = f(a, b)\n", 60), Some(4));
        assert!(skim(&format!("x = [{}]", "1, ".repeat(100_000)), 60).is_some());
        assert!(skim("f'{a.b!r:>{w}} {{'; x = (\n# (\n'('\n)\n", 60).is_some());
    }

    #[test]
    fn gives_up_where_it_is_not_sure() {
        for text in [
            "x = '",
            "(",
            ")",
            "[)",
            "f'{x['a']}'",
            "f'{x[\"}\"+'{']}'",
            "f'}'",
            "'''",
            "f'{",
            "'a\n'",
        ] {
            assert_eq!(skim(text, 60), None, "{text}");
        }
        assert_eq!(skim(&"(".repeat(100_000), 60), None);
        assert_eq!(skim(&format!("x = {}1", "-".repeat(100)), 60), None);
    }
}
