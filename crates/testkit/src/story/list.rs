//! Lists, days, tallies.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use jiff::civil::{Date, date};
use kelisim_domain::aggregate::fold;
use kelisim_domain::commitment::Commitment;
use kelisim_domain::conflict::{self, Conflict, ConflictState};
use kelisim_domain::id::CommitmentId;
use kelisim_domain::observation::Observation;
use kelisim_domain::party::PartyCode;
use kelisim_domain::source::{self, Source};
use kelisim_domain::stage::{Delivery, Stage};
use kelisim_domain::text::{Language, Text4};
use kelisim_domain::topic::Topic;
use kelisim_store::Store;
use kelisim_store::meeting::MeetingFilter;
use kelisim_store::reading::{
    CommitmentCursor, CommitmentFilter, DayCursor, Kind, ObservationCursor, ObservationFilter,
    Scope,
};
use uuid::Uuid;

use super::{all, ids, last_day, of, with};
use crate::{Pledge, World, registry};

/// What is shown of a day is what was published by that day, in single rows and in lists.
pub async fn a_day_shows_what_was_known_on_it(store: Arc<dyn Store>) {
    let mut world = World::new();
    let pledge = Pledge::new("KG", "TR").stage(Stage::S5);
    let id = world.pledge(&pledge, date(2018, 11, 2));
    let next = world.pledge(&pledge.clone().after(id), date(2020, 1, 1));
    let other = world.pledge(&pledge.clone().after(id), date(2022, 1, 1));
    let quotation = world.passage("KG", date(2020, 2, 1));
    let figure = world.observation(&pledge, Some(id), 2019, 48, &quotation);
    world.commit(&*store).await.unwrap();
    world.restate(id, Stage::S7, date(2019, 5, 31));
    let quotation = world.passage("KG", date(2021, 2, 1));
    world.revise(figure, 51, &quotation);
    let at = world.clock.now();
    world.commit(&*store).await.unwrap();

    let stage_on = async |day: Date| {
        let one = store.one(Kind::Commitment, id.uuid(), day).await.unwrap();
        let several = store.several(Kind::Commitment, &[id.uuid()], day).await.unwrap();
        assert_eq!(several, one.iter().cloned().collect::<Vec<_>>());
        let it: Option<Commitment> = one.map(|body| serde_json::from_str(&body.body).unwrap());
        it.map(|it| it.latest().stage)
    };
    assert_eq!(stage_on(date(2018, 11, 1)).await, None);
    assert_eq!(stage_on(date(2018, 11, 2)).await, Some(Stage::S5));
    assert_eq!(stage_on(date(2019, 5, 30)).await, Some(Stage::S5));
    assert_eq!(stage_on(date(2019, 5, 31)).await, Some(Stage::S7));
    assert_eq!(stage_on(last_day()).await, Some(Stage::S7));
    let row = store.one(Kind::Commitment, id.uuid(), last_day()).await.unwrap().unwrap();
    assert_eq!((row.id, row.recorded_at), (id.uuid(), at));

    let values_on = async |day: Date| {
        let rows = store.observations(&all(), ObservationFilter::Any, day, None, 10).await.unwrap();
        let read = |body: &str| serde_json::from_str::<Observation>(body).unwrap();
        rows.iter()
            .map(|row| read(&row.body).latest().unwrap().what.value.to_string())
            .collect::<Vec<_>>()
    };
    assert!(values_on(date(2020, 1, 31)).await.is_empty());
    assert_eq!(values_on(date(2020, 2, 1)).await, ["48"]);
    assert_eq!(values_on(date(2021, 1, 31)).await, ["48"]);
    assert_eq!(values_on(date(2021, 2, 1)).await, ["51"]);

    let after = async |day: Date| {
        let found = store.successors(id, day).await.unwrap();
        found.iter().map(|body| CommitmentId::new(body.id)).collect::<BTreeSet<_>>()
    };
    assert!(after(date(2019, 12, 31)).await.is_empty());
    assert_eq!(after(date(2021, 1, 1)).await, BTreeSet::from([next]));
    assert_eq!(after(last_day()).await, BTreeSet::from([next, other]));
    // Several of different ages, one of them unknown, one of another kind.
    let asked = [id.uuid(), next.uuid(), other.uuid(), figure.uuid(), Uuid::from_u128(1)];
    let found = store.several(Kind::Commitment, &asked, date(2021, 1, 1)).await.unwrap();
    let found: BTreeSet<Uuid> = ids(&found).into_iter().collect();
    assert_eq!(found, BTreeSet::from([id.uuid(), next.uuid()]));
}

