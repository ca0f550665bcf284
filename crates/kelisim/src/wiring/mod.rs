//! What the rest of the house takes as a parameter: time, randomness, keys of persons, a store.
//!
//! Nowhere else is the clock read, the operating system asked for random bytes, or a database opened.

mod data;
mod database;
mod house_key;
mod keys;
mod rehearsal;

use std::sync::Arc;

use anyhow::Context as _;
use jiff::Timestamp;
use kelisim_app::{Actor, App, Clock, Context, Entropy};
use kelisim_store::Store;

use crate::schedule::{Daily, Scheduled};
use crate::shelf::{Notes, Shelf};

pub use data::{DataDir, create_private, replace, sync_folder};
pub use database::{Database, Opened};
pub use house_key::FileHouseKey;
pub use keys::FilePersonKeys;
pub use rehearsal::RehearsalClock;

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
#[derive(Clone, clap::Args)]
pub struct Place {
    /// Folder of keys and exported seals, and of the database when none is named.
    #[arg(long, value_name = "DIR", env = "KELISIM_DATA", default_value = "kelisim-data")]
    pub data: std::path::PathBuf,
    /// Database: sqlite:PATH or postgres://USER:PASSWORD@HOST:PORT/NAME. Default: DIR/kelisim.db.
    #[arg(long, value_name = "URL", env = "KELISIM_DATABASE", hide_env_values = true)]
    pub database: Option<String>,
}

impl std::fmt::Debug for Place {
    /// The address is left out, since a password may stand in it.
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Place").field("data", &self.data).finish_non_exhaustive()
    }
}

impl Place {
    /// Which database.
    ///
    /// # Errors
    /// When the address cannot be read.
    pub fn database(&self) -> anyhow::Result<Database> {
        match &self.database {
            Some(url) => Database::parse(url),
            None => Ok(Database::Sqlite(self.data.join("kelisim.db"))),
        }
    }
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
        Self::open_by(place, Arc::new(SystemClock)).await
    }

    /// The same with another clock.
    ///
    /// # Errors
    /// As [`House::open`].
    pub async fn open_by(place: &Place, clock: Arc<dyn Clock>) -> anyhow::Result<Self> {
        let database = place.database()?;
        let data = DataDir::open(&place.data)?;
        let opened = database.open().await?;
        Self::with(opened, data, clock).await
    }

    /// Opens a database that must be there already: what checks a record must not make an empty one and praise it.
    ///
    /// # Errors
    /// As [`House::open`], and when there is no database file.
    pub async fn open_existing(place: &Place) -> anyhow::Result<Self> {
        place.database()?.must_exist()?;
        Self::open(place).await
    }

    /// Opens a database that must be there already and leaves its schema as it is: what copies a record changes nothing.
    ///
    /// # Errors
    /// As [`House::open_existing`], and when the schema is that of another version.
    pub async fn open_as_it_is(place: &Place) -> anyhow::Result<Self> {
        let database = place.database()?;
        database.must_exist()?;
        let data = DataDir::open(&place.data)?;
        let opened = database.open().await?;
        crate::keep::schema_fits(opened.store().as_ref()).await?;
        Self::around(opened, data, Arc::new(SystemClock))
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
        Self::around(opened, data, clock)
    }

    fn around(opened: Opened, data: DataDir, clock: Arc<dyn Clock>) -> anyhow::Result<Self> {
        let keys = Arc::new(FilePersonKeys::open(&data)?);
        let house = Arc::new(FileHouseKey::open(&data)?);
        let app = App::new(opened.store(), keys, clock, Arc::new(OsEntropy)).with_house_key(house);
        Ok(Self { app, data, opened })
    }

    /// Lets the console see and start the backups of a schedule; gives what makes the daily one.
    pub fn keep_backups(&mut self, daily: &Daily) -> Scheduled {
        let notes = Notes::new(self.data.clone());
        let scheduled =
            || Scheduled::new(self.app.clone(), self.data.clone(), daily.clone(), notes.clone());
        let own = scheduled();
        let shelf = Shelf::new(scheduled(), notes.clone(), self.opened.kind());
        self.app = self.app.clone().with_backups(Arc::new(shelf));
        own
    }

    /// Begins an operation of the command line itself.
    pub fn system(&self) -> Context<'_> {
        self.app.context(Actor::System)
    }

    /// The store.
    pub fn store(&self) -> &dyn Store {
        self.app.store()
    }

    /// The same house by another clock.
    ///
    /// # Errors
    /// When the folder of keys cannot be opened.
    pub fn app_by(&self, clock: Arc<dyn Clock>) -> anyhow::Result<App> {
        let keys = Arc::new(FilePersonKeys::open(&self.data)?);
        let house = Arc::new(FileHouseKey::open(&self.data)?);
        let app = App::new(self.opened.store(), keys, clock, Arc::new(OsEntropy));
        Ok(app.with_house_key(house))
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
