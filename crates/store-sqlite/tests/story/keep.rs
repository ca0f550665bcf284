//! The record carried from one file into another.

use std::sync::Arc;

use kelisim_store::Store;
use kelisim_testkit::story::every_table_is_spoken_for;
use sqlx::sqlite::{SqliteConnectOptions, SqlitePoolOptions};

use crate::fresh;

async fn run<F: Future<Output = ()>>(story: impl FnOnce(Arc<dyn Store>, Arc<dyn Store>) -> F) {
    let ((_here, from), (_there, into)) = (fresh().await, fresh().await);
    story(Arc::new(from.clone()), Arc::new(into.clone())).await;
    from.close().await;
    into.close().await;
}

kelisim_testkit::carrying!(run);

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn no_table_is_forgotten_when_the_record_is_carried() {
    let (dir, store) = fresh().await;
    let file = SqliteConnectOptions::new().filename(dir.path().join("kelisim.db"));
    let pool = SqlitePoolOptions::new().max_connections(1).connect_with(file).await.unwrap();
    let tables: Vec<String> = sqlx::query_scalar(
        "SELECT name FROM sqlite_master
         WHERE type = 'table' AND name NOT LIKE 'sqlite%' AND name <> '_sqlx_migrations'",
    )
    .fetch_all(&pool)
    .await
    .unwrap();
    every_table_is_spoken_for(Arc::new(store.clone()), &tables).await;
    pool.close().await;
    store.close().await;
}

/// A full disk in the middle leaves nothing behind.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn without_room_nothing_is_carried_and_with_room_again_all_is() {
    use kelisim_store::keep::{CarryError, carry};
    use kelisim_store::{Keep as _, StoreError};
    let ((_here, from), (_there, into)) = (fresh().await, fresh().await);
    let world = kelisim_testkit::World::settled(&from).await.unwrap();
    into.limit(10).await.unwrap();
    let tried = async || {
        let mut snapshot = from.snapshot().await.unwrap();
        let fill = into.fill().await.unwrap().unwrap();
        carry(&mut snapshot, fill, &world.people, &mut |_, _| {}, async || Ok(())).await
    };
    let refused = tried().await.unwrap_err();
    let full = matches!(&refused, CarryError::Store(StoreError::Full))
        || matches!(
            &refused,
            CarryError::Replay(kelisim_store::replay::ReplayError::Store(StoreError::Full))
        );
    assert!(full, "{refused:?}");
    into.limit(1_000_000).await.unwrap();
    tried().await.unwrap();
    from.close().await;
    into.close().await;
}
