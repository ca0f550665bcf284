//! Sessions, sign-in data, work in hand, leases.

use std::sync::Arc;

use kelisim_domain::id::{DraftId, ImportId, SourceId, StreamId, UserId};
use kelisim_domain::journal::Hash;
use kelisim_domain::user::Sealed;
use kelisim_store::work::{Credential, Draft, Session, Staged, StagedFile};
use kelisim_store::{Change, Store};

use crate::{World, registry};

/// A session begins, is used, gains its second factor for good, and ends by itself, by hand or with its account.
pub async fn sessions_begin_are_used_and_end(store: Arc<dyn Store>) {
    let world = World::new();
    let (now, user) = (world.clock.now(), UserId::new(world.id()));
    let session = |n: u8, user| Session {
        token: Hash::of(&[n]),
        user,
        csrf: format!("csrf {n}"),
        began_at: now,
        seen_at: now,
        ends_at: now + jiff::SignedDuration::from_secs(60 * i64::from(n)),
        second_factor: false,
    };
    let other = UserId::new(world.id());
    let all = [session(1, user), session(2, user), session(3, other), session(4, user)];
    for one in &all {
        store.begin_session(one).await.unwrap();
        assert_eq!(store.session(one.token).await.unwrap().as_ref(), Some(one));
    }
    // A token is taken once.
    assert!(store.begin_session(&all[0]).await.is_err());

    world.clock.advance(5);
    let later = world.clock.now();
    store.complete_session(all[1].token, later).await.unwrap();
    let used = Session { seen_at: later, second_factor: true, ..all[1].clone() };
    assert_eq!(store.session(all[1].token).await.unwrap(), Some(used.clone()));
    // A page of the same person that was asked for earlier does not take the second factor back.
    store.touch_session(all[1].token, later).await.unwrap();
    assert_eq!(store.session(all[1].token).await.unwrap(), Some(used));
    assert_eq!(store.session(all[0].token).await.unwrap().as_ref(), Some(&all[0]));

    store.end_session(all[3].token).await.unwrap();
    assert_eq!(store.session(all[3].token).await.unwrap(), None);
    assert!(store.session(all[1].token).await.unwrap().is_some());
    world.clock.advance(60);
    store.sweep(world.clock.now()).await.unwrap();
    assert_eq!(store.session(all[0].token).await.unwrap(), None);
    assert!(store.session(all[1].token).await.unwrap().is_some());
    let change = Change { sign_out: vec![user], ..Change::default() };
    store.commit(&change).await.unwrap();
    assert_eq!(store.session(all[1].token).await.unwrap(), None);
    assert!(store.session(all[2].token).await.unwrap().is_some());
}

/// Sign-in data are written over; a step of the second factor is taken once and never backwards.
pub async fn sign_in_data_and_steps(store: Arc<dyn Store>) {
    let world = World::new();
    let user = UserId::new(world.id());
    let first = Credential {
        user,
        password: "$argon2id$first".to_owned(),
        must_change: true,
        totp: None,
        totp_step: 0,
        door: None,
    };
    store.set_credential(&first).await.unwrap();
    assert!(store.credential(user).await.unwrap() == Some(first.clone()));
    let sealed = Sealed { nonce: "00".to_owned(), text: "ff".to_owned() };
    let second =
        Credential { must_change: false, totp: Some(sealed), totp_step: 5, ..first.clone() };
    let change = Change { credentials: vec![second.clone()], ..Change::default() };
    store.commit(&change).await.unwrap();
    assert!(store.credential(user).await.unwrap() == Some(second.clone()));
    assert!(store.credential(UserId::new(world.id())).await.unwrap().is_none());
    for (step, taken) in [(5, false), (4, false), (6, true), (6, false), (9, true), (7, false)] {
        assert_eq!(store.take_totp_step(user, step).await.unwrap(), taken, "{step}");
    }
    let other = Credential { user: UserId::new(world.id()), ..first.clone() };
    store.set_credential(&other).await.unwrap();
    let change = Change { forgotten: vec![other.user], ..Change::default() };
    store.commit(&change).await.unwrap();
    assert!(store.credential(other.user).await.unwrap().is_none());
    let kept = store.credential(user).await.unwrap().unwrap();
    assert!(kept == Credential { totp_step: 9, ..second });
    assert!(!format!("{kept:?}").contains("argon2"));
}

