//! The connection to the database: opening, migrating, transactions.

use super::error::{explain, explain_migration};
use crate::{Error, ErrorKind, Result};
use jiff::Timestamp;
use serde::Serialize;
use serde::de::DeserializeOwned;
use sqlx::any::{AnyConnectOptions, AnyPoolOptions};
use sqlx::{Any, AnyConnection, AnyPool, Connection, Executor, Transaction};
use std::fs::File;
use std::os::unix::fs::OpenOptionsExt;
use std::path::{Path, PathBuf};
use std::str::FromStr;
use std::time::{Duration, Instant};

/// How long a statement waits for another process's write.
const BUSY_TIMEOUT: Duration = Duration::from_secs(10);

/// How long connections that are in use are waited for when all are closed.
const GIVEN_BACK: Duration = Duration::from_secs(1);

/// Rows of plugins, executions and events.
///
/// With SQLite there are two pools over the same file in WAL mode. Executions are recorded with
/// `synchronous=NORMAL`, which saves a disk flush per record: a power failure may lose the last records and
/// never damages the file. Changes of plugins are made with `synchronous=FULL` over one connection: what a
/// call reported as done stays done, and files are only removed after their rows are surely gone.
#[derive(Debug, Clone)]
pub(crate) struct Database {
    records: AnyPool,
    changes: AnyPool,
    place: String,
}

impl Database {
    /// Opens the database file, which is made when it is missing, and brings its tables up to date.
    pub(crate) async fn open_file(file: &Path) -> Result<Self> {
        let text = file.to_str().ok_or_else(|| {
            Error::new(
                ErrorKind::Storage,
                format!("the path `{}` is not valid Unicode", file.display()),
            )
            .with_hint("choose a home folder whose path is plain text")
        })?;
        // It holds configurations, and with them secrets. SQLite gives its other files the same mode, and it
        // says why where the file can't be made.
        let _ = File::options().create(true).append(true).mode(0o600).open(file);
        Self::open(&format!("sqlite://{}?mode=rwc", percent_encode(text)), text).await
    }

    /// Opens the database at a URL, as in `sqlite:///var/lib/omniplug/plugins.db?mode=rwc`.
    pub(crate) async fn open_url(url: &str) -> Result<Self> {
        if !url.starts_with("sqlite:") || url.contains(":memory:") || url.contains("mode=memory") {
            return Err(Error::new(
                ErrorKind::Storage,
                format!("the database URL `{}` is not supported", without_password(url)),
            )
            .with_hint("use `sqlite:` with the path of a file"));
        }
        Self::open(url, url).await
    }

    async fn open(url: &str, place: &str) -> Result<Self> {
        // Fails where the host has installed drivers already; then those are used.
        let _ = sqlx::any::install_drivers(&[sqlx::sqlite::any::DRIVER]);
        let options = AnyConnectOptions::from_str(url).map_err(|error| explain(error, place))?;
        // A pool tries again and again where a single connection says at once what is wrong.
        let mut connection = connect(&options).await.map_err(|error| explain(error, place))?;
        sqlx::migrate!("./migrations")
            .run(&mut connection)
            .await
            .map_err(|error| explain_migration(error, place))?;
        connection.close().await.map_err(|error| explain(error, place))?;
        Ok(Self {
            records: pool(options.clone(), "NORMAL", 4),
            changes: pool(options, "FULL", 1),
            place: place.to_owned(),
        })
    }

    /// Where it is, for messages.
    pub(crate) fn place(&self) -> &str {
        &self.place
    }

    /// The file that it is in, as an absolute path.
    pub(crate) async fn file(&self) -> Result<PathBuf> {
        let file: String =
            sqlx::query_scalar("SELECT file FROM pragma_database_list WHERE name = 'main'")
                .fetch_one(self.records())
                .await
                .map_err(self.explain())?;
        Ok(file.into())
    }

    /// For reading, and for writing what a power failure may lose.
    pub(super) fn records(&self) -> &AnyPool {
        &self.records
    }

