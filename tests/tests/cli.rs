//! The command line, from install to uninstall, as a person or a script uses it.

#![allow(clippy::unwrap_used, reason = "a test's helper ends where its means fail")]

use omniplug_tests::command::Omniplug;
use omniplug_tests::plugins::{SCALER, scaler, with_code};
use serde_json::{Value, json};
use std::path::Path;

#[test]
fn a_plugin_lives_from_install_to_uninstall() {
    let omniplug = Omniplug::new();
    scaler(&omniplug, "scaler");
    let installed = omniplug.run(["install", "scaler"]).ok();
    assert_eq!(installed.stdout, "installed scaler 1.2.0\n");
    let again = omniplug.run(["install", "scaler"]).ok();
    assert_eq!(again.stdout, "scaler 1.2.0 is installed already\n");

    let list = omniplug.run(["list", "--json"]).ok().json();
    assert_eq!(list.as_array().map(Vec::len), Some(1));
    let shown = omniplug.run(["show", "scaler", "--json"]).ok().json();
    assert_eq!(shown["id"], list[0]["id"]);
    assert_eq!(shown["manifest"]["author"], "A. Author");

    omniplug.run(["config", "scaler", "offset=1"]).ok();
    assert_eq!(omniplug.run(["config", "scaler", "--json"]).ok().json(), json!({"offset": 1}));
    omniplug.write("in.json", "[1, 2.5]");
    let result = omniplug.run(["run", "scaler", "-i", "in.json", "-p", "factor=3"]).ok();
    assert_eq!(result.json(), json!([4, 8.5]));

    omniplug.run(["disable", "scaler"]).ok();
    let refused = omniplug.run(["run", "scaler", "-i", "in.json"]).expect_code(4);
    assert!(refused.stderr.contains("disabled"), "{}", refused.stderr);
    omniplug.run(["enable", "scaler"]).ok();
    omniplug.run(["run", "scaler", "-i", "in.json"]).ok();

    assert_eq!(omniplug.run(["uninstall", "scaler"]).ok().stdout, "uninstalled scaler\n");
    assert_eq!(omniplug.run(["list", "--json"]).ok().json(), json!([]));
    omniplug.run(["show", "scaler"]).expect_code(3);
    let history = omniplug.run(["history", "scaler", "--json"]).ok().json();
    assert_eq!(history.as_array().map(Vec::len), Some(2), "{history}");
}

#[test]
fn history_and_statistics_tell_how_executions_ended() {
    let omniplug = Omniplug::new();
    scaler(&omniplug, "scaler");
    omniplug.run(["install", "scaler"]).ok();
    for input in ["[1]", "[2]", "\"text\""] {
        omniplug.run_with_input(["run", "scaler", "-i", "-"], input);
    }
    let history = omniplug.run(["history", "--json"]).ok().json();
    let statuses: Vec<_> = history.as_array().unwrap().iter().map(|run| &run["status"]).collect();
    assert_eq!(statuses, ["failure", "success", "success"]);
    assert_eq!(history[1]["isolation"]["backend"], "native");
    assert_eq!(history[1]["input"]["sha256"].as_str().map(str::len), Some(64));
    let stats = omniplug.run(["stats", "scaler", "--json"]).ok().json();
    assert_eq!(stats["by_status"], json!({"failure": 1, "success": 2}));
    let rate = stats["success_rate"].as_f64().unwrap();
    assert!((rate - 2.0 / 3.0).abs() < 1e-12, "{rate}");
    for measured in ["wall_time_p50", "wall_time_p95", "peak_memory_max"] {
        assert!(stats[measured].as_f64().is_some_and(|value| value > 0.0), "{measured}: {stats}");
    }
    let failed = omniplug.run(["history", "--status", "failure", "--json"]).ok().json();
    assert_eq!(failed.as_array().map(Vec::len), Some(1));
}

