use jiff::Timestamp;
use jiff::civil::date;
use uuid::Uuid;

use super::*;
use crate::Refusal;
use crate::aggregate::{Aggregate as _, Meta, NoPersons, Row};
use crate::id::{QuotaLineId, StreamId, UserId};
use crate::programme::Kind;
use crate::programme::specialty::SpecialtyCode;
use crate::quota::Account;
use crate::text::{Language, Text4};

pub(super) fn id(n: u128) -> Uuid {
    Uuid::from_u128(n)
}

pub(super) fn meta(version: i64, actor: u128) -> Meta {
    let at: Timestamp = "2026-03-01T08:00:00Z".parse().unwrap();
    let recorded_at = at.checked_add(jiff::SignedDuration::from_secs(version)).unwrap();
    Meta { version, known_on: date(2026, 3, 1), recorded_at, actor: Some(UserId::new(id(actor))) }
}

pub(super) fn all4(text: &str) -> Text4 {
    let of = |tag: &str| format!("{text} {tag}");
    Text4::all(Language::Ru, &of("kk"), &of("ky"), &of("ru"), &of("en")).unwrap()
}

pub(super) fn line_id(n: u128) -> QuotaLineId {
    QuotaLineId::new(id(0x10 + n))
}

pub(super) fn seat(line: u128, host: &str, specialty: &str, places: u64) -> Seat {
    Seat {
        line: line_id(line),
        host: host.parse().unwrap(),
        specialty: SpecialtyCode::read(&format!("RU-2013/31.08.{specialty}")).unwrap(),
        places,
        funding: Funding::HostState,
    }
}

fn phase(kind: PhaseKind, from: &str, to: &str) -> Phase {
    Phase { kind, from: from.parse().unwrap(), to: to.parse().unwrap() }
}

/// Complete terms with four places of line 0: three at the first host, one at the second.
pub(super) fn terms() -> Terms {
    let mut terms = Terms::new(Kind::Residency, all4("Residency"), "Asia/Bishkek".parse().unwrap());
    terms.about = Some(all4("About"));
    for own in [seat(0, "BURDENKO", "56", 3), seat(0, "BLOKHIN", "57", 1)] {
        let item = terms.item(own);
        terms.seats.push(item);
    }
    let reserve = terms.item(Reserve { region: "KG-T".to_owned(), places: 1 });
    terms.reserves.push(reserve);
    let document = terms.item(Document { name: all4("Diploma"), class: Class::Hard });
    terms.documents.push(document);
    let criterion = terms.item(Criterion { name: all4("Examination"), weight: 100 });
    terms.criteria.push(criterion);
    let rule = Rule { expression: "medical_diploma".to_owned(), reason: all4("A diploma") };
    let rule = terms.item(rule);
    terms.rules.push(rule);
    for own in [
        phase(PhaseKind::Applications, "2026-04-01T03:00:00Z", "2026-05-01T11:00:00Z"),
        phase(PhaseKind::Result, "2026-06-15T06:00:00Z", "2026-06-15T06:00:00Z"),
        phase(PhaseKind::Start, "2026-09-01T00:00:00Z", "2026-09-01T00:00:00Z"),
    ] {
        let item = terms.item(own);
        terms.phases.push(item);
    }
    terms
}

pub(super) fn begun(terms: Terms) -> Call {
    let description =
        Description { registry: "KG".parse().unwrap(), partner: "RU".parse().unwrap() };
    Call::begin(StreamId::new(id(1)), Event::Begun { description, terms }, meta(1, 1)).unwrap()
}

/// A call that was drafted by person 1 and published by person 2.
fn published() -> Call {
    let mut call = begun(terms());
    call.then(Event::Submitted { why: None }, meta(2, 1)).unwrap();
    let hash = terms().hash().unwrap();
    call.then(Event::Published { hash }, meta(3, 2)).unwrap();
    call
}

fn then(call: &mut Call, event: Event, version: i64, actor: u128) -> Result<(), &'static str> {
    call.then(event, meta(version, actor)).map_err(|refusal: Refusal| refusal.code)
}

fn at(text: &str) -> Timestamp {
    text.parse().unwrap()
}

