//! What stays, what runs by itself, and what changes the session of others.

use super::hook::hook;
use super::paths;
use crate::scanner::r::apply::functions_of;
use crate::scanner::r::invocation::{Actual, Invocation};
use crate::scanner::r::machine::Machine;
use crate::scanner::r::syntax::{Id, Kind};
use crate::scanner::r::value::{Callee, Traits, Value};
use crate::scanner::rules::r::persistence as rules;
use crate::scanner::{Capability, Severity};

/// `reg.finalizer`, `addTaskCallback` and `setHook`.
pub(super) fn registers(machine: &mut Machine<'_>, call: &Invocation) {
    let (rule, severity, what) = match &*call.name {
        "reg.finalizer" => {
            let global = call
                .arguments
                .first()
                .is_some_and(|first| first.value.traits.any(Traits::NAMESPACE));
            let leaves = call.value("onexit").is_some_and(Value::is_true);
            let severity = if global && leaves { Severity::Medium } else { Severity::Low };
            (&rules::FINALIZER, severity, "a function runs when an object is collected")
        }
        "addTaskCallback" => {
            (&rules::TASK_CALLBACK, Severity::Medium, "a function runs after every command")
        }
        _ => {
            let event = call.arguments.first().map(|first| first.value.clone()).unwrap_or_default();
            let severity = match event.known().is_some() || is_of_own_package(machine, call) {
                true => Severity::Medium,
                false => Severity::Low,
            };
            (&rules::PACKAGE_HOOK, severity, "a function runs when something else happens")
        }
    };
    machine.report_call(call, rule, severity, what);
    hook(machine, call.node);
    for closure in closures(call) {
        hook(machine, closure);
    }
}

/// `setHook(packageEvent("stats", …), …)`: packages of R itself are there in every session.
fn is_of_own_package(machine: &Machine<'_>, call: &Invocation) -> bool {
    const OWN: &[&str] =
        &["base", "stats", "utils", "methods", "graphics", "grDevices", "datasets", "tools"];
    let event = call.arguments.first().and_then(|event| event.node);
    let Some(Kind::Call { function, arguments }) = event.map(|event| &machine.node(event).kind)
    else {
        return false;
    };
    let (Kind::Name(name) | Kind::Qualified { name, .. }) = &machine.node(*function).kind else {
        return false;
    };
    let package = arguments.first().and_then(|package| package.value);
    &**name == "packageEvent"
        && package
            .and_then(|package| machine.values[package].known())
            .is_some_and(|package| OWN.contains(&package))
}

/// The functions of the file among the arguments.
fn closures(call: &Invocation) -> Vec<Id> {
    let functions = call.arguments.iter().flat_map(|actual| functions_of(&actual.value));
    let closure = |callee| match callee {
        Callee::Closure(id) => Some(id),
        Callee::Named { .. } => None,
    };
    functions.filter_map(closure).take(8).collect()
}

/// `options(error = …)` and other options that hold code.
pub(super) fn options(machine: &mut Machine<'_>, call: &Invocation) {
    for actual in &call.arguments {
        let holds = matches!(
            actual.name.as_deref(),
            Some(
                "error"
                    | "warning.expression"
                    | "show.error.messages.handler"
                    | "browser"
                    | "pager"
                    | "editor"
            )
        );
        let program = matches!(actual.name.as_deref(), Some("browser" | "pager" | "editor"))
            && actual.value.known().is_some_and(|text| text.contains(' '));
        if program {
            let what = "a command takes the place of a program of the session";
            machine.report_call(call, &rules::ERROR_HANDLER, Severity::Medium, what);
        }
        let source = actual.value.known().is_some_and(|text| text.starts_with("http://"));
        if actual.name.as_deref() == Some("repos") && source {
            let what = "packages come from an address without encryption";
            machine.report_call(call, &rules::LOADER_VARIABLE, Severity::Medium, what);
        }
        if holds && runs_code(machine, actual) {
            let what = "code runs at every error of the session";
            let severity = rules::ERROR_HANDLER.severity;
            machine.report_call(call, &rules::ERROR_HANDLER, severity, what);
            hook(machine, call.node);
        }
    }
}

/// Whether the value of an option is code of the file's own: R's and well-known handlers are not.
fn runs_code(machine: &Machine<'_>, actual: &Actual) -> bool {
    let known = |name: &str| {
        matches!(
            name,
            "recover"
                | "browser"
                | "dump.frames"
                | "traceback"
                | "entrace"
                | "error_handler"
                | "stop"
        )
    };
    let Some(node) = actual.node else { return false };
    if actual.name.as_deref() != Some("error") {
        return matches!(machine.node(node).kind, Kind::Function { .. });
    }
    match &machine.node(node).kind {
        Kind::Function { .. } => true,
        Kind::Call { function, arguments } => {
            let quotes = match &machine.node(*function).kind {
                Kind::Name(name) | Kind::Qualified { name, .. } => {
                    matches!(
                        &**name,
                        "quote" | "expression" | "parse" | "bquote" | "substitute" | "str2lang"
                    )
                }
                _ => false,
            };
            let inner =
                arguments.first().and_then(|first| first.value).map(|id| &machine.node(id).kind);
            let harmless = match inner {
                Some(Kind::Call { function, .. }) => match &machine.node(*function).kind {
                    Kind::Name(name) | Kind::Qualified { name, .. } => known(name),
                    _ => false,
                },
                Some(Kind::Name(name)) => known(name),
                _ => false,
            };
            quotes && !harmless
        }
        Kind::Name(name) => {
            !known(name)
                && actual.value.functions.iter().any(|callee| matches!(callee, Callee::Closure(_)))
        }
        _ => false,
    }
}

