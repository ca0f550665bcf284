use jiff::Timestamp;
use jiff::civil::{Date, date};
use uuid::Uuid;

use super::*;
use crate::Refusal;
use crate::aggregate::{Aggregate, Meta, NoPersons, entry_of, fold};
use crate::edtf::Edtf;
use crate::id::{CommitmentId, MilestoneId, ProjectId, SourceId, StreamId};
use crate::journal::{Entry, Hash};
use crate::quotation::Quotation;
use crate::text::{Language, Text4};
use crate::topic::Topic;

mod random;

const TODAY: Date = date(2026, 3, 1);

fn stream() -> StreamId {
    StreamId::new(Uuid::from_u128(9))
}

fn meta_on(version: i64, known_on: Date) -> Meta {
    let recorded_at = Timestamp::from_microsecond(1_772_000_000_000_000 + version).unwrap();
    Meta { version, known_on, recorded_at, actor: None }
}

fn meta(version: i64) -> Meta {
    meta_on(version, TODAY)
}

fn text(words: &str) -> Text4 {
    Text4::new(Language::En, words).unwrap()
}

fn edtf(text: &str) -> Edtf {
    text.parse().unwrap()
}

fn id(n: u128) -> MilestoneId {
    MilestoneId::new(Uuid::from_u128(n))
}

fn quotation() -> Quotation {
    Quotation {
        source: SourceId::new(Uuid::from_u128(5)),
        language: "ru".to_owned(),
        exact: "больница".to_owned(),
        prefix: String::new(),
        suffix: String::new(),
        start: 0,
        end: 8,
        translation: None,
    }
}

fn begun_event() -> Event {
    let description = Description {
        registry: "KG".parse().unwrap(),
        partner: "TR".parse().unwrap(),
        title: text("Friendship hospital"),
        parties: vec!["KG".parse().unwrap(), "TR".parse().unwrap()],
        site: Some(text("Bishkek")),
        topic: Topic::Facility,
        template: None,
    };
    Event::Begun { description, quotation: None }
}

fn milestone(n: u128, kind: MilestoneKind, title: &str) -> Event {
    Event::MilestoneAdded {
        milestone: Milestone { id: id(n), kind, title: text(title), phase: None },
    }
}

fn waits(before: u128, after: u128, lag: u16) -> Event {
    Event::DependencyAdded { dependency: Dependency { before: id(before), after: id(after), lag } }
}

fn word(n: u128, aspect: Aspect, on: &str) -> Word {
    Word {
        milestone: id(n),
        aspect,
        on: (!on.is_empty()).then(|| edtf(on)),
        reason: (aspect == Aspect::Forecast).then(|| text("the builder says so")),
        quotation: Some(quotation()),
    }
}

fn said(n: u128, aspect: Aspect, on: &str) -> Event {
    Event::Dated { word: word(n, aspect, on) }
}

/// A project with three milestones: built (1), licensed (2), first patient (3).
fn project() -> Project {
    let mut this = Project::begin(stream(), begun_event(), meta(1)).unwrap();
    let kinds = [
        (1, MilestoneKind::Construction, "built"),
        (2, MilestoneKind::Licence, "licensed"),
        (3, MilestoneKind::FirstPatient, "first patient"),
    ];
    for (version, (n, kind, title)) in (2..).zip(kinds) {
        this.then(milestone(n, kind, title), meta(version)).unwrap();
    }
    this
}

fn then(this: &mut Project, event: Event) -> Result<(), Refusal> {
    let version = this.version + 1;
    this.then(event, meta(version))
}

fn on(this: &mut Project, known_on: Date, event: Event) {
    let version = this.version + 1;
    this.then(event, meta_on(version, known_on)).unwrap();
}

fn freeze(this: &Project, name: &str, as_known_on: Option<Date>) -> Event {
    let snapshot = this.snapshot(as_known_on).unwrap();
    Event::BaselineFrozen { baseline: Baseline::of(text(name), snapshot).unwrap() }
}

