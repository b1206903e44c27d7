//! Text that becomes code, and functions found by name.

use super::{data, names};
use crate::scanner::Severity;
use crate::scanner::r::invocation::Invocation;
use crate::scanner::r::machine::{Machine, has_holes};
use crate::scanner::r::sources::is_far;
use crate::scanner::r::syntax::{Id, Kind};
use crate::scanner::r::value::{Callee, HOLE, Traits, Value};
use crate::scanner::rules::r::code as rules;
use crate::scanner::rules::r::network::DOWNLOADED_CODE;
use crate::scanner::rules::r::obfuscation::{ASSEMBLED_NAME, DECODED_CODE};
use std::rc::Rc;

/// `eval` of something that was text.
pub(super) fn evaluates(machine: &mut Machine<'_>, call: &Invocation) {
    let Some(code) = call.arguments.first().map(|actual| actual.value.clone()) else { return };
    if code.traits.any(Traits::PARSED) {
        runs_text(machine, call, &code);
    }
}

/// Text that runs, judged by where it comes from and by what it says.
pub(super) fn runs_text(machine: &mut Machine<'_>, call: &Invocation, code: &Value) {
    let traits = code.traits;
    if traits.any(Traits::DECODED) {
        machine.report_call(
            call,
            &DECODED_CODE,
            DECODED_CODE.severity,
            "decoded text is run as code",
        );
        return;
    }
    if traits.any(Traits::NETWORK | Traits::CONNECTION) {
        let what = "text from the network is run as code";
        machine.report_call(call, &DOWNLOADED_CODE, Severity::Critical, what);
        return;
    }
    let outside = traits.any(Traits::INPUT)
        || (traits.any(Traits::FOREIGN) && machine.is_exposed(call.node, code));
    if outside && !only_names_a_file(call, code) {
        let what = "text from outside is run as code";
        machine.report_call(call, &rules::EVALUATED_TEXT, Severity::High, what);
        return;
    }
    if traits.any(Traits::MESSAGE) {
        let what = "the message of an error or a warning is run as code";
        machine.report_call(call, &rules::EVALUATED_TEXT, Severity::High, what);
        return;
    }
    if traits.any(Traits::CELLS) && !machine.is_library() {
        let what = "cells of a table are run as code";
        machine.report_call(call, &rules::EVALUATED_TEXT, Severity::Medium, what);
        return;
    }
    let texts = code.patterns();
    for text in texts.iter().filter(|text| !has_holes(text)) {
        if let Some((severity, message)) = machine.worst_of_text(text)
            && severity >= Severity::Medium
        {
            let message = format!("text is run as code: {message}");
            machine.report(call.node, &rules::EVALUATED_TEXT, Severity::High, message);
            return;
        }
    }
    let severity = severity_of_texts(machine, call, code, &texts);
    machine.report_call(call, &rules::EVALUATED_TEXT, severity, "text is run as code");
}

fn severity_of_texts(
    machine: &Machine<'_>,
    call: &Invocation,
    code: &Value,
    texts: &[Rc<str>],
) -> Severity {
    if texts.iter().any(|text| names::gives_away(text)) {
        return Severity::High;
    }
    let constant = !texts.is_empty() && !texts.iter().any(|text| has_holes(text));
    // Pieces around a hole, as in `paste0("data$", name)`: the frame is the author's.
    let frame =
        |text: &Rc<str>| text.chars().any(|letter| letter != HOLE && !letter.is_whitespace());
    let framed = code.traits.any(Traits::ASSEMBLED) && !texts.is_empty() && texts.iter().all(frame);
    let deparsed = code.traits.any(Traits::DEPARSED);
    if constant || framed || deparsed || !machine.is_exposed(call.node, code) {
        Severity::Low
    } else {
        Severity::Medium
    }
}

/// `eval(parse(path))`: a file of the caller's choice.
fn only_names_a_file(call: &Invocation, code: &Value) -> bool {
    let far = Traits::INPUT | Traits::ENVIRONMENT | Traits::NETWORK;
    code.texts.is_none() && !code.traits.any(far) && call.traits().any(Traits::PARAMETER)
}

