use super::fake::Fixture;
use crate::ErrorKind;
use crate::manager::{InstallOptions, Installed, PluginManager};
use crate::policy::Policy;
use crate::sandbox::Control;
use crate::scanner::{Gate, ScanPolicy};
use serde_json::{Value, json};
use std::fs;

/// A home whose policy has a gate.
async fn with(gate: Gate) -> Fixture {
    let scan = ScanPolicy { gate, ..ScanPolicy::default() };
    Fixture::with_policy(Policy { scan, ..Policy::default() }).await
}

/// Installs a plugin that brings a file which runs whenever Python starts.
async fn install(fixture: &Fixture) -> crate::Result<Installed> {
    let folder = fixture.plugin("starter", "1.0.0", json!({}));
    fs::write(folder.join("starter.pth"), "import os\n").unwrap();
    fixture.manager.install(&folder, InstallOptions::default(), &Control::default()).await
}

/// What the audit trail tells of the scan.
async fn recorded(fixture: &Fixture) -> Value {
    let events = fixture.manager.events(None, 1).await.unwrap();
    events[0].detail["scan"].clone()
}

#[tokio::test]
async fn what_the_scan_blocks_is_not_installed() {
    let fixture = with(Gate::Enforce).await;
    let error = install(&fixture).await.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Refused);
    assert!(error.message().contains("starter.pth:1"), "{error}");
    assert!(fixture.manager.list(&Default::default()).await.unwrap().is_empty());
    assert!(fixture.names("staging").is_empty() && fixture.names("releases").is_empty());
}

#[tokio::test]
async fn an_open_gate_warns_and_the_audit_trail_tells_so() {
    let fixture = with(Gate::Warn).await;
    let installed = install(&fixture).await.unwrap();
    assert!(installed.warnings.iter().any(|it| it.contains("PKG011")), "{installed:#?}");
    let scan = recorded(&fixture).await;
    assert_eq!((&scan["gate"], &scan["verdict"]), (&json!("warn"), &json!("block")));

    let fixture = with(Gate::Off).await;
    let installed = install(&fixture).await.unwrap();
    assert!(installed.warnings.iter().any(|it| it.contains("not scanned")), "{installed:#?}");
    assert_eq!(recorded(&fixture).await, json!({"gate": "off"}));
}

#[tokio::test]
async fn the_verdict_of_what_passes_is_kept_too() {
    let fixture = Fixture::new().await;
    let installed = fixture.install("fine", "1.0.0", json!({})).await.unwrap();
    assert!(installed.warnings.is_empty(), "{installed:#?}");
    assert_eq!(recorded(&fixture).await["verdict"], "pass");
}
