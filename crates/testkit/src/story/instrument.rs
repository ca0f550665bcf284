//! Instruments.

use std::sync::Arc;

use jiff::civil::date;
use kelisim_domain::aggregate::fold;
use kelisim_domain::id::InstrumentId;
use kelisim_domain::instrument::{ActKind, Instrument, Standing};
use kelisim_store::instrument::InstrumentFilter;
use kelisim_store::reading::{DayCursor, Kind, Scope};
use kelisim_store::replay::rebuild;
use kelisim_store::{Store, StoreError};
use uuid::Uuid;

use super::{all, everything, ids, last_day, of, with};
use crate::{Pledge, World};

async fn shown(store: &dyn Store, id: InstrumentId) -> Instrument {
    let body = store.one(Kind::Instrument, id.uuid(), last_day()).await.unwrap().unwrap();
    serde_json::from_str(&body.body).unwrap()
}

/// Row, links and history say the same, before and after a rebuild; what is withdrawn counts no more.
pub async fn an_instrument_is_read_back_with_its_links_and_rebuilds_to_the_same_bytes(
    store: Arc<dyn Store>,
) {
    let mut world = World::new();
    let pledge = Pledge::new("KG", "TR");
    let commitment = world.pledge(&pledge, date(2018, 11, 2));
    let id = world.instrument(&pledge);
    world.commit(&*store).await.unwrap();
    world.conclude(id, Some(commitment));
    world.commit(&*store).await.unwrap();
    let folded: Instrument = fold(world.entries(id)).unwrap().unwrap();
    let kept = shown(&*store, id).await;
    assert_eq!(kept, folded);
    assert_eq!(kept.position(world.today()).standing, Standing::InForce);
    // What was known before the passage about the signatures was published.
    let early = store.one(Kind::Instrument, id.uuid(), date(2021, 6, 1)).await.unwrap().unwrap();
    let early: Instrument = serde_json::from_str(&early.body).unwrap();
    assert_eq!((early.acts.len(), early.clauses.len()), (0, 1));

    let stands = InstrumentFilter { commitment: Some(commitment), ..InstrumentFilter::default() };
    let in_which = async |scope: Scope| {
        ids(&store.instruments(&scope, &stands, last_day(), None, 9).await.unwrap())
    };
    assert_eq!(in_which(of("KG")).await, [id.uuid()]);
    assert!(in_which(of("KZ")).await.is_empty(), "another registry's instrument");
    assert!(in_which(Scope { public_only: true, ..all() }).await.is_empty(), "not published");
    // Entry 5 is the link, 4 the second signature.
    world.withdraw_fact(id, 5);
    world.withdraw_fact(id, 4);
    world.commit(&*store).await.unwrap();
    assert!(in_which(of("KG")).await.is_empty());
    let kept = shown(&*store, id).await;
    assert_eq!(kept.position(world.today()).standing, Standing::PartlySigned);
    let before = everything(&*store).await;
    rebuild(&*store, &world.people, &mut |_| {}).await.unwrap();
    assert_eq!(everything(&*store).await, before);
}

/// Instruments go on where they ended, the one that moved last first, and show nobody what belongs to others.
pub async fn instruments_page_without_gap_or_repeat_within_their_scope(store: Arc<dyn Store>) {
    let mut world = World::new();
    let (turkey, russia) = (Pledge::new("KG", "TR"), Pledge::new("KG", "RU"));
    let mut expected: Vec<(jiff::civil::Date, Uuid)> = Vec::new();
    for n in 1..=7i8 {
        for (pledge, party) in [(&turkey, "TR"), (&russia, "RU")] {
            let id = world.instrument(pledge);
            let on = date(2019, 1, 1 + n / 2);
            world.act(id, party, ActKind::Signed, &on.to_string());
            expected.push((on, id.uuid()));
        }
        world.instrument(&Pledge::new("KZ", "TR"));
    }
    world.commit(&*store).await.unwrap();
    expected.sort_unstable_by(|a, b| b.cmp(a));
    let (mut seen, mut after) = (Vec::new(), None);
    loop {
        let none = InstrumentFilter::default();
        let rows = store.instruments(&of("KG"), &none, last_day(), after, 3).await.unwrap();
        let Some(last) = rows.last() else { break };
        let it: Instrument = serde_json::from_str(&last.body).unwrap();
        after = Some(DayCursor { day: it.moved_on(), id: last.id });
        seen.extend(ids(&rows));
    }
    assert_eq!(seen, expected.iter().map(|(_, id)| *id).collect::<Vec<_>>());
    let count = async |scope: Scope, filter: InstrumentFilter| {
        store.instruments(&scope, &filter, last_day(), None, 100).await.unwrap().len()
    };
    assert_eq!(count(with("TR", of("KG")), InstrumentFilter::default()).await, 7);
    assert_eq!(count(with("TR", all()), InstrumentFilter::default()).await, 14);
    let of_kind = |kind| InstrumentFilter { kind: Some(kind), ..InstrumentFilter::default() };
    assert_eq!(count(of("KG"), of_kind("agreement")).await, 14);
    assert_eq!(count(of("KG"), of_kind("protocol")).await, 0);
    assert_eq!(count(with("RU", of("KG")), InstrumentFilter::default()).await, 7);
}

/// Two hands that saw the same version: one is written, the other is late and leaves no trace.
pub async fn of_two_hands_on_one_instrument_one_is_late(store: Arc<dyn Store>) {
    let mut world = World::new();
    let pledge = Pledge::new("KG", "TR");
    let id = world.instrument(&pledge);
    world.commit(&*store).await.unwrap();
    let mut late = world.clone();
    late.act(id, "KG", ActKind::Signed, "2020-02-02");
    world.act(id, "KG", ActKind::Signed, "2020-01-01");
    world.commit(&*store).await.unwrap();
    let before = everything(&*store).await;
    let refused = late.commit(&*store).await.unwrap_err();
    assert!(matches!(refused, StoreError::Stale { .. }), "{refused:?}");
    assert_eq!(everything(&*store).await, before);
}
