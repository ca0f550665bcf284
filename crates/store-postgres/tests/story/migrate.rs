//! Bringing the schema up, twice, and by two processes at once.

use kelisim_store::{Journal as _, Store as _};
use kelisim_store_postgres::PostgresStore;
use kelisim_testkit::World;

use crate::server::{Database, with_database};

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn migrating_twice_is_harmless() {
    with_database(async move |database: Database| {
        let store = database.store;
        World::settled(&store).await.unwrap();
        let before = store.dump().await.unwrap();
        store.migrate().await.unwrap();
        let other = PostgresStore::connect(&database.url, 1).await.unwrap();
        let (one, two) = tokio::join!(store.migrate(), other.migrate());
        one.unwrap();
        two.unwrap();
        assert_eq!(other.dump().await.unwrap(), before);
        other.close().await;
    })
    .await;
}
