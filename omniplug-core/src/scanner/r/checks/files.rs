//! Files that are written, deleted, searched, unpacked or opened to others.

use super::paths;
use crate::scanner::r::invocation::{Actual, Invocation};
use crate::scanner::r::machine::{Machine, has_holes};
use crate::scanner::r::sources::is_far;
use crate::scanner::r::value::{Traits, Value};
use crate::scanner::rules::r::{
    code::EVALUATED_TEXT,
    files as rules,
    persistence::{ENVIRONMENT_KEPT, START_UP_FILE},
};
use crate::scanner::{Capability, Severity};

/// Functions that write to a path.
pub(super) fn writes(machine: &mut Machine<'_>, call: &Invocation) {
    let Some(target) = target(call) else { return };
    machine.able(Capability::FileWrite);
    let (node, target) = (target.node, target.value.clone());
    place(machine, call, &target);
    let content = call.arguments.iter().filter(|actual| actual.node != node);
    if content.into_iter().any(|actual| actual.value.traits.any(Traits::SECRET)) {
        let what = "a secret is written to a file";
        machine.report_call(call, &ENVIRONMENT_KEPT, Severity::Medium, what);
    }
    program(machine, call);
}

/// A constant text that is written is a program, where it does what a program is not let do.
fn program(machine: &mut Machine<'_>, call: &Invocation) {
    let writes =
        matches!(&*call.name, "cat" | "writeLines" | "write" | "write_lines" | "write_file");
    let into = call.named("file").is_some() || call.named("con").is_some();
    if !writes || !(into || call.place(1).is_some()) {
        return;
    }
    let texts = call.arguments.first().map(|first| first.value.patterns()).unwrap_or_default();
    let whole = texts.join("\n");
    if !whole.contains('(') || has_holes(&whole) {
        return;
    }
    if let Some((severity, message)) = machine.worst_of_text(&whole)
        && severity >= Severity::Medium
    {
        let message = format!("a program is written: {message}");
        machine.report(call.node, &EVALUATED_TEXT, Severity::Medium, message);
    }
}

/// The argument that names the file to write.
fn target(call: &Invocation) -> Option<&Actual> {
    let parameter = match &*call.name {
        "cat" | "sink" | "dump" | "saveRDS" | "save" | "write" | "write.table" | "write.csv"
        | "write.csv2" | "write_csv" | "write_tsv" | "fwrite" | "write_lines" | "write_file"
        | "dput" => "file",
        "writeLines" | "writeBin" | "writeChar" => "con",
        "file.copy" | "file.rename" | "file.symlink" | "file.link" => "to",
        "file.append" => "file1",
        "download.file" => "destfile",
        _ => return call.arguments.first(),
    };
    let wanted = call.argument(parameter).or_else(|| call.named("path"));
    wanted.or_else(|| (parameter == "destfile").then(|| call.place(1)).flatten())
}

/// `file(path, "w")`.
pub(super) fn opens(machine: &mut Machine<'_>, call: &Invocation) {
    let mode = call.value("open").and_then(Value::known).unwrap_or_default();
    if mode.starts_with(['w', 'a']) {
        writes(machine, call);
    }
}

fn place(machine: &mut Machine<'_>, call: &Invocation, target: &Value) {
    for path in target.patterns() {
        if paths::runs_by_itself(&path) {
            let message = format!("a file that runs by itself is written by `{}`", call.title());
            machine.report(call.node, &START_UP_FILE, Severity::High, message);
            return;
        }
        if target.traits.any(Traits::TEMPORARY) {
            continue;
        }
        if paths::is_shared_temporary(&path) {
            let what = "a file with a fixed name is written to the shared temporary folder";
            machine.report_call(call, &rules::SHARED_TEMPORARY_FILE, Severity::Medium, what);
            return;
        }
        if paths::is_outside(&path) && !path.starts_with("/dev/") {
            let what = "a file at a fixed place of the host is written";
            machine.report_call(call, &rules::WRITE_OUTSIDE, Severity::Medium, what);
            return;
        }
    }
    if target.traits.any(Traits::LIBRARY) && !target.traits.any(Traits::TEMPORARY) {
        let what = "a file of an installed package is written";
        machine.report_call(call, &rules::WRITE_OUTSIDE, Severity::Medium, what);
    }
    if target.traits.any(Traits::INPUT) && !target.traits.any(Traits::TEMPORARY) {
        let what = "a file is written where the input says";
        machine.report_call(call, &rules::WRITE_OUTSIDE, Severity::Low, what);
    }
}

