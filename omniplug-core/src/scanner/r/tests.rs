//! R as it is attacked, and as it is ordinarily written.

use super::analyse;
use crate::scanner::analysis::{Analysis, SourceText};
use crate::scanner::rules::r::RULES;
use crate::scanner::{Capability, Severity};
use std::path::PathBuf;

fn scan(text: &str) -> Analysis {
    analyse(&SourceText { text })
}

fn worst(text: &str) -> Option<Severity> {
    scan(text).findings.iter().map(|finding| finding.severity).max()
}

fn corpus(folder: &str) -> Vec<(PathBuf, String)> {
    let folder = crate::scanner::corpus::folder().join("r").join(folder);
    let files = std::fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path());
    files.map(|path| (path.clone(), std::fs::read_to_string(path).unwrap())).collect()
}

#[test]
fn each_rule_finds_its_bad_example_and_leaves_its_good_one() {
    for rule in RULES {
        let finds = |text| scan(text).findings.iter().any(|finding| finding.rule.id == rule.id);
        assert!(finds(rule.example.bad), "{} misses {}", rule.id, rule.example.bad);
        assert!(!finds(rule.example.good), "{} finds {}", rule.id, rule.example.good);
        assert!(scan(rule.example.good).unreadable.is_none(), "{}", rule.id);
    }
}

#[test]
fn finds_every_hostile_snippet() {
    let hostile = corpus("hostile");
    assert!(hostile.len() >= 710);
    for (path, text) in hostile {
        assert!(worst(&text) >= Some(Severity::Medium), "{}:\n{text}", path.display());
    }
}

#[test]
fn leaves_every_benign_snippet_alone() {
    let benign = corpus("benign");
    assert!(benign.len() >= 280);
    for (path, text) in benign {
        let analysis = scan(&text);
        let loud = analysis.findings.iter().find(|finding| finding.severity >= Severity::Medium);
        assert!(
            loud.is_none(),
            "{}: {:?}\n{text}",
            path.display(),
            loud.map(|finding| &finding.message)
        );
        assert_eq!(analysis.unreadable, None, "{}", path.display());
    }
}

#[test]
fn ordinary_reflection_stays_silent() {
    for text in [
        "f <- function(x, data) eval(substitute(x), data)",
        "eval(quote(a + b))",
        "df$eval(1); torch$eval()",
        "x <- 'system(\"id\")' # system('id')",
    ] {
        assert_eq!(scan(text).findings, [], "{text}");
    }
}

#[test]
fn functions_of_r_stay_what_they_are() {
    for text in [
        "if (FALSE) system <- identity\nsystem('id')",
        "system <- function(x) x\nrm(system)\nsystem('id')",
        "system <- function(x) x\nf <- function() system('id')\nrm(system)\nf()",
        "system <- 1\nsystem('id')",
        "if (FALSE) system <- identity\n'system'('id')",
        "if (FALSE) system <- identity\nget('system')('id')",
        "for (system in 1) 1\nsystem('id')",
    ] {
        assert!(worst(text) >= Some(Severity::Medium), "{text}");
    }
}

#[test]
fn severity_follows_where_text_comes_from() {
    assert_eq!(worst("system('git --version')"), Some(Severity::Low));
    assert_eq!(worst("system(cmd)"), Some(Severity::Medium));
    assert_eq!(worst("system(readline())"), Some(Severity::High));
    assert_eq!(worst("x <- readline()\ny <- paste('ls', x)\nsystem(y)"), Some(Severity::High));
    assert_eq!(worst("system('rm -rf /')"), Some(Severity::Critical));
}

#[test]
fn infers_capabilities() {
    let able = |text| scan(text).capabilities.into_iter().collect::<Vec<_>>();
    assert_eq!(able("httr::GET('https://example.org')"), [Capability::Network]);
    assert_eq!(able("system('git status')"), [Capability::Process]);
    assert_eq!(able("saveRDS(x, 'x.rds')"), [Capability::FileWrite]);
    assert_eq!(able(".Call(C_f, 1)"), [Capability::Native]);
    assert_eq!(able("Sys.getenv('HOME')"), [Capability::Environment]);
    assert_eq!(able("eval(parse(text = x))"), [Capability::DynamicCode]);
    assert_eq!(able("x <- 1 + 1"), []);
}