#[test]
fn tables_go_in_and_out_as_csv_and_json() {
    let omniplug = Omniplug::new();
    scaler(&omniplug, "scaler");
    omniplug.write("in.csv", "x,label\n1,a\n,b\n2.5,c\n");
    omniplug.run(["run", "./scaler", "-i", "in.csv", "-o", "out.csv"]).ok();
    let out = std::fs::read_to_string(omniplug.folder().join("out.csv")).unwrap();
    let lines: Vec<_> = out.lines().collect();
    assert_eq!(lines.first(), Some(&"x,label"));
    assert_eq!(lines.len(), 4);
    assert!(lines[2].ends_with(",b"), "{out}");

    let expected = json!([
        {"x": 2.0, "label": "a"}, {"x": null, "label": "b"}, {"x": 5.0, "label": "c"}
    ]);
    let records = omniplug.run(["run", "./scaler", "-i", "in.csv"]).ok().json();
    assert_eq!(records, expected);
    let table = std::fs::read_to_string(omniplug.folder().join("in.csv")).unwrap();
    let piped = omniplug.run_with_input(["run", "./scaler", "-i", "-"], &table).ok().json();
    assert_eq!(piped, expected);

    omniplug.write("in.tsv", "x\n4.5\n");
    omniplug.run(["run", "./scaler", "-i", "in.tsv", "-o", "out.json"]).ok();
    let out = std::fs::read_to_string(omniplug.folder().join("out.json")).unwrap();
    assert_eq!(serde_json::from_str::<Value>(&out).unwrap(), json!([{"x": 9.0}]));
}

#[test]
fn tables_go_in_and_out_as_parquet_with_their_types() {
    let omniplug = Omniplug::new();
    scaler(&omniplug, "scaler");
    omniplug.write("in.csv", "x,label,day\n1,a,2024-05-01\n,b,\n2.5,,1969-12-31\n");
    omniplug.run(["run", "./scaler", "-i", "in.csv", "-o", "out.parquet"]).ok();
    let expected = json!([
        {"x": 4.0, "label": "a", "day": "2024-05-01"},
        {"x": null, "label": "b", "day": null},
        {"x": 10.0, "label": null, "day": "1969-12-31"},
    ]);
    let again = omniplug.run(["run", "./scaler", "-i", "out.parquet"]).ok();
    assert_eq!(again.json(), expected);
    std::fs::rename(omniplug.folder().join("out.parquet"), omniplug.folder().join("data")).unwrap();
    let sniffed = omniplug.run(["run", "./scaler", "-i", "data", "-o", "out.json"]).ok();
    assert_eq!(sniffed.stdout, "");
    omniplug.write("text.parquet", "x,label\n1,a\n");
    let refused = omniplug.run(["run", "./scaler", "-i", "text.parquet"]).expect_code(4);
    assert!(
        refused.stderr.contains("can't read `text.parquet`: it is no valid Parquet"),
        "{}",
        refused.stderr
    );
}

#[test]
fn several_tables_go_to_a_folder() {
    let omniplug = Omniplug::new();
    omniplug.write("in.csv", "x\n1\n2\n");
    let code = "def execute(data):\n    return {'n': 2, 'parts': [data, data]}\n";
    with_code(&omniplug, "divider", code);
    let run = ["run", "./divider", "-i", "in.csv", "-o"];
    let refused = omniplug.run(run.into_iter().chain(["out.csv"])).expect_code(4);
    assert!(refused.stderr.contains("a folder, whose name ends in `/`"), "{}", refused.stderr);
    omniplug.run(run.into_iter().chain(["out/"])).ok();
    let read =
        |name: &str| std::fs::read_to_string(omniplug.folder().join("out").join(name)).unwrap();
    let result: Value = serde_json::from_str(&read("result.json")).unwrap();
    let parts = json!([{"$table": "parts.0.csv"}, {"$table": "parts.1.csv"}]);
    assert_eq!(result, json!({"n": 2, "parts": parts}));
    assert_eq!(read("parts.1.csv"), "x\n1\n2\n");
    omniplug.run(run.into_iter().chain(["out/", "--output-format", "parquet"])).ok();
    let back = omniplug.run(["run", "./divider", "-i", "out/parts.0.parquet"]).ok().json();
    assert_eq!(back["parts"][1], json!([{"x": 1}, {"x": 2}]));
}

#[test]
fn json_tells_what_happens_meanwhile_as_lines_of_json() {
    let omniplug = Omniplug::new();
    with_code(&omniplug, "talker", "def execute(data):\n    print('working')\n    return 1\n");
    let ended = omniplug.run(["run", "./talker", "--json"]).ok();
    let events: Vec<Value> =
        ended.stderr.lines().map(|line| serde_json::from_str(line).unwrap()).collect();
    let log = json!({"event": "log", "stream": "stdout", "text": "working"});
    assert!(events.contains(&log), "{}", ended.stderr);
}

