//! Who may see what.

use std::sync::Arc;

use jiff::civil::date;
use kelisim_domain::observation::{self, Observation};
use kelisim_domain::user::{self, Role, User};
use kelisim_store::Store;
use kelisim_store::reading::{CommitmentFilter, Kind, ObservationFilter, Scope};

use super::{all, ids, last_day, of};
use crate::{Pledge, World, registry};

/// No list shows a row of another registry, of a partner out of scope, or one not public to the public.
pub async fn readers_see_only_their_scope(store: Arc<dyn Store>) {
    let mut world = World::new();
    let mut rows = Vec::new();
    for (home, partner) in [("KG", "TR"), ("KG", "DE"), ("KZ", "TR")] {
        let pledge = Pledge::new(home, partner);
        let (one, two) =
            (world.passage(home, date(2024, 1, 1)), world.passage(home, date(2024, 1, 2)));
        let promise = world.commitment(&pledge, &one);
        let figure = world.observation(&pledge, Some(promise), 2023, 48, &one);
        let conflict = world.conflict(&pledge, Some(promise), [&one, &two]);
        rows.push((promise, figure, conflict.uuid()));
    }
    let (promise, figure, _) = rows[0];
    world.publish(promise);
    world.event::<Observation>(figure, observation::Event::Published, date(2024, 1, 1));
    world.commit(&*store).await.unwrap();
    let partners = |codes: &[&str]| Some(codes.iter().map(|c| c.parse().unwrap()).collect());
    let cases: [(Scope, &[usize], &[usize]); 8] = [
        (all(), &[0, 1, 2], &[0, 1, 2]),
        (of("KG"), &[0, 1], &[0, 1]),
        (of("KZ"), &[2], &[2]),
        (of("DE"), &[], &[]),
        (Scope { partners: partners(&["TR"]), ..of("KG") }, &[0], &[0]),
        (Scope { partners: partners(&["TR", "DE"]), ..of("KG") }, &[0, 1], &[0, 1]),
        (Scope { partners: partners(&[]), ..of("KG") }, &[], &[]),
        // Nothing was said about publishing the conflict.
        (Scope { public_only: true, ..all() }, &[0], &[]),
    ];
    for (scope, wanted, conflicts) in cases {
        let sorted = |mut ids: Vec<uuid::Uuid>| {
            ids.sort_unstable();
            ids
        };
        let filter = CommitmentFilter::default();
        let seen = store.commitments(&scope, &filter, last_day(), None, 10).await.unwrap();
        let picked = wanted.iter().map(|i| rows[*i].0.uuid()).collect();
        assert_eq!(sorted(ids(&seen)), sorted(picked), "{scope:?}");
        let seen =
            store.observations(&scope, ObservationFilter::Any, last_day(), None, 10).await.unwrap();
        let picked = wanted.iter().map(|i| rows[*i].1.uuid()).collect();
        assert_eq!(sorted(ids(&seen)), sorted(picked), "{scope:?}");
        let seen = store.conflicts(&scope, None, last_day(), 10).await.unwrap();
        let picked = conflicts.iter().map(|i| rows[*i].2).collect();
        assert_eq!(sorted(ids(&seen)), sorted(picked), "{scope:?}");
        for tallies in [
            store.tallies(&scope).await.unwrap(),
            store.tallies_on(&scope, last_day()).await.unwrap(),
        ] {
            let n: i64 = tallies.iter().map(|t| t.count).sum();
            assert_eq!(usize::try_from(n).unwrap(), wanted.len(), "{scope:?}");
        }
    }
    // Withdrawn from the public, it is gone from the public's lists and sums.
    let event = kelisim_domain::commitment::Event::Unpublished;
    world.event::<kelisim_domain::commitment::Commitment>(promise, event, date(2024, 1, 1));
    world.commit(&*store).await.unwrap();
    let public = Scope { public_only: true, ..all() };
    let filter = CommitmentFilter::default();
    assert!(store.commitments(&public, &filter, last_day(), None, 10).await.unwrap().is_empty());
    assert!(store.tallies(&public).await.unwrap().is_empty());
}

/// Accounts of a registry, and the one with an address; small kinds as a whole.
pub async fn accounts_are_found_by_address(store: Arc<dyn Store>) {
    let mut world = World::new();
    world.registry("KG");
    for code in ["TR", "WHO", "DE"] {
        world.party(code, code);
    }
    let two = world.user("KG", Role::Officer, "b@example.kg");
    let one = world.user("KG", Role::Partner, "a@example.kg");
    let gone = world.user("KG", Role::Reader, "0@example.kg");
    world.user("KZ", Role::Reader, "c@example.kz");
    world.commit(&*store).await.unwrap();
    world.event::<User>(gone, user::Event::Disabled, world.today());
    world.commit(&*store).await.unwrap();
    let users = store.users(registry("KG")).await.unwrap();
    assert_eq!(ids(&users), [one.uuid(), two.uuid(), gone.uuid()]);
    assert_eq!(store.user_by_email("a@example.kg").await.unwrap(), Some(one));
    assert_eq!(store.user_by_email("A@example.kg").await.unwrap(), None);
    assert_eq!(store.user_by_email("a@example.k_").await.unwrap(), None);
    assert_eq!(store.claimed("email", "b@example.kg").await.unwrap(), Some(two.into()));
    let parties = store.all(Kind::Party).await.unwrap();
    assert_eq!(parties.len(), 3);
    assert_eq!(store.all(Kind::Registry).await.unwrap().len(), 1);
    // A party renamed is one row still.
    world.party("TR", "Türkiye");
    world.commit(&*store).await.unwrap();
    let parties = store.all(Kind::Party).await.unwrap();
    assert_eq!(parties.len(), 3);
    assert_eq!(parties.iter().filter(|p| p.body.contains("Türkiye")).count(), 1);
}

/// Once forgotten, neither the row of now nor the rows of earlier times name the person, and the address is free.
pub async fn a_forgotten_person_is_named_nowhere(store: Arc<dyn Store>) {
    let mut world = World::new();
    let user = world.user("KG", Role::Reader, "leaver@example.kg");
    world.commit(&*store).await.unwrap();
    let change = user::Event::RoleChanged { role: Role::Officer, partners: Vec::new() };
    world.event::<User>(user, change, world.today());
    world.commit(&*store).await.unwrap();
    let named = |lines: &[String]| lines.iter().filter(|l| l.contains("leaver@example.kg")).count();
    assert!(named(&store.dump().await.unwrap()) >= 3);
    world.forget(user);
    world.commit(&*store).await.unwrap();
    let dump = store.dump().await.unwrap();
    assert_eq!(named(&dump), 0, "{dump:#?}");
    assert!(!dump.iter().any(|line| line.contains("Aigerim")));
    assert_eq!(store.user_by_email("leaver@example.kg").await.unwrap(), None);
    assert_eq!(store.claimed("email", "leaver@example.kg").await.unwrap(), None);
    let row = store.one(Kind::User, user.uuid(), last_day()).await.unwrap().unwrap();
    assert!(row.body.contains("\"forgotten\""));
    assert_eq!(ids(&store.users(registry("KG")).await.unwrap()), [user.uuid()]);
    let again = world.user("KG", Role::Reader, "leaver@example.kg");
    world.commit(&*store).await.unwrap();
    assert_eq!(store.user_by_email("leaver@example.kg").await.unwrap(), Some(again));
}
