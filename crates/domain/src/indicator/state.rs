//! What an indicator is, and the methods it was counted by.

use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use crate::Refusal;
use crate::aggregate::{
    Aggregate, Claim, Meta, OpenPerson, Projection, QuotationRow, Row, readings_over, show, whole,
};
use crate::canonical::CanonicalError;
use crate::commitment::Said;
use crate::edtf::Edtf;
use crate::findable::Findable;
use crate::id::{IndicatorId, StreamId};
use crate::observation::Measure;
use crate::party::PartyCode;
use crate::quotation::Quotation;
use crate::registry::RegistryCode;
use crate::stage::coded;
use crate::text::Text4;
use crate::topic::Unit;

coded! {
    /// How often it is reported. What is reported every so often has periods that can be missing.
    Periodicity {
        /// For each year.
        Year = "year",
        /// For each half of a year.
        HalfYear = "half_year",
        /// For each quarter.
        Quarter = "quarter",
        /// For each month.
        Month = "month",
        /// Whenever somebody says it; no period is ever missing.
        Irregular = "irregular",
    }
}

impl Periodicity {
    /// How many months a period has; nothing where it is reported without order.
    #[must_use]
    pub const fn months(self) -> Option<i32> {
        match self {
            Self::Year => Some(12),
            Self::HalfYear => Some(6),
            Self::Quarter => Some(3),
            Self::Month => Some(1),
            Self::Irregular => None,
        }
    }
}

/// What is measured.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Definition {
    /// The registry that keeps it.
    pub registry: RegistryCode,
    /// Code of the measure; only one indicator of a registry has it.
    pub measure: Measure,
    /// What it is called.
    pub name: Text4,
    /// What is counted, and what is not.
    pub what: Text4,
    /// Of what.
    pub unit: Unit,
    /// The countries it is measured in; any, when none is named.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub geography: Vec<PartyCode>,
    /// How often it is reported.
    pub periodicity: Periodicity,
    /// Who owns it: whoever answers for the numbers. Nobody, when no source says so.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub owner: Option<PartyCode>,
    /// The office of the owner.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub office: Option<Text4>,
    /// The passage the definition is from; none for a definition of the house's own.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub quotation: Option<Quotation>,
}

/// How it is counted, from a day on.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Method {
    /// From when; only the first may leave it open.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub from: Option<Edtf>,
    /// How it is counted.
    pub how: Text4,
    /// Why it was changed; the first one changes nothing.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub why: Option<Text4>,
    /// The passage that tells of it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub quotation: Option<Quotation>,
}

/// What can happen to an indicator.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "event", rename_all = "snake_case")]
#[expect(
    clippy::large_enum_variant,
    reason = "an event lives for one call; boxing would cost every reader"
)]
pub enum Event {
    /// It was defined, with the method it begins with.
    Defined {
        /// What is measured.
        definition: Definition,
        /// How.
        method: Method,
    },
    /// The definition was corrected.
    Described {
        /// What is measured.
        definition: Definition,
    },
    /// It is counted otherwise from a day on.
    MethodChanged {
        /// How.
        method: Method,
    },
    /// A change of method was entered by mistake.
    MethodWithdrawn {
        /// The version that entered it.
        version: i64,
        /// Why it is taken back.
        reason: Text4,
    },
    /// Everybody may see it.
    Published,
    /// Only those with an account may see it.
    Unpublished,
}

/// An indicator.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Indicator {
    /// Its id.
    pub id: IndicatorId,
    /// What is measured, as defined last.
    pub definition: Definition,
    /// Every definition it had, in the order of entry.
    pub definitions: Vec<Said<Definition>>,
    /// The methods in the order of the days from which they hold.
    pub methods: Vec<Said<Method>>,
    /// Whether everybody may see it.
    pub public: bool,
    /// Version of the last entry that concerns the whole.
    described: i64,
    /// Version of the last entry that is known, for stale forms.
    pub version: i64,
}

impl Indicator {
    /// Most changes of method.
    pub const MOST_METHODS: usize = 100;

    /// The method a period is counted by: the last one that held on its last day. Nothing before the first.
    ///
    /// Rule: what is reported of a period is counted when the period is over, so by the method of its last day.
    #[must_use]
    pub fn method_of(&self, period: Edtf) -> Option<&Said<Method>> {
        let day = period.last_day();
        self.methods
            .iter()
            .rev()
            .find(|said| said.what.from.is_none_or(|from| from.first_day() <= day))
    }

    /// The day something became known of it last, by which indicators are listed.
    #[must_use]
    pub fn moved_on(&self) -> Date {
        self.metas().map(|meta| meta.known_on).max().unwrap_or(crate::aggregate::ALWAYS)
    }

    /// Where and when everything it says was entered.
    pub fn metas(&self) -> impl Iterator<Item = &Meta> {
        let methods = self.methods.iter().map(|said| &said.meta);
        self.definitions.iter().map(|said| &said.meta).chain(methods)
    }

    /// Every passage it rests on, with the entry that quotes it.
    pub fn quotations(&self) -> impl Iterator<Item = (i64, &Quotation)> {
        let definitions = self
            .definitions
            .iter()
            .filter_map(|said| Some((said.meta.version, said.what.quotation.as_ref()?)));
        let methods = self
            .methods
            .iter()
            .filter_map(|said| Some((said.meta.version, said.what.quotation.as_ref()?)));
        definitions.chain(methods)
    }

    /// As known on a day; nothing when it was not yet defined.
    #[must_use]
    pub fn known_on(&self, day: Date) -> Option<Self> {
        let mut this = self.clone();
        this.definitions.retain(|said| said.meta.known_on <= day);
        this.methods.retain(|said| said.meta.known_on <= day);
        this.definition = this.latest()?.clone();
        let last = this.metas().map(|meta| meta.version).max().unwrap_or(0);
        this.version = last.max(this.described);
        Some(this)
    }

