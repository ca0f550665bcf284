//! A line and the rules of its moves.

use std::collections::BTreeMap;

use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use super::account::{call_reasons, placement_reasons};
use super::{
    Account, Balances, Booked, Description, Event, LineShown, Move, Pledge, Reason, reasons,
};
use crate::Refusal;
use crate::aggregate::{
    Aggregate, Claim, Meta, MoveRow, OpenPerson, Projection, QuotationRow, Row, readings_over, show,
};
use crate::canonical::{CanonicalError, to_canonical};
use crate::commitment::Said;
use crate::findable::Findable;
use crate::id::{CallId, MoveId, QuotaLineId, StreamId};
use crate::letter::{self, LetterOf};
use crate::text::Text4;

/// A line of the ledger.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct QuotaLine {
    /// Its id.
    pub id: QuotaLineId,
    /// What it is for.
    pub description: Description,
    /// Where its places are.
    pub balances: Balances,
    /// Its moves in the order they were booked.
    pub moves: Vec<Booked>,
    /// Letters about its moves.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub letters: Vec<Said<LetterOf>>,
    /// Whether everybody may see it.
    pub public: bool,
    /// Version of the last entry that concerns the whole.
    described: i64,
    /// Version of the last entry.
    pub version: i64,
}

impl QuotaLine {
    /// Most places of one move.
    pub const MOST: u64 = 1_000_000;

    /// Whether places may be given over to another line.
    ///
    /// Rule: both lines are of one registry, one partner and one programme. Transferred places stay within their
    /// period; carried places go into one that begins later.
    ///
    /// # Errors
    /// `quota-other-same`, `quota-other-apart`, `quota-other-period`.
    pub fn may_give(&self, to: Account, other: &Self) -> Result<(), Refusal> {
        let (a, b) = (&self.description, &other.description);
        if self.id == other.id {
            return Err(Refusal::of("other", "quota-other-same"));
        }
        if a.registry != b.registry || a.partner != b.partner || a.programme != b.programme {
            return Err(Refusal::of("other", "quota-other-apart"));
        }
        let fits = match to {
            Account::Carried => b.period.first_day() > a.period.first_day(),
            _ => a.period == b.period,
        };
        if fits { Ok(()) } else { Err(Refusal::of("other", "quota-other-period")) }
    }

    /// The move with an id, when it is booked.
    #[must_use]
    pub fn booked(&self, id: MoveId) -> Option<&Booked> {
        self.moves.iter().find(|booked| booked.id == id)
    }

    /// A move that can still be reversed.
    ///
    /// # Errors
    /// `quota-no-such-move`, `quota-reversed-already`, `quota-reversal-stays`.
    pub fn reversible(&self, version: i64) -> Result<&Booked, Refusal> {
        let booked = self.moves.iter().find(|booked| booked.version == version);
        let booked = booked.ok_or(Refusal::of("move", "quota-no-such-move"))?;
        if booked.reverses.is_some() {
            return Err(Refusal::of("move", "quota-reversal-stays"));
        }
        if booked.call.is_some() {
            return Err(Refusal::of("move", "quota-move-of-call"));
        }
        if self.moves.iter().any(|other| other.reverses == Some(version)) {
            return Err(Refusal::of("move", "quota-reversed-already"));
        }
        Ok(booked)
    }

    /// Rule: at least one place and at most [`Self::MOST`]; not later than the day of entry, with one day of grace,
    /// since that day is by Coordinated Universal Time; each id once.
    fn check(&self, id: MoveId, places: u64, on: Date, meta: &Meta) -> Result<(), Refusal> {
        check_new(places, on, meta)?;
        if self.booked(id).is_some() {
            return Err(Refusal::new("quota-booked-already"));
        }
        Ok(())
    }

