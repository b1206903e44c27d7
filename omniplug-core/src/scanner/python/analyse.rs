//! From a text to its analysis.

use super::checks::raw;
use super::depth::ceiling;
use super::names::{FUEL, MODULE, Names};
use super::outline::outline;
use super::visit::Visit;
use crate::scanner::Severity;
use crate::scanner::analysis::{Analysis, RawFinding, SourceText};
use ruff_python_ast::Mod;
use ruff_python_ast::token::TokenKind;
use ruff_python_parser::{Mode, ParseOptions, parse_unchecked};
use ruff_text_size::Ranged;
use std::panic::{AssertUnwindSafe, catch_unwind};

/// Levels that any thread's stack carries.
const SHALLOW: usize = 60;
/// Enough for the deepest tree that is built; what is not used is never backed by memory.
const STACK: usize = 1 << 30;
/// Texts that are run as code, inside one another.
const MOST_NESTING: u8 = 3;
/// What reading such a text takes of the steps of the file around it.
const STEPS_FOR_BYTE: usize = 4;

/// Analyses Python source, whatever it is.
///
/// It comes back from every text: what is nested too deep is refused before a tree is built, and what a parser stumbles over
/// is said in `unreadable`, with the findings in the rest.
pub(in crate::scanner) fn analyse(source: &SourceText<'_>) -> Analysis {
    nested(source.text, 0, &mut { FUEL })
}

/// Analyses a text of Python and counts its findings of medium or higher, for benchmarks and fuzzing.
pub fn count_findings(text: &str) -> usize {
    let analysis = analyse(&SourceText { text });
    analysis.findings.iter().filter(|finding| finding.severity >= Severity::Medium).count()
}

/// Findings of medium or higher in a text that is run as code; none where it cannot be read. It takes its steps from those of
/// the file around it.
pub(super) fn findings_inside(
    text: &str,
    nesting: u8,
    around: &Names<'_>,
) -> Option<Vec<RawFinding>> {
    around.burn(text.len().saturating_mul(STEPS_FOR_BYTE));
    if nesting > MOST_NESTING || around.is_exhausted() {
        return None;
    }
    let dedented = text.trim_start_matches([' ', '\t', '\n', '\r']);
    let mut fuel = around.fuel();
    let analysis = nested(dedented, nesting, &mut fuel);
    around.burn(usize::try_from(around.fuel() - fuel).unwrap_or(usize::MAX));
    let worth = |finding: &RawFinding| finding.severity >= Severity::Medium;
    match analysis.unreadable {
        Some(_) => None,
        None => Some(analysis.findings.into_iter().filter(worth).collect()),
    }
}

fn nested(text: &str, nesting: u8, fuel: &mut u64) -> Analysis {
    let mut analysis = catch_unwind(AssertUnwindSafe(|| guarded(text, nesting, fuel)))
        .unwrap_or_else(|_| refused("the parser failed on it".to_owned()));
    analysis.findings.sort_by_key(|finding| (finding.start, finding.rule.id));
    analysis.findings.dedup();
    analysis
}

fn refused(reason: String) -> Analysis {
    Analysis { unreadable: Some(reason), ..Analysis::default() }
}

fn guarded(text: &str, nesting: u8, fuel: &mut u64) -> Analysis {
    let levels = match u32::try_from(text.len())
        .map_err(|_| "it is larger than 4 GiB".to_owned())
        .and_then(|_| ceiling(text))
    {
        Ok(levels) => levels,
        Err(reason) => {
            let mut analysis = refused(reason);
            raw(text, &mut analysis.findings);
            return analysis;
        }
    };
    if levels <= SHALLOW {
        return walk(text, nesting, fuel);
    }
    std::thread::scope(|scope| {
        let builder = std::thread::Builder::new().name("scan".to_owned()).stack_size(STACK);
        let thread = builder.spawn_scoped(scope, || walk(text, nesting, fuel));
        let result = thread.map(std::thread::ScopedJoinHandle::join);
        match result {
            Ok(Ok(analysis)) => analysis,
            _ => refused("the parser failed on it".to_owned()),
        }
    })
}