    /// Begins a change of plugins. It takes the write lock at once, so that what it reads stays true.
    pub(super) async fn begin(&self) -> Result<Transaction<'static, Any>> {
        self.changes.begin_with("BEGIN IMMEDIATE").await.map_err(self.explain())
    }

    /// Explains an error of the driver.
    pub(super) fn explain(&self) -> impl Fn(sqlx::Error) -> Error + '_ {
        |error| explain(error, &self.place)
    }

    /// Reads a value that was stored as JSON.
    pub(super) fn parse_json<T: DeserializeOwned>(&self, text: &str, what: &str) -> Result<T> {
        serde_json::from_str(text).map_err(|error| self.unreadable(what).with_source(error))
    }

    /// The error for a stored value that makes no sense.
    pub(super) fn unreadable(&self, what: &str) -> Error {
        Error::new(
            ErrorKind::Storage,
            format!("the store `{}` holds an unreadable {what}", self.place),
        )
        .with_hint("use the version of omniplug that wrote it, or restore the store from a backup")
    }

    /// Closes all connections, which folds the write-ahead log back into the file. What comes later opens new ones.
    /// Those that are in use all the time stay.
    pub(crate) async fn close(&self) {
        for pool in [&self.records, &self.changes] {
            let end = Instant::now() + GIVEN_BACK;
            while pool.size() > 0 && Instant::now() < end {
                match pool.try_acquire() {
                    // It is gone, whatever its end was.
                    Some(connection) => drop(connection.close().await),
                    // A task of the runtime gives back what a call had, when that has been answered already.
                    None => tokio::time::sleep(Duration::from_millis(1)).await,
                }
            }
        }
    }
}

/// Writes a value as JSON for a column.
pub(super) fn to_json<T: Serialize>(value: &T) -> Result<String> {
    serde_json::to_string(value).map_err(|error| {
        Error::new(ErrorKind::Storage, "a value could not be written as JSON").with_source(error)
    })
}

/// The present with the milliseconds that are kept.
pub(crate) fn now() -> Timestamp {
    let now = Timestamp::now();
    Timestamp::from_millisecond(now.as_millisecond()).unwrap_or(now)
}

async fn connect(options: &AnyConnectOptions) -> sqlx::Result<AnyConnection> {
    let mut connection = AnyConnection::connect_with(options).await?;
    configure(&mut connection, "FULL").await?;
    Ok(connection)
}

fn pool(options: AnyConnectOptions, synchronous: &'static str, connections: u32) -> AnyPool {
    AnyPoolOptions::new()
        .max_connections(connections)
        .acquire_timeout(Duration::from_secs(60))
        .after_connect(move |connection, _| Box::pin(configure(connection, synchronous)))
        .connect_lazy_with(options)
}

async fn configure(connection: &mut AnyConnection, synchronous: &str) -> sqlx::Result<()> {
    let milliseconds = BUSY_TIMEOUT.as_millis();
    let pragmas = format!(
        "PRAGMA busy_timeout = {milliseconds}; PRAGMA journal_mode = WAL; \
         PRAGMA synchronous = {synchronous}; PRAGMA foreign_keys = ON;"
    );
    connection.execute(sqlx::AssertSqlSafe(pragmas)).await?;
    Ok(())
}

/// Writes a path so that a URL's special characters stay part of it.
fn percent_encode(text: &str) -> String {
    let mut encoded = String::with_capacity(text.len());
    for byte in text.bytes() {
        match byte {
            b'/' | b'-' | b'_' | b'.' | b'~' | b'0'..=b'9' | b'a'..=b'z' | b'A'..=b'Z' => {
                encoded.push(char::from(byte));
            }
            _ => encoded.push_str(&format!("%{byte:02X}")),
        }
    }
    encoded
}

