//! Seals over the heads of streams.

use std::sync::Arc;

use jiff::civil::date;
use kelisim_domain::journal::Hash;
use kelisim_domain::journal::seal::{Seal, SealFault};
use kelisim_domain::stage::Stage;
use kelisim_store::verify::{Fault, VerifyReport, verify};
use kelisim_store::{Store, StoreError};

use super::seal_some;
use crate::{Pledge, World};

async fn checked(store: &dyn Store, outside: &[Hash]) -> VerifyReport {
    let mut pages = 0;
    let report = verify(store, outside, &mut |_| pages += 1).await.unwrap();
    assert!(pages > 0);
    report
}

/// Unsealed heads, a seal over them, the seal read back, and roots held outside.
pub async fn a_seal_covers_what_changed_and_verifies(store: Arc<dyn Store>) {
    let mut world = World::settled(&*store).await.unwrap();
    let unsealed = store.unsealed(1000).await.unwrap();
    let mut heads: Vec<_> = world
        .streams()
        .map(|(stream, entries)| (stream, entries.last().unwrap()))
        .map(|(stream, e)| (stream, e.version, e.hash))
        .collect();
    let got: Vec<_> = unsealed.iter().map(|h| (h.stream, h.version, h.hash)).collect();
    heads.sort_unstable();
    assert_eq!(got, heads);
    assert_eq!(store.unsealed(2).await.unwrap(), unsealed[..2]);

    let first = seal_some(&*store, world.clock.now(), 2).await.unwrap();
    assert_eq!(first.number, 1);
    assert_eq!(store.heads_of(1).await.unwrap(), unsealed[..2]);
    assert_eq!(store.unsealed(1000).await.unwrap(), unsealed[2..]);
    let second = seal_some(&*store, world.clock.now(), 1000).await.unwrap();
    assert!(store.unsealed(1000).await.unwrap().is_empty());
    assert_eq!(seal_some(&*store, world.clock.now(), 1000).await, None);

    // Only what changes afterwards is to be sealed again.
    let id = world.pledge(&Pledge::new("KG", "TR"), date(2026, 1, 2));
    world.commit(&*store).await.unwrap();
    world.restate(id, Stage::S7, date(2026, 1, 3));
    world.commit(&*store).await.unwrap();
    let open = store.unsealed(1000).await.unwrap();
    assert_eq!(open.len(), 3);
    assert_eq!(open.iter().find(|h| h.stream == id.into()).unwrap().version, 2);
    let third = seal_some(&*store, world.clock.now(), 1000).await.unwrap();

    assert_eq!(store.seals(0, 10).await.unwrap(), [first.clone(), second.clone(), third.clone()]);
    assert_eq!(store.seals(1, 1).await.unwrap(), std::slice::from_ref(&second));
    assert_eq!(store.last_seal().await.unwrap(), Some(third.clone()));
    for number in 1..=3 {
        assert!(store.missing_heads(number).await.unwrap().is_empty());
    }
    let report = checked(&*store, &[first.hash, third.hash, second.root]).await;
    assert!(report.holds(), "{:?}", report.faults);
    assert_eq!((report.seals, report.last), (3, Some(third)));
    let foreign = Hash::of(b"held outside");
    let report = checked(&*store, &[first.hash, foreign]).await;
    assert_eq!(report.faults, [Fault::Seal(SealFault::Outside { root: foreign })]);
}

/// The second of two seals with one number is stale, and its heads stay to be sealed.
pub async fn of_two_sealers_one_wins(store: Arc<dyn Store>) {
    let mut world = World::settled(&*store).await.unwrap();
    let heads = store.unsealed(1000).await.unwrap();
    let (some, rest) = heads.split_at(3);
    let one = Seal::over(None, world.clock.now(), some).unwrap();
    let other = Seal::over(None, world.clock.now(), rest).unwrap();
    store.seal(&one, some).await.unwrap();
    let error = store.seal(&other, rest).await.unwrap_err();
    assert!(matches!(error, StoreError::Stale { expected: 0, .. }), "{error:?}");
    assert_eq!(store.unsealed(1000).await.unwrap(), rest);
    assert_eq!(store.heads_of(1).await.unwrap(), some);
    assert_eq!(store.seals(0, 10).await.unwrap(), [one]);
    world.party("DE", "Germany");
    world.commit(&*store).await.unwrap();
    seal_some(&*store, world.clock.now(), 1000).await.unwrap();
    assert!(checked(&*store, &[]).await.holds());
}
