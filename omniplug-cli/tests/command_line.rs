//! The command as a shell meets it: exit codes, what goes to which stream, what is left on disk.

#![expect(clippy::unwrap_used, reason = "a test ends where its own means fail")]

use serde_json::{Value, json};
use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};
use tempfile::TempDir;

struct Shell {
    folder: TempDir,
}

impl Shell {
    fn new() -> Self {
        Self { folder: tempfile::tempdir().unwrap() }
    }

    fn path(&self) -> &Path {
        self.folder.path()
    }

    fn run(&self, arguments: &[&str]) -> Output {
        Command::new(env!("CARGO_BIN_EXE_omniplug"))
            .args(arguments)
            .current_dir(self.path())
            .env("OMNIPLUG_HOME", self.path().join("home"))
            .env_remove("OMNIPLUG_GRANT")
            .env_remove("OMNIPLUG_DATABASE")
            .output()
            .unwrap()
    }

    fn plugin(&self, manifest: &Value) -> PathBuf {
        let folder = self.path().join("plugin");
        fs::create_dir_all(&folder).unwrap();
        fs::write(folder.join("manifest.json"), manifest.to_string()).unwrap();
        fs::write(folder.join("main.py"), "def execute(data):\n    return data\n").unwrap();
        folder
    }
}

fn manifest() -> Value {
    json!({
        "name": "Échelle \u{1b}[31m", "version": "1.0.0", "author": "A", "description": "Scales",
        "language": "python", "entry_point": "main.py", "extension_points": ["analysis"],
    })
}

fn good() -> Value {
    let mut manifest = manifest();
    manifest["name"] = "scaler".into();
    manifest
}

fn code(output: &Output) -> i32 {
    output.status.code().unwrap()
}

fn stderr(output: &Output) -> String {
    String::from_utf8(output.stderr.clone()).unwrap()
}

#[test]
fn a_wrong_command_line_is_told_from_other_errors() {
    let shell = Shell::new();
    for wrong in [
        vec!["run"],
        vec!["run", "x", "--timeout", "soon"],
        vec!["run", "x", "--param", "novalue"],
        vec!["run", "x", "--output", "result.xlsx"],
        vec!["list", "--language", "cobol"],
        vec!["history", "--status", "fine"],
        vec!["--grant", "everything", "list"],
    ] {
        assert_eq!(code(&shell.run(&wrong)), 2, "{wrong:?}");
    }
}

#[test]
fn what_is_not_there_is_not_found_with_a_hint_and_without_a_trace() {
    let shell = Shell::new();
    for missing in [
        vec!["show", "nothing"],
        vec!["uninstall", "nothing"],
        vec!["run", "nothing"],
        vec!["history", "nothing"],
        vec!["stats", "nothing"],
        vec!["install", "nothing.tar.gz"],
        vec!["validate", "nothing"],
        vec!["run", "nothing", "--input", "missing.json"],
    ] {
        let output = shell.run(&missing);
        assert_eq!(code(&output), 3, "{missing:?} {}", stderr(&output));
        assert!(stderr(&output).starts_with("error: "), "{}", stderr(&output));
        assert!(!stderr(&output).contains("panicked"), "{}", stderr(&output));
        assert!(output.stdout.is_empty());
    }
}

#[test]
fn a_valid_plugin_is_packed_to_the_same_bytes_every_time() {
    let shell = Shell::new();
    shell.plugin(&good());
    assert_eq!(code(&shell.run(&["validate", "plugin"])), 0);
    let packed = shell.run(&["pack", "plugin", "--json"]);
    assert_eq!(code(&packed), 0, "{}", stderr(&packed));
    let answer: Value = serde_json::from_slice(&packed.stdout).unwrap();
    assert_eq!(answer["path"], "scaler-1.0.0.tar.gz");
    shell.run(&["pack", "plugin", "-o", "again.tar.gz"]);
    let read = |name: &str| fs::read(shell.path().join(name)).unwrap();
    assert_eq!(read("scaler-1.0.0.tar.gz"), read("again.tar.gz"));
    assert_eq!(code(&shell.run(&["validate", "again.tar.gz"])), 0);
}

#[test]
fn an_invalid_manifest_is_refused_with_all_that_is_wrong() {
    let shell = Shell::new();
    let mut wrong = good();
    wrong["language"] = "cobol".into();
    wrong["version"] = "first".into();
    shell.plugin(&wrong);
    let output = shell.run(&["validate", "plugin", "--json"]);
    assert_eq!(code(&output), 4);
    let answer: Value = serde_json::from_slice(&output.stdout).unwrap();
    assert_eq!(answer["valid"], false);
    let fields: Vec<&str> =
        answer["errors"].as_array().unwrap().iter().filter_map(|it| it["field"].as_str()).collect();
    assert!(fields.contains(&"language") && fields.contains(&"version"), "{fields:?}");
    assert_eq!(code(&shell.run(&["pack", "plugin"])), 4);
    assert_eq!(code(&shell.run(&["install", "plugin"])), 4);
    assert_eq!(fs::read_dir(shell.path().join("home/releases")).unwrap().count(), 0);
}

#[test]
fn a_plugin_cannot_steer_the_terminal_by_its_name() {
    let shell = Shell::new();
    shell.plugin(&manifest());
    for command in ["validate", "pack", "install"] {
        let output = shell.run(&[command, "plugin"]);
        assert!(!output.stdout.contains(&0x1b) && !output.stderr.contains(&0x1b), "{command}");
    }
}

#[test]
fn an_empty_home_lists_nothing_as_json_too() {
    let shell = Shell::new();
    for command in ["list", "history"] {
        let output = shell.run(&[command, "--json"]);
        assert_eq!(code(&output), 0, "{}", stderr(&output));
        assert_eq!(serde_json::from_slice::<Value>(&output.stdout).unwrap(), json!([]));
    }
}

#[test]
fn a_damaged_store_is_the_hosts_failure_and_the_doctor_says_so() {
    let shell = Shell::new();
    fs::create_dir(shell.path().join("home")).unwrap();
    fs::write(shell.path().join("home/omniplug.db"), vec![7; 8192]).unwrap();
    let output = shell.run(&["list"]);
    assert_eq!(code(&output), 7);
    assert!(stderr(&output).contains("hint: restore it"), "{}", stderr(&output));
    let doctor = shell.run(&["doctor", "--json"]);
    assert_eq!(code(&doctor), 7);
    let checks: Vec<Value> = serde_json::from_slice(&doctor.stdout).unwrap();
    let database = checks.iter().find(|check| check["name"] == "database").unwrap();
    assert_eq!(database["state"], "fail");
    assert!(database["remedy"].is_string());
}

#[test]
fn the_help_tells_the_exit_codes() {
    let output = Shell::new().run(&["--help"]);
    let help = String::from_utf8(output.stdout).unwrap();
    assert!(help.contains("Exit codes:") && help.contains("130"), "{help}");
}
