//! The commands, one file each.

pub(crate) mod config;
pub(crate) mod doctor;
pub(crate) mod history;
pub(crate) mod install;
pub(crate) mod lifecycle;
pub(crate) mod list;
pub(crate) mod map;
pub(crate) mod pack;
pub(crate) mod rules;
pub(crate) mod run;
pub(crate) mod scan;
pub(crate) mod show;
pub(crate) mod stats;
pub(crate) mod validate;

use crate::arguments::{Arguments, Command};
use crate::exit::Exit;
use omniplug_core::Result;

/// Does what the command line says.
pub(crate) async fn run(arguments: Arguments) -> Result<Exit> {
    let global = arguments.global;
    match arguments.command {
        Command::Install(command) => command.run(&global).await,
        Command::Uninstall(command) => command.run(&global).await,
        Command::Enable(command) => command.run(&global).await,
        Command::Disable(command) => command.run(&global).await,
        Command::List(command) => command.run(&global).await,
        Command::Show(command) => command.run(&global).await,
        Command::Config(command) => command.run(&global).await,
        Command::Run(command) => command.run(&global).await,
        Command::Map(command) => command.run(&global).await,
        Command::History(command) => command.run(&global).await,
        Command::Stats(command) => command.run(&global).await,
        Command::Validate(command) => command.run(),
        Command::Pack(command) => command.run(),
        Command::Scan(command) => command.run().await,
        Command::Rules(command) => command.run(),
        Command::Audit(command) => command.run().await,
        Command::Doctor(command) => command.run(&global).await,
    }
}
