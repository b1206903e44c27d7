use super::run::print_failure;
use crate::arguments::Global;
use crate::call::Call;
use crate::exit::Exit;
use crate::format::Format;
use crate::input;
use crate::output::Target;
use crate::progress::Progress;
use crate::{host, text};
use clap::Args;
use omniplug_core::manager::{Execution, ExecutionRequest, Executions, concat_tables};
use omniplug_core::payload::Payload;
use omniplug_core::sandbox::{Control, Status};
use omniplug_core::{Error, ErrorKind, Omniplug, Result};
use std::collections::HashSet;
use std::fs;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use tokio_util::sync::CancellationToken;

/// Run an installed plugin over many files, or over the rows of one table in chunks
///
/// Several executions run beside each other. Each input has its own result in a folder, named as the input; the
/// results of chunks are put together in one table.
#[derive(Debug, Args)]
pub(crate) struct Map {
    /// A name or id
    plugin: String,
    /// The inputs: JSON, CSV, TSV or Parquet files
    #[arg(required = true, value_name = "INPUT")]
    inputs: Vec<String>,
    /// The inputs' form [default: by their endings, else by their looks]
    #[arg(long, value_name = "FORMAT")]
    input_format: Option<Format>,
    #[command(flatten)]
    call: Call,
    /// Divide the one input, a table, into chunks of so many rows, for plugins that look at each row alone
    #[arg(long, value_name = "N", conflicts_with = "output_dir")]
    rows: Option<usize>,
    /// Where the results of chunks go together: a `.json`, `.csv`, `.tsv` or `.parquet` file, or `-` for standard output
    #[arg(long, short, value_name = "FILE", default_value = "-", requires = "rows")]
    output: Target,
    /// The folder for the results; it is made when it is missing
    #[arg(long, value_name = "FOLDER", required_unless_present = "rows")]
    output_dir: Option<PathBuf>,
    /// The results' form in the folder
    #[arg(long, value_name = "FORMAT", default_value = "json", conflicts_with = "rows")]
    output_format: Format,
}

/// The executions with what shows and stops them.
struct Running {
    executions: Executions,
    progress: Progress,
    cancel: CancellationToken,
}

impl Running {
    fn new<I>(omniplug: &Omniplug, plugin: &str, requests: I) -> Self
    where
        I: ExactSizeIterator<Item = Result<ExecutionRequest>> + Send + 'static,
    {
        let cancel = host::cancelled_by_signals();
        let progress = Progress::over(requests.len());
        let control: Control = progress.control_over(cancel.clone());
        let executions = omniplug.execute_many(plugin, requests, &control);
        Self { executions, progress, cancel }
    }
}

impl Map {
    pub(crate) async fn run(self, global: &Global) -> Result<Exit> {
        self.output.check()?;
        let request = self.call.request()?;
        let omniplug = host::open_for_many(global).await?;
        omniplug.show(&self.plugin).await?;
        let exit = match (self.rows, &self.output_dir) {
            (Some(rows), _) => self.by_rows(&omniplug, request, rows).await,
            (None, Some(folder)) => self.by_files(&omniplug, request, folder).await,
            (None, None) => Ok(Exit::Success),
        };
        omniplug.close().await;
        exit
    }

    async fn by_rows(
        &self,
        omniplug: &Omniplug,
        request: ExecutionRequest,
        rows: usize,
    ) -> Result<Exit> {
        let [path] = self.inputs.as_slice() else {
            return Err(Error::new(
                ErrorKind::InvalidInput,
                format!("`--rows` divides one input, and there are `{}`", self.inputs.len()),
            )
            .with_hint("leave `--rows` away to run the plugin for each file"));
        };
        let input = input::read(path, self.input_format)?;
        let chunks = ExecutionRequest { input, ..request }.by_rows(rows)?;
        let mut running = Running::new(omniplug, &self.plugin, chunks);
        let mut done = Vec::new();
        while let Some(execution) = running.executions.next().await {
            let execution = execution.inspect_err(|_| running.progress.finish())?;
            let status = execution.record.status;
            if status != Some(Status::Success) {
                running.progress.finish();
                print_failure(&execution);
                return Ok(status.into());
            }
            running.progress.pause(|| tell(path, &execution));
            done.push(execution);
        }
        running.progress.finish();
        if running.cancel.is_cancelled() {
            return Ok(Exit::Cancelled);
        }
        let all = Payload::from_table(concat_tables(&done)?)?;
        self.output.write(&all, self.output_format)?;
        Ok(Exit::Success)
    }

    async fn by_files(
        &self,
        omniplug: &Omniplug,
        request: ExecutionRequest,
        folder: &Path,
    ) -> Result<Exit> {
        let targets = self.targets(folder)?;
        fs::create_dir_all(folder).map_err(|error| {
            let message = format!("can't make the folder `{}`", folder.display());
            Error::new(ErrorKind::Storage, message).with_source(error)
        })?;
        let (format, request) = (self.input_format, Arc::new(request));
        let requests = self.inputs.clone().into_iter().map(move |path| {
            let input = input::read(&path, format)?;
            Ok(ExecutionRequest { input, ..(*request).clone() })
        });
        let mut running = Running::new(omniplug, &self.plugin, requests);
        let mut exit = Exit::Success;
        for (path, target) in self.inputs.iter().zip(targets) {
            let Some(ended) = running.executions.next().await else {
                break;
            };
            let written = ended.and_then(|execution| {
                running.progress.pause(|| tell(path, &execution));
                write(&execution, &target)
            });
            let own = written.unwrap_or_else(|error| {
                let exit = Exit::from(error.kind());
                running.progress.pause(|| text::print_error(&error.context(path)));
                exit
            });
            exit = if exit == Exit::Success { own } else { exit };
        }
        running.progress.finish();
        Ok(if running.cancel.is_cancelled() { Exit::Cancelled } else { exit })
    }

    /// Where each result goes.
    fn targets(&self, folder: &Path) -> Result<Vec<Target>> {
        let mut names = HashSet::new();
        let target = |path: &String| {
            let name = Path::new(path).file_stem().unwrap_or_default().to_string_lossy();
            if name.is_empty() || name == "-" || !names.insert(name.to_string()) {
                return Err(Error::new(
                    ErrorKind::InvalidInput,
                    format!("the result of `{path}` has no name of its own"),
                )
                .with_hint("give files with different names"));
            }
            Ok(Target::in_folder(folder, &name, self.output_format))
        };
        self.inputs.iter().map(target).collect()
    }
}

/// Prints what a plugin had to say beside its result.
fn tell(path: &str, execution: &Execution) {
    let reply = execution.reply.as_ref();
    let warnings = reply.map(|reply| reply.warnings.as_slice()).unwrap_or_default();
    for warning in execution.warnings.iter().chain(warnings) {
        text::print_line("warning", &format!("{path}: {warning}"));
    }
    if let (None, Some(failure)) = (reply, &execution.record.failure) {
        text::print_line("error", &format!("{path}: {}: {}", failure.kind, failure.message));
    }
}

fn write(execution: &Execution, target: &Target) -> Result<Exit> {
    if let Some(reply) = &execution.reply {
        target.write(&reply.data, Format::Csv)?;
    }
    Ok(execution.record.status.into())
}
