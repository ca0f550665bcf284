//! Visits of experts.

use std::sync::Arc;

use jiff::civil::{Date, date};
use kelisim_domain::aggregate::fold;
use kelisim_domain::programme::visit::{Counter, Direction, ExpertVisit, State};
use kelisim_store::reading::{DayCursor, Kind, Scope};
use kelisim_store::replay::rebuild;
use kelisim_store::visit::VisitFilter;
use kelisim_store::{Store, StoreError};
use uuid::Uuid;

use super::{all, everything, ids, last_day, of, with};
use crate::World;

/// Row, passages and history say the same, before and after a rebuild; what became known later is not known before.
pub async fn a_visit_is_read_back_and_rebuilds_to_the_same_bytes(store: Arc<dyn Store>) {
    let mut world = World::new();
    let id = world.visit("KG", "RU", "2025-08-18/2025-08-22", date(2025, 8, 10));
    world.commit(&*store).await.unwrap();
    world.visit_steps(id, State::Reported, date(2025, 8, 23));
    world.visit_reports(id, Counter::JointOperations, 16, date(2025, 8, 23));
    world.visit_brings(id, "U1");
    let first = world.operated(id, date(2025, 8, 19), "U1");
    world.operated(id, date(2025, 8, 20), "U1");
    world.commit(&*store).await.unwrap();
    let read = async |day: Date| {
        let body = store.one(Kind::Visit, id.uuid(), day).await.unwrap()?;
        Some(serde_json::from_str::<ExpertVisit>(&body.body).unwrap())
    };
    let kept = read(last_day()).await.unwrap();
    assert_eq!(kept, fold(world.entries(id)).unwrap().unwrap());
    assert_eq!((kept.state(), kept.team_size()), (State::Reported, Some(1)));
    let counts = kept.counts();
    assert_eq!((counts[0].total(), counts[0].entered), (Some(16), Some(2)));
    let early = read(date(2025, 8, 15)).await.unwrap();
    assert_eq!((early.state(), early.counts().len()), (State::Planned, 0));
    assert!(read(date(2025, 8, 9)).await.is_none());
    let source = counts[0].reported[0].quotation.source;
    let rests = store.rests_on(source, 0).await.unwrap();
    assert_eq!((rests.len(), rests[0].aggregate.as_str()), (1, "visit"));
    world.withdraw_of_visit(id, first);
    world.commit(&*store).await.unwrap();
    let kept = read(last_day()).await.unwrap();
    assert_eq!(kept.counts()[0].entered, Some(1));
    let before = everything(&*store).await;
    rebuild(&*store, &world.people, &mut |_| {}).await.unwrap();
    assert_eq!(everything(&*store).await, before);
}

/// Visits go on where they ended, the one that begins last first, within their scope.
pub async fn visits_page_without_gap_or_repeat_within_their_scope(store: Arc<dyn Store>) {
    let mut world = World::new();
    let mut expected: Vec<(Date, Uuid)> = Vec::new();
    for n in 1..=7_i8 {
        let day = date(2025, 3, 1 + n / 2);
        for partner in ["TR", "RU"] {
            let id = world.visit("KG", partner, &day.to_string(), date(2025, 2, 1));
            expected.push((day, id.uuid()));
        }
        world.visit("KZ", "TR", &day.to_string(), date(2025, 2, 1));
    }
    world.commit(&*store).await.unwrap();
    expected.sort_unstable_by(|a, b| b.cmp(a));
    let (mut seen, mut after) = (Vec::new(), None);
    loop {
        let none = VisitFilter::default();
        let rows = store.visits(&of("KG"), &none, last_day(), after, 4).await.unwrap();
        let Some(last) = rows.last() else { break };
        let it: ExpertVisit = serde_json::from_str(&last.body).unwrap();
        after = Some(DayCursor { day: it.starts_on(), id: last.id });
        seen.extend(ids(&rows));
    }
    assert_eq!(seen, expected.iter().map(|(_, id)| *id).collect::<Vec<_>>());
    let count = async |scope: Scope, filter: VisitFilter| {
        store.visits(&scope, &filter, last_day(), None, 100).await.unwrap().len()
    };
    assert_eq!(count(with("TR", all()), VisitFilter::default()).await, 14);
    let way = |direction| VisitFilter { direction: Some(direction), ..VisitFilter::default() };
    assert_eq!(count(of("KG"), way(Direction::In)).await, 14);
    assert_eq!(count(of("KG"), way(Direction::Out)).await, 0);
    let at = |state| VisitFilter { state: Some(state), ..VisitFilter::default() };
    let ahead = VisitFilter { ahead: true, ..VisitFilter::default() };
    assert_eq!(count(of("KG"), ahead.clone()).await, 14, "none is said to have begun");
    let one = kelisim_domain::id::VisitId::new(expected[0].1);
    world.visit_steps(one, State::OnSite, date(2025, 3, 10));
    world.commit(&*store).await.unwrap();
    assert_eq!(count(of("KG"), at(State::OnSite)).await, 1);
    assert_eq!(count(of("KG"), ahead.clone()).await, 13);
    world.visit_agrees(one, date(2030, 1, 1));
    world.commit(&*store).await.unwrap();
    assert_eq!(count(of("KG"), ahead).await, 14, "what was agreed on is still to come");
    assert_eq!(count(with("RU", of("KG")), VisitFilter::default()).await, 7);
    let public = Scope { public_only: true, ..all() };
    assert_eq!(count(public, VisitFilter::default()).await, 0, "none was published");
}

/// Of two hands that enter an operation, one is late: none is lost silently.
pub async fn of_two_hands_on_one_visit_one_is_late(store: Arc<dyn Store>) {
    let mut world = World::new();
    let id = world.visit("KG", "RU", "2025-08-18/2025-08-22", date(2025, 8, 10));
    world.commit(&*store).await.unwrap();
    let mut other = world.clone();
    world.operated(id, date(2025, 8, 19), "U1");
    world.commit(&*store).await.unwrap();
    other.operated(id, date(2025, 8, 20), "U2");
    let late = other.commit(&*store).await;
    assert!(matches!(late, Err(StoreError::Stale { .. } | StoreError::Taken { .. })), "{late:?}");
    let body = store.one(Kind::Visit, id.uuid(), last_day()).await.unwrap().unwrap();
    let kept: ExpertVisit = serde_json::from_str(&body.body).unwrap();
    assert_eq!(kept.operations().len(), 1);
}
