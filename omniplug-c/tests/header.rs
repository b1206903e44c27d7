//! The committed header is that of the code.

use std::path::Path;

/// The files with exports, in the order in which the header is read.
const SOURCES: [&str; 12] = [
    "text",
    "error",
    "handle",
    "plugins",
    "data",
    "request",
    "sink",
    "control",
    "execution",
    "bulk",
    "records",
    "scan",
];

#[test]
fn the_committed_header_is_that_of_the_code() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR"));
    let config = cbindgen::Config::from_file(folder.join("cbindgen.toml")).unwrap();
    let mut builder = cbindgen::Builder::new().with_config(config);
    // The sources themselves, so that no `cargo metadata` is needed where this runs.
    for source in SOURCES {
        builder = builder.with_src(folder.join("src").join(source).with_extension("rs"));
    }
    let mut made = Vec::new();
    builder.generate().unwrap().write(&mut made);
    let made = String::from_utf8(made).unwrap();
    let path = folder.join("include/omniplug.h");
    if std::env::var_os("OMNIPLUG_WRITE_HEADER").is_some() {
        std::fs::write(&path, &made).unwrap();
    }
    let committed = std::fs::read_to_string(&path).unwrap_or_default();
    assert!(
        made == committed,
        "`include/omniplug.h` is stale; `OMNIPLUG_WRITE_HEADER=1 cargo test -p omniplug-c --test header` writes it"
    );
}
