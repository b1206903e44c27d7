//! How many sessions are kept, and how many executions run at once.

use serde::{Deserialize, Serialize};
use std::time::Duration;

/// The fewest sessions and executions at once that the defaults allow: that one long execution holds up no
/// other on a machine with few processors.
const FEW: usize = 4;

/// Which warm sessions are kept. Sessions are alike when they have the same release, environment, configuration,
/// grants, entry point and limits; only alike ones stand in for each other.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct PoolOptions {
    /// Whether sessions are kept warm. Without, every execution starts cold, which is as fast for a single one.
    pub warm: bool,
    /// Alike sessions to keep ready ahead of requests for each enabled plugin; by default none.
    pub least: usize,
    /// Alike sessions at once; by default as many as there are processors, at least 4.
    pub most: usize,
    /// Sessions at once; by default four times [`most`](Self::most).
    pub most_in_all: usize,
    /// How long a session beyond the [`least`](Self::least) waits unused before it is ended; by default 5
    /// minutes.
    pub idle_time: Duration,
    /// Memory of all sessions together, in bytes; beyond it, those unused for longest are ended. By default half
    /// of the machine's.
    pub memory: u64,
}

impl Default for PoolOptions {
    fn default() -> Self {
        let most = processors().max(FEW);
        Self {
            warm: true,
            least: 0,
            most,
            most_in_all: 4 * most,
            idle_time: Duration::from_secs(300),
            memory: physical_memory() / 2,
        }
    }
}

impl PoolOptions {
    /// The defaults, without warm sessions.
    pub fn cold() -> Self {
        Self { warm: false, ..Self::default() }
    }
}

/// How many executions run at once, of which there is always one, and how many wait for their turn.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Concurrency {
    /// Executions at once; by default twice as many as there are processors, at least 8.
    pub executions: usize,
    /// Executions of one plugin at once; by default as many as there are processors, at least 4.
    pub of_one_plugin: usize,
    /// Calls that wait for their turn; by default 1,000. Further ones are refused.
    pub waiting: usize,
    /// How long a call waits, when it does not say so itself; by default 1 minute. One that would wait longer,
    /// as far as can be told, is refused at once.
    pub longest_wait: Duration,
}

impl Default for Concurrency {
    fn default() -> Self {
        let few = processors().max(FEW);
        Self {
            executions: 2 * few,
            of_one_plugin: few,
            waiting: 1000,
            longest_wait: Duration::from_secs(60),
        }
    }
}

fn processors() -> usize {
    std::thread::available_parallelism().map_or(1, Into::into)
}

/// The machine's memory in bytes.
fn physical_memory() -> u64 {
    let info = rustix::system::sysinfo();
    info.totalram.saturating_mul(u64::from(info.mem_unit))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_defaults_suit_the_machine() {
        let options = PoolOptions::default();
        assert!(options.memory >= 64 << 20, "{}", options.memory);
        assert!(options.most >= 4 && options.most_in_all >= options.most);
        assert!(Concurrency::default().executions >= options.most);
        assert!(!PoolOptions::cold().warm);
    }
}
