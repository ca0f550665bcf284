//! Parties of which two records became one.

use std::sync::Arc;

use jiff::civil::date;
use kelisim_domain::party::same::Same;
use kelisim_domain::party::{Party, PartyCode};
use kelisim_store::reading::{CommitmentFilter, Kind};
use kelisim_store::replay::rebuild;
use kelisim_store::{Store, StoreError};

use super::{all, everything, ids, last_day, of, with};
use crate::{Pledge, World, registry};

async fn parties(store: &dyn Store) -> Vec<Party> {
    let rows = store.all(Kind::Party).await.unwrap();
    rows.iter().map(|row| serde_json::from_str(&row.body).unwrap()).collect()
}

/// What was written with the one that went stays as it was written; that both are one stands in the rows of both, and a
/// rebuild says the same.
pub async fn a_merge_stands_in_both_streams_and_rebuilds_to_the_same_bytes(store: Arc<dyn Store>) {
    let mut world = World::new();
    let (old, new): (PartyCode, PartyCode) = (world.party("TK", "Turkey"), world.party("TR", "T"));
    let id = world.pledge(&Pledge::new("KG", "TK"), date(2018, 11, 2));
    world.pledge(&Pledge::new("KZ", "TK"), date(2018, 11, 2));
    world.commit(&*store).await.unwrap();
    let written = store.one(Kind::Commitment, id.uuid(), last_day()).await.unwrap();
    world.merge("TK", "TR");
    world.commit(&*store).await.unwrap();
    assert_eq!(store.one(Kind::Commitment, id.uuid(), last_day()).await.unwrap(), written);
    let none = CommitmentFilter::default();
    let with_old = with("TK", of("KG"));
    let rows = store.commitments(&with_old, &none, last_day(), None, 10).await.unwrap();
    assert_eq!(ids(&rows), [id.uuid()]);
    let both = Same::of_parties(&parties(&*store).await);
    assert_eq!(both.of(&old), &new);
    assert_eq!(both.codes(&new), [new.clone(), old.clone()]);
    // What names a code is found within its registry, by the whole code alone.
    let naming = async |code: &PartyCode| {
        let codes = std::slice::from_ref(code);
        ids(&store.naming(Kind::Commitment, registry("KG"), codes, 10).await.unwrap())
    };
    assert_eq!(naming(&old).await, [id.uuid()]);
    assert!(naming(&new).await.is_empty());
    assert!(naming(&"T-K".parse().unwrap()).await.is_empty());
    let before = everything(&*store).await;
    rebuild(&*store, &world.people, &mut |_| {}).await.unwrap();
    assert_eq!(everything(&*store).await, before);
    world.take_apart("TK", "TR");
    world.commit(&*store).await.unwrap();
    assert!(Same::of_parties(&parties(&*store).await).is_empty());
    assert_eq!(store.commitments(&all(), &none, last_day(), None, 10).await.unwrap().len(), 2);
}

/// Of two hands that merge at once, one is late, also where they begin from different ends; it leaves no trace.
pub async fn of_two_hands_that_merge_one_is_late(store: Arc<dyn Store>) {
    let mut world = World::new();
    for code in ["TK", "TR", "TM"] {
        world.party(code, code);
    }
    world.commit(&*store).await.unwrap();
    let (mut back, mut on) = (world.clone(), world.clone());
    world.merge("TK", "TR");
    world.commit(&*store).await.unwrap();
    let before = everything(&*store).await;
    back.merge("TR", "TK");
    on.merge("TR", "TM");
    for mut late in [back, on] {
        let late = late.commit(&*store).await;
        assert!(matches!(late, Err(StoreError::Stale { .. })), "{late:?}");
    }
    assert_eq!(everything(&*store).await, before);
}
