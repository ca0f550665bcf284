use jiff::Timestamp;
use jiff::civil::{Date, date};
use uuid::Uuid;

use super::*;
use crate::Refusal;
use crate::aggregate::{Aggregate as _, FOREVER, Meta, NoPersons, Row};
use crate::figure::Quantity;
use crate::id::{SourceId, StreamId};
use crate::quotation::Quotation;
use crate::stage::{Delivery, Stage, Verdict};
use crate::text::{Language, Text4};
use crate::topic::{Channel, Per, Topic, Unit};

fn stream() -> StreamId {
    StreamId::new(Uuid::from_u128(1))
}

fn meta(version: i64, known_on: Date) -> Meta {
    Meta { version, known_on, recorded_at: Timestamp::from_second(version).unwrap(), actor: None }
}

fn passage(words: &str) -> Quotation {
    Quotation::find(SourceId::new(Uuid::from_u128(9)), "en", words, words, None).unwrap()
}

fn says(stage: Option<Stage>, value: Option<u64>, deadline: Option<&str>) -> Statement {
    Statement {
        quotation: passage("the quoted words"),
        stage,
        quantity: value.map(|v| Quantity {
            value: v.to_string().parse().unwrap(),
            unit: Unit::Patient,
            per: Per::Year,
        }),
        deadline: deadline.map(|d| d.parse().unwrap()),
        condition: None,
        note: None,
    }
}

fn recorded(statement: Statement) -> Event {
    Event::Recorded {
        description: Description {
            registry: "KG".parse().unwrap(),
            partner: "TR".parse().unwrap(),
            topic: Topic::Treatment,
            title: Text4::new(Language::En, "Treatment places").unwrap(),
            object: None,
            promisors: vec!["TR".parse().unwrap()],
            beneficiaries: vec!["KG".parse().unwrap()],
            meeting: None,
            successor_of: None,
        },
        statement,
    }
}

/// Agreed in November 2018, signed in May 2019; both entered on one later day.
fn treatment() -> Commitment {
    let first = recorded(says(Some(Stage::S5), Some(150), None));
    let mut it = Commitment::begin(stream(), first, meta(1, date(2018, 11, 2))).unwrap();
    let signed = Event::Restated { statement: says(Some(Stage::S7), Some(150), Some("2026")) };
    it.then(signed, meta(2, date(2019, 5, 31))).unwrap();
    it
}

fn code(result: Result<(), Refusal>) -> &'static str {
    result.unwrap_err().code
}

#[test]
fn what_was_known_on_a_day_leaves_out_what_was_published_later() {
    let it = treatment();
    assert!(it.known_on(date(2018, 11, 1)).is_none());
    assert_eq!(it.known_on(date(2019, 1, 1)).unwrap().latest().stage, Stage::S5);
    assert_eq!(it.known_on(date(2019, 5, 31)).unwrap().latest().stage, Stage::S7);
    let readings = it.project(&NoPersons).unwrap().readings;
    let spans: Vec<_> = readings.iter().map(|r| (r.known_from, r.known_to)).collect();
    assert_eq!(spans, [(date(2018, 11, 2), date(2019, 5, 31)), (date(2019, 5, 31), FOREVER)]);
}

#[test]
fn an_older_report_entered_later_takes_its_place_in_time_and_does_not_raise_the_stage() {
    let mut it = treatment();
    let older = Event::Restated { statement: says(Some(Stage::S1), None, None) };
    it.then(older, meta(3, date(2018, 6, 1))).unwrap();
    assert_eq!(it.latest().stage, Stage::S7);
    assert_eq!(it.known_on(date(2018, 7, 1)).unwrap().latest().stage, Stage::S1);
}

#[test]
fn a_row_of_the_past_is_untouched_by_what_becomes_known_later() {
    let mut it = treatment();
    let before = it.project(&NoPersons).unwrap().readings[0].clone();
    let report = DeliveryReport {
        state: Delivery::Suspended,
        valid: Some("2020".parse().unwrap()),
        reason: None,
        quotation: passage("stopped"),
    };
    it.then(Event::DeliveryReported { report }, meta(3, date(2020, 6, 1))).unwrap();
    assert_eq!(it.project(&NoPersons).unwrap().readings[0], before);
}

