//! Changes past the store, by a connection of its own to the same file.

use std::sync::Arc;

use kelisim_testkit::story::{OtherHand, folding_leaves_few_rows, tampering_is_noticed};
use sqlx::sqlite::{SqliteConnectOptions, SqlitePoolOptions};
use sqlx::{AssertSqlSafe, Pool, Sqlite};
use uuid::Uuid;

struct Hand(Pool<Sqlite>);

impl OtherHand for Hand {
    async fn run(&self, sql: String) -> u64 {
        sqlx::query(AssertSqlSafe(sql)).execute(&self.0).await.unwrap().rows_affected()
    }

    fn id(&self, id: Uuid) -> String {
        self.bytes(id.as_bytes())
    }

    fn bytes(&self, bytes: &[u8]) -> String {
        let digits: String = bytes.iter().map(|b| format!("{b:02x}")).collect();
        format!("X'{digits}'")
    }
}

async fn beside(dir: &tempfile::TempDir) -> Hand {
    let file = SqliteConnectOptions::new().filename(dir.path().join("kelisim.db"));
    Hand(SqlitePoolOptions::new().max_connections(1).connect_with(file).await.unwrap())
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn whatever_is_changed_in_the_file_is_noticed() {
    let (dir, store) = crate::fresh().await;
    tampering_is_noticed(Arc::new(store.clone()), &beside(&dir).await).await;
    store.close().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn groups_of_the_tallies_are_folded_once() {
    let (dir, store) = crate::fresh().await;
    folding_leaves_few_rows(Arc::new(store.clone()), &beside(&dir).await).await;
    store.close().await;
}
