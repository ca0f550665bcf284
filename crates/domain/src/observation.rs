//! Observations: figures that somebody reported, with definition, period and source.
//!
//! They stand beside the quota ledger and are never booked in it: what a reported total leaves open is *unexplained*.

use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use crate::Refusal;
use crate::aggregate::{
    Aggregate, Meta, OpenPerson, Projection, QuotationRow, Row, readings_over, show,
};
use crate::canonical::CanonicalError;
use crate::commitment::Said;
use crate::edtf::Edtf;
use crate::figure::Figure;
use crate::findable::Findable;
use crate::id::{CommitmentId, ObservationId, StreamId};
use crate::letter::{self, LetterOf};
use crate::party::PartyCode;
use crate::quotation::Quotation;
use crate::registry::RegistryCode;
use crate::text::Text4;
use crate::topic::{Channel, Unit};

/// What is measured: a short code, stable over years, such as `treated` or `registered_medicines`.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Measure(String);

impl Measure {
    /// What counts as delivered against a yearly promise: patients treated, places used, doctors trained, patients
    /// operated on.
    pub const DELIVERED: [&'static str; 4] = ["treated", "places_used", "trained", "operated"];

    /// Reads a code of lower-case letters, digits and underscores.
    ///
    /// # Errors
    /// `measure-form`.
    pub fn new(code: &str) -> Result<Self, Refusal> {
        let code = code.trim();
        let fits = (2..=40).contains(&code.len())
            && code.bytes().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'_')
            && code.starts_with(|c: char| c.is_ascii_lowercase());
        if fits { Ok(Self(code.to_owned())) } else { Err(Refusal::of("measure", "measure-form")) }
    }

    /// The code.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// Whether a figure of this measure speaks for the whole year rather than for a part of it.
    #[must_use]
    pub fn is_total(&self) -> bool {
        self.0 != "operated"
    }

    /// Whether figures of this measure are held against a yearly promise.
    #[must_use]
    pub fn counts_as_delivered(&self) -> bool {
        Self::DELIVERED.contains(&self.0.as_str())
    }
}

/// What is observed, apart from the value.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Description {
    /// The registry that keeps it.
    pub registry: RegistryCode,
    /// The other side.
    pub partner: PartyCode,
    /// The commitment it is held against.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub commitment: Option<CommitmentId>,
    /// What is measured.
    pub measure: Measure,
    /// The same in words.
    pub name: Text4,
    /// The period or day it holds for.
    pub period: Edtf,
    /// Of what.
    pub unit: Unit,
    /// The country it holds in.
    pub subject: PartyCode,
    /// Whose people or products are counted.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub origin: Option<PartyCode>,
    /// The channel it covers; all, when not stated.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub channel: Option<Channel>,
}

/// A value with the passage it rests on.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Reported {
    /// The value.
    pub value: Figure,
    /// The passage.
    pub quotation: Quotation,
    /// Who said it, or why it changed.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub note: Option<Text4>,
}

/// What can happen to an observation.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "event", rename_all = "snake_case")]
#[expect(
    clippy::large_enum_variant,
    reason = "an event lives for one call; boxing would cost every reader"
)]
pub enum Event {
    /// It was booked.
    Booked {
        /// What is observed.
        description: Description,
        /// The value.
        reported: Reported,
        /// Whether everybody may see it.
        public: bool,
    },
    /// The same figure was reported anew with another value.
    Revised {
        /// The value.
        reported: Reported,
    },
    /// Its description was corrected.
    Described {
        /// What is observed.
        description: Description,
    },
    /// Everybody may see it.
    Published,
    /// Only those with an account may see it.
    Unpublished,
    /// A letter about a value was registered.
    LetterNoted {
        /// The letter and the value.
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

/// An observation.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Observation {
    /// Its id.
    pub id: ObservationId,
    /// What is observed.
    pub description: Description,
    /// Values in the order they were entered; at least one.
    pub values: Vec<Said<Reported>>,
    /// Letters about its values.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub letters: Vec<Said<LetterOf>>,
    /// Whether everybody may see it.
    pub public: bool,
    /// Version of the last entry that concerns the whole.
    described: i64,
    /// Version of the last entry that is known, for stale forms.
    pub version: i64,
}

impl Observation {
    /// The latest value, by publication date, then by entry.
    #[must_use]
    pub fn latest(&self) -> Option<&Said<Reported>> {
        self.values.iter().max_by_key(|v| (v.meta.known_on, v.meta.version))
    }