/// `source` and its like.
pub(super) fn sources(machine: &mut Machine<'_>, call: &Invocation) {
    let Some(file) = call.arguments.first().map(|actual| actual.value.clone()) else { return };
    if &*call.name == "source_gist" {
        let what = "code from the network is run";
        machine.report_call(call, &rules::SOURCED_CODE, Severity::High, what);
        return;
    }
    if file.traits.any(Traits::PARSED) {
        runs_text(machine, call, &file);
        return;
    }
    if &*call.name == "loadcmp" {
        let what = "compiled code, which nobody can read, is run";
        machine.report_call(call, &rules::SOURCED_CODE, Severity::Medium, what);
        return;
    }
    let fetched = file.patterns().iter().any(|path| machine.fetched.contains(path));
    let path = file.pattern().unwrap_or_default();
    let passed =
        file.traits.any(Traits::PARAMETER) && !file.traits.any(Traits::LISTING | Traits::TEMPORARY);
    let above = path.starts_with('/') || path.starts_with("~") || path.starts_with("../../");
    let (rule, severity, what) = if file.traits.any(Traits::DECODED) {
        (&DECODED_CODE, Severity::Critical, "decoded text is run as code")
    } else if fetched || file.traits.any(Traits::NETWORK | Traits::FETCHED) {
        (&DOWNLOADED_CODE, Severity::Critical, "a downloaded file is run as code")
    } else if is_far(&file) {
        (&rules::SOURCED_CODE, Severity::High, "code from the network is run")
    } else if file.traits.any(Traits::ENVIRONMENT) {
        (&rules::SOURCED_CODE, Severity::Medium, "a file that the environment names is run as code")
    } else if file.traits.any(Traits::INPUT) {
        (&rules::SOURCED_CODE, Severity::High, "a file that somebody else names is run as code")
    } else if above && file.known().is_some() {
        (&rules::SOURCED_CODE, Severity::Medium, "a file outside of the package is run as code")
    } else if file.known().is_some() {
        return;
    } else if passed && (data::into_global(machine, call) || names_script(machine, call, &file)) {
        (&rules::SOURCED_CODE, Severity::Medium, "a file that the caller names is run as code")
    } else {
        (&rules::SOURCED_CODE, Severity::Low, "a file is run as code")
    };
    machine.report_call(call, rule, severity, what);
}

/// Whether a parameter alone says which file `source` runs.
fn names_script(machine: &Machine<'_>, call: &Invocation, file: &Value) -> bool {
    matches!(&*call.name, "source" | "sys.source" | "dget")
        && file.texts.is_none()
        && !machine.is_library()
}

/// `get`, `match.fun`, `do.call` and their like with a name.
pub(super) fn looks_up(machine: &mut Machine<'_>, call: &Invocation) {
    let named = ["what", "FUN", "name", ".fn", "x", "f"].iter().find_map(|name| call.named(name));
    let Some(wanted) = named.or_else(|| call.place(0)) else { return };
    let symbol = matches!(&*call.name, "as.name" | "as.symbol" | "sym");
    let value = wanted.value.clone();
    let first = value.patterns().into_iter().find(|name| {
        let bare = name.rsplit("::").next().unwrap_or_default();
        if symbol { names::starts_things(bare) } else { names::is_dangerous(bare) }
    });
    if let Some(name) = first {
        let (rule, severity) = match value.traits.any(Traits::ASSEMBLED | Traits::DECODED) {
            true => (&ASSEMBLED_NAME, Severity::High),
            false if names::starts_things(name.rsplit("::").next().unwrap_or_default()) => {
                let package = call
                    .value("ns")
                    .and_then(Value::known)
                    .is_some_and(|package| package != "base");
                let severity = if package { Severity::Medium } else { Severity::High };
                (&rules::FUNCTION_BY_NAME, severity)
            }
            false if &*call.name == "do.call" => return,
            false => (&rules::FUNCTION_BY_NAME, Severity::Medium),
        };
        let message = format!("`{name}` is looked up by its name with `{}`", call.title());
        machine.report(call.node, rule, severity, message);
        return;
    }
    if value.functions.is_empty()
        && value.patterns().iter().all(|text| text.chars().all(|letter| letter == HOLE))
        && !value.traits.any(Traits::PARAMETER)
        && !machine.is_library()
        && machine.speaks_of_starters()
    {
        let what = "a name that is computed is looked up, and a text of the file holds one that starts programs";
        machine.report_call(call, &rules::COMPUTED_FUNCTION, Severity::Medium, what);
        return;
    }
    let calls = matches!(&*call.name, "do.call" | "match.fun" | "exec" | "invoke" | "getFunction");
    if calls || value.traits.any(Traits::DECODED | Traits::NETWORK | Traits::NAMES) {
        computed_name(machine, call.node, &value, &call.title());
    }
}