fn walk(text: &str, nesting: u8, fuel: &mut u64) -> Analysis {
    let parse = |mode| parse_unchecked(text, ParseOptions::from(mode));
    let mut parsed = parse(Mode::Module);
    let magic = |line: &str| line.trim_start().starts_with(['%', '!']);
    if !parsed.errors().is_empty()
        && text.lines().any(magic)
        // The parser gives up on some texts that are no IPython either.
        && let Ok(with_magic) = catch_unwind(|| parse(Mode::Ipython))
    {
        parsed = with_magic;
    }
    let mut analysis = Analysis::default();
    raw(text, &mut analysis.findings);
    for token in parsed.tokens() {
        if token.kind() == TokenKind::Comment {
            analysis.comments.push((token.start().to_usize(), token.end().to_usize()));
        }
    }
    if let Some(error) = parsed.errors().first() {
        let line = text
            .get(..error.location.start().to_usize())
            .map_or(0, |before| before.matches('\n').count());
        analysis.unreadable =
            Some(format!("line {} is not Python that can be read: {}", line + 1, error.error));
    }
    let Mod::Module(module) = parsed.syntax() else { return analysis };
    let names = outline(&module.body, *fuel);
    let mut visit = Visit::new(&names, text, nesting, MODULE);
    visit.module(&module.body);
    *fuel = names.fuel();
    if names.is_exhausted() {
        analysis
            .unreadable
            .get_or_insert_with(|| "its names are too entangled to follow".to_owned());
    }
    analysis.findings.append(&mut visit.found);
    analysis.capabilities.append(&mut visit.capabilities);
    analysis
}

#[cfg(test)]
mod tests {
    use super::*;

