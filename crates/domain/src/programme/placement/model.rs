//! A call, its run, its placements and the ledger together, for courses of random events (`model_course`, `model_named`).
//!
//! A step is taken with all it moves or not at all, as the use cases do it. After each one the places are counted: by line in the
//! ledger, by seat and stage in the placements.

use std::collections::BTreeMap;

use jiff::civil::{Date, date};
use jiff::{SignedDuration, Timestamp};
use uuid::Uuid;

use super::*;
use crate::aggregate::{Aggregate, Meta};
use crate::id::{CallId, CommitmentId, MoveId, QuotaLineId, SourceId, StreamId, UserId};
use crate::programme::Kind;
use crate::programme::call::{
    self, Call, Class, Criterion, Document, Funding, Phase, PhaseKind, Seat, Take, Terms,
};
use crate::programme::run::{self, Run};
use crate::programme::specialty::SpecialtyCode;
use crate::quota::{self, Account, Move, Pledge, QuotaLine, Reason};
use crate::quotation::Quotation;
use crate::text::{Language, Text4};

const PLEDGED: u64 = 9;

/// A small generator that gives the same on every machine (SplitMix64).
pub(super) struct Dice(pub(super) u64);

impl Dice {
    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        z ^ (z >> 31)
    }

    pub(super) fn below(&mut self, n: usize) -> usize {
        usize::try_from(self.next() % u64::try_from(n.max(1)).unwrap()).unwrap()
    }

    pub(super) fn one<T: Clone>(&mut self, of: &[T]) -> Option<T> {
        if of.is_empty() { None } else { Some(of[self.below(of.len())].clone()) }
    }
}

pub(super) fn text(words: &str) -> Text4 {
    Text4::all(Language::Ru, words, words, words, words).unwrap()
}

pub(super) fn line_id(n: u128) -> QuotaLineId {
    QuotaLineId::new(Uuid::from_u128(0x10 + n))
}

/// Two seats of one line, one of another; a result that was announced for 15 June.
pub(super) fn terms() -> Terms {
    let mut terms = Terms::new(Kind::Residency, text("Residency"), "Asia/Bishkek".parse().unwrap());
    terms.about = Some(text("About"));
    for (own, host, places) in [(0, "BURDENKO", 2), (0, "ALMAZOV", 2), (1, "KULAKOV", 3)] {
        let specialty = SpecialtyCode::read("RU-2013/31.08.56").unwrap();
        let host = host.parse().unwrap();
        let funding = Funding::HostState;
        let seat = terms.item(Seat { line: line_id(own), host, specialty, places, funding });
        terms.seats.push(seat);
    }
    let document = terms.item(Document { name: text("Diploma"), class: Class::Hard });
    terms.documents.push(document);
    let criterion = terms.item(Criterion { name: text("Examination"), weight: 100 });
    terms.criteria.push(criterion);
    for (kind, from, to) in [
        (PhaseKind::Applications, "2026-04-01T03:00:00Z", "2026-05-01T11:00:00Z"),
        (PhaseKind::Result, "2026-06-15T06:00:00Z", "2026-06-15T06:00:00Z"),
        (PhaseKind::Start, "2026-09-01T00:00:00Z", "2026-09-01T00:00:00Z"),
    ] {
        let (from, to) = (from.parse().unwrap(), to.parse().unwrap());
        let phase = terms.item(Phase { kind, from, to });
        terms.phases.push(phase);
    }
    terms
}

/// Everything together.
#[derive(Clone)]
pub(super) struct World {
    pub(super) now: Timestamp,
    pub(super) call: Call,
    pub(super) run: Run,
    pub(super) lines: BTreeMap<QuotaLineId, QuotaLine>,
    pub(super) placements: BTreeMap<String, Placement>,
    /// What the run gives: candidate and seat.
    pub(super) given: BTreeMap<String, u32>,
    moves: u128,
}

pub(super) type Done = Result<(), &'static str>;

pub(super) fn code(n: usize) -> String {
    format!("KG26-{n:02}")
}

/// Each candidate wants the three seats, beginning with another one.
fn choices(code: &str) -> [u32; 3] {
    match code.bytes().last().unwrap_or(0) % 3 {
        0 => [1, 2, 3],
        1 => [2, 3, 1],
        _ => [3, 1, 2],
    }
}

impl World {
    /// A published call; nothing of its places is confirmed by hosts yet.
    pub(super) fn new() -> Self {
        Self::of(terms())
    }

