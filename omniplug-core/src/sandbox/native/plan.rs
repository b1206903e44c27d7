//! Everything that an execution's process needs, made before the process is.

use super::landlock::{self, Rule};
use super::view::{DEVICES, SCRATCH, View, WORK};
use super::{cgroup::Hierarchy, seccomp};
use crate::sandbox::execution::counters::Controller;
use crate::sandbox::execution::{Identity, Program};
use crate::sandbox::{Limits, Start};
use crate::{Error, ErrorKind, Result};
use libc::c_long;
use seccompiler::BpfProgram;
use std::ffi::{CStr, CString};

/// Everything that a process needs to lock itself up. One plan serves all executions of a session.
pub(super) struct Plan {
    pub(super) view: View,
    pub(super) identity: Identity,
    pub(super) rules: Vec<Rule>,
    pub(super) filters: Vec<BpfProgram>,
    /// Resource limits: `RLIMIT_` number and value.
    pub(super) resources: Vec<(c_long, u64)>,
    pub(super) program: CString,
    pub(super) arguments: Vec<CString>,
    pub(super) variables: Vec<CString>,
    pub(super) folder: CString,
}

impl std::fmt::Debug for Plan {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Plan").field("identity", &self.identity).finish_non_exhaustive()
    }
}

impl Plan {
    pub(super) fn new(
        view: View,
        program: Program,
        limits: &Limits,
        hierarchy: &Hierarchy,
        start: Start,
    ) -> Result<Self> {
        let counted = hierarchy.has(Controller::Memory);
        let filters = seccomp::programs(counted).map_err(|error| {
            Error::new(ErrorKind::Sandbox, "can't compile the system-call filter")
                .with_source(error)
        })?;
        let text = |text: String| {
            CString::new(text).map_err(|error| {
                Error::new(ErrorKind::InvalidInput, "a program's argument holds a null byte")
                    .with_source(error)
            })
        };
        let path = text(program.path.clone())?;
        let arguments = std::iter::once(program.path).chain(program.arguments).map(text);
        let variables =
            program.variables.into_iter().map(|(name, value)| format!("{name}={value}"));
        Ok(Self {
            view,
            identity: Identity::new()?,
            rules: landlock::rules(&SCRATCH, &DEVICES),
            filters,
            resources: resources(limits, counted, start),
            program: path,
            arguments: arguments.collect::<Result<_>>()?,
            variables: variables.map(text).collect::<Result<_>>()?,
            folder: CStr::to_owned(WORK),
        })
    }
}

/// Limits of each process. They are the second fence where a control group counts the whole tree, and the
/// first where the host only watches: there data may overshoot for the moment that the watcher needs.
fn resources(limits: &Limits, counted: bool, start: Start) -> Vec<(c_long, u64)> {
    /// With 0 the kernel still hands a crash to the program that `core_pattern` pipes to, on the host and as
    /// root; with 1 it refuses both (core(5), `fs/coredump.c`).
    const NO_CORE: u64 = 1;
    const STACK: u64 = 8 << 20;
    const LOCKED: u64 = 64 << 10;
    const OVERSHOOT: u64 = 256 << 20;
    // A zygote lives for many executions, and is one process more than the plugin's own. The processes that it
    // forks limit their time themselves, before the plugin has a say.
    let (processes, processor_seconds) = match start {
        Start::Cold => (limits.processes, limits.cpu_seconds()),
        Start::Warm => (limits.processes.saturating_add(1), libc::RLIM_INFINITY),
    };
    let mut all = vec![
        (libc::RLIMIT_CORE, NO_CORE),
        (libc::RLIMIT_NOFILE, limits.open_files.into()),
        (libc::RLIMIT_FSIZE, limits.file_size),
        (libc::RLIMIT_NPROC, processes.into()),
        (libc::RLIMIT_CPU, processor_seconds),
        (libc::RLIMIT_STACK, STACK),
        (libc::RLIMIT_MEMLOCK, LOCKED),
        (libc::RLIMIT_MSGQUEUE, 0),
    ];
    if !counted {
        all.push((libc::RLIMIT_DATA, limits.memory.saturating_mul(2).saturating_add(OVERSHOOT)));
    }
    all.into_iter().map(|(resource, value)| (c_long::from(resource), value)).collect()
}
