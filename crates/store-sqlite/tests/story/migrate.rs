//! Bringing the schema up, twice, and opening the file again.

use jiff::civil::date;
use kelisim_store::{Journal as _, Store as _};
use kelisim_store_sqlite::SqliteStore;
use kelisim_testkit::{Pledge, World};

#[tokio::test]
async fn migrating_twice_is_harmless_and_a_reopened_file_holds_what_was_committed() {
    let (dir, store) = crate::fresh().await;
    let mut world = World::settled(&store).await.unwrap();
    let before = store.dump().await.unwrap();
    store.migrate().await.unwrap();
    assert_eq!(store.dump().await.unwrap(), before);
    store.close().await;

    let again = SqliteStore::open(&dir.path().join("kelisim.db")).await.unwrap();
    again.migrate().await.unwrap();
    assert_eq!(again.dump().await.unwrap(), before);
    let id = world.pledge(&Pledge::new("KG", "TR"), date(2026, 1, 2));
    world.commit(&again).await.unwrap();
    assert_eq!(again.entries(id.into()).await.unwrap(), world.entries(id));
    again.close().await;
}
