//! The scenarios, through the Rust facade; each is a test.

use libtest_mimic::{Arguments, Failed, Trial};
use omniplug_tests::scenarios::replay;
use std::path::Path;
use std::process::ExitCode;

fn main() -> ExitCode {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("..");
    let root = std::env::var_os("CARGO_MANIFEST_DIR").map_or(root, |it| Path::new(&it).join(".."));
    match trials(&root) {
        Ok(trials) => libtest_mimic::run(&Arguments::from_args(), trials).exit_code(),
        Err(error) => {
            eprintln!("`tests/scenarios` can't be read: {error}");
            ExitCode::FAILURE
        }
    }
}

fn trials(root: &Path) -> std::io::Result<Vec<Trial>> {
    let mut trials = Vec::new();
    for entry in std::fs::read_dir(root.join("tests/scenarios"))? {
        let path = entry?.path();
        if path.extension().is_some_and(|ending| ending == "json") {
            let name = path.file_stem().unwrap_or_default().to_string_lossy().into_owned();
            let root = root.to_owned();
            trials.push(Trial::test(name, move || run(&root, &path)));
        }
    }
    trials.sort_by(|a, b| a.name().cmp(b.name()));
    Ok(trials)
}

fn run(root: &Path, scenario: &Path) -> Result<(), Failed> {
    let runtime = tokio::runtime::Runtime::new()?;
    let wrong = runtime.block_on(replay(root, scenario)).map_err(Failed::from)?;
    if wrong.is_empty() { Ok(()) } else { Err(wrong.join("\n").into()) }
}
