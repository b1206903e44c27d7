//! What the first bytes of a file tell.

use crate::scanner::file::Scanned;
use crate::scanner::rules::package::{
    EXECUTABLE_FILE, NATIVE_BINARY, NESTED_ARCHIVE, SERIALIZED_OBJECTS,
};
use crate::scanner::walk::Entry;
use crate::scanner::{Capability, Finding, Location, Severity};

/// Checks a file's beginning; answers whether it is an archive.
///
/// An installed tree of packages holds extension modules by the hundred, so that they are low there; a plugin
/// that brings one (`is_plugin`) brings what nobody can read.
pub(in crate::scanner) fn check_content(
    entry: &Entry,
    head: &[u8],
    is_plugin: bool,
    into: &mut Scanned,
) -> bool {
    let location = Location::whole(&entry.path);
    let severity = if is_plugin { Severity::Medium } else { Severity::Low };
    if let Some(what) = machine_code(head) {
        into.capabilities.insert(Capability::Native);
        let finding = Finding::new(&NATIVE_BINARY, format!("is {what}"), location, "");
        into.findings.push(finding.with_severity(severity));
        return false;
    }
    if entry.mode & 0o111 != 0 && !head.starts_with(b"#!") {
        let message = format!("has the mode `{:o}` and is no program", entry.mode & 0o7777);
        into.findings.push(Finding::new(&EXECUTABLE_FILE, message, location.clone(), ""));
    }
    if let Some(what) = archive(head) {
        let is_data = what == "compressed data";
        let severity = if is_data { Severity::Info } else { severity };
        let finding = Finding::new(&NESTED_ARCHIVE, format!("is {what}"), location, "");
        into.findings.push(finding.with_severity(severity));
        return true;
    }
    if let Some(what) = objects(entry, head) {
        into.findings.push(Finding::new(
            &SERIALIZED_OBJECTS,
            format!("holds {what}"),
            location,
            "",
        ));
    }
    false
}

fn machine_code(head: &[u8]) -> Option<&'static str> {
    let is_pe = || {
        let at = head.get(0x3c..0x40)?;
        let at = u32::from_le_bytes([at[0], at[1], at[2], at[3]]) as usize;
        head.get(at..at.checked_add(4)?).map(|sign| sign == b"PE\0\0")
    };
    match head {
        [0x7f, b'E', b'L', b'F', ..] => Some("an ELF binary"),
        [b'M', b'Z', ..] if is_pe() == Some(true) => Some("a Windows binary"),
        [0xfe, 0xed, 0xfa, 0xce | 0xcf, ..] | [0xce | 0xcf, 0xfa, 0xed, 0xfe, ..] => {
            Some("a macOS binary")
        }
        // Java's class files begin so too, with a larger number behind.
        [0xca, 0xfe, 0xba, 0xbe, 0, 0, 0, 1..=16, ..] => Some("a macOS binary"),
        [0xca, 0xfe, 0xba, 0xbe, ..] => Some("a Java class"),
        [0, b'a', b's', b'm', 1, 0, 0, 0, ..] => Some("a WebAssembly module"),
        _ => None,
    }
}

fn archive(head: &[u8]) -> Option<&'static str> {
    match head {
        [b'P', b'K', 3, 4, ..] | [b'P', b'K', 5, 6, ..] => Some("a zip archive"),
        [0x1f, 0x8b, ..]
        | [b'B', b'Z', b'h', ..]
        | [0xfd, b'7', b'z', b'X', b'Z', 0, ..]
        | [0x28, 0xb5, 0x2f, 0xfd, ..] => Some("compressed data"),
        [b'7', b'z', 0xbc, 0xaf, 0x27, 0x1c, ..] => Some("a 7-zip archive"),
        [b'R', b'a', b'r', b'!', ..] => Some("a RAR archive"),
        [b'!', b'<', b'a', b'r', b'c', b'h', b'>', ..] => Some("an `ar` archive"),
        _ if head.get(257..262) == Some(b"ustar") => Some("a tar archive"),
        _ => None,
    }
}

fn objects(entry: &Entry, head: &[u8]) -> Option<&'static str> {
    let is_pickle = matches!(head, [0x80, 2..=5, ..]);
    match entry.ending().as_str() {
        "pkl" | "pickle" | "joblib" | "dill" => Some("pickled objects"),
        "pt" | "pth" | "ckpt" if is_pickle => Some("pickled objects"),
        "rds" | "rda" | "rdata" => Some("objects of R"),
        _ if is_pickle && head.ends_with(b".") => Some("pickled objects"),
        _ if head.starts_with(b"RDX3\n") || head.starts_with(b"X\n\0\0\0") => Some("objects of R"),
        _ => None,
    }
}
