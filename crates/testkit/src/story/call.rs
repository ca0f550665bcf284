//! Calls.

use std::sync::Arc;

use jiff::civil::date;
use kelisim_domain::id::QuotaLineId;
use kelisim_domain::programme::call::{Call, Event, State};
use kelisim_domain::quota::{Account, LineShown};
use kelisim_domain::text::{Language, Text4};
use kelisim_store::call::CallFilter;
use kelisim_store::reading::{DayCursor, Kind, Scope};
use kelisim_store::replay::rebuild;
use kelisim_store::{Change, Store, StoreError};
use tokio::task::JoinSet;

use super::{all, everything, ids, last_day, of, with};
use crate::{Pledge, World};

async fn balance(store: &dyn Store, line: QuotaLineId, account: Account) -> u64 {
    let body = store.one(Kind::QuotaLine, line.uuid(), last_day()).await.unwrap().unwrap();
    let line: LineShown = serde_json::from_str(&body.body).unwrap();
    line.balances.get(account)
}

/// Terms, editions and places are what they were, before and after a rebuild; a cancelled call has given all back.
pub async fn a_call_takes_its_places_gives_them_back_and_rebuilds_to_the_same_bytes(
    store: Arc<dyn Store>,
) {
    let mut world = World::new();
    let pledge = Pledge::new("KG", "TR");
    let commitment = world.pledge(&pledge, date(2018, 11, 2));
    let line = world.quota_line(&pledge, commitment, 2026, 70);
    world.walk(line, 70, Account::Confirmed);
    let call = world.call(&pledge, line, 20);
    world.commit(&*store).await.unwrap();
    assert_eq!(balance(&*store, line, Account::Released).await, 0, "a draft takes nothing");
    world.publish_call(call);
    world.commit(&*store).await.unwrap();
    assert_eq!(balance(&*store, line, Account::Released).await, 20);
    let body = store.one(Kind::Call, call.uuid(), last_day()).await.unwrap().unwrap();
    let kept: Call = serde_json::from_str(&body.body).unwrap();
    assert_eq!((kept.state(), kept.editions.len()), (State::Published, 1));
    assert_eq!(kept.editions[0].terms.hash().unwrap(), kept.editions[0].hash);
    let why = Text4::new(Language::Ru, "Отменено").unwrap();
    world.call_step(call, Event::Cancelled { why });
    world.commit(&*store).await.unwrap();
    assert_eq!(balance(&*store, line, Account::Released).await, 0);
    assert_eq!(balance(&*store, line, Account::Confirmed).await, 70);
    let before = everything(&*store).await;
    rebuild(&*store, &world.people, &mut |_| {}).await.unwrap();
    assert_eq!(everything(&*store).await, before);
}

/// Calls go on where they ended, the one that closes last first, within their scope; a draft is nobody else's.
pub async fn calls_page_without_gap_or_repeat_within_their_scope(store: Arc<dyn Store>) {
    let mut world = World::new();
    let (turkey, russia) = (Pledge::new("KG", "TR"), Pledge::new("KG", "RU"));
    let mut calls = Vec::new();
    for n in 0..9 {
        let pledge = if n < 5 { &turkey } else { &russia };
        let commitment = world.pledge(pledge, date(2018, 11, 2));
        let line = world.quota_line(pledge, commitment, 2026, 9);
        world.walk(line, 9, Account::Confirmed);
        calls.push(world.call(pledge, line, 1));
        world.commit(&*store).await.unwrap();
    }
    for call in calls.iter().take(4) {
        world.publish_call(*call);
        world.commit(&*store).await.unwrap();
    }
    let (mut seen, mut after) = (Vec::new(), None);
    loop {
        let none = CallFilter::default();
        let rows = store.calls(&of("KG"), &none, last_day(), after, 4).await.unwrap();
        let Some(last) = rows.last() else { break };
        let it: Call = serde_json::from_str(&last.body).unwrap();
        after = Some(DayCursor { day: it.closes_on(), id: last.id });
        seen.extend(ids(&rows));
    }
    let mut distinct = seen.clone();
    distinct.sort_unstable();
    distinct.dedup();
    assert_eq!((seen.len(), distinct.len()), (9, 9));
    let count = async |scope: Scope, filter: CallFilter| {
        store.calls(&scope, &filter, last_day(), None, 100).await.unwrap().len()
    };
    assert_eq!(count(with("RU", all()), CallFilter::default()).await, 4);
    let checking = CallFilter { state: Some(State::Checking), ..CallFilter::default() };
    assert_eq!(count(of("KG"), checking.clone()).await, 5);
    assert_eq!(count(of("KZ"), CallFilter::default()).await, 0);
    let public = Scope { public_only: true, ..all() };
    assert_eq!(count(public.clone(), CallFilter::default()).await, 4);
    assert_eq!(count(public, checking).await, 0);
}

/// Ten calls reach for the last place of a line at once: one is published with it, nine are late and leave no trace.
pub async fn of_many_calls_one_takes_the_last_place(store: Arc<dyn Store>) {
    let mut world = World::new();
    let pledge = Pledge::new("KG", "TR");
    let commitment = world.pledge(&pledge, date(2018, 11, 2));
    let line = world.quota_line(&pledge, commitment, 2026, 1);
    world.walk(line, 1, Account::Confirmed);
    let calls: Vec<_> = (0..10).map(|_| world.call(&pledge, line, 1)).collect();
    world.commit(&*store).await.unwrap();
    let changes: Vec<Change> = calls
        .iter()
        .map(|call| {
            let mut own = world.clone();
            own.publish_call(*call);
            own.take()
        })
        .collect();
    let mut tasks = JoinSet::new();
    for change in changes {
        let store = Arc::clone(&store);
        tasks.spawn(async move { store.commit(&change).await });
    }
    let results = tasks.join_all().await;
    assert_eq!(results.iter().filter(|result| result.is_ok()).count(), 1, "{results:?}");
    assert!(results.iter().all(|r| matches!(r, Ok(()) | Err(StoreError::Stale { .. }))));
    let published = CallFilter { state: Some(State::Published), ..CallFilter::default() };
    let rows = store.calls(&of("KG"), &published, last_day(), None, 100).await.unwrap();
    assert_eq!(rows.len(), 1, "who was late is as before");
    assert_eq!(balance(&*store, line, Account::Released).await, 1);
    assert_eq!(balance(&*store, line, Account::Confirmed).await, 0);
}
