use jiff::Timestamp;
use jiff::civil::date;
use proptest::prelude::*;

use super::*;
use crate::Refusal;
use crate::aggregate::{Aggregate as _, Meta, NoPersons};
use crate::id::{SourceId, StreamId};
use crate::letter::{Correspondence, Direction, LetterOf};
use crate::quotation::Quotation;
use crate::text::{Language, Text4};

fn meta(version: i64, known_on: jiff::civil::Date) -> Meta {
    let recorded_at = Timestamp::from_second(1_770_000_000 + version).unwrap();
    Meta { version, known_on, recorded_at, actor: None }
}

fn words(text: &str) -> Text4 {
    Text4::new(Language::En, text).unwrap()
}

fn description(state: MeetingState, on: &str) -> Description {
    Description {
        registry: "KG".parse().unwrap(),
        partner: "TR".parse().unwrap(),
        date: on.parse().unwrap(),
        level: MeetingLevel::Ministers,
        state,
        place: None,
        title: words("Talks"),
        parties: Vec::new(),
        communique: None,
        previous: None,
    }
}

fn stream() -> StreamId {
    StreamId::named("meeting", "test")
}

fn meeting(state: MeetingState, on: &str) -> Result<Meeting, Refusal> {
    let event = Event::Described { description: description(state, on) };
    Meeting::begin(stream(), event, meta(1, date(2026, 2, 1)))
}

fn passage() -> Quotation {
    let text = "The ministers agreed on 150 places.";
    Quotation::find(SourceId::new(stream().uuid()), "en", text, text, None).unwrap()
}

fn decision() -> Event {
    let (commitments, instruments) = (Vec::new(), Vec::new());
    let decision =
        Decision { matter: words("150 places"), commitments, instruments, quotation: passage() };
    Event::Decided { decision }
}

fn refused(result: Result<(), Refusal>) -> &'static str {
    result.unwrap_err().code
}

#[test]
fn what_was_held_has_a_day_that_has_begun_and_what_is_planned_may_lie_ahead() {
    assert_eq!(meeting(MeetingState::Held, "2026-03-15").unwrap_err().code, "meeting-not-yet");
    assert!(meeting(MeetingState::Held, "2026-02").is_ok());
    let mut it = meeting(MeetingState::Planned, "2026-03-15").unwrap();
    let held = Event::Described { description: description(MeetingState::Held, "2026-03-15") };
    assert_eq!(refused(it.then(held.clone(), meta(2, date(2026, 3, 10)))), "meeting-not-yet");
    it.then(held, meta(2, date(2026, 3, 16))).unwrap();
    assert_eq!(it.description.state, MeetingState::Held);
    // What was known before is what it was.
    assert_eq!(it.known_on(date(2026, 3, 1)).unwrap().description.state, MeetingState::Planned);
    assert!(it.known_on(date(2026, 1, 31)).is_none());
}

#[test]
fn decisions_belong_to_meetings_that_were_held() {
    for state in [MeetingState::Planned, MeetingState::PutOff] {
        let mut it = meeting(state, "2026-03-15").unwrap();
        assert_eq!(refused(it.then(decision(), meta(2, date(2026, 2, 2)))), "meeting-not-held");
    }
    let mut it = meeting(MeetingState::Held, "2026-01-15").unwrap();
    it.then(decision(), meta(2, date(2026, 2, 2))).unwrap();
    let undone = Event::Described { description: description(MeetingState::PutOff, "2026-01-15") };
    assert_eq!(refused(it.then(undone, meta(3, date(2026, 2, 3)))), "meeting-not-held");
    assert_eq!(it.version, 2, "a refused entry leaves no trace");
}

#[test]
fn delegations_are_of_sides_and_the_latest_passage_counts() {
    let mut it = meeting(MeetingState::Held, "2026-01-15").unwrap();
    let led = |party: &str, office: &str| Event::DelegationStated {
        delegation: Delegation {
            party: party.parse().unwrap(),
            office: words(office),
            name: None,
            quotation: passage(),
        },
    };
    assert_eq!(
        refused(it.then(led("RU", "Minister"), meta(2, date(2026, 2, 1)))),
        "meeting-not-a-side"
    );
    it.then(led("TR", "Ambassador"), meta(2, date(2026, 1, 20))).unwrap();
    it.then(led("TR", "Minister"), meta(3, date(2026, 1, 16))).unwrap();
    let head = it.head(&"TR".parse().unwrap()).unwrap();
    assert_eq!(head.what.office, words("Ambassador"), "published later");
}

