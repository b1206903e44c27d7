//! The embedded files and their installation.

use crate::error::PathContext;
use crate::hex::hex;
use crate::sandbox::Interpreter;
use crate::{Error, ErrorKind, Result};
use sha2::{Digest, Sha256};
use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

/// Where the runner's folder is shown inside a sandbox.
pub const INSIDE: &str = "/omniplug/runner";
/// Where the release's files are shown inside a sandbox.
pub const RELEASE: &str = "/omniplug/release";

macro_rules! embedded {
    ($($path:literal <- $source:literal),+ $(,)?) => {
        &[$(($path, include_bytes!($source))),+]
    };
}

/// Path in the installed folder, and content.
const FILES: &[(&str, &[u8])] = embedded![
    "main.py" <- "python/main.py",
    "omniplug_runner/__init__.py" <- "python/omniplug_runner/__init__.py",
    "omniplug_runner/calling.py" <- "python/omniplug_runner/calling.py",
    "omniplug_runner/child.py" <- "python/omniplug_runner/child.py",
    "omniplug_runner/columns.py" <- "python/omniplug_runner/columns.py",
    "omniplug_runner/dry_run.py" <- "python/omniplug_runner/dry_run.py",
    "omniplug_runner/errors.py" <- "python/omniplug_runner/errors.py",
    "omniplug_runner/events.py" <- "python/omniplug_runner/events.py",
    "omniplug_runner/files.py" <- "python/omniplug_runner/files.py",
    "omniplug_runner/leftovers.py" <- "python/omniplug_runner/leftovers.py",
    "omniplug_runner/loading.py" <- "python/omniplug_runner/loading.py",
    "omniplug_runner/lockdown.py" <- "python/omniplug_runner/lockdown.py",
    "omniplug_runner/randomness.py" <- "python/omniplug_runner/randomness.py",
    "omniplug_runner/rehearsal.py" <- "python/omniplug_runner/rehearsal.py",
    "omniplug_runner/results.py" <- "python/omniplug_runner/results.py",
    "omniplug_runner/run.py" <- "python/omniplug_runner/run.py",
    "omniplug_runner/script.py" <- "python/omniplug_runner/script.py",
    "omniplug_runner/session.py" <- "python/omniplug_runner/session.py",
    "omniplug_runner/tables.py" <- "python/omniplug_runner/tables.py",
    "omniplug_runner/values.py" <- "python/omniplug_runner/values.py",
    "omniplug_runner/wire.py" <- "python/omniplug_runner/wire.py",
    "sdk/omniplug_sdk/__init__.py" <- "python/omniplug_sdk/__init__.py",
    "sdk/omniplug_sdk/plugin.py" <- "python/omniplug_sdk/plugin.py",
    "sdk/omniplug_sdk/py.typed" <- "python/omniplug_sdk/py.typed",
    "sdk/omniplug_sdk/telling.py" <- "python/omniplug_sdk/telling.py",
    "sdk/omniplug_sdk/trying.py" <- "python/omniplug_sdk/trying.py",
    "main.R" <- "r/main.R",
    "r/calling.R" <- "r/calling.R",
    "r/failure.R" <- "r/failure.R",
    "r/json.R" <- "r/json.R",
    "r/loading.R" <- "r/loading.R",
    "r/native.R" <- "r/native.R",
    "r/reply.R" <- "r/reply.R",
    "r/run.R" <- "r/run.R",
    "r/script.R" <- "r/script.R",
    "r/sdk.R" <- "r/sdk.R",
    "r/sdk/omniplug_sdk.R" <- "r/sdk/omniplug_sdk.R",
    "r/seed.R" <- "r/seed.R",
    "r/session.R" <- "r/session.R",
    "r/tables.R" <- "r/tables.R",
    "r/values.R" <- "r/values.R",
    "r/wire.R" <- "r/wire.R",
];

