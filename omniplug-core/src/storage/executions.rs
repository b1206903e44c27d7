//! What ran, how it ended and what it used.

use super::database::{Database, now, to_json};
use super::host;
use crate::Result;
use crate::sandbox::{Failure, Isolation, Start, Status, Usage};
use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use serde_json::Value;
use sqlx::Row;
use sqlx::any::AnyRow;
use std::time::Duration;

/// The stored status of an execution that has not ended.
pub(super) const RUNNING: &str = "running";

/// What went in or came out, without the data itself.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Digest {
    /// SHA-256 in hexadecimal digits.
    pub sha256: String,
    /// Bytes.
    pub size: u64,
}

/// One execution as it is kept.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct ExecutionRecord {
    /// The execution's id; ids made later sort later.
    pub id: String,
    /// The plugin's id; empty for a folder that ran without being installed.
    pub plugin_id: String,
    /// The plugin's name then.
    pub plugin_name: String,
    /// The plugin's version then.
    pub plugin_version: String,
    /// SHA-256 of the release that ran.
    pub release: String,
    /// The extension point that was called.
    pub extension_point: String,
    /// The user for whom it ran.
    pub user_id: Option<String>,
    /// The workspace for which it ran.
    pub workspace_id: Option<String>,
    /// How it ended; `None` while it runs.
    pub status: Option<Status>,
    /// When it began.
    pub started_at: Timestamp,
    /// When it ended.
    pub finished_at: Option<Timestamp>,
    /// Where its random numbers began, which repeats them when it is given to another execution; `None` when
    /// the seed that was asked for is none, and in records of older versions.
    #[serde(default)]
    pub seed: Option<u64>,
    /// How its process began; `None` when no sandbox started.
    #[serde(default)]
    pub start: Option<Start>,
    /// How many times it was begun: more than once where its sandbox was ended from outside; 0 when no sandbox
    /// started.
    #[serde(default)]
    pub attempts: u32,
    /// How long it waited for its turn and its session, seconds in JSON; no part of its wall-clock time. `None`
    /// when its turn did not come.
    #[serde(default, with = "optional_seconds")]
    pub queue_time: Option<Duration>,
    /// What it used; `None` when no sandbox started.
    pub usage: Option<Usage>,
    /// The isolation that it had; `None` when no sandbox started.
    pub isolation: Option<Isolation>,
    /// The input's digest and size.
    pub input: Digest,
    /// Parameters, metadata and data of the call, where the policy keeps them.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub kept_input: Option<Value>,
    /// The result's digest and size; `None` when there is none.
    pub output: Option<Digest>,
    /// Why it did not succeed.
    pub failure: Option<Failure>,
}

/// A duration as a number of seconds, where there is one.
mod optional_seconds {
    use serde::{Deserialize, Deserializer, Serialize, Serializer, de::Error};
    use std::time::Duration;

    pub(super) fn serialize<S: Serializer>(
        time: &Option<Duration>,
        to: S,
    ) -> Result<S::Ok, S::Error> {
        time.map(|time| time.as_secs_f64()).serialize(to)
    }

    pub(super) fn deserialize<'de, D: Deserializer<'de>>(
        from: D,
    ) -> Result<Option<Duration>, D::Error> {
        let seconds = Option::<f64>::deserialize(from)?;
        seconds.map(Duration::try_from_secs_f64).transpose().map_err(D::Error::custom)
    }
}

/// Which executions to list. The default lists the newest 50 of all.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct ExecutionFilter {
    /// Only those of one plugin, by id or by name; by name also those of a plugin that is gone.
    pub plugin: Option<String>,
    /// Only those that ended so.
    pub status: Option<Status>,
    /// Only those for one user.
    pub user_id: Option<String>,
    /// Only those for one workspace.
    pub workspace_id: Option<String>,
    /// Only those that began at or after a time.
    pub since: Option<Timestamp>,
    /// At most so many.
    pub limit: u32,
}

impl Default for ExecutionFilter {
    fn default() -> Self {
        Self {
            plugin: None,
            status: None,
            user_id: None,
            workspace_id: None,
            since: None,
            limit: 50,
        }
    }
}

/// How an execution ended, for its record.
#[derive(Debug, Clone)]
pub(crate) struct Finish {
    pub(crate) status: Status,
    pub(crate) start: Option<Start>,
    pub(crate) attempts: u32,
    pub(crate) queue_time: Option<Duration>,
    pub(crate) usage: Option<Usage>,
    pub(crate) isolation: Option<Isolation>,
    pub(crate) output: Option<Digest>,
    pub(crate) failure: Option<Failure>,
}

