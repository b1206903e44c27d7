//! The collection of hostile archives.

use super::build::Archive;
use super::damaged;

/// An archive that must be refused.
#[derive(Debug, Clone)]
pub struct HostileArchive {
    /// What it tries, for the test's report.
    pub name: &'static str,
    /// The bytes of the file.
    pub bytes: Vec<u8>,
    /// What the refusal must say.
    pub expected_error_fragment: &'static str,
}

/// All hostile archives.
pub fn hostile() -> Vec<HostileArchive> {
    [
        names(),
        kinds(),
        clashes(),
        damaged::headers(),
        damaged::extensions(),
        damaged::sizes(),
        damaged::streams(),
        layouts(),
    ]
    .concat()
}

pub(super) fn hostile_archive(
    name: &'static str,
    bytes: Vec<u8>,
    text: &'static str,
) -> HostileArchive {
    HostileArchive { name, bytes, expected_error_fragment: text }
}

/// Names that lead out, or mean something else on another system.
fn names() -> Vec<HostileArchive> {
    let named =
        |what, name: &[u8], text| hostile_archive(what, Archive::new().file(name, b"x").gz(), text);
    let deep = "d/".repeat(40) + "x";
    let long = format!("{}/x", ["abcdefghi"; 60].join("/"));
    let wide = "w".repeat(300);
    vec![
        named("absolute path", b"/etc/cron.d/x", "entry `/etc/cron.d/x` has an absolute path"),
        named("parent folder", b"../x", "entry `../x` has `..`"),
        named("parent folder inside", b"a/../../x", "entry `a/../../x` has `..`"),
        named("parent folder at the end", b"a/..", "entry `a/..` has `..`"),
        named("current folder inside", b"a/./x", "entry `a/./x` has `.` in"),
        named("empty name inside", b"a//x", "entry `a//x` has an empty name"),
        named("empty name", b"", "entry `` has an empty name"),
        named("absolute behind a dot", b".//etc/x", "entry `.//etc/x` has an empty name"),
        named("backslash", b"..\\x", "entry `..\\x` has a backslash"),
        named("drive", b"C:evil.py", "entry `C:evil.py` has a Windows drive"),
        named("alternate stream", b"a.py:x", "entry `a.py:x` has one of the characters"),
        named("reserved name", b"aux.py", "entry `aux.py` has a name that Windows reserves"),
        named(
            "reserved folder",
            b"lib/COM1/x",
            "entry `lib/COM1/x` has a name that Windows reserves",
        ),
        named("trailing full stop", b"x.", "entry `x.` has a full stop"),
        named("terminal escape", b"\x1b[2Jx", "entry `\\u{1b}[2Jx` has a control character"),
        named("line end", b"a\nb", "entry `a\\nb` has a control character"),
        named("invalid UTF-8", b"a\xff\xfe", "has a name that is not valid UTF-8"),
        named("direction override", "a\u{202e}yp.exe".as_bytes(), "has an invisible"),
        named("file with a slash", b"x/", "entry `x/` has a `/` at its end"),
        hostile_archive(
            "too deep",
            Archive::new().file(deep, b"x").gz(),
            "has a depth of 41, the limit is 32",
        ),
        hostile_archive(
            "too long path",
            Archive::new().long_name(&long).file("x", b"x").gz(),
            "has a path of 601 bytes, the limit is 512",
        ),
        hostile_archive(
            "too long name",
            Archive::new().long_name(&wide).file("x", b"x").gz(),
            "has a name of more than 255 bytes",
        ),
    ]
}

