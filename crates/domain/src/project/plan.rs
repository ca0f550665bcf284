//! A project on a day: what slipped, what the chain says, what is overdue, and what nobody has given a day for.

use std::collections::{BTreeMap, BTreeSet};

use jiff::civil::Date;

use super::chain::{self, Finish};
use super::slip::days_between;
use super::{
    Aspect, Baseline, Chain, Incomparable, MilestoneKind, Moves, Project, Slip, Snapshot, slip,
};
use crate::edtf::Edtf;
use crate::id::MilestoneId;
use crate::stage::coded;
use crate::text::Text4;

/// How many days ahead a day counts as near.
pub const DUE_SOON: i32 = 90;

/// Against what slip is counted.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
pub enum Against {
    /// The day that was said first of each milestone.
    #[default]
    FirstWord,
    /// A baseline, by the version that froze it.
    Baseline(i64),
}

coded! {
    /// How far one milestone is.
    Progress {
        /// Nobody gives a day for it.
        Undated = "undated",
        /// It is expected.
        Expected = "expected",
        /// Work on it began.
        Started = "started",
        /// Somebody reports that it is reached.
        Claimed = "claimed",
        /// It was checked that it is reached.
        Confirmed = "confirmed",
    }
}

/// A milestone on a day.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Row {
    /// Which.
    pub milestone: MilestoneId,
    /// How far it is.
    pub progress: Progress,
    /// When it was reached, else when it is expected.
    pub on: Option<Edtf>,
    /// By how many days it is overdue: open, and the last day of what people say is past.
    pub overdue: Option<i32>,
    /// Its last day, where it is open and that day is near, and in how many days it is.
    pub due: Option<(Date, i32)>,
    /// What the milestones before it say; nothing for one that waits for none, or is reached.
    pub chain: Option<Chain>,
    /// By how many days what people say lies before what the chain allows.
    pub too_early: Option<i32>,
    /// Milestones it waits for that come after it, by their own days.
    pub out_of_order: Vec<MilestoneId>,
    /// Whether sources differ about the day it was reached.
    pub differs: bool,
    /// The day in the plan it is held against.
    pub then: Option<Edtf>,
    /// By how much it slipped.
    pub slip: Slip,
    /// How its expected day was moved.
    pub moves: Moves,
    /// Whether it decides when the last open milestone can be reached.
    pub critical: bool,
}

coded! {
    /// Where a project stands, in one word: the first that fits. None of them says that it is finished.
    Standing {
        /// It has no milestones.
        Empty = "empty",
        /// All milestones are reported as reached.
        AllReached = "all_reached",
        /// An open milestone is past its day.
        Overdue = "overdue",
        /// A milestone was moved to a later day than was said first.
        Slipped = "slipped",
        /// An open milestone has no day.
        Undated = "undated",
        /// All open milestones have a day that is to come, none of them later than was said first.
        OnPlan = "on_plan",
    }
}

/// How many milestones there are of each sort.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Tally {
    /// All.
    pub milestones: u32,
    /// Reached, by report or checked.
    pub reached: u32,
    /// Open and past their day.
    pub overdue: u32,
    /// Open and without a day.
    pub undated: u32,
    /// Moved to a later day, open or reached.
    pub slipped: u32,
    /// Expected before the chain allows.
    pub too_early: u32,
    /// Open, and their last day is near.
    pub due: u32,
}

/// What is built, licensed, working, opened: one kind of milestone, never another.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Cell {
    /// The kind.
    pub kind: MilestoneKind,
    /// How many milestones of it there are.
    pub of: u32,
    /// How many are reached.
    pub reached: u32,
    /// The latest day one was reached.
    pub last: Option<Edtf>,
}

/// Something that a person should know of, computed from the day asked about.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Alarm {
    /// An open milestone is past its day.
    Overdue {
        /// Which.
        milestone: MilestoneId,
        /// By how many days.
        days: i32,
    },
    /// It is expected before the chain allows.
    TooEarly {
        /// Which.
        milestone: MilestoneId,
        /// The first day the chain allows.
        not_before: Date,
        /// By how many days.
        days: i32,
    },
    /// What it waits for comes after it.
    OutOfOrder {
        /// Which.
        milestone: MilestoneId,
        /// What it waits for.
        before: MilestoneId,
    },
    /// Sources differ about the day it was reached.
    ReportsDiffer {
        /// Which.
        milestone: MilestoneId,
    },
    /// Its last day is near.
    Due {
        /// Which.
        milestone: MilestoneId,
        /// The day.
        on: Date,
        /// In how many days.
        days: i32,
    },
}

