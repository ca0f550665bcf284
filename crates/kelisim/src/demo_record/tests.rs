//! The demonstration says what its sources say.

use jiff::civil::{Date, date};
use kelisim_domain::body::{Body, Standing as Far, Where};
use kelisim_domain::commitment::{self, Commitment, YearFigures};
use kelisim_domain::conflict::Conflict;
use kelisim_domain::edtf::Edtf;
use kelisim_domain::id::CallId;
use kelisim_domain::instrument::{Alarm, Instrument, Standing};
use kelisim_domain::journal::{Hash, verify_chain};
use kelisim_domain::meeting::Meeting;
use kelisim_domain::observation::Observation;
use kelisim_domain::programme::placement::Placement;
use kelisim_domain::programme::visit::{Counter, ExpertVisit, State};
use kelisim_domain::project::{
    Against, Aspect, Incomparable, MilestoneKind, Progress, Project, Slip, Standing as Plan,
};
use kelisim_domain::quota::{Account, Booked, LineShown};
use kelisim_domain::quotation::Quotation;
use kelisim_domain::source::{Review, Source};
use kelisim_domain::text::Language;
use kelisim_store::Store;
use kelisim_store::reading::{Kind, Scope};
use serde::de::DeserializeOwned;

use super::{Record, stream_of};
use crate::testing::World;

const TODAY: Date = date(2026, 11, 22);

/// Acts, clauses, approvals under way and commitments of the instruments.
const INSTRUMENT_FACTS: usize = 30 + 4 + 1 + 14;
/// Beginnings, words about milestones and links of the projects.
const PROJECT_FACTS: usize = 2 + 18 + 6;

/// Names, mandates, words on how far they have come, sessions, contributions and invitations of the joint bodies.
const BODY_FACTS: usize = 9 + 5 + 12 + 2 + 3 + 2;

/// Names, steps, experts and reported totals of the visits.
const VISIT_FACTS: usize = 4 + 3 + 12 + 7;

async fn one<T: DeserializeOwned>(store: &dyn Store, kind: Kind, name: &str, key: &str) -> T {
    let id = stream_of(name, key).uuid();
    let body = store.one(kind, id, TODAY).await.unwrap().unwrap_or_else(|| panic!("{key}"));
    serde_json::from_str(&body.body).unwrap()
}

async fn commitments(store: &dyn Store, record: &Record) -> Vec<Commitment> {
    let mut all = Vec::new();
    for file in &record.commitments {
        all.push(one(store, Kind::Commitment, "commitment", &file.key).await);
    }
    all
}

async fn observations(store: &dyn Store, record: &Record) -> Vec<Observation> {
    let mut all = Vec::new();
    for file in &record.observations {
        all.push(one(store, Kind::Observation, "observation", &file.key).await);
    }
    all
}

#[tokio::test]
async fn everything_in_the_files_is_in_the_record_and_public() {
    for world in World::each().await {
        world.load_demo().await;
        let (store, record) = (world.house.store(), Record::read().unwrap());
        let counts = [
            record.parties.len(),
            record.sources.len(),
            record.meetings.len(),
            record.commitments.len(),
            record.observations.len(),
            record.conflicts.len(),
            record.lines.len(),
            record.instruments.len(),
            record.projects.len(),
            record.bodies.len(),
            record.calls.len(),
            record.visits.len(),
            record.indicators.len(),
        ];
        assert_eq!(
            counts,
            [20, 61, 12, 38, 17, 10, 4, 12, 2, 9, 2, 4, 5],
            "as the README of the files says"
        );
        assert_eq!(store.all(Kind::Party).await.unwrap().len(), 20);
        assert_eq!(store.all(Kind::Registry).await.unwrap().len(), 2);
        let all = commitments(store, &record).await;
        assert!(all.iter().all(|c| c.public));
        let steps: usize = all.iter().map(|c| c.statements.len()).sum();
        let quotas: usize = all.iter().map(|c| c.quotas.len()).sum();
        let reports: usize = all.iter().map(|c| c.reports.len()).sum();
        assert_eq!([steps, quotas, reports], [69, 21, 22]);
        assert!(observations(store, &record).await.iter().all(|o| o.public));
        for file in &record.conflicts {
            let conflict: Conflict = one(store, Kind::Conflict, "conflict", &file.key).await;
            assert!(conflict.public && conflict.sides.len() == file.side.len());
        }
        world.end().await;
    }
}

