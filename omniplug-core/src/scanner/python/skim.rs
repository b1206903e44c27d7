//! A ceiling of the depth of expressions and blocks without the lexer, for the many files that are plainly shallow.
//!
//! It reads bytes and counts more than `depth` would: every word and every sign opens a level, every line that is not in a
//! string a block. Where it is not sure that it sees the same strings as the lexer, it gives up.

use super::depth::Blocks;
use memchr::memchr2;

/// What was counted since the last comma of a bracket, and whether commas start anew.
#[derive(Clone, Copy, Default)]
struct Count {
    levels: usize,
    keeps: bool,
}

struct Skim<'t> {
    text: &'t [u8],
    at: usize,
    here: Count,
    /// Brackets that are open: their closing ones, and what was counted before them.
    open: Vec<(u8, Count)>,
    outer: usize,
    blocks: Blocks,
}

/// Ceilings of the levels and of the blocks in one another, if there are at most `enough` levels.
pub(super) fn skim(text: &str, enough: usize) -> Option<(usize, usize)> {
    let mut skim = Skim {
        text: text.as_bytes(),
        at: 0,
        here: Count::default(),
        open: Vec::new(),
        outer: 0,
        blocks: Blocks::default(),
    };
    let mut most = 0;
    skim.begin_line();
    while let Some(byte) = skim.peek() {
        skim.at += 1;
        if byte == b' ' {
            continue;
        }
        skim.token(byte)?;
        most = most.max(skim.outer + skim.here.levels);
        if most > enough {
            return None;
        }
    }
    skim.open.is_empty().then_some((most, skim.blocks.most))
}

/// Which bytes are letters of words; looked up once for each byte of a file.
static WORD: [bool; 256] = {
    let mut known = [false; 256];
    let mut byte = 0;
    while byte < 256 {
        let letter = byte as u8;
        known[byte] = letter.is_ascii_alphanumeric() || letter == b'_' || byte >= 0x80;
        byte += 1;
    }
    known
};

fn is_word(byte: u8) -> bool {
    WORD[usize::from(byte)]
}