#[test]
fn a_restatement_adds_a_quotation_and_a_changed_quantity_makes_a_successor() {
    let mut it = treatment();
    let same = Event::Restated { statement: says(None, Some(150), None) };
    it.then(same, meta(3, date(2026, 1, 16))).unwrap();
    assert_eq!(it.latest().quantity.unwrap().value.to_string(), "150");
    assert_eq!(it.statements.len(), 3);
    let other = Event::Restated { statement: says(None, Some(180), None) };
    assert_eq!(code(it.then(other, meta(4, date(2026, 1, 17)))), "restatement-changes-quantity");
}

#[test]
fn talks_promise_no_number_whatever_number_was_mentioned() {
    let talks = recorded(says(Some(Stage::S2), Some(500), None));
    let it = Commitment::begin(stream(), talks, meta(1, date(2024, 6, 1))).unwrap();
    assert_eq!(it.latest().promised_in(2025), None);
    assert_eq!(it.latest().weight(), Weight::Talks);
    assert!(!it.latest().is_overdue(date(2030, 1, 1)));
}

#[test]
fn quota_of_a_year_is_the_sum_of_its_channels_else_the_yearly_number_is_taken_to_continue() {
    let mut it = treatment();
    for (version, channel, places) in [(3, Channel::Embassy, "100"), (4, Channel::Ministry, "50")] {
        let quota = QuotaPeriod {
            period: "2026".parse().unwrap(),
            channel,
            places: places.parse().unwrap(),
            quotation: passage("100 and 50"),
        };
        it.then(Event::QuotaStated { quota }, meta(version, date(2026, 1, 16))).unwrap();
    }
    let known = it.latest();
    let promised = |year| known.promised_in(year).unwrap();
    assert_eq!((promised(2026).places.as_whole(), promised(2026).stated), (Some(150), true));
    assert_eq!((promised(2025).places.as_whole(), promised(2025).stated), (Some(150), false));
}

#[test]
fn overdue_is_computed_from_the_last_day_the_deadline_can_mean() {
    let it = treatment();
    assert!(!it.latest().is_overdue(date(2026, 12, 31)));
    assert!(it.latest().is_overdue(date(2027, 1, 1)));
}

#[test]
fn a_promise_cannot_be_broken_before_its_deadline_nor_talks_be_kept() {
    let judged = |verdict| Event::VerdictGiven {
        verdict: VerdictGiven { verdict, evidence: Text4::new(Language::En, "seen").unwrap() },
    };
    let mut it = treatment();
    let early = it.then(judged(Verdict::Broken), meta(3, date(2026, 12, 31)));
    assert_eq!(code(early), "verdict-before-deadline");
    it.then(judged(Verdict::Broken), meta(3, date(2027, 1, 1))).unwrap();
    let talks = recorded(says(Some(Stage::S1), None, None));
    let mut talks = Commitment::begin(stream(), talks, meta(1, date(2026, 2, 11))).unwrap();
    assert_eq!(
        code(talks.then(judged(Verdict::Kept), meta(2, date(2027, 1, 1)))),
        "verdict-on-talks"
    );
}

#[test]
fn a_withdrawn_statement_counts_no_more_and_the_first_one_stays() {
    let withdrawn = |version| Event::StatementWithdrawn {
        version,
        reason: Text4::new(Language::En, "wrong passage").unwrap(),
    };
    let mut it = treatment();
    it.then(withdrawn(2), meta(3, date(2026, 1, 1))).unwrap();
    assert_eq!(it.latest().stage, Stage::S5);
    assert_eq!(code(it.then(withdrawn(2), meta(4, date(2026, 1, 1)))), "no-such-statement");
    assert_eq!(code(it.then(withdrawn(1), meta(4, date(2026, 1, 1)))), "first-statement-stays");
}

