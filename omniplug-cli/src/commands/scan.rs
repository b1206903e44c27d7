use crate::exit::Exit;
use crate::host::cancelled_by_signals;
use crate::text;
use clap::{Args, ValueEnum};
use omniplug_core::scanner::{
    AdvisorySource, LocalScanner, Report, ScanPolicy, ScanRequest, Scanner, Severity, render,
};
use omniplug_core::{Error, ErrorKind, Result};
use std::env;
use std::future::Future;
use std::io::{self, IsTerminal};
use std::path::{Path, PathBuf};

/// Scan a folder, package or file without running anything of it
///
/// Ends with 0 for pass, 10 for warn, 11 for block and 12 where something could not be scanned.
#[derive(Debug, Args)]
pub(crate) struct Scan {
    /// A plugin's folder, any other folder, a package (`.tar.gz`) or a file
    path: PathBuf,
    #[command(flatten)]
    judging: Judging,
    #[command(flatten)]
    advisories: Advisories,
    /// The report's form
    #[arg(long, value_enum, default_value = "text")]
    format: ScanFormat,
    /// Show findings of low and info severity too
    #[arg(long)]
    all: bool,
    /// A report in JSON: what it has already is marked and not judged
    #[arg(long, value_name = "FILE")]
    baseline: Option<PathBuf>,
}

/// Compare what a folder, package or file depends on with advisories
///
/// Ends as `scan` does; without advisories it ends with 12, never with 0.
#[derive(Debug, Args)]
pub(crate) struct Audit {
    /// A plugin's folder, any other folder, a package (`.tar.gz`) or a file as `requirements.txt`
    path: PathBuf,
    #[command(flatten)]
    judging: Judging,
    #[command(flatten)]
    advisories: Advisories,
    /// The report's form
    #[arg(long, value_enum, default_value = "text")]
    format: AuditFormat,
}

/// What follows from what is found.
#[derive(Debug, Args)]
struct Judging {
    /// A JSON file with the host's rules: thresholds, allowances and the like
    #[arg(long, value_name = "FILE")]
    policy: Option<PathBuf>,
    /// The least severity that blocks, in place of the policy's
    #[arg(long, value_name = "SEVERITY")]
    block: Option<Least>,
    /// The least severity that warns, in place of the policy's
    #[arg(long, value_name = "SEVERITY")]
    warn: Option<Least>,
}

/// The advisories to compare with.
#[derive(Debug, Args)]
struct Advisories {
    /// Advisories in the OSV format: a folder of JSON files, a zip archive of them, or an address (`https://…`) below
    /// which `PyPI/all.zip` and `CRAN/all.zip` lie; may be repeated
    #[arg(long = "db", value_name = "FOLDER", num_args = 1..)]
    databases: Vec<String>,
    /// The age in days from which advisories are too old [default: the policy's, 30]
    #[arg(long, value_name = "DAYS")]
    max_age: Option<u64>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum ScanFormat {
    /// For people
    Text,
    /// The whole report
    Json,
    /// SARIF 2.1.0
    Sarif,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum AuditFormat {
    /// For people
    Text,
    /// The whole report
    Json,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Least {
    Info,
    Low,
    Medium,
    High,
    Critical,
    /// Nothing does
    Never,
}

impl From<Least> for Option<Severity> {
    fn from(least: Least) -> Self {
        match least {
            Least::Info => Some(Severity::Info),
            Least::Low => Some(Severity::Low),
            Least::Medium => Some(Severity::Medium),
            Least::High => Some(Severity::High),
            Least::Critical => Some(Severity::Critical),
            Least::Never => None,
        }
    }
}

impl Scan {
    pub(crate) async fn run(self) -> Result<Exit> {
        let baseline = self.baseline.as_deref().map(read_json::<Report>).transpose()?;
        let policy = self.judging.policy(&self.advisories)?;
        let request = ScanRequest { policy, baseline, ..ScanRequest::new(self.path) };
        let scanner = self.advisories.scanner();
        let Some(report) = unless_cancelled(scanner.scan(&request)).await? else {
            return Ok(Exit::Cancelled);
        };
        match self.format {
            ScanFormat::Text => print_text(&report, self.all),
            ScanFormat::Json => text::print_json(&report),
            ScanFormat::Sarif => text::print_json(&render::sarif(&report)),
        }
        Ok(report.verdict.into())
    }
}

impl Audit {
    pub(crate) async fn run(self) -> Result<Exit> {
        let policy = self.judging.policy(&self.advisories)?;
        let request = ScanRequest { policy, ..ScanRequest::new(self.path) };
        let scanner = self.advisories.scanner();
        let Some(report) = unless_cancelled(scanner.audit(&request)).await? else {
            return Ok(Exit::Cancelled);
        };
        match self.format {
            AuditFormat::Text => print_text(&report, true),
            AuditFormat::Json => text::print_json(&report),
        }
        Ok(report.verdict.into())
    }
}

/// Waits for a scan; `None` when a signal came first.
async fn unless_cancelled(scan: impl Future<Output = Result<Report>>) -> Result<Option<Report>> {
    let cancelled = cancelled_by_signals();
    tokio::select! {
        report = scan => report.map(Some),
        () = cancelled.cancelled() => Ok(None),
    }
}

impl Judging {
    fn policy(&self, advisories: &Advisories) -> Result<ScanPolicy> {
        let mut policy = match &self.policy {
            Some(path) => read_json(path)?,
            None => ScanPolicy::default(),
        };
        for thresholds in [&mut policy.own, &mut policy.vendored] {
            if let Some(block) = self.block {
                thresholds.block = block.into();
            }
            if let Some(warn) = self.warn {
                thresholds.warn = warn.into();
            }
        }
        if let Some(days) = advisories.max_age {
            policy.advisory_age_days = days;
        }
        Ok(policy)
    }
}

impl Advisories {
    fn scanner(&self) -> LocalScanner {
        let sources = self.databases.iter().map(|text| AdvisorySource::parse(text)).collect();
        LocalScanner::with_advisories(sources)
    }
}

fn print_text(report: &Report, all: bool) {
    let colour = io::stdout().is_terminal() && env::var_os("NO_COLOR").is_none();
    text::print_clean(&render::text(report, render::Style { colour, all }));
}

fn read_json<T: serde::de::DeserializeOwned>(path: &Path) -> Result<T> {
    let shown = path.display();
    let bytes = std::fs::read(path).map_err(|error| {
        Error::new(ErrorKind::NotFound, format!("can't read `{shown}`")).with_source(error)
    })?;
    serde_json::from_slice(&bytes).map_err(|error| {
        Error::new(ErrorKind::InvalidInput, format!("`{shown}` is not what is expected here"))
            .with_source(error)
    })
}
