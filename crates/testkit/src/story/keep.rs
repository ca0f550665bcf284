//! The record carried whole into an empty database. Each story takes two stores: one to carry from, one to carry into.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use async_trait::async_trait;
use jiff::civil::date;
use kelisim_domain::id::{DraftId, PieceId, SavedListId, SourceId};
use kelisim_domain::journal::Hash;
use kelisim_domain::stage::Stage;
use kelisim_domain::user::Sealed;
use kelisim_store::Store;
use kelisim_store::application::{Piece, PieceKind};
use kelisim_store::keep::{CarryError, Part, Record, Records, Snapshot, carry};
use kelisim_store::replay::rebuild;
use kelisim_store::saved::{Saved, SavedList};
use kelisim_store::verify::verify;
use kelisim_store::work::{Credential, Draft, Session};
use tokio::task::JoinSet;

use super::{everything, seal_some};
use crate::{People, Pledge, World};

/// Tables whose rows are carried.
const CARRIED: [&str; 10] = [
    "journal_stream",
    "journal_entry",
    "journal_unsealed",
    "journal_seal",
    "journal_seal_head",
    "blob",
    "draft",
    "piece",
    "saved_list",
    "credential",
];

/// Tables that belong to the running processes and stay behind.
const LEFT: [&str; 16] = [
    "session",
    "attempt",
    "kept_form",
    "lease",
    "find_edition",
    "import",
    "token",
    "answered",
    "notice",
    "delivery",
    "notice_wish",
    "text_draft",
    "upload",
    "upload_part",
    "recovery_ask",
    "recovery_link",
];

/// A world with something in every part: sealed and unsealed entries, texts, work in hand, sign-in data, a session.
async fn full(store: &dyn Store) -> World {
    let mut world = World::settled(store).await.unwrap();
    seal_some(store, world.clock.now(), 3).await.unwrap();
    seal_some(store, world.clock.now(), 1_000).await.unwrap();
    let officer = world.user("KG", kelisim_domain::user::Role::Officer, "second@example.kg");
    let credential = Credential {
        user: officer,
        password: "$argon2id$…".to_owned(),
        must_change: true,
        totp: Some(Sealed { nonce: "0a".to_owned(), text: "0b".to_owned() }),
        totp_step: 17,
        door: Some(Hash::of(b"door")),
    };
    world.pending().credentials.push(credential);
    let source = world.source(
        "KG",
        "Words with «quotes», \"double\" ones,\n a line\u{1}, Ң ғ.",
        date(2026, 1, 2),
    );
    let mut draft = Draft {
        id: DraftId::new(world.id()),
        source,
        registry: crate::registry("KG"),
        author: Some(officer),
        state: "open".to_owned(),
        start: 3,
        body: "{\"title\":\"Ңұсқа\"}".to_owned(),
        revision: 1,
        written_at: world.clock.now(),
    };
    world.pending().drafts.push(draft.clone());
    let piece = Piece {
        id: PieceId::new(world.id()),
        applicant: officer,
        kind: PieceKind::Document,
        sealed: Sealed { nonce: "0a".to_owned(), text: "0b0c".to_owned() },
        file: Some(Hash::of(b"")),
        revision: 1,
        written_at: world.clock.now(),
    };
    assert!(store.write_piece(&piece, None).await.unwrap());
    assert!(store.write_piece(&Piece { file: None, revision: 2, ..piece }, None).await.unwrap());
    let list = SavedList {
        id: SavedListId::new(world.id()),
        owner: officer,
        registry: crate::registry("KG"),
        of: "commitments".to_owned(),
        name: "Behind: «Түркия»".to_owned(),
        filters: "{\"partner\":\"TR\"}".to_owned(),
        shared: true,
        saved_at: world.clock.now(),
    };
    assert_eq!(store.save_list(&list, 1).await.unwrap(), Saved::Done);
    let bytes: Vec<u8> = (0..=255).cycle().take(70_000).collect();
    world.pending().blobs.push((Hash::of(&bytes), bytes));
    world.pending().blobs.push((Hash::of(b""), Vec::new()));
    world.commit(store).await.unwrap();
    draft.revision = 2;
    assert!(store.write_draft(&draft).await.unwrap());
    let session = Session {
        token: Hash::of(b"token"),
        user: officer,
        csrf: "csrf".to_owned(),
        began_at: world.clock.now(),
        seen_at: world.clock.now(),
        ends_at: world.clock.now(),
        second_factor: false,
    };
    store.begin_session(&session).await.unwrap();
    world
}

