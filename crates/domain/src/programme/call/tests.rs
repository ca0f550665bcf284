use jiff::Timestamp;
use jiff::civil::date;
use proptest::prelude::*;
use uuid::Uuid;

use super::*;
use crate::Refusal;
use crate::aggregate::{Aggregate as _, Meta, NoPersons, Row};
use crate::id::{CallId, CommitmentId, MoveId, QuotaLineId, SourceId, StreamId, UserId};
use crate::programme::Kind;
use crate::programme::specialty::SpecialtyCode;
use crate::quota::{self, Account, Move, Pledge, Programme, QuotaLine, Reason};
use crate::quotation::Quotation;
use crate::text::{Language, Text4};
use crate::topic::Channel;

fn id(n: u128) -> Uuid {
    Uuid::from_u128(n)
}

fn meta(version: i64, actor: u128) -> Meta {
    let at: Timestamp = "2026-03-01T08:00:00Z".parse().unwrap();
    let recorded_at = at.checked_add(jiff::SignedDuration::from_secs(version)).unwrap();
    Meta { version, known_on: date(2026, 3, 1), recorded_at, actor: Some(UserId::new(id(actor))) }
}

fn all4(text: &str) -> Text4 {
    let of = |tag: &str| format!("{text} {tag}");
    Text4::all(Language::Ru, &of("kk"), &of("ky"), &of("ru"), &of("en")).unwrap()
}

fn line_id(n: u128) -> QuotaLineId {
    QuotaLineId::new(id(0x10 + n))
}

