//! The entries of a meeting and the rules of its moves.

use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use super::{AgendaItem, Decision, Delegation, Description, Event, MeetingState, Question};
use crate::Refusal;
use crate::aggregate::{
    Aggregate, Meta, OpenPerson, Projection, QuotationRow, Row, readings_over, show, whole,
};
use crate::canonical::CanonicalError;
use crate::commitment::Said;
use crate::findable::Findable;
use crate::id::{MeetingId, StreamId};
use crate::letter::{self, LetterOf};
use crate::party::PartyCode;
use crate::quotation::Quotation;

/// A meeting.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Meeting {
    /// Its id.
    pub id: MeetingId,
    /// What is said about it now.
    pub description: Description,
    /// What was said about it, oldest first; the last one published counts.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub descriptions: Vec<Said<Description>>,
    /// Who led the delegations.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub delegations: Vec<Said<Delegation>>,
    /// What was to be spoken about, in order.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub agenda: Vec<Said<AgendaItem>>,
    /// What was decided.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub decisions: Vec<Said<Decision>>,
    /// What officers want to be asked.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub questions: Vec<Said<Question>>,
    /// Letters about its steps.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub letters: Vec<Said<LetterOf>>,
    /// Whether everybody may see what rests on passages.
    #[serde(default)]
    pub public: bool,
    /// Version of the last entry that concerns the whole.
    #[serde(default)]
    described: i64,
    /// Version of the last entry that is known, for stale forms.
    pub version: i64,
}

impl Meeting {
    /// Most points of an agenda, decisions and questions of one meeting, each.
    pub const MOST: usize = 200;

    /// Who led the delegation of a side, by the latest passage.
    #[must_use]
    pub fn head(&self, party: &PartyCode) -> Option<&Said<Delegation>> {
        let of = self.delegations.iter().filter(|said| said.what.party == *party);
        of.max_by_key(|said| (said.meta.known_on, said.meta.version))
    }

    /// The day from which what is said about it now is known.
    #[must_use]
    pub fn known_from(&self) -> Option<Date> {
        self.descriptions.iter().map(|said| said.meta.known_on).max()
    }

    /// What everybody may see: what rests on passages, and no work of the house.
    #[must_use]
    pub fn published(&self) -> Self {
        let mut this = self.shared();
        this.agenda.retain(|said| said.what.quotation.is_some());
        this
    }

    /// What the partner may see: the agenda too, but no questions and no letters.
    #[must_use]
    pub fn shared(&self) -> Self {
        let mut this = self.clone();
        this.questions.clear();
        this.letters.clear();
        this
    }

    /// As known on a day: without whatever was published later. Nothing when it was not yet known.
    #[must_use]
    pub fn known_on(&self, day: Date) -> Option<Self> {
        let mut this = self.clone();
        this.descriptions.retain(|s| s.meta.known_on <= day);
        this.delegations.retain(|s| s.meta.known_on <= day);
        this.agenda.retain(|s| s.meta.known_on <= day);
        this.decisions.retain(|s| s.meta.known_on <= day);
        this.questions.retain(|s| s.meta.known_on <= day);
        this.letters.retain(|s| s.meta.known_on <= day);
        this.description = this.latest()?.clone();
        this.version = this.metas().map(|m| m.version).max().unwrap_or(0).max(this.described);
        Some(this)
    }

    /// The description that was published last.
    fn latest(&self) -> Option<&Description> {
        let last = self.descriptions.iter().max_by_key(|s| (s.meta.known_on, s.meta.version));
        last.map(|said| &said.what)
    }