#[tokio::test]
async fn every_quotation_stands_in_the_kept_text_of_its_source() {
    for world in World::each().await {
        world.load_demo().await;
        let (store, record) = (world.house.store(), Record::read().unwrap());
        let mut quotations: Vec<Quotation> = Vec::new();
        for c in commitments(store, &record).await {
            quotations.extend(c.statements.into_iter().map(|s| s.what.quotation));
            quotations.extend(c.quotas.into_iter().map(|q| q.what.quotation));
            quotations.extend(c.reports.into_iter().map(|r| r.what.quotation));
        }
        for o in observations(store, &record).await {
            quotations.extend(o.values.into_iter().map(|v| v.what.quotation));
        }
        for file in &record.conflicts {
            let conflict: Conflict = one(store, Kind::Conflict, "conflict", &file.key).await;
            quotations.extend(conflict.sides.into_iter().map(|s| s.quotation));
        }
        for file in &record.instruments {
            let it: Instrument = one(store, Kind::Instrument, "instrument", &file.key).await;
            assert!(it.public);
            quotations.extend(it.quotations().map(|(_, quotation)| quotation.clone()));
        }
        for file in &record.projects {
            let it: Project = one(store, Kind::Project, "project", &file.key).await;
            assert!(it.public);
            quotations.extend(it.quotations().map(|(_, quotation)| quotation.clone()));
        }
        for file in &record.bodies {
            let it: Body = one(store, Kind::Body, "body", &file.key).await;
            assert!(it.public);
            quotations.extend(it.quotations().map(|(_, quotation)| quotation.clone()));
        }
        for file in &record.visits {
            let it: ExpertVisit = one(store, Kind::Visit, "visit", &file.key).await;
            assert!(it.public);
            quotations.extend(it.quotations().map(|(_, quotation)| quotation.clone()));
        }
        let facts = INSTRUMENT_FACTS + PROJECT_FACTS + BODY_FACTS + VISIT_FACTS;
        assert_eq!(quotations.len(), 69 + 21 + 22 + 17 + 21 + 12 + facts);
        for quotation in &quotations {
            let body = store.one(Kind::Source, quotation.source.uuid(), TODAY).await.unwrap();
            let source: Source = serde_json::from_str(&body.unwrap().body).unwrap();
            let text = store.blob(source.text).await.unwrap().unwrap();
            assert_eq!(Hash::of(&text), source.text);
            assert!(source.description.rendering);
            assert!(quotation.holds_in(std::str::from_utf8(&text).unwrap()), "{}", quotation.exact);
        }
        world.end().await;
    }
}

#[tokio::test]
async fn the_chain_of_every_stream_verifies_and_nothing_is_known_before_its_source() {
    for world in World::each().await {
        world.load_demo().await;
        let store = world.house.store();
        let streams = store.streams(None, 1_000).await.unwrap();
        let things = 20 + 61 + 12 + 38 + 17 + 10 + 4 + 12 + 2 + 9 + 2 + 1 + 4 + 5 + 36;
        assert_eq!(streams.len(), 2 + things);
        for (stream, _, head) in streams {
            let entries = store.entries(stream).await.unwrap();
            assert_eq!(verify_chain(&entries), Ok((head.version, head.hash)));
            for entry in entries {
                let Some(source) = entry.new.source else { continue };
                let body = store.one(Kind::Source, source.uuid(), TODAY).await.unwrap().unwrap();
                let source: Source = serde_json::from_str(&body.body).unwrap();
                if entry.new.kind.starts_with("quota.") {
                    // A booking is known from the day it is made.
                    assert!(entry.new.known_on >= source.known_on());
                } else {
                    assert_eq!(entry.new.known_on, source.known_on());
                }
            }
        }
        world.end().await;
    }
}

