//! Which files are read, and as what.

use super::tree::{Tree, found};
use crate::package;
use crate::scanner::{Capability, ScanRequest, Scanner, Verdict};

const MANIFEST: &str = "== manifest.json\n{\"name\": \"x\", \"version\": \"1.0.0\", \"author\": \"A\", \
    \"description\": \"D\", \"language\": \"python\", \"entry_point\": \"run.code\"}\n";

#[tokio::test]
async fn code_is_read_wherever_it_is() {
    let cell =
        "{\"cells\": [{\"cell_type\": \"code\", \"source\": \"import os\\nos.system('x')\"}]}";
    let tree = Tree::new(&format!(
        "{MANIFEST}== run.code\nimport os\nos.system('x')\n\
         == tool\n#!/usr/bin/env python3\nimport os\nos.system('x')\n\
         == data.txt\nimport os\nos.system('x')\n\
         == notes.Rmd\nText\n```{{r}}\nsystem('x')\n```\n\
         == .Rprofile\nsystem('x')\n\
         == cells.ipynb\n{cell}\n"
    ));
    let report = tree.scan().await;
    for file in ["run.code", "tool", "data.txt", "notes.Rmd", ".Rprofile", "cells.ipynb"] {
        let has = |finding: &&crate::scanner::Finding| {
            finding.location.file.to_str() == Some(file) && !finding.rule.starts_with("PKG")
        };
        assert!(report.findings.iter().any(|it| has(&it)), "{file}: {:?}", found(&report));
    }
    let cell = report.findings.iter().find(|it| it.location.cell.is_some()).unwrap();
    assert_eq!((cell.location.cell, cell.location.line), (Some(1), 2));
    let chunk = report.findings.iter().find(|it| it.location.file.ends_with("notes.Rmd")).unwrap();
    assert_eq!((chunk.location.line, chunk.snippet.as_str()), (3, "system('x')"));
    assert!(report.capabilities.contains_key(&Capability::Process));
    assert_eq!(report.verdict, Verdict::Block);
}

#[tokio::test]
async fn a_folder_and_its_package_have_the_same_findings() {
    let text =
        format!("{MANIFEST}== run.code\nimport os\nos.system('x')\n== __pycache__/a.pyc\nx\n");
    let tree = Tree::new(&text);
    let archive = tree.path().with_file_name("x.tar.gz");
    package::pack(&tree.path(), &archive).unwrap();
    let folder = tree.scan().await;
    let packed = tree.scanner().scan(&ScanRequest::new(archive)).await.unwrap();
    assert_eq!(folder.findings, packed.findings);
    assert_eq!((folder.left_out.len(), packed.left_out.len()), (1, 0));
}

#[tokio::test]
async fn prose_and_data_are_no_source() {
    let tree =
        Tree::new("== README\nimport the data and run it\n== a.csv\nx\n== b.md\nimport os\n");
    let report = tree.scan().await;
    assert_eq!((report.totals.files, report.verdict), (0, Verdict::Pass), "{report:#?}");
}

#[tokio::test]
async fn a_manifest_is_compared_with_what_code_does() {
    let tree = Tree::new(
        "== manifest.json\n{\"permissions\": [\"network\", \"file_system\"]}\n== a.py\nx = 1\n",
    );
    let unused = found(&tree.scan().await);
    assert_eq!(unused, ["PKG025 manifest.json:1", "PKG025 manifest.json:1"]);
}

#[tokio::test]
async fn nothing_to_read_is_no_pass() {
    let tree = Tree::new("");
    assert_eq!(tree.scan().await.verdict, Verdict::CouldNotScan);
    let tree = Tree::new("== notes.md\nx\n");
    let request = ScanRequest::new(tree.path().join("notes.md"));
    assert_eq!(tree.scanner().scan(&request).await.unwrap().verdict, Verdict::CouldNotScan);
}
