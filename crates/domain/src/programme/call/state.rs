//! The entries of a call and the rules of its moves.

use std::collections::{BTreeMap, BTreeSet};

use jiff::civil::Date;
use jiff::tz::TimeZone;
use jiff::{SignedDuration, Timestamp};
use serde::{Deserialize, Serialize};

use super::{
    Description, Edition, Event, Freed, Item, Mechanism, Outage, Phase, PhaseKind, Seat, Seated,
    State, Terms,
};
use crate::Refusal;
use crate::aggregate::{Aggregate, FOREVER, Meta, OpenPerson, Projection, Row, readings_over};
use crate::canonical::CanonicalError;
use crate::commitment::Said;
use crate::findable::Findable;
use crate::id::{CallId, QuotaLineId, StreamId, UserId};
use crate::journal::Hash;
use crate::stage::coded;
use crate::text::Text4;

coded! {
    /// What a call is on an instant.
    Stage {
        /// It is being drafted and was never published.
        Draft = "draft",
        /// A second person checks it; it was never published.
        Checking = "checking",
        /// It is published, and applications are not taken yet.
        Scheduled = "scheduled",
        /// Applications are taken.
        Open = "open",
        /// Applications that were begun can still be sent.
        Grace = "grace",
        /// Applications are taken no more.
        Closed = "closed",
        /// It was cancelled.
        Cancelled = "cancelled",
    }
}

/// Terms that are not published yet.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Draft {
    /// The terms.
    pub terms: Terms,
    /// Who wrote them; none of them publishes.
    pub by: BTreeSet<UserId>,
    /// Whether a second person is to check them.
    pub checking: bool,
    /// Why they are to replace those published.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub why: Option<Text4>,
    /// Why they were given back last.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub returned: Option<Text4>,
}

/// A call.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Call {
    /// Its id.
    pub id: CallId,
    /// Whose it is.
    pub description: Description,
    /// Terms in work.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub draft: Option<Draft>,
    /// Terms as they were published, the first one first; the last one holds.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub editions: Vec<Edition>,
    /// Places that hosts confirmed, by the number of the seat.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub seated: BTreeMap<u32, u64>,
    /// The hash of what a run is computed from, from the freeze on.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub frozen: Option<Hash>,
    /// Places that were given, by the number of the seat; there once a result was released, or a place was given by name.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub given: Option<BTreeMap<u32, u64>>,
    /// When, and by whom, places were given by name.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub named: Vec<Meta>,
    /// Places that went on to the next round, by seat.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub freed: Vec<Freed>,
    /// The calls that are its next rounds, the first one first.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub rounds: Vec<CallId>,
    /// Times at which the service could not be reached.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub outages: Vec<Said<Outage>>,
    /// Why it was cancelled, and when.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub cancelled: Option<Said<Text4>>,
    /// Who began it, and when.
    pub begun: Meta,
    /// Version of the last entry.
    pub version: i64,
    /// Its entries, for what was known on a day; only while it is folded.
    #[serde(skip)]
    log: Vec<(Meta, Box<Call>)>,
}

impl Call {
    /// Where it stands by what people did.
    #[must_use]
    pub fn state(&self) -> State {
        match &self.draft {
            _ if self.cancelled.is_some() => State::Cancelled,
            _ if !self.editions.is_empty() => State::Published,
            Some(draft) if draft.checking => State::Checking,
            _ => State::Draft,
        }
    }

    /// What it is on an instant.
    #[must_use]
    pub fn stage(&self, at: Timestamp) -> Stage {
        match self.state() {
            State::Draft => return Stage::Draft,
            State::Checking => return Stage::Checking,
            State::Cancelled => return Stage::Cancelled,
            State::Published => {}
        }
        let Some((opens, closes)) = self.applications() else { return Stage::Scheduled };
        let grace = self.terms().map_or(0, |terms| terms.grace_minutes);
        let ends = later(closes, SignedDuration::from_mins(i64::from(grace)));
        match () {
            () if at < opens => Stage::Scheduled,
            () if at < closes => Stage::Open,
            () if at < ends => Stage::Grace,
            () => Stage::Closed,
        }
    }

    /// The terms that hold: those published last.
    #[must_use]
    pub fn terms(&self) -> Option<&Terms> {
        self.editions.last().map(|edition| &edition.terms)
    }

    /// The terms a page shows: those that hold, else those in work.
    #[must_use]
    pub fn shown(&self) -> Option<&Terms> {
        self.terms().or(self.draft.as_ref().map(|draft| &draft.terms))
    }

