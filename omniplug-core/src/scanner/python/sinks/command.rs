//! Programs and shells.

use super::lookup::Sink;
use crate::scanner::Severity;
use crate::scanner::python::flow::Origin;
use crate::scanner::python::site::{Site, Verdict, plain};
use crate::scanner::python::value::{HOLE, Value};
use crate::scanner::rules::python::{command, network};
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
const SUBPROCESS: &[&str] = &[
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
    "sh.Command",
    "sh.bash",
    "sh.sh",
    "sh.curl",
    "sh.rm",
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
            "os.pidfd_send_signal",
            "signal.pidfd_send_signal",
        ],
        rule: &command::PROCESS_KILLED,
        judge: kills,
    },
    Sink { paths: SUBPROCESS, rule: &network::REVERSE_SHELL, judge: tied },
    Sink {
        paths: &["webbrowser.get", "webbrowser.register", "webbrowser.GenericBrowser"],
        rule: &command::PROCESS_STARTED,
        judge: browser,
    },
];

/// Programs of science and of building that do nothing else.
const HARMLESS: &[&str] = &[
    "git",
    "gcc",
    "g++",
    "cc",
    "make",
    "cmake",
    "Rscript",
    "R",
    "python",
    "python3",
    "dot",
    "pandoc",
    "pdflatex",
    "xelatex",
    "latex",
    "latexmk",
    "lualatex",
    "ffmpeg",
    "ffprobe",
    "convert",
    "magick",
    "samtools",
    "bcftools",
    "bwa",
    "blastn",
    "blastp",
    "gnuplot",
    "julia",
    "octave",
    "matlab",
    "nvidia-smi",
    "rustc",
    "cargo",
    "cython",
    "f2py",
    "gfortran",
    "mpirun",
    "mpiexec",
    "srun",
    "jupyter",
    "sphinx-build",
    "dvipng",
    "pdftops",
    "gs",
    "inkscape",
    "lscpu",
    "ninja",
    "meson",
    "minimap2",
    "bowtie2",
    "muscle",
    "mafft",
    "bedtools",
    "fastqc",
    "vina",
    "gmx",
    "lmp",
    "clustalo",
    "hmmsearch",
    "iqtree",
    "raxml",
    "tesseract",
    "sox",
    "swig",
    "pytest",
    "hg",
    "svn",
    "ldd",
    "clear",
    "cls",
    "stty",
    "tput",
    "fc-list",
    "kpsewhich",
    "nproc",
    "ruff",
    "black",
    "mypy",
];

/// Programs that hostile code starts.
const SUSPECT: &[&str] = &[
    "sh",
    "bash",
    "zsh",
    "dash",
    "ksh",
    "csh",
    "cmd",
    "cmd.exe",
    "powershell",
    "powershell.exe",
    "pwsh",
    "curl",
    "wget",
    "nc",
    "ncat",
    "netcat",
    "socat",
    "ssh",
    "scp",
    "sftp",
    "rsync",
    "ftp",
    "telnet",
    "whoami",
    "id",
    "uname",
    "hostname",
    "ifconfig",
    "ip",
    "netstat",
    "ss",
    "ps",
    "env",
    "printenv",
    "cat",
    "ls",
    "dir",
    "rm",
    "mv",
    "chmod",
    "chown",
    "osascript",
    "xdg-open",
    "calc",
    "calc.exe",
    "notepad",
    "notepad.exe",
    "crontab",
    "at",
    "systemctl",
    "service",
    "su",
    "sudo",
    "mount",
    "umount",
    "tcpdump",
    "nslookup",
    "dig",
    "ping",
    "find",
    "dd",
    "kill",
    "pkill",
    "killall",
    "gdb",
    "strace",
    "docker",
    "kubectl",
    "aws",
    "gcloud",
    "pip",
    "pip3",
    "npm",
    "apt",
    "apt-get",
    "yum",
    "perl",
    "ruby",
    "php",
    "node",
    "schtasks",
    "reg",
    "net",
    "wmic",
    "launchctl",
    "touch",
    "echo",
    "tar",
    "zip",
    "openssl",
    "nmap",
    "busybox",
    "nsenter",
    "unshare",
    "lsof",
    "last",
    "w",
    "who",
    "arp",
    "route",
    "iptables",
    "useradd",
    "passwd",
    "chroot",
    "xargs",
    "awk",
    "sed",
    "grep",
    "head",
    "tail",
    "cp",
    "ln",
    "mkfifo",
    "nohup",
    "setsid",
    "screen",
    "tmux",
    "watch",
    "timeout",
    "shutdown",
    "reboot",
    "halt",
    "poweroff",
    "mkfs",
    "insmod",
    "modprobe",
    "taskkill",
    "tasklist",
    "systeminfo",
    "ipconfig",
    "certutil",
    "bitsadmin",
    "mshta",
    "rundll32",
    "regsvr32",
    "date",
    "df",
    "du",
    "free",
    "top",
    "sleep",
    "true",
    "xmrig",
    "true",
    "gpg",
    "security",
    "screencapture",
    "xclip",
    "pbpaste",
    "import",
    "scrot",
];

