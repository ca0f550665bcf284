//! What PostgreSQL does its own way: connecting, retrying, and what its errors mean.

use std::borrow::Cow;
use std::time::Duration;

use async_trait::async_trait;
use kelisim_store::{Result, Store, StoreError};
use sqlx::error::DatabaseError;
use sqlx::postgres::{PgConnectOptions, PgPoolOptions};
use sqlx::{Connection as _, PgConnection, Pool, Postgres, Transaction};

use crate::reader::Readers;

/// How often a transaction is tried again when the engine asks for it (40001, 40P01).
const RETRIES: u32 = 8;

/// How long a connection may take to say that it is there. One that does not is given up, so that a line that was lost
/// without a word, as in a firewall that forgot it, holds none of the few connections for the quarter of an hour that the
/// operating system would wait.
const ALIVE: Duration = Duration::from_secs(2);

/// How long a connection that said it is there is taken at its word. Under load each is used again within a millisecond
/// or two, and asking every time would be as much talk as the statements themselves.
pub(crate) const FRESH: Duration = Duration::from_millis(50);

/// How long saying goodbye to the database may take.
const CLOSING: Duration = Duration::from_secs(5);

/// How long a change may take, and how much longer for each thing in it.
const CHANGE: (Duration, Duration) = (Duration::from_secs(30), Duration::from_millis(100));

/// The steps that bring the schema up to this version.
pub static MIGRATOR: sqlx::migrate::Migrator = sqlx::migrate!("./migrations");

/// The store on PostgreSQL, and on whatever speaks its protocol. Several processes may share one database.
#[derive(Debug, Clone)]
pub struct PostgresStore {
    pool: Pool<Postgres>,
    readers: Readers,
    place: String,
}

impl PostgresStore {
    /// Connects to a database.
    ///
    /// `synchronous_commit=on` is set for each connection: an acknowledged write survives loss of power.
    ///
    /// # Errors
    /// When the address cannot be read or the server cannot be reached.
    pub async fn connect(url: &str, connections: u32) -> Result<Self> {
        let options: PgConnectOptions = url.parse().map_err(failed)?;
        let place = format!(
            "PostgreSQL {}:{}/{}",
            options.get_host(),
            options.get_port(),
            options.get_database().unwrap_or("")
        );
        let options = options
            .application_name("kelisim")
            .statement_cache_capacity(256)
            .options([("synchronous_commit", "on"), ("jit", "off")]);
        let pool = PgPoolOptions::new()
            .max_connections(connections)
            .acquire_timeout(Duration::from_secs(10))
            // In place of the engine library's own questions, which wait without end on a line that lost both ends.
            .test_before_acquire(false)
            .before_acquire(|connection, of| match of.idle_for < FRESH {
                true => Box::pin(std::future::ready(Ok(true))),
                false => Box::pin(is_alive(connection)),
            })
            .after_release(|connection, _| Box::pin(is_alive(connection)))
            .connect_with(options)
            .await
            .map_err(failed)?;
        Ok(Self { readers: Readers::of(pool.clone(), connections), pool, place })
    }

    pub(crate) async fn begin_write(&self) -> sqlx::Result<Transaction<'static, Postgres>> {
        self.pool.begin().await
    }

    /// A transaction that sees the database as of its first statement, whoever writes meanwhile.
    pub(crate) async fn begin_snapshot(&self) -> sqlx::Result<Transaction<'static, Postgres>> {
        self.pool.begin_with("BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY").await
    }

    pub(crate) const fn reader(&self) -> &Readers {
        &self.readers
    }

    pub(crate) const fn writer(&self) -> &Pool<Postgres> {
        &self.pool
    }

    /// Closes all connections. One that says nothing any more does not keep the house from ending: what is committed stays.
    pub async fn close(&self) {
        self.readers.let_go();
        // Whether or not the time was enough, nothing is asked of them after this.
        let _ = tokio::time::timeout(CLOSING, self.pool.close()).await;
    }
}

pub(crate) async fn is_alive(connection: &mut PgConnection) -> sqlx::Result<bool> {
    match tokio::time::timeout(ALIVE, connection.ping()).await {
        Ok(answer) => answer.map(|()| true),
        Err(_) => Err(silent()),
    }
}

fn silent() -> sqlx::Error {
    sqlx::Error::Io(std::io::Error::new(std::io::ErrorKind::TimedOut, "the database says nothing"))
}

/// What a change came to, or that nobody can know it: a connection that says nothing more does not keep a person waiting
/// without end.
///
/// # Errors
/// [`StoreError::Uncertain`] when the time is over.
pub async fn in_time(things: usize, done: impl Future<Output = Result<()>>) -> Result<()> {
    let (least, each) = CHANGE;
    let limit = least + each * u32::try_from(things).unwrap_or(u32::MAX);
    match tokio::time::timeout(limit, done).await {
        Ok(done) => done,
        Err(_) => Err(StoreError::Uncertain(Box::new(silent()))),
    }
}

