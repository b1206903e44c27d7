//! The program that runs a plugin: the interpreter with the runner.

use crate::sandbox::inquiry::Found;
use crate::sandbox::runner::INSIDE;
use crate::sandbox::{Language, SessionSpec, Start};
use std::collections::BTreeMap;

/// `PATH` inside.
pub(crate) const SEARCH_PATH: &str = "/usr/local/bin:/usr/bin:/bin";

/// A program to execute in a sandbox.
#[derive(Debug, Clone)]
pub(crate) struct Program {
    pub(crate) path: String,
    pub(crate) arguments: Vec<String>,
    pub(crate) variables: Vec<(String, String)>,
}

impl Program {
    /// The interpreter that was found, with the runner for a session's executions.
    pub(crate) fn new(found: &Found, spec: &SessionSpec, start: Start) -> Self {
        let (path, first) = match found.command.split_first() {
            Some((path, first)) => (path.clone(), first),
            None => (String::new(), &[] as &[String]),
        };
        let main = match spec.language {
            Language::Python => format!("{INSIDE}/main.py"),
            Language::R => format!("--file={INSIDE}/main.R"),
        };
        let mode: &[&str] = match (start, spec.language) {
            (Start::Cold, _) => &[],
            (Start::Warm, Language::Python) => &["session"],
            (Start::Warm, Language::R) => &["--args", "session"],
        };
        let arguments = first.iter().cloned().chain([main]);
        let arguments = arguments.chain(mode.iter().map(|word| (*word).to_owned()));
        let threads = (spec.limits.cpus.floor() as u32).max(1).to_string();
        let fixed = [
            ("PATH", SEARCH_PATH),
            ("HOME", "/tmp"),
            ("TMPDIR", "/tmp"),
            ("LANG", "C.UTF-8"),
            ("LC_ALL", "C.UTF-8"),
            ("USER", "plugin"),
            ("OMP_NUM_THREADS", &threads),
            ("OPENBLAS_NUM_THREADS", &threads),
            ("MKL_NUM_THREADS", &threads),
            // Arrow's allocator starts a thread with the library otherwise, which no fork could have afresh.
            ("JE_ARROW_MALLOC_CONF", "background_thread:false"),
        ];
        let mut variables: BTreeMap<String, String> =
            fixed.into_iter().map(|(name, value)| (name.to_owned(), value.to_owned())).collect();
        variables.extend(found.variables.iter().cloned());
        variables.extend(spec.variables.clone());
        Self { path, arguments: arguments.collect(), variables: variables.into_iter().collect() }
    }
}
