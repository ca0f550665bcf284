//! Conflicts: two or more statements that cannot all be true, shown with their quotations until a person decides.

use serde::{Deserialize, Serialize};

use crate::Refusal;
use crate::aggregate::{Aggregate, Meta, OpenPerson, Projection, QuotationRow, Row, readings_over};
use crate::canonical::CanonicalError;
use crate::commitment::Said;
use crate::findable::Findable;
use crate::id::{CommitmentId, ConflictId, StreamId};
use crate::letter::{self, LetterOf};
use crate::party::PartyCode;
use crate::quotation::Quotation;
use crate::registry::RegistryCode;
use crate::stage::coded;
use crate::text::Text4;

coded! {
    /// Which rule a conflict breaks.
    Rule {
        /// Same subject and period, another value.
        Value = "C1",
        /// Same act, another day.
        Date = "C2",
        /// "For the first time" while an earlier one is recorded.
        Firstness = "C3",
        /// A later source is weaker, or delivered without being signed.
        Stage = "C4",
        /// Parts do not add to the whole.
        Sum = "C5",
        /// A later source moves or drops a deadline.
        Deadline = "C6",
        /// Lists differ between reports of one act.
        Scope = "C7",
        /// Two language versions differ.
        Translation = "C8",
        /// The same figure for another country or institution.
        Identity = "C9",
        /// A repealed or unknown act is cited.
        Legal = "C10",
    }
}

coded! {
    /// Where a conflict stands.
    ConflictState {
        /// Nobody decided.
        Open = "open",
        /// All are true: another date, scope or unit.
        Explained = "explained",
        /// One was chosen.
        Resolved = "resolved",
        /// It cannot be settled for now.
        Standing = "standing",
    }
}

/// One of the statements.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Side {
    /// What it claims, in a few words.
    pub claim: Text4,
    /// The passage.
    pub quotation: Quotation,
}

/// A person's decision.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Decision {
    /// Where the conflict stands now.
    pub state: ConflictState,
    /// Why.
    pub note: Text4,
    /// The statement chosen, counted from 0; only when resolved.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub chosen: Option<u32>,
}

/// What can happen to a conflict.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "event", rename_all = "snake_case")]
pub enum Event {
    /// It was noticed.
    Raised {
        /// The registry that keeps it.
        registry: RegistryCode,
        /// The other side.
        partner: PartyCode,
        /// The commitment it concerns.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        commitment: Option<CommitmentId>,
        /// The rule.
        rule: Rule,
        /// A short name.
        title: Text4,
        /// What must be asked to settle it.
        question: Text4,
        /// The statements.
        sides: Vec<Side>,
        /// Whether everybody may see it.
        public: bool,
    },
    /// A person decided.
    Decided {
        /// The decision.
        decision: Decision,
    },
    /// It was taken up again.
    Reopened {
        /// Why.
        note: Text4,
    },
    /// A letter about it was registered.
    LetterNoted {
        /// The letter, and whether it is about the raising or a decision.
        letter: LetterOf,
    },
    /// A letter was noted by mistake; it stays in the journal and counts no more.
    LetterWithdrawn {
        /// The version that noted it.
        version: i64,
        /// Why.
        reason: Text4,
    },
}

/// A conflict.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Conflict {
    /// Its id.
    pub id: ConflictId,
    /// The registry that keeps it.
    pub registry: RegistryCode,
    /// The other side.
    pub partner: PartyCode,
    /// The commitment it concerns.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub commitment: Option<CommitmentId>,
    /// The rule.
    pub rule: Rule,
    /// A short name.
    pub title: Text4,
    /// What must be asked to settle it.
    pub question: Text4,
    /// The statements.
    pub sides: Vec<Side>,
    /// Whether everybody may see it.
    pub public: bool,
    /// Decisions in the order they were made.
    pub decisions: Vec<Said<Decision>>,
    /// Letters about it.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub letters: Vec<Said<LetterOf>>,
    /// Where it stands.
    pub state: ConflictState,
    /// When it was raised.
    pub raised: Meta,
    /// Version of the last entry that took a letter away; 0 when none did.
    #[serde(default, skip_serializing_if = "is_none")]
    cleared: i64,
    /// Version of its stream.
    pub version: i64,
}

/// Whether no entry is named.
#[expect(clippy::trivially_copy_pass_by_ref, reason = "serde hands over a reference")]
const fn is_none(version: &i64) -> bool {
    *version == 0
}

impl Conflict {
    /// What others than the registry may see: no letters.
    #[must_use]
    pub fn shared(mut self) -> Self {
        self.letters.clear();
        self
    }

    /// Entries a letter can be about: that it was raised, and what was decided.
    pub fn letter_steps(&self) -> impl Iterator<Item = i64> + '_ {
        let decided = self.decisions.iter().map(|said| said.meta.version);
        std::iter::once(self.raised.version).chain(decided)
    }

    fn metas(&self) -> impl Iterator<Item = &Meta> + '_ {
        let decided = self.decisions.iter().map(|said| &said.meta);
        let noted = self.letters.iter().map(|said| &said.meta);
        std::iter::once(&self.raised).chain(decided).chain(noted)
    }
}

