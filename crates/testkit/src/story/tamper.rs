//! Somebody with access to the database changes it behind the store's back.

use std::sync::Arc;

use jiff::civil::date;
use kelisim_domain::id::{CommitmentId, StreamId};
use kelisim_domain::journal::seal::SealFault;
use kelisim_domain::journal::{ChainFault, Entry, Hash};
use kelisim_domain::stage::Stage;
use kelisim_store::Store;
use kelisim_store::verify::{Fault, VerifyReport, verify};
use uuid::Uuid;

use super::seal_some;
use crate::{Pledge, World};

/// The other hand: SQL against the same database, past the store.
pub trait OtherHand {
    /// Runs a statement and gives the number of rows it touched.
    fn run(&self, sql: String) -> impl Future<Output = u64>;
    /// An id as a literal.
    fn id(&self, id: Uuid) -> String;
    /// Bytes as a literal.
    fn bytes(&self, bytes: &[u8]) -> String;
}

async fn check(store: &dyn Store, outside: &[Hash]) -> VerifyReport {
    verify(store, outside, &mut |_| {}).await.unwrap()
}

/// A changed payload, hash, kind or day, an entry that is gone or slipped in, a stream cut short or rewritten with all
/// its hashes, a seal that is gone or changed: each is noticed, and where an entry is at fault it is named.
pub async fn tampering_is_noticed(store: Arc<dyn Store>, hand: &impl OtherHand) {
    let store = &*store;
    let mut world = World::new();
    let ids: Vec<CommitmentId> =
        (0..10).map(|_| world.pledge(&Pledge::new("KG", "TR"), date(2018, 11, 2))).collect();
    world.commit(store).await.unwrap();
    while seal_some(store, world.clock.now(), 5).await.is_some() {}
    for stage in [Stage::S6, Stage::S7] {
        for id in &ids {
            world.restate(*id, stage, date(2019, 5, 31));
        }
        world.commit(store).await.unwrap();
    }
    while seal_some(store, world.clock.now(), 40).await.is_some() {}
    let report = check(store, &[]).await;
    assert!(report.holds(), "{:?}", report.faults);
    assert_eq!(report.first_entry(), None);
    let outside = report.last.unwrap();
    let seals = store.seals(0, 100).await.unwrap();
    // Which seals cover which heads.
    let mut covered = Vec::new();
    for seal in &seals {
        covered.extend(
            store.heads_of(seal.number).await.unwrap().into_iter().map(|h| (seal.number, h)),
        );
    }
    let missed = |n: usize, from: i64| -> Vec<Fault> {
        let of = covered.iter().filter(|(_, h)| h.stream == ids[n].into() && h.version >= from);
        of.map(|(number, h)| SealFault::Entry {
            number: *number,
            stream: h.stream,
            version: h.version,
        })
        .map(Fault::from)
        .collect()
    };
    assert!((0..ids.len()).all(|n| missed(n, 1).len() == 2 && missed(n, 3).len() == 1));

    let stream = |n: usize| StreamId::from(ids[n]);
    let at = |n: usize, version: i64| {
        format!("WHERE stream = {} AND version = {version}", hand.id(ids[n].uuid()))
    };
    let gone_from_seal = |n: usize| missed(n, 3).remove(0);
    let mut before = 0;
    let mut noticed = async |sql: &[String], faults: &[Fault]| {
        for statement in sql {
            assert_eq!(hand.run(statement.clone()).await, 1, "{statement}");
        }
        let report = check(store, &[]).await;
        for fault in faults {
            assert!(report.faults.contains(fault), "{sql:?}: {fault:?} not in {:?}", report.faults);
        }
        assert_eq!(report.faults.len(), before + faults.len(), "{sql:?}: {:?}", report.faults);
        before = report.faults.len();
        report
    };

    // What an entry says.
    let report = noticed(
        &[format!("UPDATE journal_entry SET payload = replace(payload, 'S6', 'S8') {}", at(0, 2))],
        &[ChainFault::Changed { stream: stream(0), version: 2 }.into()],
    )
    .await;
    assert_eq!(report.first_entry(), Some((stream(0), 2)));
    // Its hash.
    noticed(
        &[format!("UPDATE journal_entry SET hash = {} {}", hand.bytes(&[7; 32]), at(1, 3))],
        &[ChainFault::Changed { stream: stream(1), version: 3 }.into(), gone_from_seal(1)],
    )
    .await;
    // The last entry.
    noticed(
        &[format!("DELETE FROM journal_entry {}", at(2, 3))],
        &[Fault::Tail { stream: stream(2), version: 3 }, gone_from_seal(2)],
    )
    .await;
    // One in the middle.
    noticed(
        &[format!("DELETE FROM journal_entry {}", at(3, 2))],
        &[ChainFault::Gap { stream: stream(3), expected: 2, found: 3 }.into()],
    )
    .await;
    // The last entry, with the stream cut back as if it had never been: the chain holds, the seal does not.
    let second = world.entries(ids[4])[1].hash;
    noticed(
        &[
            format!("DELETE FROM journal_entry {}", at(4, 3)),
            format!(
                "UPDATE journal_stream SET version = 2, hash = {} {}",
                hand.bytes(&second.0),
                at(4, 3)
            ),
        ],
        &[gone_from_seal(4)],
    )
    .await;
    // The last entry rewritten with all its hashes.
    let last = &world.entries(ids[5])[2];
    let mut new = last.new.clone();
    new.payload = new.payload.replace("S7", "S8");
    let forged = Entry::chain(stream(5), 3, new, last.prev).unwrap();
    let (payload, hash) = (forged.new.payload.replace('\'', "''"), hand.bytes(&forged.hash.0));
    noticed(
        &[
            format!("UPDATE journal_entry SET payload = '{payload}', hash = {hash} {}", at(5, 3)),
            format!("UPDATE journal_stream SET hash = {hash} {}", at(5, 3)),
        ],
        &[gone_from_seal(5)],
    )
    .await;
    // An entry slipped in behind the end.
    let (id, last) = (hand.id(ids[6].uuid()), world.entries(ids[6])[2].clone());
    let slipped = Entry::chain(stream(6), 4, last.new.clone(), last.hash).unwrap();
    noticed(
        &[format!(
            "INSERT INTO journal_entry SELECT stream, 4, kind, registry, recorded_at, valid_from, known_on, actor, \
             source, payload, hash, {} FROM journal_entry WHERE stream = {id} AND version = 3",
            hand.bytes(&slipped.hash.0)
        )],
        &[Fault::Tail { stream: stream(6), version: 4 }],
    )
    .await;
    // The kind of a stream, by which a rebuild would read it.
    noticed(
        &[format!("UPDATE journal_stream SET aggregate = 'meeting' {}", at(7, 3))],
        &[Fault::Kind { stream: stream(7), version: 1 }],
    )
    .await;
    // A whole stream taken off the list, so that a rebuild would pass it over.
    noticed(&[format!("DELETE FROM journal_stream {}", at(8, 3))], &missed(8, 1)).await;
    // A day that is none.
    noticed(
        &[format!("UPDATE journal_entry SET known_on = 'yesterday' {}", at(9, 2))],
        &[Fault::Unreadable { stream: stream(9), table: "journal_entry", column: "known_on" }],
    )
    .await;

    // Seals: with the last one gone the others hold; only what is held outside tells.
    let last = seals.last().unwrap();
    let faults = check(store, &[outside.hash]).await.faults;
    assert!(!faults.iter().any(|f| matches!(f, Fault::Seal(SealFault::Outside { .. }))));
    assert_eq!(
        hand.run(format!("DELETE FROM journal_seal WHERE number = {}", last.number)).await,
        1
    );
    let report = check(store, &[outside.hash]).await;
    let told = |fault: SealFault| report.faults.contains(&fault.into());
    assert!(told(SealFault::Outside { root: outside.hash }));
    assert!(told(SealFault::Heads { number: last.number }));
    let rows =
        hand.run(format!("DELETE FROM journal_seal_head WHERE number = {}", last.number)).await;
    assert!(rows > 0);
    let report = check(store, &[outside.hash]).await;
    let told = |fault: SealFault| report.faults.contains(&fault.into());
    assert!(told(SealFault::Outside { root: outside.hash }));
    assert!(!told(SealFault::Heads { number: last.number }));
    // A head less, a root changed, a seal gone from the middle.
    let id = hand.id(store.heads_of(2).await.unwrap()[0].stream.uuid());
    let head = format!("DELETE FROM journal_seal_head WHERE number = 2 AND stream = {id}");
    assert_eq!(hand.run(head).await, 1);
    let report = check(store, &[]).await;
    assert!(report.faults.contains(&SealFault::Heads { number: 2 }.into()));
    let root = hand.bytes(&[9; 32]);
    assert_eq!(
        hand.run(format!("UPDATE journal_seal SET root = {root} WHERE number = 1")).await,
        1
    );
    let report = check(store, &[]).await;
    assert!(report.faults.contains(&SealFault::Broken { number: 1 }.into()));
    assert_eq!(hand.run("DELETE FROM journal_seal WHERE number = 2".to_owned()).await, 1);
    let report = check(store, &[]).await;
    assert!(
        report.faults.contains(&SealFault::Gap { expected: 2, found: 3 }.into()),
        "{:?}",
        report.faults
    );
}