/// Every record of a snapshot.
async fn records(store: &dyn Store) -> Vec<Record> {
    let mut snapshot = store.snapshot().await.unwrap();
    let mut all = Vec::new();
    for part in Part::ALL {
        let expected = snapshot.count(part).await.unwrap();
        let before = all.len();
        loop {
            let page = Snapshot::next(snapshot.as_mut(), part).await.unwrap();
            if page.is_empty() {
                break;
            }
            all.extend(page);
        }
        assert_eq!((all.len() - before) as u64, expected, "{}", part.name());
        assert!(all[before..].iter().all(|record| record.part() == part));
    }
    all
}

async fn carried(from: &dyn Store, into: &dyn Store, people: &People) -> Result<u64, CarryError> {
    let mut snapshot = from.snapshot().await.unwrap();
    let fill = into.fill().await.unwrap().unwrap();
    let mut seen = 0;
    carry(&mut snapshot, fill, people, &mut |_, page| seen += page.len() as u64, async || Ok(()))
        .await?;
    Ok(seen)
}

/// Journal, seals, texts, work in hand and sign-in data arrive to the byte, the reading tables say the same, everything
/// verifies, and nothing else is carried.
pub async fn the_record_is_carried_whole(from: Arc<dyn Store>, into: Arc<dyn Store>) {
    let world = full(&*from).await;
    let before = records(&*from).await;
    for part in Part::ALL {
        assert!(before.iter().any(|record| record.part() == part), "nothing in {}", part.name());
    }
    assert_eq!(carried(&*from, &*into, &world.people).await.unwrap(), before.len() as u64);
    assert_eq!(records(&*into).await, before);
    assert_eq!(records(&*from).await, before, "the origin stays as it was");
    let (here, there) = (everything(&*from).await, everything(&*into).await);
    for (here, there) in here.iter().zip(&there) {
        assert_eq!(here, there);
    }
    assert_eq!(here.len(), there.len());
    let digests = from.snapshot().await.unwrap().readings().await.unwrap();
    assert_eq!(into.snapshot().await.unwrap().readings().await.unwrap(), digests);
    assert!(digests.iter().all(|digest| digest.rows > 0), "{digests:?}");
    let report = verify(&*into, &[], &mut |_| {}).await.unwrap();
    assert!(report.holds(), "{:?}", report.faults);
    assert_eq!(report.last, from.last_seal().await.unwrap());
    assert_eq!(into.session(Hash::of(b"token")).await.unwrap(), None);
    // The record goes on there.
    let mut world = world;
    world.pledge(&Pledge::new("KG", "TR"), date(2026, 2, 3));
    world.commit(&*into).await.unwrap();
    seal_some(&*into, world.clock.now(), 1_000).await.unwrap();
    assert!(verify(&*into, &[], &mut |_| {}).await.unwrap().holds());
}

/// A database that holds a record is not filled; one that was only opened is.
pub async fn only_an_empty_database_is_filled(from: Arc<dyn Store>, into: Arc<dyn Store>) {
    let world = full(&*from).await;
    assert!(from.fill().await.unwrap().is_none());
    assert_eq!(from.schema_found().await.unwrap(), Some(from.schema()));
    drop(into.fill().await.unwrap().unwrap());
    carried(&*from, &*into, &world.people).await.unwrap();
    assert!(into.fill().await.unwrap().is_none());
}

