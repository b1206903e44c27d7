//! How a plugin is called, for every command that does.

use crate::input;
use clap::Args;
use omniplug_core::Result;
use omniplug_core::manager::ExecutionRequest;
use omniplug_core::manifest::ExtensionPoint;
use serde_json::Value;
use std::time::Duration;

/// A call without its input.
#[derive(Debug, Args)]
pub(crate) struct Call {
    /// A parameter; the value is JSON where it can be, else text; may be repeated
    #[arg(long = "param", short, value_name = "NAME=VALUE", value_parser = input::assignment)]
    parameters: Vec<(String, Value)>,
    /// A JSON file with parameters; those given by `--param` go before
    #[arg(long = "params", value_name = "FILE")]
    parameter_file: Option<String>,
    /// The extension point to call [default: the plugin's first]
    #[arg(long, value_name = "POINT")]
    extension_point: Option<ExtensionPoint>,
    /// Time to allow: seconds, or as in `30s`, `5m` [default: the plugin's]
    #[arg(long, value_name = "TIME", value_parser = input::duration)]
    timeout: Option<Duration>,
    /// Where random numbers begin: what the plugin draws repeats with it [default: drawn anew]
    #[arg(long, value_name = "N")]
    seed: Option<u64>,
}

impl Call {
    /// The request, without input.
    pub(crate) fn request(&self) -> Result<ExecutionRequest> {
        Ok(ExecutionRequest {
            extension_point: self.extension_point,
            parameters: input::parameters(self.parameter_file.as_deref(), &self.parameters)?,
            timeout: self.timeout,
            seed: self.seed,
            ..ExecutionRequest::default()
        })
    }
}
