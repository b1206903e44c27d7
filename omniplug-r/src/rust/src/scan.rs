//! Scans: what is asked, and the report as a list.

use crate::failure::invalid;
use crate::options::fields_over;
use crate::output::{self, named, strings};
use crate::records;
use crate::text::one_text;
use extendr_api::prelude::*;
use omniplug_core::scanner::{Report, ScanRequest};
use omniplug_core::{Omniplug, Result};
use serde_json::Value;

/// The first columns of findings.
const FINDINGS: [&str; 6] = ["severity", "rule", "file", "line", "message", "confidence"];
const OF_LOCATION: [(&str, &str); 2] = [("file", "/location/file"), ("line", "/location/line")];

/// A scan by the host's policy, but for what a list says. The baseline is a former report as JSON, or NULL.
///
/// # Errors
/// [`InvalidInput`](omniplug_core::ErrorKind::InvalidInput) that names what is wrong.
pub(crate) fn request(
    omniplug: &Omniplug,
    path: &Robj,
    policy: &Robj,
    baseline: &Robj,
) -> Result<ScanRequest> {
    let mut request = omniplug.scan_request(one_text(path, "path")?);
    request.policy = fields_over(&request.policy, policy, "policy")?;
    if !baseline.is_null() {
        let report = serde_json::from_str(&one_text(baseline, "baseline")?);
        let report = report.map_err(|error| invalid("`baseline` is no report").with_source(error));
        request.baseline = Some(report?);
    }
    Ok(request)
}

/// A report as a list, its findings and what was not read as data frames, and the JSON that a later scan compares with.
///
/// # Errors
/// [`Unavailable`](omniplug_core::ErrorKind::Unavailable) when R can't make it.
pub(crate) fn answer(report: &Report) -> Result<Robj> {
    let json = serde_json::to_string(report);
    let json =
        json.map_err(|error| invalid("the report can't be written as JSON").with_source(error))?;
    let mut rest = output::json(report)?;
    rest["findings"] = Value::Null;
    rest["unread"] = Value::Null;
    named([
        ("report", output::plain(&rest)?),
        ("findings", records::frame(&report.findings, &FINDINGS, &OF_LOCATION)?),
        ("unread", records::frame(&report.unread, &["file", "reason"], &[])?),
        ("json", strings([json.as_str()])),
    ])
}
