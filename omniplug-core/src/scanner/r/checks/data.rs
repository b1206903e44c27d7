//! Formats that can run code when they are read.

use crate::scanner::Severity;
use crate::scanner::r::invocation::Invocation;
use crate::scanner::r::machine::Machine;
use crate::scanner::r::sources::is_far;
use crate::scanner::r::syntax::Kind;
use crate::scanner::r::value::{Traits, Value};
use crate::scanner::rules::r::data as rules;

/// `readRDS`, `load`, `unserialize` and their like.
pub(super) fn unserializes(machine: &mut Machine<'_>, call: &Invocation) {
    let Some(from) = call.arguments.first().map(|actual| &actual.value) else { return };
    let foreign = Traits::INPUT | Traits::NETWORK | Traits::CONNECTION;
    let fetched = from.traits.any(Traits::FETCHED)
        || from.patterns().iter().any(|path| machine.fetched.contains(path));
    let file =
        from.known().is_some_and(|path| path.contains("://")) || from.traits.any(Traits::FETCHED);
    let saved = from.known().is_some_and(|path| path.to_lowercase().ends_with(".rdata"));
    if from.traits.any(Traits::DEPARSED) || (&*call.name == "attach" && !file && !saved) {
        return;
    }
    let (severity, what) = if is_far(from) || fetched || from.traits.any(foreign) {
        (Severity::High, "serialized objects from outside are read")
    } else if &*call.name == "attach"
        || (matches!(&*call.name, "load" | "loadRDS" | "lazyLoad") && into_global(machine, call))
    {
        // What it holds takes the place of the session's own functions.
        (Severity::Medium, "serialized objects are put in front of the session's own")
    } else if matches!(&*call.name, "unserialize" | "unserializeJSON")
        && comes_hidden(machine, call, from)
    {
        (Severity::Medium, "serialized objects are read")
    } else if from.is_constant() {
        (Severity::Info, "serialized objects of a fixed file are read")
    } else {
        (Severity::Low, "serialized objects are read")
    };
    machine.report_call(call, &rules::UNSERIALIZED, severity, what);
}

/// Bytes that were decoded from text, or of which the file doesn't show where they come from.
fn comes_hidden(machine: &Machine<'_>, call: &Invocation, from: &Value) -> bool {
    let passed = from.traits.any(Traits::PARAMETER);
    if from.traits.any(Traits::DECODED) {
        // A library's functions decode what they encoded themselves.
        return !(passed && machine.is_library());
    }
    !passed && machine.is_exposed(call.node, from)
}

/// `load(file, envir = globalenv())`, outside of a library.
pub(super) fn into_global(machine: &Machine<'_>, call: &Invocation) -> bool {
    let Some(node) = call.argument("envir").and_then(|envir| envir.node) else { return false };
    let function = match &machine.node(node).kind {
        Kind::Call { function, .. } => *function,
        _ => node,
    };
    matches!(&machine.node(function).kind, Kind::Name(name) if matches!(&**name, "globalenv" | ".GlobalEnv"))
        && !machine.is_library()
}

/// YAML that may hold R code.
pub(super) fn yaml(machine: &mut Machine<'_>, call: &Invocation) {
    let evaluates = call.named("eval.expr").is_some_and(|actual| actual.value.is_true());
    let handler = call.named("handlers").is_some_and(|actual| actual.value.field("expr").is_some());
    if evaluates || handler {
        let severity = if evaluates { rules::YAML_EXPRESSIONS.severity } else { Severity::Medium };
        machine.report_call(call, &rules::YAML_EXPRESSIONS, severity, "YAML may run R code");
    }
}
