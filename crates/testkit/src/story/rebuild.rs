//! Reading tables written anew.

use std::sync::Arc;

use jiff::civil::date;
use kelisim_domain::aggregate::NoPersons;
use kelisim_domain::stage::{Delivery, Stage};
use kelisim_domain::user::Role;
use kelisim_store::Store;
use kelisim_store::replay::{Rebuilt, rebuild};
use tokio::task::JoinSet;

use crate::{Pledge, World};

async fn rebuilt(store: &dyn Store, world: &World) -> Rebuilt {
    let mut told = Rebuilt::default();
    let done = rebuild(store, &world.people, &mut |so_far| told = so_far).await.unwrap();
    assert_eq!(told, done);
    done
}

/// The dump before is the dump after, byte for byte, and what pages read is there again.
pub async fn a_rebuild_gives_the_same_bytes(store: Arc<dyn Store>) {
    let world = World::settled(&*store).await.unwrap();
    let before = store.dump().await.unwrap();
    for table in [
        "registry: ",
        "party: ",
        "source: ",
        "meeting: ",
        "commitment: ",
        "observation: ",
        "conflict: ",
        "account: ",
        "quotation: ",
        "claim: ",
        "counted: ",
        "quota_line: ",
        "quota_account: ",
        "quota_move: ",
        "instrument: ",
        "instrument_link: ",
        "letter: ",
        "charge: ",
        "project: ",
        "project_serves: ",
        "joint_body: ",
        "call: ",
        "visit: ",
        "application: ",
        "paper: ",
        "partner_key: ",
        "review: ",
        "run: ",
        "placement: ",
        "direction: ",
    ] {
        assert!(before.iter().any(|line| line.starts_with(table)), "{table}");
    }
    let done = rebuilt(&*store, &world).await;
    assert_eq!(done.streams, world.streams().count() as u64);
    assert_eq!(done.entries, world.streams().map(|(_, e)| e.len() as u64).sum::<u64>());
    assert_eq!(store.dump().await.unwrap(), before);
    store.sweep(world.clock.now()).await.unwrap();
    assert_eq!(store.dump().await.unwrap(), before);
    // A rebuild that cannot open people is another one: the comparison would notice.
    rebuild(&*store, &NoPersons, &mut |_| {}).await.unwrap();
    assert_ne!(store.dump().await.unwrap(), before);
    rebuilt(&*store, &world).await;
    assert_eq!(store.dump().await.unwrap(), before);
}

/// Entries recorded at one instant, in one change or in several, there and back again.
pub async fn steps_of_one_instant_rebuild_to_the_same_bytes(store: Arc<dyn Store>) {
    let mut world = World::new();
    world.party("TR", "Turkey");
    let id = world.pledge(&Pledge::new("KG", "TR"), date(2018, 11, 2));
    let user = world.user("KG", Role::Reader, "reader@example.kg");
    world.commit(&*store).await.unwrap();
    // One instant, one change, several entries.
    world.restate(id, Stage::S7, date(2019, 5, 31));
    world.report(id, Delivery::InProgress, date(2020, 1, 1));
    world.report(id, Delivery::Verified, date(2019, 6, 1));
    world.publish(id);
    world.commit(&*store).await.unwrap();
    // One instant, several changes: a name changes and changes back.
    for name in ["Türkiye", "Turkey"] {
        world.party("TR", name);
        world.commit(&*store).await.unwrap();
        world.clock.advance(-1);
    }
    for _ in 0..2 {
        world.restate(id, Stage::S8, date(2021, 1, 1));
        world.commit(&*store).await.unwrap();
        world.clock.advance(-1);
    }
    world.clock.advance(1);
    world.forget(user);
    let again = world.user("KG", Role::Reader, "reader@example.kg");
    world.commit(&*store).await.unwrap();
    assert_eq!(store.user_by_email("reader@example.kg").await.unwrap(), Some(again));
    let before = store.dump().await.unwrap();
    rebuilt(&*store, &world).await;
    assert_eq!(store.dump().await.unwrap(), before);
}

/// Dropped before its end, a rebuild leaves everything as it was.
pub async fn a_rebuild_that_is_given_up_changes_nothing(store: Arc<dyn Store>) {
    let mut world = World::settled(&*store).await.unwrap();
    let before = store.dump().await.unwrap();
    let begun = store.rebuild().await.unwrap();
    assert_eq!(store.dump().await.unwrap(), before);
    drop(begun);
    assert_eq!(store.dump().await.unwrap(), before);
    world.party("DE", "Germany");
    world.commit(&*store).await.unwrap();
    assert_eq!(store.dump().await.unwrap().len(), before.len() + 2);
}

/// Writers wait while a rebuild is under way, and their work is in the tables afterwards.
pub async fn a_rebuild_beside_writers_loses_nothing(store: Arc<dyn Store>) {
    let mut world = World::settled(&*store).await.unwrap();
    let mut writers = JoinSet::new();
    let id = world.pledge(&Pledge::new("KG", "TR"), date(2018, 11, 2));
    world.commit(&*store).await.unwrap();
    let mut changes = Vec::new();
    for day in 1..=20 {
        world.restate(id, Stage::S7, date(2019, 5, day));
        changes.push(world.take());
    }
    let (writing, people) = (Arc::clone(&store), world.people.clone());
    writers.spawn(async move {
        for change in &changes {
            writing.commit(change).await.unwrap();
        }
    });
    for _ in 0..3 {
        rebuild(&*store, &people, &mut |_| {}).await.unwrap();
    }
    writers.join_all().await;
    let before = store.dump().await.unwrap();
    assert_eq!(store.entries(id.into()).await.unwrap(), world.entries(id));
    rebuilt(&*store, &world).await;
    assert_eq!(store.dump().await.unwrap(), before);
}