#[test]
fn a_folder_or_package_runs_without_being_installed() {
    let omniplug = Omniplug::new();
    scaler(&omniplug, "scaler");
    omniplug.run(["pack", "scaler", "-o", "scaler.tar.gz"]).ok();
    for source in ["./scaler", "scaler.tar.gz"] {
        let result = omniplug.run_with_input(["run", source, "-i", "-"], "[3]").ok();
        assert_eq!(result.json(), json!([6]), "{source}");
    }
    assert_eq!(omniplug.run(["list", "--json"]).ok().json(), json!([]));
    assert_eq!(omniplug.run(["history", "--json"]).ok().json(), json!([]));
    for folder in ["staging", "releases"] {
        assert!(is_empty(&omniplug.home().join(folder)), "{folder}");
    }
}

fn is_empty(folder: &Path) -> bool {
    std::fs::read_dir(folder).unwrap().next().is_none()
}

#[test]
fn json_prints_the_whole_record_with_result_and_log() {
    let omniplug = Omniplug::new();
    let code =
        "def execute(data):\n    print('working')\n    return {'data': 1, 'warnings': ['w']}\n";
    with_code(&omniplug, "talker", code);
    let ended = omniplug.run(["run", "./talker", "--json"]).ok();
    let record = ended.json();
    assert_eq!(record["status"], "success");
    assert_eq!(record["plugin_name"], "talker");
    assert_eq!(record["result"]["data"], 1);
    assert_eq!(record["result"]["warnings"], json!(["w"]));
    assert_eq!(record["logs"]["lines"], json!([{"stream": "stdout", "text": "working"}]));
    assert_eq!(record["isolation"]["seccomp"], true);
}

#[test]
fn exit_codes_tell_how_an_execution_ended() {
    let omniplug = Omniplug::new();
    let cases = [
        ("fails", "raise ValueError('three is too many')", 1),
        ("crashes", "import os; os._exit(3)", 1),
        ("sleeps", "import time; time.sleep(600)", 5),
        ("swallows", "x = b'1' * (1 << 40)", 6),
        ("floods", "while True: print('x' * 100000)", 6),
    ];
    for (name, line, code) in cases {
        with_code(&omniplug, name, &format!("def execute(data):\n    {line}\n"));
        omniplug.run(["run", &format!("./{name}"), "--timeout", "5s"]).expect_code(code);
    }
    let failed = omniplug.run(["run", "./fails"]).expect_code(1);
    assert!(failed.stderr.contains("ValueError: three is too many"), "{}", failed.stderr);
    assert!(failed.stderr.contains("main.py"), "the traceback names the file: {}", failed.stderr);
    omniplug.run(["run", "no_such_plugin"]).expect_code(3);
    omniplug.run(["run", "./no_such_folder"]).expect_code(3);
    omniplug.run(["run", "./fails", "--timeout", "soon"]).expect_code(2);
    omniplug.run(["no-such-command"]).expect_code(2);
}

#[test]
fn a_result_that_its_file_cannot_take_is_not_lost() {
    let omniplug = Omniplug::new();
    scaler(&omniplug, "scaler");
    omniplug.write("in.json", "[1, 2]");
    let run = ["run", "./scaler", "-i", "in.json", "-o"];
    let ended = omniplug.run(run.into_iter().chain(["out.csv"])).expect_code(4);
    assert_eq!(ended.json(), json!([2, 4]));
    let ended = omniplug.run(run.into_iter().chain(["out.csv", "--json"])).expect_code(4);
    assert_eq!(ended.json()["result"]["data"], json!([2, 4]));
    let ended = omniplug.run(run.into_iter().chain(["out.json", "--json"])).ok().json();
    assert_eq!(ended["result"].get("data"), None, "it is in the file");
    let refused = omniplug.run(run.into_iter().chain(["no/out.json"])).expect_code(3);
    assert_eq!(refused.stdout, "", "the plugin did not run");
    assert!(refused.stderr.contains("no folder `no`"), "{}", refused.stderr);
}

