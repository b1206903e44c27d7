//! Scanning installed scientific Python, against `ruff check --select S` and Bandit in the same run.
//!
//! `SCAN_PATHS` names the folders, separated by colons, as in the `site-packages/pandas` of a virtual environment. Prints seconds
//! and ratios; `ruff` and `bandit` take part where they are on `PATH`. Bandit is slow: `SCAN_BANDIT=1` asks for it.

use omniplug_core::scanner::count_python_findings;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Instant;

const STACK: usize = 64 << 20;

fn main() {
    let paths = std::env::var("SCAN_PATHS").unwrap_or_default();
    let folders: Vec<PathBuf> =
        paths.split(':').filter(|path| !path.is_empty()).map(PathBuf::from).collect();
    if folders.is_empty() {
        println!("SCAN_PATHS names no folder: nothing to measure");
        return;
    }
    let mut files = Vec::new();
    folders.iter().for_each(|folder| python_files(folder, &mut files));
    let start = Instant::now();
    let (findings, lines) = scan(&files);
    let own = start.elapsed().as_secs_f64();
    let rate = findings as f64 * 100_000.0 / lines.max(1) as f64;
    println!(
        "omniplug    {own:8.2} s  {} files, {lines} lines, {findings} findings of medium or higher, {rate:.1} per 100,000 lines",
        files.len()
    );
    against(
        "ruff",
        &["check", "--select", "S", "--no-cache", "--isolated", "--quiet", "--exit-zero"],
        &folders,
        own,
    );
    if std::env::var_os("SCAN_BANDIT").is_some() {
        against("bandit", &["-q", "-r", "--exit-zero"], &folders, own);
    }
}

fn python_files(folder: &Path, files: &mut Vec<PathBuf>) {
    for entry in std::fs::read_dir(folder).into_iter().flatten().flatten() {
        let path = entry.path();
        match entry.file_type() {
            Ok(kind) if kind.is_dir() => python_files(&path, files),
            Ok(kind) if kind.is_file() && path.extension().is_some_and(|ending| ending == "py") => {
                files.push(path);
            }
            _ => {}
        }
    }
}

/// Findings and lines of all files, on as many threads as there are processors.
fn scan(files: &[PathBuf]) -> (usize, usize) {
    let (next, findings, lines) = (AtomicUsize::new(0), AtomicUsize::new(0), AtomicUsize::new(0));
    let work = || {
        while let Some(file) = files.get(next.fetch_add(1, Ordering::Relaxed)) {
            let Ok(text) = std::fs::read_to_string(file) else { continue };
            findings.fetch_add(count_python_findings(&text), Ordering::Relaxed);
            lines.fetch_add(text.lines().count(), Ordering::Relaxed);
        }
    };
    std::thread::scope(|scope| {
        for _ in 0..std::thread::available_parallelism().map_or(1, usize::from) {
            let thread = std::thread::Builder::new().stack_size(STACK).spawn_scoped(scope, work);
            if let Err(error) = thread {
                println!("a thread could not be started: {error}");
            }
        }
    });
    (findings.into_inner(), lines.into_inner())
}

fn against(program: &str, arguments: &[&str], folders: &[PathBuf], own: f64) {
    let start = Instant::now();
    let status = Command::new(program)
        .args(arguments)
        .args(folders)
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .status();
    let seconds = start.elapsed().as_secs_f64();
    match status {
        Ok(status) if status.success() => {
            println!("{program:11} {seconds:8.2} s  {:.2} times ours", seconds / own);
        }
        Ok(status) => println!("{program:11} ended with {status}"),
        Err(error) => println!("{program:11} not measured: {error}"),
    }
}