#[test]
fn whoever_drafted_a_word_does_not_publish_it() {
    let mut call = begun(terms());
    then(&mut call, Event::Drafted { terms: terms() }, 2, 3).unwrap();
    then(&mut call, Event::Submitted { why: None }, 3, 4).unwrap();
    let hash = terms().hash().unwrap();
    for writer in [1, 3] {
        assert_eq!(then(&mut call, Event::Published { hash }, 4, writer), Err("call-own-draft"));
    }
    let mut nobody = meta(4, 9);
    nobody.actor = None;
    let refused = call.then(Event::Published { hash }, nobody).unwrap_err();
    assert_eq!(refused.code, "call-own-draft");
    let other = Terms { grace_minutes: 0, ..terms() }.hash().unwrap();
    assert_eq!(then(&mut call, Event::Published { hash: other }, 4, 4), Err("call-other-terms"));
    then(&mut call, Event::Published { hash }, 4, 4).unwrap();
    assert_eq!(call.state(), State::Published);
    assert_eq!(call.editions[0].hash, hash);
    assert!(call.draft.is_none());
}

#[test]
fn what_is_incomplete_is_not_given_to_a_second_person() {
    let missing = |change: &dyn Fn(&mut Terms)| -> Vec<&'static str> {
        let mut changed = terms();
        change(&mut changed);
        changed.missing().into_iter().map(|refusal| refusal.code).collect()
    };
    assert!(terms().missing().is_empty());
    assert_eq!(missing(&|t| t.seats.clear()), ["call-no-places", "call-reserves-above"]);
    assert_eq!(missing(&|t| t.about = None), ["call-no-about"]);
    assert_eq!(
        missing(&|t| t.title = Text4::new(Language::Ky, "Ординатура").unwrap()),
        ["call-not-told"; 3]
    );
    assert_eq!(missing(&|t| t.criteria[0].what.weight = 90), ["call-weights-not-hundred"]);
    assert_eq!(missing(&|t| t.documents.clear()), ["call-no-documents"]);
    assert_eq!(missing(&|t| t.outage = None), ["call-no-outage-rule"]);
    assert_eq!(missing(&|t| t.phases.clear()), ["call-no-phase"; 3]);
    assert_eq!(
        missing(&|t| t.phases[1].what =
            phase(PhaseKind::Result, "2026-04-15T06:00:00Z", "2026-04-15T06:00:00Z")),
        ["call-result-before-close"]
    );
    // A course with slots asks for three months between the close and the start.
    assert_eq!(
        missing(&|t| {
            t.kind = Kind::Course;
            t.phases[0].what.to = at("2026-06-10T11:00:00Z");
        }),
        ["call-lead-too-short"]
    );
    let mut call = begun(Terms { about: None, ..terms() });
    assert_eq!(then(&mut call, Event::Submitted { why: None }, 2, 1), Err("call-no-about"));
}

#[test]
fn what_can_never_stand_in_terms_is_refused_at_once() {
    let refused = |change: &dyn Fn(&mut Terms)| {
        let mut changed = terms();
        change(&mut changed);
        then(&mut begun(terms()), Event::Drafted { terms: changed }, 2, 1).unwrap_err()
    };
    assert_eq!(refused(&|t| t.seats[0].what.places = 0), "quota-places-range");
    assert_eq!(
        refused(&|t| {
            let twice = t.seats[0].what.clone();
            let twice = t.item(twice);
            t.seats.push(twice);
        }),
        "call-seat-twice"
    );
    assert_eq!(refused(&|t| t.seats[1].number = t.seats[0].number), "call-number-twice");
    assert_eq!(refused(&|t| t.criteria[0].what.weight = 101), "call-weight-range");
    assert_eq!(refused(&|t| t.phases[0].what.to = at("2026-03-01T00:00:00Z")), "date-backwards");
    assert_eq!(
        refused(&|t| t.phases[0].what.to = t.phases[0].what.from),
        "call-applications-instant"
    );
    assert_eq!(refused(&|t| t.grace_minutes = 121), "call-grace-range");
    assert_eq!(refused(&|t| t.kind = Kind::Course), "call-kind-fixed");
}

#[test]
fn a_call_is_open_to_the_second_and_grace_is_what_was_published() {
    let call = published();
    for (instant, stage) in [
        ("2026-04-01T02:59:59.999999Z", Stage::Scheduled),
        ("2026-04-01T03:00:00Z", Stage::Open),
        ("2026-05-01T10:59:59.999999Z", Stage::Open),
        ("2026-05-01T11:00:00Z", Stage::Grace),
        ("2026-05-01T11:14:59.999999Z", Stage::Grace),
        ("2026-05-01T11:15:00Z", Stage::Closed),
    ] {
        assert_eq!(call.stage(at(instant)), stage, "{instant}");
    }
}

