//! Programs and shells.

mod hostile;
mod programs;

use super::lookup::Sink;
pub(in crate::scanner::python) use hostile::fetches_and_runs;
use hostile::hostile;
use programs::{is_idle, is_tool, named, only_shows};

use crate::scanner::Severity;
use crate::scanner::python::flow::Origin;
use crate::scanner::python::site::{Site, Verdict, plain};
use crate::scanner::python::value::HOLE;
use crate::scanner::rules::python::command;
use ruff_python_ast::Expr;

const SHELL: &[&str] = &[
    "os.system",
    "os.popen",
    "os.popen2",
    "os.popen3",
    "os.popen4",
    "popen2.popen2",
    "popen2.popen3",
    "popen2.popen4",
    "popen2.Popen3",
    "popen2.Popen4",
    "commands.getoutput",
    "commands.getstatusoutput",
    "subprocess.getoutput",
    "subprocess.getstatusoutput",
    "asyncio.create_subprocess_shell",
    "asyncio.subprocess.create_subprocess_shell",
    "pexpect.run",
    "delegator.run",
    "delegator.chain",
    "envoy.run",
    "sarge.run",
    "sarge.capture_stdout",
    "easyprocess.EasyProcess",
    "setuptools.distutils.spawn.spawn",
    "invoke.run",
    "fabric.api.local",
    "fabric.api.run",
    "invoke.Context().run",
    "os.startfile",
    "pexpect.runu",
    "plumbum.local[]",
    "numpy.distutils.exec_command.exec_command",
    "distutils.spawn.spawn",
    "platform.popen",
    "webbrowser.open",
    "win32api.ShellExecute",
];
pub(super) const SUBPROCESS: &[&str] = &[
    "subprocess.Popen",
    "subprocess.call",
    "subprocess.check_call",
    "subprocess.check_output",
    "subprocess.run",
];
const STARTED: &[&str] = &[
    "os.execl",
    "os.execle",
    "os.execlp",
    "os.execlpe",
    "os.execv",
    "os.execve",
    "os.execvp",
    "os.execvpe",
    "os.spawnl",
    "os.spawnle",
    "os.spawnlp",
    "os.spawnlpe",
    "os.spawnv",
    "os.spawnve",
    "os.spawnvp",
    "os.spawnvpe",
    "os.posix_spawn",
    "os.posix_spawnp",
    "pty.spawn",
    "pexpect.spawn",
    "_posixsubprocess.fork_exec",
    "_winapi.CreateProcess",
    "asyncio.create_subprocess_exec",
    "asyncio.subprocess.create_subprocess_exec",
    "sh.Command",
    "sh.bash",
    "sh.sh",
    "sh.curl",
    "sh.rm",
    "sh.wget",
    "sh.nc",
    "sh.ssh",
    "sh.sudo",
    "sh.python",
    "sh.python3",
    "sh.perl",
    "sh.chmod",
    "sh.dd",
    "plumbum.cmd.bash",
    "plumbum.cmd.sh",
    "plumbum.cmd.curl",
    "plumbum.cmd.wget",
    "plumbum.cmd.rm",
    "plumbum.cmd.nc",
    "plumbum.cmd.ssh",
    "plumbum.cmd.sudo",
    "plumbum.cmd.python",
    "plumbum.cmd.chmod",
    "docker.from_env().containers.run",
    "docker.DockerClient().containers.run",
    "os.startfile",
    "ptyprocess.PtyProcess.spawn",
    "pexpect.popen_spawn.PopenSpawn",
    "multiprocessing.util.spawnv_passfds",
    "subprocess._fork_exec",
];

pub(super) const SINKS: &[Sink] = &[
    Sink { paths: SHELL, rule: &command::SHELL_COMMAND, judge: shell },
    Sink { paths: SUBPROCESS, rule: &command::SUBPROCESS_WITH_SHELL, judge: with_shell },
    Sink { paths: SUBPROCESS, rule: &command::SUBPROCESS_CALL, judge: without_shell },
    Sink { paths: STARTED, rule: &command::PROCESS_STARTED, judge: started },
    Sink {
        paths: &["*.subprocess_exec", "*.subprocess_shell"],
        rule: &command::PROCESS_STARTED,
        judge: by_loop,
    },
    Sink { paths: SHELL, rule: &command::PARTIAL_PROGRAM_PATH, judge: partial },
    Sink { paths: SUBPROCESS, rule: &command::PARTIAL_PROGRAM_PATH, judge: partial },
    Sink { paths: STARTED, rule: &command::PARTIAL_PROGRAM_PATH, judge: partial },
    Sink { paths: SHELL, rule: &command::SHELL_WILDCARD, judge: wildcard },
    Sink { paths: SUBPROCESS, rule: &command::SHELL_WILDCARD, judge: wildcard },
    Sink { paths: SHELL, rule: &command::HOSTILE_COMMAND, judge: hostile_text },
    Sink { paths: SUBPROCESS, rule: &command::HOSTILE_COMMAND, judge: hostile_text },
    Sink { paths: STARTED, rule: &command::HOSTILE_COMMAND, judge: hostile_text },
    Sink { paths: SHELL, rule: &command::PACKAGE_INSTALLED_AT_RUN_TIME, judge: installs },
    Sink { paths: SUBPROCESS, rule: &command::PACKAGE_INSTALLED_AT_RUN_TIME, judge: installs },
    Sink { paths: STARTED, rule: &command::PACKAGE_INSTALLED_AT_RUN_TIME, judge: installs },
    Sink {
        paths: &[
            "pip.main",
            "pip._internal.main",
            "pip._internal.cli.main.main",
            "ensurepip.bootstrap",
            "pip._internal.main.main",
            "setuptools.command.easy_install.main",
        ],
        rule: &command::PACKAGE_INSTALLED_AT_RUN_TIME,
        judge: plain,
    },
];

