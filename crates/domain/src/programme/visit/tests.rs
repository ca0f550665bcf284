use jiff::Timestamp;
use jiff::civil::{Date, date};
use proptest::prelude::*;

use super::*;
use crate::Refusal;
use crate::aggregate::{Aggregate as _, Meta, NoPersons, Row};
use crate::edtf::Edtf;
use crate::id::{SourceId, StreamId};
use crate::programme::specialty::SpecialtyCode;
use crate::quotation::Quotation;
use crate::text::{Language, Text4};

const TODAY: Date = date(2025, 9, 1);

fn meta(version: i64, known_on: Date) -> Meta {
    let recorded_at = Timestamp::from_second(1_756_700_000 + version).unwrap();
    Meta { version, known_on, recorded_at, actor: None }
}

fn words(text: &str) -> Text4 {
    Text4::new(Language::En, text).unwrap()
}

/// A passage of one of several sources.
fn passage(source: &str) -> Quotation {
    let text = "Guests performed sixteen operations with local doctors.";
    let source = SourceId::new(StreamId::named("source", source).uuid());
    Quotation::find(source, "en", text, text, None).unwrap()
}

fn on(text: &str) -> Edtf {
    text.parse().unwrap()
}

fn code(text: &str) -> OperatorCode {
    OperatorCode::read(text).unwrap()
}

fn urology() -> SpecialtyCode {
    SpecialtyCode::read("RU-2013/31.08.68").unwrap()
}

fn description() -> Description {
    Description {
        registry: "KG".parse().unwrap(),
        partner: "RU".parse().unwrap(),
        direction: Direction::In,
        title: words("Mission of six specialists"),
        days: Some(on("2025-08-18/2025-08-22")),
        hosts: Vec::new(),
        place: Some(words("Bishkek")),
        sender: None,
        commitment: None,
        line: None,
        quotation: None,
    }
}

/// A visit under test with the number of its entries.
#[derive(Clone)]
struct Growing(ExpertVisit);

impl Growing {
    fn with(description: Description) -> Self {
        let event = Event::Stated { fact: Fact::Described(description) };
        let stream = StreamId::named("visit", "test");
        Self(ExpertVisit::begin(stream, event, meta(1, date(2025, 7, 1))).unwrap())
    }

    fn new() -> Self {
        Self::with(description())
    }

    fn event(&mut self, event: Event, known_on: Date) -> Result<i64, Refusal> {
        let version = self.0.version + 1;
        let before = self.0.clone();
        let done = self.0.then(event, meta(version, known_on));
        if done.is_err() {
            assert_eq!(self.0, before, "a refused entry leaves no trace");
        }
        done.map(|()| version)
    }

    fn add(&mut self, fact: Fact) -> Result<i64, Refusal> {
        self.event(Event::Stated { fact }, TODAY)
    }

    fn step(&mut self, to: State, day: &str) -> Result<i64, Refusal> {
        self.add(Fact::Stepped(Step { to, on: on(day), note: None, quotation: None }))
    }

    fn expert(&mut self, name: &str, role: Option<ExpertRole>, count: u16) -> Result<i64, Refusal> {
        let (code, specialty) = (code(name), Some(urology()));
        self.add(Fact::Expert(Expert { code, specialty, role, count, quotation: None }))
    }

    fn permission(&mut self, expert: i64, from: Date, until: Date) -> Result<i64, Refusal> {
        let (document, authority) = (words("Order 12"), words("Ministry of Health"));
        self.add(Fact::Permission(Permission { expert, document, authority, from, until }))
    }

    fn report(&mut self, counter: Counter, value: u32, source: &str) -> Result<i64, Refusal> {
        self.add(Fact::Report(Report { counter, value, quotation: passage(source) }))
    }

    fn tally(&mut self, counter: Counter, day: Date, value: u32) -> Result<i64, Refusal> {
        self.add(Fact::Tally(Tally { counter, on: day, value, matter: None }))
    }