#[test]
fn slip_is_counted_in_days_only_where_both_days_are_known() {
    use Incomparable as I;
    let exact = |days| Slip::Exact { days };
    let range = |least, most| Slip::Range { least, most };
    let unknown = |why| Slip::Unknown { why };
    for (then, now, expected) in [
        ("2017-08-31", "2024-11-05", exact(2623)),
        ("2017-08-31", "2017-08-31", Slip::Same),
        ("2017-08-31", "2017-08-30", exact(-1)),
        ("2024-02-28", "2024-03-01", exact(2)),
        ("2017-08-31", "2017-11", range(62, 91)),
        ("2030", "2030-06", range(-213, 180)),
        ("2030", "2031", range(1, 729)),
        ("2030", "2030", Slip::Same),
        ("2030", "2029", range(-729, -1)),
        ("2030-06-01/2030-06-01", "2030-06-01", Slip::Same),
        ("2019-11~", "2019-11", unknown(I::Approximate)),
        ("2019~", "2019~", Slip::Same),
        ("", "2030", unknown(I::NoDateThen)),
        ("2030", "", unknown(I::NoDateNow)),
        ("", "", unknown(I::NoDateThen)),
    ] {
        let read = |text: &str| (!text.is_empty()).then(|| edtf(text));
        assert_eq!(slip(read(then), read(now)), expected, "{then} → {now}");
    }
    assert!(!slip(Some(edtf("2030")), Some(edtf("2030-06"))).is_late());
    assert!(slip(Some(edtf("2030")), Some(edtf("2031"))).is_late());
    assert!(slip(Some(edtf("2030")), Some(edtf("2029"))).is_early());
}

#[test]
fn given_a_building_that_stands_then_it_is_not_licensed_and_nobody_was_treated() {
    let mut this = project();
    on(&mut this, date(2017, 12, 1), said(1, Aspect::Claimed, "2017-11"));
    let plan = this.plan(TODAY, Against::FirstWord);
    let cell = |kind| plan.cells.iter().find(|c| c.kind == kind).unwrap();
    assert_eq!(cell(MilestoneKind::Construction).reached, 1);
    assert_eq!(cell(MilestoneKind::Construction).last, Some(edtf("2017-11")));
    assert_eq!((cell(MilestoneKind::Licence).of, cell(MilestoneKind::Licence).reached), (1, 0));
    assert_eq!(cell(MilestoneKind::Ceremony).of, 0);
    assert_eq!(plan.standing, Standing::Undated);
    assert_eq!((plan.tally.reached, plan.tally.undated), (1, 2));
}

#[test]
fn the_word_known_last_counts_and_every_move_of_a_forecast_is_kept() {
    let mut this = project();
    on(&mut this, date(2016, 1, 1), said(1, Aspect::Planned, "2017-08-31"));
    on(&mut this, date(2018, 9, 1), said(1, Aspect::Forecast, "2019-12-31"));
    // Entered later, known earlier: it does not count over the one above.
    on(&mut this, date(2017, 9, 1), said(1, Aspect::Forecast, "2018-06-30"));
    // The same day said again is no move.
    on(&mut this, date(2018, 10, 1), said(1, Aspect::Forecast, "2019-12-31"));
    let plan = this.plan(date(2018, 12, 1), Against::FirstWord);
    let row = plan.row(id(1)).unwrap();
    assert_eq!(row.on, Some(edtf("2019-12-31")));
    assert_eq!(row.then, Some(edtf("2017-08-31")));
    assert_eq!(row.slip, Slip::Exact { days: 852 });
    let steps: Vec<Slip> = row.moves.steps.iter().map(|(_, slip)| *slip).collect();
    assert_eq!(steps, [Slip::Exact { days: 303 }, Slip::Exact { days: 549 }]);
    assert_eq!(row.moves.total, Slip::Exact { days: 852 });
    assert_eq!(plan.standing, Standing::Slipped);
    on(
        &mut this,
        date(2020, 1, 1),
        Event::Dated { word: Word { on: None, ..word(1, Aspect::Forecast, "") } },
    );
    let row = this.plan(TODAY, Against::FirstWord).rows[0].clone();
    assert_eq!((row.on, row.moves.steps.len()), (None, 3));
    assert_eq!(row.slip, Slip::Unknown { why: Incomparable::NoDateNow });
}