/// What an engine's error means to a use case.
pub fn failed(error: sqlx::Error) -> StoreError {
    let code = error.as_database_error().and_then(DatabaseError::code).map(Cow::into_owned);
    match (&error, code.as_deref()) {
        // disk_full
        (_, Some("53100")) => StoreError::Full,
        // Class 08 connection exceptions, 57P shutdown and crash, 53300 too many connections, 25006 read-only.
        (_, Some(code)) if code.starts_with("08") || code.starts_with("57P") => {
            StoreError::Unavailable(Box::new(error))
        }
        (_, Some("53300" | "25006")) => StoreError::Unavailable(Box::new(error)),
        // A proxy without a server behind it breaks off in the middle of the protocol, or of TLS.
        (
            sqlx::Error::PoolTimedOut
            | sqlx::Error::PoolClosed
            | sqlx::Error::Io(_)
            | sqlx::Error::Tls(_)
            | sqlx::Error::Protocol(_),
            _,
        ) => StoreError::Unavailable(Box::new(error)),
        _ => StoreError::Database(Box::new(error)),
    }
}

/// Whether the same transaction may succeed when tried again: serialisation failure or deadlock.
pub fn may_retry(error: &StoreError, tries: u32) -> bool {
    let StoreError::Database(inner) = error else { return false };
    tries < RETRIES
        && inner
            .downcast_ref::<sqlx::Error>()
            .and_then(sqlx::Error::as_database_error)
            .and_then(DatabaseError::code)
            .is_some_and(|code| matches!(code.as_ref(), "40001" | "40P01"))
}

/// Notes when a session was used. The commit waits for no disk: it is set so for this statement's own transaction, which
/// reads the setting before it writes.
///
/// # Errors
/// What the engine says.
pub async fn note_session(store: &PostgresStore, token: &[u8], at: i64) -> sqlx::Result<()> {
    let noted = sqlx::query(
        "WITH lazy AS MATERIALIZED (SELECT set_config('synchronous_commit', 'off', TRUE) AS mode)
         UPDATE session SET seen_at = $1 FROM lazy WHERE token = $2 AND lazy.mode = 'off'",
    );
    noted.bind(at).bind(token).execute(&store.readers).await.map(|_| ())
}

/// Notes when a token was used, likewise.
///
/// # Errors
/// What the engine says.
pub async fn note_token(store: &PostgresStore, id: uuid::Uuid, at: i64) -> sqlx::Result<()> {
    let noted = sqlx::query(
        "WITH lazy AS MATERIALIZED (SELECT set_config('synchronous_commit', 'off', TRUE) AS mode)
         UPDATE token SET used_at = $1 FROM lazy WHERE id = $2 AND lazy.mode = 'off'",
    );
    noted.bind(at).bind(id).execute(&store.readers).await.map(|_| ())
}

/// Keeps other writers waiting until the transaction ends; readers go on.
///
/// # Errors
/// What the engine says.
pub async fn hold_writers(conn: &mut crate::Conn) -> sqlx::Result<()> {
    sqlx::query("LOCK TABLE journal_stream IN EXCLUSIVE MODE").execute(conn).await?;
    Ok(())
}

/// The version of the schema in the database; nothing when it was never used.
///
/// # Errors
/// What the engine says.
pub async fn schema_found(store: &PostgresStore) -> sqlx::Result<Option<i64>> {
    let found: bool = sqlx::query_scalar("SELECT to_regclass('_sqlx_migrations') IS NOT NULL")
        .fetch_one(&store.pool)
        .await?;
    if !found {
        return Ok(None);
    }
    sqlx::query_scalar("SELECT MAX(version) FROM _sqlx_migrations").fetch_one(&store.pool).await
}

/// Takes the rows that were deleted out of the tables that name people. Older states stay in the server's own log until
/// it is recycled.
///
/// # Errors
/// What the engine says.
pub async fn scrub(store: &PostgresStore) -> sqlx::Result<()> {
    for table in ["VACUUM account", "VACUUM claim", "VACUUM credential"] {
        sqlx::query(table).execute(&store.pool).await?;
    }
    Ok(())
}

/// Text in the order of its bytes, whatever the order of letters of the database is.
pub fn by_bytes(column: &'static str) -> String {
    format!("{column} COLLATE \"C\"")
}

/// A column of any type as text, with `1` and `0` for truth as on the twin.
pub fn text_of(column: &str) -> String {
    if matches!(column, "public") {
        format!("CAST(CAST({column} AS INTEGER) AS TEXT)")
    } else {
        format!("CAST({column} AS TEXT)")
    }
}

/// An id column as 32 hexadecimal digits.
pub fn hex_of(column: &str) -> String {
    format!("replace(CAST({column} AS TEXT), '-', '')")
}

#[async_trait]
impl Store for PostgresStore {
    async fn migrate(&self) -> Result<()> {
        MIGRATOR.run(&self.pool).await.map_err(|error| StoreError::Database(Box::new(error)))
    }

    async fn ping(&self) -> Result<()> {
        sqlx::query("SELECT 1").execute(&self.pool).await.map_err(failed)?;
        Ok(())
    }

    fn describe(&self) -> String {
        self.place.clone()
    }
}