/// `unlink`, `file.remove` and their like.
pub(super) fn deletes(machine: &mut Machine<'_>, call: &Invocation) {
    let Some(target) = call.arguments.first().map(|actual| actual.value.clone()) else { return };
    machine.able(Capability::FileWrite);
    if target.traits.any(Traits::TEMPORARY) {
        return;
    }
    let all = call.value("recursive").is_some_and(Value::is_true) || call.name.contains("dir");
    let listed = target.traits.any(Traits::LISTING);
    let foreign = target.traits.any(Traits::CHOSEN);
    let roots = target.patterns().iter().any(|path| {
        paths::is_root(path)
            || paths::is_secret(path)
            || (paths::is_outside(path) && !paths::is_shared_temporary(path))
    });
    let severity = match (roots, foreign) {
        (true, _) if all || listed || target.known().is_some() => Severity::High,
        (_, true) if all || !machine.is_library() => Severity::High,
        _ if call.indirect => Severity::Medium,
        _ => Severity::Low,
    };
    machine.report_call(call, &rules::DELETION, severity, "files are deleted");
}

/// `Sys.chmod` and `Sys.umask`.
pub(super) fn permits(machine: &mut Machine<'_>, call: &Invocation) {
    let Some(mode) = call.value("mode") else { return };
    let text =
        mode.known().map(str::to_owned).or_else(|| mode.number().map(|number| number.to_string()));
    let Some(text) = text else { return };
    let Ok(bits) = u32::from_str_radix(text.trim_start_matches("0o"), 8) else { return };
    let open = if &*call.name == "Sys.umask" { bits & 0o002 == 0 } else { bits & 0o6002 != 0 };
    if open {
        let severity = if bits & 0o6000 != 0 { Severity::High } else { Severity::Medium };
        machine.report_call(call, &rules::PERMISSIONS, severity, "a file is opened to all");
    }
}

/// `untar`, `unzip` and their like.
pub(super) fn unpacks(machine: &mut Machine<'_>, call: &Invocation) {
    if call.value("list").is_some_and(Value::is_true) {
        return;
    }
    machine.able(Capability::FileWrite);
    let outside = call.value("exdir").is_some_and(|folder| {
        let path = folder.pattern().unwrap_or_default();
        paths::is_outside(path) && !folder.traits.any(Traits::TEMPORARY)
    });
    let fetched = call.arguments.first().is_some_and(|archive| {
        let foreign = Traits::INPUT | Traits::NETWORK | Traits::DECODED;
        let fetched = archive.value.patterns().iter().any(|path| machine.fetched.contains(path));
        archive.value.traits.any(foreign | Traits::FETCHED) || fetched || is_far(&archive.value)
    });
    let severity = if outside || fetched { Severity::Medium } else { Severity::Low };
    machine.report_call(call, &rules::ARCHIVE, severity, "an archive is unpacked");
}

/// `list.files` over the host's folders.
pub(super) fn searches(machine: &mut Machine<'_>, call: &Invocation) {
    machine.able(Capability::FileRead);
    let Some(folder) = call.arguments.first().map(|actual| &actual.value) else { return };
    let Some(path) = folder.pattern() else { return };
    let relative = path.starts_with('.') || path.starts_with('*');
    let deep = call.value("recursive").is_some_and(Value::is_true);
    let wide = paths::is_root(path) && (deep || path.matches('/').count() < 2);
    if wide && !relative && !folder.traits.any(Traits::TEMPORARY) {
        let what = "the host's folders are searched";
        machine.report_call(call, &rules::FOLDER_SEARCH, Severity::Medium, what);
    }
}

/// Functions that read files by names of their own.
pub(super) fn reads(machine: &mut Machine<'_>, _: &Invocation) {
    machine.able(Capability::FileRead);
}