/// A URL for messages: what stands before `@` may be a password.
fn without_password(url: &str) -> String {
    match (url.split_once("://"), url.rsplit_once('@')) {
        (Some((scheme, _)), Some((_, place))) => format!("{scheme}://…@{place}"),
        _ => url.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::sandbox::Status;
    use crate::storage::Finish;
    use std::os::unix::fs::PermissionsExt;

    async fn message(file: &Path) -> String {
        Database::open_file(file).await.unwrap_err().to_string()
    }

    #[tokio::test]
    async fn opens_twice_at_a_path_with_special_characters() {
        let folder = tempfile::tempdir().unwrap();
        let file = folder.path().join("a b%20?#ü.db");
        Database::open_file(&file).await.unwrap().close().await;
        assert!(file.is_file());
        Database::open_file(&file).await.unwrap();
    }

    #[tokio::test]
    async fn only_its_owner_can_read_it_whatever_the_folder_allows() {
        let folder = tempfile::tempdir().unwrap();
        std::fs::set_permissions(folder.path(), std::fs::Permissions::from_mode(0o755)).unwrap();
        let database = Database::open_file(&folder.path().join("db")).await.unwrap();
        database.plugins().await.unwrap();
        let files = std::fs::read_dir(folder.path()).unwrap();
        for file in files.map(Result::unwrap) {
            let mode = file.metadata().unwrap().permissions().mode();
            assert_eq!(mode & 0o777, 0o600, "{}", file.path().display());
        }
    }

    #[tokio::test]
    async fn uses_write_ahead_log_and_the_chosen_durability() {
        let folder = tempfile::tempdir().unwrap();
        let database = Database::open_file(&folder.path().join("db")).await.unwrap();
        let pragma = async |pool: &AnyPool, name: &str| -> String {
            let sql =
                sqlx::AssertSqlSafe(format!("SELECT CAST({name} AS TEXT) FROM pragma_{name}"));
            sqlx::query_scalar(sql).fetch_one(pool).await.unwrap()
        };
        assert_eq!(pragma(&database.records, "journal_mode").await, "wal");
        assert_eq!(pragma(&database.records, "synchronous").await, "1");
        assert_eq!(pragma(&database.changes, "synchronous").await, "2");
        assert_eq!(pragma(&database.changes, "foreign_keys").await, "1");
    }

    /// How many descriptors of this process are files below a folder.
    fn open_below(folder: &Path) -> usize {
        let open = std::fs::read_dir("/proc/self/fd").unwrap().map(Result::unwrap);
        let files = open.filter_map(|descriptor| std::fs::read_link(descriptor.path()).ok());
        files.filter(|file| file.starts_with(folder)).count()
    }

    #[tokio::test(flavor = "multi_thread")]
    async fn closed_it_holds_no_file_and_still_answers() {
        let folder = tempfile::tempdir().unwrap();
        let folder = folder.path().canonicalize().unwrap();
        let database = Database::open_file(&folder.join("db")).await.unwrap();
        for _ in 0..20 {
            let readers = (0..4).map(|_| {
                let database = database.clone();
                tokio::spawn(async move { database.plugins().await.unwrap() })
            });
            for reader in readers.collect::<Vec<_>>() {
                reader.await.unwrap();
            }
            database.begin().await.unwrap().commit().await.unwrap();
            assert!(open_below(&folder) > 0);
            database.close().await;
            assert_eq!(open_below(&folder), 0);
        }
    }

    #[tokio::test]
    async fn refuses_a_store_from_a_newer_version() {
        let folder = tempfile::tempdir().unwrap();
        let file = folder.path().join("db");
        let database = Database::open_file(&file).await.unwrap();
        sqlx::query("UPDATE _sqlx_migrations SET version = 9999 WHERE version = 1")
            .execute(&database.changes)
            .await
            .unwrap();
        database.close().await;
        let message = message(&file).await;
        assert!(message.contains("newer version (it has migration `9999`)"), "{message}");
        assert!(message.contains("hint: "), "{message}");
    }

    #[tokio::test]
    async fn refuses_a_file_that_is_no_database() {
        let folder = tempfile::tempdir().unwrap();
        let file = folder.path().join("db");
        std::fs::write(&file, "these are not the rows you look for".repeat(100)).unwrap();
        let message = message(&file).await;
        assert!(message.contains("is damaged or is not a database"), "{message}");
        assert!(message.contains("hint: restore it"), "{message}");
    }

    #[tokio::test]
    async fn refuses_a_damaged_file() {
        let folder = tempfile::tempdir().unwrap();
        let file = folder.path().join("db");
        Database::open_file(&file).await.unwrap().close().await;
        let mut bytes = std::fs::read(&file).unwrap();
        bytes[100..].fill(0xa5);
        std::fs::write(&file, bytes).unwrap();
        let message = message(&file).await;
        assert!(message.contains("is damaged or is not a database"), "{message}");
    }

    #[tokio::test]
    async fn says_when_it_can_only_be_read() {
        let folder = tempfile::tempdir().unwrap();
        let file = folder.path().join("db");
        Database::open_file(&file).await.unwrap().close().await;
        let url = format!("sqlite://{}?mode=ro", file.display());
        let database = Database::open_url(&url).await.unwrap();
        assert!(database.plugins().await.unwrap().is_empty());
        let finish =
            Finish::failed(Status::Error, crate::sandbox::Failure::new("test", "a row to write"));
        let message = database.finish_execution("x", &finish).await.unwrap_err().to_string();
        assert!(message.contains("can't be written"), "{message}");
        assert!(message.contains("hint: give this user write permission"), "{message}");
    }

    #[tokio::test]
    async fn says_when_the_folder_is_missing() {
        let message = message(Path::new("/nonexistent/folder/omniplug.db")).await;
        assert!(message.contains("can't be opened"), "{message}");
    }

    #[tokio::test]
    async fn refuses_other_databases_without_showing_a_password() {
        let error = Database::open_url("postgres://me:secret@host/db").await.unwrap_err();
        assert!(!error.to_string().contains("secret"), "{error}");
        assert!(Database::open_url("sqlite::memory:").await.is_err());
    }
}