/// Many commitments with few different sort keys.
async fn crowd(store: &dyn Store, n: u64) -> (World, Vec<CommitmentId>) {
    let mut world = World::new();
    let dice = world.entropy.clone();
    let pick = |from: u64| usize::try_from(dice.below(from)).unwrap();
    let mut made = Vec::new();
    for _ in 0..n {
        let home = ["KG", "KZ"][pick(2)];
        let partner = ["TR", "DE", "WHO"][pick(3)];
        let mut pledge = Pledge::new(home, partner)
            .stage(Stage::ALL[pick(9)])
            .topic([Topic::Treatment, Topic::Residency][pick(2)]);
        if pick(3) > 0 {
            pledge = pledge.by(["2025", "2026-03", "2026-03-31"][pick(3)]);
        }
        let id = world.pledge(&pledge, date(2024, 1, [1, 15][pick(2)]));
        if pick(3) == 0 {
            world.publish(id);
        }
        made.push(id);
        world.commit(store).await.unwrap();
        let states = [Delivery::InProgress, Delivery::Verified, Delivery::Lapsed];
        if pick(2) == 0 {
            world.report(id, states[pick(3)], date(2025, 6, 1));
        }
        if pick(4) == 0 {
            world.restate(id, Stage::ALL[pick(9)], date(2025, 7, 1));
        }
        world.commit(store).await.unwrap();
    }
    (world, made)
}

/// What a list must give, worked out from the journal alone.
fn expected(
    world: &World,
    made: &[CommitmentId],
    scope: &Scope,
    filter: &CommitmentFilter,
    day: Date,
) -> Vec<(i64, Date, Uuid)> {
    let mut rows: Vec<(i64, Date, Uuid)> = made
        .iter()
        .filter_map(|id| fold::<Commitment>(world.entries(*id)).unwrap()?.known_on(day))
        .filter(|it| {
            let (d, known) = (&it.description, it.latest());
            scope.registry.is_none_or(|r| r == d.registry)
                && scope.partners.as_ref().is_none_or(|p| p.contains(&d.partner))
                && (!scope.public_only || it.public)
                && filter.topic.as_ref().is_none_or(|t| t == d.topic.code())
                && filter.stage_from.is_none_or(|s| known.stage >= s)
                && filter.stage_to.is_none_or(|s| known.stage <= s)
                && filter.due_before.is_none_or(|day| known.is_overdue(day))
                && filter.due_from.is_none_or(|day| known.deadline.is_some() && known.due() >= day)
                && (!filter.open_only || !known.delivery.state.is_closed())
        })
        .map(|it| (it.latest().weight().rank(), it.latest().due(), it.id.uuid()))
        .collect();
    rows.sort_unstable_by_key(|&(weight, due, id)| {
        (if filter.by_due { 0 } else { weight }, due, id)
    });
    rows
}