/// The state long after it was published, for entries of a later day.
fn on(instant: &str, version: i64, actor: u128) -> Meta {
    let recorded_at = at(instant);
    let known_on = recorded_at.to_zoned(jiff::tz::TimeZone::UTC).date();
    Meta { version, known_on, recorded_at, actor: Some(UserId::new(id(actor))) }
}

#[test]
fn an_outage_moves_the_close_for_everybody_once_and_by_the_published_amount() {
    let outage =
        |from: &str, to: &str| Event::OutageNoted { outage: Outage { from: at(from), to: at(to) } };
    let mut call = published();
    let late = on("2026-05-01T12:00:00Z", 4, 2);
    let code = |call: &mut Call, event| call.then(event, late).map_err(|refusal| refusal.code);
    let (short, far) = ("call-outage-not-covered", "call-outage-not-covered");
    assert_eq!(code(&mut call, outage("2026-05-01T10:00:00Z", "2026-05-01T10:29:59Z")), Err(short));
    assert_eq!(code(&mut call, outage("2026-04-29T10:00:00Z", "2026-04-30T11:00:00Z")), Err(far));
    assert_eq!(
        code(&mut call, outage("2026-05-01T10:00:00Z", "2026-05-01T13:00:00Z")),
        Err("call-outage-ahead")
    );
    code(&mut call, outage("2026-05-01T10:00:00Z", "2026-05-01T10:30:00Z")).unwrap();
    assert_eq!(call.applications().unwrap().1, at("2026-05-02T11:00:00Z"));
    assert_eq!(call.stage(at("2026-05-02T10:59:59Z")), Stage::Open);
    let mut again = call.clone();
    again
        .then(
            outage("2026-05-01T09:00:00Z", "2026-05-01T09:40:00Z"),
            on("2026-05-01T12:00:01Z", 5, 2),
        )
        .unwrap();
    assert_eq!(again.applications(), call.applications());
}

fn amend(call: &mut Call, change: &dyn Fn(&mut Terms), instant: &str) -> Result<(), &'static str> {
    let mut next = call.clone();
    let mut changed = next.terms().unwrap().clone();
    change(&mut changed);
    let hash = changed.hash().unwrap();
    let version = next.version;
    let why = Some(all4("Why"));
    let told = |refusal: Refusal| refusal.code;
    next.then(Event::Drafted { terms: changed }, on(instant, version + 1, 1)).map_err(told)?;
    next.then(Event::Submitted { why }, on(instant, version + 2, 1)).map_err(told)?;
    next.then(Event::Published { hash }, on(instant, version + 3, 2)).map_err(told)?;
    *call = next;
    Ok(())
}

#[test]
fn published_terms_are_never_rewritten_and_an_amendment_keeps_what_people_relied_on() {
    let mut call = published();
    let first = call.editions[0].clone();
    let (before, open, closed) =
        ("2026-03-20T00:00:00Z", "2026-04-10T00:00:00Z", "2026-05-10T00:00:00Z");
    amend(&mut call, &|t| t.rules[0].what.expression = "age < 40".to_owned(), before).unwrap();
    assert_eq!((call.editions.len(), call.editions[1].number), (2, 1));
    assert_eq!(call.editions[0], first, "the first edition stays as it was");
    let close = |t: &mut Terms, to: &str| t.phases[0].what.to = at(to);
    assert_eq!(
        amend(&mut call, &|t| t.rules.clear(), open),
        Err("call-rules-fixed"),
        "applications are open"
    );
    assert_eq!(
        amend(&mut call, &|t| close(t, "2026-04-20T00:00:00Z"), open),
        Err("call-close-earlier")
    );
    amend(&mut call, &|t| close(t, "2026-05-08T11:00:00Z"), open).unwrap();
    assert_eq!(
        amend(&mut call, &|t| close(t, "2026-06-01T11:00:00Z"), closed),
        Err("call-phase-over"),
        "an extension comes before the close"
    );
    let submitted = call.clone().then(Event::Submitted { why: None }, on(open, 99, 1));
    assert_eq!(submitted.unwrap_err().code, "call-no-draft");
}

#[test]
fn a_confirmed_place_is_not_taken_away_and_no_more_are_confirmed_than_there_are() {
    let mut call = published();
    let seated = |seat, places| Event::Seated { seated: Seated { seat, places } };
    then(&mut call, seated(1, 2), 4, 1).unwrap();
    assert_eq!(then(&mut call, seated(1, 2), 5, 1), Err("call-seat-range"));
    assert_eq!(then(&mut call, seated(9, 1), 5, 1), Err("call-no-such-seat"));
    assert_eq!(call.held(line_id(0)), (2, 2));
    let early = "2026-03-20T00:00:00Z";
    assert_eq!(amend(&mut call, &|t| t.seats[0].what.places = 1, early), Err("call-seated-stay"));
    amend(&mut call, &|t| t.seats[0].what.places = 2, early).unwrap();
    assert_eq!(call.held(line_id(0)), (1, 2));
}

