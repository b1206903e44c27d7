//! What arguments tell, whatever the function is.

use super::{names, paths};
use crate::scanner::Severity;
use crate::scanner::r::invocation::{Actual, Invocation};
use crate::scanner::r::machine::Machine;
use crate::scanner::r::syntax::{Id, Kind};
use crate::scanner::r::value::Callee;
use crate::scanner::rules::r::{code, files, network, obfuscation, persistence, weakness};

/// Looks at the arguments of any call.
pub(super) fn check(machine: &mut Machine<'_>, call: &Invocation) {
    for actual in &call.arguments {
        if let Some(name) = actual.name.as_deref() {
            named(machine, call, name, actual);
        }
        handed_over(machine, call, actual);
        if !only_text(&call.name) {
            path(machine, call, actual);
        }
    }
}

fn named(machine: &mut Machine<'_>, call: &Invocation, name: &str, actual: &Actual) {
    let value = &actual.value;
    let checks = matches!(
        name,
        "ssl_verifypeer"
            | "ssl.verifypeer"
            | "ssl_verifyhost"
            | "ssl.verifyhost"
            | "ssl_verify_peer"
            | "verify_ssl"
            | "check_certificate"
            | "ssl_verify"
            | "sslverifypeer"
    );
    let unchecked = value.is_false() && checks;
    let flags = value.known().is_some_and(|text| {
        let flag = |word: &str| matches!(word, "--no-check-certificate" | "--insecure" | "-k");
        matches!(name, "extra" | "download.file.extra") && text.split_whitespace().any(flag)
    });
    if unchecked || flags {
        let severity = network::TLS_CHECKS_OFF.severity;
        machine.report_call(
            call,
            &network::TLS_CHECKS_OFF,
            severity,
            "certificates are not checked",
        );
    }
    let host = matches!(name, "host" | "shiny.host" | "hostname" | "address" | "bind");
    if host && matches!(value.known(), Some("0.0.0.0" | "::")) {
        let severity = network::BOUND_TO_ALL.severity;
        machine.report_call(
            call,
            &network::BOUND_TO_ALL,
            severity,
            "a server listens on all interfaces",
        );
    }
    if let Some(secret) = value.known()
        && super::weakness::is_secret(name, secret)
    {
        let message = format!("`{name}` is a secret that stands in the code");
        machine.report(
            call.node,
            &weakness::SECRET_IN_CODE,
            weakness::SECRET_IN_CODE.severity,
            message,
        );
    }
}

/// `schedule(base::system, "id")`, `list(system)`: a function that starts things passed on, by whatever way it will be called.
fn handed_over(machine: &mut Machine<'_>, call: &Invocation, actual: &Actual) {
    let Some(node) = actual.node else { return };
    if let Some(title) = starter(machine, node)
        && !only_names(&call.name)
    {
        let message = format!("`{title}` is handed over to `{}`", call.title());
        let severity = code::FUNCTION_HANDED_OVER.severity;
        machine.report(call.node, &code::FUNCTION_HANDED_OVER, severity, message);
    }
}

/// What an expression is called that is a function of R that starts things, and no name of the file.
pub(in crate::scanner::r) fn starter(machine: &Machine<'_>, node: Id) -> Option<String> {
    match &machine.node(node).kind {
        Kind::Qualified { package, name } if &**package == "base" && names::starts_things(name) => {
            Some(format!("{package}::{name}"))
        }
        Kind::Name(name) if names::starts_things(name) => {
            let own = Callee::Named { package: None, name: name.clone() };
            machine.values[node].functions.contains(&own).then(|| name.to_string())
        }
        _ => None,
    }
}