/// `assignInNamespace`, `unlockBinding`, and `assign` into a base environment.
pub(super) fn replaces(machine: &mut Machine<'_>, call: &Invocation) {
    let own = matches!(&*call.name, "assignInMyNamespace" | "lockBinding");
    let inside = call.arguments.iter().any(|actual| {
        let environment =
            matches!(actual.name.as_deref(), None | Some("envir" | "env" | "pos" | "ns"));
        environment && actual.value.traits.any(Traits::NAMESPACE)
    });
    let severity = match &*call.name {
        "assign" | "delayedAssign" | "makeActiveBinding" => {
            if &*call.name != "assign" {
                hook(machine, call.node);
            }
            if frame_of_another(machine, call) {
                let what = "a variable of a caller is replaced";
                machine.report_call(call, &rules::FRAMES_WALKED, Severity::Medium, what);
            } else {
                reaches_frame(machine, call);
            }
            if !(inside && base_environment(call)) {
                return;
            }
            Severity::Medium
        }
        _ if own && machine.is_library() => Severity::Low,
        "unlockBinding" if !base_environment(call) && machine.node(call.node).scope != 0 => {
            Severity::Low
        }
        _ => Severity::Medium,
    };
    machine.report_call(
        call,
        &rules::NAMESPACE_CHANGED,
        severity,
        "a function of another package is replaced",
    );
}

/// Whether an argument is the environment of one of R's own packages.
fn base_environment(call: &Invocation) -> bool {
    call.arguments.iter().any(|actual| is_base_environment(&actual.value))
}

fn is_base_environment(value: &Value) -> bool {
    value.traits.any(Traits::NAMESPACE) && value.known().is_some_and(is_base)
}

/// R's own packages.
fn is_base(package: &str) -> bool {
    const OWN: &[&str] = &[
        "base",
        "stats",
        "utils",
        "methods",
        "tools",
        "graphics",
        "grDevices",
        "parallel",
        "compiler",
    ];
    OWN.contains(&package)
}

/// `environment(stats::sd)$var <- …`: something is put into one of R's own packages.
pub(in crate::scanner::r) fn put_into_package(machine: &mut Machine<'_>, id: Id, object: Id) {
    if is_base_environment(&machine.values[object]) {
        let (rule, severity) = (&rules::NAMESPACE_CHANGED, Severity::Medium);
        machine.report(id, rule, severity, "a function of another package is replaced");
    }
}

/// `unloadNamespace("stats")`, `detach("package:stats")`: one of R's own packages is taken away.
pub(super) fn takes_away(machine: &mut Machine<'_>, call: &Invocation) {
    let package = call.arguments.first().and_then(|first| first.value.known().map(str::to_owned));
    let package = package.unwrap_or_default();
    if is_base(package.trim_start_matches("package:")) {
        let what = "a package of R itself is taken away";
        machine.report_call(call, &rules::NAMESPACE_CHANGED, Severity::Medium, what);
    }
}

/// `library(package, lib.loc = "/tmp/lib")`: a package from a folder outside.
pub(super) fn loads_from(machine: &mut Machine<'_>, call: &Invocation) {
    let folder = call.named("lib.loc").map(|actual| actual.value.patterns()).unwrap_or_default();
    if folder.iter().any(|path| paths::is_outside(path)) {
        let what = "packages are loaded from a folder outside";
        machine.report_call(call, &rules::LOADER_VARIABLE, Severity::Medium, what);
    }
}

/// Whether an argument is a frame that is named by its number.
fn frame_of_another(machine: &Machine<'_>, call: &Invocation) -> bool {
    call.arguments.iter().filter_map(|actual| actual.node).any(|id| {
        let Kind::Call { function, arguments } = &machine.node(id).kind else { return false };
        let frame =
            matches!(&machine.node(*function).kind, Kind::Name(name) if &**name == "sys.frame");
        let computed = |id: Id| matches!(machine.node(id).kind, Kind::Call { .. });
        frame && arguments.first().and_then(|first| first.value).is_some_and(|id| !computed(id))
    })
}

/// `trace` with code of its own.
pub(super) fn traces(machine: &mut Machine<'_>, call: &Invocation) {
    let code = call.named("tracer").or_else(|| call.named("exit")).or_else(|| call.place(1));
    let quoted = code.is_some_and(|code| {
        code.name.is_some()
            || !functions_of(&code.value).is_empty()
            || code.node.is_some_and(|id| {
                matches!(machine.node(id).kind, Kind::Call { .. } | Kind::Function { .. })
            })
    });
    if quoted {
        let severity = rules::TRACED.severity;
        machine.report_call(
            call,
            &rules::TRACED,
            severity,
            "code is put into a function of another package",
        );
        hook(machine, call.node);
    }
}

