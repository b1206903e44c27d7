//! What the parts of a pool share.

use super::effects::{Effects, Kept};
use super::state::State;
use crate::sandbox::Sandbox;
use std::future::Future;
use std::sync::{Arc, Mutex, OnceLock, PoisonError};
use std::time::{Duration, Instant};
use tokio::runtime::Handle;
use tokio::sync::Notify;

/// How long a session may take to say whether it is ready. One that takes longer is not.
const ANSWERING: Duration = Duration::from_secs(1);

/// What the pool, its places and its tasks share.
#[derive(Debug)]
pub(super) struct Shared {
    pub(super) sandbox: Arc<dyn Sandbox>,
    /// The runtime that sessions live on, once there are some.
    pub(super) runtime: OnceLock<Handle>,
    state: Mutex<State>,
    /// Tells of every change of a pool that was closed.
    pub(super) changed: Notify,
}

impl Shared {
    pub(super) fn new(sandbox: Arc<dyn Sandbox>, state: State) -> Arc<Self> {
        Arc::new(Self {
            sandbox,
            runtime: OnceLock::new(),
            state: Mutex::new(state),
            changed: Notify::new(),
        })
    }

    /// Changes the state and then does what follows.
    pub(super) fn change<T>(
        self: &Arc<Self>,
        change: impl FnOnce(&mut State, &mut Effects) -> T,
    ) -> T {
        let mut effects = Effects::default();
        let (result, is_closed) = {
            let mut state = self.state.lock().unwrap_or_else(PoisonError::into_inner);
            (change(&mut state, &mut effects), state.closed)
        };
        effects.perform(self);
        if is_closed {
            self.changed.notify_waiters();
        }
        result
    }

    /// Looks at the state.
    pub(super) fn look<T>(&self, look: impl FnOnce(&State) -> T) -> T {
        look(&self.state.lock().unwrap_or_else(PoisonError::into_inner))
    }

    /// Does something on the pool's runtime. Where that has ended, the task is dropped at once.
    pub(super) fn spawn(&self, task: impl Future<Output = ()> + Send + 'static) {
        if let Some(runtime) = self.runtime.get() {
            runtime.spawn(task);
        }
    }

    /// Looks after the idle sessions: replaces those that can't go on, ends those that are too many, and starts
    /// those that are too few.
    pub(super) async fn maintain(self: &Arc<Self>, now: Instant) {
        let idle: Vec<(u64, Kept)> = self.look(|state| {
            let idle = state.shelves.values().flat_map(|shelf| &shelf.idle);
            idle.filter_map(|id| Some((*id, state.sessions.get(id)?.session.clone()))).collect()
        });
        let mut found = Vec::new();
        for (id, session) in idle {
            let is_alive = is_ready(&session).await;
            found.push((id, is_alive, session.memory().await));
        }
        self.change(|state, effects| {
            for (id, is_alive, memory) in found {
                state.examined(id, is_alive, memory, effects);
            }
            state.expire(now, effects);
            state.trim(effects);
            state.start_ahead(now, effects);
            state.proceed(effects);
        });
    }
}

/// Whether a session answers in time that it is ready.
pub(super) async fn is_ready(session: &Kept) -> bool {
    tokio::time::timeout(ANSWERING, session.is_ready()).await.unwrap_or(false)
}
