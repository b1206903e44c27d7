//! Archives that are hostile or damaged below their entries: headers, sizes, streams.

use super::build::{Archive, gzip};
use super::hostile::{HostileArchive, hostile_archive};

/// Headers that lie about themselves.
pub(super) fn headers() -> Vec<HostileArchive> {
    let altered = |what, offset, bytes: &[u8], text| {
        let archive = Archive::new().altered("x", offset, bytes, b"x");
        hostile_archive(what, archive.gz(), text)
    };
    let mut checksum = Archive::new().file("x", b"x").tar();
    if let Some(byte) = checksum.get_mut(1024) {
        *byte ^= 1;
    }
    vec![
        hostile_archive(
            "wrong checksum",
            gzip(&checksum),
            "the header after `manifest.json` has a wrong checksum",
        ),
        hostile_archive(
            "not a tar",
            gzip(&[b'x'; 2048]),
            "the header at the start has a wrong checksum",
        ),
        altered("negative size", 124, b"-0000000001\0", "entry `x` has a size that is not"),
        altered("negative binary size", 124, &[0xff; 12], "entry `x` has a size that is not"),
        altered(
            "huge binary size",
            124,
            b"\x80\0\0\0\x7f\xff\xff\xff\xff\xff\xff\xff",
            "entry `x` has a size that is not",
        ),
        altered("size of spaces", 124, b"            ", "entry `x` has a size that is not"),
        altered("size with a sign", 124, b"+0000000001\0", "entry `x` has a size that is not"),
    ]
}

/// Long names and extended headers that smuggle or flood.
pub(super) fn extensions() -> Vec<HostileArchive> {
    let pax = |what, records: &[(&str, &str)], text| {
        let archive = Archive::new().pax(b'x', records).file("x", b"x");
        hostile_archive(what, archive.gz(), text)
    };
    let flood = "x".repeat(70_000);
    let malformed = Archive::new().entry("p", b'x', b"99 path=y\n").file("x", b"x");
    vec![
        pax("pax path out", &[("path", "../evil")], "entry `../evil` has `..`"),
        pax("pax absolute path", &[("path", "/etc/x")], "entry `/etc/x` has an absolute path"),
        pax(
            "pax path of the manifest",
            &[("path", "manifest.json")],
            "entry `manifest.json` is in the archive twice",
        ),
        pax("pax NUL in a path", &[("path", "a\0b")], "has a control character"),
        pax(
            "pax two paths",
            &[("path", "a"), ("path", "b")],
            "header of entry `x` gives two paths",
        ),
        pax("pax other size", &[("size", "1024")], "entry `x` is given two different sizes"),
        pax(
            "pax negative size",
            &[("size", "-1")],
            "header of entry `x` gives a size that is no number",
        ),
        pax("pax link", &[("linkpath", "/etc")], "header of entry `x` describes a link"),
        pax(
            "pax sparse file",
            &[("GNU.sparse.size", "9")],
            "header of entry `x` describes a sparse file",
        ),
        pax("pax flood", &[("comment", &flood)], "bytes, the limit is 65536"),
        hostile_archive("pax malformed", malformed.gz(), "header of entry `x` is malformed"),
        hostile_archive(
            "pax global path",
            Archive::new().pax(b'g', &[("path", "evil")]).file("x", b"x").gz(),
            "gives a path or size for all entries",
        ),
        hostile_archive(
            "long name out",
            Archive::new().long_name("../evil").file("x", b"x").gz(),
            "entry `../evil` has `..`",
        ),
        hostile_archive(
            "long name with a NUL",
            Archive::new().long_name("a\0b").file("x", b"x").gz(),
            "has a control character",
        ),
        hostile_archive(
            "long name flood",
            Archive::new().long_name(&flood).file("x", b"x").gz(),
            "bytes, the limit is 65536",
        ),
        hostile_archive(
            "two long names",
            Archive::new().long_name("a").long_name("b").file("x", b"x").gz(),
            "two headers in a row describe the same entry",
        ),
        hostile_archive(
            "long name and pax path",
            Archive::new().long_name("a").pax(b'x', &[("path", "b")]).file("x", b"x").gz(),
            "entry `a` is given two long names",
        ),
        hostile_archive(
            "long name of nothing",
            Archive::new().long_name("a").gz(),
            "describes a missing entry",
        ),
    ]
}

/// Archives that flood memory or disk.
pub(super) fn sizes() -> Vec<HostileArchive> {
    let many = (0..10_001).fold(Archive::new(), |archive, n| archive.file(format!("{n}"), b""));
    let folders = (0..340).fold(Archive::new(), |archive, n| {
        let path: Vec<String> = (0..30).map(|level| format!("{n}-{level}")).collect();
        archive.long_name(&(path.join("/") + "/x")).file("x", b"")
    });
    vec![
        hostile_archive("too many files", many.gz(), "is one too many, the limit is 10000"),
        hostile_archive("too many folders", folders.gz(), "is one too many, the limit is 10000"),
        hostile_archive(
            "too large a file",
            Archive::new().altered("x", 124, b"77777777777\0", b"x").gz(),
            "entry `x` has 8589934591 bytes, the limit for a file is",
        ),
        hostile_archive(
            "gzip bomb",
            Archive::new().file("zeros", &vec![0; 64 << 20]).gz(),
            "more than 200 times its size",
        ),
        hostile_archive(
            "gzip bomb behind the end",
            gzip(&[Archive::new().tar(), vec![0; 64 << 20]].concat()),
            "there is more data behind the archive's end marker",
        ),
    ]
}

/// Files that are no whole `.tar.gz`.
pub(super) fn streams() -> Vec<HostileArchive> {
    let good = Archive::new().gz();
    let cut = |from_end: usize| good.get(..good.len() - from_end).unwrap_or_default().to_vec();
    let mut checksum = good.clone();
    if let Some(byte) = checksum.iter_mut().rev().nth(6) {
        *byte ^= 0xff;
    }
    let body = Archive::new().file("x", &[b'x'; 1000]).open_end();
    let cut_body = body.get(..1600).unwrap_or_default();
    vec![
        hostile_archive("empty file", Vec::new(), "the file is cut short"),
        hostile_archive("not gzip", b"PK\x03\x04 some zip".to_vec(), "the file is not a gzip file"),
        hostile_archive("bare tar", Archive::new().tar(), "the file is not a gzip file"),
        hostile_archive("gzip header only", cut(good.len() - 10), "the file is cut short"),
        hostile_archive("gzip without its end", cut(8), "the file is cut short"),
        hostile_archive("wrong gzip checksum", checksum, "the gzip stream is damaged"),
        hostile_archive(
            "trailing bytes",
            [good.clone(), b"#!/bin/sh\n".to_vec()].concat(),
            "the file has bytes behind the end",
        ),
        hostile_archive(
            "one trailing NUL",
            [good.clone(), vec![0]].concat(),
            "the file has bytes behind the end",
        ),
        hostile_archive(
            "second gzip member",
            [good.clone(), Archive::empty().file("x", b"x").gz()].concat(),
            "the file has a second gzip member",
        ),
        hostile_archive(
            "second archive behind the end",
            gzip(&[Archive::new().tar(), Archive::new().tar()].concat()),
            "there is more data behind the archive's end marker",
        ),
        hostile_archive("body cut short", gzip(cut_body), "the archive is cut short after `x`"),
        hostile_archive(
            "no end marker",
            gzip(&Archive::new().open_end()),
            "the archive is cut short after `manifest.json`",
        ),
    ]
}
