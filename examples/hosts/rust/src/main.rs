//! Installs the example plugin, runs it on a table and prints the result: `omniplug-example-host HOME PLUGIN`.

use omniplug_core::manager::{ExecutionRequest, InstallOptions};
use omniplug_core::payload::{Payload, csv};
use omniplug_core::sandbox::Control;
use omniplug_core::{Error, ErrorKind, Omniplug, Result, blocking};
use serde_json::{Map, json};

fn main() -> Result<()> {
    let [home, plugin] = std::env::args().skip(1).collect::<Vec<_>>().try_into().map_err(|_| {
        Error::new(ErrorKind::InvalidInput, "usage: `omniplug-example-host HOME PLUGIN`")
    })?;
    let omniplug = blocking::Omniplug::open(Omniplug::builder().home(home))?;
    let control = Control::default();
    omniplug.install(plugin, InstallOptions::default(), &control)?;
    let table = csv::read("x\n1\n2\n3\n".as_bytes(), &csv::Options::default())?;
    let request = ExecutionRequest {
        input: Payload::from_table(table)?,
        parameters: Map::from_iter([("method".to_owned(), json!("zscore"))]),
        ..ExecutionRequest::default()
    };
    let execution = omniplug.execute("data_normalizer", request, &control)?;
    match execution.reply {
        Some(reply) => println!("{}", reply.data.to_json()),
        None => println!("{:?}", execution.record.failure),
    }
    Ok(())
}