#[test]
fn what_is_past_its_last_day_is_overdue_and_a_year_is_not_over_before_its_end() {
    for (stated, day, overdue) in [
        ("2025", date(2025, 12, 31), None),
        ("2025", date(2026, 1, 1), Some(1)),
        ("2025-06", date(2025, 6, 30), None),
        ("2025-06-15", date(2025, 6, 25), Some(10)),
    ] {
        let mut this = project();
        then(&mut this, said(1, Aspect::Planned, stated)).unwrap();
        let plan = this.plan(day, Against::FirstWord);
        assert_eq!(plan.row(id(1)).unwrap().overdue, overdue, "{stated} on {day}");
        let alarm = plan.alarms.iter().any(|a| matches!(a, Alarm::Overdue { .. }));
        assert_eq!(alarm, overdue.is_some());
        then(&mut this, said(1, Aspect::Claimed, "2025")).unwrap();
        assert_eq!(this.plan(date(2026, 2, 1), Against::FirstWord).tally.overdue, 0);
    }
}

#[test]
fn what_is_due_within_ninety_days_is_told_by_its_last_day() {
    let mut this = project();
    then(&mut this, said(1, Aspect::Planned, "2026")).unwrap();
    for (day, due) in [
        (date(2026, 10, 1), None),
        (date(2026, 10, 2), Some((date(2026, 12, 31), 90))),
        (date(2026, 12, 31), Some((date(2026, 12, 31), 0))),
        (date(2027, 1, 1), None),
    ] {
        let plan = this.plan(day, Against::FirstWord);
        assert_eq!(plan.row(id(1)).unwrap().due, due, "{day}");
        assert_eq!(plan.tally.due, u32::from(due.is_some()));
        assert_eq!(plan.alarms.iter().any(|a| matches!(a, Alarm::Due { .. })), due.is_some());
    }
}

#[test]
fn the_chain_stands_beside_what_people_say_and_overwrites_nothing() {
    let mut this = project();
    for event in [
        waits(1, 2, 30),
        waits(2, 3, 0),
        said(1, Aspect::Forecast, "2027-01-01"),
        said(3, Aspect::Planned, "2026-12"),
    ] {
        then(&mut this, event).unwrap();
    }
    let plan = this.plan(TODAY, Against::FirstWord);
    let licensed = plan.row(id(2)).unwrap();
    let chain = licensed.chain.as_ref().unwrap();
    assert_eq!((chain.not_before, chain.by), (date(2027, 1, 31), id(1)));
    assert_eq!(chain.at_latest, Some(date(2027, 1, 31)));
    assert_eq!(licensed.on, None, "the chain gives nobody a day");
    let patient = plan.row(id(3)).unwrap();
    assert_eq!(patient.on, Some(edtf("2026-12")));
    let chain = patient.chain.as_ref().unwrap();
    assert_eq!(chain.not_before, date(2027, 1, 31));
    assert_eq!(chain.at_latest, None, "the licence has no day");
    assert_eq!(chain.undated.iter().copied().collect::<Vec<_>>(), [id(2)]);
    assert_eq!(patient.too_early, Some(31));
    assert_eq!(plan.critical, [id(1), id(2), id(3)]);
    assert!(plan.alarms.contains(&Alarm::TooEarly {
        milestone: id(3),
        not_before: date(2027, 1, 31),
        days: 31
    }));
}

#[test]
fn nothing_that_is_open_can_be_reached_before_today_and_undated_chains_are_not_critical() {
    let mut this = project();
    then(&mut this, waits(1, 2, 10)).unwrap();
    let plan = this.plan(TODAY, Against::FirstWord);
    assert_eq!(plan.row(id(2)).unwrap().chain.as_ref().unwrap().not_before, date(2026, 3, 11));
    assert!(plan.critical.is_empty());
    then(&mut this, said(1, Aspect::Planned, "2020")).unwrap();
    let plan = this.plan(TODAY, Against::FirstWord);
    assert_eq!(plan.row(id(2)).unwrap().chain.as_ref().unwrap().not_before, date(2026, 3, 11));
    assert_eq!(plan.critical, [id(1), id(2)]);
}

