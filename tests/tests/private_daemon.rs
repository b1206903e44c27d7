//! The daemon that tests start for themselves does what they ask of it.

#![expect(clippy::expect_used, reason = "a test's helper ends where its means fail")]

use omniplug_tests::daemon::PrivateDaemon;
use omniplug_tests::skip::skip;
use serde_json::json;
use std::path::Path;
use std::process::{Command, Output};
use std::time::Duration;

/// Whether a daemon can be started here; skips the test where not.
fn can_start(test: &str) -> bool {
    if let Some(why) = PrivateDaemon::missing() {
        skip(test, why);
    }
    PrivateDaemon::missing().is_none()
}

fn version(arguments: &[&str]) -> Output {
    let mut command = Command::new("timeout");
    command.args(["3", "docker"]).args(arguments).args([
        "version",
        "--format",
        "{{.Server.Version}}",
    ]);
    command.output().expect("`docker` runs")
}

#[test]
fn a_private_daemon_stops_crashes_and_comes_back() {
    if !can_start("private_daemon") {
        return;
    }
    let runtime = json!({"runtimes": {"other": {"path": "/usr/bin/runc"}}});
    let mut daemon = PrivateDaemon::start_with(runtime);
    let told = daemon.docker(&["info", "--format", "{{json .Runtimes}}"]).output();
    let told = told.expect("`docker info` runs").stdout;
    assert!(String::from_utf8_lossy(&told).contains("\"other\""), "its settings count");
    let (socket, tcp) = (daemon.socket(), daemon.tcp_url());
    for address in [&socket, &tcp] {
        assert!(version(&["--host", address]).status.success(), "{address}");
    }
    assert_eq!(daemon.containers(), [] as [String; 0]);
    daemon.pause();
    assert_eq!(version(&["--host", &socket]).status.code(), Some(124), "it answers nothing");
    daemon.resume();
    assert!(version(&["--host", &socket]).status.success());
    daemon.kill();
    assert!(!version(&["--host", &socket]).status.success());
    daemon.restart();
    assert!(version(&["--host", &tcp]).status.success());
    daemon.stop();
    let folder = daemon.tls_folder().to_owned();
    drop(daemon);
    std::thread::sleep(Duration::from_millis(100));
    assert!(!folder.exists());
    assert!(!is_mentioned(&folder), "no process of it is left");
}

#[test]
fn a_private_daemon_speaks_tls_with_those_who_have_a_certificate() {
    if !can_start("private_daemon with TLS") {
        return;
    }
    let daemon = PrivateDaemon::start_with_tls();
    let tcp = daemon.tcp_url();
    assert!(!version(&["--host", &tcp]).status.success(), "nobody speaks in the clear");
    let file = |name: &str| daemon.tls_folder().join(name).display().to_string();
    let (authority, certificate, key) = (file("ca.pem"), file("cert.pem"), file("key.pem"));
    let authority = ["--host", &tcp, "--tlsverify", "--tlscacert", &authority];
    let certificate = ["--tlscert", &certificate, "--tlskey", &key];
    assert!(!version(&authority).status.success(), "nobody comes without a certificate");
    let both = version(&[&authority[..], &certificate].concat());
    assert!(both.status.success(), "{}", String::from_utf8_lossy(&both.stderr));
}

/// Whether a folder stands in the command line of a process.
fn is_mentioned(folder: &Path) -> bool {
    let folder = folder.to_str().expect("a folder as text");
    let processes = std::fs::read_dir("/proc").expect("the list of processes").flatten();
    let lines = processes.filter_map(|entry| std::fs::read(entry.path().join("cmdline")).ok());
    let mut others = lines.filter(|line| !line.starts_with(b"docker\0"));
    others.any(|line| String::from_utf8_lossy(&line).contains(folder))
}
