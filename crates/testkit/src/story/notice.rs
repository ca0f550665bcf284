//! Notices and the mails about them.

use std::sync::Arc;

use jiff::{SignedDuration, Timestamp};
use kelisim_domain::id::{NoticeId, StreamId, UserId};
use kelisim_domain::notice::{Mail, Subject};
use kelisim_store::notice::{Delivery, Notice, NoticeCursor, Wish};
use kelisim_store::{Change, Store};

use crate::World;

fn notice(world: &World, to: UserId, made_at: Timestamp) -> Notice {
    Notice {
        id: NoticeId::new(world.id()),
        to,
        subject: Subject::CallToCheck,
        aggregate: "call".to_owned(),
        thing: StreamId::new(world.id()),
        title: "{\"record\":\"kk\",\"kk\":\"Қабылдау\"}".to_owned(),
        made_at,
        read_at: None,
        mail: Mail::Waiting,
    }
}

async fn tell(store: &dyn Store, notices: &[Notice]) {
    let change = Change { notices: notices.to_vec(), ..Change::default() };
    store.commit(&change).await.unwrap();
}

/// A notice is told once, listed to its person alone, newest first and in parts, marked as read once, and forgotten
/// with its person or its age.
pub async fn notices_are_told_once_read_once_and_forgotten(store: Arc<dyn Store>) {
    let world = World::new();
    let (now, one, other) = (world.clock.now(), UserId::new(world.id()), UserId::new(world.id()));
    let at = |minutes: i64| now + SignedDuration::from_mins(minutes);
    // Two of one instant: the id decides.
    let all = [at(0), at(1), at(1), at(2)].map(|at| notice(&world, one, at));
    tell(&*store, &all).await;
    tell(&*store, &[notice(&world, other, now)]).await;
    let again = Notice { made_at: at(9), subject: Subject::Charged, ..all[0].clone() };
    tell(&*store, &[again]).await;
    let mut wanted = all.to_vec();
    wanted.sort_by_key(|it| std::cmp::Reverse((it.made_at, it.id.uuid())));
    assert_eq!(store.notices_of(one, None, 10).await.unwrap(), wanted);
    let (mut paged, mut after) = (Vec::new(), None);
    while let [it] = &*store.notices_of(one, after, 1).await.unwrap() {
        after = Some(NoticeCursor { at: it.made_at, id: it.id });
        paged.push(it.clone());
    }
    assert_eq!(paged, wanted);

    assert_eq!(store.unread(one).await.unwrap(), 4);
    assert!(!store.mark_read(other, Some(all[0].id), at(3)).await.unwrap());
    assert!(store.mark_read(one, Some(all[0].id), at(3)).await.unwrap());
    assert!(!store.mark_read(one, Some(all[0].id), at(4)).await.unwrap());
    assert_eq!(store.unread(one).await.unwrap(), 3);
    // What came after the page was made stays unread.
    assert!(store.mark_read(one, None, at(1)).await.unwrap());
    assert_eq!((store.unread(one).await.unwrap(), store.unread(other).await.unwrap()), (1, 1));
    let read = store.notices_of(one, None, 10).await.unwrap().pop().unwrap();
    assert_eq!(read.read_at, Some(at(3)));

    store.set_wish(one, &Wish { no_mail: true, language: Some("ky".to_owned()) }).await.unwrap();
    let forget = Change { forgotten: vec![one], ..Change::default() };
    store.commit(&forget).await.unwrap();
    assert_eq!(store.notices_of(one, None, 10).await.unwrap(), []);
    assert_eq!(store.wish(one).await.unwrap(), Wish::default());
    store.sweep(now + SignedDuration::from_hours(24 * 399)).await.unwrap();
    assert_eq!(store.notices_of(other, None, 10).await.unwrap().len(), 1);
    store.sweep(now + SignedDuration::from_hours(24 * 401)).await.unwrap();
    assert_eq!(store.notices_of(other, None, 10).await.unwrap(), []);
}

/// Mails are due in the order of their instants, wait for their next try, and each try is kept in order.
pub async fn mails_are_due_until_they_are_settled(store: Arc<dyn Store>) {
    let world = World::new();
    let (now, user) = (world.clock.now(), UserId::new(world.id()));
    let later = now + SignedDuration::from_mins(5);
    let (one, two) = (notice(&world, user, now), notice(&world, user, later));
    tell(&*store, &[two.clone(), one.clone()]).await;
    assert_eq!(store.mails_due(now, 10).await.unwrap(), *std::slice::from_ref(&one));
    assert_eq!(store.mails_due(later, 10).await.unwrap(), [one.clone(), two.clone()]);
    assert_eq!(store.mails_due(later, 1).await.unwrap(), *std::slice::from_ref(&one));
    let tried = |mail, at, answer: &str| Delivery {
        notice: one.id,
        carrier: "smtp".to_owned(),
        at,
        mail,
        answer: answer.to_owned(),
    };
    let (first, second) = (tried(Mail::Waiting, now, "451"), tried(Mail::Sent, later, "250"));
    store.note_delivery(&first, later).await.unwrap();
    assert_eq!(store.mails_due(now, 10).await.unwrap(), []);
    assert_eq!(store.mails_due(later, 10).await.unwrap().len(), 2);
    store.note_delivery(&second, later).await.unwrap();
    assert_eq!(store.mails_due(later, 10).await.unwrap(), *std::slice::from_ref(&two));
    assert_eq!(store.deliveries(one.id).await.unwrap(), [first, second]);
    assert_eq!(store.deliveries(two.id).await.unwrap(), []);

    assert_eq!(store.wish(user).await.unwrap(), Wish::default());
    for wish in [Wish { no_mail: true, language: Some("kk".to_owned()) }, Wish::default()] {
        store.set_wish(user, &wish).await.unwrap();
        assert_eq!(store.wish(user).await.unwrap(), wish);
    }
}