/// Everything that is neither a file nor a folder.
fn kinds() -> Vec<HostileArchive> {
    let kind =
        |what, kind, text| hostile_archive(what, Archive::new().entry("x", kind, b"").gz(), text);
    let link = |what, kind, target, text| {
        hostile_archive(what, Archive::new().link("x", kind, target).gz(), text)
    };
    vec![
        link("symbolic link out", b'2', "/etc/shadow", "entry `x` is a symbolic link"),
        link("symbolic link inside", b'2', "manifest.json", "entry `x` is a symbolic link"),
        link("hard link out", b'1', "/etc/shadow", "entry `x` is a hard link"),
        link("hard link inside", b'1', "manifest.json", "entry `x` is a hard link"),
        kind("character device", b'3', "entry `x` is a character device"),
        kind("block device", b'4', "entry `x` is a block device"),
        kind("FIFO", b'6', "entry `x` is a FIFO"),
        kind("contiguous file", b'7', "entry `x` is a contiguous file"),
        kind("GNU sparse file", b'S', "entry `x` is a sparse file"),
        kind("volume", b'V', "entry `x` is a volume label"),
        kind("multi-volume", b'M', "entry `x` is the rest of a file"),
        kind("unknown type", b'Z', "entry `x` is of an unknown type"),
        hostile_archive(
            "long link",
            Archive::new().entry("././@LongLink", b'K', b"/etc/shadow\0").link("x", b'2', "y").gz(),
            "holds a link with a long target",
        ),
        hostile_archive(
            "file through a symbolic link",
            Archive::new().link("d", b'2', "/tmp").file("d/x", b"x").gz(),
            "entry `d` is a symbolic link",
        ),
        hostile_archive(
            "folder with data",
            Archive::new().entry("d/", b'5', b"hidden").gz(),
            "entry `d/` is a folder with data",
        ),
    ]
}

/// Entries that stand in each other's way.
fn clashes() -> Vec<HostileArchive> {
    let two = |what, first: &str, second: &str, text| {
        let archive = Archive::new().file(first, b"1").file(second, b"2");
        hostile_archive(what, archive.gz(), text)
    };
    vec![
        two("duplicate", "x", "x", "entry `x` is in the archive twice"),
        two("duplicate behind a dot", "x", "./x", "entry `x` is in the archive twice"),
        two(
            "second manifest",
            "x",
            "manifest.json",
            "entry `manifest.json` is in the archive twice",
        ),
        two("case clash", "x.py", "X.py", "entry `X.py` clashes with `x.py`"),
        two("case clash of folders", "a/x", "A/y", "entry `A/y` clashes with `a`"),
        two("Unicode clash", "\u{e9}", "e\u{301}", "clashes with `\u{e9}`"),
        two("Unicode case clash", "\u{c9}.py", "\u{e9}.py", "clashes with `\u{c9}.py`"),
        two("file as a folder", "a", "a/x", "entry `a/x` uses the file `a` as a folder"),
        two("folder as a file", "a/x", "a", "entry `a` is both a file and a folder"),
        hostile_archive(
            "duplicate folder",
            Archive::new().folder("a/").folder("a/").gz(),
            "entry `a` is in the archive twice",
        ),
    ]
}

/// Archives that hold no plugin.
fn layouts() -> Vec<HostileArchive> {
    let without = "there is no `manifest.json` at the archive's root";
    vec![
        hostile_archive("no entries", Archive::empty().gz(), "the archive is empty"),
        hostile_archive(
            "only its root",
            Archive::empty().folder("./").gz(),
            "the archive is empty",
        ),
        hostile_archive("no manifest", Archive::empty().file("main.py", b"").gz(), without),
        hostile_archive(
            "manifest too deep",
            Archive::empty().file("a/b/manifest.json", b"{}").gz(),
            without,
        ),
        hostile_archive(
            "two top-level folders",
            Archive::empty().file("a/manifest.json", b"{}").file("b/x", b"").gz(),
            "which has 2 entries",
        ),
        hostile_archive(
            "manifest is a folder",
            Archive::empty().folder("manifest.json/").gz(),
            "entry `manifest.json` is a folder, it must be a file",
        ),
        hostile_archive(
            "manifest of another case",
            Archive::empty().file("Manifest.json", b"{}").gz(),
            without,
        ),
    ]
}
