use jiff::Timestamp;
use jiff::civil::date;
use uuid::Uuid;

use super::*;
use crate::text::Language;

fn user(n: u128) -> Option<UserId> {
    Some(UserId::new(Uuid::from_u128(n)))
}

fn meta(version: i64, actor: Option<UserId>) -> Meta {
    Meta { version, known_on: date(2026, 1, 1), recorded_at: Timestamp::UNIX_EPOCH, actor }
}

fn words(text: &str) -> Text4 {
    Text4::new(Language::En, text).unwrap()
}

fn entered(key: Hash) -> Event {
    let (registry, partner) = ("KG".parse().unwrap(), "TR".parse().unwrap());
    let holder = words("Directorate of health services abroad");
    Event::Entered { description: Description { registry, partner, key, holder } }
}

fn key() -> PartnerKey {
    let id = PartnerKey::id_of("KG".parse().unwrap(), &Hash::of(b"key"));
    PartnerKey::begin(id.into(), entered(Hash::of(b"key")), meta(1, user(1))).unwrap()
}

#[test]
fn a_key_counts_when_another_person_compared_it_and_never_after_it_was_withdrawn() {
    let mut it = key();
    assert_eq!(it.state(), State::Waiting);
    let compared = || Event::Confirmed { way: words("Read out by telephone") };
    assert_eq!(it.then(compared(), meta(2, user(1))).unwrap_err().code, "partner-key-own");
    it.then(compared(), meta(2, user(2))).unwrap();
    assert_eq!(it.state(), State::Confirmed);
    assert_eq!(it.then(compared(), meta(3, user(3))).unwrap_err().code, "partner-key-confirmed");
    it.then(Event::Withdrawn { why: Why::OtherHands }, meta(3, user(1))).unwrap();
    assert_eq!(it.state(), State::Withdrawn);
    for event in [compared(), Event::Withdrawn { why: Why::Lost }, entered(Hash::of(b"key"))] {
        assert_eq!(it.then(event, meta(4, user(2))).unwrap_err().code, "partner-key-withdrawn");
    }
    assert_eq!(it.version, 3);
}

#[test]
fn a_key_is_entered_once_in_the_stream_of_its_own_name() {
    let mut it = key();
    let again = it.then(entered(Hash::of(b"key")), meta(2, user(2)));
    assert_eq!(again.unwrap_err().code, "partner-key-there");
    let elsewhere = StreamId::new(Uuid::from_u128(9));
    let begun = PartnerKey::begin(elsewhere, entered(Hash::of(b"key")), meta(1, user(1)));
    assert_eq!(begun.unwrap_err().code, "partner-key-not-entered");
    let (kg, kz) = ("KG".parse().unwrap(), "KZ".parse().unwrap());
    let hash = Hash::of(b"key");
    assert_ne!(PartnerKey::id_of(kg, &hash), PartnerKey::id_of(kz, &hash));
    assert_ne!(PartnerKey::id_of(kg, &hash), PartnerKey::id_of(kg, &Hash::of(b"other")));
}