#[test]
fn illegal_moves_are_refused_with_a_code() {
    let mut it = treatment();
    assert_eq!(
        code(it.then(recorded(says(None, None, None)), meta(3, FOREVER))),
        "commitment-recorded-already"
    );
    assert_eq!(code(it.then(Event::Unpublished, meta(3, FOREVER))), "not-published");
    it.then(Event::Published, meta(3, date(2026, 1, 1))).unwrap();
    assert_eq!(code(it.then(Event::Published, meta(4, FOREVER))), "published-already");
    let no_stage = Commitment::begin(stream(), recorded(says(None, None, None)), meta(1, FOREVER));
    assert_eq!(no_stage.unwrap_err().code, "stage-missing");
    let Row::Commitment { public, .. } = it.project(&NoPersons).unwrap().readings[1].row else {
        panic!("a commitment's row");
    };
    assert!(public);
}

fn observed(measure: &str, year: &str, value: &str) -> crate::observation::Observation {
    use crate::observation::{Description, Event, Measure, Observation, Reported};
    let description = Description {
        registry: "KG".parse().unwrap(),
        partner: "TR".parse().unwrap(),
        commitment: None,
        measure: Measure::new(measure).unwrap(),
        name: Text4::new(Language::En, measure).unwrap(),
        period: year.parse().unwrap(),
        unit: Unit::Patient,
        subject: "KG".parse().unwrap(),
        origin: None,
        channel: None,
    };
    let reported =
        Reported { value: value.parse().unwrap(), quotation: passage(value), note: None };
    let booked = Event::Booked { description, reported, public: true };
    Observation::begin(stream(), booked, meta(1, date(2026, 1, 1))).unwrap()
}

/// 100 a year from 2014, each year stated.
fn hundred() -> Commitment {
    let first = recorded(says(Some(Stage::S8), Some(100), None));
    let mut it = Commitment::begin(stream(), first, meta(1, date(2018, 11, 2))).unwrap();
    for (version, year) in (2..).zip(["2014", "2015", "2016", "2017", "2018"]) {
        let quota = QuotaPeriod {
            period: year.parse().unwrap(),
            channel: Channel::Any,
            places: "100".parse().unwrap(),
            quotation: passage("100"),
        };
        it.then(Event::QuotaStated { quota }, meta(version, date(2018, 11, 2))).unwrap();
    }
    it
}

#[test]
fn a_year_without_a_published_figure_is_missing_and_never_zero() {
    let (old, new) = (hundred(), treatment());
    let reported = [observed("treated", "2021", "30"), observed("treated", "2025", "48")];
    let years = years(&[&old, &new], &reported, date(2026, 3, 2));
    let of = |year| years.iter().find(|y| y.year == year).unwrap();
    assert_eq!(of(2023).delivered, None);
    assert_eq!(of(2023).unexplained, None);
    assert_eq!(of(2025).unexplained, Some(102));
    assert_eq!(of(2021).unexplained, Some(120));
    let places = |year: i16| of(year).promised.unwrap().places.as_whole().unwrap();
    assert_eq!((places(2018), places(2019), places(2026)), (100, 150, 150));
    assert_eq!(years.first().unwrap().year, 2014);
}

#[test]
fn losses_with_a_reason_are_explained_and_the_rest_is_shown_as_unexplained() {
    let old = hundred();
    let reported = [
        observed("invited", "2016", "50"),
        observed("operated", "2016", "34"),
        observed("returned_without_surgery", "2016", "10"),
        observed("declined", "2016", "4"),
        observed("postponed", "2016", "2"),
    ];
    let years = years(&[&old], &reported, date(2018, 3, 2));
    let y2016 = years.iter().find(|y| y.year == 2016).unwrap();
    assert_eq!((y2016.delivered, y2016.lost, y2016.unexplained), (Some(34), 16, Some(50)));
}

