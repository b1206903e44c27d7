//! What the cases share.

use omniplug_core::scanner::{Report, ScanPolicy, ScanRequest, Scanner, Thresholds};
use std::path::{Path, PathBuf};
use tempfile::TempDir;

/// Python that starts a program.
pub(super) const STARTS: &str = "import os\n\n\ndef execute(data):\n    os.system(data)\n";

/// The same in R.
pub(super) const STARTS_IN_R: &str = "execute <- function(data) {\n  system(data)\n}\n";

/// Python that computes.
pub(super) const COMPUTES: &str = "def execute(data):\n    return [2 * value for value in data]\n";

/// A folder that is removed with it.
pub(super) struct Files(TempDir);

impl Files {
    pub(super) fn new(files: &[(&str, &str)]) -> Self {
        let folder = Self(tempfile::tempdir().expect("a temporary folder"));
        files.iter().for_each(|(name, content)| folder.write(name, content));
        folder
    }

    /// A plugin with one file of Python, which asks for nothing.
    pub(super) fn plugin(code: &str) -> Self {
        let manifest = r#"{"name": "x", "version": "1.0.0", "author": "A", "description": "D",
            "language": "python", "entry_point": "main.py"}"#;
        Self::new(&[("manifest.json", manifest), ("main.py", code)])
    }

    pub(super) fn write(&self, name: &str, content: impl AsRef<[u8]>) {
        let path = self.path().join(name);
        std::fs::create_dir_all(path.parent().expect("a path in the folder")).expect("a folder");
        std::fs::write(path, content).expect("the file can be written");
    }

    pub(super) fn path(&self) -> PathBuf {
        self.0.path().join("files")
    }

    /// A place beside the files.
    pub(super) fn beside(&self, name: &str) -> PathBuf {
        self.0.path().join(name)
    }

    pub(super) async fn scan(&self, scanner: &dyn Scanner) -> Report {
        self.scan_by(scanner, ScanPolicy::default()).await
    }

    pub(super) async fn scan_by(&self, scanner: &dyn Scanner, policy: ScanPolicy) -> Report {
        let request = ScanRequest { policy, ..ScanRequest::new(self.path()) };
        scanner.scan(&request).await.expect("the scanner answers")
    }
}

/// Whether there is a finding in a file.
pub(super) fn has(report: &Report, file: &str) -> bool {
    report.findings.iter().any(|finding| finding.location.file == Path::new(file))
}

pub(super) const NEVER: Thresholds = Thresholds { warn: None, block: None };
