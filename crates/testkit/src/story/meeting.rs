//! Meetings, the register of letters, and in whose charge commitments are.

use std::sync::Arc;

use jiff::civil::date;
use kelisim_domain::aggregate::fold;
use kelisim_domain::meeting::{Meeting, MeetingState};
use kelisim_domain::user::Role;
use kelisim_store::Store;
use kelisim_store::letter::{LetterCursor, LetterFilter};
use kelisim_store::meeting::MeetingFilter;
use kelisim_store::reading::{CommitmentFilter, DayCursor, Kind, Scope};
use kelisim_store::replay::rebuild;
use uuid::Uuid;

use super::{all, everything, ids, last_day, of, with};
use crate::{Pledge, World, registry};

/// Row, passages and history say the same, before and after a rebuild; a planned meeting is known before its day.
pub async fn a_meeting_is_read_back_and_rebuilds_to_the_same_bytes(store: Arc<dyn Store>) {
    let mut world = World::new();
    let commitment = world.pledge(&Pledge::new("KG", "TR"), date(2018, 11, 2));
    let held = world.meeting("KG", "TR", date(2019, 5, 31));
    world.decide(held, commitment, date(2019, 6, 5));
    world.commit(&*store).await.unwrap();
    let (ahead, planned) = (date(2030, 3, 15), MeetingState::Planned);
    let next = world.meeting_in("KG", "TR", ahead, planned, date(2020, 1, 1));
    world.commit(&*store).await.unwrap();
    let body = store.one(Kind::Meeting, held.uuid(), last_day()).await.unwrap().unwrap();
    let kept: Meeting = serde_json::from_str(&body.body).unwrap();
    assert_eq!(kept, fold(world.entries(held)).unwrap().unwrap());
    let early = store.one(Kind::Meeting, held.uuid(), date(2019, 6, 1)).await.unwrap().unwrap();
    let early: Meeting = serde_json::from_str(&early.body).unwrap();
    assert_eq!((early.decisions.len(), early.questions.len()), (0, 0));
    let before_day = store.one(Kind::Meeting, next.uuid(), date(2020, 1, 1)).await.unwrap();
    assert!(before_day.is_some(), "known since it was planned");
    let source = kept.decisions[0].what.quotation.source;
    let rests = store.rests_on(source, 0).await.unwrap();
    assert_eq!((rests.len(), rests[0].aggregate.as_str()), (1, "meeting"));
    let before = everything(&*store).await;
    rebuild(&*store, &world.people, &mut |_| {}).await.unwrap();
    assert_eq!(everything(&*store).await, before);
}

/// Meetings go on where they ended, the latest first, and show nobody what belongs to others.
pub async fn meetings_page_without_gap_or_repeat_within_their_scope(store: Arc<dyn Store>) {
    let mut world = World::new();
    let mut expected: Vec<(jiff::civil::Date, Uuid)> = Vec::new();
    for n in 1..=7_i8 {
        for partner in ["TR", "RU"] {
            let day = date(2019, 1, 1 + n / 2);
            expected.push((day, world.meeting("KG", partner, day).uuid()));
        }
        world.meeting("KZ", "TR", date(2019, 1, 1));
    }
    let (day, known) = (date(2030, 1, 1), date(2019, 2, 1));
    let planned = world.meeting_in("KG", "RU", day, MeetingState::Planned, known);
    expected.push((day, planned.uuid()));
    world.commit(&*store).await.unwrap();
    expected.sort_unstable_by(|a, b| b.cmp(a));
    let (mut seen, mut after) = (Vec::new(), None);
    loop {
        let none = MeetingFilter::default();
        let rows = store.meetings(&of("KG"), &none, last_day(), after, 4).await.unwrap();
        let Some(last) = rows.last() else { break };
        let it: Meeting = serde_json::from_str(&last.body).unwrap();
        after = Some(DayCursor { day: it.description.date.last_day(), id: last.id });
        seen.extend(ids(&rows));
    }
    assert_eq!(seen, expected.iter().map(|(_, id)| *id).collect::<Vec<_>>());
    let count = async |scope: Scope, filter: MeetingFilter| {
        store.meetings(&scope, &filter, last_day(), None, 100).await.unwrap().len()
    };
    assert_eq!(count(with("TR", all()), MeetingFilter::default()).await, 14);
    let state = |code| MeetingFilter { state: Some(code), ..MeetingFilter::default() };
    assert_eq!(count(of("KG"), state("planned")).await, 1);
    assert_eq!(count(of("KG"), state("held")).await, 14);
    let later = MeetingFilter { from: Some(date(2019, 1, 4)), ..MeetingFilter::default() };
    assert_eq!(count(of("KG"), later).await, 5);
    let level = MeetingFilter { level: Some("experts"), ..MeetingFilter::default() };
    assert_eq!(count(of("KG"), level).await, 0);
    assert_eq!(count(with("RU", of("KG")), MeetingFilter::default()).await, 8);
    let public = Scope { public_only: true, ..all() };
    assert_eq!(count(public, MeetingFilter::default()).await, 0, "none was published");
}