/// Parts of commands that have no place in science.
const HOSTILE: &[&str] = &[
    "/dev/tcp/",
    "/dev/udp/",
    "nc -e",
    "ncat -e",
    "nc -l",
    "bash -i",
    "sh -i",
    "rm -rf /",
    "rm -rf ~",
    "rm -rf $home",
    "rm -rf *",
    "rm -fr /",
    "rm -rf --no-preserve-root",
    ":(){",
    "mkfs",
    "of=/dev/",
    "> /dev/sd",
    "authorized_keys",
    "/etc/shadow",
    "/etc/sudoers",
    "chmod +s",
    "chmod u+s",
    "chmod 4755",
    "useradd",
    "visudo",
    "powershell -e",
    "-encodedcommand",
    "-enc ",
    "downloadstring",
    "invoke-expression",
    "certutil -urlcache",
    "bitsadmin",
    "mshta",
    "regsvr32",
    "schtasks /create",
    "reg add",
    "net user",
    "systemctl enable",
    "insmod",
    "nsenter",
    "--privileged",
    "docker.sock",
    "xmrig",
    "stratum+tcp",
    "history -c",
    "mkfifo",
    "ld_preload",
    "shutdown",
    "vssadmin",
    "crontab",
    "base64 -d",
    "base64 --decode",
    "import socket",
    "launchctl load",
    "tcpdump",
    ".bashrc",
    "id_rsa",
    "/etc/passwd",
    "169.254.169.254",
    "socat",
    "release_agent",
    "core_pattern",
    "iptables -f",
    "setenforce",
    "pkill -9",
    "killall",
    "kill -9 -1",
    "openssl enc",
    "bash -c",
    "eval $(",
    "python -c \"import",
    "python3 -c \"import",
    "nohup",
    "&& rm ",
    "; rm ",
];

/// What makes the text of a command hostile.
pub(in crate::scanner::python) fn hostile(text: &str) -> Option<&'static str> {
    let text = text.to_lowercase();
    let fetches = ["curl ", "wget ", "iwr "].iter().any(|program| text.contains(program));
    let pipes = [
        "| sh",
        "|sh",
        "| bash",
        "|bash",
        "| python",
        "|python",
        "| sudo",
        "&& sh ",
        "; sh ",
        "&& bash",
        "; bash",
        "&& python",
        "-o- |",
        "&& chmod",
        "; chmod",
        "$(",
    ]
    .iter()
    .any(|pipe| text.contains(pipe));
    if fetches && pipes {
        return Some("that fetches and runs a script");
    }
    if fetches
        && (text.contains("--data")
            || text.contains(" -d ")
            || text.contains("-f ")
            || text.contains("--post"))
    {
        return Some("that sends data away");
    }
    HOSTILE.iter().any(|part| text.contains(part)).then_some("that has a part of hostile commands")
}

fn hostile_text(site: &Site<'_, '_>) -> Option<Verdict> {
    let sketches: Vec<String> =
        site.call.arguments.args.iter().take(8).map(|expr| site.sketch(expr)).collect();
    let keyword = site.keyword("args").map(|expr| site.sketch(expr)).unwrap_or_default();
    let text = format!("{} {keyword}", sketches.join(" "));
    hostile(&text).and_then(|said| site.because(Severity::Critical, said))
}

/// The program of a command, if its name is known.
fn program(text: &str) -> Option<&str> {
    let first = text.split_whitespace().next()?;
    let name = first.rsplit(['/', '\\']).next()?;
    (!name.contains(HOLE) && !name.is_empty()).then_some(name)
}

/// How bad it is to start what the text names.
fn named(text: &str) -> Option<Severity> {
    let program = program(text)?;
    let bare = program.trim_end_matches(|c: char| c.is_ascii_digit() || c == '.');
    if HARMLESS.contains(&program) || HARMLESS.contains(&bare) {
        return Some(Severity::Low);
    }
    SUSPECT.contains(&program).then_some(Severity::Medium)
}

fn command<'a>(site: &Site<'_, 'a>) -> Option<&'a Expr> {
    site.argument("args", 0).or_else(|| site.keyword("command")).or_else(|| site.keyword("cmd"))
}

fn shell(site: &Site<'_, '_>) -> Option<Verdict> {
    let Some(expr) = command(site) else { return site.plain() };
    if site.path == "webbrowser.open" {
        return site.raised(expr, Severity::Low, Severity::Medium);
    }
    match site.text(expr) {
        Some(text) if matches!(text.trim(), "clear" | "cls" | "") => {
            site.because(Severity::Low, "that is constant")
        }
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
    if chosen {
        return site.raised(expr, Severity::Medium, Severity::High);
    }
    let sketch = site.sketch(expr);
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
    match site.path {
        "pty.spawn" | "_posixsubprocess.fork_exec" | "_winapi.CreateProcess" => {
            site.at(Severity::High)
        }
        path if path.starts_with("os.") || path.starts_with("pexpect") => {
            let known = named(&sketch).unwrap_or(Severity::Medium);
            site.raised(expr, known, Severity::High)
        }
        _ => site.raised(expr, named(&sketch).unwrap_or(Severity::Low), Severity::High),
    }
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
