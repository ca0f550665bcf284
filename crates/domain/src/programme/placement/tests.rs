use jiff::Timestamp;
use jiff::civil::date;

use super::model::{World, text};
use super::*;
use crate::Refusal;
use crate::aggregate::{Aggregate as _, Meta, NoPersons, Row};
use crate::id::{CallId, QuotaLineId, UserId};
use crate::quota::{Account, PLACEMENT_STEPS, Reason};
use uuid::Uuid;

fn zone(name: &str) -> crate::programme::Zone {
    name.parse().unwrap()
}

fn at(text: &str) -> Timestamp {
    text.parse().unwrap()
}

/// Monday, 15 June 2026, noon in Bishkek.
const MONDAY: &str = "2026-06-15T06:00:00Z";

struct One {
    it: Placement,
    now: Timestamp,
}

fn meta(version: i64, now: Timestamp, actor: u128) -> Meta {
    let known_on = now.to_zoned(jiff::tz::TimeZone::UTC).date();
    let actor = Some(UserId::new(Uuid::from_u128(actor)));
    Meta { version, known_on, recorded_at: now, actor }
}

fn description() -> Description {
    Description {
        registry: "KG".parse().unwrap(),
        partner: "RU".parse().unwrap(),
        call: CallId::new(Uuid::from_u128(1)),
        code: "KG26-01".to_owned(),
        made_up: false,
    }
}

fn place(seat: u32, rank: u32, origin: Origin, taken: Account) -> Place {
    let line = QuotaLineId::new(Uuid::from_u128(u128::from(seat)));
    Place { seat, line, rank: Some(rank), origin, taken, people: 1 }
}

fn offer(from: Timestamp) -> Offer {
    let clock =
        Clock { from, days: 5, zone: zone("Asia/Bishkek"), holidays: [date(2026, 6, 18)].into() };
    Offer { clock, hold_until: Some(at("2026-07-10T18:00:00Z")) }
}

impl One {
    fn offered() -> Self {
        let now = at(MONDAY);
        let place = place(2, 2, Origin::Run, Account::Allocated);
        let event = Event::Offered { description: description(), place, offer: offer(now) };
        let stream = Placement::of(description().call, "KG26-01").into();
        Self { it: Placement::begin(stream, event, meta(1, now, 1)).unwrap(), now }
    }

    fn add(&mut self, event: Event, actor: u128) -> Result<(), &'static str> {
        let meta = meta(self.it.version + 1, self.now, actor);
        let before = self.it.clone();
        let done = self.it.then(event, meta).map_err(|refusal: Refusal| refusal.code);
        if done.is_err() {
            assert_eq!(self.it, before, "a refused step leaves everything as it was");
        }
        done
    }

    fn said(&self, step: Step) -> Said {
        let on = self.now.to_zoned(jiff::tz::TimeZone::UTC).date();
        let rule = rule(step).unwrap();
        let says = |need: Need| rule.needs.contains(&need);
        Said {
            paper: says(Need::Paper)
                .then(|| Paper { number: "12-3/45".parse().unwrap(), date: on }),
            reason: rule.reasons.first().copied().filter(|_| says(Need::Reason)),
            note: says(Need::Note).then(|| text("Talas")),
            until: says(Need::Until).then(|| on.saturating_add(jiff::Span::new().days(90))),
            months: says(Need::Months).then_some(24),
            justified: says(Need::Justified).then_some(true),
            ground: says(Need::Ground).then_some(Ground::Procedure),
            clock: says(Need::Ground).then(|| Clock {
                from: self.it.decided,
                days: APPEAL_DAYS,
                zone: zone("Asia/Bishkek"),
                holidays: std::collections::BTreeSet::new(),
            }),
            ..Said::on(on)
        }
    }

    fn make(&mut self, step: Step) -> Result<(), &'static str> {
        let said = self.said(step);
        self.add(Event::Made { step, said }, 1)
    }

    fn on(mut self, steps: &[Step]) -> Self {
        for step in steps {
            self.make(*step).unwrap_or_else(|code| panic!("{step:?}: {code}"));
        }
        self
    }

    fn upgrade(&mut self, rank: u32, offered: bool) -> Result<(), &'static str> {
        let place = place(1, rank, Origin::Upgrade, Account::Returned);
        let offer = offered.then(|| offer(self.now));
        self.add(Event::Given { place, offer, paper: None }, 1)
    }
}

const THERE: &[Step] = &[Step::Accept, Step::Invite, Step::Arrive, Step::Enrol];