/// A letter is found by the beginning of its number, in its own registry, and is gone when it is taken back; a
/// commitment is found by whoever has charge of it now.
pub async fn letters_and_charges_are_found_and_rebuild_to_the_same_bytes(store: Arc<dyn Store>) {
    let mut world = World::new();
    let officer = world.user("KG", Role::Officer, "one@example.kg");
    let other = world.user("KG", Role::Officer, "two@example.kg");
    let pledge = Pledge::new("KG", "TR");
    let (first, second) =
        (world.pledge(&pledge, date(2020, 1, 1)), world.pledge(&pledge, date(2020, 1, 2)));
    let foreign = world.pledge(&Pledge::new("KZ", "TR"), date(2020, 1, 3));
    let meeting = world.meeting("KG", "TR", date(2020, 1, 1));
    world.commit(&*store).await.unwrap();
    world.letter_of(first, 1, "№ 05-12 / 101", date(2020, 2, 1));
    world.letter_of(second, 1, "05-12/102", date(2020, 2, 3));
    world.letter_of(foreign, 1, "05-12/103", date(2020, 2, 2));
    world.letter_of_meeting(meeting, 1, "ҚР-7", date(2020, 2, 2));
    world.charge(first, officer, Some(other));
    world.charge(second, other, None);
    world.commit(&*store).await.unwrap();

    let found = async |beginning: Option<&str>, after, limit| {
        let filter =
            LetterFilter { beginning: beginning.map(str::to_owned), ..LetterFilter::default() };
        store.letters(registry("KG"), &filter, after, limit).await.unwrap()
    };
    let all_of_them = found(None, None, 10).await;
    let numbers: Vec<&str> = all_of_them.iter().map(|l| l.number.as_str()).collect();
    assert_eq!(numbers, ["05-12/102", "ҚР-7", "№ 05-12 / 101"]);
    let last = found(None, None, 2).await.pop().unwrap();
    let cursor = LetterCursor { on: last.on, stream: last.stream, version: last.version };
    assert_eq!(found(None, Some(cursor), 10).await, all_of_them[2..]);
    assert_eq!(found(Some("05-12/10"), None, 10).await.len(), 2);
    assert_eq!(found(Some("05-12/103"), None, 10).await, [], "another registry's letter");
    assert_eq!(found(Some("қр"), None, 10).await[0].aggregate, "meeting");
    let incoming = LetterFilter { direction: Some("incoming"), ..LetterFilter::default() };
    assert_eq!(store.letters(registry("KG"), &incoming, None, 10).await.unwrap().len(), 1);

    let charged = async |user| {
        let filter = CommitmentFilter { charged: Some(user), ..CommitmentFilter::default() };
        let rows = store.commitments(&of("KG"), &filter, last_day(), None, 10).await.unwrap();
        let mut found = ids(&rows);
        found.sort_unstable();
        found
    };
    assert_eq!(charged(officer).await, [first.uuid()]);
    let mut both = [first.uuid(), second.uuid()];
    both.sort_unstable();
    assert_eq!(charged(other).await, both);
    world.charge(first, other, None);
    // The letter is the second entry of the commitment it is about.
    world.take_back(second, 2);
    world.commit(&*store).await.unwrap();
    assert!(charged(officer).await.is_empty());
    assert_eq!(found(Some("05-12/10"), None, 10).await.len(), 1);
    let before = everything(&*store).await;
    rebuild(&*store, &world.people, &mut |_| {}).await.unwrap();
    assert_eq!(everything(&*store).await, before);
}
