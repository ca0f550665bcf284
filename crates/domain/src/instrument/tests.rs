use jiff::Timestamp;
use jiff::civil::{Date, date};
use uuid::Uuid;

use super::*;
use crate::Refusal;
use crate::aggregate::{Aggregate, Meta, NoPersons, entry_of, fold};
use crate::id::{CommitmentId, InstrumentId, SourceId, StreamId};
use crate::journal::{Entry as Line, Hash};
use crate::quotation::Quotation;
use crate::text::{Language, Text4};
use crate::topic::Topic;

mod random;

const TODAY: Date = date(2026, 3, 1);

fn stream() -> StreamId {
    StreamId::new(Uuid::from_u128(7))
}

fn meta(version: i64) -> Meta {
    let recorded_at = Timestamp::from_microsecond(1_772_000_000_000_000 + version).unwrap();
    Meta { version, known_on: TODAY, recorded_at, actor: None }
}

fn quotation() -> Quotation {
    Quotation {
        source: SourceId::new(Uuid::from_u128(5)),
        language: "en".to_owned(),
        exact: "the memorandum".to_owned(),
        prefix: String::new(),
        suffix: String::new(),
        start: 0,
        end: 14,
        translation: None,
    }
}

fn text(words: &str) -> Text4 {
    Text4::new(Language::En, words).unwrap()
}

fn entered(parties: &[&str]) -> Event {
    let description = Description {
        registry: "KG".parse().unwrap(),
        partner: "TR".parse().unwrap(),
        kind: Type::Agreement,
        level: Level::Government,
        title: text("Agreement on a hospital"),
        parties: parties.iter().map(|p| p.parse().unwrap()).collect(),
        topic: Topic::Facility,
        subject: None,
        languages: vec!["ky".to_owned(), "tr".to_owned()],
        depositary: None,
        parent: None,
    };
    Event::Entered { description, quotation: quotation() }
}

fn begun(parties: &[&str]) -> Instrument {
    Instrument::begin(stream(), entered(parties), meta(1)).unwrap()
}

fn act(party: &str, kind: ActKind, on: &str) -> Event {
    let (party, on) = (party.parse().unwrap(), on.parse().unwrap());
    Event::Acted { act: Act { party, kind, on, place: None, note: None, quotation: quotation() } }
}

fn clause(entry: Entry) -> Clause {
    Clause {
        entry: Some(entry),
        provisional: None,
        duration: None,
        until: None,
        renewal: None,
        notice: None,
        ending: Some(Ending::AnyTime),
    }
}

fn stated(clause: Clause) -> Event {
    Event::ClauseStated { stated: ClauseStated { clause, since: None, quotation: quotation() } }
}

fn changed(kind: ChangeKind, on: &str) -> Event {
    let on = on.parse().unwrap();
    Event::Changed { change: Change { kind, on, by: None, note: None, quotation: quotation() } }
}

fn sent(agency: &str, on: &str, due: Option<Date>) -> Event {
    let (agency, sent) = (text(agency), on.parse().unwrap());
    Event::Sent { step: ApprovalStep { agency, sent, due, matter: None, quotation: None } }
}

fn answered(step: i64, answer: Answer, on: Date) -> Event {
    let remark = (answer != Answer::Agreed).then(|| text("Point 3"));
    Event::Answered { reply: Reply { step, answer, on, remark, quotation: None } }
}

fn drafted(content: &str) -> Event {
    let hash = Hash::of(content.as_bytes());
    Event::Drafted { draft: Draft { hash, name: "draft.docx".to_owned(), bytes: 9, note: None } }
}

fn approved(side: Side, content: &str) -> Event {
    let hash = Hash::of(content.as_bytes());
    Event::TextApproved {
        approval: TextApproval { side, hash, quotation: None, signed: None, note: None },
    }
}

fn after(parties: &[&str], events: Vec<Event>) -> Result<Instrument, Refusal> {
    let mut this = begun(parties);
    for (version, event) in (2..).zip(events) {
        this.then(event, meta(version))?;
    }
    Ok(this)
}

fn both(events: Vec<Event>) -> Instrument {
    after(&["KG", "TR"], events).unwrap()
}