#[test]
fn each_step_has_one_rule_and_each_way_back_is_known_to_the_ledger() {
    assert_eq!(RULES.len(), Step::ALL.len());
    for step in Step::ALL {
        let rule = rule(*step).unwrap_or_else(|| panic!("{step:?} has no rule"));
        assert!(!rule.from.is_empty() && !rule.who.is_empty());
        let Some(to) = rule.to else { continue };
        for from in rule.from {
            let (Some(from), Some(to)) = (from.account(), to.account()) else { continue };
            if from == to {
                continue;
            }
            let known = PLACEMENT_STEPS.iter().find(|(f, t, _)| (*f, *t) == (from, to));
            let (.., known) = known.unwrap_or_else(|| panic!("{step:?}: {from:?} to {to:?}"));
            // A reason that the ledger does not have from here is refused when it is booked; one at least it has.
            let ways = |reason: &Reason| known.contains(reason);
            assert!(rule.reasons.is_empty() || rule.reasons.iter().any(ways), "{step:?}");
        }
    }
}

#[test]
fn working_days_leave_out_weekends_and_named_holidays_by_the_clocks_of_the_zone() {
    let none = std::collections::BTreeSet::new();
    let bishkek = zone("Asia/Bishkek");
    let count =
        |from: &str, days, holidays| working_days(&bishkek, at(from), days, holidays).to_string();
    // Five working days after a Monday end with the next Monday, at midnight in Bishkek.
    assert_eq!(count(MONDAY, 5, &none), "2026-06-22T18:00:00Z");
    // A Friday evening in UTC is Saturday in Bishkek: the count begins on Monday.
    assert_eq!(count("2026-06-19T19:00:00Z", 1, &none), "2026-06-22T18:00:00Z");
    let holidays = [date(2026, 6, 18), date(2026, 6, 20)].into();
    assert_eq!(count(MONDAY, 5, &holidays), "2026-06-23T18:00:00Z", "a Saturday counts once");
    // Where the clocks go over midnight the day ends an hour later.
    let beirut = zone("Asia/Beirut");
    let skipped = working_days(&beirut, at("2026-03-27T10:00:00Z"), 1, &none);
    assert_eq!(skipped.to_string(), "2026-03-30T21:00:00Z");
    let night = working_days(&zone("America/Havana"), at("2026-03-05T15:00:00Z"), 1, &none);
    assert_eq!(night.to_string(), "2026-03-07T05:00:00Z");
}

#[test]
fn an_answer_counts_to_the_last_instant_and_silence_is_written_down_afterwards() {
    let mut one = One::offered();
    let until = one.it.until().unwrap();
    assert_eq!(until, at("2026-06-23T18:00:00Z"));
    assert_eq!(one.make(Step::Lapse), Err("placement-not-over"));
    one.now = until - jiff::SignedDuration::from_secs(1);
    let mut last = One { it: one.it.clone(), now: one.now };
    assert_eq!(last.make(Step::Accept), Ok(()));
    one.now = until;
    assert!(one.it.overdue(one.now));
    for step in [Step::Accept, Step::Hold, Step::Decline] {
        assert_eq!(one.make(step), Err("placement-too-late"), "{step:?}");
    }
    assert_eq!(one.it.stage, Stage::Offered, "nothing happens by itself");
    assert_eq!(one.make(Step::Lapse), Ok(()));
    assert_eq!((one.it.stage, one.it.returned), (Stage::Returned, Some(Reason::NoAnswer)));
    assert_eq!(one.make(Step::Accept), Err("placement-not-now"));
}

#[test]
fn a_place_is_held_to_the_published_day_and_a_better_one_comes_only_to_whoever_asked() {
    let mut one = One::offered().on(&[Step::Hold]);
    assert_eq!(one.it.until(), Some(at("2026-07-10T18:00:00Z")));
    assert_eq!(one.upgrade(1, true), Err("placement-not-now"), "nobody asked");
    one.make(Step::Wish).unwrap();
    assert_eq!(one.upgrade(3, true), Err("placement-not-better"));
    assert_eq!(one.upgrade(1, false), Err("placement-offer-missing"));
    let before = one.it.clone();
    one.upgrade(1, true).unwrap();
    assert_eq!((one.it.stage, one.it.wishes), (Stage::Offered, false));
    let taken: Vec<_> =
        moves(Some(&before), &one.it).iter().map(|t| (t.from, t.to, t.reason)).collect();
    assert_eq!(
        taken,
        [
            (Account::Returned, Account::Allocated, Reason::Reused),
            (Account::Allocated, Account::Offered, Reason::InCourse),
            (Account::Offered, Account::Returned, Reason::Upgraded),
        ]
    );
    let mut one = One::offered().on(&[Step::Accept, Step::Wish]);
    one.upgrade(1, false).unwrap();
    assert_eq!((one.it.stage, one.it.wishes), (Stage::Accepted, true));
    let mut one = One::offered().on(&[Step::Accept, Step::Wish, Step::Content]);
    assert_eq!(one.upgrade(1, false), Err("placement-not-now"));
}

