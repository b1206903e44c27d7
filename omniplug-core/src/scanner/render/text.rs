//! A report for people.

use super::clean::clean;
use super::code_line::code_line;
use crate::scanner::{Finding, Report, Severity, Verdict, place};
use std::fmt::Write;

/// How a report looks.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Style {
    /// Whether it has colours, as terminals show them.
    pub colour: bool,
    /// Whether findings below the least severity that warns or blocks are shown one by one.
    pub all: bool,
}

/// Writes a report for people: what was not read, the findings with their lines, the verdict and its reasons.
///
/// Nothing of the scanned files can steer a terminal: control characters are replaced.
pub fn text(report: &Report, style: Style) -> String {
    let mut page = Page { text: String::new(), colour: style.colour };
    page.unread(report);
    let is_shown = |finding: &&Finding| style.all || finding.severity >= Severity::Medium;
    report.findings.iter().filter(is_shown).for_each(|finding| page.finding(finding));
    let hidden = report.findings.iter().filter(|finding| !is_shown(finding)).count();
    if hidden > 0 {
        page.line(
            "note",
            "2",
            &format!("findings of low and info severity that are not shown: {hidden}"),
        );
    }
    page.capabilities(report);
    page.dependencies(report);
    page.totals(report);
    page.verdict(report);
    page.text
}

struct Page {
    text: String,
    colour: bool,
}

impl Page {
    /// Text without what could steer a terminal, in a colour.
    fn paint(&self, colour: &str, text: &str) -> String {
        let text = clean(text);
        if self.colour { format!("\x1b[{colour}m{text}\x1b[0m") } else { text }
    }

    fn line(&mut self, label: &str, colour: &str, text: &str) {
        let label = self.paint(colour, &format!("{label}:"));
        let _ = writeln!(self.text, "{label} {}", clean(text));
    }

    fn unread(&mut self, report: &Report) {
        for unread in &report.unread {
            let line = format!("{} {}", unread.file.display(), unread.reason);
            self.line("not read", "1;31", &line);
        }
        if !report.unread.is_empty() {
            self.text.push('\n');
        }
    }

    fn finding(&mut self, finding: &Finding) {
        let location = &finding.location;
        let mut place = location.file.display().to_string();
        if let Some(cell) = location.cell {
            let _ = write!(place, ":cell {cell}");
        }
        if location.line > 0 {
            let _ = write!(place, ":{}:{}", location.line, location.column);
        }
        let severity = self.paint(colour(finding.severity), finding.severity.as_str());
        let place = self.paint("1", &place);
        let message = clean(&finding.message);
        let _ = writeln!(self.text, "{place}: {severity} {} {message}", finding.rule);
        if !finding.snippet.is_empty() && location.line > 0 {
            self.code(finding);
        }
        let mut note = |text: String| {
            let _ = writeln!(self.text, "       = {}", clean(&text));
        };
        if let Some(suppression) = &finding.suppression {
            let reason = suppression.reason.as_deref().unwrap_or("no reason given");
            note(format!("its author asks to look away (`{}`): {reason}", suppression.comment));
        }
        if let Some(reason) = &finding.allowed {
            note(format!("allowed by this host: {reason}"));
        }
        if let Some(command) = &finding.update {
            note(format!("mend it with: {command}"));
        }
        if finding.known {
            note("known from the baseline".into());
        }
        if finding.vendored {
            note("in a copy of another package".into());
        }
    }

    /// The line, with a mark under the place.
    fn code(&mut self, finding: &Finding) {
        let location = &finding.location;
        let left_out = place::left_out(location.column);
        let at = location.column.saturating_sub(left_out.max(1)) as usize;
        let (line, before) = code_line(&finding.snippet, at);
        let bar = self.paint("1;34", &format!("{:>6} |", location.line));
        let _ = writeln!(self.text, "{bar} {line}");
        let bar = self.paint("1;34", "       |");
        let mark = self.paint(colour(finding.severity), "^");
        let _ = writeln!(self.text, "{bar} {:before$}{mark}", "");
    }

    fn capabilities(&mut self, report: &Report) {
        if report.capabilities.is_empty() {
            return;
        }
        self.text.push_str("\nThe code is able to:\n");
        for (capability, files) in &report.capabilities {
            let names: Vec<String> =
                files.iter().take(3).map(|file| file.display().to_string()).collect();
            let more = match files.len().saturating_sub(3) {
                0 => String::new(),
                more => format!(" and {more} more"),
            };
            let line = format!("  {:<13} {}{more}", capability.as_str(), names.join(", "));
            self.text.push_str(&clean(&line));
            self.text.push('\n');
        }
    }

    fn dependencies(&mut self, report: &Report) {
        let audit = &report.dependencies;
        if let Some(data) = &audit.advisories {
            let age = match data.age_days {
                Some(1) => ", the newest 1 day old".to_owned(),
                Some(days) => format!(", the newest {days} days old"),
                None => String::new(),
            };
            let (packages, advisories) = (audit.packages.len(), data.advisories);
            let line = format!("{packages} packages compared with {advisories} advisories{age}\n");
            self.text.push('\n');
            self.text.push_str(&line);
        }
        for warning in &audit.warnings {
            self.line("warning", "1;33", warning);
        }
    }

    fn totals(&mut self, report: &Report) {
        let totals = &report.totals;
        let counts: Vec<String> = Severity::ALL
            .into_iter()
            .filter_map(|severity| {
                let count = totals.findings.get(&severity).copied().filter(|count| *count > 0)?;
                Some(format!("{count} {}", severity.as_str()))
            })
            .collect();
        let counts = if counts.is_empty() { "none".to_owned() } else { counts.join(", ") };
        let (files, lines) = (totals.files, totals.lines);
        // An audit reads no source.
        let read = if files == 0 {
            String::new()
        } else {
            format!("{files} files with {lines} lines read; ")
        };
        let _ = write!(self.text, "\n{read}findings: {counts}");
        for (count, what) in [
            (totals.suppressed, "with a comment that asks to look away"),
            (totals.allowed, "allowed"),
            (totals.known, "known"),
            (totals.vendored, "in copies of other packages"),
        ] {
            if count > 0 {
                let _ = write!(self.text, "; {count} {what}");
            }
        }
        self.text.push('\n');
    }

    fn verdict(&mut self, report: &Report) {
        for reason in &report.reasons {
            self.text.push_str("  ");
            self.text.push_str(&clean(reason));
            self.text.push('\n');
        }
        let (words, colour) = match report.verdict {
            Verdict::Pass => ("pass", "1;32"),
            Verdict::Warn => ("warn", "1;33"),
            Verdict::Block => ("block", "1;31"),
            Verdict::CouldNotScan => ("could not scan", "1;35"),
        };
        self.line("verdict", colour, words);
    }
}

fn colour(severity: Severity) -> &'static str {
    match severity {
        Severity::Critical | Severity::High => "1;31",
        Severity::Medium => "1;33",
        Severity::Low => "1;36",
        Severity::Info => "2",
    }
}