#[test]
fn what_came_before_what_it_waits_for_is_told_and_not_refused() {
    let mut this = project();
    for event in [
        waits(1, 3, 0),
        said(1, Aspect::Claimed, "2021-10"),
        said(3, Aspect::Claimed, "2020-03"),
        said(1, Aspect::Claimed, "2017-11"),
    ] {
        then(&mut this, event).unwrap();
    }
    let alarms = this.plan(TODAY, Against::FirstWord).alarms;
    assert_eq!(alarms, [Alarm::ReportsDiffer { milestone: id(1) }]);
    then(&mut this, said(1, Aspect::Confirmed, "2021-10")).unwrap();
    let plan = this.plan(TODAY, Against::FirstWord);
    assert_eq!(plan.row(id(1)).unwrap().progress, Progress::Confirmed);
    assert!(plan.alarms.contains(&Alarm::OutOfOrder { milestone: id(3), before: id(1) }));
}

#[test]
fn a_circle_is_refused_and_its_way_is_named() {
    let mut this = project();
    then(&mut this, waits(1, 2, 0)).unwrap();
    then(&mut this, waits(2, 3, 0)).unwrap();
    let refusal = then(&mut this, waits(3, 1, 0)).unwrap_err();
    assert_eq!(refusal.code, "project-cycle");
    assert_eq!(refusal.args[0].1, "built → licensed → first patient → built");
    for (event, code) in [
        (waits(1, 1, 0), "project-waits-for-itself"),
        (waits(1, 2, 5), "project-depends-already"),
        (waits(1, 99, 0), "project-no-milestone"),
        (Event::DependencyRemoved { before: id(1), after: id(3) }, "project-no-dependency"),
    ] {
        assert_eq!(then(&mut this, event).unwrap_err().code, code);
    }
    then(&mut this, Event::DependencyRemoved { before: id(1), after: id(2) }).unwrap();
    then(&mut this, waits(3, 1, 0)).unwrap();
}

#[test]
fn a_baseline_is_frozen_for_ever_and_compares_with_what_came_after() {
    let mut this = project();
    on(&mut this, date(2016, 1, 1), said(1, Aspect::Planned, "2017-08-31"));
    let event = freeze(&this, "Decree", None);
    then(&mut this, event.clone()).unwrap();
    let frozen = this.baselines[0].meta.version;
    let hash = this.baselines[0].what.hash;
    let twice = freeze(&this, "decree", None);
    assert_eq!(then(&mut this, twice).unwrap_err().code, "project-baseline-name");
    let gone = Event::FactWithdrawn { version: frozen, reason: text("not wanted") };
    assert_eq!(then(&mut this, gone).unwrap_err().code, "project-baseline-stays");
    let Event::BaselineFrozen { mut baseline } = event else { unreachable!() };
    baseline.name = text("Forged");
    baseline.snapshot.milestones[0].on = Some(edtf("2020"));
    let forged = Event::BaselineFrozen { baseline };
    assert_eq!(then(&mut this, forged).unwrap_err().code, "project-baseline-hash");

    on(&mut this, date(2018, 1, 1), said(1, Aspect::Forecast, "2019-12-31"));
    let removed = Event::MilestoneRemoved { milestone: id(3), reason: text("another project") };
    then(&mut this, removed).unwrap();
    let plan = this.plan(TODAY, Against::Baseline(frozen));
    assert_eq!(plan.row(id(1)).unwrap().slip, Slip::Exact { days: 852 });
    assert_eq!(this.baselines[0].what.hash, hash);
    assert!(this.baselines[0].what.is_whole());
    let now = this.snapshot(None).unwrap();
    let compared = compare(&this.baselines[0].what.snapshot, &now);
    let of = |n| compared.iter().find(|c| c.milestone == id(n)).unwrap().slip;
    assert_eq!(of(1), Slip::Exact { days: 852 });
    assert_eq!(of(3), Slip::Unknown { why: Incomparable::NotNow });
    let back = compare(&now, &this.baselines[0].what.snapshot);
    let of = |n| back.iter().find(|c| c.milestone == id(n)).unwrap().slip;
    assert_eq!(
        (of(1), of(3)),
        (Slip::Exact { days: -852 }, Slip::Unknown { why: Incomparable::NotThen })
    );
    // A baseline that is not on record compares with nothing and breaks nothing.
    let none = this.plan(TODAY, Against::Baseline(4_711));
    assert_eq!(none.rows[0].slip, Slip::Unknown { why: Incomparable::NotThen });
}