    /// The same for other terms of the same places.
    pub(super) fn of(terms: Terms) -> Self {
        let now: Timestamp = "2026-03-01T00:00:00Z".parse().unwrap();
        let id = CallId::new(Uuid::from_u128(1));
        let (registry, partner) = ("KG".parse().unwrap(), "RU".parse().unwrap());
        let own = call::Description { registry, partner };
        let hash = terms.hash().unwrap();
        let begun = call::Event::Begun { description: own.clone(), terms };
        let meta = |version, actor| Meta {
            version,
            known_on: date(2026, 3, 1),
            recorded_at: now,
            actor: Some(UserId::new(Uuid::from_u128(actor))),
        };
        let mut call = Call::begin(id.into(), begun, meta(1, 1)).unwrap();
        call.then(call::Event::Submitted { why: None }, meta(2, 1)).unwrap();
        let description = run::Description { registry, partner: own.partner.clone(), call: id };
        let run = run::Event::Begun { description };
        let run = Run::begin(Run::of(id).into(), run, meta(1, 1)).unwrap();
        let mut lines = BTreeMap::new();
        for (n, line) in [line_id(0), line_id(1)].into_iter().enumerate() {
            lines.insert(line, opened(u128::try_from(n).unwrap(), line, meta(1, 1)));
        }
        let (placements, given) = (BTreeMap::new(), BTreeMap::new());
        let mut it = Self { now, call, run, lines, placements, given, moves: 1000 };
        for line in [line_id(0), line_id(1)] {
            let take = Take {
                line,
                from: Account::Pledged,
                to: Account::Confirmed,
                places: PLEDGED - 1,
                reason: Reason::InCourse,
            };
            it.book(&[take], None, None).unwrap();
        }
        it.call_step(call::Event::Published { hash }, 2).unwrap();
        it
    }

    fn meta(&self, version: i64, actor: u128) -> Meta {
        let known_on = self.today();
        let actor = Some(UserId::new(Uuid::from_u128(actor)));
        Meta { version, known_on, recorded_at: self.now, actor }
    }

    pub(super) fn today(&self) -> Date {
        self.now.to_zoned(jiff::tz::TimeZone::UTC).date()
    }

    /// Books moves on the lines, all or none.
    pub(super) fn book(
        &mut self,
        takes: &[Take],
        call: Option<CallId>,
        of: Option<&Placement>,
    ) -> Done {
        let mut lines: BTreeMap<QuotaLineId, QuotaLine> = BTreeMap::new();
        for take in takes {
            self.moves += 1;
            let there = || self.lines[&take.line].clone();
            let line = lines.entry(take.line).or_insert_with(there);
            let step = Move {
                id: MoveId::new(Uuid::from_u128(self.moves)),
                from: take.from,
                to: take.to,
                places: take.places,
                on: self.today(),
                reason: take.reason,
                other: None,
                quotation: None,
                note: None,
                call,
                placement: of.map(|it| it.id),
            };
            let meta = self.meta(line.version + 1, 1);
            line.then(quota::Event::Moved { step }, meta).map_err(|refusal| refusal.code)?;
        }
        self.lines.extend(lines);
        Ok(())
    }

    pub(super) fn call_step(&mut self, event: call::Event, actor: u128) -> Done {
        let before = self.call.clone();
        let meta = self.meta(before.version + 1, actor);
        self.call.then(event, meta).map_err(|refusal| refusal.code)?;
        let takes = call::moves(Some(&before), &self.call);
        let done = self.book(&takes, Some(before.id), None);
        if done.is_err() {
            self.call = before;
        }
        done
    }

    pub(super) fn run_step(&mut self, event: run::Event, actor: u128) -> Done {
        let meta = self.meta(self.run.version + 1, actor);
        self.run.then(event, meta).map_err(|refusal| refusal.code)
    }

    /// One entry of a placement with what it moves.
    pub(super) fn place(&mut self, code: &str, event: Event, actor: u128) -> Done {
        let before = self.placements.get(code).cloned();
        let version = before.as_ref().map_or(0, |it| it.version) + 1;
        let meta = self.meta(version, actor);
        let after = match before.clone() {
            None => Placement::begin(Placement::of(self.call.id, code).into(), event, meta),
            Some(mut it) => it.then(event, meta).map(|()| it),
        };
        let after = after.map_err(|refusal| refusal.code)?;
        let takes = moves(before.as_ref(), &after);
        self.book(&takes, Some(self.call.id), Some(&after))?;
        self.placements.insert(code.to_owned(), after);
        Ok(())
    }

    pub(super) fn description(&self, code: &str) -> Description {
        let d = &self.call.description;
        Description {
            registry: d.registry,
            partner: d.partner.clone(),
            call: self.call.id,
            code: code.to_owned(),
            made_up: true,
        }
    }

    pub(super) fn to_place(&self, code: &str, seat: u32, origin: Origin, taken: Account) -> Place {
        let terms = self.call.terms().unwrap();
        let line = terms.seats.iter().find(|own| own.number == seat).unwrap().what.line;
        let rank = choices(code).iter().position(|own| *own == seat);
        let rank = rank.map(|n| u32::try_from(n).unwrap() + 1);
        Place { seat, line, rank, origin, taken, people: 1 }
    }

    pub(super) fn offer(&self, days: u32) -> Offer {
        let zone: crate::programme::Zone = "Asia/Bishkek".parse().unwrap();
        let clock = Clock { from: self.now, days, zone, holidays: [date(2026, 8, 31)].into() };
        let hold = clock.until().checked_add(SignedDuration::from_hours(240)).unwrap();
        Offer { clock, hold_until: Some(hold) }
    }