/// For every filter, order, scope and page size: what the journal says, each row once.
pub async fn commitments_page_without_gap_or_repeat_in_any_order_and_filter(store: Arc<dyn Store>) {
    let (world, made) = crowd(&*store, 40).await;
    let none = CommitmentFilter::default();
    let filters = [
        none.clone(),
        CommitmentFilter { topic: Some("residency".to_owned()), ..none.clone() },
        CommitmentFilter { topic: Some("' OR 1=1 --".to_owned()), ..none.clone() },
        CommitmentFilter { stage_from: Some(Stage::S5), ..none.clone() },
        CommitmentFilter { stage_from: Some(Stage::S3), stage_to: Some(Stage::S4), ..none.clone() },
        CommitmentFilter { due_before: Some(date(2026, 3, 31)), ..none.clone() },
        CommitmentFilter { due_before: Some(date(2026, 4, 1)), ..none.clone() },
        CommitmentFilter { due_from: Some(date(2026, 3, 31)), ..none.clone() },
        CommitmentFilter { due_from: Some(date(2026, 4, 1)), ..none.clone() },
        CommitmentFilter { open_only: true, ..none.clone() },
    ];
    let scopes = [
        all(),
        of("KG"),
        Scope { partners: Some(vec!["TR".parse().unwrap(), "DE".parse().unwrap()]), ..of("KZ") },
        with("WHO", all()),
        Scope { public_only: true, ..all() },
    ];
    let mut seen_rows = 0;
    for (n, filter) in filters.iter().enumerate() {
        for (m, scope) in scopes.iter().enumerate() {
            for by_due in [false, true] {
                let filter = CommitmentFilter { by_due, ..filter.clone() };
                let day = [last_day(), date(2024, 1, 7), date(2025, 6, 15)][(n + m) % 3];
                let wanted = expected(&world, &made, scope, &filter, day);
                seen_rows += wanted.len();
                let limit = [1, 3, 7, 100][(n + 3 * m) % 4];
                let (mut after, mut seen) = (None, Vec::new());
                loop {
                    let page = store
                        .commitments(scope, &filter, day, after.as_ref(), limit)
                        .await
                        .unwrap();
                    assert!(page.len() <= usize::try_from(limit).unwrap());
                    let Some(last) = page.last() else { break };
                    let &(weight, due, id) = wanted.iter().find(|row| row.2 == last.id).unwrap();
                    after = Some(CommitmentCursor { weight, due, id });
                    seen.extend(ids(&page));
                }
                let wanted: Vec<Uuid> = wanted.into_iter().map(|row| row.2).collect();
                assert_eq!(seen, wanted, "{scope:?} {filter:?} {day} by {limit}");
            }
        }
    }
    assert!(seen_rows > 300, "{seen_rows}");
}

type Groups = BTreeMap<(String, String, Stage, Delivery), i64>;

async fn tallied(store: &dyn Store, scope: &Scope) -> Groups {
    let tallies = store.tallies(scope).await.unwrap();
    let n = tallies.len();
    let groups: Groups = tallies
        .into_iter()
        .map(|t| ((t.registry.to_string(), t.partner.to_string(), t.stage, t.delivery), t.count))
        .collect();
    assert_eq!(groups.len(), n, "each group once");
    groups
}