#[test]
fn partner_and_visitor_see_no_questions_and_no_letters() {
    let mut it = meeting(MeetingState::Held, "2026-01-15").unwrap();
    let item = |quotation| AgendaItem { matter: words("Quota"), commitment: None, quotation };
    let known = date(2026, 2, 1);
    it.then(Event::AgendaAdded { item: item(None) }, meta(2, known)).unwrap();
    it.then(Event::AgendaAdded { item: item(Some(passage())) }, meta(3, known)).unwrap();
    let question = Question { words: words("Where are the 102 places?"), commitment: None };
    it.then(Event::Asked { question }, meta(4, known)).unwrap();
    let letter = Correspondence {
        direction: Direction::Outgoing,
        number: "05-12/77".parse().unwrap(),
        date: known,
    };
    it.then(Event::LetterNoted { letter: LetterOf { step: 2, letter } }, meta(5, known)).unwrap();
    let (shared, published) = (it.shared(), it.published());
    assert_eq!((shared.agenda.len(), shared.questions.len(), shared.letters.len()), (2, 0, 0));
    assert_eq!((published.agenda.len(), published.questions.len()), (1, 0));
    let projection = it.project(&NoPersons).unwrap();
    assert_eq!(projection.letters[0].key, "05-12/77");
    assert!(!projection.findable.unwrap().words.iter().any(|w| w.contains("05-12")));
    // A point that is taken back takes its letters with it.
    let withdrawn = Event::FactWithdrawn { version: 2, reason: words("twice") };
    it.then(withdrawn, meta(6, known)).unwrap();
    assert!(it.letters.is_empty());
}

#[test]
fn letters_need_a_step_come_once_and_not_from_tomorrow() {
    let mut it = meeting(MeetingState::Planned, "2026-03-15").unwrap();
    let known = date(2026, 2, 1);
    let noted = |step, number: &str, on| Event::LetterNoted {
        letter: LetterOf {
            step,
            letter: Correspondence {
                direction: Direction::Incoming,
                number: number.parse().unwrap(),
                date: on,
            },
        },
    };
    assert_eq!(refused(it.then(noted(7, "1", known), meta(2, known))), "letter-no-step");
    assert_eq!(
        refused(it.then(noted(1, "1", date(2026, 2, 5)), meta(2, known))),
        "letter-date-ahead"
    );
    it.then(noted(1, "12 / 3", known), meta(2, known)).unwrap();
    assert_eq!(refused(it.then(noted(1, "№12/3", known), meta(3, known))), "letter-there");
    assert_eq!(refused(it.then(noted(2, "4", known), meta(3, known))), "letter-no-step");
}

#[test]
fn a_meeting_kept_before_meetings_could_be_planned_reads_as_held() {
    let old = r#"{"registry":"KG","partner":"TR","date":"2019-05~","level":"ministers","title":{"record":"en","en":"Talks"}}"#;
    let read: Description = serde_json::from_str(old).unwrap();
    assert_eq!(read.state, MeetingState::Held);
    assert_eq!(read.sides().len(), 2);
}

proptest! {
    /// Whatever is entered in whatever order: only what was held has decisions, what is refused changes nothing, and
    /// what was known on a day grows with the days.
    #[test]
    fn no_sequence_of_entries_breaks_the_rules(steps in prop::collection::vec((0_u8..7, 1_i64..12, 0_i8..20), 0..40)) {
        let mut it = meeting(MeetingState::Planned, "2026-02-05").unwrap();
        let mut version = 1;
        for (kind, target, day) in steps {
            let known = date(2026, 2, 1 + day);
            let described = |state| Event::Described { description: description(state, "2026-02-05") };
            let event = match kind {
                0 => described(MeetingState::Held),
                1 => described(MeetingState::PutOff),
                2 => decision(),
                3 => Event::AgendaAdded { item: AgendaItem { matter: words("x"), commitment: None, quotation: None } },
                4 => Event::FactWithdrawn { version: target, reason: words("x") },
                5 => Event::Published,
                _ => Event::Unpublished,
            };
            let before = it.clone();
            match it.then(event, meta(version + 1, known)) {
                Ok(()) => version += 1,
                Err(_) => prop_assert_eq!(&it, &before),
            }
            prop_assert!(it.decisions.is_empty() || it.description.state == MeetingState::Held);
        }
        let projection = it.project(&NoPersons).unwrap();
        for pair in projection.readings.windows(2) {
            prop_assert_eq!(pair[0].known_to, pair[1].known_from);
        }
        let last = projection.readings.last().unwrap();
        let shown: Meeting = serde_json::from_str(&last.body).unwrap();
        prop_assert_eq!(shown, it);
    }
}