    /// Makes a placement out of what the run gave.
    pub(super) fn offer_to(&mut self, code: &str) -> Done {
        let Some(seat) = self.given.get(code).copied() else { return Err("no place") };
        if self.placements.contains_key(code) || self.call.given.is_none() {
            return Err("offered");
        }
        let place = self.to_place(code, seat, Origin::Run, Account::Allocated);
        let event =
            Event::Offered { description: self.description(code), place, offer: self.offer(5) };
        self.place(code, event, 1)
    }

    fn all(&self) -> Vec<Placement> {
        self.placements.values().cloned().collect()
    }

    pub(super) fn pools(&self) -> BTreeMap<u32, Pool> {
        pools(&self.call, &self.all())
    }

    /// What a refused step leaves as it was.
    pub(super) fn standing(&self) -> (Vec<quota::Balances>, Vec<i64>) {
        let lines = self.lines.values().map(|line| line.balances.clone()).collect();
        (lines, self.placements.values().map(|it| it.version).collect())
    }

    /// Everything that must hold after each step.
    pub(super) fn count(&self) {
        let all = self.all();
        let pools = self.pools();
        let seats = &self.call.terms().unwrap().seats;
        for (id, line) in &self.lines {
            let total: u64 = Account::ALL.iter().map(|own| line.balances.get(*own)).sum();
            assert_eq!(total, PLEDGED, "places of a line are neither lost nor made");
            let of_line = |it: &&Placement| it.place.as_ref().is_some_and(|p| p.line == *id);
            let stages = |account| {
                let there = |it: &&Placement| it.stage.account() == Some(account);
                all.iter().filter(of_line).filter(there).map(Placement::people).sum::<u64>()
            };
            for account in
                [Account::Offered, Account::Accepted, Account::Enrolled, Account::Completed]
            {
                assert_eq!(line.balances.get(account), stages(account), "{account:?}");
            }
            let numbers = seats.iter().filter(|own| own.what.line == *id).map(|own| own.number);
            let sum = |of: &dyn Fn(&Pool) -> u64| -> u64 {
                numbers.clone().filter_map(|n| pools.get(&n)).map(of).sum()
            };
            if self.call.given.is_some() || self.call.by_name() {
                assert_eq!(line.balances.get(Account::Allocated), sum(&|p| p.waiting));
                let lapsed = line.balances.get(Account::Lapsed);
                assert_eq!(line.balances.get(Account::Returned) + lapsed, sum(&|p| p.returned));
                assert_eq!(line.balances.get(Account::Seated), sum(&|p| p.left));
            } else {
                let (released, seated) = self.call.held(*id);
                assert_eq!(line.balances.get(Account::Released), released);
                assert_eq!(line.balances.get(Account::Seated), seated);
            }
        }
        for (seat, pool) in &pools {
            let confirmed = self.call.seated[seat];
            let freed = self.call.freed(*seat);
            assert_eq!(
                pool.waiting + pool.held + pool.returned + pool.left + freed.left + freed.returned,
                confirmed
            );
        }
        let counted: u64 = outcome::count(&self.call, &all).values().sum();
        let out = pools.values().map(|p| p.waiting + p.held + p.returned + p.passed).sum::<u64>();
        assert_eq!(counted, out);
    }
}

fn opened(n: u128, id: QuotaLineId, meta: Meta) -> QuotaLine {
    let quotation = Quotation {
        source: SourceId::new(Uuid::from_u128(5)),
        language: "en".to_owned(),
        exact: "9 places".to_owned(),
        prefix: String::new(),
        suffix: String::new(),
        start: 0,
        end: 8,
        translation: None,
    };
    let description = quota::Description {
        registry: "KG".parse().unwrap(),
        partner: "RU".parse().unwrap(),
        commitment: CommitmentId::new(Uuid::from_u128(9 + n)),
        period: "2026".parse().unwrap(),
        channel: crate::topic::Channel::Ministry,
        programme: quota::Programme::Residency,
        specialty: None,
        host: None,
        region: None,
    };
    let (id_of, on) = (MoveId::new(Uuid::from_u128(n)), date(2026, 1, 16));
    let pledge = Pledge { id: id_of, places: PLEDGED, on, quotation, note: None };
    let event = quota::Event::Opened { description, pledge };
    QuotaLine::begin(StreamId::new(id.uuid()), event, meta).unwrap()
}

/// What is said with a step: everything, so that only its place in the course decides.
pub(super) fn said(world: &World, dice: &mut Dice, step: Step) -> Said {
    let rule = rule(step).unwrap();
    let on = world.today();
    let later = on.saturating_add(jiff::Span::new().days(40));
    let decided = |it: &Placement| it.decided;
    let from = world.placements.values().map(decided).max().unwrap_or(world.now);
    Said {
        on,
        paper: Some(Paper { number: "12-3/45".parse().unwrap(), date: on }),
        reason: dice.one(rule.reasons),
        note: Some(text("note")),
        until: Some(later),
        months: Some(12),
        justified: Some(true),
        ground: Some(Ground::Procedure),
        clock: Some(Clock {
            from,
            days: APPEAL_DAYS,
            zone: "Asia/Bishkek".parse().unwrap(),
            holidays: std::collections::BTreeSet::new(),
        }),
        by: None,
    }
}