fn standing(events: Vec<Event>, day: Date) -> Standing {
    both(events).position(day).standing
}

fn refusal(events: Vec<Event>) -> &'static str {
    after(&["KG", "TR"], events).unwrap_err().code
}

fn length(text: &str) -> Length {
    text.parse().unwrap()
}

fn notified_30() -> Event {
    stated(clause(Entry::OnLastNotification { wait: Some(length("P30D")) }))
}

use ActKind as A;

/// The life of an instrument, step by step: what is entered, and the word for it on the day.
#[test]
fn every_step_of_its_life_has_its_word() {
    let day = TODAY;
    let mut so_far: Vec<Event> = Vec::new();
    let steps: Vec<(Option<Event>, Standing)> = vec![
        (None, Standing::Prepared),
        (Some(drafted("one")), Standing::Drafted),
        (Some(sent("Ministry of Finance", "2026-01-10", None)), Standing::InApproval),
        (Some(answered(3, Answer::Remarks, date(2026, 1, 20))), Standing::Returned),
        (Some(drafted("two")), Standing::Returned),
        (Some(sent("Ministry of Finance", "2026-01-22", None)), Standing::InApproval),
        (Some(answered(6, Answer::Agreed, date(2026, 1, 25))), Standing::ApprovedUnsigned),
        (Some(act("KG", A::FullPowers, "2026-01-28")), Standing::ApprovedUnsigned),
        (Some(act("KG", A::Signed, "2026-02-01")), Standing::PartlySigned),
        (Some(act("TR", A::Signed, "2026-02-02")), Standing::Signed),
        (Some(notified_30()), Standing::AwaitingNotification),
        (Some(act("KG", A::Ratified, "2026-02-05")), Standing::AwaitingRatification),
        (Some(act("TR", A::Ratified, "2026-02-06")), Standing::AwaitingNotification),
        (Some(act("KG", A::Notified, "2026-02-10")), Standing::AwaitingNotification),
        (Some(act("TR", A::Notified, "2026-02-12")), Standing::AwaitingDate),
        (Some(changed(ChangeKind::Amended, "2026-02-20")), Standing::AwaitingDate),
        (Some(changed(ChangeKind::Replaced, "2026-02-25")), Standing::Replaced),
    ];
    for (event, word) in steps {
        so_far.extend(event);
        assert_eq!(standing(so_far.clone(), day), word, "after {} facts", so_far.len());
    }
}

#[test]
fn both_sides_and_initials_before_approval_have_their_words() {
    let texts = vec![drafted("one"), approved(Side::Home, "one")];
    assert_eq!(standing(texts.clone(), TODAY), Standing::Drafted);
    let agreed = [texts, vec![approved(Side::Partner, "one")]].concat();
    assert_eq!(standing(agreed.clone(), TODAY), Standing::TextAgreed);
    let initialled = [agreed, vec![act("KG", A::Initialled, "2026-01-01")]].concat();
    assert_eq!(standing(initialled, TODAY), Standing::Initialled);
    let given_up = standing(vec![changed(ChangeKind::GivenUp, "2026-01-01")], TODAY);
    assert_eq!(given_up, Standing::GivenUp);
}

#[test]
fn a_new_version_voids_the_approvals_of_the_one_before_and_keeps_them_on_record() {
    let texts = vec![
        drafted("one"),
        approved(Side::Home, "one"),
        approved(Side::Partner, "one"),
        drafted("two"),
    ];
    let mut this = both(texts);
    assert_eq!(this.position(TODAY).standing, Standing::Drafted);
    assert!(!this.approves(Side::Home) && !this.approves(Side::Partner));
    assert_eq!(this.approvals.len(), 2);
    // Going back to the first content does not bring its approvals back.
    this.then(drafted("one"), meta(6)).unwrap();
    assert!(!this.approves(Side::Home));
}

