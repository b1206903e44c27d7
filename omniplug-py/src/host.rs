//! The verbs.

use crate::answer::Answer;
use crate::call::{Call, control};
use crate::error::OrRaise;
use crate::executions::Executions;
use crate::hooks::Hook;
use crate::options::builder;
use crate::request::{Details, request};
use crate::runtime::{block_on, given_up, runtime};
use crate::value::{from_python, json, json_object};
use omniplug_core::manager::{ExecutionFilter, InstallOptions, PluginFilter};
use omniplug_core::options::over;
use omniplug_core::sandbox::Control;
use omniplug_core::scanner::ScanRequest;
use omniplug_core::{Builder, Omniplug, Result};
use pyo3::prelude::*;
use pyo3::types::PyDict;
use std::future::Future;
use std::mem;
use std::path::PathBuf;
use std::process;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use tokio::runtime::Handle;
use tokio_util::sync::CancellationToken;

/// What is open, and in which process.
type Opened = Option<(u32, Omniplug)>;

/// A host that is open. In a process that was forked off it opens again at the first call, since neither the
/// database's connections nor the runtime's threads come along.
#[pyclass(frozen, module = "omniplug._native")]
pub(crate) struct Host {
    builder: Builder,
    opened: Mutex<Opened>,
}

/// A host that is being opened.
#[pyclass(frozen, module = "omniplug._native")]
pub(crate) struct Opening {
    builder: Builder,
    opened: Arc<Mutex<Opened>>,
}

fn lock(opened: &Mutex<Opened>) -> MutexGuard<'_, Opened> {
    opened.lock().unwrap_or_else(PoisonError::into_inner)
}

#[pymethods]
impl Opening {
    #[new]
    fn new(options: &Bound<'_, PyDict>, hooks: Vec<Hook>) -> PyResult<Self> {
        Ok(Self { builder: builder(options, hooks)?, opened: Arc::default() })
    }

    fn open(&self) -> Call {
        let (builder, opened) = (self.builder.clone(), Arc::clone(&self.opened));
        call(async move {
            let host = aside(move |runtime| runtime.block_on(builder.open())).await??;
            *lock(&opened) = Some((process::id(), host));
            Ok(Answer::plain(&()))
        })
    }

    /// The host, after its opening was waited for.
    fn host(&self) -> Host {
        Host { builder: self.builder.clone(), opened: Mutex::new(lock(&self.opened).take()) }
    }
}

/// A call that nothing is heard of.
fn call(answer: impl Future<Output = Result<Answer>> + Send + 'static) -> Call {
    Call::new(answer, None, CancellationToken::new())
}

/// A call whose events are kept for who waits, where somebody `listens`.
fn heard<F>(listens: bool, work: impl FnOnce(Control) -> F) -> Call
where
    F: Future<Output = Result<Answer>> + Send + 'static,
{
    let (control, events) = control(listens);
    let cancel = control.cancel.clone();
    Call::new(work(control), events, cancel)
}

/// Waits on a thread of its own, for futures that can't move between threads.
async fn aside<T: Send + 'static>(work: impl FnOnce(Handle) -> T + Send + 'static) -> Result<T> {
    let runtime = Handle::current();
    tokio::task::spawn_blocking(move || work(runtime)).await.map_err(|_| given_up())
}

impl Host {
    /// What is open in this process.
    fn facade(&self, py: Python<'_>) -> PyResult<Omniplug> {
        match &*lock(&self.opened) {
            Some((process, host)) if *process == process::id() => return Ok(host.clone()),
            _ => {}
        }
        let (builder, runtime) = (self.builder.clone(), runtime().or_raise(py)?);
        // Not under the lock: another thread may wait for it, attached to the interpreter.
        let host = py.detach(|| block_on(runtime, builder.open()).flatten()).or_raise(py)?;
        let mut opened = lock(&self.opened);
        match &*opened {
            Some((process, host)) if *process == process::id() => Ok(host.clone()),
            _ => {
                // Its threads are the parent's, so nothing of it can be ended here.
                mem::forget(opened.replace((process::id(), host.clone())));
                Ok(host)
            }
        }
    }
}

impl Host {
    /// A scan by the host's policy, but for what is given.
    fn scan_request(
        &self,
        path: PathBuf,
        given: &Bound<'_, PyDict>,
    ) -> PyResult<(Omniplug, ScanRequest)> {
        let py = given.py();
        let host = self.facade(py)?;
        let request = over(&host.scan_request(path), json(given)?, "request").or_raise(py)?;
        Ok((host, request))
    }
}

impl Drop for Host {
    fn drop(&mut self) {
        let opened = self.opened.get_mut().unwrap_or_else(PoisonError::into_inner).take();
        match opened {
            Some((process, host)) if process == process::id() => drop(host),
            foreign => mem::forget(foreign),
        }
    }
}

#[pymethods]
impl Host {
    #[pyo3(signature = (source, *, replace, disabled, listens))]
    fn install(
        &self,
        py: Python<'_>,
        source: PathBuf,
        replace: bool,
        disabled: bool,
        listens: bool,
    ) -> PyResult<Call> {
        let host = self.facade(py)?;
        let options = InstallOptions { replace, disabled };
        Ok(heard(listens, |control| async move {
            Ok(Answer::plain(&host.install(source, options, &control).await?))
        }))
    }