impl Finish {
    /// The end of an execution of which no sandbox knows more.
    pub(crate) fn failed(status: Status, failure: Failure) -> Self {
        Self {
            status,
            start: None,
            attempts: 0,
            queue_time: None,
            usage: None,
            isolation: None,
            output: None,
            failure: Some(failure),
        }
    }

    /// Puts the end into a record that is not kept.
    pub(crate) fn complete(self, record: &mut ExecutionRecord) {
        record.status = Some(self.status);
        record.finished_at = Some(now());
        record.start = self.start;
        record.attempts = self.attempts;
        record.queue_time = self.queue_time;
        record.usage = self.usage;
        record.isolation = self.isolation;
        record.output = self.output;
        record.failure = self.failure;
    }
}

impl Database {
    /// Keeps a record at its beginning. Returns whether it was kept: not when the plugin is gone, or runs
    /// another release by now.
    pub(crate) async fn start_execution(&self, record: &ExecutionRecord) -> Result<bool> {
        let kept_input = record.kept_input.as_ref().map(Value::to_string);
        let done = sqlx::query(
            "INSERT INTO plugin_executions (id, plugin_id, plugin_name, plugin_version, sha256, \
             extension_point, user_id, workspace_id, status, started_at, input_sha256, input_size, \
             input, host, seed) \
             SELECT $1, id, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15 FROM plugins \
             WHERE id = $2 AND active_release = $5",
        )
        .bind(record.id.clone())
        .bind(record.plugin_id.clone())
        .bind(record.plugin_name.clone())
        .bind(record.plugin_version.clone())
        .bind(record.release.clone())
        .bind(record.extension_point.clone())
        .bind(record.user_id.clone())
        .bind(record.workspace_id.clone())
        .bind(RUNNING)
        .bind(record.started_at.as_millisecond())
        .bind(record.input.sha256.clone())
        .bind(to_signed(record.input.size))
        .bind(kept_input)
        .bind(host::this())
        .bind(record.seed.map(to_signed))
        .execute(self.records())
        .await
        .map_err(self.explain())?;
        Ok(done.rows_affected() == 1)
    }

    /// Completes a record.
    pub(crate) async fn finish_execution(&self, id: &str, finish: &Finish) -> Result<()> {
        let usage = finish.usage.as_ref();
        sqlx::query(
            "UPDATE plugin_executions SET status = $2, finished_at = $3, wall_time = $4, \
             cpu_time = $5, peak_memory = $6, isolation = $7, output_sha256 = $8, output_size = $9, \
             failure = $10, start = $11, queue_time = $12, attempts = $13, \
             read_bytes = $14, written_bytes = $15, received_bytes = $16, sent_bytes = $17 WHERE id = $1",
        )
        .bind(id.to_owned())
        .bind(finish.status.as_str())
        .bind(now().as_millisecond())
        .bind(usage.map(|usage| microseconds(usage.wall_time)))
        .bind(usage.map(|usage| microseconds(usage.cpu_time)))
        .bind(usage.map(|usage| to_signed(usage.peak_memory)))
        .bind(finish.isolation.as_ref().map(to_json).transpose()?)
        .bind(finish.output.as_ref().map(|output| output.sha256.clone()))
        .bind(finish.output.as_ref().map(|output| to_signed(output.size)))
        .bind(finish.failure.as_ref().map(to_json).transpose()?)
        .bind(finish.start.map(Start::as_str))
        .bind(finish.queue_time.map(microseconds))
        .bind(i64::from(finish.attempts))
        .bind(usage.map(|usage| to_signed(usage.read_bytes)))
        .bind(usage.map(|usage| to_signed(usage.written_bytes)))
        .bind(usage.map(|usage| to_signed(usage.received_bytes)))
        .bind(usage.map(|usage| to_signed(usage.sent_bytes)))
        .execute(self.records())
        .await
        .map_err(self.explain())?;
        Ok(())
    }

    /// Takes the record of a call back that did not come to an execution.
    pub(crate) async fn forget_execution(&self, id: &str) -> Result<()> {
        sqlx::query("DELETE FROM plugin_executions WHERE id = $1")
            .bind(id.to_owned())
            .execute(self.records())
            .await
            .map_err(self.explain())?;
        Ok(())
    }