/// The sums kept by writers are what counting row by row gives, for each scope, before and after folding.
pub async fn tallies_are_a_recount_before_and_after_folding(store: Arc<dyn Store>) {
    let (mut world, made) = crowd(&*store, 40).await;
    // One group with many rows, so that folding has something to fold; another that comes to nothing.
    let swing = world.pledge(&Pledge::new("KG", "FR").stage(Stage::S5), date(2024, 1, 1));
    for day in 1..=20 {
        world.commit(&*store).await.unwrap();
        world.report(
            swing,
            [Delivery::InProgress, Delivery::NotDue][day % 2],
            date(2024, 2, i8::try_from(day).unwrap()),
        );
    }
    world.commit(&*store).await.unwrap();
    let scopes = [
        all(),
        of("KG"),
        Scope { partners: Some(vec!["TR".parse().unwrap()]), ..of("KG") },
        Scope { partners: Some(Vec::new()), ..of("KG") },
        Scope { public_only: true, ..all() },
    ];
    for folded in [false, true, true] {
        if folded {
            store.sweep(world.clock.now()).await.unwrap();
        }
        for scope in &scopes {
            let mut wanted = Groups::new();
            for id in made.iter().chain([&swing]) {
                let it: Commitment = fold(world.entries(*id)).unwrap().unwrap();
                let d = &it.description;
                let within = scope.registry.is_none_or(|r| r == d.registry)
                    && scope.partners.as_ref().is_none_or(|p| p.contains(&d.partner))
                    && (!scope.public_only || it.public);
                if within {
                    let known = it.latest();
                    let group = (
                        d.registry.to_string(),
                        d.partner.to_string(),
                        known.stage,
                        known.delivery.state,
                    );
                    *wanted.entry(group).or_default() += 1;
                }
            }
            let rows = store.tallies_on(scope, last_day()).await.unwrap();
            let counted: Groups = rows
                .into_iter()
                .map(|t| {
                    ((t.registry.to_string(), t.partner.to_string(), t.stage, t.delivery), t.count)
                })
                .collect();
            assert_eq!(counted, wanted);
            assert_eq!(tallied(&*store, scope).await, wanted, "{scope:?} folded: {folded}");
        }
    }
    // Earlier days are counted as they were.
    let early = store.tallies_on(&all(), date(2024, 1, 7)).await.unwrap();
    let known = |id: &&CommitmentId| {
        fold::<Commitment>(world.entries(**id))
            .unwrap()
            .unwrap()
            .known_on(date(2024, 1, 7))
            .is_some()
    };
    let n = made.iter().chain([&swing]).filter(known).count();
    assert_eq!(early.iter().map(|t| t.count).sum::<i64>(), i64::try_from(n).unwrap());
    assert!(early.iter().all(|t| t.delivery == Delivery::NotDue));
    // Writing goes on after folding.
    world.report(swing, Delivery::Verified, date(2024, 3, 1));
    world.commit(&*store).await.unwrap();
    let rows = tallied(&*store, &of("KG")).await;
    assert_eq!(rows.iter().filter(|((_, partner, ..), _)| partner == "FR").count(), 1);
    assert_eq!(rows[&("KG".to_owned(), "FR".to_owned(), Stage::S5, Delivery::Verified)], 1);
}

