//! Hiding what the code does.

use crate::scanner::{Capability, Confidence, Example, Group, Rule, RuleLanguage, Severity};

pub(in crate::scanner) static DECODED_CODE: Rule = Rule {
    id: "PY401",
    name: "decoded-code",
    language: RuleLanguage::Python,
    group: Group::Obfuscation,
    severity: Severity::Critical,
    confidence: Confidence::High,
    cwe: 506,
    aliases: &[],
    capability: Some(Capability::DynamicCode),
    title: "Runs text that was decoded or decompressed",
    explanation: "There is no reason to encode code but to hide it.",
    remedy: "Write the code as code.",
    example: Example {
        bad: "import base64\nexec(base64.b64decode(\"cHJpbnQoMSk=\"))\n",
        good: "import base64\nimage = base64.b64decode(\"cHJpbnQoMSk=\")\n",
    },
};

pub(in crate::scanner) static ASSEMBLED_NAME: Rule = Rule {
    id: "PY402",
    name: "assembled-name",
    language: RuleLanguage::Python,
    group: Group::Obfuscation,
    severity: Severity::High,
    confidence: Confidence::Medium,
    cwe: 506,
    aliases: &[],
    capability: None,
    title: "Puts together the name of a dangerous function",
    explanation: "There is no reason to assemble such a name but to hide it.",
    remedy: "Import the module and name the function.",
    example: Example { bad: "name = \"sys\" + \"tem\"\n", good: "name = \"sub\" + \"title\"\n" },
};

pub(in crate::scanner) static BIDIRECTIONAL_TEXT: Rule = Rule {
    id: "PY403",
    name: "bidirectional-text",
    language: RuleLanguage::Python,
    group: Group::Obfuscation,
    severity: Severity::High,
    confidence: Confidence::Medium,
    cwe: 838,
    aliases: &["B613"],
    capability: None,
    title: "Has characters that reorder how the line is shown",
    explanation: "What a reviewer sees is not what runs.",
    remedy: "Remove the characters, or write them as escapes.",
    example: Example { bad: "admin = False  # \u{202e} check\n", good: "admin = False  # check\n" },
};

pub(in crate::scanner) static INVISIBLE_CHARACTER: Rule = Rule {
    id: "PY404",
    name: "invisible-character",
    language: RuleLanguage::Python,
    group: Group::Obfuscation,
    severity: Severity::Medium,
    confidence: Confidence::Medium,
    cwe: 838,
    aliases: &[],
    capability: None,
    title: "Has characters that are not shown",
    explanation: "Names that look alike are different, and text hides in what looks empty.",
    remedy: "Remove the characters, or write them as escapes.",
    example: Example {
        bad: "word = \"a\u{200b}\u{200b}\u{200b}\u{200b}b\"\n",
        good: "word = \"ab\"\n",
    },
};

pub(in crate::scanner) static LOOKALIKE_NAME: Rule = Rule {
    id: "PY405",
    name: "lookalike-name",
    language: RuleLanguage::Python,
    group: Group::Obfuscation,
    severity: Severity::Medium,
    confidence: Confidence::Medium,
    cwe: 1007,
    aliases: &[],
    capability: None,
    title: "Has a name with letters of another script that look the same",
    explanation: "The reader takes it for another name.",
    remedy: "Write names with letters of one script.",
    example: Example { bad: "p\u{430}ssed = check()\n", good: "\u{3b1} = 0.05\ngröße = 1\n" },
};

