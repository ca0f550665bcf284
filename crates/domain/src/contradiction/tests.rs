use jiff::Timestamp;
use jiff::civil::date;
use uuid::Uuid;

use super::*;
use crate::aggregate::{Aggregate as _, Meta};
use crate::commitment::{self, DeliveryReport};
use crate::id::SourceId;
use crate::instrument::{self, Level, Type};
use crate::observation::{self, Measure};
use crate::text::Language;
use crate::topic::Topic;

fn text(words: &str) -> Text4 {
    Text4::new(Language::En, words).unwrap()
}

/// A passage of its own for every number.
fn passage(number: u128) -> Quotation {
    let (source, words) = (SourceId::new(Uuid::from_u128(number)), "the quoted words");
    Quotation::find(source, "en", words, words, None).unwrap()
}

fn meta(version: i64, known_on: &str) -> Meta {
    let recorded_at = Timestamp::from_second(version).unwrap();
    Meta { version, known_on: known_on.parse().unwrap(), recorded_at, actor: None }
}

fn party(code: &str) -> PartyCode {
    code.parse().unwrap()
}

/// What a statement says, with the day of its source.
type Words = (&'static str, Option<Stage>, Option<u64>, Option<&'static str>);

fn statement(at: usize, (_, stage, value, deadline): Words) -> Statement {
    let quantity = |v: u64| Quantity {
        value: v.to_string().parse().unwrap(),
        unit: Unit::Patient,
        per: Per::Year,
    };
    Statement {
        quotation: passage(at as u128 + 1),
        stage,
        quantity: value.map(quantity),
        deadline: deadline.map(|d| d.parse().unwrap()),
        condition: None,
        note: None,
    }
}

/// A commitment with these statements.
fn commitment(words: &[Words]) -> Commitment {
    let description = commitment::Description {
        registry: "KG".parse().unwrap(),
        partner: party("TR"),
        topic: Topic::Treatment,
        title: text("Treatment places"),
        object: None,
        promisors: vec![party("TR")],
        beneficiaries: vec![party("KG")],
        meeting: None,
        successor_of: None,
    };
    let first = commitment::Event::Recorded { description, statement: statement(0, words[0]) };
    let stream = StreamId::new(Uuid::from_u128(1));
    let mut it = Commitment::begin(stream, first, meta(1, words[0].0)).unwrap();
    for (at, own) in words.iter().enumerate().skip(1) {
        it.statements.push(Said { meta: meta(at as i64 + 1, own.0), what: statement(at, *own) });
    }
    it
}

fn rules(found: &[Contradiction]) -> Vec<&'static str> {
    found.iter().map(|c| c.rule.code()).collect()
}

#[test]
fn statements_differ_in_number_firmness_and_deadline() {
    let promise = ("2024-11-05", Some(Stage::S6), Some(150), Some("2026"));
    let cases: [(&str, Words, &[&str]); 8] = [
        ("the same again", ("2025-01-10", Some(Stage::S7), Some(150), Some("2026")), &[]),
        ("nothing on the point", ("2025-01-10", None, None, None), &[]),
        ("a nearer deadline", ("2025-01-10", None, None, Some("2026-06")), &[]),
        ("another number", ("2025-01-10", None, Some(180), None), &["C1"]),
        ("talks after a promise", ("2025-01-10", Some(Stage::S1), None, None), &["C4"]),
        ("talks before a promise", ("2024-01-10", Some(Stage::S1), None, None), &[]),
        ("a later deadline", ("2025-01-10", None, None, Some("2027")), &["C6"]),
        (
            "all at once",
            ("2025-01-10", Some(Stage::S2), Some(100), Some("2028")),
            &["C1", "C4", "C6"],
        ),
    ];
    for (name, other, expected) in cases {
        assert_eq!(rules(&in_commitment(&commitment(&[promise, other]))), expected, "{name}");
    }
}

#[test]
fn order_of_entry_changes_nothing_but_the_name_of_none() {
    let words: [Words; 3] = [
        ("2024-11-05", Some(Stage::S6), Some(150), Some("2026")),
        ("2025-01-10", Some(Stage::S1), Some(180), Some("2027")),
        ("2025-03-01", None, Some(150), Some("2026")),
    ];
    let keys = |it: &Commitment| {
        let mut keys: Vec<_> = in_commitment(it).iter().map(Contradiction::key).collect();
        keys.sort();
        keys
    };
    let it = commitment(&words);
    let expected = keys(&it);
    assert_eq!(expected.len(), 5);
    for turn in 0..3 {
        let mut other = it.clone();
        other.statements.rotate_left(turn);
        assert_eq!(keys(&other), expected);
    }
}

fn places(
    at: u128,
    known_on: &str,
    period: &str,
    channel: Channel,
    places: u64,
) -> Said<QuotaPeriod> {
    let places = places.to_string().parse().unwrap();
    let what =
        QuotaPeriod { period: period.parse().unwrap(), channel, places, quotation: passage(at) };
    Said { meta: meta(at as i64, known_on), what }
}