#[test]
fn says_what_does_not_parse_and_judges_the_rest() {
    let analysis = scan("system('id')\nx <- (1\n");
    assert_eq!(analysis.unreadable.as_deref(), Some("line 2 does not parse as R"));
    assert!(scan("f(").unreadable.is_some());
    assert!(!scan("system('id')\n\n)\n").findings.is_empty());
}

#[test]
fn keeps_comments_for_suppressions() {
    assert_eq!(scan("x <- 1 # nolint\n").comments, [(7, 15)]);
}

/// The text, and whether all of it is read.
fn extremes() -> Vec<(String, bool)> {
    let open = 100_000;
    vec![
        ("(".repeat(open), false),
        (format!("{}1{}", "(".repeat(open), ")".repeat(open)), false),
        (format!("x <- {}1", "-".repeat(open)), true),
        (format!("{}1", "x <- ".repeat(20_000)), true),
        (format!("system('id'){}", " + 1".repeat(open)), true),
        (format!("x <- c({}0)", "0, ".repeat(open)), true),
        (format!("x <- list({}0)", "a = 'b', ".repeat(open)), true),
        (format!("{}1", "function(x) ".repeat(5_000)), true),
        ("x <- list(x)\n".repeat(10_000), true),
        ("x <- paste0(x, x)\n".repeat(10_000), true),
        ("x <- 'ab'\n".to_owned() + &"x <- paste0(x, x)\n".repeat(2_000), true),
        ("f <- function(x) f(f(x))\n".repeat(2_000), true),
        (format!("x{}", "$y".repeat(open)), true),
        (format!("f{}", "()".repeat(open)), true),
        (format!("x {}", "%>% f() ".repeat(20_000)), true),
        (format!("'{}", "a".repeat(100_000)), false),
        ("x <- ''\nfor (i in c('a', 'b')) x <- paste0(x, i)\n".repeat(3_000), true),
        (format!("{}x <- 1{}", "for (i in 1:60) {".repeat(500), "}".repeat(500)), true),
        (format!("y <- 'system'\n{}", "get(z(1))('id')\n".repeat(10_000)), true),
        ("f <- function(a) paste0(a, a)\ny <- sapply(c('a', 'b'), f)\n".repeat(3_000), true),
        ("x <- gsub('(a|b)+c*(d|e)+', 'z', paste0(x, 'abc'))\n".repeat(3_000), true),
        (
            "g <- if (a) Reduce else if (b) reduce else accumulate\n\
             f <- list(Reduce, reduce, accumulate)\ng(g, f, f)\n"
                .to_owned(),
            false,
        ),
    ]
}

#[test]
fn survives_extremes() {
    for (text, whole) in extremes() {
        let start: String = text.chars().take(40).collect();
        assert_eq!(scan(&text).unreadable.is_none(), whole, "{start}");
    }
}

/// A generator of numbers that is the same in every run.
fn next(state: &mut u64) -> usize {
    *state ^= *state << 13;
    *state ^= *state >> 7;
    *state ^= *state << 17;
    (*state >> 16) as usize
}

#[test]
fn survives_mutations() {
    let pieces = [
        "(",
        ")",
        "{",
        "[[",
        "]]",
        "\"",
        "'",
        "`",
        "\\",
        "%>%",
        "|>",
        "<-",
        "->",
        "function(",
        "r\"(",
        "::",
        "$",
        "#",
        "\n",
        "\u{0}",
        "\u{202e}",
        "if (",
        "else",
        "eval(parse(text=",
        "do.call(",
        "...",
        "..1",
        "é",
        "_",
    ];
    let texts: Vec<String> =
        corpus("hostile").into_iter().chain(corpus("benign")).map(|(_, text)| text).collect();
    let mut state = 0x9e37_79b9_7f4a_7c15;
    for round in 0..1_500 {
        let mut letters: Vec<char> = texts[round % texts.len()].chars().collect();
        for _ in 0..1 + next(&mut state) % 6 {
            let at = next(&mut state) % (letters.len() + 1);
            match next(&mut state) % 3 {
                0 => drop(letters.drain(at..(at + next(&mut state) % 8).min(letters.len()))),
                1 => drop(letters.splice(at..at, pieces[next(&mut state) % pieces.len()].chars())),
                _ => {
                    let other = &texts[next(&mut state) % texts.len()];
                    drop(letters.splice(at..at, other.chars().take(60)));
                }
            }
        }
        let text: String = letters.into_iter().collect();
        for finding in scan(&text).findings {
            assert!(
                finding.start <= finding.end && text.get(finding.start..finding.end).is_some(),
                "{text}"
            );
        }
    }
}