#[test]
fn nobody_outside_sees_a_draft_or_who_wrote_it() {
    assert_eq!(begun(terms()).published(), None);
    let mut call = published();
    then(&mut call, Event::Drafted { terms: Terms { grace_minutes: 0, ..terms() } }, 4, 1).unwrap();
    let seen = call.published().unwrap();
    assert_eq!(seen.draft, None);
    let text = serde_json::to_string(&seen).unwrap();
    assert!(!text.contains("\"actor\""), "{text}");
}

#[test]
fn a_call_is_read_back_from_its_row_and_a_day_shows_what_was_known() {
    let mut call = published();
    call.then(Event::Cancelled { why: all4("Why") }, on("2026-03-15T00:00:00Z", 4, 2)).unwrap();
    let back = call.read_back();
    assert_eq!(back.published(), call.read_back().published());
    assert_eq!((back.state(), back.version), (State::Cancelled, 4));
    let rows = call.project(&NoPersons).unwrap().readings;
    assert_eq!(rows.len(), 2);
    assert!(matches!(&rows[0].row, Row::Call { state: "published", public: true, .. }));
    assert_eq!(rows[1].known_from, date(2026, 3, 15));
    assert_eq!(then(&mut call, Event::Dropped, 5, 1), Err("call-is-cancelled"));
}

/// A published internship whose places are given by name, all of them confirmed.
fn by_name() -> Call {
    let terms = || {
        let mut terms = terms();
        terms.kind = Kind::Internship;
        terms.mechanism = Mechanism::Nomination;
        terms.criteria.clear();
        terms
    };
    let mut call = begun(terms());
    call.then(Event::Submitted { why: None }, meta(2, 1)).unwrap();
    call.then(Event::Published { hash: terms().hash().unwrap() }, meta(3, 2)).unwrap();
    call.then(Event::Seated { seated: Seated { seat: 1, places: 3 } }, meta(4, 1)).unwrap();
    call
}

fn after_close(version: i64) -> Meta {
    Meta { recorded_at: at("2026-06-20T06:00:00Z"), ..meta(version, 1) }
}

#[test]
fn places_are_given_by_name_only_where_the_terms_said_so_after_the_close_and_never_above() {
    let given = |places| Event::Named { given: vec![Seated { seat: 1, places }] };
    let code = |call: &mut Call, event, meta| call.then(event, meta).map_err(|r: Refusal| r.code);
    let mut run = published();
    assert_eq!(code(&mut run, given(1), after_close(4)), Err("call-by-run"));
    let mut call = by_name();
    assert_eq!(code(&mut call, given(1), meta(5, 1)), Err("call-still-open"));
    assert_eq!(code(&mut call, given(4), after_close(5)), Err("call-given-above"));
    let before = call.clone();
    assert_eq!(code(&mut call, given(2), after_close(5)), Ok(()));
    let takes = moves(Some(&before), &call);
    assert_eq!(takes.len(), 1);
    assert_eq!(
        (takes[0].from, takes[0].to, takes[0].places),
        (Account::Seated, Account::Allocated, 2)
    );
    assert_eq!(
        code(&mut call, given(2), after_close(6)),
        Err("call-given-above"),
        "two were given"
    );
    assert_eq!(code(&mut call, given(1), after_close(6)), Ok(()));
    assert_eq!(
        code(&mut call, Event::Cancelled { why: all4("No") }, after_close(7)),
        Err("call-named-stay")
    );
    let input = call.editions[0].hash;
    assert_eq!(code(&mut call, Event::Frozen { input }, after_close(7)), Err("call-by-name"));
    assert!(call.published().unwrap().named.iter().all(|meta| meta.actor.is_none()));
}

#[test]
fn a_kind_is_published_only_with_a_way_it_knows() {
    let mut residency = terms();
    residency.mechanism = Mechanism::Nomination;
    let missing: Vec<&str> = residency.missing().iter().map(|refusal| refusal.code).collect();
    assert_eq!(missing, ["call-mechanism-kind"]);
    let mut team = terms();
    team.kind = Kind::Team;
    let missing: Vec<&str> = team.missing().iter().map(|refusal| refusal.code).collect();
    assert_eq!(missing, ["call-mechanism-kind"], "a team goes by name");
}