    fn latest(&self) -> Option<&Definition> {
        let rank = |said: &&Said<Definition>| (said.meta.known_on, said.meta.version);
        self.definitions.iter().max_by_key(rank).map(|said| &said.what)
    }

    /// Rule: registry and code stay what they are, since figures are found by them; no country is named twice.
    fn define(&mut self, definition: Definition, meta: Meta) -> Result<(), Refusal> {
        if definition.registry != self.definition.registry {
            return Err(Refusal::new("registry-code-fixed"));
        }
        if definition.measure != self.definition.measure {
            return Err(Refusal::of("measure", "indicator-measure-fixed"));
        }
        if definition.office.is_some() && definition.owner.is_none() {
            return Err(Refusal::of("owner", "indicator-office-owner"));
        }
        self.definitions.push(Said { meta, what: definition });
        if let Some(latest) = self.latest() {
            self.definition = latest.clone();
        }
        Ok(())
    }

    /// Rule: a change of method says from when and why, and no two methods begin on one day.
    fn count_by(&mut self, method: Method, meta: Meta) -> Result<(), Refusal> {
        let Some(from) = method.from else {
            return Err(Refusal::of("from", "indicator-method-from"));
        };
        if method.why.is_none() {
            return Err(Refusal::of("why", "indicator-method-why"));
        }
        if self.methods.len() >= Self::MOST_METHODS {
            return Err(
                Refusal::new("indicator-methods-full").with("most", Self::MOST_METHODS.to_string())
            );
        }
        let begins = |said: &Said<Method>| said.what.from.map(Edtf::first_day);
        let first = self.methods.first().and_then(begins);
        let same = self.methods.iter().any(|said| begins(said) == Some(from.first_day()));
        if same || first.is_some_and(|first| from.first_day() < first) {
            return Err(Refusal::of("from", "indicator-method-order"));
        }
        self.methods.push(Said { meta, what: method });
        self.methods.sort_by_key(begins);
        Ok(())
    }

    /// Rule: the method it began with stays; else nothing says how anything was counted.
    fn withdraw(&mut self, version: i64) -> Result<(), Refusal> {
        let found = self.methods.iter().position(|said| said.meta.version == version);
        match found {
            None => Err(Refusal::of("fact", "indicator-no-such-method")),
            Some(0) => Err(Refusal::of("fact", "indicator-first-method-stays")),
            Some(at) => {
                self.methods.remove(at);
                Ok(())
            }
        }
    }

    fn row(&self) -> Row {
        let d = &self.definition;
        Row::Indicator {
            registry: d.registry,
            measure: d.measure.as_str().to_owned(),
            owner: d.owner.clone(),
            unit: d.unit.code(),
            periodicity: d.periodicity.code(),
            moved_on: self.moved_on(),
            public: self.public,
        }
    }

    fn findable(&self) -> Findable {
        let d = &self.definition;
        let texts = [&d.name, &d.what]
            .into_iter()
            .chain(&d.office)
            .chain(self.methods.iter().map(|said| &said.what.how));
        let mut findable = Findable::by(d.registry, None, self.public, self.moved_on(), texts);
        findable.words.push(d.measure.as_str().to_owned());
        findable
    }
}

impl Aggregate for Indicator {
    const NAME: &'static str = "indicator";
    type Event = Event;

    fn event_name(event: &Event) -> &'static str {
        match event {
            Event::Defined { .. } => "defined",
            Event::Described { .. } => "described",
            Event::MethodChanged { .. } => "method_changed",
            Event::MethodWithdrawn { .. } => "method_withdrawn",
            Event::Published => "published",
            Event::Unpublished => "unpublished",
        }
    }

    fn begin(stream: StreamId, event: Event, meta: Meta) -> Result<Self, Refusal> {
        let Event::Defined { definition, method } = event else {
            return Err(Refusal::new("indicator-not-defined"));
        };
        if method.why.is_some() {
            return Err(Refusal::of("why", "indicator-first-method"));
        }
        let mut this = Self {
            id: IndicatorId::new(stream.uuid()),
            definition: definition.clone(),
            definitions: Vec::new(),
            methods: vec![Said { meta, what: method }],
            public: false,
            described: meta.version,
            version: meta.version,
        };
        this.define(definition, meta)?;
        Ok(this)
    }

    fn then(&mut self, event: Event, meta: Meta) -> Result<(), Refusal> {
        whole(self, |next| {
            match event {
                Event::Defined { .. } => return Err(Refusal::new("indicator-defined-already")),
                Event::Described { definition } => next.define(definition, meta)?,
                Event::MethodChanged { method } => next.count_by(method, meta)?,
                Event::MethodWithdrawn { version, .. } => {
                    next.withdraw(version)?;
                    next.described = meta.version;
                }
                Event::Published | Event::Unpublished => {
                    show(&mut next.public, matches!(event, Event::Published))?;
                    next.described = meta.version;
                }
            }
            next.version = meta.version;
            Ok(())
        })
    }

    fn project(&self, _: &dyn OpenPerson) -> Result<Projection, CanonicalError> {
        let days = self.metas().map(|meta| meta.known_on);
        let readings = readings_over(days, |day| {
            let known = self.known_on(day)?;
            let row = known.row();
            Some((known, row))
        })?;
        let quotations = self.quotations().map(|(number, q)| QuotationRow::of(number, q)).collect();
        let d = &self.definition;
        let key = format!("{} {}", d.registry, d.measure.as_str());
        Ok(Projection {
            readings,
            quotations,
            claims: vec![Claim { scope: "indicator", key }],
            findable: Some(self.findable()),
            ..Projection::default()
        })
    }
}
