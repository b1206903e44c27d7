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
    assert!(plain.contains("     1 | import os"), "{plain}");
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
async fn json_comes_back_as_it_went() {
    let report = tree().scan().await;
    let json = serde_json::to_string(&report).unwrap();
    assert_eq!(serde_json::from_str::<Report>(&json).unwrap(), report);
}

/// What the schema of SARIF 2.1.0 asks of the parts that are written.
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
