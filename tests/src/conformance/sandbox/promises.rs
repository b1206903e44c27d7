//! Isolation and its record, folders, and what executions see of each other.

use super::means::{data, execute, open, python, run};
use crate::attacks::Ground;
use crate::fixture::request;
use omniplug_core::ErrorKind;
use omniplug_core::sandbox::{Control, Grade, Language, Mount, Sandbox, SessionSpec, Status};
use serde_json::json;

/// Probing, an open session and an outcome tell the same isolation.
pub async fn probing_tells_what_executions_have(sandbox: &dyn Sandbox) {
    let probed = sandbox.probe().await.expect("the sandbox runs here");
    assert_eq!(probed.backend, sandbox.name());
    let fixture = python("def execute(given): return 1");
    let session = open(sandbox, &fixture, |_| {}).await;
    assert_eq!(session.isolation(), &probed);
    assert_eq!(execute(session.as_ref(), json!({})).await.isolation, probed);
}

/// The interpreter that is named is the one that runs.
pub async fn the_interpreter_is_named(sandbox: &dyn Sandbox) {
    let named = sandbox.interpreter(Language::Python, None, &|_| {}).await.expect("Python is here");
    assert_eq!(named.language, Language::Python);
    let code = "import sys\ndef execute(given): return '.'.join(map(str, sys.version_info[:3]))";
    let version = data(&run(sandbox, code, |_| {}).await);
    assert_eq!(version, json!(named.version.to_string()));
}

/// A session whose least grade is above the sandbox's is refused.
pub async fn too_little_isolation_is_refused(sandbox: &dyn Sandbox) {
    if sandbox.probe().await.expect("the sandbox runs here").grade == Grade::Virtualized {
        return;
    }
    let fixture = python("def execute(given): return 1");
    let spec = SessionSpec { least_grade: Grade::Virtualized, ..fixture.spec() };
    let error = sandbox.open(spec).await.expect_err("it is not virtualized");
    assert_eq!(error.kind(), ErrorKind::Refused, "{error}");
}

/// A release or a mount that is missing is an error that names it.
pub async fn missing_folders_are_named(sandbox: &dyn Sandbox) {
    let fixture = python("def execute(given): return 1");
    let missing = fixture.path().join("missing");
    let release = SessionSpec { release: missing.clone(), ..fixture.spec() };
    let mount = Mount { source: missing, target: "/data".into() };
    let mounts = SessionSpec { mounts: vec![mount], ..fixture.spec() };
    for spec in [release, mounts] {
        let error = sandbox.open(spec).await.expect_err("a folder is missing");
        assert_eq!(error.kind(), ErrorKind::NotFound, "{error}");
        assert!(error.message().contains("missing"), "{error}");
    }
}

/// A mounted folder is at its target, its packages can be imported, and nothing in it can be changed.
pub async fn mounted_folders_can_be_read_and_not_written(sandbox: &dyn Sandbox) {
    let library = python("value = 17");
    let fixture = python(
        "import os
from library_of_the_test import value
def execute(given):
    try:
        open('/data/packages/new', 'w')
    except OSError:
        return [value, os.environ['GREETING'], sorted(os.listdir('/data/packages'))]",
    );
    library.write("library_of_the_test.py", "value = 17");
    let mut spec = fixture.spec();
    spec.mounts =
        vec![Mount { source: library.path().to_owned(), target: "/data/packages".into() }];
    spec.library_paths = vec!["/data/packages".into()];
    spec.variables = [("GREETING".to_owned(), "hello".to_owned())].into();
    let session = sandbox.open(spec).await.expect("a session opens");
    let answer = data(&execute(session.as_ref(), json!({})).await);
    assert_eq!(answer, json!([17, "hello", ["library_of_the_test.py", "main.py"]]));
}

const LEAVE_AND_LOOK: &str = "
import os, sys, json
seen = []
def execute(given):
    found = [os.path.exists(folder + '/left') for folder in ('/tmp', '/plugin', '/dev/shm')]
    found += [bool(seen), 'LEFT' in os.environ, hasattr(sys, 'left'), 'wave' in sys.modules]
    others = {int(name) for name in os.listdir('/proc') if name.isdigit()} - {1, os.getpid(), os.getppid()}
    found += [bool(others)]
    seen.append(1)
    sys.left = os.environ['LEFT'] = 'left'
    import wave
    for folder in ('/tmp', '/plugin', '/dev/shm'):
        open(folder + '/left', 'w').close()
    if os.fork() == 0:
        import time
        os.setsid()
        time.sleep(600)
    return found
";

/// Files, variables, modules and processes of one execution are gone in the next of the same session.
pub async fn executions_see_nothing_of_each_other(sandbox: &dyn Sandbox) {
    let fixture = python(LEAVE_AND_LOOK);
    let session = open(sandbox, &fixture, |_| {}).await;
    for _ in 0..3 {
        let found = data(&execute(session.as_ref(), json!({})).await);
        assert_eq!(found, json!([false, false, false, false, false, false, false, false]));
    }
}

/// The same while they run.
pub async fn executions_at_once_see_nothing_of_each_other(sandbox: &dyn Sandbox) {
    let fixture = python(LEAVE_AND_LOOK);
    let session = open(sandbox, &fixture, |_| {}).await;
    let control = Control::default();
    let run = || session.execute(request(json!({})), &control);
    let (first, second, third) = tokio::join!(run(), run(), run());
    for outcome in [first, second, third] {
        let outcome = outcome.expect("the sandbox works");
        let found = data(&outcome);
        assert_eq!(found, json!([false, false, false, false, false, false, false, false]));
    }
}

/// A file of the host that everybody may read and write there is neither read nor written.
pub async fn nothing_outside_is_seen_or_written(sandbox: &dyn Sandbox) {
    let ground = Ground::new();
    let fixture = python(
        "import os
def execute(given):
    found = []
    for path in (given.data['canary'], '/etc/shadow', '/var', '/run', '/sys', '/boot'):
        found.append(os.path.exists(path))
    for path in (given.data['canary'], '/x', '/usr/x', '/etc/x', '/omniplug/release/x'):
        try:
            open(path, 'w').close()
            found.append(path)
        except OSError:
            found.append(False)
    for folder in ('/tmp', '/dev/shm', '/plugin'):
        with open(folder + '/x', 'w') as file:
            found.append(not file.write('x'))
    return any(found)",
    );
    let session = open(sandbox, &fixture, |_| {}).await;
    let outcome = execute(session.as_ref(), ground.describe()).await;
    assert_eq!(outcome.status, Status::Success, "{outcome:#?}");
    assert_eq!(data(&outcome), json!(false));
    ground.check().expect("nothing on the host was touched");
}
