//! What reading requirements collects.

use super::version::Range;
use crate::manifest::Dependency;
use crate::scanner::rules::dependency::FROM_A_PLACE;
use crate::scanner::{Ecosystem, Finding, Location, Requirement, Unread};
use std::path::Path;

/// A package that is asked for, with its range.
#[derive(Debug)]
pub(super) struct Wanted {
    pub(super) requirement: Requirement,
    pub(super) range: Range,
    /// The line as it stands.
    pub(super) snippet: String,
    /// Whether the file is one in which authors choose versions.
    pub(super) is_choice: bool,
}

/// What the files of a package ask for.
#[derive(Debug, Default)]
pub(super) struct Collected {
    pub(super) wanted: Vec<Wanted>,
    pub(super) findings: Vec<Finding>,
    pub(super) unread: Vec<Unread>,
}

/// A line of a file.
#[derive(Debug, Clone, Copy)]
pub(super) struct Line<'a> {
    pub(super) file: &'a Path,
    /// From 1.
    pub(super) number: u32,
    pub(super) text: &'a str,
}

impl Collected {
    /// Adds a requirement; one that can't be read is told.
    pub(super) fn add(
        &mut self,
        line: Line<'_>,
        ecosystem: Ecosystem,
        dependency: &Dependency,
        is_choice: bool,
    ) {
        match Range::of(ecosystem, dependency) {
            Ok(range) => self.wanted.push(Wanted {
                requirement: Requirement {
                    ecosystem,
                    name: dependency.name.clone(),
                    version: range.exact(),
                    range: dependency.requirement.clone(),
                    location: Location::line(line.file, line.number),
                },
                range,
                snippet: line.text.trim().chars().take(200).collect(),
                is_choice,
            }),
            Err(reason) => self.skip(line, &reason),
        }
    }

    /// Reads a requirement as text and adds it.
    pub(super) fn parse(&mut self, line: Line<'_>, ecosystem: Ecosystem, text: &str, choice: bool) {
        let text = text.trim();
        let is_place = text.contains(" @ ") || text.contains("://") || text.starts_with("git+");
        if is_place {
            return self.place(line, text);
        }
        match text.parse::<Dependency>() {
            Ok(dependency) => self.add(line, ecosystem, &dependency, choice),
            Err(reason) => self.skip(line, &reason),
        }
    }

    /// Adds one version of a package that is installed or locked.
    pub(super) fn exact(
        &mut self,
        line: Line<'_>,
        ecosystem: Ecosystem,
        name: &str,
        version: &str,
    ) {
        let dependency = Dependency {
            name: name.to_owned(),
            extras: Vec::new(),
            requirement: format!("=={version}"),
            marker: String::new(),
            kind: Default::default(),
        };
        self.add(line, ecosystem, &dependency, false);
    }

    pub(super) fn place(&mut self, line: Line<'_>, text: &str) {
        let message = format!("`{}` is not a release of the registry", text.escape_debug());
        let location = Location::line(line.file, line.number);
        self.findings.push(Finding::new(&FROM_A_PLACE, message, location, line.text.trim()));
    }

    pub(super) fn skip(&mut self, line: Line<'_>, reason: &str) {
        let reason = format!("line {} is no requirement: {reason}", line.number);
        self.unread.push(Unread { file: line.file.to_owned(), reason });
    }
}