    /// When applications open and close, with what outages added.
    #[must_use]
    pub fn applications(&self) -> Option<(Timestamp, Timestamp)> {
        let terms = self.shown()?;
        let phase = terms.phase(PhaseKind::Applications)?;
        Some((phase.from, closes(terms, phase, &self.outages)))
    }

    /// How many places of a line it holds that are not given yet: released, and seated.
    #[must_use]
    pub fn held(&self, line: QuotaLineId) -> (u64, u64) {
        let Some(terms) = self.terms().filter(|_| self.cancelled.is_none()) else { return (0, 0) };
        let of_line = || terms.seats.iter().filter(|seat| seat.what.line == line);
        let all: u64 = of_line().map(|seat| seat.what.places).sum();
        let seated: u64 = of_line().filter_map(|seat| self.seated.get(&seat.number)).sum();
        let freed = self.freed_of(line);
        (
            all.saturating_sub(seated).saturating_sub(freed.unconfirmed),
            seated.saturating_sub(self.given(line)).saturating_sub(freed.left),
        )
    }

    /// How many places of a line it gave.
    #[must_use]
    pub fn given(&self, line: QuotaLineId) -> u64 {
        let (Some(terms), Some(given)) = (self.terms(), &self.given) else { return 0 };
        let of_line = terms.seats.iter().filter(|seat| seat.what.line == line);
        of_line.filter_map(|seat| given.get(&seat.number)).sum()
    }