/// `as.function` of something that was parsed.
pub(super) fn makes_function(machine: &mut Machine<'_>, call: &Invocation) {
    let parsed = call.arguments.iter().find(|actual| actual.value.traits.any(Traits::PARSED));
    if let Some(code) = parsed.map(|actual| actual.value.clone()) {
        runs_text(machine, call, &code);
    }
}

/// A function's name that nobody can read in the file.
pub(in crate::scanner::r) fn computed_name(
    machine: &mut Machine<'_>,
    id: Id,
    value: &Value,
    by: &str,
) {
    if value.traits.any(Traits::DECODED) {
        let message = format!("a decoded name is looked up with `{by}`");
        machine.report(id, &ASSEMBLED_NAME, ASSEMBLED_NAME.severity, message);
    } else if value.traits.any(Traits::NAMES) {
        let message = format!("a name picked from a list of names is looked up with `{by}`");
        machine.report(id, &rules::COMPUTED_FUNCTION, Severity::Medium, message);
    } else if value.traits.any(Traits::CHOSEN | Traits::ENVIRONMENT) && value.functions.is_empty() {
        let message = format!("a name from outside is looked up with `{by}`");
        machine.report(id, &rules::COMPUTED_FUNCTION, Severity::Medium, message);
    }
}

/// `readRDS(file)$run()`: a function that came with data is called.
pub(in crate::scanner::r) fn of_data(machine: &mut Machine<'_>, id: Id, object: Id) {
    let traits = machine.values[object].traits;
    if traits.any(Traits::UNSERIALIZED) && !machine.is_library() {
        let message = "a function that was read from data is called";
        machine.report(id, &rules::COMPUTED_FUNCTION, Severity::Medium, message.to_owned());
    }
}

/// `run <- system`: by its new name nobody knows it.
pub(in crate::scanner::r) fn renamed(machine: &mut Machine<'_>, id: Id, value: Id) {
    if let Some(title) = super::starter(machine, value)
        && matches!(machine.node(value).kind, Kind::Name(_))
    {
        let message = format!("`{title}` gets another name");
        machine.report(id, &rules::FUNCTION_HANDED_OVER, Severity::Medium, message);
    }
}

/// `call[[1]] <- quote(system)`: the function of a call is exchanged.
pub(in crate::scanner::r) fn put_into(machine: &mut Machine<'_>, id: Id, given: &Value) {
    let dangerous = given.functions.iter().find_map(|callee| match callee {
        Callee::Named { name, .. } if names::starts_things(name) => Some(name.clone()),
        _ => None,
    });
    if let Some(name) = dangerous {
        let message = format!("`{name}` is put into a call or a list");
        machine.report(id, &rules::FUNCTION_HANDED_OVER, Severity::Medium, message);
    }
}

/// `environment$name` with a dangerous name.
pub(in crate::scanner::r) fn reached(machine: &mut Machine<'_>, id: Id, name: &str) {
    if names::is_dangerous(name) {
        let severity = if names::starts_things(name) { Severity::High } else { Severity::Medium };
        let message = format!("`{name}` is taken out of an environment");
        machine.report(id, &rules::NAMESPACE_REACH, severity, message);
    }
}

