//! The default scanner.

use super::dependencies::{self, AdvisorySource};
use super::file::{self, Scanned};
use super::subject::Subject;
use super::{
    Report, ScanLimits, ScanRequest, Scanner, Unread, baseline, compare, engine, package, rules,
    verdict,
};
use crate::background::background;
use crate::{Error, ErrorKind, Result};
use async_trait::async_trait;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::atomic::{AtomicUsize, Ordering};
use std::thread;
use std::time::Instant;

/// The default [`Scanner`]: reads files on all processors, on threads with a stack of known size.
#[derive(Debug, Clone, Default)]
pub struct LocalScanner {
    /// How much it reads.
    pub limits: ScanLimits,
    /// The advisories that dependencies are compared with, besides the policy's; none by default.
    pub advisories: Vec<AdvisorySource>,
}

#[async_trait]
impl Scanner for LocalScanner {
    async fn scan(&self, request: &ScanRequest) -> Result<Report> {
        let (scanner, request) = (self.clone(), request.clone());
        background(ErrorKind::Unavailable, move || scanner.scan_here(&request)).await
    }

    async fn audit(&self, request: &ScanRequest) -> Result<Report> {
        let (scanner, request) = (self.clone(), request.clone());
        background(ErrorKind::Unavailable, move || scanner.audit_here(&request)).await
    }
}

impl LocalScanner {
    /// A scanner with advisories.
    pub fn with_advisories(advisories: Vec<AdvisorySource>) -> Self {
        Self { advisories, ..Self::default() }
    }

    fn scan_here(&self, request: &ScanRequest) -> Result<Report> {
        let subject = Subject::open(&request.path, &self.limits)?;
        let mut report = Report::empty();
        let scanned = self.files(&subject)?;
        take(&mut report, &subject, scanned);
        let listing = &subject.listing;
        report.findings.extend(package::check_tree(&listing.entries, listing.is_plugin));
        take_capabilities(&mut report);
        if let Some(declared) = &subject.declared {
            report.findings.extend(compare::compare(declared, &report.capabilities));
        }
        let mut failures = nothing(&report, &subject);
        let required = request.policy.require_advisories;
        failures.extend(self.compared(&subject, request, required, &mut report));
        finish(&mut report, &subject, failures, request);
        Ok(report)
    }

    fn audit_here(&self, request: &ScanRequest) -> Result<Report> {
        let subject = Subject::open(&request.path, &self.limits)?;
        let mut report = Report::empty();
        let failures = self.compared(&subject, request, true, &mut report);
        finish(&mut report, &subject, failures, request);
        Ok(report)
    }

    /// Compares the dependencies with advisories; the answer is what failed. A fault of it leaves the other findings.
    fn compared(
        &self,
        subject: &Subject,
        request: &ScanRequest,
        required: bool,
        report: &mut Report,
    ) -> Vec<String> {
        let (sources, limits) = (&self.advisories, &self.limits);
        let audit = || dependencies::audit(subject, sources, request, limits, required, report);
        catch_unwind(AssertUnwindSafe(audit))
            .unwrap_or_else(|_| vec!["the audit of the dependencies failed".to_owned()])
    }

    /// Scans all files; the results are in the order of the listing.
    fn files(&self, subject: &Subject) -> Result<Vec<Scanned>> {
        let entries = &subject.listing.entries;
        let deadline = Instant::now() + self.limits.time;
        // The largest first, so that no thread is left alone with one at the end.
        let mut order: Vec<usize> = (0..entries.len()).collect();
        order.sort_by_key(|at| entries.get(*at).map(|entry| std::cmp::Reverse(entry.size)));
        let next = AtomicUsize::new(0);
        let work = || {
            let mut done = Vec::new();
            while let Some(&at) = order.get(next.fetch_add(1, Ordering::Relaxed)) {
                done.push((at, self.file(subject, at, deadline)));
            }
            done
        };
        let mut scanned: Vec<Option<Scanned>> = entries.iter().map(|_| None).collect();
        thread::scope(|scope| {
            let spawn =
                |_| thread::Builder::new().stack_size(engine::STACK).spawn_scoped(scope, work).ok();
            let threads: Vec<_> = (0..self.threads(entries.len())).filter_map(spawn).collect();
            let done = threads.into_iter().filter_map(|thread| thread.join().ok()).flatten();
            for (at, result) in done {
                if let Some(place) = scanned.get_mut(at) {
                    *place = Some(result);
                }
            }
        });
        scanned.into_iter().collect::<Option<Vec<_>>>().ok_or_else(|| {
            Error::new(ErrorKind::Unavailable, "no threads could be started for the scan")
        })
    }