pub(in crate::scanner) static HUGE_LITERAL: Rule = Rule {
    id: "PY406",
    name: "huge-literal",
    language: RuleLanguage::Python,
    group: Group::Obfuscation,
    severity: Severity::Medium,
    confidence: Confidence::Medium,
    cwe: 506,
    aliases: &[],
    capability: None,
    title: "Holds a very long text that looks encoded",
    explanation: "Programs and keys travel as such text.",
    remedy: "Keep data in files of the package.",
    example: Example {
        bad: "blob = \"QUJDREVGR0hJSktMTU5PUFFSU1RVVldYWVphYmNkZWZnQUJDREVGR0hJSktMTU5PUFFSU1RVVldYWVphYmNkZWZnQUJDREVGR0hJSktMTU5PUFFSU1RVVldYWVphYmNkZWZnQUJDREVGR0hJSktMTU5PUFFSU1RVVldYWVphYmNkZWZnQUJDREVGR0hJSktMTU5PUFFSU1RVVldYWVphYmNkZWZnQUJDREVGR0hJSktMTU5PUFFSU1RVVldYWVphYmNkZWZnQUJDREVGR0hJSktMTU5PUFFSU1RVVldYWVphYmNkZWZnQUJDREVGR0hJSktMTU5PUFFSU1RVVldYWVphYmNkZWZnQUJDREVGR0hJSktMTU5PUFFSU1RVVldYWVphYmNkZWZnQUJDREVGR0hJSktMTU5PUFFSU1RVVldYWVphYmNkZWZnQUJDREVGR0hJSktMTU5PUFFSU1RVVldYWVphYmNkZWZnQUJDREVGR0hJSktMTU5PUFFSU1RVVldYWVphYmNkZWZnQUJDREVGR0hJSktMTU5PUFFSU1RVVldYWVphYmNkZWZnQUJDREVGR0hJSktMTU5PUFFSU1RVVldYWVphYmNkZWZnQUJDREVGR0hJSktMTU5PUFFSU1RVVldYWVphYmNkZWZnQUJDREVGR0hJSktMTU5PUFFSU1RVVldYWVphYmNkZWZnQUJDREVGR0hJSktMTU5PUFFSU1RVVldYWVphYmNkZWZnQUJDREVGR0hJSktMTU5PUFFSU1RVVldYWVphYmNkZWZnQUJDREVGR0hJSktMTU5PUFFSU1RVVldYWVphYmNkZWZnQUJDREVGR0hJSktMTU5PUFFSU1RVVldYWVphYmNkZWZnQUJDREVGR0hJSktMTU5PUFFSU1RVVldYWVphYmNkZWZnQUJDREVGR0hJSktMTU5PUFFSU1RVVldYWVphYmNkZWZnQUJDREVGR0hJSktMTU5PUFFSU1RVVldYWVphYmNkZWZnQUJDREVGR0hJSktMTU5PUFFSU1RVVldYWVphYmNkZWZnQUJDREVGR0hJSktMTU5PUFFSU1RVVldYWVphYmNkZWZnQUJDREVGR0hJSktMTU5PUFFSU1RVVldYWVphYmNkZWZnQUJDREVGR0hJSktMTU5PUFFSU1RVVldYWVphYmNkZWZnQUJDREVGR0hJSktMTU5PUFFSU1RVVldYWVphYmNkZWZnQUJDREVGR0hJSktMTU5PUFFSU1RVVldYWVphYmNkZWZnQUJDREVGR0hJSktMTU5PUFFSU1RVVldYWVphYmNkZWZnQUJDREVGR0hJSktMTU5PUFFSU1RVVldYWVphYmNkZWZnQUJDREVGR0hJSktMTU5PUFFSU1RVVldYWVphYmNkZWZnQUJDREVGR0hJSktMTU5PUFFSU1RVVldYWVphYmNkZWZnQUJDREVGR0hJSktMTU5PUFFSU1RVVldYWVphYmNkZWZnQUJDREVGR0hJSktMTU5PUFFSU1RVVldYWVphYmNkZWZnQUJDREVGR0hJSktMTU5PUFFSU1RVVldYWVphYmNkZWZnQUJDREVGR0hJSktMTU5PUFFSU1RVVldYWVphYmNkZWZnQUJDREVGR0hJSktMTU5PUFFSU1RVVldYWVphYmNkZWZnQUJDREVGR0hJSktMTU5PUFFSU1RVVldYWVphYmNkZWZnQUJDREVGR0hJSktMTU5PUFFSU1RVVldYWVphYmNkZWZnQUJDREVGR0hJSktMTU5PUFFSU1RVVldYWVphYmNkZWZnQUJDREVGR0hJSktMTU5PUFFSU1RVVldYWVphYmNkZWZnQUJDREVGR0hJSktMTU5PUFFSU1RVVldYWVphYmNkZWZnQUJDREVGR0hJSktMTU5PUFFSU1RVVldYWVphYmNkZWZnQUJDREVGR0hJSktMTU5PUFFSU1RVVldYWVphYmNkZWZnQUJDREVGR0hJSktMTU5PUFFSU1RVVldYWVphYmNkZWZnQUJDREVGR0hJSktMTU5PUFFSU1RVVldYWVphYmNkZWZnQUJDREVGR0hJSktMTU5PUFFSU1RVVldYWVphYmNkZWZnQUJDREVGR0hJSktMTU5PUFFSU1RVVldYWVphYmNkZWZnQUJDREVGR0hJSktMTU5PUFFSU1RVVldYWVphYmNkZWZnQUJDREVGR0hJSktMTU5PUFFSU1RVVldYWVphYmNkZWZnQUJDREVGR0hJSktMTU5PUFFSU1RVVldYWVphYmNkZWZnQUJDREVGR0hJSktMTU5PUFFSU1RVVldYWVphYmNkZWZnQUJDREVGR0hJSktMTU5PUFFSU1RVVldYWVphYmNkZWZnQUJDREVGR0hJSktMTU5PUFFSU1RVVldYWVphYmNkZWZnQUJDREVGR0hJSktMTU5PUFFSU1RVVldYWVphYmNkZWZnQUJDREVGR0hJSktMTU5PUFFSU1RVVldYWVphYmNkZWZnQUJDREVGR0hJSktMTU5PUFFSU1RVVldYWVphYmNkZWZnQUJDREVGR0hJSktMTU5PUFFSU1RVVldYWVphYmNkZWZnQUJDREVGR0hJSktMTU5PUFFSU1RVVldYWVphYmNkZWZn\"\n",
        good: "text = \"plain words\"\n",
    },
};

