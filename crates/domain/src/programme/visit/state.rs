//! The entries of a visit, and what it is on a day.

use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use super::{
    Agreed, Counted, Description, Done, Event, Expert, Fact, Judgement, Operation, Permission,
    Repeatable, State, Step, count, rule,
};
use crate::Refusal;
use crate::aggregate::{
    Aggregate, FOREVER, Meta, OpenPerson, Projection, QuotationRow, Row, readings_over, show, whole,
};
use crate::canonical::CanonicalError;
use crate::commitment::Said;
use crate::edtf::Edtf;
use crate::findable::Findable;
use crate::id::{StreamId, VisitId};
use crate::programme::specialty::SpecialtyCode;
use crate::quotation::Quotation;

/// A visit of experts.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ExpertVisit {
    /// Its id.
    pub id: VisitId,
    /// What it is, by the latest word.
    pub description: Description,
    /// Everything on record, in the order of entry.
    pub facts: Vec<Said<Fact>>,
    /// Whether everybody may see what rests on passages.
    #[serde(default)]
    pub public: bool,
    /// Version of the last entry that concerns the whole.
    #[serde(default)]
    described: i64,
    /// Version of the last entry that is known, for stale forms.
    pub version: i64,
}

/// An operation with what was judged of it last.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Operated<'a> {
    /// The version that entered it.
    pub entry: i64,
    /// The operation.
    pub operation: &'a Operation,
    /// Whether the local team can do it by itself; nothing where nobody judged.
    pub judgement: Option<&'a Judgement>,
}

/// Something agreed on, and whether it was done.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Followed<'a> {
    /// The version that entered it.
    pub entry: i64,
    /// The day from which it is known.
    pub known_on: Date,
    /// What.
    pub agreed: &'a Agreed,
    /// That it was done.
    pub done: Option<&'a Done>,
}

impl ExpertVisit {
    /// Most facts that a visit can have.
    pub const MOST: usize = 2_000;

    /// Where it stands: at the step entered last.
    #[must_use]
    pub fn state(&self) -> State {
        self.steps().last().map_or(State::Planned, |step| step.to)
    }

    /// What it was said to be, oldest first, each with the version that entered it.
    pub fn descriptions(&self) -> impl Iterator<Item = (i64, &Description)> {
        self.facts.iter().filter_map(|said| match &said.what {
            Fact::Described(it) => Some((said.meta.version, it)),
            _ => None,
        })
    }

    /// Its steps in the order of entry.
    pub fn steps(&self) -> impl Iterator<Item = &Step> {
        self.facts.iter().filter_map(|said| match &said.what {
            Fact::Stepped(it) => Some(it),
            _ => None,
        })
    }

    /// The team in the order of entry, each with the version that entered it.
    pub fn experts(&self) -> impl Iterator<Item = (i64, &Expert)> {
        self.facts.iter().filter_map(|said| match &said.what {
            Fact::Expert(it) => Some((said.meta.version, it)),
            _ => None,
        })
    }

    /// How many experts the team has; nothing where none is on record.
    #[must_use]
    pub fn team_size(&self) -> Option<u64> {
        let mut counts = self.experts().map(|(_, expert)| u64::from(expert.count)).peekable();
        counts.peek().is_some().then(|| counts.sum())
    }

    /// The permissions of an expert.
    pub fn permissions(&self, expert: i64) -> impl Iterator<Item = &Permission> {
        self.facts.iter().filter_map(move |said| match &said.what {
            Fact::Permission(it) if it.expert == expert => Some(it),
            _ => None,
        })
    }

