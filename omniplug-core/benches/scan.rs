//! Scanning installed scientific Python, against `ruff check --select S` and Bandit in the same run.
//!
//! `SCAN_PATHS` names the folders, separated by colons, as in the `site-packages/pandas` of a virtual environment. Prints the
//! median wall time of alternating rounds and ratios with their targets; `ruff` and `bandit` take part where they are on `PATH`.
//! Bandit takes minutes for all of it, so it is given every fortieth file, and so are we; `SCAN_BANDIT=1` gives it every file.

use omniplug_core::scanner::count_python_findings;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Instant;

const STACK: usize = 64 << 20;
const ROUNDS: usize = 5;
const RUFF: &[&str] =
    &["check", "--select", "S", "--no-cache", "--isolated", "--quiet", "--exit-zero"];

fn main() {
    let paths = std::env::var("SCAN_PATHS").unwrap_or_default();
    let folders: Vec<PathBuf> =
        paths.split(':').filter(|path| !path.is_empty()).map(PathBuf::from).collect();
    if folders.is_empty() {
        println!("SCAN_PATHS names no folder: nothing to measure");
        return;
    }
    let (mut own, mut ruff) = (Vec::new(), Vec::new());
    let mut findings = 0;
    for _ in 0..ROUNDS {
        let start = Instant::now();
        findings = scan(&files(&folders));
        own.push(start.elapsed().as_secs_f64());
        ruff.extend(timed("ruff", RUFF, &folders));
    }
    let files = files(&folders);
    let own = median(own);
    let lines = lines(&files);
    let rate = findings as f64 * 100_000.0 / lines.max(1) as f64;
    println!(
        "omniplug {own:8.2} s for {} files with {lines} lines; {findings} findings of medium or higher, {rate:.1} per \
         100,000 lines (target: at most 10)",
        files.len()
    );
    if ruff.len() == ROUNDS {
        shown("ruff", median(ruff), own, 1.0);
    }
    bandit(&files);
}

fn median(mut seconds: Vec<f64>) -> f64 {
    seconds.sort_by(f64::total_cmp);
    seconds.get(seconds.len() / 2).copied().unwrap_or_default()
}

/// Bandit and the scan on the same part of the files.
fn bandit(files: &[(u64, PathBuf)]) {
    let every = std::env::var("SCAN_BANDIT").ok().and_then(|every| every.parse().ok());
    let part: Vec<(u64, PathBuf)> =
        files.iter().step_by(every.unwrap_or(40).max(1)).cloned().collect();
    let paths: Vec<PathBuf> = part.iter().map(|(_, path)| path.clone()).collect();
    let Some(seconds) = timed("bandit", &["-q", "--exit-zero"], &paths) else { return };
    let rounds = (0..ROUNDS).map(|_| {
        let start = Instant::now();
        scan(&part);
        start.elapsed().as_secs_f64()
    });
    let own = median(rounds.collect());
    println!("omniplug {own:8.3} s for {} of the files", part.len());
    shown("bandit", seconds, own, 100.0);
}

fn shown(program: &str, seconds: f64, own: f64, target: f64) {
    println!(
        "{program:8} {seconds:8.2} s, {:.2} times ours (target: at least {target})",
        seconds / own
    );
}

/// The Python files below the folders, the largest first, so that none is left for the end.
fn files(folders: &[PathBuf]) -> Vec<(u64, PathBuf)> {
    let mut files = Vec::new();
    folders.iter().for_each(|folder| python_files(folder, &mut files));
    files.sort_by(|left, right| right.cmp(left));
    files
}

fn lines(files: &[(u64, PathBuf)]) -> usize {
    let count =
        |path: &PathBuf| std::fs::read_to_string(path).map_or(0, |text| text.lines().count());
    files.iter().map(|(_, path)| count(path)).sum()
}

fn python_files(folder: &Path, files: &mut Vec<(u64, PathBuf)>) {
    for entry in std::fs::read_dir(folder).into_iter().flatten().flatten() {
        let path = entry.path();
        match entry.file_type() {
            Ok(kind) if kind.is_dir() => python_files(&path, files),
            Ok(kind) if kind.is_file() && path.extension().is_some_and(|ending| ending == "py") => {
                files.push((entry.metadata().map_or(0, |about| about.len()), path));
            }
            _ => {}
        }
    }
}

/// Findings of medium or higher in all files, on as many threads as there are processors.
fn scan(files: &[(u64, PathBuf)]) -> usize {
    let (next, findings) = (AtomicUsize::new(0), AtomicUsize::new(0));
    let work = || {
        while let Some((_, file)) = files.get(next.fetch_add(1, Ordering::Relaxed)) {
            let Ok(text) = std::fs::read_to_string(file) else { continue };
            findings.fetch_add(count_python_findings(&text), Ordering::Relaxed);
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
    findings.into_inner()
}

/// The wall time of a program, if it could be run.
fn timed(program: &str, arguments: &[&str], paths: &[PathBuf]) -> Option<f64> {
    let mut command = Command::new(program);
    command.args(arguments).args(paths).stdout(Stdio::null()).stderr(Stdio::null());
    let start = Instant::now();
    match command.status() {
        Ok(status) if status.success() => Some(start.elapsed().as_secs_f64()),
        Ok(status) => {
            println!("{program} ended with {status}");
            None
        }
        Err(error) => {
            println!("{program} not measured: {error}");
            None
        }
    }
}
