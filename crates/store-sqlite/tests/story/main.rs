//! The story on SQLite: a real file for each test.
#![expect(clippy::unwrap_used, reason = "a test stops where its database cannot be had")]

mod keep;
mod migrate;
mod tamper;

use std::sync::Arc;

use kelisim_store::Store;
use kelisim_store_sqlite::SqliteStore;
use tempfile::TempDir;

/// A migrated store in a directory of its own, which goes with the test.
async fn fresh() -> (TempDir, SqliteStore) {
    let dir = TempDir::new().unwrap();
    let store = SqliteStore::open(&dir.path().join("kelisim.db")).await.unwrap();
    store.migrate().await.unwrap();
    (dir, store)
}

async fn run<F: Future<Output = ()>>(story: impl FnOnce(Arc<dyn Store>) -> F) {
    let (_dir, store) = fresh().await;
    story(Arc::new(store.clone())).await;
    store.close().await;
}

kelisim_testkit::stories!(run);
