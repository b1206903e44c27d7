//! Texts: paths, addresses, keys, and what is hidden in them.

use super::paths::path;
use super::secrets::known_key;
use super::sql;
use crate::scanner::Severity;
use crate::scanner::python::decode;
use crate::scanner::python::fold::Context;
use crate::scanner::python::sinks::fetches_and_runs;
use crate::scanner::python::value::{HOLE, Value};
use crate::scanner::python::visit::Visit;
use crate::scanner::rules::python::{
    code, command, files, network, obfuscation, system, transport,
};
use ruff_python_ast::{Expr, ExprBinOp, ExprCall, Operator};
use ruff_text_size::{Ranged, TextRange};

/// Addresses where stolen data goes and where hostile code comes from.
const DROPS: &[&str] = &[
    "discord.com/api/webhooks",
    "discordapp.com/api/webhooks",
    "api.telegram.org/bot",
    "hooks.slack.com",
    "pastebin.com/raw",
    "webhook.site",
    "requestbin",
    "ngrok.io",
    "ngrok-free",
    ".ngrok.app",
    ".onion",
    "stratum+tcp://",
    "stratum+ssl://",
    "transfer.sh",
    "burpcollaborator",
    "interact.sh",
    ".oast.",
    "pipedream.net",
    "requestcatcher.com",
    "anonfiles.com",
    "gofile.io",
    "paste.ee/",
    "dnslog.",
    "hastebin.com/raw",
    "rentry.co",
    "canarytokens",
    "serveo.net",
    "localhost.run",
    "trycloudflare.com",
    "0x0.st",
    "cdn.discordapp.com",
    "grabify.link",
    "iplogger.",
    "api.ipify.org",
    "beeceptor.com",
    "mockbin",
    "pool.minexmr",
    "supportxmr",
    "nanopool.org",
];
const METADATA: &[&str] = &[
    "169.254.169.254",
    "metadata.google.internal",
    "100.100.100.200",
    "169.254.170.2",
    "fd00:ec2::254",
];
/// Names that nobody puts together from pieces but to hide them.
const HIDDEN: &[&str] = &[
    "system",
    "popen",
    "eval",
    "exec",
    "__import__",
    "subprocess",
    "os.system",
    "builtins",
    "__builtins__",
    "compile",
    "socket",
    "ctypes",
    "pickle",
    "b64decode",
    "import os",
    "/bin/sh",
    "/bin/bash",
    "__globals__",
    "__subclasses__",
    "__class__",
    "urlopen",
    "check_output",
    "getattr",
    "rmtree",
    "execve",
    "posix",
    "spawn",
    "import_module",
    "marshal",
    "loads",
];
/// What code, commands and addresses look like.
const PROGRAM: &[&str] = &[
    "import ",
    "exec(",
    "eval(",
    "os.system",
    "subprocess",
    "http://",
    "https://",
    "/bin/sh",
    "/bin/bash",
    "curl ",
    "wget ",
    "socket",
    "rm -rf",
    "__import__",
    "powershell",
    "nc -e",
    "def ",
    "lambda",
    "print(",
    "/etc/passwd",
    "os.popen",
];

pub(in crate::scanner::python) fn text(visit: &mut Visit<'_, '_>, text: &str, range: TextRange) {
    if text == "0.0.0.0" || text == "0.0.0.0:0" {
        visit.report(&transport::BOUND_TO_ALL_INTERFACES, Severity::Medium, text, range);
    }
    if text.len() < 4 {
        return;
    }
    if ["/tmp", "/var/tmp", "/dev/shm"].iter().any(|folder| text.starts_with(folder)) {
        visit.report(&files::FIXED_TEMPORARY_PATH, Severity::Low, text, range);
    }
    if let Some(name) = known_key(text) {
        visit.report(
            &crate::scanner::rules::python::crypto::KEY_IN_CODE,
            Severity::High,
            name,
            range,
        );
    }
    // The line of the kernel's file that names a debugger: nothing else asks for it.
    if text.starts_with("TracerPid") && text.len() < 20 {
        visit.report(&system::SYSTEM_FILE_PROBED, Severity::Medium, text, range);
    }
    encoded(visit, text, range);
    if visit.quiet > 0 {
        return;
    }
    let fetches = text.len() < 2_000 && (text.contains("curl ") || text.contains("wget "));
    if fetches && fetches_and_runs(text) {
        visit.report(&command::HOSTILE_COMMAND, Severity::Medium, "a text", range);
    }
    if let Some((rule, severity)) = path(text) {
        visit.report(rule, severity, text, range);
    }
    let addressed = text.contains('.') && (text.contains('/') || !text.contains(' '));
    if addressed && text.len() < 2_000 {
        addresses(visit, text, range);
    }
    let walks = text.contains("__")
        && ["__subclasses__", "__globals__", "__import__(", "__class__.__"]
            .iter()
            .any(|sign| text.contains(sign));
    if walks && text.lines().count() < 3 {
        // The bare name may be any key; what asks an object for it is judged where it does.
        let severity = if text == "__globals__" { Severity::Low } else { Severity::Medium };
        visit.report(&code::CLASS_TREE_WALK, severity, text, range);
    }
}

