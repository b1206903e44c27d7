//! Work in bulk: one plugin over many inputs, or over the rows of a table in chunks.

use super::PluginManager;
use super::types::{Execution, ExecutionRequest};
use crate::payload::Payload;
use crate::sandbox::pool::Concurrency;
use crate::sandbox::{Control, Event, Seed};
use crate::{Error, ErrorKind, Result};
use arrow_array::RecordBatch;
use arrow_schema::Schema;
use std::collections::VecDeque;
use std::fmt;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Duration;
use tokio_util::task::AbortOnDropHandle;

/// How long one of many waits for its turn when the request does not say: those before it are of the same work.
const PATIENCE: Duration = Duration::from_secs(24 * 3600);

type Requests = Box<dyn ExactSizeIterator<Item = Result<ExecutionRequest>> + Send>;

/// The executions of one plugin over many inputs, in the order of the inputs.
///
/// - Several run beside each other. Only a window of inputs is begun and not yet handed out, whatever their
///   number; nothing begins before the first call of [`next`](Self::next).
/// - An error, of the input or of the execution, is one item; the others go on. What is
///   [`Busy`](ErrorKind::Busy) is tried again when there is room.
/// - Each has its own record, and its log in its answer. The control hears progress over all, as in `37 of 100`.
/// - Cancelling the control ends those that run with [`Cancelled`](crate::sandbox::Status::Cancelled) and leaves
///   out those that did not begin. Dropping this ends all that run.
pub struct Executions {
    manager: Arc<dyn PluginManager>,
    plugin: Arc<str>,
    requests: Requests,
    running: VecDeque<AbortOnDropHandle<Result<Execution>>>,
    window: usize,
    total: usize,
    done: Arc<AtomicUsize>,
    control: Control,
}

impl Executions {
    pub(crate) fn new(
        manager: Arc<dyn PluginManager>,
        plugin: &str,
        requests: Requests,
        control: &Control,
    ) -> Self {
        Self {
            manager,
            plugin: plugin.into(),
            total: requests.len(),
            requests,
            running: VecDeque::new(),
            window: Concurrency::default().executions,
            done: Arc::default(),
            control: control.clone(),
        }
    }

    /// Sets how many are begun and not yet handed out at most; by default twice as many as there are processors,
    /// at least 8.
    #[must_use]
    pub fn window(mut self, executions: usize) -> Self {
        self.window = executions.max(1);
        self
    }

    /// How many inputs there are.
    pub fn total(&self) -> usize {
        self.total
    }

    /// The next execution in the order of the inputs; `None` after the last. Dropping the future loses nothing.
    pub async fn next(&mut self) -> Option<Result<Execution>> {
        while self.running.len() < self.window && !self.control.cancel.is_cancelled() {
            let Some(request) = self.requests.next() else {
                break;
            };
            self.begin(request);
        }
        let ended = self.running.front_mut()?.await;
        self.running.pop_front();
        Some(ended.unwrap_or_else(|error| {
            Err(Error::new(ErrorKind::Sandbox, "an execution was given up").with_source(error))
        }))
    }

    fn begin(&mut self, request: Result<ExecutionRequest>) {
        let (manager, plugin) = (Arc::clone(&self.manager), Arc::clone(&self.plugin));
        let (control, done, total) = (self.control.clone(), Arc::clone(&self.done), self.total);
        let execution = async move {
            let ended = match request {
                Ok(request) => patiently(&*manager, &plugin, request, &control).await,
                Err(error) => Err(error),
            };
            let done = done.fetch_add(1, Ordering::Relaxed) + 1;
            let fraction = done as f64 / total.max(1) as f64;
            let message = format!("{done} of {total}");
            control.events.event(Event::Progress { fraction, message });
            ended
        };
        self.running.push_back(AbortOnDropHandle::new(tokio::spawn(execution)));
    }
}

impl fmt::Debug for Executions {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Executions")
            .field("plugin", &self.plugin)
            .field("total", &self.total)
            .field("done", &self.done)
            .finish_non_exhaustive()
    }
}

/// Runs once, and again while there is no room.
async fn patiently(
    manager: &dyn PluginManager,
    plugin: &str,
    mut request: ExecutionRequest,
    control: &Control,
) -> Result<Execution> {
    request.longest_wait = request.longest_wait.or(Some(PATIENCE));
    let own = Control { cancel: control.cancel.clone(), ..Control::default() };
    loop {
        let ended = manager.execute(plugin, request.clone(), &own).await;
        let Some(after) = ended.as_ref().err().and_then(Error::retry_after) else {
            return ended;
        };
        tokio::select! {
            () = own.cancel.cancelled() => return ended,
            () = tokio::time::sleep(after) => {}
        }
    }
}

