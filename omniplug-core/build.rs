//! Builds the native helper of the R runner and the first process of containers, and rebuilds the library when a
//! migration is added: all are compiled into it.

use std::error::Error;
use std::path::{Path, PathBuf};

const HELPER: &str = "src/sandbox/runner/r/native";
const BOOT: &str = "src/sandbox/docker/boot";

/// The helper links nothing: R's functions and the C library's are those of the process that loads it, so that it
/// fits an R of any version and distribution on this architecture.
const SHARED: &[&str] = &["-fPIC", "-shared", "-fvisibility=hidden"];

/// The boot program has no C library, so that it runs in any image.
const ALONE: &[&str] = &["-static", "-ffreestanding", "-fno-pie", "-no-pie", "-Wl,-z,noexecstack"];

fn main() -> Result<(), Box<dyn Error>> {
    println!("cargo:rerun-if-changed=migrations");
    println!("cargo:rerun-if-changed={HELPER}");
    println!("cargo:rerun-if-changed={BOOT}");
    let output = PathBuf::from(std::env::var("OUT_DIR")?);
    compile(Path::new(HELPER), SHARED, &output.join("omniplug.so"))?;
    compile(Path::new(BOOT), ALONE, &output.join("boot"))
}

/// Compiles all C files of a folder into one program. The flags are the same in every profile, since the programs'
/// content names the runner's folder.
fn compile(sources: &Path, flags: &[&str], output: &Path) -> Result<(), Box<dyn Error>> {
    let mut files = Vec::new();
    for entry in std::fs::read_dir(sources)? {
        let path = entry?.path();
        if path.extension().is_some_and(|extension| extension == "c") {
            files.push(path);
        }
    }
    files.sort();
    let compiler = cc::Build::new().cargo_metadata(false).debug(false).opt_level(2).get_compiler();
    let status = std::process::Command::new(compiler.path())
        .args(["-O2", "-std=c11", "-nostdlib", "-fno-stack-protector"])
        .args(["-Wall", "-Wextra", "-Werror", "-Wl,--build-id=none"])
        .args(flags)
        .args(files)
        .arg("-o")
        .arg(output)
        .status()?;
    if status.success() {
        Ok(())
    } else {
        Err(format!("`{}` does not compile: {status}", sources.display()).into())
    }
}
