//! Passwords and keys in the code.

use crate::scanner::python::visit::Visit;
use crate::scanner::rules::python::crypto;
use crate::scanner::{Rule, Severity};
use regex::Regex;
use ruff_python_ast::{Expr, ExprCall, ExprCompare, ExprDict, Parameters};
use ruff_text_size::{Ranged, TextRange};
use std::sync::LazyLock;

/// Keys of services by their shape.
const KEYS: &[(&str, &str)] = &[
    (r"^(AKIA|ASIA)[0-9A-Z]{16}$", "an AWS key"),
    (r"^gh[pousr]_[0-9A-Za-z]{30,}$", "a GitHub token"),
    (r"^github_pat_[0-9A-Za-z_]{30,}$", "a GitHub token"),
    (r"^glpat-[0-9A-Za-z_-]{20}", "a GitLab token"),
    (r"^xox[abpr]-[0-9A-Za-z-]{10,}", "a Slack token"),
    (r"^AIza[0-9A-Za-z_-]{35}$", "a Google key"),
    (r"^(sk|rk|pk)_live_[0-9A-Za-z]{16,}$", "a Stripe key"),
    (r"^sk-[0-9A-Za-z_-]{20,}$", "a key of a language model"),
    (r"^hf_[0-9A-Za-z]{30,}$", "a Hugging Face token"),
    (r"^SG\.[0-9A-Za-z_-]{16,}\.[0-9A-Za-z_-]{16,}$", "a SendGrid key"),
    (r"^npm_[0-9A-Za-z]{36}$", "an npm token"),
    (r"^pypi-AgEIcHlwaS[0-9A-Za-z_-]{20,}", "a PyPI token"),
    (r"^eyJ[0-9A-Za-z_-]{8,}\.eyJ[0-9A-Za-z_-]{8,}\.", "a web token"),
    (r"-----BEGIN ([A-Z]+ )?PRIVATE KEY", "a private key"),
    (
        r"^(postgres(ql)?|mysql|mongodb(\+srv)?|redis|amqp|https?)://[^:/@\s]+:[^@/\s{}<>]{4,}@[^\s]+$",
        "an address with a password",
    ),
];

fn compile(pattern: &str) -> Option<Regex> {
    Regex::new(pattern).ok()
}

static KNOWN: LazyLock<Vec<(Regex, &str)>> = LazyLock::new(|| {
    KEYS.iter().filter_map(|(pattern, name)| Some((compile(pattern)?, *name))).collect()
});

/// Names of passwords as Bandit knows them.
fn is_candidate(name: &str) -> bool {
    let name = name.to_lowercase();
    let word = |part: &str| {
        matches!(
            part,
            "pass"
                | "passphrase"
                | "pwd"
                | "token"
                | "secret"
                | "secrete"
                | "passwd"
                | "password"
                | "passwrd"
                | "pasword"
                | "paswd"
                | "passswd"
                | "passord"
        )
    };
    name.split('_').any(word)
}

/// More names that hold secrets, where the value looks like one.
fn is_secret_name(name: &str) -> bool {
    let name = name.to_lowercase();
    [
        "password",
        "passwd",
        "pwd",
        "secret",
        "api_key",
        "apikey",
        "access_key",
        "auth_token",
        "private_key",
        "credential",
        "passphrase",
        "access_token",
        "bearer",
    ]
    .iter()
    .any(|word| name.contains(word))
        || name == "token"
        || name.ends_with("_token")
        || name.ends_with("_key") && name.contains("encrypt")
}

/// Names of what tells where a secret is, or how it is written.
fn is_about(name: &str) -> bool {
    let last = name.rsplit('_').next().unwrap_or(name).to_ascii_lowercase();
    matches!(
        last.as_str(),
        "header"
            | "name"
            | "column"
            | "field"
            | "param"
            | "parameter"
            | "variable"
            | "var"
            | "env"
            | "pattern"
            | "regex"
            | "url"
            | "uri"
            | "path"
            | "file"
            | "filename"
            | "prefix"
            | "suffix"
            | "label"
            | "id"
            | "type"
            | "help"
            | "format"
            | "endpoint"
    )
}

/// Whether a value is a secret and not a place for one.
fn looks_real(value: &str) -> bool {
    let lower = value.to_lowercase();
    let placeholder = [
        "xxx",
        "changeme",
        "change_me",
        "example",
        "your",
        "<",
        "{",
        "$",
        "%",
        "dummy",
        "placeholder",
        "test",
        "none",
        "null",
        "http",
        "env",
        "fake",
        "todo",
        "...",
        "sample",
        "***",
        "/",
        "\\",
    ]
    .iter()
    .any(|word| lower.contains(word));
    let plain = value.chars().all(|letter| {
        letter.is_ascii_lowercase() || letter == '_' || letter == '-' || letter == ' '
    });
    (6..200).contains(&value.len())
        && !placeholder
        && !value.contains(char::is_whitespace)
        && !plain
        && !value.chars().all(|letter| letter.is_ascii_uppercase() || letter == '_')
}

