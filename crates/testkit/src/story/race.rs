//! Many hands at once.

use std::collections::BTreeMap;
use std::sync::Arc;

use jiff::civil::date;
use kelisim_domain::id::{StreamId, UserId};
use kelisim_domain::journal::seal::Seal;
use kelisim_domain::stage::Stage;
use kelisim_domain::user::Role;
use kelisim_store::verify::verify;
use kelisim_store::work::Credential;
use kelisim_store::{Change, Result, Store, StoreError};
use tokio::sync::Barrier;
use tokio::task::JoinSet;

use super::{everything, seal_some};
use crate::{Pledge, World};

/// Commits all changes at the same moment; gives what became of each.
pub(super) async fn together(store: &Arc<dyn Store>, changes: Vec<Change>) -> Vec<Result<()>> {
    let gate = Arc::new(Barrier::new(changes.len()));
    let mut tasks = JoinSet::new();
    for (n, change) in changes.into_iter().enumerate() {
        let (store, gate) = (Arc::clone(store), Arc::clone(&gate));
        tasks.spawn(async move {
            gate.wait().await;
            (n, store.commit(&change).await)
        });
    }
    let mut results = tasks.join_all().await;
    results.sort_by_key(|(n, _)| *n);
    results.into_iter().map(|(_, result)| result).collect()
}

/// Of twelve who write the same version, one does; the others learn that they were late, and the chain is whole.
pub async fn many_writers_of_one_stream_have_one_winner_for_each_version(store: Arc<dyn Store>) {
    let mut world = World::new();
    let id = world.pledge(&Pledge::new("KG", "TR"), date(2018, 11, 2));
    world.commit(&*store).await.unwrap();
    for version in 2..=6 {
        let mut worlds: Vec<World> = (0..12).map(|_| world.clone()).collect();
        let changes = worlds
            .iter_mut()
            .map(|world| {
                world.restate(id, Stage::S7, date(2019, 5, 31));
                world.take()
            })
            .collect();
        let results = together(&store, changes).await;
        let mut winners = Vec::new();
        for (world, result) in worlds.into_iter().zip(results) {
            match result {
                Ok(()) => winners.push(world),
                Err(StoreError::Stale { stream, expected }) => {
                    assert_eq!((stream, expected), (id.into(), version - 1));
                }
                Err(other) => assert!(matches!(other, StoreError::Stale { .. }), "{other:?}"),
            }
        }
        assert_eq!(winners.len(), 1);
        world = winners.remove(0);
        assert_eq!(store.entries(id.into()).await.unwrap(), world.entries(id));
    }
    // The passages of those who lost are not there either.
    assert_eq!(store.streams(None, 1000).await.unwrap().len(), world.streams().count());
    // A stream is begun once as well.
    let other = world.id();
    let changes = (0..8)
        .map(|_| {
            let mut world = world.clone();
            let event = kelisim_domain::user::Event::Opened {
                registry: crate::registry("KG"),
                role: Role::Reader,
                partners: Vec::new(),
                person: crate::People::seal(&format!("{}@example.kg", world.id()), "Aigerim"),
            };
            world.event::<kelisim_domain::user::User>(StreamId::new(other), event, world.today());
            world.take()
        })
        .collect();
    let results = together(&store, changes).await;
    assert_eq!(results.iter().filter(|r| r.is_ok()).count(), 1);
    assert!(
        results.iter().all(|r| matches!(r, Ok(()) | Err(StoreError::Stale { expected: 0, .. })))
    );
}

/// Writers of different streams do not hinder one another, though they count in the same tallies.
pub async fn writers_of_different_streams_all_succeed(store: Arc<dyn Store>) {
    let mut world = World::new();
    let ids: Vec<_> =
        (0..16).map(|_| world.pledge(&Pledge::new("KG", "TR"), date(2018, 11, 2))).collect();
    world.commit(&*store).await.unwrap();
    for _ in 0..3 {
        let changes: Vec<Change> = ids
            .iter()
            .map(|id| {
                world.restate(*id, Stage::S7, date(2019, 5, 31));
                world.take()
            })
            .collect();
        for result in together(&store, changes).await {
            result.unwrap();
        }
    }
    for (stream, entries) in world.streams() {
        assert_eq!(store.entries(stream).await.unwrap(), entries);
    }
    let tallies = store.tallies(&super::all()).await.unwrap();
    assert_eq!(tallies.iter().map(|t| (t.stage, t.count)).collect::<Vec<_>>(), [(Stage::S7, 16)]);
}

