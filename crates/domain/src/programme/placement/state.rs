//! The entries of a placement and the rules of its steps.

use std::collections::BTreeMap;

use jiff::civil::Date;
use jiff::tz::TimeZone;
use jiff::{Timestamp, ToSpan as _};
use serde::{Deserialize, Serialize};

use super::check::{MOST_MONTHS, appeal, asked, begins, months_range, out_of, past};
use super::{
    Appeal, Description, Duty, DutyState, Event, Made, Need, Offer, Origin, Place, Rule, Said,
    Stage, Step, Verdict, Who, rule,
};
use crate::Refusal;
use crate::aggregate::{
    Aggregate, FOREVER, Meta, OpenPerson, Projection, Row, readings_over, whole,
};
use crate::canonical::CanonicalError;
use crate::id::{CallId, PlacementId, StreamId};
use crate::quota::{Account, Reason};

/// What became of a candidate.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Placement {
    /// Its id.
    pub id: PlacementId,
    /// Whose it is.
    pub description: Description,
    /// Where it stands.
    pub stage: Stage,
    /// The place given last; nothing while an appeal without a place waits.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub place: Option<Place>,
    /// How many places were given, one after another.
    pub given: u32,
    /// The seat that the run gave, or that was given by name, when the first place is such a one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub first: Option<u32>,
    /// Seats of which a place was given beside those of the run, out of what its call had left.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub extra: Vec<u32>,
    /// The offer made last.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub offer: Option<Offer>,
    /// Whether a place wanted more would be taken.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub wishes: bool,
    /// Until when the beginning is put off, while it is.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub deferred: Option<Date>,
    /// When the person was enrolled.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub enrolled: Option<Date>,
    /// When it ended.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub ended: Option<Date>,
    /// Why the place came back.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub returned: Option<Reason>,
    /// Whether an early end was justified.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub justified: Option<bool>,
    /// The appeal, if there is one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub appeal: Option<Appeal>,
    /// The obligation to serve, once it was agreed on.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub duty: Option<Duty>,
    /// When a place was last given, or came back: an appeal is counted from there.
    pub decided: Timestamp,
    /// What happened, in order.
    pub steps: Vec<Made>,
    /// Version of the last entry.
    pub version: i64,
    /// Its entries, for what was known on a day; only while it is folded.
    #[serde(skip)]
    log: Vec<(Date, Box<Placement>)>,
}

/// Who acts next, and by when.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Due {
    /// Who.
    pub who: Who,
    /// By which instant; nothing where no instant is set.
    pub at: Option<Timestamp>,
    /// By which day; nothing where no day is set.
    pub on: Option<Date>,
}

impl Placement {
    /// The one of a candidate of a call: every machine finds the same, so that nobody holds two.
    #[must_use]
    pub fn of(call: CallId, code: &str) -> PlacementId {
        PlacementId::new(StreamId::named("placement", &format!("{call}/{code}")).uuid())
    }

    /// The place the candidate holds, or held to the end; nothing once it came back.
    #[must_use]
    pub fn holding(&self) -> Option<&Place> {
        self.place.as_ref().filter(|_| self.stage.holds())
    }

    /// How many people it is of: one but for teams.
    #[must_use]
    pub fn people(&self) -> u64 {
        self.place.as_ref().map_or(1, |place| u64::from(place.people))
    }

    /// Until when an answer is taken, while one is awaited.
    #[must_use]
    pub fn until(&self) -> Option<Timestamp> {
        let offer = self.offer.as_ref()?;
        match self.stage {
            Stage::Offered => Some(offer.clock.until()),
            Stage::Held => offer.hold_until,
            _ => None,
        }
    }

    /// Whether the deadline has passed without an answer. That it lapsed is on record once somebody wrote it down.
    #[must_use]
    pub fn overdue(&self, at: Timestamp) -> bool {
        self.until().is_some_and(|until| at >= until)
    }

    /// The appeal that waits for a decision.
    #[must_use]
    pub fn appealing(&self) -> Option<&Appeal> {
        self.appeal.as_ref().filter(|appeal| appeal.verdict == Verdict::Open)
    }

    /// Where the obligation stands.
    #[must_use]
    pub fn duty_state(&self) -> DutyState {
        self.duty.as_ref().map_or(DutyState::None, |duty| duty.state)
    }