    fn operate(&mut self, day: Date, lead: &str, local: Option<&str>) -> Result<i64, Refusal> {
        self.add(Fact::Operation(Operation {
            on: day,
            specialty: urology(),
            procedure: words("Nephrectomy"),
            lead: code(lead),
            second: None,
            local: local.map(code),
        }))
    }

    fn judge(&mut self, operation: i64, day: Date, repeatable: Repeatable) -> Result<i64, Refusal> {
        let by = words("Head of the department");
        self.add(Fact::Judgement(Judgement { operation, repeatable, by, on: day }))
    }
}

fn refused<T: std::fmt::Debug>(done: Result<T, Refusal>) -> &'static str {
    done.unwrap_err().code
}

#[test]
fn the_house_takes_one_step_after_the_other_and_a_passage_may_tell_of_a_later_one_alone() {
    let mut it = Growing::new();
    assert_eq!(refused(it.step(State::OnSite, "2025-08-18")), "visit-step-order");
    it.step(State::Invited, "2025-07-10").unwrap();
    assert_eq!(refused(it.step(State::Invited, "2025-07-11")), "visit-step-order");
    assert_eq!(refused(it.step(State::OnSite, "2025-07-09")), "visit-step-before");
    it.step(State::OnSite, "2025-08-18").unwrap();
    assert_eq!(refused(it.step(State::Cancelled, "2025-08-19")), "visit-step-order");
    let mut told = Growing::new();
    let quotation = Some(passage("a"));
    let (to, on) = (State::Reported, on("2025-08-23"));
    told.add(Fact::Stepped(Step { to, on, note: None, quotation })).unwrap();
    assert_eq!(told.0.state(), State::Reported);
    assert_eq!(refused(told.step(State::FollowedUp, "2026-01-01")), "visit-not-yet");
}

#[test]
fn a_visit_is_cancelled_with_a_reason_before_it_begins_and_then_nothing_was_done_at_it() {
    let mut it = Growing::new();
    assert_eq!(refused(it.step(State::Cancelled, "2025-08-01")), "visit-cancel-reason");
    let (note, on) = (Some(words("The team is ill")), on("2025-08-01"));
    let step = Step { to: State::Cancelled, on, note, quotation: None };
    it.add(Fact::Stepped(step)).unwrap();
    assert_eq!(it.0.ahead_on(), None);
    assert_eq!(refused(it.tally(Counter::Lectures, date(2025, 8, 19), 1)), "visit-is-cancelled");
    assert_eq!(refused(it.step(State::OnSite, "2025-08-18")), "visit-step-order");
}

#[test]
fn permissions_are_checked_when_everybody_who_operates_has_one_over_all_days() {
    let mut it = Growing::new();
    let surgeon = it.expert("U1", Some(ExpertRole::Surgeon), 1).unwrap();
    let lecturer = it.expert("L1", Some(ExpertRole::Lecturer), 2).unwrap();
    it.step(State::Invited, "2025-07-10").unwrap();
    assert_eq!(refused(it.step(State::OnSite, "2025-08-18")), "visit-step-order");
    assert_eq!(refused(it.step(State::Permitted, "2025-08-10")), "visit-permission-missing");
    let short = (date(2025, 8, 18), date(2025, 8, 20));
    it.permission(surgeon, short.0, short.1).unwrap();
    assert_eq!(refused(it.step(State::Permitted, "2025-08-10")), "visit-permission-missing");
    let whole = (date(2025, 8, 18), date(2025, 8, 22));
    assert_eq!(refused(it.permission(surgeon, whole.1, whole.0)), "visit-days-order");
    assert_eq!(refused(it.permission(lecturer, whole.0, whole.1)), "visit-expert-no-operator");
    assert_eq!(refused(it.permission(99, whole.0, whole.1)), "visit-expert-unknown");
    it.permission(surgeon, whole.0, whole.1).unwrap();
    it.step(State::Permitted, "2025-08-10").unwrap();
    it.step(State::OnSite, "2025-08-18").unwrap();
}

