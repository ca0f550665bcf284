//! Connections for reading that stay at hand between two statements.

use std::time::Duration;

use kelisim_store::Store as _;
use kelisim_store::reading::{Kind, Readings as _};
use kelisim_store_postgres::PostgresStore;
use kelisim_testkit::World;

use crate::server::{Database, with_database};

/// Longer than a connection is taken at its word.
const A_WHILE: Duration = Duration::from_millis(120);

async fn connections(database: &Database) -> i64 {
    let sql = "SELECT COUNT(*) FROM pg_stat_activity
               WHERE datname = current_database() AND application_name = 'kelisim'";
    sqlx::query_scalar(sql).fetch_one(&database.pool).await.unwrap()
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_connection_that_was_cut_while_it_waited_is_not_used() {
    with_database(async move |database: Database| {
        let store = database.store.clone();
        World::settled(&store).await.unwrap();
        let before = store.all(Kind::Party).await.unwrap();
        for _ in 0..3 {
            let read = async || store.all(Kind::Party).await.unwrap();
            tokio::join!(read(), read(), read());
            let cut = "SELECT pg_terminate_backend(pid) FROM pg_stat_activity
                       WHERE datname = current_database() AND application_name = 'kelisim'";
            sqlx::query(cut).execute(&database.pool).await.unwrap();
            tokio::time::sleep(A_WHILE).await;
            assert_eq!(store.all(Kind::Party).await.unwrap(), before);
        }
    })
    .await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn readers_never_keep_the_last_connection_from_a_writer() {
    with_database(async move |database: Database| {
        let before = connections(&database).await;
        for most in [1, 2, 3] {
            let store = PostgresStore::connect(&database.url, most).await.unwrap();
            let reading = async || {
                for _ in 0..20 {
                    store.all(Kind::Party).await.unwrap();
                }
            };
            let writing = async || {
                for _ in 0..5 {
                    store.migrate().await.unwrap();
                }
            };
            let both = async { tokio::join!(reading(), reading(), reading(), writing()) };
            tokio::time::timeout(Duration::from_secs(30), both).await.unwrap();
            store.close().await;
        }
        let mut left = connections(&database).await;
        for _ in 0..50 {
            if left == before {
                break;
            }
            tokio::time::sleep(A_WHILE).await;
            left = connections(&database).await;
        }
        assert_eq!(left, before, "what was kept is closed with its store");
    })
    .await;
}