    /// The operations that the house entered, by day, each with the latest judgement.
    #[must_use]
    pub fn operations(&self) -> Vec<Operated<'_>> {
        let judged = |entry: i64| {
            let of = self.facts.iter().filter_map(|said| match &said.what {
                Fact::Judgement(it) if it.operation == entry => Some((said.meta.version, it)),
                _ => None,
            });
            of.max_by_key(|(version, it)| (it.on, *version)).map(|(_, it)| it)
        };
        let mut operations: Vec<Operated<'_>> = self
            .facts
            .iter()
            .filter_map(|said| match &said.what {
                Fact::Operation(operation) => {
                    let entry = said.meta.version;
                    Some(Operated { entry, operation, judgement: judged(entry) })
                }
                _ => None,
            })
            .collect();
        operations.sort_by_key(|one| (one.operation.on, one.entry));
        operations
    }

    /// How many of the entered operations the local team can do by itself, and how many of them were judged.
    #[must_use]
    pub fn repeatable(&self) -> (usize, usize) {
        let operations = self.operations();
        let judged = operations.iter().filter_map(|one| one.judgement);
        let yes = judged.clone().filter(|it| it.repeatable == Repeatable::Yes).count();
        (yes, judged.count())
    }

    /// What was agreed on, in the order of entry.
    #[must_use]
    pub fn followed(&self) -> Vec<Followed<'_>> {
        let done = |entry: i64| {
            self.facts.iter().find_map(|said| match &said.what {
                Fact::Done(it) if it.agreed == entry => Some(it),
                _ => None,
            })
        };
        self.facts
            .iter()
            .filter_map(|said| match &said.what {
                Fact::Agreed(agreed) => {
                    let (entry, known_on) = (said.meta.version, said.meta.known_on);
                    Some(Followed { entry, known_on, agreed, done: done(entry) })
                }
                _ => None,
            })
            .collect()
    }

    /// What was counted: reported totals beside entered records.
    #[must_use]
    pub fn counts(&self) -> Vec<Counted<'_>> {
        count::counts(self)
    }

    /// The first day, by which visits are listed; those without days stand before all others.
    #[must_use]
    pub fn starts_on(&self) -> Date {
        self.description.days.map_or(FOREVER, Edtf::first_day)
    }

    /// The last day on which something is still to come: the visit itself, or what was agreed on.
    #[must_use]
    pub fn ahead_on(&self) -> Option<Date> {
        let own = self.description.days.filter(|_| self.state().is_ahead()).map(Edtf::last_day);
        let open = self.followed().into_iter().filter(|one| one.done.is_none());
        open.filter_map(|one| one.agreed.due).map(Edtf::last_day).chain(own).max()
    }

    /// What everybody may see: what rests on passages.
    #[must_use]
    pub fn published(&self) -> Self {
        let mut this = self.clone();
        this.facts.retain(|said| said.what.quotation().is_some());
        this.keep_whole();
        if let Some(latest) = this.latest() {
            this.description = latest.clone();
        }
        this
    }

    /// As known on a day: without whatever was published later. Nothing when it was not yet known.
    #[must_use]
    pub fn known_on(&self, day: Date) -> Option<Self> {
        let mut this = self.clone();
        this.facts.retain(|said| said.meta.known_on <= day);
        this.keep_whole();
        this.description = this.latest()?.clone();
        let last = this.facts.iter().map(|said| said.meta.version).max().unwrap_or(0);
        this.version = last.max(this.described);
        Some(this)
    }

    /// Lets go of what speaks of something that is not there.
    fn keep_whole(&mut self) {
        let there: Vec<i64> = self.facts.iter().map(|said| said.meta.version).collect();
        self.facts.retain(|said| said.what.of().is_none_or(|of| there.contains(&of)));
    }

    fn latest(&self) -> Option<&Description> {
        let described = self.facts.iter().filter_map(|said| match &said.what {
            Fact::Described(it) => Some(((said.meta.known_on, said.meta.version), it)),
            _ => None,
        });
        described.max_by_key(|(rank, _)| *rank).map(|(_, it)| it)
    }

    /// Every passage it rests on, with the entry that quotes it.
    pub fn quotations(&self) -> impl Iterator<Item = (i64, &Quotation)> + '_ {
        let cited = |said| {
            let said: &Said<Fact> = said;
            said.what.quotation().map(|quotation| (said.meta.version, quotation))
        };
        self.facts.iter().filter_map(cited)
    }

    fn state_fact(&mut self, fact: Fact, meta: Meta) -> Result<(), Refusal> {
        if self.facts.len() >= Self::MOST {
            return Err(Refusal::new("visit-full").with("most", Self::MOST.to_string()));
        }
        self.facts.push(Said { meta, what: fact });
        if let Some(latest) = self.latest() {
            self.description = latest.clone();
        }
        rule::check(self, meta.version, meta.known_on)
    }

    /// Rule: what the visit is stays; else nothing would be left. What speaks of the fact goes with it; a step after the
    /// one that is taken back must be taken back first.
    fn withdraw(&mut self, version: i64) -> Result<(), Refusal> {
        let found = self.facts.iter().find(|said| said.meta.version == version);
        let Some(found) = found else { return Err(Refusal::of("fact", "visit-no-such-fact")) };
        if matches!(found.what, Fact::Described(_)) {
            return Err(Refusal::of("fact", "visit-description-stays"));
        }
        self.facts.retain(|said| said.meta.version != version);
        self.keep_whole();
        Ok(())
    }

    /// Rule: nothing is shown to everybody that no passage names.
    fn show(&mut self, to_everybody: bool) -> Result<(), Refusal> {
        if to_everybody && !self.descriptions().any(|(_, it)| it.quotation.is_some()) {
            return Err(Refusal::new("visit-publish-passage"));
        }
        show(&mut self.public, to_everybody)
    }

    fn row(&self) -> Row {
        let d = &self.description;
        Row::Visit {
            registry: d.registry,
            partner: d.partner.clone(),
            direction: d.direction.code(),
            state: self.state().code(),
            starts_on: self.starts_on(),
            ahead_on: self.ahead_on(),
            public: self.public,
        }
    }

    /// By its name, place and sender, by specialties and by what was agreed on. What was done at operations is work of
    /// the house and found by nobody.
    fn findable(&self) -> Findable {
        let d = &self.description;
        let mut specialties: Vec<_> =
            self.experts().filter_map(|(_, it)| it.specialty.clone()).collect();
        specialties.sort_unstable();
        specialties.dedup();
        let names: Vec<_> = specialties.iter().filter_map(SpecialtyCode::known).collect();
        let followed = self.followed();
        let agreed = followed.iter().filter(|it| it.agreed.quotation.is_some());
        let texts = std::iter::once(&d.title)
            .chain(&d.place)
            .chain(&d.sender)
            .chain(names.iter().map(|specialty| &specialty.name))
            .chain(agreed.map(|it| &it.agreed.matter));
        Findable::by(d.registry, Some(&d.partner), self.public, self.starts_on(), texts)
    }
}

