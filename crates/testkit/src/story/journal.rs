//! Writing and reading the journal.

use std::sync::Arc;

use jiff::civil::date;
use kelisim_domain::commitment::{Commitment, Event};
use kelisim_domain::id::{CommitmentId, DraftId, SourceId, UserId};
use kelisim_domain::journal::Hash;
use kelisim_domain::party::PartyCode;
use kelisim_domain::source::fingerprint;
use kelisim_domain::stage::Stage;
use kelisim_domain::user::Role;
use kelisim_store::meeting::MeetingFilter;
use kelisim_store::reading::{CommitmentFilter, Kind, ObservationFilter};
use kelisim_store::work::{Credential, Draft, Session};
use kelisim_store::{Change, Store, StoreError};
use uuid::Uuid;

use super::{all, everything, last_day, nobody, of};
use crate::{Pledge, World, registry};

/// Nothing is there, and nothing is no error.
pub async fn an_empty_store_answers_with_nothing(store: Arc<dyn Store>) {
    let id = Uuid::from_u128(1);
    let now = World::new().clock.now();
    store.ping().await.unwrap();
    assert!(!store.describe().is_empty());
    assert!(everything(&*store).await.iter().all(|line| line == "[]"));
    assert!(store.entries(nobody()).await.unwrap().is_empty());
    assert!(store.seals(0, 10).await.unwrap().is_empty());
    assert_eq!(store.last_seal().await.unwrap(), None);
    assert!(store.heads_of(1).await.unwrap().is_empty());
    assert!(store.missing_heads(1).await.unwrap().is_empty());
    for kind in [
        Kind::Registry,
        Kind::Party,
        Kind::Source,
        Kind::Meeting,
        Kind::Commitment,
        Kind::Observation,
        Kind::Conflict,
        Kind::User,
    ] {
        assert_eq!(store.one(kind, id, last_day()).await.unwrap(), None);
        assert!(store.several(kind, &[id], last_day()).await.unwrap().is_empty());
        assert!(store.several(kind, &[], last_day()).await.unwrap().is_empty());
        assert!(store.all(kind).await.unwrap().is_empty());
    }
    let filter = CommitmentFilter::default();
    let list = store.commitments(&all(), &filter, last_day(), None, 10).await.unwrap();
    assert!(list.is_empty());
    assert!(store.tallies(&all()).await.unwrap().is_empty());
    assert!(store.tallies_on(&all(), last_day()).await.unwrap().is_empty());
    assert!(store.successors(CommitmentId::new(id), last_day()).await.unwrap().is_empty());
    assert!(
        store
            .observations(&all(), ObservationFilter::Any, last_day(), None, 10)
            .await
            .unwrap()
            .is_empty()
    );
    assert!(store.conflicts(&all(), None, last_day(), 10).await.unwrap().is_empty());
    let kg = registry("KG");
    assert!(store.sources(kg, None, 10).await.unwrap().is_empty());
    assert!(
        store
            .meetings(&of("KG"), &MeetingFilter::default(), last_day(), None, 10)
            .await
            .unwrap()
            .is_empty()
    );
    assert_eq!(store.open_work(kg).await.unwrap(), (0, 0));
    assert!(store.rests_on(SourceId::new(id), 0).await.unwrap().is_empty());
    assert!(store.users(kg).await.unwrap().is_empty());
    assert_eq!(store.user_by_email("nobody@example.kg").await.unwrap(), None);
    assert_eq!(store.claimed("email", "nobody@example.kg").await.unwrap(), None);
    assert_eq!(store.blob(Hash::ZERO).await.unwrap(), None);
    let user = UserId::new(id);
    assert_eq!(store.session(Hash::ZERO).await.unwrap(), None);
    store.complete_session(Hash::ZERO, now).await.unwrap();
    store.end_session(Hash::ZERO).await.unwrap();
    assert_eq!(store.session(Hash::ZERO).await.unwrap(), None);
    assert!(store.credential(user).await.unwrap().is_none());
    assert!(!store.take_totp_step(user, 1).await.unwrap());
    assert_eq!(store.kept_form(Hash::ZERO, now).await.unwrap(), None);
    assert_eq!(store.draft(DraftId::new(id)).await.unwrap(), None);
    assert!(store.drafts(SourceId::new(id)).await.unwrap().is_empty());
    assert_eq!(store.open_drafts(kg).await.unwrap(), 0);
    store.sweep(now).await.unwrap();
    store.commit(&Change::default()).await.unwrap();
    assert!(everything(&*store).await.iter().all(|line| line == "[]"));
}

/// Every entry comes back as it was made, field by field, and verifies.
pub async fn what_was_written_is_read_back(store: Arc<dyn Store>) {
    let world = World::settled(&*store).await.unwrap();
    for (stream, made) in world.streams() {
        assert_eq!(store.entries(stream).await.unwrap(), made);
    }
    let mut silent = |_: &kelisim_store::verify::VerifyReport| {};
    let report = kelisim_store::verify::verify(&*store, &[], &mut silent).await.unwrap();
    assert!(report.holds(), "{:?}", report.faults);
    assert_eq!(report.streams, world.streams().count() as u64);
    assert_eq!(report.entries, world.streams().map(|(_, e)| e.len() as u64).sum::<u64>());
}

