//! Machine code.

use super::{command, paths};
use crate::scanner::r::invocation::Invocation;
use crate::scanner::r::machine::Machine;
use crate::scanner::r::value::Traits;
use crate::scanner::rules::r::native as rules;
use crate::scanner::rules::r::network::DOWNLOADED_CODE;
use crate::scanner::{Capability, Severity};

/// `dyn.load`.
pub(super) fn loads(machine: &mut Machine<'_>, call: &Invocation) {
    let Some(path) = call.arguments.first().map(|actual| actual.value.clone()) else { return };
    machine.able(Capability::Native);
    let fetched = path.patterns().iter().any(|path| machine.fetched.contains(path));
    if fetched || path.traits.any(Traits::NETWORK | Traits::FETCHED) {
        let what = "a downloaded library is loaded";
        machine.report_call(call, &DOWNLOADED_CODE, Severity::Critical, what);
        return;
    }
    let foreign = path.traits.any(Traits::FOREIGN | Traits::TEMPORARY | Traits::DECODED);
    let fixed = path.known().is_some_and(paths::is_outside);
    let severity = if foreign || fixed { Severity::High } else { Severity::Medium };
    machine.report_call(call, &rules::LIBRARY_LOADED, severity, "a native library is loaded");
}

/// `.Call`, `.C` and their like: names of the C library are no routines of a package.
pub(super) fn calls(machine: &mut Machine<'_>, call: &Invocation) {
    const LIBRARY: &[&str] = &[
        "system",
        "popen",
        "execve",
        "execv",
        "execl",
        "execlp",
        "execvp",
        "fork",
        "vfork",
        "dlopen",
        "dlsym",
        "kill",
        "unlink",
        "remove",
        "mprotect",
        "mmap",
        "ptrace",
        "setuid",
        "chmod",
        "socket",
        "connect",
        "_exit",
        "exit",
        "abort",
        "setenv",
        "putenv",
        "do_system",
        "R_system",
        "R_ParseEvalString",
        "R_ParseVector",
        "getenv",
    ];
    let Some(routine) = call.arguments.first().map(|actual| actual.value.clone()) else { return };
    let severity = match routine.known() {
        Some(name) if LIBRARY.contains(&name) => Severity::Critical,
        _ if routine.traits.any(Traits::FOREIGN | Traits::DECODED) => Severity::High,
        Some(_) if call.indirect => Severity::Medium,
        // A routine that is found by its text alone may be any that is loaded.
        Some(_)
            if call.named("PACKAGE").is_none()
                && (payload(machine) || is_script(machine, call)) =>
        {
            Severity::Medium
        }
        _ => Severity::Info,
    };
    machine.report_call(call, &rules::NATIVE_CALL, severity, "machine code is called");
}

/// Whether the file loads a library by itself, so that its routines are not a package's.
fn payload(machine: &Machine<'_>) -> bool {
    machine.analysis.findings.iter().any(|finding| finding.rule.id == rules::LIBRARY_LOADED.id)
}

/// Whether a call stands in the file itself, outside of any function and branch.
fn is_script(machine: &Machine<'_>, call: &Invocation) -> bool {
    let node = machine.node(call.node);
    node.scope == 0 && !node.conditional
}

/// Code that is compiled while the plugin runs.
pub(super) fn compiles(machine: &mut Machine<'_>, call: &Invocation) {
    const SIGNS: &[&str] = &[
        "system(",
        "popen(",
        "execv",
        "execl",
        "fork(",
        "socket(",
        "dlopen(",
        "unlink(",
        "std::system",
    ];
    let texts: Vec<_> = call.arguments.iter().flat_map(|actual| actual.value.patterns()).collect();
    let hostile = texts
        .iter()
        .any(|text| SIGNS.iter().any(|sign| text.contains(sign)) || command::is_hostile(text));
    let passes_on = call.traits().any(Traits::PARAMETER) && texts.is_empty();
    let severity = match (hostile, passes_on) {
        (true, _) => Severity::High,
        (_, true) => Severity::Low,
        _ => rules::COMPILED_CODE.severity,
    };
    machine.report_call(
        call,
        &rules::COMPILED_CODE,
        severity,
        "code is compiled while the plugin runs",
    );
}
