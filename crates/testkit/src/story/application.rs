//! Applications, and what applicants keep until they send it.

use std::sync::Arc;

use kelisim_domain::id::{PieceId, UserId};
use kelisim_domain::journal::Hash;
use kelisim_domain::programme::application::{Application, Event, Home};
use kelisim_domain::user::{Role, Sealed};
use kelisim_store::application::{ApplicationFilter, Piece, PieceKind};
use kelisim_store::reading::{Kind, Scope};
use kelisim_store::replay::rebuild;
use kelisim_store::work::Credential;
use kelisim_store::{Change, Store, StoreError};
use uuid::Uuid;

use super::{everything, last_day, of};
use crate::{Pledge, World};

fn piece(applicant: UserId, n: u128, kind: PieceKind, revision: i64, world: &World) -> Piece {
    Piece {
        id: PieceId::new(Uuid::from_u128(n)),
        applicant,
        kind,
        sealed: Sealed { nonce: "0d".to_owned(), text: format!("{revision:02x}") },
        file: None,
        revision,
        written_at: world.clock.now(),
    }
}

async fn call(world: &mut World, pledge: &Pledge) -> kelisim_domain::id::CallId {
    let commitment = world.pledge(pledge, jiff::civil::date(2018, 11, 2));
    let line = world.quota_line(pledge, commitment, 2026, 40);
    world.walk(line, 40, kelisim_domain::quota::Account::Confirmed);
    let call = world.call(pledge, line, 4);
    world.publish_call(call);
    call
}

/// Applications are listed by their receipts, for the registry and the partner of their call and for nobody else; they
/// are read back and rebuild to the same bytes.
pub async fn applications_are_listed_by_receipt_within_their_scope_and_rebuild(
    store: Arc<dyn Store>,
) {
    let mut world = World::new();
    let pledge = Pledge::new("KG", "TR");
    let call = call(&mut world, &pledge).await;
    let mut ids = Vec::new();
    for n in 0..7 {
        let who = world.user("KG", Role::Applicant, &format!("same{}@example.kg", n % 2));
        ids.push(world.application(&pledge, call, who));
    }
    world.commit(&*store).await.unwrap();
    let judged = Event::Judged { home: Home::Eligible, reason: None, words: None };
    world.event::<Application>(ids[0], judged, world.today());
    world.commit(&*store).await.unwrap();
    let filter = ApplicationFilter { call: Some(call), ..ApplicationFilter::default() };
    let (mut seen, mut after) = (Vec::new(), None::<String>);
    loop {
        let page = store.applications(&of("KG"), &filter, after.as_deref(), 3).await.unwrap();
        let Some(last) = page.last() else { break };
        let last: Application = serde_json::from_str(&last.body).unwrap();
        after = Some(last.description.receipt.to_string());
        seen.extend(page.iter().map(|body| body.id));
    }
    assert_eq!(seen.len(), 7);
    assert!(ids.iter().all(|id| seen.contains(&id.uuid())));
    let count = async |scope: Scope, filter: &ApplicationFilter| {
        store.applications(&scope, filter, None, 100).await.unwrap().len()
    };
    let eligible = ApplicationFilter { home: Some(Home::Eligible), ..filter.clone() };
    assert_eq!(count(of("KG"), &eligible).await, 1);
    assert_eq!(count(of("KZ"), &filter).await, 0);
    let partner = |code: &str| Scope { partners: Some(vec![code.parse().unwrap()]), ..of("KG") };
    assert_eq!(count(partner("TR"), &filter).await, 7);
    assert_eq!(count(partner("RU"), &filter).await, 0);
    let public = Scope { registry: None, partners: None, public_only: true };
    assert_eq!(count(public, &filter).await, 0, "nothing of it is public");
    let body = store.one(Kind::Application, ids[0].uuid(), last_day()).await.unwrap().unwrap();
    let kept: Application = serde_json::from_str(&body.body).unwrap();
    assert_eq!((kept.home, kept.steps.len()), (Home::Eligible, 2));
    let own = store.applications_of(kept.description.applicant).await.unwrap();
    assert_eq!(own.len(), 1);
    let before = everything(&*store).await;
    rebuild(&*store, &world.people, &mut |_| {}).await.unwrap();
    assert_eq!(everything(&*store).await, before);
}