    /// Books a move that was checked: out of one account, into the other, the same number.
    fn book(&mut self, booked: Booked) -> Result<(), Refusal> {
        self.balances.shift(booked.from, booked.to, booked.places).map_err(|there| {
            let (there, asked) = (there.to_string(), booked.places.to_string());
            if booked.reverses.is_some() {
                Refusal::of("move", "quota-moved-on").with("there", there).with("asked", asked)
            } else {
                Refusal::of("places", "quota-not-enough").with("there", there).with("asked", asked)
            }
        })?;
        self.moves.push(booked);
        Ok(())
    }

    fn step(&mut self, step: Move, meta: &Meta) -> Result<(), Refusal> {
        self.check(step.id, step.places, step.on, meta)?;
        let allowed = match (step.call, step.placement) {
            (Some(_), Some(_)) => placement_reasons(step.from, step.to),
            (Some(_), None) => call_reasons(step.from, step.to),
            (None, None) => reasons(step.from, step.to),
            (None, Some(_)) => &[],
        };
        if allowed.is_empty() {
            return Err(Refusal::of("step", "quota-step-not-allowed"));
        }
        if !allowed.contains(&step.reason) {
            return Err(Refusal::of("reason", "quota-reason-not-here"));
        }
        if step.to.leaves_line() != step.other.is_some() {
            return Err(Refusal::of("other", "quota-other-missing"));
        }
        self.may_take(step.from, step.places, step.call)?;
        self.book(Booked {
            from: Some(step.from),
            to: Some(step.to),
            reason: step.reason,
            other: step.other,
            quotation: step.quotation,
            note: step.note,
            call: step.call,
            placement: step.placement,
            ..blank(step.id, step.places, step.on, meta)
        })
    }

    /// Whether places that a call put into an account are that call's until it takes them out: from the announcement to the
    /// end of the stay. What came back is nobody's.
    const fn is_held(account: Account) -> bool {
        matches!(
            account,
            Account::Released
                | Account::Seated
                | Account::Allocated
                | Account::Offered
                | Account::Accepted
                | Account::Enrolled
        )
    }

    /// Places that a call, with its placements, holds in an account: what it put in and did not take out again.
    #[must_use]
    pub fn held(&self, call: CallId, account: Account) -> u64 {
        self.held_where(account, |of| of == call)
    }

    /// Places that any call holds in an account.
    #[must_use]
    pub fn held_by_calls(&self, account: Account) -> u64 {
        self.held_where(account, |_| true)
    }

    fn held_where(&self, account: Account, which: impl Fn(CallId) -> bool) -> u64 {
        if !Self::is_held(account) {
            return 0;
        }
        let of = |m: &&Booked| m.call.is_some_and(&which);
        let sum = |side: fn(&Booked) -> Option<Account>| -> u64 {
            self.moves
                .iter()
                .filter(of)
                .filter(|m| side(m) == Some(account))
                .map(|m| m.places)
                .sum()
        };
        sum(|m| m.to).saturating_sub(sum(|m| m.from))
    }

    /// Rule: the places a call holds, and those it gave, are moved by that call and its placements alone; everybody else takes what is left beside them. So a
    /// place that was announced cannot be given away by hand, and the last one has one taker.
    fn may_take(&self, from: Account, places: u64, call: Option<CallId>) -> Result<(), Refusal> {
        let there = match (call, from) {
            (Some(call), from) if Self::is_held(from) => self.held(call, from),
            _ => self.balances.get(from).saturating_sub(self.held_by_calls(from)),
        };
        if places <= there {
            return Ok(());
        }
        let held = self.balances.get(from) - there.min(self.balances.get(from));
        let (there, asked) = (there.to_string(), places.to_string());
        if call.is_none() && held > 0 && places <= self.balances.get(from) {
            return Err(Refusal::of("places", "quota-held-by-call")
                .with("there", there)
                .with("held", held.to_string())
                .with("asked", asked));
        }
        // What is not there at all is told as it is told of every booking.
        if self.balances.get(from) < places && call.is_none() {
            return Ok(());
        }
        Err(Refusal::of("places", "quota-not-enough").with("there", there).with("asked", asked))
    }

