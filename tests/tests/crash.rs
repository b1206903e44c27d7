//! A host that is killed in the middle of an installation leaves a store that opens, with the plugin wholly there
//! or not at all.

#![allow(clippy::unwrap_used, clippy::panic, reason = "a test's helper ends where its means fail")]

use omniplug_tests::command::Omniplug;
use omniplug_tests::plugins::with_code;
use serde_json::{Value, json};
use std::process::Stdio;
use std::time::{Duration, Instant};

const KILLS: u32 = 24;
const FILES: u32 = 300;
/// A machine whose speed changes much between two installations needs some more attempts.
const MOST_ATTEMPTS: u32 = 4 * KILLS;

/// A plugin that tells how many of its files are there.
fn big_plugin(omniplug: &Omniplug) {
    let code = "\
import os
def execute(data):
    return len(os.listdir('/omniplug/release/data'))
";
    with_code(omniplug, "big", code);
    for number in 0..FILES {
        let content = format!("{number} ").repeat(200);
        omniplug.write(&format!("big/data/{number}.txt"), &content);
    }
    omniplug.run(["pack", "big", "-o", "big.tar.gz"]).ok();
}

/// Kills an installation after some time. Tells whether it was still at work.
fn kill_after(omniplug: &Omniplug, time: Duration) -> bool {
    let mut command = omniplug.command(["install", "big.tar.gz"]);
    let mut host = command.stdout(Stdio::null()).stderr(Stdio::null()).spawn().unwrap();
    // The moment of the kill is the point of the test, so it waits for no sign.
    std::thread::sleep(time);
    let at_work = host.try_wait().unwrap().is_none();
    host.kill().unwrap();
    host.wait().unwrap();
    at_work
}

/// Looks at what a kill left, and removes the plugin where it is there. Tells whether it was.
fn check_what_is_left(omniplug: &Omniplug) -> bool {
    let plugins = omniplug.run(["list", "--json"]).ok().json();
    let names = |folder: &str| -> Vec<String> {
        let entries = std::fs::read_dir(omniplug.home().join(folder)).unwrap();
        entries.map(|entry| entry.unwrap().file_name().into_string().unwrap()).collect()
    };
    assert_eq!(names("staging"), [""; 0], "opening sweeps what the dead host staged");
    let installed = match plugins.as_array().map(Vec::as_slice) {
        Some([]) => None,
        Some([plugin]) => Some(plugin["release"]["sha256"].as_str().unwrap().to_owned()),
        _ => panic!("{plugins}"),
    };
    assert_eq!(
        names("releases"),
        Vec::from_iter(installed.clone()),
        "a release without a row goes"
    );
    if installed.is_some() {
        let counted: Value = omniplug.run(["run", "big"]).ok().json();
        assert_eq!(counted, json!(FILES));
        omniplug.run(["uninstall", "big"]).ok();
    }
    installed.is_some()
}

#[test]
fn a_kill_in_the_middle_of_an_installation_leaves_the_plugin_there_or_not() {
    let omniplug = Omniplug::new();
    big_plugin(&omniplug);
    let started = Instant::now();
    omniplug.run(["install", "big.tar.gz"]).ok();
    let whole = started.elapsed();
    assert!(check_what_is_left(&omniplug));

    let (mut kills, mut attempts) = (0, 0);
    while kills < KILLS {
        attempts += 1;
        assert!(attempts <= MOST_ATTEMPTS, "only {kills} of {attempts} kills came in time");
        // Moments all over the installation, the last ones at its very end.
        let moment = whole.mul_f64(f64::from(attempts % KILLS + 1) / f64::from(KILLS));
        kills += u32::from(kill_after(&omniplug, moment));
        check_what_is_left(&omniplug);
    }
    omniplug.run(["install", "big.tar.gz"]).ok();
    assert!(check_what_is_left(&omniplug));
}
