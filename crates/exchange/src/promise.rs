//! A commitment as it leaves the house.

use std::collections::BTreeMap;

use kelisim_domain::commitment::{Commitment, Standing, Statement, YearFigures};
use kelisim_domain::id::ObservationId;
use kelisim_domain::observation::Observation;
use kelisim_domain::party::PartyCode;
use serde::Serialize;

use crate::figure::ConflictOut;
use crate::source::{QuotationOut, Sources, TextOut};

/// What is needed to tell of a commitment.
#[derive(Debug, Clone, Copy)]
pub struct Told<'a> {
    /// The commitment.
    pub commitment: &'a Commitment,
    /// Its years.
    pub years: &'a [YearFigures],
    /// Where it stands.
    pub standing: Standing,
    /// The figures behind its years, by id.
    pub figures: &'a BTreeMap<ObservationId, Observation>,
    /// Sources by id.
    pub sources: &'a Sources,
}

/// A commitment as programs read it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct PromiseOut {
    /// Its id.
    pub id: String,
    /// The registry that keeps it.
    pub registry: String,
    /// The other side.
    pub partner: String,
    /// Code of its matter.
    pub topic: &'static str,
    /// A short name.
    pub title: TextOut,
    /// Codes of those who owe; empty when the text names nobody.
    pub promisors: Vec<String>,
    /// Codes of those to whom; empty when the text names nobody.
    pub beneficiaries: Vec<String>,
    /// How firm the words are, S0 to S8.
    pub stage: &'static str,
    /// Whether words of this firmness are counted as a promise.
    pub counts_as_promise: bool,
    /// How much.
    pub quantity: Option<QuantityOut>,
    /// By when (EDTF).
    pub deadline: Option<String>,
    /// Code of what happened.
    pub delivery: &'static str,
    /// Where it stands, in one word.
    pub standing: &'static str,
    /// Year by year, oldest first.
    pub years: Vec<YearOut>,
    /// The passages that speak of it, in the order they were entered.
    pub statements: Vec<StatementOut>,
}

/// How much of what.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct QuantityOut {
    /// The number, exact, as decimal text.
    pub value: String,
    /// Code of the unit.
    pub unit: &'static str,
    /// `once`, `year` or `month`.
    pub per: &'static str,
}

/// One year.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct YearOut {
    /// The year.
    pub year: i16,
    /// What was promised for it, exact, as decimal text; missing when no number was promised.
    pub promised: Option<String>,
    /// `stated` when a source says so for that very year, `assumed` when the last number is taken to continue.
    pub promised_basis: Option<&'static str>,
    /// What was reported as delivered; missing when nobody published a figure, which is not zero.
    pub delivered: Option<u64>,
    /// Reported losses with a reason.
    pub lost: u64,
    /// What the published figures leave open.
    pub unexplained: Option<u64>,
    /// Whether a source says that it was stopped in that year.
    pub suspended: bool,
    /// The reported figures behind the numbers.
    pub reported: Vec<ReportedOut>,
}

/// A reported figure behind a year.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct ReportedOut {
    /// Id of the figure.
    pub figure: String,
    /// Code of what is measured.
    pub measure: String,
    /// The value, exact, as decimal text.
    pub value: String,
    /// The passage it rests on.
    pub quotation: QuotationOut,
}

/// One passage and what it says of the commitment.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct StatementOut {
    /// Its number within the commitment.
    pub number: i64,
    /// The day from which it could be known.
    pub known_on: String,
    /// How firm its words are, where it says so.
    pub stage: Option<&'static str>,
    /// How much, where it says so.
    pub quantity: Option<QuantityOut>,
    /// By when (EDTF), where it says so.
    pub deadline: Option<String>,
    /// The passage.
    pub quotation: QuotationOut,
}

/// A commitment with what stands around it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct PromiseWhole {
    /// The commitment.
    pub promise: PromiseOut,
    /// Ids of those it replaced, oldest first.
    pub replaces: Vec<String>,
    /// Ids of those that replaced it.
    pub replaced_by: Vec<String>,
    /// Contradictions that concern it.
    pub conflicts: Vec<ConflictOut>,
}

fn codes(parties: &[PartyCode]) -> Vec<String> {
    parties.iter().map(ToString::to_string).collect()
}

fn quantity(quantity: &kelisim_domain::figure::Quantity) -> QuantityOut {
    QuantityOut {
        value: quantity.value.to_string(),
        unit: quantity.unit.code(),
        per: quantity.per.code(),
    }
}

impl PromiseOut {
    /// A commitment as it is told to programs.
    #[must_use]
    pub fn new(told: Told<'_>) -> Self {
        let d = &told.commitment.description;
        let known = told.commitment.latest();
        Self {
            id: told.commitment.id.to_string(),
            registry: d.registry.to_string(),
            partner: d.partner.to_string(),
            topic: d.topic.code(),
            title: TextOut::from(&d.title),
            promisors: codes(&d.promisors),
            beneficiaries: codes(&d.beneficiaries),
            stage: known.stage.code(),
            counts_as_promise: known.stage.is_promise(),
            quantity: known.quantity.as_ref().map(quantity),
            deadline: known.deadline.map(|d| d.to_string()),
            delivery: known.delivery.state.code(),
            standing: told.standing.code(),
            years: told.years.iter().map(|year| YearOut::new(year, told)).collect(),
            statements: told
                .commitment
                .statements
                .iter()
                .map(|said| {
                    StatementOut::new(said.meta.version, &said.meta.known_on, &said.what, told)
                })
                .collect(),
        }
    }
}

impl YearOut {
    fn new(year: &YearFigures, told: Told<'_>) -> Self {
        let reported = year
            .observations
            .iter()
            .filter_map(|id| {
                let observation = told.figures.get(id)?;
                let latest = observation.latest()?;
                Some(ReportedOut {
                    figure: id.to_string(),
                    measure: observation.description.measure.as_str().to_owned(),
                    value: latest.what.value.to_string(),
                    quotation: QuotationOut::new(&latest.what.quotation, told.sources),
                })
            })
            .collect();
        Self {
            year: year.year,
            promised: year.promised.map(|p| p.places.to_string()),
            promised_basis: year.promised.map(|p| if p.stated { "stated" } else { "assumed" }),
            delivered: year.delivered,
            lost: year.lost,
            unexplained: year.unexplained,
            suspended: year.suspended,
            reported,
        }
    }
}

impl StatementOut {
    fn new(number: i64, known_on: &impl ToString, statement: &Statement, told: Told<'_>) -> Self {
        Self {
            number,
            known_on: known_on.to_string(),
            stage: statement.stage.map(kelisim_domain::stage::Stage::code),
            quantity: statement.quantity.as_ref().map(quantity),
            deadline: statement.deadline.map(|d| d.to_string()),
            quotation: QuotationOut::new(&statement.quotation, told.sources),
        }
    }
}