/// A clock that goes on each time somebody looks at it.
#[derive(Default)]
struct Ticking(std::sync::atomic::AtomicI64);

impl kelisim_app::Clock for Ticking {
    fn now(&self) -> jiff::Timestamp {
        let tick = self.0.fetch_add(1_000, std::sync::atomic::Ordering::SeqCst);
        let noon: jiff::Timestamp = "2026-11-22T12:00:00Z".parse().unwrap();
        noon + jiff::SignedDuration::from_micros(tick)
    }
}

#[tokio::test]
async fn what_two_people_did_in_one_change_is_read_back_as_it_was_written_while_the_clock_goes_on()
{
    for world in World::each().await {
        let opened = world.database.open().await.unwrap();
        let clock = std::sync::Arc::new(Ticking::default());
        let house =
            crate::wiring::House::with(opened, world.house.data.clone(), clock).await.unwrap();
        super::load(&house.app, &Record::read().unwrap()).await.unwrap();
        let store = house.store();
        let before = store.dump().await.unwrap();
        let persons = house.app.persons();
        kelisim_store::replay::rebuild(store, persons, &mut |_| {}).await.unwrap();
        assert_eq!(store.dump().await.unwrap(), before);
        house.close().await;
        world.end().await;
    }
}

#[tokio::test]
async fn statements_of_parties_are_read_to_the_end_and_meetings_name_their_report() {
    for world in World::each().await {
        world.load_demo().await;
        let (store, record) = (world.house.store(), Record::read().unwrap());
        let mut finished = 0;
        for file in &record.sources {
            let source: Source = one(store, Kind::Source, "source", &file.key).await;
            assert_ne!(source.review, Review::InReview, "{}", file.key);
            finished += usize::from(source.review == Review::Finished);
        }
        assert_eq!(finished, 7);
        for file in &record.meetings {
            let meeting: Meeting = one(store, Kind::Meeting, "meeting", &file.key).await;
            let source = file.source.as_ref().map(|key| stream_of("source", key).uuid());
            assert_eq!(
                meeting.description.communique.map(kelisim_domain::id::SourceId::uuid),
                source
            );
            assert!(meeting.public && meeting.delegations.len() == file.delegation.len());
            assert_eq!(meeting.decisions.len(), file.decision.len());
            // Persons are named by their offices: the reports that are quoted name nobody.
            assert!(meeting.delegations.iter().all(|said| said.what.name.is_none()));
        }
        world.end().await;
    }
}

/// Nothing is in the book that nobody did: every place of the demonstration is where its source put it.
#[tokio::test]
async fn lines_hold_the_places_their_sources_name_and_no_invented_move() {
    for world in World::each().await {
        world.load_demo().await;
        let (store, record) = (world.house.store(), Record::read().unwrap());
        let commitments = commitments(store, &record).await;
        let mut places = Vec::new();
        for file in &record.lines {
            let line: LineShown = one(store, Kind::QuotaLine, "quota", &file.key).await;
            // The calls of the demonstration took what they have on their line; every move says that it is made up, or
            // whose it is: one takes 40 places and holds them, the other took 30 and gave them.
            assert!(line.public);
            if record.calls.iter().any(|call| call.line == file.key) {
                let lies = [Account::Released, Account::Seated, Account::Allocated]
                    .map(|account| line.balances.get(account));
                assert_eq!((lies, line.balances.total()), ([40, 0, 0], 70));
                given(store, &line).await;
            } else {
                assert_eq!(line.moves, 1);
                assert_eq!(line.balances.get(Account::Pledged), line.balances.total());
            }
            for booked in store.quota_moves(line.id, 0, 100).await.unwrap().iter().skip(1) {
                let booked: Booked = serde_json::from_str(booked).unwrap();
                let note = booked.note.as_ref().and_then(|note| note.get(Language::En));
                let made_up =
                    note.is_some_and(|note| note.starts_with("Made up for demonstration"));
                assert!(made_up || booked.call.is_some(), "{booked:?}");
            }
            let d = &line.description;
            let promise = commitments.iter().find(|c| c.id == d.commitment).unwrap();
            let stated = promise.quotas.iter().map(|q| &q.what);
            let mut stated = stated.filter(|q| (q.period, q.channel) == (d.period, d.channel));
            assert_eq!(stated.next().unwrap().places.as_whole(), Some(line.stated));
            places.push(line.stated);
        }
        assert_eq!(places, [150, 100, 50, 70]);
        world.end().await;
    }
}

