//! How deep a tree can become, told from the tokens before there is a tree.
//!
//! Dropping or walking a tree recurses, and a stack that overflows ends the whole process. What is counted here is a
//! ceiling: every token that could open a level does.

use super::skim::skim;
use ruff_python_ast::token::TokenKind;
use ruff_python_parser::{Mode, lexer::lex};

/// Python's own limit of blocks in blocks.
const MOST_BLOCKS: usize = 100;
/// Python's own limit of brackets in brackets.
const MOST_BRACKETS: usize = 200;
/// More than any Python compiles in one expression.
const MOST_LEVELS: usize = 20_000;

/// Levels of an expression that the quick count may find.
const SHALLOW: usize = 60;

/// A ceiling of the depth of the text's tree, or why there must be none.
pub(super) fn ceiling(text: &str) -> Result<usize, String> {
    let (levels, blocks) = match skim(text, SHALLOW) {
        Some(both) => both,
        None => (expressions(text)?, indentations(text.as_bytes())),
    };
    if blocks > MOST_BLOCKS {
        return Err(format!("its blocks are nested more than {MOST_BLOCKS} deep"));
    }
    if levels > MOST_LEVELS {
        return Err(format!("an expression of it is more than {MOST_LEVELS} levels deep"));
    }
    Ok(levels + blocks * 4)
}

/// Blocks in one another, by the lines as they stand: a parser that recovers from an error sees blocks where the tokens
/// show none.
#[derive(Debug, Default)]
pub(super) struct Blocks {
    open: Vec<usize>,
    pub(super) most: usize,
}

impl Blocks {
    /// Counts a line that is indented so far and not empty.
    pub(super) fn line(&mut self, width: usize) {
        while self.open.last().is_some_and(|&outer| outer >= width) {
            self.open.pop();
        }
        if width > 0 {
            self.open.push(width);
            self.most = self.most.max(self.open.len());
        }
    }
}

/// The most blocks in one another, of all lines.
fn indentations(text: &[u8]) -> usize {
    let mut blocks = Blocks::default();
    for line in text.split(|byte| matches!(byte, b'\n' | b'\r')) {
        let blank = |byte: &u8| matches!(byte, b' ' | b'\t' | b'\x0c');
        if let Some(width) = line.iter().position(|byte| !blank(byte)) {
            blocks.line(width);
        }
    }
    blocks.most
}

/// One level of brackets: the closing one, and what was counted since the last comma.
struct Level {
    close: TokenKind,
    count: usize,
    keeps: bool,
}

fn expressions(text: &str) -> Result<usize, String> {
    let mut lexer = lex(text, Mode::Module);
    let mut levels = vec![Level { close: TokenKind::EndOfFile, count: 0, keeps: false }];
    let mut outer = 0_usize;
    let mut most = 0;
    loop {
        let kind = lexer.next_token();
        let opens = match kind {
            TokenKind::EndOfFile => break,
            TokenKind::Lpar => Some(TokenKind::Rpar),
            TokenKind::Lsqb => Some(TokenKind::Rsqb),
            TokenKind::Lbrace => Some(TokenKind::Rbrace),
            _ => None,
        };
        let Some(level) = levels.last_mut() else { break };
        if let Some(close) = opens {
            level.count += 1;
            outer += level.count;
            levels.push(Level { close, count: 0, keeps: false });
            if levels.len() > MOST_BRACKETS + 1 {
                return Err(format!("its brackets are nested more than {MOST_BRACKETS} deep"));
            }
        } else if matches!(kind, TokenKind::Rpar | TokenKind::Rsqb | TokenKind::Rbrace) {
            if level.close != kind {
                return Err("its brackets do not match".to_owned());
            }
            levels.pop();
            outer -= levels.last().map_or(0, |level| level.count);
        } else {
            count(level, kind);
        }
        most = most.max(outer + levels.last().map_or(0, |level| level.count));
    }
    if levels.len() > 1 {
        return Err("its brackets do not match".to_owned());
    }
    Ok(most)
}

fn count(level: &mut Level, kind: TokenKind) {
    match kind {
        TokenKind::Newline | TokenKind::Semi => (level.count, level.keeps) = (0, false),
        TokenKind::Comma if !level.keeps => level.count = 0,
        TokenKind::Lambda => (level.count, level.keeps) = (level.count + 1, true),
        TokenKind::Comma
        | TokenKind::Name
        | TokenKind::Int
        | TokenKind::Float
        | TokenKind::Complex
        | TokenKind::String
        | TokenKind::FStringStart
        | TokenKind::FStringMiddle
        | TokenKind::FStringEnd
        | TokenKind::TStringStart
        | TokenKind::TStringMiddle
        | TokenKind::TStringEnd
        | TokenKind::Comment
        | TokenKind::NonLogicalNewline
        | TokenKind::Indent
        | TokenKind::Dedent => {}
        _ => level.count += 1,
    }
}

#[cfg(test)]
mod tests {
    use super::{ceiling, expressions};
    use crate::scanner::python::skim::skim;

    /// What the quick count says is never less than what the tokens say.
    #[test]
    fn the_quick_count_is_the_higher_one() {
        for rule in crate::scanner::rules::python::RULES {
            for text in [rule.example.bad, rule.example.good] {
                for (cut, _) in text.char_indices() {
                    let (head, tail) = text.split_at(cut);
                    for text in [head, tail, &format!("{tail}{head}"), &format!("f'{head}'{tail}")]
                    {
                        let Some(quick) = skim(text, usize::MAX) else { continue };
                        let exact = expressions(text);
                        assert!(exact.is_ok_and(|exact| exact <= quick.0), "{text}");
                    }
                }
            }
        }
    }

    #[test]
    fn counts_chains_and_not_lists() {
        assert!(ceiling(&format!("x = [{}]", "1, ".repeat(100_000))).is_ok_and(|depth| depth < 10));
        let sum = ceiling(&format!("x = 1{}", " + 1".repeat(1_500)));
        assert!(sum.is_ok_and(|depth| (1_500..2_000).contains(&depth)));
        let calls = ceiling(&format!("x{}", "()".repeat(900)));
        assert!(calls.is_ok_and(|depth| depth >= 900));
    }

    #[test]
    fn refuses_what_would_overflow() {
        for text in [
            format!("{}{}", "(".repeat(100_000), ")".repeat(100_000)),
            "(".repeat(100_000),
            format!("x = {}1", "-".repeat(100_000)),
            format!("x = {}1", "not ".repeat(100_000)),
            format!("x = {}1", "lambda a, b: ".repeat(100_000)),
            format!("x{}", ".a".repeat(100_000)),
            format!(
                "x = (1\n{}",
                (0..500).map(|n| format!("{}if 1:\n", " ".repeat(n))).collect::<String>()
            ),
        ] {
            assert!(ceiling(&text).is_err(), "{}", &text[..40]);
        }
    }
}