pub(super) fn known_key(text: &str) -> Option<&'static str> {
    const STARTS: &[&str] = &[
        "AKIA", "ASIA", "gh", "glpat-", "xox", "AIza", "sk", "rk_", "pk_", "hf_", "SG.", "npm_",
        "pypi-", "eyJ", "postgres", "mysql", "mongodb", "redis", "amqp", "http",
    ];
    if text.len() < 12
        || !(STARTS.iter().any(|start| text.starts_with(start)) || text.contains("PRIVATE KEY"))
    {
        return None;
    }
    if text.contains("@localhost") || text.contains("@127.0.0.1") || text.contains("example.") {
        return None;
    }
    // A name in words, as classes of style sheets have, is no key; nor is a word for a password a password.
    let digits = text.bytes().filter(u8::is_ascii_digit).count();
    let words = text.starts_with("sk-") && digits < 2;
    let placeholder = [":pass@", ":password@", ":pwd@", ":secret@", ":xxxx@", ":passwd@"];
    if words || placeholder.iter().any(|word| text.contains(word)) {
        return None;
    }
    KNOWN.iter().find(|(pattern, _)| pattern.is_match(text)).map(|(_, name)| *name)
}

fn judge(
    visit: &mut Visit<'_, '_>,
    rule: &'static Rule,
    name: &str,
    value: &Expr,
    range: TextRange,
) {
    let Expr::StringLiteral(literal) = value else { return };
    let text = literal.value.to_str();
    let real = is_secret_name(name) && !is_about(name) && looks_real(text);
    if real || is_candidate(name) {
        let severity = if real { Severity::Medium } else { Severity::Low };
        visit.report(rule, severity, name, range);
    }
}

pub(in crate::scanner::python) fn assigned<'a>(
    visit: &mut Visit<'_, 'a>,
    target: &'a Expr,
    value: &'a Expr,
) {
    let name = match target {
        Expr::Name(name) => name.id.as_str(),
        Expr::Attribute(attribute) => attribute.attr.as_str(),
        Expr::Subscript(subscript) => match &*subscript.slice {
            Expr::StringLiteral(key) => key.value.to_str(),
            _ => return,
        },
        _ => return,
    };
    judge(visit, &crypto::PASSWORD_IN_CODE, name, value, value.range());
}

pub(in crate::scanner::python) fn entries<'a>(visit: &mut Visit<'_, 'a>, dict: &'a ExprDict) {
    for item in &dict.items {
        if let Some(Expr::StringLiteral(key)) = &item.key {
            judge(
                visit,
                &crypto::PASSWORD_IN_CODE,
                key.value.to_str(),
                &item.value,
                item.value.range(),
            );
        }
    }
}

pub(in crate::scanner::python) fn compared<'a>(
    visit: &mut Visit<'_, 'a>,
    compare: &'a ExprCompare,
) {
    let name = match &*compare.left {
        Expr::Name(name) => name.id.as_str(),
        Expr::Attribute(attribute) => attribute.attr.as_str(),
        _ => return,
    };
    let Some(Expr::StringLiteral(_)) = compare.comparators.first() else { return };
    if is_candidate(name) {
        visit.report(&crypto::PASSWORD_IN_CODE, Severity::Low, name, compare.range);
    }
}

pub(in crate::scanner::python) fn arguments<'a>(visit: &mut Visit<'_, 'a>, call: &'a ExprCall) {
    for keyword in &call.arguments.keywords {
        if let Some(name) = &keyword.arg {
            judge(visit, &crypto::PASSWORD_ARGUMENT, name, &keyword.value, keyword.range);
        }
    }
}

pub(in crate::scanner::python) fn defaults<'a>(
    visit: &mut Visit<'_, 'a>,
    parameters: &'a Parameters,
) {
    for parameter in parameters {
        if let Some(default) = parameter.default() {
            judge(visit, &crypto::PASSWORD_DEFAULT, parameter.name(), default, default.range());
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_pattern_compiles() {
        assert_eq!(KNOWN.len(), KEYS.len());
    }

    #[test]
    fn tells_secrets_from_places_for_them() {
        assert!(looks_real("hunter2"));
        assert!(!looks_real("changeme1"));
        assert!(!looks_real("<token>"));
        assert!(is_candidate("db_password") && !is_candidate("passenger"));
    }
}
