//! What a caller hears: events on their way to callbacks.

#![expect(unsafe_code, reason = "calling what C gave, and passing its pointers between threads")]

use crate::data::Data;
use crate::text::c_text;
use omniplug_core::sandbox::{Event, EventSink};
use std::cell::Cell;
use std::ffi::{c_char, c_void};
use std::sync::{Arc, Mutex, PoisonError};

/// Where a log line came from.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[repr(C)]
pub enum Stream {
    /// Standard output.
    Stdout = 1,
    /// Standard error.
    Stderr = 2,
}

/// Hears a line that the plugin printed, without its line end. The text is gone after the callback.
pub type LogCallback =
    Option<unsafe extern "C" fn(user_data: *mut c_void, stream: Stream, text: *const c_char)>;

/// Hears how far the plugin is, as it says: from 0 to 1, and what it is at, which may be empty. The text is gone after
/// the callback.
pub type ProgressCallback =
    Option<unsafe extern "C" fn(user_data: *mut c_void, fraction: f64, message: *const c_char)>;

/// Hears a text, which is gone after the callback.
pub type TextCallback = Option<unsafe extern "C" fn(user_data: *mut c_void, text: *const c_char)>;

/// Hears a part of the result, or an early form of it; the data is gone after the callback.
pub type PartialCallback = Option<unsafe extern "C" fn(user_data: *mut c_void, data: *const Data)>;

/// What an execution has used.
#[derive(Debug, Clone, Copy)]
#[repr(C)]
pub struct Usage {
    /// Wall-clock seconds.
    pub wall_time: f64,
    /// Seconds of processor time of all its processes.
    pub cpu_time: f64,
    /// The most memory that it had, in bytes.
    pub peak_memory: u64,
    /// Bytes read from disks, where the backend counts them.
    pub read_bytes: u64,
    /// Bytes written to disks, where the backend counts them.
    pub written_bytes: u64,
    /// Bytes received from the network.
    pub received_bytes: u64,
    /// Bytes sent to the network.
    pub sent_bytes: u64,
}

impl From<omniplug_core::sandbox::Usage> for Usage {
    fn from(usage: omniplug_core::sandbox::Usage) -> Self {
        let omniplug_core::sandbox::Usage {
            wall_time,
            cpu_time,
            peak_memory,
            read_bytes,
            written_bytes,
            received_bytes,
            sent_bytes,
        } = usage;
        Self {
            wall_time: wall_time.as_secs_f64(),
            cpu_time: cpu_time.as_secs_f64(),
            peak_memory,
            read_bytes,
            written_bytes,
            received_bytes,
            sent_bytes,
        }
    }
}

/// Hears what the execution has used so far, which is gone after the callback.
pub type UsageCallback = Option<unsafe extern "C" fn(user_data: *mut c_void, usage: *const Usage)>;

/// A callback and what it is given.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Callback<F> {
    pub(crate) function: F,
    pub(crate) user_data: *mut c_void,
}

// SAFETY: by the header's rules a callback may be called on any thread, and its data used there.
unsafe impl<F: Send> Send for Callback<F> {}
// SAFETY: as above; calls of one sink come one after the other.
unsafe impl<F: Sync> Sync for Callback<F> {}

/// The callbacks of a control.
#[derive(Debug, Clone, Copy, Default)]
pub(crate) struct Callbacks {
    pub(crate) log: Option<Callback<LogCallback>>,
    pub(crate) progress: Option<Callback<ProgressCallback>>,
    pub(crate) phase: Option<Callback<TextCallback>>,
    pub(crate) warning: Option<Callback<TextCallback>>,
    pub(crate) partial: Option<Callback<PartialCallback>>,
    pub(crate) usage: Option<Callback<UsageCallback>>,
}

thread_local! {
    static CALLING: Cell<bool> = const { Cell::new(false) };
}

/// Whether this thread is in a callback.
pub(crate) fn is_calling() -> bool {
    CALLING.get()
}

/// Hears the events of one call, one after the other and only until the call has returned.
struct Sink {
    callbacks: Callbacks,
    is_open: Mutex<bool>,
}

impl EventSink for Sink {
    fn event(&self, event: Event) {
        let is_open = self.is_open.lock().unwrap_or_else(PoisonError::into_inner);
        if *is_open {
            CALLING.set(true);
            tell(&self.callbacks, event);
            CALLING.set(false);
        }
    }
}

fn tell(callbacks: &Callbacks, event: Event) {
    match event {
        Event::Phase(text) => tell_text(callbacks.phase, &text),
        Event::Warning(text) => tell_text(callbacks.warning, &text),
        Event::Log { stream, text } => {
            if let Some(Callback { function: Some(function), user_data }) = callbacks.log {
                let stream = match stream {
                    omniplug_core::sandbox::Stream::Stdout => Stream::Stdout,
                    omniplug_core::sandbox::Stream::Stderr => Stream::Stderr,
                };
                // SAFETY: by the header's rules the callback can be called with its data until the call returns.
                unsafe { function(user_data, stream, c_text(&text).as_ptr()) };
            }
        }
        Event::Progress { fraction, message } => {
            if let Some(Callback { function: Some(function), user_data }) = callbacks.progress {
                // SAFETY: as above.
                unsafe { function(user_data, fraction, c_text(&message).as_ptr()) };
            }
        }
        Event::Partial(payload) => {
            if let Some(Callback { function: Some(function), user_data }) = callbacks.partial {
                // SAFETY: as above.
                unsafe { function(user_data, &Data::from(payload)) };
            }
        }
        Event::Usage(usage) => {
            if let Some(Callback { function: Some(function), user_data }) = callbacks.usage {
                // SAFETY: as above.
                unsafe { function(user_data, &Usage::from(usage)) };
            }
        }
        _ => {}
    }
}

fn tell_text(callback: Option<Callback<TextCallback>>, text: &str) {
    if let Some(Callback { function: Some(function), user_data }) = callback {
        // SAFETY: by the header's rules the callback can be called with its data until the call returns.
        unsafe { function(user_data, c_text(text).as_ptr()) };
    }
}

/// As long as it lives, callbacks are called; after its end none is, on whatever thread.
pub(crate) struct Listening(Arc<Sink>);

impl Listening {
    pub(crate) fn new(callbacks: Callbacks) -> Self {
        Self(Arc::new(Sink { callbacks, is_open: Mutex::new(true) }))
    }

    pub(crate) fn sink(&self) -> Arc<dyn EventSink> {
        Arc::clone(&self.0) as Arc<dyn EventSink>
    }
}

impl Drop for Listening {
    fn drop(&mut self) {
        *self.0.is_open.lock().unwrap_or_else(PoisonError::into_inner) = false;
    }
}
