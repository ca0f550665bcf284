//! What SQLite does its own way: connecting, one writer, and what its errors mean.

use std::borrow::Cow;
use std::path::Path;
use std::time::Duration;

use async_trait::async_trait;
use kelisim_store::{Result, Store, StoreError};
use sqlx::error::DatabaseError;
use sqlx::sqlite::{SqliteConnectOptions, SqliteJournalMode, SqlitePoolOptions, SqliteSynchronous};
use sqlx::{Connection as _, Pool, Sqlite, SqliteConnection, Transaction};

/// The steps that bring the schema up to this version.
pub static MIGRATOR: sqlx::migrate::Migrator = sqlx::migrate!("./migrations");

/// The store on SQLite: one connection that writes, several that read.
#[derive(Debug, Clone)]
pub struct SqliteStore {
    write: Pool<Sqlite>,
    read: Pool<Sqlite>,
    place: String,
}

impl SqliteStore {
    /// Opens the database file, making it when it is not there.
    ///
    /// WAL with `synchronous=FULL`: an acknowledged write survives loss of power.
    ///
    /// # Errors
    /// When the file cannot be opened.
    pub async fn open(path: &Path) -> Result<Self> {
        let options = SqliteConnectOptions::new()
            .filename(path)
            .create_if_missing(true)
            .journal_mode(SqliteJournalMode::Wal)
            .synchronous(SqliteSynchronous::Full)
            .foreign_keys(true)
            .busy_timeout(Duration::from_secs(10))
            .row_buffer_size(1024)
            .statement_cache_capacity(256)
            .pragma("mmap_size", "268435456")
            .pragma("temp_store", "memory")
            // What a forgotten person's rows held is overwritten with zeros.
            .pragma("secure_delete", "on");
        let readers = std::thread::available_parallelism().map_or(4, |n| n.get() * 2);
        let readers = u32::try_from(readers).unwrap_or(4).clamp(2, 16);
        let write = SqlitePoolOptions::new()
            .max_connections(1)
            .acquire_timeout(Duration::from_secs(10))
            .after_release(|connection, _| Box::pin(is_clean(connection)))
            .connect_with(options.clone())
            .await
            .map_err(failed)?;
        let read = SqlitePoolOptions::new()
            .min_connections(1)
            .max_connections(readers)
            .acquire_timeout(Duration::from_secs(10))
            .connect_with(options.pragma("query_only", "on"))
            .await
            .map_err(failed)?;
        Ok(Self { write, read, place: path.display().to_string() })
    }

    pub(crate) async fn begin_write(&self) -> sqlx::Result<Transaction<'static, Sqlite>> {
        self.write.begin_with("BEGIN IMMEDIATE").await
    }

    /// A transaction that sees the database as of its first statement, whoever writes meanwhile.
    pub(crate) async fn begin_snapshot(&self) -> sqlx::Result<Transaction<'static, Sqlite>> {
        self.read.begin().await
    }

    pub(crate) const fn reader(&self) -> &Pool<Sqlite> {
        &self.read
    }

    pub(crate) const fn writer(&self) -> &Pool<Sqlite> {
        &self.write
    }

    /// Keeps the file from growing beyond a number of pages, as a full disk would; as it stands, when it is larger.
    ///
    /// # Errors
    /// When the file cannot be written.
    pub async fn limit(&self, pages: u32) -> Result<()> {
        let limit = sqlx::AssertSqlSafe(format!("PRAGMA max_page_count = {pages}"));
        sqlx::query(limit).execute(&self.write).await.map_err(failed)?;
        Ok(())
    }

    /// Closes all connections; what is committed is in the file.
    pub async fn close(&self) {
        self.read.close().await;
        self.write.close().await;
    }
}

/// Whether a connection that is given back can be used again.
///
/// SQLite ends a transaction by itself when the disk is full or fails. The rollback that follows is refused, and the
/// connection would count itself inside a transaction for ever.
async fn is_clean(connection: &mut SqliteConnection) -> sqlx::Result<bool> {
    // A rollback may still wait before this.
    connection.ping().await?;
    Ok(!connection.is_in_transaction())
}

