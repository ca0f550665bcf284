//! Changes past the store, by a connection of its own to the same database.

use std::sync::Arc;

use kelisim_testkit::story::{OtherHand, folding_leaves_few_rows, tampering_is_noticed};
use sqlx::{AssertSqlSafe, PgPool};
use uuid::Uuid;

use crate::server::{Database, with_database};

struct Hand(PgPool);

impl OtherHand for Hand {
    async fn run(&self, sql: String) -> u64 {
        sqlx::query(AssertSqlSafe(sql)).execute(&self.0).await.unwrap().rows_affected()
    }

    fn id(&self, id: Uuid) -> String {
        format!("'{id}'")
    }

    fn bytes(&self, bytes: &[u8]) -> String {
        let digits: String = bytes.iter().map(|b| format!("{b:02x}")).collect();
        format!("'\\x{digits}'::bytea")
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn whatever_is_changed_in_the_database_is_noticed() {
    with_database(async move |database: Database| {
        tampering_is_noticed(Arc::new(database.store), &Hand(database.pool)).await;
    })
    .await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn groups_of_the_tallies_are_folded_once() {
    with_database(async move |database: Database| {
        folding_leaves_few_rows(Arc::new(database.store), &Hand(database.pool)).await;
    })
    .await;
}