#[test]
fn what_rests_on_paper_names_it_and_days_are_not_ahead() {
    let mut one = One::offered().on(&[Step::Accept]);
    let bare = Said::on(date(2026, 6, 15));
    let made = |step, said: &Said| Event::Made { step, said: said.clone() };
    for (step, code) in [
        (Step::Invite, "placement-paper-missing"),
        (Step::Revoke, "quota-reason-missing"),
        (Step::Defer, "placement-until-past"),
        (Step::Waive, "quota-reason-missing"),
    ] {
        assert_eq!(one.add(made(step, &bare), 1), Err(code), "{step:?}");
    }
    let ahead = Said { on: date(2026, 6, 17), ..bare.clone() };
    assert_eq!(one.add(made(Step::Travel, &ahead), 1), Err("placement-date-ahead"));
    let reason = Said { reason: Some(Reason::TermEnded), ..one.said(Step::Revoke) };
    assert_eq!(one.add(made(Step::Revoke, &reason), 1), Err("quota-reason-not-here"));
    assert_eq!(one.make(Step::GrantVisa), Err("placement-step-before"));
    one = one.on(&[Step::AskVisa, Step::RefuseVisa]);
    assert_eq!(one.make(Step::GrantVisa), Err("placement-step-before"), "asked for anew first");
    one = one.on(&[Step::AskVisa, Step::GrantVisa]);
    assert_eq!(one.make(Step::Enrol), Err("placement-step-before"), "nobody arrived");
    one = one.on(&[Step::Arrive, Step::Enrol, Step::Pause]);
    assert_eq!(one.make(Step::Complete), Err("placement-not-now"));
    one = one.on(&[Step::GoOn, Step::Report, Step::Complete]);
    assert_eq!(one.it.stage, Stage::Completed);
}

#[test]
fn service_is_proved_each_half_year_and_what_stood_still_is_added() {
    let mut one = One::offered().on(THERE).on(&[Step::Complete]);
    assert_eq!(one.make(Step::Prove), Err("placement-duty-not-now"));
    one = one.on(&[Step::Serve]);
    let duty = one.it.duty.clone().unwrap();
    assert_eq!((duty.due, duty.ends), (date(2026, 12, 15), date(2028, 6, 15)));
    one.now = at("2026-12-01T06:00:00Z");
    one = one.on(&[Step::Prove, Step::DeferDuty]);
    assert_eq!(one.make(Step::Prove), Err("placement-duty-not-now"), "it stands still");
    one.now = at("2026-12-31T06:00:00Z");
    one = one.on(&[Step::ResumeDuty, Step::TransferDuty]);
    let duty = one.it.duty.clone().unwrap();
    assert_eq!((duty.due, duty.ends), (date(2027, 6, 30), date(2028, 7, 15)));
    assert_eq!(one.make(Step::Fulfil), Err("placement-duty-runs"));
    let mut broken = One { it: one.it.clone(), now: one.now }.on(&[Step::Breach]);
    assert_eq!(broken.make(Step::Prove), Err("placement-duty-not-now"));
    assert_eq!(broken.on(&[Step::Settle]).it.duty_state(), DutyState::Settled);
    one.now = at("2028-07-15T06:00:00Z");
    assert_eq!(one.on(&[Step::Fulfil]).it.duty_state(), DutyState::Fulfilled);
}

#[test]
fn an_appeal_comes_within_five_working_days_and_another_hand_decides() {
    let mut one = One::offered().on(&[Step::Decline]);
    let mut said = one.said(Step::Appeal);
    said.clock = said.clock.map(|clock| Clock { days: 20, ..clock });
    let appeal = |said: &Said| Event::Made { step: Step::Appeal, said: said.clone() };
    assert_eq!(one.add(appeal(&said), 1), Err("placement-appeal-clock"), "five days, no more");
    let said = one.said(Step::Appeal);
    let began = one.now;
    one.now = at("2026-06-22T18:00:00Z");
    assert_eq!(one.add(appeal(&said), 1), Err("placement-appeal-late"));
    one.now = began;
    one.add(appeal(&said), 1).unwrap();
    assert_eq!(one.make(Step::Appeal), Err("placement-appealed"), "once");
    assert_eq!(one.make(Step::Reject), Err("placement-own-appeal"));
    let extra = place(3, 1, Origin::Appeal, Account::Seated);
    let paper = one.said(Step::Reject).paper;
    let given = |paper: Option<Paper>| Event::Given {
        place: extra.clone(),
        offer: Some(offer(began)),
        paper,
    };
    assert_eq!(one.add(given(None), 2), Err("placement-paper-missing"));
    one.add(given(paper), 2).unwrap();
    assert_eq!((one.it.stage, one.it.extra.as_slice()), (Stage::Offered, [3].as_slice()));
    assert_eq!(one.it.appeal.as_ref().unwrap().verdict, Verdict::Upheld);
}