#[test]
fn what_the_rules_refuse() {
    let signed = || vec![act("KG", A::Signed, "2020-05-01"), act("TR", A::Signed, "2020-05-01")];
    let with = |mut first: Vec<Event>, last: Event| {
        first.push(last);
        refusal(first)
    };
    let table = [
        (with(vec![], act("RU", A::Signed, "2020-05-01")), "instrument-not-a-party"),
        (with(signed(), act("KG", A::Ratified, "2020-04")), "instrument-act-before"),
        (
            with(vec![act("KG", A::Ratified, "2020-04")], act("KG", A::Signed, "2020-05")),
            "instrument-act-before",
        ),
        (with(vec![], act("KG", A::Signed, "2026-03-03")), "instrument-date-ahead"),
        (with(vec![], entered(&["KG", "TR"])), "instrument-entered-already"),
        (with(vec![notified_30()], notified_30()), "instrument-clause-there"),
        (
            with(vec![], stated(clause(Entry::AfterRatifications { count: 3, wait: None }))),
            "instrument-count-range",
        ),
        (
            with(
                vec![],
                stated(Clause { renewal: Some(length("P1Y")), ..clause(Entry::OnSignature) }),
            ),
            "instrument-renewal-alone",
        ),
        (
            with(
                vec![],
                stated(Clause { ending: Some(Ending::EndOfTerm), ..clause(Entry::OnSignature) }),
            ),
            "instrument-ending-alone",
        ),
        (with(signed(), drafted("late")), "instrument-signed-already"),
        (with(signed(), changed(ChangeKind::GivenUp, "2021")), "instrument-signed-already"),
        (
            with(
                vec![changed(ChangeKind::Ended, "2021-01-01")],
                changed(ChangeKind::Amended, "2022"),
            ),
            "instrument-ended",
        ),
        (with(vec![drafted("one")], drafted("one")), "instrument-draft-same"),
        (with(vec![], approved(Side::Home, "one")), "instrument-no-draft"),
        (with(vec![drafted("one")], approved(Side::Home, "two")), "instrument-text-old"),
        (
            with(vec![drafted("one"), approved(Side::Home, "one")], approved(Side::Home, "one")),
            "instrument-text-approved-already",
        ),
        (
            with(vec![sent("Finance", "2026-01-10", None)], sent("finance", "2026-01-11", None)),
            "instrument-held-already",
        ),
        (
            with(vec![], sent("Finance", "2026-01-10", Some(date(2026, 1, 9)))),
            "instrument-due-before",
        ),
        (with(vec![], answered(9, Answer::Agreed, TODAY)), "instrument-no-step"),
        (
            with(
                vec![sent("Finance", "2026-01-10", None), answered(2, Answer::Agreed, TODAY)],
                answered(2, Answer::Refused, TODAY),
            ),
            "instrument-answered-already",
        ),
        (
            with(
                vec![sent("Finance", "2026-01-10", None)],
                answered(2, Answer::Agreed, date(2026, 1, 9)),
            ),
            "instrument-answer-before",
        ),
        (with(vec![], Event::Unpublished), "not-published"),
        (
            with(vec![], Event::FactWithdrawn { version: 1, reason: text("x") }),
            "instrument-fact-stays",
        ),
        (
            with(vec![], Event::FactWithdrawn { version: 4711, reason: text("x") }),
            "instrument-no-such-fact",
        ),
    ];
    for (found, expected) in table {
        assert_eq!(found, expected);
    }
    assert_eq!(
        Instrument::begin(stream(), entered(&["KG", "KG"]), meta(1)).unwrap_err().code,
        "instrument-two-parties"
    );
    let mut itself = changed(ChangeKind::Replaced, "2021");
    if let Event::Changed { change } = &mut itself {
        change.by = Some(InstrumentId::new(stream().uuid()));
    }
    assert_eq!(refusal(vec![itself]), "instrument-itself");
}

#[test]
fn an_amendment_of_a_denounced_agreement_is_refused() {
    let six = Clause { notice: Some(length("P6M")), ..clause(Entry::OnSignature) };
    let mut facts = vec![
        stated(six),
        act("KG", A::Signed, "2020-05-01"),
        act("TR", A::Signed, "2020-05-02"),
        act("TR", A::Denounced, "2021-01-31"),
    ];
    let this = both(facts.clone());
    assert_eq!(this.position(date(2021, 7, 30)).standing, Standing::Denounced);
    assert_eq!(this.position(date(2021, 7, 31)).standing, Standing::Terminated);
    facts.push(changed(ChangeKind::Amended, "2021-06-01"));
    assert!(after(&["KG", "TR"], facts.clone()).is_ok());
    facts.push(changed(ChangeKind::Amended, "2021-09-01"));
    assert_eq!(refusal(facts), "instrument-ended");
}