/// Sources page by day and id; meetings newest first; conflicts open ones first; figures newest period first.
pub async fn sources_meetings_and_conflicts_come_in_their_order(store: Arc<dyn Store>) {
    let mut world = World::new();
    let mut sources = Vec::new();
    for n in 0..23 {
        let day = date(2025, 1, i8::try_from(1 + n % 3).unwrap());
        sources.push((day, world.source("KG", &format!("Text {n}"), day).uuid()));
    }
    let finished = world.source("KG", "Text that was read", date(2025, 1, 2));
    sources.push((date(2025, 1, 2), finished.uuid()));
    world.source("KZ", "Text 0", date(2025, 1, 1));
    world.commit(&*store).await.unwrap();
    world.event::<Source>(finished, source::Event::ReviewFinished, date(2025, 2, 1));
    world.commit(&*store).await.unwrap();
    sources.sort_unstable_by(|a, b| b.cmp(a));
    for limit in [1, 5, 100] {
        let (mut after, mut seen) = (None, Vec::new());
        loop {
            let page = store.sources(registry("KG"), after, limit).await.unwrap();
            let Some(last) = page.last() else { break };
            after = sources
                .iter()
                .find(|(_, id)| *id == last.id)
                .map(|(day, id)| DayCursor { day: *day, id: *id });
            seen.extend(ids(&page));
        }
        assert_eq!(seen, sources.iter().map(|(_, id)| *id).collect::<Vec<_>>());
    }
    assert_eq!(store.open_work(registry("KG")).await.unwrap(), (23, 0));

    let old = world.meeting("KG", "TR", date(2019, 5, 31)).uuid();
    let new = world.meeting("KG", "TR", date(2024, 5, 31)).uuid();
    let other = world.meeting("KG", "DE", date(2023, 5, 31)).uuid();
    world.meeting("KZ", "TR", date(2023, 5, 31));
    let pledge = Pledge::new("KG", "TR");
    let (one, two) = (world.passage("KG", date(2020, 1, 1)), world.passage("KG", date(2021, 1, 1)));
    let three = world.passage("KG", date(2022, 1, 1));
    let promise = world.commitment(&pledge, &one);
    let settled = world.conflict(&pledge, None, [&one, &three]);
    let open = world.conflict(&pledge, Some(promise), [&one, &two]);
    let newer = world.conflict(&Pledge::new("KG", "DE"), None, [&two, &three]);
    let figures = [2019, 2021, 2020].map(|year| {
        let against = (year == 2020).then_some(promise);
        world.observation(&pledge, against, year, 48, &one).uuid()
    });
    world.commit(&*store).await.unwrap();
    let decision = conflict::Decision {
        state: ConflictState::Explained,
        note: Text4::new(Language::En, "Another year").unwrap(),
        chosen: None,
    };
    world.event::<Conflict>(settled, conflict::Event::Decided { decision }, date(2025, 2, 1));
    world.commit(&*store).await.unwrap();

    let kg = registry("KG");
    let (tr, de): (PartyCode, PartyCode) = ("TR".parse().unwrap(), "DE".parse().unwrap());
    let meetings = async |partner: Option<&PartyCode>, day, limit| {
        let scope = Scope { partners: partner.map(|it| vec![it.clone()]), ..of("KG") };
        ids(&store.meetings(&scope, &MeetingFilter::default(), day, None, limit).await.unwrap())
    };
    assert_eq!(meetings(None, last_day(), 10).await, [new, other, old]);
    assert_eq!(meetings(None, last_day(), 2).await, [new, other]);
    assert_eq!(meetings(Some(&tr), last_day(), 10).await, [new, old]);
    assert_eq!(meetings(Some(&tr), date(2024, 5, 30), 10).await, [old]);

    let conflicts = async |partner: Option<&PartyCode>, commitment, day, limit| {
        let scope = Scope { partners: partner.map(|it| vec![it.clone()]), ..of("KG") };
        ids(&store.conflicts(&scope, commitment, day, limit).await.unwrap())
    };
    let (settled, open, newer) = (settled.uuid(), open.uuid(), newer.uuid());
    assert_eq!(conflicts(None, None, last_day(), 10).await, [newer, open, settled]);
    assert_eq!(conflicts(None, None, last_day(), 1).await, [newer]);
    assert_eq!(conflicts(Some(&de), None, last_day(), 10).await, [newer]);
    assert_eq!(conflicts(None, Some(promise), last_day(), 10).await, [open]);
    assert_eq!(conflicts(None, None, date(2021, 6, 1), 10).await, [open]);
    // Before it was decided it was open, and newer than the other of its partner.
    assert_eq!(conflicts(Some(&tr), None, date(2023, 1, 1), 10).await, [settled, open]);
    assert!(store.conflicts(&of("KZ"), None, last_day(), 10).await.unwrap().is_empty());
    assert_eq!(store.open_work(kg).await.unwrap(), (26, 2));
    assert_eq!(store.open_work(registry("KZ")).await.unwrap(), (1, 0));

    let observed = async |partner: Option<&PartyCode>, which: ObservationFilter<'_>, limit| {
        let scope = Scope { partners: partner.map(|it| vec![it.clone()]), ..of("KG") };
        let rows = store.observations(&scope, which, last_day(), None, limit).await;
        ids(&rows.unwrap())
    };
    let [y2019, y2021, y2020] = figures;
    assert_eq!(observed(None, ObservationFilter::Any, 10).await, [y2021, y2020, y2019]);
    assert_eq!(observed(Some(&tr), ObservationFilter::Any, 2).await, [y2021, y2020]);
    assert!(observed(Some(&de), ObservationFilter::Any, 10).await.is_empty());
    assert_eq!(observed(None, ObservationFilter::Held(&[promise.uuid()]), 10).await, [y2020]);
    let measured = observed(None, ObservationFilter::Measured("treated"), 10).await;
    assert_eq!(measured, [y2021, y2020, y2019]);
    assert!(observed(None, ObservationFilter::Measured("nothing"), 10).await.is_empty());
    assert!(observed(None, ObservationFilter::Held(&[]), 10).await.is_empty());
    // One by one, from each to the next, the list is the same.
    let (mut paged, mut after) = (Vec::new(), None);
    while let [row] = store
        .observations(&of("KG"), ObservationFilter::Any, last_day(), after.as_ref(), 1)
        .await
        .unwrap()
        .as_slice()
    {
        let it: Observation = serde_json::from_str(&row.body).unwrap();
        after = Some(ObservationCursor {
            period_end: it.description.period.last_day(),
            measure: it.description.measure.as_str().to_owned(),
            id: row.id,
        });
        paged.push(row.id);
    }
    assert_eq!(paged, [y2021, y2020, y2019]);
}

