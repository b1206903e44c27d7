use crate::arguments::Global;
use crate::call::Call;
use crate::exit::Exit;
use crate::format::Format;
use crate::input;
use crate::output::{self, Target};
use crate::progress::{Form, Progress};
use crate::{host, text};
use clap::Args;
use omniplug_core::manager::{Execution, ExecutionRequest};
use omniplug_core::payload::Payload;
use omniplug_core::sandbox::Status;
use omniplug_core::{ErrorKind, Result};
use serde_json::{Value, json};
use std::io::{self, Write};
use std::path::Path;

/// Run a plugin once, installed or from a folder or package
///
/// What the plugin prints and reports while it runs goes to standard error. The result goes to standard output as JSON,
/// tables as lists of records, or to files.
#[derive(Debug, Args)]
pub(crate) struct Run {
    /// A name or id; or the path of a folder or package, which is run without installing it: it has a `/`
    /// or ends in `.tar.gz` or `.tgz`
    plugin: String,
    /// The input: a JSON, CSV, TSV or Parquet file, or `-` for standard input
    #[arg(long, short, value_name = "FILE")]
    input: Option<String>,
    /// The input's form [default: by its ending, else by its looks]
    #[arg(long, value_name = "FORMAT")]
    input_format: Option<Format>,
    #[command(flatten)]
    call: Call,
    /// Where the result goes: a `.json`, `.csv`, `.tsv` or `.parquet` file; a folder, whose name ends in `/`, for each
    /// table a file beside a `result.json`; or `-` for standard output
    #[arg(long, short, value_name = "FILE", default_value = "-")]
    output: Target,
    /// The form of the tables in a folder
    #[arg(long, value_name = "FORMAT", default_value = "csv")]
    output_format: Format,
    /// Print the whole record with log and result (unless that goes to a file) as JSON, and on standard error, while
    /// the plugin runs, each event as a line of JSON
    #[arg(long)]
    json: bool,
}

impl Run {
    pub(crate) async fn run(self, global: &Global) -> Result<Exit> {
        self.output.check()?;
        let request = self.request()?;
        let omniplug = host::open(global).await?;
        let progress = Progress::start(if self.json { Form::Json } else { Form::Text });
        let control = progress.control(host::cancelled_by_signals());
        let ended = if is_path(&self.plugin) {
            omniplug.execute_source(&self.plugin, request, &control).await
        } else {
            omniplug.execute(&self.plugin, request, &control).await
        };
        progress.finish();
        let is_folder = Path::new(&self.plugin).join("manifest.json").is_file();
        let execution = ended.map_err(|error| match error.kind() {
            ErrorKind::NotFound if is_folder && !is_path(&self.plugin) => error
                .with_hint(format!("to run the folder of that name, write `./{}`", self.plugin)),
            _ => error,
        })?;
        self.report(&execution, &progress)?;
        Ok(execution.record.status.into())
    }

    fn request(&self) -> Result<ExecutionRequest> {
        let input = match &self.input {
            Some(path) => input::read(path, self.input_format)?,
            None => Payload::default(),
        };
        Ok(ExecutionRequest { input, ..self.call.request()? })
    }

    fn report(&self, execution: &Execution, progress: &Progress) -> Result<()> {
        for warning in progress.untold(&execution.warnings) {
            text::print_line("warning", warning);
        }
        let reply = execution.reply.as_ref();
        let is_file = self.output != Target::Stdout;
        let written = match reply {
            Some(reply) if is_file => self.output.write(&reply.data, self.output_format),
            _ => Ok(()),
        };
        // A result that its file can't take is shown, since the plugin may have worked for it for hours.
        let is_shown = !is_file || written.is_err();
        if self.json {
            text::print_json(&whole(execution, is_shown));
            return written;
        }
        let Some(reply) = reply else {
            print_failure(execution);
            return written;
        };
        reply.logs.iter().for_each(|line| text::print_line("log", line));
        progress
            .untold(&reply.warnings)
            .into_iter()
            .for_each(|line| text::print_line("warning", line));
        reply.errors.iter().for_each(|line| text::print_line("error", line));
        if is_shown {
            Target::Stdout.write(&reply.data, self.output_format)?;
        }
        written
            .inspect_err(|_| text::print_line("note", "the result is on standard output instead"))
    }
}

/// Everything about an execution: its record, what the plugin answered and what it printed; without the data
/// where that went to a file.
fn whole(execution: &Execution, with_data: bool) -> Value {
    let mut whole = json!(execution.record);
    let reply = execution.reply.as_ref();
    whole["result"] = reply.map_or(Value::Null, |reply| {
        let mut result = json!({
            "metadata": reply.metadata,
            "logs": reply.logs,
            "warnings": reply.warnings,
            "errors": reply.errors,
        });
        if with_data {
            result["data"] = output::records(&reply.data);
        }
        result
    });
    whole["logs"] = json!(execution.logs);
    whole["warnings"] = json!(execution.warnings);
    whole
}

pub(super) fn print_failure(execution: &Execution) {
    let record = &execution.record;
    let status = record.status.map_or("error", |status| status.as_str());
    let Some(failure) = &record.failure else {
        return text::print_line("error", status);
    };
    if let Some(traceback) = &failure.traceback {
        let _ = writeln!(io::stderr().lock(), "{}", text::clean(traceback.trim_end()));
    }
    // The plugin's own exceptions have names that its author knows; the host's are for `--json`.
    let kind = match record.status {
        Some(Status::Failure) => format!("{status}: {}: ", failure.kind),
        Some(Status::Error) => String::new(),
        _ => format!("{status}: "),
    };
    text::print_line("error", &format!("{kind}{}", failure.message));
    if let Some(hint) = &failure.hint {
        text::print_line("hint", hint);
    }
}

/// Whether a text names a file or folder rather than an installed plugin.
fn is_path(text: &str) -> bool {
    matches!(text, "." | "..")
        || text.contains('/')
        || text.ends_with(".tar.gz")
        || text.ends_with(".tgz")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_path_is_told_from_a_name() {
        for path in [".", "./a", "examples/plugins/a", "a.tar.gz", "/a"] {
            assert!(is_path(path), "{path}");
        }
        for name in ["a", "data_normalizer", "Data Normalizer", "0199-x"] {
            assert!(!is_path(name), "{name}");
        }
    }
}