fn addresses(visit: &mut Visit<'_, '_>, text: &str, range: TextRange) {
    if text.lines().count() > 2 {
        return;
    }
    if METADATA.iter().any(|address| text.contains(address)) {
        visit.report(&network::METADATA_ADDRESS, Severity::High, text, range);
    }
    if DROPS.iter().any(|address| text.contains(address)) {
        visit.report(&network::DROP_ADDRESS, Severity::High, text, range);
    }
}

/// Text written in escapes of its letters.
pub(in crate::scanner::python) fn escapes(visit: &mut Visit<'_, '_>, text: &str, range: TextRange) {
    let raw = visit.text.get(range.start().to_usize()..range.end().to_usize()).unwrap_or_default();
    if raw.len() < text.len() * 3 || text.len() < 5 {
        return;
    }
    let written = raw.matches("\\x").count()
        + raw.matches("\\u").count()
        + raw.matches("\\N{").count()
        + raw.matches("\\1").count();
    let plain = text.chars().filter(|letter| letter.is_ascii_graphic() || *letter == ' ').count();
    if written >= 5 && plain * 10 >= text.chars().count() * 9 {
        visit.report(&obfuscation::CHARACTERS_BY_CODE, Severity::Medium, text, range);
    }
}

fn encoded(visit: &mut Visit<'_, '_>, text: &str, range: TextRange) {
    let compact = text.trim();
    if compact.len() < 12 || compact.contains(' ') {
        return;
    }
    let body = compact.as_bytes();
    let base64 = body.iter().all(|byte| {
        byte.is_ascii_alphanumeric()
            || matches!(byte, b'+' | b'/' | b'=' | b'-' | b'_' | b'\n' | b'\r')
    });
    let hex = body.iter().all(u8::is_ascii_hexdigit);
    if !base64 {
        return;
    }
    let letters = body.iter().filter(|byte| !byte.is_ascii_whitespace()).count();
    let mixed = body.iter().any(u8::is_ascii_uppercase) && body.iter().any(u8::is_ascii_lowercase);
    let decoded = [if hex { decode::hex(body) } else { None }, decode::base64(body), {
        let reversed: Vec<u8> = body.iter().rev().copied().collect();
        decode::base64(&reversed)
    }];
    for plain in decoded.into_iter().flatten() {
        let Ok(plain) = String::from_utf8(plain) else { continue };
        if PROGRAM.iter().any(|sign| plain.contains(sign))
            && plain.chars().all(|letter| !letter.is_control() || letter.is_whitespace())
        {
            visit.report(&obfuscation::ENCODED_PROGRAM, Severity::High, &plain, range);
            return;
        }
    }
    if letters >= 2_000 && (hex || mixed) {
        let shown: String = compact.chars().take(20).collect();
        visit.report(&obfuscation::HUGE_LITERAL, Severity::Medium, &shown, range);
    }
}

/// A text with parts that are not known.
pub(in crate::scanner::python) fn f_string<'a>(visit: &mut Visit<'_, 'a>, expr: &'a Expr) {
    let folded = visit.names.fold(expr, Context::with_holes(visit.scope));
    if let Some(Value::Str(whole)) = folded {
        text(visit, &whole, expr.range());
        sql::assembled(visit, expr, &whole);
    }
}

/// Texts that operators put together.
pub(in crate::scanner::python) fn operation<'a>(visit: &mut Visit<'_, 'a>, expr: &'a Expr) {
    let Expr::BinOp(operation) = expr else { return };
    if !may_be_text(operation) {
        return;
    }
    let folded = visit.names.fold(expr, Context::with_holes(visit.scope));
    if let Some(Value::Str(text)) = &folded
        && operation.op != Operator::Div
    {
        sql::assembled(visit, expr, text);
    }
    if let Some(whole) = folded.and_then(Value::into_text) {
        whole_text(visit, expr, &whole, codes(expr) >= 4);
    }
}

