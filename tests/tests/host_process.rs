//! The host's own life: killed in the middle of an execution, or on a machine without user namespaces.

#![allow(clippy::unwrap_used, clippy::panic, reason = "a test's helper ends where its means fail")]

use omniplug_tests::command::Omniplug;
use omniplug_tests::plugins::with_code;
use std::io::{BufRead, BufReader};
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

const PATIENCE: Duration = Duration::from_secs(20);

/// Prints a line and stays; `stay` replaces what is behind it.
const SLEEPS: &str = "\
import time
def execute(data):
    print('ready', flush=True)
    time.sleep(600)
";

/// Replaces the process from within a thread, which ends its promise to die with its host.
const REPLACES_ITSELF: &str = "\
import os, sys, threading, time
def execute(data):
    code = \"print('ready', flush=True); import time; time.sleep(600)\"
    thread = threading.Thread(target=os.execv, args=(sys.executable, [sys.executable, '-I', '-c', code]))
    thread.start()
    time.sleep(600)
";

/// Starts a plugin and waits for its line.
fn start(omniplug: &Omniplug, code: &str) -> Child {
    with_code(omniplug, "stays", code);
    let mut command = omniplug.command(["run", "./stays"]);
    let mut host = command.stdout(Stdio::null()).stderr(Stdio::piped()).spawn().unwrap();
    let mut lines = BufReader::new(host.stderr.take().unwrap()).lines();
    let ready = lines.by_ref().map_while(Result::ok).any(|line| line.contains("ready"));
    assert!(ready, "the plugin runs");
    host
}

/// The sandbox's process, a child of one of the host's threads.
fn sandbox_of(host: &Child) -> u32 {
    let tasks = std::fs::read_dir(format!("/proc/{}/task", host.id())).unwrap();
    let children = tasks
        .flatten()
        .filter_map(|task| std::fs::read_to_string(task.path().join("children")).ok())
        .collect::<String>();
    children.split_whitespace().next().unwrap().parse().unwrap()
}

fn is_gone(process: u32) -> bool {
    let stat = std::fs::read_to_string(format!("/proc/{process}/stat")).unwrap_or_default();
    stat.rsplit_once(')').is_none_or(|(_, rest)| rest.trim_start().starts_with('Z'))
}

fn wait_until_gone(process: u32) -> bool {
    let deadline = Instant::now() + PATIENCE;
    while Instant::now() < deadline {
        if is_gone(process) {
            return true;
        }
        std::thread::sleep(Duration::from_millis(10));
    }
    false
}

#[test]
fn a_killed_hosts_sandbox_ends_with_it() {
    let omniplug = Omniplug::new();
    let mut host = start(&omniplug, SLEEPS);
    let sandbox = sandbox_of(&host);
    assert!(!is_gone(sandbox));
    host.kill().unwrap();
    host.wait().unwrap();
    assert!(wait_until_gone(sandbox), "process {sandbox} outlives its host");
}

#[test]
fn what_outlives_its_host_is_ended_by_the_next_one() {
    if !rustix::process::geteuid().is_root() {
        println!("an ordinary user may make no control groups here: root's run tests this");
        return;
    }
    let omniplug = Omniplug::new();
    let mut host = start(&omniplug, REPLACES_ITSELF);
    let sandbox = sandbox_of(&host);
    host.kill().unwrap();
    host.wait().unwrap();
    omniplug.run(["doctor"]).ok();
    assert!(wait_until_gone(sandbox), "process {sandbox} outlives the next host's start");
}

/// As in a container with Docker's defaults: the lower grade that Landlock and the filter alone would give shows
/// the host's processes and files, so that nothing runs at all.
#[test]
fn lesson_without_namespaces_nothing_runs() {
    let omniplug = Omniplug::new();
    with_code(&omniplug, "harmless", "def execute(data):\n    return 1\n");
    let command = omniplug.command(["run", "./harmless"]);
    let script = "echo 0 > /proc/sys/user/max_user_namespaces && exec \"$@\"";
    let output = Command::new("unshare")
        .args(["--user", "--map-user=1000", "--keep-caps", "sh", "-c", script, "sh"])
        .arg(command.get_program())
        .args(command.get_args())
        .current_dir(omniplug.folder())
        .output()
        .unwrap();
    let text = String::from_utf8_lossy(&output.stderr);
    assert_eq!(output.status.code(), Some(7), "{text}");
    assert!(text.contains("can't make a process in new namespaces"), "{text}");
    assert!(text.contains("hint: ") && text.contains("omniplug doctor"), "{text}");
}
