use crate::arguments::Global;
use crate::exit::Exit;
use crate::{host, text};
use clap::Args;
use omniplug_core::Result;
use omniplug_core::manager::Statistics;

/// Show how often plugins ran, how it went and what it took
#[derive(Debug, Args)]
pub(crate) struct Stats {
    /// Only this plugin: name or id [default: all together]
    plugin: Option<String>,
    /// Print them as JSON
    #[arg(long)]
    json: bool,
}

impl Stats {
    pub(crate) async fn run(self, global: &Global) -> Result<Exit> {
        let statistics = host::open(global).await?.statistics(self.plugin.as_deref()).await?;
        if self.json {
            text::print_json(&statistics);
        } else {
            text::print(&describe(&statistics));
        }
        Ok(Exit::Success)
    }
}

fn describe(statistics: &Statistics) -> String {
    let time = |time: Option<f64>| time.map_or("-".to_owned(), text::seconds);
    let memory = |size: Option<u64>| size.map_or("-".to_owned(), text::bytes);
    let mut lines = vec![("executions".to_owned(), statistics.executions.to_string())];
    let counts = statistics.by_status.iter();
    lines.extend(counts.map(|(status, count)| (format!("  {status}"), count.to_string())));
    if statistics.running > 0 {
        lines.push(("running".to_owned(), statistics.running.to_string()));
    }
    let rate = statistics.success_rate;
    let rate = rate.map_or("-".to_owned(), |rate| format!("{:.1} %", rate * 100.0));
    lines.extend([
        ("success rate".to_owned(), rate),
        ("time, median".to_owned(), time(statistics.wall_time_p50)),
        ("time, 95th percentile".to_owned(), time(statistics.wall_time_p95)),
        ("peak memory, median".to_owned(), memory(statistics.peak_memory_median)),
        ("peak memory, greatest".to_owned(), memory(statistics.peak_memory_max)),
        ("last used".to_owned(), statistics.last_used.map_or("never".to_owned(), text::time)),
    ]);
    lines.iter().map(|(label, value)| format!("{label:<24}{value}\n")).collect()
}