/// Functions for which a name is a column, a topic or an object to look at.
fn only_names(function: &str) -> bool {
    matches!(
        function,
        "select"
            | "group_by"
            | "aes"
            | "count"
            | "arrange"
            | "distinct"
            | "pull"
            | "rename"
            | "mutate"
            | "summarise"
            | "summarize"
            | "filter"
            | "subset"
            | "transform"
            | "pivot_longer"
            | "pivot_wider"
            | "across"
            | "vars"
            | "unnest"
            | "nest"
            | "facet_wrap"
            | "rm"
            | "exists"
            | "is.function"
            | "formals"
            | "args"
            | "body"
            | "environment"
            | "help"
            | "library"
            | "require"
            | "identical"
            | "is.null"
            | "missing"
            | "deparse"
            | "enquo"
            | "ensym"
            | "split"
            | "order"
            | "table"
            | "with"
            | "reorder"
            | "str"
            | "class"
            | "inherits"
            | "data.frame"
    )
}

/// A path that no plugin has business with, in any function that may open it.
fn path(machine: &mut Machine<'_>, call: &Invocation, actual: &Actual) {
    for path in actual.value.pattern().into_iter().map(str::to_owned) {
        if path.len() > 300 {
            continue;
        }
        if paths::is_probe(&path) {
            let what = "the machine or what confines the code is looked at";
            let ordinary = paths::is_ordinary_probe(&path);
            let severity = if ordinary { Severity::Low } else { Severity::High };
            machine.report_call(call, &persistence::SANDBOX_PROBE, severity, what);
            return;
        }
        let written = paths::runs_by_itself(&path) && !paths::is_strictly_secret(&path);
        if paths::is_secret(&path) && !written && looks_like_path(&path) {
            machine.report_call(
                call,
                &files::SENSITIVE_FILE,
                Severity::High,
                "a file that holds secrets is touched",
            );
            return;
        }
    }
}

fn looks_like_path(text: &str) -> bool {
    text.starts_with(['/', '~', '.', '\u{0}'])
        || text.contains(":\\")
        || text.contains(":/")
        || text.starts_with("id_")
}

/// Functions that only handle text, or put values together that others open.
fn only_text(name: &str) -> bool {
    matches!(
        name,
        "grepl"
            | "grep"
            | "regexpr"
            | "gregexpr"
            | "gsub"
            | "sub"
            | "paste"
            | "paste0"
            | "file.path"
            | "c"
            | "list"
            | "message"
            | "warning"
            | "stop"
            | "print"
            | "cat"
            | "startsWith"
            | "endsWith"
            | "str_detect"
            | "identical"
            | "switch"
            | "sprintf"
            | "expect_equal"
            | "expect_identical"
            | "expect_error"
            | "test_that"
            | "return"
            | "describe"
            | "it"
            | "skip"
            | "basename"
            | "dirname"
            | "tolower"
            | "nchar"
            | "strsplit"
            | "gettextf"
            | "normalizePath"
            | "path.expand"
            | "setdiff"
            | "match.arg"
            | "structure"
            | "if"
            | "is.null"
            | "%in%"
            | "invisible"
            | "stopifnot"
            | "as.character"
            | "unlist"
            | "str_replace"
            | "file_path_sans_ext"
            | "writeLines"
            | "regmatches"
            | "noquote"
            | "shQuote"
            | "dQuote"
            | "sQuote"
            | "tryCatch"
            | "try"
            | "local"
            | "force"
            | "suppressWarnings"
            | "suppressMessages"
            | "lapply"
            | "sapply"
            | "Reduce"
            | "do.call"
            | "unlink"
            | "file.remove"
            | "system"
            | "system2"
            | "textConnection"
            | "chartr"
            | "substr"
            | "rev"
            | "toupper"
    )
}

/// Names that a text gives away once it is decoded.
pub(super) fn decoded(machine: &mut Machine<'_>, call: &Invocation, text: &str) {
    if names::starts_things(text) || names::gives_away(text) {
        let severity = obfuscation::DECODED_TEXT.severity;
        machine.report_call(
            call,
            &obfuscation::DECODED_TEXT,
            severity,
            "decoded text names something dangerous",
        );
    }
}
