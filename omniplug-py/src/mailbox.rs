//! Where the runtime leaves events and answers for an event loop or an iterator.

use crate::answer::Answer;
use crate::error::{OrRaise, exception};
use crate::event::event_to_python;
use crate::runtime::given_up;
use omniplug_core::sandbox::Event;
use omniplug_core::{Error, ErrorKind};
use pyo3::prelude::*;
use rustix::event::{EventfdFlags, eventfd};
use std::collections::VecDeque;
use std::os::fd::{AsRawFd, OwnedFd};
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Condvar, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

/// How soon a waiting thread hears of Ctrl-C.
const TICK: Duration = Duration::from_millis(50);

/// What is left for a ticket.
pub(crate) enum Mail {
    Event(Event),
    Answer(Result<Answer, Box<Error>>),
}

/// A box of letters with a descriptor that is readable while there are some.
#[pyclass(frozen, module = "omniplug._native")]
pub(crate) struct Mailbox(Arc<Shared>);

struct Shared {
    mail: Mutex<VecDeque<(u64, Mail)>>,
    arrived: Condvar,
    bell: OwnedFd,
}

impl Shared {
    fn lock(&self) -> MutexGuard<'_, VecDeque<(u64, Mail)>> {
        self.mail.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// A mailbox and the ticket to write on letters. Dropped before the last letter, it sends an error as that one: who
/// waits must hear of it.
pub(crate) struct Address {
    shared: Arc<Shared>,
    ticket: u64,
    done: AtomicBool,
}

impl Address {
    pub(crate) fn new(mailbox: &Mailbox, ticket: u64) -> Self {
        Self { shared: Arc::clone(&mailbox.0), ticket, done: AtomicBool::new(false) }
    }

    pub(crate) fn post(&self, mail: Mail) {
        let mut waiting = self.shared.lock();
        waiting.push_back((self.ticket, mail));
        if waiting.len() == 1 {
            // It only fails when it rings already.
            let _ = rustix::io::write(&self.shared.bell, &1_u64.to_ne_bytes());
            self.shared.arrived.notify_all();
        }
    }

    pub(crate) fn post_last(&self, mail: Mail) {
        self.done.store(true, Ordering::Relaxed);
        self.post(mail);
    }
}

impl Drop for Address {
    fn drop(&mut self) {
        if !self.done.load(Ordering::Relaxed) {
            self.post(Mail::Answer(Err(Box::new(given_up()))));
        }
    }
}

type Letter<'py> = (u64, &'static str, Bound<'py, PyAny>);

#[pymethods]
impl Mailbox {
    #[new]
    fn new(py: Python<'_>) -> PyResult<Self> {
        let bell = eventfd(0, EventfdFlags::CLOEXEC | EventfdFlags::NONBLOCK).map_err(|error| {
            Error::new(ErrorKind::Unavailable, "no event descriptor could be made")
                .with_source(error)
        });
        let shared =
            Shared { mail: Mutex::default(), arrived: Condvar::new(), bell: bell.or_raise(py)? };
        Ok(Self(Arc::new(shared)))
    }

    /// The descriptor to watch.
    fn fileno(&self) -> i32 {
        self.0.bell.as_raw_fd()
    }

    /// All letters there are: ticket, `event`, `answer` or `error`, and that itself.
    fn take<'py>(&self, py: Python<'py>) -> PyResult<Vec<Letter<'py>>> {
        let mail = {
            let mut waiting = self.0.lock();
            let mut count = [0_u8; 8];
            // It only fails when it did not ring.
            let _ = rustix::io::read(&self.0.bell, &mut count);
            std::mem::take(&mut *waiting)
        };
        mail.into_iter().map(|(ticket, mail)| open(py, ticket, mail)).collect()
    }

    /// Waits on this thread until there are letters, and takes them.
    fn wait<'py>(&self, py: Python<'py>) -> PyResult<Vec<Letter<'py>>> {
        loop {
            let is_empty = py.detach(|| {
                let waiting = self.0.lock();
                let wait = self.0.arrived.wait_timeout_while(waiting, TICK, |mail| mail.is_empty());
                wait.unwrap_or_else(PoisonError::into_inner).0.is_empty()
            });
            py.check_signals()?;
            if !is_empty {
                return self.take(py);
            }
        }
    }
}

fn open(py: Python<'_>, ticket: u64, mail: Mail) -> PyResult<Letter<'_>> {
    Ok(match mail {
        Mail::Event(event) => (ticket, "event", event_to_python(py, &event)?.into_any()),
        Mail::Answer(Err(error)) => (ticket, "error", raised(py, &exception(py, &error))),
        Mail::Answer(Ok(answer)) => match answer.into_python(py) {
            Ok(answer) => (ticket, "answer", answer),
            Err(error) => (ticket, "error", raised(py, &error)),
        },
    })
}

fn raised<'py>(py: Python<'py>, error: &PyErr) -> Bound<'py, PyAny> {
    error.value(py).clone().into_any()
}