#[test]
fn a_split_that_changed_over_the_years_is_no_contradiction() {
    let mut it = commitment(&[("2018-05-01", Some(Stage::S7), Some(100), None)]);
    it.quotas = vec![
        places(20, "2018-06-01", "2018", Channel::Ministry, 50),
        places(21, "2018-06-01", "2018", Channel::Embassy, 50),
        places(22, "2026-01-20", "2026", Channel::Embassy, 50),
        places(23, "2026-01-20", "2026", Channel::Ministry, 50),
    ];
    assert_eq!(rules(&in_commitment(&it)), [] as [&str; 0]);
    // 100 and 50 of 100 do not add up, and two sources differ over the embassy.
    it.quotas.push(places(24, "2026-02-01", "2026", Channel::Embassy, 100));
    assert_eq!(rules(&in_commitment(&it)), ["C1", "C5"]);
    let sum = &in_commitment(&it)[1];
    assert!(matches!(sum.sides[0].says, Says::Places { channel: None, .. }));
    assert_eq!(sum.sides.len(), 3);
}

#[test]
fn delivered_needs_words_that_are_more_than_talks() {
    let mut it = commitment(&[("2024-01-01", Some(Stage::S1), None, None)]);
    let state = Delivery::DeliveredClaimed;
    let what = DeliveryReport { state, valid: None, reason: None, quotation: passage(30) };
    it.reports.push(Said { meta: meta(9, "2025-01-01"), what });
    assert_eq!(rules(&in_commitment(&it)), ["C4"]);
    it.statements.push(Said {
        meta: meta(10, "2025-02-01"),
        what: statement(5, ("2025-02-01", Some(Stage::S7), None, None)),
    });
    assert_eq!(rules(&in_commitment(&it)), [] as [&str; 0]);
}

#[test]
fn one_act_has_one_day() {
    let description = instrument::Description {
        registry: "KG".parse().unwrap(),
        partner: party("TR"),
        kind: Type::Agreement,
        level: Level::Government,
        title: text("Agreement on a hospital"),
        parties: vec![party("KG"), party("TR")],
        topic: Topic::Facility,
        subject: None,
        languages: Vec::new(),
        depositary: None,
        parent: None,
    };
    let entered = instrument::Event::Entered { description, quotation: passage(40) };
    let stream = StreamId::new(Uuid::from_u128(7));
    let mut it = Instrument::begin(stream, entered, meta(1, "2021-01-01")).unwrap();
    let act = |at: u128, code: &str, on: &str| Said {
        meta: meta(at as i64, "2021-03-03"),
        what: Act {
            party: party(code),
            kind: ActKind::Ratified,
            on: on.parse().unwrap(),
            place: None,
            note: None,
            quotation: passage(at),
        },
    };
    it.acts =
        vec![act(41, "TR", "2021-02-10"), act(42, "TR", "2021-02"), act(43, "KG", "2021-01-10")];
    assert_eq!(in_instrument(&it), []);
    it.acts.push(act(44, "TR", "2021-01-10"));
    let found = in_instrument(&it);
    assert_eq!(rules(&found), ["C2", "C2"], "against the day and against the month");
}

fn figure(
    at: u128,
    subject: &str,
    period: &str,
    channel: Option<Channel>,
    value: u64,
) -> Observation {
    let description = observation::Description {
        registry: "KG".parse().unwrap(),
        partner: party("IN"),
        commitment: None,
        measure: Measure::new("registered_medicines").unwrap(),
        name: text("Registered medicines"),
        period: period.parse().unwrap(),
        unit: Unit::Medicine,
        subject: party(subject),
        origin: Some(party("IN")),
        channel,
    };
    let reported =
        Reported { value: value.to_string().parse().unwrap(), quotation: passage(at), note: None };
    let booked = observation::Event::Booked { description, reported, public: false };
    let known_on = date(2025, 1, 1).saturating_add(jiff::Span::new().days(at as i64));
    let meta = meta(1, &known_on.to_string());
    Observation::begin(StreamId::new(Uuid::from_u128(at)), booked, meta).unwrap()
}

#[test]
fn figures_are_held_against_those_of_their_own_period() {
    let one = figure(50, "KZ", "2024", None, 1037);
    let cases: [(&str, Observation, &[&str]); 7] = [
        ("the same", figure(51, "KZ", "2024", None, 1037), &[]),
        ("another year", figure(51, "KZ", "2025", None, 965), &[]),
        ("another number", figure(51, "KZ", "2024", None, 965), &["C1"]),
        ("another country", figure(51, "KG", "2024", None, 1037), &["C9"]),
        ("another country and number", figure(51, "KG", "2024", None, 12), &[]),
        ("a part", figure(51, "KZ", "2024", Some(Channel::Ministry), 900), &[]),
        ("a part that is more", figure(51, "KZ", "2024", Some(Channel::Ministry), 1100), &["C5"]),
    ];
    for (name, other, expected) in cases {
        let (a, b) = ([one.clone(), other.clone()], [other, one.clone()]);
        assert_eq!(rules(&among(&a)), expected, "{name}");
        assert_eq!(among(&a), among(&b), "{name}: order");
    }
    let small = [figure(52, "KZ", "2024", None, 12), figure(53, "KG", "2024", None, 12)];
    assert_eq!(among(&small), [], "small numbers are often equal");
    let same_words = [one.clone(), figure(50, "KZ", "2024", None, 965)];
    assert_eq!(among(&same_words), [], "one passage is one statement");
}
