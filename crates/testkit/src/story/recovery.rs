//! Ways back into accounts whose password was lost.

use std::sync::Arc;

use jiff::SignedDuration;
use kelisim_domain::id::UserId;
use kelisim_domain::journal::Hash;
use kelisim_domain::user::Role;
use kelisim_store::Store;
use kelisim_store::recovery::{Asked, Link};
use kelisim_store::work::Credential;
use uuid::Uuid;

use crate::World;

fn asked(n: u128, world: &World, minutes: i64) -> Asked {
    let asked_at = world.clock.now();
    Asked {
        id: Uuid::from_u128(n),
        address: Hash::of(&n.to_be_bytes()),
        language: "ky".to_owned(),
        asked_at,
        next_at: asked_at + SignedDuration::from_mins(minutes),
    }
}

fn credential(user: UserId) -> Credential {
    Credential {
        user,
        password: "$argon2id$…".to_owned(),
        must_change: false,
        totp: None,
        totp_step: 0,
        door: None,
    }
}

/// What was asked is due when its time came, and not before; a link leads to its account until it ends, its password
/// changes or the person is forgotten; what is old is swept away.
pub async fn a_link_leads_back_until_it_ends_or_was_used(store: Arc<dyn Store>) {
    let mut world = World::new();
    let one = world.user("KG", Role::Applicant, "one@example.kg");
    let two = world.user("KZ", Role::Applicant, "two@example.kz");
    world.user("KG", Role::Officer, "officer@example.kg");
    world.commit(&*store).await.unwrap();
    let all = store.applicants(None, 10).await.unwrap();
    let mut ids: Vec<Uuid> = vec![one.uuid(), two.uuid()];
    ids.sort_unstable();
    assert_eq!(all.iter().map(|body| body.id).collect::<Vec<_>>(), ids, "no officer");
    let first = store.applicants(None, 1).await.unwrap();
    let rest = store.applicants(Some(UserId::new(first[0].id)), 10).await.unwrap();
    assert_eq!(rest.iter().map(|body| body.id).collect::<Vec<_>>(), ids[1..]);

    let now = world.clock.now();
    let after = |minutes: i64| now + SignedDuration::from_mins(minutes);
    let (early, late) = (asked(1, &world, 0), asked(2, &world, 5));
    store.note_asked(&late).await.unwrap();
    store.note_asked(&early).await.unwrap();
    assert_eq!(store.asked_due(now, 10).await.unwrap(), std::slice::from_ref(&early));
    let due = async |minutes, limit| -> Vec<Uuid> {
        let due = store.asked_due(after(minutes), limit).await.unwrap();
        due.into_iter().map(|one| one.id).collect()
    };
    assert_eq!(due(5, 1).await, [early.id], "the oldest first");
    let link =
        |n: u8, account, minutes| Link { token: Hash([n; 32]), account, ends_at: after(minutes) };
    let links = [link(1, one, 60), link(2, one, 60), link(3, two, 60)];
    store.keep_links(early.id, &links, after(7)).await.unwrap();
    assert_eq!(due(5, 10).await, [late.id], "tried again later");
    store.end_asked(late.id).await.unwrap();
    assert!(due(5, 10).await.is_empty());
    assert_eq!(due(7, 10).await, [early.id]);

    let leads = async |n: u8, minutes| store.linked(Hash([n; 32]), after(minutes)).await.unwrap();
    assert_eq!((leads(1, 59).await, leads(3, 0).await), (Some(one), Some(two)));
    assert_eq!((leads(1, 60).await, leads(4, 0).await), (None, None), "ended, never made");
    world.pending().credentials.push(credential(one));
    world.commit(&*store).await.unwrap();
    assert_eq!((leads(1, 0).await, leads(2, 0).await), (None, None), "the password changed");
    assert_eq!(leads(3, 0).await, Some(two));
    world.forget(two);
    world.pending().forgotten.push(two);
    world.commit(&*store).await.unwrap();
    assert_eq!(leads(3, 0).await, None, "forgotten");
    assert_eq!(store.applicants(None, 10).await.unwrap().len(), 2, "the chain stays whole");

    store.keep_links(early.id, &[link(5, one, 60)], after(7)).await.unwrap();
    while store.sweep(after(59)).await.unwrap() {}
    assert_eq!(leads(5, 0).await, Some(one));
    while store.sweep(after(25 * 60)).await.unwrap() {}
    assert_eq!(leads(5, 0).await, None);
    assert!(due(26 * 60, 10).await.is_empty(), "nobody waits for it");
}