    /// Lines it holds places of, or would by its draft.
    pub fn lines(&self) -> impl Iterator<Item = QuotaLineId> + '_ {
        let published = self.terms().into_iter();
        let drafted = self.draft.iter().map(|draft| &draft.terms);
        let all: BTreeSet<QuotaLineId> = published
            .chain(drafted)
            .flat_map(|terms| terms.seats.iter().map(|s| s.what.line))
            .collect();
        all.into_iter()
    }

    /// What everybody may see: what was published. Nothing of a call that never was.
    #[must_use]
    pub fn published(&self) -> Option<Self> {
        if self.editions.is_empty() {
            return None;
        }
        let mut this = self.clone();
        this.draft = None;
        this.begun.actor = None;
        this.editions.iter_mut().for_each(|edition| edition.meta.actor = None);
        this.named.iter_mut().for_each(|meta| meta.actor = None);
        this.outages.iter_mut().for_each(|said| said.meta.actor = None);
        this.cancelled.iter_mut().for_each(|said| said.meta.actor = None);
        Some(this)
    }

    /// The day after which nothing is to be sent in any more; [`FOREVER`] while no day is known.
    #[must_use]
    pub fn closes_on(&self) -> Date {
        self.applications().map_or(FOREVER, |(_, closes)| closes.to_zoned(TimeZone::UTC).date())
    }

    fn add(&mut self, event: Event, meta: Meta) -> Result<(), Refusal> {
        if self.cancelled.is_some() {
            return Err(Refusal::new("call-is-cancelled"));
        }
        let after_freeze =
            matches!(event, Event::Thawed | Event::Given { .. } | Event::HandedOn { .. });
        if self.frozen.is_some() && !after_freeze {
            return Err(Refusal::new("call-is-frozen"));
        }
        match event {
            Event::Begun { .. } => return Err(Refusal::new("call-begun-already")),
            Event::Drafted { terms } => self.drafted(terms, meta)?,
            Event::Submitted { why } => self.submitted(why)?,
            Event::Returned { why } => {
                let draft = self.checking()?;
                draft.checking = false;
                draft.returned = Some(why);
            }
            Event::Dropped => {
                if self.editions.is_empty() || self.draft.take().is_none() {
                    return Err(Refusal::new("call-no-amendment"));
                }
            }
            Event::Published { hash } => self.publish(hash, meta)?,
            Event::Seated { seated } => self.seat(seated)?,
            Event::OutageNoted { outage } => self.outage(outage, meta)?,
            Event::Frozen { input } => self.freeze(input, meta)?,
            Event::Thawed => self.thaw()?,
            Event::Given { given } => self.give(given)?,
            Event::Named { given } => self.name(&given, meta)?,
            Event::HandedOn { freed, next } => self.hand_on(&freed, next)?,
            Event::Cancelled { .. } if !self.named.is_empty() => {
                return Err(Refusal::new("call-named-stay"));
            }
            Event::Cancelled { why } => self.cancelled = Some(Said { meta, what: why }),
        }
        self.version = meta.version;
        Ok(())
    }

    /// Rule: terms that are being checked are not changed under the eyes of whoever checks; the kind stays.
    fn drafted(&mut self, terms: Terms, meta: Meta) -> Result<(), Refusal> {
        terms.check()?;
        if self.shown().is_some_and(|shown| shown.kind != terms.kind) {
            return Err(Refusal::of("kind", "call-kind-fixed"));
        }
        let draft = self.draft.get_or_insert_with(|| Draft {
            terms: terms.clone(),
            by: BTreeSet::new(),
            checking: false,
            why: None,
            returned: None,
        });
        if draft.checking {
            return Err(Refusal::new("call-being-checked"));
        }
        draft.terms = terms;
        draft.by.extend(meta.actor);
        Ok(())
    }

    /// Rule: only what is complete is given to a second person; an amendment says why.
    fn submitted(&mut self, why: Option<Text4>) -> Result<(), Refusal> {
        let amends = !self.editions.is_empty();
        let draft = self.draft.as_mut().ok_or(Refusal::new("call-no-draft"))?;
        if draft.checking {
            return Err(Refusal::new("call-being-checked"));
        }
        if let Some(first) = draft.terms.missing().into_iter().next() {
            return Err(first);
        }
        if amends && why.is_none() {
            return Err(Refusal::of("why", "text-empty"));
        }
        draft.checking = true;
        draft.why = why.filter(|_| amends);
        Ok(())
    }

    fn checking(&mut self) -> Result<&mut Draft, Refusal> {
        self.draft.as_mut().filter(|draft| draft.checking).ok_or(Refusal::new("call-not-submitted"))
    }

    /// Rule: whoever wrote a word of the draft does not publish it; what is published is what was checked, by its hash;
    /// applications can still be made.
    fn publish(&mut self, hash: Hash, meta: Meta) -> Result<(), Refusal> {
        let draft = self.checking()?.clone();
        let publisher = meta.actor.ok_or(Refusal::new("call-own-draft"))?;
        if draft.by.contains(&publisher) {
            return Err(Refusal::new("call-own-draft"));
        }
        let terms = draft.terms;
        if terms.hash().ok() != Some(hash) {
            return Err(Refusal::new("call-other-terms"));
        }
        if let Some(first) = terms.missing().into_iter().next() {
            return Err(first);
        }
        match self.editions.last() {
            None => {
                let close = terms.phase(PhaseKind::Applications).map(|phase| phase.to);
                if close.is_none_or(|close| close <= meta.recorded_at) {
                    return Err(Refusal::new("call-close-past"));
                }
            }
            Some(edition) => self.may_amend(&edition.terms, &terms, meta.recorded_at)?,
        }
        let number = u32::try_from(self.editions.len()).unwrap_or(u32::MAX);
        self.editions.push(Edition { number, terms, hash, why: draft.why, meta });
        self.draft = None;
        Ok(())
    }

    /// Rule: what applicants have relied on stays. Once applications are open the rules of choice are fixed and the close
    /// only moves to a later instant, and only before it has come; a phase that is over is not rewritten; a place a host
    /// has confirmed is not taken away.
    fn may_amend(&self, old: &Terms, new: &Terms, at: Timestamp) -> Result<(), Refusal> {
        for (number, places) in &self.seated {
            let seat = new.seats.iter().find(|seat| seat.number == *number);
            if seat.is_none_or(|seat| seat.what.places < *places) {
                return Err(Refusal::new("call-seated-stay").with("places", places.to_string()));
            }
        }
        let Some((opens, closes_at)) = self.applications() else { return Ok(()) };
        if at < opens {
            return Ok(());
        }
        let choice = |terms: &Terms| {
            let rules: Vec<&String> = terms.rules.iter().map(|r| &r.what.expression).collect();
            let weights: Vec<(u32, u16)> =
                terms.criteria.iter().map(|c| (c.number, c.what.weight)).collect();
            let given = (terms.mechanism, terms.ties, terms.precedence, terms.hosts_rank);
            format!("{rules:?} {weights:?} {given:?} {:?} {:?}", terms.grace_minutes, terms.outage)
        };
        if choice(old) != choice(new) {
            return Err(Refusal::new("call-rules-fixed"));
        }
        for phase in old.phases.iter().map(|phase| &phase.what).filter(|phase| phase.to <= at) {
            if new.phase(phase.kind) != Some(phase) {
                return Err(Refusal::new("call-phase-over").with("phase", phase.kind.code()));
            }
        }
        let phase = new.phase(PhaseKind::Applications);
        let then = phase.map(|phase| closes(new, phase, &self.outages));
        if then != Some(closes_at) && (at >= closes_at || then.is_none_or(|then| then < closes_at))
        {
            return Err(Refusal::new("call-close-earlier"));
        }
        Ok(())
    }

    /// Rule: a host confirms places of the terms that hold, each once.
    fn seat(&mut self, Seated { seat, places }: Seated) -> Result<(), Refusal> {
        let terms = self.terms().ok_or(Refusal::new("call-not-published"))?;
        let own: Option<&Item<Seat>> = terms.seats.iter().find(|own| own.number == seat);
        let own = own.ok_or(Refusal::of("seat", "call-no-such-seat"))?;
        let before = self.seated.get(&seat).copied().unwrap_or(0);
        let left = own.what.places.saturating_sub(before);
        if places == 0 || places > left {
            return Err(Refusal::of("places", "call-seat-range").with("most", left.to_string()));
        }
        self.seated.insert(seat, before + places);
        Ok(())
    }

    /// Rule: only an outage that the published rule covers is noted; it moves the close for everybody.
    fn outage(&mut self, outage: Outage, meta: Meta) -> Result<(), Refusal> {
        let terms = self.terms().ok_or(Refusal::new("call-not-published"))?;
        let phase =
            terms.phase(PhaseKind::Applications).ok_or(Refusal::new("call-not-published"))?;
        if outage.to > meta.recorded_at {
            return Err(Refusal::of("to", "call-outage-ahead"));
        }
        if !covers(terms, phase, outage) {
            return Err(Refusal::of("from", "call-outage-not-covered"));
        }
        self.outages.push(Said { meta, what: outage });
        Ok(())
    }

    /// Whether its places are given by name, without a run.
    #[must_use]
    pub fn by_name(&self) -> bool {
        self.terms().is_some_and(|terms| terms.mechanism == Mechanism::Nomination)
    }

    /// Rule: places are given by name where the terms said so, when applications can be sent no more, and of each seat no more
    /// than its host confirmed.
    fn name(&mut self, given: &[Seated], meta: Meta) -> Result<(), Refusal> {
        if !self.by_name() {
            return Err(Refusal::new("call-by-run"));
        }
        if self.stage(meta.recorded_at) != Stage::Closed {
            return Err(Refusal::new("call-still-open"));
        }
        let mut all = self.given.clone().unwrap_or_default();
        for Seated { seat, places } in given {
            let confirmed = self.seated.get(seat).copied().unwrap_or(0);
            let sum = all.entry(*seat).or_default();
            *sum = sum.saturating_add(*places);
            if *places == 0 || *sum > confirmed {
                return Err(Refusal::new("call-given-above"));
            }
        }
        self.given = Some(all);
        self.named.push(meta);
        Ok(())
    }

    /// Rule: a run is made of terms that hold and of applications that can no longer change; nothing is in work beside it.
    fn freeze(&mut self, input: Hash, meta: Meta) -> Result<(), Refusal> {
        if self.editions.is_empty() {
            return Err(Refusal::new("call-not-published"));
        }
        if self.by_name() {
            return Err(Refusal::new("call-by-name"));
        }
        if self.stage(meta.recorded_at) != Stage::Closed {
            return Err(Refusal::new("call-still-open"));
        }
        if self.draft.is_some() {
            return Err(Refusal::new("call-amendment-open"));
        }
        self.frozen = Some(input);
        Ok(())
    }

    /// Rule: what was given stays given.
    fn thaw(&mut self) -> Result<(), Refusal> {
        if self.given.is_some() || self.frozen.take().is_none() {
            return Err(Refusal::new("call-not-frozen"));
        }
        Ok(())
    }

    /// Rule: once, and of each seat no more than its host confirmed.
    fn give(&mut self, given: Vec<Seated>) -> Result<(), Refusal> {
        if self.frozen.is_none() || self.given.is_some() {
            return Err(Refusal::new("call-not-frozen"));
        }
        let given: BTreeMap<u32, u64> =
            given.into_iter().map(|one| (one.seat, one.places)).collect();
        let fits = |(seat, places): (&u32, &u64)| {
            self.seated.get(seat).is_some_and(|confirmed| places <= confirmed)
        };
        if !given.iter().all(fits) {
            return Err(Refusal::new("call-given-above"));
        }
        self.given = Some(given);
        Ok(())
    }

    fn row(&self) -> Row {
        Row::Call {
            registry: self.description.registry,
            partner: self.description.partner.clone(),
            kind: self.shown().map_or("", |terms| terms.kind.code()),
            state: self.state().code(),
            closes_on: self.closes_on(),
            public: !self.editions.is_empty(),
        }
    }

    /// By its title and what it is about, as published; a draft is found by its own words.
    fn findable(&self) -> Findable {
        let d = &self.description;
        let texts =
            self.shown().into_iter().flat_map(|t| std::iter::once(&t.title).chain(&t.about));
        let public = !self.editions.is_empty();
        // Until it is published it is nobody's but the house's: people of the partner do not find it.
        let partner = Some(&d.partner).filter(|_| public);
        Findable::by(d.registry, partner, public, self.closes_on(), texts)
    }

    /// Keeps the state after an entry beside those before it.
    fn logged(mut self, meta: Meta) -> Self {
        let mut log = std::mem::take(&mut self.log);
        log.push((meta, Box::new(self.clone())));
        self.log = log;
        self
    }
}