    fn pledge(&mut self, pledge: Pledge, meta: &Meta) -> Result<(), Refusal> {
        self.book(Booked {
            to: Some(Account::Pledged),
            reason: Reason::Stated,
            quotation: Some(pledge.quotation),
            note: pledge.note,
            ..blank(pledge.id, pledge.places, pledge.on, meta)
        })
    }

    fn reverse(
        &mut self,
        id: MoveId,
        version: i64,
        on: Date,
        why: Text4,
        meta: &Meta,
    ) -> Result<(), Refusal> {
        let wrong = self.reversible(version)?.clone();
        self.check(id, wrong.places, on, meta)?;
        if let Some(into) = wrong.to {
            self.may_take(into, wrong.places, None)?;
        }
        self.book(Booked {
            from: wrong.to,
            to: wrong.from,
            reason: Reason::Correction,
            other: wrong.other,
            reverses: Some(version),
            note: Some(why),
            ..blank(id, wrong.places, on, meta)
        })
    }

    fn shown(&self) -> LineShown {
        LineShown {
            id: self.id,
            description: self.description.clone(),
            balances: Balances::default(),
            stated: 0,
            moves: 0,
            letters: Vec::new(),
            public: self.public,
            version: self.described,
        }
    }

    /// The line as it was known on each day on which a move became known.
    ///
    /// A move is known no earlier than the one before it, so that no account is below zero on any day.
    fn by_day(&self) -> BTreeMap<Date, LineShown> {
        let mut days = BTreeMap::new();
        let mut so_far = self.shown();
        let mut day = Date::MIN;
        for booked in &self.moves {
            day = day.max(booked.known_on);
            // Booked by the same rule, so the places are there.
            let _ = so_far.balances.shift(booked.from, booked.to, booked.places);
            if booked.other.is_none() {
                match (booked.from, booked.to) {
                    (None, _) => so_far.stated += booked.places,
                    (_, None) => so_far.stated = so_far.stated.saturating_sub(booked.places),
                    _ => {}
                }
            }
            so_far.moves += 1;
            so_far.version = booked.version.max(self.described);
            days.insert(day, so_far.clone());
        }
        self.with_letters(&mut days);
        days
    }

    /// Adds the letters to the days on which they were known; no letter is known before the move it is about.
    fn with_letters(&self, days: &mut BTreeMap<Date, LineShown>) {
        for said in &self.letters {
            let day = said.meta.known_on;
            if let Some((_, before)) = days.range(..=day).next_back().filter(|(at, _)| **at < day) {
                days.insert(day, before.clone());
            }
        }
        for (day, shown) in days.iter_mut() {
            let known = self.letters.iter().filter(|said| said.meta.known_on <= *day);
            shown.letters = known.cloned().collect();
            let last = shown.letters.iter().map(|said| said.meta.version).max();
            shown.version = shown.version.max(last.unwrap_or(0));
        }
    }

    fn row(&self) -> Row {
        let d = &self.description;
        Row::QuotaLine {
            registry: d.registry,
            partner: d.partner.clone(),
            commitment: d.commitment.uuid(),
            programme: d.programme.code(),
            channel: d.channel.code(),
            period_end: d.period.last_day(),
            public: self.public,
        }
    }
}

fn check_new(places: u64, on: Date, meta: &Meta) -> Result<(), Refusal> {
    if places == 0 || places > QuotaLine::MOST {
        return Err(
            Refusal::of("places", "quota-places-range").with("most", QuotaLine::MOST.to_string())
        );
    }
    if on > meta.known_on.tomorrow().unwrap_or(meta.known_on) {
        return Err(Refusal::of("on", "quota-date-ahead"));
    }
    Ok(())
}

fn blank(id: MoveId, places: u64, on: Date, meta: &Meta) -> Booked {
    Booked {
        version: meta.version,
        id,
        from: None,
        to: None,
        places,
        on,
        reason: Reason::InCourse,
        other: None,
        reverses: None,
        quotation: None,
        note: None,
        call: None,
        placement: None,
        recorded_at: meta.recorded_at,
        known_on: meta.known_on,
        actor: meta.actor,
    }
}