/// The native helper of the R runner, which `build.rs` builds.
const HELPER: (&str, &[u8]) =
    ("r/omniplug.so", include_bytes!(concat!(env!("OUT_DIR"), "/omniplug.so")));

/// The first process of containers, which `build.rs` builds.
const BOOT: (&str, &[u8]) = ("boot", include_bytes!(concat!(env!("OUT_DIR"), "/boot")));

fn files() -> impl Iterator<Item = (&'static str, &'static [u8])> {
    FILES.iter().copied().chain([HELPER, BOOT])
}

/// Writes the runner's files into `<root>/<digest of the files>/` and answers that folder.
///
/// The folder appears whole or not at all. Where it is there already, nothing is written. Several processes
/// may install at once.
///
/// # Errors
/// [`Storage`](ErrorKind::Storage) when the folder can't be written.
pub fn install(root: &Path) -> Result<PathBuf> {
    let folder = root.join(digest());
    if folder.is_dir() {
        return Ok(folder);
    }
    fs::create_dir_all(root).at(ErrorKind::Storage, "create", root)?;
    let fresh = tempfile::Builder::new().prefix(".runner-").tempdir_in(root).at(
        ErrorKind::Storage,
        "create a folder in",
        root,
    )?;
    for (path, content) in files() {
        write(&fresh.path().join(path), content)?;
    }
    permit(&fresh.path().join(BOOT.0), 0o755)?;
    readable(fresh.path())?;
    match fs::rename(fresh.path(), &folder) {
        Ok(()) => {
            // It has moved; there is nothing left to remove under the old name.
            let _ = fresh.keep();
            Ok(folder)
        }
        // Another process was faster, with the same files.
        Err(_) if folder.is_dir() => Ok(folder),
        Err(error) => Err(error).at(ErrorKind::Storage, "create", &folder),
    }
}

/// Compiles the installed Python files for one interpreter, beside them in `__pycache__`.
///
/// The compiled files are found by every later start of the same Python version; without them each start
/// compiles the runner again, which costs about as much as the bare start of the interpreter. They are
/// never checked against their sources, which is right for files that don't change.
///
/// # Errors
/// [`Unavailable`](ErrorKind::Unavailable) when the interpreter can't be run or fails.
pub fn precompile(folder: &Path, interpreter: &Interpreter) -> Result<()> {
    let (package, python) = (folder.join("omniplug_runner"), &interpreter.executable);
    if is_compiled(&package, interpreter) {
        return Ok(());
    }
    let output = Command::new(python)
        .args(["-I", "-m", "compileall", "-q", "--invalidation-mode", "unchecked-hash"])
        .args([&package, &folder.join("sdk")])
        .stdin(Stdio::null())
        .output()
        .at(ErrorKind::Unavailable, "run", python)?;
    if output.status.success() {
        return Ok(());
    }
    Err(Error::new(
        ErrorKind::Unavailable,
        format!(
            "`{}` can't compile the runner's files: {}",
            python.display(),
            String::from_utf8_lossy(&output.stderr).trim()
        ),
    )
    .with_hint("the runner needs Python 3.8 or later"))
}

/// Whether the last of the files that an interpreter compiles is there, as in `wire.cpython-311.pyc`.
fn is_compiled(package: &Path, interpreter: &Interpreter) -> bool {
    let Ok(compiled) = fs::read_dir(package.join("__pycache__")) else {
        return false;
    };
    compiled.flatten().any(|file| {
        let name = file.file_name();
        let tag = name.to_str().and_then(|name| name.strip_prefix("wire.")?.strip_suffix(".pyc"));
        tag.is_some_and(|tag| interpreter.abi.starts_with(tag))
    })
}

/// A digest of all paths and contents: another version of the runner gets another folder.
fn digest() -> String {
    let mut hash = Sha256::new();
    for (path, content) in files() {
        for part in [path.as_bytes(), content] {
            hash.update((part.len() as u64).to_le_bytes());
            hash.update(part);
        }
    }
    let mut name = hex(hash.finalize());
    name.truncate(32);
    name
}

