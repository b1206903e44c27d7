//! Digests, ciphers, random numbers, secrets, databases and XML.

use super::arguments;
use crate::scanner::Severity;
use crate::scanner::r::invocation::Invocation;
use crate::scanner::r::machine::{Machine, has_holes};
use crate::scanner::r::syntax::{Id, Kind};
use crate::scanner::r::value::{Callee, Traits, Value};
use crate::scanner::rules::r::weakness as rules;
use std::rc::Rc;

/// Digests of packages `digest`, `openssl` and `cli`.
pub(super) fn digests(machine: &mut Machine<'_>, call: &Invocation) {
    let algorithm =
        call.argument("algo").and_then(|actual| actual.value.known()).unwrap_or(&call.name);
    let weak = ["md5", "sha1", "md4", "crc32"].iter().any(|name| algorithm.starts_with(name));
    if !weak {
        return;
    }
    let text = call.named("serialize").is_some_and(|actual| actual.value.is_false());
    // A password may stand among others, as in `paste0(password, salt)`.
    let nodes = call.arguments.iter().filter_map(|actual| actual.node);
    let mut nodes = nodes.flat_map(|id| {
        let inner = match &machine.node(id).kind {
            Kind::Call { arguments, .. } => arguments.as_slice(),
            _ => &[],
        };
        std::iter::once(id).chain(inner.iter().filter_map(|argument| argument.value))
    });
    let secret = nodes.any(|id| match &machine.node(id).kind {
        Kind::Name(name) | Kind::Member { name, .. } => is_secret_name(&name.to_ascii_lowercase()),
        _ => false,
    });
    let exposed = text && machine.node(call.node).scope == 0;
    let severity = if secret || exposed { Severity::Medium } else { Severity::Low };
    machine.report_call(call, &rules::WEAK_DIGEST, severity, "a weak digest is used");
}

/// Ciphers.
pub(super) fn ciphers(machine: &mut Machine<'_>, call: &Invocation) {
    let texts: Vec<Rc<str>> =
        call.arguments.iter().flat_map(|actual| actual.value.patterns()).collect();
    let weak = |text: &Rc<str>| {
        let text = text.to_ascii_lowercase();
        text == "ecb"
            || text.contains("-ecb")
            || text.starts_with("des")
            || text.starts_with("rc4")
            || text == "bf"
    };
    if texts.iter().any(weak)
        || matches!(&*call.name, "rc4" | "rc4_encrypt" | "des_encrypt" | "ARC4")
    {
        machine.report_call(
            call,
            &rules::WEAK_CIPHER,
            rules::WEAK_CIPHER.severity,
            "a weak cipher or mode is used",
        );
    }
}

/// Keys of ciphers that are made of a text of the file, as in `key = sha256(charToRaw("text"))`.
pub(super) fn keys(machine: &mut Machine<'_>, call: &Invocation) {
    const DEEPEST: usize = 4;
    let place = usize::from(&*call.name != "AES");
    let key = call.named("key").or_else(|| call.place(place)).and_then(|actual| actual.node);
    let inner = |id: &Id| match &machine.node(*id).kind {
        Kind::Call { arguments, .. } => arguments.first().and_then(|first| first.value),
        _ => None,
    };
    let origin = std::iter::successors(key, inner).take(DEEPEST).last();
    if origin.and_then(|id| machine.values[id].known()).is_some_and(|text| text.len() >= 4) {
        let what = "the key of a cipher stands in the code";
        machine.report_call(call, &rules::SECRET_IN_CODE, rules::SECRET_IN_CODE.severity, what);
    }
}

/// `name <- value`: secrets in the code, and secrets made with R's generators.
pub(in crate::scanner::r) fn assignment(
    machine: &mut Machine<'_>,
    id: Id,
    name: &str,
    value: &Value,
) {
    if let Some(text) = value.known()
        && is_secret(name, text)
    {
        let message = format!("`{name}` is a secret that stands in the code");
        machine.report(id, &rules::SECRET_IN_CODE, rules::SECRET_IN_CODE.severity, message);
    }
    if is_secret_name(&name.to_ascii_lowercase()) && made_at_random(machine, id) {
        let message = format!("`{name}` is made with random numbers that can be computed");
        machine.report(id, &rules::WEAK_RANDOM, rules::WEAK_RANDOM.severity, message);
    }
}

/// Whether a call of R's generators stands in an assignment.
fn made_at_random(machine: &Machine<'_>, id: Id) -> bool {
    let whole = machine.node(id);
    let before = machine.tree.nodes[..id].iter().rev().take(64);
    before.take_while(|node| node.start >= whole.start).any(|node| {
        let function = match &node.kind {
            Kind::Call { function, .. } => &machine.node(*function).kind,
            _ => return false,
        };
        matches!(function, Kind::Name(name) if matches!(&**name, "sample" | "runif" | "sample.int" | "rnorm" | "stri_rand_strings"))
    })
}

fn is_secret_name(name: &str) -> bool {
    const WORDS: &[&str] = &[
        "password",
        "passwd",
        "pwd",
        "secret",
        "token",
        "api_key",
        "apikey",
        "access_key",
        "private_key",
        "auth_key",
        "credential",
        "client_secret",
        "session_id",
    ];
    let name = name.replace('.', "_").to_ascii_lowercase();
    WORDS.iter().any(|word| {
        name == *word
            || name.ends_with(&format!("_{word}"))
            || name.starts_with(&format!("{word}_"))
    })
}

