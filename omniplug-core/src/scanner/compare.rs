//! What the code is able to do, compared with what the manifest asks for.

use super::rules::manifest::{UNDECLARED_NETWORK, UNDECLARED_WRITE, UNUSED_PERMISSION};
use super::subject::Declared;
use super::{Capability, Finding, Location};
use crate::manifest::FILE_NAME;
use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};

/// Finds what is used and not asked for, and what is asked for and not used.
pub(super) fn compare(
    declared: &Declared,
    used: &BTreeMap<Capability, BTreeSet<PathBuf>>,
) -> Vec<Finding> {
    let permissions = &declared.permissions;
    let mut found = Vec::new();
    let files = |capability| used.get(&capability).into_iter().flatten();
    if permissions.network.is_none() {
        found.extend(files(Capability::Network).map(|file| {
            let message = "reaches the network, and the manifest does not ask for `network`";
            Finding::new(&UNDECLARED_NETWORK, message, Location::whole(file), "")
        }));
    }
    if !permissions.file_system {
        found.extend(files(Capability::FileWrite).map(|file| {
            let message = "writes files, and the manifest does not ask for `file_system`";
            Finding::new(&UNDECLARED_WRITE, message, Location::whole(file), "")
        }));
    }
    // Machine code, started programs and code made of text can use anything.
    let is_opaque = [Capability::Native, Capability::Process, Capability::DynamicCode]
        .iter()
        .any(|capability| used.contains_key(capability));
    let asked = [
        ("network", permissions.network.is_some(), Capability::Network),
        ("file_system", permissions.file_system, Capability::FileWrite),
    ];
    let unused = asked.into_iter().filter(|(_, is_asked, capability)| {
        *is_asked && !is_opaque && !used.contains_key(capability)
    });
    found.extend(unused.map(|(name, _, _)| {
        let line = declared.line_of(name);
        let snippet = declared.text.lines().nth(line as usize - 1).unwrap_or_default().trim();
        let message = format!("asks for `{name}`, and no code uses it");
        let location = Location::line(Path::new(FILE_NAME), line);
        Finding::new(&UNUSED_PERMISSION, message, location, snippet)
    }));
    found
}