    fn metas(&self) -> impl Iterator<Item = &Meta> + '_ {
        (self.descriptions.iter().map(|s| &s.meta))
            .chain(self.delegations.iter().map(|s| &s.meta))
            .chain(self.agenda.iter().map(|s| &s.meta))
            .chain(self.decisions.iter().map(|s| &s.meta))
            .chain(self.questions.iter().map(|s| &s.meta))
            .chain(self.letters.iter().map(|s| &s.meta))
    }

    /// Entries a letter can be about: everything on record but letters.
    pub fn letter_steps(&self) -> impl Iterator<Item = i64> + '_ {
        let letters: Vec<i64> = self.letters.iter().map(|s| s.meta.version).collect();
        self.metas().map(|meta| meta.version).filter(move |version| !letters.contains(version))
    }

    /// Every passage it rests on, with the entry that quotes it.
    pub fn quotations(&self) -> impl Iterator<Item = (i64, &Quotation)> + '_ {
        let agenda = self.agenda.iter();
        (self.delegations.iter().map(|s| (s.meta.version, &s.what.quotation)))
            .chain(self.decisions.iter().map(|s| (s.meta.version, &s.what.quotation)))
            .chain(agenda.filter_map(|s| Some((s.meta.version, s.what.quotation.as_ref()?))))
    }

    fn add(&mut self, event: Event, meta: Meta) -> Result<(), Refusal> {
        match event {
            Event::Described { description } => self.describe(description, meta)?,
            Event::DelegationStated { delegation } => {
                self.delegations.push(Said { meta, what: delegation });
            }
            Event::AgendaAdded { item } => {
                room(self.agenda.len())?;
                self.agenda.push(Said { meta, what: item });
            }
            Event::Decided { decision } => {
                room(self.decisions.len())?;
                self.decisions.push(Said { meta, what: decision });
            }
            Event::Asked { question } => {
                room(self.questions.len())?;
                self.questions.push(Said { meta, what: question });
            }
            Event::LetterNoted { letter } => {
                let steps: Vec<i64> = self.letter_steps().collect();
                letter::note(&mut self.letters, steps.into_iter(), letter, meta)?;
            }
            Event::FactWithdrawn { version, .. } => {
                self.withdraw(version)?;
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

    /// Rule: registry and partner stay; a meeting does not follow itself; what was held has a day that has begun, with
    /// one day of grace, since days are by Coordinated Universal Time.
    fn describe(&mut self, description: Description, meta: Meta) -> Result<(), Refusal> {
        if description.registry != self.description.registry {
            return Err(Refusal::new("registry-code-fixed"));
        }
        if description.partner != self.description.partner {
            return Err(Refusal::of("partner", "meeting-partner-fixed"));
        }
        if description.previous == Some(self.id) {
            return Err(Refusal::of("previous", "meeting-itself"));
        }
        let tomorrow = meta.known_on.tomorrow().unwrap_or(meta.known_on);
        if description.state == MeetingState::Held && description.date.first_day() > tomorrow {
            return Err(Refusal::of("date", "meeting-not-yet"));
        }
        self.descriptions.push(Said { meta, what: description });
        if let Some(latest) = self.latest() {
            self.description = latest.clone();
        }
        Ok(())
    }

    /// Rule: the first description stays; else nothing would be left.
    fn withdraw(&mut self, version: i64) -> Result<(), Refusal> {
        if self.descriptions.iter().any(|s| s.meta.version == version) {
            return Err(Refusal::of("fact", "meeting-description-stays"));
        }
        let before = self.metas().count();
        self.delegations.retain(|s| s.meta.version != version);
        self.agenda.retain(|s| s.meta.version != version);
        self.decisions.retain(|s| s.meta.version != version);
        self.questions.retain(|s| s.meta.version != version);
        self.letters.retain(|s| s.meta.version != version && s.what.step != version);
        if self.metas().count() == before {
            return Err(Refusal::of("fact", "meeting-no-such-fact"));
        }
        Ok(())
    }

    /// The rules over the whole: who led a delegation belongs to a side; only what was held has decisions.
    fn check(&self) -> Result<(), Refusal> {
        let sides = self.description.sides();
        let twice = sides.iter().enumerate().any(|(n, p)| sides.iter().skip(n + 1).any(|q| p == q));
        if sides.len() < 2 || twice {
            return Err(Refusal::of("parties", "meeting-two-sides"));
        }
        if let Some(said) = self.delegations.iter().find(|s| !sides.contains(&s.what.party)) {
            return Err(Refusal::of("party", "meeting-not-a-side")
                .with("party", said.what.party.to_string()));
        }
        if !self.decisions.is_empty() && self.description.state != MeetingState::Held {
            return Err(Refusal::new("meeting-not-held"));
        }
        Ok(())
    }

    fn row(&self) -> Row {
        let d = &self.description;
        Row::Meeting {
            registry: d.registry,
            partner: d.partner.clone(),
            held_on: d.date.last_day(),
            level: d.level.code(),
            state: d.state.code(),
            public: self.public,
        }
    }

    /// By its name and place and by what was decided; the agenda and questions are work of the house.
    fn findable(&self) -> Findable {
        let d = &self.description;
        let decided = self.decisions.iter().map(|said| &said.what.matter);
        let texts = std::iter::once(&d.title).chain(&d.place).chain(decided);
        Findable::by(d.registry, Some(&d.partner), self.public, d.date.last_day(), texts)
    }
}

fn room(count: usize) -> Result<(), Refusal> {
    if count < Meeting::MOST {
        return Ok(());
    }
    Err(Refusal::new("meeting-full").with("most", Meeting::MOST.to_string()))
}

impl Aggregate for Meeting {
    const NAME: &'static str = "meeting";
    type Event = Event;

    fn event_name(event: &Event) -> &'static str {
        match event {
            Event::Described { .. } => "described",
            Event::DelegationStated { .. } => "delegation_stated",
            Event::AgendaAdded { .. } => "agenda_added",
            Event::Decided { .. } => "decided",
            Event::Asked { .. } => "asked",
            Event::LetterNoted { .. } => "letter_noted",
            Event::FactWithdrawn { .. } => "fact_withdrawn",
            Event::Published => "published",
            Event::Unpublished => "unpublished",
        }
    }

    fn begin(stream: StreamId, event: Event, meta: Meta) -> Result<Self, Refusal> {
        let Event::Described { description } = event else {
            return Err(Refusal::new("meeting-not-described"));
        };
        let mut this = Self {
            id: MeetingId::new(stream.uuid()),
            description: description.clone(),
            descriptions: Vec::new(),
            delegations: Vec::new(),
            agenda: Vec::new(),
            decisions: Vec::new(),
            questions: Vec::new(),
            letters: Vec::new(),
            public: false,
            described: meta.version,
            version: meta.version,
        };
        this.describe(description, meta)?;
        this.check()?;
        Ok(this)
    }

    fn then(&mut self, event: Event, meta: Meta) -> Result<(), Refusal> {
        whole(self, |next| {
            next.add(event, meta)?;
            next.check()
        })
    }

    fn project(&self, _: &dyn OpenPerson) -> Result<Projection, CanonicalError> {
        let readings = readings_over(self.metas().map(|m| m.known_on), |day| {
            let known = self.known_on(day)?;
            let row = known.row();
            Some((known, row))
        })?;
        let quotations = self.quotations().map(|(number, q)| QuotationRow::of(number, q)).collect();
        Ok(Projection {
            readings,
            quotations,
            letters: letter::rows(&self.letters),
            findable: Some(self.findable()),
            ..Projection::default()
        })
    }
}