#[test]
fn a_row_says_where_it_stands_and_what_is_due() {
    let one = One::offered();
    let rows = one.it.project(&NoPersons).unwrap().readings;
    let Row::Placement { state, due_on, code, .. } = &rows.last().unwrap().row else { panic!() };
    assert_eq!((*state, *due_on, code.as_str()), ("offered", date(2026, 6, 23), "KG26-01"));
    let due = one.it.due(one.now).unwrap();
    assert_eq!((due.who, due.at), (Who::Applicant, one.it.until()));
    assert_eq!(one.it.due(one.it.until().unwrap()).unwrap().who, Who::Officer);
}

#[test]
fn small_numbers_are_hidden_and_no_total_gives_them_away() {
    use outcome::shown;
    let cells = |numbers: &[u64]| {
        let counts = numbers.iter().copied().enumerate().collect();
        shown(&counts).map(|cells| cells.into_values().collect::<Vec<_>>())
    };
    assert_eq!(cells(&[12, 15, 30]), Some(vec![Some(12), Some(15), Some(30)]));
    assert_eq!(cells(&[4, 12, 30]), Some(vec![None, None, Some(30)]), "the next one as well");
    assert_eq!(cells(&[4, 3, 30, 11]), Some(vec![None, None, Some(30), None]), "4 and 3 are 7");
    assert_eq!(cells(&[4, 8, 30, 0]), Some(vec![None, None, Some(30), Some(0)]));
    assert_eq!(cells(&[4, 5]), None, "fewer than ten together");
    for a in 0..14 {
        for b in 0..14 {
            for c in 0..14 {
                let Some(shown) = cells(&[a, b, c]) else {
                    assert!(a + b + c < 10);
                    continue;
                };
                let hidden: Vec<u64> = [a, b, c]
                    .into_iter()
                    .zip(&shown)
                    .filter(|(_, shown)| shown.is_none())
                    .map(|(n, _)| n)
                    .collect();
                assert!(shown.iter().flatten().all(|n| *n == 0 || *n >= 10));
                let sum: u64 = hidden.iter().sum();
                assert!(hidden.is_empty() || (hidden.len() > 1 && sum >= 10), "{a} {b} {c}");
            }
        }
    }
}

#[test]
fn places_of_the_run_wait_until_they_are_offered() {
    let world = World::new();
    assert!(world.pools().is_empty(), "nothing before the release");
}

#[test]
fn a_team_takes_and_gives_back_as_many_places_as_it_has_people() {
    let now = at(MONDAY);
    let place = Place { people: 4, ..place(2, 1, Origin::Nomination, Account::Allocated) };
    let event = Event::Offered { description: description(), place, offer: offer(now) };
    let stream = Placement::of(description().call, "KG26-01").into();
    let mut one = One { it: Placement::begin(stream, event, meta(1, now, 1)).unwrap(), now };
    let taken: Vec<u64> = moves(None, &one.it).iter().map(|take| take.places).collect();
    assert_eq!((taken, one.it.people(), one.it.first), (vec![4], 4, Some(2)));
    let before = one.it.clone();
    one.make(Step::Decline).unwrap();
    let back = moves(Some(&before), &one.it);
    assert_eq!((back.len(), back[0].places, back[0].to), (1, 4, Account::Returned));
}

#[test]
fn what_is_given_by_name_comes_out_of_what_the_call_gave_or_what_came_back() {
    let now = at(MONDAY);
    let begin = |origin, taken, people| {
        let place = Place { people, ..place(2, 1, origin, taken) };
        let event = Event::Offered { description: description(), place, offer: offer(now) };
        let stream = Placement::of(description().call, "KG26-01").into();
        Placement::begin(stream, event, meta(1, now, 1)).map(|it| it.first).map_err(|r| r.code)
    };
    assert_eq!(begin(Origin::Nomination, Account::Allocated, 1), Ok(Some(2)));
    assert_eq!(begin(Origin::Nomination, Account::Returned, 1), Ok(None), "it was counted before");
    assert_eq!(begin(Origin::Nomination, Account::Seated, 1), Err("placement-taken-from"));
    assert_eq!(begin(Origin::Nomination, Account::Allocated, 0), Err("placement-taken-from"));
}

#[test]
fn the_table_gives_the_host_the_steps_of_the_stay_and_nothing_of_the_candidate_or_the_service() {
    let host: Vec<Step> =
        RULES.iter().filter(|rule| rule.who.contains(&Who::Host)).map(|rule| rule.step).collect();
    use Step as T;
    assert_eq!(
        host,
        [T::Invite, T::Arrive, T::Enrol, T::Report, T::Pause, T::GoOn, T::Complete, T::Interrupt]
    );
}