impl Aggregate for QuotaLine {
    const NAME: &'static str = "quota";
    type Event = Event;

    fn event_name(event: &Event) -> &'static str {
        match event {
            Event::Opened { .. } => "opened",
            Event::Pledged { .. } => "pledged",
            Event::Moved { .. } => "moved",
            Event::Received { .. } => "received",
            Event::Reversed { .. } => "reversed",
            Event::LetterNoted { .. } => "letter_noted",
            Event::LetterWithdrawn { .. } => "letter_withdrawn",
            Event::Published => "published",
            Event::Unpublished => "unpublished",
        }
    }

    fn begin(stream: StreamId, event: Event, meta: Meta) -> Result<Self, Refusal> {
        let Event::Opened { description, pledge } = event else {
            return Err(Refusal::new("quota-not-opened"));
        };
        check_new(pledge.places, pledge.on, &meta)?;
        let mut this = Self {
            id: QuotaLineId::new(stream.uuid()),
            description,
            balances: Balances::default(),
            moves: Vec::new(),
            letters: Vec::new(),
            public: false,
            described: meta.version,
            version: meta.version,
        };
        this.pledge(pledge, &meta)?;
        Ok(this)
    }

    fn then(&mut self, event: Event, meta: Meta) -> Result<(), Refusal> {
        match event {
            Event::Opened { .. } => return Err(Refusal::new("quota-opened-already")),
            Event::Pledged { pledge } => {
                self.check(pledge.id, pledge.places, pledge.on, &meta)?;
                self.pledge(pledge, &meta)?;
            }
            Event::Moved { step } => self.step(step, &meta)?,
            Event::Received { id, line, places, on, reason } => {
                self.check(id, places, on, &meta)?;
                if line == self.id {
                    return Err(Refusal::of("other", "quota-other-same"));
                }
                self.book(Booked {
                    to: Some(Account::Confirmed),
                    reason,
                    other: Some(line),
                    ..blank(id, places, on, &meta)
                })?;
            }
            Event::Reversed { id, version, on, why } => {
                self.reverse(id, version, on, why, &meta)?;
            }
            Event::LetterNoted { letter } => {
                let steps = self.moves.iter().map(|booked| booked.version);
                letter::note(&mut self.letters, steps, letter, meta)?;
            }
            Event::LetterWithdrawn { version, .. } => {
                letter::withdraw(&mut self.letters, version)?;
                self.described = meta.version;
            }
            Event::Published | Event::Unpublished => {
                show(&mut self.public, matches!(event, Event::Published))?;
                self.described = meta.version;
            }
        }
        self.version = meta.version;
        Ok(())
    }

    fn project(&self, _: &dyn OpenPerson) -> Result<Projection, CanonicalError> {
        let days = self.by_day();
        let readings = readings_over(days.keys().copied(), |day| {
            days.get(&day).map(|shown| (shown.clone(), self.row()))
        })?;
        let quotations = self
            .moves
            .iter()
            .filter_map(|b| b.quotation.as_ref().map(|q| QuotationRow::of(b.version, q)))
            .collect();
        let moves = self.moves.iter().map(move_row).collect::<Result<_, _>>()?;
        let claims = vec![Claim { scope: "quota_line", key: self.description.key() }];
        let d = &self.description;
        let texts = [&d.specialty, &d.host, &d.region].into_iter().flatten();
        let day = d.period.last_day();
        let findable = Some(Findable::by(d.registry, Some(&d.partner), self.public, day, texts));
        let letters = letter::rows(&self.letters);
        let rest = Projection::default();
        Ok(Projection { readings, quotations, claims, moves, findable, letters, ..rest })
    }
}

fn move_row(booked: &Booked) -> Result<MoveRow, CanonicalError> {
    Ok(MoveRow {
        version: booked.version,
        on: booked.on,
        known_on: booked.known_on,
        from: booked.from.map(Account::code),
        to: booked.to.map(Account::code),
        places: i64::try_from(booked.places).unwrap_or(i64::MAX),
        reason: booked.reason.code(),
        body: to_canonical(booked)?,
    })
}
