//! Databases that live as long as one test.

use std::io::Write as _;
use std::sync::Once;
use std::sync::atomic::{AtomicU32, Ordering};

use kelisim_store::Store as _;
use kelisim_store_postgres::PostgresStore;
use sqlx::postgres::PgPoolOptions;
use sqlx::{AssertSqlSafe, Connection as _, PgConnection, PgPool};

static NUMBER: AtomicU32 = AtomicU32::new(0);
static TOLD: Once = Once::new();

/// A migrated database.
pub struct Database {
    /// The store on it.
    pub store: PostgresStore,
    /// Its address.
    pub url: String,
    /// Connections past the store.
    pub pool: PgPool,
}

/// Runs a test on a new database and drops it afterwards, also when the test fails. Says so when no server is named.
pub async fn with_database<F>(test: impl FnOnce(Database) -> F + Send + 'static)
where
    F: Future<Output = ()> + Send + 'static,
{
    let Ok(server) = std::env::var("KELISIM_TEST_PG") else {
        TOLD.call_once(|| {
            // Past the harness, which keeps what a passing test prints to itself.
            let told = b"SKIPPED on PostgreSQL: KELISIM_TEST_PG names no server\n";
            std::io::stderr().write_all(told).unwrap();
        });
        return;
    };
    let number = NUMBER.fetch_add(1, Ordering::Relaxed);
    let name = format!("kelisim_test_{}_{number}", std::process::id());
    admin(&server, format!("DROP DATABASE IF EXISTS {name} WITH (FORCE)")).await;
    admin(&server, format!("CREATE DATABASE {name} TEMPLATE template0")).await;
    let url = named(&server, &name);
    let task = tokio::spawn(async move {
        let store = PostgresStore::connect(&url, 6).await.unwrap();
        store.migrate().await.unwrap();
        let pool = PgPoolOptions::new().max_connections(1).connect(&url).await.unwrap();
        let (kept, hand) = (store.clone(), pool.clone());
        test(Database { store, url, pool }).await;
        hand.close().await;
        kept.close().await;
    });
    let ended = task.await;
    admin(&server, format!("DROP DATABASE {name} WITH (FORCE)")).await;
    if let Err(error) = ended {
        std::panic::resume_unwind(error.into_panic());
    }
}

/// The same server with another database.
fn named(server: &str, name: &str) -> String {
    let (path, query) = server.split_once('?').map_or((server, ""), |(path, query)| (path, query));
    let (host, _) = path.rsplit_once('/').unwrap();
    if query.is_empty() { format!("{host}/{name}") } else { format!("{host}/{name}?{query}") }
}

async fn admin(server: &str, sql: String) {
    let mut connection = PgConnection::connect(server).await.unwrap();
    sqlx::query(AssertSqlSafe(sql)).execute(&mut connection).await.unwrap();
    connection.close().await.unwrap();
}
