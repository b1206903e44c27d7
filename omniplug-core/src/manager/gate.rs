//! The scan of what is to be installed or run, and what the policy makes of it.

use super::local::LocalManager;
use crate::Result;
use crate::sandbox::{Control, Event};
use crate::scanner::{Gate, Report, ScanRequest};
use serde_json::{Value, json};
use std::path::Path;

/// What a scan said of a source that was let in.
#[derive(Debug)]
pub(super) struct Scan {
    gate: Gate,
    report: Option<Report>,
    warnings: Vec<String>,
}

impl LocalManager {
    /// Scans a staged source.
    ///
    /// # Errors
    /// [`Refused`](crate::ErrorKind::Refused) when the policy's gate does not let it in.
    pub(super) async fn scan(&self, folder: &Path, control: &Control) -> Result<Scan> {
        let policy = &self.policy.scan;
        if policy.gate == Gate::Off {
            let warnings = vec!["it was not scanned, as this host's policy says".to_owned()];
            return Ok(Scan { gate: policy.gate, report: None, warnings });
        }
        control.events.event(Event::Phase("scanning".into()));
        let request = ScanRequest { policy: policy.clone(), ..ScanRequest::new(folder) };
        let report = self.scanner.scan(&request).await?;
        let warnings = policy.admit(&report)?;
        Ok(Scan { gate: policy.gate, report: Some(report), warnings })
    }
}

impl Scan {
    pub(super) fn warnings(&self) -> impl Iterator<Item = String> {
        self.warnings.iter().cloned()
    }

    /// What the audit trail keeps of it: the gate, the verdict and the counts.
    pub(super) fn detail(&self) -> Value {
        match &self.report {
            None => json!({"gate": self.gate}),
            Some(report) => json!({
                "gate": self.gate,
                "verdict": report.verdict,
                "findings": report.totals.findings,
                "unread": report.unread.len(),
            }),
        }
    }
}