/// `Sys.setenv`: variables that load code.
pub(super) fn sets_variables(machine: &mut Machine<'_>, call: &Invocation) {
    machine.able(Capability::Environment);
    let outside =
        |actual: &Actual| actual.value.patterns().iter().any(|path| paths::is_outside(path));
    if &*call.name == ".libPaths" && call.arguments.iter().any(outside) {
        let what = "packages are loaded from a folder outside";
        machine.report_call(call, &rules::LOADER_VARIABLE, Severity::Medium, what);
    }
    for actual in &call.arguments {
        let loads = matches!(
            actual.name.as_deref(),
            Some(
                "LD_PRELOAD"
                    | "LD_LIBRARY_PATH"
                    | "DYLD_INSERT_LIBRARIES"
                    | "R_PROFILE_USER"
                    | "R_PROFILE"
                    | "R_ENVIRON_USER"
                    | "R_ENVIRON"
                    | "PYTHONSTARTUP"
                    | "BASH_ENV"
                    | "PROMPT_COMMAND"
                    | "LD_AUDIT"
                    | "PYTHONPATH"
                    | "R_HOME"
            )
        );
        let path = actual.name.as_deref() == Some("PATH") && shadows(&actual.value);
        if loads || path {
            let preload = matches!(
                actual.name.as_deref(),
                Some("LD_PRELOAD" | "LD_AUDIT" | "DYLD_INSERT_LIBRARIES")
            );
            let fixed = actual.value.known().is_some_and(|path| !path.is_empty());
            let severity = if preload || fixed || path { Severity::High } else { Severity::Low };
            let what = "an environment variable that loads code is set";
            machine.report_call(call, &rules::LOADER_VARIABLE, severity, what);
        }
    }
}

/// Whether a search path begins with a folder that anybody can write.
fn shadows(path: &Value) -> bool {
    path.pattern().is_some_and(|path| {
        ["/tmp", "/var/tmp", "/dev/shm", ".:"].iter().any(|start| path.starts_with(start))
    })
}

/// Timetables of the system.
pub(super) fn schedules(machine: &mut Machine<'_>, call: &Invocation) {
    machine.report_call(
        call,
        &rules::SCHEDULED,
        rules::SCHEDULED.severity,
        "a job is put into the system's timetable",
    );
}

/// Frames of callers: one's own caller is ordinary, who called that is not, least of all by its number.
pub(super) fn walks_frames(machine: &mut Machine<'_>, call: &Invocation) {
    let number = call.arguments.first().and_then(|first| first.value.number());
    let severity = match (&*call.name, number) {
        ("sys.frames", _) if machine.is_library() => Severity::Low,
        ("sys.frames", _) => Severity::Medium,
        ("sys.frame", Some(number)) if number >= 0.0 && !machine.is_library() => Severity::Medium,
        ("sys.function", Some(number)) if number >= 1.0 && !machine.is_library() => {
            Severity::Medium
        }
        ("parent.frame", Some(number)) if number >= 3.0 && !machine.is_library() => {
            Severity::Medium
        }
        ("parent.frame", Some(number)) if number >= 2.0 => Severity::Info,
        _ => return,
    };
    let what = "the frames of callers are in reach";
    machine.report_call(call, &rules::FRAMES_WALKED, severity, what);
}

/// `attach` of a list with functions in it, which take the place of the session's own.
pub(super) fn masks(machine: &mut Machine<'_>, call: &Invocation) {
    let Some(list) = call.arguments.first().map(|first| first.value.clone()) else { return };
    let mut elements = list.elements.iter().flat_map(|elements| elements.iter());
    if elements.any(|element| !element.value.functions.is_empty()) && !machine.is_library() {
        let what = "functions of a list are put in front of the session's own";
        machine.report_call(call, &rules::NAMESPACE_CHANGED, Severity::Medium, what);
    }
}

/// Functions that list, read or change what is in an environment, given the frame of a function further up.
pub(super) fn reaches_frame(machine: &mut Machine<'_>, call: &Invocation) {
    let frame = call.arguments.iter().any(|actual| actual.value.traits.any(Traits::FRAME));
    if frame && !machine.is_library() {
        let what = "variables of a function further up are read or changed";
        machine.report_call(call, &rules::FRAMES_WALKED, Severity::Medium, what);
    }
}

/// What only adds a capability.
pub(super) fn changes_environment(machine: &mut Machine<'_>, _: &Invocation) {
    machine.able(Capability::Environment);
}

/// `Sys.getenv()` gives all there is, keys and passwords among it.
pub(super) fn environment(machine: &mut Machine<'_>, call: &Invocation) {
    machine.able(Capability::Environment);
    if call.value("x").is_none() {
        let severity = if machine.is_library() { Severity::Low } else { Severity::Medium };
        let what = "all environment variables are read";
        machine.report_call(call, &rules::ENVIRONMENT_KEPT, severity, what);
    }
}