/// What an applicant keeps is the own; a slower tab writes over nothing; what is sent is taken away with the entry, and
/// what a slower tab sends is not; a person who is forgotten leaves nothing.
pub async fn what_applicants_keep_is_their_own_and_a_slower_tab_writes_over_nothing(
    store: Arc<dyn Store>,
) {
    let mut world = World::new();
    let pledge = Pledge::new("KG", "TR");
    let call = call(&mut world, &pledge).await;
    let one = world.user("KG", Role::Applicant, "one@example.kg");
    let two = world.user("KG", Role::Applicant, "one@example.kg");
    world.commit(&*store).await.unwrap();
    let draft = piece(one, 1, PieceKind::Draft, 1, &world);
    assert!(store.write_piece(&draft, None).await.unwrap());
    assert!(!store.write_piece(&draft, None).await.unwrap(), "a second tab");
    let second = piece(one, 1, PieceKind::Draft, 2, &world);
    assert!(store.write_piece(&second, None).await.unwrap());
    assert!(!store.write_piece(&second, None).await.unwrap());
    let stolen = piece(two, 1, PieceKind::Draft, 3, &world);
    assert!(!store.write_piece(&stolen, None).await.unwrap(), "another person");
    assert_eq!(store.piece(two, draft.id).await.unwrap(), None);
    assert!(!store.drop_piece(two, draft.id, true).await.unwrap());
    let bytes = vec![7; 300_000];
    let file =
        Piece { file: Some(Hash::of(&bytes)), ..piece(one, 2, PieceKind::Document, 1, &world) };
    assert!(store.write_piece(&file, Some(&bytes)).await.unwrap());
    assert_eq!(store.pieces(one).await.unwrap(), [second.clone(), file.clone()]);
    assert_eq!(store.blob(Hash::of(&bytes)).await.unwrap(), Some(bytes.clone()));

    world.application(&pledge, call, one);
    let late = Change { sent: vec![(draft.id, 1)], ..world.pending().clone() };
    let refused = store.commit(&late).await;
    assert!(matches!(refused, Err(StoreError::Stale { .. })), "{refused:?}");
    assert!(store.applications_of(one).await.unwrap().is_empty(), "nothing half-written");
    world.pending().sent.push((draft.id, 2));
    world.commit(&*store).await.unwrap();
    assert_eq!(store.pieces(one).await.unwrap(), [file]);
    assert_eq!(store.applications_of(one).await.unwrap().len(), 1);

    let door = Some(Hash::of(b"door"));
    let credential = Credential {
        user: one,
        password: "$argon2id$…".to_owned(),
        must_change: false,
        totp: None,
        totp_step: 0,
        door,
    };
    store.set_credential(&credential).await.unwrap();
    assert_eq!(store.credential(one).await.unwrap(), Some(credential));
    assert_eq!(store.behind_door(Hash::of(b"door")).await.unwrap(), Some(one));
    assert_eq!(store.behind_door(Hash::of(b"other")).await.unwrap(), None);
    assert_eq!(store.user_by_email("one@example.kg").await.unwrap(), None);
    world.forget(one);
    world.pending().forgotten.push(one);
    world.commit(&*store).await.unwrap();
    assert!(store.pieces(one).await.unwrap().is_empty());
    assert_eq!(store.blob(Hash::of(&bytes)).await.unwrap(), None);
    assert_eq!(store.behind_door(Hash::of(b"door")).await.unwrap(), None);
    assert_eq!(store.applications_of(one).await.unwrap().len(), 1, "the chain stays whole");
}