/// Whether a chain of operators can have a text as its value, by the operators and numbers that are plain to see.
fn may_be_text(operation: &ExprBinOp) -> bool {
    if !matches!(operation.op, Operator::Add | Operator::Mod | Operator::Div) {
        return false;
    }
    let mut at = operation;
    loop {
        let number = match at.op {
            Operator::Add | Operator::Div => at.right.is_number_literal_expr(),
            Operator::Mod | Operator::Mult => false,
            _ => return false,
        };
        if number || at.op != Operator::Mult && at.left.is_number_literal_expr() {
            return false;
        }
        match &*at.left {
            Expr::BinOp(left) => at = left,
            _ => return true,
        }
    }
}

/// Texts that calls, slices and neighbouring literals put together.
pub(in crate::scanner::python) fn assembled<'a>(visit: &mut Visit<'_, 'a>, expr: &'a Expr) {
    let by_code = match expr {
        Expr::Call(call) => match assembling(call) {
            Some(by_code) => by_code,
            None => return,
        },
        Expr::Subscript(subscript) if !subscript.slice.is_slice_expr() => return,
        _ => false,
    };
    let folded = visit.names.fold(expr, Context::with_holes(visit.scope));
    if let Some(whole) = folded.and_then(Value::into_text) {
        whole_text(visit, expr, &whole, by_code);
    }
}

fn whole_text(visit: &mut Visit<'_, '_>, expr: &Expr, whole: &str, by_code: bool) {
    if by_code && whole.len() >= 4 && !whole.contains(HOLE) && !is_alphabet(whole) {
        visit.report(&obfuscation::CHARACTERS_BY_CODE, Severity::Medium, whole, expr.range());
    }
    let pieces = !matches!(expr, Expr::Call(call) if call.arguments.is_empty());
    if HIDDEN.contains(&whole) && pieces {
        visit.report(&obfuscation::ASSEMBLED_NAME, Severity::High, whole, expr.range());
    } else if visit.quiet == 0 && whole.len() < 4_000 {
        if let Some((rule, severity)) = path(whole) {
            visit.report(rule, severity, whole, expr.range());
        }
        addresses(visit, whole, expr.range());
    }
}

/// Whether each letter is the one after that in front of it.
fn is_alphabet(text: &str) -> bool {
    let codes = || text.chars().map(u32::from);
    codes().zip(codes().skip(1)).all(|(letter, next)| letter + 1 == next)
}

/// Whether a call puts text together, and whether from codes.
fn assembling(call: &ExprCall) -> Option<bool> {
    match &*call.func {
        Expr::Attribute(method) => match method.attr.as_str() {
            "join" => Some(call.arguments.args.first().is_some_and(from_codes)),
            "decode" => Some(
                matches!(&*method.value, Expr::Call(inner) if matches!(&*inner.func, Expr::Name(name) if matches!(name.id.as_str(), "bytes" | "bytearray")) && inner.arguments.args.first().is_some_and(Expr::is_list_expr)),
            ),
            "replace" | "format" | "lower" | "upper" | "strip" | "swapcase" | "b64decode"
            | "unhexlify" | "fromhex" | "joinpath" | "removeprefix" | "removesuffix" | "lstrip"
            | "rstrip" | "expanduser" => Some(false),
            _ => None,
        },
        _ => None,
    }
}

fn from_codes(expr: &Expr) -> bool {
    let is_chr = |expr: &Expr| matches!(expr, Expr::Name(name) if name.id == "chr");
    match expr {
        Expr::Call(call) => {
            call.arguments.args.first().is_some_and(&is_chr) && call.arguments.args.len() == 2
        }
        Expr::Generator(each) => matches!(&*each.elt, Expr::Call(call) if is_chr(&call.func)),
        Expr::ListComp(each) => matches!(&*each.elt, Expr::Call(call) if is_chr(&call.func)),
        Expr::List(list) => list.elts.iter().map(codes).sum::<usize>() >= 4,
        _ => false,
    }
}

/// How many `chr(…)` a chain of `+` has.
fn codes(expr: &Expr) -> usize {
    let mut count = 0;
    let mut at = expr;
    loop {
        let (left, right) = match at {
            Expr::BinOp(operation) => (Some(&*operation.left), &*operation.right),
            other => (None, other),
        };
        count += usize::from(
            matches!(right, Expr::Call(call) if matches!(&*call.func, Expr::Name(name) if name.id == "chr")),
        );
        match left {
            Some(left) => at = left,
            None => return count,
        }
    }
}