fn write(path: &Path, content: &[u8]) -> Result<()> {
    if let Some(folder) = path.parent() {
        fs::create_dir_all(folder).at(ErrorKind::Storage, "create", folder)?;
        readable(folder)?;
    }
    fs::write(path, content).at(ErrorKind::Storage, "write", path)?;
    permit(path, 0o644)
}

/// A sandbox's user is not the host's, so others must be able to read.
fn readable(folder: &Path) -> Result<()> {
    permit(folder, 0o755)
}

fn permit(path: &Path, mode: u32) -> Result<()> {
    use std::os::unix::fs::PermissionsExt;

    fs::set_permissions(path, fs::Permissions::from_mode(mode)).at(
        ErrorKind::Storage,
        "set the permissions of",
        path,
    )
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::sandbox::Language;

    #[test]
    fn installs_all_files_once_and_again_without_change() {
        let root = tempfile::tempdir().unwrap();
        let folder = install(root.path()).unwrap();
        for (path, content) in files() {
            assert_eq!(fs::read(folder.join(path)).unwrap(), content);
        }
        let before = fs::metadata(&folder).unwrap().modified().unwrap();
        assert_eq!(install(root.path()).unwrap(), folder);
        assert_eq!(fs::metadata(&folder).unwrap().modified().unwrap(), before);
        assert_eq!(fs::read_dir(root.path()).unwrap().count(), 1);
    }

    #[test]
    fn several_installations_at_once_agree() {
        let root = tempfile::tempdir().unwrap();
        let folders: Vec<_> = std::thread::scope(|scope| {
            let threads: Vec<_> = (0..8).map(|_| scope.spawn(|| install(root.path()))).collect();
            threads.into_iter().map(|thread| thread.join().unwrap().unwrap()).collect()
        });
        assert!(folders.windows(2).all(|pair| pair[0] == pair[1]));
        assert_eq!(fs::read_dir(root.path()).unwrap().count(), 1);
    }

    #[test]
    fn a_root_that_cannot_be_written_is_named() {
        let root = tempfile::tempdir().unwrap();
        let file = root.path().join("file");
        fs::write(&file, "").unwrap();
        let error = install(&file.join("runner")).unwrap_err();
        assert_eq!(error.kind(), ErrorKind::Storage);
        assert!(error.message().contains("file/runner"), "{error}");
    }

    #[test]
    fn an_interpreter_that_is_missing_is_named() {
        let interpreter = Interpreter {
            language: Language::Python,
            executable: "/no/such/python".into(),
            version: semver::Version::new(3, 11, 0),
            abi: "cpython-311".into(),
            system: None,
        };
        let error = precompile(Path::new("/"), &interpreter).unwrap_err();
        assert_eq!(error.kind(), ErrorKind::Unavailable);
        assert!(error.message().contains("/no/such/python"));
    }

    #[test]
    fn every_file_is_embedded() {
        let sources = Path::new(env!("CARGO_MANIFEST_DIR")).join("src/sandbox/runner");
        for (folder, inside, ending) in [
            ("python/omniplug_runner", "omniplug_runner/", ".py"),
            ("python/omniplug_sdk", "sdk/omniplug_sdk/", ""),
            ("r", "r/", ".R"),
            ("r/sdk", "r/sdk/", ".R"),
        ] {
            for entry in fs::read_dir(sources.join(folder)).unwrap() {
                let name = entry.unwrap().file_name().into_string().unwrap();
                let path = if name == "main.R" { name.clone() } else { format!("{inside}{name}") };
                assert!(
                    name == "__pycache__"
                        || !name.ends_with(ending)
                        || FILES.iter().any(|(known, _)| *known == path),
                    "`{name}` is not embedded"
                );
            }
        }
    }
}
