//! The command line's form.

use crate::exit;
use clap::{ArgAction, Args, Parser, Subcommand, ValueEnum};
use omniplug_core::Backend;
use omniplug_core::policy::Grant;
use omniplug_core::sandbox::{Grade, Image, Language};
use omniplug_core::scanner::Gate;
use std::path::PathBuf;
use std::str::FromStr;

use crate::commands::{
    config, doctor, history, install, lifecycle, list, map, pack, rules, run, scan, show, stats,
    validate,
};

/// Installs plugins in Python and R and runs them in a sandbox.
#[derive(Debug, Parser)]
#[command(name = "omniplug", version, after_help = exit::HELP)]
pub(crate) struct Arguments {
    #[command(flatten)]
    pub(crate) global: Global,
    #[command(subcommand)]
    pub(crate) command: Command,
}

/// Options of every command.
#[derive(Debug, Args)]
pub(crate) struct Global {
    /// The folder of all plugins and records [default: `PLUGIN_DIR`, else `omniplug` in the user's data folder]
    #[arg(long, global = true, env = "OMNIPLUG_HOME", value_name = "FOLDER")]
    pub(crate) home: Option<PathBuf>,
    /// The database, as in `sqlite:///srv/plugins.db?mode=rwc` [default: a file in the home folder]
    #[arg(
        long,
        global = true,
        env = "OMNIPLUG_DATABASE",
        value_name = "URL",
        hide_env_values = true
    )]
    pub(crate) database: Option<String>,
    /// Grant plugins a permission: `network`, `file_system` or `gpu`; may be repeated
    #[arg(
        long = "grant",
        global = true,
        env = "OMNIPLUG_GRANT",
        value_name = "PERMISSION",
        value_delimiter = ','
    )]
    pub(crate) grants: Vec<Grant>,
    /// What runs plugins
    #[arg(
        long,
        global = true,
        env = "OMNIPLUG_SANDBOX",
        value_name = "BACKEND",
        default_value = "native"
    )]
    pub(crate) sandbox: SandboxBackend,
    /// The image of a language in Docker's sandbox, as in `python=python:3.11-slim`; may be repeated
    #[arg(
        long = "image",
        global = true,
        env = "OMNIPLUG_IMAGE",
        value_name = "LANGUAGE=IMAGE",
        value_delimiter = ','
    )]
    pub(crate) images: Vec<LanguageImage>,
    /// Allow plugins to ask for an image; may be repeated
    #[arg(
        long = "allow-image",
        global = true,
        env = "OMNIPLUG_ALLOW_IMAGE",
        value_name = "IMAGE",
        value_delimiter = ','
    )]
    pub(crate) allowed_images: Vec<Image>,
    /// The runtime of Docker's sandbox: `runc`, `runsc`, `kata` [default: the daemon's choice]
    #[arg(long, global = true, env = "OMNIPLUG_CONTAINER_RUNTIME", value_name = "NAME")]
    pub(crate) container_runtime: Option<String>,
    /// The least isolation to accept
    #[arg(
        long,
        global = true,
        env = "OMNIPLUG_ISOLATION",
        value_name = "GRADE",
        default_value = "full"
    )]
    pub(crate) isolation: LeastGrade,
    /// What is done with the scan of a plugin that is installed or run from its source
    #[arg(
        long = "scan",
        global = true,
        env = "OMNIPLUG_SCAN",
        value_name = "GATE",
        default_value = "enforce"
    )]
    pub(crate) scan_gate: ScanGate,
    /// Tell what happens inside; twice for more
    #[arg(short, long, global = true, action = ArgAction::Count)]
    pub(crate) verbose: u8,
}

/// What runs plugins.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum SandboxBackend {
    /// Linux's own means
    Native,
    /// Containers of the daemon that `DOCKER_HOST` names
    Docker,
    /// The strongest that runs here
    Auto,
}

impl From<SandboxBackend> for Backend {
    fn from(backend: SandboxBackend) -> Self {
        match backend {
            SandboxBackend::Native => Self::Native,
            SandboxBackend::Docker => Self::Docker,
            SandboxBackend::Auto => Self::Auto,
        }
    }
}

/// The image of a language, as in `python=python:3.11-slim`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct LanguageImage {
    pub(crate) language: Language,
    pub(crate) image: Image,
}

impl FromStr for LanguageImage {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        let (language, image) = text.split_once('=').unwrap_or((text, ""));
        let language = [Language::Python, Language::R]
            .into_iter()
            .find(|known| known.as_str() == language)
            .ok_or("write it as in `python=python:3.11-slim` or `r=r-base:4.3.0`")?;
        let image = image.parse().map_err(|error: omniplug_core::Error| error.to_string())?;
        Ok(Self { language, image })
    }
}

/// The least isolation to accept.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum LeastGrade {
    /// Layers may be missing
    Reduced,
    /// All layers of a shared kernel
    Full,
    /// A kernel of its own
    Virtualized,
}

impl From<LeastGrade> for Grade {
    fn from(grade: LeastGrade) -> Self {
        match grade {
            LeastGrade::Reduced => Self::Reduced,
            LeastGrade::Full => Self::Full,
            LeastGrade::Virtualized => Self::Virtualized,
        }
    }
}

/// What is done with a scan.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum ScanGate {
    /// Refuse what blocks and what could not be scanned
    Enforce,
    /// Only warn
    Warn,
    /// Do not scan
    Off,
}

impl From<ScanGate> for Gate {
    fn from(gate: ScanGate) -> Self {
        match gate {
            ScanGate::Enforce => Self::Enforce,
            ScanGate::Warn => Self::Warn,
            ScanGate::Off => Self::Off,
        }
    }
}

/// What to do.
#[derive(Debug, Subcommand)]
pub(crate) enum Command {
    Install(install::Install),
    Uninstall(lifecycle::Uninstall),
    Enable(lifecycle::Enable),
    Disable(lifecycle::Disable),
    List(list::List),
    Show(show::Show),
    Config(config::Config),
    Run(run::Run),
    Map(map::Map),
    History(history::History),
    Stats(stats::Stats),
    Validate(validate::Validate),
    Pack(pack::Pack),
    Scan(scan::Scan),
    Rules(rules::Rules),
    Audit(scan::Audit),
    Doctor(doctor::Doctor),
}

#[cfg(test)]
mod tests {
    use super::*;
    use clap::CommandFactory;

    #[test]
    fn the_form_is_sound() {
        Arguments::command().debug_assert();
    }

    #[test]
    fn permissions_are_read_from_a_list() {
        let parsed = Arguments::try_parse_from(["omniplug", "--grant", "network,gpu", "list"]);
        assert_eq!(parsed.unwrap().global.grants, [Grant::Network, Grant::Gpu]);
        assert!(Arguments::try_parse_from(["omniplug", "--grant", "everything", "list"]).is_err());
    }

    #[test]
    fn an_image_belongs_to_a_language() {
        let parsed =
            Arguments::try_parse_from(["omniplug", "--image", "r=r-base,python=a:1", "list"]);
        let images = parsed.unwrap().global.images;
        let read = |image: &LanguageImage| (image.language, image.image.to_string());
        let images: Vec<_> = images.iter().map(read).collect();
        assert_eq!(
            images,
            [(Language::R, "r-base:latest".to_owned()), (Language::Python, "a:1".to_owned())]
        );
        for wrong in ["python", "julia=a", "python=A B"] {
            assert!(Arguments::try_parse_from(["omniplug", "--image", wrong, "list"]).is_err());
        }
    }
}
