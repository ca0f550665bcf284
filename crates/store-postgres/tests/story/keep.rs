//! The record carried from one database into another, and between the engines in both directions.

use std::sync::Arc;

use kelisim_store::Store;
use kelisim_store_sqlite::SqliteStore;
use kelisim_testkit::story;

use crate::server::{Database, with_database};

async fn run<F: Future<Output = ()> + Send + 'static>(
    story: impl FnOnce(Arc<dyn Store>, Arc<dyn Store>) -> F + Send + 'static,
) {
    with_database(async move |from: Database| {
        with_database(async move |into: Database| {
            story(Arc::new(from.store), Arc::new(into.store)).await;
        })
        .await;
    })
    .await;
}

kelisim_testkit::carrying!(run);

async fn twin() -> (tempfile::TempDir, SqliteStore) {
    let dir = tempfile::TempDir::new().unwrap();
    let twin = SqliteStore::open(&dir.path().join("kelisim.db")).await.unwrap();
    kelisim_store::Store::migrate(&twin).await.unwrap();
    (dir, twin)
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn from_a_file_to_a_server() {
    with_database(async move |database: Database| {
        let (_dir, twin) = twin().await;
        story::the_record_is_carried_whole(Arc::new(twin.clone()), Arc::new(database.store)).await;
        twin.close().await;
    })
    .await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn from_a_server_to_a_file() {
    with_database(async move |database: Database| {
        let (_dir, twin) = twin().await;
        story::the_record_is_carried_whole(Arc::new(database.store), Arc::new(twin.clone())).await;
        twin.close().await;
    })
    .await;
}
