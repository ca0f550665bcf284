//! Files that are sent part by part.

use std::sync::Arc;

use jiff::SignedDuration;
use kelisim_domain::id::{PieceId, UserId};
use kelisim_domain::user::{Role, Sealed};
use kelisim_store::Store;
use kelisim_store::upload::{Part, Unfinished};
use uuid::Uuid;

use crate::World;

fn unfinished(applicant: UserId, n: u128, world: &World) -> Unfinished {
    Unfinished {
        id: PieceId::new(Uuid::from_u128(n)),
        applicant,
        sealed: Sealed { nonce: "0d".to_owned(), text: "ab".to_owned() },
        received: 0,
        touched_at: world.clock.now(),
    }
}

/// A part is kept only behind the last one and only for its person; a file begun twice keeps what had come of it; one
/// that nobody goes on with for seven days is swept away, and a person who is forgotten leaves nothing.
pub async fn a_file_comes_part_by_part_and_what_is_left_lying_goes(store: Arc<dyn Store>) {
    let mut world = World::new();
    let one = world.user("KG", Role::Applicant, "one@example.kg");
    let two = world.user("KG", Role::Applicant, "two@example.kg");
    world.commit(&*store).await.unwrap();
    let file = unfinished(one, 1, &world);
    store.begin_upload(&file).await.unwrap();
    let sealed = vec![7; 70_000];
    let part = |start: i64, size: i64| Part { start, size, sealed: &sealed };
    let now = world.clock.now();
    assert!(store.add_part(one, file.id, part(0, 10), now).await.unwrap());
    assert!(!store.add_part(one, file.id, part(0, 10), now).await.unwrap(), "sent twice");
    assert!(!store.add_part(one, file.id, part(20, 10), now).await.unwrap(), "a gap");
    assert!(!store.add_part(two, file.id, part(10, 10), now).await.unwrap(), "another person");
    store.begin_upload(&file).await.unwrap();
    let there = store.unfinished(one).await.unwrap();
    assert_eq!(there, [Unfinished { received: 10, ..file.clone() }]);
    assert!(store.add_part(one, file.id, part(10, 5), now).await.unwrap());
    assert_eq!(store.parts(one, file.id).await.unwrap(), [sealed.clone(), sealed.clone()]);
    assert!(store.parts(two, file.id).await.unwrap().is_empty());
    store.end_upload(two, file.id).await.unwrap();
    assert_eq!(store.unfinished(one).await.unwrap().len(), 1, "another person ends nothing");

    let other = unfinished(two, 2, &world);
    store.begin_upload(&other).await.unwrap();
    let days = |n: i64| now + SignedDuration::from_hours(24 * n);
    assert!(store.add_part(two, other.id, part(0, 1), days(1)).await.unwrap());
    while store.sweep(days(7) + SignedDuration::from_secs(1)).await.unwrap() {}
    assert!(store.unfinished(one).await.unwrap().is_empty(), "seven days without a part");
    assert!(store.parts(one, file.id).await.unwrap().is_empty());
    assert_eq!(store.unfinished(two).await.unwrap().len(), 1);
    world.forget(two);
    world.pending().forgotten.push(two);
    world.commit(&*store).await.unwrap();
    assert!(store.unfinished(two).await.unwrap().is_empty());
    assert!(store.parts(two, other.id).await.unwrap().is_empty());

    store.begin_upload(&file).await.unwrap();
    assert!(store.add_part(one, file.id, part(0, 10), now).await.unwrap());
    store.end_upload(one, file.id).await.unwrap();
    assert!(store.unfinished(one).await.unwrap().is_empty());
    assert!(store.parts(one, file.id).await.unwrap().is_empty());
}
