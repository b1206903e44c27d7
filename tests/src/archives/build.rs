//! Building archives byte by byte, right and wrong ones alike.

use flate2::{Compression, GzBuilder};
use std::io::Write;

/// A manifest for archives whose only fault is elsewhere.
const MANIFEST: &[u8] = br#"{"name": "x", "version": "1.0.0"}"#;

/// The bytes of a tar archive in the making.
#[derive(Debug, Clone, Default)]
pub struct Archive(Vec<u8>);

impl Archive {
    /// An archive without entries.
    pub fn empty() -> Self {
        Self::default()
    }

    /// An archive with a manifest.
    pub fn new() -> Self {
        Self::empty().file("manifest.json", MANIFEST)
    }

    /// Adds a regular file.
    #[must_use]
    pub fn file(self, name: impl AsRef<[u8]>, body: &[u8]) -> Self {
        self.entry(name, b'0', body)
    }

    /// Adds a folder.
    #[must_use]
    pub fn folder(self, name: impl AsRef<[u8]>) -> Self {
        self.entry(name, b'5', b"")
    }

    /// Adds a link of a type to a target.
    #[must_use]
    pub fn link(self, name: &str, kind: u8, target: &str) -> Self {
        let mut header = header(name.as_bytes(), kind, 0);
        put(&mut header, 157, target.as_bytes());
        self.raw(&signed(header))
    }

    /// Adds an entry of any type; a name of more than 100 bytes is cut.
    #[must_use]
    pub fn entry(self, name: impl AsRef<[u8]>, kind: u8, body: &[u8]) -> Self {
        let header = header(name.as_ref(), kind, body.len());
        self.raw(&signed(header)).body(body)
    }

    /// Adds a file whose header has the bytes at an offset replaced before its checksum is made.
    #[must_use]
    pub fn altered(self, name: &str, offset: usize, bytes: &[u8], body: &[u8]) -> Self {
        let mut header = header(name.as_bytes(), b'0', body.len());
        put(&mut header, offset, bytes);
        self.raw(&signed(header)).body(body)
    }

    /// Adds an extended header for the next entry, or a global one (`g`).
    #[must_use]
    pub fn pax(self, kind: u8, records: &[(&str, &str)]) -> Self {
        let body: String = records.iter().map(|(key, value)| record(key, value)).collect();
        self.entry("PaxHeaders/x", kind, body.as_bytes())
    }

    /// Adds a long name for the next entry, as GNU tar does.
    #[must_use]
    pub fn long_name(self, name: &str) -> Self {
        let body = format!("{name}\0");
        self.entry("././@LongLink", b'L', body.as_bytes())
    }

    /// Adds bytes as they are.
    #[must_use]
    pub fn raw(mut self, bytes: &[u8]) -> Self {
        self.0.extend_from_slice(bytes);
        self
    }

    /// The tar's bytes without an end marker.
    pub fn open_end(self) -> Vec<u8> {
        self.0
    }

    /// The tar's bytes with its end marker.
    pub fn tar(self) -> Vec<u8> {
        self.raw(&[0; 1024]).0
    }

    /// The bytes of the `.tar.gz`.
    pub fn gz(self) -> Vec<u8> {
        gzip(&self.tar())
    }

    fn body(mut self, body: &[u8]) -> Self {
        self.0.extend_from_slice(body);
        self.0.resize(self.0.len().next_multiple_of(512), 0);
        self
    }
}

/// Compresses bytes into one gzip member.
#[expect(clippy::expect_used, reason = "writing to memory can't fail")]
pub fn gzip(bytes: &[u8]) -> Vec<u8> {
    let mut writer = GzBuilder::new().write(Vec::new(), Compression::default());
    writer.write_all(bytes).expect("memory takes all");
    writer.finish().expect("memory takes all")
}

/// A header in the `ustar` form with owner and mode of an ordinary file.
fn header(name: &[u8], kind: u8, size: usize) -> [u8; 512] {
    let mut header = [0; 512];
    put(&mut header, 0, name.get(..100).unwrap_or(name));
    put(&mut header, 100, b"0000644\0");
    put(&mut header, 108, b"0001750\0");
    put(&mut header, 116, b"0001750\0");
    put(&mut header, 124, format!("{size:011o}\0").as_bytes());
    put(&mut header, 136, b"14500000000\0");
    put(&mut header, 156, &[kind]);
    put(&mut header, 257, b"ustar\x0000");
    header
}

/// Writes the checksum over the finished header.
fn signed(mut header: [u8; 512]) -> [u8; 512] {
    put(&mut header, 148, b"        ");
    let sum: u32 = header.iter().map(|byte| u32::from(*byte)).sum();
    put(&mut header, 148, format!("{sum:06o}\0 ").as_bytes());
    header
}

fn put(header: &mut [u8; 512], offset: usize, bytes: &[u8]) {
    for (slot, byte) in header.iter_mut().skip(offset).zip(bytes) {
        *slot = *byte;
    }
}

/// A pax record: its length counts itself.
fn record(key: &str, value: &str) -> String {
    let rest = key.len() + value.len() + 3;
    let mut length = rest + 1;
    while length != rest + length.to_string().len() {
        length += 1;
    }
    format!("{length} {key}={value}\n")
}