fn seat(line: u128, host: &str, specialty: &str, places: u64) -> Seat {
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
fn terms() -> Terms {
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

fn begun(terms: Terms) -> Call {
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

fn line(n: u128, confirmed: u64) -> QuotaLine {
    let description = quota::Description {
        registry: "KG".parse().unwrap(),
        partner: "RU".parse().unwrap(),
        commitment: CommitmentId::new(id(0x99)),
        period: "2026".parse().unwrap(),
        channel: Channel::Ministry,
        programme: Programme::Residency,
        specialty: None,
        host: None,
        region: None,
    };
    let quotation = Quotation {
        source: SourceId::new(id(0x98)),
        language: "en".to_owned(),
        exact: "70".to_owned(),
        start: 0,
        end: 2,
        prefix: String::new(),
        suffix: String::new(),
        translation: None,
    };
    let pledge = Pledge {
        id: MoveId::new(id(0x500 + n)),
        places: confirmed + 2,
        on: date(2026, 2, 1),
        quotation,
        note: None,
    };
    let opened = quota::Event::Opened { description, pledge };
    let mut line = QuotaLine::begin(line_id(n).into(), opened, meta(1, 1)).unwrap();
    let step = step(0x600 + n, Account::Pledged, Account::Confirmed, confirmed);
    line.then(quota::Event::Moved { step }, meta(2, 1)).unwrap();
    line
}

fn step(n: u128, from: Account, to: Account, places: u64) -> Move {
    Move {
        id: MoveId::new(id(n)),
        from,
        to,
        places,
        on: date(2026, 3, 1),
        reason: Reason::InCourse,
        other: None,
        quotation: None,
        note: None,
        call: None,
        placement: None,
    }
}

#[test]
fn places_a_call_holds_are_moved_by_nobody_else() {
    let mut line = line(0, 4);
    let of_call = |n, from, to, places, reason| {
        let call = Some(CallId::new(id(1)));
        quota::Event::Moved { step: Move { call, reason, ..step(n, from, to, places) } }
    };
    let by_hand = |n, from, to, places| quota::Event::Moved { step: step(n, from, to, places) };
    use Account::{Confirmed, Released, Seated};
    line.then(of_call(1, Confirmed, Released, 3, Reason::InCourse), meta(3, 1)).unwrap();
    let code = |line: &mut QuotaLine, event| line.then(event, meta(9, 1)).map_err(|r| r.code);
    assert_eq!(code(&mut line, by_hand(2, Released, Seated, 1)), Err("quota-held-by-call"));
    line.then(by_hand(3, Confirmed, Released, 1), meta(4, 1)).unwrap();
    assert_eq!(code(&mut line, by_hand(4, Released, Seated, 2)), Err("quota-held-by-call"));
    line.then(by_hand(5, Released, Seated, 1), meta(5, 1)).unwrap();
    assert_eq!(
        code(&mut line, of_call(6, Released, Confirmed, 4, Reason::CallCancelled)),
        Err("quota-not-enough"),
        "a call gives back no more than it holds"
    );
    let undo = quota::Event::Reversed {
        id: MoveId::new(id(7)),
        version: 3,
        on: date(2026, 3, 1),
        why: all4("w"),
    };
    assert_eq!(code(&mut line, undo), Err("quota-move-of-call"));
    let by_hand_back = quota::Event::Moved {
        step: Move { reason: Reason::CallCancelled, ..step(8, Released, Confirmed, 1) },
    };
    assert_eq!(code(&mut line, by_hand_back), Err("quota-step-not-allowed"));
    line.then(of_call(9, Released, Confirmed, 3, Reason::CallCancelled), meta(6, 1)).unwrap();
    assert_eq!((line.balances.get(Confirmed), line.held_by_calls(Released)), (3, 0));
}

/// What people do, in any order.
#[derive(Debug, Clone, Copy)]
enum Act {
    Draft { call: usize, line: u128, places: u64, host: usize },
    Remove { call: usize, nth: usize },
    Publish { call: usize },
    Seat { call: usize, seat: u32, places: u64 },
    Cancel { call: usize },
    ByHand { line: u128, nth: usize, places: u64 },
}

fn acts() -> impl Strategy<Value = Vec<Act>> {
    let act = prop_oneof![
        4 => (0..3_usize, 0..2_u128, 1..4_u64, 0..3_usize)
            .prop_map(|(call, line, places, host)| Act::Draft { call, line, places, host }),
        2 => (0..3_usize, 0..4_usize).prop_map(|(call, nth)| Act::Remove { call, nth }),
        4 => (0..3_usize).prop_map(|call| Act::Publish { call }),
        3 => (0..3_usize, 1..20_u32, 1..3_u64)
            .prop_map(|(call, seat, places)| Act::Seat { call, seat, places }),
        1 => (0..3_usize).prop_map(|call| Act::Cancel { call }),
        3 => (0..2_u128, 0..8_usize, 1..3_u64)
            .prop_map(|(line, nth, places)| Act::ByHand { line, nth, places }),
    ];
    prop::collection::vec(act, 1..60)
}

/// Calls and lines, changed as the use cases change them: all of a step or nothing of it.
struct World {
    calls: Vec<Call>,
    lines: Vec<QuotaLine>,
    version: i64,
    moved: u128,
}

impl World {
    fn new() -> Self {
        let calls = (0..3)
            .map(|n| {
                let bare = Terms { seats: Vec::new(), reserves: Vec::new(), ..terms() };
                let mut call = begun(bare);
                call.id = CallId::new(id(n + 1));
                call
            })
            .collect();
        Self { calls, lines: vec![line(0, 6), line(1, 4)], version: 10, moved: 0x1000 }
    }

    fn meta(&mut self, actor: u128) -> Meta {
        self.version += 1;
        Meta { version: self.version, ..meta(1, actor) }
    }

    /// One step of a call with its moves, or nothing.
    fn step(&mut self, call: usize, events: Vec<(Event, u128)>) {
        let mut next = self.calls[call].clone();
        for (event, actor) in events {
            let meta = self.meta(actor);
            if next.then(event, meta).is_err() {
                return;
            }
        }
        let mut lines = self.lines.clone();
        for take in moves(Some(&self.calls[call]), &next) {
            self.moved += 1;
            let step = Move {
                reason: take.reason,
                call: Some(next.id),
                placement: None,
                ..step(self.moved, take.from, take.to, take.places)
            };
            let line = lines.iter_mut().find(|line| line.id == take.line).unwrap();
            let meta = self.meta(2);
            if line.then(quota::Event::Moved { step }, meta).is_err() {
                return;
            }
        }
        (self.calls[call], self.lines) = (next, lines);
    }

    fn drafted(&self, call: usize) -> Terms {
        self.calls[call]
            .draft
            .as_ref()
            .map(|d| &d.terms)
            .or(self.calls[call].terms())
            .unwrap()
            .clone()
    }

    fn act(&mut self, act: Act) {
        match act {
            Act::Draft { call, line, places, host } => {
                let mut terms = self.drafted(call);
                let hosts = ["BURDENKO", "BLOKHIN", "KULAKOV"];
                let item = terms.item(seat(line, hosts[host], "56", places));
                terms.seats.push(item);
                self.step(call, vec![(Event::Drafted { terms }, 1)]);
            }
            Act::Remove { call, nth } => {
                let mut terms = self.drafted(call);
                if let Some(number) = terms.seats.get(nth).map(|seat| seat.number) {
                    terms.remove(number);
                    self.step(call, vec![(Event::Drafted { terms }, 1)]);
                }
            }
            Act::Publish { call } => {
                let hash = self.drafted(call).hash().unwrap();
                let why = Some(all4("Why"));
                self.step(
                    call,
                    vec![(Event::Submitted { why }, 1), (Event::Published { hash }, 2)],
                );
            }
            Act::Seat { call, seat, places } => {
                self.step(call, vec![(Event::Seated { seated: Seated { seat, places } }, 1)]);
            }
            Act::Cancel { call } => {
                self.step(call, vec![(Event::Cancelled { why: all4("Why") }, 1)]);
            }
            Act::ByHand { line, nth, places } => {
                let (from, to, reasons) = quota::STEPS[nth];
                self.moved += 1;
                let step = Move { reason: reasons[0], ..step(self.moved, from, to, places) };
                let meta = self.meta(1);
                let own = self.lines.iter_mut().find(|own| own.id == line_id(line)).unwrap();
                let _ = own.then(quota::Event::Moved { step }, meta);
            }
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(400))]

    #[test]
    fn whatever_people_do_calls_and_ledger_agree_and_no_place_is_lost_or_doubled(acts in acts()) {
        let mut world = World::new();
        let totals: Vec<u64> = world.lines.iter().map(|line| line.balances.total()).collect();
        for act in acts {
            world.act(act);
            for (line, total) in world.lines.iter().zip(&totals) {
                prop_assert_eq!(line.balances.total(), *total);
                let (mut released, mut seated) = (0, 0);
                for call in &world.calls {
                    let held = call.held(line.id);
                    prop_assert_eq!(held, (line.held(call.id, Account::Released), line.held(call.id, Account::Seated)));
                    released += held.0;
                    seated += held.1;
                }
                prop_assert_eq!(released, line.held_by_calls(Account::Released));
                prop_assert!(released <= line.balances.get(Account::Released));
                prop_assert!(seated <= line.balances.get(Account::Seated));
            }
        }
    }
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