fn hostile_text(site: &Site<'_, '_>) -> Option<Verdict> {
    if shows_words(site) {
        return None;
    }
    let sketches: Vec<String> =
        site.call.arguments.args.iter().take(8).map(|expr| site.sketch(expr)).collect();
    let keyword = site.keyword("args").map(|expr| site.sketch(expr)).unwrap_or_default();
    let text = format!("{} {keyword}", sketches.join(" "));
    hostile(&text).and_then(|said| site.because(Severity::Critical, said))
}

fn command<'a>(site: &Site<'_, 'a>) -> Option<&'a Expr> {
    site.argument("args", 0).or_else(|| site.keyword("command")).or_else(|| site.keyword("cmd"))
}

/// A list of words for a program that only shows them: no shell reads them.
fn shows_words(site: &Site<'_, '_>) -> bool {
    let words = command(site).filter(|expr| matches!(expr, Expr::List(_) | Expr::Tuple(_)));
    let subprocess = SUBPROCESS.contains(&site.path) && asks_shell(site) == Some(false);
    subprocess && words.is_some_and(|words| only_shows(&site.sketch(words)))
}

/// Whether an expression is a path as it stands.
fn is_written(expr: &Expr, path: &str) -> bool {
    match expr {
        Expr::Name(name) => name.id == path,
        Expr::Attribute(attribute) => path
            .strip_suffix(attribute.attr.as_str())
            .and_then(|rest| rest.strip_suffix('.'))
            .is_some_and(|rest| is_written(&attribute.value, rest)),
        _ => false,
    }
}

/// Whether the file itself calls the function by its own name: what hides it is not judged by what it says.
fn is_direct(site: &Site<'_, '_>) -> bool {
    let written = match &*site.call.func {
        Expr::Name(name) => site.path.rsplit('.').next() == Some(name.id.as_str()),
        other => is_written(other, site.path),
    };
    written && site.nesting == 0
}

/// A constant command that only shows what anybody may see.
fn idle(site: &Site<'_, '_>, text: &str) -> bool {
    is_direct(site) && (is_idle(text) || shows_words(site))
}

fn shell(site: &Site<'_, '_>) -> Option<Verdict> {
    let Some(expr) = command(site) else { return site.plain() };
    if site.path == "webbrowser.open" {
        let address = site.sketch(expr);
        let carries = address.contains("://") && address.contains(HOLE);
        let severity = if carries { Severity::Medium } else { Severity::Low };
        return site.raised(expr, severity, Severity::Medium);
    }
    match site.text(expr) {
        Some(text) if matches!(text.trim(), "clear" | "cls" | "") => {
            site.because(Severity::Low, "that is constant")
        }
        Some(text) if idle(site, &text) => site.because(Severity::Low, "that only shows something"),
        Some(_) => site.because(Severity::Medium, "that is constant"),
        None => site.raised(expr, Severity::High, Severity::High),
    }
}

/// Whether the call asks for a shell; unknown is not.
fn asks_shell(site: &Site<'_, '_>) -> Option<bool> {
    let Some(shell) = site.keyword("shell") else {
        return Some(site.call.arguments.args.len() > 8 && site.path == "subprocess.Popen");
    };
    match shell {
        Expr::Dict(dict) => Some(!dict.items.is_empty()),
        Expr::List(list) => Some(!list.elts.is_empty()),
        shell => site.constant(shell).map(|value| value.is_true()),
    }
}

fn with_shell(site: &Site<'_, '_>) -> Option<Verdict> {
    match asks_shell(site) {
        Some(true) => {}
        Some(false) => return None,
        None => return site.because(Severity::Low, "or not, as a value says that is not known"),
    }
    let Some(expr) = command(site) else { return site.plain() };
    match site.text(expr) {
        Some(text) if idle(site, &text) => site.because(Severity::Low, "that only shows something"),
        Some(_) => site.because(Severity::Medium, "on a constant command"),
        None => site.raised(expr, Severity::High, Severity::High),
    }
}