/// Folding leaves one row of each group and none of an empty one, though nobody who reads the tallies can tell. A group
/// that is folded is folded again only when something was added.
pub async fn folding_leaves_few_rows(store: Arc<dyn Store>, hand: &impl OtherHand) {
    let mut world = World::new();
    for _ in 0..20 {
        world.pledge(&Pledge::new("KG", "TR"), date(2018, 11, 2));
    }
    let few = world.pledge(&Pledge::new("KG", "DE"), date(2018, 11, 2));
    world.restate(few, Stage::S7, date(2019, 1, 1));
    world.commit(&*store).await.unwrap();
    let rows = async || hand.run("UPDATE tally SET count = count".to_owned()).await;
    let before = store.tallies(&super::all()).await.unwrap();
    assert_eq!(rows().await, 23);
    store.sweep(world.clock.now()).await.unwrap();
    assert_eq!(rows().await, 2);
    assert_eq!(store.tallies(&super::all()).await.unwrap(), before);
    let waiting = async || {
        hand.run("UPDATE tally SET count = count WHERE folded_at IS NULL".to_owned()).await
    };
    assert_eq!(waiting().await, 0);
    world.restate(few, Stage::S8, date(2020, 1, 1));
    world.commit(&*store).await.unwrap();
    assert_eq!((rows().await, waiting().await), (4, 2));
    store.sweep(world.clock.now()).await.unwrap();
    assert_eq!((rows().await, waiting().await), (2, 0));
}