/// One of many takes a name; the others are told who, and leave nothing behind.
pub async fn many_writers_of_one_name_have_one_taker(store: Arc<dyn Store>) {
    let world = World::new();
    for round in 0..4 {
        let mut users: Vec<UserId> = Vec::new();
        let changes = (0..10)
            .map(|_| {
                let mut world = world.clone();
                users.push(world.user("KG", Role::Reader, &format!("name{round}@example.kg")));
                world.take()
            })
            .collect();
        let results = together(&store, changes).await;
        let takers: Vec<UserId> =
            users.iter().zip(&results).filter(|(_, r)| r.is_ok()).map(|(u, _)| *u).collect();
        let [taker] = takers.as_slice() else {
            assert_eq!(takers.len(), 1, "{results:?}");
            return;
        };
        for result in results.iter().filter_map(|r| r.as_ref().err()) {
            let taken = matches!(result, StoreError::Taken { by, .. } if *by == (*taker).into());
            assert!(taken, "{result:?}");
        }
        let email = format!("name{round}@example.kg");
        assert_eq!(store.user_by_email(&email).await.unwrap(), Some(*taker));
        assert_eq!(store.streams(None, 100).await.unwrap().len(), round + 1);
        assert_eq!(store.users(crate::registry("KG")).await.unwrap().len(), round + 1);
    }
}

/// While some write and others seal, every version of every stream ends up under a seal.
pub async fn sealing_beside_writers_loses_no_head(store: Arc<dyn Store>) {
    let mut world = World::new();
    let ids: Vec<_> =
        (0..4).map(|_| world.pledge(&Pledge::new("KG", "TR"), date(2018, 11, 2))).collect();
    world.commit(&*store).await.unwrap();
    let mut tasks = JoinSet::new();
    let gate = Arc::new(Barrier::new(ids.len() + 2));
    for id in ids {
        let mut changes = Vec::new();
        for day in 1..=12 {
            world.restate(id, Stage::S7, date(2019, 5, day));
            changes.push(world.take());
        }
        let (store, gate) = (Arc::clone(&store), Arc::clone(&gate));
        tasks.spawn(async move {
            gate.wait().await;
            for change in changes {
                store.commit(&change).await.unwrap();
            }
        });
    }
    let now = world.clock.now();
    for _ in 0..2 {
        let (store, gate) = (Arc::clone(&store), Arc::clone(&gate));
        tasks.spawn(async move {
            gate.wait().await;
            for _ in 0..15 {
                let heads = store.unsealed(7).await.unwrap();
                let last = store.last_seal().await.unwrap();
                let seal = Seal::over(last.map(|s| (s.number, s.hash)), now, &heads).unwrap();
                match store.seal(&seal, &heads).await {
                    Ok(()) | Err(StoreError::Stale { .. }) => {}
                    Err(other) => assert!(matches!(other, StoreError::Stale { .. }), "{other:?}"),
                }
            }
        });
    }
    tasks.join_all().await;
    while seal_some(&*store, now, 7).await.is_some() {}
    let report = verify(&*store, &[], &mut |_| {}).await.unwrap();
    assert!(report.holds(), "{:?}", report.faults);
    let mut sealed: BTreeMap<StreamId, i64> = BTreeMap::new();
    for number in 1..=report.last.unwrap().number {
        for head in store.heads_of(number).await.unwrap() {
            let version = sealed.entry(head.stream).or_default();
            *version = head.version.max(*version);
        }
    }
    let heads: BTreeMap<StreamId, i64> =
        world.streams().map(|(id, entries)| (id, entries.last().unwrap().version)).collect();
    assert_eq!(sealed, heads);
    assert!(everything(&*store).await.last().is_some_and(|unsealed| unsealed == "[]"));
}

/// What is taken once is taken once, however many reach for it.
pub async fn a_lease_a_step_and_a_count_are_taken_once(store: Arc<dyn Store>) {
    let world = World::new();
    let (now, user) = (world.clock.now(), UserId::new(world.id()));
    let until = now + jiff::SignedDuration::from_secs(60);
    let credential = Credential {
        user,
        password: "hash".to_owned(),
        must_change: false,
        totp: None,
        totp_step: 0,
        door: None,
    };
    store.set_credential(&credential).await.unwrap();
    let gate = Arc::new(Barrier::new(10));
    let mut tasks = JoinSet::new();
    for n in 0..10 {
        let (store, gate) = (Arc::clone(&store), Arc::clone(&gate));
        tasks.spawn(async move {
            gate.wait().await;
            let lease = store.lease("sealer", &format!("holder {n}"), now, until).await.unwrap();
            let step = store.take_totp_step(user, 7).await.unwrap();
            (lease.is_some(), step, store.count_try("sign-in", now).await.unwrap())
        });
    }
    let results = tasks.join_all().await;
    assert_eq!(results.iter().filter(|r| r.0).count(), 1);
    assert_eq!(results.iter().filter(|r| r.1).count(), 1);
    let mut counts: Vec<i64> = results.iter().map(|r| r.2).collect();
    counts.sort_unstable();
    assert_eq!(counts, (1..=10).collect::<Vec<_>>());
}
