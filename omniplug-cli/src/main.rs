//! The `omniplug` command: installs, runs and manages plugins from a terminal.

mod arguments;
mod call;
mod commands;
mod exit;
mod folder;
mod format;
mod host;
mod input;
mod output;
mod parquet;
mod progress;
mod references;
mod text;

use arguments::Arguments;
use clap::Parser;
use exit::Exit;
use std::process::ExitCode;
use std::time::Duration;

/// How long work that was cancelled may take to end by itself.
const GRACE: Duration = Duration::from_secs(2);

fn main() -> ExitCode {
    let arguments = Arguments::parse();
    start_tracing(arguments.global.verbose);
    let runtime = match tokio::runtime::Runtime::new() {
        Ok(runtime) => runtime,
        Err(error) => {
            text::print_line("error", &format!("no threads could be started: {error}"));
            return Exit::Host.into();
        }
    };
    let exit = runtime.block_on(commands::run(arguments)).unwrap_or_else(|error| {
        text::print_error(&error);
        Exit::from(error.kind())
    });
    if exit == Exit::Cancelled {
        // A scan that was given up reads its files to their ends, for which nobody waits any more.
        runtime.shutdown_timeout(GRACE);
    }
    exit.into()
}

fn start_tracing(verbose: u8) {
    let level = match verbose {
        0 => "off",
        1 => "omniplug_core=info",
        _ => "debug",
    };
    tracing_subscriber::fmt().with_env_filter(level).with_writer(std::io::stderr).init();
}