/// `package::name` that stands for itself; called ones are judged by their call.
pub(in crate::scanner::r) fn qualified(
    machine: &mut Machine<'_>,
    id: Id,
    package: &str,
    name: &str,
) {
    let base = matches!(package, "base" | "utils" | "parallel");
    let node = machine.node(id);
    let follows = machine.tree.nodes.get(id + 1..).unwrap_or_default().iter().take(1);
    let assigned = follows.into_iter().any(|next| {
        matches!(next.kind, Kind::Assign { value, .. } if value == id) && next.start <= node.start
    });
    if base && names::starts_things(name) && assigned {
        let message = format!("`{package}::{name}` gets another name");
        machine.report(id, &rules::FUNCTION_HANDED_OVER, Severity::Medium, message);
    }
}

/// Code of other languages: reticulate, V8, JuliaCall.
pub(super) fn other_language(machine: &mut Machine<'_>, call: &Invocation) {
    const SIGNS: &[&str] = &[
        "os.",
        "subprocess",
        "socket",
        "eval",
        "exec",
        "__import__",
        "urllib",
        "require(",
        "java/lang/Runtime",
        "java.lang.Runtime",
        "ProcessBuilder",
        "java/net/",
        "java.net.",
    ];
    let texts = call.arguments.iter().flat_map(|actual| actual.value.patterns());
    let texts: Vec<Rc<str>> = texts.collect();
    let signs = texts.iter().any(|text| SIGNS.iter().any(|sign| text.contains(sign)));
    // Objects of Java are ordinary; those that start programs are not.
    if !signs && matches!(&*call.name, "J" | ".jnew" | ".jcall" | ".Tcl" | "tcl") {
        return;
    }
    let severity = match signs || call.traits().any(Traits::FOREIGN | Traits::DECODED) {
        true => Severity::High,
        false if call.traits().any(Traits::PARAMETER) => Severity::Low,
        false => Severity::Medium,
    };
    machine.report_call(
        call,
        &rules::OTHER_LANGUAGE,
        severity,
        "text is run as code of another language",
    );
}

/// A member of a Python module that reticulate imported.
pub(super) fn python(machine: &mut Machine<'_>, call: &Invocation) {
    const MEMBERS: &[&str] = &[
        "os$system",
        "os$popen",
        "os$exec",
        "os$spawn",
        "os$remove",
        "os$environ",
        "subprocess$",
        "socket$",
        "builtins$eval",
        "builtins$exec",
        "builtins$compile",
        "ctypes$",
        "pickle$load",
        "shutil$rmtree",
        "pty$",
        "importlib$",
        "urllib",
        "requests$",
        "runpy$",
        "marshal$",
    ];
    if MEMBERS.iter().any(|member| call.name.starts_with(member)) {
        machine.report_call(
            call,
            &rules::OTHER_LANGUAGE,
            Severity::High,
            "a dangerous Python function is called",
        );
    }
}

/// Whether what `.Internal` is given starts things, or isn't written there.
fn reaches_inside(machine: &Machine<'_>, call: &Invocation) -> bool {
    let inner = call.arguments.first().and_then(|first| first.node);
    let Some(Kind::Call { function, .. }) = inner.map(|id| &machine.node(id).kind) else {
        return true;
    };
    match &machine.node(*function).kind {
        Kind::Name(name) => names::is_dangerous(name),
        _ => true,
    }
}

/// `.Internal` and functions whose body or environment is replaced.
pub(super) fn internals(machine: &mut Machine<'_>, call: &Invocation) {
    if &*call.name == ".Internal" {
        let severity = match machine.is_library() && !reaches_inside(machine, call) {
            true => Severity::Low,
            false => Severity::Medium,
        };
        let what = "an internal function is called";
        machine.report_call(call, &rules::INTERNAL_CALL, severity, what);
        return;
    }
    if let Some(body) = call.named("value").map(|actual| actual.value.clone())
        && body.traits.any(Traits::PARSED)
    {
        runs_text(machine, call, &body);
    }
    let chosen = call.traits().any(Traits::CHOSEN);
    let severity = if chosen { Severity::High } else { Severity::Low };
    machine.report_call(
        call,
        &rules::REPLACED_BODY,
        severity,
        "the body of a function is replaced",
    );
}