impl Aggregate for Conflict {
    const NAME: &'static str = "conflict";
    type Event = Event;

    fn event_name(event: &Event) -> &'static str {
        match event {
            Event::Raised { .. } => "raised",
            Event::Decided { .. } => "decided",
            Event::Reopened { .. } => "reopened",
            Event::LetterNoted { .. } => "letter_noted",
            Event::LetterWithdrawn { .. } => "letter_withdrawn",
        }
    }

    fn begin(stream: StreamId, event: Event, meta: Meta) -> Result<Self, Refusal> {
        let Event::Raised { registry, partner, commitment, rule, title, question, sides, public } =
            event
        else {
            return Err(Refusal::new("conflict-not-raised"));
        };
        if sides.len() < 2 {
            return Err(Refusal::new("conflict-needs-two-sides"));
        }
        let passage = |s: &Side| (s.quotation.source, s.quotation.start, s.quotation.end);
        if sides
            .iter()
            .enumerate()
            .any(|(i, a)| sides.iter().skip(i + 1).any(|b| passage(a) == passage(b)))
        {
            return Err(Refusal::of("passage", "conflict-with-itself"));
        }
        Ok(Self {
            id: ConflictId::new(stream.uuid()),
            registry,
            partner,
            commitment,
            rule,
            title,
            question,
            sides,
            public,
            decisions: Vec::new(),
            letters: Vec::new(),
            state: ConflictState::Open,
            raised: meta,
            cleared: 0,
            version: meta.version,
        })
    }

    fn then(&mut self, event: Event, meta: Meta) -> Result<(), Refusal> {
        match event {
            Event::Raised { .. } => return Err(Refusal::new("conflict-raised-already")),
            Event::Decided { decision } => {
                let open = matches!(self.state, ConflictState::Open | ConflictState::Standing);
                if !open {
                    return Err(Refusal::new("conflict-decided-already"));
                }
                let sides = u32::try_from(self.sides.len()).unwrap_or(u32::MAX);
                match (decision.state, decision.chosen) {
                    (ConflictState::Open, _) => {
                        return Err(Refusal::of("state", "conflict-needs-a-decision"));
                    }
                    (ConflictState::Resolved, None) => {
                        return Err(Refusal::of("chosen", "conflict-choose-one"));
                    }
                    (ConflictState::Resolved, Some(side)) if side >= sides => {
                        return Err(Refusal::of("chosen", "conflict-choose-one"));
                    }
                    (ConflictState::Explained | ConflictState::Standing, Some(_)) => {
                        return Err(Refusal::of("chosen", "conflict-choose-none"));
                    }
                    _ => {}
                }
                self.state = decision.state;
                self.decisions.push(Said { meta, what: decision });
            }
            Event::Reopened { note } => {
                if self.state == ConflictState::Open {
                    return Err(Refusal::new("conflict-open"));
                }
                self.state = ConflictState::Open;
                let decision = Decision { state: ConflictState::Open, note, chosen: None };
                self.decisions.push(Said { meta, what: decision });
            }
            Event::LetterNoted { letter } => {
                let steps: Vec<i64> = self.letter_steps().collect();
                letter::note(&mut self.letters, steps.into_iter(), letter, meta)?;
            }
            Event::LetterWithdrawn { version, .. } => {
                letter::withdraw(&mut self.letters, version)?;
                self.cleared = meta.version;
            }
        }
        self.version = meta.version;
        Ok(())
    }

    fn project(&self, _: &dyn OpenPerson) -> Result<Projection, CanonicalError> {
        let readings = readings_over(self.metas().map(|meta| meta.known_on), |day| {
            let mut known = self.clone();
            known.decisions.retain(|d| d.meta.known_on <= day);
            let steps: Vec<i64> = known.letter_steps().collect();
            known.letters.retain(|s| s.meta.known_on <= day && steps.contains(&s.what.step));
            let last = known.metas().map(|meta| meta.version).max().unwrap_or(0);
            known.version = last.max(known.cleared);
            known.state = known.decisions.last().map_or(ConflictState::Open, |d| d.what.state);
            let row = Row::Conflict {
                registry: known.registry,
                partner: known.partner.clone(),
                commitment: known.commitment.map(CommitmentId::uuid),
                state: known.state.code(),
                public: known.public,
            };
            (self.raised.known_on <= day).then_some((known, row))
        })?;
        let quotations = self
            .sides
            .iter()
            .map(|side| QuotationRow::of(self.raised.version, &side.quotation))
            .collect();
        let day = self.raised.known_on;
        let texts = [&self.title, &self.question];
        let findable =
            Some(Findable::by(self.registry, Some(&self.partner), self.public, day, texts));
        let letters = letter::rows(&self.letters);
        Ok(Projection { readings, quotations, findable, letters, ..Projection::default() })
    }
}