    /// The executions that a filter lets through, newest first.
    pub(crate) async fn executions(
        &self,
        filter: &ExecutionFilter,
    ) -> Result<Vec<ExecutionRecord>> {
        let rows = sqlx::query(
            "SELECT * FROM plugin_executions \
             WHERE (CAST($1 AS TEXT) IS NULL OR plugin_id = $1 OR plugin_name = $1) \
             AND (CAST($2 AS TEXT) IS NULL OR status = $2) \
             AND (CAST($3 AS TEXT) IS NULL OR user_id = $3) \
             AND (CAST($4 AS TEXT) IS NULL OR workspace_id = $4) \
             AND started_at >= $5 ORDER BY started_at DESC, id DESC LIMIT $6",
        )
        .bind(filter.plugin.clone())
        .bind(filter.status.map(Status::as_str))
        .bind(filter.user_id.clone())
        .bind(filter.workspace_id.clone())
        .bind(filter.since.map_or(i64::MIN, Timestamp::as_millisecond))
        .bind(i64::from(filter.limit))
        .fetch_all(self.records())
        .await
        .map_err(self.explain())?;
        rows.iter().map(|row| self.execution(row)).collect()
    }

    /// Gives the executions whose host process died the status `error`. Returns how many there were.
    pub(crate) async fn end_orphaned_executions(&self) -> Result<usize> {
        let rows: Vec<(String, String)> =
            sqlx::query_as("SELECT id, host FROM plugin_executions WHERE status = $1")
                .bind(RUNNING)
                .fetch_all(self.records())
                .await
                .map_err(self.explain())?;
        let orphans = rows.iter().filter(|(_, host)| !host::is_alive(host));
        let finish = Finish::failed(
            Status::Error,
            Failure::new("host_ended", "the host process ended while the plugin ran"),
        );
        let mut count = 0;
        for (id, _) in orphans {
            self.finish_execution(id, &finish).await?;
            count += 1;
        }
        Ok(count)
    }

    fn usage(&self, row: &AnyRow) -> Result<Option<Usage>> {
        let number = |column| row.try_get::<Option<i64>, _>(column).map_err(self.explain());
        let count = |column| number(column).map(|number| to_unsigned(number.unwrap_or_default()));
        let Some(wall_time) = number("wall_time")? else {
            return Ok(None);
        };
        Ok(Some(Usage {
            wall_time: Duration::from_micros(to_unsigned(wall_time)),
            cpu_time: Duration::from_micros(count("cpu_time")?),
            peak_memory: count("peak_memory")?,
            read_bytes: count("read_bytes")?,
            written_bytes: count("written_bytes")?,
            received_bytes: count("received_bytes")?,
            sent_bytes: count("sent_bytes")?,
        }))
    }

    fn execution(&self, row: &AnyRow) -> Result<ExecutionRecord> {
        let text = |column| row.try_get::<String, _>(column).map_err(self.explain());
        let optional = |column| row.try_get::<Option<String>, _>(column).map_err(self.explain());
        let number = |column| row.try_get::<Option<i64>, _>(column).map_err(self.explain());
        let json = |column, what| -> Result<Option<Value>> {
            optional(column)?.map(|text| self.parse_json(&text, what)).transpose()
        };
        let status = text("status")?;
        Ok(ExecutionRecord {
            id: text("id")?,
            plugin_id: text("plugin_id")?,
            plugin_name: text("plugin_name")?,
            plugin_version: text("plugin_version")?,
            release: text("sha256")?,
            extension_point: text("extension_point")?,
            user_id: optional("user_id")?,
            workspace_id: optional("workspace_id")?,
            status: (status != RUNNING)
                .then(|| self.parse_json(&format!("\"{status}\""), "status"))
                .transpose()?,
            started_at: self.time(number("started_at")?.unwrap_or_default())?,
            finished_at: number("finished_at")?.map(|time| self.time(time)).transpose()?,
            seed: number("seed")?.map(to_unsigned),
            start: optional("start")?
                .map(|start| self.parse_json(&format!("\"{start}\""), "start"))
                .transpose()?,
            queue_time: number("queue_time")?.map(|time| Duration::from_micros(to_unsigned(time))),
            attempts: number("attempts")?.and_then(|n| u32::try_from(n).ok()).unwrap_or_default(),
            usage: self.usage(row)?,
            isolation: optional("isolation")?
                .map(|text| self.parse_json(&text, "isolation"))
                .transpose()?,
            input: Digest {
                sha256: text("input_sha256")?,
                size: to_unsigned(number("input_size")?.unwrap_or_default()),
            },
            kept_input: json("input", "input")?,
            output: optional("output_sha256")?
                .zip(number("output_size")?)
                .map(|(sha256, size)| Digest { sha256, size: to_unsigned(size) }),
            failure: optional("failure")?
                .map(|text| self.parse_json(&text, "failure"))
                .transpose()?,
        })
    }
}

fn microseconds(duration: Duration) -> i64 {
    i64::try_from(duration.as_micros()).unwrap_or(i64::MAX)
}

fn to_signed(number: u64) -> i64 {
    i64::try_from(number).unwrap_or(i64::MAX)
}

fn to_unsigned(number: i64) -> u64 {
    u64::try_from(number).unwrap_or(0)
}