#[test]
fn in_force_is_computed_with_its_reason() {
    let signed = || vec![act("KG", A::Signed, "2020-05-01"), act("TR", A::Signed, "2020-05-10")];
    let on_signature = both([signed(), vec![stated(clause(Entry::OnSignature))]].concat());
    assert_eq!(on_signature.position(date(2020, 5, 9)).standing, Standing::AwaitingDate);
    let position = on_signature.position(date(2020, 5, 10));
    assert_eq!(position.standing, Standing::InForce);
    let Force::Met { since, ground } = position.force else { panic!("met") };
    assert_eq!(since, Between::day(date(2020, 5, 10)));
    assert_eq!(ground.by, ["TR".parse().unwrap()]);

    let notes = vec![act("KG", A::Notified, "2020-07-01"), act("TR", A::Notified, "2020-06-01")];
    let notified = both([signed(), vec![notified_30()], notes].concat());
    let Force::Met { since, ground } = notified.position(TODAY).force else { panic!("met") };
    assert_eq!(since, Between::day(date(2020, 7, 31)));
    assert_eq!((ground.by, ground.wait), (vec!["KG".parse().unwrap()], Some(length("P30D"))));

    let third = stated(clause(Entry::AfterRatifications { count: 2, wait: None }));
    let of_three = |more: Vec<Event>| {
        after(
            &["KG", "KZ", "UZ"],
            [vec![third.clone(), act("UZ", A::Approved, "2021-02-01")], more].concat(),
        )
        .unwrap()
    };
    let Force::Waiting { needed, of, .. } = of_three(vec![]).position(TODAY).force else {
        panic!("waiting")
    };
    assert_eq!((needed, of.len()), (1, 2));
    let met = of_three(vec![act("KZ", A::Ratified, "2021-01-01")]).position(TODAY).force;
    assert_eq!(met.since(), Some(Between::day(date(2021, 2, 1))));

    let on_date = clause(Entry::OnDate { date: date(2020, 9, 1) });
    let dated = both([signed(), vec![stated(on_date)]].concat());
    assert_eq!(dated.position(TODAY).force.since(), Some(Between::day(date(2020, 9, 1))));
}

#[test]
fn a_day_that_is_known_roughly_makes_it_certain_only_at_its_end() {
    let rough = vec![
        stated(clause(Entry::OnSignature)),
        act("KG", A::Signed, "2018-11"),
        act("TR", A::Signed, "2018-11-02"),
    ];
    let this = both(rough);
    assert_eq!(this.position(date(2018, 11, 15)).standing, Standing::AwaitingDate);
    assert_eq!(this.position(date(2018, 11, 30)).standing, Standing::InForce);
    let since = this.position(TODAY).force.since().unwrap();
    assert_eq!((since.earliest, since.latest), (date(2018, 11, 2), date(2018, 11, 30)));
}

#[test]
fn sources_that_differ_about_an_act_are_told_and_the_latest_day_is_waited_for() {
    let this = both(vec![
        stated(clause(Entry::AfterRatifications { count: 2, wait: None })),
        act("KG", A::Ratified, "2019-05-28"),
        act("TR", A::Ratified, "2021-01-10"),
        act("TR", A::Ratified, "2021-02-11"),
    ]);
    let position = this.position(TODAY);
    let since = position.force.since().unwrap();
    assert_eq!((since.earliest, since.latest), (date(2021, 1, 10), date(2021, 2, 11)));
    assert!(
        position
            .alarms
            .contains(&Alarm::ReportsDiffer { party: "TR".parse().unwrap(), kind: A::Ratified })
    );
    assert_eq!(this.position(date(2021, 2, 1)).standing, Standing::AwaitingDate);
}