/// The same call for the rows of its table in chunks, one after the other.
///
/// Where the call has a seed, each chunk has its own: the call's plus the chunk's number, from 0.
#[derive(Debug, Clone)]
pub struct RowChunks {
    request: ExecutionRequest,
    table: RecordBatch,
    rows: usize,
    chunk: usize,
    chunks: usize,
}

impl ExecutionRequest {
    /// The same call for each `rows` rows of its input, which is one table. A table without rows is one chunk.
    ///
    /// It suits plugins that look at each row alone: what is computed over rows, as a mean, would be one of each
    /// chunk.
    ///
    /// # Errors
    /// [`InvalidInput`](ErrorKind::InvalidInput) when the input is no table, or chunks shall have no rows.
    pub fn by_rows(mut self, rows: usize) -> Result<RowChunks> {
        let Some(table) = self.input.as_table().cloned() else {
            return Err(Error::new(
                ErrorKind::InvalidInput,
                "the input is no table, so it has no rows to divide",
            )
            .with_hint("give one table, as from a CSV file"));
        };
        if rows == 0 {
            return Err(Error::new(ErrorKind::InvalidInput, "a chunk of `0` rows has no content")
                .with_hint("give a positive number of rows"));
        }
        self.input = Payload::default();
        let chunks = table.num_rows().div_ceil(rows).max(1);
        Ok(RowChunks { request: self, table, rows, chunk: 0, chunks })
    }
}

impl Iterator for RowChunks {
    type Item = Result<ExecutionRequest>;

    fn next(&mut self) -> Option<Self::Item> {
        if self.chunk == self.chunks {
            return None;
        }
        let begin = self.chunk * self.rows;
        let length = self.rows.min(self.table.num_rows() - begin);
        let number = self.chunk as u64;
        self.chunk += 1;
        let mut request = self.request.clone();
        // The largest seed wraps around; one that is too large stays it, and is refused.
        request.seed = request.seed.map(|seed| match seed {
            0..=Seed::MAX => seed.wrapping_add(number) & Seed::MAX,
            _ => seed,
        });
        let input = Payload::from_table(self.table.slice(begin, length));
        Some(input.map(|input| ExecutionRequest { input, ..request }))
    }

    fn size_hint(&self) -> (usize, Option<usize>) {
        let left = self.chunks - self.chunk;
        (left, Some(left))
    }
}

impl ExactSizeIterator for RowChunks {}

/// Puts the tables of results together, in their order.
///
/// # Errors
/// [`InvalidInput`](ErrorKind::InvalidInput) when one did not succeed, its result is no table, or its columns
/// are not those of the first.
pub fn concat_tables(executions: &[Execution]) -> Result<RecordBatch> {
    let tables = executions.iter().enumerate().map(table_of);
    let tables = tables.collect::<Result<Vec<_>>>()?;
    let Some(first) = tables.first() else {
        return Err(Error::new(ErrorKind::InvalidInput, "there are no tables to put together"));
    };
    // A chunk without missing values may say so of its columns where another has some.
    let fields = first.schema_ref().fields().iter();
    let schema = Schema::new(
        fields.map(|field| field.as_ref().clone().with_nullable(true)).collect::<Vec<_>>(),
    );
    for (chunk, table) in tables.iter().enumerate() {
        let columns = |table: &RecordBatch| {
            let fields = table.schema_ref().fields().iter();
            fields.map(|it| (it.name().clone(), it.data_type().clone())).collect::<Vec<_>>()
        };
        if columns(table) != columns(first) {
            return Err(Error::new(
                ErrorKind::InvalidInput,
                format!("the columns of result `{chunk}` are not those of the first"),
            )
            .with_hint("let the plugin return the same columns and types for every chunk"));
        }
    }
    arrow_select::concat::concat_batches(&Arc::new(schema), tables).map_err(|error| {
        Error::new(ErrorKind::InvalidInput, "the tables can't be put together").with_source(error)
    })
}

fn table_of((chunk, execution): (usize, &Execution)) -> Result<&RecordBatch> {
    let table = execution.reply.as_ref().and_then(|reply| reply.data.as_table());
    table.ok_or_else(|| {
        let failure = execution.record.failure.as_ref();
        let why = failure.map_or("it is no table", |failure| failure.message.as_str());
        Error::new(ErrorKind::InvalidInput, format!("there is no table in result `{chunk}`: {why}"))
    })
}
