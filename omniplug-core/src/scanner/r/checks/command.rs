//! Programs and processes.

use crate::scanner::Severity;
use crate::scanner::r::invocation::{Actual, Invocation};
use crate::scanner::r::machine::Machine;
use crate::scanner::r::value::{HOLE, Traits};
use crate::scanner::rules::r::command as rules;
use crate::scanner::rules::r::network::DOWNLOADED_CODE;

/// `system` and everything else that starts a program: the text of the command decides.
pub(super) fn starts(machine: &mut Machine<'_>, call: &Invocation) {
    let rule = match &*call.name {
        "pipe" => &rules::PIPED_COMMAND,
        "system" | "system2" | "shell" | "shell.exec" => &rules::SYSTEM_COMMAND,
        _ => &rules::PROCESS_STARTED,
    };
    let command = text_of(call);
    if is_hostile(&command) {
        let shown = shorten(&command);
        let message = format!("hostile command `{shown}` in `{}`", call.title());
        machine.report(call.node, &rules::HOSTILE_COMMAND, Severity::Critical, message);
        machine.able(crate::scanner::Capability::Process);
        return;
    }
    let traits = call.traits();
    if traits.any(Traits::FETCHED) {
        let what = "a downloaded file is started as a program";
        machine.report_call(call, &DOWNLOADED_CODE, Severity::Critical, what);
        return;
    }
    let (severity, what) = if traits.any(Traits::CHOSEN) {
        (Severity::High, "a program is started with text from outside")
    } else if call.indirect {
        (Severity::High, "a program is started by a function whose name stands elsewhere")
    } else if is_harmless(&command) {
        (Severity::Low, "a fixed program is started")
    } else if is_inner(machine, call, &command) {
        (Severity::Low, "a program is started")
    } else {
        (rule.severity, "a program is started")
    };
    machine.report_call(call, rule, severity, what);
}

/// `fread(cmd = "…")`, and its older form of a text with blanks and no line end.
pub(super) fn reads_output(machine: &mut Machine<'_>, call: &Invocation) {
    let command = |text: &str| text.contains(' ') && !text.contains(['\n', '\r']);
    let older = || {
        let known = |actual: &&Actual| actual.value.known().is_some_and(command);
        call.place(0).filter(known)
    };
    if let Some(given) = call.named("cmd").or_else(older) {
        let mut inner = call.clone();
        inner.name = "pipe".into();
        inner.arguments = vec![Actual { name: None, ..given.clone() }];
        starts(machine, &inner);
    }
}

/// Whether a command is only made inside the file, or passed to a program without a shell in between.
fn is_inner(machine: &Machine<'_>, call: &Invocation, command: &str) -> bool {
    let traits = call.traits();
    let shell =
        ["sh ", "bash ", " -c ", " -e ", "cmd ", "/c "].iter().any(|sign| command.contains(sign));
    let open = command.contains(HOLE);
    let whole = call.arguments.first().map(|first| first.value.clone()).unwrap_or_default();
    let direct =
        &*call.name != "system2" && !call.name.contains("run") && !call.name.contains("process");
    let exposed = machine.is_exposed(call.node, &whole)
        || (direct && traits.any(Traits::PARAMETER | Traits::ENVIRONMENT));
    let inner = open && (traits.any(Traits::QUOTED) || !exposed || machine.is_library());
    !shell && (inner || (machine.is_library() && machine.node(call.node).scope != 0))
}

/// The command as one line, with holes.
fn text_of(call: &Invocation) -> String {
    let all = call.arguments.iter().flat_map(|actual| {
        let texts = actual.value.patterns();
        let flag = actual.value.logical.is_some() || actual.value.numbers.is_some();
        if texts.is_empty() && flag {
            return Vec::new();
        }
        if texts.is_empty() { vec![HOLE.to_string().into()] } else { texts }
    });
    all.collect::<Vec<_>>().join(" ")
}

fn shorten(command: &str) -> String {
    command.replace(HOLE, "…").replace(['\n', '`'], " ").chars().take(60).collect()
}