#[test]
fn an_expert_stands_in_the_team_once_and_whoever_operates_alone() {
    let mut it = Growing::new();
    it.expert("u1", Some(ExpertRole::Surgeon), 1).unwrap();
    assert_eq!(refused(it.expert("U1", None, 1)), "visit-expert-twice");
    assert_eq!(refused(it.expert("U2", Some(ExpertRole::Surgeon), 2)), "visit-operator-alone");
    assert_eq!(refused(it.expert("T", Some(ExpertRole::Trainee), 0)), "visit-count-range");
    assert_eq!(refused(it.expert("T", Some(ExpertRole::Trainee), 501)), "visit-count-range");
    it.expert("T", Some(ExpertRole::Trainee), 13).unwrap();
    assert_eq!(it.0.team_size(), Some(14));
    assert_eq!(Growing::new().0.team_size(), None, "nobody on record is not nobody");
    for bad in ["", "Иванов", "I. Ivanov", "12345678901234567"] {
        assert_eq!(refused(OperatorCode::read(bad)), "visit-code-form", "{bad}");
    }
}

#[test]
fn an_operation_lies_in_the_days_of_the_visit_and_of_the_permission() {
    let mut it = Growing::new();
    let surgeon = it.expert("U1", Some(ExpertRole::Surgeon), 1).unwrap();
    it.expert("L1", Some(ExpertRole::Lecturer), 1).unwrap();
    for day in [date(2025, 8, 17), date(2025, 8, 23)] {
        assert_eq!(refused(it.operate(day, "U1", None)), "visit-outside-days");
    }
    let day = date(2025, 8, 21);
    it.operate(day, "U1", Some("NH-7")).unwrap();
    let late = it.permission(surgeon, date(2025, 8, 18), date(2025, 8, 20));
    assert_eq!(refused(late), "visit-permission-expired", "an operation of the 21st is on record");
    it.permission(surgeon, date(2025, 8, 18), date(2025, 8, 21)).unwrap();
    assert_eq!(refused(it.operate(date(2025, 8, 22), "U1", None)), "visit-permission-expired");
    assert_eq!(refused(it.operate(day, "U1", Some("U1"))), "visit-operator-twice");
    assert_eq!(refused(it.operate(day, "NH-7", Some("U1"))), "visit-local-guest");
    assert_eq!(refused(it.operate(day, "L1", None)), "visit-expert-no-operator");
    let mut undated = Growing::with(Description { days: None, ..description() });
    assert_eq!(refused(undated.operate(day, "U1", None)), "visit-days-missing");
    let mut ahead = Growing::with(Description { days: Some(on("2026-08")), ..description() });
    assert_eq!(refused(ahead.operate(date(2026, 8, 1), "U1", None)), "visit-not-yet");
}

#[test]
fn a_correction_of_the_days_cannot_leave_an_operation_outside() {
    let mut it = Growing::new();
    it.operate(date(2025, 8, 18), "U1", None).unwrap();
    let days = Some(on("2025-08-19/2025-08-22"));
    let moved = it.add(Fact::Described(Description { days, ..description() }));
    assert_eq!(refused(moved), "visit-outside-days");
    let other = Description { partner: "TR".parse().unwrap(), ..description() };
    assert_eq!(refused(it.add(Fact::Described(other))), "visit-partner-fixed");
}

#[test]
fn reported_and_entered_stand_side_by_side_and_the_rest_is_unexplained() {
    let mut it = Growing::new();
    let day = date(2025, 8, 19);
    it.report(Counter::JointOperations, 16, "a").unwrap();
    it.operate(day, "U1", Some("NH-1")).unwrap();
    it.operate(day, "U1", Some("NH-1")).unwrap();
    it.operate(day, "U1", None).unwrap();
    it.report(Counter::Lectures, 24, "a").unwrap();
    it.report(Counter::Consultations, 1, "a").unwrap();
    it.tally(Counter::Consultations, day, 1).unwrap();
    it.tally(Counter::Consultations, date(2025, 8, 20), 2).unwrap();
    let counts = it.0.counts();
    let of = |counter| counts.iter().find(|it| it.counter == counter).unwrap();
    let joint = of(Counter::JointOperations);
    assert_eq!((joint.total(), joint.entered), (Some(16), Some(2)));
    assert_eq!(joint.difference(), Some(Difference::Unexplained(14)));
    let lectures = of(Counter::Lectures);
    assert_eq!((lectures.total(), lectures.entered), (Some(24), None), "nothing is not zero");
    assert_eq!(lectures.difference(), Some(Difference::Unexplained(24)));
    assert_eq!(of(Counter::Consultations).difference(), Some(Difference::MoreEntered(2)));
    let alone = of(Counter::Operations);
    assert_eq!((alone.total(), alone.entered, alone.difference()), (None, Some(1), None));
    assert!(counts.iter().all(|it| it.counter != Counter::Studies), "nothing known, nothing shown");
}