pub(in crate::scanner) static CHARACTERS_BY_CODE: Rule = Rule {
    id: "PY407",
    name: "characters-by-code",
    language: RuleLanguage::Python,
    group: Group::Obfuscation,
    severity: Severity::Medium,
    confidence: Confidence::Medium,
    cwe: 506,
    aliases: &[],
    capability: None,
    title: "Puts text together from the codes of its characters",
    explanation: "There is no reason to spell a text in numbers but to hide it.",
    remedy: "Write the text.",
    example: Example {
        bad: "word = chr(111) + chr(115) + chr(46) + chr(115) + chr(121)\n",
        good: "letters = [chr(97 + index) for index in range(26)]\n",
    },
};

pub(in crate::scanner) static ENCODED_PROGRAM: Rule = Rule {
    id: "PY408",
    name: "encoded-program",
    language: RuleLanguage::Python,
    group: Group::Obfuscation,
    severity: Severity::High,
    confidence: Confidence::Medium,
    cwe: 506,
    aliases: &[],
    capability: None,
    title: "Has an encoded text that is code, a command or an address",
    explanation: "There is no reason to encode it but to hide it.",
    remedy: "Write it as it is.",
    example: Example {
        bad: "part = \"aW1wb3J0IG9zOyBvcy5zeXN0ZW0oJ2xzJyk=\"\n",
        good: "part = \"aGVsbG8gd29ybGQ=\"\n",
    },
};

pub(in crate::scanner) static CODE_OFF_THE_SCREEN: Rule = Rule {
    id: "PY409",
    name: "code-off-the-screen",
    language: RuleLanguage::Python,
    group: Group::Obfuscation,
    severity: Severity::High,
    confidence: Confidence::Medium,
    cwe: 506,
    aliases: &[],
    capability: None,
    title: "Has code far to the right of what is shown",
    explanation: "White space pushes the statement out of sight.",
    remedy: "Put each statement on its own line.",
    example: Example {
        bad: "x = 1;                                                                                                                                                                                                        y = 2\n",
        good: "x = 1\ny = 2\n",
    },
};
