//! Installing, replacing and what is refused.

use super::PLATFORM_VERSION;
use super::means::{
    ANSWER, Author, REPLACE, data, fails, heard, names, needing, object, records, run,
};
use crate::conformance::listener::Listener;
use omniplug_core::manager::{ExecutionRequest, InstallOptions, InstallOutcome};
use omniplug_core::sandbox::{Control, Status};
use omniplug_core::{ErrorKind, Omniplug};
use serde_json::{Value, json};
use std::pin::pin;
use std::time::Duration;

/// A folder and its archive are the same package.
pub async fn archives_and_folders_are_the_same_package(omniplug: &Omniplug) {
    let author = Author::new("answer", ANSWER);
    let (options, control) = (InstallOptions::default(), Control::default());
    let archive = author.archive();
    let first = omniplug.install(&archive, options.clone(), &control).await;
    let first = first.expect("an archive can be installed");
    assert_eq!(first.outcome, InstallOutcome::Installed);
    assert_eq!(data(&run(omniplug, "answer").await), json!(42));
    let second = author.try_install(omniplug, options).await.expect("a folder can be installed");
    assert_eq!(second.outcome, InstallOutcome::Unchanged);
    assert_eq!(second.plugin.release.sha256, first.plugin.release.sha256);
}

/// A new plugin is enabled and has no configuration; it is disabled where that is asked for.
pub async fn a_new_plugin_is_enabled_unless_it_shall_not_be(omniplug: &Omniplug) {
    let author = Author::new("first", ANSWER).with(json!({"description": "Is the first"}));
    let plugin = author.install(omniplug).await;
    assert!(plugin.enabled && plugin.configuration.is_empty() && !plugin.id.is_empty());
    assert_eq!(plugin.name, "first");
    assert_eq!(plugin.manifest.version.to_string(), "1.0.0");
    assert_eq!(plugin.manifest.description, "Is the first");
    assert_eq!(plugin.release.files, 2);
    let disabled = InstallOptions { disabled: true, ..InstallOptions::default() };
    let second = Author::new("second", ANSWER).try_install(omniplug, disabled).await;
    assert!(!second.expect("it can be installed").plugin.enabled);
    assert!(!omniplug.show("second").await.expect("it is there").enabled);
}

/// The same package again changes nothing, whatever the options.
pub async fn the_same_package_again_changes_nothing(omniplug: &Omniplug) {
    let author = Author::new("answer", ANSWER);
    let plugin = author.install(omniplug).await;
    for options in [
        InstallOptions::default(),
        REPLACE,
        InstallOptions { disabled: true, ..InstallOptions::default() },
    ] {
        let again = author.try_install(omniplug, options).await.expect("it is no error");
        assert_eq!(again.outcome, InstallOutcome::Unchanged);
        assert_eq!(again.plugin.id, plugin.id);
        assert_eq!(again.plugin.updated_at, plugin.updated_at);
        assert!(again.plugin.enabled);
    }
    assert_eq!(names(omniplug).await, ["answer"]);
}

/// Another release, also of the same version, needs to be told that it replaces.
pub async fn another_release_is_a_conflict_unless_it_replaces(omniplug: &Omniplug) {
    let plugin = Author::new("answer", ANSWER).install(omniplug).await;
    let other = Author::new("answer", "def execute(given): return 43");
    fails(other.try_install(omniplug, InstallOptions::default()).await, ErrorKind::Conflict);
    assert_eq!(data(&run(omniplug, "answer").await), json!(42));
    let replaced = other.try_install(omniplug, REPLACE).await.expect("it can be replaced");
    assert_eq!(replaced.outcome, InstallOutcome::Replaced);
    assert_eq!(data(&run(omniplug, "answer").await), json!(43));
    assert_ne!(replaced.plugin.release.sha256, plugin.release.sha256);
    let back = Author::new("answer", ANSWER).try_install(omniplug, REPLACE).await;
    assert_eq!(back.expect("it can be put back").plugin.release.sha256, plugin.release.sha256);
    assert_eq!(data(&run(omniplug, "answer").await), json!(42));
}

