//! How often plugins ran, how it went and what it took.

use super::database::Database;
use crate::Result;
use crate::sandbox::Status;
use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;
use std::time::Duration;

/// Statistics of the executions of one plugin, or of all.
///
/// Times and memory are over the executions for which a sandbox started, however they ended. A percentile is
/// by the nearest-rank method: of `n` values in ascending order the one at rank `ceil(p / 100 * n)`, so always
/// a value that was really measured.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct Statistics {
    /// Executions that ended.
    pub executions: u64,
    /// Executions that run now.
    pub running: u64,
    /// Executions that ended, by status; a status that never came is not there.
    pub by_status: BTreeMap<String, u64>,
    /// The share of ended executions that succeeded, 0 to 1, refused calls aside because nothing ran; `None`
    /// when none ended.
    pub success_rate: Option<f64>,
    /// Median wall-clock time, in seconds.
    pub wall_time_p50: Option<f64>,
    /// 95th percentile of the wall-clock time, in seconds.
    pub wall_time_p95: Option<f64>,
    /// Median peak memory, in bytes.
    pub peak_memory_median: Option<u64>,
    /// Greatest peak memory, in bytes.
    pub peak_memory_max: Option<u64>,
    /// When the last execution began.
    pub last_used: Option<Timestamp>,
}

/// What the executions of a plugin, by id or name, or of all, are counted with.
const OF_PLUGIN: &str = "(CAST($1 AS TEXT) IS NULL OR plugin_id = $1 OR plugin_name = $1)";

impl Database {
    /// The statistics of a plugin by id or name, or of all.
    pub(crate) async fn statistics(&self, plugin: Option<&str>) -> Result<Statistics> {
        let mut statistics = Statistics::default();
        let counts: Vec<(String, i64)> = self
            .rows("SELECT status, COUNT(*) FROM plugin_executions WHERE {} GROUP BY status", plugin)
            .await?;
        for (status, count) in counts {
            let count = unsigned(count);
            if status == super::executions::RUNNING {
                statistics.running = count;
            } else {
                statistics.executions += count;
                statistics.by_status.insert(status, count);
            }
        }
        let count =
            |status: Status| statistics.by_status.get(status.as_str()).copied().unwrap_or(0);
        let ran = statistics.executions.saturating_sub(count(Status::Refused));
        let successes = count(Status::Success) as f64;
        statistics.success_rate = (ran > 0).then(|| successes / ran as f64);
        let last: Vec<(Option<i64>,)> =
            self.rows("SELECT MAX(started_at) FROM plugin_executions WHERE {}", plugin).await?;
        statistics.last_used =
            last.first().and_then(|row| row.0).map(|time| self.time(time)).transpose()?;
        self.add_measures(plugin, &mut statistics).await?;
        Ok(statistics)
    }

    async fn add_measures(&self, plugin: Option<&str>, statistics: &mut Statistics) -> Result<()> {
        let measured: Vec<(i64,)> =
            self.rows("SELECT COUNT(wall_time) FROM plugin_executions WHERE {}", plugin).await?;
        let count = unsigned(measured.first().map_or(0, |row| row.0));
        let seconds = |time: u64| Duration::from_micros(time).as_secs_f64();
        statistics.wall_time_p50 = self.ranked("wall_time", plugin, count, 50).await?.map(seconds);
        statistics.wall_time_p95 = self.ranked("wall_time", plugin, count, 95).await?.map(seconds);
        statistics.peak_memory_median = self.ranked("peak_memory", plugin, count, 50).await?;
        statistics.peak_memory_max = self.ranked("peak_memory", plugin, count, 100).await?;
        Ok(())
    }

    /// The percentile of a column of `count` values.
    async fn ranked(
        &self,
        column: &str,
        plugin: Option<&str>,
        count: u64,
        percentile: u64,
    ) -> Result<Option<u64>> {
        let Some(offset) = nearest_rank(count, percentile).checked_sub(1) else {
            return Ok(None);
        };
        let sql = format!(
            "SELECT {column} FROM plugin_executions WHERE {{}} AND {column} IS NOT NULL \
             ORDER BY {column} LIMIT 1 OFFSET {offset}"
        );
        let rows: Vec<(i64,)> = self.rows(&sql, plugin).await?;
        Ok(rows.first().map(|row| unsigned(row.0)))
    }

    /// Asks with the condition for the plugin in the place of `{}`. `sql` is made of this file's texts only.
    async fn rows<T>(&self, sql: &str, plugin: Option<&str>) -> Result<Vec<T>>
    where
        T: for<'r> sqlx::FromRow<'r, sqlx::any::AnyRow> + Send + Unpin,
    {
        sqlx::query_as(sqlx::AssertSqlSafe(sql.replacen("{}", OF_PLUGIN, 1)))
            .bind(plugin.map(str::to_owned))
            .fetch_all(self.records())
            .await
            .map_err(self.explain())
    }
}

/// The rank, from 1, of a percentile among `count` values; 0 when there are none.
fn nearest_rank(count: u64, percentile: u64) -> u64 {
    (count * percentile).div_ceil(100)
}

fn unsigned(number: i64) -> u64 {
    u64::try_from(number).unwrap_or(0)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ranks_as_the_definition_says() {
        // The textbook example: 15, 20, 35, 40, 50; 5th → 1st, 30th → 2nd, 40th → 2nd, 50th → 3rd, 100th → 5th.
        let ranks = [5, 30, 40, 50, 100].map(|percentile| nearest_rank(5, percentile));
        assert_eq!(ranks, [1, 2, 2, 3, 5]);
        assert_eq!(nearest_rank(0, 50), 0);
        assert_eq!(nearest_rank(1, 95), 1);
        assert_eq!(nearest_rank(100, 95), 95);
    }
}