/// Whether a text under a name is a password or a key, and no placeholder.
pub(super) fn is_secret(name: &str, text: &str) -> bool {
    if is_key(text) {
        return true;
    }
    let lower = text.to_ascii_lowercase();
    let placeholder = [
        "xxx",
        "your",
        "<",
        "example",
        "changeme",
        "dummy",
        "test",
        "none",
        "null",
        "placeholder",
        "***",
        "...",
        "{",
    ]
    .iter()
    .any(|sign| lower.contains(sign));
    let plain = text.len() >= 6
        && text.len() <= 200
        && !text.contains(char::is_whitespace)
        && !text.contains("://");
    let mixed = text.bytes().any(|byte| byte.is_ascii_digit() || b"!@#$%^&*".contains(&byte));
    let lettered = text.bytes().any(|byte| byte.is_ascii_alphabetic());
    is_secret_name(name) && plain && mixed && lettered && !placeholder && !is_file(text)
}

fn is_file(text: &str) -> bool {
    text.starts_with(['/', '.', '~', '[', '^', '(', '\\'])
        || text.contains("::")
        || text.contains('/')
}

/// Keys that are known by their form.
fn is_key(text: &str) -> bool {
    const STARTS: &[(&str, usize)] = &[
        ("AKIA", 20),
        ("ASIA", 20),
        ("ghp_", 36),
        ("gho_", 36),
        ("github_pat_", 40),
        ("glpat-", 20),
        ("sk_live_", 24),
        ("rk_live_", 24),
        ("xoxb-", 20),
        ("xoxp-", 20),
        ("AIza", 35),
        ("sk-proj-", 40),
        ("npm_", 36),
        ("hf_", 34),
        ("SG.", 40),
        ("eyJhbGciOi", 60),
    ];
    let form =
        STARTS.iter().any(|(start, length)| text.starts_with(start) && text.len() >= *length);
    let word = !text.contains(char::is_whitespace);
    (form && word)
        || (text.contains("-----BEGIN") && text.contains("PRIVATE KEY-----") && text.len() > 100)
}

/// Commands of databases.
pub(super) fn queries(machine: &mut Machine<'_>, call: &Invocation) {
    let statement = call.argument("statement").or_else(|| call.place(1)).or_else(|| call.place(0));
    let Some(statement) = statement.map(|actual| actual.value.clone()) else { return };
    if statement.traits.any(Traits::QUOTED) {
        return;
    }
    let outside = statement.traits.any(Traits::INPUT | Traits::ENVIRONMENT | Traits::NETWORK);
    let opened = statement.patterns().iter().any(|text| has_holes(text) && is_open(text));
    if opened {
        let exposed = machine.node(call.node).scope == 0
            || statement.patterns().iter().any(|text| has_value(text));
        let severity = match (outside, exposed && !machine.is_library()) {
            (true, _) => Severity::High,
            (_, true) => Severity::Medium,
            _ => Severity::Low,
        };
        machine.report_call(
            call,
            &rules::ASSEMBLED_SQL,
            severity,
            "a database's command is put together from text",
        );
    }
}

/// Whether a command has a hole where a value stands, and not only the name of a table.
fn is_open(text: &str) -> bool {
    let upper = text.to_ascii_uppercase();
    ["SELECT ", "INSERT ", "UPDATE ", "DELETE ", "DROP ", "WHERE "]
        .iter()
        .any(|word| upper.contains(word))
}

/// Whether a hole stands where a value does.
fn has_value(text: &str) -> bool {
    let upper = text.to_ascii_uppercase();
    let after = ["WHERE ", "VALUES", " SET ", "HAVING "].iter().find_map(|word| upper.find(word));
    text.contains("'\u{0}") || after.is_some_and(|at| has_holes(&upper[at..]))
}

fn follows_document(option: &str) -> bool {
    matches!(option, "NOENT" | "DTDLOAD" | "HUGE" | "XINCLUDE")
}

/// XML readers.
pub(super) fn xml(machine: &mut Machine<'_>, call: &Invocation) {
    let options =
        call.argument("options").map(|actual| actual.value.patterns()).unwrap_or_default();
    let constants =
        call.named("options").map(|actual| actual.value.functions.clone()).unwrap_or_default();
    let constant =
        |callee: &Callee| matches!(callee, Callee::Named { name, .. } if follows_document(name));
    let follows =
        options.iter().any(|option| follows_document(option)) || constants.iter().any(constant);
    let replaces = call.named("replaceEntities").is_some_and(|actual| actual.value.is_true());
    if follows || replaces {
        let what = "an XML reader follows what the document says";
        machine.report_call(call, &rules::XML_ENTITIES, rules::XML_ENTITIES.severity, what);
    }
    super::network::reads_far(machine, call);
}

/// Text that was decoded from codes.
pub(super) fn decodes(machine: &mut Machine<'_>, call: &Invocation, value: &Value) {
    if let (true, Some(text)) = (value.traits.any(Traits::DECODED), value.known()) {
        arguments::decoded(machine, call, text);
    }
}
