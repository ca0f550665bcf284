//! What a person sees, and what the record holds, when something below the house breaks.

mod browser;
mod full;
mod lost;
mod proxy;
mod shared;

use kelisim_domain::id::StreamId;
use kelisim_store::verify::verify;

use crate::testing::World;

/// What the entries of a stream say, oldest first.
async fn said(world: &World, stream: &str) -> Vec<String> {
    let stream = StreamId::new(stream.parse().unwrap());
    let entries = world.house.store().entries(stream).await.unwrap();
    entries.into_iter().map(|entry| entry.new.payload).collect()
}

/// Every chain holds, and the reading tables are what the journal says.
async fn assert_whole(world: &World) {
    let store = world.house.store();
    let report = verify(store, &[], &mut |_| {}).await.unwrap();
    assert!(report.holds(), "{:?}", report.faults);
    let before = store.dump().await.unwrap();
    kelisim_store::replay::rebuild(store, world.house.app.persons(), &mut |_| {}).await.unwrap();
    assert_eq!(store.dump().await.unwrap(), before);
}
