//! One call of the facade: waited for on the caller's thread, or run by the runtime with its answer posted.

use crate::answer::Answer;
use crate::error::OrRaise;
use crate::event::event_to_python;
use crate::mailbox::{Address, Mail, Mailbox};
use crate::runtime::{runtime, wait_for};
use omniplug_core::sandbox::{Control, Event};
use omniplug_core::{Error, Result};
use pyo3::exceptions::PyRuntimeError;
use pyo3::prelude::*;
use std::future::{Future, pending};
use std::pin::Pin;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;
use tokio::sync::mpsc::{UnboundedReceiver, unbounded_channel};
use tokio_util::sync::CancellationToken;

/// How soon a waiting thread hears of Ctrl-C.
const TICK: Duration = Duration::from_millis(50);

/// What is heard during a call; shared where several calls hear of the same work.
pub(crate) type Events = Arc<tokio::sync::Mutex<UnboundedReceiver<Event>>>;

/// A control, with what it hears where somebody listens.
pub(crate) fn control(listens: bool) -> (Control, Option<Events>) {
    if !listens {
        return (Control::default(), None);
    }
    let (sender, receiver) = unbounded_channel();
    // Nobody listens any more when sending fails.
    let events = Arc::new(move |event| drop(sender.send(event)));
    let control = Control { events, ..Control::default() };
    (control, Some(Arc::new(tokio::sync::Mutex::new(receiver))))
}

/// A call that was made and is waited for once.
#[pyclass(frozen, module = "omniplug._native")]
pub(crate) struct Call {
    pending: Mutex<Option<Pending>>,
    cancel: CancellationToken,
}

struct Pending {
    answer: Pin<Box<dyn Future<Output = Result<Answer>> + Send>>,
    events: Option<Events>,
}

enum Step {
    Event(Event),
    Answer(Result<Answer>),
}

impl Call {
    pub(crate) fn new(
        answer: impl Future<Output = Result<Answer>> + Send + 'static,
        events: Option<Events>,
        cancel: CancellationToken,
    ) -> Self {
        let pending = Pending { answer: Box::pin(answer), events };
        Self { pending: Mutex::new(Some(pending)), cancel }
    }

    fn begin(&self) -> PyResult<Pending> {
        let pending = self.pending.lock().unwrap_or_else(PoisonError::into_inner).take();
        pending.ok_or_else(|| PyRuntimeError::new_err("a call is waited for once"))
    }
}

impl Drop for Call {
    fn drop(&mut self) {
        let pending = self.pending.get_mut().unwrap_or_else(PoisonError::into_inner).take();
        if let (Some(pending), Ok(runtime)) = (pending, runtime()) {
            let _inside = runtime.enter();
            drop(pending);
        }
    }
}

impl Pending {
    async fn step(&mut self) -> Step {
        let Self { answer, events } = self;
        let heard = async {
            match events {
                Some(events) => events.lock().await.recv().await,
                None => pending().await,
            }
        };
        tokio::select! {
            biased;
            Some(event) = heard => Step::Event(event),
            answer = answer => Step::Answer(answer),
        }
    }

    /// What was told just before the answer.
    fn rest(&self) -> Vec<Event> {
        let events = self.events.as_ref().and_then(|events| events.try_lock().ok());
        events.map_or_else(Vec::new, |mut events| {
            std::iter::from_fn(|| events.try_recv().ok()).collect()
        })
    }
}

#[pymethods]
impl Call {
    /// Waits on this thread, handing events to a callable, and gives the answer. What the callable raises, and
    /// Ctrl-C, ends the call.
    #[pyo3(signature = (on_event=None))]
    fn wait<'py>(
        &self,
        py: Python<'py>,
        on_event: Option<&Bound<'py, PyAny>>,
    ) -> PyResult<Bound<'py, PyAny>> {
        let runtime = runtime().or_raise(py)?;
        let mut pending = self.begin()?;
        let tell = |event: &Event| match on_event {
            Some(listener) => listener.call1((event_to_python(py, event)?,)).map(|_| ()),
            None => Ok(()),
        };
        let answer = loop {
            let step = py.detach(|| wait_for(runtime, pending.step(), TICK));
            let heard = match step.or_raise(py)? {
                Some(Step::Answer(answer)) => break answer,
                Some(Step::Event(event)) => tell(&event),
                None => py.check_signals(),
            };
            if let Err(error) = heard {
                self.cancel.cancel();
                let _inside = runtime.enter();
                py.detach(|| drop(pending));
                return Err(error);
            }
        };
        pending.rest().iter().try_for_each(tell)?;
        answer.or_raise(py)?.into_python(py)
    }

    /// Lets the runtime go on with it, and posts events and the answer with the ticket.
    fn post_to(&self, py: Python<'_>, mailbox: &Mailbox, ticket: u64) -> PyResult<()> {
        let runtime = runtime().or_raise(py)?;
        let mut pending = self.begin()?;
        let address = Address::new(mailbox, ticket);
        runtime.spawn(async move {
            let answer = loop {
                match pending.step().await {
                    Step::Answer(answer) => break answer,
                    Step::Event(event) => address.post(Mail::Event(event)),
                }
            };
            for event in pending.rest() {
                address.post(Mail::Event(event));
            }
            address.post_last(Mail::Answer(answer.map_err(Box::<Error>::from)));
        });
        Ok(())
    }

    /// Asks for its end; the answer tells of it.
    fn cancel(&self) {
        self.cancel.cancel();
    }
}