impl Aggregate for ExpertVisit {
    const NAME: &'static str = "visit";
    type Event = Event;

    fn event_name(event: &Event) -> &'static str {
        match event {
            Event::Stated { fact } => match fact {
                Fact::Described(_) => "described",
                Fact::Stepped(_) => "stepped",
                Fact::Expert(_) => "expert_named",
                Fact::Permission(_) => "permission_noted",
                Fact::Report(_) => "counter_reported",
                Fact::Tally(_) => "counter_entered",
                Fact::Operation(_) => "operation_entered",
                Fact::Judgement(_) => "operation_judged",
                Fact::Agreed(_) => "agreed",
                Fact::Done(_) => "done",
            },
            Event::FactWithdrawn { .. } => "fact_withdrawn",
            Event::Published => "published",
            Event::Unpublished => "unpublished",
        }
    }

    fn begin(stream: StreamId, event: Event, meta: Meta) -> Result<Self, Refusal> {
        let Event::Stated { fact: Fact::Described(description) } = event else {
            return Err(Refusal::new("visit-not-entered"));
        };
        let mut this = Self {
            id: VisitId::new(stream.uuid()),
            description: description.clone(),
            facts: Vec::new(),
            public: false,
            described: meta.version,
            version: meta.version,
        };
        this.state_fact(Fact::Described(description), meta)?;
        Ok(this)
    }

    fn then(&mut self, event: Event, meta: Meta) -> Result<(), Refusal> {
        whole(self, |next| {
            match event {
                Event::Stated { fact } => next.state_fact(fact, meta)?,
                Event::FactWithdrawn { version, .. } => {
                    next.withdraw(version)?;
                    next.described = meta.version;
                }
                Event::Published | Event::Unpublished => {
                    next.show(matches!(event, Event::Published))?;
                    next.described = meta.version;
                }
            }
            next.version = meta.version;
            rule::check_all(next)
        })
    }

    fn project(&self, _: &dyn OpenPerson) -> Result<Projection, CanonicalError> {
        let days = self.facts.iter().map(|said| said.meta.known_on);
        let readings = readings_over(days, |day| {
            let known = self.known_on(day)?;
            let row = known.row();
            Some((known, row))
        })?;
        let quotations = self.quotations().map(|(number, q)| QuotationRow::of(number, q)).collect();
        Ok(Projection {
            readings,
            quotations,
            findable: Some(self.findable()),
            ..Projection::default()
        })
    }
}
