//! Hostile archives are refused with a clear error, and nothing of them is left on disk.

#![allow(clippy::unwrap_used, reason = "a test fails by panicking")]

use omniplug_core::ErrorKind;
use omniplug_core::package::{ArchiveLimits, unpack};
use omniplug_tests::archives::{Archive, hostile};
use std::collections::HashSet;
use std::fs;
use std::os::unix::fs::PermissionsExt;
use std::path::Path;

fn names(folder: &Path) -> Vec<String> {
    let entries = fs::read_dir(folder).unwrap();
    entries.map(|entry| entry.unwrap().file_name().into_string().unwrap()).collect()
}

#[test]
fn every_hostile_archive_is_refused_and_leaves_nothing() {
    let archives = hostile();
    assert!(archives.len() >= 30, "there are {}", archives.len());
    let mut failures = Vec::new();
    for case in &archives {
        let scratch = tempfile::tempdir().unwrap();
        let archive = scratch.path().join("x.tar.gz");
        fs::write(&archive, &case.bytes).unwrap();
        let parent = scratch.path().join("parent");
        fs::create_dir(&parent).unwrap();
        let into = parent.join("into");
        match unpack(&archive, &into, &ArchiveLimits::default()) {
            Ok(unpacked) => failures.push(format!("{}: accepted: {unpacked:?}", case.name)),
            Err(error) => {
                let text = error.to_string();
                if error.kind() != ErrorKind::InvalidPackage
                    || !text.contains(case.expected_error_fragment)
                    || error.message().contains('\n')
                {
                    failures.push(format!("{}: {} {text}", case.name, error.kind()));
                }
            }
        }
        let left = names(&parent);
        if !left.is_empty() {
            failures.push(format!("{}: left {left:?}", case.name));
        }
        let beside = names(scratch.path());
        if beside.len() != 2 {
            failures.push(format!("{}: beside {beside:?}", case.name));
        }
    }
    assert!(failures.is_empty(), "{}", failures.join("\n"));
}

#[test]
fn hostile_archives_are_named_once() {
    let archives = hostile();
    let names: HashSet<_> = archives.iter().map(|case| case.name).collect();
    assert_eq!(names.len(), archives.len());
}

#[test]
fn every_truncation_is_refused_and_no_damage_panics() {
    let whole = Archive::new().long_name("a/b").file("x", b"text").gz();
    let scratch = tempfile::tempdir().unwrap();
    let archive = scratch.path().join("x.tar.gz");
    let into = scratch.path().join("into");
    for length in 0..whole.len() {
        fs::write(&archive, &whole[..length]).unwrap();
        unpack(&archive, &into, &ArchiveLimits::default()).unwrap_err();
        let mut damaged = whole.clone();
        damaged[length] ^= 0x55;
        fs::write(&archive, &damaged).unwrap();
        if unpack(&archive, &into, &ArchiveLimits::default()).is_ok() {
            fs::remove_dir_all(&into).unwrap();
        }
        assert_eq!(names(scratch.path()), ["x.tar.gz"]);
    }
}

#[test]
fn odd_modes_owners_and_attributes_of_good_archives_are_ignored() {
    let xattr = ("SCHILY.xattr.user.x", "value");
    let archive = Archive::empty()
        .pax(b'g', &[("comment", "0123abcd")])
        .folder("./")
        .altered("./manifest.json", 100, b"0004755\0", b"{}")
        .altered("odd", 100, b"\xff\xff garbage \x80\x80\x80\x80", b"odd")
        .pax(b'x', &[("path", "src/été.py"), ("uid", "-1"), ("mtime", "1.5"), xattr])
        .file("ignored", b"pax")
        .long_name("src/gnu.py")
        .file("ignored", b"gnu");
    let scratch = tempfile::tempdir().unwrap();
    let file = scratch.path().join("x.tar.gz");
    let into = scratch.path().join("into");
    fs::write(&file, archive.gz()).unwrap();
    let unpacked = unpack(&file, &into, &ArchiveLimits::default()).unwrap();
    assert_eq!((unpacked.files, unpacked.bytes), (4, 11));
    let expected = [
        ("manifest.json", "{}", 0o755),
        ("odd", "odd", 0o644),
        ("src/été.py", "pax", 0o644),
        ("src/gnu.py", "gnu", 0o644),
    ];
    for (path, text, mode) in expected {
        let path = into.join(path);
        assert_eq!(fs::read_to_string(&path).unwrap(), text);
        let metadata = path.metadata().unwrap();
        assert_eq!(metadata.permissions().mode() & 0o7777, mode);
    }
}