/// Id, state, history and what fits of the configuration stay; what does not is dropped with a warning.
pub async fn a_replacement_keeps_what_fits(omniplug: &Omniplug) {
    let fields = |count: Value| {
        json!({"config": {
            "kept": {"type": "integer", "default": 1},
            "count": count,
        }})
    };
    let first = Author::new("answer", ANSWER).with(fields(json!({"type": "integer"})));
    let plugin = first.install(omniplug).await;
    let set = object(json!({"kept": 5, "count": 6}));
    omniplug.configure("answer", set).await.expect("it can be configured");
    run(omniplug, "answer").await;
    omniplug.disable("answer").await.expect("it can be disabled");
    let second = Author::new("answer", ANSWER).with(fields(json!({"type": "string"})));
    let second = second.with(json!({"version": "2.0.0"}));
    let replaced = second.try_install(omniplug, REPLACE).await.expect("it can be replaced");
    assert!(replaced.warnings.iter().any(|warning| warning.contains("count")), "{replaced:#?}");
    let now = omniplug.show(&plugin.id).await.expect("the id stays");
    assert_eq!(now.manifest.version.to_string(), "2.0.0");
    assert_eq!(now.configuration, object(json!({"kept": 5})));
    assert_eq!(now.installed_at, plugin.installed_at);
    assert!(!now.enabled, "a disabled plugin stays disabled");
    let records = records(omniplug).await;
    let versions: Vec<_> = records.iter().map(|it| (&it.plugin_id, &it.plugin_version)).collect();
    assert_eq!(versions, [(&plugin.id, &"1.0.0".to_owned())]);
}

/// A replacement is refused where a dependent plugin does not accept its version, and done where it does.
pub async fn a_replacement_must_suit_those_who_depend_on_it(omniplug: &Omniplug) {
    Author::new("base", ANSWER).install(omniplug).await;
    needing("top", "base", "^1").install(omniplug).await;
    let base = |version| Author::new("base", ANSWER).with(json!({"version": version}));
    fails(base("2.0.0").try_install(omniplug, REPLACE).await, ErrorKind::Conflict);
    base("1.1.0").try_install(omniplug, REPLACE).await.expect("it suits");
    let base = omniplug.show("base").await.expect("it is there");
    assert_eq!(base.manifest.version.to_string(), "1.1.0");
}

/// While a plugin runs another release can take its place; it still finds the files that it began with.
pub async fn an_execution_keeps_the_release_that_it_began_with(omniplug: &Omniplug) {
    let code = "\
import itertools, os, time
def execute(given):
    folder = os.path.dirname(os.path.abspath(__file__))
    for number in itertools.count():
        with open(os.path.join(folder, 'note.txt')) as file:
            print(file.read(), number, flush=True)
        if number == 0:
            print('started', flush=True)
        time.sleep(0.01)
";
    let author = Author::new("reader", code);
    author.write("note.txt", "former");
    author.install(omniplug).await;
    let listener = Listener::waiting_for("started");
    let control = listener.control(false);
    let mut running = pin!(omniplug.execute("reader", ExecutionRequest::default(), &control));
    heard(&listener, &mut running).await;
    let other = Author::new("reader", ANSWER);
    other.try_install(omniplug, REPLACE).await.expect("it can be replaced");
    assert_eq!(data(&run(omniplug, "reader").await), json!(42));
    let lines = listener.lines().len();
    let more = async {
        while listener.lines().len() < lines + 3 {
            tokio::time::sleep(Duration::from_millis(5)).await;
        }
    };
    tokio::select! {
        execution = &mut running => assert!(execution.is_err(), "it goes on: {execution:#?}"),
        () = more => {}
    }
    control.cancel.cancel();
    let execution = running.await.expect("the manager answers");
    assert_eq!(execution.record.status, Some(Status::Cancelled), "{execution:#?}");
    assert!(listener.lines().iter().all(|line| line.starts_with("former") || line == "started"));
}

/// A package that can't be installed leaves the manager as it was, with nothing installed and with the release
/// before it.
pub async fn a_bad_package_leaves_everything_as_it_was(omniplug: &Omniplug) {
    let bad = || {
        let asks =
            json!({"dependencies": [{"name": "missing", "type": "plugin", "version": "^1"}]});
        [
            Author::new("answer", ANSWER).with(json!({"entry_point": "other.py"})),
            Author::new("answer", ANSWER).with(json!({"version": 7})),
            Author::new("answer", ANSWER).with(json!({"permissions": ["gpu"]})),
            Author::new("answer", ANSWER).with(asks),
        ]
    };
    for author in bad() {
        assert!(author.try_install(omniplug, REPLACE).await.is_err());
        fails(omniplug.show("answer").await, ErrorKind::NotFound);
    }
    let before = Author::new("answer", ANSWER).install(omniplug).await;
    for author in bad() {
        assert!(author.try_install(omniplug, REPLACE).await.is_err());
        let after = omniplug.show("answer").await.expect("it is still there");
        assert_eq!(after.release, before.release);
        assert_eq!(after.updated_at, before.updated_at);
        assert_eq!(data(&run(omniplug, "answer").await), json!(42));
    }
}

