//! What reports look like.

use super::tree::Tree;
use crate::scanner::render::{Style, sarif, text};
use crate::scanner::{Report, rules};
use serde_json::Value;

/// One finding in a line, one in a cell of a file with a space in its name, and a file that can't be read.
fn tree() -> Tree {
    let tree = Tree::new("== a.pth\nimport os\n== d.ipynb\n{\n");
    tree.write("b c.ipynb", r#"{"cells": [{"cell_type": "code", "source": "!ls"}]}"#);
    tree
}

#[tokio::test]
async fn a_report_for_people_says_first_what_was_not_read() {
    let report = tree().scan().await;
    let plain = text(&report, Style::default());
    assert!(plain.starts_with("not read: d.ipynb is not a notebook"), "{plain}");
    assert!(plain.contains("a.pth:1:1: high PKG011"), "{plain}");
    assert!(plain.contains("     1 | import os\n       | ^\n"), "{plain}");
    assert!(plain.trim_end().ends_with("verdict: block"), "{plain}");
    assert!(!plain.contains('\x1b'));
    assert!(text(&report, Style { colour: true, all: false }).contains("\x1b[1;31m"));
}

#[tokio::test]
async fn scanned_text_cannot_steer_a_terminal() {
    let tree = Tree::new("");
    tree.write("a.pth", "import os; x = '\x1b[2J\u{202e}'\n");
    let plain = text(&tree.scan().await, Style::default());
    assert!(plain.contains("import os"), "{plain}");
    assert!(!plain.contains(['\x1b', '\u{202e}']), "{plain}");
}

#[tokio::test]
async fn what_is_found_is_shown_wherever_it_stands_in_its_line() {
    let tree = Tree::new("");
    tree.write("a.py", format!("x = 1;{}eval(input()); {}\n", " ".repeat(400), "y;".repeat(200)));
    tree.write("b.py", "if x:\n\tz = '日本\u{200b}', eval(input())\n");
    let plain = text(&tree.scan().await, Style::default());
    let shown: Vec<&str> = plain.lines().collect();
    let code = shown.iter().filter(|line| line.contains(" | "));
    assert!(code.map(|line| line.chars().count()).max() <= Some(80), "{plain}");
    let far = shown.iter().position(|line| line.contains("eval(input()); y;")).unwrap();
    assert_eq!(shown[far].find("eval"), shown[far + 1].find('^').map(|at| at + "…".len() - 1));
    let marked = "     2 | z = '日本\u{fffd}', eval(input())\n       |              ^\n";
    assert!(plain.contains(marked), "{plain}");
}

#[tokio::test]
async fn json_comes_back_as_it_went() {
    let report = tree().scan().await;
    let json = serde_json::to_string(&report).unwrap();
    assert_eq!(serde_json::from_str::<Report>(&json).unwrap(), report);
}

/// The schema of the standard, formats included.
fn schema() -> jsonschema::Validator {
    let file = std::env::var("CARGO_MANIFEST_DIR").unwrap_or(env!("CARGO_MANIFEST_DIR").into());
    let file = std::path::Path::new(&file).join("testdata/sarif/sarif-schema-2.1.0.json");
    let mut schema: Value = serde_json::from_str(&std::fs::read_to_string(file).unwrap()).unwrap();
    // A pattern with a bracket too many, for languages that no report of ours names.
    for part in ["run", "toolComponent"] {
        let language = &mut schema["definitions"][part]["properties"]["language"];
        assert!(language.as_object_mut().unwrap().remove("pattern").is_some());
    }
    jsonschema::options().should_validate_formats(true).build(&schema).unwrap()
}

#[tokio::test]
async fn sarif_is_valid_against_its_schema() {
    let schema = schema();
    let everything = Tree::new(
        "== a.py 755\nimport os\nos.system(input())  # nosec\neval(x)\n== vendor/b.R\nsystem('id')\n\
         == requirements.txt\nnumppy\n== d.ipynb\n{\n== .hidden\nx\n",
    );
    for tree in [tree(), everything, Tree::new("")] {
        let sarif = sarif(&tree.scan().await);
        let wrong: Vec<String> = schema
            .iter_errors(&sarif)
            .map(|error| format!("{}: {error}", error.instance_path()))
            .collect();
        assert!(wrong.is_empty(), "{wrong:?}");
    }
    let mut wrong = sarif(&tree().scan().await);
    wrong["runs"][0]["results"][0]["level"] = "loud".into();
    assert!(!schema.is_valid(&wrong), "the schema is not looked at");
}

/// What is in the parts that are written.
#[tokio::test]
async fn sarif_has_the_form_that_its_schema_asks_for() {
    let report = tree().scan().await;
    let sarif = sarif(&report);
    assert_eq!(sarif["version"], "2.1.0");
    let run = &sarif["runs"][0];
    let driver = &run["tool"]["driver"];
    assert!(driver["name"].is_string());
    let described = driver["rules"].as_array().unwrap();
    for rule in described {
        assert!(rules::find(rule["id"].as_str().unwrap()).is_some());
        for text in ["shortDescription", "fullDescription", "help"] {
            assert!(rule[text]["text"].is_string());
        }
        for property in ["category", "aliases", "cwe"] {
            assert!(!rule["properties"][property].is_null(), "{property}");
        }
    }
    let results = run["results"].as_array().unwrap();
    assert_eq!(results.len(), report.findings.len());
    for result in results {
        let index = result["ruleIndex"].as_u64().unwrap();
        assert_eq!(described[usize::try_from(index).unwrap()]["id"], result["ruleId"]);
        assert!(["error", "warning", "note"].contains(&result["level"].as_str().unwrap()));
        let place = &result["locations"][0]["physicalLocation"];
        assert!(!place["artifactLocation"]["uri"].as_str().unwrap().contains(' '));
        let region = &place["region"];
        assert!(region.is_null() || region["startLine"].as_u64().unwrap() >= 1);
        assert_eq!(result["suppressions"], Value::Null, "viewers hide what has some");
    }
    let invocation = &run["invocations"][0];
    assert!(invocation["executionSuccessful"].is_boolean());
    assert_eq!(invocation["toolExecutionNotifications"].as_array().unwrap().len(), 1);
}