#[test]
fn one_word_for_where_it_stands() {
    let it = treatment();
    let today = date(2026, 3, 2);
    let reported = [observed("treated", "2025", "48")];
    let word = |commitment: &Commitment, observations: &[_]| {
        let years = years(&[commitment], observations, today);
        standing(&commitment.latest(), &years, false, today)
    };
    assert_eq!(word(&it, &reported), Standing::Behind);
    assert_eq!(word(&it, &[]), Standing::DueThisYear);
    let talks = recorded(says(Some(Stage::S1), None, Some("2026")));
    let talks = Commitment::begin(stream(), talks, meta(1, date(2026, 2, 11))).unwrap();
    assert_eq!(word(&talks, &reported), Standing::Talks);
}

#[test]
fn what_happened_in_an_older_year_does_not_become_the_present_state_when_it_is_published_later() {
    let mut it = treatment();
    let report = |state, valid: &str| Event::DeliveryReported {
        report: DeliveryReport {
            state,
            valid: Some(valid.parse().unwrap()),
            reason: None,
            quotation: passage("reported"),
        },
    };
    it.then(report(Delivery::InProgress, "2025"), meta(3, date(2025, 12, 31))).unwrap();
    it.then(report(Delivery::Suspended, "2020"), meta(4, date(2026, 1, 17))).unwrap();
    assert_eq!(it.latest().delivery.state, Delivery::InProgress);
}

fn asked(it: &Commitment, standing: Standing, today: Date) -> Vec<Gap> {
    gaps(&it.latest(), &years(&[it], &[], today), standing, today)
}

#[test]
fn a_promise_is_asked_about_what_it_lacks_and_talks_are_asked_about_nothing() {
    let today = date(2026, 2, 1);
    // 150 a year until 2026, of which nothing was reported.
    assert_eq!(asked(&treatment(), Standing::NoReport, today), [Gap::NoReport]);
    let vague = recorded(says(Some(Stage::S5), None, None));
    let vague = Commitment::begin(stream(), vague, meta(1, date(2024, 6, 1))).unwrap();
    let lacking = [Gap::NoReport, Gap::NoNumber, Gap::NoDeadline];
    assert_eq!(asked(&vague, Standing::NoReport, today), lacking);
    let talks = recorded(says(Some(Stage::S2), None, None));
    let talks = Commitment::begin(stream(), talks, meta(1, date(2024, 6, 1))).unwrap();
    assert!(asked(&talks, Standing::Talks, today).is_empty());
    // One that is overdue is asked for delivery, not for a first report.
    let late = asked(&treatment(), Standing::Behind, date(2027, 2, 1));
    assert_eq!(late, [Gap::Overdue { due: date(2026, 12, 31) }]);
    assert!(asked(&treatment(), Standing::Delivered, date(2027, 2, 1)).is_empty());
}

#[test]
fn charge_goes_from_one_to_another_and_others_are_not_told() {
    let mut it = treatment();
    let user = |n| Holder::Account { user: crate::id::UserId::new(Uuid::from_u128(n)) };
    let given = |responsible, deputy| Event::Charged { charge: Charge { responsible, deputy } };
    let known = date(2026, 2, 1);
    assert_eq!(code(it.then(given(None, None), meta(3, known))), "charge-same");
    assert_eq!(code(it.then(given(None, Some(user(2))), meta(3, known))), "deputy-alone");
    let same = given(Some(user(1)), Some(user(1)));
    assert_eq!(code(it.then(same, meta(3, known))), "deputy-same");
    it.then(given(Some(user(1)), Some(user(2))), meta(3, known)).unwrap();
    assert_eq!(it.project(&NoPersons).unwrap().charges.len(), 2);
    let again = given(Some(user(1)), Some(user(2)));
    assert_eq!(code(it.then(again, meta(4, known))), "charge-same");
    it.then(given(None, None), meta(4, known)).unwrap();
    assert_eq!(it.charges.len(), 2, "who had it before stays on record");
    assert!(it.project(&NoPersons).unwrap().charges.is_empty());
    assert!(it.clone().shared().charges.is_empty());
    // A promise nobody ever had charge of reads as it did before there was any.
    let body = serde_json::to_string(&treatment()).unwrap();
    assert!(!body.contains("charges") && !body.contains("letters"));
}
