//! Lays the package `omniplug_sdk` out for the wheel, from the one place where it is kept: the runner.

use std::path::Path;
use std::{env, fs, io};

const SDK: &str = "../omniplug-core/src/sandbox/runner/python/omniplug_sdk";

fn main() -> io::Result<()> {
    println!("cargo::rerun-if-changed={SDK}");
    let out = env::var_os("OUT_DIR").ok_or_else(|| io::Error::other("cargo gives no `OUT_DIR`"))?;
    let target = Path::new(&out).join("omniplug_sdk");
    if target.exists() {
        fs::remove_dir_all(&target)?;
    }
    fs::create_dir(&target)?;
    for entry in fs::read_dir(SDK)? {
        let entry = entry?;
        if entry.file_type()?.is_file() {
            fs::copy(entry.path(), target.join(entry.file_name()))?;
        }
    }
    Ok(())
}
