//! The quota ledger.

use std::sync::Arc;

use jiff::civil::date;
use kelisim_domain::aggregate::fold;
use kelisim_domain::id::{CommitmentId, QuotaLineId};
use kelisim_domain::quota::{Account, Booked, Event, LineShown, QuotaLine};
use kelisim_store::quota::LineFilter;
use kelisim_store::reading::{DayCursor, Kind};
use kelisim_store::replay::rebuild;
use kelisim_store::{Store, StoreError};
use uuid::Uuid;

use super::{all, everything, ids, last_day, of, with};
use crate::{Pledge, World};

async fn shown(store: &dyn Store, line: QuotaLineId) -> LineShown {
    let body = store.one(Kind::QuotaLine, line.uuid(), last_day()).await.unwrap().unwrap();
    serde_json::from_str(&body.body).unwrap()
}

fn folded(world: &World, line: QuotaLineId) -> QuotaLine {
    fold(world.entries(line)).unwrap().unwrap()
}

async fn accounts(store: &dyn Store) -> Vec<(Account, u64)> {
    let mut accounts = store.quota_accounts(&all(), &LineFilter::default()).await.unwrap();
    accounts.sort_unstable();
    accounts
}

/// Row, moves and accounts say the same, before and after a rebuild; a reversed booking stays in the book.
pub async fn a_line_is_read_back_with_its_moves_and_accounts(store: Arc<dyn Store>) {
    let mut world = World::new();
    let pledge = Pledge::new("KG", "TR");
    let commitment = world.pledge(&pledge, date(2018, 11, 2));
    let line = world.quota_line(&pledge, commitment, 2026, 50);
    world.commit(&*store).await.unwrap();
    world.walk(line, 20, Account::Allocated);
    world.commit(&*store).await.unwrap();
    world.reverse(line, 5);
    world.commit(&*store).await.unwrap();
    let expected = folded(&world, line);
    let kept = shown(&*store, line).await;
    assert_eq!(kept.balances, expected.balances);
    assert_eq!((kept.stated, kept.moves, kept.version), (50, 6, 6));
    let read = |bodies: Vec<String>| -> Vec<Booked> {
        bodies.iter().map(|body| serde_json::from_str(body).unwrap()).collect()
    };
    let moves = read(store.quota_moves(line, 0, 100).await.unwrap());
    assert_eq!(moves, expected.moves);
    assert_eq!(read(store.quota_moves(line, 2, 2).await.unwrap()), expected.moves[2..4]);
    assert_eq!(accounts(&*store).await, [(Account::Pledged, 30), (Account::Seated, 20)]);
    assert!(
        store.quota_accounts(&of("KZ"), &LineFilter::default()).await.unwrap().is_empty(),
        "another registry's places are in no sum"
    );
    assert_eq!(
        store.claimed("quota_line", &expected.description.key()).await.unwrap(),
        Some(line.into())
    );
    let before = everything(&*store).await;
    rebuild(&*store, &world.people, &mut |_| {}).await.unwrap();
    assert_eq!(everything(&*store).await, before);
}

/// Lists go on where they ended, newest period first, and show nobody what belongs to others.
pub async fn lines_page_without_gap_or_repeat_within_their_scope(store: Arc<dyn Store>) {
    let mut world = World::new();
    let (turkey, russia) = (Pledge::new("KG", "TR"), Pledge::new("KG", "RU"));
    let one = world.pledge(&turkey, date(2018, 11, 2));
    let other = world.pledge(&russia, date(2018, 11, 2));
    let foreign = world.pledge(&Pledge::new("KZ", "TR"), date(2018, 11, 2));
    let mut lines: Vec<(i16, Uuid)> = Vec::new();
    for year in 2020..2027 {
        lines.push((year, world.quota_line(&turkey, one, year, 10).uuid()));
        lines.push((year, world.quota_line(&russia, other, year, 10).uuid()));
        world.quota_line(&Pledge::new("KZ", "TR"), foreign, year, 10);
    }
    world.commit(&*store).await.unwrap();
    lines.sort_unstable_by(|a, b| b.cmp(a));
    let expected: Vec<Uuid> = lines.iter().map(|(_, id)| *id).collect();
    let (mut seen, mut after) = (Vec::new(), None);
    loop {
        let rows = store
            .quota_lines(&of("KG"), &LineFilter::default(), last_day(), after, 3)
            .await
            .unwrap();
        let Some(last) = rows.last() else { break };
        let line: LineShown = serde_json::from_str(&last.body).unwrap();
        after = Some(DayCursor { day: line.description.period.last_day(), id: last.id });
        seen.extend(ids(&rows));
    }
    assert_eq!(seen, expected);
    let only = |filter: LineFilter, scope| {
        let store = Arc::clone(&store);
        async move { store.quota_lines(&scope, &filter, last_day(), None, 100).await.unwrap().len() }
    };
    assert_eq!(only(LineFilter::default(), with("TR", of("KG"))).await, 7);
    let of_one = LineFilter { commitment: Some(one) };
    assert_eq!(only(of_one, of("KG")).await, 7);
    let of_foreign = LineFilter { commitment: Some(foreign) };
    assert_eq!(only(of_foreign, of("KG")).await, 0);
    let narrow = with("RU", of("KG"));
    assert_eq!(
        store.quota_accounts(&narrow, &LineFilter::default()).await.unwrap(),
        [(Account::Pledged, 70)]
    );
    let public = kelisim_store::reading::Scope { public_only: true, ..all() };
    assert_eq!(only(LineFilter::default(), public).await, 0);
}