/// Work in hand alone makes a database one that is in use.
pub async fn a_database_with_one_draft_is_in_use(from: Arc<dyn Store>, into: Arc<dyn Store>) {
    let mut world = World::new();
    let draft = Draft {
        id: DraftId::new(world.id()),
        source: SourceId::new(world.id()),
        registry: crate::registry("KG"),
        author: None,
        state: "open".to_owned(),
        start: 0,
        body: "{}".to_owned(),
        revision: 1,
        written_at: world.clock.now(),
    };
    world.pending().drafts.push(draft);
    world.commit(&*into).await.unwrap();
    assert!(into.fill().await.unwrap().is_none());
    assert!(from.fill().await.unwrap().is_some());
}

/// Records that one hand changed on the way.
struct Changed<'a, F> {
    from: Box<dyn Snapshot>,
    hand: F,
    done: &'a AtomicBool,
}

#[async_trait]
impl<F: FnMut(&mut Vec<Record>) -> bool + Send> Records for Changed<'_, F> {
    async fn next(&mut self, part: Part) -> Result<Vec<Record>, CarryError> {
        let mut page = Snapshot::next(self.from.as_mut(), part).await?;
        if !self.done.load(Ordering::Relaxed) && (self.hand)(&mut page) {
            self.done.store(true, Ordering::Relaxed);
        }
        Ok(page)
    }
}

type Hand = fn(&mut Vec<Record>) -> bool;