    /// Who acts next, and by when; nothing where nobody has to.
    #[must_use]
    pub fn due(&self, at: Timestamp) -> Option<Due> {
        let by = |who, at, on| Some(Due { who, at, on });
        if self.appealing().is_some() {
            return by(Who::Panel, None, None);
        }
        match self.stage {
            Stage::Offered | Stage::Held if self.overdue(at) => by(Who::Officer, None, None),
            Stage::Offered | Stage::Held => by(Who::Applicant, self.until(), None),
            Stage::Asked => by(Who::Panel, None, None),
            Stage::Accepted if self.last(&[Step::Invite]).is_none() => by(Who::Host, None, None),
            Stage::Accepted => by(Who::Applicant, None, None),
            Stage::Deferred => by(Who::Officer, None, self.deferred),
            Stage::Enrolled | Stage::Paused => by(Who::Host, None, None),
            Stage::Completed => match &self.duty {
                Some(duty) if duty.state == DutyState::Running => {
                    by(Who::Applicant, None, Some(duty.due.min(duty.ends)))
                }
                Some(duty) if duty.state == DutyState::Deferred => {
                    by(Who::Officer, None, Some(duty.due))
                }
                Some(duty) if duty.state == DutyState::Breached => by(Who::Officer, None, None),
                _ => None,
            },
            Stage::Returned | Stage::Refused => None,
        }
    }

    /// The day on which something is due, for lists; [`FOREVER`] when no day is set.
    #[must_use]
    pub fn due_on(&self) -> Date {
        let due = self.due(Timestamp::MIN);
        let day = |at: Timestamp| at.to_zoned(TimeZone::UTC).date();
        due.and_then(|due| due.on.or(due.at.map(day))).unwrap_or(FOREVER)
    }

    /// The step made last with the present place, of those named.
    fn last(&self, of: &[Step]) -> Option<Step> {
        let since = self.steps.iter().rev().take_while(|made| made.seat.is_none());
        since.filter_map(|made| made.step).find(|step| of.contains(step))
    }

    /// Whether a rule of the table allows its step as things stand. What must be said with it is asked later.
    #[must_use]
    pub fn allows(&self, rule: &Rule, at: Timestamp) -> bool {
        self.may(rule, at).is_ok()
    }

    /// Why a rule of the table does not allow its step as things stand.
    ///
    /// # Errors
    /// `placement-not-now`, `placement-duty-not-now`, `placement-step-before`, `placement-too-late` and others by the step.
    pub fn may(&self, rule: &Rule, at: Timestamp) -> Result<(), Refusal> {
        let no = || Err(Refusal::new("placement-not-now"));
        if !rule.from.contains(&self.stage) {
            return no();
        }
        if !rule.duty_from.is_empty() && !rule.duty_from.contains(&self.duty_state()) {
            return Err(Refusal::new("placement-duty-not-now"));
        }
        if !rule.after.is_empty() {
            let relevant = [rule.after, rule.unless].concat();
            if !self.last(&relevant).is_some_and(|last| rule.after.contains(&last)) {
                return Err(Refusal::new("placement-step-before"));
            }
        }
        match rule.step {
            Step::Lapse if !self.overdue(at) => Err(Refusal::new("placement-not-over")),
            Step::Accept | Step::Hold | Step::Wish | Step::Content if self.overdue(at) => {
                Err(Refusal::new("placement-too-late"))
            }
            Step::Decline if self.overdue(at) => Err(Refusal::new("placement-too-late")),
            Step::Hold if self.may_hold().is_none() => Err(Refusal::new("placement-no-hold")),
            Step::Wish if self.wishes => no(),
            Step::Content if !self.wishes => no(),
            Step::Appeal if self.appeal.is_some() => Err(Refusal::new("placement-appealed")),
            Step::Reject if self.appealing().is_none() => Err(Refusal::new("placement-no-appeal")),
            _ => Ok(()),
        }
    }

    /// Until when the place can be held, where the offer allows it and it would be longer than the deadline.
    #[must_use]
    pub fn may_hold(&self) -> Option<Timestamp> {
        let offer = self.offer.as_ref()?;
        offer.hold_until.filter(|until| *until > offer.clock.until())
    }

