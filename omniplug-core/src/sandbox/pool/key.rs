//! What is to run, and which sessions will do for it.

use crate::sandbox::{SessionSpec, Start};
use std::time::Duration;

/// What an execution needs of a pool.
#[derive(Debug, Clone)]
pub struct Job {
    /// Whose executions are limited and whose sessions are drained together, as a plugin's id.
    pub group: String,
    /// Among whom turns are taken, as a user's id.
    pub tenant: String,
    /// What sessions must have in common although their spec does not tell: digests of release and
    /// configuration, grants.
    pub identity: Vec<String>,
    /// The session to run in; its start says whether a kept one will do.
    pub spec: SessionSpec,
    /// How long to wait at most; as the pool says when absent.
    pub longest_wait: Option<Duration>,
}

impl Job {
    /// Equal for jobs that may share a session. The whole spec is in it, with whatever it will be given.
    pub(super) fn key(&self) -> String {
        format!("{:?} {:?} {:?}", self.group, self.identity, self.spec)
    }

    pub(super) fn is_warm(&self) -> bool {
        self.spec.start == Start::Warm
    }
}