/// The thirty places that the finished call gave are where their placements say, one by one.
async fn given(store: &dyn Store, line: &LineShown) {
    let everybody = Scope { registry: None, partners: None, public_only: false };
    let call = CallId::new(stream_of("call", "kg-ru-residency-finished").uuid());
    let placements: Vec<Placement> = store
        .placements(&everybody, call, TODAY, None, 1_000)
        .await
        .unwrap()
        .iter()
        .map(|body| serde_json::from_str(&body.body).unwrap())
        .collect();
    assert!(placements.iter().all(|it| it.description.made_up));
    let there = |account: Account| {
        placements.iter().filter(|it| it.stage.account() == Some(account)).count() as u64
    };
    for account in [Account::Offered, Account::Accepted, Account::Enrolled, Account::Completed] {
        assert_eq!(line.balances.get(account), there(account), "{account:?}");
        assert!(there(account) > 0, "the demonstration shows one that is {account:?}");
    }
    let onward = [Account::Offered, Account::Accepted, Account::Enrolled, Account::Completed];
    let held: u64 = onward.into_iter().map(|account| line.balances.get(account)).sum();
    assert_eq!(held + line.balances.get(Account::Returned), 30);
}

/// The chain of treatment places in Türkiye, as its sources give it.
#[tokio::test]
async fn of_150_places_of_2025_48_were_reported_and_102_have_no_published_reason() {
    for world in World::each().await {
        world.load_demo().await;
        let (store, record) = (world.house.store(), Record::read().unwrap());
        let earlier: Commitment =
            one(store, Kind::Commitment, "commitment", "kg-tr-treatment-100").await;
        let later: Commitment =
            one(store, Kind::Commitment, "commitment", "kg-tr-treatment-150").await;
        assert_eq!(later.description.successor_of, Some(earlier.id));
        let chain = [earlier.id, later.id];
        let observations: Vec<Observation> = observations(store, &record)
            .await
            .into_iter()
            .filter(|o| o.description.commitment.is_some_and(|c| chain.contains(&c)))
            .collect();
        let years = commitment::years(&[&earlier, &later], &observations, TODAY);
        let year = |wanted: i16| -> &YearFigures {
            years.iter().find(|y| y.year == wanted).unwrap_or_else(|| panic!("{wanted}"))
        };
        let promised = |wanted| year(wanted).promised.and_then(|p| p.places.as_whole());
        assert_eq!(
            (promised(2025), year(2025).delivered, year(2025).unexplained),
            (Some(150), Some(48), Some(102))
        );
        assert_eq!((promised(2023), year(2023).delivered), (Some(150), None));
        assert_eq!(year(2023).unexplained, None, "what is missing is not zero");
        assert_eq!(
            (promised(2016), year(2016).delivered, year(2016).lost),
            (Some(100), Some(34), 16)
        );
        assert!(year(2020).suspended);
        world.end().await;
    }
}

