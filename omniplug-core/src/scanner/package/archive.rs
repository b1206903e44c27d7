//! What a nested archive holds, by the names in it.

use crate::scanner::rules::package::NESTED_CODE;
use crate::scanner::walk::Entry;
use crate::scanner::{Finding, Location};
use flate2::read::MultiGzDecoder;
use std::fs::File;
use std::io::{Read, Seek, SeekFrom};

/// How many names are looked at, and how many unpacked bytes.
const MOST_NAMES: usize = 10_000;
const MOST_BYTES: u64 = 64 << 20;

/// Endings of what an interpreter or the system would run.
const CODE: &[&str] =
    &[".py", ".pyc", ".pyd", ".r", ".so", ".dll", ".dylib", ".exe", ".sh", ".pth", ".ipynb"];

/// Looks for code among the names in an archive.
pub(in crate::scanner) fn check_archive(entry: &Entry, file: &mut File) -> Option<Finding> {
    let code = in_zip(file).or_else(|| in_tar(file))?;
    let message = format!("holds code, as `{}`", code.escape_debug());
    Some(Finding::new(&NESTED_CODE, message, Location::whole(&entry.path), ""))
}

fn is_code(name: &str) -> bool {
    let name = name.to_ascii_lowercase();
    CODE.iter().any(|ending| name.ends_with(ending))
}

fn in_zip(file: &mut File) -> Option<String> {
    file.seek(SeekFrom::Start(0)).ok()?;
    let archive = zip::ZipArchive::new(file).ok()?;
    let mut names = archive.file_names().take(MOST_NAMES).filter_map(Result::ok);
    names.find(|name| is_code(name)).map(|name| name.into_owned())
}

fn in_tar(file: &mut File) -> Option<String> {
    let mut magic = [0; 2];
    file.seek(SeekFrom::Start(0)).ok()?;
    file.read_exact(&mut magic).ok()?;
    file.seek(SeekFrom::Start(0)).ok()?;
    if magic == [0x1f, 0x8b] {
        tar_names(MultiGzDecoder::new(file).take(MOST_BYTES))
    } else {
        tar_names(file.take(MOST_BYTES))
    }
}

fn tar_names(reader: impl Read) -> Option<String> {
    let mut archive = tar::Archive::new(reader);
    for entry in archive.entries().ok()?.take(MOST_NAMES) {
        let name = String::from_utf8_lossy(&entry.ok()?.path_bytes()).into_owned();
        if is_code(&name) {
            return Some(name);
        }
    }
    None
}
