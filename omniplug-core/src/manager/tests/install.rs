use super::fake::Fixture;
use crate::ErrorKind;
use crate::manager::{InstallOptions, InstallOutcome, PluginFilter, PluginManager};
use crate::package;
use crate::policy::{Grant, Policy};
use crate::sandbox::Control;
use serde_json::json;
use std::fs;

#[tokio::test]
async fn a_plugin_is_installed_once_and_found_by_name_and_id() {
    let fixture = Fixture::new().await;
    let first = fixture.install("scaler", "1.0.0", json!({})).await.unwrap();
    assert_eq!(first.outcome, InstallOutcome::Installed);
    let again = fixture.install("scaler", "1.0.0", json!({})).await.unwrap();
    assert_eq!(again.outcome, InstallOutcome::Unchanged);
    for reference in ["scaler", &first.plugin.id] {
        let found = fixture.manager.show(reference).await.unwrap();
        assert_eq!(found.release, first.plugin.release);
    }
    assert_eq!(fixture.names("releases"), [first.plugin.release.sha256.as_str()]);
    assert!(fixture.names("staging").is_empty());
}

#[tokio::test]
async fn an_archive_and_its_folder_are_the_same_release() {
    let fixture = Fixture::new().await;
    let folder = fixture.plugin("scaler", "1.0.0", json!({}));
    let archive = fixture.folder.path().join("scaler.tar.gz");
    package::pack(&folder, &archive).unwrap();
    let control = Control::default();
    let options = InstallOptions::default();
    let first = fixture.manager.install(&archive, options.clone(), &control).await.unwrap();
    let second = fixture.manager.install(&folder, options, &control).await.unwrap();
    assert_eq!(second.outcome, InstallOutcome::Unchanged);
    assert_eq!(first.plugin.release.sha256, second.plugin.release.sha256);
}

#[tokio::test]
async fn another_release_needs_to_be_told_to_replace() {
    let config = |kind: &str| json!({"config": {"kept": {"type": "integer", "default": 1}, "method": {"type": kind}}});
    let fixture = Fixture::new().await;
    let old = fixture.install("scaler", "1.0.0", config("string")).await.unwrap().plugin;
    let changes = json!({"kept": 5, "method": "robust"}).as_object().cloned().unwrap();
    fixture.manager.configure("scaler", changes).await.unwrap();
    let error = fixture.install("scaler", "1.1.0", config("boolean")).await.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Conflict);
    let new = fixture.replace("scaler", "1.1.0", config("boolean")).await.unwrap();
    assert_eq!(new.outcome, InstallOutcome::Replaced);
    assert_eq!(new.plugin.id, old.id);
    assert_eq!(new.plugin.configuration.get("kept"), Some(&json!(5)));
    assert_eq!(new.plugin.configuration.get("method"), None);
    assert!(new.warnings.iter().any(|warning| warning.contains("`method`")), "{new:?}");
    assert_eq!(fixture.names("releases"), [new.plugin.release.sha256.as_str()]);
}

#[tokio::test]
async fn what_is_wrong_leaves_nothing() {
    let fixture = Fixture::new().await;
    for (kind, more) in [
        (ErrorKind::InvalidManifest, json!({"language": "cobol"})),
        (ErrorKind::InvalidPackage, json!({"entry_point": "missing.py"})),
        (ErrorKind::Refused, json!({"permissions": ["network"]})),
        (ErrorKind::Refused, json!({"resources": {"memory": "1TiB"}})),
        (ErrorKind::Refused, json!({"min_platform_version": "2.1.0"})),
        (ErrorKind::Unavailable, json!({"runtime": {"python": ">=3.13"}})),
        (ErrorKind::Dependency, json!({"dependencies": [{"name": "x", "type": "plugin"}]})),
    ] {
        let error = fixture.install("scaler", "1.0.0", more).await.unwrap_err();
        assert_eq!(error.kind(), kind, "{error}");
    }
    assert!(fixture.names("releases").is_empty());
    assert!(fixture.names("staging").is_empty());
    assert!(fixture.manager.list(&PluginFilter::default()).await.unwrap().is_empty());
}