    fn ids(text: &str) -> Vec<&'static str> {
        analyse(&SourceText { text }).findings.iter().map(|finding| finding.rule.id).collect()
    }

    #[test]
    fn survives_and_says_so() {
        for text in [
            format!("{}1{}", "[".repeat(100_000), "]".repeat(100_000)),
            "(".repeat(100_000),
            format!("x = {}1", "not ".repeat(100_000)),
            (0..300).map(|depth| format!("{}if 1:\n", " ".repeat(depth))).collect::<String>(),
            "def f(:\n  os.system('x'".to_owned(),
            format!("x = {}1", "lambda: ".repeat(100_000)),
            "\u{0}\u{ffff}".to_owned(),
        ] {
            let analysis = analyse(&SourceText { text: &text });
            assert!(analysis.unreadable.is_some(), "{}", text.chars().take(40).collect::<String>());
        }
    }

    /// Each takes gigabytes, or minutes, where only single constants are bounded.
    #[test]
    fn what_grows_is_bounded() {
        let large = "a = 'A' * 1048576\n";
        for text in [
            "x = ('a' * 1000000).replace('a', 'b' * 1000000)\n".to_owned(),
            "x = ('b' * 1000000).join('a' * 1000000)\n".to_owned(),
            "x = (b'b' * 1000000).join([b'a'] * 1000000)\n".to_owned(),
            "x = ('{0}' * 300000).format('b' * 1000000)\n".to_owned(),
            format!("{large}x = ''.join(a for _ in range(20000))\n"),
            format!("x = ''.join([{}])\n", "'A' * 1048570, ".repeat(20_000)),
            format!("{large}x = '{{}}'.format({})\n", "a, ".repeat(20_000)),
            format!("{large}x = f'{}'\n", "{a}".repeat(20_000)),
            format!("{large}import os\nx = os.path.join({})\n", "a, ".repeat(20_000)),
            "import html\nx = eval(html.unescape('&#' * 500000))\n".to_owned(),
        ] {
            analyse(&SourceText { text: &text });
        }
        // Few steps, so that it takes seconds without optimizations too.
        for text in [
            format!("{large}{}", "y = a[0] + a[1] + a[2] + a[3]\n".repeat(3_000)),
            format!("a = 'x = 1\\n' * 100000\n{}", "exec(a)\n".repeat(3_000)),
        ] {
            let analysis = nested(&text, 0, &mut 10_000_000);
            assert!(analysis.unreadable.is_some(), "{text:.60}");
        }
    }

    #[test]
    fn sees_behind_what_is_long() {
        let sum = format!("import os\nx = {}\nos.system(input())\n", vec!["1"; 1_500].join(" + "));
        assert!(ids(&sum).contains(&"PY201"));
        let list = format!("import os\nx = [{}]\nos.system(input())\n", "1, ".repeat(100_000));
        assert!(ids(&list).contains(&"PY201"));
        let long = format!("import os\nx = 1{}\nos.system(input())\n", " + 1".repeat(15_000));
        assert!(ids(&long).contains(&"PY201"));
        let text = format!("import os\nos.system({})\n", vec!["'a'"; 1_500].join(" + "));
        assert!(ids(&text).contains(&"PY201"));
    }

    #[test]
    fn no_name_hides_another_that_it_is_not() {
        for text in [
            "import os\ndef f():\n    os.x = 1\n    os.system(input())\n".to_owned(),
            "import os\ndef f():\n    os.write(1, b'x')\n    os.system(input())\n".to_owned(),
            "import os\ndef f():\n    [0 for os in ()]\n    os.system(input())\n".to_owned(),
            "import os\n[0 for os in ()]\nos.system(input())\n".to_owned(),
            format!("import os\n{}os.system(input())\n", "os.x = 1\n".repeat(40)),
            format!("import os as o\nm = o\n{}m.system(input())\n", "m.x = 1\n".repeat(40)),
            "import os\ndef f():\n    [(s := os.system) for _ in '1']\n    s(input())\n".to_owned(),
            "import os\ndef f(x=lambda: [(y := 1) for _ in '1']):\n    os.system(input())\n"
                .to_owned(),
        ] {
            assert!(ids(&text).contains(&"PY201"), "{text}");
        }
    }

    #[test]
    fn functions_that_run_code_stay_what_they_are() {
        for text in [
            "def exec(x):\n    pass\ndel exec\nexec(input())\n",
            "if 0:\n    exec = print\nexec(input())\n",
            "try:\n    exec = missing\nexcept NameError:\n    pass\nexec(input())\n",
            "exec(input())\ndef exec(x):\n    pass\n",
            "def f():\n    exec(input())\nf()\ndef exec(x):\n    pass\n",
        ] {
            assert!(ids(text).contains(&"PY101"), "{text}");
        }
        assert!(!ids("def exec(x):\n    pass\nexec(input())\n").contains(&"PY101"));
    }

    #[test]
    fn keeps_what_stands_before_an_error() {
        let analysis = analyse(&SourceText { text: "import os\nos.system(input())\nprint 'x'\n" });
        assert!(analysis.unreadable.is_some());
        assert!(analysis.findings.iter().any(|finding| finding.rule.id == "PY201"));
    }

    #[test]
    fn keeps_what_can_be_read_where_the_parser_gives_up() {
        let text = "import os\nos.system(input())\nimport(,\n!\n,)";
        let analysis = analyse(&SourceText { text });
        assert!(analysis.unreadable.is_some());
        assert!(analysis.findings.iter().any(|finding| finding.rule.id == "PY201"));
    }

    #[test]
    fn tells_comments_from_code() {
        let text = "x = '# eval(y)'  # nosec\n";
        let analysis = analyse(&SourceText { text });
        assert!(analysis.findings.is_empty());
        assert_eq!(
            analysis.comments.iter().map(|&(start, end)| &text[start..end]).collect::<Vec<_>>(),
            ["# nosec"]
        );
    }

    #[test]
    fn every_rule_finds_its_bad_example_and_not_its_good_one() {
        for rule in crate::scanner::rules::python::RULES {
            assert!(ids(rule.example.bad).contains(&rule.id), "{} misses its bad example", rule.id);
            assert!(
                !ids(rule.example.good).contains(&rule.id),
                "{} flags its good example",
                rule.id
            );
        }
    }

    /// Bounded and the same each time: the fuzz target in `fuzz` looks further.
    #[test]
    fn survives_mutations() {
        let parts = [
            "(", ")", "[", "{", "}", "\"", "'", "\n", "    ", "\t", ":", "lambda ", "f\"{", "=",
            "\\", "#", "\u{202e}", "0x", "..", "if ", "eval(", "+", "\0", "é",
        ];
        let mut state = 0x2545_f491_4f6c_dd1d_u64;
        let mut next = |most: usize| {
            state ^= state << 13;
            state ^= state >> 7;
            state ^= state << 17;
            usize::try_from(state % most.max(1) as u64).unwrap()
        };
        for rule in crate::scanner::rules::python::RULES {
            for _ in 0..20 {
                let mut text: Vec<char> = rule.example.bad.chars().take(400).collect();
                for _ in 0..=next(4) {
                    let at = next(text.len() + 1);
                    if next(3) == 0 && !text.is_empty() {
                        text.remove(at.min(text.len() - 1));
                    } else {
                        let part = parts[next(parts.len())];
                        text.splice(at..at, part.chars());
                    }
                }
                let text: String = text.into_iter().collect();
                let analysis = analyse(&SourceText { text: &text });
                for finding in &analysis.findings {
                    assert!(text.get(finding.start..finding.end).is_some(), "{text:?}");
                }
            }
        }
    }
}
