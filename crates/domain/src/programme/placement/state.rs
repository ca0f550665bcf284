//! The rules of its steps, and the moves of its place.

use std::collections::BTreeMap;

use jiff::civil::{Date, Weekday};
use jiff::tz::TimeZone;
use jiff::{Timestamp, ToSpan as _};
use serde::{Deserialize, Serialize};

use super::{Description, Event, Exit, Fact, Origin, Stage};
use crate::Refusal;
use crate::aggregate::{Aggregate, FOREVER, Meta, OpenPerson, Projection, Row, readings_over};
use crate::canonical::CanonicalError;
use crate::commitment::Said;
use crate::id::{PlacementId, RunId, StreamId};
use crate::programme::Zone;
use crate::programme::call::Take;
use crate::quota::{Account, PLACEMENT_STEPS, Reason};

/// A place given to a person.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Placement {
    /// Its id.
    pub id: PlacementId,
    /// Which place, and whose.
    pub description: Description,
    /// Where it stands.
    pub stage: Stage,
    /// Until when an answer is taken.
    pub until: Timestamp,
    /// Whether the person takes a better place that comes free.
    pub upgrade: bool,
    /// Steps of the preparation and the stay, with their days.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub facts: Vec<Said<(Fact, Date)>>,
    /// When the person arrived, and when it ended.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub enrolled: Option<Date>,
    /// When it ended.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub ended: Option<Date>,
    /// Why the place came back.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub returned: Option<Reason>,
    /// Whether an interruption was justified.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub exit: Option<Exit>,
    /// When it was offered, and by whom.
    pub offered: Meta,
    /// Version of the last entry.
    pub version: i64,
    #[serde(skip)]
    log: Vec<(Meta, Box<Placement>)>,
}

/// The end of the working day that is `days` working days after an instant, by the clocks of a zone: the first instant of
/// the day behind it.
///
/// Rule: the day of the offer does not count; Saturdays and Sundays do not count.
#[must_use]
pub fn working_days(zone: &Zone, from: Timestamp, days: u32) -> Timestamp {
    let mut day = zone.clock(from).0.date();
    let mut left = days;
    while left > 0 {
        day = day.saturating_add(1.day());
        if !matches!(day.weekday(), Weekday::Saturday | Weekday::Sunday) {
            left -= 1;
        }
    }
    let next = day.saturating_add(1.day());
    zone.instant(next.at(0, 0, 0, 0)).unwrap_or(Timestamp::MAX)
}

impl Placement {
    /// The one of a candidate at a seat in a run: every machine finds the same, so that an offer is made once.
    #[must_use]
    pub fn of(run: RunId, attempt: u32, seat: u32, code: &str) -> PlacementId {
        let name = format!("{run}/{attempt}/{seat}/{code}");
        PlacementId::new(StreamId::named("placement", &name).uuid())
    }

    /// The account its place lies in.
    #[must_use]
    pub const fn account(&self) -> Account {
        match self.stage {
            Stage::Offered | Stage::Held => Account::Offered,
            Stage::Accepted => Account::Accepted,
            Stage::Enrolled => Account::Enrolled,
            Stage::Completed => Account::Completed,
            Stage::Returned => Account::Returned,
        }
    }

    /// The moves that bring the ledger from one state to the next: a place that came back is seated and given anew before it
    /// is offered.
    #[must_use]
    pub fn moves(before: Option<&Self>, after: &Self) -> Vec<Take> {
        let take = |from, to, reason| Take { line: after.description.line, from, to, places: 1, reason };
        let Some(before) = before else {
            let mut all = Vec::new();
            if matches!(after.description.origin, Origin::Waitlist { .. }) {
                all.push(take(Account::Returned, Account::Seated, Reason::Reused));
                all.push(take(Account::Seated, Account::Allocated, Reason::InCourse));
            }
            all.push(take(Account::Allocated, Account::Offered, Reason::InCourse));
            return all;
        };
        let (from, to) = (before.account(), after.account());
        if from == to {
            return Vec::new();
        }
        vec![take(from, to, after.returned.unwrap_or(Reason::InCourse))]
    }

    /// Whether an answer can still be given.
    #[must_use]
    pub fn open(&self, at: Timestamp) -> bool {
        matches!(self.stage, Stage::Offered | Stage::Held) && at < self.until
    }

    /// The day on which something is due; [`FOREVER`] when nothing is.
    #[must_use]
    pub fn due_on(&self) -> Date {
        match self.stage {
            Stage::Offered | Stage::Held => self.until.to_zoned(TimeZone::UTC).date(),
            _ => FOREVER,
        }
    }

    fn stands(&self, stages: &[Stage]) -> Result<(), Refusal> {
        if stages.contains(&self.stage) {
            return Ok(());
        }
        Err(Refusal::new("placement-not-now").with("stage", self.stage.code()))
    }

    fn past(on: Date, meta: &Meta) -> Result<(), Refusal> {
        if on > meta.known_on.tomorrow().unwrap_or(meta.known_on) {
            return Err(Refusal::of("on", "placement-date-ahead"));
        }
        Ok(())
    }