    fn file(&self, subject: &Subject, at: usize, deadline: Instant) -> Scanned {
        let not_read = |reason: String| Scanned { unread: vec![reason], ..Scanned::default() };
        let Some(entry) = subject.listing.entries.get(at) else { return Scanned::default() };
        if Instant::now() >= deadline {
            return not_read(format!("not begun within {:?}, the limit", self.limits.time));
        }
        let named = subject.named(&entry.path);
        let is_plugin = subject.listing.is_plugin;
        let scan = || file::scan(entry, named, is_plugin, &self.limits);
        catch_unwind(AssertUnwindSafe(scan))
            .unwrap_or_else(|_| not_read("its scan failed".to_owned()))
    }

    fn threads(&self, files: usize) -> usize {
        let own = thread::available_parallelism().map_or(1, usize::from);
        let wanted = if self.limits.threads == 0 { own } else { self.limits.threads };
        wanted.min(files)
    }
}

/// Puts what the files gave into the report.
fn take(report: &mut Report, subject: &Subject, scanned: Vec<Scanned>) {
    for (entry, scanned) in subject.listing.entries.iter().zip(scanned) {
        let path = &entry.path;
        let Scanned { findings, capabilities, unread, lines } = scanned;
        report.findings.extend(findings);
        for capability in capabilities {
            report.capabilities.entry(capability).or_default().insert(path.clone());
        }
        report
            .unread
            .extend(unread.into_iter().map(|reason| Unread { file: path.clone(), reason }));
        if let Some(lines) = lines {
            report.totals.files += 1;
            report.totals.lines += lines;
        }
    }
}

/// What findings on files tell about what the package is able to do.
fn take_capabilities(report: &mut Report) {
    for finding in &report.findings {
        let rule = rules::package::RULES.iter().find(|rule| rule.id == finding.rule);
        if let Some(capability) = rule.and_then(|rule| rule.capability) {
            let file = finding.location.file.clone();
            report.capabilities.entry(capability).or_default().insert(file);
        }
    }
}

/// Why a scan that met nothing to read says nothing.
fn nothing(report: &Report, subject: &Subject) -> Vec<String> {
    if subject.listing.entries.is_empty() {
        vec!["there are no files".to_owned()]
    } else if subject.is_file && report.totals.files == 0 && report.unread.is_empty() {
        vec!["the file is not read as Python or R".to_owned()]
    } else {
        Vec::new()
    }
}

fn finish(report: &mut Report, subject: &Subject, failures: Vec<String>, request: &ScanRequest) {
    let policy = &request.policy;
    report.unread.extend(subject.listing.unread.iter().cloned());
    report.left_out = subject.listing.left_out.clone();
    report.findings.sort_by(|a, b| {
        a.location.cmp(&b.location).then_with(|| (&a.rule, &a.message).cmp(&(&b.rule, &b.message)))
    });
    for finding in &mut report.findings {
        finding.vendored = package::is_vendored(&finding.location.file);
        finding.allowed = policy.allows(finding).map(str::to_owned);
    }
    if let Some(known) = &request.baseline {
        baseline::mark(&mut report.findings, known);
    }
    verdict::count(&report.findings, &mut report.totals);
    verdict::judge(report, failures, policy);
}
