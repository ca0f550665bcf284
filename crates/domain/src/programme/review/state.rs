//! The rules of the steps.

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use super::outcome::{apart, complete, outcome, total};
use super::{
    Answer, Carried, Copied, Description, Event, Given, Ground, Objection, Outcome, Recusal,
    Scored, Seat, SeatCode, Shown, Why,
};
use crate::Refusal;
use crate::aggregate::{Aggregate, Claim, Meta, OpenPerson, Projection, Row, always, whole};
use crate::canonical::CanonicalError;
use crate::id::{ApplicationId, ReviewId, StreamId, UserId};
use crate::stage::coded;
use crate::user::Sealed;

coded! {
    /// Where a review stands.
    Standing {
        /// A reviewer is to be found.
        Wanted = "wanted",
        /// Reviewers are at work.
        AtWork = "at_work",
        /// Two totals are too far apart: a third reviewer is to be found.
        Third = "third",
        /// All scores are there; the applicant has not seen them.
        Scored = "scored",
        /// The applicant sees them and can object.
        Open = "open",
        /// An objection waits for an answer.
        Objected = "objected",
        /// Nothing can change it any more but an amendment with a reason.
        Final = "final",
    }
}

/// Most criteria that a reviewer scores by.
pub const MOST_CRITERIA: usize = 30;
/// Reviewers of an application.
const WANTED: usize = 2;

/// The review of one application.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Review {
    /// Its id.
    pub id: ReviewId,
    /// What is reviewed.
    pub description: Description,
    /// Seats, in the order in which they were given.
    pub seats: Vec<Seat>,
    /// Copies of documents that reviewers read; of two of one document the later counts.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub copies: Vec<Copied>,
    /// When the applicant saw the outcome; nothing again after an amendment.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub shown: Option<Shown>,
    /// What the applicant said against it.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub objections: Vec<Objection>,
    /// Version of the last entry.
    pub version: i64,
}

impl Review {
    /// The one of an application: every machine finds the same.
    #[must_use]
    pub fn of(application: ApplicationId) -> ReviewId {
        ReviewId::new(StreamId::named("review", &application.to_string()).uuid())
    }

    /// Seats that were not lost.
    pub fn taken(&self) -> impl Iterator<Item = &Seat> {
        self.seats.iter().filter(|seat| seat.recused.is_none())
    }

    /// The seat with this code that was not lost.
    #[must_use]
    pub fn seat(&self, code: &SeatCode) -> Option<&Seat> {
        self.taken().find(|seat| seat.code == *code)
    }

    /// Whether this person ever had a seat, and so never gets another one.
    #[must_use]
    pub fn knows(&self, reviewer: UserId) -> bool {
        self.seats.iter().any(|seat| seat.reviewer == reviewer)
    }

    fn scores(&self) -> Vec<&[Given]> {
        let last = self.taken().filter_map(|seat| seat.scored.last());
        last.map(|scored| scored.scores.as_slice()).collect()
    }

    /// Totals of those who scored, in millionths, in the order of the seats.
    #[must_use]
    pub fn totals(&self) -> Vec<u64> {
        let of = |scores: &[Given]| total(&self.description.weights, scores);
        self.scores().into_iter().map(of).collect()
    }

    /// How far the totals are apart, in millionths; nothing before there are two.
    #[must_use]
    pub fn spread(&self) -> Option<u64> {
        let totals = self.totals();
        let (low, high) = (totals.iter().min()?, totals.iter().max()?);
        (totals.len() >= WANTED).then(|| high - low)
    }

    /// How many reviewers it needs: two, and a third when their totals are further apart than a fifth of the scale.
    /// A third who got a seat stays, whatever the others change.
    #[must_use]
    pub fn needed(&self) -> usize {
        let third = match self.totals().as_slice() {
            [one, other] => apart(*one, *other),
            _ => false,
        };
        let taken = self.taken().count();
        WANTED.max(taken).max(if third { WANTED + 1 } else { 0 })
    }

    /// How many reviewers are still to be found.
    #[must_use]
    pub fn lacking(&self) -> usize {
        self.needed().saturating_sub(self.taken().count())
    }

    /// What the reviewers together gave, once nobody's scores are missing.
    #[must_use]
    pub fn outcome(&self) -> Option<Outcome> {
        let scores = self.scores();
        (scores.len() == self.needed()).then(|| outcome(&self.description.weights, &scores))?
    }

    /// The objection that waits for an answer.
    #[must_use]
    pub fn objection(&self) -> Option<&Objection> {
        self.objections.last().filter(|objection| objection.answer.is_none())
    }

