use jiff::Timestamp;
use jiff::civil::date;
use uuid::Uuid;

use super::*;
use crate::aggregate::{Aggregate as _, Meta};

fn meta(version: i64) -> Meta {
    Meta { version, known_on: date(2026, 1, 1), recorded_at: Timestamp::UNIX_EPOCH, actor: None }
}

fn issued(kind: PaperKind, credential: Kept, person: Option<UserId>) -> Event {
    let number = PaperNumber::drawn("KG".parse().unwrap(), [7; 12]);
    let description = Description {
        registry: "KG".parse().unwrap(),
        partner: "RU".parse().unwrap(),
        number,
        kind,
        language: Language::Ky,
        about: StreamId::new(Uuid::from_u128(1)),
        person,
        made_up: true,
    };
    Event::Issued { description, signed: Signed { hash: Hash::ZERO, key: Hash::ZERO, credential } }
}

fn begin(event: Event) -> Result<Paper, crate::Refusal> {
    Paper::begin(StreamId::new(Uuid::from_u128(2)), event, meta(1))
}

fn sealed() -> Kept {
    Kept::Sealed(Sealed { nonce: "00".to_owned(), text: "00".to_owned() })
}

#[test]
fn what_names_a_person_is_sealed_and_what_names_nobody_is_open() {
    let person = Some(UserId::new(Uuid::from_u128(3)));
    let open = || Kept::Open("{}".to_owned());
    assert!(begin(issued(PaperKind::Receipt, sealed(), person)).is_ok());
    assert!(begin(issued(PaperKind::Protocol, open(), None)).is_ok());
    for event in [
        issued(PaperKind::Receipt, open(), person),
        issued(PaperKind::Receipt, sealed(), None),
        issued(PaperKind::Nomination, open(), None),
        issued(PaperKind::Offer, open(), person),
        issued(PaperKind::Completion, open(), None),
        issued(PaperKind::Protocol, sealed(), person),
    ] {
        assert_eq!(begin(event).unwrap_err().code, "paper-not-sealed");
    }
}

#[test]
fn a_paper_is_withdrawn_once_and_never_changed() {
    let mut paper = begin(issued(PaperKind::Protocol, Kept::Open("{}".to_owned()), None)).unwrap();
    let again = issued(PaperKind::Protocol, Kept::Open("{\"a\":1}".to_owned()), None);
    assert_eq!(paper.then(again, meta(2)).unwrap_err().code, "paper-issued-already");
    paper.then(Event::Withdrawn { why: Why::Mistake }, meta(2)).unwrap();
    assert_eq!(paper.withdrawn.as_ref().unwrap().what, Why::Mistake);
    let twice = paper.then(Event::Withdrawn { why: Why::Key }, meta(3));
    assert_eq!(twice.unwrap_err().code, "paper-withdrawn");
    assert_eq!(paper.version, 2);
    assert_eq!(begin(Event::Withdrawn { why: Why::Key }).unwrap_err().code, "paper-not-issued");
}