/// A change that touches everything a change can touch, beside what is wrong with it.
fn heavy(world: &mut World, user: UserId) -> (Hash, DraftId, UserId) {
    let words = "A text that must not stay";
    let source = world.source("KG", words, date(2026, 1, 5));
    let quotation = world.quote(source, "must not stay");
    world.commitment(&Pledge::new("KG", "TR"), &quotation);
    let draft = DraftId::new(world.id());
    let now = world.clock.now();
    world.pending().drafts.push(Draft {
        id: draft,
        source,
        registry: registry("KG"),
        author: Some(user),
        state: "open".to_owned(),
        start: 3,
        body: "{}".to_owned(),
        revision: 1,
        written_at: now,
    });
    let opened = UserId::new(world.id());
    world.pending().credentials.push(Credential {
        user: opened,
        password: "hash".to_owned(),
        must_change: true,
        totp: None,
        totp_step: 0,
        door: None,
    });
    world.pending().sign_out.push(user);
    (Hash::of(words.as_bytes()), draft, opened)
}

async fn begin(store: &dyn Store, world: &World, user: UserId) -> Hash {
    let now = world.clock.now();
    let token = Hash::of(user.uuid().as_bytes());
    let session = Session {
        token,
        user,
        csrf: "csrf".to_owned(),
        began_at: now,
        seen_at: now,
        ends_at: now,
        second_factor: false,
    };
    store.begin_session(&session).await.unwrap();
    token
}

/// A version that another hand has taken, has not yet reached, or that begins what exists: nothing at all is written.
pub async fn a_wrong_version_is_stale_and_leaves_no_trace(store: Arc<dyn Store>) {
    let mut world = World::new();
    let user = world.user("KG", Role::Officer, "officer@example.kg");
    let id = world.pledge(&Pledge::new("KG", "TR"), date(2026, 1, 2));
    world.commit(&*store).await.unwrap();
    world.publish(id);
    world.commit(&*store).await.unwrap();
    let session = begin(&*store, &world, user).await;
    let before = everything(&*store).await;
    for expected in [0, 1, 3] {
        let mut other = world.clone();
        let (blob, draft, opened) = heavy(&mut other, user);
        let event = Event::Unpublished;
        let mut append = other.grow::<Commitment>(id, &[event], date(2026, 1, 3), None);
        append.expected = expected;
        other.pending().appends.push(append);
        let error = other.commit(&*store).await.unwrap_err();
        let stale = matches!(error, StoreError::Stale { stream, expected: e } if stream == id.into() && e == expected);
        assert!(stale, "{error:?}");
        assert_eq!(everything(&*store).await, before);
        assert_eq!(store.blob(blob).await.unwrap(), None);
        assert_eq!(store.draft(draft).await.unwrap(), None);
        assert!(store.credential(opened).await.unwrap().is_none());
        assert!(store.session(session).await.unwrap().is_some());
    }
    // The same change at the right version goes through, whole.
    let (blob, draft, opened) = heavy(&mut world, user);
    world.event::<Commitment>(id, Event::Unpublished, date(2026, 1, 3));
    world.commit(&*store).await.unwrap();
    assert!(store.blob(blob).await.unwrap().is_some());
    assert!(store.draft(draft).await.unwrap().is_some());
    assert!(store.credential(opened).await.unwrap().is_some());
    assert_eq!(store.session(session).await.unwrap(), None);
    assert_eq!(store.entries(id.into()).await.unwrap(), world.entries(id));
}

/// An address, a text and a code belong to one stream; who has it is told.
pub async fn a_name_has_one_stream_and_a_refused_change_leaves_no_trace(store: Arc<dyn Store>) {
    let mut world = World::new();
    let user = world.user("KG", Role::Officer, "officer@example.kg");
    let text = world.source("KG", "The same text", date(2026, 1, 2));
    world.commit(&*store).await.unwrap();
    let key = format!("KG/{}", fingerprint("The same text"));
    assert_eq!(store.claimed("source-text", &key).await.unwrap(), Some(text.into()));
    assert_eq!(store.claimed("email", &key).await.unwrap(), None);
    let session = begin(&*store, &world, user).await;
    let before = everything(&*store).await;

    let mut other = world.clone();
    let (blob, draft, opened) = heavy(&mut other, user);
    other.user("KZ", Role::Reader, "officer@example.kg");
    let error = other.commit(&*store).await.unwrap_err();
    let taken =
        matches!(&error, StoreError::Taken { scope, by } if scope == "email" && *by == user.into());
    assert!(taken, "{error:?}");
    assert_eq!(everything(&*store).await, before);
    assert_eq!(store.blob(blob).await.unwrap(), None);
    assert_eq!(store.draft(draft).await.unwrap(), None);
    assert!(store.credential(opened).await.unwrap().is_none());
    assert!(store.session(session).await.unwrap().is_some());

    let mut other = world.clone();
    other.source("KG", "the   same TEXT.", date(2026, 1, 3));
    let error = other.commit(&*store).await.unwrap_err();
    let taken = matches!(&error, StoreError::Taken { scope, by } if scope == "source-text" && *by == text.into());
    assert!(taken, "{error:?}");
    assert_eq!(everything(&*store).await, before);

    // In another registry the same text is another source; its blob is kept once.
    world.source("KZ", "The same text", date(2026, 1, 2));
    world.commit(&*store).await.unwrap();
    let blob = store.blob(Hash::of("The same text".as_bytes())).await.unwrap();
    assert_eq!(blob.as_deref(), Some("The same text".as_bytes()));
}