/// What is no package, and what has no file where its manifest says, are invalid packages; a manifest that is
/// wrong is an invalid manifest.
pub async fn wrong_packages_and_manifests_are_told_apart(omniplug: &Omniplug) {
    let options = InstallOptions::default;
    let author = Author::new("answer", ANSWER);
    let archive = author.archive();
    std::fs::write(&archive, "no archive").expect("the file can be written");
    let installed = omniplug.install(&archive, options(), &Control::default()).await;
    fails(installed, ErrorKind::InvalidPackage);
    let missing = author.with(json!({"entry_point": "other.py"}));
    fails(missing.try_install(omniplug, options()).await, ErrorKind::InvalidPackage);
    let wrong = Author::new("answer", ANSWER).with(json!({"extension_points": ["nonsense"]}));
    fails(wrong.try_install(omniplug, options()).await, ErrorKind::InvalidManifest);
    wrong.write("manifest.json", "{");
    fails(wrong.try_install(omniplug, options()).await, ErrorKind::InvalidManifest);
    assert!(names(omniplug).await.is_empty());
}

/// A plugin that asks for what is not granted, for more than a ceiling, or that is made for other platforms.
pub async fn what_the_policy_does_not_grant_is_refused(omniplug: &Omniplug) {
    for fields in [
        json!({"permissions": ["network"]}),
        json!({"permissions": ["file_system"]}),
        json!({"permissions": ["gpu"]}),
        json!({"resources": {"cpus": 1000}}),
        json!({"min_platform_version": "2.0.0"}),
        json!({"max_platform_version": "0.9.0"}),
    ] {
        let author = Author::new("greedy", ANSWER).with(fields);
        fails(author.try_install(omniplug, InstallOptions::default()).await, ErrorKind::Refused);
    }
    let modest = json!({
        "permissions": ["read_data", "write_data"],
        "min_platform_version": PLATFORM_VERSION,
        "max_platform_version": PLATFORM_VERSION,
    });
    Author::new("modest", ANSWER).with(modest).install(omniplug).await;
}

/// What the scan blocks, and what it can't read, is refused by the default policy's gate; the audit trail tells the
/// verdict of what it lets in.
pub async fn what_the_gate_does_not_let_in_is_refused(omniplug: &Omniplug) {
    let starts = Author::new("starts", ANSWER);
    starts.write("starts.pth", "import os\n");
    let broken = Author::new("broken", ANSWER);
    broken.write("broken.py", "def execute(:\n");
    for author in [starts, broken] {
        fails(author.try_install(omniplug, InstallOptions::default()).await, ErrorKind::Refused);
    }
    assert!(names(omniplug).await.is_empty());
    Author::new("harmless", ANSWER).install(omniplug).await;
    let events = omniplug.events(None, 10).await.expect("the manager answers");
    assert_eq!(events.len(), 1);
    assert_eq!(events[0].detail["scan"]["verdict"], "pass");
}

/// A plugin or program that is needed must be there, a plugin in a version that does.
pub async fn what_a_plugin_needs_must_be_there(omniplug: &Omniplug) {
    let options = InstallOptions::default;
    fails(
        needing("top", "base", "^1").try_install(omniplug, options()).await,
        ErrorKind::Dependency,
    );
    Author::new("base", ANSWER).install(omniplug).await;
    fails(
        needing("top", "base", ">=1.1").try_install(omniplug, options()).await,
        ErrorKind::Dependency,
    );
    let program = json!({"dependencies": [{"name": "no-such-program-anywhere", "type": "system"}]});
    let program = Author::new("top", ANSWER).with(program);
    fails(program.try_install(omniplug, options()).await, ErrorKind::Dependency);
    assert_eq!(names(omniplug).await, ["base"]);
    needing("top", "base", ">=1, <2").install(omniplug).await;
    assert_eq!(data(&run(omniplug, "top").await), json!(42));
}

/// A plugin that needs a disabled one can be installed only as disabled.
pub async fn what_needs_a_disabled_plugin_is_not_enabled(omniplug: &Omniplug) {
    let disabled = InstallOptions { disabled: true, ..InstallOptions::default() };
    let base = Author::new("base", ANSWER).try_install(omniplug, disabled.clone()).await;
    base.expect("it can be installed");
    let top = needing("top", "base", "^1");
    let options = InstallOptions::default();
    fails(top.try_install(omniplug, options).await, ErrorKind::Dependency);
    top.try_install(omniplug, disabled).await.expect("it can be installed as disabled");
}

/// An installation that is cancelled leaves nothing.
pub async fn a_cancelled_installation_leaves_nothing(omniplug: &Omniplug) {
    let author = Author::new("answer", ANSWER);
    let control = Control::default();
    control.cancel.cancel();
    for _ in 0..5 {
        let installed = omniplug.install(author.path(), InstallOptions::default(), &control).await;
        fails(installed, ErrorKind::Conflict);
        assert!(names(omniplug).await.is_empty());
    }
    author.install(omniplug).await;
}
