//! Builds the native helper of the R runner, and rebuilds the library when a migration is added: both are
//! compiled into it.

use std::error::Error;
use std::path::{Path, PathBuf};

const HELPER: &str = "src/sandbox/runner/r/native";

fn main() -> Result<(), Box<dyn Error>> {
    println!("cargo:rerun-if-changed=migrations");
    println!("cargo:rerun-if-changed={HELPER}");
    let output = PathBuf::from(std::env::var("OUT_DIR")?).join("omniplug.so");
    build_helper(Path::new(HELPER), &output)
}

/// Links nothing: R's functions and the C library's are those of the process that loads the helper, so that it
/// fits an R of any version and distribution on this architecture.
fn build_helper(sources: &Path, output: &Path) -> Result<(), Box<dyn Error>> {
    let mut files = Vec::new();
    for entry in std::fs::read_dir(sources)? {
        let path = entry?.path();
        if path.extension().is_some_and(|extension| extension == "c") {
            files.push(path);
        }
    }
    files.sort();
    // The helper's flags are the same in every profile, since its content names the runner's folder.
    let compiler = cc::Build::new().cargo_metadata(false).debug(false).opt_level(2).get_compiler();
    let status = std::process::Command::new(compiler.path())
        .args(["-O2", "-std=c11", "-fPIC", "-shared", "-nostdlib", "-fno-stack-protector"])
        .args(["-fvisibility=hidden", "-Wall", "-Wextra", "-Werror", "-Wl,--build-id=none"])
        .args(files)
        .arg("-o")
        .arg(output)
        .status()?;
    if status.success() {
        Ok(())
    } else {
        Err(format!("the helper does not compile: {status}").into())
    }
}