#[tokio::test]
async fn instruments_stand_where_their_sources_put_them_and_nothing_is_said_beyond() {
    for world in World::each().await {
        world.load_demo().await;
        let store = world.house.store();
        let standing = async |key: &str| {
            let it: Instrument = one(store, Kind::Instrument, "instrument", key).await;
            it.position(TODAY)
        };
        for (key, expected) in [
            ("kg-tr-hospital-2018", Standing::AwaitingNotification),
            ("kg-tr-hospital-2024", Standing::Signed),
            ("kg-ru-plan-2025", Standing::Signed),
            ("kg-ru-sanitary-2025", Standing::Signed),
            ("kg-in-health-2019", Standing::ApprovedUnsigned),
            ("kg-us-health-2026", Standing::InApproval),
            ("kz-who-office-2014", Standing::Signed),
            ("kz-who-strategy-2025", Standing::Signed),
        ] {
            assert_eq!(standing(key).await.standing, expected, "{key}");
        }
        let hospital = standing("kg-tr-hospital-2018").await;
        assert!(matches!(hospital.alarms[..], [Alarm::ReportsDiffer { .. }]), "{hospital:?}");
        let plan = standing("kg-ru-plan-2025").await;
        assert_eq!(plan.alarms, [Alarm::Ends { on: date(2027, 1, 1), days: 40 }]);
        let memorandum = standing("kg-us-health-2026").await;
        assert_eq!((memorandum.held[0].days, memorandum.held[0].exact), (295, false));
        world.end().await;
    }
}

/// The hospital was built, used, working and opened on four different days; what was said first was missed by years.
#[tokio::test]
async fn the_hospital_is_built_working_and_opened_each_on_its_own_day() {
    for world in World::each().await {
        world.load_demo().await;
        let store = world.house.store();
        let it: Project = one(store, Kind::Project, "project", "kg-tr-hospital").await;
        let plan = it.plan(TODAY, Against::FirstWord);
        assert_eq!(plan.standing, Plan::AllReached);
        let of = |kind| {
            let milestone = it.milestones.iter().find(|m| m.what.kind == kind).unwrap();
            plan.row(milestone.what.id).unwrap()
        };
        let day = |kind| of(kind).on.unwrap().to_string();
        assert_eq!(day(MilestoneKind::Construction), "2017-11");
        assert_eq!(day(MilestoneKind::Agreement), "2018-09-01");
        assert_eq!(day(MilestoneKind::Commissioning), "2021-10");
        assert_eq!(day(MilestoneKind::Ceremony), "2024-11-05");
        let working = of(MilestoneKind::Commissioning);
        assert_eq!(working.slip, Slip::Range { least: 1492, most: 1522 });
        assert_eq!(working.moves.steps.len(), 2, "to 2019, then to no day");
        let ceremony = of(MilestoneKind::Ceremony);
        assert_eq!(ceremony.slip, Slip::Unknown { why: Incomparable::NoDateThen });
        let promise = it.baselines[0].meta.version;
        let against = it.plan(TODAY, Against::Baseline(promise));
        let row = against.row(working.milestone).unwrap();
        assert_eq!(row.slip, Slip::Range { least: 640, most: 1034 });
        assert!(it.baselines.iter().all(|said| said.what.is_whole()));
        // In September 2021 nobody named a day for the start of work.
        let then = it.known_on(date(2021, 9, 1)).unwrap();
        let plan = then.plan(date(2021, 9, 1), Against::FirstWord);
        assert_eq!(plan.row(working.milestone).unwrap().progress, Progress::Undated);
        world.end().await;
    }
}