    fn make(&mut self, step: Step, said: &Said, meta: Meta) -> Result<(), Refusal> {
        let rule = rule(step).ok_or(Refusal::new("placement-step-unknown"))?;
        self.may(rule, meta.recorded_at)?;
        asked(rule, said)?;
        past("on", said.on, meta)?;
        if let Some(paper) = &said.paper {
            past("paper_date", paper.date, meta)?;
        }
        if rule.needs.contains(&Need::Until) && said.until.is_none_or(|until| until <= said.on) {
            return Err(Refusal::of("until", "placement-until-past"));
        }
        match step {
            Step::Wish => self.wishes = true,
            Step::Content => self.wishes = false,
            Step::Defer => self.deferred = said.until,
            Step::TakeUp => self.deferred = None,
            Step::Enrol => {
                self.enrolled = Some(said.on);
                // Whoever has arrived stays there.
                self.wishes = false;
            }
            Step::Complete | Step::Interrupt => {
                if self.enrolled.is_some_and(|began| said.on < began) {
                    return Err(Refusal::of("on", "placement-ends-before"));
                }
                self.ended = Some(said.on);
                self.justified = said.justified;
            }
            Step::Appeal => self.appeals(said, meta)?,
            Step::Reject => self.rejects(meta)?,
            _ if !rule.duty_from.is_empty() => self.serves(step, said)?,
            _ => {}
        }
        if let Some(state) = rule.duty_to
            && let Some(duty) = &mut self.duty
        {
            duty.state = state;
        }
        if let Some(to) = rule.to {
            self.stage = to;
            if to == Stage::Returned {
                self.back(rule, said, meta)?;
            }
        }
        Ok(())
    }

    /// Rule: a place comes back for a reason of the table, and the ledger knows the reason where the place lies.
    fn back(&mut self, rule: &Rule, said: &Said, meta: Meta) -> Result<(), Refusal> {
        let reason = match (said.reason, rule.reasons) {
            (Some(reason), reasons) if reasons.contains(&reason) => reason,
            (None, [only]) => *only,
            _ => return Err(Refusal::of("reason", "quota-reason-not-here")),
        };
        self.returned = Some(reason);
        self.wishes = false;
        self.deferred = None;
        self.decided = meta.recorded_at;
        Ok(())
    }

    /// Rule: five working days from the decision, by the clocks of the zone, on grounds of how it was done; once.
    fn appeals(&mut self, said: &Said, meta: Meta) -> Result<(), Refusal> {
        let appeal = appeal(said, meta)?;
        if self.decided != appeal.clock.from {
            return Err(Refusal::new("placement-appeal-clock"));
        }
        self.appeal = Some(appeal);
        Ok(())
    }

    /// Rule: whoever entered an appeal does not decide on it.
    fn decides(&self, meta: Meta) -> Result<(), Refusal> {
        let appeal = self.appealing().ok_or(Refusal::new("placement-no-appeal"))?;
        if meta.actor.is_none() || meta.actor == appeal.meta.actor {
            return Err(Refusal::new("placement-own-appeal"));
        }
        Ok(())
    }

    fn rejects(&mut self, meta: Meta) -> Result<(), Refusal> {
        self.decides(meta)?;
        if let Some(appeal) = &mut self.appeal {
            appeal.verdict = Verdict::Rejected;
        }
        if self.stage == Stage::Asked {
            self.stage = Stage::Refused;
        }
        Ok(())
    }

