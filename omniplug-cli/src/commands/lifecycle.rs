use crate::arguments::Global;
use crate::exit::Exit;
use crate::{host, text};
use clap::Args;
use omniplug_core::Result;

/// Remove plugins; the records of their executions stay
#[derive(Debug, Args)]
pub(crate) struct Uninstall {
    /// Names or ids
    #[arg(required = true)]
    plugins: Vec<String>,
}

/// Make plugins runnable
#[derive(Debug, Args)]
pub(crate) struct Enable {
    /// Names or ids
    #[arg(required = true)]
    plugins: Vec<String>,
}

/// Make plugins not runnable
#[derive(Debug, Args)]
pub(crate) struct Disable {
    /// Names or ids
    #[arg(required = true)]
    plugins: Vec<String>,
}

impl Uninstall {
    pub(crate) async fn run(self, global: &Global) -> Result<Exit> {
        let omniplug = host::open(global).await?;
        for plugin in &self.plugins {
            let gone = omniplug.uninstall(plugin).await?;
            done("uninstalled", &gone.name);
        }
        Ok(Exit::Success)
    }
}

impl Enable {
    pub(crate) async fn run(self, global: &Global) -> Result<Exit> {
        let omniplug = host::open(global).await?;
        for plugin in &self.plugins {
            done("enabled", &omniplug.enable(plugin).await?.name);
        }
        Ok(Exit::Success)
    }
}

impl Disable {
    pub(crate) async fn run(self, global: &Global) -> Result<Exit> {
        let omniplug = host::open(global).await?;
        for plugin in &self.plugins {
            done("disabled", &omniplug.disable(plugin).await?.name);
        }
        Ok(Exit::Success)
    }
}

fn done(verb: &str, name: &str) {
    text::print(&text::clean(&format!("{verb} {name}\n")));
}