    /// Where it stands on an instant.
    #[must_use]
    pub fn standing(&self, at: Timestamp) -> Standing {
        if self.objection().is_some() {
            return Standing::Objected;
        }
        if self.lacking() > 0 {
            let third = self.taken().count() >= WANTED;
            return if third { Standing::Third } else { Standing::Wanted };
        }
        match (self.outcome(), self.shown) {
            (None, _) => Standing::AtWork,
            (Some(_), None) => Standing::Scored,
            (Some(_), Some(shown)) if at < shown.until => Standing::Open,
            (Some(_), Some(_)) => Standing::Final,
        }
    }

    /// The outcome that a run may use.
    #[must_use]
    pub fn settled(&self, at: Timestamp) -> Option<Outcome> {
        self.outcome().filter(|_| self.standing(at) == Standing::Final)
    }

    fn add(&mut self, event: Event, meta: Meta) -> Result<(), Refusal> {
        match event {
            Event::Begun { .. } => return Err(Refusal::new("review-begun-already")),
            Event::Assigned { code, reviewer, due } => self.assign(code, reviewer, due, meta)?,
            Event::Recused { code, why, ground } => self.recuse(&code, why, ground, meta)?,
            Event::Opened { code } => {
                let seat = self.own(&code, meta)?;
                if seat.opened.is_some() {
                    return Err(Refusal::new("review-opened-already"));
                }
                seat.opened = Some(meta);
            }
            Event::Scored { code, scores, comments } => {
                self.score(&code, scores, comments, meta, false)?;
            }
            Event::Amended { code, scores, comments } => {
                self.score(&code, scores, comments, meta, true)?;
            }
            Event::Carried { code, scores, comments, table } => {
                self.carry(&code, scores, comments, table, meta)?;
            }
            Event::Copied { document, sha256, blob } => {
                self.copies.push(Copied { document, sha256, blob, meta });
            }
            Event::Shown { until } => self.show(until, meta)?,
            Event::Objected { grounds, words } => {
                self.objectable(meta)?;
                self.objections.push(Objection { grounds, words, meta, answer: None });
            }
            Event::Answered { upheld, words } => {
                let open = self.objections.last_mut().filter(|one| one.answer.is_none());
                let open = open.ok_or(Refusal::new("review-no-objection"))?;
                open.answer = Some(Answer { upheld, words, meta });
            }
        }
        self.version = meta.version;
        Ok(())
    }

    /// Rule: as many reviewers as are needed, nobody twice, and nobody again who lost the seat.
    fn assign(
        &mut self,
        code: SeatCode,
        reviewer: UserId,
        due: Timestamp,
        meta: Meta,
    ) -> Result<(), Refusal> {
        if self.knows(reviewer) || reviewer == self.description.applicant {
            return Err(Refusal::new("review-reviewer-twice"));
        }
        if self.lacking() == 0 {
            return Err(Refusal::new("review-enough"));
        }
        if due <= meta.recorded_at {
            return Err(Refusal::of("due", "application-due-past"));
        }
        let (opened, scored, recused) = (None, Vec::new(), None);
        self.seats.push(Seat { code, reviewer, due, assigned: meta, opened, scored, recused });
        Ok(())
    }

    fn held(&mut self, code: &SeatCode) -> Result<&mut Seat, Refusal> {
        let mut seats = self.seats.iter_mut();
        let seat = seats.find(|seat| seat.code == *code && seat.recused.is_none());
        seat.ok_or(Refusal::new("review-no-seat"))
    }

    /// The seat of the person who acts.
    fn own(&mut self, code: &SeatCode, meta: Meta) -> Result<&mut Seat, Refusal> {
        let seat = self.held(code)?;
        if meta.actor == Some(seat.reviewer) {
            Ok(seat)
        } else {
            Err(Refusal::new("review-no-seat"))
        }
    }

    /// Rule: a conflict voids what was scored, whenever it is found; it stays on record. An officer takes a seat away only
    /// from whoever has not scored: scores are not chosen.
    fn recuse(
        &mut self,
        code: &SeatCode,
        why: Why,
        ground: Option<Ground>,
        meta: Meta,
    ) -> Result<(), Refusal> {
        let seat = match why {
            Why::Declared => self.own(code, meta)?,
            Why::Computed | Why::Released => self.held(code)?,
        };
        if why == Why::Released && !seat.scored.is_empty() {
            return Err(Refusal::new("review-scored-already"));
        }
        if (why == Why::Released) != ground.is_none() {
            return Err(Refusal::of("ground", "review-ground-unknown"));
        }
        let voids = !seat.scored.is_empty();
        seat.recused = Some(Recusal { why, ground, meta });
        if voids {
            self.shown = None;
        }
        Ok(())
    }

