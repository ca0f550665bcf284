use jiff::Timestamp;
use jiff::civil::date;
use uuid::Uuid;

use super::*;
use crate::Refusal;
use crate::aggregate::{Aggregate as _, Meta, NoPersons, Row};
use crate::id::{CallId, StreamId, UserId};
use crate::programme::specialty::SpecialtyCode;
use crate::text::{Language, Text4};

fn words(text: &str) -> Text4 {
    Text4::new(Language::En, text).unwrap()
}

fn meta(version: i64, actor: u128) -> Meta {
    let recorded_at: Timestamp = "2026-03-01T08:00:00Z".parse().unwrap();
    let actor = Some(UserId::new(Uuid::from_u128(actor)));
    Meta { version, known_on: date(2026, 3, 1), recorded_at, actor }
}

fn wish(people: u64, months: u32) -> Wish {
    Wish {
        department: words("Department of neurosurgery"),
        specialty: SpecialtyCode::read("RU-2013/31.08.56").unwrap(),
        host: "RU-BURDENKO".parse().unwrap(),
        months,
        people,
        why: words("Operations on the base of the skull"),
    }
}

fn proposed(wish: Wish) -> Result<Direction, &'static str> {
    let description =
        Description { registry: "KG".parse().unwrap(), partner: "RU".parse().unwrap() };
    let event = Event::Proposed { description, wish };
    let stream = StreamId::new(Uuid::from_u128(7));
    Direction::begin(stream, event, meta(1, 1)).map_err(|refusal| refusal.code)
}

fn then(it: &mut Direction, event: Event, actor: u128) -> Result<(), &'static str> {
    let before = it.clone();
    let done = it.then(event, meta(it.version + 1, actor)).map_err(|refusal: Refusal| refusal.code);
    if done.is_err() {
        assert_eq!(*it, before, "a refused step leaves everything as it was");
    }
    done
}

fn accept(people: u64, note: Option<&str>) -> Event {
    Event::Accepted { people, note: note.map(words) }
}

#[test]
fn whoever_proposed_does_not_decide() {
    let mut it = proposed(wish(3, 3)).unwrap();
    assert_eq!(then(&mut it, accept(3, None), 1), Err("direction-own"));
    let refused = Event::Refused { reason: Reason::NotNow, note: words("Next year") };
    assert_eq!(then(&mut it, refused.clone(), 1), Err("direction-own"));
    assert_eq!(then(&mut it, refused, 2), Ok(()));
    assert_eq!(it.state, State::Refused);
    assert_eq!(then(&mut it, accept(3, None), 3), Err("direction-decided"));
}

#[test]
fn fewer_people_than_wished_need_a_reason_and_more_are_never_accepted() {
    let mut it = proposed(wish(3, 3)).unwrap();
    assert_eq!(then(&mut it, accept(4, None), 2), Err("direction-people-range"));
    assert_eq!(then(&mut it, accept(0, Some("No")), 2), Err("direction-people-range"));
    assert_eq!(then(&mut it, accept(2, None), 2), Err("direction-fewer-why"));
    assert_eq!(then(&mut it, accept(2, Some("Two places")), 2), Ok(()));
    assert_eq!(it.answer.as_ref().map(|answer| answer.people), Some(2));
}

#[test]
fn a_wish_is_within_its_bounds() {
    assert_eq!(proposed(wish(1, 0)).err(), Some("direction-months-range"));
    assert_eq!(proposed(wish(1, 25)).err(), Some("direction-months-range"));
    assert_eq!(proposed(wish(0, 3)).err(), Some("direction-people-range"));
    assert_eq!(proposed(wish(101, 3)).err(), Some("direction-people-range"));
    let mut it = proposed(wish(100, 24)).unwrap();
    assert_eq!(
        then(&mut it, Event::Changed { wish: wish(5, 99) }, 1),
        Err("direction-months-range")
    );
}

#[test]
fn only_what_was_accepted_goes_into_a_call_and_once() {
    let call = CallId::new(Uuid::from_u128(1));
    let mut it = proposed(wish(2, 3)).unwrap();
    assert_eq!(then(&mut it, Event::Called { call }, 2), Err("direction-not-accepted"));
    then(&mut it, Event::Changed { wish: wish(1, 6) }, 1).unwrap();
    then(&mut it, accept(1, None), 2).unwrap();
    assert_eq!(then(&mut it, Event::Changed { wish: wish(2, 6) }, 1), Err("direction-decided"));
    assert_eq!(then(&mut it, Event::Withdrawn, 1), Err("direction-decided"));
    assert_eq!(then(&mut it, Event::Called { call }, 2), Ok(()));
    assert_eq!(then(&mut it, Event::Called { call }, 2), Err("direction-not-accepted"));
    let projection = it.project(&NoPersons).unwrap();
    let row = projection.readings.last().map(|reading| &reading.row);
    assert!(matches!(row, Some(Row::Direction { state: "called", .. })), "{row:?}");
    let kept: Direction = serde_json::from_str(&projection.readings.last().unwrap().body).unwrap();
    assert_eq!((kept.call, kept.state), (Some(call), State::Called));
}
