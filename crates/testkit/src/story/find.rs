//! The index of words.

use std::slice::from_ref;
use std::sync::Arc;

use jiff::civil::date;
use kelisim_domain::aggregate::fold;
use kelisim_domain::commitment::{Commitment, Event};
use kelisim_domain::text::{Language, Text4};
use kelisim_store::Store;
use kelisim_store::find::{EDITION, Sought, party_key};
use kelisim_store::reading::Scope;
use kelisim_store::replay::{index, rebuild};
use uuid::Uuid;

use super::{everything, of};
use crate::{Pledge, World, registry};

/// Nothing is found.
const NONE: [Uuid; 0] = [];

fn word(key: &str) -> Sought {
    Sought { key: key.to_owned(), beginning: true, also: Vec::new() }
}

fn whole(key: &str) -> Sought {
    Sought { beginning: false, ..word(key) }
}

async fn found(store: &dyn Store, scope: &Scope, words: &[Sought]) -> Vec<Uuid> {
    let registry = scope.registry.unwrap();
    let found = store.find(registry, scope, words, 100, 100).await.unwrap();
    let mut ids: Vec<Uuid> = found.into_iter().map(|found| found.stream.uuid()).collect();
    ids.sort_unstable();
    ids
}

fn sorted<const N: usize>(mut ids: [Uuid; N]) -> Vec<Uuid> {
    ids.sort_unstable();
    ids.to_vec()
}

/// Things are found by every word they have, by nobody else, and no longer by a word they lost.
pub async fn things_are_found_by_their_words(store: Arc<dyn Store>) {
    let store = &*store;
    let mut world = World::new();
    let (turkey, russia) = (Pledge::new("KG", "TR"), Pledge::new("KG", "RU"));
    let text = "Нефрология боюнча ординатура, 150 места";
    let source = world.source("KG", text, date(2025, 3, 4)).uuid();
    let one = world.pledge(&turkey.by("2026"), date(2018, 11, 2));
    let other = world.pledge(&russia, date(2018, 11, 2));
    world.pledge(&Pledge::new("KZ", "TR"), date(2018, 11, 2));
    world.commit(store).await.unwrap();
    let (kg, tr) = (of("KG"), whole(&party_key(&"TR".parse().unwrap())));

    assert_eq!(found(store, &kg, &[word("nefrolog")]).await, [source], "by a word of its text");
    assert_eq!(found(store, &kg, &[word("nef"), word("ordin")]).await, [source], "by beginnings");
    assert_eq!(found(store, &kg, &[whole("15")]).await, NONE, "a number is found whole");
    assert_eq!(found(store, &kg, from_ref(&tr)).await, [one.uuid()], "by its partner");
    assert_eq!(found(store, &kg, &[whole("2026"), tr.clone()]).await, [one.uuid()], "by its year");
    let either = Sought { also: vec!["2026".to_owned()], ..word("nefrolog") };
    assert_eq!(found(store, &kg, &[either]).await, sorted([source, one.uuid()]));
    assert_eq!(store.reach(registry("KG"), &kg, &word("nefrolog"), 10).await.unwrap(), 1);
    assert_eq!(store.reach(registry("KZ"), &of("KZ"), &word("nefrolog"), 10).await.unwrap(), 0);

    let only = |partner: &str| Scope { partners: Some(vec![partner.parse().unwrap()]), ..of("KG") };
    assert_eq!(found(store, &only("RU"), from_ref(&tr)).await, NONE);
    assert_eq!(
        found(store, &only("TR"), &[word("nefrolog")]).await,
        NONE,
        "a source has no partner"
    );
    assert_eq!(store.reach(registry("KG"), &only("RU"), &tr, 10).await.unwrap(), 0);
    let public = Scope { public_only: true, ..of("KG") };
    assert_eq!(found(store, &public, from_ref(&tr)).await, NONE);
    world.publish(one);
    world.commit(store).await.unwrap();
    assert_eq!(found(store, &public, &[tr]).await, [one.uuid()]);

    let described = fold::<Commitment>(world.entries(other)).unwrap().unwrap().description;
    let title = Text4::new(Language::Ru, "Трансплантация печени").unwrap();
    let description = kelisim_domain::commitment::Description { title, ..described };
    world.event::<Commitment>(other, Event::Described { description }, world.today());
    world.commit(store).await.unwrap();
    assert_eq!(found(store, &kg, &[word("transpl"), word("pecen")]).await, [other.uuid()]);
    let vocabulary = store.vocabulary(registry("KG")).await.unwrap();
    assert!(vocabulary.is_sorted() && vocabulary.iter().any(|key| key == "transplan"));
    let before = everything(store).await;
    rebuild(store, &world.people, &mut |_| {}).await.unwrap();
    assert_eq!(everything(store).await, before);
}

/// An index of an earlier edition is made anew beside the record; a stream that grew meanwhile is left to its writer.
pub async fn an_index_is_made_anew_beside_writers(store: Arc<dyn Store>) {
    let store = &*store;
    assert_eq!(store.edition().await.unwrap(), EDITION, "nothing is missing from an empty house");
    let mut world = World::new();
    let pledge = Pledge::new("KG", "TR");
    let one = world.pledge(&pledge, date(2018, 11, 2));
    let early = world.pending().appends.clone();
    world.commit(store).await.unwrap();
    world.publish(one);
    world.commit(store).await.unwrap();
    store.indexed(0).await.unwrap();
    let before = store.dump().await.unwrap();
    let stale: Vec<_> = early.into_iter().map(|append| append.stream).collect();
    store.index(&stale).await.unwrap();
    assert_eq!(
        store.dump().await.unwrap(),
        before,
        "an older state is not written over a newer one"
    );
    let done = index(store).await.unwrap();
    assert_eq!(done, 2, "the commitment and its source");
    assert_eq!(store.dump().await.unwrap(), before);
    assert_eq!(store.edition().await.unwrap(), EDITION);
}
