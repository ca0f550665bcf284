//! The rules of a review, as they could be disputed.

use jiff::Timestamp;
use jiff::civil::date;

use super::conflict::Employer;
use super::outcome::{counted, outcome, score};
use super::*;
use crate::aggregate::{Aggregate, Meta};
use crate::id::{ApplicationId, CallId, StreamId, UserId};
use crate::programme::application::{Person, ReceiptNumber};
use crate::programme::run::Score;
use crate::user::Sealed;

const WEIGHTS: [Weight; 2] =
    [Weight { criterion: 3, per_cent: 60 }, Weight { criterion: 5, per_cent: 40 }];

fn user(n: u128) -> UserId {
    UserId::new(uuid::Uuid::from_u128(n))
}

fn code(n: u8) -> SeatCode {
    SeatCode::drawn([n; 12])
}

fn at(text: &str) -> Timestamp {
    text.parse().unwrap()
}

const DAY: &str = "2026-03-02T06:00:00Z";

fn meta(actor: u128, version: i64, now: &str) -> Meta {
    let recorded_at = at(now);
    Meta { version, recorded_at, known_on: date(2026, 3, 2), actor: Some(user(actor)) }
}

fn sealed() -> Sealed {
    Sealed { nonce: String::new(), text: String::new() }
}

fn given(one: &str, other: &str) -> Vec<Given> {
    let of = |criterion, text| Given { criterion, score: Score::read(text).unwrap() };
    vec![of(3, one), of(5, other)]
}

fn begun() -> Review {
    let description = Description {
        registry: "KG".parse().unwrap(),
        partner: "TR".parse().unwrap(),
        call: CallId::new(uuid::Uuid::from_u128(8)),
        application: ApplicationId::new(uuid::Uuid::from_u128(9)),
        applicant: user(100),
        receipt: ReceiptNumber::drawn("KG".parse().unwrap(), [7; 12]),
        weights: WEIGHTS.to_vec(),
    };
    let stream = StreamId::new(uuid::Uuid::from_u128(1));
    Review::begin(stream, Event::Begun { description }, meta(1, 1, DAY)).unwrap()
}

/// A review with what happened in it: actor and event.
struct Case(Review);

impl Case {
    fn new() -> Self {
        Self(begun())
    }

    fn then_at(&mut self, actor: u128, event: Event, now: &str) -> Result<(), &'static str> {
        let version = self.0.version + 1;
        self.0.then(event, meta(actor, version, now)).map_err(|refusal| refusal.code)
    }

    fn then(&mut self, actor: u128, event: Event) -> Result<(), &'static str> {
        self.then_at(actor, event, DAY)
    }

    fn assign(&mut self, n: u8) -> Result<(), &'static str> {
        let due = at("2026-03-20T12:00:00Z");
        self.then(1, Event::Assigned { code: code(n), reviewer: user(n.into()), due })
    }

    fn score(&mut self, n: u8, one: &str, other: &str) -> Result<(), &'static str> {
        let (scores, comments) = (given(one, other), sealed());
        self.then(n.into(), Event::Scored { code: code(n), scores, comments })
    }

    fn amend(&mut self, n: u8, one: &str, other: &str) -> Result<(), &'static str> {
        let (scores, comments) = (given(one, other), sealed());
        self.then(n.into(), Event::Amended { code: code(n), scores, comments })
    }

    /// Reviewers `all` have seats, opened and scored.
    fn scored(all: &[(u8, &str, &str)]) -> Self {
        let mut case = Self::new();
        for (n, one, other) in all {
            case.assign(*n).unwrap();
            case.then((*n).into(), Event::Opened { code: code(*n) }).unwrap();
            case.score(*n, one, other).unwrap();
        }
        case
    }

    fn standing(&self) -> Standing {
        self.0.standing(at(DAY))
    }

    fn total(&self) -> Option<String> {
        self.0.outcome().map(|outcome| outcome.total.to_string())
    }
}