/// A draft that another hand wrote meanwhile undoes the entries, readings and blobs of the same change.
pub async fn a_draft_of_another_hand_undoes_the_whole_change(store: Arc<dyn Store>) {
    let mut world = World::new();
    let user = world.user("KG", Role::Officer, "officer@example.kg");
    let (_, draft, _) = heavy(&mut world, user);
    world.commit(&*store).await.unwrap();
    let kept = store.draft(draft).await.unwrap().unwrap();
    let before = everything(&*store).await;
    for revision in [1, 3] {
        let mut other = world.clone();
        other.pledge(&Pledge::new("KG", "TR"), date(2026, 1, 2));
        let late = Draft { revision, state: "confirmed".to_owned(), ..kept.clone() };
        other.pending().drafts.push(late);
        let error = other.commit(&*store).await.unwrap_err();
        let stale =
            matches!(error, StoreError::Stale { stream, .. } if stream.uuid() == draft.uuid());
        assert!(stale, "{error:?}");
        assert_eq!(everything(&*store).await, before);
        assert_eq!(store.draft(draft).await.unwrap().as_ref(), Some(&kept));
    }
    let next = Draft { revision: 2, state: "confirmed".to_owned(), ..kept };
    world.pending().drafts.push(next.clone());
    world.commit(&*store).await.unwrap();
    assert_eq!(store.draft(draft).await.unwrap(), Some(next));
}

/// Pages of any size join to the whole list.
pub async fn streams_and_latest_entries_page_without_gap_or_repeat(store: Arc<dyn Store>) {
    let mut world = World::settled(&*store).await.unwrap();
    // Several entries of one stream and of several streams at one instant.
    let id = world.pledge(&Pledge::new("KG", "TR"), date(2026, 1, 2));
    world.restate(id, Stage::S6, date(2026, 1, 3));
    world.restate(id, Stage::S7, date(2026, 1, 4));
    world.commit(&*store).await.unwrap();
    let made: Vec<_> = world.streams().map(|(id, entries)| (id, entries.to_vec())).collect();
    let mut entries: Vec<_> = made.iter().flat_map(|(_, entries)| entries.clone()).collect();
    entries.sort_by_key(|e| std::cmp::Reverse((e.new.recorded_at, e.stream, e.version)));
    let turkey: PartyCode = "TR".parse().unwrap();
    let of_registry = |code: &str, entry: &kelisim_domain::journal::Entry| {
        let payload = store_registry(&world, entry.stream);
        payload.as_deref() == Some(code)
    };
    for limit in [1, 2, 3, 7, 1000] {
        let (mut after, mut seen) = (None, Vec::new());
        loop {
            let page = store.streams(after, limit).await.unwrap();
            assert!(page.len() <= usize::try_from(limit).unwrap());
            let Some(last) = page.last() else { break };
            after = Some(last.0);
            seen.extend(page);
        }
        assert_eq!(seen.len(), made.len());
        for ((stream, kind, head), (id, entries)) in seen.iter().zip(&made) {
            let last = entries.last().unwrap();
            assert_eq!((stream, head.version, head.hash), (id, last.version, last.hash));
            assert!(last.new.kind.starts_with(&format!("{kind}.")));
        }
        for code in [Some("KG"), Some("KZ"), Some("DE"), None] {
            let wanted: Vec<_> = entries
                .iter()
                .filter(|e| code.is_none_or(|c| of_registry(c, e)))
                .cloned()
                .collect();
            let (mut before, mut seen) = (None, Vec::new());
            loop {
                let page = store.latest(code.map(registry), before, limit).await.unwrap();
                let Some(last) = page.last() else { break };
                before = Some((last.new.recorded_at, last.stream, last.version));
                seen.extend(page);
            }
            assert_eq!(seen, wanted, "{code:?} by {limit}");
        }
    }
    assert!(entries.iter().any(|e| e.stream == turkey.stream()));
}

/// The registry named in the first entry of a stream.
fn store_registry(world: &World, stream: kelisim_domain::id::StreamId) -> Option<String> {
    let first = world.entries(stream).first()?;
    let payload: serde_json::Value = serde_json::from_str(&first.new.payload).unwrap();
    let inside = |part: &str| payload.get(part)?.get("registry");
    let named =
        payload.get("registry").or_else(|| inside("description")).or_else(|| inside("fact"));
    let named = named.or_else(|| inside("definition"));
    let own = first.new.kind.starts_with("registry.").then(|| payload.get("code")).flatten();
    named.or(own)?.as_str().map(str::to_owned)
}
