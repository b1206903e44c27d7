//! What the command's exit status means: the one place where it is decided.

use omniplug_core::ErrorKind;
use omniplug_core::sandbox::Status;
use omniplug_core::scanner::Verdict;
use std::process::ExitCode;

/// The exit codes, for `--help`.
pub(crate) const HELP: &str = "\
Exit codes:
  0    success
  1    the plugin failed
  2    the command line is wrong
  3    the plugin or file was not found
  4    the call, the package or the plugin was refused
  5    timeout
  6    out of memory, or the output was too large
  7    the host, its store or its sandbox failed
  8    too much runs or waits already: try again after the time that is told
  10   the scan warns
  11   the scan blocks
  12   something could not be scanned
  130  cancelled";

/// How the command ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Exit {
    Success = 0,
    Plugin = 1,
    NotFound = 3,
    Refused = 4,
    Timeout = 5,
    TooLarge = 6,
    Host = 7,
    Busy = 8,
    ScanWarns = 10,
    ScanBlocks = 11,
    NotScanned = 12,
    Cancelled = 130,
}

impl From<Exit> for ExitCode {
    fn from(exit: Exit) -> Self {
        Self::from(exit as u8)
    }
}

impl From<ErrorKind> for Exit {
    fn from(kind: ErrorKind) -> Self {
        match kind {
            ErrorKind::NotFound => Self::NotFound,
            ErrorKind::Busy => Self::Busy,
            ErrorKind::Unavailable | ErrorKind::Storage | ErrorKind::Sandbox => Self::Host,
            _ => Self::Refused,
        }
    }
}

impl From<Verdict> for Exit {
    fn from(verdict: Verdict) -> Self {
        match verdict {
            Verdict::Pass => Self::Success,
            Verdict::Warn => Self::ScanWarns,
            Verdict::Block => Self::ScanBlocks,
            Verdict::CouldNotScan => Self::NotScanned,
        }
    }
}

impl From<Option<Status>> for Exit {
    fn from(status: Option<Status>) -> Self {
        match status {
            Some(Status::Success) => Self::Success,
            Some(Status::Failure) => Self::Plugin,
            Some(Status::Timeout) => Self::Timeout,
            Some(Status::Cancelled) => Self::Cancelled,
            Some(Status::OutOfMemory | Status::OutputTooLarge) => Self::TooLarge,
            Some(Status::Refused) => Self::Refused,
            Some(Status::Error) | None => Self::Host,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_help_names_every_code() {
        for exit in [
            Exit::Success,
            Exit::Plugin,
            Exit::NotFound,
            Exit::Refused,
            Exit::Timeout,
            Exit::TooLarge,
            Exit::Host,
            Exit::Busy,
            Exit::ScanWarns,
            Exit::ScanBlocks,
            Exit::NotScanned,
            Exit::Cancelled,
        ] {
            let code = (exit as u8).to_string();
            assert!(
                HELP.lines().any(|line| line.split_whitespace().next() == Some(&code)),
                "{exit:?}"
            );
        }
    }
}
