//! Code that is not meant to be read.

use crate::scanner::{Capability, Confidence, Example, Group, Rule, RuleLanguage, Severity};

macro_rules! repeated {
    ($($text:literal)*) => { concat!("x <- \"", $($text, $text, $text, $text,)* "\"\n") };
}

/// 4,200 characters without a space.
const HUGE_EXAMPLE: &str = repeated!(
    "QUJDREVGR0hJSktMTU5PUFFSU1RVVldYWVowMTIzNDU2Nzg5YWJjZGVmZ2hpamtsbW5vcHFyc3R1dnd4eXo"
    "QUJDREVGR0hJSktMTU5PUFFSU1RVVldYWVowMTIzNDU2Nzg5YWJjZGVmZ2hpamtsbW5vcHFyc3R1dnd4eXo"
    "QUJDREVGR0hJSktMTU5PUFFSU1RVVldYWVowMTIzNDU2Nzg5YWJjZGVmZ2hpamtsbW5vcHFyc3R1dnd4eXo"
    "QUJDREVGR0hJSktMTU5PUFFSU1RVVldYWVowMTIzNDU2Nzg5YWJjZGVmZ2hpamtsbW5vcHFyc3R1dnd4eXo"
    "QUJDREVGR0hJSktMTU5PUFFSU1RVVldYWVowMTIzNDU2Nzg5YWJjZGVmZ2hpamtsbW5vcHFyc3R1dnd4eXo"
    "QUJDREVGR0hJSktMTU5PUFFSU1RVVldYWVowMTIzNDU2Nzg5YWJjZGVmZ2hpamtsbW5vcHFyc3R1dnd4eXo"
    "QUJDREVGR0hJSktMTU5PUFFSU1RVVldYWVowMTIzNDU2Nzg5YWJjZGVmZ2hpamtsbW5vcHFyc3R1dnd4eXo"
    "QUJDREVGR0hJSktMTU5PUFFSU1RVVldYWVowMTIzNDU2Nzg5YWJjZGVmZ2hpamtsbW5vcHFyc3R1dnd4eXo"
    "QUJDREVGR0hJSktMTU5PUFFSU1RVVldYWVowMTIzNDU2Nzg5YWJjZGVmZ2hpamtsbW5vcHFyc3R1dnd4eXo"
    "QUJDREVGR0hJSktMTU5PUFFSU1RVVldYWVowMTIzNDU2Nzg5YWJjZGVmZ2hpamtsbW5vcHFyc3R1dnd4eXo"
    "QUJDREVGR0hJSktMTU5PUFFSU1RVVldYWVowMTIzNDU2Nzg5YWJjZGVmZ2hpamtsbW5vcHFyc3R1dnd4eXo"
    "QUJDREVGR0hJSktMTU5PUFFSU1RVVldYWVowMTIzNDU2Nzg5YWJjZGVmZ2hpamtsbW5vcHFyc3R1dnd4eXo"
    "QUJDREVGR0hJSktMTU5PUFFSU1RVVldYWVowMTIzNDU2Nzg5YWJjZGVmZ2hpamtsbW5vcHFyc3R1dnd4eXo"
);

pub(in crate::scanner) static DECODED_CODE: Rule = Rule {
    id: "R401",
    name: "decoded-code",
    language: RuleLanguage::R,
    group: Group::Obfuscation,
    severity: Severity::Critical,
    confidence: Confidence::High,
    cwe: 506,
    aliases: &[],
    capability: Some(Capability::DynamicCode),
    title: "code is decoded and run",
    explanation: "Code that is kept as base64, hexadecimal or character codes is meant not to be read.",
    remedy: "Write the code as code.",
    example: Example {
        bad: "eval(parse(text = rawToChar(as.raw(c(49, 43, 49)))))\n",
        good: "letter <- intToUtf8(65)\n",
    },
};

pub(in crate::scanner) static ASSEMBLED_NAME: Rule = Rule {
    id: "R402",
    name: "assembled-name",
    language: RuleLanguage::R,
    group: Group::Obfuscation,
    severity: Severity::High,
    confidence: Confidence::High,
    cwe: 506,
    aliases: &[],
    capability: Some(Capability::DynamicCode),
    title: "the name of a function is put together from pieces",
    explanation: "Pieces that only together name a function that starts programs or runs text hide it from readers and from search.",
    remedy: "Call the function by its name.",
    example: Example {
        bad: "do.call(paste0(\"sys\", \"tem\"), list(\"id\"))\n",
        good: "do.call(paste0(\"r\", \"bind\"), list(1, 2))\n",
    },
};

pub(in crate::scanner) static BIDIRECTIONAL_TEXT: Rule = Rule {
    id: "R403",
    name: "bidirectional-text",
    language: RuleLanguage::R,
    group: Group::Obfuscation,
    severity: Severity::High,
    confidence: Confidence::High,
    cwe: 1007,
    aliases: &["B613"],
    capability: None,
    title: "characters change the direction of the text",
    explanation: "The code runs in another order than it is shown in.",
    remedy: "Remove the characters.",
    example: Example { bad: "x <- 1 # \u{202e} if admin\n", good: "x <- 1 # if admin\n" },
};

pub(in crate::scanner) static INVISIBLE_CHARACTER: Rule = Rule {
    id: "R404",
    name: "invisible-character",
    language: RuleLanguage::R,
    group: Group::Obfuscation,
    severity: Severity::Medium,
    confidence: Confidence::High,
    cwe: 1007,
    aliases: &[],
    capability: None,
    title: "characters that nobody sees stand in the code",
    explanation: "Names that look alike are different, and text can be hidden in them.",
    remedy: "Remove the characters.",
    example: Example { bad: "to\u{200b}tal <- 1\n", good: "total <- 1\n" },
};

pub(in crate::scanner) static LOOKALIKE_NAME: Rule = Rule {
    id: "R405",
    name: "lookalike-name",
    language: RuleLanguage::R,
    group: Group::Obfuscation,
    severity: Severity::Medium,
    confidence: Confidence::Medium,
    cwe: 1007,
    aliases: &[],
    capability: None,
    title: "a name mixes alphabets",
    explanation: "A Cyrillic or Greek letter that looks Latin makes a second name that reads like the first.",
    remedy: "Write the name in one alphabet.",
    example: Example { bad: "t\u{43e}tal <- 1\n", good: "total <- 1\n" },
};

pub(in crate::scanner) static HUGE_LITERAL: Rule = Rule {
    id: "R406",
    name: "huge-literal",
    language: RuleLanguage::R,
    group: Group::Obfuscation,
    severity: Severity::Low,
    confidence: Confidence::Low,
    cwe: 506,
    aliases: &[],
    capability: None,
    title: "a very long text without spaces",
    explanation: "Programs and data are hidden in long texts that nobody reads.",
    remedy: "Ship the data as a file of its own format.",
    example: Example { bad: HUGE_EXAMPLE, good: "x <- \"a short text\"\n" },
};

pub(in crate::scanner) static DECODED_TEXT: Rule = Rule {
    id: "R407",
    name: "decoded-text",
    language: RuleLanguage::R,
    group: Group::Obfuscation,
    severity: Severity::High,
    confidence: Confidence::High,
    cwe: 506,
    aliases: &[],
    capability: None,
    title: "decoded text names something dangerous",
    explanation: "Character codes or base64 hide a command, a function or an address.",
    remedy: "Write the text as text.",
    example: Example {
        bad: "x <- intToUtf8(c(115, 121, 115, 116, 101, 109))\n",
        good: "x <- intToUtf8(c(104, 105))\n",
    },
};