/// A project on a day.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Plan {
    /// The day asked about.
    pub day: Date,
    /// Against what slip is counted.
    pub against: Against,
    /// Where it stands.
    pub standing: Standing,
    /// The milestones, in the order pages show them.
    pub rows: Vec<Row>,
    /// How many there are of each sort.
    pub tally: Tally,
    /// What is built, licensed, working, opened.
    pub cells: Vec<Cell>,
    /// The milestones that decide when the last open one can be reached, first to last.
    pub critical: Vec<MilestoneId>,
    /// What is to be known, in the order of [`Alarm`].
    pub alarms: Vec<Alarm>,
}

impl Plan {
    /// A milestone's row.
    #[must_use]
    pub fn row(&self, milestone: MilestoneId) -> Option<&Row> {
        self.rows.iter().find(|row| row.milestone == milestone)
    }
}

impl Project {
    /// The plan on a day, with slip against what is chosen. A baseline that is not on record compares with nothing.
    #[must_use]
    pub fn plan(&self, day: Date, against: Against) -> Plan {
        let finishes = chain::finishes(self, day);
        let critical = chain::critical(self, &finishes);
        let rows: Vec<Row> = self
            .milestones_in_order()
            .into_iter()
            .map(|m| self.plan_row(m.id, day, against, finishes.get(&m.id), &critical))
            .collect();
        let tally = tally(&rows);
        let mut alarms: Vec<Alarm> = rows.iter().flat_map(alarms).collect();
        alarms.sort_unstable();
        let cells = self.cells();
        Plan { day, against, standing: standing(&rows), rows, tally, cells, critical, alarms }
    }

    fn plan_row(
        &self,
        id: MilestoneId,
        day: Date,
        against: Against,
        finish: Option<&Finish>,
        critical: &[MilestoneId],
    ) -> Row {
        let reached = self.reached(id);
        let on = self.counts(id).and_then(|said| said.what.on);
        let progress = match reached.map(|said| said.what.aspect) {
            Some(Aspect::Confirmed) => Progress::Confirmed,
            Some(_) => Progress::Claimed,
            None if self.last(id, Aspect::Started).is_some() => Progress::Started,
            None if on.is_some() => Progress::Expected,
            None => Progress::Undated,
        };
        let open = reached.is_none();
        let chain = finish.and_then(|f| f.chain.clone()).filter(|_| open);
        let last = on.map(Edtf::last_day).filter(|_| open);
        let after = |from: Date, to: Date| Some(days_between(from, to)).filter(|days| *days > 0);
        let (then, slip) = self.slip_of(id, against, on);
        Row {
            milestone: id,
            progress,
            on,
            overdue: last.and_then(|last| after(last, day)),
            due: last
                .map(|last| (last, days_between(day, last)))
                .filter(|(_, days)| (0..=DUE_SOON).contains(days)),
            too_early: last.zip(chain.as_ref()).and_then(|(l, c)| after(l, c.not_before)),
            chain,
            out_of_order: self.out_of_order(id, on),
            differs: self.differs(id),
            then,
            slip,
            moves: Moves::of(self.words_on(id)),
            critical: critical.contains(&id),
        }
    }

    fn slip_of(&self, id: MilestoneId, against: Against, on: Option<Edtf>) -> (Option<Edtf>, Slip) {
        match against {
            Against::FirstWord => {
                let then = self.first_word(id).and_then(|said| said.what.on);
                (then, slip(then, on))
            }
            Against::Baseline(version) => {
                match self.baseline(version).and_then(|b| b.what.point(id)) {
                    Some(point) => (point.on, slip(point.on, on)),
                    None => (None, Slip::Unknown { why: Incomparable::NotThen }),
                }
            }
        }
    }

    /// What a milestone waits for although its own day lies behind, by the days both have.
    fn out_of_order(&self, id: MilestoneId, on: Option<Edtf>) -> Vec<MilestoneId> {
        let Some(last) = on.map(Edtf::last_day).filter(|_| self.reached(id).is_some()) else {
            return Vec::new();
        };
        let later = |before: &MilestoneId| {
            let on = self.counts(*before).and_then(|said| said.what.on);
            on.is_some_and(|on| on.first_day() > last)
        };
        let waits = self.dependencies().filter(|d| d.after == id).map(|d| d.before);
        waits.filter(later).collect::<BTreeSet<_>>().into_iter().collect()
    }

    /// Whether reports of a milestone as reached name days that cannot be the same.
    fn differs(&self, id: MilestoneId) -> bool {
        let reports = self.words_on(id).filter(|said| said.what.aspect.is_reached());
        let days: Vec<Edtf> = reports.filter_map(|said| said.what.on).collect();
        let latest_first = days.iter().map(|on| on.first_day()).max();
        let earliest_last = days.iter().map(|on| on.last_day()).min();
        latest_first.zip(earliest_last).is_some_and(|(first, last)| first > last)
    }

