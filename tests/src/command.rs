//! The built command, run as a person would, each test with a home folder of its own.

use serde_json::Value;
use std::ffi::OsStr;
use std::io::Write;
use std::path::{Path, PathBuf};
use std::process::{Command, Output, Stdio};
use tempfile::TempDir;

/// What would make the command do something else on another machine.
const VARIABLES: &[&str] = &[
    "OMNIPLUG_HOME",
    "OMNIPLUG_DATABASE",
    "OMNIPLUG_GRANT",
    "OMNIPLUG_ISOLATION",
    "OMNIPLUG_SCAN",
    "OMNIPLUG_SANDBOX",
    "OMNIPLUG_IMAGE",
    "OMNIPLUG_ALLOW_IMAGE",
    "OMNIPLUG_CONTAINER_RUNTIME",
    "PLUGIN_DIR",
    "DOCKER_HOST",
];

/// The command with a home folder that is removed with it.
#[derive(Debug)]
pub struct Omniplug {
    folder: TempDir,
}

/// How a command ended.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Ended {
    /// The exit code; -1 after a signal.
    pub code: i32,
    /// What it printed on standard output.
    pub stdout: String,
    /// What it printed on standard error.
    pub stderr: String,
}

impl Ended {
    /// Fails the test unless the command succeeded.
    pub fn ok(self) -> Self {
        self.expect_code(0)
    }

    /// Fails the test unless the command ended with that exit code.
    pub fn expect_code(self, code: i32) -> Self {
        assert_eq!(self.code, code, "stdout: {}\nstderr: {}", self.stdout, self.stderr);
        self
    }

    /// Standard output as JSON.
    pub fn json(&self) -> Value {
        serde_json::from_str(&self.stdout).expect(&self.stdout)
    }
}

impl Default for Omniplug {
    fn default() -> Self {
        Self::new()
    }
}

impl Omniplug {
    /// A new, empty home.
    pub fn new() -> Self {
        Self { folder: tempfile::tempdir().expect("a temporary folder") }
    }

    /// The folder in which commands run; it holds the home as `home`.
    pub fn folder(&self) -> &Path {
        self.folder.path()
    }

    /// The home folder.
    pub fn home(&self) -> PathBuf {
        self.folder().join("home")
    }

    /// The command with arguments, ready to be started. Its surroundings are the same on every machine.
    pub fn command<A: AsRef<OsStr>>(&self, arguments: impl IntoIterator<Item = A>) -> Command {
        let mut command = Command::new(binary());
        command.arg("--home").arg(self.home()).args(arguments);
        command.current_dir(self.folder()).stdin(Stdio::null());
        command.env("COLUMNS", "100").env("NO_COLOR", "1");
        for variable in VARIABLES {
            command.env_remove(variable);
        }
        command
    }

    /// Runs the command to its end.
    pub fn run<A: AsRef<OsStr>>(&self, arguments: impl IntoIterator<Item = A>) -> Ended {
        ended(self.command(arguments).output().expect("the command starts"))
    }

    /// Runs the command with something on its standard input.
    pub fn run_with_input<A: AsRef<OsStr>>(
        &self,
        arguments: impl IntoIterator<Item = A>,
        input: &str,
    ) -> Ended {
        let mut command = self.command(arguments);
        command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped());
        let mut child = command.spawn().expect("the command starts");
        let mut stdin = child.stdin.take().expect("its standard input is a pipe");
        stdin.write_all(input.as_bytes()).expect("it reads its input");
        drop(stdin);
        ended(child.wait_with_output().expect("the command ends"))
    }

    /// Writes a file into the folder in which commands run.
    pub fn write(&self, path: &str, content: &str) -> PathBuf {
        let path = self.folder().join(path);
        std::fs::create_dir_all(path.parent().expect("a path in the folder")).expect("a folder");
        std::fs::write(&path, content).expect("the file can be written");
        path
    }
}

fn ended(output: Output) -> Ended {
    let text = |bytes| String::from_utf8(bytes).expect("the command prints UTF-8");
    Ended {
        code: output.status.code().unwrap_or(-1),
        stdout: text(output.stdout),
        stderr: text(output.stderr),
    }
}

/// The program that was built beside this test: `target/debug/omniplug` for `target/debug/deps/cli-…`.
fn binary() -> PathBuf {
    let test = std::env::current_exe().expect("the test's own path");
    let folder = test.parent().and_then(Path::parent).expect("`target/<profile>/deps`");
    let binary = folder.join("omniplug");
    assert!(
        binary.is_file(),
        "`{}` is missing; build it with `cargo build --package omniplug-cli`",
        binary.display()
    );
    binary
}