/// What a change came to: there is no line that could be lost, and a wait for the one writer has its own limit.
///
/// # Errors
/// Those of the change.
pub async fn in_time(_: usize, done: impl Future<Output = Result<()>>) -> Result<()> {
    done.await
}

/// What an engine's error means to a use case.
pub fn failed(error: sqlx::Error) -> StoreError {
    let code = error.as_database_error().and_then(DatabaseError::code).map(Cow::into_owned);
    match (&error, code.as_deref()) {
        // SQLITE_FULL
        (_, Some("13")) => StoreError::Full,
        // SQLITE_BUSY, SQLITE_LOCKED, SQLITE_IOERR, SQLITE_CANTOPEN
        (_, Some(code)) if matches!(code.parse::<i64>().map(|c| c & 0xff), Ok(5 | 6 | 10 | 14)) => {
            StoreError::Unavailable(Box::new(error))
        }
        (
            sqlx::Error::PoolTimedOut
            | sqlx::Error::PoolClosed
            | sqlx::Error::WorkerCrashed
            | sqlx::Error::Io(_),
            _,
        ) => StoreError::Unavailable(Box::new(error)),
        _ => StoreError::Database(Box::new(error)),
    }
}

/// Whether the same transaction may succeed when tried again: SQLite has one writer, a wait is all it ever needs.
pub const fn may_retry(_: &StoreError, _: u32) -> bool {
    false
}

/// Notes when a session was used.
///
/// # Errors
/// What the engine says.
pub async fn note_session(store: &SqliteStore, token: &[u8], at: i64) -> sqlx::Result<()> {
    let noted = sqlx::query("UPDATE session SET seen_at = ?1 WHERE token = ?2");
    noted.bind(at).bind(token).execute(store.writer()).await.map(|_| ())
}

/// Notes when a token was used.
///
/// # Errors
/// What the engine says.
pub async fn note_token(store: &SqliteStore, id: uuid::Uuid, at: i64) -> sqlx::Result<()> {
    let noted = sqlx::query("UPDATE token SET used_at = ?1 WHERE id = ?2");
    noted.bind(at).bind(id).execute(store.writer()).await.map(|_| ())
}

/// Keeps other writers waiting until the transaction ends; a transaction that writes does so by itself here.
///
/// # Errors
/// Never; the twin can fail.
pub async fn hold_writers(_: &mut crate::Conn) -> sqlx::Result<()> {
    Ok(())
}

/// The version of the schema in the file; nothing when it was never used.
///
/// # Errors
/// What the engine says.
pub async fn schema_found(store: &SqliteStore) -> sqlx::Result<Option<i64>> {
    let found: i64 =
        sqlx::query_scalar("SELECT COUNT(*) FROM sqlite_master WHERE name = '_sqlx_migrations'")
            .fetch_one(&store.read)
            .await?;
    if found == 0 {
        return Ok(None);
    }
    sqlx::query_scalar("SELECT MAX(version) FROM _sqlx_migrations").fetch_one(&store.read).await
}

/// Empties the log, in which older states of the pages lie. Deleted rows were overwritten when they were deleted.
///
/// # Errors
/// What the engine says.
pub async fn scrub(store: &SqliteStore) -> sqlx::Result<()> {
    sqlx::query("PRAGMA wal_checkpoint(TRUNCATE)").execute(&store.write).await.map(drop)
}

/// Text in the order of its bytes; this engine knows no other.
pub const fn by_bytes(column: &'static str) -> &'static str {
    column
}

/// A column of any type as text.
pub fn text_of(column: &str) -> String {
    format!("CAST({column} AS TEXT)")
}

/// An id column as 32 hexadecimal digits.
pub fn hex_of(column: &str) -> String {
    // What is missing has no digits here; on the twin it is missing.
    format!("nullif(lower(hex({column})), '')")
}

#[async_trait]
impl Store for SqliteStore {
    async fn migrate(&self) -> Result<()> {
        MIGRATOR.run(&self.write).await.map_err(|error| StoreError::Database(Box::new(error)))
    }

    async fn ping(&self) -> Result<()> {
        sqlx::query("SELECT 1").execute(&self.read).await.map_err(failed)?;
        Ok(())
    }

    fn describe(&self) -> String {
        format!("SQLite {}", self.place)
    }
}