    /// Rule: proof is due half a year after the beginning, the last proof, or the end of a deferral; days on which the
    /// obligation stood still are added to its end; it is fulfilled no earlier than it ends.
    fn serves(&mut self, step: Step, said: &Said) -> Result<(), Refusal> {
        let half = |day: Date| day.saturating_add(6.months());
        if step == Step::Serve {
            let months = said.months.filter(|m| (1..=MOST_MONTHS).contains(m));
            let months = months.ok_or_else(months_range)?;
            if self.ended.is_some_and(|ended| said.on < ended) {
                return Err(Refusal::of("on", "placement-ends-before"));
            }
            self.duty = Some(Duty {
                state: DutyState::Running,
                from: said.on,
                ends: said.on.saturating_add(i64::from(months).months()),
                due: half(said.on),
                place: said.note.clone(),
                still: None,
            });
            return Ok(());
        }
        let duty = self.duty.as_mut().ok_or(Refusal::new("placement-duty-not-now"))?;
        if said.on < duty.still.unwrap_or(duty.from) {
            return Err(Refusal::of("on", "placement-ends-before"));
        }
        match step {
            Step::Prove => duty.due = half(said.on),
            Step::DeferDuty => {
                duty.still = Some(said.on);
                duty.due = said.until.unwrap_or(said.on);
            }
            Step::ResumeDuty => {
                let since = duty.still.take().unwrap_or(said.on);
                let days = since.until(said.on).map_or(0, |span| span.get_days());
                duty.ends = duty.ends.saturating_add(i64::from(days).days());
                duty.due = half(said.on);
            }
            Step::TransferDuty => duty.place = said.note.clone(),
            Step::Fulfil if said.on < duty.ends => {
                let ends = duty.ends.to_string();
                return Err(Refusal::of("on", "placement-duty-runs").with("day", ends));
            }
            _ => {}
        }
        Ok(())
    }

    /// Rule: who gets a further place. From the waiting list: whoever has none; a better one: whoever holds or accepted one
    /// and asked for it; by an appeal: whoever's appeal is upheld, by another hand than entered it.
    fn give(
        &mut self,
        place: Place,
        offer: Option<Offer>,
        says_paper: bool,
        meta: Meta,
    ) -> Result<(), Refusal> {
        let no = || Refusal::new("placement-not-now");
        let to = match (place.origin, self.stage) {
            (Origin::Waitlist | Origin::Nomination, Stage::Asked | Stage::Refused) => {
                Stage::Offered
            }
            (Origin::Upgrade, Stage::Held) if self.wishes => Stage::Offered,
            (Origin::Upgrade, Stage::Accepted) if self.wishes => Stage::Accepted,
            (
                Origin::Appeal,
                Stage::Asked | Stage::Offered | Stage::Held | Stage::Accepted | Stage::Returned,
            ) => {
                self.decides(meta)?;
                if !says_paper {
                    return Err(Refusal::of("paper", "placement-paper-missing"));
                }
                Stage::Offered
            }
            _ => return Err(no()),
        };
        self.fits(&place)?;
        if (to == Stage::Offered) != offer.is_some() {
            return Err(Refusal::of("days", "placement-offer-missing"));
        }
        if let Some(offer) = offer {
            begins(&offer, meta)?;
            self.offer = Some(offer);
        }
        // An upgrade within a stay that was accepted keeps the wish; a new offer is answered anew.
        self.wishes = self.wishes && to == Stage::Accepted;
        if place.origin == Origin::Appeal
            && let Some(appeal) = &mut self.appeal
        {
            appeal.verdict = Verdict::Upheld;
        }
        (self.stage, self.returned) = (to, None);
        self.given += 1;
        self.extra.extend((place.taken == Account::Seated).then_some(place.seat));
        if place.taken == Account::Allocated {
            self.first = Some(place.seat);
        }
        self.decided = meta.recorded_at;
        self.place = Some(place);
        Ok(())
    }

    /// Rule: a team goes as one. A better place is another one and wanted more; a place comes out of the accounts its origin allows.
    fn fits(&self, place: &Place) -> Result<(), Refusal> {
        out_of(place)?;
        if self.place.as_ref().is_some_and(|had| had.people != place.people) {
            let people = self.people().to_string();
            return Err(Refusal::of("seat", "placement-team-whole").with("people", people));
        }
        let Some(had) = self.holding() else { return Ok(()) };
        let better = place.origin == Origin::Appeal
            || matches!((place.rank, had.rank), (Some(new), Some(old)) if new < old);
        if had.seat == place.seat || !better {
            return Err(Refusal::of("seat", "placement-not-better"));
        }
        Ok(())
    }