#[test]
fn a_source_reports_a_counter_once_and_the_one_published_last_counts() {
    let mut it = Growing::new();
    it.report(Counter::Consultations, 78, "a").unwrap();
    assert_eq!(refused(it.report(Counter::Consultations, 80, "a")), "visit-counter-twice");
    let quotation = passage("b");
    let earlier = Report { counter: Counter::Consultations, value: 75, quotation };
    it.event(Event::Stated { fact: Fact::Report(earlier) }, date(2025, 8, 22)).unwrap();
    let counts = it.0.counts();
    assert_eq!((counts[0].total(), counts[0].is_disputed()), (Some(78), true));
    assert_eq!(counts[0].reported.len(), 2);
    let quotation = passage("c");
    let plan = Report { counter: Counter::Lectures, value: 24, quotation };
    let plan = it.event(Event::Stated { fact: Fact::Report(plan) }, date(2025, 8, 17));
    assert_eq!(refused(plan), "visit-report-early");
}

#[test]
fn a_count_that_makes_no_sense_is_refused() {
    for text in ["-1", "1.5", "", "100001", "99999999999999999999", "٣"] {
        assert_eq!(refused(Counter::read_value(text)), "visit-count-range", "{text}");
    }
    let mut it = Growing::new();
    assert_eq!(refused(it.report(Counter::Studies, 100_001, "a")), "visit-count-range");
    assert_eq!(refused(it.tally(Counter::Studies, date(2025, 8, 18), 0)), "visit-count-range");
}

#[test]
fn operations_are_entered_one_by_one() {
    let mut it = Growing::new();
    for counter in [Counter::JointOperations, Counter::Operations] {
        let tally = it.tally(counter, date(2025, 8, 19), 3);
        assert_eq!(refused(tally), "visit-tally-operations");
    }
    assert_eq!(Counter::read_value("1 200"), Ok(1200));
}

#[test]
fn what_the_local_team_can_do_is_said_by_the_latest_judgement() {
    let mut it = Growing::new();
    let day = date(2025, 8, 19);
    let first = it.operate(day, "U1", Some("NH-1")).unwrap();
    let second = it.operate(day, "U1", Some("NH-2")).unwrap();
    it.operate(day, "U1", Some("NH-3")).unwrap();
    assert_eq!(it.0.repeatable(), (0, 0));
    it.judge(first, date(2025, 8, 20), Repeatable::No).unwrap();
    it.judge(first, date(2025, 8, 30), Repeatable::Yes).unwrap();
    it.judge(second, date(2025, 8, 20), Repeatable::No).unwrap();
    assert_eq!(it.0.repeatable(), (1, 2), "one of three was not judged");
    let early = it.judge(first, date(2025, 8, 18), Repeatable::Yes);
    assert_eq!(refused(early), "visit-judged-before");
    assert_eq!(refused(it.judge(99, day, Repeatable::Yes)), "visit-operation-unknown");
    let reason = words("entered twice");
    it.event(Event::FactWithdrawn { version: first, reason }, TODAY).unwrap();
    assert_eq!(it.0.repeatable(), (0, 1), "the judgement goes with its operation");
}

