//! Functions that run without being called, and what they do.

use crate::scanner::r::machine::Machine;
use crate::scanner::r::syntax::{Id, ScopeId};
use crate::scanner::rules::r::persistence as rules;
use crate::scanner::{Capability, Severity};
use std::collections::HashMap;

/// A piece of the file that runs without being called: start and end in bytes, and the node to name.
#[derive(Debug)]
pub(in crate::scanner::r) struct Hook {
    pub(super) node: Id,
    pub(super) start: usize,
    pub(super) end: usize,
}

/// Looks at the name of a function that the file defines.
pub(in crate::scanner::r) fn definition(machine: &mut Machine<'_>, id: Id, scope: ScopeId) {
    let name = machine.tree.scopes[scope].name.clone();
    let Some(name) = name.as_deref() else { return };
    let top = machine.node(id).scope == 0;
    match name {
        ".onLoad" | ".onAttach" | ".onUnload" | ".onDetach" | ".First.lib" | ".Last.lib" => {
            hook(machine, id);
        }
        ".First" | ".Last" | ".First.sys" | ".Last.sys" if top => {
            let message = format!("`{name}` runs when the session starts or ends");
            machine.report(id, &rules::SESSION_HOOK, rules::SESSION_HOOK.severity, message);
            hook(machine, id);
        }
        _ => {}
    }
}

/// Remembers that a node runs without being called.
pub(super) fn hook(machine: &mut Machine<'_>, id: Id) {
    let node = machine.node(id);
    machine.hooks.push(Hook { node: id, start: node.start, end: node.end });
}

/// Once all is known: hooks that do something dangerous, and each finding once.
pub(in crate::scanner::r) fn finish(machine: &mut Machine<'_>) {
    for hook in std::mem::take(&mut machine.hooks) {
        let inside = machine.analysis.findings.iter().filter(|finding| {
            let dangerous = matches!(
                finding.rule.capability,
                Some(
                    Capability::Process
                        | Capability::Network
                        | Capability::DynamicCode
                        | Capability::FileWrite
                )
            );
            let reaches = finding.severity >= Severity::Medium
                || (["R2", "R5"].iter().any(|group| finding.rule.id.starts_with(group))
                    && finding.severity >= Severity::Low);
            dangerous && reaches && hook.start <= finding.start && finding.end <= hook.end
        });
        let worst =
            inside.max_by_key(|finding| finding.severity).map(|finding| finding.message.clone());
        if let Some(message) = worst {
            let message = format!("runs without being called: {message}");
            machine.report(hook.node, &rules::DANGEROUS_HOOK, Severity::High, message);
        }
    }
    once(machine);
}

/// Keeps the worst of the findings of one rule at one place.
fn once(machine: &mut Machine<'_>) {
    let mut places: HashMap<(&str, usize, usize), usize> = HashMap::new();
    let mut kept: Vec<crate::scanner::analysis::RawFinding> = Vec::new();
    for finding in machine.analysis.findings.drain(..) {
        let place = (finding.rule.id, finding.start, finding.end);
        match places.get(&place) {
            Some(at) if kept[*at].severity >= finding.severity => {}
            Some(at) => kept[*at] = finding,
            None => {
                places.insert(place, kept.len());
                kept.push(finding);
            }
        }
    }
    kept.sort_by(|one, other| (one.start, one.rule.id).cmp(&(other.start, other.rule.id)));
    machine.analysis.findings = kept;
}