fn later(at: Timestamp, by: SignedDuration) -> Timestamp {
    at.checked_add(by).unwrap_or(Timestamp::MAX)
}

/// Whether the rule of the terms covers an outage: long enough, and near enough to the close.
fn covers(terms: &Terms, phase: &Phase, outage: Outage) -> bool {
    let Some(rule) = terms.outage else { return false };
    let long =
        outage.to.duration_since(outage.from) >= SignedDuration::from_mins(i64::from(rule.minutes));
    let since = later(phase.to, -SignedDuration::from_hours(i64::from(rule.within_hours)));
    long && outage.to > since && outage.from < phase.to
}

/// When applications close: as the terms say, later by the published amount where an outage is noted. Several outages
/// move it once.
fn closes(terms: &Terms, phase: &Phase, outages: &[Said<Outage>]) -> Timestamp {
    match terms.outage {
        Some(rule) if outages.iter().any(|said| covers(terms, phase, said.what)) => {
            later(phase.to, SignedDuration::from_hours(i64::from(rule.moves_hours)))
        }
        _ => phase.to,
    }
}

impl Aggregate for Call {
    const NAME: &'static str = "call";
    type Event = Event;

    fn event_name(event: &Event) -> &'static str {
        match event {
            Event::Begun { .. } => "begun",
            Event::Drafted { .. } => "drafted",
            Event::Submitted { .. } => "submitted",
            Event::Returned { .. } => "returned",
            Event::Dropped => "dropped",
            Event::Published { .. } => "published",
            Event::Seated { .. } => "seated",
            Event::OutageNoted { .. } => "outage_noted",
            Event::Frozen { .. } => "frozen",
            Event::Thawed => "thawed",
            Event::Given { .. } => "given",
            Event::Named { .. } => "named",
            Event::HandedOn { .. } => "handed_on",
            Event::Cancelled { .. } => "cancelled",
        }
    }

    fn begin(stream: StreamId, event: Event, meta: Meta) -> Result<Self, Refusal> {
        let Event::Begun { description, terms } = event else {
            return Err(Refusal::new("call-not-begun"));
        };
        let mut this = Self {
            id: CallId::new(stream.uuid()),
            description,
            draft: None,
            editions: Vec::new(),
            seated: BTreeMap::new(),
            frozen: None,
            given: None,
            named: Vec::new(),
            freed: Vec::new(),
            rounds: Vec::new(),
            outages: Vec::new(),
            cancelled: None,
            begun: meta,
            version: meta.version,
            log: Vec::new(),
        };
        this.drafted(terms, meta)?;
        Ok(this.logged(meta))
    }

    fn then(&mut self, event: Event, meta: Meta) -> Result<(), Refusal> {
        let mut next = self.clone();
        next.add(event, meta)?;
        *self = next.logged(meta);
        Ok(())
    }

    fn project(&self, _: &dyn OpenPerson) -> Result<Projection, CanonicalError> {
        // An entry is known no earlier than the one before it.
        let mut days: BTreeMap<Date, &Self> = BTreeMap::new();
        let mut day = Date::MIN;
        for (meta, state) in &self.log {
            day = day.max(meta.known_on);
            days.insert(day, state);
        }
        let readings = readings_over(days.keys().copied(), |day| {
            let state = days.get(&day)?;
            Some(((*state).clone(), state.row()))
        })?;
        Ok(Projection { readings, findable: Some(self.findable()), ..Projection::default() })
    }
}

#[cfg(test)]
impl Call {
    /// What is read back from its row.
    pub(super) fn read_back(&self) -> Self {
        let projection = self.project(&crate::aggregate::NoPersons).unwrap();
        serde_json::from_str(&projection.readings.last().unwrap().body).unwrap()
    }
}