#[tokio::test]
async fn a_granted_permission_lets_a_plugin_in() {
    let policy = Policy { grants: vec![Grant::Network], ..Policy::default() };
    let fixture = Fixture::with_policy(policy).await;
    fixture.install("a", "1.0.0", json!({"permissions": ["network"]})).await.unwrap();
    let error = fixture.install("b", "1.0.0", json!({"permissions": ["network", "gpu"]})).await;
    assert!(error.unwrap_err().message().contains("`gpu`"));
}

#[tokio::test]
async fn plugins_that_others_need_must_be_there_and_fit() {
    let needs = |range: &str| json!({"dependencies": [{"name": "base", "type": "plugin", "version": range}]});
    let fixture = Fixture::new().await;
    fixture.install("base", "1.5.0", json!({})).await.unwrap();
    let error = fixture.install("top", "1.0.0", needs(">=2.0.0")).await.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Dependency);
    assert!(error.message().contains("`1.5.0`"), "{error}");
    fixture.install("top", "1.0.0", needs(">=1.2.0, <2.0.0")).await.unwrap();
    let error = fixture.replace("base", "2.0.0", json!({})).await.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Conflict);
    assert!(error.message().contains("`top`"), "{error}");
}

#[tokio::test]
async fn opening_removes_what_a_crash_left() {
    let fixture = Fixture::new().await;
    let kept = fixture.install("scaler", "1.0.0", json!({})).await.unwrap().plugin;
    let home = fixture.manager.home();
    fs::create_dir_all(home.path().join("staging/half/inner")).unwrap();
    fs::create_dir_all(home.release("0123")).unwrap();
    fixture.reopen().await;
    assert!(fixture.names("staging").is_empty());
    assert_eq!(fixture.names("releases"), [kept.release.sha256]);
}

#[tokio::test]
async fn a_release_whose_files_are_gone_is_put_in_place_again() {
    let fixture = Fixture::new().await;
    let first = fixture.install("scaler", "1.0.0", json!({})).await.unwrap().plugin;
    let folder = fixture.manager.home().release(&first.release.sha256);
    fs::remove_dir_all(&folder).unwrap();
    let again = fixture.install("scaler", "1.0.0", json!({})).await.unwrap();
    assert_eq!(again.outcome, InstallOutcome::Replaced);
    assert_eq!(again.plugin.id, first.id);
    assert!(folder.join("main.py").is_file());
}

#[tokio::test]
async fn another_database_does_not_sweep_the_releases_of_a_home() {
    let fixture = Fixture::new().await;
    let kept = fixture.install("scaler", "1.0.0", json!({})).await.unwrap().plugin;
    let error = fixture.open_with_other_database().await.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Conflict);
    assert!(error.message().contains("`omniplug.db`, not to"), "{error}");
    assert_eq!(fixture.names("releases"), [kept.release.sha256]);
    fixture.reopen().await;
}

#[tokio::test]
async fn two_processes_that_install_the_same_agree() {
    let fixture = Fixture::new().await;
    let other = fixture.reopen().await;
    let folder = fixture.plugin("scaler", "1.0.0", json!({}));
    let control = Control::default();
    let (first, second) = tokio::join!(
        fixture.manager.install(&folder, InstallOptions::default(), &control),
        other.install(&folder, InstallOptions::default(), &control),
    );
    for result in [&first, &second] {
        match result {
            Ok(installed) => assert_eq!(installed.plugin.name, "scaler"),
            Err(error) => assert_eq!(error.kind(), ErrorKind::Conflict, "{error}"),
        }
    }
    assert!(first.is_ok() || second.is_ok());
    let plugin = other.show("scaler").await.unwrap();
    assert!(other.home().release(&plugin.release.sha256).join("main.py").is_file());
}
