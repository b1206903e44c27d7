//! The native sandbox shows an interpreter wherever it lives.

use omniplug_core::sandbox::native::{NativeOptions, NativeSandbox};
use omniplug_core::sandbox::{Language, Sandbox, Status};
use omniplug_tests::fixture::{Fixture, native};
use serde_json::json;
use std::path::Path;
use std::process::Command;

#[tokio::test]
async fn a_virtual_environment_is_shown_with_its_packages_and_its_base() {
    let folder = tempfile::tempdir().expect("a temporary folder");
    // Its parent is closed to others, as a home folder is.
    let environment = folder.path().join("project/.venv");
    let base = native(false)
        .interpreter(Language::Python, None, &|_| {})
        .await
        .expect("Python")
        .executable;
    let made = Command::new(base)
        .args(["-I", "-m", "venv", "--without-pip"])
        .arg(&environment)
        .status()
        .expect("Python runs");
    assert!(made.success(), "the virtual environment is made");
    let packages = std::fs::read_dir(environment.join("lib")).expect("its library");
    let packages = packages.flatten().next().expect("one version").path().join("site-packages");
    std::fs::write(packages.join("of_the_project.py"), "VALUE = 42\n").expect("a module");
    close(&folder.path().join("project"));

    let sandbox = NativeSandbox::new(NativeOptions {
        python: environment.join("bin/python"),
        ..NativeOptions::new(folder.path().join("runner"))
    });
    let code = "import sys, ssl, sqlite3, of_the_project\n\
        def execute(data):\n    return [of_the_project.VALUE, sys.prefix]\n";
    let outcome = Fixture::new(Language::Python, code).run(&sandbox, json!(1)).await;
    assert_eq!(outcome.status, Status::Success, "{:?}", outcome.failure);
    let data = outcome.reply.expect("a reply").data;
    assert_eq!(data.json(), &json!([42, environment.to_string_lossy()]));
}

#[tokio::test]
async fn a_program_that_is_no_interpreter_is_named() {
    let folder = tempfile::tempdir().expect("a temporary folder");
    for (program, text) in [
        ("/no/such/python", "no python interpreter at `/no/such/python`"),
        ("/bin/false", "`/bin/false` does not run"),
        ("/bin/echo", "`/bin/echo` did not tell what it is"),
    ] {
        let sandbox = NativeSandbox::new(NativeOptions {
            python: program.into(),
            ..NativeOptions::new(folder.path().join("runner"))
        });
        let error = sandbox.interpreter(Language::Python, None, &|_| {}).await.expect_err(program);
        assert!(error.message().starts_with(text), "{error}");
        assert!(error.hint().is_some_and(|hint| hint.contains("OMNIPLUG_PYTHON")), "{error}");
    }
}

#[expect(clippy::expect_used, reason = "a test ends where its means fail")]
fn close(folder: &Path) {
    use std::os::unix::fs::PermissionsExt;
    let owner_only = std::fs::Permissions::from_mode(0o700);
    std::fs::set_permissions(folder, owner_only).expect("the folder can be closed");
}