    fn add(&mut self, event: &Event, meta: Meta) -> Result<(), Refusal> {
        let name = Self::event_name(event).to_owned();
        match event {
            Event::Offered { .. } | Event::Asked { .. } => {
                return Err(Refusal::new("placement-begun"));
            }
            Event::Given { place, offer, paper } => {
                self.give(place.clone(), offer.clone(), paper.is_some(), meta)?;
                let said = Said { paper: paper.clone(), ..Said::on(meta.known_on) };
                let seat = Some(place.seat);
                self.steps.push(Made { what: name, step: None, seat, said, meta });
            }
            Event::Made { step, said } => {
                self.make(*step, said, meta)?;
                let (step, said) = (Some(*step), said.clone());
                self.steps.push(Made { what: name, step, seat: None, said, meta });
            }
        }
        self.version = meta.version;
        Ok(())
    }

    /// Keeps the state after an entry beside those before it.
    fn keep(&mut self, meta: Meta) {
        let mut log = std::mem::take(&mut self.log);
        log.push((meta.known_on, Box::new(self.clone())));
        self.log = log;
    }

    fn row(&self) -> Row {
        let d = &self.description;
        Row::Placement {
            registry: d.registry,
            partner: d.partner.clone(),
            call: d.call.uuid(),
            code: d.code.clone(),
            state: self.stage.code(),
            due_on: self.due_on(),
        }
    }
}

impl Aggregate for Placement {
    const NAME: &'static str = "placement";
    type Event = Event;

    fn event_name(event: &Event) -> &'static str {
        match event {
            Event::Offered { .. } => "offered",
            Event::Asked { .. } => "asked",
            Event::Given { place, .. } => match place.origin {
                Origin::Run | Origin::Waitlist | Origin::Nomination => "promoted",
                Origin::Upgrade => "upgraded",
                Origin::Appeal => "appeal_upheld",
            },
            Event::Made { step, .. } => step.code(),
        }
    }

    fn begin(stream: StreamId, event: Event, meta: Meta) -> Result<Self, Refusal> {
        let name = Self::event_name(&event).to_owned();
        let this = |description, stage, said| Self {
            id: PlacementId::new(stream.uuid()),
            description,
            stage,
            place: None,
            given: 0,
            first: None,
            extra: Vec::new(),
            offer: None,
            wishes: false,
            deferred: None,
            enrolled: None,
            ended: None,
            returned: None,
            justified: None,
            appeal: None,
            duty: None,
            decided: meta.recorded_at,
            steps: vec![Made { what: name.clone(), step: None, seat: None, said, meta }],
            version: meta.version,
            log: Vec::new(),
        };
        let mut made = match event {
            Event::Offered { description, place, offer } => {
                if !matches!(place.origin, Origin::Run | Origin::Waitlist | Origin::Nomination) {
                    return Err(Refusal::new("placement-taken-from"));
                }
                out_of(&place)?;
                begins(&offer, meta)?;
                let mut this = this(description, Stage::Offered, Said::on(meta.known_on));
                if let Some(first) = this.steps.first_mut() {
                    first.seat = Some(place.seat);
                }
                this.first = Some(place.seat).filter(|_| place.taken == Account::Allocated);
                (this.place, this.offer, this.given) = (Some(place), Some(offer), 1);
                this
            }
            Event::Asked { description, said } => {
                let appeal = appeal(&said, meta)?;
                past("on", said.on, meta)?;
                let mut this = this(description, Stage::Asked, said);
                this.decided = appeal.clock.from;
                this.appeal = Some(appeal);
                this
            }
            Event::Given { .. } | Event::Made { .. } => {
                return Err(Refusal::new("placement-not-begun"));
            }
        };
        made.keep(meta);
        Ok(made)
    }

    fn then(&mut self, event: Event, meta: Meta) -> Result<(), Refusal> {
        // What was before is not copied with each entry.
        let log = std::mem::take(&mut self.log);
        let done = whole(self, |next| next.add(&event, meta));
        self.log = log;
        if done.is_ok() {
            self.keep(meta);
        }
        done
    }

    fn project(&self, _: &dyn OpenPerson) -> Result<Projection, CanonicalError> {
        let mut days: BTreeMap<Date, &Self> = BTreeMap::new();
        let mut day = Date::MIN;
        for (known_on, state) in &self.log {
            day = day.max(*known_on);
            days.insert(day, state);
        }
        let readings = readings_over(days.keys().copied(), |day| {
            let state = days.get(&day)?;
            Some(((*state).clone(), state.row()))
        })?;
        Ok(Projection { readings, ..Projection::default() })
    }
}