#[test]
fn two_reviewers_are_needed_and_nobody_gets_a_seat_twice() {
    let mut case = Case::new();
    assert_eq!((case.0.lacking(), case.standing()), (2, Standing::Wanted));
    case.assign(10).unwrap();
    assert_eq!(case.assign(10), Err("review-reviewer-twice"));
    assert_eq!(case.assign(100), Err("review-reviewer-twice"), "nobody judges the own application");
    case.assign(11).unwrap();
    assert_eq!(case.assign(12), Err("review-enough"));
    assert_eq!(case.standing(), Standing::AtWork);
    let lost = Event::Recused { code: code(10), why: Why::Released, ground: None };
    case.then(1, lost).unwrap();
    assert_eq!((case.0.lacking(), case.standing()), (1, Standing::Wanted));
    assert_eq!(case.assign(10), Err("review-reviewer-twice"), "nor again after it was lost");
    case.assign(12).unwrap();
}

#[test]
fn scores_come_from_the_seat_s_own_reviewer_after_the_file_was_opened_and_all_at_once() {
    let mut case = Case::new();
    case.assign(10).unwrap();
    case.assign(11).unwrap();
    assert_eq!(case.score(10, "80", "90"), Err("review-not-opened"));
    let open = Event::Opened { code: code(10) };
    assert_eq!(case.then(11, open.clone()), Err("review-no-seat"), "another reviewer's");
    case.then(10, open).unwrap();
    let short = vec![given("80", "90").remove(0)];
    let event = Event::Scored { code: code(10), scores: short, comments: sealed() };
    assert_eq!(case.then(10, event), Err("review-scores-incomplete"));
    assert_eq!(case.score(10, "100.01", "90"), Err("review-score-range"));
    assert_eq!(case.score(10, "80.125", "90"), Err("review-score-digits"));
    assert_eq!(case.amend(10, "80", "90"), Err("review-not-scored"));
    case.score(10, "80", "90").unwrap();
    assert_eq!(case.score(10, "70", "90"), Err("review-scored-already"));
    assert_eq!(case.total(), None, "one reviewer makes no outcome");
    assert_eq!(case.standing(), Standing::AtWork);
}

#[test]
fn a_third_is_asked_for_when_totals_differ_by_more_than_a_fifth_of_the_scale() {
    for (one, other, third) in [("80", "100", false), ("79.99", "100", true), ("50", "50", false)] {
        let case = Case::scored(&[(10, one, one), (11, other, other)]);
        assert_eq!(case.standing() == Standing::Third, third, "{one} {other}");
        assert_eq!(case.total().is_none(), third, "no outcome while a third is missing");
    }
}

#[test]
fn of_three_the_two_nearest_count_and_the_middle_alone_when_it_is_equally_far() {
    let cases: [([u64; 3], &[usize]); 5] = [
        // The two that are nearest, whoever came first.
        ([40, 70, 80], &[1, 2]),
        ([80, 40, 70], &[2, 0]),
        ([40, 50, 90], &[0, 1]),
        // Equally far: the one in the middle, which is the mean of all three.
        ([40, 90, 65], &[2]),
        ([70, 70, 70], &[1]),
    ];
    for (totals, who) in cases {
        assert_eq!(counted(&totals), who, "{totals:?}");
    }
}

#[test]
fn totals_and_means_are_exact_and_do_not_depend_on_who_came_first() {
    let (one, other, third) = (given("80.05", "91.1"), given("99.99", "0.01"), given("70", "90"));
    let both = outcome(&WEIGHTS, &[&one, &other]).unwrap();
    // 0.6 · 80.05 + 0.4 · 91.1 = 84.47; 0.6 · 99.99 + 0.4 · 0.01 = 59.998; their mean is 72.234.
    assert_eq!((both.total.to_string().as_str(), both.counted), ("72.234", 2));
    let criteria: Vec<String> = both.criteria.iter().map(|one| one.score.to_string()).collect();
    assert_eq!(criteria, ["90.02", "45.555"]);
    // 84.47, 59.998 and 78: the two nearest are 84.47 and 78.
    let all = outcome(&WEIGHTS, &[&one, &other, &third]).unwrap();
    assert_eq!(all.total.to_string(), "81.235");
    for order in [[&third, &one, &other], [&other, &third, &one], [&other, &one, &third]] {
        let order: Vec<&[Given]> = order.iter().map(|scores| scores.as_slice()).collect();
        assert_eq!(outcome(&WEIGHTS, &order).unwrap(), all);
    }
    assert!(outcome(&WEIGHTS, &[&one]).is_none());
}

