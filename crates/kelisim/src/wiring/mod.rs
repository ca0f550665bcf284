//! What the rest of the house takes as a parameter: time, randomness, keys of persons, a store.
//!
//! Nowhere else is the clock read, the operating system asked for random bytes, or a database opened.

mod data;
mod database;
mod keys;

use std::sync::Arc;

use anyhow::Context as _;
use jiff::Timestamp;
use kelisim_app::{Actor, App, Clock, Context, Entropy};
use kelisim_store::Store;

pub use data::{DataDir, replace};
pub use database::{Database, Opened};
pub use keys::FilePersonKeys;

/// The clock of the machine.
#[derive(Debug, Clone, Copy, Default)]
pub struct SystemClock;

impl Clock for SystemClock {
    #[expect(clippy::disallowed_methods, reason = "this is the one place that reads the clock")]
    fn now(&self) -> Timestamp {
        Timestamp::now()
    }
}

/// The randomness of the operating system.
#[derive(Debug, Clone, Copy, Default)]
pub struct OsEntropy;

impl Entropy for OsEntropy {
    fn fill(&self, bytes: &mut [u8]) {
        if let Err(error) = getrandom::fill(bytes) {
            // A guessable key or token is worse than no service.
            tracing::error!(%error, "the operating system gives no random bytes; stopping at once");
            std::process::abort();
        }
    }
}

/// Where the record and what belongs to it lie.
#[derive(Debug, Clone, clap::Args)]
pub struct Place {
    /// Folder of keys and exported seals, and of the database when none is named.
    #[arg(long, value_name = "DIR", env = "KELISIM_DATA", default_value = "kelisim-data")]
    pub data: std::path::PathBuf,
    /// Database: sqlite:PATH or postgres://USER:PASSWORD@HOST:PORT/NAME. Default: DIR/kelisim.db.
    #[arg(long, value_name = "URL", env = "KELISIM_DATABASE", hide_env_values = true)]
    pub database: Option<String>,
}

/// The house put together: a store that is up to date, keys, clock, randomness.
pub struct House {
    /// The use cases.
    pub app: App,
    /// The folder of keys and exported seals.
    pub data: DataDir,
    opened: Opened,
}

impl House {
    /// Opens the folder and the database, and brings the schema up to this version.
    ///
    /// # Errors
    /// When one of them cannot be opened; the message names which and what to do.
    pub async fn open(place: &Place) -> anyhow::Result<Self> {
        let data = DataDir::open(&place.data)?;
        let database = match &place.database {
            Some(url) => Database::parse(url)?,
            None => Database::Sqlite(data.file("kelisim.db")),
        };
        let opened = database.open().await?;
        Self::with(opened, data, Arc::new(SystemClock)).await
    }

    /// Puts the house together around an open database and a clock.
    ///
    /// # Errors
    /// When the schema cannot be brought up to date or the folder of keys cannot be made.
    pub async fn with(
        opened: Opened,
        data: DataDir,
        clock: Arc<dyn Clock>,
    ) -> anyhow::Result<Self> {
        let store = opened.store();
        store.migrate().await.with_context(|| {
            format!(
                "bringing the schema of {} up to date; if a newer version of kelisim wrote it, use that version",
                store.describe()
            )
        })?;
        let keys = Arc::new(FilePersonKeys::open(&data)?);
        let app = App::new(store, keys, clock, Arc::new(OsEntropy));
        Ok(Self { app, data, opened })
    }

    /// Begins an operation of the command line itself.
    pub fn system(&self) -> Context<'_> {
        self.app.context(Actor::System)
    }

    /// The store.
    pub fn store(&self) -> &dyn Store {
        self.app.store()
    }

    /// How many changes the database can take in at once.
    pub const fn writers(&self) -> usize {
        self.opened.writers()
    }

    /// Closes the connections; what is committed stays.
    pub async fn close(self) {
        self.opened.close().await;
    }
}
