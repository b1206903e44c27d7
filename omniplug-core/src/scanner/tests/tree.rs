//! Folders as text.

use crate::scanner::{AdvisorySource, LocalScanner, Report, ScanRequest, Scanner};
use std::fs::{self, Permissions};
use std::os::unix::fs::{PermissionsExt, symlink};
use std::path::{Path, PathBuf};
use tempfile::TempDir;

/// A folder to scan, and perhaps a database of advisories beside it.
pub(super) struct Tree {
    folder: TempDir,
}

impl Tree {
    /// Makes what a text describes: each file begins with `== path`, `== path mode`, `== path -> target` or
    /// `== path |` for a FIFO; `\xNN` is a byte. What lies in `advisories` is no part of what is scanned.
    pub(super) fn new(text: &str) -> Self {
        let tree = Self { folder: tempfile::tempdir().unwrap() };
        fs::create_dir(tree.path()).unwrap();
        let text = text.strip_prefix("== ").unwrap_or(text);
        for part in text.split("\n== ").filter(|part| !part.is_empty()) {
            let (head, content) = part.split_once('\n').unwrap_or((part, ""));
            let content = format!("{}\n", content.trim_end_matches('\n'));
            tree.add(head, &content);
        }
        tree
    }

    fn add(&self, head: &str, content: &str) {
        let mut words = head.split(' ');
        let name = words.next().unwrap();
        let root = if name.starts_with("advisories/") { self.folder.path() } else { &self.path() };
        let path = root.join(name);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        match (words.next(), words.next()) {
            (Some("->"), Some(target)) => symlink(target, path).unwrap(),
            (Some("|"), _) => {
                let mode = rustix::fs::Mode::from_raw_mode(0o644);
                rustix::fs::mknodat(rustix::fs::CWD, path, rustix::fs::FileType::Fifo, mode, 0)
                    .unwrap();
            }
            (mode, _) => {
                fs::write(&path, bytes(content)).unwrap();
                let mode = mode.map_or(0o644, |mode| u32::from_str_radix(mode, 8).unwrap());
                fs::set_permissions(&path, Permissions::from_mode(mode)).unwrap();
            }
        }
    }

    pub(super) fn path(&self) -> PathBuf {
        self.folder.path().join("tree")
    }

    pub(super) fn write(&self, name: &str, content: impl AsRef<[u8]>) {
        let path = self.path().join(name);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, content).unwrap();
    }

    /// The scanner with the advisories, where there are some.
    pub(super) fn scanner(&self) -> LocalScanner {
        let advisories = self.folder.path().join("advisories");
        let sources = advisories.is_dir().then_some(AdvisorySource::Path(advisories));
        LocalScanner::with_advisories(sources.into_iter().collect())
    }

    pub(super) fn request(&self) -> ScanRequest {
        ScanRequest::new(self.path())
    }

    pub(super) async fn scan(&self) -> Report {
        self.scanner().scan(&self.request()).await.unwrap()
    }
}

/// The findings as `rule file:line`.
pub(super) fn found(report: &Report) -> Vec<String> {
    let shown = |file: &Path| file.display().to_string();
    let line = |finding: &crate::scanner::Finding| {
        format!("{} {}:{}", finding.rule, shown(&finding.location.file), finding.location.line)
    };
    report.findings.iter().map(line).collect()
}

fn bytes(text: &str) -> Vec<u8> {
    let mut bytes = Vec::new();
    let mut rest = text;
    while let Some(at) = rest.find("\\x") {
        bytes.extend_from_slice(&rest.as_bytes()[..at]);
        bytes.push(u8::from_str_radix(&rest[at + 2..at + 4], 16).unwrap());
        rest = &rest[at + 4..];
    }
    bytes.extend_from_slice(rest.as_bytes());
    bytes
}