    /// As known on a day; nothing when it was not yet known.
    #[must_use]
    pub fn known_on(&self, day: Date) -> Option<Self> {
        let mut this = self.clone();
        this.values.retain(|v| v.meta.known_on <= day);
        let steps: Vec<i64> = this.letter_steps().collect();
        this.letters.retain(|s| s.meta.known_on <= day && steps.contains(&s.what.step));
        let last = this.metas().map(|meta| meta.version).max().unwrap_or(0);
        this.version = last.max(this.described);
        if this.values.is_empty() { None } else { Some(this) }
    }

    /// What others than the registry may see: no letters.
    #[must_use]
    pub fn shared(mut self) -> Self {
        self.letters.clear();
        self
    }

    /// Entries a letter can be about: its values.
    pub fn letter_steps(&self) -> impl Iterator<Item = i64> + '_ {
        self.values.iter().map(|said| said.meta.version)
    }

    fn metas(&self) -> impl Iterator<Item = &Meta> + '_ {
        self.values.iter().map(|s| &s.meta).chain(self.letters.iter().map(|s| &s.meta))
    }

    fn row(&self) -> Row {
        let d = &self.description;
        Row::Observation {
            registry: d.registry,
            partner: d.partner.clone(),
            commitment: d.commitment.map(CommitmentId::uuid),
            measure: d.measure.as_str().to_owned(),
            period_end: d.period.last_day(),
            public: self.public,
        }
    }
}

impl Aggregate for Observation {
    const NAME: &'static str = "observation";
    type Event = Event;

    fn event_name(event: &Event) -> &'static str {
        match event {
            Event::Booked { .. } => "booked",
            Event::Revised { .. } => "revised",
            Event::Described { .. } => "described",
            Event::Published => "published",
            Event::Unpublished => "unpublished",
            Event::LetterNoted { .. } => "letter_noted",
            Event::LetterWithdrawn { .. } => "letter_withdrawn",
        }
    }

    fn begin(stream: StreamId, event: Event, meta: Meta) -> Result<Self, Refusal> {
        let Event::Booked { description, reported, public } = event else {
            return Err(Refusal::new("observation-not-booked"));
        };
        Ok(Self {
            id: ObservationId::new(stream.uuid()),
            description,
            values: vec![Said { meta, what: reported }],
            letters: Vec::new(),
            public,
            described: meta.version,
            version: meta.version,
        })
    }

    fn then(&mut self, event: Event, meta: Meta) -> Result<(), Refusal> {
        match event {
            Event::Booked { .. } => return Err(Refusal::new("observation-booked-already")),
            Event::Revised { reported } => self.values.push(Said { meta, what: reported }),
            Event::Described { description } => {
                if description.registry != self.description.registry {
                    return Err(Refusal::new("registry-code-fixed"));
                }
                self.description = description;
                self.described = meta.version;
            }
            Event::Published | Event::Unpublished => {
                show(&mut self.public, matches!(event, Event::Published))?;
                self.described = meta.version;
            }
            Event::LetterNoted { letter } => {
                let steps: Vec<i64> = self.letter_steps().collect();
                letter::note(&mut self.letters, steps.into_iter(), letter, meta)?;
            }
            Event::LetterWithdrawn { version, .. } => {
                letter::withdraw(&mut self.letters, version)?;
                self.described = meta.version;
            }
        }
        self.version = meta.version;
        Ok(())
    }

    fn project(&self, _: &dyn OpenPerson) -> Result<Projection, CanonicalError> {
        let readings = readings_over(self.metas().map(|meta| meta.known_on), |day| {
            let known = self.known_on(day)?;
            let row = known.row();
            Some((known, row))
        })?;
        let quotations = self
            .values
            .iter()
            .map(|v| QuotationRow::of(v.meta.version, &v.what.quotation))
            .collect();
        let d = &self.description;
        let day = d.period.last_day();
        let mut findable = Findable::by(d.registry, Some(&d.partner), self.public, day, [&d.name]);
        findable.words.extend(self.values.iter().map(|said| said.what.value.to_string()));
        let (findable, letters) = (Some(findable), letter::rows(&self.letters));
        Ok(Projection { readings, quotations, findable, letters, ..Projection::default() })
    }
}
