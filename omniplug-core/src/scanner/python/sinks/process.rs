//! Processes: forked, killed, tied to a connection, started elsewhere.

use super::command::SUBPROCESS;
use super::lookup::Sink;
use crate::scanner::Severity;
use crate::scanner::python::site::{Site, Verdict};
use crate::scanner::python::value::{HOLE, Value};
use crate::scanner::rules::python::{command, network};

pub(super) const SINKS: &[Sink] = &[
    Sink {
        paths: &[
            "paramiko.SSHClient().exec_command",
            "*.exec_command",
            "*.invoke_shell",
            "fabric.Connection().run",
            "fabric.Connection().sudo",
            "paramiko.Transport().open_session().exec_command",
        ],
        rule: &command::REMOTE_COMMAND,
        judge: remote,
    },
    Sink {
        paths: &["os.fork", "os.forkpty", "pty.fork"],
        rule: &command::PROCESS_FORKED,
        judge: forks,
    },
    Sink {
        paths: &[
            "os.kill",
            "os.killpg",
            "signal.pthread_kill",
            "psutil.Process().kill",
            "psutil.Process().terminate",
            "psutil.process_iter()[].kill",
            "psutil.process_iter()[].terminate",
            "psutil.process_iter()[].suspend",
            "os.pidfd_send_signal",
            "signal.pidfd_send_signal",
        ],
        rule: &command::PROCESS_KILLED,
        judge: kills,
    },
    Sink { paths: SUBPROCESS, rule: &network::REVERSE_SHELL, judge: tied },
    Sink {
        paths: &["pydoc.pipepager", "pydoc.tempfilepager", "multiprocessing.set_executable"],
        rule: &command::PROCESS_STARTED,
        judge: chooses,
    },
    Sink {
        paths: &["webbrowser.get", "webbrowser.register", "webbrowser.GenericBrowser"],
        rule: &command::PROCESS_STARTED,
        judge: browser,
    },
];

fn remote(site: &Site<'_, '_>) -> Option<Verdict> {
    if site.path.starts_with('*')
        && !["paramiko", "fabric", "netmiko", "asyncssh"]
            .iter()
            .any(|module| site.names.imports(module))
    {
        return None;
    }
    site.plain()
}

fn forks(site: &Site<'_, '_>) -> Option<Verdict> {
    if site.endless { site.because(Severity::Critical, "without end") } else { site.plain() }
}

fn kills(site: &Site<'_, '_>) -> Option<Verdict> {
    let target = site.first();
    let constant = target.and_then(|expr| site.constant(expr));
    let parent =
        target.is_some_and(|expr| site.paths(expr).iter().any(|path| path == "os.getppid()"));
    match constant {
        Some(Value::Int(_)) => site.at(Severity::High),
        _ if parent => site.because(Severity::High, "to the parent"),
        _ => {
            let own = target
                .is_some_and(|expr| site.paths(expr).iter().any(|path| path == "os.getpid()"));
            site.at(if own { Severity::Low } else { Severity::Medium })
        }
    }
}

/// A command that shows a text, or stands for the interpreter.
fn chooses(site: &Site<'_, '_>) -> Option<Verdict> {
    site.at(Severity::Medium)
}

/// A command that is given as a browser.
fn browser(site: &Site<'_, '_>) -> Option<Verdict> {
    let text = site.sketch(site.first()?);
    if text.contains("%s") || text.contains(HOLE) { site.at(Severity::Medium) } else { None }
}

/// A program whose streams are a connection.
fn tied(site: &Site<'_, '_>) -> Option<Verdict> {
    let tied = ["stdin", "stdout", "stderr"].iter().filter_map(|stream| site.keyword(stream));
    let socket = |expr| site.paths(expr).iter().any(|path| path.starts_with("socket."));
    if tied.into_iter().any(socket) { site.plain() } else { None }
}