/// Of the centre only what sources say has a day; the year 2030, which they read differently, is nobody's day.
#[tokio::test]
async fn milestones_of_the_nuclear_centre_without_a_source_are_missing_and_not_invented() {
    for world in World::each().await {
        world.load_demo().await;
        let store = world.house.store();
        let it: Project = one(store, Kind::Project, "project", "kg-ru-nuclear-centre").await;
        let plan = it.plan(TODAY, Against::FirstWord);
        let tally = plan.tally;
        assert_eq!((tally.milestones, tally.reached, tally.overdue), (32, 5, 0));
        // Two are planned for 2026; where deliveries began nobody says when they will be regular.
        assert_eq!(tally.undated, 32 - 5 - 2, "the rest has no day");
        assert!(it.words.iter().all(|said| said.what.quotation.is_some()));
        assert!(it.words.iter().all(|said| said.what.aspect != Aspect::Confirmed));
        let latest = it.words.iter().filter_map(|said| said.what.on).map(Edtf::last_day).max();
        assert_eq!(latest, Some(date(2026, 12, 31)));
        assert!(plan.critical.is_empty() || plan.critical.len() > 1);
        world.end().await;
    }
}

/// What was not seen is not shown: nobody is a member whom no source names, nothing is delivered, nobody answered.
#[tokio::test]
async fn bodies_say_no_more_than_their_sources() {
    for world in World::each().await {
        world.load_demo().await;
        let store = world.house.store();
        let body = async |key: &str| one::<Body>(store, Kind::Body, "body", key).await;
        let record = Record::read().unwrap();
        for file in &record.bodies {
            let it = body(&file.key).await;
            assert!(it.memberships().is_empty() && it.deliveries.is_empty(), "{}", file.key);
        }
        let coalition = body("kz-phc-coalition").await;
        assert_eq!(coalition.standing(), Some(Far::AtWork));
        let then = |day| coalition.known_on(day).and_then(|it| it.standing());
        assert_eq!(then(date(2024, 1, 1)), Some(Far::Proposed));
        assert_eq!(then(date(2024, 12, 31)), Some(Far::Planned));
        let secretariat = body("kz-phc-secretariat").await;
        assert_eq!(secretariat.description.parent, Some(coalition.id));
        assert_eq!(secretariat.standing(), None);
        assert_eq!(secretariat.invited()[0].is_at(), Where::Sent);
        assert!(secretariat.promised_totals().is_empty(), "to be asked is no promise");
        let office = body("kz-who-office").await;
        let total = office.promised_totals()[0];
        assert_eq!(total.sum.unwrap().to_string(), "2000000");
        world.end().await;
    }
}

/// What no source says is not there: no operation, no permission, no date of the volunteers in Osh; what was planned
/// for June 2024 is planned to this day, since no report of it was seen.
#[tokio::test]
async fn visits_say_no_more_than_their_sources() {
    for world in World::each().await {
        world.load_demo().await;
        let store = world.house.store();
        let visit = async |key: &str| one::<ExpertVisit>(store, Kind::Visit, "visit", key).await;
        let dobro = visit("kg-ru-dobro-2025").await;
        assert_eq!((dobro.state(), dobro.team_size()), (State::Reported, Some(6)));
        let totals: Vec<_> = dobro.counts().iter().map(|it| (it.counter, it.total())).collect();
        let expected = [
            (Counter::Consultations, 78),
            (Counter::JointOperations, 16),
            (Counter::Lectures, 24),
            (Counter::CaseReviews, 14),
            (Counter::Studies, 18),
        ];
        assert_eq!(totals, expected.map(|(counter, total)| (counter, Some(total))));
        assert!(dobro.counts().iter().all(|it| it.entered.is_none()));
        assert!(dobro.known_on(date(2025, 8, 21)).is_none());
        let liver = visit("kg-tr-liver-2024").await;
        assert_eq!((liver.state(), liver.team_size()), (State::Planned, Some(4)));
        let osh = visit("kg-tr-osh-2020").await;
        assert_eq!((osh.description.days, osh.team_size()), (None, Some(9)));
        assert_eq!(visit("kg-tr-inonu-2024").await.team_size(), Some(13));
        for file in &Record::read().unwrap().visits {
            let it = visit(&file.key).await;
            assert!(it.operations().is_empty(), "{}", file.key);
        }
        world.end().await;
    }
}