/// Tries count by bucket and window; forms are given back until their time is over, then swept.
pub async fn tries_are_counted_and_forms_kept_for_a_while(store: Arc<dyn Store>) {
    let world = World::new();
    let window = world.clock.now();
    for n in 1..=5 {
        assert_eq!(store.count_try("sign-in/a", window).await.unwrap(), n);
    }
    assert_eq!(store.count_try("sign-in/b", window).await.unwrap(), 1);
    world.clock.advance(60);
    assert_eq!(store.count_try("sign-in/a", world.clock.now()).await.unwrap(), 1);
    assert_eq!(store.count_try("sign-in/a", window).await.unwrap(), 6);

    let until = world.clock.now() + jiff::SignedDuration::from_hours(24);
    let (token, other) = (Hash::of(b"form"), Hash::of(b"another"));
    store.keep_form(token, "title=1", until).await.unwrap();
    store.keep_form(token, "title=«Квота»", until).await.unwrap();
    let kept = store.kept_form(token, world.clock.now()).await.unwrap();
    assert_eq!(kept.as_deref(), Some("title=«Квота»"));
    assert_eq!(store.kept_form(other, world.clock.now()).await.unwrap(), None);
    let eve = until - jiff::SignedDuration::from_micros(1);
    assert!(store.kept_form(token, eve).await.unwrap().is_some());
    assert_eq!(store.kept_form(token, until).await.unwrap(), None);
    // Swept: neither a form nor a count of that time is there, even for one who asks with an earlier clock.
    store.sweep(eve).await.unwrap();
    assert!(store.kept_form(token, eve).await.unwrap().is_some());
    store.sweep(until + jiff::SignedDuration::from_secs(61)).await.unwrap();
    assert_eq!(store.kept_form(token, eve).await.unwrap(), None);
    assert_eq!(store.count_try("sign-in/a", window).await.unwrap(), 1);
}

/// Drafts come in order of their passages; a write over another revision than the one read is refused.
pub async fn drafts_are_written_only_over_the_revision_that_was_read(store: Arc<dyn Store>) {
    let world = World::new();
    let source = SourceId::new(world.id());
    let draft = |start| Draft {
        id: DraftId::new(world.id()),
        source,
        registry: registry("KG"),
        author: None,
        state: "open".to_owned(),
        start,
        body: "{\"title\":\"Квота\"}".to_owned(),
        revision: 1,
        written_at: world.clock.now(),
    };
    let (late, early) = (draft(40), draft(3));
    // The first revision is 1.
    let ahead = Draft { revision: 5, ..late.clone() };
    assert!(!store.write_draft(&ahead).await.unwrap());
    assert_eq!(store.draft(late.id).await.unwrap(), None);
    assert!(store.write_draft(&late).await.unwrap());
    assert!(store.write_draft(&early).await.unwrap());
    assert_eq!(store.drafts(source).await.unwrap(), [early.clone(), late.clone()]);
    assert!(store.drafts(SourceId::new(world.id())).await.unwrap().is_empty());
    assert_eq!(store.open_drafts(registry("KG")).await.unwrap(), 2);
    assert_eq!(store.open_drafts(registry("KZ")).await.unwrap(), 0);

    for revision in [1, 3] {
        let wrong = Draft { revision, body: "{}".to_owned(), ..late.clone() };
        assert!(!store.write_draft(&wrong).await.unwrap());
    }
    // A draft does not move to another source.
    let moved = Draft { revision: 2, source: SourceId::new(world.id()), ..late.clone() };
    assert!(!store.write_draft(&moved).await.unwrap());
    assert_eq!(store.draft(late.id).await.unwrap(), Some(late.clone()));
    world.clock.advance(1);
    let next = Draft {
        revision: 2,
        author: Some(UserId::new(world.id())),
        state: "confirmed".to_owned(),
        start: 1,
        body: "{}".to_owned(),
        written_at: world.clock.now(),
        ..late
    };
    assert!(store.write_draft(&next).await.unwrap());
    assert!(!store.write_draft(&next).await.unwrap());
    assert_eq!(store.drafts(source).await.unwrap(), [next, early]);
    assert_eq!(store.open_drafts(registry("KG")).await.unwrap(), 1);
}