#[test]
fn amended_scores_keep_the_old_ones_and_are_shown_anew() {
    let mut case = Case::scored(&[(10, "80", "80"), (11, "90", "90")]);
    assert_eq!(case.standing(), Standing::Scored);
    let until = at("2026-03-05T18:00:00Z");
    case.then(1, Event::Shown { until }).unwrap();
    assert_eq!(case.then(1, Event::Shown { until }), Err("review-shown-already"));
    assert_eq!(case.standing(), Standing::Open);
    assert_eq!(case.0.settled(at(DAY)), None, "not while the window is open");
    assert!(case.0.settled(until).is_some());
    case.amend(10, "84", "80").unwrap();
    assert_eq!(case.0.seats[0].scored.len(), 2, "the old ones stay");
    assert_eq!((case.standing(), case.total().as_deref()), (Standing::Scored, Some("86.2")));
    assert_eq!(case.0.settled(until), None, "the applicant has not seen the new ones");
}

#[test]
fn a_conflict_that_is_found_later_voids_the_scores_which_stay_on_record() {
    let mut case = Case::scored(&[(10, "80", "80"), (11, "90", "90")]);
    case.then(1, Event::Shown { until: at("2026-03-05T18:00:00Z") }).unwrap();
    let late = Event::Recused { code: code(10), why: Why::Released, ground: None };
    assert_eq!(case.then(1, late), Err("review-scored-already"), "scores are not chosen");
    let ground = Some(Ground::Kin);
    let foreign = Event::Recused { code: code(10), why: Why::Declared, ground };
    assert_eq!(case.then(11, foreign.clone()), Err("review-no-seat"));
    case.then(10, foreign).unwrap();
    assert_eq!((case.standing(), case.total()), (Standing::Wanted, None));
    assert_eq!((case.0.seats[0].scored.len(), case.0.shown), (1, None));
    assert!(case.0.seat(&code(10)).is_none());
}

#[test]
fn only_the_applicant_objects_within_the_window_one_thing_at_a_time_and_each_is_answered() {
    let mut case = Case::scored(&[(10, "80", "80"), (11, "90", "90")]);
    let objection = || Event::Objected { grounds: Grounds::Arithmetic, words: sealed() };
    assert_eq!(case.then(100, objection()), Err("review-not-shown"));
    case.then(1, Event::Shown { until: at("2026-03-05T18:00:00Z") }).unwrap();
    assert_eq!(case.then(10, objection()), Err("review-not-own"));
    let late = case.then_at(100, objection(), "2026-03-05T18:00:00Z");
    assert_eq!(late, Err("review-window-over"));
    case.then_at(100, objection(), "2026-03-05T17:59:59Z").unwrap();
    assert_eq!(case.then(100, objection()), Err("review-objection-waits"));
    let long_after = at("2026-04-01T00:00:00Z");
    assert_eq!(case.0.standing(long_after), Standing::Objected);
    assert_eq!(case.0.settled(long_after), None);
    case.then(1, Event::Answered { upheld: false, words: sealed() }).unwrap();
    let again = case.then(1, Event::Answered { upheld: true, words: sealed() });
    assert_eq!(again, Err("review-no-objection"));
    assert!(case.0.settled(long_after).is_some());
}

#[test]
fn the_window_is_three_whole_working_days_by_the_clocks_of_the_call() {
    for (shown, until) in [
        // Shown on a Monday morning: Tuesday, Wednesday, Thursday; over when Friday begins in Bishkek.
        ("2026-03-02T06:00:00Z", "2026-03-05T18:00:00Z"),
        // Late in the evening of UTC it is Tuesday in Bishkek already.
        ("2026-03-02T18:30:00Z", "2026-03-06T18:00:00Z"),
        // The weekend does not count.
        ("2026-03-06T06:00:00Z", "2026-03-11T18:00:00Z"),
        ("2026-03-07T06:00:00Z", "2026-03-11T18:00:00Z"),
    ] {
        assert_eq!(window(at(shown), &"Asia/Bishkek".parse().unwrap()), at(until), "{shown}");
    }
}

fn person() -> Person {
    Person {
        family: "ASANOVA".to_owned(),
        given: "AIGUL".to_owned(),
        own_name: "Асанова Айгүл Бакытовна".to_owned(),
        born: date(1996, 3, 15),
        citizenship: "KG".parse().unwrap(),
        region: "KG-N".to_owned(),
        employer: "Нарынская областная больница № 2".to_owned(),
        specialty: "Surgery".to_owned(),
        phone: None,
    }
}