#[test]
fn an_entry_point_without_its_file_is_not_valid() {
    let omniplug = Omniplug::new();
    let folder = scaler(&omniplug, "scaler");
    std::fs::rename(folder.join("main.py"), folder.join("other.py")).unwrap();
    let checked = omniplug.run(["validate", "scaler", "--json"]).expect_code(4).json();
    assert_eq!(checked["errors"][0]["field"], "entry_point", "{checked}");
    assert_eq!(checked["errors"][0]["line"], 7, "{checked}");
    omniplug.run(["pack", "scaler"]).expect_code(4);
}

#[test]
fn a_wrong_call_is_refused_before_anything_runs() {
    let omniplug = Omniplug::new();
    scaler(&omniplug, "scaler");
    omniplug.run(["install", "scaler"]).ok();
    let wrong = omniplug.run_with_input(["run", "scaler", "-i", "-", "-p", "factor=much"], "[1]");
    let wrong = wrong.expect_code(4);
    assert!(wrong.stderr.contains("factor"), "{}", wrong.stderr);
    let history = omniplug.run(["history", "--json"]).ok().json();
    assert_eq!(history[0]["status"], "refused");
    assert_eq!(history[0]["usage"], Value::Null, "no sandbox started");
    omniplug.run(["config", "scaler", "offset=far"]).expect_code(4);
    omniplug.run(["config", "scaler", "unknown=1"]).expect_code(4);
}

#[test]
fn all_problems_of_a_manifest_are_shown_at_once() {
    const WRONG: [&str; 5] = ["name", "version", "language", "entry_point", "extension_points[1]"];
    let omniplug = Omniplug::new();
    omniplug.write("bad/main.py", "def execute(data): return data\n");
    omniplug.write(
        "bad/manifest.json",
        r#"{
  "name": "",
  "version": "one",
  "author": "A. Author",
  "description": "Is wrong",
  "language": "perl",
  "entry_point": "../main.py",
  "extension_points": ["analysis", "cooking"]
}"#,
    );
    let checked = omniplug.run(["validate", "bad", "--json"]).expect_code(4).json();
    assert_eq!(checked["valid"], false);
    let problems = checked["errors"].as_array().unwrap();
    for field in WRONG {
        assert!(problems.iter().any(|problem| problem["field"] == field), "{field}: {checked}");
    }
    for problem in problems {
        assert!(problem["line"].as_u64().is_some_and(|line| line > 1), "{problem}");
        assert!(problem["hint"].as_str().is_some_and(|hint| !hint.is_empty()), "{problem}");
    }
    for command in [["validate", "bad"], ["install", "bad"], ["run", "./bad"]] {
        let refused = omniplug.run(command).expect_code(4);
        for field in WRONG {
            assert!(refused.stderr.contains(field), "{command:?}: {}", refused.stderr);
        }
    }
    assert_eq!(omniplug.run(["list", "--json"]).ok().json(), json!([]));
}

#[test]
fn packing_twice_gives_the_same_bytes_and_the_package_installs() {
    let omniplug = Omniplug::new();
    let folder = scaler(&omniplug, "scaler");
    let pack = |name| omniplug.run(["pack", "scaler", "-o", name, "--json"]).ok().json();
    let first = pack("a.tar.gz");
    let code = std::fs::File::options().append(true).open(folder.join("main.py")).unwrap();
    code.set_modified(std::time::UNIX_EPOCH).unwrap();
    let second = pack("b.tar.gz");
    assert_eq!(first["sha256"], second["sha256"]);
    let read = |name| std::fs::read(omniplug.folder().join(name)).unwrap();
    assert_eq!(read("a.tar.gz"), read("b.tar.gz"));
    let valid = omniplug.run(["validate", "a.tar.gz"]).ok();
    assert_eq!(valid.stdout, "scaler 1.2.0 is valid\n");
    let installed = omniplug.run(["install", "a.tar.gz", "--json"]).ok().json();
    assert_eq!(installed["plugin"]["release"]["sha256"], first["sha256"]);
}

#[test]
fn another_release_needs_to_be_asked_for_and_keeps_the_configuration() {
    let omniplug = Omniplug::new();
    scaler(&omniplug, "scaler");
    omniplug.run(["install", "scaler"]).ok();
    omniplug.run(["config", "scaler", "offset=2"]).ok();
    omniplug.write("scaler/manifest.json", &SCALER.replace("1.2.0", "1.3.0"));
    omniplug.run(["install", "scaler"]).expect_code(4);
    let replaced = omniplug.run(["install", "scaler", "--replace"]).ok();
    assert_eq!(replaced.stdout, "replaced scaler, now 1.3.0\n");
    assert_eq!(omniplug.run(["config", "scaler", "--json"]).ok().json(), json!({"offset": 2}));
}

