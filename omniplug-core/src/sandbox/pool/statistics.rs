//! What a pool tells of its sessions.

use super::shelf::Shelf;
use super::state::State;
use crate::sandbox::Language;
use serde::{Deserialize, Serialize};

/// The sessions of one kind: of the same plugin, release, configuration, grants and limits.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct SessionStatistics {
    /// Whose they are: a plugin's id.
    pub group: String,
    /// Its language.
    pub language: Language,
    /// Its entry point.
    pub entry_point: String,
    /// Sessions that wait for work.
    pub idle: usize,
    /// Sessions that run an execution.
    pub busy: usize,
    /// Sessions that are being opened.
    pub starting: usize,
    /// Calls that wait for one.
    pub waiting: usize,
    /// Memory of the sessions together, between executions, in bytes.
    pub memory: u64,
    /// Sessions that were opened so far.
    pub started: u64,
    /// Sessions that were ended because others needed room or nobody used them.
    pub evicted: u64,
    /// Executions so far.
    pub executions: u64,
    /// Why executions start cold although warm ones were asked for.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub cold_reason: Option<String>,
}

impl State {
    /// What there is, in the order in which it was first asked for.
    pub(super) fn statistics(&self) -> Vec<SessionStatistics> {
        let warm = self.shelves.iter().filter(|(_, shelf)| shelf.job.is_warm());
        warm.map(|(id, shelf)| self.statistics_of(*id, shelf)).collect()
    }

    fn statistics_of(&self, id: u64, shelf: &Shelf) -> SessionStatistics {
        let own = self.sessions.values().filter(|live| live.shelf == id);
        SessionStatistics {
            group: shelf.job.group.clone(),
            language: shelf.job.spec.language,
            entry_point: shelf.job.spec.entry_point.clone(),
            idle: shelf.idle.len(),
            busy: shelf.live - shelf.idle.len(),
            starting: shelf.starting,
            waiting: shelf.waiting,
            memory: own.map(|live| live.memory).sum(),
            started: shelf.started,
            evicted: shelf.evicted,
            executions: shelf.executions,
            cold_reason: shelf.cold_reason.clone(),
        }
    }
}