    /// The reason a place comes back for, where the ledger allows it from where the place lies.
    fn back(&mut self, reason: Reason) -> Result<(), Refusal> {
        let from = self.account();
        let step = PLACEMENT_STEPS.iter().find(|(f, t, _)| (*f, *t) == (from, Account::Returned));
        if !step.is_some_and(|(.., reasons)| reasons.contains(&reason)) {
            return Err(Refusal::of("reason", "quota-reason-not-here"));
        }
        self.returned = Some(reason);
        self.stage = Stage::Returned;
        Ok(())
    }

    fn add(&mut self, event: Event, meta: Meta) -> Result<(), Refusal> {
        let answer = |this: &Self| {
            this.stands(&[Stage::Offered, Stage::Held])?;
            if meta.recorded_at < this.until { Ok(()) } else { Err(Refusal::new("placement-too-late")) }
        };
        match event {
            Event::Offered { .. } => return Err(Refusal::new("placement-offered-already")),
            Event::Held { until, upgrade } => {
                self.stands(&[Stage::Offered])?;
                answer(self)?;
                if until <= self.until {
                    return Err(Refusal::of("until", "placement-hold-shorter"));
                }
                (self.until, self.upgrade, self.stage) = (until, upgrade, Stage::Held);
            }
            Event::Accepted => {
                answer(self)?;
                self.stage = Stage::Accepted;
            }
            Event::Declined { reason, .. } => {
                self.stands(&[Stage::Offered, Stage::Held, Stage::Accepted])?;
                if reason == Reason::NoAnswer {
                    return Err(Refusal::of("reason", "quota-reason-not-here"));
                }
                self.back(reason)?;
            }
            Event::Expired => {
                self.stands(&[Stage::Offered, Stage::Held])?;
                if meta.recorded_at < self.until {
                    return Err(Refusal::new("placement-not-expired"));
                }
                self.back(Reason::NoAnswer)?;
            }
            Event::Noted { fact, on } => {
                self.stands(&[Stage::Accepted, Stage::Enrolled])?;
                Self::past(on, &meta)?;
                self.facts.push(Said { meta, what: (fact, on) });
            }
            Event::Enrolled { on } => {
                self.stands(&[Stage::Accepted])?;
                Self::past(on, &meta)?;
                (self.enrolled, self.stage) = (Some(on), Stage::Enrolled);
            }
            Event::Completed { on } => {
                self.ends(on, &meta)?;
                self.stage = Stage::Completed;
            }
            Event::Interrupted { on, exit, reason } => {
                self.ends(on, &meta)?;
                self.exit = Some(exit);
                self.back(reason)?;
            }
        }
        self.version = meta.version;
        Ok(())
    }

    fn ends(&mut self, on: Date, meta: &Meta) -> Result<(), Refusal> {
        self.stands(&[Stage::Enrolled])?;
        Self::past(on, meta)?;
        if self.enrolled.is_some_and(|began| on < began) {
            return Err(Refusal::of("on", "placement-ends-before"));
        }
        self.ended = Some(on);
        Ok(())
    }

    fn logged(mut self, meta: Meta) -> Self {
        let mut log = std::mem::take(&mut self.log);
        log.push((meta, Box::new(self.clone())));
        self.log = log;
        self
    }
}

impl Aggregate for Placement {
    const NAME: &'static str = "placement";
    type Event = Event;

    fn event_name(event: &Event) -> &'static str {
        match event {
            Event::Offered { .. } => "offered",
            Event::Held { .. } => "held",
            Event::Accepted => "accepted",
            Event::Declined { .. } => "declined",
            Event::Expired => "expired",
            Event::Noted { .. } => "noted",
            Event::Enrolled { .. } => "enrolled",
            Event::Completed { .. } => "completed",
            Event::Interrupted { .. } => "interrupted",
        }
    }

    fn begin(stream: StreamId, event: Event, meta: Meta) -> Result<Self, Refusal> {
        let Event::Offered { description, until } = event else {
            return Err(Refusal::new("placement-not-offered"));
        };
        if until <= meta.recorded_at {
            return Err(Refusal::of("until", "placement-too-late"));
        }
        let this = Self {
            id: PlacementId::new(stream.uuid()),
            description,
            stage: Stage::Offered,
            until,
            upgrade: false,
            facts: Vec::new(),
            enrolled: None,
            ended: None,
            returned: None,
            exit: None,
            offered: meta,
            version: meta.version,
            log: Vec::new(),
        };
        Ok(this.logged(meta))
    }

    fn then(&mut self, event: Event, meta: Meta) -> Result<(), Refusal> {
        let mut next = self.clone();
        next.add(event, meta)?;
        *self = next.logged(meta);
        Ok(())
    }

    fn project(&self, _: &dyn OpenPerson) -> Result<Projection, CanonicalError> {
        let mut days: BTreeMap<Date, &Self> = BTreeMap::new();
        let mut day = Date::MIN;
        for (meta, state) in &self.log {
            day = day.max(meta.known_on);
            days.insert(day, state);
        }
        let readings = readings_over(days.keys().copied(), |day| {
            let state = days.get(&day)?;
            let d = &state.description;
            let row = Row::Placement {
                registry: d.registry,
                partner: d.partner.clone(),
                call: d.call.uuid(),
                state: state.stage.code(),
                due_on: state.due_on(),
            };
            Some(((*state).clone(), row))
        })?;
        Ok(Projection { readings, ..Projection::default() })
    }
}