#[test]
fn a_plan_can_be_frozen_as_it_was_known_on_an_earlier_day() {
    let mut this = project();
    on(&mut this, date(2016, 1, 1), said(1, Aspect::Planned, "2017-08-31"));
    on(&mut this, date(2018, 1, 1), said(1, Aspect::Forecast, "2019-12-31"));
    let event = freeze(&this, "As promised", Some(date(2017, 1, 1)));
    then(&mut this, event).unwrap();
    let frozen = &this.baselines[0];
    assert_eq!(frozen.what.point(id(1)).unwrap().on, Some(edtf("2017-08-31")));
    assert!(frozen.what.point(id(2)).is_none(), "nobody had spoken of the licence");
    let against = Against::Baseline(frozen.meta.version);
    assert_eq!(this.plan(TODAY, against).row(id(1)).unwrap().slip, Slip::Exact { days: 852 });
    assert!(this.snapshot(Some(date(2015, 1, 1))).is_none());
    let ahead = Snapshot { as_known_on: Some(date(2030, 1, 1)), ..this.snapshot(None).unwrap() };
    let ahead = Event::BaselineFrozen { baseline: Baseline::of(text("Ahead"), ahead).unwrap() };
    assert_eq!(then(&mut this, ahead).unwrap_err().code, "project-date-ahead");
}

#[test]
fn words_that_say_too_little_or_too_much_are_refused() {
    let bare = |aspect| Word { reason: None, quotation: None, ..word(1, aspect, "2020") };
    for (word, code) in [
        (bare(Aspect::Forecast), "project-reason-missing"),
        (bare(Aspect::Confirmed), "project-evidence-missing"),
        (word(1, Aspect::Planned, ""), "project-day-missing"),
        (word(1, Aspect::Claimed, ""), "project-day-missing"),
        (word(1, Aspect::Claimed, "2027"), "project-date-ahead"),
        (word(1, Aspect::Started, "2026-03-03"), "project-date-ahead"),
        (word(9, Aspect::Planned, "2027"), "project-no-milestone"),
    ] {
        let mut this = project();
        assert_eq!(then(&mut this, Event::Dated { word }).unwrap_err().code, code);
    }
}

#[test]
fn moves_that_make_no_sense_are_refused_with_a_code() {
    let Event::Begun { description, .. } = begun_event() else { unreachable!() };
    let alone = Description { parties: vec!["KG".parse().unwrap()], ..description.clone() };
    let moved = Description { registry: "KZ".parse().unwrap(), ..description };
    let link = Event::LinkAdded {
        link: Link {
            to: Linked::Commitment(CommitmentId::new(Uuid::from_u128(3))),
            quotation: None,
        },
    };
    let mut this = project();
    then(&mut this, link.clone()).unwrap();
    for (event, code) in [
        (begun_event(), "project-begun-already"),
        (Event::Described { description: alone }, "project-two-parties"),
        (Event::Described { description: moved }, "registry-code-fixed"),
        (milestone(1, MilestoneKind::Audit, "again"), "project-milestone-there"),
        (link, "project-linked-already"),
        (Event::FactWithdrawn { version: 2, reason: text("x") }, "project-no-such-fact"),
        (Event::Unpublished, "not-published"),
        (Event::MilestoneRemoved { milestone: id(8), reason: text("x") }, "project-no-milestone"),
    ] {
        assert_eq!(then(&mut this, event).unwrap_err().code, code);
    }
    assert_eq!(
        Project::begin(stream(), Event::Published, meta(1)).unwrap_err().code,
        "project-not-begun"
    );
    let mut full = Project::begin(stream(), begun_event(), meta(1)).unwrap();
    let none = freeze(&full, "nothing", None);
    assert_eq!(then(&mut full, none).unwrap_err().code, "project-baseline-empty");
    for n in 0..MOST_MILESTONES as u128 {
        then(&mut full, milestone(n, MilestoneKind::Staff, "one")).unwrap();
    }
    let more = milestone(9_999, MilestoneKind::Staff, "one too many");
    assert_eq!(then(&mut full, more).unwrap_err().code, "project-too-many");
}

