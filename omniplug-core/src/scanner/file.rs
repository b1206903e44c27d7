//! One file: read, taken apart, analysed.

use super::analysis::Analysis;
use super::classify::{Classified, Kind, classify};
use super::pieces::{Piece, pieces};
use super::place::Lines;
use super::rules::package::UNUSUAL_ENCODING;
use super::walk::{Entry, EntryKind};
use super::{Capability, Finding, Location, ScanLimits, engine, package, source, suppression};
use crate::sandbox::Language;
use rustix::fs::{Mode, OFlags};
use std::collections::BTreeSet;
use std::fs::File;
use std::io::{self, Read};

/// What one file gave.
#[derive(Debug, Default)]
pub(super) struct Scanned {
    pub(super) findings: Vec<Finding>,
    pub(super) capabilities: BTreeSet<Capability>,
    /// Why it, or a part of it, was not read.
    pub(super) unread: Vec<String>,
    /// The lines of source; `None` where it is no source.
    pub(super) lines: Option<u64>,
}

/// How many bytes of a file tell what it is.
const HEAD: u64 = 64 << 10;

/// Scans a file. `named` is the language that a manifest gives it; `is_plugin` whether there is a manifest.
pub(super) fn scan(
    entry: &Entry,
    named: Option<Language>,
    is_plugin: bool,
    limits: &ScanLimits,
) -> Scanned {
    let mut scanned = Scanned::default();
    scanned.findings.extend(package::check_entry(entry));
    if entry.kind != EntryKind::File {
        return scanned;
    }
    if let Err(error) = scanned.read(entry, named, is_plugin, limits) {
        scanned.unread.push(format!("can't be read: {error}"));
    }
    if scanned.findings.len() > limits.findings {
        let most = limits.findings;
        // The worst are kept, so that a flood of small ones hides nothing.
        scanned.findings.sort_by_key(|finding| std::cmp::Reverse(finding.severity));
        scanned.findings.truncate(most);
        scanned
            .unread
            .push(format!("has more than {most} findings, the worst of which are listed"));
    }
    scanned
}

impl Scanned {
    fn read(
        &mut self,
        entry: &Entry,
        named: Option<Language>,
        is_plugin: bool,
        limits: &ScanLimits,
    ) -> io::Result<()> {
        let mut file = open(entry)?;
        let mut bytes = Vec::new();
        Read::by_ref(&mut file).take(HEAD).read_to_end(&mut bytes)?;
        let is_archive = package::check_content(entry, &bytes, is_plugin, self);
        if is_archive {
            self.findings.extend(package::check_archive(entry, &mut file));
            return Ok(());
        }
        let class = classify(entry, &bytes, named);
        if class.kind == Kind::Other {
            return Ok(());
        }
        Read::by_ref(&mut file).take(limits.source_size).read_to_end(&mut bytes)?;
        if bytes.len() as u64 > limits.source_size {
            let (size, limit) = (entry.size, limits.source_size);
            // What only looks like source in its beginning is data that long.
            if class.certain {
                self.unread.push(format!("has {size} bytes, and at most {limit} are read"));
                self.lines = Some(0);
            }
            return Ok(());
        }
        self.text(entry, class, &bytes);
        Ok(())
    }

    fn text(&mut self, entry: &Entry, class: Classified, bytes: &[u8]) {
        let decoded = source::decode(bytes);
        let lines = Lines::new(&decoded.text);
        let mut found = match pieces(class.kind, &entry.path, &decoded.text) {
            Ok(found) => found,
            Err(reason) => return self.unread.push(reason),
        };
        let analyses: Vec<(&Piece<'_>, Analysis)> = found
            .pieces
            .iter()
            .map(|piece| (piece, engine::analyse(piece.language, &piece.text)))
            .collect();
        if !class.certain && analyses.iter().any(|(_, analysis)| analysis.unreadable.is_some()) {
            return;
        }
        self.lines = Some(lines.count());
        if class.kind == Kind::Shell {
            self.findings.extend(package::check_shell(entry, &decoded.text));
        }
        self.doubt(entry, class.kind, &decoded);
        for (piece, analysis) in analyses {
            match analysis.unreadable {
                Some(_) if piece.cells.len() > 1 => self.cells(entry, piece),
                _ => self.take(entry, piece, &lines, analysis),
            }
        }
        self.findings.append(&mut found.findings);
    }

    /// What the encoding leaves open.
    fn doubt(&mut self, entry: &Entry, kind: Kind, decoded: &source::Decoded<'_>) {
        let Some(doubt) = &decoded.doubt else { return };
        // R reads bytes of the locale, most of them in comments; Python refuses the file or reads another text.
        let is_r = kind == Kind::R && decoded.encoding.as_deref() == Some("unknown-8bit");
        if !is_r {
            self.unread.push(doubt.clone());
        }
        let is_named = decoded.encoding.as_deref().filter(|name| *name != "unknown-8bit");
        if let Some(name) = is_named {
            let message = format!("the file names the encoding `{}`", name.escape_debug());
            let location = Location::line(&entry.path, 1);
            self.findings.push(Finding::new(&UNUSUAL_ENCODING, message, location, ""));
        }
    }

    /// Analyses the cells of a notebook one by one, since one of them spoils the whole.
    fn cells(&mut self, entry: &Entry, piece: &Piece<'_>) {
        for cell in piece.split() {
            let lines = Lines::new(&cell.text);
            let mut analysis = engine::analyse(cell.language, &cell.text);
            let number = cell.cells.first().map_or(0, |(_, number)| *number);
            analysis.unreadable =
                analysis.unreadable.map(|reason| format!("cell {number}: {reason}"));
            self.take(entry, &cell, &lines, analysis);
        }
    }

    /// Places what an analysis found. `lines` are those that a report shows.
    fn take(&mut self, entry: &Entry, piece: &Piece<'_>, lines: &Lines<'_>, analysis: Analysis) {
        let own = Lines::new(&piece.text);
        let requests = suppression::find(&piece.text, &own, &analysis.comments);
        self.capabilities.extend(&analysis.capabilities);
        self.unread.extend(analysis.unreadable);
        for raw in analysis.findings {
            let location = own.locate(&entry.path, raw.start, raw.end);
            let shown = if piece.cells.is_empty() { lines } else { &own };
            let snippet = shown.snippet(location.line, location.column);
            let mut finding = Finding::new(raw.rule, raw.message, location, snippet);
            (finding.severity, finding.confidence) = (raw.severity, raw.confidence);
            suppression::mark(&mut finding, raw.rule, &requests);
            let place = &mut finding.location;
            let length = place.end_line.saturating_sub(place.line);
            (place.line, place.cell) = piece.cell_line(place.line);
            place.end_line = place.line.saturating_add(length);
            self.findings.push(finding);
        }
    }
}

/// Opens a file that was listed as one, without waiting and without following what took its place.
fn open(entry: &Entry) -> io::Result<File> {
    let flags = OFlags::RDONLY | OFlags::NOFOLLOW | OFlags::NONBLOCK | OFlags::CLOEXEC;
    let file = File::from(rustix::fs::open(&entry.source, flags, Mode::empty())?);
    if file.metadata()?.is_file() {
        return Ok(file);
    }
    Err(io::Error::other("it is not a file any more"))
}
