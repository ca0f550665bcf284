//! Reviews of applications.

use std::sync::Arc;

use kelisim_domain::programme::review::{Event, Review, Why};
use kelisim_domain::user::Role;
use kelisim_store::Store;
use kelisim_store::reading::{Kind, Scope};
use kelisim_store::replay::rebuild;

use super::{all, everything, last_day, of};
use crate::{Pledge, World};

/// Reviews of a call are listed within their scope; a reviewer's are those with a seat of the reviewer, until it is lost;
/// the code of a seat leads to its review for as long; all of it rebuilds to the same bytes.
pub async fn reviews_are_listed_within_their_scope_and_by_their_reviewers_and_rebuild(
    store: Arc<dyn Store>,
) {
    let mut world = World::new();
    let pledge = Pledge::new("KG", "TR");
    let commitment = world.pledge(&pledge, jiff::civil::date(2018, 11, 2));
    let line = world.quota_line(&pledge, commitment, 2026, 9);
    let call = world.call(&pledge, line, 1);
    let reviewers: Vec<_> = (0..2)
        .map(|n| world.user("KG", Role::Reviewer, &format!("reviewer{n}@example.kg")))
        .collect();
    let (mut codes, mut applications) = (Vec::new(), Vec::new());
    for n in 0..5 {
        let doctor = world.user("KG", Role::Applicant, &format!("doctor{n}@example.kg"));
        let application = world.application(&pledge, call, doctor);
        codes.push(world.review(application, reviewers[0]));
        if n < 2 {
            world.review(application, reviewers[1]);
        }
        applications.push(application);
    }
    world.commit(&*store).await.unwrap();
    let (mut receipts, mut after) = (Vec::new(), None::<String>);
    loop {
        let page = store.reviews(&of("KG"), call, after.as_deref(), 2).await.unwrap();
        let Some(last) = page.last() else { break };
        let last: Review = serde_json::from_str(&last.body).unwrap();
        after = Some(last.description.receipt.to_string());
        receipts.extend(after.clone());
        assert!(page.len() <= 2);
    }
    assert_eq!(receipts.len(), 3, "three pages");
    assert!(receipts.is_sorted());
    let count = async |scope: Scope| store.reviews(&scope, call, None, 100).await.unwrap().len();
    assert_eq!(count(of("KG")).await, 5);
    assert_eq!(count(of("KZ")).await, 0);
    assert_eq!(count(Scope { public_only: true, ..all() }).await, 0, "nothing of it is public");
    let seats = async |n: usize| store.reviews_of(reviewers[n]).await.unwrap().len();
    assert_eq!((seats(0).await, seats(1).await), (5, 2));
    let held = store.claimed("review", codes[0].as_str()).await.unwrap();
    assert_eq!(held, Some(Review::of(applications[0]).into()));

    let lost = Event::Recused { code: codes[0].clone(), why: Why::Released, ground: None };
    world.event::<Review>(Review::of(applications[0]), lost, world.today());
    world.commit(&*store).await.unwrap();
    assert_eq!((seats(0).await, seats(1).await), (4, 2));
    assert_eq!(store.claimed("review", codes[0].as_str()).await.unwrap(), None);
    let id = Review::of(applications[0]).uuid();
    let body = store.one(Kind::Review, id, last_day()).await.unwrap().unwrap();
    let kept: Review = serde_json::from_str(&body.body).unwrap();
    assert_eq!((kept.seats.len(), kept.taken().count(), kept.lacking()), (2, 1, 1));
    let before = everything(&*store).await;
    rebuild(&*store, &world.people, &mut |_| {}).await.unwrap();
    assert_eq!(everything(&*store).await, before);
}
