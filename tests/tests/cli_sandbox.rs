//! Choosing the sandbox from the command line, with containers of the machine's own daemon.

#![expect(clippy::expect_used, reason = "a test's helper ends where its means fail")]

use omniplug_tests::command::Omniplug;
use omniplug_tests::plugins::{SCALER, scaler};
use omniplug_tests::skip::skip;
use serde_json::{Value, json};
use std::process::Command;

const IMAGE: &str = "omniplug-test-python:latest";

/// Whether containers of the tests' image can be made here; skips the test where not.
fn has_image(test: &str) -> bool {
    let found = Command::new("docker").args(["image", "inspect", IMAGE]).output();
    let found = found.is_ok_and(|output| output.status.success());
    if !found {
        skip(test, "no daemon answers that has the tests' images");
    }
    found
}

/// Runs the command with the tests' image in the sandbox that is named.
fn run_in(
    omniplug: &Omniplug,
    sandbox: &str,
    arguments: &[&str],
) -> omniplug_tests::command::Ended {
    let image = format!("python={IMAGE}");
    omniplug.run([&["--sandbox", sandbox, "--image", &image], arguments].concat())
}

fn backend_of_the_last_run(omniplug: &Omniplug) -> Value {
    omniplug.run(["history", "--json"]).ok().json()[0]["isolation"]["backend"].clone()
}

fn check<'a>(checks: &'a Value, name: &str) -> &'a Value {
    let all = checks.as_array().expect("a list of checks");
    all.iter().find(|check| check["name"] == name).unwrap_or(&Value::Null)
}

#[test]
fn a_plugin_runs_in_a_container_and_the_record_says_so() {
    if !has_image("a plugin in a container") {
        return;
    }
    let omniplug = Omniplug::new();
    scaler(&omniplug, "scaler");
    omniplug.write("in.json", "[1, 2]");
    run_in(&omniplug, "docker", &["install", "scaler"]).ok();
    let result = run_in(&omniplug, "docker", &["run", "scaler", "-i", "in.json"]).ok();
    assert_eq!(result.json(), json!([2, 4]));
    assert_eq!(backend_of_the_last_run(&omniplug), "docker");
    run_in(&omniplug, "native", &["run", "scaler", "-i", "in.json"]).ok();
    assert_eq!(backend_of_the_last_run(&omniplug), "native");
}

#[test]
fn packages_are_installed_for_the_image() {
    if !has_image("packages for an image") {
        return;
    }
    let omniplug = Omniplug::new();
    let manifest = SCALER.replace(
        "\"config\"",
        "\"dependencies\": [{\"name\": \"markupsafe\", \"type\": \"package\"}],\n  \"config\"",
    );
    omniplug.write("marked/manifest.json", &manifest);
    let code = "import markupsafe._speedups\n\
        def execute(data): return markupsafe.__file__\n";
    omniplug.write("marked/main.py", code);
    omniplug.write("in.json", "[1]");
    let result = run_in(&omniplug, "docker", &["run", "./marked", "-i", "in.json"]).ok();
    assert_eq!(result.json(), "/omniplug/environment/markupsafe/__init__.py");
}

#[test]
fn an_image_that_a_manifest_names_must_be_allowed_and_there() {
    if !has_image("an image of a manifest") {
        return;
    }
    let omniplug = Omniplug::new();
    let plugin = scaler(&omniplug, "scaler");
    let runtime = format!("\"runtime\": {{\"image\": \"{IMAGE}\"}},\n  \"config\"");
    let manifest = SCALER.replace("\"config\"", &runtime);
    std::fs::write(plugin.join("manifest.json"), manifest).expect("the manifest is written");
    omniplug.write("in.json", "[1, 2]");
    let run = ["run", "./scaler", "-i", "in.json"];
    let refused = omniplug.run([&["--sandbox", "docker"], &run[..]].concat()).expect_code(4);
    assert!(refused.stderr.contains("which this host does not allow"), "{}", refused.stderr);
    let allowed = ["--sandbox", "docker", "--allow-image", IMAGE];
    assert_eq!(omniplug.run([&allowed, &run[..]].concat()).ok().json(), json!([2, 4]));
    let native = omniplug.run([&["--allow-image", IMAGE], &run[..]].concat());
    assert_ne!(native.code, 0);
    assert!(native.stderr.contains("the native sandbox has no images"), "{}", native.stderr);
}

#[test]
fn auto_takes_what_runs_and_doctor_tells_why() {
    let omniplug = Omniplug::new();
    scaler(&omniplug, "scaler");
    omniplug.write("in.json", "[1, 2]");
    let without_docker = |arguments: &[&str]| {
        let mut command = omniplug.command(arguments);
        command.env("DOCKER_HOST", "unix:///no/such/socket").env("OMNIPLUG_SANDBOX", "auto");
        command.output().expect("the command starts")
    };
    let ran = without_docker(&["run", "./scaler", "-i", "in.json", "--json"]);
    assert!(ran.status.success(), "{}", String::from_utf8_lossy(&ran.stderr));
    let record: Value = serde_json::from_slice(&ran.stdout).expect("a record as JSON");
    assert_eq!(record["isolation"]["backend"], "native");
    let examined = without_docker(&["doctor", "--json"]);
    let checks: Value = serde_json::from_slice(&examined.stdout).expect("checks as JSON");
    let chosen = check(&checks, "sandbox chosen")["detail"].as_str().unwrap_or_default();
    assert!(chosen.starts_with("`native`: `native` has `full`; `docker` can't run"), "{checks}");
    let daemon = check(&checks, "docker daemon");
    assert_eq!((&daemon["state"], daemon["remedy"].is_string()), (&json!("warn"), true));
}

#[test]
fn doctor_fails_where_the_daemon_that_is_asked_for_does_not_answer() {
    let omniplug = Omniplug::new();
    let mut command = omniplug.command(["--sandbox", "docker", "doctor", "--json"]);
    let examined = command.env("DOCKER_HOST", "unix:///no/such/socket").output();
    let examined = examined.expect("the command starts");
    assert!(!examined.status.success());
    let checks: Value = serde_json::from_slice(&examined.stdout).expect("checks as JSON");
    let daemon = check(&checks, "docker daemon");
    assert_eq!(daemon["state"], "fail");
    assert!(daemon["detail"].as_str().is_some_and(|detail| detail.contains("/no/such/socket")));
}

#[test]
fn doctor_tells_what_the_daemon_has() {
    if !has_image("doctor and Docker") {
        return;
    }
    let omniplug = Omniplug::new();
    let checks = run_in(&omniplug, "docker", &["doctor", "--json"]).ok().json();
    for name in ["docker daemon", "docker limits", "docker security", "docker image `python`"] {
        assert!(check(&checks, name)["detail"].is_string(), "{name}: {checks}");
    }
    let python = check(&checks, "language `python`")["detail"].as_str().unwrap_or_default();
    assert!(python.ends_with(&format!("in the image `{IMAGE}`")), "{checks}");
    let gone = omniplug.run(["--sandbox", "docker", "--container-runtime", "none", "doctor"]);
    assert!(gone.stdout.contains("the daemon has no `none`"), "{}", gone.stdout);
}

#[test]
fn the_folder_that_omniscope_names_is_the_home() {
    let omniplug = Omniplug::new();
    let place = omniplug.folder().join("plugins");
    let mut command = Command::new(omniplug.command(["list"]).get_program());
    command.args(["list", "--json"]).env_remove("OMNIPLUG_HOME").env("PLUGIN_DIR", &place);
    assert!(command.output().expect("the command starts").status.success());
    assert!(place.join("omniplug.db").is_file());
}
