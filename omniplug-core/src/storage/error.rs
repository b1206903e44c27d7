//! From the database driver's errors to ours, each with its remedy.

use crate::{Error, ErrorKind};
use sqlx::migrate::MigrateError;

/// Primary result codes of SQLite, from <https://sqlite.org/rescode.html>; an extended code has its primary
/// one in the lowest byte.
mod code {
    pub(super) const BUSY: i64 = 5;
    pub(super) const READONLY: i64 = 8;
    pub(super) const CORRUPT: i64 = 11;
    pub(super) const FULL: i64 = 13;
    pub(super) const CANTOPEN: i64 = 14;
    pub(super) const NOTADB: i64 = 26;
}

/// Explains why the store at `place` could not be used.
pub(super) fn explain(error: sqlx::Error, place: &str) -> Error {
    let storage = |what: &str, hint: &str| {
        Error::new(ErrorKind::Storage, format!("the store `{place}` {what}")).with_hint(hint)
    };
    let explained = match primary_code(&error) {
        Some(code::BUSY) => storage(
            "stays locked by another process",
            "wait until the other process has finished, then try again",
        ),
        Some(code::READONLY) => storage(
            "can't be written",
            "give this user write permission for the file and its folder, or choose another home",
        ),
        Some(code::CANTOPEN) => storage(
            "can't be opened",
            "check that the folder exists and that this user may read and write in it",
        ),
        Some(code::CORRUPT | code::NOTADB) => storage(
            "is damaged or is not a database",
            "restore it from a backup, or move it away and install the plugins again",
        ),
        Some(code::FULL) => storage("has no space left to grow", "free some disk space"),
        _ => Error::new(ErrorKind::Storage, format!("the store `{place}` could not be used")),
    };
    explained.with_source(error)
}

/// Explains why the tables of the store at `place` could not be brought up to date.
pub(super) fn explain_migration(error: MigrateError, place: &str) -> Error {
    match error {
        MigrateError::VersionMissing(version) => Error::new(
            ErrorKind::Storage,
            format!(
                "the store `{place}` was written by a newer version (it has migration `{version}`)"
            ),
        )
        .with_hint("use the newer version, or choose another home"),
        MigrateError::VersionMismatch(version) => Error::new(
            ErrorKind::Storage,
            format!(
                "the store `{place}` was made by a different build (migration `{version}` differs)"
            ),
        )
        .with_hint("use the build that made it, or choose another home"),
        MigrateError::Execute(error) | MigrateError::ExecuteMigration(error, _) => {
            explain(error, place)
        }
        other => Error::new(
            ErrorKind::Storage,
            format!("the tables of the store `{place}` could not be made"),
        )
        .with_source(other),
    }
}

fn primary_code(error: &sqlx::Error) -> Option<i64> {
    let code = error.as_database_error()?.code()?;
    code.parse::<i64>().ok().map(|code| code & 0xff)
}
