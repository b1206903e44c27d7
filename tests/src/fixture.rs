//! Small plugins on disk, and sessions for them.

use omniplug_core::payload::Payload;
use omniplug_core::sandbox::docker::{DockerOptions, DockerSandbox};
use omniplug_core::sandbox::native::{NativeOptions, NativeSandbox};
use omniplug_core::sandbox::{
    Control, Grade, Images, Isolation, Language, Limits, Outcome, Request, Sandbox, Seed,
    SessionSpec, Start,
};
use serde_json::{Map, Value, json};
use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::time::Duration;
use tempfile::TempDir;

/// A release of one file, in a folder that is removed with it.
#[derive(Debug)]
pub struct Fixture {
    folder: TempDir,
    language: Language,
}

impl Fixture {
    /// Writes the code as the release's only file.
    pub fn new(language: Language, code: &str) -> Self {
        let folder = tempfile::tempdir().expect("a temporary folder");
        let fixture = Self { folder, language };
        fixture.write(fixture.entry_point(), code);
        fixture
    }

    /// Writes a further file of the release.
    pub fn write(&self, name: &str, content: &str) {
        std::fs::write(self.folder.path().join(name), content).expect("the release can be written");
    }

    /// The release's folder.
    pub fn path(&self) -> &Path {
        self.folder.path()
    }

    fn entry_point(&self) -> &'static str {
        match self.language {
            Language::Python => "main.py",
            Language::R => "main.R",
        }
    }

    /// What opens a session for it, with small limits.
    pub fn spec(&self) -> SessionSpec {
        SessionSpec {
            language: self.language,
            image: None,
            release: self.folder.path().to_owned(),
            entry_point: self.entry_point().into(),
            mounts: Vec::new(),
            library_paths: Vec::new(),
            variables: BTreeMap::new(),
            limits: small_limits(),
            least_grade: Grade::Full,
            start: Start::Cold,
            labels: BTreeMap::new(),
        }
    }

    /// Opens a session, runs a request, closes the session and answers with the isolation that it had.
    pub async fn used(&self, sandbox: &dyn Sandbox, start: Start) -> Isolation {
        let spec = SessionSpec { start, ..self.spec() };
        let session = sandbox.open(spec).await.expect("a session opens");
        let outcome = session.execute(request(json!({})), &Control::default()).await;
        session.close().await.expect("a session closes");
        outcome.expect("the sandbox works").isolation
    }

    /// Opens a session and runs one request.
    pub async fn run(&self, sandbox: &dyn Sandbox, input: Value) -> Outcome {
        let session = sandbox.open(self.spec()).await.expect("a session opens");
        let outcome = session.execute(request(input), &Control::default()).await;
        session.close().await.expect("a session closes");
        outcome.expect("the sandbox works")
    }
}

/// Limits that hostile code reaches soon.
pub fn small_limits() -> Limits {
    Limits {
        memory: 256 << 20,
        processes: 40,
        file_size: 64 << 20,
        scratch: 16 << 20,
        output: 4 << 20,
        timeout: Duration::from_secs(20),
        ..Limits::default()
    }
}

/// A request with that input.
pub fn request(input: Value) -> Request {
    let context = json!({
        "plugin_id": "id", "plugin_name": "fixture", "user_id": null, "workspace_id": null,
        "execution_id": "execution", "config": {}, "permissions": [],
    });
    Request {
        context: context.as_object().cloned().unwrap_or_default(),
        extension_point: "analysis".into(),
        parameters: Map::new(),
        metadata: Map::new(),
        input: Payload::from_json(input).expect("input without tables"),
        seed: Seed::fresh().expect("the system has random numbers"),
        timeout: Duration::from_secs(20),
    }
}

/// The Docker sandbox with the images that `tests/images/build` makes: in a daemon on this host, or, with `remote`, in the
/// same one as if it were elsewhere. Nothing where no daemon answers or it lacks the images.
pub async fn docker(remote: bool) -> Option<DockerSandbox> {
    let image = |name: &str| name.parse().expect("a name of an image");
    let root = std::env::temp_dir()
        .join(format!("omniplug-tests-{}", rustix::process::geteuid().as_raw()));
    let sandbox = DockerSandbox::new(DockerOptions {
        remote,
        pull: false,
        images: Images { python: image("omniplug-test-python"), r: image("omniplug-test-r") },
        ..DockerOptions::new(root.join("runner"))
    });
    match sandbox.probe().await {
        Ok(_) => Some(sandbox),
        Err(error) => {
            eprintln!("{error}");
            None
        }
    }
}

/// The native sandbox with a runner folder that all tests of a run share.
pub fn native(control_groups: bool) -> NativeSandbox {
    let root: PathBuf = std::env::temp_dir()
        .join(format!("omniplug-tests-{}", rustix::process::geteuid().as_raw()));
    NativeSandbox::new(NativeOptions { control_groups, ..NativeOptions::new(root.join("runner")) })
}
