//! The story on PostgreSQL: a database of its own for each test, on the server that `KELISIM_TEST_PG` names.
#![expect(clippy::unwrap_used, reason = "a test stops where its database cannot be had")]

mod keep;
mod migrate;
mod parity;
mod readers;
mod server;
mod tamper;

use std::sync::Arc;

use kelisim_store::Store;

async fn run<F: Future<Output = ()> + Send + 'static>(
    story: impl FnOnce(Arc<dyn Store>) -> F + Send + 'static,
) {
    server::with_database(async move |database: server::Database| {
        story(Arc::new(database.store)).await;
    })
    .await;
}

kelisim_testkit::stories!(run);

/// What is told to people names the place and neither user nor password.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_password_is_never_told() {
    server::with_database(async move |database: server::Database| {
        let told = [database.store.describe(), format!("{:?}", database.store)];
        let (account, place) = database.url.split_once('@').unwrap();
        let account = account.split_once("://").unwrap().1;
        let name = place.rsplit('/').next().unwrap().split('?').next().unwrap();
        assert!(told.iter().all(|text| text.contains(name)), "{told:?}");
        assert!(!told.iter().any(|text| text.contains(&format!("{account}@"))), "{told:?}");
    })
    .await;
}
