use crate::arguments::Global;
use crate::exit::Exit;
use crate::{host, text};
use clap::Args;
use omniplug_core::manager::{ExecutionFilter, ExecutionRecord};
use omniplug_core::sandbox::Status;
use omniplug_core::{Error, ErrorKind, Result};

/// List past executions, newest first
#[derive(Debug, Args)]
pub(crate) struct History {
    /// Only those of this plugin: name or id; by name also of one that is gone
    plugin: Option<String>,
    /// Only those that ended so, as in `success`, `failure`, `timeout`
    #[arg(long, value_parser = status)]
    status: Option<Status>,
    /// At most so many
    #[arg(long, short = 'n', default_value_t = 20)]
    limit: u32,
    /// Print the records as JSON
    #[arg(long)]
    json: bool,
}

impl History {
    pub(crate) async fn run(self, global: &Global) -> Result<Exit> {
        let filter = ExecutionFilter {
            plugin: self.plugin,
            status: self.status,
            limit: self.limit,
            ..ExecutionFilter::default()
        };
        let records = host::open(global).await?.executions(&filter).await?;
        if self.json {
            text::print_json(&records);
        } else if records.is_empty() {
            text::print_line("note", "nothing ran yet, or nothing that fits");
        } else {
            let rows: Vec<_> = records.iter().map(row).collect();
            let head = [
                "STARTED", "PLUGIN", "VERSION", "STATUS", "START", "WAITED", "TIME", "MEMORY",
                "FAILURE",
            ];
            text::print(&text::table(head, &rows));
        }
        Ok(Exit::Success)
    }
}

fn row(record: &ExecutionRecord) -> [String; 9] {
    let usage = record.usage.as_ref();
    [
        text::time(record.started_at),
        record.plugin_name.clone(),
        record.plugin_version.clone(),
        record.status.map_or("running", |status| status.as_str()).to_owned(),
        record.start.map_or("-", |start| start.as_str()).to_owned(),
        record.queue_time.map_or("-".to_owned(), |time| text::seconds(time.as_secs_f64())),
        usage.map_or("-".to_owned(), |usage| text::seconds(usage.wall_time.as_secs_f64())),
        usage.map_or("-".to_owned(), |usage| text::bytes(usage.peak_memory)),
        record.failure.as_ref().map(|failure| failure.message.clone()).unwrap_or_default(),
    ]
}

fn status(text: &str) -> Result<Status, Error> {
    serde_json::from_value(text.into()).map_err(|_| {
        Error::new(
            ErrorKind::InvalidInput,
            "a status is one of `success`, `failure`, `timeout`, `cancelled`, `out_of_memory`, \
             `output_too_large`, `refused`, `error`",
        )
    })
}
