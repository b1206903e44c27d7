//! One plugin over many inputs.

use crate::answer::Answer;
use crate::call::{Call, Events, control};
use crate::error::{invalid, summary};
use crate::payload::payload;
use omniplug_core::manager::{Execution, ExecutionRequest, Executions as CoreExecutions};
use omniplug_core::{Omniplug, Result};
use pyo3::prelude::*;
use std::sync::Arc;
use tokio::sync::Mutex;
use tokio_util::sync::CancellationToken;

/// One of many executions, or why there is none.
pub(crate) type Outcome = Result<Execution>;

/// Executions in the order of their inputs.
#[pyclass(frozen, module = "omniplug._native")]
pub(crate) struct Executions {
    inner: Arc<Mutex<CoreExecutions>>,
    events: Option<Events>,
    cancel: CancellationToken,
    #[pyo3(get)]
    total: usize,
}

impl Executions {
    pub(crate) fn begin(
        host: &Omniplug,
        plugin: &str,
        inputs: Vec<Py<PyAny>>,
        details: ExecutionRequest,
        window: Option<usize>,
        listens: bool,
    ) -> Self {
        let (control, events) = control(listens);
        let total = inputs.len();
        // Each input is converted when its turn comes, so that not all copies are there at once.
        let requests = inputs.into_iter().map(move |input| request(&input, &details));
        let mut inner = host.execute_many(plugin, requests, &control);
        if let Some(window) = window {
            inner = inner.window(window);
        }
        Self { inner: Arc::new(Mutex::new(inner)), events, cancel: control.cancel, total }
    }
}

fn request(input: &Py<PyAny>, details: &ExecutionRequest) -> Result<ExecutionRequest> {
    let read = Python::try_attach(|py| {
        payload(input.bind(py)).map_err(|error| invalid(summary(py, &error)))
    });
    let input = read.unwrap_or_else(|| Err(invalid("the interpreter has ended")))?;
    Ok(ExecutionRequest { input, ..details.clone() })
}

#[pymethods]
impl Executions {
    /// The next one.
    fn next(&self) -> Call {
        let inner = Arc::clone(&self.inner);
        let next = async move { Ok(Answer::Next(inner.lock().await.next().await.map(Box::new))) };
        Call::new(next, self.events.clone(), self.cancel.clone())
    }

    /// Ends those that run, and leaves out those that did not begin.
    fn cancel(&self) {
        self.cancel.cancel();
    }
}