#[test]
fn a_stated_day_of_entry_into_force_stands_beside_the_computed_one() {
    let report = |on: &str| Event::ForceReported {
        report: Report { on: on.parse().unwrap(), quotation: quotation() },
    };
    let alone = both(vec![report("2003")]);
    assert_eq!(alone.position(TODAY).standing, Standing::InForceReported);
    assert_eq!(alone.position(TODAY).force, Force::Unstated);
    let facts = |on: &str| {
        both(vec![
            stated(clause(Entry::OnSignature)),
            act("KG", A::Signed, "2020-05-01"),
            act("TR", A::Signed, "2020-05-01"),
            report(on),
        ])
        .position(TODAY)
        .alarms
    };
    assert!(matches!(facts("2020-06-01")[..], [Alarm::ForceDiffers { report: 5, .. }]));
    assert_eq!(facts("2020"), []);
}

#[test]
fn terms_end_are_renewed_and_tell_the_last_day_of_notice() {
    let five = Clause {
        duration: Some(length("P5Y")),
        renewal: Some(length("P5Y")),
        notice: Some(length("P6M")),
        ending: Some(Ending::EndOfTerm),
        ..clause(Entry::OnSignature)
    };
    let signed = || vec![act("KG", A::Signed, "2016-09-01"), act("TR", A::Signed, "2016-09-01")];
    let this = both([signed(), vec![stated(five.clone())]].concat());
    let term = |day: Date| this.position(day).term;
    assert_eq!(term(date(2021, 2, 1)).notice_by, Some(date(2021, 3, 1)));
    assert_eq!(term(date(2021, 3, 1)).notice_by, Some(date(2021, 3, 1)));
    // The day has passed: the next one is five years later, and the renewal is still ahead.
    assert_eq!(term(date(2021, 3, 2)).notice_by, Some(date(2026, 3, 1)));
    assert_eq!(term(date(2021, 3, 2)).renews, Some(date(2021, 9, 1)));
    let near = this.position(date(2026, 1, 30)).alarms;
    assert_eq!(near, [Alarm::NoticeBy { on: date(2026, 3, 1), days: 30 }]);

    // Notice in time ends it with the term; notice too late, with the next one.
    let denounced = |on: &str| {
        let notice = act("TR", A::Denounced, on);
        both([signed(), vec![stated(five.clone()), notice]].concat()).position(TODAY).term.ends
    };
    assert_eq!(denounced("2021-03-01"), Some(date(2021, 9, 1)));
    assert_eq!(denounced("2021-03-02"), Some(date(2026, 9, 1)));

    let plain = Clause { duration: Some(length("P2Y")), ..clause(Entry::OnSignature) };
    let plain = both([signed(), vec![stated(plain)]].concat());
    assert_eq!(plain.position(date(2018, 8, 31)).standing, Standing::InForce);
    assert_eq!(plain.position(date(2018, 9, 1)).standing, Standing::Expired);

    // A plan for two years ends with them, even where nobody says since when it is in force.
    let plan = Clause { entry: None, until: Some("2026".parse().unwrap()), ..five };
    let plan = Clause {
        duration: None,
        renewal: None,
        notice: None,
        ending: Some(Ending::AnyTime),
        ..plan
    };
    let plan = both([signed(), vec![stated(plan)]].concat());
    assert_eq!(plan.position(date(2026, 11, 22)).standing, Standing::Signed);
    assert_eq!(
        plan.position(date(2026, 11, 22)).alarms,
        [Alarm::Ends { on: date(2027, 1, 1), days: 40 }]
    );
    assert_eq!(plan.position(date(2027, 1, 1)).standing, Standing::Expired);
}

#[test]
fn of_many_parties_one_may_leave_and_the_others_stay_bound() {
    let notice = Clause { notice: Some(length("P90D")), ..clause(Entry::OnSignature) };
    let sign = |p: &str| act(p, A::Signed, "2020-01-01");
    let facts = vec![
        stated(notice),
        sign("KG"),
        sign("KZ"),
        sign("UZ"),
        act("UZ", A::Denounced, "2021-01-01"),
    ];
    let parties = ["KG", "KZ", "UZ"];
    assert_eq!(
        after(&parties, facts.clone()).unwrap().position(TODAY).standing,
        Standing::Denounced
    );
    let two = [facts, vec![act("KZ", A::Denounced, "2021-06-01")]].concat();
    assert_eq!(after(&parties, two).unwrap().position(TODAY).standing, Standing::Terminated);
}

