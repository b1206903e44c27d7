//! Memory and time without bound.

use crate::scanner::Severity;
use crate::scanner::r::invocation::Invocation;
use crate::scanner::r::machine::Machine;
use crate::scanner::r::syntax::{Id, Kind};
use crate::scanner::rules::r::persistence::RESOURCES_EXHAUSTED;

/// Elements that no machine holds.
const MOST_ELEMENTS: f64 = 1e10;
/// Seconds that nobody waits for.
const LONGEST: f64 = 3600.0;

/// Functions that make as much as they are told, and `Sys.sleep`.
pub(super) fn exhausts(machine: &mut Machine<'_>, call: &Invocation) {
    let told = |names: &[&str], place: usize| {
        let told = names.iter().find_map(|name| call.named(name)).or_else(|| call.place(place));
        told.and_then(|actual| actual.value.number()).unwrap_or(1.0)
    };
    let size = match &*call.name {
        "matrix" => told(&["nrow"], 1) * told(&["ncol"], 2),
        "rep" | "rep_len" | "rep.int" | "strrep" | "vector" => {
            told(&["times", "length.out", "length"], 1)
        }
        _ => told(&["length", "length.out", "n", "time"], 0),
    };
    let (most, what) = match &*call.name {
        "Sys.sleep" => (LONGEST, "for hours nothing happens"),
        _ => (MOST_ELEMENTS, "more is made than a machine holds"),
    };
    if size >= most {
        machine.report_call(call, &RESOURCES_EXHAUSTED, Severity::Medium, what);
    }
}

/// A loop that nothing ends, and that does nothing but take more.
pub(in crate::scanner::r) fn endless(machine: &mut Machine<'_>, id: Id, start: Id) {
    const TAKES: &[&str] = &[
        "c", "append", "list", "rep", "paste", "paste0", "rbind", "cbind", "numeric", "vector",
        "rnorm", "runif",
    ];
    let takes = |id: Id| match &machine.node(id).kind {
        Kind::Call { function, .. } => match &machine.node(*function).kind {
            Kind::Name(name) => TAKES.contains(&&**name),
            _ => false,
        },
        Kind::Function { .. } => false,
        _ => true,
    };
    if (start + 1..id).all(takes) {
        let message = "a loop that nothing ends takes more and more".to_owned();
        machine.report(id, &RESOURCES_EXHAUSTED, Severity::Medium, message);
    }
}