#[test]
fn a_visit_is_followed_up_when_nothing_agreed_on_is_open() {
    let mut it = Growing::new();
    let due = Some(on("2025-12-31"));
    let agreed = Agreed { matter: words("Send two urologists"), due, quotation: None };
    let agreed = it.add(Fact::Agreed(agreed)).unwrap();
    assert_eq!(it.0.ahead_on(), Some(date(2025, 12, 31)));
    for (to, day) in [
        (State::Invited, "2025-07"),
        (State::OnSite, "2025-08-18"),
        (State::Reported, "2025-08-25"),
    ] {
        it.step(to, day).unwrap();
    }
    assert_eq!(refused(it.step(State::FollowedUp, "2025-08-30")), "visit-agreed-open");
    let done = |agreed| Fact::Done(Done { agreed, on: on("2025-08-30"), quotation: None });
    it.add(done(agreed)).unwrap();
    assert_eq!(refused(it.add(done(agreed))), "visit-done-already");
    assert_eq!(refused(it.add(done(99))), "visit-agreed-unknown");
    it.step(State::FollowedUp, "2025-08-30").unwrap();
    assert_eq!(it.0.ahead_on(), None);
    let reason = words("not done");
    let back = it.event(Event::FactWithdrawn { version: agreed + 4, reason }, TODAY);
    assert_eq!(refused(back), "visit-agreed-open", "what rests on it is taken back first");
}

#[test]
fn everybody_sees_what_rests_on_passages_and_nothing_else() {
    let mut it = Growing::new();
    assert_eq!(refused(it.event(Event::Published, TODAY)), "visit-publish-passage");
    let quotation = Some(passage("a"));
    let told = Description { title: words("Mission Dobro"), quotation, ..description() };
    it.add(Fact::Described(told)).unwrap();
    let inner = Description { title: words("Our own words"), ..description() };
    it.add(Fact::Described(inner)).unwrap();
    it.event(Event::Published, TODAY).unwrap();
    it.report(Counter::JointOperations, 16, "a").unwrap();
    it.operate(date(2025, 8, 19), "U1", Some("NH-1")).unwrap();
    it.expert("U1", Some(ExpertRole::Surgeon), 1).unwrap();
    let open = it.0.published();
    assert_eq!(open.description.title, words("Mission Dobro"));
    assert!(open.operations().is_empty() && open.team_size().is_none());
    assert_eq!(open.counts()[0].entered, None);
    assert_eq!(it.0.description.title, words("Our own words"));
}

#[test]
fn as_known_on_a_day_nothing_is_there_that_was_published_later() {
    let mut it = Growing::new();
    it.report(Counter::Lectures, 24, "a").unwrap();
    assert_eq!(it.0.known_on(date(2025, 6, 30)), None);
    let early = it.0.known_on(date(2025, 8, 1)).unwrap();
    assert!(early.counts().is_empty());
    let readings = it.0.project(&NoPersons).unwrap().readings;
    assert_eq!(readings.len(), 2);
    let Row::Visit { direction, state, starts_on, .. } = &readings[1].row else { panic!() };
    assert_eq!((*direction, *state, *starts_on), ("in", "planned", date(2025, 8, 18)));
}

proptest! {
    /// Whatever is entered in whatever order: entered counts are the records, and withdrawing each takes them away.
    #[test]
    fn entered_counts_are_the_records_in_any_order(days in prop::collection::vec((18_i8..=22, any::<bool>()), 0..20)) {
        let mut it = Growing::new();
        let mut versions = Vec::new();
        for (day, joint) in &days {
            let local = joint.then_some("NH-1");
            versions.push(it.operate(date(2025, 8, *day), "U1", local).unwrap());
        }
        let entered = |it: &Growing, counter| {
            it.0.counts().iter().find(|c| c.counter == counter).and_then(|c| c.entered)
        };
        let joint = days.iter().filter(|(_, joint)| *joint).count() as u64;
        let alone = days.len() as u64 - joint;
        prop_assert_eq!(entered(&it, Counter::JointOperations).unwrap_or(0), joint);
        prop_assert_eq!(entered(&it, Counter::Operations).unwrap_or(0), alone);
        for version in versions {
            let reason = words("typed twice");
            it.event(Event::FactWithdrawn { version, reason }, TODAY).unwrap();
        }
        prop_assert!(it.0.counts().is_empty());
    }
}