/// What a hand may do on the way.
fn hands() -> [(&'static str, Hand); 8] {
    [
        ("an entry is changed", |page| {
            page.iter_mut().any(|record| match record {
                Record::Stream(stream) => {
                    "{}".clone_into(&mut stream.entries[0].1.new.payload);
                    true
                }
                _ => false,
            })
        }),
        ("an entry is dropped from the end", |page| {
            page.iter_mut().any(|record| match record {
                Record::Stream(stream) if stream.entries.len() > 1 => {
                    stream.entries.pop();
                    true
                }
                _ => false,
            })
        }),
        ("a head names another entry", |page| {
            page.iter_mut().any(|record| match record {
                Record::Stream(stream) => {
                    stream.head.hash = Hash::of(b"another");
                    true
                }
                _ => false,
            })
        }),
        ("a stream is of another kind", |page| {
            page.iter_mut().any(|record| match record {
                Record::Stream(stream) => {
                    "conflict".clone_into(&mut stream.kind);
                    true
                }
                _ => false,
            })
        }),
        ("a sealed stream is left out", |page| {
            if !matches!(page.first(), Some(Record::Stream(_))) {
                return false;
            }
            page.remove(0);
            true
        }),
        ("a seal is left out", |page| {
            let first = matches!(page.first(), Some(Record::Seal(seal, _)) if seal.number == 1);
            // An empty page would be the end of the part: the seal behind it takes the place.
            if first && let Some(Record::Seal(seal, _)) = page.first_mut() {
                seal.number = 2;
            }
            first
        }),
        ("a head of a seal is changed", |page| {
            page.iter_mut().any(|record| match record {
                Record::Seal(_, heads) => {
                    heads[0].version += 1;
                    true
                }
                _ => false,
            })
        }),
        ("a text is changed", |page| {
            page.iter_mut().any(|record| match record {
                Record::Blob(_, bytes) => {
                    bytes.push(b'.');
                    true
                }
                _ => false,
            })
        }),
    ]
}

/// What does not hold is refused at the end of its part, and the database stays empty and can be filled.
pub async fn what_does_not_hold_leaves_the_database_empty(
    from: Arc<dyn Store>,
    into: Arc<dyn Store>,
) {
    let world = full(&*from).await;
    for (what, hand) in hands() {
        let done = AtomicBool::new(false);
        let mut changed = Changed { from: from.snapshot().await.unwrap(), hand, done: &done };
        let fill = into.fill().await.unwrap().unwrap();
        let refused =
            carry(&mut changed, fill, &world.people, &mut |_, _| {}, async || Ok(())).await;
        assert!(done.load(Ordering::Relaxed), "{what}: nothing to do");
        assert!(refused.is_err(), "{what}: taken");
        assert_eq!(records(&*into).await, [], "{what}");
        assert!(into.dump().await.unwrap().is_empty(), "{what}");
    }
    // What must be ready in the end and is not undoes it as well.
    let mut snapshot = from.snapshot().await.unwrap();
    let fill = into.fill().await.unwrap().unwrap();
    let refused = carry(&mut snapshot, fill, &world.people, &mut |_, _| {}, async || {
        Err(CarryError::Origin("no room for the keys".into()))
    })
    .await;
    assert!(matches!(refused, Err(CarryError::Origin(_))));
    assert_eq!(records(&*into).await, []);
    carried(&*from, &*into, &world.people).await.unwrap();
}

/// Four write while the record is taken out: what is taken out is the record of one moment, and verifies.
pub async fn a_snapshot_beside_writers_is_of_one_moment(
    from: Arc<dyn Store>,
    into: Arc<dyn Store>,
) {
    let mut world = full(&*from).await;
    let ids: Vec<_> =
        (0..4).map(|_| world.pledge(&Pledge::new("KG", "TR"), date(2018, 11, 2))).collect();
    world.commit(&*from).await.unwrap();
    let mut tasks = JoinSet::new();
    let stop = Arc::new(AtomicBool::new(false));
    for id in ids {
        let (store, stop, mut world) = (Arc::clone(&from), Arc::clone(&stop), world.clone());
        tasks.spawn(async move {
            let mut written = 0;
            while !stop.load(Ordering::Relaxed) && written < 2_000 {
                world.restate(id, Stage::S7, date(2019, 5, 31));
                // A text, an entry and a passage in one change: all of them are there or none is.
                world.commit(&*store).await.unwrap();
                written += 1;
                if written % 10 == 0 {
                    let heads = store.unsealed(5).await.unwrap();
                    let last = store.last_seal().await.unwrap();
                    let last = last.map(|seal| (seal.number, seal.hash));
                    let at = world.clock.now();
                    let seal = kelisim_domain::journal::seal::Seal::over(last, at, &heads);
                    // Another one of the four may have been faster.
                    drop(store.seal(&seal.unwrap(), &heads).await);
                }
            }
            written
        });
    }
    let mut snapshot = from.snapshot().await.unwrap();
    let first = snapshot.readings().await.unwrap();
    let fill = into.fill().await.unwrap().unwrap();
    let mut taken = Vec::new();
    carry(
        &mut snapshot,
        fill,
        &world.people,
        &mut |_, page| taken.extend_from_slice(page),
        async || Ok(()),
    )
    .await
    .unwrap();
    assert_eq!(snapshot.readings().await.unwrap(), first, "the moment stands still");
    drop(snapshot);
    stop.store(true, Ordering::Relaxed);
    let written: i32 = tasks.join_all().await.into_iter().sum();
    assert!(written > 0);
    assert_eq!(records(&*into).await, taken);
    assert_eq!(into.snapshot().await.unwrap().readings().await.unwrap(), first);
    let report = verify(&*into, &[], &mut |_| {}).await.unwrap();
    assert!(report.holds(), "{:?}", report.faults);
    let before = into.dump().await.unwrap();
    rebuild(&*into, &world.people, &mut |_| {}).await.unwrap();
    assert_eq!(into.dump().await.unwrap(), before);
    assert!(verify(&*from, &[], &mut |_| {}).await.unwrap().holds());
}

/// Every table of the schema is carried, written anew from the journal, or known to stay behind.
///
/// # Panics
/// When a table is none of these: whoever adds one decides.
pub async fn every_table_is_spoken_for(store: Arc<dyn Store>, tables: &[String]) {
    let rebuilt = store.snapshot().await.unwrap().readings().await.unwrap();
    let mut known: Vec<&str> = rebuilt.iter().map(|digest| digest.table).collect();
    known.extend(CARRIED);
    known.extend(LEFT);
    known.sort_unstable();
    let mut found: Vec<&str> = tables.iter().map(String::as_str).collect();
    found.sort_unstable();
    assert_eq!(found, known, "see crates/store/src/keep.rs and docs/formats/backup.md");
}
