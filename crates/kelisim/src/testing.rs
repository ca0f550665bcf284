//! What the tests of this crate stand on: a folder of their own, a clock that stands still, a house on each engine.

use std::path::PathBuf;
use std::sync::Arc;
use std::sync::atomic::{AtomicI64, Ordering};

use jiff::{SignedDuration, Timestamp};
use kelisim_app::{Clock, Entropy as _};
use sqlx::Connection as _;

use crate::demo_record;
use crate::wiring::{DataDir, Database, House, Opened, OsEntropy};

/// A folder that is removed at the end.
pub struct Scratch {
    pub path: PathBuf,
}

impl Scratch {
    pub fn new() -> Self {
        let path = std::env::temp_dir().join(format!("kelisim-test-{}", random_name()));
        std::fs::create_dir_all(&path).unwrap();
        Self { path }
    }
}

impl Drop for Scratch {
    fn drop(&mut self) {
        let _ = std::fs::remove_dir_all(&self.path);
    }
}

fn random_name() -> String {
    let mut bytes = [0; 8];
    OsEntropy.fill(&mut bytes);
    format!("{:016x}", u64::from_le_bytes(bytes))
}

/// Stands still until it is told to go on.
pub struct FixedClock(AtomicI64);

impl Default for FixedClock {
    fn default() -> Self {
        let noon: Timestamp = "2026-11-22T12:00:00Z".parse().unwrap();
        Self(AtomicI64::new(noon.as_microsecond()))
    }
}

impl FixedClock {
    pub fn advance(&self, by: SignedDuration) {
        self.0.fetch_add(i64::try_from(by.as_micros()).unwrap(), Ordering::SeqCst);
    }
}

impl Clock for FixedClock {
    fn now(&self) -> Timestamp {
        Timestamp::from_microsecond(self.0.load(Ordering::SeqCst)).unwrap()
    }
}

/// A house on one engine.
pub struct World {
    pub house: House,
    pub clock: Arc<FixedClock>,
    /// Where its database is.
    pub database: Database,
    /// The connections under the house.
    pub opened: Opened,
    scratch: Scratch,
    server: Option<(String, String)>,
}

impl World {
    /// One house on SQLite, and one on PostgreSQL when `KELISIM_TEST_PG` names a server on which databases may be made.
    pub async fn each() -> Vec<Self> {
        let mut worlds = vec![Self::sqlite().await];
        if let Ok(server) = std::env::var("KELISIM_TEST_PG") {
            worlds.push(Self::postgres(&server, |url| url).await);
        }
        worlds
    }

    /// One house on PostgreSQL, reached by the address that `reach` makes of the real one. Says so when there is none.
    pub async fn on_postgres(reach: impl FnOnce(String) -> String) -> Option<Self> {
        let Ok(server) = std::env::var("KELISIM_TEST_PG") else {
            eprintln!("SKIPPED on PostgreSQL: KELISIM_TEST_PG names no server");
            return None;
        };
        Some(Self::postgres(&server, reach).await)
    }

    /// Another house on the same database and the same data folder, as a second process would have it.
    pub async fn second(&self) -> House {
        let data = self.house.data.clone();
        let clock = Arc::clone(&self.clock) as Arc<dyn Clock>;
        House::with(self.database.open().await.unwrap(), data, clock).await.unwrap()
    }

    pub async fn sqlite() -> Self {
        let scratch = Scratch::new();
        let database = Database::Sqlite(scratch.path.join("test.db"));
        Self::on(database, scratch, None).await
    }

    async fn postgres(server: &str, reach: impl FnOnce(String) -> String) -> Self {
        let name = format!("kelisim_exe_{}", random_name());
        execute(server, format!("CREATE DATABASE {name}")).await;
        let (base, _) = server.rsplit_once('/').unwrap();
        let database = Database::parse(&reach(format!("{base}/{name}"))).unwrap();
        Self::on(database, Scratch::new(), Some((server.to_owned(), name))).await
    }

    async fn on(database: Database, scratch: Scratch, server: Option<(String, String)>) -> Self {
        let clock = Arc::new(FixedClock::default());
        let data = DataDir::open(&scratch.path.join("data")).unwrap();
        let opened = database.open().await.unwrap();
        let kept = opened.clone();
        let house = House::with(opened, data, Arc::clone(&clock) as Arc<dyn Clock>).await.unwrap();
        Self { house, clock, database, opened: kept, scratch, server }
    }

    pub fn now(&self) -> Timestamp {
        self.clock.now()
    }

    pub async fn load_demo(&self) {
        let record = demo_record::Record::read().unwrap();
        demo_record::load(&self.house.app, &record).await.unwrap();
    }

    /// Closes the house and removes what was made for it.
    pub async fn end(self) {
        self.house.close().await;
        if let Some((server, name)) = self.server {
            execute(&server, format!("DROP DATABASE {name} WITH (FORCE)")).await;
        }
        drop(self.scratch);
    }
}

async fn execute(server: &str, statement: String) {
    let mut connection = sqlx::PgConnection::connect(server).await.unwrap();
    sqlx::query(sqlx::AssertSqlSafe(statement)).execute(&mut connection).await.unwrap();
    connection.close().await.unwrap();
}