/// The page of a source names what rests on it, in order of the passages, and follows what is withdrawn.
pub async fn passages_name_what_rests_on_them(store: Arc<dyn Store>) {
    let mut world = World::new();
    let words = "First the quota of 150 places. Then the figure of 48 patients. At last a promise.";
    let source = world.source("KG", words, date(2020, 1, 1));
    let pledge = Pledge::new("KG", "TR");
    let (last, first) = (world.quote(source, "a promise"), world.quote(source, "150 places"));
    let figure = world.quote(source, "48 patients");
    let promise = world.commitment(&pledge, &last);
    let quota = world.commitment(&pledge, &first);
    let observed = world.observation(&pledge, None, 2019, 48, &figure);
    let conflict = world.conflict(&pledge, None, [&first, &figure]);
    world.pledge(&pledge, date(2020, 1, 1));
    world.commit(&*store).await.unwrap();
    let rests = store.rests_on(source, 0).await.unwrap();
    let got: BTreeSet<_> =
        rests.iter().map(|r| (r.start, r.aggregate.as_str(), r.stream, r.number, r.end)).collect();
    let row = |q: &kelisim_domain::quotation::Quotation, kind, stream, number| {
        (i64::from(q.start), kind, stream, number, i64::from(q.end))
    };
    let wanted = BTreeSet::from([
        row(&first, "commitment", quota.into(), 1),
        row(&first, "conflict", conflict.into(), 1),
        row(&figure, "conflict", conflict.into(), 1),
        row(&figure, "observation", observed.into(), 1),
        row(&last, "commitment", promise.into(), 1),
    ]);
    assert_eq!(got, wanted);
    assert!(rests.is_sorted_by_key(|r| r.start));

    // A further passage is there, and no more once it was withdrawn.
    let report = kelisim_domain::commitment::DeliveryReport {
        state: Delivery::Verified,
        valid: None,
        reason: None,
        quotation: figure.clone(),
    };
    let reported = kelisim_domain::commitment::Event::DeliveryReported { report };
    world.event::<Commitment>(promise, reported, date(2020, 1, 1));
    world.commit(&*store).await.unwrap();
    let rests = store.rests_on(source, 0).await.unwrap();
    assert_eq!(rests.len(), 6);
    assert!(rests.iter().any(|r| r.stream == promise.into() && r.number == 2));
    let reason = Text4::new(Language::En, "A slip").unwrap();
    let withdrawn = kelisim_domain::commitment::Event::StatementWithdrawn { version: 2, reason };
    world.event::<Commitment>(promise, withdrawn, date(2020, 1, 1));
    world.commit(&*store).await.unwrap();
    let rests = store.rests_on(source, 0).await.unwrap();
    assert_eq!(rests.len(), 5);
    assert!(!rests.iter().any(|r| r.number == 2));
}