#[test]
fn an_employer_counts_for_three_years_whatever_it_is_written_like() {
    let employer = Some(Ground::Employer);
    for (name, until, found) in [
        ("Областная больница №2, Нарынская", None, employer),
        ("Нарынская больница", Some(2023), employer),
        ("Нарынская больница", Some(2022), None),
        ("Нарынская областная больница № 1", None, None),
    ] {
        let employers = vec![Employer { name: name.to_owned(), until }];
        let declaration = Declaration { employers, ..Declaration::default() };
        assert_eq!(declaration.conflict(&person(), 2026), found, "{name}");
    }
}

#[test]
fn supervisors_kin_and_the_home_region_are_found_in_both_scripts() {
    let none = Declaration::default();
    assert_eq!(none.conflict(&person(), 2026), None);
    let named = |name: &str| vec![name.to_owned()];
    let supervises = |name| Declaration { supervised: named(name), ..Declaration::default() };
    let kin = |name| Declaration { kin: named(name), ..Declaration::default() };
    let from =
        |region: &str| Declaration { region: Some(region.to_owned()), ..Declaration::default() };
    for name in ["Айгүл Асанова", "Asanova Aigul", "асанова айгүл бакытовна"]
    {
        assert_eq!(supervises(name).conflict(&person(), 2026), Some(Ground::Supervisor), "{name}");
    }
    assert_eq!(supervises("Асанова Бермет").conflict(&person(), 2026), None);
    assert_eq!(kin("Асанова").conflict(&person(), 2026), Some(Ground::Kin));
    assert_eq!(kin("").conflict(&person(), 2026), None, "an empty name is nobody's");
    assert_eq!(from("KG-N").conflict(&person(), 2026), Some(Ground::Region));
    assert_eq!(from("KG-T").conflict(&person(), 2026), None);
    let city = Person { region: "KG-GB".to_owned(), ..person() };
    assert_eq!(from("KG-GB").conflict(&city, 2026), None, "a city of a million is no tie");
}

#[test]
fn a_score_is_a_number_of_the_scale_with_two_digits() {
    assert_eq!(score("87,50").unwrap().to_string(), "87.5");
    for (text, told) in [
        ("100.01", "review-score-range"),
        ("1e2", "candidate-score"),
        ("-1", "candidate-score"),
        ("", "candidate-score"),
        ("12.345", "review-score-digits"),
    ] {
        assert_eq!(score(text).unwrap_err().code, told, "{text}");
    }
    for millionths in [0, 1, 72_234_000, 100_000_000] {
        assert_eq!(Score::of_millionths(millionths).millionths(), millionths);
    }
}

fn carry(
    case: &mut Case,
    actor: u128,
    brought: u128,
    n: u8,
    one: &str,
) -> Result<(), &'static str> {
    let table = Carried { file: crate::journal::Hash::ZERO, brought: user(brought) };
    let (scores, comments) = (given(one, "80"), sealed());
    case.then(actor, Event::Carried { code: code(n), scores, comments, table })
}

#[test]
fn scores_by_a_table_need_a_second_person_an_open_file_and_something_new() {
    let mut case = Case::scored(&[(10, "80", "80")]);
    case.assign(11).unwrap();
    assert_eq!(carry(&mut case, 2, 1, 11, "60"), Err("review-not-opened"));
    case.then(11, Event::Opened { code: code(11) }).unwrap();
    assert_eq!(carry(&mut case, 1, 1, 11, "60"), Err("scores-same-hand"));
    assert_eq!(carry(&mut case, 2, 1, 12, "60"), Err("review-no-seat"));
    assert_eq!(carry(&mut case, 2, 1, 11, "101"), Err("review-score-range"));
    carry(&mut case, 2, 1, 11, "70").unwrap();
    assert_eq!((case.standing(), case.total().as_deref()), (Standing::Scored, Some("77")));
    case.then(1, Event::Shown { until: at("2026-03-06T00:00:00Z") }).unwrap();
    assert_eq!(carry(&mut case, 2, 1, 11, "70"), Err("scores-nothing-new"));
    carry(&mut case, 2, 1, 11, "75").unwrap();
    assert_eq!(case.0.shown, None, "what was changed is shown anew");
    let seat = case.0.seat(&code(11)).unwrap();
    assert_eq!(seat.scored.len(), 2, "what was there before stays");
    assert_eq!(seat.scored[1].carried.map(|table| table.brought), Some(user(1)));
    // The reviewer amends what came in a table like what was typed.
    case.amend(11, "76", "80").unwrap();
}