#[test]
fn everybody_sees_what_rests_on_passages_and_no_remark_of_the_house() {
    let mut this = project();
    then(&mut this, waits(1, 2, 0)).unwrap();
    then(&mut this, said(1, Aspect::Forecast, "2027")).unwrap();
    let own = Word { quotation: None, ..word(2, Aspect::Forecast, "2028") };
    then(&mut this, Event::Dated { word: own }).unwrap();
    let frozen = freeze(&this, "all", None);
    then(&mut this, frozen).unwrap();
    let seen = this.published();
    assert_eq!(seen.words.len(), 1);
    assert!(seen.words[0].what.reason.is_none() && seen.depends.is_empty());
    let point = |n| seen.baselines[0].what.point(id(n)).unwrap().on;
    assert_eq!((point(1), point(2)), (Some(edtf("2027")), None));
    assert_eq!(seen.baselines[0].what.hash, this.baselines[0].what.hash);
    assert!(!seen.baselines[0].what.is_whole());
}

#[test]
fn a_passage_makes_a_milestone_known_from_the_day_it_was_published() {
    let mut this = project();
    on(&mut this, date(2016, 1, 1), said(1, Aspect::Planned, "2017-08-31"));
    on(&mut this, date(2018, 1, 1), said(2, Aspect::Planned, "2019"));
    assert!(this.known_on(date(2015, 12, 31)).is_none());
    let then = this.known_on(date(2017, 1, 1)).unwrap();
    assert_eq!(then.milestones.len(), 1);
    assert_eq!(then.plan(date(2017, 10, 1), Against::FirstWord).tally.overdue, 1);
    assert_eq!(this.known_on(TODAY).unwrap().milestones.len(), 3);
}

#[test]
fn the_template_has_no_circle_no_day_and_the_same_ids_everywhere() {
    let template = Template::NuclearMedicineCentre;
    let mut this = Project::begin(stream(), begun_event(), meta(1)).unwrap();
    let project = ProjectId::new(stream().uuid());
    for step in template.steps() {
        let milestone = Milestone {
            id: Template::milestone(project, step.key),
            kind: step.kind,
            title: text(step.key),
            phase: Some(step.phase),
        };
        then(&mut this, Event::MilestoneAdded { milestone }).unwrap();
    }
    for dependency in template.dependencies(project) {
        then(&mut this, Event::DependencyAdded { dependency }).unwrap();
    }
    let plan = this.plan(TODAY, Against::FirstWord);
    assert_eq!(plan.tally.milestones as usize, template.steps().len());
    assert_eq!((plan.tally.undated, plan.tally.reached), (plan.tally.milestones, 0));
    assert!(plan.rows.iter().all(|row| row.on.is_none()) && plan.alarms.is_empty());
    let phases: Vec<u8> = template.steps().iter().map(|step| step.phase).collect();
    assert!(phases.is_sorted() && phases.last() == Some(&7));
}

#[test]
fn what_is_written_to_the_journal_is_read_back() {
    let mut this = project();
    let mut events = vec![begun_event()];
    events.extend([
        milestone(1, MilestoneKind::Construction, "built"),
        milestone(2, MilestoneKind::Licence, "licensed"),
        waits(1, 2, 30),
        said(1, Aspect::Planned, "2017-08-31"),
    ]);
    then(&mut this, said(1, Aspect::Planned, "2017-08-31")).unwrap();
    events.push(freeze(&this, "plan", None));
    let (mut entries, mut prev) = (Vec::new(), Hash::ZERO);
    for (version, event) in (1..).zip(&events) {
        let new = entry_of::<Project>(event, meta(version), None, None).unwrap();
        let entry = Entry::chain(stream(), version, new, prev).unwrap();
        prev = entry.hash;
        entries.push(entry);
    }
    let read = fold::<Project>(&entries).unwrap().unwrap();
    assert_eq!(read.version, 6);
    assert!(read.baselines[0].what.is_whole());
    let projection = Aggregate::project(&read, &NoPersons).unwrap();
    assert_eq!(projection.quotations.len(), 1);
    assert_eq!(projection.readings.len(), 1);
    let again: Project = serde_json::from_str(&projection.readings[0].body).unwrap();
    assert_eq!(again, read);
}
