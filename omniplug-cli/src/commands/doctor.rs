use crate::arguments::Global;
use crate::exit::Exit;
use crate::{host, text};
use clap::Args;
use omniplug_core::Result;
use omniplug_core::doctor::{Check, State};

/// Look at what this machine offers and what is missing
#[derive(Debug, Args)]
pub(crate) struct Doctor {
    /// Print what was found as JSON
    #[arg(long)]
    json: bool,
}

impl Doctor {
    pub(crate) async fn run(self, global: &Global) -> Result<Exit> {
        let checks = host::builder(global).doctor().await;
        if self.json {
            text::print_json(&checks);
        } else {
            text::print(&text::clean(&describe(&checks)));
        }
        let failed = checks.iter().any(|check| check.state == State::Fail);
        Ok(if failed { Exit::Host } else { Exit::Success })
    }
}

fn describe(checks: &[Check]) -> String {
    let mut text = String::new();
    for check in checks {
        let state = match check.state {
            State::Ok => "ok",
            State::Warn => "warn",
            State::Fail => "FAIL",
        };
        text.push_str(&format!("{state:<5} {:<18} {}\n", check.name, check.detail));
        if let Some(remedy) = &check.remedy {
            text.push_str(&format!("      hint: {remedy}\n"));
        }
    }
    text
}
