use crate::arguments::Global;
use crate::exit::Exit;
use crate::progress::{Form, Progress};
use crate::{host, text};
use clap::Args;
use omniplug_core::Result;
use omniplug_core::manager::{InstallOptions, InstallOutcome};
use std::path::PathBuf;

/// Install a plugin from a package or a folder
#[derive(Debug, Args)]
pub(crate) struct Install {
    /// The package (`.tar.gz`) or the plugin's folder
    path: PathBuf,
    /// Let it take the place of another release of the same plugin
    #[arg(long)]
    replace: bool,
    /// Leave the plugin disabled
    #[arg(long)]
    disabled: bool,
    /// Print the answer as JSON
    #[arg(long)]
    json: bool,
}

impl Install {
    pub(crate) async fn run(self, global: &Global) -> Result<Exit> {
        let omniplug = host::open(global).await?;
        let options = InstallOptions { replace: self.replace, disabled: self.disabled };
        let cancel = host::cancelled_by_signals();
        let progress = Progress::start(Form::Text);
        let control = progress.control(cancel.clone());
        let installed = omniplug.install(&self.path, options, &control).await;
        progress.finish();
        if installed.is_err() && cancel.is_cancelled() {
            return Ok(Exit::Cancelled);
        }
        let installed = installed?;
        for warning in &installed.warnings {
            text::print_line("warning", warning);
        }
        if self.json {
            text::print_json(&installed);
            return Ok(Exit::Success);
        }
        let plugin = &installed.plugin;
        let (name, version) = (&plugin.name, &plugin.manifest.version);
        let done = match installed.outcome {
            InstallOutcome::Installed => format!("installed {name} {version}\n"),
            InstallOutcome::Replaced => format!("replaced {name}, now {version}\n"),
            InstallOutcome::Unchanged => format!("{name} {version} is installed already\n"),
        };
        text::print(&text::clean(&done));
        Ok(Exit::Success)
    }
}
