//! Tokens of programs, and requests that are done once.

use std::sync::Arc;

use jiff::SignedDuration;
use kelisim_domain::id::{TokenId, UserId};
use kelisim_domain::journal::Hash;
use kelisim_store::token::{Answered, Revoked, Token};
use kelisim_store::{Change, Store, StoreError};

use crate::World;

/// A token is found by its hash, used, taken back once, listed for ninety days, and forgotten.
pub async fn tokens_are_made_used_taken_back_and_forgotten(store: Arc<dyn Store>) {
    let world = World::new();
    let (now, user) = (world.clock.now(), UserId::new(world.id()));
    let token = |n: u8, user| Token {
        id: TokenId::new(world.id()),
        hash: Hash::of(&[n]),
        user,
        name: format!("№ {n}"),
        scopes: "figures-read quotas-write".to_owned(),
        made_at: now + SignedDuration::from_secs(i64::from(n)),
        ends_at: now + SignedDuration::from_hours(24),
        used_at: None,
        revoked_at: None,
    };
    let all = [token(1, user), token(2, user), token(3, UserId::new(world.id()))];
    let made = |tokens: &[Token]| Change { tokens: tokens.to_vec(), ..Change::default() };
    store.commit(&made(&all)).await.unwrap();
    // An id is taken once.
    let again = Token { hash: Hash::of(b"another"), ..all[0].clone() };
    let refused = store.commit(&made(&[again])).await;
    assert!(matches!(refused, Err(StoreError::Stale { .. })), "{refused:?}");
    for one in &all {
        assert_eq!(store.token(one.hash).await.unwrap().as_ref(), Some(one));
    }
    assert_eq!(store.token(Hash::of(b"another")).await.unwrap(), None);
    assert_eq!(store.tokens_of(user).await.unwrap(), [all[1].clone(), all[0].clone()]);

    world.clock.advance(60);
    let later = world.clock.now();
    store.touch_token(all[0].id, later).await.unwrap();
    let take = |revoked| Change { revoked: vec![revoked], ..Change::default() };
    store.commit(&take(Revoked::One(all[0].id, later))).await.unwrap();
    world.clock.advance(60);
    let last = world.clock.now();
    store.commit(&take(Revoked::All(user, last))).await.unwrap();
    let left = store.tokens_of(user).await.unwrap();
    assert_eq!((left[0].revoked_at, left[1].revoked_at), (Some(last), Some(later)));
    assert_eq!((left[0].used_at, left[1].used_at), (None, Some(later)));
    assert_eq!(store.token(all[2].hash).await.unwrap().unwrap().revoked_at, None);

    store.sweep(last + SignedDuration::from_hours(24 * 89)).await.unwrap();
    assert_eq!(store.tokens_of(user).await.unwrap().len(), 2);
    store.sweep(last + SignedDuration::from_hours(24 * 92)).await.unwrap();
    assert_eq!(store.tokens_of(user).await.unwrap(), []);
    assert_eq!(store.token(all[2].hash).await.unwrap(), None);
}

/// What is noted under a key is noted with its change or not at all, once until it is forgotten; a key belongs to its
/// token.
pub async fn a_key_is_taken_once_with_its_change(store: Arc<dyn Store>) {
    let world = World::new();
    let now = world.clock.now();
    let noted = |token, key: &str, at: jiff::Timestamp| Answered {
        token,
        key: key.to_owned(),
        request: Hash::of(key.as_bytes()),
        thing: world.id(),
        version: 1,
        at,
        ends_at: at + SignedDuration::from_hours(48),
    };
    let (one, two) = (TokenId::new(world.id()), TokenId::new(world.id()));
    let first = noted(one, "a", now);
    let change = |it: &Answered| Change { once: Some(it.clone()), ..Change::default() };
    store.commit(&change(&first)).await.unwrap();
    assert_eq!(store.answered(one, "a", now).await.unwrap(), Some(first.clone()));
    assert_eq!(store.answered(two, "a", now).await.unwrap(), None);
    assert_eq!(store.answered(one, "A", now).await.unwrap(), None);

    let token = Token {
        id: TokenId::new(world.id()),
        hash: Hash::of(b"beside"),
        user: UserId::new(world.id()),
        name: String::new(),
        scopes: String::new(),
        made_at: now,
        ends_at: now,
        used_at: None,
        revoked_at: None,
    };
    let repeated = Change { tokens: vec![token], ..change(&noted(one, "a", now)) };
    let refused = store.commit(&repeated).await;
    assert!(matches!(refused, Err(StoreError::Repeated)), "{refused:?}");
    assert_eq!(store.token(Hash::of(b"beside")).await.unwrap(), None);
    assert_eq!(store.answered(one, "a", now).await.unwrap(), Some(first.clone()));
    store.commit(&change(&noted(two, "a", now))).await.unwrap();

    // Of many at once one is kept.
    let mut hands = tokio::task::JoinSet::new();
    for _ in 0..16 {
        let (store, it) = (Arc::clone(&store), change(&noted(one, "b", now)));
        hands.spawn(async move { store.commit(&it).await.is_ok() });
    }
    let kept = hands.join_all().await.into_iter().filter(|kept| *kept).count();
    assert_eq!(kept, 1);

    // Forgotten, it can be taken again, swept or not.
    let after = now + SignedDuration::from_hours(49);
    assert_eq!(store.answered(one, "a", after).await.unwrap(), None);
    store.commit(&change(&noted(one, "a", after))).await.unwrap();
    store.sweep(after).await.unwrap();
    assert!(store.answered(one, "a", after).await.unwrap().is_some());
    assert_eq!(store.answered(one, "b", now).await.unwrap(), None);
}