impl Skim<'_> {
    fn peek(&self) -> Option<u8> {
        self.text.get(self.at).copied()
    }

    fn token(&mut self, byte: u8) -> Option<()> {
        match byte {
            byte if is_word(byte) => {
                let start = self.at - 1;
                self.skip(is_word);
                self.word(start)?;
            }
            b'\t' | b'\x0c' => {}
            b'\n' | b'\r' => {
                if self.open.is_empty() {
                    self.here = Count::default();
                }
                self.begin_line();
            }
            b'#' => self.skip_to(b'\n', b'\r'),
            b'\\' => {
                self.skip(|byte| matches!(byte, b'\n' | b'\r'));
                self.begin_line();
            }
            b'(' => self.open(b')'),
            b'[' => self.open(b']'),
            b'{' => self.open(b'}'),
            b')' | b']' | b'}' => {
                let (close, before) = self.open.pop()?;
                self.here = before;
                self.outer -= before.levels;
                return (close == byte).then_some(());
            }
            b'"' | b'\'' => self.string(byte, false, 0)?,
            b';' => self.here = Count::default(),
            b',' if !self.here.keeps => self.here.levels = 0,
            _ => self.here.levels += 1,
        }
        Some(())
    }

    fn skip(&mut self, is: impl Fn(u8) -> bool) {
        let rest = self.text.get(self.at..).unwrap_or_default();
        self.at += rest.iter().position(|byte| !is(*byte)).unwrap_or(rest.len());
    }

    /// Goes to the next of two bytes, or to the end.
    fn skip_to(&mut self, one: u8, other: u8) {
        let rest = self.text.get(self.at..).unwrap_or_default();
        self.at += memchr2(one, other, rest).unwrap_or(rest.len());
    }

    fn begin_line(&mut self) {
        let start = self.at;
        self.skip(|byte| matches!(byte, b' ' | b'\t' | b'\x0c'));
        if !matches!(self.peek(), None | Some(b'\n' | b'\r')) {
            self.blocks.line(self.at - start);
        }
    }

    fn open(&mut self, close: u8) {
        self.here.levels += 1;
        self.outer += self.here.levels;
        self.open.push((close, std::mem::take(&mut self.here)));
    }

    fn word(&mut self, start: usize) -> Option<()> {
        let word = self.text.get(start..self.at)?;
        if let Some(quote @ (b'"' | b'\'')) = self.peek()
            && let Some(has_fields) = prefix(word)
        {
            self.at += 1;
            return self.string(quote, has_fields, 0);
        }
        self.here.levels += 1;
        self.here.keeps |= word == b"lambda";
        Some(())
    }

    /// A string whose first quote was read, in so many others.
    fn string(&mut self, quote: u8, has_fields: bool, nesting: u8) -> Option<()> {
        let rest = self.text.get(self.at..)?;
        let long = rest.starts_with(&[quote, quote]);
        if !long && rest.first() == Some(&quote) {
            self.at += 1;
            return Some(());
        }
        self.at += if long { 2 } else { 0 };
        loop {
            if long && !has_fields {
                self.skip_to(quote, b'\\');
            } else {
                self.skip(|byte| {
                    byte != quote && !matches!(byte, b'\\' | b'\n' | b'\r' | b'{' | b'}')
                });
            }
            let byte = self.peek()?;
            self.at += 1;
            match byte {
                b'\\' => self.at += 1,
                b'\n' | b'\r' if !long => return None,
                b'{' | b'}' if has_fields => self.brace(byte, quote, nesting)?,
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

    /// A brace in the text of an f-string: two are one letter.
    fn brace(&mut self, brace: u8, quote: u8, nesting: u8) -> Option<()> {
        if self.peek() == Some(brace) {
            self.at += 1;
            return Some(());
        }
        if brace == b'{' { self.field(quote, nesting) } else { None }
    }

    /// What stands in the braces of an f-string, without comments and lines of its own. Its strings have the other quotes, and
    /// none follows a colon, behind which quotes are only letters.
    fn field(&mut self, outer: u8, nesting: u8) -> Option<()> {
        let mut depth = 1_usize;
        let mut is_format = false;
        let mut word = None;
        while depth > 0 {
            let byte = self.text.get(self.at).copied()?;
            self.at += 1;
            match byte {
                b'"' | b'\'' => {
                    if byte == outer || is_format || nesting >= MOST_NESTING {
                        return None;
                    }
                    let start = word.unwrap_or(self.at - 1);
                    let has_fields = match self.text.get(start..self.at - 1)? {
                        [] => false,
                        word => prefix(word)?,
                    };
                    self.string(byte, has_fields, nesting + 1)?;
                }
                b'\\' | b'#' | b'\n' | b'\r' => return None,
                b'{' if self.text.get(self.at) == Some(&b'{') => return None,
                b'{' => depth += 1,
                b'}' => depth -= 1,
                b':' => is_format = true,
                _ => {}
            }
            let begins = !is_word(byte) || word.is_none();
            self.here.levels += usize::from(begins && byte != b' ');
            word = is_word(byte).then(|| word.unwrap_or(self.at - 1));
        }
        self.here.levels += 1;
        Some(())
    }
}

/// Strings in fields of strings that are read.
const MOST_NESTING: u8 = 3;

/// Whether the string after a prefix has fields; nothing where the word is none.
fn prefix(word: &[u8]) -> Option<bool> {
    match word.to_ascii_lowercase().as_slice() {
        b"r" | b"u" | b"b" | b"br" | b"rb" => Some(false),
        b"f" | b"t" | b"fr" | b"rf" | b"tr" | b"rt" => Some(true),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::skim;

    #[test]
    fn counts_what_is_plain() {
        assert_eq!(skim("x = 1\ny = f(a, b)\n", 60), Some((5, 0)));
        let blocks = "if x:\n    if y:\n\n        z\n    '''\n          x'''\n";
        assert_eq!(skim(blocks, 60).map(|(_, blocks)| blocks), Some(2));
        assert!(skim(&format!("x = [{}]", "1, ".repeat(100_000)), 60).is_some());
        assert!(skim("f'{a.b!r:>{w}} {{'; x = (\n# (\n'('\n)\n", 60).is_some());
        assert!(skim("f'{a[\"}\"]} {f\"{b}\" + rb\"(\"}'\n", 60).is_some());
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
            "f'{x:\">9}'",
            "f'{x\"}'",
            "f'{q\"a\"}'",
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
