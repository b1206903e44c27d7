//! Waiting: the work is done by the runtime's threads, while R's own thread hears events and looks for interrupts.
#![expect(unsafe_code, reason = "R tells of interrupts in C only")]

use crate::handle::runtime;
use crate::output::{self, named, strings};
use crate::{columns, failure};
use extendr_api::prelude::*;
use extendr_ffi::Rboolean;
use omniplug_core::sandbox::{Control, Event, Usage};
use omniplug_core::{Error, ErrorKind, Result, waiting};
use serde::Serialize;
use std::ffi::c_void;
use std::future::Future;
use std::pin::pin;
use std::sync::Arc;
use std::sync::mpsc::{RecvTimeoutError, Sender, channel};
use std::time::{Duration, Instant};

/// How often interrupts are looked for.
const PERIOD: Duration = Duration::from_millis(50);

unsafe extern "C" {
    fn R_ToplevelExec(function: extern "C-unwind" fn(*mut c_void), data: *mut c_void) -> Rboolean;
}

unsafe extern "C-unwind" {
    fn R_CheckUserInterrupt();
}

enum Message<T> {
    Event(Event),
    End(T),
}

/// What hears of a call while it runs: an R function, which is given each event as a list and answers `FALSE` to
/// cancel the call; or NULL.
pub(crate) struct Listener(Robj);

impl Listener {
    pub(crate) fn new(function: Robj) -> Self {
        Self(function)
    }

    /// Whether to go on. An R function that fails is no reason to: the R code keeps its error and raises it after.
    fn hears(&self, event: Event) -> bool {
        let Ok(event) = event_list(event) else { return true };
        match self.0.as_function().map(|function| function.call(pairlist!(event))) {
            Some(Ok(answer)) => answer.as_bool() != Some(false),
            Some(Err(_)) => false,
            None => true,
        }
    }
}

/// Runs `work` to its end and answers what it came to. An interrupt cancels the control; then the value is the
/// work's own, which is wrapped by [`interrupted`].
///
/// # Errors
/// Those of the work, and [`Sandbox`](ErrorKind::Sandbox) when it was given up.
pub(crate) fn wait<T, F>(listener: &Listener, work: impl FnOnce(Control) -> F) -> Result<Waited<T>>
where
    T: Send + 'static,
    F: Future<Output = Result<T>> + Send + 'static,
{
    let (sender, receiver) = channel();
    let mut control = Control::default();
    if !listener.0.is_null() {
        let events: Sender<Message<Result<T>>> = sender.clone();
        // Nobody hears what comes after the end.
        control.events = Arc::new(move |event| drop(events.send(Message::Event(event))));
    }
    let cancel = control.cancel.clone();
    let work = work(control);
    runtime()?.spawn(async move {
        let value = work.await;
        drop(sender.send(Message::End(value)));
    });
    let mut looked = Instant::now();
    let mut is_interrupted = false;
    loop {
        match receiver.recv_timeout(PERIOD) {
            Ok(Message::End(value)) => {
                columns::release_returned();
                return Ok(Waited { value: value?, is_interrupted });
            }
            Ok(Message::Event(event)) => {
                if !cancel.is_cancelled() && !listener.hears(event) {
                    cancel.cancel();
                }
            }
            Err(RecvTimeoutError::Timeout) => {}
            Err(RecvTimeoutError::Disconnected) => {
                return Err(Error::new(ErrorKind::Sandbox, "the call was given up"));
            }
        }
        if looked.elapsed() >= PERIOD {
            looked = Instant::now();
            if is_asked_to_stop() {
                is_interrupted = true;
                cancel.cancel();
            }
        }
    }
}

/// What work came to, and whether the user interrupted it.
pub(crate) struct Waited<T> {
    value: T,
    is_interrupted: bool,
}

impl<T> Waited<T> {
    /// The answer to R: the value, in a list of the class `omniplug_interrupted` where the user interrupted.
    ///
    /// # Errors
    /// Those of `write`.
    pub(crate) fn answer(self, write: impl FnOnce(T) -> Result<Robj>) -> Result<Robj> {
        let value = write(self.value)?;
        if self.is_interrupted { interrupted(value) } else { Ok(value) }
    }
}

/// What R's code takes for an interrupt.
fn interrupted(value: Robj) -> Result<Robj> {
    let mut wrapped = named([("value", value)])?;
    wrapped.set_class(["omniplug_interrupted"]).map_err(failure::of_r)?;
    Ok(wrapped)
}

/// Waits for work that nothing is heard of, and answers what `write` makes of its value. It is done on R's own thread,
/// which spares a short call the way to another thread and back. An interrupt gives it up.
///
/// # Errors
/// Those of the work and of `write`.
pub(crate) fn wait_for<T>(
    work: impl Future<Output = Result<T>>,
    write: impl FnOnce(T) -> Result<Robj>,
) -> Result<Robj> {
    let runtime = runtime()?;
    // What the work holds may need the runtime for its end.
    let _inside = runtime.enter();
    let mut work = pin!(work);
    loop {
        if let Some(value) = waiting::wait_for(runtime.handle(), work.as_mut(), PERIOD) {
            return write(value?);
        }
        if is_asked_to_stop() {
            return interrupted(().into());
        }
    }
}

/// Whether the user asked R to stop, which is answered once.
fn is_asked_to_stop() -> bool {
    extern "C-unwind" fn look(_: *mut c_void) {
        // SAFETY: R's thread. An interrupt jumps from here to `R_ToplevelExec` over a frame that owns nothing.
        unsafe { R_CheckUserInterrupt() };
    }
    // SAFETY: R's thread; the function takes no data.
    unsafe { R_ToplevelExec(look, std::ptr::null_mut()) == Rboolean::FALSE }
}

/// What was used so far, with the kind of its event.
#[derive(Serialize)]
struct Used {
    kind: &'static str,
    #[serde(flatten)]
    usage: Usage,
}

/// An event as a list with its `kind`.
fn event_list(event: Event) -> Result<Robj> {
    match event {
        Event::Phase(text) => {
            named([("kind", strings(["phase"])), ("text", strings([text.as_str()]))])
        }
        Event::Log { stream, text } => named([
            ("kind", strings(["log"])),
            ("stream", output::data(&stream)?),
            ("text", strings([text.as_str()])),
        ]),
        Event::Progress { fraction, message } => named([
            ("kind", strings(["progress"])),
            ("fraction", fraction.into()),
            ("message", strings([message.as_str()])),
        ]),
        Event::Warning(text) => {
            named([("kind", strings(["warning"])), ("text", strings([text.as_str()]))])
        }
        Event::Partial(data) => {
            named([("kind", strings(["partial"])), ("data", output::payload(&data)?)])
        }
        Event::Usage(usage) => output::data(&Used { kind: "usage", usage }),
        other => named([
            ("kind", strings(["other"])),
            ("text", strings([format!("{other:?}").as_str()])),
        ]),
    }
}
