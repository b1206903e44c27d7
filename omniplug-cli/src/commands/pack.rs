use crate::exit::Exit;
use crate::text;
use clap::Args;
use omniplug_core::manifest::Manifest;
use omniplug_core::package;
use omniplug_core::{Error, ErrorKind, Result};
use std::path::PathBuf;

/// Pack a plugin's folder; the same folder always gives the same bytes
#[derive(Debug, Args)]
pub(crate) struct Pack {
    /// The plugin's folder
    folder: PathBuf,
    /// The package to write [default: `<name>-<version>.tar.gz` here]
    #[arg(long, short, value_name = "FILE")]
    output: Option<PathBuf>,
    /// Print name, SHA-256 and size as JSON
    #[arg(long)]
    json: bool,
}

impl Pack {
    pub(crate) fn run(self) -> Result<Exit> {
        let parsed = Manifest::load(&self.folder)?;
        for warning in &parsed.warnings {
            text::print_line("warning", &warning.headline());
        }
        let manifest = &parsed.manifest;
        let file = manifest.entry_point.file();
        if !self.folder.join(file).is_file() {
            return Err(Error::new(
                ErrorKind::InvalidPackage,
                format!("the entry point `{file}` is not among the plugin's files"),
            )
            .with_hint("correct `entry_point` in `manifest.json`, or add the file"));
        }
        let archive = self.output.unwrap_or_else(|| {
            PathBuf::from(format!("{}-{}.tar.gz", manifest.slug(), manifest.version))
        });
        let packed = package::pack(&self.folder, &archive)?;
        if self.json {
            text::print_json(&serde_json::json!({
                "path": archive,
                "sha256": packed.sha256,
                "files": packed.files,
                "bytes": packed.bytes,
            }));
        } else {
            let (size, sha256) = (text::bytes(packed.bytes), &packed.sha256);
            text::print(&format!(
                "wrote {} ({} files, {size})\nsha256 {sha256}\n",
                archive.display(),
                packed.files,
            ));
        }
        Ok(Exit::Success)
    }
}
