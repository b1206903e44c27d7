//! Names of machines and users, compared with those that only programs are tried under.

use crate::scanner::Severity;
use crate::scanner::r::invocation::Invocation;
use crate::scanner::r::machine::Machine;
use crate::scanner::r::syntax::Id;
use crate::scanner::r::value::{Traits, Value};
use crate::scanner::rules::r::persistence::SANDBOX_PROBE;

/// Words that only what confines code, or a machine to try it on, has in its name.
const TRIED: &[&str] =
    &["sandbox", "malware", "virus", "vmware", "virtualbox", "vbox", "qemu", "cuckoo", "honeypot"];

/// `Sys.info()[["user"]] == "sandbox"`.
pub(in crate::scanner::r) fn recognises(machine: &mut Machine<'_>, id: Id, values: &[&Value]) {
    let tells = |text: &str| {
        let text = text.to_lowercase();
        TRIED.iter().any(|word| text.contains(word))
    };
    let asked = values.iter().any(|value| value.traits.any(Traits::MACHINE));
    if asked && values.iter().flat_map(|value| value.patterns()).any(|text| tells(&text)) {
        let message = "the machine or what confines the code is looked at";
        machine.report(id, &SANDBOX_PROBE, Severity::Medium, message);
    }
}

/// `grepl("vmware", Sys.info())`.
pub(super) fn searches(machine: &mut Machine<'_>, call: &Invocation) {
    let values: Vec<&Value> = call.arguments.iter().map(|actual| &actual.value).collect();
    recognises(machine, call.node, &values);
}