    /// Rule: scores come after the file was opened, all at once, by the reviewer; once given they are only amended, with
    /// a reason, and what the applicant saw is then shown anew with a window of its own.
    fn score(
        &mut self,
        code: &SeatCode,
        scores: Vec<Given>,
        comments: Sealed,
        meta: Meta,
        again: bool,
    ) -> Result<(), Refusal> {
        complete(&self.description.weights, &scores)?;
        let seat = self.own(code, meta)?;
        if seat.opened.is_none() {
            return Err(Refusal::new("review-not-opened"));
        }
        match (again, seat.scored.is_empty()) {
            (false, false) => return Err(Refusal::new("review-scored-already")),
            (true, true) => return Err(Refusal::new("review-not-scored")),
            _ => {}
        }
        let same = seat.scored.last().is_some_and(|last| last.scores == scores);
        seat.scored.push(Scored { scores, comments, carried: None, meta });
        if !same {
            self.shown = None;
        }
        Ok(())
    }

    /// Rule: scores that come in a table are entered by a person who did not bring it, for a seat whose reviewer confirmed
    /// that there is no conflict. What the applicant saw is then shown anew, as after an amendment.
    fn carry(
        &mut self,
        code: &SeatCode,
        scores: Vec<Given>,
        comments: Sealed,
        table: Carried,
        meta: Meta,
    ) -> Result<(), Refusal> {
        complete(&self.description.weights, &scores)?;
        let seat = self.held(code)?;
        if meta.actor.is_none_or(|actor| actor == table.brought) {
            return Err(Refusal::new("scores-same-hand"));
        }
        if seat.opened.is_none() {
            return Err(Refusal::new("review-not-opened"));
        }
        if seat.scored.last().is_some_and(|last| last.scores == scores) {
            return Err(Refusal::new("scores-nothing-new"));
        }
        seat.scored.push(Scored { scores, comments, carried: Some(table), meta });
        self.shown = None;
        Ok(())
    }

    fn show(&mut self, until: Timestamp, meta: Meta) -> Result<(), Refusal> {
        if self.shown.is_some() {
            return Err(Refusal::new("review-shown-already"));
        }
        if self.outcome().is_none() {
            return Err(Refusal::new("review-scores-missing"));
        }
        self.shown = Some(Shown { until, meta });
        Ok(())
    }

    /// Rule: an applicant objects while the window is open, one thing at a time.
    fn objectable(&self, meta: Meta) -> Result<(), Refusal> {
        if meta.actor != Some(self.description.applicant) {
            return Err(Refusal::new("review-not-own"));
        }
        let shown = self.shown.ok_or(Refusal::new("review-not-shown"))?;
        if meta.recorded_at >= shown.until {
            return Err(Refusal::new("review-window-over"));
        }
        if self.objection().is_some() {
            return Err(Refusal::new("review-objection-waits"));
        }
        Ok(())
    }
}

impl Aggregate for Review {
    const NAME: &'static str = "review";
    type Event = Event;

    fn event_name(event: &Event) -> &'static str {
        match event {
            Event::Begun { .. } => "begun",
            Event::Assigned { .. } => "assigned",
            Event::Recused { .. } => "recused",
            Event::Opened { .. } => "opened",
            Event::Scored { .. } => "scored",
            Event::Amended { .. } => "amended",
            Event::Carried { .. } => "carried",
            Event::Copied { .. } => "copied",
            Event::Shown { .. } => "shown",
            Event::Objected { .. } => "objected",
            Event::Answered { .. } => "answered",
        }
    }

    fn begin(stream: StreamId, event: Event, meta: Meta) -> Result<Self, Refusal> {
        let Event::Begun { description } = event else {
            return Err(Refusal::new("review-not-begun"));
        };
        let hundred: u32 = description.weights.iter().map(|w| u32::from(w.per_cent)).sum();
        if hundred != 100 || description.weights.len() > MOST_CRITERIA {
            return Err(Refusal::new("review-no-criteria"));
        }
        Ok(Self {
            id: ReviewId::new(stream.uuid()),
            description,
            seats: Vec::new(),
            copies: Vec::new(),
            shown: None,
            objections: Vec::new(),
            version: meta.version,
        })
    }

    fn then(&mut self, event: Event, meta: Meta) -> Result<(), Refusal> {
        whole(self, |next| next.add(event, meta))
    }

    fn project(&self, _: &dyn OpenPerson) -> Result<Projection, CanonicalError> {
        let d = &self.description;
        let mut taken = self.taken().map(|seat| seat.reviewer.uuid());
        let row = Row::Review {
            registry: d.registry,
            partner: d.partner.clone(),
            call: d.call.uuid(),
            receipt: d.receipt.to_string(),
            reviewers: [taken.next(), taken.next(), taken.next()],
        };
        // The code of a lost seat leads nowhere any more.
        let claim = |seat: &Seat| Claim { scope: "review", key: seat.code.to_string() };
        Ok(Projection {
            readings: always(self, row)?,
            claims: self.taken().map(claim).collect(),
            ..Projection::default()
        })
    }
}