/// Two lines in one change: what leaves one arrives in the other, or neither is written.
pub async fn places_go_from_line_to_line_or_stay(store: Arc<dyn Store>) {
    let mut world = World::new();
    let pledge = Pledge::new("KG", "TR");
    let commitment = world.pledge(&pledge, date(2018, 11, 2));
    let now = world.quota_line(&pledge, commitment, 2026, 10);
    let later = world.quota_line(&pledge, commitment, 2027, 10);
    world.walk(now, 10, Account::Confirmed);
    world.commit(&*store).await.unwrap();
    let give = |world: &mut World| {
        let step = world.step(Account::Confirmed, Account::Carried, 4);
        let (id, on, reason) = (step.id, step.on, step.reason);
        let step = kelisim_domain::quota::Move { other: Some(later), ..step };
        world.event::<QuotaLine>(now, Event::Moved { step }, world.today());
        let event = Event::Received { id, line: now, places: 4, on, reason };
        world.event::<QuotaLine>(later, event, world.today());
        world.take()
    };
    let late = give(&mut world.clone());
    store.commit(&give(&mut world)).await.unwrap();
    let before = everything(&*store).await;
    assert!(matches!(store.commit(&late).await, Err(StoreError::Stale { .. })));
    // One side that is up to date does not carry the other.
    let mut half = late.clone();
    half.appends.reverse();
    assert!(matches!(store.commit(&half).await, Err(StoreError::Stale { .. })));
    assert_eq!(everything(&*store).await, before);
    assert_eq!(shown(&*store, now).await.balances.get(Account::Confirmed), 6);
    assert_eq!(shown(&*store, later).await.balances.get(Account::Confirmed), 4);
    assert_eq!(shown(&*store, later).await.stated, 10);
}

/// The table of accounts is a lock of its own: a change whose places are not there is refused whole, even when the
/// journal would let it pass.
pub async fn a_place_that_the_table_lacks_is_given_to_nobody(store: Arc<dyn Store>) {
    let mut world = World::new();
    let pledge = Pledge::new("KG", "TR");
    let commitment = world.pledge(&pledge, date(2018, 11, 2));
    let line = world.quota_line(&pledge, commitment, 2026, 5);
    world.commit(&*store).await.unwrap();
    let before = everything(&*store).await;
    world.walk(line, 5, Account::Confirmed);
    let mut change = world.take();
    for row in &mut change.appends[0].stream.projection.moves {
        row.places = 6;
    }
    let refused = store.commit(&change).await.unwrap_err();
    assert!(
        matches!(refused, StoreError::Inconsistent { table: "quota_account", .. }),
        "{refused:?}"
    );
    assert_eq!(everything(&*store).await, before);
}

/// Two hundred hands reach for the last place at the same moment: one has it, in every round.
pub async fn the_last_place_has_one_taker_of_two_hundred(store: Arc<dyn Store>) {
    let asked = std::env::var("KELISIM_LAST_PLACE_ROUNDS").ok().and_then(|n| n.parse().ok());
    let mut world = World::new();
    let pledge = Pledge::new("KG", "TR");
    let commitment: CommitmentId = world.pledge(&pledge, date(2018, 11, 2));
    world.commit(&*store).await.unwrap();
    for round in 0..asked.unwrap_or(3) {
        let line = world.quota_line(&pledge, commitment, 2026 + round, 1);
        world.walk(line, 1, Account::Seated);
        world.commit(&*store).await.unwrap();
        let mut hands: Vec<World> = (0..200).map(|_| world.clone()).collect();
        let changes = hands
            .iter_mut()
            .map(|world| {
                let step = world.step(Account::Seated, Account::Allocated, 1);
                world.event::<QuotaLine>(line, Event::Moved { step }, world.today());
                world.take()
            })
            .collect();
        let results = super::race::together(&store, changes).await;
        let winners: Vec<usize> =
            (0..).zip(&results).filter(|(_, r)| r.is_ok()).map(|(n, _)| n).collect();
        assert_eq!(winners.len(), 1, "round {round}");
        let late = |r: &Result<(), StoreError>| matches!(r, Err(StoreError::Stale { .. }));
        assert_eq!(results.iter().filter(|r| late(r)).count(), 199);
        world = hands.swap_remove(winners[0]);
        let kept = shown(&*store, line).await;
        assert_eq!(kept.balances, folded(&world, line).balances);
        assert_eq!((kept.balances.get(Account::Allocated), kept.balances.total()), (1, 1));
    }
}