    fn cells(&self) -> Vec<Cell> {
        use MilestoneKind as K;
        let cell = |kind| {
            let of = self.milestones.iter().filter(|said| said.what.kind == kind);
            let (mut all, mut reached, mut last): (u32, u32, Option<Edtf>) = (0, 0, None);
            for said in of {
                all += 1;
                if let Some(on) = self.reached(said.what.id).and_then(|word| word.what.on) {
                    reached += 1;
                    if last.is_none_or(|held| on.last_day() > held.last_day()) {
                        last = Some(on);
                    }
                }
            }
            Cell { kind, of: all, reached, last }
        };
        [K::Construction, K::Licence, K::Commissioning, K::FirstPatient, K::Ceremony]
            .map(cell)
            .to_vec()
    }
}

fn is_open(row: &Row) -> bool {
    row.progress < Progress::Claimed
}

fn count(rows: &[Row], fits: impl Fn(&Row) -> bool) -> u32 {
    u32::try_from(rows.iter().filter(|row| fits(row)).count()).unwrap_or(u32::MAX)
}

fn tally(rows: &[Row]) -> Tally {
    Tally {
        milestones: count(rows, |_| true),
        reached: count(rows, |row| !is_open(row)),
        overdue: count(rows, |row| row.overdue.is_some()),
        undated: count(rows, |row| is_open(row) && row.on.is_none()),
        slipped: count(rows, |row| row.slip.is_late()),
        too_early: count(rows, |row| row.too_early.is_some()),
        due: count(rows, |row| row.due.is_some()),
    }
}

fn standing(rows: &[Row]) -> Standing {
    let tally = tally(rows);
    match tally {
        Tally { milestones: 0, .. } => Standing::Empty,
        _ if tally.reached == tally.milestones => Standing::AllReached,
        _ if tally.overdue > 0 => Standing::Overdue,
        _ if tally.slipped > 0 => Standing::Slipped,
        _ if tally.undated > 0 => Standing::Undated,
        _ => Standing::OnPlan,
    }
}

fn alarms(row: &Row) -> Vec<Alarm> {
    let milestone = row.milestone;
    let overdue = row.overdue.map(|days| Alarm::Overdue { milestone, days });
    let chain = row.chain.as_ref();
    let too_early = row.too_early.zip(chain);
    let too_early = too_early.map(|(days, chain)| Alarm::TooEarly {
        milestone,
        not_before: chain.not_before,
        days,
    });
    let out =
        row.out_of_order.iter().map(|before| Alarm::OutOfOrder { milestone, before: *before });
    let differs = row.differs.then_some(Alarm::ReportsDiffer { milestone });
    let due = row.due.map(|(on, days)| Alarm::Due { milestone, on, days });
    overdue.into_iter().chain(too_early).chain(out).chain(differs).chain(due).collect()
}

/// A milestone in two plans.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Compared {
    /// Which.
    pub milestone: MilestoneId,
    /// Its name in the later plan, else in the earlier.
    pub title: Text4,
    /// Its kind, likewise.
    pub kind: MilestoneKind,
    /// Its day in the earlier plan.
    pub then: Option<Edtf>,
    /// Its day in the later plan.
    pub now: Option<Edtf>,
    /// By how much it moved.
    pub slip: Slip,
}

/// Two plans held against each other, milestone by milestone, in the order of the later one's phases and days; what only
/// the earlier one has comes last.
#[must_use]
pub fn compare(then: &Snapshot, now: &Snapshot) -> Vec<Compared> {
    let before: BTreeMap<MilestoneId, _> =
        then.milestones.iter().map(|p| (p.milestone, p)).collect();
    let mut later: Vec<_> = now.milestones.iter().collect();
    later.sort_by_key(|p| {
        let on = p.on.map_or(Date::MAX, Edtf::last_day);
        (p.phase.unwrap_or(u8::MAX), on, p.kind, p.milestone)
    });
    let there: BTreeSet<MilestoneId> = later.iter().map(|p| p.milestone).collect();
    let both = later.into_iter().map(|p| {
        let earlier = before.get(&p.milestone);
        let then = earlier.and_then(|earlier| earlier.on);
        let slip = match earlier {
            Some(_) => slip(then, p.on),
            None => Slip::Unknown { why: Incomparable::NotThen },
        };
        let (title, kind) = (p.title.clone(), p.kind);
        Compared { milestone: p.milestone, title, kind, then, now: p.on, slip }
    });
    let gone = then.milestones.iter().filter(|p| !there.contains(&p.milestone)).map(|p| Compared {
        milestone: p.milestone,
        title: p.title.clone(),
        kind: p.kind,
        then: p.on,
        now: None,
        slip: Slip::Unknown { why: Incomparable::NotNow },
    });
    both.chain(gone).collect()
}

impl Baseline {
    /// How many of its milestones had a day.
    #[must_use]
    pub fn dated(&self) -> usize {
        self.snapshot.milestones.iter().filter(|point| point.on.is_some()).count()
    }
}