/// One holder at a time; each taking has a higher number than any before.
pub async fn leases_are_held_once_and_fenced(store: Arc<dyn Store>) {
    let world = World::new();
    let now = world.clock.now();
    let minute = jiff::SignedDuration::from_secs(60);
    let lease = async |name, holder, at: jiff::Timestamp| {
        store.lease(name, holder, at, at + minute).await.unwrap()
    };
    let first = lease("sealer", "a", now).await.unwrap();
    assert_eq!(lease("sealer", "b", now).await, None);
    assert!(lease("mailer", "b", now).await.is_some());
    let renewed = lease("sealer", "a", now + minute / 2).await.unwrap();
    assert!(renewed >= first);
    // The renewal moved its end.
    assert_eq!(lease("sealer", "b", now + minute).await, None);
    let taken = lease("sealer", "b", now + minute + minute / 2).await.unwrap();
    assert!(taken > renewed);
    assert_eq!(lease("sealer", "a", now + minute * 2).await, None);
    let back = lease("sealer", "a", now + minute * 3).await.unwrap();
    assert!(back > taken);
    // A machine whose clock was a day ahead keeps nobody waiting until tomorrow; asking takes nothing from who holds it.
    let day = jiff::SignedDuration::from_hours(24);
    let ahead = lease("sealer", "ahead", now + day).await.unwrap();
    let right = now + minute * 4;
    let caught = lease("sealer", "b", right).await.unwrap();
    assert!(caught > ahead);
    assert_eq!(store.lease("sealer", "looker", right, right).await.unwrap(), None);
}

/// A staged table is written over only in the revision that was read, loses its file when it is done, and goes by itself
/// after thirty days.
pub async fn staged_tables_are_kept_until_they_are_done(store: Arc<dyn Store>) {
    let world = World::new();
    let now = world.clock.now();
    let staged = |n: u8| Staged {
        id: ImportId::new(world.id()),
        registry: registry("KG"),
        thing: None,
        author: Some(UserId::new(world.id())),
        state: "checking".to_owned(),
        about: format!("{{\"n\":{n}}}"),
        report: String::new(),
        revision: 1,
        written_at: now + jiff::SignedDuration::from_secs(i64::from(n)),
    };
    let file = StagedFile { bytes: vec![0, 1, 255], rows: "{}".to_owned() };
    let (first, second) = (staged(1), staged(2));
    let foreign = Staged { registry: registry("KZ"), ..staged(3) };
    for one in [&first, &second, &foreign] {
        assert!(store.stage(one, &file).await.unwrap());
        assert!(!store.stage(one, &StagedFile::default()).await.unwrap(), "an id is taken once");
        assert_eq!(store.staged(one.id).await.unwrap().as_ref(), Some(one));
        assert_eq!(store.staged_file(one.id).await.unwrap().as_ref(), Some(&file));
    }
    assert_eq!(store.staged_in(registry("KG"), 10).await.unwrap(), [second.clone(), first.clone()]);
    assert_eq!(store.staged_in(registry("KG"), 1).await.unwrap(), std::slice::from_ref(&second));

    // A table about one thing waits beside it and not among those for the record.
    let thing = StreamId::new(world.id());
    let beside = Staged {
        thing: Some(thing),
        state: "checked".to_owned(),
        report: "[1]\n".to_owned(),
        ..staged(4)
    };
    assert!(store.stage(&beside, &file).await.unwrap());
    assert_eq!(store.staged_in(registry("KG"), 10).await.unwrap().len(), 2);
    assert_eq!(store.staged_about(thing).await.unwrap(), std::slice::from_ref(&beside));
    assert_eq!(store.staged_about(StreamId::new(world.id())).await.unwrap(), []);
    let aside = Staged { state: "dropped".to_owned(), revision: 2, ..beside };
    assert!(store.restage(&aside).await.unwrap());
    assert_eq!(store.staged_about(thing).await.unwrap(), []);

    let checked = Staged {
        state: "checked".to_owned(),
        report: "[1]\n".to_owned(),
        revision: 2,
        ..first.clone()
    };
    assert!(store.restage(&checked).await.unwrap());
    assert!(!store.restage(&checked).await.unwrap(), "the revision was written already");
    assert_eq!(store.staged(first.id).await.unwrap().as_ref(), Some(&checked));
    assert_eq!(store.staged_file(first.id).await.unwrap(), Some(file));
    let listed = store.staged_in(registry("KG"), 10).await.unwrap();
    assert!(listed.iter().all(|staged| staged.report.is_empty()), "lists are short");
    let written = Staged { state: "written".to_owned(), revision: 3, ..checked };
    assert!(store.restage(&written).await.unwrap());
    assert_eq!(store.staged_file(first.id).await.unwrap(), Some(StagedFile::default()));

    world.clock.advance(31 * 86_400);
    store.sweep(world.clock.now()).await.unwrap();
    assert_eq!(store.staged(first.id).await.unwrap(), None);
    assert_eq!(store.staged_file(second.id).await.unwrap(), None);
}