    fn uninstall(&self, py: Python<'_>, plugin: String) -> PyResult<Call> {
        let host = self.facade(py)?;
        Ok(call(async move { Ok(Answer::plain(&host.uninstall(&plugin).await?)) }))
    }

    fn enable(&self, py: Python<'_>, plugin: String) -> PyResult<Call> {
        let host = self.facade(py)?;
        Ok(call(async move { Ok(Answer::plain(&host.enable(&plugin).await?)) }))
    }

    fn disable(&self, py: Python<'_>, plugin: String) -> PyResult<Call> {
        let host = self.facade(py)?;
        Ok(call(async move { Ok(Answer::plain(&host.disable(&plugin).await?)) }))
    }

    fn list(&self, filter: &Bound<'_, PyDict>) -> PyResult<Call> {
        let host = self.facade(filter.py())?;
        let filter: PluginFilter = from_python(filter)?;
        Ok(call(async move { Ok(Answer::plain(&host.list(&filter).await?)) }))
    }

    fn show(&self, py: Python<'_>, plugin: String) -> PyResult<Call> {
        let host = self.facade(py)?;
        Ok(call(async move { Ok(Answer::plain(&host.show(&plugin).await?)) }))
    }

    fn configure(&self, plugin: String, changes: &Bound<'_, PyAny>) -> PyResult<Call> {
        let host = self.facade(changes.py())?;
        let changes = json_object(Some(changes))?;
        Ok(call(async move { Ok(Answer::plain(&host.configure(&plugin, changes).await?)) }))
    }

    #[pyo3(signature = (plugin, input, details, *, listens))]
    fn execute(
        &self,
        plugin: String,
        input: &Bound<'_, PyAny>,
        details: &Bound<'_, PyDict>,
        listens: bool,
    ) -> PyResult<Call> {
        let (host, request) = (self.facade(input.py())?, request(input, details)?);
        Ok(heard(listens, |control| async move {
            host.execute(&plugin, request, &control).await.map(Answer::execution)
        }))
    }

    #[pyo3(signature = (source, input, details, *, listens))]
    fn execute_source(
        &self,
        source: PathBuf,
        input: &Bound<'_, PyAny>,
        details: &Bound<'_, PyDict>,
        listens: bool,
    ) -> PyResult<Call> {
        let (host, request) = (self.facade(input.py())?, request(input, details)?);
        Ok(heard(listens, |control| async move {
            host.execute_source(source, request, &control).await.map(Answer::execution)
        }))
    }

    #[pyo3(signature = (plugin, inputs, details, *, window, listens))]
    fn execute_many(
        &self,
        plugin: &str,
        inputs: Vec<Py<PyAny>>,
        details: &Bound<'_, PyDict>,
        window: Option<usize>,
        listens: bool,
    ) -> PyResult<Executions> {
        let host = self.facade(details.py())?;
        let details = Details::read(details)?;
        Ok(Executions::begin(&host, plugin, inputs, details, window, listens))
    }

    fn executions(&self, filter: &Bound<'_, PyDict>) -> PyResult<Call> {
        let host = self.facade(filter.py())?;
        let filter: ExecutionFilter = from_python(filter)?;
        Ok(call(async move { Ok(Answer::plain(&host.executions(&filter).await?)) }))
    }

    #[pyo3(signature = (plugin))]
    fn statistics(&self, py: Python<'_>, plugin: Option<String>) -> PyResult<Call> {
        let host = self.facade(py)?;
        Ok(call(async move { Ok(Answer::plain(&host.statistics(plugin.as_deref()).await?)) }))
    }

    #[pyo3(signature = (plugin, limit))]
    fn events(&self, py: Python<'_>, plugin: Option<String>, limit: u32) -> PyResult<Call> {
        let host = self.facade(py)?;
        Ok(call(async move { Ok(Answer::plain(&host.events(plugin.as_deref(), limit).await?)) }))
    }

    fn sessions(&self, py: Python<'_>) -> PyResult<Call> {
        let host = self.facade(py)?;
        Ok(call(async move { Ok(Answer::plain(&host.sessions().await?)) }))
    }

    fn scan(&self, path: PathBuf, given: &Bound<'_, PyDict>) -> PyResult<Call> {
        let (host, request) = self.scan_request(path, given)?;
        Ok(call(async move { Ok(Answer::plain(&host.scan(&request).await?)) }))
    }

    fn audit(&self, path: PathBuf, given: &Bound<'_, PyDict>) -> PyResult<Call> {
        let (host, request) = self.scan_request(path, given)?;
        Ok(call(async move { Ok(Answer::plain(&host.audit(&request).await?)) }))
    }

    fn doctor(&self, py: Python<'_>) -> PyResult<Call> {
        let host = self.facade(py)?;
        Ok(call(async move {
            let checks = aside(move |runtime| runtime.block_on(host.doctor())).await?;
            Ok(Answer::plain(&checks))
        }))
    }

    fn close(&self, py: Python<'_>) -> PyResult<Call> {
        let host = self.facade(py)?;
        Ok(call(async move {
            host.close().await;
            Ok(Answer::plain(&()))
        }))
    }
}