fn without_shell(site: &Site<'_, '_>) -> Option<Verdict> {
    if asks_shell(site) == Some(true) {
        return None;
    }
    let Some(expr) = command(site) else { return site.at(Severity::Low) };
    let origin = site.origin(expr);
    let chosen =
        origin.has(Origin::INPUT) || origin.has(Origin::NETWORK) || origin.has(Origin::DECODED);
    let sketch = site.sketch(expr);
    if chosen && works_on_files(expr, &sketch) {
        return site.because(Severity::Low, "that reads files, with input from outside");
    }
    if chosen {
        return site.raised(expr, Severity::Medium, Severity::High);
    }
    if idle(site, &sketch) {
        return site.because(Severity::Low, "that only shows something");
    }
    site.at(named(&sketch).unwrap_or(Severity::Low))
}

fn started(site: &Site<'_, '_>) -> Option<Verdict> {
    let expr = site
        .call
        .arguments
        .args
        .iter()
        .find(|expr| !site.paths(expr).iter().any(|path| path.starts_with("os.P_")));
    let Some(expr) = expr else { return site.plain() };
    let sketch = site.sketch(expr);
    if idle(site, &sketch) {
        return site.because(Severity::Low, "that only shows something");
    }
    if site.path.starts_with("docker.") {
        let command = site.argument("command", 1).map(|command| site.sketch(command));
        let idle = site.text(expr).is_some() && command.is_some_and(|text| is_idle(&text));
        return site.at(if idle { Severity::Low } else { Severity::Medium });
    }
    if is_direct(site) && is_plain_program(site, &sketch) {
        return site.because(Severity::Low, "that is constant");
    }
    let low = site.path.starts_with("asyncio.");
    let unknown = if low && !expr.is_starred_expr() { Severity::Low } else { Severity::Medium };
    match site.path {
        "pty.spawn" | "_posixsubprocess.fork_exec" | "_winapi.CreateProcess" => {
            site.at(Severity::High)
        }
        _ => site.raised(expr, named(&sketch).unwrap_or(unknown), Severity::High),
    }
}

/// A list of words for a program that only works on the files it is given: no shell reads them.
fn works_on_files(expr: &Expr, sketch: &str) -> bool {
    matches!(expr, Expr::List(_) | Expr::Tuple(_)) && is_tool(sketch)
}

/// A program by its whole path, and arguments that are all constant: nobody else chooses any of it, and no folder
/// that others write is searched.
fn is_plain_program<'a>(site: &Site<'_, 'a>, path: &str) -> bool {
    let shared = ["/tmp", "/var/tmp", "/dev", "/home", "/root", "/proc"];
    let fixed = path.starts_with('/') && !shared.iter().any(|folder| path.starts_with(folder));
    let constant = |expr: &'a Expr| expr.is_starred_expr() || site.sketch_is_whole(expr);
    fixed
        && named(path).is_none()
        && site.call.arguments.keywords.is_empty()
        && site.call.arguments.args.iter().all(constant)
}

/// A program that an event loop starts: its protocol comes first.
fn by_loop(site: &Site<'_, '_>) -> Option<Verdict> {
    let expr = site.call.arguments.args.get(1)?;
    if !site.names.imports("asyncio") {
        return None;
    }
    let sketch = site.sketch(expr);
    let severity = if is_idle(&sketch) { Severity::Low } else { Severity::Medium };
    site.raised(expr, severity, Severity::High)
}

fn partial(site: &Site<'_, '_>) -> Option<Verdict> {
    let mut expr = command(site)?;
    if let Expr::List(list) = expr {
        expr = list.elts.first()?;
    }
    let text = site.text(expr)?;
    let drive = text.as_bytes().get(1) == Some(&b':');
    let partial = !text.starts_with(['/', '\\', '.']) && !drive && !text.is_empty();
    if partial { site.plain() } else { None }
}

fn wildcard(site: &Site<'_, '_>) -> Option<Verdict> {
    if site.path.starts_with("subprocess.")
        && !site.path.starts_with("subprocess.get")
        && asks_shell(site) != Some(true)
    {
        return None;
    }
    let text = site.sketch(site.first()?);
    let program = ["chown", "chmod", "tar", "rsync"].iter().any(|program| text.contains(program));
    if program && text.contains('*') { site.plain() } else { None }
}

fn installs(site: &Site<'_, '_>) -> Option<Verdict> {
    let text =
        site.call.arguments.args.iter().map(|expr| site.sketch(expr)).collect::<Vec<_>>().join(" ");
    let words: Vec<&str> = text.split_whitespace().collect();
    let manager = |word: &str| {
        matches!(
            word.rsplit('/').next(),
            Some(
                "pip"
                    | "pip3"
                    | "easy_install"
                    | "conda"
                    | "npm"
                    | "gem"
                    | "apt"
                    | "apt-get"
                    | "yum"
                    | "brew"
                    | "uv"
            )
        )
    };
    let installs = words.iter().any(|word| manager(word))
        && words.iter().any(|word| matches!(*word, "install" | "add"));
    if installs { site.plain() } else { None }
}