/// Whether a command only asks a well-known program for something.
fn is_harmless(command: &str) -> bool {
    const PROGRAMS: &[&str] = &[
        "git",
        "uname",
        "nproc",
        "which",
        "where",
        "date",
        "R",
        "Rscript",
        "pandoc",
        "pdflatex",
        "latex",
        "make",
        "gcc",
        "clang",
        "pkg-config",
        "java",
        "python3",
        "python",
        "sysctl",
        "ver",
        "locale",
        "fc-list",
        "tput",
        "stty",
        "sw_vers",
        "lsb_release",
        "open",
        "xdg-open",
        "ldconfig",
        "dvips",
        "gs",
        "convert",
        "cmake",
    ];
    let program = command.split_whitespace().next().unwrap_or_default();
    let program = program.rsplit('/').next().unwrap_or_default();
    let composed = ["|", ";", "&", "`", "$(", "<", ">"].iter().any(|sign| command.contains(sign));
    PROGRAMS.contains(&program)
        && !composed
        && !command.contains(" -c ")
        && !command.contains(" -e ")
}

/// Whether a command fetches and runs code, opens a shell to elsewhere, deletes or reads what is not its own.
pub(super) fn is_hostile(command: &str) -> bool {
    const SIGNS: &[&str] = &[
        "/dev/tcp/",
        "/dev/udp/",
        "| sh",
        "|sh",
        "| bash",
        "|bash",
        "| /bin/",
        "|/bin/",
        "base64 -d",
        "base64 --decode",
        "base64 -D",
        "nc -",
        "ncat ",
        "netcat ",
        "socat ",
        "mkfifo ",
        "bash -i",
        "sh -i",
        "rm -rf",
        "rm -fr",
        "rm -r ",
        "rm -f",
        ":(){",
        "/etc/shadow",
        "/etc/passwd",
        "/etc/sudoers",
        "crontab",
        "chmod 777",
        "chmod +s",
        "chmod u+s",
        "chmod 4755",
        "curl ",
        "wget ",
        "dd if=",
        "mkfs",
        "nohup ",
        "sudo ",
        "powershell",
        "cmd.exe",
        "certutil",
        "reg add",
        "schtasks",
        "systemctl ",
        "useradd ",
        "authorized_keys",
        "/.ssh",
        "iptables ",
        "shutdown ",
        "reboot",
        "kill -9 ",
        "LD_PRELOAD",
        "docker ",
        "nsenter",
        "unshare ",
        "/proc/",
        "> /etc/",
        "xmrig",
        "minerd",
        "printenv",
        "perl -e",
        "ruby -e",
        "import os",
        "import socket",
        "del /",
        "format c:",
        "rundll32",
        "bitsadmin",
        "history -c",
        "tcpdump",
        "/var/run/docker",
        "strace ",
        "gdb -p",
        "at now",
        ".bashrc",
        ".profile",
        "base64 /",
        "scp ",
        "telnet ",
        "ngrok",
    ];
    let command = command.trim_start();
    let word = |sign: &str| {
        // A sign that starts with a letter is a word of its own: `nc -` is not the end of `sync -`.
        let lettered = sign.starts_with(|first: char| first.is_ascii_alphabetic());
        command.match_indices(sign).any(|(at, _)| {
            let before = command[..at].chars().next_back();
            !lettered
                || before.is_none_or(|before| !before.is_ascii_alphanumeric() && before != '_')
        })
    };
    SIGNS.iter().any(|sign| word(sign))
}

/// Forks, signals and the end of the session.
pub(super) fn process(machine: &mut Machine<'_>, call: &Invocation) {
    match &*call.name {
        "mcfork" => machine.report_call(
            call,
            &rules::PROCESS_FORKED,
            Severity::Medium,
            "the process is forked",
        ),
        "mcparallel" => {
            machine.report_call(
                call,
                &rules::PROCESS_FORKED,
                Severity::Low,
                "the process is forked",
            );
        }
        "quit" | "q" => {
            let skips = call.value("runLast").is_some_and(|value| value.is_false());
            let severity = if skips || call.indirect { Severity::Medium } else { Severity::Low };
            machine.report_call(call, &rules::SESSION_ENDED, severity, "the session is ended");
        }
        _ => machine.report_call(
            call,
            &rules::PROCESS_KILLED,
            rules::PROCESS_KILLED.severity,
            "a process is sent a signal",
        ),
    }
}

/// Packages that are installed while the code runs.
pub(super) fn installs(machine: &mut Machine<'_>, call: &Invocation) {
    let passes_on = call.traits().any(Traits::PARAMETER) && !call.traits().any(Traits::INPUT);
    let severity = if passes_on { Severity::Low } else { Severity::Medium };
    machine.report_call(call, &rules::PACKAGE_INSTALLED, severity, "a package is installed");
}