#[test]
fn a_run_tells_its_seed_and_how_it_began() {
    let omniplug = Omniplug::new();
    scaler(&omniplug, "scaler");
    omniplug.run(["install", "scaler"]).ok();
    omniplug.write("in.json", "[1]");
    let run = omniplug.run(["run", "scaler", "-i", "in.json", "--seed", "7", "--json"]).ok().json();
    assert_eq!((&run["seed"], &run["start"]), (&json!(7), &json!("cold")));
    assert!(run["queue_time"].as_f64().is_some_and(|seconds| seconds < 60.0), "{run}");
    let history = omniplug.run(["history", "--json"]).ok().json();
    for field in ["seed", "start", "queue_time"] {
        assert_eq!(history[0][field], run[field], "{field}");
    }
    assert!(omniplug.run(["history"]).ok().stdout.contains("WAITED"));
    let too_large = ["run", "scaler", "-i", "in.json", "--seed", "18446744073709551615"];
    omniplug.run(too_large).expect_code(4);
}

#[test]
fn many_files_each_have_a_result() {
    let omniplug = Omniplug::new();
    scaler(&omniplug, "scaler");
    omniplug.run(["install", "scaler"]).ok();
    let mut command = vec!["map".to_owned(), "scaler".to_owned()];
    for number in 0..12 {
        omniplug.write(&format!("in/{number}.json"), &format!("[{number}]"));
        command.push(format!("in/{number}.json"));
    }
    command.extend(["--output-dir", "out", "-p", "factor=3"].map(str::to_owned));
    omniplug.run(&command).ok();
    for number in 0..12 {
        let result = std::fs::read(omniplug.folder().join(format!("out/{number}.json"))).unwrap();
        assert_eq!(serde_json::from_slice::<Value>(&result).unwrap(), json!([number * 3]));
    }
    omniplug.write("in/1.json", "\"text\"");
    let failed = omniplug.run(&command).expect_code(1);
    assert!(failed.stderr.contains("in/1.json: TypeError: text"), "{}", failed.stderr);
    command.push("in/missing.json".into());
    assert!(omniplug.run(&command).expect_code(1).stderr.contains("missing.json"));
    command.push("other/1.json".into());
    omniplug.run(&command).expect_code(4);
    let history = omniplug.run(["history", "--json", "-n", "100"]).ok().json();
    assert_eq!(history.as_array().map(Vec::len), Some(36));
}

#[test]
fn a_table_is_divided_and_put_together_again() {
    let omniplug = Omniplug::new();
    scaler(&omniplug, "scaler");
    omniplug.run(["install", "scaler"]).ok();
    let lines = |factor: i64| -> String {
        (0..50).map(|row| format!("{},{}\n", row * factor, row * row * factor)).collect()
    };
    omniplug.write("in.csv", &format!("x,y\n{}", lines(1)));
    let map = ["map", "scaler", "in.csv", "--rows", "7", "-o", "out.csv"];
    omniplug.run(map).ok();
    let result = std::fs::read_to_string(omniplug.folder().join("out.csv")).unwrap();
    assert_eq!(result, format!("x,y\n{}", lines(2)));
    omniplug.run(["map", "scaler", "in.csv"]).expect_code(2);
    omniplug.run(["map", "scaler", "in.csv", "in.csv", "--rows", "7"]).expect_code(4);
    omniplug.run(["map", "nobody", "in.csv", "--rows", "7"]).expect_code(3);
}

#[test]
fn the_doctor_tells_what_this_machine_offers() {
    let omniplug = Omniplug::new();
    let checks = omniplug.run(["doctor", "--json"]).ok().json();
    let names: Vec<_> =
        checks.as_array().unwrap().iter().filter_map(|check| check["name"].as_str()).collect();
    for name in ["home folder", "database", "sandbox `native`", "language `python`"] {
        assert!(names.contains(&name), "{names:?}");
    }
}

#[test]
fn help_is_as_recorded() {
    let omniplug = Omniplug::new();
    insta::assert_snapshot!("help", omniplug.run(["--help"]).ok().stdout);
    insta::assert_snapshot!("help_run", omniplug.run(["run", "--help"]).ok().stdout);
}