#[test]
fn who_holds_it_for_how_long_and_overdue_is_told_for_the_day_asked() {
    let this = both(vec![
        sent("Ministry of Finance", "2026-01-10", Some(date(2026, 1, 24))),
        sent("Ministry of Justice", "2026-01", None),
        sent("Tax service", "2026-01-05", None),
        answered(4, Answer::Agreed, date(2026, 1, 6)),
    ]);
    let held = this.position(date(2026, 2, 10)).held;
    let told: Vec<_> = held.iter().map(|h| (h.step, h.days, h.exact, h.overdue)).collect();
    assert_eq!(told, [(2, 31, true, Some(17)), (3, 10, false, None)]);
    assert_eq!(this.position(date(2026, 1, 24)).held[0].overdue, None);
    let alarms = this.position(TODAY).alarms;
    assert!(matches!(alarms[0], Alarm::Overdue { days: 36, .. }));
}

#[test]
fn the_partner_sees_the_texts_and_everybody_only_what_is_published() {
    let mut step = sent("Five checks", "2026-01", None);
    if let Event::Sent { step } = &mut step {
        step.quotation = Some(quotation());
    }
    let this = both(vec![
        drafted("one"),
        approved(Side::Home, "one"),
        sent("Ministry of Finance", "2026-01-10", None),
        step,
        answered(4, Answer::Remarks, date(2026, 1, 12)),
    ]);
    let shared = this.shared();
    assert_eq!((shared.drafts.len(), shared.approvals.len()), (1, 1));
    assert_eq!((shared.sent.len(), shared.replies.len()), (1, 0));
    let open = this.published();
    assert_eq!((open.drafts.len(), open.approvals.len(), open.sent.len()), (0, 0, 1));
}

#[test]
fn a_day_shows_what_was_known_on_it_and_the_stream_reads_back_the_same() {
    let mut lines: Vec<Line> = Vec::new();
    let facts = [
        (entered(&["KG", "TR"]), date(2019, 1, 1)),
        (act("KG", A::Signed, "2018-09-01"), date(2019, 1, 1)),
        (act("TR", A::Signed, "2018-09-01"), date(2021, 2, 12)),
        (notified_30(), date(2019, 6, 1)),
    ];
    for (version, (event, known_on)) in (1..).zip(facts) {
        let new = entry_of::<Instrument>(&event, Meta { known_on, ..meta(version) }, None, None);
        let prev = lines.last().map_or(Hash::ZERO, |line| line.hash);
        lines.push(Line::chain(stream(), version, new.unwrap(), prev).unwrap());
    }
    let this: Instrument = fold(&lines).unwrap().unwrap();
    assert!(this.known_on(date(2018, 12, 31)).is_none());
    let known = this.known_on(date(2020, 1, 1)).unwrap();
    assert_eq!(known.position(date(2020, 1, 1)).standing, Standing::PartlySigned);
    let projection = this.project(&NoPersons).unwrap();
    assert_eq!(projection.readings.len(), 3);
    assert_eq!(projection.quotations.len(), 4);
    let again: Instrument = serde_json::from_str(&projection.readings[2].body).unwrap();
    assert_eq!(again, this);
}

#[test]
fn lengths_are_written_as_they_are_read() {
    for text in ["P30D", "P6M", "P5Y", "P999D"] {
        assert_eq!(length(text).to_string(), text);
    }
    for text in ["", "P", "P0D", "P1000D", "30D", "P-1D", "P5W", "P٥D", "P5Ä"] {
        assert!(text.parse::<Length>().is_err(), "{text}");
    }
    assert_eq!(length("P1M").after(date(2026, 1, 31)), date(2026, 2, 28));
    assert_eq!(length("P999Y").after(date(9999, 1, 1)), Date::MAX);
}

#[test]
fn links_name_a_commitment_once() {
    let link = || Event::Linked {
        link: Link { commitment: CommitmentId::new(Uuid::from_u128(3)), quotation: quotation() },
    };
    assert_eq!(both(vec![link()]).project(&NoPersons).unwrap().links.len(), 1);
    assert_eq!(refusal(vec![link(), link()]), "instrument-linked-already");
}
