//! Finding the sinks of a path, and what a path is able to do.

use super::{
    clients, code, command, crypto, data, deletion, environment, files, injection, network,
    process, reach, system, transport,
};
use crate::scanner::python::site::Judge;
use crate::scanner::{Capability, Rule};
use rustc_hash::FxHashMap;
use std::sync::LazyLock;

/// Calls that a rule is about.
#[derive(Debug)]
pub(in crate::scanner::python) struct Sink {
    pub(in crate::scanner::python) paths: &'static [&'static str],
    pub(in crate::scanner::python) rule: &'static Rule,
    pub(in crate::scanner::python) judge: Judge,
}

const TABLES: &[&[Sink]] = &[
    clients::SINKS,
    code::SINKS,
    command::SINKS,
    crypto::SINKS,
    data::SINKS,
    deletion::SINKS,
    environment::SINKS,
    files::SINKS,
    injection::SINKS,
    network::SINKS,
    process::SINKS,
    reach::SINKS,
    system::SINKS,
    transport::SINKS,
];

static BY_PATH: LazyLock<FxHashMap<&'static str, Vec<&'static Sink>>> = LazyLock::new(|| {
    let mut known: FxHashMap<&'static str, Vec<&'static Sink>> = FxHashMap::default();
    for sink in TABLES.iter().copied().flatten() {
        for path in sink.paths {
            known.entry(path).or_default().push(sink);
        }
    }
    known
});

type Method = (&'static str, &'static [&'static Sink]);

static BY_METHOD: LazyLock<FxHashMap<&'static str, Method>> = LazyLock::new(|| {
    let method = |(path, sinks): (&&'static str, &'static Vec<&'static Sink>)| {
        Some((path.strip_prefix("*.")?, (*path, sinks.as_slice())))
    };
    BY_PATH.iter().filter_map(method).collect()
});

/// The sinks of a path.
pub(in crate::scanner::python) fn sinks(path: &str) -> &'static [&'static Sink] {
    BY_PATH.get(path).map_or(&[], Vec::as_slice)
}

/// The sinks of a method of anything that is not known better, with their path.
pub(in crate::scanner::python) fn methods(name: &str) -> Method {
    BY_METHOD.get(name).copied().unwrap_or(("", &[]))
}

/// Whether the path is a function that runs code or commands, or reads what does.
pub(in crate::scanner::python) fn is_dangerous(path: &str) -> bool {
    matches!(path, "exec" | "eval" | "__import__" | "compile" | "pty.spawn")
        || sinks(path).iter().any(|sink| {
            matches!(
                sink.rule.id,
                "PY201" | "PY202" | "PY205" | "PY301" | "PY302" | "PY104" | "PY105"
            ) && !path.ends_with("Popen")
                && path != "pandas.read_pickle"
        })
}

/// Modules and functions by what they are able to do; the longest prefix counts.
const CAPABILITIES: &[(&str, Capability)] = &[
    ("aiohttp", Capability::Network),
    ("asyncio.create_subprocess", Capability::Process),
    ("asyncio.open_connection", Capability::Network),
    ("boto3", Capability::Network),
    ("cffi", Capability::Native),
    ("commands.", Capability::Process),
    ("ctypes", Capability::Native),
    ("dill.load", Capability::DynamicCode),
    ("eval", Capability::DynamicCode),
    ("exec", Capability::DynamicCode),
    ("ftplib", Capability::Network),
    ("http.client", Capability::Network),
    ("http.server", Capability::Network),
    ("httpx", Capability::Network),
    ("importlib.import_module", Capability::DynamicCode),
    ("joblib.load", Capability::DynamicCode),
    ("multiprocessing", Capability::Process),
    ("open", Capability::FileRead),
    ("os.environ", Capability::Environment),
    ("os.exec", Capability::Process),
    ("os.fork", Capability::Process),
    ("os.getenv", Capability::Environment),
    ("os.makedirs", Capability::FileWrite),
    ("os.mkdir", Capability::FileWrite),
    ("os.popen", Capability::Process),
    ("os.posix_spawn", Capability::Process),
    ("os.putenv", Capability::Environment),
    ("os.spawn", Capability::Process),
    ("os.system", Capability::Process),
    ("paramiko", Capability::Network),
    ("pexpect", Capability::Process),
    ("pickle.load", Capability::DynamicCode),
    ("pty.", Capability::Process),
    ("requests.", Capability::Network),
    ("sh.", Capability::Process),
    ("shutil.copy", Capability::FileWrite),
    ("shutil.move", Capability::FileWrite),
    ("smtplib", Capability::Network),
    ("socket.", Capability::Network),
    ("socketserver", Capability::Network),
    ("subprocess.", Capability::Process),
    ("telnetlib", Capability::Network),
    ("urllib.request", Capability::Network),
    ("urllib3", Capability::Network),
    ("websocket", Capability::Network),
    ("xmlrpc", Capability::Network),
];

/// What using the path makes code able to do.
pub(in crate::scanner::python) fn capability(path: &str) -> Option<Capability> {
    let at = CAPABILITIES.partition_point(|(prefix, _)| *prefix <= path);
    let (prefix, capability) = CAPABILITIES.get(at.checked_sub(1)?)?;
    let whole = |rest: &str| {
        prefix.ends_with('.') || prefix.contains('.') || rest.is_empty() || rest.starts_with('.')
    };
    path.strip_prefix(prefix).is_some_and(whole).then_some(*capability)
}

#[cfg(test)]
mod tests {
    use super::{CAPABILITIES, capability};
    use crate::scanner::Capability;

    #[test]
    fn tells_what_a_path_can_do() {
        assert!(CAPABILITIES.is_sorted_by_key(|(prefix, _)| *prefix));
        assert_eq!(capability("requests.get"), Some(Capability::Network));
        assert_eq!(capability("os.execv"), Some(Capability::Process));
        assert_eq!(capability("eval"), Some(Capability::DynamicCode));
        assert_eq!(capability("evaluate"), None);
        assert_eq!(capability("numpy.open"), None);
    }
}
