//! Joint bodies.

use std::sync::Arc;

use jiff::civil::date;
use kelisim_domain::aggregate::fold;
use kelisim_domain::body::{Body, Move, Standing, Where};
use kelisim_store::body::BodyFilter;
use kelisim_store::reading::{DayCursor, Kind, Scope};
use kelisim_store::replay::rebuild;
use kelisim_store::{Store, StoreError};
use uuid::Uuid;

use super::{all, everything, ids, last_day, of, with};
use crate::{Pledge, World};

/// Row, passages and history say the same, before and after a rebuild; whoever acceded is a member from that day.
pub async fn a_body_is_read_back_and_rebuilds_to_the_same_bytes(store: Arc<dyn Store>) {
    let mut world = World::new();
    let commitment = world.pledge(&Pledge::new("KZ", "WHO"), date(2018, 11, 2));
    let id = world.body("KZ", "WHO", date(2023, 10, 23));
    world.stands(id, Standing::Proposed, date(2023, 10, 23));
    world.commit(&*store).await.unwrap();
    world.stands(id, Standing::AtWork, date(2024, 5, 27));
    world.joins(id, "TR", date(2024, 6, 1));
    world.leaves(id, 4, date(2024, 12, 1));
    world.contributes(id, "KZ", date(2024, 6, 1));
    world.body_decides(id, commitment, date(2024, 6, 2));
    world.sits(id, 2, date(2030, 5, 1));
    let invitation = world.invites(id, "IN", date(2024, 7, 1));
    world.answers(id, invitation, Move::AnsweredYes, date(2024, 8, 1));
    world.answers(id, invitation, Move::Acceded, date(2024, 9, 1));
    world.commit(&*store).await.unwrap();
    let body = store.one(Kind::Body, id.uuid(), last_day()).await.unwrap().unwrap();
    let kept: Body = serde_json::from_str(&body.body).unwrap();
    assert_eq!(kept, fold(world.entries(id)).unwrap().unwrap());
    assert_eq!(kept.standing(), Some(Standing::AtWork));
    assert_eq!(kept.invited()[0].is_at(), Where::Acceded);
    let members = kept.memberships();
    assert_eq!(members.len(), 2);
    assert!(members.iter().any(|m| m.acceded && m.holds(date(2024, 9, 1))));
    assert!(!members.iter().any(|m| m.acceded && m.holds(date(2024, 8, 31))));
    let early = store.one(Kind::Body, id.uuid(), date(2024, 1, 1)).await.unwrap().unwrap();
    let early: Body = serde_json::from_str(&early.body).unwrap();
    assert_eq!((early.standing(), early.members.len()), (Some(Standing::Proposed), 0));
    assert!(store.one(Kind::Body, id.uuid(), date(2023, 10, 22)).await.unwrap().is_none());
    let source = kept.decisions[0].what.decision.quotation.source;
    let rests = store.rests_on(source, 0).await.unwrap();
    assert_eq!((rests.len(), rests[0].aggregate.as_str()), (1, "body"));
    world.withdraw_of_body(id, 4);
    world.commit(&*store).await.unwrap();
    let body = store.one(Kind::Body, id.uuid(), last_day()).await.unwrap().unwrap();
    let kept: Body = serde_json::from_str(&body.body).unwrap();
    assert_eq!((kept.members.len(), kept.lefts.len()), (0, 0), "whoever left was one");
    let before = everything(&*store).await;
    rebuild(&*store, &world.people, &mut |_| {}).await.unwrap();
    assert_eq!(everything(&*store).await, before);
}

/// Bodies go on where they ended, the one of which something became known last first, within their scope.
pub async fn bodies_page_without_gap_or_repeat_within_their_scope(store: Arc<dyn Store>) {
    let mut world = World::new();
    let mut expected: Vec<(jiff::civil::Date, Uuid)> = Vec::new();
    for n in 1..=7_i8 {
        let day = date(2019, 1, 1 + n / 2);
        for partner in ["TR", "RU"] {
            let id = world.body("KG", partner, day);
            expected.push((day, id.uuid()));
        }
        world.body("KZ", "TR", day);
    }
    world.commit(&*store).await.unwrap();
    let working = world.body("KG", "RU", date(2019, 2, 1));
    world.stands(working, Standing::AtWork, date(2019, 3, 1));
    expected.push((date(2019, 3, 1), working.uuid()));
    world.commit(&*store).await.unwrap();
    expected.sort_unstable_by(|a, b| b.cmp(a));
    let (mut seen, mut after) = (Vec::new(), None);
    loop {
        let none = BodyFilter::default();
        let rows = store.bodies(&of("KG"), &none, last_day(), after, 4).await.unwrap();
        let Some(last) = rows.last() else { break };
        let it: Body = serde_json::from_str(&last.body).unwrap();
        after = Some(DayCursor { day: it.moved_on(), id: last.id });
        seen.extend(ids(&rows));
    }
    assert_eq!(seen, expected.iter().map(|(_, id)| *id).collect::<Vec<_>>());
    let count = async |scope: Scope, filter: BodyFilter| {
        store.bodies(&scope, &filter, last_day(), None, 100).await.unwrap().len()
    };
    assert_eq!(count(with("TR", all()), BodyFilter::default()).await, 14);
    let standing = |code| BodyFilter { standing: Some(code), ..BodyFilter::default() };
    assert_eq!(count(of("KG"), standing("at_work")).await, 1);
    assert_eq!(count(of("KG"), standing("unknown")).await, 14);
    let kind = |code| BodyFilter { kind: Some(code), ..BodyFilter::default() };
    assert_eq!(count(of("KG"), kind("coalition")).await, 15);
    assert_eq!(count(of("KG"), kind("secretariat")).await, 0);
    let sits = BodyFilter { sits_ahead: true, ..BodyFilter::default() };
    assert_eq!(count(of("KG"), sits.clone()).await, 0);
    world.sits(working, 1, date(2030, 1, 1));
    world.commit(&*store).await.unwrap();
    assert_eq!(count(of("KG"), sits).await, 1);
    assert_eq!(count(with("RU", of("KG")), BodyFilter::default()).await, 8);
    let public = Scope { public_only: true, ..all() };
    assert_eq!(count(public, BodyFilter::default()).await, 0, "none was published");
}

/// Of two hands that answer one invitation, one is late: no answer is lost silently.
pub async fn of_two_hands_on_one_body_one_is_late(store: Arc<dyn Store>) {
    let mut world = World::new();
    let id = world.body("KZ", "WHO", date(2023, 10, 23));
    let invitation = world.invites(id, "IN", date(2024, 7, 1));
    world.commit(&*store).await.unwrap();
    let mut other = world.clone();
    world.answers(id, invitation, Move::AnsweredYes, date(2024, 8, 1));
    world.commit(&*store).await.unwrap();
    other.answers(id, invitation, Move::AnsweredNo, date(2024, 8, 1));
    let late = other.commit(&*store).await;
    assert!(matches!(late, Err(StoreError::Stale { .. } | StoreError::Taken { .. })), "{late:?}");
    let body = store.one(Kind::Body, id.uuid(), last_day()).await.unwrap().unwrap();
    let kept: Body = serde_json::from_str(&body.body).unwrap();
    assert_eq!(kept.invited()[0].is_at(), Where::Yes);
}
